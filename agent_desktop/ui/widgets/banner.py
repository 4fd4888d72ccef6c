"""What the user ought to know: a banner that stays while it is true, a toast that goes by itself. Neither takes the focus.

What is `say`'d is given as `Words`, a function that makes the text, so that it changes with the language while it stands there.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from agent_desktop.ui import theme
from agent_desktop.ui.roles import Icon, TextStyle, Tone
from agent_desktop.ui.widgets.buttons import Button, IconButton
from agent_desktop.ui.widgets.card import IconView
from agent_desktop.ui.widgets.label import Label

TOAST_MS = 8000
FOOT = 72
"""So high are the buttons at a window's foot, with what is around them."""
Words = Callable[[], str]
"""Gives a text in the language of the window."""


class Banner(QWidget):
    """A line across the window, or with `inset` inside a panel. Signals: `acted`, its button was pressed."""

    acted = Signal()

    def __init__(
        self,
        tone: Tone = Tone.ALERT,
        icon: Icon = Icon.ALERT,
        parent: QWidget | None = None,
        *,
        inset: bool = True,
    ) -> None:
        super().__init__(parent)
        self._inset = inset
        self._tone = tone
        self._words: Words | None = None
        self._icon = IconView(icon, 18, tone)
        self._label = Label(style=TextStyle.BODY, tone=tone, wrap=True)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._button = Button()
        self._button.hide()
        self._button.clicked.connect(self.acted)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.INSET + theme.GRID, theme.GAP, theme.INSET, theme.GAP)
        row.setSpacing(theme.GAP)
        for part, stretch in ((self._icon, 0), (self._label, 1), (self._button, 0)):
            row.addWidget(part, stretch)

    def text(self) -> str:
        return self._label.text()

    def say(self, words: Words) -> None:
        """Something wrong that stands here until it is hidden."""
        self.show_text(words())
        self._words = words

    def show_text(self, text: str, tone: Tone = Tone.ALERT, icon: Icon = Icon.ALERT, action: str = "") -> None:
        """A text that its owner shows anew when the language changes."""
        self._words = None
        self._tone = tone
        self._icon.set(icon, tone)
        self._label.set_tone(tone)
        if text != self._label.text():
            self._label.setText(text)
            self.setAccessibleName(text)
        self._button.setText(action)
        self._button.setAccessibleName(action)
        self._button.setVisible(bool(action))
        self.show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and self._words is not None:
            self._label.setText(self._words())
            self.setAccessibleName(self._label.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.shade(self._tone).soft))
        radius = theme.RADIUS if self._inset else 0
        painter.drawRoundedRect(self.rect(), radius, radius)


class Toast(QWidget):
    """One message over the foot of a window; a newer one takes its place."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._tone = Tone.NEUTRAL
        self._words: Words = str
        self._icon = IconView(Icon.INFO, 18)
        self._label = Label(style=TextStyle.BODY, wrap=True)
        self._close = IconButton(Icon.CLOSE)
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._close.clicked.connect(self.hide)
        self._host = parent
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.INSET, theme.GAP, theme.GAP, theme.GAP)
        self._row.setSpacing(theme.GAP)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._label, 1)
        self._row.addWidget(self._close)
        self._timer = QTimer(self, singleShot=True, interval=TOAST_MS)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.retranslate()
        self.hide()

    def text(self) -> str:
        return self._label.text()

    def say(self, words: Words, tone: Tone = Tone.NEUTRAL, icon: Icon = Icon.INFO) -> None:
        self._words = words
        self._tone = tone
        self._icon.set(icon, tone)
        self._label.set_tone(tone)
        self.retranslate()
        self.show()
        self.raise_()
        self._timer.start()

    def retranslate(self) -> None:
        self._close.set_name(self.tr("Close"))
        text = self._words()
        self._label.setText(text)
        self.setAccessibleName(text)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shade = theme.shade(self._tone)
        painter.setBrush(QColor(shade.soft))
        painter.setPen(QColor(shade.ink))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), theme.RADIUS + 2, theme.RADIUS + 2)

    def _place(self) -> None:
        """Centred near the foot, above the row of buttons there, and no wider than a line is comfortable to read."""
        host = self._host.rect()
        width = min(theme.scaled(560), host.width() - 4 * theme.GAP)
        height = self._row.totalHeightForWidth(width)
        self.setGeometry((host.width() - width) // 2, host.height() - height - theme.scaled(FOOT), width, height)
