"""A seat of a class: marked, with hints and scores; what the trainee says and does reaches the caller; words in the headset."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from agent_desktop.cti.vocabulary import CallId, Language
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.record import Text
from agent_desktop.protocol.training import AttemptView, SayingView, TrainingView
from agent_desktop.training.score import Score
from agent_desktop.ui import render, theme
from agent_desktop.ui.agent.script import ScriptPanel
from agent_desktop.ui.agent.training import TrainingBar
from agent_desktop.ui.roles import Tone
from agent_desktop.ui.speech import CallerVoice, NoSound
from agent_desktop.voice import NoVoice
from tests.fakes.desks import Seat
from tests.unit.ui.agent.sample import NOW
from tests.unit.ui.trainer.test_window import CARD

SAYINGS = (SayingView("sorry", Text("I'm sorry.", "非常抱歉。")),)


def practising(seat: Seat, phase: m.CallPhase = m.CallPhase.CONNECTED) -> CallId:
    seat.welcome(training=TrainingView())
    seat.in_call(phase)
    call = seat.desk.state.calls[-1].view.call
    seat.desk.apply(m.TrainingChanged(TrainingView(call, SAYINGS)))
    return call


def test_the_mark_is_there_in_a_class_only(seat: Seat, dressed: QApplication, qtbot) -> None:
    seat.welcome()
    bar = TrainingBar(seat.desk)
    qtbot.addWidget(bar)
    assert bar.isHidden()
    seat.welcome(training=TrainingView(hint="Smile"))
    assert not bar.isHidden()
    assert bar.accessibleName() == "Training – nothing here is real Hint: Smile"
    bar.resize(800, 32)
    ground = bar.grab().toImage().pixelColor(790, 2).name()
    assert ground == theme.shade(Tone.TRAINING).solid


def test_the_last_score_is_one_key_away(seat: Seat, dressed: QApplication, qtbot) -> None:
    seat.welcome(training=TrainingView(last=AttemptView(CARD, Score(71, ()), ())))
    bar = TrainingBar(seat.desk)
    qtbot.addWidget(bar)
    assert bar._score.text() == "Last call: 71 points"
    bar.open_score()
    assert bar.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)


@pytest.fixture
def panel(seat: Seat, dressed: QApplication, qtbot) -> ScriptPanel:
    made = ScriptPanel(seat.desk)
    qtbot.addWidget(made)
    made.resize(520, 700)
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    return made


def asked(seat: Seat) -> list[object]:
    return [body for body, _ in seat.asked if isinstance(body, m.TakeStep | m.SayToCaller)]


def test_a_step_that_is_taken_reaches_the_caller_and_one_taken_back_does_not_again(
    seat: Seat, panel: ScriptPanel
) -> None:
    call = practising(seat)
    panel.catch_up()
    QTest.keyClick(panel, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked(seat) == [m.TakeStep(call, "greeting", "welcome", "done")]
    QTest.keyClick(panel, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert len(asked(seat)) == 1


def test_where_calls_are_real_nobody_is_told_of_steps(seat: Seat, panel: ScriptPanel) -> None:
    seat.welcome()
    seat.in_call(m.CallPhase.CONNECTED)
    panel.catch_up()
    QTest.keyClick(panel, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked(seat) == []
    assert panel.say.isHidden()


def test_something_typed_is_said_and_something_chosen_by_its_name(seat: Seat, panel: ScriptPanel) -> None:
    call = practising(seat)
    panel.catch_up()
    QTest.keyClick(panel, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    QTest.keyClicks(panel.say.typed, "One moment")
    QTest.keyClick(panel.say.typed, Qt.Key.Key_Return)
    panel.say.choose.picked.emit("sorry")
    assert asked(seat) == [m.SayToCaller(call, "One moment"), m.SayToCaller(call, saying="sorry")]
    assert panel.say.typed.text() == ""


def test_after_the_call_there_is_nobody_to_talk_to(seat: Seat, panel: ScriptPanel, tmp_path: Path) -> None:
    practising(seat)
    panel.catch_up()
    assert panel.say.isVisible()
    render.save(panel, tmp_path / "say.png")
    practising(seat, m.CallPhase.WRAP_UP)
    assert panel.say.isHidden()


# --- the headset -----------------------------------------------------------------------------------------------------


class Headset:
    """Voice and player in one: remembers what was spoken and played."""

    def __init__(self) -> None:
        self.spoken: list[tuple[str, Language]] = []
        self.played: list[str] = []
        self.stopped = 0

    def save(self, text: str, language: Language, path: Path) -> None:
        self.spoken.append((text, language))
        path.write_bytes(b"RIFF")

    def play(self, path: str) -> None:
        self.played.append(Path(path).name)

    def stop(self) -> None:
        self.stopped += 1


def caption(seat: Seat, call: CallId, text: str) -> None:
    seat.desk.apply(m.CaptionSpoken(call, m.Caption(NOW, text, Language.EN)))


def test_each_caption_is_spoken_once_in_order(seat: Seat, dressed: QApplication, qtbot) -> None:
    headset, window = Headset(), QWidget()
    qtbot.addWidget(window)
    CallerVoice(seat.desk, window, voice=lambda: headset, player=lambda _: headset)
    call = practising(seat)
    caption(seat, call, "Hello?")
    caption(seat, call, "Anybody?")
    qtbot.waitUntil(lambda: headset.played == ["0.wav", "1.wav"])
    assert headset.spoken == [("Hello?", Language.EN), ("Anybody?", Language.EN)]
    seat.desk.apply(m.CallRemoved(call, "logged"))
    assert headset.stopped


def test_where_calls_are_real_nothing_is_spoken(seat: Seat, dressed: QApplication, qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)

    def never(_: QObject) -> Headset:
        raise AssertionError

    CallerVoice(seat.desk, window, player=never)
    seat.welcome()
    seat.in_call(m.CallPhase.CONNECTED)
    caption(seat, seat.desk.state.calls[-1].view.call, "Hello?")


@pytest.mark.parametrize("missing", ["sound", "voice"])
def test_without_sound_the_captions_carry_on_and_that_is_said_once(
    seat: Seat, dressed: QApplication, qtbot, missing: str
) -> None:
    def player(_: QObject) -> Headset:
        if missing == "sound":
            raise NoSound("no sound device")
        return Headset()

    def voice() -> Headset:
        raise NoVoice("not installed")

    window = QWidget()
    told: list[m.Notice] = []
    qtbot.addWidget(window)
    seat.desk.subscribe_notices(told.append)
    CallerVoice(seat.desk, window, voice=voice, player=player)
    call = practising(seat)
    for text in ("Hello?", "Anybody?"):
        caption(seat, call, text)
        qtbot.waitUntil(lambda: bool(told))
    assert [notice.error for notice in told] == ["no_sound"]
    assert [one.text for one in seat.desk.state.captions] == ["Hello?", "Anybody?"]


def test_a_headset_that_is_plugged_in_later_is_played_on(seat: Seat, dressed: QApplication, qtbot) -> None:
    headset, window = Headset(), QWidget()
    told: list[m.Notice] = []
    plugged_in = [False]

    def player(_: QObject) -> Headset:
        if not plugged_in[0]:
            raise NoSound("no sound device")
        return headset

    qtbot.addWidget(window)
    seat.desk.subscribe_notices(told.append)
    CallerVoice(seat.desk, window, voice=lambda: headset, player=player)
    call = practising(seat)
    caption(seat, call, "Hello?")
    assert [notice.error for notice in told] == ["no_sound"]
    plugged_in[0] = True
    caption(seat, call, "Anybody?")
    qtbot.waitUntil(lambda: bool(headset.played))
    assert headset.spoken == [("Anybody?", Language.EN)]
    assert len(told) == 1


def test_a_headset_that_is_unplugged_is_told_once(seat: Seat, dressed: QApplication, qtbot) -> None:
    class Unplugged(Headset):
        def play(self, path: str) -> None:
            super().play(path)
            raise NoSound("no sound device")

    headset, window = Unplugged(), QWidget()
    told: list[m.Notice] = []
    qtbot.addWidget(window)
    seat.desk.subscribe_notices(told.append)
    CallerVoice(seat.desk, window, voice=lambda: headset, player=lambda _: headset)
    call = practising(seat)
    for text in ("Hello?", "Anybody?"):
        caption(seat, call, text)
    qtbot.waitUntil(lambda: headset.played == ["0.wav", "1.wav"])
    assert [notice.error for notice in told] == ["no_sound"]


def test_sayings_are_in_the_callers_language(seat: Seat, panel: ScriptPanel) -> None:
    practising(seat)
    assert [action.text() for action in panel.say.choose._group.actions()] == ["非常抱歉。"]
