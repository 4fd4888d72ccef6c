"""A rehearsal leaves no trace."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent_desktop.protocol.messages import AgentState, CallPhase
from agent_desktop.ui.agent.log import LogPanel
from agent_desktop.ui.agent.log_drafts import DraftShelf
from agent_desktop.ui.agent.record import RecordPanel
from agent_desktop.ui.agent.script import ScriptPanel
from agent_desktop.ui.agent.window import AgentWindow, Panels
from agent_desktop.ui.rehearsal import rehearse
from tests.fakes.desks import Seat


def window_of(seat: Seat, folder: Path, qtbot: QtBot) -> tuple[AgentWindow, ScriptPanel]:
    script, log = ScriptPanel(seat.desk), LogPanel(seat.desk, shelf=DraftShelf(folder))
    script.attach(log)
    window = AgentWindow(seat.desk, Panels(RecordPanel(seat.desk), script, log))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    return window, script


def test_nothing_is_left_of_it(dressed: QApplication, seat: Seat, tmp_path: Path, qtbot: QtBot) -> None:
    seat.welcome(AgentState.READY)
    window, script = window_of(seat, tmp_path / "drafts", qtbot)
    state = seat.desk.state
    rehearse(seat.desk, window, script)
    assert seat.desk.state == state
    assert script.step is None
    qtbot.wait(700)  # a pause in typing, after which a draft would be sent
    assert not seat.asked
    assert not list(tmp_path.rglob("*"))


def test_a_real_call_is_not_rehearsed_away(dressed: QApplication, seat: Seat, tmp_path: Path, qtbot: QtBot) -> None:
    seat.welcome(AgentState.BUSY)
    seat.in_call(CallPhase.CONNECTED)
    window, script = window_of(seat, tmp_path, qtbot)
    state = seat.desk.state
    rehearse(seat.desk, window, script)
    assert seat.desk.state is state
