"""A stretch of time as bars: what they are made of, from the foot, and a share as a line. Pure. Must never import Qt."""

from __future__ import annotations

from dataclasses import dataclass

from agent_desktop.cti.vocabulary import QueueId
from agent_desktop.protocol.board import INTERVAL_MS
from agent_desktop.protocol.service_level import Counts, Formula, service_level
from agent_desktop.ui.board_state import BoardState
from agent_desktop.ui.supervisor.queues_presenter import EVERYTHING

LEAST_BARS = 16
"""Four hours: a day that has just begun does not fill the chart with two bars."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One interval. `level` is a share, 0–1."""

    start_ms: int
    parts: tuple[float, ...]
    level: float | None


def bars(board: BoardState, queue: QueueId, formula: Formula, now_ms: int) -> tuple[Bar, ...]:
    """The day of a queue in quarters of an hour: answered, abandoned, and the service level over them. From the first in which something
    happened up to now, without gaps.
    """
    sums: dict[int, Counts] = {}
    for (one, start_ms), interval in board.intervals.items():
        if queue in {EVERYTHING, one}:
            sums[start_ms] = sums.get(start_ms, Counts()) + interval.counts
    last = now_ms - now_ms % INTERVAL_MS
    first = min([*sums, last - (LEAST_BARS - 1) * INTERVAL_MS])
    starts = range(first, last + INTERVAL_MS, INTERVAL_MS)
    return tuple(_bar(start, sums.get(start, Counts()), formula) for start in starts)


def _bar(start_ms: int, counts: Counts, formula: Formula) -> Bar:
    return Bar(start_ms, (counts.answered, counts.abandoned), service_level(formula, counts))
