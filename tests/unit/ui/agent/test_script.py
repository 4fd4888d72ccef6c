"""The script panel: walked by keyboard, quiet when a call comes, in step with the log."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.messages import CallDesk, CallPhase, Caption, FetchScripts, LogDraft, ScriptLibrary
from agent_desktop.protocol.record import Text
from agent_desktop.scripts.view import ChoiceView
from agent_desktop.ui import i18n, theme
from agent_desktop.ui.agent.log import LogPanel
from agent_desktop.ui.agent.log_drafts import CallKey, DraftShelf
from agent_desktop.ui.agent.script import ScriptPanel
from agent_desktop.ui.agent.script_turns import TurnRow
from agent_desktop.ui.desk import Change, Desk
from agent_desktop.ui.roles import Scheme
from tests.unit.ui.agent.conftest import Centre, put
from tests.unit.ui.agent.sample import NOW, sure
from tests.unit.ui.agent.test_script_presenter import SCRIPTS
from tests.unit.ui.agent.test_script_presenter import desk as call_on


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> ScriptPanel:
    made = ScriptPanel(desk, scripts=SCRIPTS)
    qtbot.addWidget(made)
    made.resize(520, 560)
    made.show()
    QTest.qWaitForWindowExposed(made)
    return made


def lay(panel: ScriptPanel, desk: Desk, *calls: CallDesk, **changes: Any) -> None:
    """Lay this on the desk, and let the time pass that the record gets to be painted first."""
    put(desk, *calls, **changes)
    panel.catch_up()


def press(panel: ScriptPanel, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier) -> None:
    panel.activateWindow()
    QTest.keyClick(panel, key, modifier)


def step(panel: ScriptPanel) -> str:
    return sure(panel.step).step


def test_a_call_opens_its_script_and_an_empty_desk_is_calm(panel: ScriptPanel, desk: Desk) -> None:
    assert panel._empty.isVisible()
    lay(panel, desk, call_on())
    assert panel.title.text() == "Greeting"
    assert step(panel) == "hello"
    assert panel._step._points.accessibleName() == "您好"
    lay(panel, desk)
    assert panel._empty.isVisible()


def test_a_colleagues_call_has_no_script_here_until_it_is_handed_over(panel: ScriptPanel, desk: Desk) -> None:
    mine = call_on()
    asked = replace(mine, view=replace(mine.view, asked_by="Sara"))
    for view in (asked.view, replace(asked.view, phase=CallPhase.CONSULTED)):
        lay(panel, desk, replace(asked, view=view))
        assert panel.step is None
        assert panel._empty.accessibleName().startswith("A colleague's call")
    lay(panel, desk, replace(asked, view=replace(asked.view, phase=CallPhase.CONNECTED)))
    assert step(panel) == "hello"


def test_it_is_walked_by_keyboard_alone(panel: ScriptPanel, desk: Desk) -> None:
    lay(panel, desk, call_on())
    press(panel, Qt.Key.Key_Return)
    assert step(panel) == "who"
    assert panel._step.answer.hasFocus()
    QTest.keyClicks(panel._step.answer, "Zhao")
    QTest.keyClick(panel._step.answer, Qt.Key.Key_Return)
    assert step(panel) == "why"
    assert QApplication.focusWidget() is None, "no button gets the next space bar"
    press(panel, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert step(panel) == "who"
    assert panel._step.answer.text() == "Zhao"
    press(panel, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    assert step(panel) == "why"
    press(panel, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert panel._finished.isVisible()


def test_a_typed_answer_is_reached_by_its_key_and_never_takes_the_keyboard_from_a_field(
    qtbot: QtBot, desk: Desk
) -> None:
    room, notes, panel = QWidget(), QLineEdit(), ScriptPanel(desk, scripts=SCRIPTS)
    column = QVBoxLayout(room)
    column.addWidget(panel)
    column.addWidget(notes)
    qtbot.addWidget(room)
    room.show()
    QTest.qWaitForWindowActive(room)
    notes.setFocus()
    lay(panel, desk, call_on())
    QTest.keyClick(notes, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert step(panel) == "who"
    assert notes.hasFocus()
    QTest.keyClick(notes, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    answer = panel._step.answer
    assert answer.hasFocus()
    assert "Alt+A" in answer.placeholderText()
    QTest.keyClicks(answer, "Zhao")
    QTest.keyClick(answer, Qt.Key.Key_Return)
    assert step(panel) == "why"


def test_what_keeps_it_from_moving_is_said(panel: ScriptPanel, desk: Desk) -> None:
    lay(panel, desk, call_on())
    panel._done.click()
    panel._done.click()
    assert panel._refusal.isVisible()
    assert step(panel) == "who"


def test_an_answer_half_typed_survives_news_of_the_call(panel: ScriptPanel, desk: Desk) -> None:
    lay(panel, desk, call_on())
    panel._done.click()
    panel._step.answer.setText("Zha")
    lay(panel, desk, call_on())
    assert panel._step.answer.text() == "Zha"


def test_a_turn_is_taken_from_the_row(panel: ScriptPanel, desk: Desk) -> None:
    lay(panel, desk, call_on())
    (turn,) = panel._turns._buttons
    turn.click()
    assert step(panel) == "silence"


def test_turns_without_room_go_under_a_button(qtbot: QtBot) -> None:
    row = TurnRow()
    qtbot.addWidget(row)
    row.retitle("Turns", "More")
    row.show_turns(tuple(ChoiceView(str(at), f"Turn number {at}") for at in range(6)))
    row.resize(320, 60)
    row.show()
    shown = [button.isVisible() for button in row._buttons]
    hidden = [action.text() for action in row._more.menu().actions()]
    assert shown[0]
    assert not shown[-1]
    assert shown.count(False) == len(hidden)
    assert hidden[-1] == "Turn number 5"
    row.resize(1200, 60)
    assert all(button.isVisible() for button in row._buttons)
    assert not row._more.isVisible()


def test_another_script_is_picked(panel: ScriptPanel, desk: Desk) -> None:
    lay(panel, desk, call_on())
    panel._switch.picked.emit("other")
    assert panel.title.text() == "Other"


def test_the_language_of_what_is_said_is_picked(panel: ScriptPanel, desk: Desk) -> None:
    lay(panel, desk, call_on())
    panel._tongue.picked.emit("en")
    assert panel._step._points.accessibleName() == "Good day"


def test_the_record_goes_first_and_a_key_meant_for_the_call_before_does_nothing(panel: ScriptPanel, desk: Desk) -> None:
    put(desk, call_on())
    assert panel._empty.isVisible()
    panel._done.click()
    assert step(panel) == "hello"
    panel._done.click()
    assert step(panel) == "who"
    put(desk, call_on(call=8))
    panel._done.click()
    assert step(panel) == "hello"


def test_captions_come_and_go(panel: ScriptPanel, desk: Desk) -> None:
    lay(panel, desk, call_on())
    assert not panel._captions.isVisible()
    lay(panel, desk, call_on(), captions=(Caption(NOW, "喂？", Language.ZH_CN),))
    assert panel._captions.isVisible()
    assert panel._captions.heightForWidth(400) > 0


def test_a_call_never_takes_the_keyboard(qtbot: QtBot, desk: Desk) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field, panel = QLineEdit(), ScriptPanel(desk, scripts=SCRIPTS)
    layout = QVBoxLayout(window)
    layout.addWidget(field)
    layout.addWidget(panel)
    window.show()
    field.setFocus()
    lay(panel, desk, call_on())
    panel._done.click()
    lay(panel, desk, call_on(call=8))
    assert window.focusWidget() is field


@pytest.fixture
def shelf(tmp_path: Path) -> DraftShelf:
    return DraftShelf(tmp_path)


@pytest.fixture
def pair(qtbot: QtBot, desk: Desk, shelf: DraftShelf, request: pytest.FixtureRequest) -> tuple[ScriptPanel, LogPanel]:
    """Script and log in either order: who hears of a call first must not matter."""
    if request.param:
        script = ScriptPanel(desk, scripts=SCRIPTS)
        log = LogPanel(desk, shelf=shelf)
    else:
        log = LogPanel(desk, shelf=shelf)
        script = ScriptPanel(desk, scripts=SCRIPTS)
    qtbot.addWidget(script)
    qtbot.addWidget(log)
    script.attach(log)
    return script, log


@pytest.mark.parametrize("pair", [True, False], indirect=True)
def test_answers_go_into_the_log_of_their_own_call(pair: tuple[ScriptPanel, LogPanel], desk: Desk) -> None:
    script, log = pair
    lay(script, desk, call_on())
    script._done.click()
    script._step.answer.setText("Zhao")
    script._done.click()
    assert log.draft.answers == {"who": "Zhao"}
    assert log.draft.script == "greeting"
    script._step.chosen.emit(1)
    assert log._presenter.suggestion == "repair_booked"
    lay(script, desk, call_on(call=8))
    assert log.draft == LogDraft(customer_id=1042)
    assert step(script) == "hello"


@pytest.mark.parametrize("pair", [True, False], indirect=True)
def test_a_killed_seat_comes_back_to_the_step_that_only_this_pc_knows(
    pair: tuple[ScriptPanel, LogPanel], desk: Desk, shelf: DraftShelf
) -> None:
    script, log = pair
    lay(script, desk, call_on())
    script._done.click()
    state = log.draft.script_state
    lay(script, desk)
    call = call_on(call=9)
    key = CallKey(sure(desk.state.who).user, call.view.call, call.view.arrived_ms, call.view.offered_ms)
    shelf.keep(key, LogDraft(script="greeting", script_state=state, notes="before the kill", edited_ms=NOW + 5))
    lay(script, desk, call)
    assert step(script) == "who"
    assert log.draft.script_state == state
    assert log.draft.notes == "before the kill"


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_face_is_painted_in_every_look(
    panel: ScriptPanel, desk: Desk, qapp: QApplication, scheme: Scheme, scale: float
) -> None:
    theme.apply(qapp, theme.Look(scheme, scale))
    faces = [panel.grab().toImage()]
    lay(panel, desk, call_on(), captions=(Caption(NOW, "喂？", Language.ZH_CN),))
    faces.append(panel.grab().toImage())
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Return):
        press(panel, key)
        faces.append(panel.grab().toImage())
    assert all(one != other for one, other in pairwise(faces))


def test_the_language_switches_while_it_is_shown(panel: ScriptPanel, desk: Desk, qapp: QApplication) -> None:
    lay(panel, desk, call_on())
    i18n.set_language(qapp, Language.ZH_CN)
    QTest.qWait(1)
    assert panel.title.text() == "中Greeting"
    assert panel._done.text() == "完成"


def test_every_control_has_a_name(panel: ScriptPanel, desk: Desk) -> None:
    lay(panel, desk, call_on())
    panel._done.click()
    nameless = [
        widget
        for widget in panel.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and not widget.accessibleName()
    ]
    assert nameless == []


def test_a_centres_own_scripts_are_fetched_once_and_used(panel: ScriptPanel, desk: Desk, centre: Centre) -> None:
    lay(panel, desk, call_on())
    greeting = SCRIPTS.scripts["greeting"]
    own = replace(greeting, title=Text("House greeting", "本店问候"))
    library = ScriptLibrary("abc", replace(SCRIPTS, scripts={**SCRIPTS.scripts, "greeting": own}))
    for _ in range(2):
        lay(panel, desk, call_on(), scripts="abc")
        desk._tell((Change.CHOICES,))
    assert isinstance(centre.answer(library), FetchScripts)
    panel.catch_up()
    assert panel.title.text() == "House greeting"
    assert [type(body) for body in centre.asked].count(FetchScripts) == 1
