"""More time for the log, for a reason: one menu for both of the buttons that ask for it."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from agent_desktop.protocol.messages import ExtendWrapUp
from agent_desktop.ui.agent.reasonsmenu import ReasonsMenu
from agent_desktop.ui.desk import Desk

EXTENSION_S = 60
"""How much one press adds to wrap-up."""


class Extension(QObject):
    """Asks the centre once a reason is chosen."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.menu = ReasonsMenu(parent)
        self.menu.chosen.connect(self._extend)

    def ask(self, button: QWidget) -> None:
        """Let one of the centre's reasons be chosen, under this button."""
        self.menu.ask(button, self._desk.state.extension_reasons)

    def _extend(self, reason: str) -> None:
        self._desk.ask(ExtendWrapUp(EXTENSION_S, reason))
