"""The seat process, wired in one place: log-in window, link, desk, agent's window, alerts, language and look.

`run_seat` is the whole program; `SeatProgram` is the same without its event loop, for the demonstration and for tests.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QSettings, QUrl, Signal
from PySide6.QtNetwork import QSslCertificate, QSslConfiguration
from PySide6.QtWidgets import QApplication

from agent_desktop.cti.vocabulary import AgentId, Language
from agent_desktop.errors import UserError
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import GoodbyeReason, Role
from agent_desktop.protocol.seat_session import Credentials, LoginRefused
from agent_desktop.ui import i18n, messages, theme
from agent_desktop.ui.agent.log import LogPanel
from agent_desktop.ui.agent.record import RecordPanel
from agent_desktop.ui.agent.script import ScriptPanel
from agent_desktop.ui.agent.window import AgentWindow, Panels
from agent_desktop.ui.alerts import OfferAlert, program_icon
from agent_desktop.ui.crash import CrashHook
from agent_desktop.ui.desk import Desk
from agent_desktop.ui.link import SeatLink
from agent_desktop.ui.login import LoginWindow
from agent_desktop.ui.login_presenter import Form, Login
from agent_desktop.ui.preferences import Preferences
from agent_desktop.ui.rehearsal import rehearse
from agent_desktop.ui.ring import Ring
from agent_desktop.ui.speech import CallerVoice
from agent_desktop.ui.supervisor.window import SupervisorWindow
from agent_desktop.ui.trainer.window import TrainerWindow

FIRST_SIZE = (1366, 768)


def run_seat(server: str = "", user: str = "", certificates: Path | None = None, password: str = "") -> int:
    """Run a seat until its user closes it; gives the process's exit code. With a password it logs in by itself.

    Raises:
        UserError: the certificate file cannot be read.

    """
    tls = trusting(certificates) if certificates else None
    application = new_application()
    hook = CrashHook(application)
    hook.install()
    program = SeatProgram(application, Preferences(QSettings()), tls=tls)
    program.show_login(server, user)
    if password:
        program.log_in(Login(server, Credentials(AgentId(user), password)))
    return application.exec()


def new_application() -> QApplication:
    QCoreApplication.setOrganizationName("agent-desktop")
    QCoreApplication.setApplicationName("agent-desktop")
    application = QApplication([])
    application.setWindowIcon(program_icon())
    return application


def trusting(certificates: Path) -> QSslConfiguration:
    """TLS that trusts these certificates besides the system's: for a centre with a certificate of its own."""
    extra = QSslCertificate.fromPath(str(certificates))
    if not extra:
        raise UserError(f"{certificates}: no certificate in it (PEM is expected)")
    made = QSslConfiguration.defaultConfiguration()
    made.addCaCertificates(extra)
    return made


def local_ms() -> int:
    """Milliseconds that only go forward; the desk learns the centre's offset to them."""
    return time.monotonic_ns() // 1_000_000


