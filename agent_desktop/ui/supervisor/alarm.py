"""What sounds: a queue that has come to where somebody has to act, an agent who asks for help. Once each, for about a second."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from agent_desktop.ui.ring import Ring
from agent_desktop.ui.supervisor.lens import Lens

SOUND_MS = 900


class Alarm(QObject):
    """Remembers what it has sounded for; what is over may sound again."""

    def __init__(self, lens: Lens, window: QWidget, ring: Ring) -> None:
        super().__init__(window)
        self._lens, self._window, self._ring = lens, window, ring
        self._known: frozenset[str] = frozenset()
        self._end = QTimer(self, singleShot=True, interval=SOUND_MS)
        self._end.timeout.connect(ring.stop)
        QTimer.singleShot(0, ring.open)

    def hear(self, urgent: frozenset[str]) -> None:
        """All that is urgent now; what has not been before is made noticed."""
        fresh = urgent - self._known
        self._known = urgent
        if not fresh:
            return
        QApplication.alert(self._window)
        if self._lens.sounds:
            self._ring.start()
            self._end.start()
