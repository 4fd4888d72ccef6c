"""The nodes for callers who wait in a queue: music, with keys that lead elsewhere, and how far they have come.

The call keeps its place in the queue all the while; it leaves it with the node that lets it go (`ivr.core.menu`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from ivr.flow import keying, names, wording
from ivr.flow.model import AnnounceNode, NodeId, Speech, WaitNode
from ivr.flow.state import Phase
from ivr.flow.walker import Behaviour, Walker

LONGEST_TOLD_MIN = 30
"""A longer wait is told as more than this."""
_MINUTE_S = 60.0
_STEP_MIN = 5
"""Minutes up to here are told one by one, more in steps of as many."""


class Wait(Behaviour[WaitNode]):
    """Music for a while."""

    takes_keys = True

    def enter(self, w: Walker, node: WaitNode) -> NodeId | None:
        w.phase, w.deadline = Phase.LISTENING, w.now + node.seconds
        return self.keyed(w, node)

    def keyed(self, w: Walker, node: WaitNode) -> NodeId | None:
        """A key that is no choice changes nothing, and neither does how long the music lasts."""
        pressed, w.pressed = w.pressed, ""
        key = next((key for key in pressed if key in node.keys), None)
        return None if key is None else keying.take(w, node.keys[key], key)

    def late(self, w: Walker, node: WaitNode) -> NodeId:
        return node.next


class Announce(Behaviour[AnnounceNode]):
    """How far they have come."""

    takes_keys = True

    def enter(self, w: Walker, node: AnnounceNode) -> NodeId | None:
        if w.pressed and node.barge_in:
            return node.next
        values: dict[str, str] = {}
        speeches = [*_position(w, node, values), *_expected_wait(w, node, values)]
        if not speeches:
            return node.next
        w.say(*speeches, values=values)
        return None

    def said(self, w: Walker, node: AnnounceNode) -> NodeId:
        return node.next

    def keyed(self, w: Walker, node: AnnounceNode) -> NodeId:
        return node.next


def minutes(seconds: float) -> int:
    """A wait as it is told: in minutes, rounded up, the longer the coarser; 0 is less than one, and beyond `LONGEST_TOLD_MIN` is more than that."""
    if seconds < _MINUTE_S:
        return 0
    whole = math.ceil(seconds / _MINUTE_S)
    in_steps = math.ceil(whole / _STEP_MIN) * _STEP_MIN
    return whole if whole <= _STEP_MIN else min(in_steps, LONGEST_TOLD_MIN + _STEP_MIN)


def _position(w: Walker, node: AnnounceNode, values: dict[str, str]) -> Iterator[Speech]:
    position = int(w.call_figure(names.CallFigure.POSITION)) if node.position else 0
    if position and _tell_if_better(w, names.CallFigure.POSITION, position):
        values["position"] = str(position)
        yield wording.NEXT_IN_LINE if position == 1 else wording.POSITION


def _expected_wait(w: Walker, node: AnnounceNode, values: dict[str, str]) -> Iterator[Speech]:
    seconds = w.call_figure(names.CallFigure.EXPECTED_WAIT_S) if node.expected_wait else math.nan
    if math.isnan(seconds):
        return
    told = minutes(seconds)
    if not _tell_if_better(w, names.CallFigure.EXPECTED_WAIT_S, told):
        return
    values["minutes"] = str(min(told, LONGEST_TOLD_MIN))
    if told == 0:
        yield wording.SHORT_WAIT
    elif told > LONGEST_TOLD_MIN:
        yield wording.LONG_WAIT
    else:
        yield wording.WAIT if told > 1 else wording.MINUTE_WAIT


def _tell_if_better(w: Walker, what: names.CallFigure, figure: int) -> bool:
    """Whether it is to be told, and then it has been: nobody is told that they have fallen back."""
    if figure >= w.told.get(what.value, math.inf):
        return False
    w.told = {**w.told, what.value: figure}
    return True
