"""Sound brought to what telephones play."""

from __future__ import annotations

import math
import wave
from array import array
from pathlib import Path

import pytest

from agent_desktop.cti import g711
from ivr.sound import TELEPHONE_HZ, UnusableSound, is_kept, keep, remove, resampled, to_telephone


def tone(hertz: float, rate: int, seconds: float = 0.5) -> array[int]:
    return array("h", (round(12_000 * math.sin(2 * math.pi * hertz * at / rate)) for at in range(int(rate * seconds))))


def loudness(samples: array[int]) -> float:
    middle = samples[len(samples) // 4 : 3 * len(samples) // 4]
    return math.sqrt(sum(sample * sample for sample in middle) / len(middle))


def strength(samples: array[int], hertz: float) -> float:
    """How much of one tone is in it (Goertzel in the plain form)."""
    turns = [2 * math.pi * hertz * at / TELEPHONE_HZ for at in range(len(samples))]
    real = sum(sample * math.cos(turn) for sample, turn in zip(samples, turns, strict=True))
    imaginary = sum(sample * math.sin(turn) for sample, turn in zip(samples, turns, strict=True))
    return 2 * math.hypot(real, imaginary) / len(samples)


def write(path: Path, content: bytes, *, rate: int = 8000, channels: int = 1, width: int = 2) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, width, rate, 0, "NONE", ""))
        file.writeframes(content)
    return path


@pytest.mark.parametrize("rate", [22_050, 44_100, 48_000, 16_000, 11_025, 6_000])
def test_a_voice_keeps_its_pitch_loudness_and_length(rate: int) -> None:
    out = resampled(tone(1000, rate), rate)
    assert len(out) == pytest.approx(TELEPHONE_HZ / 2, abs=2)
    assert strength(out, 1000) == pytest.approx(12_000, rel=0.02)
    assert strength(out, 1400) < 200


@pytest.mark.parametrize("rate", [22_050, 48_000])
def test_what_a_telephone_cannot_carry_does_not_fold_back(rate: int) -> None:
    assert loudness(resampled(tone(6000, rate), rate)) < loudness(tone(6000, rate)) / 100


def test_a_recording_at_eight_kilohertz_is_left_as_it_is(tmp_path: Path) -> None:
    samples = tone(440, 8000)
    to_telephone(write(tmp_path / "in.wav", samples.tobytes()), tmp_path / "out.wav")
    with wave.open(str(tmp_path / "out.wav")) as file:
        assert file.getparams()[:3] == (1, 2, 8000)
        assert file.readframes(file.getnframes()) == samples.tobytes()
    assert {path.name for path in tmp_path.iterdir()} == {"in.wav", "out.wav", "out.ulaw", "out.alaw"}


def test_beside_it_lies_the_same_in_the_codecs_of_callers(tmp_path: Path) -> None:
    samples = tone(440, 8000)
    keep(samples, tmp_path / "out.wav")
    assert (tmp_path / "out.ulaw").read_bytes() == g711.ulaw(samples)
    assert (tmp_path / "out.alaw").read_bytes() == g711.alaw(samples)
    assert is_kept(tmp_path / "out.wav")
    (tmp_path / "out.alaw").unlink()
    assert not is_kept(tmp_path / "out.wav")
    remove(tmp_path / "out.wav")
    assert list(tmp_path.iterdir()) == []


def test_two_channels_become_one(tmp_path: Path) -> None:
    left_and_right = array("h", [1000, 3000, -1000, -3000])
    to_telephone(write(tmp_path / "in.wav", left_and_right.tobytes(), channels=2), tmp_path / "out.wav")
    with wave.open(str(tmp_path / "out.wav")) as file:
        assert array("h", file.readframes(9)) == array("h", [2000, -2000])


def test_a_peak_is_cut_rather_than_turned_over() -> None:
    square = array("h", ([32_767] * 20 + [-32_768] * 20) * 50)
    out = resampled(square, 22_050)
    assert max(out) == 32_767
    assert min(out) == -32_767


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "ends too early"), (b"RIFFxxxxWAVE", "cannot be read"), (b"ID3 an mp3", "cannot be read")],
)
def test_what_is_no_sound_leaves_no_file(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "in.wav").write_bytes(content)
    with pytest.raises(UnusableSound, match=why):
        to_telephone(tmp_path / "in.wav", tmp_path / "out.wav")
    assert not (tmp_path / "out.wav").exists()


def test_other_sample_widths_are_refused_by_name(tmp_path: Path) -> None:
    write(tmp_path / "in.wav", bytes(100), width=1)
    with pytest.raises(UnusableSound, match="8-bit samples; save it with 16 bits"):
        to_telephone(tmp_path / "in.wav", tmp_path / "out.wav")


def test_a_file_cut_off_in_the_middle_of_a_sample(tmp_path: Path) -> None:
    path = write(tmp_path / "in.wav", tone(440, 8000).tobytes())
    path.write_bytes(path.read_bytes()[:-1001])
    to_telephone(path, tmp_path / "out.wav")
    with wave.open(str(tmp_path / "out.wav")) as file:
        assert file.getnframes() == 3499
