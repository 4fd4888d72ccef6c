"""The calls of the board: who waits, who talks, who is in the menu, with what the menu has learned of them."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtWidgets import QWidget

from agent_desktop.cti.vocabulary import Direction, Language
from agent_desktop.protocol.board import BoardCall
from agent_desktop.ui import boardwords, i18n
from agent_desktop.ui.desk import Change, Desk
from agent_desktop.ui.durations import stopwatch
from agent_desktop.ui.roles import Icon, Tone
from agent_desktop.ui.supervisor.calls_presenter import call_rows, level, shown_since_ms
from agent_desktop.ui.supervisor.lens import Lens
from agent_desktop.ui.supervisor.thresholds import FACES, Level
from agent_desktop.ui.widgets.card import Card
from agent_desktop.ui.widgets.table import Cell, Column, Line, PaintedTable

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
        self._seen: tuple[object, str] = (None, "")
        self.table = PaintedTable(self._line)
        self.body.addWidget(self.table)
        self.table.asked.connect(self.asked)
        lens.changed.connect(self.retranslate)
        desk.subscribe(self.refresh, Change.BOARD)
        self.retranslate()

    def refresh(self) -> None:
        seen = (self._desk.state.board.calls, self._lens.queue)
        if seen[0] is self._seen[0] and seen[1] == self._seen[1]:
            return
        self._seen = seen
        self.table.set_rows([call.call for call in call_rows(self._desk.state.board, self._lens.queue)])

    def tick(self, now_ms: int) -> None:
        self._now_ms = now_ms
        self.table.repaint_rows()

    def retranslate(self) -> None:
        self.set_title(self.tr("Calls: {queue}").format(queue=self._lens.queue_name(self._lens.queue)))
        self.table.setAccessibleName(self.title.text())
        columns = (
            Column(self.tr("Where"), 84),
            Column(self.tr("Time"), 66, right=True),
            Column(self.tr("Caller"), 96, 3),
            Column(self.tr("Number"), 120),
            Column(self.tr("Chosen"), 70, 3),
            Column(self.tr("Language"), 56),
            Column(self.tr("Agent"), 64, 2),
        )
        self.table.set_columns(columns, self.tr("No calls at the moment."))
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def _line(self, key: Hashable) -> Line:
        call = self._desk.state.board.calls.get(key)  # type: ignore[call-overload]  # the table's keys are ours
        if call is None:
            return _GONE
        icon, tone = boardwords.STAGE_FACES[call.stage]
        grade = level(call, self._lens.thresholds, self._now_ms)
        time_tone, time_icon = FACES[grade]
        time = stopwatch(self._now_ms - shown_since_ms(call))
        return Line(
            (
                Cell(boardwords.stage(call.stage), tone, icon),
                Cell(time, None if grade is Level.FINE else time_tone, time_icon, strong=grade is not Level.FINE),
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


_LANGUAGES = {Language.EN: "English", Language.ZH_CN: "中文"}


def _choices(call: BoardCall) -> list[str]:
    return [chinese if i18n.language() is Language.ZH_CN else english for _, english, chinese in call.path]
