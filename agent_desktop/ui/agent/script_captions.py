"""What a simulated caller said last, as in a chat: for whoever cannot hear it, and to look back a sentence. Hidden while nobody speaks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from agent_desktop.protocol.messages import Caption
from agent_desktop.ui import theme
from agent_desktop.ui.agent.record_paint import draw_box, draw_icon, draw_wrapped, line, text_width, wrapped_height
from agent_desktop.ui.roles import Icon, TextStyle, Tone

LAST = 2
"""So many are shown; the tooltip has them all."""


class CaptionStrip(QWidget):
    """Paints the last captions, newest at the bottom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._captions: tuple[Caption, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_captions(self, captions: tuple[Caption, ...]) -> None:
        if captions == self._captions:
            return
        self._captions = captions
        every = "\n".join(caption.text for caption in captions)
        self.setToolTip(every)
        self.setAccessibleName(self.tr("The caller says: %1").replace("%1", captions[-1].text if captions else ""))
        self.setVisible(bool(captions))
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        shown = self._captions[-LAST:]
        return sum(_bubble_height(one.text, width) for one in shown) + theme.scaled(4) * max(0, len(shown) - 1)

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(240), self.heightForWidth(self.width() or theme.scaled(240)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(120), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown, top = self._captions[-LAST:], 0
        for caption in shown:
            newest = caption is shown[-1]
            height = _bubble_height(caption.text, self.width())
            _paint_bubble(painter, QRect(0, top, self.width(), height), caption.text, newest=newest)
            top += height + theme.scaled(4)


def _bubble_height(text: str, width: int) -> int:
    return wrapped_height(text, TextStyle.BODY, _room(width)) + theme.scaled(12)


def _room(width: int) -> int:
    return width - theme.scaled(24) - 2 * theme.scaled(10)


def _paint_bubble(painter: QPainter, box: QRect, text: str, *, newest: bool) -> None:
    size = theme.scaled(16)
    shade = theme.shade(Tone.BUSY if newest else Tone.NEUTRAL)
    draw_icon(painter, QPoint(0, box.top() + theme.scaled(6) + line(TextStyle.BODY) // 2), Icon.USER, shade.ink, size)
    left = theme.scaled(24)
    wide = min(_room(box.width()), text_width(text, TextStyle.BODY) + 2)
    bubble = QRect(left, box.top(), wide + 2 * theme.scaled(10), box.height())
    draw_box(painter, bubble, shade.soft)
    words = bubble.adjusted(theme.scaled(10), theme.scaled(6), theme.scaled(10), 0)
    words.setWidth(wide + 1)
    draw_wrapped(painter, words, text, TextStyle.BODY, shade.ink)
