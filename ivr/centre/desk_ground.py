"""What all parts of the desks stand on: the calls that are not over, the agents with what lies on their desks, and the events that the
fact at hand has led to so far.

A call comes onto a desk, changes there and leaves it by the verbs of this module alone, and an agent's own state changes by them: each tells
the seat what it has done. Must never ask which fact it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from agent_desktop.cti.vocabulary import AgentId, CallId, Direction, Language, MonitorMode, QueueId
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.messages import AgentState, CallPhase
from agent_desktop.protocol.record import MatchKind, ScreenPop
from ivr import facts
from ivr.centre.colleagues import Colleagues, People
from ivr.centre.glances import Glances
from ivr.centre.to_seats import ToSeats
from ivr.plan import AgentPlan

Handlers = dict[type[facts.Fact], Callable[[Any, int], None]]
"""What to call with which fact, and with its time (Unix ms)."""

_TOLD = frozenset({"declined", "no_answer", "abandoned", "taken"})


@dataclass(slots=True)
class Call:
    """A call that is not over, as far as a seat may want to know."""

    arrived: facts.CallArrived
    arrived_ms: int
    language: Language = Language.ZH_CN
    path: tuple[m.PathStep, ...] = ()
    queued_ms: int = 0
    number: str = ""
    """As a person writes it; known once it has been offered."""
    handed_on: bool = False
    """An agent has transferred it."""
    direction: Direction = Direction.IN
    agent: AgentId | None = None
    """Who has it now: offered or in conversation."""
    desks: dict[AgentId, None] = field(default_factory=dict)
    """All who have it on the desk, in the order in which they got it."""
    pop: ScreenPop | None = None
    listeners: dict[AgentId, MonitorMode] = field(default_factory=dict)


@dataclass(slots=True)
class Desk:
    """A call on an agent's desk."""

    view: m.CallView
    draft: m.LogDraft = field(default_factory=m.LogDraft)


@dataclass(slots=True)
class Agent:
    """An agent, as their own seat shows them."""

    plan: AgentPlan
    """As the settings have it: whom they see as colleagues goes by it, also after they have been moved."""
    queues: tuple[QueueId, ...]
    """Those that they serve now."""
    view: m.AgentView = field(default_factory=lambda: m.AgentView(AgentState.LOGGED_OFF, 0))
    desk: Desk | None = None


