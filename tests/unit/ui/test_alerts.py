"""How an offer makes itself noticed, and what never happens by it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
import structlog
from PySide6.QtCore import QIODevice, QObject
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from agent_desktop.cti.vocabulary import Direction
from agent_desktop.protocol.messages import AgentState, CallPhase, CallRemoved
from agent_desktop.ui import ring as ring_module
from agent_desktop.ui.agent.callstrip_presenter import present
from agent_desktop.ui.alerts import OfferAlert, offered_call
from agent_desktop.ui.crash import CrashHook
from agent_desktop.ui.ring import CADENCE_S, RATE_HZ, Ring, cadence
from tests.fakes.desks import Seat, call_in


class FakeSink:
    """A loudspeaker that remembers."""

    def __init__(self) -> None:
        self.played: list[str] = []

    def start(self, device: QIODevice, /) -> None:
        self.played.append(f"start {device.pos()}")

    def stop(self) -> None:
        self.played.append("stop")


def rung(sink: FakeSink, times: int) -> bool:
    return len(sink.played) == times


@pytest.fixture
def sink() -> FakeSink:
    return FakeSink()


@pytest.fixture
def ring(qapp: QApplication, sink: FakeSink) -> Ring:
    return Ring(lambda _parent: sink)


def test_it_rings_while_a_call_is_offered_and_not_a_moment_longer(
    seat: Seat, ring: Ring, sink: FakeSink, qtbot: QtBot
) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    OfferAlert(seat.desk, field, ring)
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.OFFERED)
    seat.in_call(CallPhase.OFFERED)
    assert not sink.played, "the record is painted first"
    qtbot.waitUntil(lambda: sink.played == ["start 0"])
    seat.in_call(CallPhase.CONNECTED)
    assert sink.played == ["start 0", "stop"]


def test_every_offer_rings_from_the_beginning(seat: Seat, ring: Ring, sink: FakeSink, qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    OfferAlert(seat.desk, field, ring)
    seat.welcome(AgentState.READY)
    for number in range(2):
        seat.in_call(CallPhase.OFFERED)
        qtbot.waitUntil(partial(rung, sink, 2 * number + 1))
        seat.desk.apply(CallRemoved(call_in(CallPhase.OFFERED).view.call, "abandoned"))
    assert sink.played == ["start 0", "stop"] * 2


def test_an_offer_takes_no_focus(seat: Seat, ring: Ring, dressed: QApplication, qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    OfferAlert(seat.desk, field, ring)
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.OFFERED)
    assert field.hasFocus()


def test_the_tone_is_as_long_as_its_cadence_and_never_clips() -> None:
    samples = memoryview(cadence()).cast("h")
    assert len(samples) == sum(round(span_s * RATE_HZ) for span_s, _ in CADENCE_S)
    assert 1000 < max(samples) < 32_000
    assert samples[0] == 0
    assert samples[-1] == 0


def test_a_seat_without_sound_says_so_once_and_rings_on_in_silence(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QObject] = []

    def no_device(parent: QObject) -> None:
        opened.append(parent)
        ring_module.log.warning("ring_is_silent", reason="none")

    with structlog.testing.capture_logs() as events:
        silent = Ring(no_device)
        for _ in range(3):
            silent.start()
            assert silent.ringing
            silent.stop()
    assert len(opened) == len(events) == 1


@pytest.fixture
def hook(dressed: QApplication) -> Iterator[CrashHook]:
    made = CrashHook()
    yield made
    if made.report is not None:
        made.report.close()


def fail(number: int) -> None:
    raise ZeroDivisionError(number)


def caught(number: int) -> ZeroDivisionError:
    try:
        fail(number)
    except ZeroDivisionError as error:
        return error
    raise AssertionError


def test_a_mistake_of_ours_is_shown_once_and_logged_each_time(hook: CrashHook) -> None:
    with structlog.testing.capture_logs() as events:
        for number in range(3):
            error = caught(number)
            hook.handle(type(error), error, error.__traceback__)
    assert [event["event"] for event in events] == ["bug"] * 3
    assert hook.report is not None
    assert hook.report.isVisible()
    assert "ZeroDivisionError" in hook.report.details.toPlainText()


def test_the_report_holds_no_values_of_callers(hook: CrashHook) -> None:
    error = caught(13812345678)
    with structlog.testing.capture_logs() as events:
        hook.handle(type(error), error, error.__traceback__)
    assert hook.report is not None
    assert "13812345678" not in hook.report.details.toPlainText()
    assert "13812345678" not in str(events)


def test_the_user_may_still_stop_the_program(hook: CrashHook, capsys: pytest.CaptureFixture[str]) -> None:
    hook.handle(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert hook.report is None
    assert "KeyboardInterrupt" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({}, "Incoming call"),
        ({"asked_by": "Sara"}, "Sara asks you about this call"),
        ({"direction": Direction.CALLBACK}, "Wants to be called back"),
    ],
)
def test_the_notification_says_what_rings(
    seat: Seat, ring: Ring, qtbot: QtBot, changes: dict[str, object], title: str
) -> None:
    window = QLineEdit()
    qtbot.addWidget(window)
    alert = OfferAlert(seat.desk, window, ring)
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.OFFERED, **changes)
    assert offered_call(seat.desk.state) is not None
    face = present(seat.desk.state, seat.now).face
    assert face is not None
    assert alert._title(face) == title
