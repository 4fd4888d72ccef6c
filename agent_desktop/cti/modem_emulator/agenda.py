"""What is to be done when, in order of time; without a clock."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable

Act = Callable[[float], None]
"""Called with the time for which it was planned, so that what follows from it keeps its rhythm."""


class Agenda:
    """Acts, each under a tag by which it can be called off."""

    def __init__(self) -> None:
        self._due: list[tuple[float, int, str, Act]] = []
        self._numbers = itertools.count()

    def add(self, at: float, tag: str, act: Act) -> None:
        """Plan something."""
        heapq.heappush(self._due, (at, next(self._numbers), tag, act))

    def drop(self, *tags: str) -> None:
        """Call off all that is planned under these tags."""
        self._due = [entry for entry in self._due if entry[2] not in tags]
        heapq.heapify(self._due)

    def planned(self, tag: str) -> bool:
        """Whether anything is."""
        return any(entry[2] == tag for entry in self._due)

    def next_deadline(self) -> float | None:
        """When `run` is wanted."""
        return self._due[0][0] if self._due else None

    def run(self, now: float) -> None:
        """Do what is due, and what that makes due."""
        while self._due and self._due[0][0] <= now:
            at, _, _, act = heapq.heappop(self._due)
            act(at)
