"""The desk: what arrives changes it, what is pressed only asks."""

from __future__ import annotations

import pytest

from agent_desktop.cti.vocabulary import AgentId, CallId, Language, QueueId
from agent_desktop.protocol.messages import (
    AgentState,
    AnswerCall,
    CallChanged,
    CallOffered,
    CallPhase,
    CallRemoved,
    Caption,
    CaptionSpoken,
    Notice,
    PopChanged,
    QueuesChanged,
    QueueView,
    Role,
    SwitchChanged,
    Welcome,
)
from agent_desktop.protocol.record import MatchKind, ScreenPop
from agent_desktop.protocol.seat_session import Answered, RequestRefused
from agent_desktop.ui.desk import Change, Desk, LinkState
from tests.fakes.desks import QUEUES, Seat, call_in
from tests.unit.ui.agent.sample import NOW

CALL = CallId(7)


def caption(text: str) -> CaptionSpoken:
    return CaptionSpoken(CALL, Caption(NOW, text, Language.EN))


def test_before_the_first_welcome_there_is_nothing(seat: Seat) -> None:
    assert seat.desk.state.agent is None
    assert seat.desk.state.call is None
    assert seat.desk.state.link.state is LinkState.CONNECTING


def test_times_are_the_centres(seat: Seat) -> None:
    seat.now = 1000
    desk = Desk(lambda: seat.now)
    other = Seat()
    other.now = NOW
    desk.carrier = other.desk.carrier
    other.welcome()
    desk.welcome(_welcome_at(NOW))
    seat.now = 3500
    assert desk.now_ms() == NOW + 2500


def _welcome_at(now_ms: int) -> Welcome:
    return Welcome(1, "s", "t", AgentId("a"), "A", Role.AGENT, frozenset(), now_ms, 0, None)


