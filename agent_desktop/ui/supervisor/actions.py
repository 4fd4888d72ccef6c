"""What a supervisor can do with the agent, call or queue under the cursor: one menu for each, by mouse, Enter or a key of its own.

Nothing changes on the board because something was chosen here, only when the centre says so. Asked is only where it can hurt: for what is
done to an agent (who is told why), and before a queue turns callers away.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMessageBox, QWidget

from agent_desktop.cti.vocabulary import AgentId, CallId, MonitorMode, QueueId
from agent_desktop.protocol.board import BoardAgent, CallStage
from agent_desktop.protocol.messages import (
    AnyRequestBody,
    AssignAgent,
    DirectAgent,
    EndHelp,
    MonitorCall,
    RaiseCall,
    SetQueueOpen,
    StopMonitoring,
)
from agent_desktop.protocol.report import Kind
from agent_desktop.protocol.states import AgentState
from agent_desktop.ui import icons, theme, words
from agent_desktop.ui.desk import Desk
from agent_desktop.ui.roles import Icon
from agent_desktop.ui.supervisor.dialogs import AssignDialog, ReasonDialog
from agent_desktop.ui.supervisor.lens import Lens

KEYS = {MonitorMode.MONITOR: "F6", MonitorMode.WHISPER: "F7", MonitorMode.BARGE_IN: "F8"}
LEAVE_KEY = "F9"
LOOK_KEY = "F2"
HELP_DONE_KEY = "F4"
RAISE_KEY = "F5"
_TALKING = frozenset({CallStage.TALKING, CallStage.HELD})
_ICONS = {MonitorMode.MONITOR: Icon.BUSY, MonitorMode.WHISPER: Icon.MESSAGE, MonitorMode.BARGE_IN: Icon.USERS}


class Actions(QObject):
    """Signals: `look_wanted` with an agent: their desk is to be shown; `figures_wanted` with a kind and an id: those of a day are."""

    look_wanted = Signal(object)
    figures_wanted = Signal(object, str)

    def __init__(self, desk: Desk, lens: Lens, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._lens, self._window = desk, lens, window
        self.menu = QMenu(window)
        self.dialog: ReasonDialog | AssignDialog | None = None
        self.question: QMessageBox | None = None

    # --- menus --------------------------------------------------------------------------------------------------------

    def ask_agent(self, agent: AgentId, at: QPoint) -> None:
        """Everything that can be done with an agent now."""
        row = self._desk.state.board.agents.get(agent)
        if row is None:
            return
        self.menu.clear()
        self._add(self.tr("Look at the desk"), Icon.USER, partial(self.look_wanted.emit, agent), LOOK_KEY)
        self._add_monitoring(row)
        if row.help_since_ms is not None:
            self._add(self.tr("Help has been given"), Icon.CHECK, partial(self.end_help, agent), HELP_DONE_KEY)
        self.menu.addSeparator()
        self._add_states(row)
        self.menu.addSeparator()
        self._add(self.tr("Queues and skills …"), Icon.QUEUE, partial(self.move, agent))
        self._add(self.tr("Figures of the day"), Icon.CALENDAR, partial(self.figures_wanted.emit, Kind.AGENT, agent))
        self.menu.popup(at)

    def ask_call(self, call: CallId, at: QPoint) -> None:
        """Everything that can be done with a call now."""
        row = self._desk.state.board.calls.get(call)
        if row is None:
            return
        self.menu.clear()
        if row.stage is CallStage.WAITING:
            self._add(self.tr("Put first in its queue"), Icon.STAR, partial(self.raise_call, call), RAISE_KEY)
        if row.agent is not None:
            self._add(self.tr("Look at the desk"), Icon.USER, partial(self.look_wanted.emit, row.agent), LOOK_KEY)
            self._add_monitoring(self._desk.state.board.agents[row.agent])
        if self.menu.isEmpty():
            self.menu.addAction(self.tr("Nothing can be done with this call now")).setEnabled(False)
        self.menu.popup(at)

    def ask_queue(self, queue: QueueId, at: QPoint) -> None:
        """Open or close it."""
        plan = self._desk.state.board.queues.get(queue)
        if plan is None:
            return
        self.menu.clear()
        if plan.open:
            self._add(self.tr("Close for new calls …"), Icon.NOT_READY, partial(self.close_queue, queue))
        else:
            self._add(self.tr("Open for calls"), Icon.READY, partial(self.open_queue, queue))
        self._add(self.tr("Figures of the day"), Icon.CALENDAR, partial(self.figures_wanted.emit, Kind.QUEUE, queue))
        self.menu.popup(at)

    def _add_monitoring(self, row: BoardAgent) -> None:
        names = {
            MonitorMode.MONITOR: self.tr("Listen"),
            MonitorMode.WHISPER: self.tr("Whisper to the agent"),
            MonitorMode.BARGE_IN: self.tr("Join the call"),
        }
        call = self._desk.state.board.calls.get(row.call) if row.call is not None else None
        for mode, name in names.items():
            action = self._add(name, _ICONS[mode], partial(self.monitor, row.agent, mode), KEYS[mode])
            action.setEnabled(call is not None and call.stage in _TALKING)
        me = self._desk.state.agent
        if me is not None and me.monitoring is not None:
            self._add(self.tr("Leave the call"), Icon.HANG_UP, self.leave, LEAVE_KEY)

    def _add_states(self, row: BoardAgent) -> None:
        if row.state is AgentState.LOGGED_OFF:
            return
        self._add(self.tr("Set ready …"), Icon.READY, partial(self.direct, row.agent, AgentState.READY, ""))
        reasons = self.menu.addMenu(self.tr("Set not ready"))
        for reason in self._desk.state.not_ready_reasons:
            name = words.content(reason.label)
            wanted = partial(self.direct, row.agent, AgentState.NOT_READY, reason.code)
            reasons.addAction(self.tr("{reason} …").format(reason=name)).triggered.connect(wanted)
        leave = self._add(
            self.tr("Log off …"), Icon.LOGGED_OFF, partial(self.direct, row.agent, AgentState.LOGGED_OFF, "")
        )
        leave.setEnabled(row.call is None)

    def _add(self, text: str, icon: Icon, then: Callable[[], None], key: str = "") -> QAction:
        tokens, size = theme.tokens(), theme.scaled(16)
        shown = f"{text}\t{key}" if key else text
        action = self.menu.addAction(icons.icon(icon, tokens.muted, tokens.disabled, size), shown)
        action.triggered.connect(then)
        return action

    # --- doing --------------------------------------------------------------------------------------------------------

    def monitor(self, agent: AgentId, mode: MonitorMode, *_: object) -> None:
        """Be with the agent's call."""
        row = self._desk.state.board.agents.get(agent)
        if row is not None and row.call is not None:
            self._desk.ask(MonitorCall(row.call, mode))

    def leave(self, *_: object) -> None:
        """Be with no call any more."""
        me = self._desk.state.agent
        if me is not None and me.monitoring is not None:
            self._desk.ask(StopMonitoring())

    def end_help(self, agent: AgentId, *_: object) -> None:
        self._desk.ask(EndHelp(agent))

    def raise_call(self, call: CallId, *_: object) -> None:
        self._desk.ask(RaiseCall(call))

    def open_queue(self, queue: QueueId, *_: object) -> None:
        self._desk.ask(SetQueueOpen(queue, open=True))

    def close_queue(self, queue: QueueId, *_: object) -> None:
        """Ask first: callers will be turned away."""
        name = self._lens.queue_name(queue)
        title = self.tr("Close “{queue}” for new calls?").format(queue=name)
        question = self.question = QMessageBox(QMessageBox.Icon.Question, title, title, parent=self._window)
        question.setInformativeText(
            self.tr("New callers hear that it is closed, and the call ends. Those who wait already are served.")
        )
        question.addButton(self.tr("Leave it open"), QMessageBox.ButtonRole.RejectRole)
        close = question.addButton(self.tr("Close the queue"), QMessageBox.ButtonRole.AcceptRole)
        close.clicked.connect(partial(self._do, SetQueueOpen(queue, open=False)))
        question.finished.connect(question.deleteLater)
        question.open()

    def direct(self, agent: AgentId, state: AgentState, reason: str, *_: object) -> None:
        """Set an agent's state, once it has been said why."""
        name = self._desk.state.board.members[agent].name
        headings = {
            AgentState.READY: self.tr("Set {name} to ready"),
            AgentState.NOT_READY: self.tr("Set {name} to not ready: {reason}"),
            AgentState.LOGGED_OFF: self.tr("Log {name} off"),
        }
        label = words.reason(reason, self._desk.state.not_ready_reasons) if reason else ""
        heading = headings[state].format(name=name, reason=label)
        leaving = state is AgentState.LOGGED_OFF
        action = self.tr("Log off") if leaving else self.tr("Set")
        dialog = self.dialog = ReasonDialog(
            heading,
            action,
            partial(self._direct, agent, state, reason),
            danger=leaving,
            parent=self._window,
        )
        dialog.open()

    def move(self, agent: AgentId, *_: object) -> None:
        """Move an agent between queues and skills."""
        board = self._desk.state.board
        member = board.members[agent]
        skills = sorted({skill for each in board.members.values() for skill in each.skills})
        dialog = self.dialog = AssignDialog(
            self.tr("What {name} takes from now on").format(name=member.name),
            member,
            {queue: self._lens.queue_name(queue) for queue in board.queues},
            skills,
            partial(self._assign, agent),
            parent=self._window,
        )
        dialog.open()

    def _direct(self, agent: AgentId, state: AgentState, reason: str, note: str) -> None:
        self._do(DirectAgent(agent, state, note, reason))

    def _assign(self, agent: AgentId, queues: tuple[str, ...], skills: tuple[str, ...]) -> None:
        self._do(AssignAgent(agent, queues, skills))

    def _do(self, body: AnyRequestBody, *_: object) -> None:
        self._desk.ask(body)
