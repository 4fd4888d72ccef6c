"""Buttons: with an icon in the right colour whatever the look; for call actions with the key that does the same."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QPen, QPixmap, QShortcut
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
        self._faces: dict[tuple[object, ...], QPixmap] = {}
        self._hint = QSize()
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
        self._measure()
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
        """The names of keys are words too."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.LanguageChange}:
            self._dress()

    def sizeHint(self) -> QSize:
        return self._hint

    def minimumSizeHint(self) -> QSize:
        return self._hint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Each face is drawn once: while a call moves on, buttons only change between faces that they have had before."""
        face = (self.text(), self._icon, self._colours(), self.hasFocus(), self.size().toTuple())
        if face not in self._faces:
            self._faces[face] = self._drawn()
        QPainter(self).drawPixmap(0, 0, self._faces[face])

    def _drawn(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, ink, frame = self._colours()
        painter.setBrush(QColor(fill))
        edge = QPen(QColor(theme.tokens().focus), 2) if self.hasFocus() else QPen(QColor(frame), 1)
        painter.setPen(edge)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
        self._draw_content(painter, ink)
        painter.end()
        return picture

    def _draw_content(self, painter: QPainter, ink: str) -> None:
        size, height = self._icon_size(), self.height()
        at = (self.width() - self._hint.width()) // 2 + theme.scaled(theme.INSET)
        picture = icons.pixmap(self._icon, ink, size, self.devicePixelRatioF())
        painter.drawPixmap(at, (height - size) // 2, picture)
        at += size + theme.GAP
        width = theme.metrics(TextStyle.STRONG).horizontalAdvance(self.text())
        painter.setFont(theme.font(TextStyle.STRONG))
        painter.setPen(QColor(ink))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(QRectF(at, 0, width + 1, height), middle, self.text())
        self._draw_key(painter, QRectF(at + width + theme.GAP, 0, self._key_width(), height), ink)

    def _draw_key(self, painter: QPainter, box: QRectF, ink: str) -> None:
        height = round(theme.metrics(TextStyle.CAPTION).height() * 1.05)
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
        self._faces.clear()
        self.update()
        self.setFont(theme.font(TextStyle.STRONG))
        self._measure()

    def _measure(self) -> None:
        text = theme.metrics(TextStyle.STRONG).horizontalAdvance(self.text())
        inner = self._icon_size() + theme.GAP + text + theme.GAP + self._key_width()
        self._hint = QSize(inner + 2 * theme.scaled(theme.INSET), theme.scaled(40))
        self.updateGeometry()

    def _icon_size(self) -> int:
        return theme.scaled(18)

    def _key_width(self) -> int:
        return theme.metrics(TextStyle.CAPTION).horizontalAdvance(self.key_text()) + theme.GRID
