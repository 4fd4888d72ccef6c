"""The day of a queue as bars, a quarter of an hour each: answered, abandoned, and the service level as a line. Pure. Must never import Qt."""

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
    """One quarter of an hour."""

    start_ms: int
    counts: Counts
    level: float | None


def bars(board: BoardState, queue: QueueId, formula: Formula, now_ms: int) -> tuple[Bar, ...]:
    """From the first quarter in which something happened up to now, without gaps."""
    sums: dict[int, Counts] = {}
    for (one, start_ms), interval in board.intervals.items():
        if queue in {EVERYTHING, one}:
            sums[start_ms] = sums.get(start_ms, Counts()) + interval.counts
    last = now_ms - now_ms % INTERVAL_MS
    first = min([*sums, last - (LEAST_BARS - 1) * INTERVAL_MS])
    return tuple(
        Bar(start, counts := sums.get(start, Counts()), service_level(formula, counts))
        for start in range(first, last + INTERVAL_MS, INTERVAL_MS)
    )
