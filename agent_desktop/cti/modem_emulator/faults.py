"""What goes wrong between a real modem and its host, on command or by chance."""

from __future__ import annotations

import enum
import random

_LATE_S, _HALF_S = 4.0, 0.7
_NOISE = 24


class Fault(enum.StrEnum):
    """One mishap. It strikes the next thing that the modem says, once."""

    GARBAGE = "garbage"
    """Any bytes before it: noise on the cable."""
    PARTIAL = "partial"
    """In two halves, with a pause between them."""
    LATE = "late"
    """Four seconds late."""
    MUTE = "mute"
    """Never."""
    RING = "ring"
    """A RING in front of it, where nobody calls."""
    OVERRUN = "overrun"
    """Bytes lost from the middle; in a stream of samples the modem says so too (`<DLE>o`)."""
    ERROR = "error"
    """ERROR instead of whatever it was."""


class Faults:
    """Those ordered, and those by chance."""

    def __init__(self, by_chance: tuple[Fault, ...] = (), rate: float = 0.1, seed: int = 1) -> None:
        self._ordered: list[Fault] = []
        self._by_chance, self._rate = by_chance, rate
        self._random = random.Random(seed)  # noqa: S311 - repeatable mishaps are the purpose

    def order(self, fault: Fault) -> None:
        """For the next thing that is said."""
        self._ordered.append(fault)

    def strike(self) -> Fault | None:
        """What happens to what is said now."""
        if self._ordered:
            return self._ordered.pop(0)
        if self._by_chance and self._random.random() < self._rate:
            return self._random.choice(self._by_chance)
        return None

    def ordered(self, fault: Fault) -> bool:
        """Whether this one is next; it counts as done."""
        if self._ordered[:1] != [fault]:
            return False
        del self._ordered[0]
        return True

    def pieces(self, fault: Fault, said: bytes) -> list[tuple[float, bytes]]:
        """What becomes of it: bytes, and how long each comes after the one before."""
        half = len(said) // 2
        noise = self._random.randbytes(_NOISE)
        pieces = {
            Fault.GARBAGE: [(0.0, noise + said)],
            Fault.PARTIAL: [(0.0, said[:half]), (_HALF_S, said[half:])],
            Fault.LATE: [(_LATE_S, said)],
            Fault.RING: [(0.0, b"\r\nRING\r\n"), (0.0, said)],
            Fault.OVERRUN: [(0.0, said[: half // 2] + said[half + half // 2 :])],
            Fault.ERROR: [(0.0, b"\r\nERROR\r\n")],
        }
        return pieces.get(fault, [])