def test_a_call_comes_moves_on_and_goes(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    offered = call_in(CallPhase.OFFERED)
    seat.desk.apply(CallOffered(offered))
    assert seat.desk.state.call == offered
    connected = call_in(CallPhase.CONNECTED).view
    seat.desk.apply(CallChanged(connected))
    assert seat.desk.state.call is not None
    assert seat.desk.state.call.view == connected
    assert seat.desk.state.call.pop == offered.pop
    seat.desk.apply(CallRemoved(CALL, "logged"))
    after = seat.desk.state
    assert after.call is None
    assert after.parted is not None
    assert after.parted.why == "logged"


def test_an_offer_told_twice_is_one_call(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.desk.apply(CallOffered(call_in(CallPhase.OFFERED)))
    seat.desk.apply(CallOffered(call_in(CallPhase.CONNECTED)))
    assert [one.view.phase for one in seat.desk.state.calls] == [CallPhase.CONNECTED]


def test_news_of_a_call_that_is_not_here_changes_nothing(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    told: list[Change] = []
    seat.desk.subscribe(lambda: told.append(Change.CALL), Change.CALL, Change.POP, Change.CAPTIONS)
    before = seat.desk.state
    seat.desk.apply(CallChanged(call_in(CallPhase.HELD).view))
    seat.desk.apply(PopChanged(CALL, ScreenPop(MatchKind.UNKNOWN)))
    seat.desk.apply(caption("hello?"))
    assert seat.desk.state == before
    assert told == []


def test_captions_belong_to_the_call(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.desk.apply(CallOffered(call_in(CallPhase.CONNECTED)))
    seat.desk.apply(caption("hello?"))
    seat.desk.apply(caption("anybody there?"))
    assert [one.text for one in seat.desk.state.captions] == ["hello?", "anybody there?"]
    seat.desk.apply(CallRemoved(CALL, "logged"))
    assert seat.desk.state.captions == ()


def test_queues_keep_their_places(seat: Seat) -> None:
    seat.welcome()
    moved = QueueView(QueueId("complaints"), 5, NOW)
    new = QueueView(QueueId("night"), 1, NOW)
    seat.desk.apply(QueuesChanged((moved, new)))
    assert seat.desk.state.queues == (QUEUES[0], moved, QUEUES[2], new)


def test_an_observer_is_told_once_though_two_of_its_kinds_changed(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    told: list[str] = []
    seat.desk.subscribe(lambda: told.append("x"), Change.CALL, Change.POP)
    seat.desk.apply(CallOffered(call_in(CallPhase.OFFERED)))
    assert told == ["x"]


def test_a_lost_link_keeps_what_was_known_and_how_old_it_is(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.now += 5000
    seat.desk.heard()
    heard_ms = seat.desk.now_ms()
    seat.now += 7000
    seat.desk.link_became(LinkState.LOST)
    assert seat.desk.state.agent is not None
    assert seat.desk.state.link.heard_ms == heard_ms
    assert seat.desk.now_ms() - seat.desk.state.link.heard_ms == 7000


def test_a_resume_without_snapshot_keeps_the_desk(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.CONNECTED)
    seat.desk.link_became(LinkState.LOST)
    seat.desk.welcome(_welcome_at(seat.now))
    assert seat.desk.state.link.state is LinkState.UP
    assert seat.desk.state.call is not None


def test_a_new_snapshot_voids_everything_before(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.CONNECTED)
    seat.welcome(AgentState.NOT_READY)
    assert seat.desk.state.call is None


def test_a_new_snapshot_of_the_same_call_keeps_what_was_said(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.CONNECTED)
    seat.desk.apply(caption("hello?"))
    seat.welcome(AgentState.BUSY, calls=(call_in(CallPhase.HELD),))
    assert len(seat.desk.state.captions) == 1


def test_the_switch_comes_and_goes(seat: Seat) -> None:
    seat.welcome()
    seat.desk.apply(SwitchChanged(up=False))
    assert not seat.desk.state.switch_up


def test_what_is_asked_is_marked_until_it_is_answered(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    before = seat.desk.state.agent
    seat.desk.ask(AnswerCall(CALL))
    assert seat.desk.state.asking == {"AnswerCall"}
    assert seat.desk.state.agent == before
    seat.answer()
    assert seat.desk.state.asking == frozenset()


def test_the_asker_gets_the_outcome(seat: Seat) -> None:
    outcomes: list[object] = []
    seat.desk.ask(AnswerCall(CALL), outcomes.append)
    seat.answer()
    assert isinstance(outcomes[0], Answered)


def test_a_refusal_that_nobody_waits_for_is_shown(seat: Seat) -> None:
    notices: list[Notice] = []
    seat.desk.subscribe_notices(notices.append)
    seat.desk.ask(AnswerCall(CALL))
    seat.refuse("not_offered", call="7")
    assert notices == [Notice("not_offered", {"call": "7"})]


def test_a_refusal_that_somebody_waits_for_is_theirs(seat: Seat) -> None:
    notices: list[Notice] = []
    outcomes: list[object] = []
    seat.desk.subscribe_notices(notices.append)
    seat.desk.ask(AnswerCall(CALL), outcomes.append)
    seat.refuse("not_offered", call="7")
    assert notices == []
    assert isinstance(outcomes[0], RequestRefused)


def test_the_centres_own_notice_is_shown(seat: Seat) -> None:
    notices: list[Notice] = []
    seat.desk.subscribe_notices(notices.append)
    seat.desk.apply(Notice("seat_lost"))
    assert notices == [Notice("seat_lost")]


def test_asking_without_a_link_is_a_mistake_in_the_wiring() -> None:
    with pytest.raises(RuntimeError, match="carrier"):
        Desk(lambda: 0).ask(AnswerCall(CALL))


def test_the_state_is_a_value(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    with pytest.raises(AttributeError):
        seat.desk.state.switch_up = False  # type: ignore[misc]
    with pytest.raises(AttributeError):
        seat.desk.state.queues[0].waiting = 9  # type: ignore[misc]
