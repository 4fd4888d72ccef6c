"""When a figure deserves a look: from which value on it is worth watching, and from which on somebody has to act.

Pure. A level is shown by colour, icon and word together; what reaches `ACT` also sounds, once.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from agent_desktop.ui.roles import Icon, Tone


class Level(enum.IntEnum):
    """How much a figure asks for."""

    FINE = 0
    WATCH = 1
    """It goes the wrong way."""
    ACT = 2
    """Somebody has to do something."""


FACES = {
    Level.FINE: (Tone.NEUTRAL, None),
    Level.WATCH: (Tone.HOLD, Icon.CLOCK),
    Level.ACT: (Tone.ALERT, Icon.ALERT),
}


@dataclass(frozen=True, slots=True)
class Threshold:
    """From `watch` on it is worth watching, from `act` on it is time to act; with `act` below `watch`, the other way round."""

    watch: float
    act: float

    def level(self, value: float | None) -> Level:
        """Of a value; one that is not known is fine."""
        if value is None:
            return Level.FINE
        sign = 1 if self.act >= self.watch else -1
        if sign * value >= sign * self.act:
            return Level.ACT
        return Level.WATCH if sign * value >= sign * self.watch else Level.FINE


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Those of a board. Times in seconds, shares 0–1."""

    longest_wait_s: Threshold = Threshold(30, 60)
    waiting: Threshold = Threshold(5, 10)
    service_level: Threshold = Threshold(0.8, 0.6)
    not_ready_s: Threshold = Threshold(15 * 60, 30 * 60)
    call_s: Threshold = Threshold(10 * 60, 20 * 60)
    wrap_up_s: Threshold = Threshold(2 * 60, 5 * 60)
    hold_s: Threshold = Threshold(60, 180)
