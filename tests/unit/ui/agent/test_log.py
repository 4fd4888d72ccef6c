"""The log panel: saved as typed, complete when the centre says so, nothing lost when it cannot be reached."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from structlog.testing import capture_logs

from agent_desktop.cti.vocabulary import CallId, Direction, Language
from agent_desktop.protocol.messages import (
    AgentState,
    AgentView,
    CallPhase,
    CompleteLog,
    ExtendWrapUp,
    HandedIn,
    HandInDraft,
    LogDraft,
    SaveDraft,
)
from agent_desktop.protocol.record import MatchKind
from agent_desktop.ui import i18n, theme
from agent_desktop.ui.agent.log import MOST_NOTES, LogPanel
from agent_desktop.ui.agent.log_drafts import CallKey, DraftShelf
from agent_desktop.ui.agent.log_fields import DispositionPicker
from agent_desktop.ui.agent.log_presenter import PAUSE_MS, Completion, Saving
from agent_desktop.ui.agent.log_words import LogWords
from agent_desktop.ui.desk import Change, Desk, Link, LinkState, Parted
from agent_desktop.ui.roles import Scheme
from tests.fakes.desks import call_in
from tests.unit.ui.agent import sample
from tests.unit.ui.agent.conftest import Centre, Clock, put
from tests.unit.ui.agent.sample import DISPOSITIONS, HOUR, NOW, pop, sure


@pytest.fixture
def shelf(tmp_path: Path) -> DraftShelf:
    return DraftShelf(tmp_path / "drafts")


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, shelf: DraftShelf) -> LogPanel:
    made = LogPanel(desk, shelf=shelf)
    qtbot.addWidget(made)
    made.resize(420, 560)
    made.show()
    return made


def key_of(desk: Desk, call: int = 7) -> CallKey:
    view = sample.view(call=call)
    return CallKey(sure(desk.state.who).user, view.call, view.arrived_ms, view.offered_ms)


def type_and_rest(panel: LogPanel, clock: Clock, text: str) -> None:
    """Type, and let the pause pass without waiting for it."""
    panel._notes.insertPlainText(text)
    clock.now += PAUSE_MS
    panel._pause.stop()
    panel._save()


def pick(panel: LogPanel, code: str) -> None:
    at = panel._picker.disposition.findData(code)
    panel._picker.disposition.setCurrentIndex(at)
    panel._picker.disposition.activated.emit(at)


def test_typing_starts_the_pause(panel: LogPanel, desk: Desk) -> None:
    put(desk, sample.desk())
    QTest.keyClicks(panel._notes, "asks")
    assert panel._pause.isActive()
    assert panel._pause.interval() == PAUSE_MS
    assert panel._presenter.saving is Saving.TYPING


def test_a_pause_keeps_it_here_and_sends_it(
    panel: LogPanel, desk: Desk, centre: Centre, clock: Clock, shelf: DraftShelf
) -> None:
    put(desk, sample.desk())
    type_and_rest(panel, clock, "asks for an exchange")
    assert sure(shelf.find(key_of(desk))).notes == "asks for an exchange"
    assert panel._saving.text() == "Saving…"
    sent = centre.answer()
    assert isinstance(sent, SaveDraft)
    assert sent.draft.notes == "asks for an exchange"
    assert panel._saving.text().startswith("Saved ")


def test_a_dead_link_keeps_it_here_and_a_new_one_sends_it(
    panel: LogPanel, desk: Desk, centre: Centre, clock: Clock, shelf: DraftShelf
) -> None:
    put(desk, sample.desk())
    desk.link_became(LinkState.LOST)
    type_and_rest(panel, clock, "typed in the dark")
    assert centre.asked == []
    assert sure(shelf.find(key_of(desk))).notes == "typed in the dark"
    assert "this PC" in panel._saving.text()
    desk.link_became(LinkState.UP)
    assert centre.answer().draft.notes == "typed in the dark"
    assert panel._presenter.saving is Saving.SAVED


def test_a_request_lost_with_the_session_is_sent_again(
    panel: LogPanel, desk: Desk, centre: Centre, clock: Clock
) -> None:
    put(desk, sample.desk())
    type_and_rest(panel, clock, "one")
    centre.lose()
    assert centre.answer().draft.notes == "one"


def test_a_killed_seat_comes_back_to_the_notes_typed_so_far(
    qtbot: QtBot, desk: Desk, shelf: DraftShelf, clock: Clock, centre: Centre
) -> None:
    put(desk, sample.desk())
    first = LogPanel(desk, shelf=shelf)
    qtbot.addWidget(first)
    desk.link_became(LinkState.LOST)
    type_and_rest(first, clock, "up to the kill")
    second = LogPanel(desk, shelf=shelf)
    qtbot.addWidget(second)
    assert second._notes.toPlainText() == "up to the kill"
    desk.link_became(LinkState.UP)
    assert centre.asked[-1].draft.notes == "up to the kill"


def test_the_words_before_the_call_goes_are_kept(panel: LogPanel, desk: Desk, shelf: DraftShelf) -> None:
    put(desk, sample.desk())
    panel._notes.insertPlainText("last word")
    put(desk, sample.desk(call=8))
    assert sure(shelf.find(key_of(desk))).notes == "last word"
    assert panel._notes.toPlainText() == ""


def test_the_log_is_complete_when_it_is_on_disk_there(
    panel: LogPanel, desk: Desk, centre: Centre, shelf: DraftShelf
) -> None:
    put(desk, sample.desk(phase=CallPhase.WRAP_UP))
    panel._notes.insertPlainText("done")
    pick(panel, "enquiry_answered")
    panel._complete.click()
    assert sure(shelf.find(key_of(desk))).disposition == "enquiry_answered"
    assert panel._complete.isEnabled()
    asked = centre.asked[-1]
    assert isinstance(asked, CompleteLog)
    assert (asked.log.disposition, asked.log.notes, asked.log.customer_id) == ("enquiry_answered", "done", 1042)
    centre.answer()
    assert not panel._complete.isEnabled()
    assert panel._complete.text() == "Log complete"
    assert shelf.find(key_of(desk)) is None


def test_pressing_twice_asks_once(panel: LogPanel, desk: Desk, centre: Centre) -> None:
    put(desk, sample.desk())
    pick(panel, "silent")
    panel._complete.click()
    panel._complete.click()
    assert [type(body) for body in centre.asked] == [CompleteLog]


def test_a_refusal_is_said_in_place_and_can_be_tried_again(
    panel: LogPanel, desk: Desk, centre: Centre, shelf: DraftShelf
) -> None:
    put(desk, sample.desk())
    pick(panel, "silent")
    panel._complete.click()
    centre.refuse("store_unavailable")
    assert panel._trouble.isVisible()
    assert panel._complete.isEnabled()
    assert shelf.find(key_of(desk)) is not None
    panel._complete.click()
    assert not panel._trouble.isVisible()
    centre.answer()
    assert panel._presenter.completion is Completion.DONE


def test_a_completion_lost_with_the_session_can_be_tried_again(panel: LogPanel, desk: Desk, centre: Centre) -> None:
    put(desk, sample.desk())
    pick(panel, "silent")
    panel._complete.click()
    centre.lose()
    assert panel._presenter.completion is Completion.OPEN


def test_what_is_missing_is_said_and_gets_the_keyboard(panel: LogPanel, desk: Desk, centre: Centre) -> None:
    put(desk, sample.desk())
    panel.activateWindow()
    panel._complete.click()
    assert panel._trouble.text() == "Choose how the call ended."
    assert panel.focusWidget() is panel._picker.disposition
    pick(panel, "repair_booked")
    assert not panel._trouble.isVisible()
    panel._complete.click()
    assert "follow-up" in panel._trouble.text()
    panel._follow_up.wanted.click()
    panel._complete.click()
    assert centre.asked[-1].log.follow_up_at_ms > NOW


def outage(panel: LogPanel, desk: Desk, clock: Clock, text: str = "typed in the dark") -> None:
    """The link goes in wrap-up, and the agent types on."""
    put(desk, sample.desk(phase=CallPhase.WRAP_UP))
    desk.link_became(LinkState.LOST)
    type_and_rest(panel, clock, text)


def test_what_was_typed_in_an_outage_reaches_the_log_of_a_call_that_went_meanwhile(
    panel: LogPanel, desk: Desk, centre: Centre, clock: Clock, shelf: DraftShelf
) -> None:
    said: list[str] = []
    panel.said.connect(lambda words, _tone, _icon: said.append(words()))
    outage(panel, desk, clock)
    desk.link_became(LinkState.UP)
    centre.refuse("no_such_call", call="7")
    put(desk, parted=Parted(CallId(7), "logged"))
    request = centre.answer(HandedIn(filed=True))
    assert isinstance(request, HandInDraft)
    assert (request.call, request.draft.notes) == (CallId(7), "typed in the dark")
    assert request.arrived_ms == sample.view().arrived_ms
    assert shelf.find(key_of(desk)) is None
    assert len(said) == 1
    assert "added to its log" in said[0]


def test_a_seat_that_was_closed_hands_in_what_it_kept(
    panel: LogPanel, qtbot: QtBot, desk: Desk, centre: Centre, clock: Clock
) -> None:
    outage(panel, desk, clock)
    panel.keep_last()
    centre.open.clear()
    desk.state = replace(desk.state, calls=(), link=Link(LinkState.UP, NOW, NOW))
    qtbot.addWidget(LogPanel(desk, shelf=panel._shelf))
    assert isinstance(centre.answer(HandedIn(filed=False)), HandInDraft)
    assert panel._shelf.find(key_of(desk)) is None


@pytest.mark.parametrize("trouble", ["store_unavailable", ""])
def test_a_late_draft_waits_for_the_next_occasion(
    panel: LogPanel, desk: Desk, centre: Centre, clock: Clock, trouble: str
) -> None:
    outage(panel, desk, clock)
    put(desk, parted=Parted(CallId(7), "logged"))
    assert not any(isinstance(body, HandInDraft) for body in centre.asked)
    desk.link_became(LinkState.UP)
    late = centre.refuse(trouble) if trouble else centre.lose()
    assert isinstance(late, HandInDraft)
    assert centre.open == []
    assert panel._shelf.find(key_of(desk)) is not None
    desk.link_became(LinkState.LOST)
    desk.link_became(LinkState.UP)
    assert isinstance(centre.answer(HandedIn(filed=True)), HandInDraft)


@pytest.mark.parametrize("language", Language)
def test_a_late_draft_that_no_centre_takes_is_set_aside_and_its_agent_told_where(
    panel: LogPanel, desk: Desk, centre: Centre, clock: Clock, language: Language
) -> None:
    i18n.set_language(QApplication.instance(), language)  # type: ignore[arg-type]
    QApplication.sendPostedEvents()
    said: list[str] = []
    panel.said.connect(lambda words, _tone, _icon: said.append(words()))
    outage(panel, desk, clock)
    put(desk, parted=Parted(CallId(7), "logged"))
    desk.link_became(LinkState.UP)
    centre.refuse("not_your_call", call="7")
    (file,) = panel._shelf._folder.iterdir()
    assert "typed in the dark" in file.read_text()
    assert str(file) in said[0]
    desk.link_became(LinkState.LOST)
    desk.link_became(LinkState.UP)
    assert centre.open == []


def test_a_log_that_is_being_completed_is_not_handed_in_beside(
    panel: LogPanel, desk: Desk, centre: Centre, clock: Clock, shelf: DraftShelf
) -> None:
    put(desk, sample.desk(phase=CallPhase.WRAP_UP))
    panel.choose_disposition("enquiry_answered")
    panel._complete.click()
    put(desk, parted=Parted(CallId(7), "logged"))
    assert [type(body) for body, _ in centre.open] == [CompleteLog]
    assert shelf.find(key_of(desk)) is not None
    centre.lose()
    assert isinstance(centre.answer(HandedIn(filed=False)), HandInDraft)
    assert shelf.find(key_of(desk)) is None


def test_a_call_whose_log_the_centre_has_leaves_no_file(
    panel: LogPanel, desk: Desk, centre: Centre, clock: Clock, shelf: DraftShelf
) -> None:
    put(desk, sample.desk())
    type_and_rest(panel, clock, "x")
    assert shelf.find(key_of(desk)) is not None
    centre.answer()
    put(desk, parted=Parted(CallId(7), "logged"))
    assert centre.open == []
    assert shelf.find(key_of(desk)) is None


def test_how_it_ended_is_whole_in_the_tooltip(panel: LogPanel, desk: Desk) -> None:
    put(desk, sample.desk())
    panel.choose_disposition("complaint_solved")
    assert panel._picker.disposition.toolTip() == "Complaint solved on the call"


def test_a_guess_is_not_filed_under_the_customer(panel: LogPanel, desk: Desk) -> None:
    put(desk, sample.desk(pop(MatchKind.LOCAL)))
    assert panel.draft.customer_id is None
    put(desk, sample.desk(pop(MatchKind.CHOSEN)))
    assert panel.draft.customer_id == 1042


def test_choosing_a_type_narrows_the_dispositions(panel: LogPanel, desk: Desk) -> None:
    put(desk, sample.desk())
    assert panel._picker.disposition.count() == len(sample.DISPOSITIONS)
    at = panel._picker.type.findData("complaint")
    panel._picker.type.setCurrentIndex(at)
    panel._picker.type.activated.emit(at)
    assert panel._picker.disposition.count() == 2
    pick(panel, "complaint_solved")
    at = panel._picker.type.findData("repair")
    panel._picker.type.setCurrentIndex(at)
    panel._picker.type.activated.emit(at)
    assert panel.draft.disposition == ""


def test_text_that_is_no_disposition_falls_back(panel: LogPanel, desk: Desk) -> None:
    put(desk, sample.desk())
    pick(panel, "silent")
    panel._picker.disposition.setEditText("nonsense")
    panel._picker.disposition.left.emit()
    assert panel._picker.disposition.currentText() == "Silent call"


def test_the_suggestion_is_taken_by_its_button(panel: LogPanel, desk: Desk) -> None:
    put(desk, sample.desk())
    panel._presenter.suggest("silent")
    panel._show()
    assert "Silent call" in panel._suggestion.text()
    panel._suggestion.acted.emit()
    assert panel.draft.disposition == "silent"
    assert not panel._suggestion.isVisible()


def wrapping(ends_ms: int) -> AgentView:
    return AgentView(AgentState.WRAP_UP, NOW, wrap_up_ends_ms=ends_ms)


def test_the_timer_runs_only_in_wrap_up_and_asks_on_after_its_end(
    panel: LogPanel, desk: Desk, clock: Clock, centre: Centre
) -> None:
    put(desk, sample.desk(phase=CallPhase.CONNECTED))
    assert not panel._timer_chip.isVisible()
    put(desk, sample.desk(phase=CallPhase.WRAP_UP), agent=wrapping(NOW + 30_000))
    assert panel._timer_chip.text() == "Wrap-up 0:30"
    panel._extend.click()
    assert centre.answer() == ExtendWrapUp(60)
    clock.now += 45_000
    panel.tick(clock.now)
    assert panel._timer_chip.text() == "Time is up +0:15"


def test_a_refusing_disk_is_told(qtbot: QtBot, desk: Desk, clock: Clock, tmp_path: Path) -> None:
    (tmp_path / "drafts").write_text("in the way")
    panel = LogPanel(desk, shelf=DraftShelf(tmp_path / "drafts"))
    qtbot.addWidget(panel)
    with capture_logs() as logs:
        put(desk, sample.desk())
        type_and_rest(panel, clock, "x")
    assert "draft_not_kept" in [entry["event"] for entry in logs]
    assert "disk" in panel._saving.text()


def test_a_call_never_takes_the_keyboard_nor_moves_the_cursor(qtbot: QtBot, desk: Desk, shelf: DraftShelf) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field, panel = QLineEdit(), LogPanel(desk, shelf=shelf)
    layout = QVBoxLayout(window)
    layout.addWidget(field)
    layout.addWidget(panel)
    window.show()
    field.setFocus()
    put(desk, sample.desk())
    assert window.focusWidget() is field
    panel._notes.insertPlainText("middle")
    cursor = panel._notes.textCursor()
    cursor.setPosition(3)
    panel._notes.setTextCursor(cursor)
    put(desk, sample.desk(phase=CallPhase.WRAP_UP))
    assert panel._notes.textCursor().position() == 3


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_face_is_painted_in_every_look(
    panel: LogPanel, desk: Desk, qapp: QApplication, scheme: Scheme, scale: float
) -> None:
    theme.apply(qapp, theme.Look(scheme, scale))
    empty = panel.grab().toImage()
    draft = LogDraft(disposition="repair_booked", follow_up_at_ms=NOW + HOUR, notes="x", edited_ms=1)
    put(desk, sample.desk(phase=CallPhase.WRAP_UP, draft=draft), agent=wrapping(NOW - 1))
    assert panel.grab().toImage() != empty


def test_the_language_switches_while_it_is_shown(panel: LogPanel, desk: Desk, qapp: QApplication) -> None:
    put(desk, sample.desk(draft=LogDraft(disposition="silent", edited_ms=1)))
    i18n.set_language(qapp, Language.ZH_CN)
    QTest.qWait(1)
    assert panel.title.text() == "通话小结"
    assert panel._picker.disposition.currentText() == "无声电话"


def test_every_control_has_a_name(panel: LogPanel, desk: Desk) -> None:
    put(desk, sample.desk(phase=CallPhase.WRAP_UP), agent=wrapping(NOW + 1))
    panel._follow_up.wanted.click()
    nameless = [
        widget
        for widget in panel.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and widget.objectName() != "qt_spinbox_lineedit"
        and not isinstance(widget.parent(), type(panel._picker.disposition))
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []


def test_a_centre_that_lost_the_draft_gets_it_again(panel: LogPanel, desk: Desk, centre: Centre, clock: Clock) -> None:
    put(desk, sample.desk())
    type_and_rest(panel, clock, "kept")
    centre.answer()
    put(desk, sample.desk(phase=CallPhase.WRAP_UP))
    assert centre.open == []
    desk._tell(tuple(Change))
    assert centre.answer().draft.notes == "kept"
    desk._tell((Change.CALL,))
    assert centre.open == []


def test_the_last_words_are_kept_when_the_program_ends(panel: LogPanel, desk: Desk, shelf: DraftShelf) -> None:
    put(desk, sample.desk())
    panel._notes.insertPlainText("half a second ago")
    panel.keep_last()
    assert sure(shelf.find(key_of(desk))).notes == "half a second ago"


def test_what_is_too_long_to_be_kept_is_not_shown(panel: LogPanel, desk: Desk) -> None:
    put(desk, sample.desk())
    panel._notes.insertPlainText("x" * (MOST_NOTES + 5))
    assert len(panel._notes.toPlainText()) == len(panel.draft.notes) == MOST_NOTES


def test_a_pasted_nul_is_left_out(panel: LogPanel, desk: Desk) -> None:
    put(desk, sample.desk())
    panel._notes.insertPlainText("a\0b")
    assert panel.draft.notes == "ab"


def test_a_typed_disposition_is_the_one_that_is_taken(qtbot: QtBot) -> None:
    picker = DispositionPicker(LogWords(QWidget()))
    qtbot.addWidget(picker)
    picker.offer(DISPOSITIONS)
    picker.show()
    picked: list[str] = []
    picker.picked.connect(picked.append)
    line = picker.disposition.lineEdit()
    assert line is not None
    QTest.keyClicks(line, "com")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(picked))
    assert picked[-1] == "complaint_solved"


def test_a_colleagues_call_has_no_log_here_until_it_is_handed_over(panel: LogPanel, desk: Desk) -> None:
    for asked in (call_in(CallPhase.OFFERED, asked_by="Sara"), call_in(CallPhase.CONSULTED)):
        put(desk, asked)
        assert panel._presenter.desk is None
        assert not panel._notes.isVisibleTo(panel)
        assert panel._empty.accessibleName().startswith("A colleague's call")
    put(desk, call_in(CallPhase.CONNECTED, asked_by="Sara"))
    assert panel._presenter.desk is not None
    assert panel._notes.isVisibleTo(panel)
    put(desk)
    assert panel._empty.accessibleName().startswith("No call")


def test_a_call_of_ours_has_its_log_from_the_first_digit(panel: LogPanel, desk: Desk) -> None:
    put(desk, call_in(CallPhase.DIALLING, direction=Direction.OUT))
    assert panel._notes.isVisibleTo(panel)


def test_a_call_that_comes_back_begins_a_log_of_its_own(panel: LogPanel, desk: Desk, centre: Centre) -> None:
    """The centre removes the call, offers it anew and only then answers: all three may come in one breath."""
    first = sample.desk(phase=CallPhase.WRAP_UP)
    put(desk, first)
    panel._notes.insertPlainText("first part")
    panel.choose_disposition("enquiry_answered")
    panel._complete.click()
    put(desk, parted=Parted(CallId(7), "logged"))
    again = msgspec.structs.replace(first.view, phase=CallPhase.OFFERED, offered_ms=first.view.offered_ms + 60_000)
    put(desk, msgspec.structs.replace(first, view=again))
    centre.answer()
    put(desk, msgspec.structs.replace(first, view=msgspec.structs.replace(again, phase=CallPhase.CONNECTED)))
    assert (panel.draft.notes, panel.draft.disposition) == ("", "")
    panel._notes.insertPlainText("second part")
    panel.choose_disposition("enquiry_answered")
    assert panel._complete.isEnabled()
    panel._complete.click()
    assert centre.asked[-1] == CompleteLog(CallId(7), panel.draft)
