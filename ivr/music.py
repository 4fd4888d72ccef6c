"""The music that waiting callers hear until somebody gives their own: made by computing, so it belongs to nobody else.

Four slow chords, broken upwards and down again, played by something between a harp and a marimba; the second time round with a
higher voice. It ends where it begins, so that it can go round for ever. All notes lie where a telephone is not deaf (its band
begins at 300 Hz), and it is as loud as somebody speaking calmly. The same on every computer, within a rounding.
"""

from __future__ import annotations

import functools
import math
import operator
from array import array
from collections.abc import Iterator

from ivr.sound import TELEPHONE_HZ

_BEAT = TELEPHONE_HZ // 2
"""Samples from one note to the next."""
_RING = 5 * _BEAT
"""For so long a note can be heard."""
_LOUDEST = 9_000
_PARTIALS = ((1, 1.0), (2, 0.35), (3, 0.12), (4, 0.05))
"""What gives a note its colour: multiples of its frequency, and how strong they are."""
_HIGHEST_HZ = 3_400.0
"""What lies above, a telephone leaves out."""
_ATTACK_S, _FADE_S = 0.012, 0.55

_CHORDS = (
    (60, 64, 67, 71, 74),
    (57, 64, 67, 72, 76),
    (65, 69, 72, 76, 79),
    (62, 67, 71, 74, 77),
)
"""C, A minor, F and G with their sevenths and ninths, as MIDI numbers (60 is the C of 261.6 Hz)."""
_FIGURE = (0, 1, 2, 3, 4, 3, 2, 1)
"""Which of a chord's notes is played at each beat of its bar."""
_MELODY = (83, 81, 84, 83, 79, 76, 77, 74)
"""The higher voice: a note for each half bar, the second time round."""
_ROUNDS = 4


def frequency(note: int) -> float:
    """Hertz of a MIDI number, equal temperament, A = 440 Hz."""
    return float(440.0 * 2.0 ** ((note - 69) / 12))


def piece() -> array[int]:
    """The whole of it: 64 seconds at 8 kHz."""
    length = _ROUNDS * len(_CHORDS) * len(_FIGURE) * _BEAT
    mix = [0.0] * length
    for at, note, loudness in _score():
        _add(mix, at, [loudness * sample for sample in _note(note)])
    top = max(map(abs, mix))
    return array("h", (round(_LOUDEST * sample / top) for sample in mix))


def _score() -> Iterator[tuple[int, int, float]]:
    """When, which note, how loud."""
    bar = len(_FIGURE) * _BEAT
    for count in range(_ROUNDS * len(_CHORDS)):
        chord = _CHORDS[count % len(_CHORDS)]
        for beat, step in enumerate(_FIGURE):
            yield count * bar + beat * _BEAT, chord[step], 1.0 if beat == 0 else 0.7
        if count // len(_CHORDS) % 2:
            for half in (0, 1):
                at = count * bar + half * bar // 2
                yield at, _MELODY[(2 * count + half) % len(_MELODY)], 0.6


def _add(mix: list[float], at: int, sound: list[float]) -> None:
    """What rings beyond the end is heard at the beginning."""
    fits = sound[: len(mix) - at]
    mix[at : at + len(fits)] = map(operator.add, mix[at : at + len(fits)], fits)
    if len(fits) < len(sound):
        _add(mix, 0, sound[len(fits) :])


@functools.cache
def _note(note: int) -> list[float]:
    hertz = frequency(note)
    turn = 2 * math.pi * hertz / TELEPHONE_HZ
    heard = [(partial * turn, weight) for partial, weight in _PARTIALS if partial * hertz < _HIGHEST_HZ]
    return [
        _envelope(at / TELEPHONE_HZ) * sum(weight * math.sin(step * at) for step, weight in heard)
        for at in range(_RING)
    ]


def _envelope(at_s: float) -> float:
    """Struck softly, dying away, silent at the end."""
    left = 1 - at_s * TELEPHONE_HZ / _RING
    return min(1.0, at_s / _ATTACK_S) * math.exp(-at_s / _FADE_S) * min(1.0, 10 * left)
