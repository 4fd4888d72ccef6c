"""Buttons: with an icon in the right colour whatever the look; for call actions with the key that does the same."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget

from agent_desktop.ui import icons, theme
from agent_desktop.ui.roles import Icon, TextStyle, Tone
from agent_desktop.ui.stylesheet import VARIANTS


class Button(QPushButton):
    """A push button. `variant`: empty, `primary`, `success`, `danger` or `quiet`."""

    def __init__(self, icon: Icon | None = None, variant: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._variant = icon, variant
        self.setProperty("variant", variant)
        self.setAutoDefault(False)
        self._dress()

    def set_icon(self, icon: Icon | None) -> None:
        if icon is not self._icon:
            self._icon = icon
            self._dress()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._dress()

    def _dress(self) -> None:
        size = theme.scaled(16)
        self.setIconSize(QSize(size + theme.GRID, size))
        if self._icon is not None:
            self.setIcon(icons.icon(self._icon, self._ink(), theme.tokens().disabled, size, theme.GRID))

    def _ink(self) -> str:
        tone = VARIANTS.get(self._variant)
        return theme.tokens().text if tone is None else theme.shade(tone).on_solid


class IconButton(QToolButton):
    """A small quiet button with an icon only; its name is its tooltip and what a screen reader says."""

    def __init__(self, icon: Icon, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setProperty("variant", "quiet")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._dress()

    def set_name(self, name: str) -> None:
        self.setToolTip(name)
        self.setAccessibleName(name)

    def set_icon(self, icon: Icon) -> None:
        if icon is not self._icon:
            self._icon = icon
            self._dress()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._dress()

    def _dress(self) -> None:
        size = theme.scaled(18)
        self.setIconSize(QSize(size, size))
        self.setIcon(icons.icon(self._icon, theme.tokens().muted, theme.tokens().disabled, size))


class ActionButton(QPushButton):
    """A call action: icon, word, and its key in a small frame. Works by its key from anywhere in the window.

    When it cannot be used its tooltip says why.
    """

    def __init__(self, icon: Icon, key: str, tone: Tone | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._tone = icon, tone
        self._sequence = QKeySequence(key)
        self._shortcut = QShortcut(self._sequence, self)
        self._shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        self._shortcut.activated.connect(self.click)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._dress()

    def key_text(self) -> str:
        return self._sequence.toString(QKeySequence.SequenceFormat.NativeText)

    def set_face(self, text: str, icon: Icon, tone: Tone | None = None) -> None:
        """Become another action (hold, retrieve) under the same key."""
        if (text, icon, tone) == (self.text(), self._icon, self._tone):
            return
        self._icon, self._tone = icon, tone
        self.setText(text)
        self.setAccessibleName(f"{text} ({self.key_text()})")
        self.updateGeometry()
        self.update()

    def allow(self, allowed: bool, reason: str = "") -> None:
        """Let it be used, or grey it out and say why."""
        if self.isEnabled() != allowed:
            self.setEnabled(allowed)
        hint = f"{self.text()} ({self.key_text()})" if allowed else reason
        if self.toolTip() != hint:
            self.setToolTip(hint)
            self.setAccessibleDescription("" if allowed else reason)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._dress()

    def sizeHint(self) -> QSize:
        text = self.fontMetrics().horizontalAdvance(self.text())
        inner = self._icon_size() + theme.GAP + text + theme.GAP + self._key_width()
        return QSize(inner + 2 * theme.scaled(theme.INSET), theme.scaled(40))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, ink, frame = self._colours()
        painter.setBrush(QColor(fill))
        width = 2 if self.hasFocus() else 1
        painter.setPen(QPen(QColor(theme.tokens().focus if self.hasFocus() else frame), width))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        at = (self.width() - self.sizeHint().width()) // 2 + theme.scaled(theme.INSET)
        size = self._icon_size()
        painter.drawPixmap(
            at, (self.height() - size) // 2, icons.pixmap(self._icon, ink, size, self.devicePixelRatioF())
        )
        at += size + theme.GAP
        text_width = self.fontMetrics().horizontalAdvance(self.text())
        painter.setPen(QColor(ink))
        box = QRectF(at, 0, text_width + 1, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, self.text())
        self._paint_key(painter, QRectF(at + text_width + theme.GAP, 0, self._key_width(), self.height()), ink)

    def _paint_key(self, painter: QPainter, box: QRectF, ink: str) -> None:
        height = round(self._key_metrics().height() * 1.05)
        cap = QRectF(box.left(), (box.height() - height) / 2, box.width(), height)
        line = QColor(ink)
        line.setAlphaF(0.45)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(line, 1))
        painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), theme.GRID, theme.GRID)
        painter.setFont(theme.font(TextStyle.CAPTION))
        painter.setPen(QColor(ink))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self.key_text())

    def _colours(self) -> tuple[str, str, str]:
        """Fill, ink and frame."""
        tokens = theme.tokens()
        if not self.isEnabled():
            return tokens.surface, tokens.disabled, tokens.border
        if self._tone is not None:
            solid = theme.shade(self._tone).solid
            fill = QColor(solid).darker(114).name() if self.isDown() or self.underMouse() else solid
            return fill, theme.shade(self._tone).on_solid, fill
        fill = (
            tokens.pressed
            if self.isDown() or self.isChecked()
            else tokens.hover
            if self.underMouse()
            else tokens.surface
        )
        return fill, tokens.text, tokens.outline

    def _dress(self) -> None:
        self.setFont(theme.font(TextStyle.STRONG))
        self.updateGeometry()

    def _icon_size(self) -> int:
        return theme.scaled(18)

    def _key_metrics(self) -> QFontMetrics:
        return QFontMetrics(theme.font(TextStyle.CAPTION))

    def _key_width(self) -> int:
        return self._key_metrics().horizontalAdvance(self.key_text()) + theme.GAP
