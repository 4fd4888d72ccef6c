"""What the processes of the ring bench tell one another, and the one clock by which they mark time.

`time.perf_counter_ns` is CLOCK_MONOTONIC on Linux, which all processes share; processor time is each process's own.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, with the processor time that this process had used by then."""

    at_ns: int
    used_ns: int


def now() -> Moment:
    return Moment(time.perf_counter_ns(), time.process_time_ns())


# --- the switch ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Let this number call."""

    number: str


@dataclass(frozen=True, slots=True)
class Placed:
    """It does; `begin` is just before the switch told of it."""

    channel: str
    begin: Moment


@dataclass(frozen=True, slots=True)
class HangUp:
    """Let the caller put the receiver down."""

    channel: str


# --- the centre ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Report:
    """Say what was marked since the last time."""


@dataclass(frozen=True, slots=True)
class Routed:
    """One call's way through the centre."""

    arrived: Moment
    looked_up: tuple[Moment, Moment]
    offered: Moment
    """The offer is on its way to the seat."""


# --- the seat --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Popped:
    """One call's way through the seat."""

    numbers: frozenset[str]
    """Of the customer on the screen, in E.164."""
    headline: str
    """What the first paint said."""
    message: int
    """Length of the offer, in characters."""
    received: Moment
    applied: Moment
    """Read and checked; the window hears of it next."""
    first: Moment
    """The first paint with who, number, standing and reason was over."""
    complete: Moment
    """The last paint of the record panel was over."""
    passes: int
    """How often the record panel was painted."""
    settled: Moment
    """Long afterwards: what processor time was used until then, the whole window used."""


@dataclass(frozen=True, slots=True)
class Free:
    """The agent can take the next call."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Come to an end."""


class Watch:
    """Marks calls of methods of a program, from outside."""

    def __init__(self) -> None:
        self._marks: list[tuple[str, Moment, Moment]] = []

    def watch(self, owner: object, name: str, wanted: Callable[..., bool] = lambda *_: True) -> None:
        """Mark each call of `owner.name`, of a class or a module, whose arguments are wanted."""
        original = getattr(owner, name)

        def watched(*args: Any, **named: Any) -> Any:
            if not wanted(*args):
                return original(*args, **named)
            begin = now()
            result = original(*args, **named)
            self._marks.append((name, begin, now()))
            return result

        setattr(owner, name, watched)

    def take(self) -> dict[str, tuple[Moment, Moment]]:
        """Beginning and end of the first call of each method since the last time."""
        first: dict[str, tuple[Moment, Moment]] = {}
        for name, begin, end in self._marks:
            first.setdefault(name, (begin, end))
        self._marks.clear()
        return first