class SeatProgram(QObject):
    """One seat at a time: either its log-in window is open or its agent's window is.

    Signals: `opened`, the agent's window is up and the first snapshot on it.
    """

    opened = Signal()

    def __init__(
        self,
        application: QApplication,
        preferences: Preferences,
        *,
        tls: QSslConfiguration | None = None,
        ring: Callable[[], Ring] = Ring,
    ) -> None:
        super().__init__(application)
        self._application, self._preferences, self._tls, self._ring = application, preferences, tls, ring
        self.login: LoginWindow | None = None
        self.desk: Desk | None = None
        self.link: SeatLink | None = None
        self.window: AgentWindow | SupervisorWindow | TrainerWindow | None = None
        """The one that the user's role opens."""
        self.calls: AgentWindow | None = None
        """A supervisor's own calls."""
        self._wanted: Login | None = None
        application.aboutToQuit.connect(self.close)
        i18n.set_language(application, preferences.language)
        theme.apply(application, preferences.look)

    # --- logging in --------------------------------------------------------------------------------------------------

    def show_login(self, server: str = "", user: str = "") -> LoginWindow:
        """Ask who it is; what is not given comes from last time."""
        saved = self._preferences
        form = Form(server or saved.server, user or saved.user, "", saved.station)
        self.login = LoginWindow(form)
        self.login.submitted.connect(self.log_in)
        self.login.language_chosen.connect(self.set_language)
        self.login.look_chosen.connect(self.set_look)
        self.login.show()
        return self.login

    def log_in(self, login: Login) -> None:
        """Connect, and open the agent's window once the centre lets us in."""
        self._wanted = login
        self.desk = Desk(local_ms)
        self.link = SeatLink(QUrl(login.url), login.credentials, self.desk, time.monotonic, tls=self._tls, parent=self)
        self.link.welcomed.connect(self._welcomed)
        self.link.login_refused.connect(self._refused)
        self.link.unreachable.connect(self._unreachable)
        self.link.closed.connect(self._closed)
        self.link.start()

    def _welcomed(self) -> None:
        if self.window is not None or self.desk is None or self._wanted is None:
            return
        saved = self._wanted.credentials
        if self.desk.state.training is None:  # tomorrow the user goes back to work, not to the class
            self._preferences.remember_login(self._wanted.url, saved.user, saved.station)
        self.window = self._window_for(self.desk)
        self.window.show()
        self._drop_login()
        self.opened.emit()

    def _refused(self, refusal: LoginRefused) -> None:
        """At the first attempt, or when the session had to be opened anew and no longer may."""
        self._drop_session()
        login = self.login or self.show_login()
        login.refused(refusal.error, refusal.arguments)

    def _unreachable(self, words: str) -> None:
        """Before the first welcome the user decides; afterwards the link goes on trying by itself."""
        if self.window is None and self.login is not None:
            self._drop_session()
            self.login.unreachable(words)

    def _closed(self, reason: str, arguments: dict[str, str]) -> None:
        self._drop_session()
        login = self.login or self.show_login()
        if reason == ErrorId.REPLACED:
            login.say_closed(partial(messages.text, ErrorId.REPLACED, {}))
        elif reason == GoodbyeReason.DISMISSED:
            login.say_closed(partial(messages.text, ErrorId.LOGGED_OFF_BY, arguments))

    # --- windows -----------------------------------------------------------------------------------------------------

    def _window_for(self, desk: Desk) -> AgentWindow | SupervisorWindow | TrainerWindow:
        """By role; where there is no class a trainer takes calls as an agent does."""
        role = desk.state.who.role if desk.state.who is not None else Role.AGENT
        if role is Role.SUPERVISOR:
            return self._new_board(desk)
        leads = role is Role.TRAINER and desk.state.training is not None
        return self._new_class(desk) if leads else self._new_window(desk)

    def _new_window(self, desk: Desk) -> AgentWindow:
        record, script, log = RecordPanel(desk), ScriptPanel(desk), LogPanel(desk)
        script.attach(log)
        window = AgentWindow(desk, Panels(record, script, log))
        log.said.connect(window.toast.say)
        window.resize(*FIRST_SIZE)
        window.restoreGeometry(self._preferences.geometry)
        window.splitter.restoreState(self._preferences.panels)
        window.language_chosen.connect(self.set_language)
        window.look_chosen.connect(self.set_look)
        window.closing.connect(self._remember_window)
        rehearse(desk, window, script)
        OfferAlert(desk, window, self._ring())
        CallerVoice(desk, window)
        return window

    def _new_board(self, desk: Desk) -> SupervisorWindow:
        window = SupervisorWindow(desk, self._ring())
        window.resize(*FIRST_SIZE)
        window.restoreGeometry(self._preferences.geometry)
        window.language_chosen.connect(self.set_language)
        window.look_chosen.connect(self.set_look)
        window.calls_wanted.connect(self.open_calls)
        window.closing.connect(self._remember_window)
        window.closing.connect(self._close_calls)
        return window

    def _new_class(self, desk: Desk) -> TrainerWindow:
        window = TrainerWindow(desk)
        window.resize(*FIRST_SIZE)
        window.language_chosen.connect(self.set_language)
        window.look_chosen.connect(self.set_look)
        return window

    def open_calls(self) -> None:
        """The agent's window beside the board, for a supervisor who takes calls themselves."""
        if self.desk is None:
            return
        if self.calls is None:
            self.calls = self._new_window(self.desk)
        self.calls.show()
        self.calls.raise_()
        self.calls.activateWindow()

    def _close_calls(self) -> None:
        if self.calls is not None:
            self.calls.hide()
            self.calls.deleteLater()
            self.calls = None

    def _remember_window(self) -> None:
        if isinstance(self.window, AgentWindow | SupervisorWindow):
            self._preferences.geometry = self.window.saveGeometry()
        if isinstance(self.window, AgentWindow):
            self._preferences.panels = self.window.splitter.saveState()

    def _drop_login(self) -> None:
        if self.login is not None:
            self.login.hide()
            self.login.deleteLater()
            self.login = None

    def _drop_session(self) -> None:
        """The link and its window go; the desk with them."""
        if self.link is not None:
            self.link.stop()
            self.link.deleteLater()
            self.link = None
        if self.window is not None:
            self._remember_window()
            self.show_login()
            self._close_calls()
            self.window.hide()
            self.window.deleteLater()
            self.window = None

    def close(self) -> None:
        """Let go of everything: the link, and whichever window is open."""
        if self.link is not None:
            self.link.stop()
        for window in (self.login, self.window):
            if window is not None:
                window.close()
                window.deleteLater()
        self._close_calls()
        self.login = self.window = self.link = None

    # --- language and look -------------------------------------------------------------------------------------------

    def set_language(self, chosen: Language) -> None:
        self._preferences.language = chosen
        i18n.set_language(self._application, chosen)

    def set_look(self, chosen: theme.Look) -> None:
        self._preferences.look = chosen
        theme.apply(self._application, chosen)
