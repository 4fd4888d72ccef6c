"""Buttons and marks of the panels that the shared widgets lack: the one thing to do next with its key beside it, and a check box whose
mark is drawn in the colours of the look.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QCheckBox, QPushButton, QSizePolicy, QWidget

from agent_desktop.ui import theme
from agent_desktop.ui.agent.record_paint import CENTRE, draw_icon, draw_text, line, text_width
from agent_desktop.ui.roles import Icon, TextStyle, Tone


class KeyButton(QPushButton):
    """Icon, words, and the key that does the same from anywhere in the window, at once. Without a tone it is a quiet button."""

    def __init__(self, icon: Icon, key: str, tone: Tone | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._tone, self._key = icon, tone, ""
        self._shortcut = QShortcut(QKeySequence(key), self)
        self._shortcut.activated.connect(self.click)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_words(self, text: str) -> None:
        if text != self.text():
            self._key = self._shortcut.key().toString(QKeySequence.SequenceFormat.NativeText)
            self.setText(text)
            self.setAccessibleName(text)
            self.setToolTip(f"{text} ({self._key})")
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()

    def _style(self) -> TextStyle:
        return TextStyle.BODY if self._tone is None else TextStyle.STRONG

    def _cap_width(self) -> int:
        return text_width(self._key, TextStyle.CAPTION) + theme.GAP

    def sizeHint(self) -> QSize:
        words = theme.scaled(16) + theme.GAP + text_width(self.text(), self._style())
        return QSize(words + theme.GAP + self._cap_width() + 2 * theme.scaled(10), theme.scaled(36))

    def minimumSizeHint(self) -> QSize:
        """Where it is narrow the key goes first; the tooltip has it still."""
        return self.sizeHint() - QSize(self._cap_width() + theme.GAP, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self._paint_ground(painter)
        size, left = theme.scaled(16), theme.scaled(10)
        middle = self.height() // 2
        draw_icon(painter, QPoint(left, middle), self._icon, ink, size)
        words = QRect(left + size + theme.GAP, 0, self.width() - left * 2 - size - theme.GAP, self.height())
        draw_text(painter, words, self.text(), self._style(), ink)
        if self.width() >= self.sizeHint().width():
            after = words.left() + text_width(self.text(), self._style()) + theme.GAP
            self._paint_cap(painter, after, ink)

    def _paint_ground(self, painter: QPainter) -> str:
        """The fill and the frame; which ink stands on it."""
        fill, ink, frame = self._colours()
        painter.setBrush(QColor(fill))
        focused = self.hasFocus()
        ring = theme.tokens().text if self._tone is not None else theme.tokens().focus
        painter.setPen(QPen(QColor(ring if focused else frame), 2 if focused else 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        return ink

    def _colours(self) -> tuple[str, str, str]:
        """Fill, ink and frame."""
        tokens = theme.tokens()
        if not self.isEnabled():
            return tokens.surface, tokens.disabled, tokens.border
        touched = self.isDown() or self.underMouse()
        if self._tone is None:
            return tokens.hover if touched else tokens.surface, tokens.text, tokens.outline
        shade = theme.shade(self._tone)
        fill = QColor(shade.solid).darker(114).name() if touched else shade.solid
        return fill, shade.on_solid, fill

    def _paint_cap(self, painter: QPainter, left: int, ink: str) -> None:
        height = line(TextStyle.CAPTION)
        cap = QRect(left, (self.height() - height) // 2, self._cap_width(), height)
        frame = QColor(ink)
        frame.setAlphaF(0.45)
        painter.setBrush(QColor(0, 0, 0, 0))
        painter.setPen(QPen(frame, 1))
        painter.drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), theme.GRID, theme.GRID)
        draw_text(painter, cap, self._key, TextStyle.CAPTION, ink, align=CENTRE)


class CheckBox(QCheckBox):
    """A check box that is seen in either scheme and at any size."""

    def sizeHint(self) -> QSize:
        words = text_width(self.text(), TextStyle.BODY)
        return QSize(theme.scaled(18) + theme.GAP + words + theme.GRID, theme.scaled(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(64), self.sizeHint().height())

    def hitButton(self, at: QPoint) -> bool:
        return self.rect().contains(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, accent = theme.tokens(), theme.shade(Tone.ACCENT)
        size = theme.scaled(18)
        box = QRect(1, (self.height() - size) // 2, size, size)
        checked = self.isChecked() and self.isEnabled()
        frame = tokens.focus if self.hasFocus() else accent.solid if checked else tokens.outline
        painter.setBrush(QColor(accent.solid if checked else tokens.sunken))
        painter.setPen(QPen(QColor(frame), 2 if self.hasFocus() else 1))
        painter.drawRoundedRect(QRectF(box), theme.GRID, theme.GRID)
        if self.isChecked():
            ink = accent.on_solid if self.isEnabled() else tokens.disabled
            inner = round(size * 0.75)
            draw_icon(painter, QPoint(box.left() + (size - inner) // 2, box.center().y() + 1), Icon.CHECK, ink, inner)
        words = self.rect().adjusted(size + theme.GAP, 0, 0, 0)
        draw_text(painter, words, self.text(), TextStyle.BODY, tokens.text if self.isEnabled() else tokens.disabled)
