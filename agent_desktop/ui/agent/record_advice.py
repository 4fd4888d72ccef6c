"""A banner inside a panel: the same words and button as a window's banner, in the rounded form of what stands around it."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from agent_desktop.ui import theme
from agent_desktop.ui.agent.record_paint import draw_box
from agent_desktop.ui.roles import Icon, Tone
from agent_desktop.ui.widgets.banner import Banner


class AdviceBox(Banner):
    """Hidden until it has something to say."""

    def __init__(self, tone: Tone = Tone.ALERT, icon: Icon = Icon.ALERT, parent: QWidget | None = None) -> None:
        super().__init__(tone, icon, parent)
        self.setContentsMargins(-6, -2, -6, -2)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, self.rect(), theme.shade(self._tone).soft)
