"""The agent's window as its user meets it: keys, focus, names, languages, sizes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from agent_desktop.cti.vocabulary import AgentId, Capability, Direction, Language
from agent_desktop.protocol.messages import (
    AgentChanged,
    AgentState,
    AgentView,
    AlternateCall,
    AnswerCall,
    AnyRequestBody,
    CallBack,
    CallPhase,
    CallRemoved,
    Candidates,
    ClearConnection,
    Colleague,
    ColleaguesChanged,
    ConferenceCall,
    ConsultationCall,
    ConsultStage,
    DeclineCall,
    ExtendWrapUp,
    GenerateDigits,
    HoldCall,
    MakeCall,
    Notice,
    PauseRecording,
    PlayMessage,
    ReconnectCall,
    RecordingState,
    ResumeRecording,
    RetrieveCall,
    SearchCustomers,
    SetAgentState,
    SingleStepTransferCall,
    StartRecording,
    SwitchChanged,
    TransferCall,
    WatchColleagues,
)
from agent_desktop.protocol.seat_session import Answered, RequestLost
from agent_desktop.ui import i18n, theme
from agent_desktop.ui.agent.callservices import Service
from agent_desktop.ui.agent.lookmenu import LookButton
from agent_desktop.ui.agent.topbar_presenter import FRESH_MS
from agent_desktop.ui.agent.window import AgentWindow, Panels
from agent_desktop.ui.desk import LinkState
from agent_desktop.ui.roles import Icon, Scheme
from agent_desktop.ui.widgets.buttons import ActionButton
from tests.fakes.desks import EXTENSIONS, LINE, Seat, call_in, consulting
from tests.unit.ui.agent.sample import NOW, li, shared_line

CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox, QAbstractItemView)


@pytest.fixture
def notes() -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setAccessibleName("Notes")
    return made


@pytest.fixture
def window(dressed: QApplication, seat: Seat, notes: QPlainTextEdit, qtbot: QtBot) -> AgentWindow:
    made = AgentWindow(seat.desk, Panels(QWidget(), QWidget(), notes))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    return made


def focused() -> QWidget:
    """Where a key goes."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(window: AgentWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window, key, modifier)


def open_transfer(window: AgentWindow, seat: Seat) -> None:
    """By its key; the centre is asked how colleagues stand, and has said so."""
    press(window, Qt.Key.Key_F6)
    assert seat.last == WatchColleagues(watch=True)
    seat.answer()


def in_call(seat: Seat, phase: CallPhase, **changes: object) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(phase, **changes)


@pytest.mark.parametrize(
    ("key", "phase", "request_type"),
    [
        (Qt.Key.Key_F2, CallPhase.OFFERED, AnswerCall),
        (Qt.Key.Key_F4, CallPhase.CONNECTED, HoldCall),
        (Qt.Key.Key_F4, CallPhase.HELD, RetrieveCall),
        (Qt.Key.Key_F8, CallPhase.CONNECTED, ClearConnection),
        (Qt.Key.Key_F9, CallPhase.WRAP_UP, ExtendWrapUp),
    ],
)
def test_every_call_action_has_a_key(
    window: AgentWindow, seat: Seat, key: Qt.Key, phase: CallPhase, request_type: type
) -> None:
    in_call(seat, phase)
    press(window, key)
    assert [type(body) for body, _ in seat.asked] == [request_type]


def test_a_key_works_while_the_user_types_and_types_nothing(
    window: AgentWindow, seat: Seat, notes: QPlainTextEdit
) -> None:
    in_call(seat, CallPhase.OFFERED)
    notes.setFocus()
    QTest.keyClicks(notes, "late ")
    QTest.keyClick(notes, Qt.Key.Key_F2)
    assert isinstance(seat.last, AnswerCall)
    assert notes.toPlainText() == "late "
    assert notes.hasFocus()


