"""The agents of the board: filtered, sorted, grouped; each with state, reason and time, call, queue, and the day's figures."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from agent_desktop.cti.vocabulary import QueueId
from agent_desktop.protocol.board import BoardAgent
from agent_desktop.protocol.states import AgentState
from agent_desktop.protocol.thresholds import Level
from agent_desktop.ui import boardwords, words
from agent_desktop.ui.desk import Change, Desk
from agent_desktop.ui.durations import stopwatch
from agent_desktop.ui.roles import Icon, Tone
from agent_desktop.ui.supervisor.agents_presenter import (
    Group,
    GroupBy,
    SortBy,
    Wanted,
    aht_ms,
    entries,
    level,
    occupancy,
)
from agent_desktop.ui.supervisor.lens import Lens
from agent_desktop.ui.supervisor.thresholds import FACES
from agent_desktop.ui.widgets.card import Card
from agent_desktop.ui.widgets.combo import Combo
from agent_desktop.ui.widgets.table import Cell, Column, Line, PaintedTable

FILTER_KEY = "Ctrl+F"
_GONE = Line((Cell(),) * 8)


class AgentsPanel(Card):
    """Signals: `asked` with an agent and a point: what can be done with them is wanted."""

    asked = Signal(object, QPoint)

    def __init__(self, desk: Desk, lens: Lens, parent: QWidget | None = None) -> None:
        super().__init__(Icon.USERS, parent)
        self._desk, self._lens = desk, lens
        self._now_ms = desk.now_ms()
        self._wanted = Wanted()
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.filter = QLineEdit(clearButtonEnabled=True)
        self.sort, self.group = Combo(), Combo()
        for box in (self.sort, self.group):
            box.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
        self.logged_off = QCheckBox()
        self.header.addWidget(self.filter, 3)
        for part in (self.sort, self.group, self.logged_off):
            self.header.addWidget(part)
        self.table = PaintedTable(self._line)
        self.body.addWidget(self.table)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._filter)
        self.filter.returnPressed.connect(self.table.setFocus)
        self.sort.activated.connect(self._sort)
        self.group.activated.connect(self._group)
        self.logged_off.toggled.connect(self._show_logged_off)
        self.table.asked.connect(self.asked)
        self._lens.changed.connect(self.table.repaint_rows)
        self._desk.subscribe(self.refresh, Change.BOARD, Change.CHOICES)

    def refresh(self) -> None:
        self.table.set_rows(entries(self._desk.state.board, self._wanted, self._desk.now_ms()))

    def tick(self, now_ms: int) -> None:
        self._now_ms = now_ms
        self.table.repaint_rows()

    def retranslate(self) -> None:
        self.set_title(self.tr("Agents"))
        self.table.setAccessibleName(self.tr("Agents"))
        self.filter.setPlaceholderText(self.tr("Name, queue, skill"))
        self.filter.setAccessibleName(self.tr("Filter agents"))
        self.filter.setToolTip(self.tr("Filter agents by name, queue or skill ({key})").format(key=FILTER_KEY))
        self.sort.setAccessibleName(self.tr("Sort agents"))
        self.group.setAccessibleName(self.tr("Group agents"))
        self.logged_off.setText(self.tr("Logged off too"))
        _fill(self.sort, [(boardwords.sort(by), by.value) for by in SortBy], self._wanted.sort.value)
        _fill(self.group, [(boardwords.group(by), by.value) for by in GroupBy], self._wanted.group.value)
        columns = (
            Column(self.tr("Agent"), 92, 2),
            Column(self.tr("State"), 96, 2),
            Column(self.tr("Time"), 68, right=True),
            Column(self.tr("Call"), 96, 3),
            Column(self.tr("Queue"), 84, 3),
            Column(self.tr("Calls"), 38, right=True),
            Column(self.tr("AHT"), 38, right=True),
            Column(self.tr("Occ."), 40, right=True, hint=self.tr("Occupancy: handling / (handling + ready)")),
        )
        self.table.set_columns(columns, self.tr("Nobody fits."))
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def _filter(self, text: str) -> None:
        self._wanted = replace(self._wanted, text=text.strip())
        self.refresh()

    def _sort(self, _number: int) -> None:
        self._wanted = replace(self._wanted, sort=SortBy(self.sort.currentData()))
        self.refresh()

    def _group(self, _number: int) -> None:
        self._wanted = replace(self._wanted, group=GroupBy(self.group.currentData()))
        self.refresh()

    def _show_logged_off(self, shown: bool) -> None:
        self._wanted = replace(self._wanted, logged_off=shown)
        self.refresh()

    # --- lines --------------------------------------------------------------------------------------------------------

    def _line(self, key: Hashable) -> Line:
        if isinstance(key, Group):
            return Line((Cell(self._heading(key)),), heading=True)
        board = self._desk.state.board
        row = board.agents.get(key)  # type: ignore[call-overload]  # the table's keys are ours
        if row is None:
            return _GONE
        grade = level(board, row, self._lens.thresholds, self._now_ms)
        time_tone, time_icon = FACES[grade]
        share = occupancy(row, self._now_ms)
        handling = aht_ms(row)
        return Line(
            (
                self._name(row),
                self._state(row),
                Cell(
                    stopwatch(self._now_ms - row.since_ms) if row.since_ms else "",
                    None if grade is Level.FINE else time_tone,
                    time_icon,
                    strong=grade is not Level.FINE,
                    note=boardwords.level(grade),
                ),
                self._caller(row),
                Cell(self._lens.queue_name(row.queue) if row.queue else "", muted=True),
                Cell(str(row.handled) if row.handled else "–", muted=not row.handled),
                Cell("–" if handling is None else stopwatch(handling), muted=handling is None),
                Cell(boardwords.percent(share), muted=share is None),
            ),
            tone=Tone.OFFER if row.help_since_ms is not None else None,
        )

    def _heading(self, group: Group) -> str:
        by_state = self._wanted.group is GroupBy.STATE
        name = words.agent_state(AgentState(group.key)) if by_state else self._queue(group.key)
        return self.tr("{group} ({count})").format(group=name, count=group.count)

    def _queue(self, key: str) -> str:
        return self._lens.queue_name(QueueId(key)) if key else self.tr("No queue")

    def _name(self, row: BoardAgent) -> Cell:
        name = self._desk.state.board.members[row.agent].name
        if row.help_since_ms is not None:
            return Cell(name, Tone.OFFER, Icon.BELL, strong=True)
        if not row.station_up and row.state is not AgentState.LOGGED_OFF:
            return Cell(name, Tone.ALERT, Icon.LINK_LOST)
        return Cell(name)

    def _state(self, row: BoardAgent) -> Cell:
        icon, tone = words.AGENT_STATE_FACES[row.state]
        text = words.agent_state(row.state)
        if row.state is AgentState.NOT_READY and row.reason:
            text = words.reason(row.reason, self._desk.state.not_ready_reasons)
        elif row.next_reason:
            after = words.reason(row.next_reason, self._desk.state.not_ready_reasons)
            text = self.tr("{state}, then {reason}").format(state=text, reason=after)
        return Cell(text, tone, icon)

    def _caller(self, row: BoardAgent) -> Cell:
        call = self._desk.state.board.calls.get(row.call) if row.call is not None else None
        if call is None:
            return Cell()
        icon, _ = boardwords.STAGE_FACES[call.stage]
        return Cell(call.name or call.ani_name or call.ani or self.tr("withheld"), icon=icon)


def _fill(box: Combo, entries_: list[tuple[str, str]], chosen: str) -> None:
    box.clear()
    for text, value in entries_:
        box.addItem(text, value)
    box.setCurrentIndex(box.findData(chosen))
