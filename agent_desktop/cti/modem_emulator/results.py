"""Result codes and how they are written (ITU-T V.250 5.7). Pure."""

from __future__ import annotations

import enum

from agent_desktop.cti.modem_emulator.settings import Settings


class Result(enum.Enum):
    """What a modem says; the number is that of `V0`."""

    OK = 0
    CONNECT = 1
    RING = 2
    NO_CARRIER = 3
    ERROR = 4
    NO_DIALTONE = 6
    BUSY = 7
    NO_ANSWER = 8
    VCON = 12
    """Rockwell's for a voice connection."""

    @property
    def word(self) -> str:
        return self.name.replace("_", " ")


_SINCE = {Result.NO_DIALTONE: (2, 4), Result.BUSY: (3, 4)}
"""The values of `X` that have them; the others say NO CARRIER."""


def heard(result: Result, settings: Settings) -> Result:
    """The one that `X` lets through."""
    return result if settings.results in _SINCE.get(result, (settings.results,)) else Result.NO_CARRIER


def written(result: Result, settings: Settings, detail: str = "") -> bytes:
    """As it goes to the host; nothing after `Q1`. `detail` follows the word."""
    if settings.quiet:
        return b""
    cr, lf = settings.registers[3], settings.registers[4]
    if not settings.words:
        return str(result.value).encode() + bytes([cr])
    word = f"{result.word} {detail}" if detail else result.word
    return bytes([cr, lf]) + word.encode() + bytes([cr, lf])


def line(text: str, settings: Settings) -> bytes:
    """A line of information."""
    end = bytes([settings.registers[3], settings.registers[4]])
    return (end if settings.words else b"") + text.encode("latin-1", "replace") + end
