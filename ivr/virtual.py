"""A day of calls through the real routing core under a virtual clock: a million calls in the time that a machine needs for them.

Callers and agents are data: when a call arrives and with how much patience, how long the talk and the wrap-up take, when somebody
comes and goes. The switch and the seats are played here: telephones answer at once, and so do agents. Chance belongs to whoever makes
the callers; the same callers give the same day.
"""

from __future__ import annotations

import heapq
import random
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import AgentId, CallId, Cause, ConnectionId, QueueId, Strategy
from agent_desktop.errors import Refusal
from agent_desktop.protocol.record import Text
from ivr import facts, inputs
from ivr.core.core import Core
from ivr.core.state import State
from ivr.effects import AnyEffect, LookUpCaller
from ivr.flow.model import Flow, QueueNode
from ivr.plan import AgentPlan, Plan, QueuePlan

DISPOSITION = "done"
QUEUE = QueueId("queue")


class Caller(NamedTuple):
    """One call as it would go if it were answered. Times in seconds."""

    at: float
    dnis: str
    talk_s: float
    wrap_up_s: float = 0.0
    patience_s: float | None = None
    """None: waits for ever."""
    ani: str = ""
    segment: str = ""


Change = tuple[float, inputs.AnyRequest]
"""When an agent asks for what."""
Hear = Callable[[facts.NumberedFact], None]


class VirtualDay:
    """Drives one core through callers and agents' comings and goings; `hear` is told every fact."""

    def __init__(self, plan: Plan, hear: Hear) -> None:
        self.core = Core(plan, State("v"))
        self.inputs = 0
        self._hear = hear
        self._now = 0.0
        self._coming: list[tuple[float, int, inputs.AnyInput]] = []
        self._todo: deque[inputs.AnyInput] = deque()
        self._numbers = 0
        self._callers: dict[CallId, Caller] = {}
        self._lines: dict[CallId, ConnectionId] = {}
        self._impatient: set[CallId] = set()
        self._taken: set[CallId] = set()

    def run(self, callers: Iterable[Caller], people: Iterable[Change], start: float = 0.0) -> None:
        """From the first of them to the last call's end. Both come in the order of their times."""
        self._now = start
        self._give(switch.SwitchUp(()))
        changes, arrivals = iter(people), iter(callers)
        change, caller = next(changes, None), next(arrivals, None)
        while True:
            next_change = change[0] if change else _NEVER
            next_arrival = caller.at if caller else _NEVER
            coming = self._coming[0][0] if self._coming else _NEVER
            due = self.core.next_deadline()
            at = min(next_change, next_arrival, coming)
            if due is not None and due <= at and due < _NEVER and (at < _NEVER or self._callers):
                self._now = max(due, self._now)
                self._take(self.core.tick(self._now))
            elif at == _NEVER:
                return
            elif coming == at:
                self._happen(*heapq.heappop(self._coming))
            elif change and next_change == at:
                self._ask(change)
                change = next(changes, None)
            elif caller:
                self._arrive(caller)
                caller = next(arrivals, None)

    # --- what happens ------------------------------------------------------------------------------------------------

    def _arrive(self, caller: Caller) -> None:
        self._now = caller.at
        call = CallId(self.core.state.last_call + 1)
        line = ConnectionId(f"c{call}")
        self._callers[call], self._lines[call] = caller, line
        if caller.patience_s is not None:
            self._impatient.add(call)
            self._later(caller.patience_s, switch.ConnectionEnded(line, Cause.NORMAL), call)
        self._give(switch.CallArrived(line, caller.ani, "", withheld=not caller.ani, dnis=caller.dnis))

    def _ask(self, change: Change) -> None:
        """What an agent asked for on the day itself may not be possible on this one; then it is left out."""
        self._now = change[0]
        try:
            self._give(change[1])
        except Refusal:
            self._todo.clear()

    def _happen(self, at: float, number: int, item: inputs.AnyInput) -> None:
        if number < 0 and CallId(-number) not in self._impatient:
            return  # they were answered before their patience was at an end
        self._now = at
        self._give(item)

    def _later(self, seconds: float, item: inputs.AnyInput, impatient: CallId | None = None) -> None:
        """`impatient`: this is the end of that caller's patience, and does not happen if they are answered first."""
        self._numbers += 1
        number = self._numbers if impatient is None else -impatient
        heapq.heappush(self._coming, (self._now + seconds, number, item))

    def _give(self, item: inputs.AnyInput) -> None:
        self.inputs += 1
        self._take(self.core.handle(item, self._now))
        while self._todo:
            self.inputs += 1
            self._take(self.core.handle(self._todo.popleft(), self._now))

    def _take(self, effects: list[AnyEffect]) -> None:
        for effect in effects:
            happened: object = effect
            if isinstance(effect, facts.NumberedFact):
                self._hear(effect)
                happened = effect.fact
            react = _REACTIONS.get(type(happened))
            if react is not None:
                react(self, happened)

    # --- the switch and the seats ------------------------------------------------------------------------------------

    def _look_up(self, asked: LookUpCaller) -> None:
        self._todo.append(inputs.CallerIdentified(asked.call, None, None, self._callers[asked.call].segment))

    def _dial(self, asked: switch.Dial) -> None:
        self._todo.append(switch.ConnectionAnswered(asked.connection))

    def _delivered(self, fact: facts.Delivered) -> None:
        """Where several ring, the first is the fastest."""
        if fact.call not in self._taken:
            self._taken.add(fact.call)
            self._todo.append(inputs.AcceptOffer(fact.agent, fact.call))

    def _established(self, fact: facts.Established) -> None:
        self._impatient.discard(fact.call)
        caller = self._callers[fact.call]
        if not caller.wrap_up_s:
            self._todo.append(inputs.LogCompleted(fact.agent, fact.call, DISPOSITION))
        self._later(caller.talk_s, switch.ConnectionEnded(self._lines[fact.call], Cause.NORMAL))

    def _working_after_call(self, fact: facts.AgentWorkingAfterCall) -> None:
        caller = self._callers[fact.call]
        if caller.wrap_up_s:
            self._later(caller.wrap_up_s, inputs.LogCompleted(fact.agent, fact.call, DISPOSITION))

    def _logged(self, fact: facts.CallLogged) -> None:
        self._impatient.discard(fact.call)
        self._taken.discard(fact.call)
        del self._callers[fact.call], self._lines[fact.call]


