"""A recorded day under other rules: its callers, with their talk, wrap-up and patience, come to the same core at the same times, and its
agents come and go as they did; only the rules are others.

What cannot be known is assumed, and said: a caller who was answered would have waited as long as it took; one who gave up would have given up
after the same wait; agents answer at once; a call that was handed on is one conversation with the sum of its times. So the day is run twice,
under its own rules and under the others, and these two are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import fmean

import msgspec

from agent_desktop.cti.vocabulary import AgentId, CallId, QueueId, StationMode, Strategy
from agent_desktop.errors import UserError
from agent_desktop.protocol.messages import AgentState
from ivr import facts, inputs
from ivr.centre import journal as journals
from ivr.core.core import Core
from ivr.facts import NumberedFact
from ivr.flow.model import Flow, QueueNode
from ivr.plan import AgentPlan, Plan, QueuePlan
from ivr.statistics import Statistics
from ivr.virtual import DISPOSITION, Caller, Change, VirtualDay

_LONG_S = 86_400.0
_NO_CALL = "the journal holds no call that was answered or given up: there is nothing to run again"
_COMING_AND_GOING = (inputs.LogOn, inputs.LogOff, inputs.BecomeReady, inputs.BecomeNotReady)


@dataclass(slots=True)
class _Seen:
    """A call of the recorded day."""

    at: float
    node: str
    ani: str
    segment: str
    answered: bool = False
    gave_up_s: float | None = None
    talk_s: float = 0.0
    wrap_up_s: float = 0.0
    leg_ended: dict[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Day:
    """A recorded day as data."""

    plan: Plan
    """One flow for each way of waiting: queue, priority and skills."""
    callers: list[Caller]
    people: list[Change]
    recorded: Statistics
    end: float
    left_out: int
    """Calls that still waited or talked when the journal ended."""

    def run(self, plan: Plan, people: Iterable[Change]) -> Statistics:
        """The day under the rules of this plan, with these comings and goings."""
        statistics = statistics_for(plan)
        day = VirtualDay(plan, statistics.apply)
        day.run(self.callers, people)
        statistics.close(self.end)
        return statistics

    def under(self, strategy: Strategy | None, agents: int | None) -> tuple[Plan, list[Change]]:
        """Its plan and its comings and goings, with another strategy in all queues, another number of agents, or both."""
        plan, people = self.plan, self.people
        if strategy is not None:
            queues = tuple(msgspec.structs.replace(queue, strategy=strategy) for queue in plan.queues)
            plan = msgspec.structs.replace(plan, queues=queues)
        if agents is not None:
            plan, people = _staffed(plan, people, agents)
        return plan, people


def statistics_for(plan: Plan) -> Statistics:
    """Statistics that know this plan's service levels."""
    return Statistics({queue.queue: queue.service_level_s for queue in plan.queues})


def day_of(recordings: Sequence[journals.Recording]) -> Day:
    """What journals, each beginning where the one before it ends, tell of their day.

    Raises:
        UserError: no call of it can be run again, or one of them does not go on where the one before it ends.

    """
    told = [(journals.start(each.header), each) for each in recordings if each.entries]
    told.sort(key=lambda each: each[0].state.last_fact)
    reader: _Reader | None = None
    for core, recording in told:
        if reader is None:
            reader = _Reader(core, recording.header.plan, recording.entries[0].at)
        else:
            reader.go_on(core, recording.header.plan)
        _read(recording, core, reader)
    if reader is None:
        raise UserError(_NO_CALL)
    return reader.day(told[-1][1].entries[-1].at)


def _read(recording: journals.Recording, core: Core, reader: _Reader) -> None:
    for entry, effects in zip(recording.entries, recording.steps(core), strict=True):
        if isinstance(entry.input, _COMING_AND_GOING):
            reader.asked(entry.at, entry.input)
        for effect in effects:
            if isinstance(effect, NumberedFact):
                reader.hear(effect)


