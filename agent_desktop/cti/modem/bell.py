"""One arriving call until it can be told: its rings, and who calls. Pure.

The caller's number comes between the first two rings, or before the first (DTMF in China, ETSI with a line reversal), or not at all.
So a call is told as soon as all is known, at the second ring at the latest, or when the time for it is over. The bell is silent
between rings; a pause longer than any country's means that the caller has given up.
"""

from __future__ import annotations

from agent_desktop.cti.modem.callerid import Caller, Report

_BEFORE_RING_S = 6.0
"""A report without a ring after it belongs to nobody who calls."""
_REST_S = 0.5
"""After the number the rest of a report follows at once."""


class Bell:
    """The bell of one line. `wait_s`: how long the number may take from the first ring; `pause_s`: the longest pause in a call."""

    def __init__(self, wait_s: float, pause_s: float) -> None:
        self._wait_s, self._pause_s = wait_s, pause_s
        self._forget()

    def _forget(self) -> None:
        self._report = Report()
        self._reported_at: float | None = None
        self._tell_at: float | None = None
        self._silent_at: float | None = None

    def ring(self, now: float) -> None:
        """It rings, for the first time or again."""
        if self._silent_at is None:
            self._tell_at = now if self._report.complete else now + self._wait_s
            if self._report.has_number:
                self._tell_at = min(self._tell_at, now + _REST_S)
        elif self._tell_at is not None:
            self._tell_at = now
        self._silent_at = now + self._pause_s

    def said(self, line: str, now: float) -> None:
        """A line that may be about the caller."""
        if self._report.take(line):
            self._reported(now)

    def key(self, key: str, now: float) -> None:
        """A tone while nobody is off hook."""
        self._report.key(key)
        self._reported(now)

    def _reported(self, now: float) -> None:
        self._reported_at = now
        if self._tell_at is None:
            return
        if self._report.complete:
            self._tell_at = now
        elif self._report.has_number:
            self._tell_at = min(self._tell_at, now + _REST_S)

    def due(self, now: float) -> Caller | None:
        """Who calls, once, when it is time to tell it."""
        if self._tell_at is None or now < self._tell_at:
            return None
        self._tell_at = None
        return self._report.caller()

    def fell_silent(self, now: float) -> bool:
        """Whether the caller has given up; then all is forgotten, as is a report that nobody rang after."""
        if self._silent_at is not None and now >= self._silent_at:
            self._forget()
            return True
        if self._silent_at is None and self._reported_at is not None and now >= self._reported_at + _BEFORE_RING_S:
            self._forget()
        return False

    def stop(self) -> None:
        """The call was taken."""
        self._forget()

    def next_deadline(self) -> float | None:
        """When `due` and `fell_silent` are to be asked."""
        before = None
        if self._silent_at is None and self._reported_at is not None:
            before = self._reported_at + _BEFORE_RING_S
        return min((at for at in (self._tell_at, self._silent_at, before) if at is not None), default=None)
