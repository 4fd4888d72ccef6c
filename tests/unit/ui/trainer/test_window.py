"""The trainer's window: what the centre tells is on it, what the trainer does is asked of the centre, by keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from agent_desktop.cti.vocabulary import AgentId, Language
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.record import Text
from agent_desktop.protocol.seat_session import Answered
from agent_desktop.protocol.training import AttemptCard, AttemptView, ClassSeat, ScenarioCard, TrainingView, TurnView
from agent_desktop.training.score import Code, Finding, Part, PartScore, Score
from agent_desktop.ui import i18n, render, theme
from agent_desktop.ui.roles import Scheme
from agent_desktop.ui.trainer.classtable import CALLER, MOOD, NAME, STATE, TIME
from agent_desktop.ui.trainer.window import TrainerWindow
from agent_desktop.ui.training.scorecard import ScoreDialog
from tests.fakes.desks import Seat
from tests.unit.ui.agent.sample import NOW, sure

AMY, BEN = AgentId("trainee1"), AgentId("trainee2")
BILL = Text("The wrong line on the bill", "账单上多出的一笔")
TURNS = (
    TurnView(NOW - 60_000, "agent", title=Text("Welcome", "欢迎来电"), mood=40),
    TurnView(NOW - 58_000, "caller", "I complained two days ago.", mood=40),
)
BUSY = ClassSeat(
    AMY, "Amy", "busy", NOW - 61_000, BILL, "talking", 32, answered_ms=NOW - 61_000, turns=TURNS, attempts=2, average=71
)
IDLE = ClassSeat(BEN, "Ben", "ready", NOW - 5_000)
CARD = AttemptCard("1-trainee1-1", AMY, "=Amy", "complaint-bill", BILL, NOW - 100_000, 71, {"greeting": 11.1, "log": 8})
SCORE = Score(71, (PartScore(Part.GREETING, 0, 10, (Finding(Code.GREETED_LATE, good=False, at=12.0, value=12.0),)),))
VIEW = m.ClassView(
    (BUSY, IDLE),
    (
        ScenarioCard("complaint-bill", "complaint", BILL, Text("An accountant", "会计"), Text("Money back", "退款")),
        ScenarioCard("renewal", "renewal", Text("Renewal", "续约"), Text("A boss", "老板"), Text("A price", "价格")),
    ),
    (CARD,),
)


@pytest.fixture
def window(seat: Seat, dressed: QApplication, qtbot) -> TrainerWindow:
    seat.welcome(training=TrainingView())
    made = TrainerWindow(seat.desk)
    qtbot.addWidget(made)
    body, reply = seat.asked.pop()
    assert body == m.WatchClass(watch=True)
    reply(Answered("1", body, VIEW))
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    return made


def last(seat: Seat) -> object:
    """What was asked last; a fresh look each time."""
    return seat.last


def text(window: TrainerWindow, row: int, column: int) -> str:
    return str(window.table.rows.index(row, column).data())


def press(window: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key)


def test_every_seat_stands_there_with_mood_and_last_words(window: TrainerWindow) -> None:
    assert text(window, 0, NAME) == "Amy\nThe wrong line on the bill"
    assert text(window, 0, STATE) == "In a call"
    assert text(window, 0, MOOD) == "Annoyed 32"
    assert text(window, 0, CALLER) == "I complained two days ago."
    assert text(window, 0, TIME) == "1:01"
    assert [text(window, 1, column) for column in (NAME, STATE, MOOD, CALLER)] == ["Ben", "Ready", "", ""]


def test_a_seat_that_moves_is_shown_at_once(window: TrainerWindow, seat: Seat) -> None:
    seat.desk.apply(m.ClassSeatChanged(replace(BUSY, mood=70, held_ms=NOW - 9_000)))
    assert text(window, 0, MOOD) == "Content 70"
    assert text(window, 0, TIME) == "0:09"
    assert window.seat._mood.text() == "Content 70"


def test_a_hint_goes_to_the_seat_that_is_looked_at(window: TrainerWindow, seat: Seat) -> None:
    press(window, Qt.Key.Key_F2)
    assert window.seat.hint.hasFocus()
    QTest.keyClicks(window.seat.hint, "Ask for the amount")
    press(window, Qt.Key.Key_Return)
    assert last(seat) == m.SendHint(AMY, "Ask for the amount")
    assert window.seat.hint.text() == ""


def test_words_for_the_caller_only_once_they_are_taken_over(window: TrainerWindow, seat: Seat) -> None:
    assert not window.seat.words.isEnabled()
    press(window, Qt.Key.Key_F4)
    assert last(seat) == m.TakeOverCaller(AMY, on=True)
    seat.desk.apply(m.ClassSeatChanged(replace(BUSY, taken_over=True)))
    press(window, Qt.Key.Key_F6)
    QTest.keyClicks(window.seat.words, "Well?")
    press(window, Qt.Key.Key_Return)
    assert last(seat) == m.SpeakForCaller(AMY, "Well?")
    press(window, Qt.Key.Key_F4)
    assert last(seat) == m.TakeOverCaller(AMY, on=False)


def test_a_seat_without_a_caller_lets_nobody_step_in(window: TrainerWindow, seat: Seat) -> None:
    window.table.setFocus()
    press(window, Qt.Key.Key_Down)
    assert window.seat.title.text() == "Ben"
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_F6):
        press(window, key)
    assert seat.asked == []


def test_a_wave_wants_a_scenario_and_one_call_for_each_who_is_here(window: TrainerWindow, seat: Seat) -> None:
    assert not window.wave.start.isEnabled()
    window.wave.scenarios.setFocus()
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Space)
    press(window, Qt.Key.Key_F5)
    assert last(seat) == m.StartWave(("renewal",), Language.EN, 2)


def test_an_attempt_is_listed_once_and_played_again(window: TrainerWindow, seat: Seat) -> None:
    newer = replace(CARD, id="2-trainee1-2", points=90)
    for card in (newer, newer):
        seat.desk.apply(m.AttemptKept(card))
    table = window.results.table
    assert [sure(table.item(row, 3)).text() for row in range(table.rowCount())] == ["90", "71"]
    window.tabs.setCurrentWidget(window.results)
    table.setFocus()
    table.selectRow(1)
    press(window, Qt.Key.Key_F7)
    body, reply = seat.asked.pop()
    assert body == m.FetchAttempt(CARD.id)
    reply(Answered("1", body, m.Replayed(AttemptView(CARD, SCORE, TURNS))))
    dialog = window.findChild(ScoreDialog)
    assert dialog is not None
    part = sure(dialog._tree.topLevelItem(0))
    assert (part.text(0), part.text(2)) == ("Greeting in time", "0 / 10")
    finding = sure(part.child(0))
    assert (finding.text(0), finding.text(1)) == ("Greeted late, after 12 s", "0:12")
    assert dialog._turns.item(1).text() == "0:42  Caller: I complained two days ago."


def test_the_overview_has_who_needs_help_most_at_the_top_and_the_class_at_the_end(
    window: TrainerWindow, seat: Seat
) -> None:
    better = replace(
        CARD, id="2-trainee2-2", trainee=BEN, name="Ben", began_ms=NOW, points=90, parts={"greeting": 40.0, "log": 60.0}
    )
    seat.desk.apply(m.AttemptKept(better))
    table = window.overview
    rows = [[sure(table.item(row, column)).text() for column in range(7)] for row in range(table.rowCount())]
    assert rows == [
        ["=Amy", "1", "71", "71", "71", "28 %", "–"],
        ["Ben", "1", "90", "90", "90", "100 %", "–"],
        ["Whole class", "2", "80", "90", "90", "64 %", "–"],
    ]


def test_the_results_as_a_file_hold_no_formula(window: TrainerWindow, tmp_path: Path) -> None:
    window.export_to(str(tmp_path / "results.csv"))
    lines = (tmp_path / "results.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("Time,User,Trainee,Scenario,Points,Greeting in time,")
    assert ",trainee1,'=Amy,The wrong line on the bill,71,11.1," in lines[1]
    assert window.toast.text().startswith("Saved:")
    window.export_to(str(tmp_path / "nowhere" / "results.csv"))
    assert "can't be written" in window.toast.text()


def test_a_new_snapshot_watches_the_class_again(window: TrainerWindow, seat: Seat) -> None:
    seat.welcome(training=TrainingView())
    assert last(seat) == m.WatchClass(watch=True)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("scheme", Scheme)
def test_it_fits_a_small_screen_and_every_control_has_a_name(
    window: TrainerWindow, dressed: QApplication, tmp_path: Path, language: Language, scheme: Scheme
) -> None:
    i18n.set_language(dressed, language)
    theme.apply(dressed, theme.Look(scheme=scheme))
    for page in range(window.tabs.count()):
        window.tabs.setCurrentIndex(page)
        render.save(window, tmp_path / f"{page}.png")
        assert (window.width(), window.height()) == (1366, 768)
    for control in window.findChildren(QAbstractButton) + window.findChildren(QLineEdit):
        if control.isVisibleTo(window) and control.objectName() != "qt_spinbox_lineedit":
            assert control.accessibleName() or control.toolTip() or control.property("text"), control
