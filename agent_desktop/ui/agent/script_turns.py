"""The turns that a call may take at any moment (nobody speaks, wrong number …): one compact row of small buttons."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from agent_desktop.scripts.view import ChoiceView
from agent_desktop.ui import theme
from agent_desktop.ui.roles import Icon, TextStyle
from agent_desktop.ui.widgets.buttons import Button
from agent_desktop.ui.widgets.flow import FlowLayout
from agent_desktop.ui.widgets.label import Label


class TurnButton(Button):
    """One turn. Signals: `picked`, with its id."""

    picked = Signal(str)

    def __init__(self, turn: ChoiceView, parent: QWidget | None = None) -> None:
        super().__init__(Icon.BRANCH, "quiet", parent)
        self._id = turn.value
        self.setFont(theme.font(TextStyle.CAPTION))
        self.setText(turn.label)
        self.setAccessibleName(turn.label)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._tell)

    def _tell(self) -> None:
        self.picked.emit(self._id)


class TurnRow(QWidget):
    """The turns offered here. Signals: `picked`, with a turn's id."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._turns: tuple[ChoiceView, ...] = ()
        self._title = Label(style=TextStyle.CAPTION, muted=True)
        self._flow_box = QWidget()
        self._flow = FlowLayout(self._flow_box, theme.GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self._title)
        column.addWidget(self._flow_box)
        self.hide()

    def retitle(self, title: str) -> None:
        self._title.setText(title)

    def show_turns(self, turns: tuple[ChoiceView, ...]) -> None:
        """These; the buttons are made anew only when others are offered, which is rare within a script."""
        self.setVisible(bool(turns))
        if turns == self._turns:
            return
        self._turns = turns
        for button in self._flow_box.findChildren(QPushButton):
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        for turn in turns:
            button = TurnButton(turn)
            button.picked.connect(self.picked)
            self._flow.addWidget(button)
        self._flow_box.updateGeometry()
