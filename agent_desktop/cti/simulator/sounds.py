"""How long a sound lasts, by its media URI. Reads the lengths of files, nothing else of them, and each file once;
a file that is not there may still come.

`sound:NAME` is looked for as Asterisk does it: `DIR/<language>/NAME`, `DIR/<language without country>/NAME`, `DIR/NAME`, with
any of the endings that it can play. Without a directory every sound exists and lasts `default_s`.
"""

from __future__ import annotations

import math
import wave
from pathlib import Path, PurePosixPath

BYTES_PER_SECOND = {
    "ulaw": 8000,
    "ul": 8000,
    "alaw": 8000,
    "al": 8000,
    "g722": 8000,
    "gsm": 1650,
    "sln": 16000,
    "sln16": 32000,
}
"""Headerless audio that Asterisk plays, by file ending."""

_ENDINGS = ("wav", *BYTES_PER_SECOND)
BUILT_IN_S = {"beep": 0.44, "beeperr": 0.5, "ascending-2tone": 0.3, "descending-2tone": 0.3}
"""Short signals that need no file."""

CHARACTER_S = {"digits": 0.6, "number": 0.7, "characters": 0.6}
"""Seconds per spoken character, by URI scheme."""


class Sounds:
    """The sounds of one switch."""

    def __init__(self, directory: Path | None = None, default_s: float = 2.0) -> None:
        self._directory = directory
        self._default_s = default_s
        self._known: dict[tuple[str, str], float] = {}

    def length_s(self, media_uri: str, language: str) -> float | None:
        """Seconds; None when it cannot be played, infinite for a tone that goes on until it is stopped."""
        key = (media_uri, language)
        length = self._known.get(key)
        if length is None:
            length = self._find(media_uri, language)
            if length is not None:
                self._known[key] = length
        return length

    def files(self) -> list[tuple[str, str, str]]:
        """Language, name and format of each sound that there is; without a folder those that need no file."""
        if self._directory is None:
            return [("en", name, "sln") for name in BUILT_IN_S]
        paths = sorted(path for path in self._directory.glob("*/**/*") if path.suffix[1:] in _ENDINGS)
        places = [path.relative_to(self._directory) for path in paths]
        return [
            (path.parts[0], path.relative_to(path.parts[0]).with_suffix("").as_posix(), path.suffix[1:])
            for path in places
        ]

    def _find(self, media_uri: str, language: str) -> float | None:
        scheme, _, name = media_uri.partition(":")
        if not name:
            return None
        if scheme in CHARACTER_S:
            return CHARACTER_S[scheme] * len(name)
        if scheme == "tone":
            return math.inf
        return self._sound(name, language) if scheme == "sound" else None

    def _sound(self, name: str, language: str) -> float | None:
        folder, _, rest = name.partition("/")
        if folder == "silence" and rest.isdecimal():
            return float(rest)
        if self._directory is None:
            return BUILT_IN_S.get(name, self._default_s)
        found = self._file_s(self._directory, name, language)
        return BUILT_IN_S.get(name) if found is None else found

    def _file_s(self, directory: Path, name: str, language: str) -> float | None:
        if ".." in PurePosixPath(name).parts:
            return None
        for folder in (language, language.partition("_")[0], ""):
            for ending in _ENDINGS:
                path = directory / folder / f"{name}.{ending}"
                if path.is_file():
                    return _wav_s(path) if ending == "wav" else path.stat().st_size / BYTES_PER_SECOND[ending]
        return None


def _wav_s(path: Path) -> float | None:
    """None for a file that is no WAV with plain samples: Asterisk cannot play it either."""
    try:
        with wave.open(str(path), "rb") as sound:
            return sound.getnframes() / sound.getframerate()
    except (wave.Error, EOFError):
        return None
