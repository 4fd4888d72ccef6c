"""A small office on one analogue line: window and centre in one program, on an emulated modem."""

import asyncio
import os
import subprocess
import sys
import threading
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication

from agent_desktop import solo
from agent_desktop.cli.solo import USER, settings_for
from agent_desktop.cti.modem_emulator.shell import Emulator
from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.seat_session import Credentials
from agent_desktop.ui.app import SeatProgram
from agent_desktop.ui.login_presenter import Login
from agent_desktop.ui.preferences import Preferences
from agent_desktop.ui.ring import Ring
from db import models
from tests.fakes.centreworld import rows, with_flows

if sys.platform == "win32":
    pytest.skip("there are no ptys", allow_module_level=True)


SOON_MS = 30_000
FLOW = "language: en\nstart: to_agent\nnodes:\n  to_agent: {type: queue, queue: general}\n"
CALLER = "+442079460103"


class Modem:
    """An emulated one with a loop of its own; whoever calls it waits until it is done."""

    def __init__(self, folder):
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self.path = str(folder / "modem")
        self.emulator = Emulator("lucent", "china", link=folder / "modem")

    def __enter__(self):
        self._thread.start()
        self.do(self.emulator.__aenter__())
        return self

    def __exit__(self, *exc):
        self.do(self.emulator.__aexit__(*exc))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def do(self, what):
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(20)

    def ring(self):
        assert self.do(self.emulator.ring(CALLER, "EMMA CLARKE"))

    def hang_up(self):
        self.do(self.emulator.hang_up("caller"))

    def unplug(self):
        self._loop.call_soon_threadsafe(self.emulator.unplug)

    def replug(self):
        self._loop.call_soon_threadsafe(self.emulator.replug)


@pytest.fixture
def modem(tmp_path):
    with Modem(tmp_path) as made:
        yield made


def office(tmp_path, port):
    """As `agent-desktop solo --modem PORT` makes it, with a menu that says nothing, in a folder of its own."""
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "main.yaml").write_text(FLOW, encoding="utf-8")
    made = with_flows(
        settings_for(None, port, "", None), tmp_path / "flows", entries={}, default="main", without_prompts="main"
    )
    centre = msgspec.structs.replace(made.centre, data_directory=str(tmp_path / "office"))
    queues = {name: msgspec.structs.replace(queue, after_call="") for name, queue in made.queues.items()}
    return msgspec.structs.replace(made, centre=centre, queues=queues)


@pytest.fixture
def program(qapp, tmp_path):
    settings = QSettings(str(tmp_path / "preferences.ini"), QSettings.Format.IniFormat)
    made = SeatProgram(qapp, Preferences(settings), ring=lambda: Ring(lambda _parent: None))
    yield made
    made.close()


def enter(program, qtbot, url, password):
    with qtbot.waitSignal(program.opened, timeout=SOON_MS):
        program.show_login(url, USER)
        program.log_in(Login(url, Credentials(AgentId(USER), password)))
    qtbot.waitUntil(lambda: program.desk.state.switch_up, timeout=SOON_MS)
    qtbot.keyClick(program.window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: program.desk.state.agent.state is m.AgentState.READY, timeout=SOON_MS)


def phase(program):
    call = program.desk.state.call
    return call.view.phase if call is not None else None


def test_a_call_rings_is_answered_and_filed_and_the_plug_may_be_pulled(tmp_path, modem, program, qtbot):
    settings = office(tmp_path, modem.path)
    password = solo.let_in(settings, USER)
    assert solo.let_in(settings, USER) == password, "the same at the next start"
    with solo.CentreThread(settings) as url:
        enter(program, qtbot, url, password)
        modem.ring()
        qtbot.waitUntil(lambda: phase(program) is m.CallPhase.OFFERED, timeout=SOON_MS)
        assert program.desk.state.call.view.ani == "+44 20 7946 0103"
        qtbot.keyClick(program.window, Qt.Key.Key_F2)
        qtbot.waitUntil(lambda: phase(program) is m.CallPhase.CONNECTED, timeout=SOON_MS)
        qtbot.waitUntil(lambda: modem.do(modem.emulator.hears("caller")) == "people", timeout=SOON_MS)
        modem.hang_up()
        qtbot.waitUntil(lambda: phase(program) is m.CallPhase.WRAP_UP, timeout=SOON_MS)
        program.desk.ask(m.CompleteLog(program.desk.state.call.view.call, m.LogDraft("enquiry_answered", "the hours")))
        qtbot.waitUntil(lambda: phase(program) is None, timeout=SOON_MS)
        modem.ring()
        qtbot.waitUntil(lambda: phase(program) is m.CallPhase.OFFERED, timeout=SOON_MS)
        qtbot.keyClick(program.window, Qt.Key.Key_F2)
        modem.hang_up()  # before the modem is off hook
        qtbot.waitUntil(lambda: phase(program) is m.CallPhase.WRAP_UP, timeout=SOON_MS)
        program.desk.ask(m.CompleteLog(program.desk.state.call.view.call, m.LogDraft("enquiry_answered")))
        qtbot.waitUntil(lambda: phase(program) is None, timeout=SOON_MS)
        modem.unplug()
        qtbot.waitUntil(lambda: not program.desk.state.switch_up, timeout=SOON_MS)
        qtbot.waitUntil(program.window.banner.isVisible, timeout=SOON_MS)
        modem.replug()
        qtbot.waitUntil(lambda: program.desk.state.switch_up, timeout=SOON_MS)
        qtbot.waitUntil(lambda: not program.window.banner.isVisible(), timeout=SOON_MS)
        modem.ring()
        qtbot.waitUntil(lambda: phase(program) is m.CallPhase.OFFERED, timeout=SOON_MS)
        program.close()
        QApplication.processEvents()
    filed, *_ = sorted(rows(settings, models.Call), key=lambda row: row["id"])
    assert (filed["disposition"], filed["outcome"]) == ("enquiry_answered", "handled")


def arrived(settings):
    """Who has called, once there is a database."""
    if not any(settings.data_directory.glob("*.sqlite3")):
        return []
    return [row["ani"] for row in rows(settings, models.Call)]


def test_the_command_opens_it(tmp_path, modem, monkeypatch):
    """With no settings but the port, in a home of its own: the line is up, and who calls is in the menu and in the database."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    command = [sys.executable, "-m", "agent_desktop", "solo", "--modem", modem.path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout is not None
        try:
            said: list[bytes] = []
            for line in process.stdout:
                said.append(line)
                if b"modem.up" in line:
                    break
            assert b"modem.up" in said[-1], said
            modem.ring()
            settings = settings_for(None, modem.path, "", None)
            until = time.monotonic() + SOON_MS / 1000
            while not arrived(settings) and time.monotonic() < until:
                time.sleep(0.05)
            assert [number.lstrip("0") for number in arrived(settings)] == [CALLER.lstrip("+")]
        finally:
            process.terminate()
