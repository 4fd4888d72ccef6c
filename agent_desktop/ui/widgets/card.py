"""A panel with a header: icon, title, room for chips and buttons at the right; and sections inside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agent_desktop.ui import theme
from agent_desktop.ui.icons import pixmap
from agent_desktop.ui.roles import Icon, TextStyle, Tone
from agent_desktop.ui.widgets.label import ElidedLabel, Label


class IconView(QWidget):
    """One of the drawings, in a tone; without a tone in the colour of hints."""

    def __init__(self, icon: Icon, size: int = 16, tone: Tone | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._size, self._tone = icon, size, tone
        self._dress()

    def set(self, icon: Icon, tone: Tone | None = None) -> None:
        if (icon, tone) != (self._icon, self._tone):
            self._icon, self._tone = icon, tone
            self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = theme.tokens().muted if self._tone is None else theme.shade(self._tone).ink
        painter = QPainter(self)
        painter.drawPixmap(0, 0, pixmap(self._icon, colour, self.width(), self.devicePixelRatioF()))

    def _dress(self) -> None:
        self.setFixedSize(theme.scaled(self._size), theme.scaled(self._size))


class Card(QFrame):
    """A panel. Fill `body`; put chips and small buttons into `header` (they end up at the right of the title)."""

    def __init__(self, icon: Icon | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "card")
        self.title = ElidedLabel(style=TextStyle.HEADING)
        self.header = QHBoxLayout()
        self.header.setContentsMargins(0, 0, 0, 0)
        self.header.setSpacing(theme.GAP)
        if icon is not None:
            self.header.addWidget(IconView(icon, 18))
        self.header.addWidget(self.title, 1)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme.GAP)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.INSET + theme.GRID, theme.INSET, theme.INSET + theme.GRID, theme.INSET)
        whole.setSpacing(theme.INSET)
        whole.addLayout(self.header)
        whole.addLayout(self.body, 1)

    def set_title(self, text: str) -> None:
        self.title.setText(text)
        self.setAccessibleName(text)


class SectionHeader(QWidget):
    """The heading of one section inside a card: a quiet word over what belongs to it, and a place at the right."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, theme.GRID, 0, 0)
        self.row.setSpacing(theme.GAP)
        self.label = Label(text, TextStyle.CAPTION, muted=True)
        self.row.addWidget(self.label)
        self.row.addWidget(Rule(), 1, Qt.AlignmentFlag.AlignVCenter)

    def set_text(self, text: str) -> None:
        self.label.setText(text)


class Rule(QFrame):
    """A hairline."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "rule")
        self.setFixedHeight(1)
