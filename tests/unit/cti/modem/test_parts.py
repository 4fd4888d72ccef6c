"""The small rooms: numbers that are dialled, held keys, samples, sound files and tapes."""

from __future__ import annotations

import os
import wave
from array import array
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from agent_desktop.cti.modem.line_machine import Hook, LineEvent, OutOfTurn, advance
from agent_desktop.cti.modem.numbers import digits_of
from agent_desktop.cti.modem.samples import Format
from agent_desktop.cti.modem.signals import Meaning, Signals
from agent_desktop.cti.modem.studio import FileStudio
from agent_desktop.cti.modem.taping import TapeBroken
from agent_desktop.cti.vocabulary import Language, RecordingId
from ivr.sound import keep


@pytest.mark.parametrize(
    ("device", "region", "prefix", "digits"),
    [
        ("+442079460103", "GB", "", "02079460103"),
        ("+4930123456", "DE", "", "030123456"),
        ("+4930123456", "CN", "0,", "0,004930123456"),
        ("+8613812345678", "CN", "", "13812345678"),
        ("+12125550123", "US", "", "12125550123"),
        ("112", "DE", "0,", "112"),
        ("23", "DE", "0,", "23"),
        ("*31#", "DE", "", "*31#"),
        ("+", "DE", "", None),
        ("+49abc", "DE", "", None),
        ("emma", "DE", "", None),
        ("1;ATH", "DE", "", None),
        ("", "DE", "", None),
    ],
)
def test_digits(device: str, region: str, prefix: str, digits: str | None) -> None:
    assert digits_of(device, region, prefix) == digits


@pytest.mark.parametrize(
    ("codes", "heard"),
    [
        ("5", ["5"]),
        ("55", ["5", "5"]),
        ("/555~", ["5"]),
        ("/55~/5~", ["5", "5"]),
        ("/56~", ["5", "6"]),
        ("bR", [Meaning.BUSY_TONE, Meaning.RING]),
        ("?", []),
    ],
)
def test_keys_and_tones(codes: str, heard: list[object]) -> None:
    signals = Signals()
    assert [found for code in codes if (found := signals.take(code)) is not None] == heard


@pytest.mark.parametrize("form", Format)
def test_samples_there_and_back(form: Format) -> None:
    samples = array("h", [0, 1000, -1000, 32767, -32768])
    again = form.unpack(form.pack(samples))
    coarse = 0 if form is Format.LINEAR else 1024
    assert all(abs(before - after) <= coarse for before, after in zip(samples, again, strict=True))


def test_silence_in_every_form() -> None:
    silence = array("h", [0])
    assert [form.pack(silence).hex() for form in Format] == ["80", "00", "0000", "ff", "d5"]


def test_an_event_out_of_turn_changes_nothing() -> None:
    with pytest.raises(OutOfTurn, match="off_hook while the line is on_hook"):
        advance(Hook.ON_HOOK, LineEvent.OFF_HOOK)


@pytest.fixture
def studio(tmp_path: Path) -> FileStudio:
    return FileStudio(tmp_path / "prompts", tmp_path / "recordings")


def test_prompts_are_those_that_the_centre_makes(studio: FileStudio, tmp_path: Path) -> None:
    place = tmp_path / "prompts" / "zh_CN" / "agent-desktop"
    place.mkdir(parents=True)
    keep(array("h", [1, 2, 3]), place / "abc.wav")
    assert studio.prompt("agent-desktop/abc", Language.ZH_CN) == array("h", [1, 2, 3])
    assert studio.prompt("agent-desktop/abc", Language.EN) is None
    assert studio.prompt("../secret", Language.EN) is None
    assert studio.music() is None
    keep(array("h", [4]), place / "abc.wav")
    os.utime(place / "abc.wav", ns=(1, 1))
    assert studio.prompt("agent-desktop/abc", Language.ZH_CN) == array("h", [4]), "a new one is heard"


def test_a_file_that_is_no_sound_is_passed_over_and_logged(studio: FileStudio, tmp_path: Path) -> None:
    place = tmp_path / "prompts" / "music"
    place.mkdir(parents=True)
    (place / "hold.wav").write_bytes(b"no sound")
    with capture_logs() as logs:
        assert studio.music() is None
    assert [entry["event"] for entry in logs] == ["modem.sound_unreadable"]


def test_a_recording_is_a_file_that_plays(studio: FileStudio, tmp_path: Path) -> None:
    tape = studio.open(RecordingId("r1"))
    tape.write(array("h", [5] * 8000))
    path = tmp_path / "recordings" / "r1.wav"
    with wave.open(str(path)) as file:
        assert file.getnframes() == 8000, "before it is closed, too"
    tape.write(array("h", [7] * 10))
    tape.close()
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth(), file.getnframes()) == (8000, 1, 2, 8010)
    with pytest.raises(TapeBroken, match="already"):
        studio.open(RecordingId("r1"))


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TapeBroken):
        FileStudio(tmp_path, tmp_path / "file").open(RecordingId("r1"))
