"""The day of the queue in focus: what was answered and what was lost in each quarter of an hour, and the service level over it."""

from __future__ import annotations

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
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


class DayChart(QWidget):
    """Bars stand on calls (left scale), the line on the service level (right scale, 0–100 %)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_bars(self, shown: tuple[Bar, ...]) -> None:
        if shown != self._bars:
            self._bars = shown
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
        text = self.tr("{time}: {answered} answered, {abandoned} lost, level {level}")
        counts = bar.counts
        return text.format(
            time=_clock(bar.start_ms),
            answered=counts.answered,
            abandoned=counts.abandoned,
            level=boardwords.percent(bar.level),
        )

    def _plot(self) -> QRect:
        foot = line(TextStyle.CAPTION) + theme.GRID
        left = text_width("0000", TextStyle.CAPTION)
        right = text_width("100 %", TextStyle.CAPTION) + theme.GRID
        return self.rect().adjusted(left, line(TextStyle.CAPTION) // 2, -right, -foot)

    def _top(self) -> int:
        """The end of the left scale: a round number."""
        most = max(bar.counts.answered + bar.counts.abandoned for bar in self._bars)
        return next((step for step in _STEPS if step >= most), most)

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
            box = QRect(plot.right() + theme.GRID, y - height // 2, self.width() - plot.right() - theme.GRID, height)
            draw_text(painter, box, f"{share:.0%}".replace("%", " %"), TextStyle.CAPTION, muted, align=RIGHT)
        self._paint_hours(painter, plot)

    def _paint_hours(self, painter: QPainter, plot: QRect) -> None:
        wide = plot.width() / len(self._bars)
        each = max(1, round(text_width("00:00", TextStyle.CAPTION) * 1.6 / (4 * wide) + 0.5))
        hours = [(number, bar) for number, bar in enumerate(self._bars) if bar.start_ms % HOUR_MS == 0]
        for number, bar in hours[::each]:
            middle = plot.left() + number * wide
            width = text_width("00:00", TextStyle.CAPTION)
            box = QRect(round(middle - width / 2), plot.bottom() + theme.GRID, width, line(TextStyle.CAPTION))
            if box.left() >= 0 and box.right() <= self.width():
                draw_text(painter, box, _clock(bar.start_ms), TextStyle.CAPTION, theme.tokens().muted)

    def _paint_bar(self, painter: QPainter, plot: QRect, number: int, bar: Bar, top: int) -> None:
        wide = plot.width() / len(self._bars)
        x, foot = plot.left() + number * wide + 1, float(plot.bottom())
        painter.setPen(Qt.PenStyle.NoPen)
        for count, tone in ((bar.counts.answered, Tone.BUSY), (bar.counts.abandoned, Tone.ALERT)):
            height = plot.height() * count / top
            painter.setBrush(QColor(theme.shade(tone).solid))
            painter.drawRect(QRectF(x, foot - height, max(wide - 2, 1), height))
            foot -= height

    def _paint_level(self, painter: QPainter, plot: QRect) -> None:
        wide = plot.width() / len(self._bars)
        stretch: list[QPointF] = []
        painter.setBrush(QColor(theme.shade(Tone.READY).ink))
        for number, bar in enumerate(self._bars):
            if bar.level is None:
                continue
            stretch.append(QPointF(plot.left() + (number + 0.5) * wide, plot.bottom() - bar.level * plot.height()))
        painter.setPen(QPen(QColor(theme.shade(Tone.READY).ink), 2))
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
        self.header.addWidget(self._legend)
        lens.changed.connect(self.retranslate)
        self.retranslate()

    def tick(self, now_ms: int) -> None:
        """Once a second is often enough for what stands on quarters of an hour."""
        self.refresh()

    def refresh(self) -> None:
        board = self._desk.state.board
        self.chart.show_bars(bars(board, self._lens.queue, self._lens.formula, self._desk.now_ms()))

    def retranslate(self) -> None:
        self.set_title(self.tr("Today: {queue}").format(queue=self._lens.queue_name(self._lens.queue)))
        self.chart.setAccessibleName(self.title.text())
        words = (self.tr("answered"), self.tr("lost"), self.tr("service level"))
        self._legend.show_words(tuple(zip((Tone.BUSY, Tone.ALERT, Tone.READY), words, strict=True)))
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


class Legend(QWidget):
    """What each colour of a chart means."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[tuple[Tone, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_words(self, shown: tuple[tuple[Tone, str], ...]) -> None:
        self._words = shown
        self.setAccessibleName(", ".join(word for _, word in shown))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        mark = theme.scaled(10) + theme.GRID
        width = sum(mark + text_width(word, TextStyle.CAPTION) + theme.INSET for _, word in self._words)
        return QSize(width, line(TextStyle.CAPTION))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, size = 0, theme.scaled(10)
        for tone, word in self._words:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.shade(tone).solid))
            painter.drawRoundedRect(QRectF(x, (self.height() - size) / 2, size, size), 2, 2)
            x += size + theme.GRID
            wide = text_width(word, TextStyle.CAPTION)
            draw_text(painter, QRect(x, 0, wide, self.height()), word, TextStyle.CAPTION, theme.tokens().muted)
            x += wide + theme.INSET


def _clock(at_ms: int) -> str:
    return i18n.locale().toString(QDateTime.fromMSecsSinceEpoch(at_ms).time(), "HH:mm")