_NEVER = float("inf")
_REACTIONS: dict[type, Callable[[VirtualDay, Any], None]] = {
    LookUpCaller: VirtualDay._look_up,  # noqa: SLF001
    switch.Dial: VirtualDay._dial,  # noqa: SLF001
    facts.Delivered: VirtualDay._delivered,  # noqa: SLF001
    facts.Established: VirtualDay._established,  # noqa: SLF001
    facts.AgentWorkingAfterCall: VirtualDay._working_after_call,  # noqa: SLF001
    facts.CallLogged: VirtualDay._logged,  # noqa: SLF001
}


# --- one queue as theory knows it -------------------------------------------------------------------------------------


def one_queue(agents: int, strategy: Strategy = Strategy.LONGEST_IDLE, within_s: float = 20.0) -> Plan:
    """A centre of one queue and so many agents who are all alike."""
    queue = QueuePlan(QUEUE, Text("Queue", "队列"), wrap_up_s=86_400.0, strategy=strategy, service_level_s=within_s)
    people = tuple(AgentPlan(AgentId(f"a{number}"), "", (QUEUE,), station=str(number)) for number in range(agents))
    flow = Flow("queue", "queue", {"queue": QueueNode(QUEUE)})
    return Plan(
        (queue,),
        people,
        {"queue": flow},
        {},
        "queue",
        disposition_codes=frozenset({DISPOSITION}),
        max_wrap_up_s=86_400.0,
    )


def all_ready(plan: Plan, at: float = 0.0) -> list[Change]:
    """Everybody logs on and is ready, and stays."""
    return [
        (at, request)
        for agent in plan.agents
        for request in (inputs.LogOn(agent.agent, ""), inputs.BecomeReady(agent.agent))
    ]


def poisson(load: float, talk_s: float, calls: int, seed: int, patience_s: float | None = None) -> Iterator[Caller]:
    """Callers at random: so many Erlang, exponential talk and patience with these means."""
    chance = random.Random(seed)  # noqa: S311 - a simulation
    at = 0.0
    for _ in range(calls):
        at += chance.expovariate(load / talk_s)
        patience = None if patience_s is None else chance.expovariate(1 / patience_s)
        yield Caller(at, "", chance.expovariate(1 / talk_s), 0.0, patience)
