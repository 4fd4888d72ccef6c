"""All deadlines of the core in one heap. A deadline is set by its key; setting it anew or cancelling it makes the old
entry stale, and stale entries are skipped. Ties fall in the order in which they were set.
"""

from __future__ import annotations

import enum
import heapq

Key = tuple["Timer", str]
Entry = tuple[float, int, Key]


class Timer(enum.StrEnum):
    """What a deadline is for. The key's second part is a call's or an agent's id."""

    FLOW = "flow"
    """The caller has taken too long in a menu."""
    OFFER = "offer"
    """The agent has not answered (RONA)."""
    CONSULT = "consult"
    """A third party who is consulted has not answered."""
    WRAP_UP = "wrap_up"
    """Time for the log is over."""
    NOT_READY = "not_ready"
    """An agent has been not ready for as long as their reason allows."""
    COOLDOWN = "cooldown"
    """A call may be offered again to somebody who declined it."""
    CALLBACK = "callback"
    """Somebody who asked to be called back at a time is to be called."""
    STEP = "step"
    """A waiting call asks for less, or asks more people."""
    RING_MORE = "ring_more"
    """More telephones ring for a call."""
    STATION = "station"
    """A telephone that could not be reached is dialled again."""


_SWEEP_FROM = 64


class Timers:
    """A heap of deadlines with lazy deletion."""

    def __init__(self) -> None:
        self._heap: list[Entry] = []
        self._live: dict[Key, Entry] = {}
        self._count = 0

    def set(self, timer: Timer, who: str, at: float) -> None:
        """Set or move a deadline; `at` is Unix seconds."""
        self._count += 1
        entry = (at, self._count, (timer, who))
        self._live[entry[2]] = entry
        heapq.heappush(self._heap, entry)
        if len(self._heap) > _SWEEP_FROM and len(self._heap) > 2 * len(self._live):
            self._heap = sorted(self._live.values())

    def cancel(self, timer: Timer, who: str) -> None:
        """Forget a deadline, if there is one."""
        self._live.pop((timer, who), None)

    def at(self, timer: Timer, who: str) -> float:
        """When a deadline that is set will come.

        Raises:
            KeyError: it is not set.

        """
        return self._live[timer, who][0]

    def first(self) -> float | None:
        """The earliest deadline."""
        self._drop_stale()
        return self._heap[0][0] if self._heap else None

    def pop_due(self, now: float) -> Key | None:
        """Take out the earliest deadline that has come, if any."""
        self._drop_stale()
        if not self._heap or self._heap[0][0] > now:
            return None
        key = heapq.heappop(self._heap)[2]
        del self._live[key]
        return key

    def dump(self) -> list[tuple[float, Timer, str]]:
        """All deadlines in the order in which they will come."""
        return [(at, timer, who) for at, _, (timer, who) in sorted(self._live.values())]

    def _drop_stale(self) -> None:
        heap, live = self._heap, self._live
        while heap and live.get(heap[0][2]) is not heap[0]:
            heapq.heappop(heap)
