"""The process of the seat: the real agent's window, offscreen, with marks where messages arrive and where paints end."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, QSocketNotifier, QTimer
from PySide6.QtWebSockets import QWebSocket
from PySide6.QtWidgets import QWidget

from agent_desktop import logs
from agent_desktop.cti.vocabulary import AgentId, Language
from agent_desktop.protocol.messages import AgentState, SetAgentState
from agent_desktop.protocol.seat_session import Credentials
from agent_desktop.ui.agent.record import RecordPanel
from agent_desktop.ui.agent.record_headline import HeadlineView
from agent_desktop.ui.agent.window import AgentWindow
from agent_desktop.ui.app import SeatProgram, new_application
from agent_desktop.ui.desk import Change
from agent_desktop.ui.login_presenter import Login
from agent_desktop.ui.preferences import Preferences
from bench.ringing import marks
from bench.ringing.centre import AGENT, PASSWORD

SETTLE_MS = 150
"""What is painted later than this after an offer belongs to something else."""


def isolate(folder: Path) -> None:
    """No screen, nothing written into the user's own folders, and no word of what is missing for sound. Before there is an
    application.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_LOGGING_RULES"] = "*.info=false;*.warning=false"
    os.environ["XDG_DATA_HOME"] = os.environ["XDG_CONFIG_HOME"] = str(folder / "user")


def run(pipe: Connection, folder: Path, url: str) -> None:
    isolate(folder)
    logs.configure(level=logging.ERROR)
    application = new_application()
    preferences = Preferences(QSettings(str(folder / "seat.ini"), QSettings.Format.IniFormat))
    preferences.language = Language.EN
    program = SeatProgram(application, preferences)
    program.log_in(Login(url, Credentials(AgentId(AGENT), PASSWORD)))
    seat = Seat(program, pipe)
    watch_passes(seat.painted)
    program.opened.connect(seat.opened)
    application.exec()
    program.close()


@dataclass(slots=True)
class _Pop:
    """The ring that is being watched."""

    message: int
    received: marks.Moment
    applied: marks.Moment
    headline: str = ""
    first: marks.Moment | None = None
    complete: marks.Moment | None = None
    passes: int = 0


class Passes(QObject):
    """Which of these widgets a pass of painting has touched. A widget that is not opaque lets its parent paint too, so that
    watching a panel is watching all in it.
    """

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__(widgets[0])
        self._widgets = widgets
        self._touched: set[QWidget] = set()
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self._touched.update(widget for widget in self._widgets if widget is watched)
        return False

    def take(self) -> set[QWidget]:
        """Those painted since the last time."""
        touched, self._touched = self._touched, set()
        return touched


def watch_passes(ended: Callable[[], None]) -> None:
    """Call `ended` after each pass of an agent's window that is made from now on: also one that `repaint` does on the spot."""
    original = AgentWindow.event

    def event(window: AgentWindow, event: QEvent) -> bool:
        done = original(window, event)
        if event.type() is QEvent.Type.UpdateRequest:
            ended()
        return done

    name = "event"
    setattr(AgentWindow, name, event)


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
        self._passes: Passes | None = None
        self._settled = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settled.timeout.connect(self._tell)
        socket = program.link.findChild(QWebSocket)
        assert socket is not None
        socket.textMessageReceived.connect(self._arrived)
        self._desk.subscribe(self._applied, Change.CALL)
        self._wishes = QSocketNotifier(pipe.fileno(), QSocketNotifier.Type.Read, self)
        self._wishes.activated.connect(QCoreApplication.quit)

    def opened(self) -> None:
        """The window is up: go ready."""
        window = self._program.window
        assert window is not None
        panel = window.findChild(RecordPanel)
        headline = window.findChild(HeadlineView)
        assert panel is not None
        assert headline is not None
        self._headline = headline
        self._panel = panel
        self._passes = Passes(headline, panel)
        self._desk.subscribe(self._look_free, Change.CALL, Change.AGENT)
        self._desk.ask(SetAgentState(AgentState.READY))

    def _arrived(self, message: str) -> None:
        if "CallOffered" in message[:120]:
            self._offer = len(message), marks.now()

    def _applied(self) -> None:
        """The desk has a call, and nobody else has heard of it yet. A call before the window is open is its own rehearsal."""
        if self._desk.state.call is not None and self._pop is None and self._passes is not None:
            self._pop = _Pop(*self._offer, marks.now())
            self._settled.start()

    def painted(self) -> None:
        """A pass is over."""
        if self._passes is None:
            return
        touched = self._passes.take()
        if self._pop is None or self._panel not in touched:
            return
        self._pop.complete = marks.now()
        self._pop.passes += 1
        if self._pop.first is None and self._headline in touched:
            self._pop.first = self._pop.complete
            self._pop.headline = self._headline.summary()

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
                pop.first,
                pop.complete,
                pop.passes,
                marks.now(),
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