class _Reader:
    """Follows a replayed core and notes what matters."""

    def __init__(self, core: Core, plan: Plan, begin: float) -> None:
        self._core, self._plan = core, plan
        self._calls: dict[CallId, _Seen] = {}
        self._nodes: dict[str, QueueNode] = {}
        self._people: list[Change] = []
        self._recorded = statistics_for(plan)
        self._reason = min(plan.not_ready_codes, default="")
        for agent in core.state.agents.values():
            if agent.state is not AgentState.LOGGED_OFF:
                self._people.append((begin, inputs.LogOn(agent.agent, agent.station)))
                if agent.state is not AgentState.NOT_READY:
                    self._people.append((begin, inputs.BecomeReady(agent.agent)))

    def go_on(self, core: Core, plan: Plan) -> None:
        """The next journal.

        Raises:
            UserError: it is not the next one.

        """
        if core.state.last_fact != self._core.state.last_fact:
            raise UserError(
                "the journals do not follow one another: one of them is missing, or is not of this centre "
                f"(one ends with fact {self._core.state.last_fact}, the next goes on after {core.state.last_fact})"
            )
        if plan.queues != self._plan.queues:
            raise UserError(
                "the queues were set up otherwise in the middle of this day: give the journals before, or after"
            )
        self._core = core

    def asked(self, at: float, request: inputs.AnyRequest) -> None:
        """Somebody comes or goes; who leaves takes no further call, also when they are in one."""
        if isinstance(request, inputs.LogOff) and self._reason:
            self._people.append((at, inputs.BecomeNotReady(request.agent, self._reason)))
        self._people.append((at, request))

    def hear(self, numbered: NumberedFact) -> None:
        self._recorded.apply(numbered)
        fact, at = numbered.fact, numbered.at
        if isinstance(fact, facts.Queued):
            self._queued(fact, at)
            return
        seen = self._calls.get(getattr(fact, "call", CallId(0)))
        if seen is None:
            return
        match fact:
            case facts.Established():
                seen.answered = True
            case facts.LegEnded():
                seen.talk_s += fact.talk_s + fact.hold_s
                seen.leg_ended[fact.leg] = at
            case facts.LegLogged():
                seen.wrap_up_s += at - seen.leg_ended.get(fact.leg, at)
            case facts.LeftQueue() | facts.CallCleared() if not seen.answered and seen.gave_up_s is None:
                seen.gave_up_s = at - seen.at

    def day(self, end: float) -> Day:
        whole = [
            seen for seen in self._calls.values() if seen.gave_up_s is not None or (seen.answered and seen.leg_ended)
        ]
        if not whole or not self._people:
            raise UserError(_NO_CALL)
        self._recorded.close(end)
        callers = _callers(whole)
        left_out = len(self._calls) - len(whole)
        return Day(self._plan_of_nodes(), callers, self._people, self._recorded, end, left_out)

    def _queued(self, fact: facts.Queued, at: float) -> None:
        call = self._core.state.calls[fact.call]
        if fact.call in self._calls or call.callback:
            return
        node = QueueNode(call.queue, call.priority, call.skills)
        name = next((name for name, each in self._nodes.items() if each == node), f"n{len(self._nodes)}")
        self._nodes[name] = node
        self._calls[fact.call] = _Seen(at, name, "" if call.withheld else call.ani, call.segment)

    def _plan_of_nodes(self) -> Plan:
        queues = tuple(_without_flows(queue) for queue in self._plan.queues)
        agents = tuple(msgspec.structs.replace(each, station_mode=StationMode.NAILED_UP) for each in self._plan.agents)
        return msgspec.structs.replace(
            self._plan,
            queues=queues,
            agents=agents,
            flows={name: Flow(name, "queue", {"queue": node}) for name, node in self._nodes.items()},
            entries={name: name for name in self._nodes},
            default_flow=next(iter(self._nodes)),
            disposition_codes=frozenset({DISPOSITION}),
            max_wrap_up_s=_LONG_S,
        )


def _without_flows(queue: QueuePlan) -> QueuePlan:
    """Nobody presses keys: what a caller did with them on the day, such as to leave the queue, is in the caller."""
    overflow = tuple(rule for rule in queue.overflow if not rule.flow)
    return msgspec.structs.replace(queue, wrap_up_s=_LONG_S, while_waiting="", after_call="", overflow=overflow)


def _callers(whole: list[_Seen]) -> list[Caller]:
    """Who gave up is given the mean talk and wrap-up of those who were answered: nobody knows what it would have been."""
    served = [seen for seen in whole if seen.answered]
    talk_s = fmean([seen.talk_s for seen in served]) if served else 0.0
    wrap_up_s = fmean([seen.wrap_up_s for seen in served]) if served else 0.0
    return [
        Caller(
            seen.at,
            seen.node,
            seen.talk_s if seen.answered else talk_s,
            seen.wrap_up_s if seen.answered else wrap_up_s,
            seen.gave_up_s,
            seen.ani,
            seen.segment,
        )
        for seen in sorted(whole, key=lambda seen: seen.at)
    ]


def _staffed(plan: Plan, people: list[Change], wanted: int) -> tuple[Plan, list[Change]]:
    """The first so many of those who came, in the order of the settings; when that is not enough, each of them once more, and so on."""
    came = {request.agent for _, request in people if isinstance(request, inputs.LogOn)}
    team = [agent for agent in plan.agents if agent.agent in came and agent.queues]
    if not team:
        raise UserError("nobody who serves a queue logged on in this journal: there are no shifts to go by")
    copies: list[tuple[AgentId, AgentPlan]] = []
    for number in range(wanted):
        like, again = team[number % len(team)], number // len(team)
        name = AgentId(f"{like.agent}+{again}") if again else like.agent
        copies.append((like.agent, msgspec.structs.replace(like, agent=name)))
    changes = [
        (at, msgspec.structs.replace(request, agent=agent.agent))
        for at, request in people
        for like, agent in copies
        if request.agent == like
    ]
    return msgspec.structs.replace(plan, agents=tuple(agent for _, agent in copies)), changes


def queues_of(day: Day) -> list[QueueId]:
    """The queues in which anybody waited, in the order of the settings."""
    used = {queue for _, queue in day.recorded.queues}
    return [queue.queue for queue in day.plan.queues if queue.queue in used]
