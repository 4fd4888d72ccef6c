"""Where the simulated switch keeps its recordings: real files, so that whoever joins them to a call finds some.

Nobody speaks here: what was recorded is a quiet tone of the right length, silent where the recording was muted. Must never
leave its folder, whatever a recording is called.
"""

from __future__ import annotations

import shutil
import struct
import tempfile
import wave
import weakref
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

_RATE = {"wav": 8000, "sln": 8000, "wav16": 16000, "sln16": 16000}
"""Samples a second, by format; Asterisk knows more of them."""
_PERIOD = 40
_LOUDNESS = 600
_SAMPLE_BYTES = 2


@dataclass(frozen=True, slots=True)
class Take:
    """A stretch of a recording."""

    seconds: float
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """A recording that is done."""

    name: str
    """Without ending; may hold slashes."""
    format: str
    path: Path


class Archive:
    """The recordings of one switch. Without a folder they are kept until the program ends."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """Where the files are."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="recordings-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder

    def accepts(self, name: str) -> bool:
        """Whether a recording can have this name."""
        parts = PurePosixPath(name).parts
        return bool(parts) and "\0" not in name and not {"..", "/"} & set(parts)

    def knows(self, audio_format: str) -> bool:
        """Whether a recording can have this format."""
        return audio_format in _RATE

    def all(self) -> list[Stored]:
        """In the order of their names."""
        paths = (path for path in self.folder.rglob("*") if path.is_file())
        return sorted((self._stored(path) for path in paths if path.suffix[1:] in _RATE), key=lambda found: found.name)

    def find(self, name: str) -> Stored | None:
        """One by name; None where there is none."""
        if not self.accepts(name):
            return None
        paths = (self._path(name, audio_format) for audio_format in _RATE)
        return next((self._stored(path) for path in paths if path.is_file()), None)

    def length_s(self, name: str) -> float | None:
        """Seconds; None where there is none, or one that is still being made."""
        found = self.find(name)
        return None if found is None else len(_samples(found.path)) / _SAMPLE_BYTES / _RATE[found.format]

    def write(self, name: str, audio_format: str, takes: Iterable[Take], *, append: bool) -> None:
        """Keep what was recorded; over, or after, what has the same name and format."""
        path = self._path(name, audio_format)
        path.parent.mkdir(parents=True, exist_ok=True)
        rate = _RATE[audio_format]
        samples = _samples(path) if append and path.is_file() else b""
        samples += b"".join(_sound(take, rate) for take in takes)
        if not audio_format.startswith("wav"):
            path.write_bytes(samples)
            return
        with wave.open(str(path), "wb") as sound:
            sound.setparams((1, _SAMPLE_BYTES, rate, 0, "NONE", ""))
            sound.writeframes(samples)

    def copy(self, stored: Stored, name: str) -> Stored:
        """The same under another name."""
        path = self._path(name, stored.format)
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(stored.path, path)
        return self._stored(path)

    def _path(self, name: str, audio_format: str) -> Path:
        return self.folder / f"{name}.{audio_format}"

    def _stored(self, path: Path) -> Stored:
        name = path.relative_to(self.folder).as_posix().removesuffix(path.suffix)
        return Stored(name, path.suffix[1:], path)


def _samples(path: Path) -> bytes:
    if not path.suffix.startswith(".wav"):
        return path.read_bytes()
    with wave.open(str(path), "rb") as sound:
        return sound.readframes(sound.getnframes())


def _sound(take: Take, rate: int) -> bytes:
    count = round(take.seconds * rate)
    if take.muted:
        return bytes(count * _SAMPLE_BYTES)
    period = _PERIOD * rate // 8000
    wave_form = [_LOUDNESS if step < period // 2 else -_LOUDNESS for step in range(period)]
    return (struct.pack(f"<{period}h", *wave_form) * (count // period + 1))[: count * _SAMPLE_BYTES]
