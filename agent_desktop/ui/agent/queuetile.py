"""One of my queues in the top bar: its name, how many wait, and how long the first of them has waited."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from agent_desktop.ui import theme, words
from agent_desktop.ui.agent.topbar_presenter import QueueFigure
from agent_desktop.ui.durations import stopwatch
from agent_desktop.ui.roles import Icon, TextStyle, Tone
from agent_desktop.ui.widgets.card import IconView
from agent_desktop.ui.widgets.label import ElidedLabel, Label
from agent_desktop.ui.widgets.timer import TimerLabel

WIDTH = 148


class QueueTile(QFrame):
    """A tile of fixed width, so that nothing moves while figures change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure: QueueFigure | None = None
        self._build()

    def _build(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._label = ElidedLabel(style=TextStyle.CAPTION, muted=True)
        self._icon = IconView(Icon.CHECK, 14)
        self._count = Label(style=TextStyle.STRONG)
        self._longest = TimerLabel(TextStyle.STRONG)
        figures = QHBoxLayout()
        figures.setSpacing(theme.GRID)
        figures.addWidget(self._icon)
        figures.addWidget(self._count, 1)
        figures.addWidget(self._longest)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.GAP, 0, theme.GAP, 0)
        whole.setSpacing(0)
        whole.addWidget(self._label)
        whole.addLayout(figures)

    def show_figure(self, figure: QueueFigure, now_ms: int) -> None:
        self._figure = figure
        tone = figure.tone if figure.tone is not Tone.NEUTRAL else None
        self._icon.set(figure.icon, tone)
        self._count.set_tone(tone)
        self._longest.set_tone(tone)
        self._fill(figure)
        self._longest.setVisible(figure.oldest_since_ms is not None)
        if figure.oldest_since_ms is None:
            self._longest.stop()
        else:
            self._longest.count_up(figure.oldest_since_ms, now_ms)
        self._name(figure, now_ms)
        self.setFixedWidth(theme.scaled(WIDTH))

    def _fill(self, figure: QueueFigure) -> None:
        label = words.content(figure.label) if figure.label else figure.queue or self.tr("Other queues")
        self._label.setText(label)
        self._count.setText(
            self.tr("{count} waiting").format(count=figure.waiting) if figure.waiting else self.tr("none waiting")
        )

    def tick(self, now_ms: int) -> None:
        self._longest.tick(now_ms)

    def _name(self, figure: QueueFigure, now_ms: int) -> None:
        spoken = f"{self._label.text()}: {self._count.text()}"
        if figure.oldest_since_ms is not None:
            longest = stopwatch(now_ms - figure.oldest_since_ms)
            self.setToolTip(self.tr("{queue}, the first for {time}").format(queue=spoken, time=longest))
        else:
            self.setToolTip(spoken)
        self.setAccessibleName(spoken)