class Ground:
    """Shared by the parts of one centre's desks."""

    def __init__(
        self,
        agents: tuple[AgentPlan, ...],
        people: People,
        write_number: Callable[[str], str],
        agent_is_told: frozenset[MonitorMode],
    ) -> None:
        """`people` gives the colleagues of these queues; agents are told of supervisors who are with their call in these ways."""
        self.agents = {each.agent: Agent(each, each.queues) for each in agents}
        self.calls: dict[CallId, Call] = {}
        self.write_number = write_number
        self.glances = Glances(self._shown)
        self.colleagues = Colleagues(people, lambda agent: self.agents[agent].view)
        self._agent_is_told = agent_is_told
        self._out: list[ToSeats] = []

    # --- what lies where ----------------------------------------------------------------------------------------------

    def desk_of(self, agent_id: AgentId) -> Desk | None:
        """What lies on this agent's desk, if anything does."""
        agent = self.agents.get(agent_id)
        return None if agent is None else agent.desk

    def desk_with(self, call: CallId, agent_id: AgentId) -> Desk | None:
        """This call on this agent's desk, if it lies there."""
        agent = self.agents.get(agent_id)
        desk = None if agent is None else agent.desk
        return desk if desk is not None and desk.view.call == call else None

    def whole(self, desk: Desk) -> m.CallDesk:
        """All that a seat shows of a call; of its caller what is known before the look-up has answered, until it has."""
        view = desk.view
        pop = self.calls[view.call].pop or ScreenPop(MatchKind.WITHHELD if view.withheld else MatchKind.UNAVAILABLE)
        return m.CallDesk(view, pop, desk.draft)

    def listeners(self, call: Call) -> tuple[m.Listener, ...]:
        """Supervisors who are with the call, as far as its agent is told."""
        told = self._agent_is_told
        return tuple(m.Listener(self.name(who), mode) for who, mode in call.listeners.items() if mode in told)

    def name(self, user: AgentId) -> str:
        """As people know them; who takes no calls has only the name they log in with."""
        return self.agents[user].plan.name if user in self.agents else user

    # --- what changes -------------------------------------------------------------------------------------------------

    def offer(self, agent: AgentId, view: m.CallView) -> None:
        """A call comes onto this agent's desk, with an empty log."""
        self.calls[view.call].desks[agent] = None
        desk = self.agents[agent].desk = Desk(view)
        self.tell(agent, m.CallOffered(self.whole(desk)))

    def offered_view(self, queue: QueueId, call: Call, at: int, until: float | None = None) -> m.CallView:
        """A call as it comes onto a desk. `until` (Unix seconds): when the offer ends by itself."""
        arrived = call.arrived
        if not call.number and not arrived.withheld:
            call.number = self.write_number(arrived.ani)
        return m.CallView(
            call=arrived.call,
            phase=CallPhase.OFFERED,
            queue=queue,
            ani=call.number,
            ani_name=arrived.ani_name,
            withheld=arrived.withheld,
            dnis=arrived.dnis,
            language=call.language,
            path=call.path,
            arrived_ms=call.arrived_ms,
            queued_ms=call.queued_ms,
            offered_ms=at,
            offer_ends_ms=None if until is None else ms(until),
            requeued=call.handed_on,
            direction=call.direction,
            listeners=self.listeners(call),
        )

    def change(self, call: CallId, agent: AgentId, **changes: object) -> None:
        """These fields of the call's view are otherwise now, on this agent's desk; nothing happens when it does not lie there."""
        desk = self.desk_with(call, agent)
        if desk is not None:
            desk.view = replace(desk.view, **changes)
            self.tell(agent, m.CallChanged(desk.view))

    def remove(self, call: CallId, agent: AgentId, why: str) -> None:
        """The call leaves this agent's desk; nothing happens when it does not lie there."""
        if self.desk_with(call, agent) is not None:
            self.agents[agent].desk = None
            self.calls[call].desks.pop(agent, None)
            self.tell(agent, m.CallRemoved(call, why))

    def change_agent(self, agent_id: AgentId, **changes: object) -> None:
        """These fields of an agent's own view are otherwise now; told if they were not so already."""
        agent = self.agents[agent_id]
        view = replace(agent.view, **changes)
        if view != agent.view:
            agent.view = view
            self.colleagues.moved(agent_id)
            self.tell(agent_id, m.AgentChanged(view))

    # --- what seats are told ------------------------------------------------------------------------------------------

    def tell(self, agent: AgentId, body: m.AnyEventBody) -> None:
        """An event for this agent's seat, and for whoever looks at their desk."""
        self._out.append(ToSeats((agent,), body))
        self.glances.moved(agent)

    def tell_all(self, body: m.AnyEventBody) -> None:
        """An event for every seat."""
        self._out.append(ToSeats(None, body))

    def take_out(self) -> list[ToSeats]:
        """What there is to tell since this was last asked."""
        out, self._out = self._out, []
        return out

    def _shown(self, agent: AgentId) -> m.CallDesk | None:
        desk = self.desk_of(agent)
        return None if desk is None else self.whole(desk)


def offer_end(why: str) -> str:
    """The end of an offer, as its agent is told of it: some by name, any other as a call that was withdrawn."""
    return why if why in _TOLD else "withdrawn"


def ms(at: float) -> int:
    """Unix seconds, as seats are told them: whole milliseconds."""
    return round(at * 1000)
