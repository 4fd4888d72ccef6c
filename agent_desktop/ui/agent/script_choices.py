"""The answers to a question as buttons, each under a number key (Alt+1 … Alt+9). The buttons are made once and reused."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from agent_desktop.scripts.view import ChoiceView
from agent_desktop.ui import theme
from agent_desktop.ui.agent.record_paint import CENTRE, draw_box, draw_text, line, metrics, text_width
from agent_desktop.ui.roles import TextStyle, Tone
from agent_desktop.ui.widgets.flow import FlowLayout

MOST = 9


class ChoiceButton(QPushButton):
    """One answer: its number in a small frame, its words, and a mark when it had been given before.

    Signals: `picked`, with its number.
    """

    picked = Signal(int)

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self._given = False
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._key = QShortcut(QKeySequence(f"Alt+{number}"), self)
        self._key.activated.connect(self.click)
        self.clicked.connect(self._tell)

    def _tell(self) -> None:
        self.picked.emit(self._number)

    def show_choice(self, label: str, *, given: bool) -> None:
        self._given = given
        self.setText(label)
        self.setToolTip(f"{label} (Alt+{self._number})")
        self.setAccessibleName(label)
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        inner = self._cap() + theme.GAP + text_width(self.text(), TextStyle.BODY)
        return QSize(inner + 2 * theme.scaled(10), theme.scaled(36))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(64), theme.scaled(36))

    def _cap(self) -> int:
        return metrics(TextStyle.CAPTION).height() + theme.scaled(2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shade, tokens = theme.shade(Tone.ACCENT), theme.tokens()
        pressed = self.isDown() or self._given
        fill = shade.soft if pressed else tokens.hover if self.underMouse() else tokens.surface
        painter.setBrush(QColor(fill))
        focus = self.hasFocus()
        painter.setPen(QPen(QColor(tokens.focus if focus else tokens.outline), 2 if focus else 1))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        cap = QRect(theme.scaled(10), (self.height() - self._cap()) // 2, self._cap(), self._cap())
        draw_box(painter, cap, shade.soft, theme.GRID)
        draw_text(painter, cap, str(self._number), TextStyle.CAPTION, shade.ink, align=CENTRE)
        left = cap.right() + 1 + theme.GAP
        words = QRect(left, 0, self.width() - left - theme.scaled(8), self.height())
        draw_text(painter, words, self.text(), TextStyle.BODY, tokens.text)


class ChoiceRow(QWidget):
    """Up to nine answers. Signals: `chosen`, with the number from 1."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self)
        self._buttons = tuple(ChoiceButton(number) for number in range(1, MOST + 1))
        for button in self._buttons:
            button.picked.connect(self.chosen)
            button.hide()
            flow.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumWidth(line(TextStyle.BODY))

    def show_choices(self, choices: tuple[ChoiceView, ...], given: str) -> None:
        """These answers; `given` was given here before."""
        for at, button in enumerate(self._buttons):
            there = at < len(choices)
            if there:
                button.show_choice(choices[at].label, given=choices[at].value == given)
            button.setVisible(there)
        self.setVisible(bool(choices))
        self.updateGeometry()
