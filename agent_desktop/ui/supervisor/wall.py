"""The wall display: the queues and the agents in figures that are read across a room. Full screen, painted, nothing to work with.

Letters grow with the screen; what needs attention is coloured and has its drawing. Escape or its key goes back.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QDateTime, QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from agent_desktop.protocol.states import AgentState
from agent_desktop.protocol.thresholds import Level, Watched
from agent_desktop.ui import boardwords, i18n, theme, words
from agent_desktop.ui.agent.record_paint import draw_box, draw_icon
from agent_desktop.ui.desk import Change, Desk
from agent_desktop.ui.durations import stopwatch
from agent_desktop.ui.roles import TextStyle
from agent_desktop.ui.supervisor.lens import Lens
from agent_desktop.ui.supervisor.queues_presenter import QueueRow, queue_rows
from agent_desktop.ui.supervisor.thresholds import FACES

_STATES = (AgentState.READY, AgentState.RESERVED, AgentState.BUSY, AgentState.WRAP_UP, AgentState.NOT_READY)
_MOST_ROWS = 9
_COLUMNS = (0.0, 0.36, 0.49, 0.66, 0.83, 0.92, 1.0)
"""Where each column of a queue's row begins, in shares of the width."""


class Wall(QWidget):
    """Signals: `left`, the ordinary window is wanted again."""

    left = Signal()

    def __init__(self, desk: Desk, lens: Lens, key: Qt.Key, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._desk, self._lens, self._key = desk, lens, key
        self._rows: tuple[QueueRow, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        desk.subscribe(self.refresh, Change.BOARD, Change.CHOICES, Change.LINK)
        lens.changed.connect(self.refresh)
        self.retranslate()

    def refresh(self) -> None:
        if self.isVisible():
            self._rows = queue_rows(self._desk.state.board, self._lens.formula)
            self.update()

    def tick(self) -> None:
        """Time has passed."""
        if self.isVisible():
            self.update()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Wall display"))
        self.setAccessibleName(self.tr("Wall display"))
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's own type, of no interest here
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Escape, self._key}:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # --- painting -----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(theme.tokens().ground))
        unit = self.height() / 100
        margin = round(2.5 * unit)
        room = self.rect().adjusted(margin, margin, -margin, -margin)
        head = QRect(room.left(), room.top(), room.width(), round(8 * unit))
        foot = QRect(room.left(), room.bottom() - round(18 * unit), room.width(), round(18 * unit))
        self._paint_head(painter, head)
        self._paint_states(painter, foot)
        table = QRect(room.left(), head.bottom() + margin // 2, room.width(), foot.top() - head.bottom() - margin)
        self._paint_queues(painter, table)

    def _paint_head(self, painter: QPainter, box: QRect) -> None:
        company = words.content(self._desk.state.company)
        now = QDateTime.fromMSecsSinceEpoch(self._desk.now_ms())
        clock = i18n.locale().toString(now, "HH:mm")
        _draw(painter, box, company, 0.55, theme.tokens().text, bold=True)
        _draw(painter, box, clock, 0.7, theme.tokens().text, bold=True, align=Qt.AlignmentFlag.AlignRight)

    def _paint_queues(self, painter: QPainter, box: QRect) -> None:
        rows = self._rows[:_MOST_ROWS]
        captions = (
            "",
            self.tr("Waiting"),
            self.tr("Longest"),
            self.tr("Level"),
            self.tr("Ready"),
            self.tr("Here"),
        )
        height = box.height() / (max(len(rows), 4) + 0.6)
        for number, caption in enumerate(captions):
            lane = self._lane(box, number, box.top(), round(height * 0.6))
            align = Qt.AlignmentFlag.AlignLeft if number == 0 else Qt.AlignmentFlag.AlignRight
            _draw(painter, lane, caption, 0.4, theme.tokens().muted, align=align)
        for number, row in enumerate(rows):
            top = round(box.top() + (number + 0.6) * height)
            self._paint_queue(painter, QRect(box.left(), top, box.width(), round(height * 0.92)), row)

    def _paint_queue(self, painter: QPainter, box: QRect, row: QueueRow) -> None:
        thresholds, now_ms = self._lens.thresholds, self._desk.now_ms()
        worst = row.worst(thresholds, now_ms)
        draw_box(painter, box, theme.shade(FACES[worst][0]).soft if worst else theme.tokens().surface)
        longest = row.longest_ms(now_ms)
        name = self._lens.queue_name(row.queue)
        shown = name if row.is_open else self.tr("{queue} (closed)").format(queue=name)
        levels = row.levels(thresholds, now_ms)
        self._paint_name(painter, self._lane(box, 0, box.top(), box.height()), shown, worst)
        cells = (
            (str(row.waiting), levels[Watched.WAITING]),
            ("–" if longest is None else stopwatch(longest), levels[Watched.LONGEST_WAIT]),
            (boardwords.percent(row.level), levels[Watched.SERVICE_LEVEL]),
            (str(row.states[AgentState.READY]), Level.FINE),
            (str(row.here), Level.FINE),
        )
        for number, (text, level) in enumerate(cells, 1):
            self._paint_cell(painter, self._lane(box, number, box.top(), box.height()), text, level)

    def _paint_name(self, painter: QPainter, box: QRect, name: str, level: Level) -> None:
        """With the word of the level under it."""
        word = boardwords.level(level)
        foot = round(box.height() * 0.3) if word else 0
        _draw(
            painter,
            box.adjusted(0, foot // 4, 0, -foot),
            name,
            0.42 * box.height() / (box.height() - foot),
            theme.tokens().text,
            bold=True,
        )
        lower = QRect(box.left(), box.bottom() - foot, box.width(), round(foot * 0.8))
        _draw(painter, lower, word, 0.8, theme.shade(FACES[level][0]).ink)

    def _paint_cell(self, painter: QPainter, box: QRect, text: str, level: Level) -> None:
        tone, icon = FACES[level]
        ink = theme.tokens().text if level is Level.FINE else theme.shade(tone).ink
        if icon is not None:
            size = round(box.height() * 0.34)
            draw_icon(painter, QPoint(box.left(), box.center().y()), icon, ink, size)
            box = box.adjusted(round(size * 1.2), 0, 0, 0)
        _draw(painter, box, text, 0.6, ink, bold=True, align=Qt.AlignmentFlag.AlignRight)

    def _paint_states(self, painter: QPainter, box: QRect) -> None:
        everybody = self._rows[0].states if self._rows else {}
        gap = round(box.height() * 0.12)
        wide = (box.width() - gap * (len(_STATES) - 1)) / len(_STATES)
        for number, state in enumerate(_STATES):
            tile = QRect(round(box.left() + number * (wide + gap)), box.top(), round(wide), box.height())
            icon, tone = words.AGENT_STATE_FACES[state]
            shade = theme.shade(tone)
            draw_box(painter, tile, theme.tokens().surface)
            pad = gap
            size = round(box.height() * 0.36)
            draw_icon(
                painter, QPoint(tile.left() + pad, tile.top() + round(box.height() * 0.32)), icon, shade.ink, size
            )
            upper = QRect(tile.left() + pad, tile.top(), tile.width() - 2 * pad, round(box.height() * 0.62))
            count = str(everybody.get(state, 0))
            _draw(
                painter,
                upper.adjusted(size, 0, 0, 0),
                count,
                0.85,
                shade.ink,
                bold=True,
                align=Qt.AlignmentFlag.AlignRight,
            )
            lower = QRect(upper.left(), upper.bottom(), upper.width(), tile.bottom() - upper.bottom() - gap // 2)
            _draw(painter, lower, words.agent_state(state), 0.6, shade.ink)

    def _lane(self, box: QRect, number: int, top: int, height: int) -> QRect:
        pad = round(box.width() * 0.012)
        left = box.left() + round(_COLUMNS[number] * box.width())
        right = box.left() + round(_COLUMNS[number + 1] * box.width())
        return QRect(left + pad, top, right - left - 2 * pad, height)


def _draw(
    painter: QPainter,
    box: QRect,
    text: str,
    share: float,
    ink: str,
    *,
    bold: bool = False,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line as high as this share of its box, smaller where it would not fit."""
    font = QFont(theme.font(TextStyle.STRONG if bold else TextStyle.BODY))
    font.setPixelSize(max(round(box.height() * share), 6))
    wide = QFontMetrics(font).horizontalAdvance(text)
    if wide > box.width() > 0:
        font.setPixelSize(max(math.floor(font.pixelSize() * box.width() / wide) - 1, 6))
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter, text)
