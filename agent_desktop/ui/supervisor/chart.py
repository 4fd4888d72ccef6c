"""A day as a chart: bars for each interval, a share as a line over them, and what the colours mean. On the board it is the day of the queue
in focus: what was answered and what was lost in each quarter of an hour, and the service level over it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QDateTime, QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from agent_desktop.ui import boardwords, i18n, theme
from agent_desktop.ui.agent.record_paint import RIGHT, draw_text, line, text_width
from agent_desktop.ui.desk import Desk
from agent_desktop.ui.roles import Icon, TextStyle, Tone
from agent_desktop.ui.supervisor.chart_presenter import Bar, bars
from agent_desktop.ui.supervisor.lens import Lens
from agent_desktop.ui.widgets.card import Card

HOUR_MS = 3_600_000
WIDEST = 64
"""Of a bar: one alone is no wall."""
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


@dataclass(frozen=True, slots=True)
class Series:
    """What a part of the bars, or the line, stands for."""

    tone: Tone
    word: str


@dataclass(frozen=True, slots=True)
class Key:
    """How a chart is read: the parts of its bars from the foot, and its line, if it has one."""

    parts: tuple[Series, ...] = ()
    line: Series | None = None

    def series(self) -> tuple[Series, ...]:
        return (*self.parts, self.line) if self.line else self.parts


class DayChart(QWidget):
    """Bars stand on the left scale, the line on shares (right scale, 0–100 %). Without a line there is no right scale."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self._key = Key()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_bars(self, shown: tuple[Bar, ...], key: Key) -> None:
        if (shown, key) != (self._bars, self._key):
            self._bars, self._key = shown, key
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(360), theme.scaled(150))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(200), theme.scaled(84))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = self._plot()
        top = self._top()
        self._paint_scales(painter, plot, top)
        for number, bar in enumerate(self._bars):
            self._paint_bar(painter, plot, number, bar, top)
        self._paint_level(painter, plot)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self._bars:
            wide = self._plot().width() / len(self._bars)
            number = int((event.pos().x() - self._plot().left()) / wide)
            if 0 <= number < len(self._bars):
                QToolTip.showText(event.globalPos(), self._told(self._bars[number]), self)
                return True
        return super().event(event)

    def _told(self, bar: Bar) -> str:
        told = [f"{series.word} {part:.0f}" for series, part in zip(self._key.parts, bar.parts, strict=True)]
        if self._key.line is not None:
            told.append(f"{self._key.line.word} {boardwords.percent(bar.level)}")
        return f"{_clock(bar.start_ms)} · {' · '.join(told)}"

    def _plot(self) -> QRect:
        foot = line(TextStyle.CAPTION) + theme.GRID
        left = text_width("0000", TextStyle.CAPTION)
        right = text_width("100 %", TextStyle.CAPTION) + theme.GRID if self._key.line else 0
        return self.rect().adjusted(left, line(TextStyle.CAPTION) // 2, -right, -foot)

    def _top(self) -> int:
        """The end of the left scale: a round number."""
        most = max(sum(bar.parts) for bar in self._bars)
        return next((step for step in _STEPS if step >= most), math.ceil(most))

    def _paint_scales(self, painter: QPainter, plot: QRect, top: int) -> None:
        muted, height = theme.tokens().muted, line(TextStyle.CAPTION)
        for share in (0.0, 0.5, 1.0):
            y = round(plot.bottom() - share * plot.height())
            painter.setPen(QPen(QColor(theme.tokens().border), 1))
            painter.drawLine(plot.left(), y, plot.right(), y)
            value = top * share
            if value == int(value):
                box = QRect(0, y - height // 2, plot.left() - theme.GRID, height)
                draw_text(painter, box, str(int(value)), TextStyle.CAPTION, muted, align=RIGHT)
            if self._key.line is not None:
                box = QRect(
                    plot.right() + theme.GRID, y - height // 2, self.width() - plot.right() - theme.GRID, height
                )
                draw_text(painter, box, f"{share:.0%}".replace("%", " %"), TextStyle.CAPTION, muted, align=RIGHT)
        self._paint_hours(painter, plot)

    def _paint_hours(self, painter: QPainter, plot: QRect) -> None:
        """Under the bars that begin with an hour, as many as there is room for."""
        wide, width = plot.width() / len(self._bars), text_width("00:00", TextStyle.CAPTION)
        hours = [number for number, bar in enumerate(self._bars) if bar.start_ms % HOUR_MS == 0]
        apart = (hours[1] - hours[0]) * wide if len(hours) > 1 else plot.width()
        for number in hours[:: max(1, math.ceil(1.6 * width / apart))]:
            middle = plot.left() + number * wide
            box = QRect(round(middle - width / 2), plot.bottom() + theme.GRID, width, line(TextStyle.CAPTION))
            if box.left() >= 0 and box.right() <= self.width():
                draw_text(painter, box, _clock(self._bars[number].start_ms), TextStyle.CAPTION, theme.tokens().muted)

    def _paint_bar(self, painter: QPainter, plot: QRect, number: int, bar: Bar, top: int) -> None:
        wide = plot.width() / len(self._bars)
        width = min(max(wide - 2, 1), theme.scaled(WIDEST))
        x, foot = plot.left() + (number + 0.5) * wide - width / 2, float(plot.bottom())
        painter.setPen(Qt.PenStyle.NoPen)
        for part, series in zip(bar.parts, self._key.parts, strict=True):
            height = plot.height() * part / top
            painter.setBrush(QColor(theme.shade(series.tone).solid))
            painter.drawRect(QRectF(x, foot - height, width, height))
            foot -= height

    def _paint_level(self, painter: QPainter, plot: QRect) -> None:
        if self._key.line is None:
            return
        ink = QColor(theme.shade(self._key.line.tone).ink)
        wide = plot.width() / len(self._bars)
        stretch: list[QPointF] = []
        painter.setBrush(ink)
        for number, bar in enumerate(self._bars):
            if bar.level is None:
                continue
            stretch.append(QPointF(plot.left() + (number + 0.5) * wide, plot.bottom() - bar.level * plot.height()))
        painter.setPen(QPen(ink, 2))
        painter.drawPolyline(QPolygonF(stretch))
        for point in stretch:
            painter.drawEllipse(point, 2.5, 2.5)


class ChartPanel(Card):
    """The chart with its title and what its colours mean."""

    def __init__(self, desk: Desk, lens: Lens, parent: QWidget | None = None) -> None:
        super().__init__(Icon.CALENDAR, parent)
        self._desk, self._lens = desk, lens
        self.chart = DayChart()
        self.body.addWidget(self.chart)
        self._legend = Legend()
        self._key = Key()
        self.header.addWidget(self._legend)
        lens.changed.connect(self.retranslate)
        self.retranslate()

    def tick(self, now_ms: int) -> None:
        """Once a second is often enough for what stands on quarters of an hour."""
        self.refresh()

    def refresh(self) -> None:
        board = self._desk.state.board
        shown = bars(board, self._lens.queue, self._lens.formula, self._desk.now_ms())
        self.chart.show_bars(shown, self._key)

    def retranslate(self) -> None:
        self.set_title(self.tr("Today: {queue}").format(queue=self._lens.queue_name(self._lens.queue)))
        self.chart.setAccessibleName(self.title.text())
        parts = (Series(Tone.BUSY, self.tr("answered")), Series(Tone.ALERT, self.tr("lost")))
        self._key = Key(parts, Series(Tone.READY, self.tr("service level")))
        self._legend.show_key(self._key)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


class Legend(QWidget):
    """What each colour of a chart means."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = Key()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_key(self, key: Key) -> None:
        self._key = key
        self.setAccessibleName(", ".join(each.word for each in key.series()))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        mark = theme.scaled(10) + theme.GRID
        width = sum(mark + text_width(each.word, TextStyle.CAPTION) + theme.INSET for each in self._key.series())
        return QSize(width, line(TextStyle.CAPTION))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, size = 0, theme.scaled(10)
        for each in self._key.series():
            shade = theme.shade(each.tone)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shade.ink if each is self._key.line else shade.solid))
            painter.drawRoundedRect(QRectF(x, (self.height() - size) / 2, size, size), 2, 2)
            x += size + theme.GRID
            wide = text_width(each.word, TextStyle.CAPTION)
            draw_text(painter, QRect(x, 0, wide, self.height()), each.word, TextStyle.CAPTION, theme.tokens().muted)
            x += wide + theme.INSET


def _clock(at_ms: int) -> str:
    return i18n.locale().toString(QDateTime.fromMSecsSinceEpoch(at_ms).time(), "HH:mm")
