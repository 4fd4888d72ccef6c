"""The supervisor's window: figures on top; queues, and the day or an agent's desk, at the left; agents and calls at the right.

It arranges, keeps time and passes keys on; what the parts show is theirs. The board is watched as long as this window lives.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from agent_desktop.cti.vocabulary import AgentId, CallId, MonitorMode, QueueId
from agent_desktop.protocol.messages import Notice, WatchBoard
from agent_desktop.ui import messages, theme
from agent_desktop.ui.agent.topbar_presenter import LinkFace, link_face
from agent_desktop.ui.desk import Change, Desk
from agent_desktop.ui.durations import stopwatch
from agent_desktop.ui.ring import Ring
from agent_desktop.ui.roles import Icon, Tone
from agent_desktop.ui.supervisor.actions import HELP_DONE_KEY, KEYS, LEAVE_KEY, LOOK_KEY, RAISE_KEY, Actions
from agent_desktop.ui.supervisor.agents import FILTER_KEY, AgentsPanel
from agent_desktop.ui.supervisor.agents_presenter import asking_for_help
from agent_desktop.ui.supervisor.alarm import Alarm
from agent_desktop.ui.supervisor.calls import FILTER_KEY as CALLS_FILTER_KEY
from agent_desktop.ui.supervisor.calls import CallsPanel
from agent_desktop.ui.supervisor.chart import ChartPanel
from agent_desktop.ui.supervisor.concerns import sounding
from agent_desktop.ui.supervisor.figures import FiguresWindow
from agent_desktop.ui.supervisor.glance import GlancePanel
from agent_desktop.ui.supervisor.lens import Lens
from agent_desktop.ui.supervisor.queues import QueuesPanel
from agent_desktop.ui.supervisor.queues_presenter import EVERYTHING
from agent_desktop.ui.supervisor.topbar import CALLS_KEY, FIGURES_KEY, WALL_KEY, TopBar
from agent_desktop.ui.supervisor.wall import Wall
from agent_desktop.ui.widgets.banner import Banner, Toast

TICK_MS = 1000
"""Times on the board are in seconds."""
_GONE = frozenset({LinkFace.OLD, LinkFace.LOST, LinkFace.CLOSED})


class SupervisorWindow(QWidget):
    """Signals: `language_chosen` with a `Language`, `look_chosen` with a `Look`, `calls_wanted`, `closing` when the user closes it."""

    language_chosen = Signal(object)
    look_chosen = Signal(object)
    calls_wanted = Signal()
    closing = Signal()

    def __init__(self, desk: Desk, ring: Ring, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.lens = Lens(desk, self)
        self.deeds = Actions(desk, self.lens, self)
        self._build()
        self.alarm = Alarm(self.lens, self, ring)
        self._connect()
        self.retranslate()
        self._watch()

    # --- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.topbar = TopBar(self._desk, self.lens)
        self.banner = Banner(inset=False)
        self.help = Banner(Tone.OFFER, Icon.BELL, inset=False)
        self.queues = QueuesPanel(self._desk, self.lens)
        self.chart = ChartPanel(self._desk, self.lens)
        self.glance = GlancePanel(self._desk, self.deeds)
        self.agents = AgentsPanel(self._desk, self.lens)
        self.calls = CallsPanel(self._desk, self.lens)
        self.wall = Wall(self._desk, self.lens, Qt.Key.Key_F12)
        self.figures = FiguresWindow(self._desk, self.lens, FIGURES_KEY)
        self.below = QStackedWidget()
        self.below.addWidget(self.chart)
        self.below.addWidget(self.glance)
        sides = _split(
            Qt.Orientation.Horizontal,
            _split(Qt.Orientation.Vertical, self.queues, self.below, (46, 54)),
            _split(Qt.Orientation.Vertical, self.agents, self.calls, (60, 40)),
            (51, 49),
        )
        inner = QHBoxLayout()
        inner.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        inner.addWidget(sides)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self.topbar, self.banner, self.help):
            whole.addWidget(part)
        whole.addLayout(inner, 1)
        self.toast = Toast(self)
        self._ticker = QTimer(self, interval=TICK_MS)

    def _connect(self) -> None:
        self._desk.subscribe(self._board_moved, Change.BOARD)
        self._desk.subscribe(self._watch, Change.CHOICES)
        self._desk.subscribe(self._warn, Change.LINK, Change.AGENT)
        self._desk.subscribe_notices(self.notify)
        self.topbar.language_chosen.connect(self.language_chosen)
        self.topbar.look_chosen.connect(self.look_chosen)
        self.topbar.calls_wanted.connect(self.calls_wanted)
        self.topbar.wall_wanted.connect(self.toggle_wall)
        self.topbar.figures_wanted.connect(self.figures.open_figures)
        self.deeds.figures_wanted.connect(self.figures.open_figures)
        self.wall.left.connect(self.wall.hide)
        self.help.acted.connect(self._look_at_first)
        self.queues.asked.connect(self._ask_queue)
        self.agents.asked.connect(self._ask_agent)
        self.calls.asked.connect(self._ask_call)
        self.deeds.look_wanted.connect(self.look_at)
        self.glance.closed.connect(self._back_to_chart)
        self._keys()
        self._ticker.timeout.connect(self.tick)
        self._ticker.start()

    def _keys(self) -> None:
        keys = {
            WALL_KEY: self.toggle_wall,
            CALLS_KEY: self.calls_wanted.emit,
            FIGURES_KEY: self.figures.open_figures,
            FILTER_KEY: self.agents.filter.setFocus,
            CALLS_FILTER_KEY: self.calls.filter.setFocus,
            LOOK_KEY: self._look,
            HELP_DONE_KEY: self._help_done,
            RAISE_KEY: self._raise_call,
            LEAVE_KEY: self.deeds.leave,
            "Escape": self.glance.close_glance,
            **{key: partial(self._be_with, mode) for mode, key in KEYS.items()},
        }
        for key, do in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(do)

    def _watch(self) -> None:
        """From the beginning, and again whenever the centre has drawn everything anew."""
        self._desk.ask(WatchBoard(watch=True))

    # --- showing ------------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        who = self._desk.state.who
        program = self.tr("Supervisor's desk")
        self.setWindowTitle(f"{who.name} – {program}" if who else program)
        self._warn()
        self._show_help()

    def tick(self) -> None:
        """Time has passed: move every timer."""
        now_ms = self._desk.now_ms()
        for part in (self.topbar, self.queues, self.agents, self.calls, self.chart, self.glance):
            part.tick(now_ms)
        self.wall.tick()
        self._warn()
        self._show_help()
        self._sound()

    def notify(self, notice: Notice) -> None:
        self.toast.say(partial(messages.text, notice.error, notice.arguments), Tone.ALERT, Icon.ALERT)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.wall.close()
        self.figures.close()
        self.closing.emit()
        super().closeEvent(event)

    def _board_moved(self) -> None:
        everything = self.queues.rows().get(EVERYTHING)
        if everything is not None:
            self.topbar.show_everything(everything)
        self._show_help()
        self._sound()

    def _show_help(self) -> None:
        """Who asks for help stands across the window until somebody has seen to it."""
        asking = asking_for_help(self._desk.state.board)
        if not asking:
            self.help.hide()
            return
        first = asking[0]
        name = self._desk.state.board.members[first.agent].name
        waited = stopwatch(self._desk.now_ms() - (first.help_since_ms or 0))
        text = self.tr("{name} asks for help, for {time}.").format(name=name, time=waited)
        if len(asking) > 1:
            text += " " + self.tr("{count} more ask as well.").format(count=len(asking) - 1)
        self.help.show_text(text, Tone.OFFER, Icon.BELL, self.tr("Look at the desk"))

    def _sound(self) -> None:
        now_ms, board = self._desk.now_ms(), self._desk.state.board
        urgent = sounding(board, self.queues.concerns(), self.lens.thresholds, now_ms)
        help_wanted = {f"help {row.agent} {row.help_since_ms}" for row in asking_for_help(board)}
        self.alarm.hear(urgent | help_wanted, now_ms)

    def _warn(self) -> None:
        now_ms = self._desk.now_ms()
        age = stopwatch(now_ms - self._desk.state.link.heard_ms)
        if link_face(self._desk.state, now_ms) in _GONE:
            text = self.tr("No link to the centre: what you see is {age} old. The program reconnects by itself.")
            self.banner.show_text(text.format(age=age))
        elif not self._desk.state.switch_up and (known := self._desk.state.line_trouble) is not None:
            self.banner.show_text(messages.text(known.error, known.arguments))
        elif not self._desk.state.switch_up:
            self.banner.show_text(self.tr("The centre has no link to the telephone switch. New calls can't arrive."))
        else:
            self.banner.hide()

    # --- doing --------------------------------------------------------------------------------------------------------

    def toggle_wall(self) -> None:
        """The figures for the television, or back."""
        if self.wall.isVisible():
            self.wall.hide()
        else:
            self.wall.showFullScreen()

    def look_at(self, agent: AgentId) -> None:
        """Show an agent's desk."""
        self.below.setCurrentWidget(self.glance)
        self.glance.open_glance(agent)

    def _back_to_chart(self) -> None:
        self.below.setCurrentWidget(self.chart)

    def _look_at_first(self) -> None:
        asking = asking_for_help(self._desk.state.board)
        if asking:
            self.look_at(asking[0].agent)

    def _look(self) -> None:
        """At whoever asks for help, else at the agent under the cursor."""
        agent = self._agent()
        if asking_for_help(self._desk.state.board):
            self._look_at_first()
        elif agent is not None:
            self.look_at(agent)

    def _agent(self) -> AgentId | None:
        """Whom keys are about: the one who is looked at, else the one under the cursor."""
        if self.glance.agent is not None:
            return self.glance.agent
        row = self.agents.table.cursor_row
        return AgentId(row) if isinstance(row, str) else None

    def _be_with(self, mode: MonitorMode) -> None:
        if (agent := self._agent()) is not None:
            self.deeds.monitor(agent, mode)

    def _help_done(self) -> None:
        asking = asking_for_help(self._desk.state.board)
        mine = [row.agent for row in asking if row.agent == self._agent()] or [row.agent for row in asking]
        if mine:
            self.deeds.end_help(mine[0])

    def _raise_call(self) -> None:
        row = self.calls.table.cursor_row
        if isinstance(row, int):
            self.deeds.raise_call(CallId(row))

    def _ask_agent(self, agent: str, at: QPoint) -> None:
        self.deeds.ask_agent(AgentId(agent), at)

    def _ask_call(self, call: int, at: QPoint) -> None:
        self.deeds.ask_call(CallId(call), at)

    def _ask_queue(self, queue: str, at: QPoint) -> None:
        self.deeds.ask_queue(QueueId(queue), at)


def _split(way: Qt.Orientation, one: QWidget, other: QWidget, shares: tuple[int, int]) -> QSplitter:
    splitter = QSplitter(way, childrenCollapsible=False)
    splitter.setHandleWidth(theme.GAP)
    for part, share in zip((one, other), shares, strict=True):
        splitter.addWidget(part)
        splitter.setStretchFactor(splitter.count() - 1, share)
    splitter.setSizes([share * 14 for share in shares])
    return splitter
