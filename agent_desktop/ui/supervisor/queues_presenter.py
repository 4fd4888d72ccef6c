"""What the board says of each queue, now and today. Pure: state and time in, values out. Must never import Qt."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from agent_desktop.cti.vocabulary import QueueId
from agent_desktop.protocol.board import BoardQueue, CallStage
from agent_desktop.protocol.service_level import (
    Counts,
    Formula,
    average_handle_ms,
    average_speed_of_answer_ms,
    expected_wait_ms,
    service_level,
)
from agent_desktop.protocol.states import AgentState
from agent_desktop.protocol.thresholds import Level, Thresholds, Watched
from agent_desktop.ui.board_state import BoardState

WAITING = frozenset({CallStage.WAITING, CallStage.OFFERED})
WORKING = frozenset({AgentState.READY, AgentState.RESERVED, AgentState.BUSY, AgentState.WRAP_UP})
EVERYTHING = QueueId("")
"""Stands for all queues together."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One queue, or with `EVERYTHING` all of them together."""

    queue: QueueId
    is_open: bool
    waiting: int
    longest_since_ms: int | None
    counts: Counts
    level: float | None
    """The service level, 0–1."""
    asa_ms: int | None
    expected_ms: int | None
    states: Counter[AgentState] = field(default_factory=Counter)
    """Its agents, by where they stand."""

    @property
    def here(self) -> int:
        """Agents who are logged on."""
        return self.states.total() - self.states[AgentState.LOGGED_OFF]

    def longest_ms(self, now_ms: int) -> int | None:
        return None if self.longest_since_ms is None else max(now_ms - self.longest_since_ms, 0)

    def watched(self, now_ms: int) -> dict[Watched, float | None]:
        """The figures that have a threshold, in its unit."""
        longest = self.longest_ms(now_ms)
        return {
            Watched.LONGEST_WAIT: None if longest is None else longest / 1000,
            Watched.WAITING: self.waiting,
            Watched.SERVICE_LEVEL: None if self.level is None else 100 * self.level,
        }

    def levels(self, thresholds: Thresholds, now_ms: int) -> dict[Watched, Level]:
        """What each of them asks for."""
        return {watched: thresholds.level(watched, value) for watched, value in self.watched(now_ms).items()}

    def worst(self, thresholds: Thresholds, now_ms: int) -> Level:
        """What asks for most attention here."""
        return thresholds.worst(self.watched(now_ms))


def queue_rows(board: BoardState, formula: Formula) -> tuple[QueueRow, ...]:
    """A row for each queue in the centre's order; all of them together come first."""
    since: defaultdict[QueueId, list[int]] = defaultdict(list)
    for call in board.calls.values():
        if call.stage in WAITING:
            since[call.queue].append(call.queued_ms)
    alike = Counter((board.members[agent].queues, row.state) for agent, row in board.agents.items())
    states: defaultdict[QueueId, Counter[AgentState]] = defaultdict(Counter)
    everybody: Counter[AgentState] = Counter()
    for (queues, state), count in alike.items():
        for queue in queues:
            states[queue][state] += count
        if queues:
            everybody[state] += count
    rows = [
        _row(plan, since[queue], board.totals.get(queue, Counts()), states[queue], formula)
        for queue, plan in board.queues.items()
    ]
    waiting = [moment for moments in since.values() for moment in moments]
    total = sum((row.counts for row in rows), Counts())
    return (_row(BoardQueue(EVERYTHING), waiting, total, everybody, formula), *rows)


def _row(plan: BoardQueue, since: list[int], counts: Counts, states: Counter[AgentState], formula: Formula) -> QueueRow:
    working = sum(states[state] for state in WORKING)
    return QueueRow(
        queue=plan.queue,
        is_open=plan.open,
        waiting=len(since),
        longest_since_ms=min(since, default=None),
        counts=counts,
        level=service_level(formula, counts),
        asa_ms=average_speed_of_answer_ms(counts),
        expected_ms=expected_wait_ms(len(since), working, states[AgentState.READY], average_handle_ms(counts)),
        states=states,
    )
