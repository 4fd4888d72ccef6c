"""A short fact on a quiet fill: icon and word in one tone. Painted by itself, so that changing it costs one small paint."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from agent_desktop.ui import theme
from agent_desktop.ui.icons import pixmap
from agent_desktop.ui.roles import Icon, TextStyle, Tone


@dataclass(frozen=True, slots=True)
class Face:
    """What a chip shows. `loud` fills it with the solid colour, for what must be seen across the room."""

    text: str = ""
    icon: Icon | None = None
    tone: Tone = Tone.NEUTRAL
    loud: bool = False
    style: TextStyle = TextStyle.CAPTION

    def width(self) -> int:
        return self.furniture() + theme.metrics(self.style).horizontalAdvance(self.text)

    def furniture(self) -> int:
        """All but the text."""
        icon = self._icon_size() + theme.GRID if self.icon is not None else 0
        return 2 * _padding() + icon

    def height(self) -> int:
        return round(theme.font(self.style).pixelSize() * 1.35) + theme.scaled(theme.GAP)

    def paint(self, painter: QPainter, box: QRectF, ratio: float) -> None:
        """Fill the box; a text that is too long for it ends in …. `ratio` is the screen's."""
        shade = theme.shade(self.tone)
        ink = shade.on_solid if self.loud else shade.ink
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shade.solid if self.loud else shade.soft))
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        at = box.left() + _padding()
        if self.icon is not None:
            size = self._icon_size()
            top = box.top() + (box.height() - size) // 2
            painter.drawPixmap(round(at), round(top), pixmap(self.icon, ink, size, ratio))
            at += size + theme.GRID
        room = QRectF(at, box.top(), box.right() - _padding() - at, box.height())
        self._paint_text(painter, room, ink)

    def _paint_text(self, painter: QPainter, room: QRectF, ink: str) -> None:
        painter.setFont(theme.font(self.style))
        painter.setPen(QColor(ink))
        metrics = theme.metrics(self.style)
        shown = metrics.elidedText(self.text, Qt.TextElideMode.ElideRight, round(room.width()) + 1)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)

    def _icon_size(self) -> int:
        return round(theme.font(self.style).pixelSize() * 1.2)


def _padding() -> int:
    return theme.scaled(theme.GAP)


class Chip(QWidget):
    """One face as a widget; its whole text is its tooltip and its name. Without a text there is nothing to see, at less cost than
    hiding it.
    """

    def __init__(
        self,
        text: str = "",
        icon: Icon | None = None,
        tone: Tone = Tone.NEUTRAL,
        *,
        style: TextStyle = TextStyle.CAPTION,
        loud: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._face = Face(text, icon, tone, loud, style)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._explain()

    def text(self) -> str:
        return self._face.text

    def tone(self) -> Tone:
        return self._face.tone

    def set(self, text: str, icon: Icon | None = None, tone: Tone = Tone.NEUTRAL, *, loud: bool = False) -> None:
        """Show this instead."""
        old, self._face = self._face, Face(text, icon, tone, loud, self._face.style)
        if self._face == old:
            return
        self.update()
        if text != old.text or (icon is None) != (old.icon is None):
            self._explain()
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._face.width(), self._face.height())

    def minimumSizeHint(self) -> QSize:
        """Icon and a few letters; the tooltip has the rest."""
        least = self._face.furniture() + theme.metrics(self._face.style).averageCharWidth() * 4
        return QSize(min(least, self._face.width()), self._face.height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._face.text:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._face.paint(painter, QRectF(self.rect()), self.devicePixelRatioF())

    def _explain(self) -> None:
        self.setAccessibleName(self._face.text)
        self.setToolTip(self._face.text)
