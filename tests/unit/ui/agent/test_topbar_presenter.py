"""The top bar, without Qt."""

from __future__ import annotations

import pytest

from agent_desktop.cti.vocabulary import Direction, QueueId
from agent_desktop.protocol.messages import (
    AgentChanged,
    AgentState,
    AgentView,
    CallPhase,
    QueuesChanged,
    QueueView,
    SetAgentState,
    SwitchChanged,
)
from agent_desktop.ui.agent.topbar_presenter import (
    FRESH_MS,
    LONG_WAIT_MS,
    LinkFace,
    StateView,
    TopBarView,
    Trouble,
    present,
)
from agent_desktop.ui.desk import LinkState
from agent_desktop.ui.roles import Tone
from tests.fakes.desks import Seat


def bar(seat: Seat) -> TopBarView:
    return present(seat.desk.state, seat.desk.now_ms())


def state(seat: Seat) -> StateView:
    view = bar(seat).state
    assert view is not None
    return view


def test_before_the_first_welcome(seat: Seat) -> None:
    view = bar(seat)
    assert (view.state, view.link, view.trouble) == (None, LinkFace.CONNECTING, None)


def test_not_ready_offers_ready(seat: Seat) -> None:
    seat.welcome(AgentState.NOT_READY)
    assert state(seat).offer_ready
    assert state(seat).reason == "lunch"
    assert not state(seat).comes_next


@pytest.mark.parametrize("now", [AgentState.RESERVED, AgentState.BUSY, AgentState.WRAP_UP])
def test_a_choice_with_a_call_in_hand_is_what_comes_next(seat: Seat, now: AgentState) -> None:
    seat.welcome(AgentState.READY)
    seat.desk.apply(AgentChanged(AgentView(now, seat.now, next_reason="lunch")))
    assert state(seat).comes_next
    assert state(seat).next_reason == "lunch"
    assert not state(seat).offer_ready


def test_wrap_up_counts_down_and_nothing_else_does(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.desk.apply(AgentChanged(AgentView(AgentState.WRAP_UP, seat.now, wrap_up_ends_ms=seat.now + 60_000)))
    assert state(seat).until_ms == seat.now + 60_000
    seat.desk.apply(AgentChanged(AgentView(AgentState.BUSY, seat.now, wrap_up_ends_ms=seat.now + 60_000)))
    assert state(seat).until_ms is None


def test_nothing_may_be_chosen_without_a_link_or_while_it_is_asked(seat: Seat) -> None:
    seat.welcome(AgentState.NOT_READY)
    assert state(seat).may_choose
    seat.desk.ask(SetAgentState(AgentState.READY))
    assert not state(seat).may_choose
    seat.answer()
    seat.desk.link_became(LinkState.LOST)
    assert not state(seat).may_choose


def test_silence_makes_a_link_old_and_a_sign_of_life_makes_it_fresh(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.now += FRESH_MS
    assert bar(seat).link is LinkFace.LIVE
    seat.now += 1
    assert bar(seat).link is LinkFace.OLD
    assert bar(seat).trouble is Trouble.LINK
    seat.desk.heard()
    assert bar(seat).link is LinkFace.LIVE
    assert bar(seat).trouble is None


def test_the_most_serious_trouble_is_said(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.desk.apply(AgentChanged(AgentView(AgentState.READY, seat.now, station="6011", station_up=False)))
    assert bar(seat).trouble is Trouble.STATION
    seat.desk.apply(SwitchChanged(up=False))
    assert bar(seat).trouble is Trouble.SWITCH
    seat.desk.link_became(LinkState.LOST)
    assert bar(seat).trouble is Trouble.LINK


def test_a_long_wait_stands_out(seat: Seat) -> None:
    seat.welcome()
    moved = QueueView(QueueId("service"), 1, seat.now)
    seat.desk.apply(QueuesChanged((moved,)))
    assert bar(seat).queues[0].tone is Tone.OFFER
    seat.now += LONG_WAIT_MS
    assert bar(seat).queues[0].tone is Tone.ALERT


def test_an_empty_queue_is_quiet(seat: Seat) -> None:
    seat.welcome()
    english = bar(seat).queues[2]
    assert (english.waiting, english.oldest_since_ms, english.tone) == (0, None, Tone.NEUTRAL)


def test_many_queues_are_summed_in_the_last_place(seat: Seat) -> None:
    many = tuple(QueueView(QueueId(f"q{number}"), number, seat.now - number * 1000) for number in range(1, 8))
    seat.welcome(queues=many)
    figures = bar(seat).queues
    assert [figure.queue for figure in figures] == ["q1", "q2", "q3", ""]
    assert figures[-1].waiting == 4 + 5 + 6 + 7
    assert figures[-1].oldest_since_ms == seat.now - 7000


def test_four_queues_fit(seat: Seat) -> None:
    seat.welcome(queues=tuple(QueueView(QueueId(f"q{number}"), 0, None) for number in range(4)))
    assert [figure.queue for figure in bar(seat).queues] == ["q0", "q1", "q2", "q3"]


def test_work_with_nobody_on_the_line_is_no_call(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.WORKING, direction=Direction.VOICEMAIL)
    state = bar(seat).state
    assert state is not None
    assert (state.state, state.at_work) == (AgentState.BUSY, True)
    seat.in_call(CallPhase.CONNECTED, direction=Direction.VOICEMAIL)
    state = bar(seat).state
    assert state is not None
    assert not state.at_work
