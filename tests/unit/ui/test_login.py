"""The log-in window and the way from it to the agent's window and back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from agent_desktop.cti.vocabulary import Language
from agent_desktop.errors import UserError
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import CallOffered, CallPhase, Goodbye, Refused
from agent_desktop.ui import i18n, messages, theme
from agent_desktop.ui.app import SeatProgram, trusting
from agent_desktop.ui.login import LoginWindow
from agent_desktop.ui.login_presenter import Form, Login, Problem
from agent_desktop.ui.preferences import Preferences
from agent_desktop.ui.ring import Ring
from agent_desktop.ui.roles import Scheme
from tests.fakes.desks import call_in
from tests.fakes.qtcentre import QtCentre


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "seat.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def window(dressed: QApplication, qtbot: QtBot) -> LoginWindow:
    made = LoginWindow(Form(server="localhost:8765"))
    qtbot.addWidget(made)
    made.show()
    return made


def test_enter_submits_from_any_field(window: LoginWindow) -> None:
    logins: list[Login] = []
    window.submitted.connect(logins.append)
    window.user.setText("zhao")
    window.password.setText("secret")
    QTest.keyClick(window.user, Qt.Key.Key_Return)
    assert logins[0].url == "ws://localhost:8765"
    assert logins[0].credentials.password == "secret"
    assert not window.button.isEnabled()


def test_a_mistake_is_said_in_the_window_and_the_field_is_ready(window: LoginWindow) -> None:
    window.user.setText("zhao")
    window.submit()
    assert window.banner.text() == "Enter your password."
    assert window.password.hasFocus()
    QTest.keyClicks(window.password, "s")
    assert not window.banner.isVisible()


def test_a_refusal_lets_the_password_be_typed_anew(window: LoginWindow) -> None:
    window.user.setText("zhao")
    window.password.setText("wrong")
    window.submit()
    window.refused("wrong_password", {})
    assert "password" in window.banner.text()
    QTest.keyClicks(window.password, "right")
    assert window.password.text() == "right"
    assert window.button.isEnabled()


def test_an_address_that_does_not_answer_is_named(window: LoginWindow) -> None:
    window.unreachable("Connection refused.")
    assert "localhost:8765: Connection refused. Check" in window.banner.text()


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("language", Language)
def test_every_message_is_shown_whole(
    window: LoginWindow, dressed: QApplication, language: Language, scale: float
) -> None:
    i18n.set_language(dressed, language)
    theme.apply(dressed, theme.Look(scale=scale))
    arguments = {name: "1234567" for error in ErrorId for name in error.arguments}
    tellers = [partial(window.refused, error.value, arguments) for error in ErrorId]
    tellers += [partial(window._say, partial(window._problem, problem)) for problem in Problem]
    tellers.append(partial(window.unreachable, "The remote host closed the connection unexpectedly"))
    for tell in tellers:
        tell()
        for _nesting in range(4):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        label = window.banner._label
        assert label.height() >= label.heightForWidth(label.width()), label.text()
        assert window.rect().contains(window._card.geometry()), label.text()


def test_a_message_speaks_the_language_that_is_chosen_while_it_stands_there(
    window: LoginWindow, dressed: QApplication
) -> None:
    window.refused("wrong_password", {})
    english = window.banner.text()
    i18n.set_language(dressed, Language.ZH_CN)
    QApplication.sendPostedEvents()
    assert window.banner.isVisible()
    assert window.banner.text() == messages.text("wrong_password", {}) != english


def test_the_password_is_never_shown(window: LoginWindow) -> None:
    assert window.password.echoMode() is QLineEdit.EchoMode.Password


@pytest.mark.parametrize("language", Language)
def test_every_field_has_a_name(window: LoginWindow, dressed: QApplication, language: Language) -> None:
    i18n.set_language(dressed, language)
    QApplication.sendPostedEvents()
    for control in (window.server, window.user, window.password, window.station, window.button, window.look_button):
        assert control.accessibleName()


class Silence(Ring):
    """Rings without a device."""

    def __init__(self) -> None:
        super().__init__(lambda _parent: None)


@pytest.fixture
def centre(qapp: QApplication) -> Iterator[QtCentre]:
    made = QtCentre()
    yield made
    made.close()


@pytest.fixture
def program(dressed: QApplication, settings: QSettings) -> Iterator[SeatProgram]:
    made = SeatProgram(dressed, Preferences(settings), ring=Silence)
    yield made
    made.close()


def log_in(program: SeatProgram, centre: QtCentre, qtbot: QtBot) -> None:
    login = program.show_login(centre.url.toString(), "zhao")
    login.password.setText("secret")
    login.submit()
    qtbot.waitUntil(lambda: bool(centre.hellos), timeout=5000)


def test_from_the_log_in_to_the_first_call(
    program: SeatProgram, centre: QtCentre, qtbot: QtBot, settings: QSettings
) -> None:
    log_in(program, centre, qtbot)
    with qtbot.waitSignal(program.opened, timeout=5000):
        centre.welcome()
    assert program.window is not None
    assert program.window.isVisible()
    assert program.login is None
    assert settings.value("login/user") == "zhao"
    centre.tell(CallOffered(call_in(CallPhase.OFFERED)))
    qtbot.waitUntil(lambda: program.desk is not None and program.desk.state.call is not None, timeout=5000)


def test_the_password_is_never_kept(program: SeatProgram, centre: QtCentre, qtbot: QtBot, settings: QSettings) -> None:
    log_in(program, centre, qtbot)
    with qtbot.waitSignal(program.opened, timeout=5000):
        centre.welcome()
    settings.sync()
    assert "secret" not in Path(settings.fileName()).read_text()


def test_a_refused_log_in_stays_in_its_window(program: SeatProgram, centre: QtCentre, qtbot: QtBot) -> None:
    log_in(program, centre, qtbot)
    centre.send(Refused("", "login_throttled", {"seconds": "30"}))
    qtbot.waitUntil(lambda: program.login is not None and "30" in program.login.banner.text(), timeout=5000)
    assert program.window is None


def test_logging_off_leads_back_to_the_log_in(program: SeatProgram, centre: QtCentre, qtbot: QtBot) -> None:
    log_in(program, centre, qtbot)
    with qtbot.waitSignal(program.opened, timeout=5000):
        centre.welcome()
    centre.send(Goodbye("logged_off"))
    qtbot.waitUntil(lambda: program.login is not None and program.login.isVisible(), timeout=5000)
    assert program.window is None
    assert program.login is not None
    assert program.login.user.text() == "zhao"
    assert program.login.password.text() == ""


def test_being_replaced_is_explained(program: SeatProgram, centre: QtCentre, qtbot: QtBot) -> None:
    log_in(program, centre, qtbot)
    with qtbot.waitSignal(program.opened, timeout=5000):
        centre.welcome()
    centre.send(Goodbye("replaced"))
    qtbot.waitUntil(lambda: program.login is not None, timeout=5000)
    assert program.login is not None
    assert "another seat" in program.login.banner.text()


def test_a_lost_link_keeps_the_window(program: SeatProgram, centre: QtCentre, qtbot: QtBot) -> None:
    log_in(program, centre, qtbot)
    with qtbot.waitSignal(program.opened, timeout=5000):
        centre.welcome()
    centre.hang_up()
    qtbot.waitUntil(lambda: program.window is not None and program.window.banner.isVisible(), timeout=5000)
    assert program.login is None


def test_language_and_look_are_remembered(program: SeatProgram, dressed: QApplication, settings: QSettings) -> None:
    program.set_language(Language.ZH_CN)
    program.set_look(theme.Look(Scheme.DARK, 1.5))
    again = Preferences(settings)
    assert again.language is Language.ZH_CN
    assert again.look == theme.Look(Scheme.DARK, 1.5)
    assert i18n.language() is Language.ZH_CN


def test_unreadable_preferences_are_as_if_never_chosen(settings: QSettings) -> None:
    settings.setValue("look/language", "tlh")
    settings.setValue("look/scheme", "purple")
    settings.setValue("look/scale", "9")
    preferences = Preferences(settings)
    assert preferences.language in Language
    assert preferences.look == theme.Look()


def test_a_certificate_file_without_a_certificate(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("")
    with pytest.raises(UserError, match="no certificate"):
        trusting(empty)
