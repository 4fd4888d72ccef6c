"""The call strip, without Qt: who, how long, what may be done, and why not."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_desktop.cti.vocabulary import Capability, Language
from agent_desktop.protocol.messages import (
    AgentState,
    AnswerCall,
    CallOffered,
    CallPhase,
    GenerateDigits,
    SwitchChanged,
)
from agent_desktop.protocol.record import MatchKind, ScreenPop
from agent_desktop.ui.agent.callstrip_presenter import (
    HOLD_LONG_MS,
    CallFace,
    Idle,
    Service,
    StripView,
    TimerKind,
    Why,
    present,
)
from agent_desktop.ui.desk import LinkState
from agent_desktop.ui.roles import Tone
from tests.fakes.desks import LINE, Seat, call_in
from tests.unit.ui.agent.sample import NOW, li

MAY = {
    CallPhase.OFFERED: {Service.ANSWER, Service.DECLINE},
    CallPhase.CONNECTING: {Service.HANG_UP},
    CallPhase.CONSULTED: {Service.HANG_UP},
    CallPhase.DIALLING: {Service.HANG_UP},
    CallPhase.CONNECTED: {Service.HOLD, Service.TRANSFER, Service.KEYPAD, Service.HANG_UP},
    CallPhase.HELD: {Service.RETRIEVE, Service.TRANSFER, Service.HANG_UP},
    CallPhase.WRAP_UP: {Service.EXTEND},
}


def strip(seat: Seat) -> StripView:
    return present(seat.desk.state, seat.desk.now_ms())


def face(seat: Seat) -> CallFace:
    made = strip(seat).face
    assert made is not None
    return made


def allowed(view: StripView) -> set[Service]:
    return set(Service) - set(view.refused)


@pytest.mark.parametrize("phase", CallPhase)
def test_what_may_be_done_in_each_phase(seat: Seat, phase: CallPhase) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(phase)
    assert allowed(strip(seat)) == MAY[phase]


@pytest.mark.parametrize("phase", CallPhase)
def test_nothing_may_be_done_without_a_link(seat: Seat, phase: CallPhase) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(phase)
    seat.desk.link_became(LinkState.LOST)
    assert set(strip(seat).refused.values()) == {Why.LINK}


def test_without_a_call_every_button_says_so(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    assert set(strip(seat).refused.values()) == {Why.NO_CALL}


@pytest.mark.parametrize(
    ("capability", "service", "phase"),
    [
        (Capability.HOLD, Service.HOLD, CallPhase.CONNECTED),
        (Capability.HOLD, Service.RETRIEVE, CallPhase.HELD),
        (Capability.TRANSFER, Service.TRANSFER, CallPhase.CONNECTED),
        (Capability.SEND_DIGITS, Service.KEYPAD, CallPhase.CONNECTED),
    ],
)
def test_a_line_that_cannot_says_so(seat: Seat, capability: Capability, service: Service, phase: CallPhase) -> None:
    seat.welcome(AgentState.READY, line=LINE - {capability})
    seat.in_call(phase)
    assert strip(seat).refused[service] is Why.LINE


def test_a_line_that_is_picked_up_by_hand(seat: Seat) -> None:
    seat.welcome(AgentState.READY, line=LINE - {Capability.ANSWER})
    seat.in_call(CallPhase.OFFERED)
    assert strip(seat).refused[Service.ANSWER] is Why.PICK_UP
    assert Service.DECLINE not in strip(seat).refused


def test_without_the_switch_only_the_centres_own_services_remain(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.OFFERED)
    seat.desk.apply(SwitchChanged(up=False))
    assert allowed(strip(seat)) == {Service.DECLINE}
    assert strip(seat).refused[Service.ANSWER] is Why.SWITCH


def test_a_second_press_is_not_asked_again(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.OFFERED)
    seat.desk.ask(AnswerCall(face(seat).call))
    assert strip(seat).refused[Service.ANSWER] is Why.ASKING


def test_digits_may_follow_one_another_at_once(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.CONNECTED)
    seat.desk.ask(GenerateDigits(face(seat).call, "1"))
    assert Service.KEYPAD not in strip(seat).refused


@pytest.mark.parametrize(
    ("state", "idle"),
    [
        (AgentState.READY, Idle.READY),
        (AgentState.NOT_READY, Idle.NOT_READY),
        (AgentState.LOGGED_OFF, Idle.LOGGED_OFF),
        (AgentState.WRAP_UP, Idle.READY),
    ],
)
def test_what_to_expect_without_a_call(seat: Seat, state: AgentState, idle: Idle) -> None:
    seat.welcome(state)
    assert strip(seat).idle is idle


def test_before_the_centre_is_there(seat: Seat) -> None:
    assert strip(seat).idle is Idle.OFFLINE


def test_an_offer_counts_down_and_warns_at_the_end(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.OFFERED, offer_ends_ms=NOW + 10_000)
    assert face(seat).main.kind is TimerKind.RING_LEFT
    assert face(seat).main.tone is Tone.OFFER
    seat.now += 5_000
    assert face(seat).main.tone is Tone.ALERT


def test_an_offer_without_an_end_counts_up(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.OFFERED, offer_ends_ms=None)
    assert face(seat).main.since_ms == NOW


def test_a_long_hold_stands_out(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.HELD, held_ms=NOW)
    assert face(seat).main.tone is Tone.HOLD
    seat.now += HOLD_LONG_MS
    assert face(seat).main.tone is Tone.ALERT
    beside = face(seat).beside
    assert beside is not None
    assert beside.kind is TimerKind.TALK


def test_wrap_up_shows_what_is_left_and_how_long_the_talk_was(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.WRAP_UP, answered_ms=NOW - 100_000, ended_ms=NOW - 10_000)
    assert face(seat).main.kind is TimerKind.WRAP_UP_LEFT
    beside = face(seat).beside
    assert beside is not None
    assert beside.span_ms == 90_000
    assert strip(seat).can_extend


def test_the_waiting_time_stands_still_once_answered(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.CONNECTED, queued_ms=NOW - 50_000, answered_ms=NOW - 20_000)
    beside = face(seat).beside
    assert beside is not None
    assert beside.span_ms == 30_000


def test_a_company_is_named_behind_its_person(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.OFFERED)
    assert (face(seat).name, face(seat).company) == (li().contact, li().company)


def test_a_private_caller_has_no_company(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.OFFERED, Language.EN)
    assert (face(seat).name, face(seat).company) == ("Margaret Ashworth-Smith", "")


def test_a_stranger_is_who_the_line_says(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    stranger = msgspec.structs.replace(call_in(CallPhase.OFFERED, ani_name="ACME"), pop=ScreenPop(MatchKind.UNKNOWN))
    seat.desk.apply(CallOffered(stranger))
    assert (face(seat).name, face(seat).company) == ("ACME", "")


@given(
    st.sampled_from(list(CallPhase)),
    st.sampled_from(list(AgentState)),
    st.frozensets(st.sampled_from(list(Capability))),
    st.booleans(),
    st.booleans(),
)
def test_no_combination_breaks_it_and_only_what_fits_is_allowed(
    phase: CallPhase, state: AgentState, line: frozenset[Capability], switch_up: bool, with_times: bool
) -> None:
    seat = Seat()
    times = {} if with_times else {"answered_ms": None, "held_ms": None, "ended_ms": None, "offer_ends_ms": None}
    seat.welcome(state, line=line, switch_up=switch_up, calls=(call_in(phase, **times),))
    view = strip(seat)
    assert allowed(view) <= MAY[phase]
    assert (view.face is None) != (view.idle is None)
