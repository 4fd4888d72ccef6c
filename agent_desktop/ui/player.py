"""Sound files in the headset, one after another."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QObject, QUrl
from PySide6.QtMultimedia import QAudioDevice, QAudioOutput, QMediaDevices, QMediaPlayer

from agent_desktop.ui.speech import NoSound


def loudspeaker() -> QAudioDevice:
    """The default one, as it is now.

    Raises:
        NoSound: there is none.

    """
    device = QMediaDevices.defaultAudioOutput()
    if device.isNull():
        raise NoSound("no sound device")
    return device


class FilePlayer(QObject):
    """On the default loudspeaker, as it is when a file's turn comes."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[str] = deque()
        self._player = QMediaPlayer(self)
        self._output = QAudioOutput(self)
        self._player.setAudioOutput(self._output)
        self._player.mediaStatusChanged.connect(self._moved)

    def play(self, path: str) -> None:
        """Play it when those before it are over.

        Raises:
            NoSound: there is no loudspeaker any more; what waited is forgotten.

        """
        try:
            device = loudspeaker()
        except NoSound:
            self.stop()
            raise
        if self._output.device() != device:
            self._output.setDevice(device)
        self._waiting.append(path)
        if self._player.playbackState() is QMediaPlayer.PlaybackState.StoppedState:
            self._next()

    def stop(self) -> None:
        """Be quiet, and forget what waits."""
        self._waiting.clear()
        self._player.stop()

    def _next(self) -> None:
        if self._waiting:
            self._player.setSource(QUrl.fromLocalFile(self._waiting.popleft()))
            self._player.play()

    def _moved(self, status: QMediaPlayer.MediaStatus) -> None:
        if status in {QMediaPlayer.MediaStatus.EndOfMedia, QMediaPlayer.MediaStatus.InvalidMedia}:
            self._next()
