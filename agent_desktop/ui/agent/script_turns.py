"""The turns that a call may take at any moment (nobody speaks, wrong number …): one compact row of small buttons."""

from __future__ import annotations

from itertools import accumulate

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from agent_desktop.scripts.view import ChoiceView
from agent_desktop.ui import theme
from agent_desktop.ui.agent.record_paint import CENTRE, draw_text, line, text_width
from agent_desktop.ui.agent.script_header import PickButton
from agent_desktop.ui.roles import Icon, TextStyle
from agent_desktop.ui.widgets.card import SectionHeader

GAP = 6


class TurnButton(QPushButton):
    """One turn, small: it is rarely needed, and then at once. Signals: `picked`, with its id."""

    picked = Signal(str)

    def __init__(self, turn: ChoiceView, parent: QWidget | None = None) -> None:
        super().__init__(turn.label, parent)
        self._id = turn.value
        self.setAutoDefault(False)
        self.setAccessibleName(turn.label)
        self.setToolTip(turn.label)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._tell)

    def _tell(self) -> None:
        self.picked.emit(self._id)

    def sizeHint(self) -> QSize:
        wide = text_width(self.text(), TextStyle.CAPTION) + 2 * theme.scaled(9)
        return QSize(wide, line(TextStyle.CAPTION) + theme.scaled(10))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(40), self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, focused = theme.tokens(), self.hasFocus()
        fill = tokens.pressed if self.isDown() else tokens.hover if self.underMouse() else tokens.sunken
        painter.setBrush(QColor(fill))
        painter.setPen(QPen(QColor(tokens.focus if focused else tokens.outline), 2 if focused else 1))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        room = self.rect().adjusted(theme.scaled(6), 0, -theme.scaled(6), 0)
        draw_text(painter, room, self.text(), TextStyle.CAPTION, tokens.text, align=CENTRE)


class TurnRow(QWidget):
    """The turns offered here: as many as fit into one row, the others under a button. Signals: `picked`, with a turn's id."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._turns: tuple[ChoiceView, ...] = ()
        self._buttons: list[TurnButton] = []
        self._title = SectionHeader()
        self._more = PickButton(Icon.BRANCH)
        self._more.picked.connect(self.picked)
        self._row = QHBoxLayout()
        self._row.setSpacing(GAP)
        self._row.addStretch(1)
        self._row.addWidget(self._more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self._title)
        column.addLayout(self._row)
        self.hide()

    def retitle(self, title: str, more: str) -> None:
        self._title.set_text(title)
        self._more.setText(more)
        self._more.setAccessibleName(f"{title}: {more}")

    def show_turns(self, turns: tuple[ChoiceView, ...]) -> None:
        """These; the buttons are made anew only when others are offered, which is rare within a script."""
        self.setVisible(bool(turns))
        if turns == self._turns or not turns:
            return
        self._turns = turns
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [TurnButton(turn, self) for turn in turns]
        for at, button in enumerate(self._buttons):
            button.picked.connect(self.picked)
            self._row.insertWidget(at, button)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        """Show what there is room for."""
        wide = [button.sizeHint().width() + GAP for button in self._buttons]
        room = self.width() + GAP
        if sum(wide) > room:
            room -= self._more.sizeHint().width() + GAP
        fitting = sum(1 for end in accumulate(wide) if end <= room)
        for at, button in enumerate(self._buttons):
            button.setVisible(at < fitting)
        rest = self._turns[fitting:]
        self._more.show_choices(tuple((turn.value, turn.label) for turn in rest), "")
        self._more.setVisible(bool(rest))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._more.sizeHint().width(), super().minimumSizeHint().height())
