"""How long sounds last."""

from __future__ import annotations

import math
import wave
from pathlib import Path

import pytest

from agent_desktop.cti.simulator.sounds import Sounds


def wav(path: Path, seconds: float) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * int(8000 * seconds))


def test_a_file_is_found_by_language_then_without_country_then_without_language(tmp_path: Path) -> None:
    wav(tmp_path / "zh_CN" / "flow" / "a.wav", 1.5)
    wav(tmp_path / "zh" / "flow" / "b.wav", 2.5)
    (tmp_path / "flow").mkdir()
    (tmp_path / "flow" / "c.ulaw").write_bytes(b"\xff" * 4000)
    sounds = Sounds(tmp_path)
    assert [sounds.length_s(f"sound:flow/{name}", "zh_CN") for name in "abc"] == [1.5, 2.5, 0.5]
    assert sounds.length_s("sound:flow/a", "en") is None


@pytest.mark.parametrize(
    ("uri", "seconds"),
    [
        ("sound:beep", 0.44),
        ("sound:silence/5", 5.0),
        ("digits:12", 1.2),
        ("number:7", 0.7),
        ("tone:ring", math.inf),
        ("sound:../../etc/passwd", None),
        ("sound:nowhere", None),
        ("sound:", None),
        ("recording:x", None),
        ("", None),
    ],
)
def test_other_media(tmp_path: Path, uri: str, seconds: float | None) -> None:
    length = Sounds(tmp_path).length_s(uri, "en")
    assert length == (seconds if seconds is None else pytest.approx(seconds))


def test_a_file_that_is_no_sound_cannot_be_played(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "broken.wav").write_bytes(b"RIFF????")
    assert Sounds(tmp_path).length_s("sound:broken", "en") is None


def test_a_sound_that_is_made_later_is_found_then(tmp_path: Path) -> None:
    sounds = Sounds(tmp_path)
    assert sounds.length_s("sound:late", "en") is None
    wav(tmp_path / "en" / "late.wav", 1.0)
    assert sounds.length_s("sound:late", "en") == 1.0


def test_without_a_folder_every_sound_exists() -> None:
    assert Sounds(default_s=3.0).length_s("sound:anything", "en") == 3.0
