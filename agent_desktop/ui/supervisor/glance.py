"""An agent's desk as a supervisor sees it over their shoulder: the caller, the record, the place in the script, the notes as they are typed."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from agent_desktop.cti.vocabulary import AgentId, MonitorMode
from agent_desktop.protocol.messages import CallDesk, CallPhase, FetchScripts, ScriptLibrary, WatchDesk
from agent_desktop.protocol.record import Text
from agent_desktop.protocol.seat_session import Answered
from agent_desktop.scripts.context import Context, context_for
from agent_desktop.scripts.loader import load_scripts
from agent_desktop.scripts.model import Scripts
from agent_desktop.ui import i18n, theme, words
from agent_desktop.ui.agent.record_words import RecordWords
from agent_desktop.ui.desk import Change, Desk, LinkState, Outcome
from agent_desktop.ui.durations import stopwatch
from agent_desktop.ui.roles import Icon, TextStyle, Tone
from agent_desktop.ui.supervisor.actions import KEYS, LEAVE_KEY, Actions
from agent_desktop.ui.supervisor.glance_presenter import GlanceView, present
from agent_desktop.ui.widgets.buttons import Button, IconButton
from agent_desktop.ui.widgets.card import Card, SectionHeader
from agent_desktop.ui.widgets.chip import Chip
from agent_desktop.ui.widgets.label import Label

MOST_MATTERS = 3
_TALKING = frozenset({CallPhase.CONNECTED, CallPhase.HELD})


class GlancePanel(Card):
    """Signals: `closed`, the supervisor has seen enough."""

    closed = Signal()

    def __init__(self, desk: Desk, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(Icon.USER, parent)
        self._desk, self._actions = desk, actions
        self._words = RecordWords(self)
        self._scripts: Scripts | None = None
        self._library = ""
        self.agent: AgentId | None = None
        self._view: GlanceView | None = None
        self._build()
        self._connect()
        self.retranslate()

    # --- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._phase = Chip()
        self.close_button = IconButton(Icon.CLOSE)
        self.header.addWidget(self._phase)
        self.header.addWidget(self.close_button)
        self.buttons = {
            MonitorMode.MONITOR: Button(Icon.BUSY),
            MonitorMode.WHISPER: Button(Icon.MESSAGE),
            MonitorMode.BARGE_IN: Button(Icon.USERS),
        }
        self.leave_button = Button(Icon.HANG_UP, "danger")
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        for button in (*self.buttons.values(), self.leave_button):
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        columns = QHBoxLayout()
        columns.setSpacing(2 * theme.INSET)
        columns.addWidget(self._caller_side(), 1)
        columns.addWidget(self._work_side(), 1)
        self.body.addLayout(columns, 1)

    def _caller_side(self) -> QWidget:
        self._name = Label(style=TextStyle.TITLE, wrap=True)
        self._facts = Label(wrap=True, muted=True)
        self._path = Label(wrap=True)
        self._matters_head = SectionHeader()
        self._matters = Label(wrap=True)
        return _column(self._name, self._facts, self._path, self._matters_head, self._matters)

    def _work_side(self) -> QWidget:
        self._script_head, self._notes_head = SectionHeader(), SectionHeader()
        self._step = Label(style=TextStyle.STRONG, wrap=True)
        self._points = Label(wrap=True)
        self._notes = Label(wrap=True)
        return _column(self._script_head, self._step, self._points, self._notes_head, self._notes)

    def _connect(self) -> None:
        self._desk.subscribe(self.refresh, Change.SHOWN, Change.AGENT, Change.ASKING)
        self._desk.subscribe(self._again, Change.CHOICES)
        self.close_button.clicked.connect(self.close_glance)
        self.leave_button.clicked.connect(self._actions.leave)
        self.buttons[MonitorMode.MONITOR].clicked.connect(self._listen)
        self.buttons[MonitorMode.WHISPER].clicked.connect(self._whisper)
        self.buttons[MonitorMode.BARGE_IN].clicked.connect(self._join)

    # --- opening and closing ------------------------------------------------------------------------------------------

    def open_glance(self, agent: AgentId) -> None:
        """Look at this agent's desk."""
        self.agent = agent
        self._learn_scripts()
        self._desk.ask(WatchDesk(agent))
        self.refresh()

    def close_glance(self) -> None:
        if self.agent is not None:
            self.agent = None
            if self._desk.state.link.state is LinkState.UP:
                self._desk.ask(WatchDesk(AgentId("")))
        self.closed.emit()

    def _again(self) -> None:
        """The centre has drawn everything anew and forgotten who looks where."""
        if self.agent is not None:
            self._desk.ask(WatchDesk(self.agent))

    def _learn_scripts(self) -> None:
        wanted = self._desk.state.scripts
        if self._scripts is None and not wanted:
            self._scripts = load_scripts()
        elif wanted and wanted != self._library:
            self._library = wanted
            self._desk.ask(FetchScripts(), self._scripts_came)

    def _scripts_came(self, outcome: Outcome) -> None:
        if isinstance(outcome, Answered) and isinstance(outcome.result, ScriptLibrary):
            self._scripts = outcome.result.scripts
            self.refresh()
        else:
            self._library = ""

    # --- showing ------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        shown = self._desk.state.shown
        member = self._desk.state.board.members.get(self.agent) if self.agent is not None else None
        self.set_title(self.tr("Desk of {name}").format(name=member.name) if member else self.tr("Nobody's desk"))
        desk = shown.desk if shown is not None and shown.agent == self.agent else None
        language = i18n.language()
        self._view = None if desk is None else present(desk, self._scripts, self._context(desk), language)
        self._show_caller(self._view)
        self._show_work(self._view)
        self._allow(self._view)
        self.tick(self._desk.now_ms())

    def tick(self, now_ms: int) -> None:
        view = self._view
        if view is None:
            self._phase.set(self.tr("No call"), Icon.READY, Tone.NEUTRAL)
            return
        text, icon, tone = self._faces()[view.phase]
        self._phase.set(f"{text} {stopwatch(now_ms - view.since_ms)}", icon, tone)

    def retranslate(self) -> None:
        names = {
            MonitorMode.MONITOR: self.tr("Listen"),
            MonitorMode.WHISPER: self.tr("Whisper"),
            MonitorMode.BARGE_IN: self.tr("Join"),
        }
        for mode, button in self.buttons.items():
            button.setText(f"{names[mode]}  {KEYS[mode]}")
            button.setAccessibleName(f"{names[mode]} ({KEYS[mode]})")
        leave = self.tr("Leave")
        self.leave_button.setText(f"{leave}  {LEAVE_KEY}")
        self.leave_button.setAccessibleName(f"{leave} ({LEAVE_KEY})")
        self.close_button.set_name(self.tr("Back to the chart (Escape)"))
        self._matters_head.set_text(self.tr("Open matters"))
        self._script_head.set_text(self.tr("Script"))
        self._notes_head.set_text(self.tr("Notes, as they are typed"))
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._words = RecordWords(self)
            self.retranslate()

    def _show_caller(self, view: GlanceView | None) -> None:
        if view is None:
            self._name.setText(self.tr("No call on this desk."))
            for label in (self._facts, self._path, self._matters):
                label.setText("")
            self._matters_head.hide()
            return
        self._name.setText(view.name or self.tr("Unknown caller"))
        number = view.number or self.tr("number withheld")
        record = view.record
        worth = self._words.value[record.value_type] if record is not None else self.tr("not on file")
        self._facts.setText(" · ".join(part for part in (view.company, number, worth) if part))
        self._path.setText(" › ".join(view.path))
        self._path.setVisible(bool(view.path))
        subjects = [matter.subject for matter in record.matters[:MOST_MATTERS]] if record is not None else []
        self._matters.setText("\n".join(f"• {subject}" for subject in subjects))
        self._matters_head.setVisible(bool(subjects))

    def _show_work(self, view: GlanceView | None) -> None:
        step = view.step if view is not None else None
        if step is None:
            self._step.setText(self.tr("No script in use.") if view is not None else "")
            self._points.setText("")
        elif step.finished:
            self._step.setText(self.tr("The script is over."))
            self._points.setText("")
        else:
            self._step.setText(f"{step.script_title} › {step.title}")
            self._points.setText("\n".join(point.text for point in step.points))
        self._notes.setText(self._typed(view))

    def _typed(self, view: GlanceView | None) -> str:
        if view is None:
            return ""
        reasons = self._desk.state.dispositions
        ended = words.reason(view.disposition, reasons) if view.disposition else ""
        return "\n".join(part for part in (ended, view.notes) if part) or self.tr("Nothing yet.")

    def _allow(self, view: GlanceView | None) -> None:
        me = self._desk.state.agent
        monitoring = me.monitoring if me is not None else None
        for mode, button in self.buttons.items():
            button.setEnabled(view is not None and view.phase in _TALKING)
            button.setDown(monitoring is not None and monitoring.mode is mode)
        self.leave_button.setVisible(monitoring is not None)

    def _faces(self) -> dict[CallPhase, tuple[str, Icon, Tone]]:
        return {
            CallPhase.OFFERED: (self.tr("Ringing"), Icon.BELL, Tone.OFFER),
            CallPhase.CONNECTING: (self.tr("Connecting"), Icon.PHONE, Tone.BUSY),
            CallPhase.WORKING: (self.tr("Working"), Icon.EDIT, Tone.BUSY),
            CallPhase.DIALLING: (self.tr("Dialling"), Icon.CALL_OUT, Tone.BUSY),
            CallPhase.CONNECTED: (self.tr("Talking"), Icon.BUSY, Tone.BUSY),
            CallPhase.HELD: (self.tr("On hold"), Icon.HOLD, Tone.HOLD),
            CallPhase.CONSULTED: (self.tr("Consulted"), Icon.QUESTION, Tone.BUSY),
            CallPhase.WRAP_UP: (self.tr("Wrap-up"), Icon.WRAP_UP, Tone.WRAP_UP),
        }

    def _context(self, desk: CallDesk) -> Context:
        state = self._desk.state
        queue = state.queue_labels.get(desk.view.queue, Text(desk.view.queue, desk.view.queue))
        member = state.board.members.get(self.agent) if self.agent is not None else None
        now = datetime.fromtimestamp(self._desk.now_ms() / 1000)  # noqa: DTZ006 - local on purpose
        return context_for(
            desk,
            agent_name=member.name if member else "",
            company_name=state.company,
            queue=queue,
            hour=now.hour,
            notice_due=state.recording_notice,
        )

    def _listen(self) -> None:
        self._be_with(MonitorMode.MONITOR)

    def _whisper(self) -> None:
        self._be_with(MonitorMode.WHISPER)

    def _join(self) -> None:
        self._be_with(MonitorMode.BARGE_IN)

    def _be_with(self, mode: MonitorMode) -> None:
        if self.agent is not None:
            self._actions.monitor(self.agent, mode)


def _column(*parts: QWidget) -> QWidget:
    """One under the other, scrolling when there is too much."""
    inside = QWidget()
    lines = QVBoxLayout(inside)
    lines.setContentsMargins(0, 0, theme.GAP, 0)
    lines.setSpacing(theme.GRID)
    for part in parts:
        lines.addWidget(part)
    lines.addStretch(1)
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area
