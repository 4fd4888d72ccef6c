"""Samples, tones and the ear."""

from __future__ import annotations

from array import array

import pytest

from agent_desktop.cti import g711
from agent_desktop.cti.modem.samples import Format
from agent_desktop.cti.modem_emulator.sound import Coding, Ear, Sound, tone
from ivr.music import piece

RATE = 8000
SPEECH, PAUSE = tone([500], RATE, 0, 3200), tone([], RATE, 0, 3200)


@pytest.mark.parametrize("coding", Coding)
def test_the_two_ends_were_written_apart_and_mean_the_same(coding: Coding) -> None:
    engine = Format(coding.value)
    codes = bytes(range(256)) * 2
    assert coding.unpack(codes) == engine.unpack(codes)
    chirp = array("h", range(-32768, 32768, 97))
    for ours, theirs, meant in zip(
        coding.unpack(coding.pack(chirp)), engine.unpack(engine.pack(chirp)), chirp, strict=True
    ):
        assert abs(ours - meant) <= abs(theirs - meant) + 32


def test_silence_is_silence_in_both_laws() -> None:
    assert Coding.ULAW.pack([0]) == g711.ulaw(array("h", [0])) == b"\xff"
    assert Coding.ALAW.pack([0])[0] in {0xD5, 0x55}


def test_a_chord_goes_on_where_it_stopped() -> None:
    assert tone([440, 480], RATE, 0, 100) + tone([440, 480], RATE, 100, 100) == tone([440, 480], RATE, 0, 200)


def heard(*sounds: array[int]) -> list[Sound]:
    ear = Ear()
    pieces = (sound[start : start + 800] for sound in sounds for start in range(0, len(sound), 800))
    return [ear.sound for piece in pieces if ear.hear(piece, RATE)]


def test_voice_begins_and_ends_and_pauses_between_words_do_not_count() -> None:
    assert heard(SPEECH, PAUSE, SPEECH, PAUSE, PAUSE, PAUSE) == ["voice", "silence"]


def test_phrases_are_counted() -> None:
    ear = Ear()
    for sound in (SPEECH, PAUSE, SPEECH, PAUSE, SPEECH):
        ear.hear(sound, RATE)
    assert ear.phrases == 3
    ear.pause(2)
    ear.hear(SPEECH, RATE)
    assert ear.phrases == 1


def test_music_never_fades_and_a_voice_does_all_the_time() -> None:
    assert heard(piece()[: 12 * RATE]) == ["voice", "music"]
    word, stop = tone([300, 700], RATE, 0, 1200), tone([], RATE, 0, 400)
    assert heard((word + stop) * 60) == ["voice"], "twelve seconds without drawing breath"
    assert heard(piece()[: 5 * RATE] + (word + stop) * 20) == ["voice", "music", "voice"]
    assert heard(tone([620], RATE, 0, RATE // 2)) == ["voice"], "a beep"


def test_too_soft_to_be_heard() -> None:
    assert heard(tone([500], RATE, 0, RATE, loudness=100)) == []


def test_an_outage_ends_what_was_heard() -> None:
    ear = Ear()
    ear.hear(SPEECH, RATE)
    assert not ear.pause(0.2)
    assert ear.pause(1.0)
    assert ear.sound is Sound.SILENCE
