"""Which calls the board lists, in which order, and what each asks for. Pure. Must never import Qt."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agent_desktop.cti.vocabulary import QueueId
from agent_desktop.protocol.board import BoardCall, CallStage
from agent_desktop.protocol.thresholds import Level, Thresholds
from agent_desktop.ui.board_state import BoardState
from agent_desktop.ui.supervisor.queues_presenter import EVERYTHING, WAITING

_RANK = {
    CallStage.WAITING: 0,
    CallStage.OFFERED: 0,
    CallStage.HELD: 1,
    CallStage.TALKING: 1,
    CallStage.WORKING: 1,
    CallStage.DIALLING: 1,
    CallStage.OUTSIDE: 2,
    CallStage.MENU: 3,
    CallStage.PROMISED: 4,
}


class Show(enum.Enum):
    """Where calls stand that are listed."""

    ALL = "all"
    WAITING = "waiting"
    """In a queue, ringing or not; or for a callback that is promised for later."""
    IN_PROGRESS = "in_progress"
    """With somebody, or on the way to them."""
    MENU = "menu"
    """In the voice menu."""


@dataclass(frozen=True, slots=True)
class WantedCalls:
    """What the user has asked to see."""

    text: str = ""
    """Part of the caller's name, company or number, of a queue, an agent, or a choice in the menu."""
    show: Show = Show.ALL


def call_rows(
    board: BoardState,
    queue: str = EVERYTHING,
    wanted: WantedCalls = WantedCalls(),
    queue_name: Callable[[QueueId], str] = str,
) -> list[BoardCall]:
    """Of one queue or all: who waits, in the order in which they are served; then conversations, then who is in the menu."""
    rows = [call for call in board.calls.values() if not queue or call.queue == queue]
    rows = [call for call in rows if wanted.show in {Show.ALL, _standing(call)}]
    if wanted.text:
        rows = [call for call in rows if _matches(board, call, wanted.text, queue_name)]
    return sorted(rows, key=_place)


def _standing(call: BoardCall) -> Show:
    if call.stage in WAITING or call.stage is CallStage.PROMISED:
        return Show.WAITING
    return Show.MENU if call.stage is CallStage.MENU else Show.IN_PROGRESS


def _matches(board: BoardState, call: BoardCall, text: str, queue_name: Callable[[QueueId], str]) -> bool:
    """A number is found however it is spaced."""
    sought = text.casefold()
    if any(sought in word.casefold() for word in _words(board, call, queue_name)):
        return True
    digits = _digits(text)
    return bool(digits) and len(digits) == len(text.replace(" ", "").lstrip("+")) and digits in _digits(call.ani)


def _words(board: BoardState, call: BoardCall, queue_name: Callable[[QueueId], str]) -> Iterator[str]:
    yield from (call.name, call.company, call.ani_name, call.ani)
    if call.queue:
        yield from (call.queue, queue_name(call.queue))
    if call.agent is not None and (member := board.members.get(call.agent)) is not None:
        yield from (member.agent, member.name)
    for _, english, chinese in call.path:
        yield from (english, chinese)


def _digits(text: str) -> str:
    return "".join(each for each in text if each.isdecimal())


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
