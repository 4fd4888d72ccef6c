"""What the shielded events of voice mode mean (ITU-T V.253 table 14, before it TIA IS-101). Pure; must never decide."""

from __future__ import annotations

import enum

_KEYS = frozenset("0123456789*#ABCD")
_KEY_DOWN, _KEY_UP = "/", "~"


class Meaning(enum.StrEnum):
    """What has happened at the line. The values are the words that profiles use."""

    RING = "ring"
    BUSY_TONE = "busy tone"
    """The exchange's: the far end is gone, or was busy."""
    DIAL_TONE = "dial tone"
    """The exchange waits for digits: the far end is gone."""
    LOOP_BREAK = "loop break"
    """The exchange has cut the current for a moment, or turned it round."""
    RING_BACK = "ring back"
    """The far end rings."""
    SILENCE = "silence"
    """Nobody has said anything."""
    QUIET = "quiet"
    """Somebody has stopped talking."""
    FAX = "fax"
    """A fax machine or modem calls."""
    UNDERRUN = "underrun"
    """The modem has run out of samples."""
    OVERRUN = "overrun"
    """Samples were lost: they were not fetched in time."""
    END = "end"
    """The stream is over."""


_MEANINGS = {
    "R": Meaning.RING,
    "b": Meaning.BUSY_TONE,
    "d": Meaning.DIAL_TONE,
    "l": Meaning.LOOP_BREAK,
    "r": Meaning.RING_BACK,
    "s": Meaning.SILENCE,
    "q": Meaning.QUIET,
    "c": Meaning.FAX,
    "e": Meaning.FAX,
    "u": Meaning.UNDERRUN,
    "o": Meaning.OVERRUN,
    "\x03": Meaning.END,
}


class Signals:
    """Events of one modem, one after another. A key is told once, however long it is held down: while it is, some modems repeat it
    between `/` and `~`.
    """

    def __init__(self) -> None:
        self._held: str | None = None

    def take(self, code: str) -> str | Meaning | None:
        """A key, a meaning, or None where there is nothing to tell."""
        if code == _KEY_DOWN:
            self._held = ""
        elif code == _KEY_UP:
            self._held = None
        elif code in _KEYS:
            if self._held == code:
                return None
            if self._held is not None:
                self._held = code
            return code
        return _MEANINGS.get(code)
