"""The music on hold: quiet, seamless, in a telephone's band, and always the same."""

from __future__ import annotations

import itertools
import math
from array import array

import pytest

from ivr import music
from ivr.sound import TELEPHONE_HZ


@pytest.fixture(scope="module")
def piece() -> array[int]:
    return music.piece()


def seconds(piece: array[int]) -> list[array[int]]:
    return [piece[at : at + TELEPHONE_HZ] for at in range(0, len(piece), TELEPHONE_HZ)]


def loudness(samples: array[int]) -> float:
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples))


def test_it_is_the_same_each_time(piece: array[int]) -> None:
    assert music.piece() == piece
    assert len(piece) == 64 * TELEPHONE_HZ


def test_nobody_is_startled(piece: array[int]) -> None:
    """From one second to the next it neither swells nor fades; nowhere does it come near what a line carries at most."""
    each = [loudness(second) for second in seconds(piece)]
    assert min(each) > 1_000
    assert max(each) < 2 * min(each)
    assert max(map(abs, piece)) < 10_000


def test_it_goes_round_without_a_click(piece: array[int]) -> None:
    steps = [abs(second - first) for first, second in itertools.pairwise(piece)]
    assert abs(piece[0] - piece[-1]) <= max(steps) / 4


def test_it_can_be_heard_by_telephone(piece: array[int]) -> None:
    """Most of its notes lie above the 300 Hz where a telephone's band begins, none above the 3,400 Hz where it ends."""
    assert music.frequency(69) == 440
    notes = [music.frequency(note) for _, note, _ in music._score()]
    assert sum(note > 300 for note in notes) > 0.8 * len(notes)
    assert max(notes) < 3_400