@pytest.mark.parametrize("phase", CallPhase)
def test_a_call_never_takes_the_keyboard_from_a_field(
    window: AgentWindow, seat: Seat, notes: QPlainTextEdit, phase: CallPhase
) -> None:
    seat.welcome(AgentState.READY)
    notes.setFocus()
    QTest.keyClicks(notes, "half a sen")
    seat.in_call(phase)
    window.tick()
    QTest.keyClicks(focused(), "tence")
    seat.desk.apply(CallRemoved(call_in(phase).view.call, "abandoned"))
    assert notes.hasFocus()
    assert notes.toPlainText() == "half a sentence"


def test_a_press_changes_nothing_until_the_centre_says_so(window: AgentWindow, seat: Seat) -> None:
    in_call(seat, CallPhase.CONNECTED)
    hold = window.strip.button(Service.HOLD)
    press(window, Qt.Key.Key_F4)
    assert hold.text() == "Hold"
    assert not hold.isEnabled()
    seat.answer()
    seat.in_call(CallPhase.HELD)
    assert hold.text() == "Retrieve"
    assert hold.isEnabled()


def test_what_is_said_changes_with_the_language(window: AgentWindow, seat: Seat, dressed: QApplication) -> None:
    in_call(seat, CallPhase.CONNECTED)
    open_transfer(window, seat)
    QTest.keyClicks(window.strip.transfer.filter, "complaints")
    window.strip.transfer.transfer()
    seat.refuse("target_unavailable", kind="queue", target="Complaints")
    seat.desk.apply(CallRemoved(call_in(CallPhase.CONNECTED).view.call, "logged"))
    assert window.toast.text() == "Log saved."
    i18n.set_language(dressed, Language.ZH_CN)
    QApplication.sendPostedEvents()
    assert window.toast.isVisible()
    assert window.toast.text() == window.toast.accessibleName() == "小结已保存。"
    assert "无法" in window.strip.transfer._refusal.text()
    seat.desk.notify(Notice("seat_lost"))
    told = window.toast.text()
    i18n.set_language(dressed, Language.EN)
    QApplication.sendPostedEvents()
    assert window.toast.text().startswith("The centre could not reach your seat")
    assert told != window.toast.text()


