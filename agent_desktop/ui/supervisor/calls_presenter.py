"""Which calls the board lists, in which order, and what each asks for. Pure. Must never import Qt."""

from __future__ import annotations

from agent_desktop.protocol.board import BoardCall, CallStage
from agent_desktop.ui.board_state import BoardState
from agent_desktop.ui.supervisor.queues_presenter import EVERYTHING, WAITING
from agent_desktop.ui.supervisor.thresholds import Level, Thresholds

_RANK = {
    CallStage.WAITING: 0,
    CallStage.OFFERED: 0,
    CallStage.HELD: 1,
    CallStage.TALKING: 1,
    CallStage.DIALLING: 1,
    CallStage.WORKING: 1,
    CallStage.OUTSIDE: 2,
    CallStage.MENU: 3,
    CallStage.PROMISED: 4,
}


def call_rows(board: BoardState, queue: str = EVERYTHING) -> list[BoardCall]:
    """Of one queue or all: who waits, in the order in which they are served; then conversations, then who is in the menu."""
    rows = [call for call in board.calls.values() if not queue or call.queue == queue]
    return sorted(rows, key=_place)


def shown_since_ms(call: BoardCall) -> int:
    """From when on its time counts: who waits has waited since they entered the queue, rung or not."""
    return call.queued_ms if call.stage in WAITING else call.since_ms


def level(call: BoardCall, thresholds: Thresholds, now_ms: int) -> Level:
    """What its time asks for."""
    passed_s = max(now_ms - shown_since_ms(call), 0) / 1000
    if call.stage in WAITING:
        return thresholds.longest_wait_s.level(passed_s)
    if call.stage is CallStage.HELD:
        return thresholds.hold_s.level(passed_s)
    return thresholds.call_s.level(passed_s) if call.stage is CallStage.TALKING else Level.FINE


def _place(call: BoardCall) -> tuple[int, int, int, int]:
    rank = _RANK[call.stage]
    return (rank, -call.priority, call.call, 0) if rank == 0 else (rank, 0, shown_since_ms(call), call.call)
