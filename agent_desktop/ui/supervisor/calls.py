"""The calls of the board: who waits, who talks, who is in the menu, with what the menu has learned of them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from agent_desktop.cti.vocabulary import Direction, Language
from agent_desktop.protocol.board import BoardCall
from agent_desktop.protocol.thresholds import Level
from agent_desktop.ui import boardwords, i18n
from agent_desktop.ui.desk import Change, Desk
from agent_desktop.ui.durations import stopwatch
from agent_desktop.ui.roles import Icon, Tone
from agent_desktop.ui.supervisor.calls_presenter import Show, WantedCalls, call_rows, level, shown_since_ms
from agent_desktop.ui.supervisor.lens import Lens
from agent_desktop.ui.supervisor.thresholds import FACES
from agent_desktop.ui.widgets.card import Card
from agent_desktop.ui.widgets.combo import Combo
from agent_desktop.ui.widgets.table import Cell, Column, Line, PaintedTable

FILTER_KEY = "Ctrl+L"
_GONE = Line((Cell(),) * 7)
_DIRECTIONS = {
    Direction.OUT: Icon.CALL_OUT,
    Direction.CALLBACK: Icon.REPEAT,
    Direction.VOICEMAIL: Icon.MESSAGE,
    Direction.FOLLOW_UP: Icon.CLOCK,
}


class CallsPanel(Card):
    """Signals: `asked` with a call and a point: what can be done with it is wanted."""

    asked = Signal(object, QPoint)

    def __init__(self, desk: Desk, lens: Lens, parent: QWidget | None = None) -> None:
        super().__init__(Icon.PHONE, parent)
        self._desk, self._lens = desk, lens
        self._now_ms = desk.now_ms()
        self._wanted = WantedCalls()
        self._seen: tuple[object, str, WantedCalls] = (None, "", self._wanted)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.filter = QLineEdit(clearButtonEnabled=True)
        self.show_box = Combo(whole=True)
        self.header.addWidget(self.filter, 1)
        self.header.addWidget(self.show_box)
        self.table = PaintedTable(self._line)
        self.body.addWidget(self.table)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._filter)
        self.filter.returnPressed.connect(self.table.setFocus)
        self.show_box.activated.connect(self._choose)
        self.table.asked.connect(self.asked)
        self._lens.changed.connect(self.retranslate)
        self._desk.subscribe(self.refresh, Change.BOARD)

    def refresh(self) -> None:
        calls, queue = self._desk.state.board.calls, self._lens.queue
        if self._seen[0] is calls and self._seen[1:] == (queue, self._wanted):
            return
        self._seen = (calls, queue, self._wanted)
        rows = call_rows(self._desk.state.board, queue, self._wanted, self._lens.queue_name)
        self.table.set_rows([call.call for call in rows])

    def tick(self, now_ms: int) -> None:
        self._now_ms = now_ms
        self.table.repaint_rows()

    def retranslate(self) -> None:
        self.set_title(self.tr("Calls: {queue}").format(queue=self._lens.queue_name(self._lens.queue)))
        self.table.setAccessibleName(self.title.text())
        columns = (
            Column(self.tr("Where"), 100),
            Column(self.tr("Time"), 66, right=True),
            Column(self.tr("Caller"), 92, 3),
            Column(self.tr("Number"), 126),
            Column(self.tr("Chosen"), 60, 3),
            Column(self.tr("Lang."), 34, hint=self.tr("The language that the caller has chosen")),
            Column(self.tr("Agent"), 64, 2),
        )
        self.filter.setPlaceholderText(self.tr("Caller, number, queue, agent"))
        self.filter.setAccessibleName(self.tr("Filter calls"))
        self.filter.setToolTip(self.tr("Filter calls by caller, number, queue or agent ({key})").format(key=FILTER_KEY))
        self.show_box.clear()
        for show in Show:
            self.show_box.addItem(boardwords.show(show), show.value)
        self.show_box.setCurrentIndex(self.show_box.findData(self._wanted.show.value))
        self.show_box.setAccessibleName(self.tr("Which calls"))
        filtered = self._wanted != WantedCalls()
        self.table.set_columns(columns, self.tr("No call matches.") if filtered else self.tr("No calls at the moment."))
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def _filter(self, text: str) -> None:
        self._wanted = replace(self._wanted, text=text.strip())
        self.retranslate()

    def _choose(self, _number: int) -> None:
        self._wanted = replace(self._wanted, show=Show(self.show_box.currentData()))
        self.retranslate()

    def _line(self, key: Hashable) -> Line:
        call = self._desk.state.board.calls.get(key)  # type: ignore[call-overload]  # the table's keys are ours
        if call is None:
            return _GONE
        icon, tone = boardwords.STAGE_FACES[call.stage]
        grade = level(call, self._lens.thresholds, self._now_ms)
        time_tone, time_icon = FACES[grade]
        time = stopwatch(self._now_ms - shown_since_ms(call))
        serious, word = grade is not Level.FINE, boardwords.level(grade)
        return Line(
            (
                Cell(boardwords.stage(call.stage), tone, icon),
                Cell(time, time_tone if serious else None, time_icon, strong=serious, note=word),
                self._caller(call),
                Cell(call.ani or self.tr("withheld"), muted=True),
                Cell(" › ".join(_choices(call)), muted=True),
                Cell(_LANGUAGES[call.language], muted=True),
                self._agent(call),
            ),
            tone=Tone.ALERT if grade is Level.ACT else None,
        )

    def _caller(self, call: BoardCall) -> Cell:
        name = call.name or call.ani_name or self.tr("Unknown")
        raised = call.priority > 0
        icon = Icon.STAR if raised else _DIRECTIONS.get(call.direction)
        return Cell(name, icon=icon, strong=bool(call.name))

    def _agent(self, call: BoardCall) -> Cell:
        member = self._desk.state.board.members.get(call.agent) if call.agent is not None else None
        name = member.name if member else ""
        return Cell(name, icon=Icon.BUSY if call.listeners else None)


_LANGUAGES = {Language.EN: "EN", Language.ZH_CN: "中文"}


def _choices(call: BoardCall) -> list[str]:
    return [chinese if i18n.language() is Language.ZH_CN else english for _, english, chinese in call.path]
