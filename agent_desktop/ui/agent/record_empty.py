"""The calm place in a panel while there is no call: a drawing, a word, and what will come. Used by all panels of the agent."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent_desktop.ui import theme
from agent_desktop.ui.agent.record_room import HEADER
from agent_desktop.ui.roles import Icon, TextStyle
from agent_desktop.ui.widgets.card import IconView
from agent_desktop.ui.widgets.label import Label


class EmptyPlace(QWidget):
    """Centred, quiet, and as wide as it is comfortable to read."""

    def __init__(self, icon: Icon, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label(style=TextStyle.HEADING, muted=True)
        self._text = Label(style=TextStyle.BODY, muted=True, wrap=True)
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        column.addStretch(2)
        column.addWidget(IconView(icon, 40), 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addStretch(3)

    def set_texts(self, title: str, text: str) -> None:
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(f"{title}. {text}")


class Overlay(QWidget):
    """Laid over a panel whose widgets stay visible under it: uncovering them costs a paint, showing them a layout."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        panel.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            top = theme.scaled(HEADER) + 2 * theme.INSET
            self.setGeometry(QRect(1, top, watched.width() - 2, watched.height() - top - theme.RADIUS))
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), QColor(theme.tokens().surface))


class Cover(Overlay):
    """The calm place, laid over a panel."""

    def __init__(self, icon: Icon, panel: QWidget) -> None:
        super().__init__(panel)
        self._place = EmptyPlace(icon)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._place)

    def set_texts(self, title: str, text: str) -> None:
        self._place.set_texts(title, text)