def test_who_takes_no_calls_sees_no_timer_and_can_still_log_off(window: AgentWindow, seat: Seat) -> None:
    seat.welcome(agent=AgentView(AgentState.LOGGED_OFF, 0))
    button = window.topbar.state_button
    assert button._time == ""
    assert "Takes no calls" in button.accessibleName()
    assert not window.topbar.ready_button.isVisible()
    assert window.strip.face.caller() == "You take no calls in this centre"
    press(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert seat.asked == []
    button.open_menu()
    assert [action.text() for action in button.menu().actions()] == ["Log off"]
    button.menu().actions()[0].trigger()
    assert seat.last == SetAgentState(AgentState.LOGGED_OFF)


def test_a_grey_button_says_why(window: AgentWindow, seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    assert window.strip.button(Service.ANSWER).toolTip() == "There is no call"
    seat.desk.link_became(LinkState.LOST)
    assert window.strip.button(Service.ANSWER).toolTip() == "Not without a link to the centre"
    assert window.strip.button(Service.ANSWER).accessibleDescription() == "Not without a link to the centre"


def test_declining_asks_for_the_reason(window: AgentWindow, seat: Seat) -> None:
    in_call(seat, CallPhase.OFFERED)
    press(window, Qt.Key.Key_F3)
    menu = window.strip.buttons.reasons_menu()
    assert menu.isVisible()
    QTest.keyClick(menu, Qt.Key.Key_2)
    assert seat.last == DeclineCall(call_in(CallPhase.OFFERED).view.call, "personal")


def test_the_menu_of_reasons_goes_with_the_offer(window: AgentWindow, seat: Seat) -> None:
    in_call(seat, CallPhase.OFFERED)
    press(window, Qt.Key.Key_F3)
    seat.desk.apply(CallRemoved(call_in(CallPhase.OFFERED).view.call, "abandoned"))
    assert not window.strip.buttons.reasons_menu().isVisible()


def test_a_centre_without_reasons_is_declined_at_once(window: AgentWindow, seat: Seat) -> None:
    seat.welcome(AgentState.READY, decline_reasons=())
    seat.in_call(CallPhase.OFFERED)
    press(window, Qt.Key.Key_F3)
    assert seat.last == DeclineCall(call_in(CallPhase.OFFERED).view.call, "")


@pytest.mark.parametrize(
    ("key", "playing", "request_"),
    [
        (Qt.Key.Key_F2, False, CallBack),
        (Qt.Key.Key_F4, False, PlayMessage),
        (Qt.Key.Key_F4, True, PlayMessage),
        (Qt.Key.Key_F8, False, ClearConnection),
    ],
)
def test_work_by_keyboard_alone(
    window: AgentWindow, seat: Seat, key: Qt.Key, playing: bool, request_: type[AnyRequestBody]
) -> None:
    in_call(seat, CallPhase.WORKING, direction=Direction.VOICEMAIL, message_playing=playing)
    press(window, key)
    assert isinstance(seat.last, request_)
    if isinstance(seat.last, PlayMessage):
        assert seat.last.on is not playing


def test_the_strip_says_that_a_call_connects_by_itself(window: AgentWindow, seat: Seat) -> None:
    in_call(seat, CallPhase.OFFERED, automatic=True)
    assert window.strip.face._phase.text() == "Connects by itself after the tone"
    in_call(seat, CallPhase.CONNECTED, automatic=True)
    assert window.strip.face._phase.text() == "Talking, answered by itself"


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("no_answer", ("Offer not answered", "来电未接")),
        ("station_failed", ("Telephone out of reach", "话机无法接通")),
        ("seat_lost", ("Seat was out of reach", "坐席曾断开连接")),
    ],
)
def test_the_window_says_why_the_centre_set_its_agent_not_ready(
    window: AgentWindow, seat: Seat, dressed: QApplication, reason: str, said: tuple[str, str]
) -> None:
    seat.welcome(AgentState.READY)
    seat.desk.apply(AgentChanged(AgentView(AgentState.NOT_READY, NOW, reason=reason, station="6011")))
    assert said[0] in window.topbar.state_button.accessibleName()
    i18n.set_language(dressed, Language.ZH_CN)
    QApplication.sendPostedEvents()
    assert said[1] in window.topbar.state_button.accessibleName()


def test_more_time_for_a_reason_by_keyboard_alone(window: AgentWindow, seat: Seat) -> None:
    seat.welcome(AgentState.READY, extension_reasons=EXTENSIONS)
    seat.in_call(CallPhase.WRAP_UP)
    press(window, Qt.Key.Key_F9)
    assert seat.asked == []
    menu = window.strip.buttons.extension.menu
    assert [action.text() for action in menu.actions()] == ["&1  Long notes", "&2  Asking a colleague"]
    QTest.keyClick(menu, Qt.Key.Key_2)
    assert seat.last == ExtendWrapUp(60, "asking")


def test_transfer_by_keyboard_alone(window: AgentWindow, seat: Seat) -> None:
    in_call(seat, CallPhase.CONNECTED)
    open_transfer(window, seat)
    dialog = window.strip.transfer
    assert dialog.isVisible()
    for _ in range(3):
        QTest.keyClick(dialog.filter, Qt.Key.Key_Down)
    QTest.keyClick(dialog.filter, Qt.Key.Key_Return)
    assert seat.asked == []
    QTest.keyClick(dialog.transfer_button, Qt.Key.Key_Return)
    assert seat.last == SingleStepTransferCall(call_in(CallPhase.CONNECTED).view.call, "queue", "service")
    seat.answer()
    assert not dialog.isVisible()
    assert [body for body, _ in seat.asked] == [WatchColleagues(watch=False)]


