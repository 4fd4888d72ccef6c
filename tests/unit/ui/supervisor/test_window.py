"""The supervisor's window as its user meets it: keys, menus, help, languages, sizes."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from agent_desktop.cti.vocabulary import AgentId, CallId, Language, MonitorMode, QueueId
from agent_desktop.protocol.board import BoardAgent
from agent_desktop.protocol.messages import (
    AgentChanged,
    AgentView,
    AssignAgent,
    BoardChanged,
    CallPhase,
    DeskShown,
    DirectAgent,
    EndHelp,
    LogDraft,
    MonitorCall,
    MonitorView,
    Notice,
    RaiseCall,
    RequestHelp,
    Role,
    SetQueueOpen,
    StopMonitoring,
    SwitchChanged,
    WatchBoard,
    WatchDesk,
)
from agent_desktop.protocol.service_level import Formula
from agent_desktop.protocol.states import AgentState
from agent_desktop.protocol.thresholds import Threshold, Thresholds
from agent_desktop.ui import i18n, theme
from agent_desktop.ui.agent.topbar_presenter import FRESH_MS
from agent_desktop.ui.agent.window import AgentWindow, Panels
from agent_desktop.ui.ring import Ring
from agent_desktop.ui.roles import Scheme
from agent_desktop.ui.supervisor.agents_presenter import GroupBy
from agent_desktop.ui.supervisor.alarm import QUIET_MS
from agent_desktop.ui.supervisor.calls_presenter import Show
from agent_desktop.ui.supervisor.dialogs import AssignDialog, ReasonDialog
from agent_desktop.ui.supervisor.window import SupervisorWindow
from tests.fakes.desks import Seat, call_in
from tests.unit.ui.supervisor.boards import board

FIRST = AgentId("agent0")


@pytest.fixture
def ring() -> Ring:
    return Ring(lambda _: None)


@pytest.fixture
def window(dressed: QApplication, seat: Seat, ring: Ring, qtbot: QtBot) -> SupervisorWindow:
    seat.welcome()
    who = seat.desk.state.who
    assert who is not None
    seat.desk.state = replace(seat.desk.state, who=replace(who, role=Role.SUPERVISOR))
    made = SupervisorWindow(seat.desk, ring)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    seat.answer()
    seat.desk.apply(board(seat.now, 12))
    return made


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)


def choose(window: SupervisorWindow, words: str) -> None:
    """From the menu that is open; also from a menu in it."""
    menus = [window.deeds.menu, *window.deeds.menu.findChildren(QMenu)]
    found = [action for menu in menus for action in menu.actions() if action.text().startswith(words)]
    assert len(found) == 1, [action.text() for action in window.deeds.menu.actions()]
    assert found[0].isEnabled()
    found[0].trigger()
    window.deeds.menu.hide()


def agents(window: SupervisorWindow) -> list[object]:
    return list(window.agents.table.rows())


def ask_for_help(seat: Seat, agent: AgentId = FIRST) -> None:
    row = seat.desk.state.board.agents[agent]
    asking = BoardAgent(agent, row.state, row.since_ms, call=row.call, queue=row.queue, help_since_ms=seat.now - 5_000)
    seat.desk.apply(BoardChanged(0, agents=(asking,)))


def replace_thresholds(seat: Seat, thresholds: Thresholds) -> BoardChanged:
    """The same board from a centre with other settings."""
    return msgspec.structs.replace(board(seat.now, 12), thresholds=thresholds)


def monitoring(seat: Seat, mode: MonitorMode) -> None:
    view = MonitorView(CallId(1000), FIRST, "王磊", mode, seat.now)
    seat.desk.apply(AgentChanged(AgentView(AgentState.NOT_READY, seat.now, station="6011", monitoring=view)))


# --- the board ----------------------------------------------------------------------------------------------------------


def test_the_board_is_watched_from_the_first_moment_and_after_each_new_snapshot(
    window: SupervisorWindow, seat: Seat
) -> None:
    seat.welcome()
    assert seat.last == WatchBoard(watch=True)


def test_agents_are_found_sorted_and_grouped(window: SupervisorWindow) -> None:
    everybody = len(agents(window))
    press(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window.agents.filter, "Emma")
    assert len(agents(window)) == 1
    window.agents.filter.clear()
    window.agents.group.setCurrentIndex(window.agents.group.findData(GroupBy.STATE.value))
    window.agents.group.activated.emit(1)
    assert len(agents(window)) > everybody
    window.agents.logged_off.setChecked(True)
    assert len([key for key in agents(window) if isinstance(key, str)]) == 12


def test_the_keyboard_goes_through_rows_and_over_headings(window: SupervisorWindow) -> None:
    window.agents.group.setCurrentIndex(window.agents.group.findData(GroupBy.STATE.value))
    window.agents.group.activated.emit(1)
    table = window.agents.table
    table.setFocus()
    seen = {table.cursor_row}
    for _ in agents(window):
        press(table, Qt.Key.Key_Down)
        seen.add(table.cursor_row)
    assert seen == {key for key in agents(window) if isinstance(key, str)}
    press(table, Qt.Key.Key_Home)
    assert table.cursor_row == agents(window)[1]
    assert "In a call" in table.accessibleDescription()


def test_the_queue_under_the_cursor_is_in_focus(window: SupervisorWindow) -> None:
    window.queues.table.choose("complaints")
    assert window.calls.title.text() == "Calls: Complaints"
    assert window.chart.title.text() == "Today: Complaints"
    board_calls = window._desk.state.board.calls
    assert {board_calls[CallId(int(str(key)))].queue for key in window.calls.table.rows()} == {"complaints"}


def test_the_cursor_stays_with_its_row(window: SupervisorWindow, seat: Seat) -> None:
    table = window.agents.table
    table.choose("agent6")
    ask_for_help(seat, AgentId("agent3"))
    assert table.cursor_row == "agent6"


def test_another_formula(window: SupervisorWindow) -> None:
    before = window.queues.rows()[""].level
    window.queues.formula_button.open_menu()
    menu = window.queues.formula_button.menu()
    assert len(menu.actions()) == len(Formula)
    menu.actions()[0].trigger()
    menu.hide()
    assert window.lens.formula is Formula.ANSWERED_ONLY
    assert window.queues.rows()[""].level != before
    assert "An(≤T) / An" in window.queues.formula_button.text()


def test_the_wall_opens_and_closes_by_its_key(window: SupervisorWindow) -> None:
    press(window, Qt.Key.Key_F12)
    assert window.wall.isVisible()
    window.wall.repaint()
    press(window.wall, Qt.Key.Key_F12)
    assert not window.wall.isVisible()


# --- deeds ------------------------------------------------------------------------------------------------------------


def test_an_agent_is_set_not_ready_with_a_reason_that_they_are_told(window: SupervisorWindow, seat: Seat) -> None:
    window.deeds.ask_agent(FIRST, QPoint())
    choose(window, "Break")
    dialog = window.deeds.dialog
    assert isinstance(dialog, ReasonDialog)
    dialog.reason.setEditText("")
    assert not dialog.do_button.isEnabled(), "nobody is set without being told why"
    dialog.reason.setEditText("  Come to see me ")
    press(dialog, Qt.Key.Key_Return)
    assert seat.last == DirectAgent(FIRST, AgentState.NOT_READY, "Come to see me", "break")


def test_logging_off_is_only_offered_to_who_has_no_call(window: SupervisorWindow, seat: Seat) -> None:
    window.deeds.ask_agent(FIRST, QPoint())
    (off,) = [action for action in window.deeds.menu.actions() if action.text().startswith("Log off")]
    assert not off.isEnabled()
    window.deeds.menu.hide()
    window.deeds.ask_agent(AgentId("agent2"), QPoint())
    choose(window, "Log off")
    dialog = window.deeds.dialog
    assert isinstance(dialog, ReasonDialog)
    press(dialog, Qt.Key.Key_Escape)
    assert not isinstance(seat.asked[-1:], DirectAgent)
    assert all(not isinstance(body, DirectAgent) for body, _ in seat.asked)


def test_an_agent_is_moved(window: SupervisorWindow, seat: Seat) -> None:
    window.deeds.ask_agent(FIRST, QPoint())
    choose(window, "Queues and skills")
    dialog = window.deeds.dialog
    assert isinstance(dialog, AssignDialog)
    assert [key for key, box in dialog.queues.items() if box.isChecked()] == ["service", "complaints", "english"]
    dialog.queues["service"].setChecked(False)
    dialog.skills["complaints"].setChecked(True)
    press(dialog, Qt.Key.Key_Return)
    assert seat.last == AssignAgent(FIRST, ("complaints", "english"), ("complaints",))


def test_a_waiting_call_is_raised_by_its_key_and_from_its_menu(window: SupervisorWindow, seat: Seat) -> None:
    window.calls.table.choose(1)
    press(window, Qt.Key.Key_F5)
    assert seat.last == RaiseCall(CallId(1))
    window.deeds.ask_call(CallId(3), QPoint())
    choose(window, "Put first")
    assert seat.last == RaiseCall(CallId(3))


def test_closing_a_queue_is_asked_first_and_opening_it_is_not(window: SupervisorWindow, seat: Seat) -> None:
    service = next(iter(seat.desk.state.board.queues.values()))
    window.deeds.ask_queue(service.queue, QPoint())
    choose(window, "Close")
    question = window.deeds.question
    assert question is not None
    asked = len(seat.asked)
    (close,) = [button for button in question.findChildren(QPushButton) if button.text() == "Close the queue"]
    assert len(seat.asked) == asked
    close.click()
    assert seat.last == SetQueueOpen(service.queue, open=False)
    seat.desk.apply(BoardChanged(0, queues=(type(service)(service.queue, open=False),)))
    window.deeds.ask_queue(service.queue, QPoint())
    choose(window, "Open")
    assert seat.last == SetQueueOpen(service.queue, open=True)


# --- help -------------------------------------------------------------------------------------------------------------


def test_who_asks_for_help_is_seen_heard_and_looked_at_by_one_key(
    window: SupervisorWindow, seat: Seat, ring: Ring
) -> None:
    window.alarm._end.timeout.emit()
    ask_for_help(seat)
    assert window.help.isVisible()
    assert window.help.text() == "王磊 asks for help, for 0:05."
    assert ring.ringing
    press(window, Qt.Key.Key_F2)
    assert window.below.currentWidget() is window.glance
    press(window, Qt.Key.Key_F4)
    assert [body for body, _ in seat.asked[-2:]] == [WatchDesk(FIRST), EndHelp(FIRST)]


def test_it_sounds_once_and_not_at_all_when_the_sound_is_off(window: SupervisorWindow, seat: Seat, ring: Ring) -> None:
    ring.stop()
    ask_for_help(seat)
    ring.stop()
    window.tick()
    assert not ring.ringing, "once is enough"
    window.topbar.sound_button.click()
    ask_for_help(seat, AgentId("agent3"))
    assert not ring.ringing


def test_what_has_sounded_does_not_again_while_it_only_comes_and_goes(
    window: SupervisorWindow, seat: Seat, ring: Ring
) -> None:
    def hear(*urgent: str) -> bool:
        window.alarm._end.timeout.emit()
        window.alarm.hear(frozenset(urgent), seat.now)
        return ring.ringing

    assert hear("service_level help")
    assert not hear()
    seat.now += QUIET_MS - 1
    assert not hear("service_level help")
    assert hear("service_level help", "waiting help"), "another figure"
    assert not hear()
    seat.now += QUIET_MS
    assert hear("service_level help")


def test_what_asks_for_most_stands_in_words_over_the_queues(
    window: SupervisorWindow, seat: Seat, dressed: QApplication
) -> None:
    assert window.queues.concern.text().startswith("Act now: Service hotline, longest wait 1:11 (and ")
    i18n.set_language(dressed, Language.ZH_CN)
    dressed.processEvents()
    assert window.queues.concern.text().startswith("立即处理：服务热线，最长等待 1:11")
    generous = Thresholds(Threshold(900, 1_000), Threshold(90, 100), Threshold(0, 0))
    seat.desk.apply(replace_thresholds(seat, generous))
    assert window.queues.concern.text() == ""


def test_a_level_is_a_word_for_the_pointer_and_for_screen_readers(window: SupervisorWindow) -> None:
    table = window.queues.table
    table.setFocus()
    table.choose(QueueId("service"))
    assert "1:11 Act now" in table.accessibleDescription()
    place = QPoint(table._lanes()[2].center().x(), table._box(list(table.rows()).index("service")).center().y())
    assert table._hint(place) == "Act now"


def test_calls_are_filtered_by_key_and_list(window: SupervisorWindow) -> None:
    everybody = len(window.calls.table.rows())
    press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window.calls.filter, "emma")
    assert 0 < len(window.calls.table.rows()) < everybody
    window.calls.filter.clear()
    window.calls.show_box.setCurrentIndex(window.calls.show_box.findData(Show.WAITING.value))
    window.calls.show_box.activated.emit(1)
    assert list(window.calls.table.rows()) == [2, 1, 3]
    QTest.keyClicks(window.calls.filter, "nobody at all")
    assert window.calls.table._empty == "No call matches."


def test_a_desk_is_shown_as_it_is_typed_on(window: SupervisorWindow, seat: Seat) -> None:
    window.look_at(FIRST)
    desk = call_in(CallPhase.CONNECTED, Language.ZH_CN)
    seat.desk.apply(DeskShown(FIRST, desk))
    assert window.glance._name.text() == desk.pop.record.name if desk.pop.record else False
    assert window.glance._notes.text() == "Nothing yet."
    typed = LogDraft(notes="客户说账单多收", disposition="complaint_solved")
    seat.desk.apply(DeskShown(FIRST, type(desk)(desk.view, desk.pop, typed)))
    assert window.glance._notes.text() == "Complaint solved on the call\n客户说账单多收"
    seat.desk.apply(DeskShown(AgentId("agent9"), None))
    press(window, Qt.Key.Key_Escape)
    assert seat.last == WatchDesk(AgentId(""))
    assert window.below.currentWidget() is window.chart


@pytest.mark.parametrize(
    ("key", "mode"),
    [
        (Qt.Key.Key_F6, MonitorMode.MONITOR),
        (Qt.Key.Key_F7, MonitorMode.WHISPER),
        (Qt.Key.Key_F8, MonitorMode.BARGE_IN),
    ],
)
def test_a_supervisor_is_with_a_call_by_one_key(
    window: SupervisorWindow, seat: Seat, key: Qt.Key, mode: MonitorMode
) -> None:
    window.agents.table.choose(FIRST)
    press(window, key)
    monitoring(seat, mode)
    press(window, Qt.Key.Key_F9)
    assert [body for body, _ in seat.asked[-2:]] == [MonitorCall(CallId(1000), mode), StopMonitoring()]


def test_leaving_is_only_for_who_is_with_a_call(window: SupervisorWindow, seat: Seat) -> None:
    asked = len(seat.asked)
    press(window, Qt.Key.Key_F9)
    assert len(seat.asked) == asked


# --- the agent's end ----------------------------------------------------------------------------------------------------


def test_an_agent_asks_for_help_and_takes_it_back(dressed: QApplication, seat: Seat, qtbot: QtBot) -> None:
    window = AgentWindow(seat.desk, Panels(QWidget(), QWidget(), QWidget()))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    seat.welcome()
    dressed.processEvents()
    press(window, Qt.Key.Key_F1)
    assert seat.last == RequestHelp(wanted=True)
    seat.answer()
    asked = AgentView(AgentState.NOT_READY, seat.now, station="6011", help_since_ms=seat.now - 61_000)
    seat.desk.apply(AgentChanged(asked))
    assert window.topbar.help_button.text() == "Help asked for 1:01"
    press(window, Qt.Key.Key_F1)
    assert seat.last == RequestHelp(wanted=False)


# --- looks --------------------------------------------------------------------------------------------------------------


def test_trouble_is_told(window: SupervisorWindow, seat: Seat) -> None:
    assert not window.banner.isVisible()
    seat.now += FRESH_MS + 1
    window.tick()
    assert window.banner.isVisible()
    seat.desk.heard()
    seat.desk.apply(SwitchChanged(up=False))
    assert "no link to the telephone switch" in window.banner.text()
    seat.desk.apply(SwitchChanged(up=False, trouble=Notice("switch_unusable")))
    assert "agent-desktop doctor" in window.banner.text()
    seat.desk.apply(SwitchChanged(up=True))
    assert not window.banner.isVisible()
    seat.desk.notify(Notice("agent_has_call", {"agent": "ann"}))
    assert "ann has a call" in window.toast.text()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("look", [theme.Look(), theme.Look(Scheme.DARK), theme.Look(scale=2.0)])
def test_it_fits_in_every_language_and_look(
    window: SupervisorWindow, seat: Seat, dressed: QApplication, language: Language, look: theme.Look
) -> None:
    i18n.set_language(dressed, language)
    theme.apply(dressed, look)
    dressed.processEvents()
    ask_for_help(seat)
    window.look_at(FIRST)
    if look.scale == 1.0:
        assert window.minimumSizeHint().width() <= 1366
        assert window.minimumSizeHint().height() <= 768
    assert not window.grab().isNull()


def test_every_control_has_a_name(window: SupervisorWindow) -> None:
    window.look_at(FIRST)
    for control in window.findChildren(QWidget):
        if isinstance(control, QAbstractButton | QComboBox | QLineEdit) and control.isVisible():
            inner = isinstance(control.parentWidget(), QLineEdit | QComboBox)
            assert inner or control.accessibleName() or getattr(control, "text", str)(), control
