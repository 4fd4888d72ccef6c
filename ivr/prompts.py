"""The sounds of the flows: each text in each language becomes a file that the switch plays.

    <directory>/<language>/agent-desktop/<hash>.wav     what the switch plays; made here, kept while the text stays the same
    <directory>/music/hold.wav                          what callers hear while they wait
    <directory>/recordings/<language>/<name>.wav        what an administrator recorded; wins over the spoken one
    <directory>/recordings/music/hold.wav               their own music; wins over ours

Beside each lies the same as `.ulaw` and `.alaw`. A name is that of the place in the flow: `main.welcome`,
`main.service.invalid-1`; the language of a recording is that of its words, also where a call in another language hears them. Speaking takes a processor for a second or
two, so the centre has it done by a process of its own (`render_aside`); calls do not wait for it. Without a voice the flows run
all the same: callers see captions, or hear recordings alone. Must never leave half a file, nor stop a centre from starting.
"""

from __future__ import annotations

import enum
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec

from agent_desktop.voice import NoVoice, Voice
from ivr import music, sound
from ivr.aside import AsideFailed, end_with_parent, run_aside
from ivr.flow.model import Flow
from ivr.flow.speech import Sound, sounds_of

RECORDINGS = "recordings"
MUSIC = Path("music") / "hold.wav"
"""In the folder of the prompts, and in that of the recordings."""
_LEAST_URGENT = 10


class Report(msgspec.Struct, frozen=True):
    """What became of the sounds."""

    spoken: int = 0
    """Made now."""
    kept: int = 0
    """Made earlier, for the same words."""
    recorded: int = 0
    """Taken from recordings."""
    missing: tuple[str, ...] = ()
    """Names of those that nothing can be heard of."""
    notes: tuple[str, ...] = ()
    """What an administrator ought to know, as sentences."""


def sounds(flows: Mapping[str, Flow]) -> tuple[Sound, ...]:
    """Every sound of these flows."""
    return tuple(each for flow in flows.values() for each in sounds_of(flow))


async def render_aside(sounds: Iterable[Sound], directory: Path) -> Report:
    """`render` in a process of its own, of low priority; ended with it when this is cancelled."""
    wanted = tuple(sounds)
    try:
        said = await run_aside("ivr.prompts", str(directory), given=msgspec.json.encode(wanted))
    except AsideFailed as failed:
        return _unmade(wanted, str(failed))
    return msgspec.json.decode(said, type=Report)


def _unmade(wanted: Iterable[Sound], why: str) -> Report:
    return Report(missing=tuple(each.name for each in wanted), notes=(f"prompts could not be made: {why}",))


def render(sounds: Iterable[Sound], directory: Path) -> Report:
    """Make what is missing. Blocks; not for an event loop."""
    work = _Work(directory)
    for same in _by_file(sounds).values():
        work.provide(same)
    work.provide_music()
    return work.report()


def _by_file(sounds: Iterable[Sound]) -> dict[tuple[str, str], list[Sound]]:
    """The same words at several places are one file."""
    files: dict[tuple[str, str], list[Sound]] = {}
    for each in sounds:
        files.setdefault((each.language, each.media), []).append(each)
    return files


class _Origin(enum.Enum):
    """Where a sound comes from."""

    MADE = enum.auto()
    KEPT = enum.auto()
    """Made earlier."""
    RECORDED = enum.auto()
    NOTHING = enum.auto()
    """It could not be made."""


class _Work:
    """One run over all sounds. The voice is started when it is first needed; when it fails, that is said once."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._voice: Voice | None = None
        self._mute = False
        self._spoken = self._kept = self._recorded = 0
        self._missing: list[str] = []
        self._notes: list[str] = []

    def report(self) -> Report:
        return Report(self._spoken, self._kept, self._recorded, tuple(self._missing), tuple(self._notes))

    def provide(self, same: list[Sound]) -> None:
        first = same[0]
        target = self._directory / first.language.value / f"{first.media}.wav"
        recordings = [Path(each.spoken.value) / f"{each.name}.wav" for each in same]
        match self._provide(target, recordings, lambda: self._speak(first, target)):
            case _Origin.RECORDED:
                self._recorded += 1
            case _Origin.KEPT:
                self._kept += 1
            case _Origin.MADE:
                self._spoken += 1
            case _Origin.NOTHING:
                self._missing.append(first.name)

    def provide_music(self) -> None:
        target = self._directory / MUSIC
        self._provide(target, [MUSIC], lambda: _compose(target))

    def _provide(self, target: Path, recordings: Iterable[Path], make: Callable[[], bool]) -> _Origin:
        target.parent.mkdir(parents=True, exist_ok=True)
        if any(self._take_recording(name, target) for name in recordings):
            return _Origin.RECORDED
        self._forget_recording(target)
        if sound.is_kept(target):
            return _Origin.KEPT
        return _Origin.MADE if make() else _Origin.NOTHING

    def _take_recording(self, name: Path, target: Path) -> bool:
        recording = self._directory / RECORDINGS / name
        if not recording.is_file():
            return False
        stat = recording.stat()
        stamp = f"{name.as_posix()} {stat.st_size} {stat.st_mtime_ns}"
        marker = _marker(target)
        if sound.is_kept(target) and marker.exists() and marker.read_text(encoding="utf-8") == stamp:
            return True
        try:
            sound.to_telephone(recording, target)
        except sound.UnusableSound as error:
            self._notes.append(f"{recording} {error}")
            return False
        marker.write_text(stamp, encoding="utf-8")
        return True

    def _forget_recording(self, target: Path) -> None:
        """The recording is gone; so is the sound that was made from it."""
        if _marker(target).exists():
            sound.remove(target)
            _marker(target).unlink()

    def _speak(self, wanted: Sound, target: Path) -> bool:
        if self._mute or not wanted.text:
            return False
        try:
            self._voice = self._voice or Voice()
            with tempfile.TemporaryDirectory(prefix="agent-desktop-") as folder:
                spoken = Path(folder) / "spoken.wav"
                self._voice.save(wanted.text, wanted.spoken, spoken)
                sound.to_telephone(spoken, target)
        except (NoVoice, sound.UnusableSound) as error:
            self._mute = True
            self._notes.append(f"prompts are not spoken: {error}")
            return False
        return True


def _compose(target: Path) -> bool:
    sound.keep(music.piece(), target)
    return True


def _marker(target: Path) -> Path:
    """Beside a sound that was made from a recording: which one."""
    return target.with_suffix(".recorded")


def _main() -> None:
    """`python -m ivr.prompts DIRECTORY`: sounds as JSON in, the report as JSON out."""
    end_with_parent()
    if hasattr(os, "nice"):
        os.nice(_LEAST_URGENT)
    wanted = msgspec.json.decode(sys.stdin.buffer.read(), type=tuple[Sound, ...])
    sys.stdout.buffer.write(msgspec.json.encode(render(wanted, Path(sys.argv[1]))))


if __name__ == "__main__":
    _main()
