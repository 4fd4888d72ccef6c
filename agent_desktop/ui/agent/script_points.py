"""The talking points of a step: short, large and calm, each with its mark. Paints itself at any width; plain text only, for what it
shows may come from a caller's record.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from agent_desktop.scripts.view import PointView
from agent_desktop.ui import theme
from agent_desktop.ui.agent.record_paint import draw_box, draw_text, draw_wrapped, line, wrapped_height
from agent_desktop.ui.roles import TextStyle, Tone


class PointsView(QWidget):
    """Paints the points under one another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: tuple[PointView, ...] = ()
        self._measured: dict[int, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_points(self, points: tuple[PointView, ...]) -> None:
        if points == self._points:
            return
        self._points = points
        self._measured = {}
        self.setAccessibleName("\n".join(point.text for point in points))
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange):
            self._measured = {}
            self.updateGeometry()
            self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Asked for by each round of the layout, so it is measured once per width."""
        if width not in self._measured:
            gap = theme.scaled(10)
            heights = [self._height(point, width) for point in self._points]
            self._measured[width] = sum(heights) + gap * max(0, len(heights) - 1)
        return self._measured[width]

    def sizeHint(self) -> QSize:
        width = self.width() or theme.scaled(320)
        return QSize(theme.scaled(320), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(160), self.heightForWidth(self.width()) if self.width() else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def _height(self, point: PointView, width: int) -> int:
        text = wrapped_height(point.text, TextStyle.SPOKEN, self._room(point, width))
        return text + line(TextStyle.CAPTION) + theme.scaled(18) if point.exact else text

    def _room(self, point: PointView, width: int) -> int:
        return width - theme.scaled(28 if point.exact else 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = 0
        for point in self._points:
            box = QRect(0, top, self.width(), self._height(point, self.width()))
            if point.exact:
                self._paint_exact(painter, box, point.text)
            else:
                _paint_point(painter, box, point.text)
            top += box.height() + theme.scaled(10)

    def _paint_exact(self, painter: QPainter, box: QRect, text: str) -> None:
        """To be said word by word: in a box with a bar, and it says so."""
        shade = theme.shade(Tone.HOLD)
        draw_box(painter, box, shade.soft)
        painter.fillRect(QRect(box.left(), box.top() + 4, theme.scaled(3), box.height() - 8), QColor(shade.ink))
        inner = box.adjusted(theme.scaled(14), theme.scaled(8), -theme.scaled(10), -theme.scaled(8))
        label = QRect(inner.left(), inner.top(), inner.width(), line(TextStyle.CAPTION))
        draw_text(painter, label, self.tr("Word for word"), TextStyle.CAPTION, shade.ink)
        words = inner.adjusted(0, label.height() + 2, theme.scaled(10), theme.scaled(8))
        words.setWidth(self._room(PointView(text, exact=True), box.width()))
        draw_wrapped(painter, words, text, TextStyle.SPOKEN, theme.tokens().text)


def _paint_point(painter: QPainter, box: QRect, text: str) -> None:
    dot = theme.scaled(6)
    middle = box.top() + line(TextStyle.SPOKEN) // 2
    draw_box(painter, QRect(theme.scaled(2), middle - dot // 2, dot, dot), theme.shade(Tone.ACCENT).solid, dot // 2)
    words = box.adjusted(theme.scaled(18), 0, 0, theme.scaled(4))
    draw_wrapped(painter, words, text, TextStyle.SPOKEN, theme.tokens().text)
