"""Samples as they travel between modem and host, tones as an exchange sends them, and an ear that tells silence, voice and music
apart. Written without the engine's codecs: a mistake in one of the two must not hide in the other.

The logarithmic laws are those of ITU-T G.711, taken by their decoding formula; a sample is coded by the nearest code.
"""

from __future__ import annotations

import bisect
import enum
import functools
import itertools
import math
import sys
from array import array
from collections import deque
from collections.abc import Sequence

_LOUDEST = 32767
_LOUD_ENOUGH = 150.0
"""Effective value of a window in which there is sound, of 32,767."""
_WINDOW_S = 0.025
_PAUSE_S = 0.3
"""A shorter pause belongs to a word."""
_END_S = 0.9
"""A longer pause ends what the voice has said."""
_MUSIC_S = 3.0
"""Heard for so long, music can be told from a voice: it never fades between two sounds, as a voice does all the time."""
_FADED = 0.1
"""Of the loudest, in that time."""
_MUSICAL, _SPOKEN = 0.04, 0.08
"""Shares of faded windows: in synthetic speech they are 12 % and more, in the music that comes with the program there are none."""


class Coding(enum.StrEnum):
    """How one sample is written."""

    UNSIGNED = "unsigned"
    """One byte, silence is 128."""
    SIGNED = "signed"
    """One byte, two's complement."""
    LINEAR = "linear"
    """Two bytes, the low one first."""
    ULAW = "ulaw"
    ALAW = "alaw"

    @property
    def width(self) -> int:
        """Bytes of a sample."""
        return 2 if self is Coding.LINEAR else 1

    def pack(self, samples: Sequence[int]) -> bytes:
        """16-bit samples as bytes."""
        if self is Coding.LINEAR:
            return _swapped(array("h", samples)).tobytes()
        codes = _codes(self)
        return bytes([codes[sample >> 4] for sample in samples])

    def unpack(self, content: bytes) -> array[int]:
        """Bytes as 16-bit samples; half a sample at the end is left out."""
        if self is Coding.LINEAR:
            return _swapped(array("h", content[: len(content) // 2 * 2]))
        values = _values(self)
        return array("h", [values[code] for code in content])


@functools.cache
def _values(coding: Coding) -> tuple[int, ...]:
    """The sample that each code stands for."""
    if coding is Coding.ULAW:
        return tuple(map(_ulaw, range(256)))
    if coding is Coding.ALAW:
        return tuple(map(_alaw, range(256)))
    turn = 0x80 if coding is Coding.SIGNED else 0
    return tuple(((code ^ turn) - 128) << 8 for code in range(256))


@functools.cache
def _codes(coding: Coding) -> dict[int, int]:
    """The nearest code for each step of sixteen, by `sample >> 4`."""
    ranked = sorted((value, code) for code, value in enumerate(_values(coding)))
    middles = [(below[0] + above[0]) / 2 for below, above in itertools.pairwise(ranked)]
    return {step: ranked[bisect.bisect(middles, step << 4)][1] for step in range(-2048, 2048)}


def _ulaw(code: int) -> int:
    plain = ~code & 0xFF
    value = ((((plain & 0x0F) << 3) + 0x84) << (plain >> 4 & 7)) - 0x84
    return -value if plain & 0x80 else value


def _alaw(code: int) -> int:
    plain = code ^ 0x55
    segment = plain >> 4 & 7
    value = ((plain & 0x0F) << 4) + (8 if segment == 0 else 0x108)
    value <<= max(0, segment - 1)
    return value if plain & 0x80 else -value


def _swapped(samples: array[int]) -> array[int]:
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def tone(hertz: Sequence[float], rate: int, first: int, count: int, loudness: float = 8000) -> array[int]:
    """So many samples of a chord, from sample `first` of an endless one. No pitch is silence."""
    if not hertz:
        return array("h", bytes(2 * count))
    turns = [2 * math.pi * pitch / rate for pitch in hertz]
    share = loudness / len(turns)
    return array("h", [int(sum(share * math.sin(turn * n) for turn in turns)) for n in range(first, first + count)])


def effective(samples: Sequence[int]) -> float:
    """The effective value (root mean square)."""
    return math.sqrt(sum(sample * sample for sample in samples) / max(1, len(samples)))


class Sound(enum.StrEnum):
    """What somebody hears from a machine."""

    SILENCE = "silence"
    VOICE = "voice"
    MUSIC = "music"


class Ear:
    """Listens to what is played."""

    def __init__(self) -> None:
        self.sound = Sound.SILENCE
        self.phrases = 0
        """How many the voice has said in one go, with pauses between them."""
        self._rest: array[int] = array("h")
        self._rate = 0
        self._quiet_s = _END_S
        self._levels: deque[float] = deque(maxlen=round(_MUSIC_S / _WINDOW_S))

    def hear(self, samples: Sequence[int], rate: int) -> bool:
        """Take what is heard now; whether `sound` has changed."""
        before = self.sound
        if rate != self._rate:
            self._rate = rate
            del self._rest[:]
        self._rest.extend(samples)
        size = int(rate * _WINDOW_S)
        whole = len(self._rest) // size * size
        for start in range(0, whole, size):
            self._window(effective(self._rest[start : start + size]))
        del self._rest[:whole]
        return self.sound is not before

    def pause(self, seconds: float) -> bool:
        """Nothing was heard for so long; whether `sound` has changed."""
        before = self.sound
        del self._rest[:]
        self._quieter(seconds)
        return self.sound is not before

    def _window(self, level: float) -> None:
        self._levels.append(level)
        if level < _LOUD_ENOUGH:
            self._quieter(_WINDOW_S)
            return
        if self._quiet_s >= _PAUSE_S:
            self.phrases = 1 if self.sound is Sound.SILENCE else self.phrases + 1
        self._quiet_s = 0.0
        if self.sound is Sound.SILENCE:
            self.sound = Sound.VOICE
        elif len(self._levels) == self._levels.maxlen:
            self._judge()

    def _judge(self) -> None:
        faint = _FADED * max(self._levels)
        share = sum(level < faint for level in self._levels) / len(self._levels)
        if share < _MUSICAL:
            self.sound = Sound.MUSIC
        elif share > _SPOKEN:
            self.sound = Sound.VOICE

    def _quieter(self, seconds: float) -> None:
        self._quiet_s += seconds
        if self._quiet_s >= _END_S:
            self.sound = Sound.SILENCE
            self._levels.clear()