def test_enter_asks_first_and_shift_enter_hands_over(window: AgentWindow, seat: Seat) -> None:
    in_call(seat, CallPhase.CONNECTED)
    open_transfer(window, seat)
    dialog, call = window.strip.transfer, call_in(CallPhase.CONNECTED).view.call
    QTest.keyClicks(dialog.filter, "+44 20 7946 0000")
    QTest.keyClick(dialog.filter, Qt.Key.Key_Return)
    asked = seat.asked[-1][0]
    assert asked == ConsultationCall(call, "number", "+442079460000")
    seat.asked.clear()
    seat.desk.answered("ConsultationCall", RequestLost("1", asked), None)
    QTest.keyClick(dialog.filter, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert seat.last == SingleStepTransferCall(call, "number", "+442079460000")


def test_a_queue_can_only_be_handed_to(window: AgentWindow, seat: Seat) -> None:
    in_call(seat, CallPhase.CONNECTED)
    open_transfer(window, seat)
    dialog = window.strip.transfer
    QTest.keyClicks(dialog.filter, "complaints")
    assert not dialog.consult_button.isEnabled()
    assert dialog.transfer_button.isEnabled()
    dialog.filter.clear()
    QTest.keyClicks(dialog.filter, "wang")
    assert dialog.consult_button.isEnabled()


def test_a_line_that_cannot_consult_hands_over(window: AgentWindow, seat: Seat) -> None:
    seat.welcome(AgentState.READY, line=LINE - {Capability.CONSULT})
    seat.in_call(CallPhase.CONNECTED)
    open_transfer(window, seat)
    dialog = window.strip.transfer
    QTest.keyClicks(dialog.filter, "wang")
    assert not dialog.consult_button.isEnabled()
    QTest.keyClick(dialog.filter, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert seat.last == SingleStepTransferCall(call_in(CallPhase.CONNECTED).view.call, "agent", "wang")


def test_the_transfer_window_goes_when_the_consultation_begins(window: AgentWindow, seat: Seat) -> None:
    in_call(seat, CallPhase.CONNECTED)
    open_transfer(window, seat)
    seat.in_call(CallPhase.HELD, **consulting(ConsultStage.RINGING))
    assert not window.strip.transfer.isVisible()


@pytest.mark.parametrize(
    ("key", "stage", "request_type"),
    [
        (Qt.Key.Key_F3, ConsultStage.RINGING, ReconnectCall),
        (Qt.Key.Key_F4, ConsultStage.CONSULTING, AlternateCall),
        (Qt.Key.Key_F4, ConsultStage.ASIDE, AlternateCall),
        (Qt.Key.Key_F5, ConsultStage.CONSULTING, ConferenceCall),
        (Qt.Key.Key_F6, ConsultStage.CONSULTING, TransferCall),
        (Qt.Key.Key_F6, ConsultStage.CONFERENCE, TransferCall),
        (Qt.Key.Key_F8, ConsultStage.CONFERENCE, ClearConnection),
    ],
)
def test_every_service_of_a_consultation_has_a_key(
    window: AgentWindow, seat: Seat, key: Qt.Key, stage: ConsultStage, request_type: type
) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.HELD, **consulting(stage))
    press(window, key)
    assert [type(body) for body, _ in seat.asked] == [request_type]


@pytest.mark.parametrize(
    ("recording", "request_type"),
    [
        (RecordingState.OFF, StartRecording),
        (RecordingState.ON, PauseRecording),
        (RecordingState.PAUSED, ResumeRecording),
    ],
)
def test_recording_has_a_key(window: AgentWindow, seat: Seat, recording: RecordingState, request_type: type) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.CONNECTED, recording=recording)
    press(window, Qt.Key.Key_F11)
    assert [type(body) for body, _ in seat.asked] == [request_type]


