"""How many wait in each queue, and since when: kept from facts, given out only for the queues that moved.

A caller counts from the moment they enter a queue until an agent has accepted the call, through every offer that comes to
nothing; handed on to another queue, they count anew. Must never know the time.
"""

from __future__ import annotations

from collections.abc import Iterable

from agent_desktop.cti.vocabulary import CallId, QueueId
from agent_desktop.protocol.messages import QueueView


class QueueFigures:
    """The waiting callers of every queue."""

    def __init__(self, queues: Iterable[QueueId]) -> None:
        self._waiting: dict[QueueId, dict[CallId, int]] = {queue: {} for queue in queues}
        self._given_up: dict[QueueId, int] = dict.fromkeys(self._waiting, 0)
        self._place: dict[CallId, QueueId] = {}
        self._moved: set[QueueId] = set()

    def enter(self, call: CallId, queue: QueueId, at_ms: int) -> int:
        """The call waits in this queue; gives since when, which is earlier when it waited there already."""
        if self._place.get(call) == queue:
            return self._waiting[queue][call]
        self.leave(call)
        self._place[call] = queue
        self._waiting[queue][call] = at_ms
        self._moved.add(queue)
        return at_ms

    def leave(self, call: CallId) -> None:
        """The call waits no more; nothing happens when it did not."""
        queue = self._place.pop(call, None)
        if queue is not None:
            del self._waiting[queue][call]
            self._moved.add(queue)

    def give_up(self, call: CallId) -> None:
        """The caller hung up; only one who waited is counted."""
        if (queue := self._place.get(call)) is not None:
            self._given_up[queue] += 1
            self.leave(call)

    def view(self, queue: QueueId) -> QueueView:
        """One queue, now."""
        waiting = self._waiting[queue]
        # Calls come in the order of their times, so the first is the oldest.
        return QueueView(queue, len(waiting), next(iter(waiting.values()), None), self._given_up[queue])

    def take_moved(self) -> dict[QueueId, QueueView]:
        """The queues whose figures changed since this was last asked."""
        moved = {queue: self.view(queue) for queue in sorted(self._moved)}
        self._moved.clear()
        return moved
