"""A drop-down that shows that it drops down."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from agent_desktop.ui import theme
from agent_desktop.ui.icons import pixmap
from agent_desktop.ui.roles import Icon


class Combo(QComboBox):
    """A drop-down with a chevron; the wheel scrolls past it rather than changing it unseen. `whole`: as wide as its longest choice."""

    def __init__(self, parent: QWidget | None = None, *, editable: bool = False, whole: bool = False) -> None:
        super().__init__(parent)
        self.setEditable(editable)
        if whole:
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        else:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            self.setMinimumContentsLength(6)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = theme.scaled(14)
        ink = theme.tokens().muted if self.isEnabled() else theme.tokens().disabled
        left = self.width() - size - theme.scaled(8)
        picture = pixmap(Icon.CHEVRON_DOWN, ink, size, self.devicePixelRatioF())
        QPainter(self).drawPixmap(left, (self.height() - size) // 2, picture)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
