"""The link: a real socket to a centre in the same thread, time as an argument."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import structlog
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent_desktop.cti.vocabulary import AgentId, CallId, QueueId
from agent_desktop.protocol.messages import (
    Answer,
    AnswerCall,
    Goodbye,
    LogDraft,
    Notice,
    QueuesChanged,
    QueueView,
    Refused,
    SaveDraft,
)
from agent_desktop.protocol.seat_session import SILENCE_S, Answered, Credentials, RequestLost
from agent_desktop.ui.desk import Change, Desk, LinkState
from agent_desktop.ui.link import SeatLink
from tests.fakes.qtcentre import SNAPSHOT, QtCentre
from tests.unit.ui.agent.sample import NOW


class World:
    """A seat's link, its desk, and the centre at the other end. `now` is in seconds and moved by hand."""

    def __init__(self, qtbot: QtBot) -> None:
        self.now = 100.0
        self.bot = qtbot
        self.centre = QtCentre()
        self.desk = Desk(self._ms)
        credentials = Credentials(AgentId("zhao"), "secret")
        self.link = SeatLink(self.centre.url, credentials, self.desk, self._seconds)

    def _ms(self) -> int:
        return round(self.now * 1000)

    def _seconds(self) -> float:
        return self.now

    def until(self, condition: Callable[[], bool]) -> None:
        self.bot.waitUntil(condition, timeout=5000)

    def connect(self) -> None:
        self.link.start()
        self.until(lambda: len(self.centre.hellos) == 1)
        self.centre.welcome()
        self.until(lambda: self.desk.state.link.state is LinkState.UP)

    def come_back(self, hellos: int) -> None:
        """The first attempt after a loss is made at once."""
        self.until(lambda: len(self.centre.hellos) == hellos)


@pytest.fixture
def world(qapp: QApplication, qtbot: QtBot) -> Iterator[World]:
    made = World(qtbot)
    yield made
    made.link.stop()
    made.centre.close()


def test_logging_in_draws_the_desk_from_nothing(world: World) -> None:
    world.connect()
    assert world.centre.hellos[0].password == "secret"
    assert world.desk.state.agent == SNAPSHOT.agent
    assert world.desk.now_ms() == NOW


def test_events_arrive_in_order(world: World) -> None:
    world.connect()
    seen: list[int] = []
    world.desk.subscribe(lambda: seen.append(world.desk.state.queues[0].waiting), Change.QUEUES)
    for waiting in range(5, 25):
        world.centre.tell(QueuesChanged((QueueView(QueueId("service"), waiting, None),)))
    world.until(lambda: len(seen) == 20)
    assert seen == list(range(5, 25))


def test_a_burst_is_taken_in_passes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.connect()
    monkeypatch.setattr("agent_desktop.ui.link.PASS_MS", 0)
    drains: list[int] = []
    for waiting in range(5):
        world.centre.tell(QueuesChanged((QueueView(QueueId("service"), waiting + 9, None),)))
    world.link._drain_timer.timeout.connect(lambda: drains.append(len(world.link._inbox)))
    monkeypatch.setattr("agent_desktop.ui.link.PASS_MS", 4)
    world.until(lambda: world.desk.state.queues[0].waiting == 13)
    assert drains
    assert not world.link._inbox


def test_a_request_gets_its_answer(world: World) -> None:
    world.connect()
    outcomes: list[object] = []
    world.desk.ask(AnswerCall(CallId(7)), outcomes.append)
    world.until(lambda: len(world.centre.requests) == 1)
    world.centre.send(Answer(world.centre.requests[0].id))
    world.until(lambda: len(outcomes) == 1)
    assert isinstance(outcomes[0], Answered)


def test_a_refusal_becomes_a_notice(world: World) -> None:
    world.connect()
    notices: list[Notice] = []
    world.desk.subscribe_notices(notices.append)
    world.desk.ask(AnswerCall(CallId(7)))
    world.until(lambda: len(world.centre.requests) == 1)
    world.centre.send(Refused(world.centre.requests[0].id, "not_offered", {"call": "7"}))
    world.until(lambda: len(notices) == 1)


def test_a_lost_link_is_shown_at_once_and_resumed(world: World) -> None:
    world.connect()
    world.centre.hang_up()
    world.until(lambda: world.desk.state.link.state is LinkState.LOST)
    world.come_back(2)
    assert world.centre.hellos[1].token == "token"
    assert world.centre.hellos[1].last_number == 0
    world.centre.welcome(snapshot=None)
    world.until(lambda: world.desk.state.link.state is LinkState.UP)
    assert world.desk.state.agent == SNAPSHOT.agent


