"""Both codecs, against the standard library's where it still has them, and against the figures of the standard."""

from __future__ import annotations

import importlib.util
import warnings
from array import array

import pytest

from agent_desktop.cti import g711

EVERY_SAMPLE = array("h", range(-32_768, 32_768))
EVERY_CODE = bytes(range(256))
NEGATIVE_ZERO = 0x7F


@pytest.mark.skipif(importlib.util.find_spec("audioop") is None, reason="this Python has no audioop to compare with")
def test_every_sample_as_the_standard_library_has_it() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        audioop = importlib.import_module("audioop")
    assert g711.ulaw(EVERY_SAMPLE) == audioop.lin2ulaw(EVERY_SAMPLE.tobytes(), 2)
    assert g711.alaw(EVERY_SAMPLE) == audioop.lin2alaw(EVERY_SAMPLE.tobytes(), 2)
    assert g711.from_ulaw(EVERY_CODE).tobytes() == audioop.ulaw2lin(EVERY_CODE, 2)
    assert g711.from_alaw(EVERY_CODE).tobytes() == audioop.alaw2lin(EVERY_CODE, 2)


def test_silence_and_the_loudest() -> None:
    samples = array("h", [0, 32_767, -32_768])
    assert g711.ulaw(samples).hex() == "ff8000"
    assert g711.alaw(samples).hex() == "d5aa2a"


def test_what_a_code_meant_has_that_code() -> None:
    assert g711.alaw(g711.from_alaw(EVERY_CODE)) == EVERY_CODE
    back = g711.ulaw(g711.from_ulaw(EVERY_CODE))
    assert [code for code in EVERY_CODE if back[code] != code] == [NEGATIVE_ZERO]
