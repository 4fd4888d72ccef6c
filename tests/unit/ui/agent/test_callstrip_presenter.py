"""The call strip, without Qt: who, how long, what may be done, and why not."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_desktop.cti.vocabulary import Capability, Direction, Language
from agent_desktop.protocol.messages import (
    AgentChanged,
    AgentState,
    AgentView,
    AnswerCall,
    CallOffered,
    CallPhase,
    ConsultStage,
    GenerateDigits,
    RecordingState,
    SwitchChanged,
)
from agent_desktop.protocol.record import MatchKind, ScreenPop, Text
from agent_desktop.ui.agent.callservices import Service, Why
from agent_desktop.ui.agent.callstatus import Status
from agent_desktop.ui.agent.callstrip_presenter import (
    HOLD_LONG_MS,
    CallFace,
    Idle,
    StripView,
    TimerKind,
    present,
)
from agent_desktop.ui.desk import LinkState
from agent_desktop.ui.roles import Tone
from tests.fakes.desks import LINE, Seat, call_in, consulting
from tests.unit.ui.agent.sample import NOW, li

STAGES = {
    ConsultStage.RINGING: CallPhase.HELD,
    ConsultStage.CONSULTING: CallPhase.HELD,
    ConsultStage.ASIDE: CallPhase.CONNECTED,
    ConsultStage.CONFERENCE: CallPhase.CONNECTED,
}
"""With the phase that the call has at each."""
IN_CONSULTATION = {
    ConsultStage.RINGING: {Service.RECONNECT, Service.HANG_UP},
    ConsultStage.CONSULTING: {
        Service.ALTERNATE,
        Service.RECONNECT,
        Service.CONFERENCE,
        Service.COMPLETE,
        Service.HANG_UP,
    },
    ConsultStage.ASIDE: {
        Service.ALTERNATE,
        Service.RECONNECT,
        Service.CONFERENCE,
        Service.COMPLETE,
        Service.KEYPAD,
        Service.HANG_UP,
    },
    ConsultStage.CONFERENCE: {Service.RECONNECT, Service.COMPLETE, Service.KEYPAD, Service.HANG_UP},
}
MUTING = {Service.MUTE, Service.UNMUTE}
RECORDING = {Service.RECORD, Service.PAUSE, Service.RESUME}
MAY = {
    CallPhase.OFFERED: {Service.ANSWER, Service.DECLINE},
    CallPhase.CONNECTING: {Service.HANG_UP},
    CallPhase.CONSULTED: {Service.HANG_UP},
    CallPhase.WORKING: {Service.CALL_BACK, Service.FINISH},
    CallPhase.DIALLING: {Service.HANG_UP},
    CallPhase.CONNECTED: {Service.HOLD, *MUTING, Service.TRANSFER, Service.KEYPAD, Service.HANG_UP, *RECORDING},
    CallPhase.HELD: {Service.RETRIEVE, Service.TRANSFER, Service.HANG_UP, *RECORDING},
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
    assert allowed(strip(seat)) == {Service.DIAL}


@pytest.mark.parametrize(
    ("capability", "service", "phase"),
    [
        (Capability.HOLD, Service.HOLD, CallPhase.CONNECTED),
        (Capability.HOLD, Service.RETRIEVE, CallPhase.HELD),
        (Capability.TRANSFER, Service.TRANSFER, CallPhase.CONNECTED),
        (Capability.SEND_DIGITS, Service.KEYPAD, CallPhase.CONNECTED),
        (Capability.MUTE, Service.MUTE, CallPhase.CONNECTED),
    ],
)
def test_a_line_that_cannot_says_so(seat: Seat, capability: Capability, service: Service, phase: CallPhase) -> None:
    seat.welcome(AgentState.READY, line=LINE - {capability})
    seat.in_call(phase)
    assert strip(seat).refused[service] is Why.LINE


def test_the_key_that_mutes_says_that_nobody_hears_and_brings_the_voice_back(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.CONNECTED)
    assert Service.MUTE not in strip(seat).meanings
    seat.in_call(CallPhase.CONNECTED, muted=True)
    assert strip(seat).meanings[Service.MUTE] is Service.UNMUTE
    assert Service.MUTE not in strip(seat).hidden


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


def in_consultation(seat: Seat, stage: ConsultStage, **changes: object) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(STAGES[stage], **(consulting(stage) | changes))


@pytest.mark.parametrize("stage", ConsultStage)
def test_what_may_be_done_at_each_stage_of_a_consultation(seat: Seat, stage: ConsultStage) -> None:
    in_consultation(seat, stage)
    assert allowed(strip(seat)) == IN_CONSULTATION[stage]


@pytest.mark.parametrize("stage", ConsultStage)
def test_the_keys_mean_the_other_of_two_while_somebody_is_consulted(seat: Seat, stage: ConsultStage) -> None:
    in_consultation(seat, stage)
    view = strip(seat)
    assert view.meanings[Service.HOLD] is Service.ALTERNATE
    assert view.meanings[Service.TRANSFER] is Service.COMPLETE
    assert view.hidden == {Service.ANSWER, Service.DIAL, Service.RECORD, Service.MUTE}


def test_without_a_consultation_its_own_button_is_not_there(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.HELD)
    assert strip(seat).meanings == {Service.HOLD: Service.RETRIEVE}
    assert strip(seat).hidden == {Service.CONFERENCE, Service.DIAL, Service.ANSWER, Service.DECLINE}


@pytest.mark.parametrize(
    ("stage", "service", "why"),
    [
        (ConsultStage.RINGING, Service.COMPLETE, Why.NOT_ANSWERED),
        (ConsultStage.RINGING, Service.ALTERNATE, Why.NOT_ANSWERED),
        (ConsultStage.RINGING, Service.CONFERENCE, Why.NOT_ANSWERED),
        (ConsultStage.CONFERENCE, Service.CONFERENCE, Why.ALL_TOGETHER),
        (ConsultStage.CONFERENCE, Service.ALTERNATE, Why.ALL_TOGETHER),
    ],
)
def test_the_stage_says_why_not(seat: Seat, stage: ConsultStage, service: Service, why: Why) -> None:
    in_consultation(seat, stage)
    assert strip(seat).refused[service] is why


@pytest.mark.parametrize(
    ("capability", "service"),
    [
        (Capability.CONSULT, Service.ALTERNATE),
        (Capability.CONSULT, Service.COMPLETE),
        (Capability.CONFERENCE, Service.CONFERENCE),
        (Capability.DIAL, Service.DIAL),
    ],
)
def test_a_line_that_cannot_consult_says_so(seat: Seat, capability: Capability, service: Service) -> None:
    seat.welcome(AgentState.READY, line=LINE - {capability})
    seat.in_call(CallPhase.HELD, **consulting(ConsultStage.CONSULTING))
    assert strip(seat).refused[service] is Why.LINE


def test_tones_go_to_a_number_that_is_consulted_but_not_to_a_colleague(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.HELD, **consulting(ConsultStage.CONSULTING))
    assert Service.KEYPAD in strip(seat).refused
    number = Text("+44 20 7946 0000", "+44 20 7946 0000")
    seat.in_call(CallPhase.HELD, **consulting(ConsultStage.CONSULTING, number, "number"))
    assert Service.KEYPAD not in strip(seat).refused


def test_the_callers_wait_is_the_time_that_matters_while_somebody_is_consulted(seat: Seat) -> None:
    in_consultation(seat, ConsultStage.CONSULTING)
    made = face(seat)
    assert (made.main.kind, made.main.since_ms, made.main.tone) == (TimerKind.HOLD, NOW - 43_000, Tone.HOLD)
    assert made.beside is not None
    assert (made.beside.kind, made.beside.since_ms) == (TimerKind.CONSULTING, NOW - 25_000)
    seat.now += 17_000
    assert face(seat).main.tone is Tone.ALERT


@pytest.mark.parametrize(
    ("stage", "beside"),
    [(ConsultStage.ASIDE, TimerKind.ASIDE), (ConsultStage.CONFERENCE, TimerKind.CONFERENCE)],
)
def test_back_with_the_caller_the_talk_counts_on(seat: Seat, stage: ConsultStage, beside: TimerKind) -> None:
    in_consultation(seat, stage)
    made = face(seat)
    assert (made.main.kind, made.main.since_ms) == (TimerKind.TALK, NOW - 128_000)
    assert made.beside is not None
    assert made.beside.kind is beside


def test_who_is_consulted_may_answer_decline_and_leave_and_nothing_else(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.OFFERED, asked_by="Sara Lind")
    assert face(seat).status is Status.ASKED
    assert face(seat).beside is None
    assert allowed(strip(seat)) == MAY[CallPhase.OFFERED]
    seat.in_call(CallPhase.CONSULTED)
    assert strip(seat).refused[Service.TRANSFER] is Why.NOT_YOURS
    assert face(seat).main.since_ms == NOW - 25_000


def test_a_call_that_was_handed_over_begins_as_a_fresh_one(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.CONNECTED, asked_by="Sara Lind", answered_ms=NOW, queued_ms=NOW - 300_000)
    assert (face(seat).main.since_ms, face(seat).beside) == (NOW, None)
    assert allowed(strip(seat)) == MAY[CallPhase.CONNECTED]


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (AgentState.READY, None),
        (AgentState.NOT_READY, None),
        (AgentState.WRAP_UP, Why.IN_CALL),
        (AgentState.RESERVED, Why.IN_CALL),
        (AgentState.LOGGED_OFF, Why.LOGGED_OFF),
    ],
)
def test_a_number_is_called_by_who_is_free(seat: Seat, state: AgentState, why: Why | None) -> None:
    seat.welcome(state)
    assert strip(seat).refused.get(Service.DIAL) is why


def test_calling_needs_the_right_and_a_telephone(seat: Seat) -> None:
    seat.welcome(AgentState.READY, agent=AgentView(AgentState.READY, NOW, station="6011", station_up=False))
    assert strip(seat).refused[Service.DIAL] is Why.STATION
    seat.rights = frozenset({"take_calls"})
    seat.welcome(AgentState.READY)
    assert strip(seat).refused[Service.DIAL] is Why.RIGHT


@pytest.mark.parametrize(
    ("cause", "status"),
    [
        ("busy", Status.BUSY),
        ("no_answer", Status.NO_ANSWER),
        ("rejected", Status.REJECTED),
        ("unreachable", Status.UNREACHABLE),
        ("congestion", Status.UNREACHABLE),
        ("normal", Status.GIVEN_UP),
        ("a cause of a newer centre", Status.UNREACHABLE),
    ],
)
@pytest.mark.parametrize("direction", [Direction.OUT, Direction.CALLBACK])
def test_a_call_of_ours_that_reached_nobody_says_why(
    seat: Seat, direction: Direction, cause: str, status: Status
) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.WRAP_UP, direction=direction, ended_by=cause, answered_ms=None)
    assert face(seat).status is status
    assert Service.EXTEND not in strip(seat).refused


def test_a_call_of_ours_that_was_answered_ends_like_any_other(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.WRAP_UP, direction=Direction.OUT, ended_by="normal")
    assert face(seat).status is Status.WRAP_UP


def test_who_wants_to_be_called_back_has_waited_since_they_asked(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.OFFERED, direction=Direction.CALLBACK, queued_ms=NOW - 600_000)
    made = face(seat)
    assert made.status is Status.CALLBACK
    assert made.beside is not None
    assert (made.beside.kind, made.beside.since_ms) == (TimerKind.WAITED, NOW - 600_000)


def test_dialling_counts_from_the_first_digit(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.DIALLING, direction=Direction.OUT)
    assert face(seat).main.kind is TimerKind.DIALLING
    assert face(seat).main.since_ms == call_in(CallPhase.DIALLING).view.offered_ms


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
    assert Service.DIAL in view.refused
    assert (view.face is None) != (view.idle is None)


@pytest.mark.parametrize(
    ("recording", "meaning"),
    [
        (RecordingState.OFF, Service.RECORD),
        (RecordingState.ON, Service.PAUSE),
        (RecordingState.PAUSED, Service.RESUME),
    ],
)
def test_one_key_records_pauses_and_resumes(seat: Seat, recording: RecordingState, meaning: Service) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.CONNECTED, recording=recording)
    assert strip(seat).meanings.get(Service.RECORD, Service.RECORD) is meaning


# --- work with nobody on the line ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("direction", "offered", "at_work"),
    [
        (Direction.VOICEMAIL, Status.VOICEMAIL, Status.ON_VOICEMAIL),
        (Direction.FOLLOW_UP, Status.FOLLOW_UP, Status.ON_FOLLOW_UP),
    ],
)
def test_work_is_taken_and_its_keys_do_what_it_needs(
    seat: Seat, direction: Direction, offered: Status, at_work: Status
) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.OFFERED, direction=direction)
    assert (face(seat).status, strip(seat).meanings) == (offered, {Service.ANSWER: Service.TAKE})
    assert not {Service.TAKE, Service.DECLINE} & strip(seat).refused.keys()
    seat.in_call(CallPhase.WORKING, direction=direction, queued_ms=NOW - 90_000, work_ms=NOW - 30_000)
    made, view = face(seat), strip(seat)
    assert (made.status, made.main.kind, made.main.since_ms) == (at_work, TimerKind.WORK, NOW - 30_000)
    assert made.beside is not None
    assert made.beside.span_ms == 60_000
    assert view.meanings[Service.ANSWER] is Service.CALL_BACK
    assert view.meanings[Service.HANG_UP] is Service.FINISH
    assert not {Service.CALL_BACK, Service.FINISH} & view.refused.keys()
    assert (Service.LISTEN in view.refused) is (direction is Direction.FOLLOW_UP)


def test_a_message_that_is_heard_can_be_stopped(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.WORKING, direction=Direction.VOICEMAIL, message_playing=True)
    assert strip(seat).meanings[Service.HOLD] is Service.QUIET
    assert Service.QUIET not in strip(seat).refused


def test_nobody_is_called_back_without_a_number_a_right_or_a_telephone(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.WORKING, direction=Direction.FOLLOW_UP, ani="", withheld=True)
    assert strip(seat).refused[Service.CALL_BACK] is Why.NO_NUMBER
    seat.in_call(CallPhase.WORKING, direction=Direction.VOICEMAIL)
    seat.desk.apply(AgentChanged(AgentView(AgentState.BUSY, NOW, station="6011", station_up=False)))
    refused = strip(seat).refused
    assert (refused[Service.CALL_BACK], refused[Service.LISTEN]) == (Why.STATION, Why.STATION)
    assert Service.FINISH not in refused
    seat.rights = frozenset({"take_calls"})
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.WORKING, direction=Direction.VOICEMAIL)
    assert strip(seat).refused[Service.CALL_BACK] is Why.RIGHT


@pytest.mark.parametrize(("cause", "status"), [("normal", Status.WRAP_UP), ("busy", Status.BUSY)])
def test_work_that_is_done_has_its_wrap_up(seat: Seat, cause: str, status: Status) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.WRAP_UP, direction=Direction.VOICEMAIL, ended_by=cause, answered_ms=None)
    assert face(seat).status is status


def test_what_answers_itself_is_said_to(seat: Seat) -> None:
    seat.welcome(AgentState.READY)
    seat.in_call(CallPhase.OFFERED, automatic=True)
    assert face(seat).automatic
