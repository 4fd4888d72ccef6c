"""Prompts as files: spoken, kept, recorded, or missing; never half."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import sys
import wave
from array import array
from pathlib import Path
from typing import Any

import pytest

from agent_desktop.cti import g711
from agent_desktop.cti.vocabulary import Language
from agent_desktop.voice import NoVoice
from ivr import music, prompts
from ivr.flow.speech import Sound, prompt

EN, ZH = Language.EN, Language.ZH_CN
speech_library = pytest.mark.skipif(
    importlib.util.find_spec("pyttsx3") is None or importlib.util.find_spec("espeakng_loader") is None,
    reason="pyttsx3 or espeakng-loader is not installed: nothing can be spoken",
)


def sound(text: str, name: str, language: Language = EN, spoken: Language | None = None) -> Sound:
    spoken = spoken or language
    return Sound(prompt(text, spoken).media, language, spoken, text, name)


def file_of(directory: Path, of: Sound) -> Path:
    return directory / of.language.value / f"{of.media}.wav"


def beside(path: Path) -> set[str]:
    return {other.suffix for other in path.parent.iterdir() if other != path}


def samples(path: Path) -> array[int]:
    with wave.open(str(path), "rb") as file:
        assert file.getparams()[:3] == (1, 2, 8000)
        return array("h", file.readframes(file.getnframes()))


def record(directory: Path, of: Sound, value: int) -> Path:
    path = directory / prompts.RECORDINGS / of.spoken.value / f"{of.name}.wav"
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(array("h", [value] * 800).tobytes())
    return path


class Humming:
    """A voice that hums; counts what it was asked to say."""

    said: list[tuple[str, Language]] = []  # noqa: RUF012 - emptied by the fixture

    def save(self, text: str, language: Language, path: Path) -> None:
        self.said.append((text, language))
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, 8000, 0, "NONE", ""))
            file.writeframes(array("h", [7] * 80).tobytes())


class Hoarse:
    """A computer that cannot speak."""

    tried = 0

    def __init__(self) -> None:
        Hoarse.tried += 1
        raise NoVoice("pyttsx3 is not installed")


@pytest.fixture(autouse=True)
def short_music(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(music, "piece", lambda: array("h", [9] * 40))


@pytest.fixture
def humming(monkeypatch: pytest.MonkeyPatch) -> type[Humming]:
    monkeypatch.setattr(prompts, "Voice", Humming)
    monkeypatch.setattr(Humming, "said", [])
    return Humming


WELCOME = sound("Welcome.", "main.welcome")
ORDERS = sound("订单请按 1。", "main.service", ZH)


def test_each_text_is_spoken_once_and_kept(tmp_path: Path, humming: type[Humming]) -> None:
    assert prompts.render([WELCOME, ORDERS], tmp_path) == prompts.Report(spoken=2)
    assert prompts.render([WELCOME, ORDERS], tmp_path) == prompts.Report(kept=2)
    assert humming.said == [("Welcome.", EN), ("订单请按 1。", ZH)]
    assert len(samples(file_of(tmp_path, WELCOME))) == 80


def test_a_changed_text_is_a_new_sound(tmp_path: Path, humming: type[Humming]) -> None:
    prompts.render([WELCOME], tmp_path)
    assert prompts.render([sound("Good day.", "main.welcome")], tmp_path) == prompts.Report(spoken=1)


def test_the_same_words_at_two_places_are_one_file(tmp_path: Path, humming: type[Humming]) -> None:
    assert prompts.render([sound("Sorry.", "main.a"), sound("Sorry.", "main.b")], tmp_path) == prompts.Report(spoken=1)


def test_words_of_one_language_in_the_folder_of_the_other(tmp_path: Path, humming: type[Humming]) -> None:
    in_chinese_call = sound("For English, press 2.", "main.language", ZH, EN)
    prompts.render([in_chinese_call], tmp_path)
    assert humming.said == [("For English, press 2.", EN)]
    assert file_of(tmp_path, in_chinese_call).parts[-3] == "zh_CN"


def test_a_recording_wins_comes_anew_when_changed_and_gives_way_when_gone(
    tmp_path: Path, humming: type[Humming]
) -> None:
    prompts.render([WELCOME], tmp_path)
    recording = record(tmp_path, WELCOME, 1000)
    assert prompts.render([WELCOME], tmp_path) == prompts.Report(recorded=1)
    assert set(samples(file_of(tmp_path, WELCOME))) == {1000}
    record(tmp_path, WELCOME, 2000)
    os.utime(recording, ns=(1, 1))
    assert prompts.render([WELCOME], tmp_path) == prompts.Report(recorded=1)
    assert set(samples(file_of(tmp_path, WELCOME))) == {2000}
    recording.unlink()
    assert prompts.render([WELCOME], tmp_path) == prompts.Report(spoken=1)
    assert set(samples(file_of(tmp_path, WELCOME))) == {7}


def test_a_recording_is_heard_where_its_language_is_spoken(tmp_path: Path, humming: type[Humming]) -> None:
    both = [
        sound({EN: "For English, press 2.", ZH: "中文请按 1。"}[spoken], "main.language", language, spoken)
        for language in (EN, ZH)
        for spoken in (EN, ZH)
    ]
    record(tmp_path, both[0], 1000)
    assert prompts.render(both, tmp_path) == prompts.Report(spoken=2, recorded=2)
    heard = {(each.language, each.spoken): set(samples(file_of(tmp_path, each))) for each in both}
    assert heard == {(EN, EN): {1000}, (EN, ZH): {7}, (ZH, EN): {1000}, (ZH, ZH): {7}}


def test_waiting_callers_hear_our_music_until_there_is_their_own(tmp_path: Path) -> None:
    kept = tmp_path / prompts.MUSIC
    assert prompts.render([], tmp_path) == prompts.Report()
    assert set(samples(kept)) == {9}
    own = tmp_path / prompts.RECORDINGS / prompts.MUSIC
    own.parent.mkdir(parents=True)
    with wave.open(str(own), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(array("h", [5] * 80).tobytes())
    prompts.render([], tmp_path)
    assert set(samples(kept)) == {5}
    own.unlink()
    prompts.render([], tmp_path)
    assert set(samples(kept)) == {9}
    assert kept.with_suffix(".alaw").read_bytes() == g711.alaw(array("h", [9] * 40))


def test_what_an_older_version_left_is_completed(tmp_path: Path, humming: type[Humming]) -> None:
    prompts.render([WELCOME], tmp_path)
    file_of(tmp_path, WELCOME).with_suffix(".ulaw").unlink()
    assert prompts.render([WELCOME], tmp_path) == prompts.Report(spoken=1)
    assert file_of(tmp_path, WELCOME).with_suffix(".ulaw").exists()


def test_a_recording_that_is_no_sound_is_named_and_spoken_instead(tmp_path: Path, humming: type[Humming]) -> None:
    record(tmp_path, WELCOME, 1).write_bytes(b"not a sound")
    report = prompts.render([WELCOME], tmp_path)
    assert (report.spoken, report.recorded) == (1, 0)
    assert len(report.notes) == 1
    assert "main.welcome.wav cannot be read as a WAV file" in report.notes[0]


def test_without_a_voice_it_says_so_once_and_recordings_are_still_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prompts, "Voice", Hoarse)
    monkeypatch.setattr(Hoarse, "tried", 0)
    other = sound("Goodbye.", "main.closed")
    record(tmp_path, ORDERS, 5)
    report = prompts.render([WELCOME, ORDERS, other], tmp_path)
    assert (report.recorded, report.missing) == (1, ("main.welcome", "main.closed"))
    assert report.notes == ("prompts are not spoken: pyttsx3 is not installed",)
    assert Hoarse.tried == 1
    assert not file_of(tmp_path, WELCOME).exists()


@speech_library
async def test_a_process_of_its_own_speaks_both_languages(tmp_path: Path) -> None:
    report = await prompts.render_aside([WELCOME, ORDERS], tmp_path)
    assert report == prompts.Report(spoken=2)
    for each in (WELCOME, ORDERS):
        heard = samples(file_of(tmp_path, each))
        assert 4_000 < len(heard) < 60_000
        assert max(heard) > 3_000
        assert beside(file_of(tmp_path, each)) == {".ulaw", ".alaw"}


async def test_a_process_that_cannot_be_started_is_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    report = await prompts.render_aside([WELCOME], tmp_path)
    assert report == prompts.Report(
        missing=("main.welcome",), notes=("prompts could not be made: No such file or directory",)
    )


async def test_a_failing_process_is_a_report(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    report = await prompts.render_aside([WELCOME], blocked)
    assert report.missing == ("main.welcome",)
    assert "prompts could not be made: " in report.notes[0]


async def test_cancelled_before_it_is_done_it_leaves_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    processes: asyncio.Queue[asyncio.subprocess.Process] = asyncio.Queue()
    start = asyncio.create_subprocess_exec

    async def watched(*arguments: str, **options: Any) -> asyncio.subprocess.Process:
        process = await start(*arguments, **options)
        processes.put_nowait(process)
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", watched)
    many = [sound(f"This is sentence number {number}.", f"main.{number}") for number in range(500)]
    task = asyncio.ensure_future(prompts.render_aside(many, tmp_path))
    process = await processes.get()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert process.returncode == -9
