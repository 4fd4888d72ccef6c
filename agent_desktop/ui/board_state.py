"""The seat's copy of the supervisor's board: rows by their ids, and what follows from them. Pure; must never import Qt or read a clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from agent_desktop.cti.vocabulary import AgentId, CallId, QueueId
from agent_desktop.protocol.board import BoardAgent, BoardCall, BoardInterval, BoardMember, BoardQueue
from agent_desktop.protocol.messages import BoardChanged
from agent_desktop.protocol.service_level import Counts, Formula
from agent_desktop.protocol.thresholds import Thresholds

IntervalKey = tuple[QueueId, int]


@dataclass(frozen=True, slots=True)
class BoardState:
    """Everything on the board. Mappings keep the centre's order."""

    day_ms: int = 0
    formula: Formula = Formula.ALL_OFFERED
    short_abandon_s: float = 5.0
    members: Mapping[AgentId, BoardMember] = field(default_factory=lambda: MappingProxyType({}))
    queues: Mapping[QueueId, BoardQueue] = field(default_factory=lambda: MappingProxyType({}))
    agents: Mapping[AgentId, BoardAgent] = field(default_factory=lambda: MappingProxyType({}))
    calls: Mapping[CallId, BoardCall] = field(default_factory=lambda: MappingProxyType({}))
    intervals: Mapping[IntervalKey, BoardInterval] = field(default_factory=lambda: MappingProxyType({}))
    sort_names: Mapping[AgentId, str] = field(default_factory=lambda: MappingProxyType({}))
    """Agents' names as they are sorted."""
    totals: Mapping[QueueId, Counts] = field(default_factory=lambda: MappingProxyType({}))
    """Of the day, by queue."""
    thresholds: Thresholds = Thresholds()  # noqa: RUF009 - frozen


def board_after(state: BoardState, body: BoardChanged) -> BoardState:
    """The board after a change; after one that is whole, whatever it was before. What has not changed stays the same object."""
    old = BoardState() if body.whole else state
    members = {**old.members, **{each.agent: each for each in body.members}} if body.members else old.members
    intervals, totals = _figures(old, body) if body.intervals else (old.intervals, old.totals)
    return BoardState(
        body.day_ms,
        body.formula,
        body.short_abandon_s,
        members,
        {**old.queues, **{each.queue: each for each in body.queues}} if body.queues else old.queues,
        {**old.agents, **{each.agent: each for each in body.agents}} if body.agents else old.agents,
        _calls(old.calls, body) if body.calls or body.gone else old.calls,
        intervals,
        {agent: member.name.casefold() for agent, member in members.items()} if body.members else old.sort_names,
        totals,
        body.thresholds or old.thresholds,
    )


def _calls(old: Mapping[CallId, BoardCall], body: BoardChanged) -> dict[CallId, BoardCall]:
    calls = {**old, **{each.call: each for each in body.calls}}
    for call in body.gone:
        calls.pop(call, None)
    return calls


def _figures(
    old: BoardState, body: BoardChanged
) -> tuple[Mapping[IntervalKey, BoardInterval], Mapping[QueueId, Counts]]:
    totals, intervals = dict(old.totals), {**old.intervals}
    for each in body.intervals:
        key = (each.queue, each.start_ms)
        before = intervals[key].counts if key in intervals else Counts()
        totals[each.queue] = totals.get(each.queue, Counts()) + each.counts - before
        intervals[key] = each
    return intervals, totals
