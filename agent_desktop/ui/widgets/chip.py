"""A short fact on a quiet fill: icon and word in one tone. Painted by itself, so that changing it costs one small paint."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from agent_desktop.ui import theme
from agent_desktop.ui.icons import pixmap
from agent_desktop.ui.roles import Icon, TextStyle, Tone


class Chip(QWidget):
    """Icon and word. `loud` fills it with the solid colour, for what must be seen across the room."""

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
        self._text, self._icon, self._tone, self._loud = text, icon, tone, loud
        self._style = style
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._dress()
        self._explain()

    def text(self) -> str:
        return self._text

    def tone(self) -> Tone:
        return self._tone

    def set(self, text: str, icon: Icon | None = None, tone: Tone = Tone.NEUTRAL, *, loud: bool = False) -> None:
        """Show this instead."""
        if (text, icon, tone, loud) == (self._text, self._icon, self._tone, self._loud):
            return
        resized = text != self._text or (icon is None) != (self._icon is None)
        self._text, self._icon, self._tone, self._loud = text, icon, tone, loud
        self._explain()
        self.update()
        if resized:
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._furniture() + self._metrics().horizontalAdvance(self._text), self._height())

    def minimumSizeHint(self) -> QSize:
        """Icon and a few letters; the tooltip has the rest."""
        least = self._furniture() + self._metrics().averageCharWidth() * 4
        return QSize(min(least, self.sizeHint().width()), self._height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shade = theme.shade(self._tone)
        ink = shade.on_solid if self._loud else shade.ink
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shade.solid if self._loud else shade.soft))
        box = QRectF(self.rect())
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        at = self._padding()
        if self._icon is not None:
            size = self._icon_size()
            top = (self.height() - size) // 2
            painter.drawPixmap(at, top, pixmap(self._icon, ink, size, self.devicePixelRatioF()))
            at += size + theme.GRID
        self._paint_text(painter, box.adjusted(at, 0, -self._padding(), 0), QColor(ink))

    def _paint_text(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        painter.setFont(self.font())
        painter.setPen(QPen(ink))
        shown = self._metrics().elidedText(self._text, Qt.TextElideMode.ElideRight, round(box.width()) + 1)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)

    def _dress(self) -> None:
        self.setFont(theme.font(self._style))
        self.updateGeometry()

    def _explain(self) -> None:
        self.setAccessibleName(self._text)
        self.setToolTip(self._text)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self.font())

    def _padding(self) -> int:
        return theme.scaled(theme.GAP)

    def _icon_size(self) -> int:
        return round(self.font().pixelSize() * 1.2)

    def _furniture(self) -> int:
        icon = self._icon_size() + theme.GRID if self._icon is not None else 0
        return 2 * self._padding() + icon

    def _height(self) -> int:
        return round(self.font().pixelSize() * 1.35) + theme.scaled(theme.GAP)
