"""The queues of the board: a row for each, all together first. The one under the cursor is in focus: the calls and the chart are its."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtWidgets import QWidget

from agent_desktop.cti.vocabulary import QueueId
from agent_desktop.protocol.states import AgentState
from agent_desktop.protocol.thresholds import Level, Watched
from agent_desktop.ui import boardwords
from agent_desktop.ui.desk import Change, Desk
from agent_desktop.ui.durations import stopwatch
from agent_desktop.ui.roles import Icon, Tone
from agent_desktop.ui.supervisor.concerns import Concern, of_queues
from agent_desktop.ui.supervisor.formulabutton import FormulaButton
from agent_desktop.ui.supervisor.lens import Lens
from agent_desktop.ui.supervisor.queues_presenter import EVERYTHING, QueueRow, queue_rows
from agent_desktop.ui.supervisor.thresholds import FACES
from agent_desktop.ui.widgets.card import Card
from agent_desktop.ui.widgets.chip import Chip
from agent_desktop.ui.widgets.table import Cell, Column, Line, PaintedTable


class QueuesPanel(Card):
    """Signals: `asked` with a queue and a point: what can be done with it is wanted."""

    asked = Signal(object, QPoint)

    def __init__(self, desk: Desk, lens: Lens, parent: QWidget | None = None) -> None:
        super().__init__(Icon.QUEUE, parent)
        self._desk, self._lens = desk, lens
        self._rows: dict[str, QueueRow] = {}
        self._now_ms = desk.now_ms()
        self.table = PaintedTable(self._line)
        self.concern = Chip()
        self.formula_button = FormulaButton(desk, lens)
        self.header.addWidget(self.concern)
        self.header.addWidget(self.formula_button)
        self.body.addWidget(self.table)
        self.table.chosen.connect(lens.look_at)
        self.table.asked.connect(self._ask)
        lens.changed.connect(self.refresh)
        desk.subscribe(self.refresh, Change.BOARD, Change.CHOICES)
        self.retranslate()

    def refresh(self) -> None:
        self._rows = {row.queue: row for row in queue_rows(self._desk.state.board, self._lens.formula)}
        if list(self._rows) != list(self.table.rows()):
            self.table.set_rows(list(self._rows))
        self.table.repaint_rows()
        self._show_concern()

    def tick(self, now_ms: int) -> None:
        self._now_ms = now_ms
        self.table.repaint_rows()
        self._show_concern()

    def rows(self) -> dict[str, QueueRow]:
        """As they are shown now, by queue."""
        return self._rows

    def retranslate(self) -> None:
        self.set_title(self.tr("Queues"))
        self.table.setAccessibleName(self.tr("Queues"))
        self.table.set_columns(
            (
                Column(self.tr("Queue"), 130, 3),
                Column(self.tr("Waiting"), 43, right=True),
                Column(self.tr("Longest"), 60, right=True),
                Column(self.tr("Expected"), 52, right=True),
                Column(self.tr("Level"), 60, right=True),
                Column(self.tr("ASA"), 32, right=True),
                Column(self.tr("Offered"), 43, right=True),
                Column(self.tr("Answered"), 56, right=True),
                Column(self.tr("Lost"), 28, right=True),
                Column(
                    self.tr("Ready"), 45, right=True, hint=self.tr("Agents who are ready, of those who are logged on")
                ),
            )
        )
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def _ask(self, queue: object, at: QPoint) -> None:
        if queue != EVERYTHING:
            self.asked.emit(queue, at)

    def concerns(self) -> list[Concern]:
        """What has reached a threshold, worst first."""
        return of_queues(self._rows.values(), self._lens.thresholds, self._now_ms)

    def _show_concern(self) -> None:
        """The worst of all in words, and how many more there are."""
        first, *more = self.concerns() or (None,)
        if first is None:
            self.concern.set("")
            return
        queue = self._lens.queue_name(QueueId(first.subject))
        text = self.tr("{level}: {queue}, {figure} {value}").format(
            level=boardwords.level(first.level),
            queue=queue,
            figure=boardwords.watched(first.watched),
            value=boardwords.watched_value(first.watched, first.value),
        )
        if more:
            text = self.tr("{text} (and {count} more)").format(text=text, count=len(more))
        tone, icon = FACES[first.level]
        self.concern.set(text, icon, tone)

    def _line(self, key: Hashable) -> Line:
        row = self._rows[str(key)]
        longest, levels = row.longest_ms(self._now_ms), row.levels(self._lens.thresholds, self._now_ms)
        name, ready = self._lens.queue_name(row.queue), row.states[AgentState.READY]
        closed = Cell(self.tr("{queue} (closed)").format(queue=name), Tone.NOT_READY, Icon.NOT_READY)
        return Line(
            (
                Cell(name, strong=row.queue == EVERYTHING) if row.is_open else closed,
                _graded(str(row.waiting), levels[Watched.WAITING]),
                _graded("" if longest is None else stopwatch(longest), levels[Watched.LONGEST_WAIT]),
                Cell("–" if row.expected_ms is None else stopwatch(row.expected_ms), muted=True),
                _graded(boardwords.percent(row.level), levels[Watched.SERVICE_LEVEL]),
                Cell("–" if row.asa_ms is None else stopwatch(row.asa_ms)),
                Cell(str(row.counts.offered)),
                Cell(str(row.counts.answered)),
                Cell(str(row.counts.abandoned), muted=not row.counts.abandoned),
                Cell(f"{ready} / {row.here}", Tone.READY if ready else None),
            ),
            tone=Tone.ALERT if Level.ACT in levels.values() and row.queue != EVERYTHING else None,
        )


def _graded(text: str, level: Level) -> Cell:
    tone, icon = FACES[level]
    serious = level is not Level.FINE
    return Cell(text, tone if serious else None, icon, strong=serious, note=boardwords.level(level))
