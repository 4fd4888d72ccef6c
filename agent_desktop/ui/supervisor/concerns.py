"""What somebody has to see to now: each figure that has reached a threshold, of which queue or agent, and what sounds. Pure. Must never
import Qt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agent_desktop.protocol.thresholds import OF_QUEUES, Level, Thresholds, Watched
from agent_desktop.ui.board_state import BoardState
from agent_desktop.ui.supervisor.agents_presenter import passed_s
from agent_desktop.ui.supervisor.queues_presenter import EVERYTHING, QueueRow


@dataclass(frozen=True, slots=True)
class Concern:
    """One of them. `value` in the unit of the threshold."""

    watched: Watched
    level: Level
    subject: str
    """A queue or an agent."""
    value: float

    @property
    def key(self) -> str:
        """The same while it lasts."""
        return f"{self.watched.value} {self.subject}"


def of_queues(rows: Iterable[QueueRow], thresholds: Thresholds, now_ms: int) -> list[Concern]:
    """Of each queue by itself; what asks for most comes first."""
    found = [
        Concern(watched, thresholds.level(watched, value), row.queue, value)
        for row in rows
        if row.queue != EVERYTHING
        for watched, value in row.watched(now_ms).items()
        if value is not None
    ]
    return sorted((each for each in found if each.level), key=lambda each: -each.level)


def sounding(board: BoardState, queues: Iterable[Concern], thresholds: Thresholds, now_ms: int) -> frozenset[str]:
    """The keys of all that is to be heard."""
    heard = {each.key for each in queues if each.level is Level.ACT and each.watched in thresholds.sound}
    if thresholds.sound - OF_QUEUES:
        heard |= {each.key for each in _of_agents(board, thresholds, now_ms)}
    return frozenset(heard)


def _of_agents(board: BoardState, thresholds: Thresholds, now_ms: int) -> Iterator[Concern]:
    for row in board.agents.values():
        for watched, value in passed_s(board, row, now_ms).items():
            if watched in thresholds.sound and value is not None:
                level = thresholds.level(watched, value)
                if level is Level.ACT:
                    yield Concern(watched, level, row.agent, value)
