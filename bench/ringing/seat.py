"""The process of the seat: the real agent's window, offscreen, with marks where messages arrive and where paints end."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, QSocketNotifier, Qt, QTimer
from PySide6.QtWebSockets import QWebSocket
from PySide6.QtWidgets import QWidget

from agent_desktop import logs
from agent_desktop.cti.vocabulary import AgentId, Language
from agent_desktop.protocol.messages import AgentState, SetAgentState
from agent_desktop.protocol.seat_session import Credentials
from agent_desktop.ui.agent.record import RecordPanel
from agent_desktop.ui.agent.record_headline import HeadlineView
from agent_desktop.ui.app import SeatProgram, new_application
from agent_desktop.ui.desk import Change
from agent_desktop.ui.login_presenter import Login
from agent_desktop.ui.preferences import Preferences
from bench.ringing import marks
from bench.ringing.centre import AGENT, PASSWORD

SETTLE_MS = 150
"""What is painted later than this after an offer belongs to something else."""
_PAINTED = QEvent.Type(QEvent.registerEventType())


def isolate(folder: Path) -> None:
    """No screen, and nothing written into the user's own folders. Before there is an application."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["XDG_DATA_HOME"] = os.environ["XDG_CONFIG_HOME"] = str(folder / "user")


def run(pipe: Connection, folder: Path, url: str) -> None:
    isolate(folder)
    logs.configure(level=logs.WARNING)
    application = new_application()
    preferences = Preferences(QSettings(str(folder / "seat.ini"), QSettings.Format.IniFormat))
    preferences.language = Language.EN
    program = SeatProgram(application, preferences)
    program.log_in(Login(url, Credentials(AgentId(AGENT), PASSWORD)))
    seat = Seat(program, pipe)
    program.opened.connect(seat.opened)
    application.exec()
    program.close()


@dataclass(slots=True)
class _Pop:
    """The ring that is being watched."""

    message: int
    received: marks.Moment
    applied: marks.Moment
    told: marks.Moment
    headline: str = ""
    first: marks.Moment | None = None
    complete: marks.Moment | None = None
    passes: int = 0


class Paints(QObject):
    """Learns when a pass of painting is over that touched a widget, flush included: an event that is posted in the middle of it is
    delivered right after it. A widget that is not opaque lets its parent paint too, so that watching a panel is watching all in it.
    """

    def __init__(self, widget: QWidget, ended: Callable[[], None]) -> None:
        super().__init__(widget)
        self._ended = ended
        self._posted = False
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and not self._posted:
            self._posted = True
            QCoreApplication.postEvent(self, QEvent(_PAINTED), Qt.EventPriority.HighEventPriority.value)
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() != _PAINTED:
            return super().event(event)
        self._posted = False
        self._ended()
        return True


class Seat(QObject):
    """Watches the window and tells the bench of each pop."""

    def __init__(self, program: SeatProgram, pipe: Connection) -> None:
        super().__init__(program)
        assert program.desk is not None
        assert program.link is not None
        self._program, self._pipe, self._desk = program, pipe, program.desk
        self._pop: _Pop | None = None
        self._told_free = False
        self._offer = 0, marks.now()
        self._applied = marks.now()
        self._settled = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settled.timeout.connect(self._tell)
        socket = program.link.findChild(QWebSocket)
        assert socket is not None
        socket.textMessageReceived.connect(self._arrived)
        self._desk.subscribe(self._before_all, Change.CALL)
        self._wishes = QSocketNotifier(pipe.fileno(), QSocketNotifier.Type.Read, self)
        self._wishes.activated.connect(QCoreApplication.quit)

    def opened(self) -> None:
        """The window is up: go ready, and be the last to hear of calls."""
        window = self._program.window
        assert window is not None
        panel = window.findChild(RecordPanel)
        headline = window.findChild(HeadlineView)
        assert panel is not None
        assert headline is not None
        self._headline = headline
        self._panel_paints = Paints(panel, self._panel_painted)
        self._headline_paints = Paints(headline, self._headline_painted)
        self._desk.subscribe(self._after_all, Change.CALL)
        self._desk.subscribe(self._look_free, Change.CALL, Change.AGENT)
        self._desk.ask(SetAgentState(AgentState.READY))

    def _arrived(self, message: str) -> None:
        if "CallOffered" in message[:120]:
            self._offer = len(message), marks.now()

    def _before_all(self) -> None:
        self._applied = marks.now()

    def _after_all(self) -> None:
        if self._desk.state.call is not None and self._pop is None:
            self._pop = _Pop(*self._offer, self._applied, marks.now())
            self._settled.start()

    def _headline_painted(self) -> None:
        if self._pop is not None and self._pop.first is None:
            self._pop.first = marks.now()
            self._pop.headline = self._headline.summary()

    def _panel_painted(self) -> None:
        if self._pop is not None:
            self._pop.complete = marks.now()
            self._pop.passes += 1

    def _tell(self) -> None:
        pop, call = self._pop, self._desk.state.call
        assert pop is not None
        assert call is not None, "the call went before it was painted"
        assert call.pop.record is not None, "the caller is not known"
        assert pop.first is not None, "the headline was not painted"
        assert pop.complete is not None
        numbers = frozenset(phone.e164 for phone in call.pop.record.phones)
        self._told_free = False
        self._pipe.send(
            marks.Popped(
                numbers,
                pop.headline,
                pop.message,
                pop.received,
                pop.applied,
                pop.told,
                pop.first,
                pop.complete,
                pop.passes,
            )
        )

    def _look_free(self) -> None:
        state = self._desk.state
        if (
            state.call is None
            and state.agent is not None
            and state.agent.state is AgentState.READY
            and state.agent.station_up
        ):
            self._pop = None
            if not self._told_free:
                self._told_free = True
                self._pipe.send(marks.Free())
