"""A menu of reasons under a button, chosen by number. A centre that asks for none gets none.

Signal: `chosen`, the reason's code, empty where the centre has no reasons.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from agent_desktop.protocol.messages import Reason
from agent_desktop.ui import theme, words


class ReasonsMenu(QMenu):
    """Opens under whichever button asks."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.triggered.connect(self._choose)

    def ask(self, button: QWidget, reasons: tuple[Reason, ...]) -> None:
        """Let one be chosen."""
        if not reasons:
            self.chosen.emit("")
            return
        self.clear()
        for number, reason in enumerate(reasons, start=1):
            action = self.addAction(f"&{number}  {words.content(reason.label)}")
            action.setData(reason.code)
        self.setActiveAction(self.actions()[0])
        self.popup(button.mapToGlobal(QPoint(0, button.height() + theme.GRID)))

    def _choose(self, action: QAction) -> None:
        self.chosen.emit(str(action.data()))
