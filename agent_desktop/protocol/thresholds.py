"""When a figure of the board deserves a look: from which value on it is worth watching, and from which on somebody has to act.

Pure values; a centre's settings say them, a board shows them. A level is told by colour, icon and word together; which figures sound
as well when somebody has to act is told, too.
"""

from __future__ import annotations

import enum

import msgspec


class Level(enum.IntEnum):
    """How much a figure asks for."""

    FINE = 0
    WATCH = 1
    """It goes the wrong way."""
    ACT = 2
    """Somebody has to do something."""


class Watched(enum.StrEnum):
    """A figure that has a threshold; the value is its key in `Thresholds`."""

    LONGEST_WAIT = "longest_wait_s"
    WAITING = "waiting"
    SERVICE_LEVEL = "service_level"
    NOT_READY = "not_ready_s"
    CALL = "call_s"
    WRAP_UP = "wrap_up_s"
    HOLD = "hold_s"


OF_QUEUES = frozenset({Watched.LONGEST_WAIT, Watched.WAITING, Watched.SERVICE_LEVEL})
"""The others are of agents and calls."""


class Threshold(msgspec.Struct, frozen=True):
    """From `watch` on it is worth watching, from `act` on it is time to act."""

    watch: float
    act: float

    def level(self, value: float | None, *, falling: bool = False) -> Level:
        """Of a value; one that is not known is fine. `falling`: the lower, the worse."""
        if value is None:
            return Level.FINE
        sign = -1 if falling else 1
        if sign * value >= sign * self.act:
            return Level.ACT
        return Level.WATCH if sign * value >= sign * self.watch else Level.FINE


class Thresholds(msgspec.Struct, frozen=True):
    """Those of a board. Times in seconds, the service level in percent."""

    longest_wait_s: Threshold = Threshold(30, 60)
    waiting: Threshold = Threshold(5, 10)
    service_level: Threshold = Threshold(80, 60)
    not_ready_s: Threshold = Threshold(15 * 60, 30 * 60)
    call_s: Threshold = Threshold(10 * 60, 20 * 60)
    wrap_up_s: Threshold = Threshold(2 * 60, 5 * 60)
    hold_s: Threshold = Threshold(60, 180)
    sound: frozenset[Watched] = OF_QUEUES
    """What sounds when somebody has to act."""

    def level(self, watched: Watched, value: float | None) -> Level:
        """Of a value of this figure."""
        threshold: Threshold = getattr(self, watched.value)
        return threshold.level(value, falling=watched is Watched.SERVICE_LEVEL)

    def worst(self, values: dict[Watched, float | None]) -> Level:
        """Of several figures."""
        return max((self.level(watched, value) for watched, value in values.items()), default=Level.FINE)
