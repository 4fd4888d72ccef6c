"""A voice that reads texts into sound files: pyttsx3 on the espeak-ng library that `espeakng-loader` brings.

Both are optional (`pip install 'agent-desktop[desktop]'`; espeak-ng is GPL-3.0 and loaded at run time). The library can be
started once per process and speaks on a thread of its own, so a server uses it in a process of its own. Must never be
imported for anything but speech.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import os
import threading
from pathlib import Path
from typing import Any

from agent_desktop.cti.vocabulary import Language
from agent_desktop.errors import UserError

LONGEST_S = 60.0
"""A text that is not spoken into its file by then never will be."""

_VOICES = {Language.EN: "gmw/en-us", Language.ZH_CN: "sit/cmn"}
_WORDS_A_MINUTE = {Language.EN: 155, Language.ZH_CN: 150}


class NoVoice(UserError):
    """This computer cannot speak; says why."""


class Voice:
    """The espeak-ng of this process."""

    def __init__(self) -> None:
        """Start it.

        Raises:
            NoVoice: it is not installed, or does not start.

        """
        self._finished = threading.Event()
        self._error: Exception | None = None
        self._engine = _engine()
        self._engine.connect("finished-utterance", self._on_finished)
        self._engine.connect("error", self._on_error)

    def save(self, text: str, language: Language, path: Path) -> None:
        """Speak a text into a WAV file (22.05 kHz); returns when the file is whole.

        Raises:
            NoVoice: it did not work.

        """
        self._finished.clear()
        self._error = None
        # pyttsx3 reports on stdout, and returns before its own thread has written the file.
        with contextlib.redirect_stdout(io.StringIO()):
            self._engine.setProperty("voice", _VOICES[language])
            self._engine.setProperty("rate", _WORDS_A_MINUTE[language])
            self._engine.save_to_file(text, str(path))
            self._engine.runAndWait()
            done = self._finished.wait(LONGEST_S)
        if self._error is not None or not done:
            raise NoVoice(f"the speech library failed: {self._error or 'no answer'}")

    def _on_finished(self, **_: object) -> None:
        self._finished.set()

    def _on_error(self, exception: Exception, **_: object) -> None:
        self._error = exception
        self._finished.set()


def _engine() -> Any:
    try:
        import espeakng_loader  # noqa: PLC0415 - optional
        import pyttsx3  # noqa: PLC0415 - optional
    except ImportError as error:
        raise NoVoice(f"{error.name} is not installed (pip install 'agent-desktop[desktop]')") from None
    try:
        os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
        # Loaded before pyttsx3 asks for it by its short name, so that it finds this one and no older one of the system.
        ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
        return pyttsx3.init("espeak")
    except (OSError, RuntimeError, ImportError) as error:
        raise NoVoice(f"the speech library does not start: {error}") from None
