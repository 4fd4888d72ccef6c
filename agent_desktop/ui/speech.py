"""A simulated caller's words in the headset: spoken by a thread of its own into a file, and played. Without a voice or a loudspeaker the
captions carry on, and that is said once; a headset that is plugged in later is played on from the next words on.

Only in a class: where calls are real the caller is heard on the telephone.
"""

from __future__ import annotations

import queue
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import structlog
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import Caption, Notice
from agent_desktop.ui.desk import Change, Desk
from agent_desktop.voice import NoVoice, Voice

log = structlog.get_logger(__name__)


class Speaker(Protocol):
    """The part of `Voice` that speaks."""

    def save(self, text: str, language: Language, path: Path) -> None: ...


class Player(Protocol):
    """Plays sound files one after another."""

    def play(self, path: str) -> None:
        """Raises NoSound when the loudspeaker is gone."""

    def stop(self) -> None: ...


class NoSound(Exception):
    """This computer has no loudspeaker; says why."""


def open_player(parent: QObject) -> Player:
    """On the default loudspeaker.

    Raises:
        NoSound: there is none.

    """
    try:
        from agent_desktop.ui.player import FilePlayer, loudspeaker  # noqa: PLC0415 - not on every machine
    except ImportError as error:
        raise NoSound(str(error)) from None
    loudspeaker()
    return FilePlayer(parent)


class CallerVoice(QObject):
    """Speaks each new caption. Starts nothing before the first one."""

    _spoken = Signal(str)
    _failed = Signal(str)

    def __init__(
        self,
        desk: Desk,
        window: QWidget,
        *,
        voice: Callable[[], Speaker] = Voice,
        player: Callable[[QObject], Player] = open_player,
    ) -> None:
        super().__init__(window)
        self._desk, self._make_voice, self._make_player = desk, voice, player
        self._heard = 0
        self._player: Player | None = None
        self._mute = False
        """There is no voice, and will be none."""
        self._told = False
        self._texts: queue.Queue[Caption | None] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._spoken.connect(self._play)
        self._failed.connect(self._no_voice)
        self.destroyed.connect(_ender(self._texts))
        desk.subscribe(self._captions, Change.CAPTIONS)
        desk.subscribe(self._called, Change.CALL)

    def _captions(self) -> None:
        captions = self._desk.state.captions
        new, self._heard = captions[self._heard :], len(captions)
        if self._desk.state.training is None or self._mute:
            return
        for caption in new:
            self._say(caption)

    def _called(self) -> None:
        self._heard = min(self._heard, len(self._desk.state.captions))
        if self._desk.state.call is None and self._player is not None:
            self._player.stop()

    def _say(self, caption: Caption) -> None:
        if self._player is None:
            try:
                self._player = self._make_player(self)
            except NoSound as error:
                self._tell(str(error))
                return
            self._thread = threading.Thread(target=self._speak, name="caller's voice", daemon=True)
            self._thread.start()
        self._texts.put(caption)

    def _speak(self) -> None:
        """The thread: the library is started and used here alone."""
        with tempfile.TemporaryDirectory(prefix="agent-desktop-voice-") as folder:
            try:
                voice = self._make_voice()
                for number, caption in enumerate(iter(self._texts.get, None)):
                    path = Path(folder) / f"{number}.wav"
                    voice.save(caption.text, caption.language, path)
                    self._spoken.emit(str(path))
            except NoVoice as error:
                self._failed.emit(str(error))
            except RuntimeError:
                return  # the window is gone in the middle of a word

    def _play(self, path: str) -> None:
        if self._player is None or self._desk.state.call is None:
            return
        try:
            self._player.play(path)
        except NoSound as error:
            self._tell(str(error))

    def _no_voice(self, reason: str) -> None:
        self._mute = True
        self._tell(reason)

    def _tell(self, reason: str) -> None:
        if not self._told:
            self._told = True
            log.info("callers_are_silent", reason=reason)
            self._desk.notify(Notice(ErrorId.NO_SOUND, {"detail": reason}))


def _ender(texts: queue.Queue[Caption | None]) -> Callable[[], None]:
    return lambda: texts.put(None)
