"""How long to wait before the next attempt. Pure: the chance comes from outside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True)
class Backoff:
    """Doubling delays with jitter, so that many clients of one switch don't come back in the same instant.

    `jitter` gives numbers from 0 to 1; a delay is cut by up to half.
    """

    jitter: Callable[[], float]
    first_s: float = 0.1
    longest_s: float = 5.0
    _next_s: float = 0.0

    def reset(self) -> None:
        self._next_s = 0.0

    @property
    def exhausted(self) -> bool:
        """Whether the delays have grown as long as they get."""
        return self._next_s >= self.longest_s

    def delay_s(self) -> float:
        """The delay before the next attempt; each is twice as long as the one before."""
        base = max(self._next_s, self.first_s)
        self._next_s = min(base * 2, self.longest_s)
        return self._jittered(base)

    def longest_delay_s(self) -> float:
        """For a cause that does not go away by itself."""
        self._next_s = self.longest_s
        return self._jittered(self.longest_s)

    def _jittered(self, base_s: float) -> float:
        return base_s * (1 - self.jitter() / 2)
