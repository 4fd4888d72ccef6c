"""The sounds that callers hear and the recordings that are made, as files: 8,000 samples a second, one channel, 16 bits
(`ivr.prompts` makes the first kind).
"""

from __future__ import annotations

import functools
import sys
import wave
from array import array
from pathlib import Path, PurePosixPath

import structlog

from agent_desktop.cti.modem.samples import RATE
from agent_desktop.cti.modem.taping import Tape, TapeBroken
from agent_desktop.cti.vocabulary import Language, RecordingId

log = structlog.get_logger(__name__)

_WIDTH = 2
_KEPT = 64


class FileStudio:
    """Prompts at `prompts/<language>/<media>.wav`, music at `prompts/music/hold.wav`, recordings as `recordings/<id>.wav`."""

    def __init__(self, prompts: Path, recordings: Path) -> None:
        self._prompts, self._recordings = prompts, recordings
        self._read = functools.lru_cache(maxsize=_KEPT)(_read)

    def prompt(self, media: str, language: Language) -> array[int] | None:
        if ".." in PurePosixPath(media).parts:
            return None
        return self._sound(self._prompts / language.value / f"{media}.wav")

    def music(self) -> array[int] | None:
        return self._sound(self._prompts / "music" / "hold.wav")

    def open(self, recording: RecordingId) -> Tape:
        path = self._recordings / f"{recording}.wav"
        if path.exists():
            raise TapeBroken(f"there is a recording {recording!r} already")
        return FileTape(path)

    def _sound(self, path: Path) -> array[int] | None:
        """Read again when the file has changed."""
        try:
            return self._read(path, path.stat().st_mtime_ns)
        except FileNotFoundError:
            return None
        except (OSError, EOFError, wave.Error) as error:
            log.warning("modem.sound_unreadable", path=str(path), error=str(error))
            return None


class FileTape:
    """One recording as a WAV file; its length stands in it after each second, so that a crash leaves a file that plays."""

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = wave.open(str(path), "wb")  # noqa: SIM115 - closed by `close`
            self._file.setparams((1, _WIDTH, RATE, 0, "NONE", ""))
        except OSError as error:
            raise TapeBroken(str(error)) from error
        self._unsaved = array("h")

    def write(self, samples: array[int]) -> None:
        self._unsaved.extend(samples)
        if len(self._unsaved) >= RATE:
            self._save()

    def close(self) -> None:
        self._save()
        try:
            self._file.close()
        except OSError as error:
            raise TapeBroken(str(error)) from error

    def _save(self) -> None:
        samples, self._unsaved = self._unsaved, array("h")
        try:
            self._file.writeframes(_little_endian(samples).tobytes())
        except OSError as error:
            raise TapeBroken(str(error)) from error


def _read(path: Path, _changed_ns: int) -> array[int]:
    with wave.open(str(path), "rb") as file:
        if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (RATE, 1, _WIDTH):
            raise wave.Error("not 8,000 samples of 16 bits a second in one channel")
        content = file.readframes(file.getnframes())
    return _little_endian(array("h", content[: len(content) // _WIDTH * _WIDTH]))


def _little_endian(samples: array[int]) -> array[int]:
    if sys.byteorder == "big":
        samples.byteswap()
    return samples
