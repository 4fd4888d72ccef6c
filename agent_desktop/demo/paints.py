"""When the record was painted: watches the paint events of the record panel, on the clock that the centre stamps facts with."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from agent_desktop.ui.agent.record import RecordPanel
from agent_desktop.ui.agent.window import AgentWindow

WITHIN_MS = 250
"""What is painted later than this after an offer belongs to something else."""


class PaintWatch(QObject):
    """Notes the end of each paint of the record panel, from now on."""

    def __init__(self, window: AgentWindow) -> None:
        super().__init__(window)
        panel = window.findChild(RecordPanel)
        assert panel is not None
        self._panel: QWidget = panel
        self._painted_ms: list[float] = []
        self._noting = False
        self._application = QCoreApplication.instance()
        assert self._application is not None
        self._application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and isinstance(watched, QWidget) and self._panel.isAncestorOf(watched):
            self._note_soon()
        return False

    def since(self, ms: int) -> tuple[float, float]:
        """Milliseconds from `ms` to the end of the first and of the last paint that followed it; ends the watch."""
        if self._application is not None:
            self._application.removeEventFilter(self)
        paints = [at - ms for at in self._painted_ms if 0 <= at - ms <= WITHIN_MS]
        return (paints[0], paints[-1]) if paints else (float("nan"), float("nan"))

    def _note_soon(self) -> None:
        """A paint is over when the event loop turns again."""
        if not self._noting:
            self._noting = True
            QTimer.singleShot(0, self._note)

    def _note(self) -> None:
        self._noting = False
        self._painted_ms.append(time.time() * 1000)
