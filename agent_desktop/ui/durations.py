"""Spans of time as figures of constant width, and how old something is. Must never import Qt or read a clock."""

from __future__ import annotations

SECOND_MS = 1000
_MINUTE_S = 60
_HOUR_S = 3600


def stopwatch(span_ms: int) -> str:
    """A running time: `0:07`, `12:34`, `1:02:03`. Less than nothing is nothing: two clocks never agree to the millisecond."""
    seconds = max(0, span_ms) // SECOND_MS
    hours, rest = divmod(seconds, _HOUR_S)
    minutes, seconds = divmod(rest, _MINUTE_S)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def remaining(span_ms: int) -> str:
    """A time that runs out, rounded up: it shows `0:00` only when nothing is left."""
    return stopwatch(max(0, span_ms) + SECOND_MS - 1)
