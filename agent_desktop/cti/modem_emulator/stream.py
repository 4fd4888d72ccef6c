"""Samples between host and modem, shielded by DLE (ITU-T V.253 clause 9, before it TIA IS-101). Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

DLE, ETX, CAN, SUB, ESC, FS = 0x10, 0x03, 0x18, 0x1A, 0x1B, 0x1C
_BANG, _CARET = 0x21, 0x5E
_END_OF_LISTENING = frozenset({_BANG, ESC, _CARET, ETX, CAN})


class Ending(enum.Enum):
    """How a stream is left."""

    OPEN = enum.auto()
    """It goes on."""
    DRAIN = enum.auto()
    """All has been sent: what is there is played to its end."""
    ABORT = enum.auto()
    """At once."""


@dataclass(slots=True)
class Playing:
    """`+VTX`: samples on their way to the line."""

    limit: int
    buffer: bytearray = field(default_factory=bytearray)
    ending: Ending = Ending.OPEN
    began: bool = False
    """Something has been played."""
    starved: bool = False
    """The host was told that there is nothing to play."""
    still_s: float = 0.0
    _shield: bool = False

    @property
    def room(self) -> int:
        """Bytes that can be taken; a shielded one may need two."""
        return max(0, self.limit - len(self.buffer)) if self.ending is Ending.OPEN else self.limit

    def take(self, data: bytes) -> bytes:
        """Bytes from the host; gives what follows the end of the stream."""
        for position, byte in enumerate(data):
            if self._shield:
                self._shield = False
                self._code(byte)
                if self.ending is not Ending.OPEN:
                    return data[position + 1 :]
            elif byte == DLE:
                self._shield = True
            else:
                self.buffer.append(byte)
        return b""

    def _code(self, byte: int) -> None:
        if byte == DLE:
            self.buffer.append(DLE)
        elif byte == SUB:
            self.buffer += bytes([DLE, DLE])
        elif byte == ETX:
            self.ending = Ending.DRAIN
        elif byte in {CAN, FS}:
            self.buffer.clear()
        elif byte == _BANG:
            self.ending = Ending.ABORT


@dataclass(slots=True)
class Listening:
    """`+VRX`: samples on their way to the host."""

    any_key_ends: bool = False
    """Rockwell's way."""
    ended: bool = False
    quiet_s: float = 0.0
    talked: bool = False
    told: bool = False
    """The host knows of the silence that is now."""
    lost: bool = False
    """Samples were thrown away, and the host was told."""
    _shield: bool = False

    def take(self, data: bytes) -> bytes:
        """Bytes from the host; gives what follows the end of the stream."""
        for position, byte in enumerate(data):
            if self._shield or self.any_key_ends:
                self.ended = self.any_key_ends or byte in _END_OF_LISTENING
                self._shield = False
            elif byte == DLE:
                self._shield = True
            if self.ended:
                return data[position + 1 :]
        return b""


def shielded(samples: bytes) -> bytes:
    """As they go over the cable."""
    return samples.replace(b"\x10", b"\x10\x10")