def test_what_is_asked_without_a_link_is_sent_when_it_is_back(world: World) -> None:
    world.connect()
    world.centre.hang_up()
    world.until(lambda: world.desk.state.link.state is LinkState.LOST)
    world.desk.ask(SaveDraft(CallId(7), LogDraft(notes="typed meanwhile")))
    world.come_back(2)
    world.centre.welcome(snapshot=None)
    world.until(lambda: len(world.centre.requests) == 1)
    body = world.centre.requests[0].body
    assert isinstance(body, SaveDraft)
    assert body.draft.notes == "typed meanwhile"


def test_a_centre_that_was_started_anew_forgets_what_was_asked(world: World) -> None:
    world.connect()
    outcomes: list[object] = []
    world.desk.ask(AnswerCall(CallId(7)), outcomes.append)
    world.until(lambda: len(world.centre.requests) == 1)
    world.centre.hang_up()
    world.until(lambda: world.desk.state.link.state is LinkState.LOST)
    world.come_back(2)
    world.centre.welcome(session="another")
    world.until(lambda: len(outcomes) == 1)
    assert isinstance(outcomes[0], RequestLost)
    assert world.desk.state.asking == frozenset()


def test_silence_on_an_open_link_ends_it(world: World) -> None:
    world.connect()
    world.now += SILENCE_S
    with structlog.testing.capture_logs() as events:
        world.link._wake()
    assert [event["event"] for event in events] == ["seat_link_silent"]
    assert world.desk.state.link.state is LinkState.LOST


def test_a_pong_is_a_sign_of_life(world: World) -> None:
    world.connect()
    world.now += 6.0
    world.link._wake()
    world.until(lambda: world.desk.state.link.heard_ms == world.desk.now_ms())


def test_nonsense_from_the_centre_ends_the_connection_and_nothing_else(world: World) -> None:
    world.connect()
    with structlog.testing.capture_logs() as events:
        world.centre.sockets[-1].sendTextMessage("{]")
        world.until(lambda: world.desk.state.link.state is LinkState.LOST)
    assert "seat_link_broken" in [event["event"] for event in events]
    world.come_back(2)


def test_a_wrong_password_is_told_once_and_not_tried_again(world: World) -> None:
    refusals: list[object] = []
    world.link.login_refused.connect(refusals.append)
    world.link.start()
    world.until(lambda: len(world.centre.hellos) == 1)
    world.centre.send(Refused("", "wrong_password"))
    world.until(lambda: len(refusals) == 1)
    assert world.desk.state.link.state is LinkState.CLOSED
    assert not world.link._timer.isActive()


def test_logging_in_elsewhere_closes_this_seat(world: World) -> None:
    world.connect()
    reasons: list[str] = []
    world.link.closed.connect(lambda reason, _: reasons.append(reason))
    world.centre.send(Goodbye("replaced"))
    world.until(lambda: reasons == ["replaced"])
    assert world.desk.state.link.state is LinkState.CLOSED


def test_a_goodbye_counts_also_when_the_line_goes_in_the_same_breath(world: World) -> None:
    """As after logging off: the centre says goodbye and closes at once."""
    world.connect()
    reasons: list[str] = []
    unreachable: list[str] = []
    world.link.closed.connect(lambda reason, _: reasons.append(reason))
    world.link.unreachable.connect(unreachable.append)
    world.centre.send(Goodbye("logged_off"))
    world.centre.sockets[-1].close()
    world.until(lambda: reasons == ["logged_off"])
    world.bot.wait(50)
    assert (world.desk.state.link.state, unreachable) == (LinkState.CLOSED, [])
    assert len(world.centre.hellos) == 1, "who has logged off is not logged in again"


def test_a_centre_that_is_not_there(qapp: QApplication, qtbot: QtBot) -> None:
    words: list[str] = []
    link = SeatLink(QUrl("ws://127.0.0.1:9"), Credentials(AgentId("zhao"), "x"), Desk(lambda: 0), lambda: 0.0)
    link.unreachable.connect(words.append)
    with structlog.testing.capture_logs():
        link.start()
        qtbot.waitUntil(lambda: bool(words), timeout=5000)
    link.stop()
    assert words[0]
