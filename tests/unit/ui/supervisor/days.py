"""A day that is known to the second, as a centre would tell it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from agent_desktop.protocol.board import INTERVAL_MS
from agent_desktop.protocol.messages import DayFigures
from agent_desktop.protocol.record import Text
from agent_desktop.protocol.report import Kind, Quarter, Subject
from agent_desktop.protocol.tallies import AgentTally, DispositionTally, QueueTally
from agent_desktop.ui.supervisor.figures_presenter import Sheet, begun

DAY = "2026-03-01"
BEGINS_MS = 1_772_323_200_000
ENDS_MS = BEGINS_MS + 96 * INTERVAL_MS


def _at(quarter: int) -> int:
    return BEGINS_MS + quarter * INTERVAL_MS


QUEUES = (
    Quarter("help", _at(32), QueueTally(3, 2, 1, answered_in_time=1, answered_wait_s=40.0, legs=1, talk_s=100.0)),
    Quarter("sales", _at(33), QueueTally(1, 1, answered_in_time=1, answered_wait_s=5.0, legs=2, talk_s=200.0)),
    Quarter("help", _at(37), QueueTally(1, 1, answered_in_time=1, answered_wait_s=3.0, legs=1, wrap_up_s=30.5)),
)
AGENTS = (
    Quarter("bob", _at(32), AgentTally(ready_s=300.0, busy_s=600.0, answered=2, not_answered=1)),
    Quarter("ann", _at(32), AgentTally(ready_s=900.0)),
    Quarter("gone", _at(33), AgentTally(not_ready_s=4_000.0)),
)
DISPOSITIONS = (
    Quarter("solved", _at(32), DispositionTally(3, 2, 300.0)),
    Quarter("", _at(33), DispositionTally(1)),
)
NAMES = {
    "help": Text("Help", "客服"),
    "sales": Text("=Sales", "销售"),
    "ann": Text("Ann", "安"),
    "bob": Text("Bob", "鲍"),
    "gone": Text("gone", "gone"),
    "solved": Text("Solved", "已解决"),
    "": Text("", ""),
}


def page(kind: Kind, *, day: str = DAY, made_ms: int = ENDS_MS, only: int | None = None, skip: int = 0) -> DayFigures:
    """A page of the day, `only` so many rows long."""
    of_kind: dict[Kind, tuple[Quarter[Any], ...]] = {
        Kind.QUEUE: QUEUES,
        Kind.AGENT: AGENTS,
        Kind.DISPOSITION: DISPOSITIONS,
    }
    rows = of_kind[kind]
    end = len(rows) if only is None else skip + only
    shown = rows[skip:end]
    left, subjects = len(rows) - skip - len(shown), _subjects(row.subject for row in shown)
    made = DayFigures(kind, day, BEGINS_MS, ENDS_MS, made_ms, left, subjects)
    field = {Kind.QUEUE: "queues", Kind.AGENT: "agents", Kind.DISPOSITION: "dispositions"}[kind]
    return msgspec.structs.replace(made, **{field: shown})


def empty_page(kind: Kind, day: str = DAY) -> DayFigures:
    return DayFigures(kind, day, BEGINS_MS, ENDS_MS, ENDS_MS)


def sheet(kind: Kind) -> Sheet:
    return begun(page(kind))


def _subjects(ids: Iterable[str]) -> tuple[Subject, ...]:
    return tuple(Subject(each, NAMES[each]) for each in sorted(set(ids)))