def test_the_button_that_hangs_up_says_on_whom(window: AgentWindow, seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    shown = []
    for stage in ConsultStage:
        seat.in_call(CallPhase.HELD, **consulting(stage))
        shown.append(window.strip.button(Service.HANG_UP).text())
    assert shown == ["Stop calling", "Hang up on Sara Lind", "Hang up on caller", "Leave"]


def settled_height(window: AgentWindow) -> int:
    """Of the strip, once every layout has heard of the change."""
    for _ in range(4):
        QApplication.processEvents()
    return window.strip.height()


@pytest.mark.parametrize("language", Language)
def test_the_strip_keeps_its_height_through_a_consultation(
    window: AgentWindow, seat: Seat, dressed: QApplication, language: Language
) -> None:
    i18n.set_language(dressed, language)
    in_call(seat, CallPhase.CONNECTED)
    one_row = settled_height(window)
    for stage in ConsultStage:
        seat.in_call(CallPhase.HELD, **consulting(stage))
        assert abs(settled_height(window) - one_row) <= 1, stage  # of rounding


def test_a_number_is_called_by_keyboard_alone(window: AgentWindow, seat: Seat) -> None:
    seat.welcome(AgentState.NOT_READY)
    press(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    panel = window.strip.dial
    assert panel.isVisible()
    assert not panel.isModal()
    QTest.keyClicks(panel.number, "021 5080 1234")
    QTest.keyClick(panel.number, Qt.Key.Key_Return)
    assert seat.last == MakeCall("02150801234")
    seat.answer()
    assert not panel.isVisible()


def test_a_customer_is_found_and_called(window: AgentWindow, seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    panel = window.strip.dial
    panel.open_panel()
    QTest.keyClicks(panel.number, "li xiu")
    panel._search()
    body, reply = seat.asked.pop(0)
    assert body == SearchCustomers("li xiu")
    reply(Answered("1", body, Candidates(shared_line().candidates)))
    QTest.keyClick(panel.number, Qt.Key.Key_Down)
    assert "张伟" in str(panel.list.currentIndex().data())
    QTest.keyClick(panel.number, Qt.Key.Key_Return)
    assert seat.last == MakeCall("02150801234")


def test_the_panel_for_calling_gives_way_to_a_call(window: AgentWindow, seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    window.strip.dial.open_panel()
    seat.in_call(CallPhase.OFFERED)
    assert not window.strip.dial.isVisible()
    press(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert not window.strip.dial.isVisible()


def test_the_last_callers_numbers_are_offered(window: AgentWindow, seat: Seat, qtmodeltester: ModelTester) -> None:
    in_call(seat, CallPhase.CONNECTED)
    seat.desk.apply(CallRemoved(call_in(CallPhase.CONNECTED).view.call, "logged"))
    window.strip.dial.open_panel()
    shown = window.strip.dial.model.index(0).data()
    assert li().phones[0].display in shown
    assert li().contact in shown
    qtmodeltester.check(window.strip.dial.model)


def test_a_refused_transfer_stays_open_and_says_why(window: AgentWindow, seat: Seat) -> None:
    in_call(seat, CallPhase.CONNECTED)
    open_transfer(window, seat)
    dialog = window.strip.transfer
    QTest.keyClicks(dialog.filter, "complaints")
    dialog.transfer()
    seat.refuse("target_unavailable", kind="queue", target="Complaints")
    assert dialog.isVisible()
    assert "Complaints" in dialog._refusal.text()
    assert dialog.transfer_button.isEnabled()


def test_the_transfer_window_blocks_nothing_and_goes_with_the_call(window: AgentWindow, seat: Seat) -> None:
    in_call(seat, CallPhase.CONNECTED)
    open_transfer(window, seat)
    assert not window.strip.transfer.isModal()
    seat.desk.apply(CallRemoved(call_in(CallPhase.CONNECTED).view.call, "abandoned"))
    assert not window.strip.transfer.isVisible()


def test_the_transfer_list_shows_who_is_there_and_follows_them(window: AgentWindow, seat: Seat) -> None:
    def rows() -> list[str]:
        model = window.strip.transfer.model
        role = Qt.ItemDataRole.AccessibleTextRole
        return [str(model.index(at).data(role)) for at in range(3, model.rowCount())]

    def stand(**states: AgentState) -> None:
        colleagues = tuple(Colleague(AgentId(agent), state) for agent, state in states.items())
        seat.desk.apply(ColleaguesChanged(colleagues))

    in_call(seat, CallPhase.CONNECTED)
    open_transfer(window, seat)
    assert rows() == ["Chen Chen (6013)", "Priya Nair (6014)", "Wang Lei (6012)"]
    stand(chen=AgentState.BUSY, nair=AgentState.READY, wang=AgentState.LOGGED_OFF)
    assert rows() == ["Priya Nair (6014), Ready", "Chen Chen (6013), In a call", "Wang Lei (6012), Logged off"]
    window.strip.transfer.list.setCurrentIndex(window.strip.transfer.model.index(3))
    stand(nair=AgentState.WRAP_UP, wang=AgentState.READY)
    assert rows() == ["Wang Lei (6012), Ready", "Chen Chen (6013), In a call", "Priya Nair (6014), Wrap-up"]
    window.strip.transfer.transfer()
    assert seat.last == SingleStepTransferCall(call_in(CallPhase.CONNECTED).view.call, "agent", "nair")


def test_a_list_opened_again_shows_nothing_old_and_is_asked_for_anew(window: AgentWindow, seat: Seat) -> None:
    in_call(seat, CallPhase.CONNECTED)
    open_transfer(window, seat)
    seat.desk.apply(ColleaguesChanged((Colleague(AgentId("chen"), AgentState.READY),)))
    window.strip.transfer.reject()
    press(window, Qt.Key.Key_F6)
    assert not any(row.colleague for row in window.strip.transfer.model._rows)
    seat.asked.clear()
    seat.welcome(AgentState.BUSY, calls=(call_in(CallPhase.CONNECTED),))
    assert seat.last == WatchColleagues(watch=True)


def test_the_transfer_list_is_a_proper_model(window: AgentWindow, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(window.strip.transfer.model)


def test_the_keypad_is_pressed_or_typed(window: AgentWindow, seat: Seat) -> None:
    in_call(seat, CallPhase.CONNECTED)
    press(window, Qt.Key.Key_F7)
    keypad = window.strip.keypad
    keypad.buttons["5"].click()
    QTest.keyClicks(keypad, "1#x")
    assert keypad.sent.text() == "51#"
    assert [body.digits for body, _ in seat.asked if isinstance(body, GenerateDigits)] == ["5", "1", "#"]
    seat.in_call(CallPhase.WRAP_UP)
    assert not keypad.isVisible()


def test_going_ready_by_key_and_by_button(window: AgentWindow, seat: Seat) -> None:
    seat.welcome(AgentState.NOT_READY)
    press(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert seat.last == SetAgentState(AgentState.READY)
    seat.answer()
    window.topbar.ready_button.click()
    assert seat.last == SetAgentState(AgentState.READY)


def test_choosing_not_ready_from_the_menu(window: AgentWindow, seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    press(window, Qt.Key.Key_F10)
    menu = window.topbar.state_button.menu()
    assert menu.isVisible()
    QTest.keyClick(menu, Qt.Key.Key_2)
    assert seat.last == SetAgentState(AgentState.NOT_READY, "lunch")


def test_the_menu_marks_what_comes_next(window: AgentWindow, seat: Seat) -> None:
    in_call(seat, CallPhase.CONNECTED)
    press(window, Qt.Key.Key_F10)
    texts = [action.text() for action in window.topbar.state_button.menu().actions()]
    assert texts[0] == "After this call"
    window.topbar.state_button.menu().close()


def test_the_banner_tells_of_trouble_and_how_old_things_are(window: AgentWindow, seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    assert not window.banner.isVisible()
    seat.now += FRESH_MS + 65_000
    window.tick()
    assert window.banner.isVisible()
    assert "1:15" in window.banner.text()
    seat.desk.heard()
    window.tick()
    assert not window.banner.isVisible()
    seat.desk.apply(SwitchChanged(up=False))
    assert "switch" in window.banner.text()
    seat.desk.apply(SwitchChanged(up=False, trouble=Notice("modem_lost", {"port": "COM3"})))
    assert "modem at COM3" in window.banner.text()


def test_a_notice_is_said_in_words(window: AgentWindow, seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.desk.apply(Notice("seat_lost"))
    assert "not ready" in window.toast.text()


@pytest.mark.parametrize("why", ["abandoned", "no_answer", "withdrawn", "transferred", "logged", "wrap_up_over"])
def test_the_user_learns_why_a_call_went(window: AgentWindow, seat: Seat, why: str) -> None:
    in_call(seat, CallPhase.OFFERED)
    seat.desk.apply(CallRemoved(call_in(CallPhase.OFFERED).view.call, why))
    assert window.toast.isVisible()


def test_a_declined_call_needs_no_word(window: AgentWindow, seat: Seat) -> None:
    in_call(seat, CallPhase.OFFERED)
    seat.desk.apply(CallRemoved(call_in(CallPhase.OFFERED).view.call, "declined"))
    assert not window.toast.isVisible()


def test_timers_run_with_the_centres_time(window: AgentWindow, seat: Seat) -> None:
    in_call(seat, CallPhase.OFFERED, offer_ends_ms=seat.now + 20_000)
    main = window.strip.face._main
    assert main.accessibleName().endswith("0:20")
    seat.now += 3_000
    window.tick()
    assert main.accessibleName().endswith("0:17")


def nameless(window: QWidget) -> list[QWidget]:
    """Controls that a screen reader could not tell; Qt's own parts of a control (`qt_…`, a field's clear button) count as it."""
    controls = [one for one in window.findChildren(QWidget) if isinstance(one, CONTROLS) and one.isVisibleTo(window)]
    return [one for one in controls if not one.accessibleName() and not isinstance(one.parentWidget(), CONTROLS)]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("phase", CallPhase)
def test_every_control_has_a_name(
    window: AgentWindow, seat: Seat, dressed: QApplication, language: Language, phase: CallPhase
) -> None:
    in_call(seat, phase)
    i18n.set_language(dressed, language)
    QApplication.sendPostedEvents()
    assert nameless(window) == []
    assert nameless(window.strip.transfer) == []
    assert nameless(window.strip.keypad) == []


def test_the_words_change_while_a_call_is_on(window: AgentWindow, seat: Seat, dressed: QApplication) -> None:
    in_call(seat, CallPhase.CONNECTED)
    i18n.set_language(dressed, Language.ZH_CN)
    QApplication.sendPostedEvents()
    assert window.strip.button(Service.HOLD).text() == "保持"
    assert window.strip.path.accessibleName().startswith("服务热线")
    assert window.windowTitle().endswith("坐席工作台")


def test_tab_goes_from_left_to_right_through_what_can_be_used(window: AgentWindow, seat: Seat) -> None:
    in_call(seat, CallPhase.CONNECTED)
    reached: list[QWidget] = []
    for _ in range(12):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        reached.append(focused())
    strip = [
        window.strip.button(service) for service in (Service.HOLD, Service.TRANSFER, Service.KEYPAD, Service.HANG_UP)
    ]
    places = [reached.index(button) for button in strip]
    assert places == sorted(places)
    assert reached.index(window.topbar.state_button) < places[0]
    assert all(widget.isEnabled() for widget in reached)


def test_the_focus_can_be_seen(window: AgentWindow, seat: Seat) -> None:
    in_call(seat, CallPhase.CONNECTED)
    button = window.strip.button(Service.HOLD)
    without = button.grab().toImage()
    button.setFocus()
    assert button.grab().toImage() != without


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("phase", [None, *CallPhase])
def test_a_small_screen_is_wide_enough(
    window: AgentWindow, seat: Seat, dressed: QApplication, language: Language, phase: CallPhase | None
) -> None:
    seat.welcome(AgentState.NOT_READY)
    if phase is not None:
        seat.in_call(phase)
    i18n.set_language(dressed, language)
    QApplication.sendPostedEvents()
    assert window.minimumSizeHint().width() <= 1366
    assert window.minimumSizeHint().height() <= 768 - 60


@pytest.mark.parametrize("scheme", Scheme)
def test_twice_the_size_still_fits_and_cuts_no_button(
    window: AgentWindow, seat: Seat, dressed: QApplication, scheme: Scheme, qtbot: QtBot
) -> None:
    theme.apply(dressed, theme.Look(scheme, 2.0))
    in_call(seat, CallPhase.CONNECTED)
    for _ in range(4):
        QApplication.sendPostedEvents()
    assert window.width() == 1366
    for service in (Service.ANSWER, Service.DECLINE, Service.HOLD, Service.TRANSFER, Service.KEYPAD, Service.HANG_UP):
        button = window.strip.button(service)
        assert button.width() >= button.sizeHint().width()
        corner = button.mapTo(window, QPoint(button.width(), button.height()))
        assert window.rect().contains(corner)


def test_the_names_of_keys_are_words_too(dressed: QApplication, qtbot: QtBot) -> None:
    button = ActionButton(Icon.CHECK, "Ctrl+Return")
    qtbot.addWidget(button)
    button.show()
    english = (button.key_text(), button.grab().toImage())
    i18n.set_language(dressed, Language.ZH_CN)
    QApplication.sendPostedEvents()
    assert button.key_text() != english[0]
    assert button.grab().toImage() != english[1]


def test_the_menu_changes_the_language(dressed: QApplication, qtbot) -> None:
    button = LookButton()
    qtbot.addWidget(button)
    chosen: list[object] = []
    button.language_chosen.connect(chosen.append)
    button._fill()
    for action in button._menu.actions():
        if action.data() == Language.ZH_CN:
            action.trigger()
    assert chosen == [Language.ZH_CN]
    assert isinstance(chosen[0], Language)


def test_enter_never_hands_the_caller_to_a_queue(window: AgentWindow, seat: Seat) -> None:
    in_call(seat, CallPhase.CONNECTED)
    open_transfer(window, seat)
    dialog = window.strip.transfer
    before = len(seat.asked)
    assert not dialog.list.currentIndex().isValid()
    for key in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        QTest.keyClick(dialog.filter, Qt.Key.Key_Return, key)
    QTest.keyClicks(dialog.filter, "complaints")
    QTest.keyClick(dialog.filter, Qt.Key.Key_Return)
    assert len(seat.asked) == before
    QTest.keyClick(dialog.filter, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert isinstance(seat.last, SingleStepTransferCall)


class ClosedByUser(QCloseEvent):
    """As by the window's own button, or Alt+F4."""

    def spontaneous(self) -> bool:
        return True


def question(window: AgentWindow) -> QMessageBox | None:
    return window.findChild(QMessageBox)


def test_who_closes_the_window_in_a_call_is_asked(window: AgentWindow, seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.CONNECTED)
    event = ClosedByUser()
    window.closeEvent(event)
    asked = question(window)
    assert not event.isAccepted()
    assert asked is not None
    assert asked.defaultButton().text() == "Stay"
    asked.reject()
    assert window.isVisible()
    window.closeEvent(ClosedByUser())
    window._close_button.click()
    assert not window.isVisible()


def test_without_a_call_it_just_closes(window: AgentWindow, seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    event = ClosedByUser()
    window.closeEvent(event)
    assert event.isAccepted()
    assert question(window) is None
