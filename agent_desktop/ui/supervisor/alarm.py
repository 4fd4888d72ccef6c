"""What sounds: a figure that has come to where somebody has to act, an agent who asks for help. Once each, for about a second; and not again
while it only comes and goes.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from agent_desktop.ui.ring import Ring
from agent_desktop.ui.supervisor.lens import Lens

SOUND_MS = 900
QUIET_MS = 300_000
"""What has sounded does not again within this, though it was over meanwhile."""


class Alarm(QObject):
    """Remembers what it has sounded for, and when."""

    def __init__(self, lens: Lens, window: QWidget, ring: Ring) -> None:
        super().__init__(window)
        self._lens, self._window, self._ring = lens, window, ring
        self._known: frozenset[str] = frozenset()
        self._sounded: dict[str, int] = {}
        self._end = QTimer(self, singleShot=True, interval=SOUND_MS)
        self._end.timeout.connect(ring.stop)
        QTimer.singleShot(0, ring.open)

    def hear(self, urgent: frozenset[str], now_ms: int) -> None:
        """All that is urgent now; what has not been before is made noticed."""
        self._sounded = {key: at for key, at in self._sounded.items() if now_ms - at < QUIET_MS}
        fresh = urgent - self._known - self._sounded.keys()
        self._known = urgent
        self._sounded |= dict.fromkeys(fresh, now_ms)
        if not fresh:
            return
        QApplication.alert(self._window)
        if self._lens.sounds:
            self._ring.start()
            self._end.start()
