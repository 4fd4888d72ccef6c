"""Asking somebody in the middle of a call, and whatever can become of it."""

import pytest

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import Cause
from agent_desktop.protocol.messages import AgentState, ConsultStage
from ivr import facts, inputs
from ivr.core.call_machine import Place
from tests.fakes.plans import ANN, BOB, CAI, HELP

NUMBER = "+441632960000"
ASKED = [("agent", BOB), ("number", NUMBER)]


@pytest.fixture
def call(world):
    """Ann talks to a caller, Bob is ready."""
    world.ready(ANN)
    call = world.ring()
    world.tell(inputs.AcceptOffer(ANN, call))
    world.ready(BOB)
    world.wait(10)
    return call


def ask(world, call, kind="agent", target=BOB):
    world.silent.add(NUMBER)
    world.tell(inputs.ConsultationCall(ANN, call, kind, target))


def answer(world, call, kind="agent"):
    if kind == "agent":
        world.tell(inputs.AcceptOffer(BOB, call))
    else:
        world.pick_up(NUMBER)
        world.settle()


def consult(world, call, kind="agent", target=BOB):
    ask(world, call, kind, target)
    answer(world, call, kind)


def third(world, kind):
    return world.station_of["1002" if kind == "agent" else NUMBER]


def hear_one_another(world, call):
    """Who is in the call's bridge, from the commands; no more can be told of what people hear."""
    inside = set()
    for command in world.commands:
        match command:
            case switch.Bridge(connections=connections):
                inside |= set(connections)
            case switch.Hold(connection=connection) | switch.Unbridge(connection=connection):
                inside.discard(connection)
            case switch.Retrieve(connection=connection):
                inside.add(connection)
    return {who for who in inside if who in world.live}


def ended(world):
    (fact,) = world.of(facts.ConsultationEnded)
    return fact.why


@pytest.mark.parametrize(("kind", "target"), ASKED)
def test_the_caller_hears_music_while_the_third_party_rings(world, call, kind, target):
    ask(world, call, kind, target)
    state = world.core.state.calls[call]
    assert (state.place, state.consult.stage) == (Place.HELD, ConsultStage.RINGING)
    assert hear_one_another(world, call) == {world.station_of["1001"]}
    (started,) = world.of(facts.ConsultationStarted)
    assert (started.kind, started.target, started.leg) == (kind, target, 1)


@pytest.mark.parametrize(("kind", "target"), ASKED)
def test_agent_and_third_party_talk(world, call, kind, target):
    consult(world, call, kind, target)
    assert hear_one_another(world, call) == {world.station_of["1001"], third(world, kind)}
    assert world.of(facts.ConsultationAnswered) == [facts.ConsultationAnswered(call, ANN, 1, target)]


@pytest.mark.parametrize(("kind", "target"), ASKED)
def test_alternating(world, call, kind, target):
    consult(world, call, kind, target)
    world.tell(inputs.AlternateCall(ANN, call))
    assert hear_one_another(world, call) == {world.station_of["1001"], "caller1"}
    world.tell(inputs.AlternateCall(ANN, call))
    assert hear_one_another(world, call) == {world.station_of["1001"], third(world, kind)}
    assert [fact.aside for fact in world.of(facts.Alternated)] == [True, False]


@pytest.mark.parametrize("aside", [False, True])
@pytest.mark.parametrize(("kind", "target"), ASKED)
def test_a_conference_of_three(world, call, kind, target, aside):
    consult(world, call, kind, target)
    if aside:
        world.tell(inputs.AlternateCall(ANN, call))
    world.tell(inputs.ConferenceCall(ANN, call))
    assert hear_one_another(world, call) == {world.station_of["1001"], "caller1", third(world, kind)}
    assert world.core.state.calls[call].place is Place.CONNECTED


@pytest.mark.parametrize("before", [[], [inputs.AlternateCall], [inputs.ConferenceCall]])
def test_handed_over_to_the_colleague(world, call, before):
    consult(world, call)
    for request in before:
        world.tell(request(ANN, call))
    world.wait(5)
    world.tell(inputs.TransferCall(ANN, call))
    assert hear_one_another(world, call) == {"caller1", third(world, "agent")}
    assert world.agent(ANN).state is AgentState.WRAP_UP
    assert (world.agent(BOB).state, world.core.state.calls[call].agent) == (AgentState.BUSY, BOB)
    assert ended(world) == "transferred"
    world.wait(7)
    world.tell(inputs.ClearConnection(BOB, call))
    world.tell(inputs.LogCompleted(ANN, call, "solved"))
    world.tell(inputs.LogCompleted(BOB, call, "complaint"))
    assert world.of(facts.CallLogged) == [facts.CallLogged(call, BOB, "complaint")]
    talks = [(leg.agent, leg.leg, leg.talk_s, leg.hold_s) for leg in world.of(facts.LegEnded)]
    spoke = 5.0 if before else 0.0
    assert talks == [(ANN, 1, 10.0 + spoke, 5.0 - spoke), (BOB, 2, 7.0, 0.0)]


@pytest.mark.parametrize("before", [[], [inputs.AlternateCall], [inputs.ConferenceCall]])
def test_handed_over_to_an_outside_number(world, call, before):
    consult(world, call, "number", NUMBER)
    for request in before:
        world.tell(request(ANN, call))
    world.tell(inputs.TransferCall(ANN, call))
    assert hear_one_another(world, call) == {"caller1", third(world, "number")}
    assert world.core.state.calls[call].place is Place.OUTSIDE
    world.drop_station(NUMBER, Cause.NORMAL)
    assert world.of(facts.CallCleared)[0].outcome == "handled"


@pytest.mark.parametrize("before", [[], [inputs.AlternateCall], [inputs.ConferenceCall]])
@pytest.mark.parametrize(("kind", "target"), ASKED)
def test_back_to_the_caller(world, call, kind, target, before):
    consult(world, call, kind, target)
    for request in before:
        world.tell(request(ANN, call))
    world.tell(inputs.ReconnectCall(ANN, call))
    assert hear_one_another(world, call) == {world.station_of["1001"], "caller1"}
    assert (ended(world), world.core.state.calls[call].place) == ("reconnected", Place.CONNECTED)
    assert world.agent(BOB).state is AgentState.READY
    world.tell(inputs.HoldCall(ANN, call))


def test_taken_back_while_it_rings(world, call):
    ask(world, call)
    world.tell(inputs.ReconnectCall(ANN, call))
    assert (world.agent(BOB).state, ended(world)) == (AgentState.READY, "reconnected")
    assert world.core.next_deadline() is None


def test_a_colleague_who_declines_stays_ready_and_the_caller_on_hold(world, call):
    ask(world, call)
    world.tell(inputs.DeclineOffer(BOB, call, "wrong_skill"))
    assert (ended(world), world.agent(BOB).state) == ("declined", AgentState.READY)
    assert world.core.state.calls[call].place is Place.HELD
    world.tell(inputs.RetrieveCall(ANN, call))


def test_a_colleague_who_does_not_answer_is_not_ready(world, call):
    ask(world, call)
    world.wait(20)
    assert ended(world) == "no_answer"
    assert (world.agent(BOB).state, world.agent(BOB).reason) == (AgentState.NOT_READY, "no_answer")
    assert world.core.state.calls[call].place is Place.HELD


def test_a_colleague_whose_seat_is_lost_meanwhile(world, call):
    ask(world, call)
    world.tell(inputs.SeatLost(BOB))
    assert (ended(world), world.agent(BOB).reason) == ("withdrawn", "seat_lost")


@pytest.mark.parametrize("cause", [Cause.BUSY, Cause.NO_ANSWER, Cause.REJECTED, Cause.UNREACHABLE])
def test_an_outside_number_that_is_not_reached(world, call, cause):
    ask(world, call, "number", NUMBER)
    world.drop_station(NUMBER, cause)
    assert (ended(world), world.core.state.calls[call].place) == (cause.value, Place.HELD)


@pytest.mark.parametrize(("kind", "target"), ASKED)
def test_a_third_party_who_hangs_up(world, call, kind, target):
    consult(world, call, kind, target)
    world.wait(4)
    world.drop_station("1002" if kind == "agent" else NUMBER, Cause.NORMAL)
    (fact,) = world.of(facts.ConsultationEnded)
    assert (fact.why, fact.talk_s, world.core.state.calls[call].place) == ("left", 4.0, Place.HELD)


def test_a_colleague_leaves_by_their_window(world, call):
    consult(world, call)
    world.tell(inputs.ConferenceCall(ANN, call))
    world.tell(inputs.BecomeNotReady(BOB, "break"))
    world.tell(inputs.ClearConnection(BOB, call))
    assert hear_one_another(world, call) == {world.station_of["1001"], "caller1"}
    assert (world.agent(BOB).state, world.agent(BOB).reason) == (AgentState.NOT_READY, "break")


@pytest.mark.parametrize(("kind", "target"), ASKED)
def test_the_caller_gives_up_meanwhile(world, call, kind, target):
    consult(world, call, kind, target)
    world.hang_up(call)
    assert (ended(world), world.agent(BOB).state) == ("caller_gone", AgentState.READY)
    assert world.agent(ANN).state is AgentState.WRAP_UP
    assert hear_one_another(world, call) == set()


def test_hanging_up_on_the_third_party_is_back_to_the_caller(world, call):
    consult(world, call)
    world.tell(inputs.ClearConnection(ANN, call))
    assert hear_one_another(world, call) == {world.station_of["1001"], "caller1"}


def test_hanging_up_on_the_caller_ends_it_for_all(world, call):
    consult(world, call)
    world.tell(inputs.AlternateCall(ANN, call))
    world.tell(inputs.ClearConnection(ANN, call))
    assert (ended(world), world.of(facts.CallCleared)[0].outcome) == ("caller_gone", "handled")


def test_who_hangs_up_in_a_conference_leaves_it(world, call):
    consult(world, call)
    world.tell(inputs.ConferenceCall(ANN, call))
    world.tell(inputs.ClearConnection(ANN, call))
    assert hear_one_another(world, call) == {"caller1", third(world, "agent")}


@pytest.mark.parametrize("cause", [Cause.NORMAL, Cause.LINE_LOST])
def test_a_headset_that_goes_in_a_conference_leaves_the_others(world, call, cause):
    consult(world, call)
    world.tell(inputs.ConferenceCall(ANN, call))
    world.drop_station("1001", cause)
    assert hear_one_another(world, call) == {"caller1", third(world, "agent")}


def test_putting_the_receiver_down_while_consulting_hands_over(world, call):
    consult(world, call)
    world.drop_station("1001", Cause.NORMAL)
    assert world.core.state.calls[call].agent == BOB
    assert hear_one_another(world, call) == {"caller1", third(world, "agent")}


def test_a_headset_that_fails_while_it_rings_leaves_the_caller_in_the_queue(world, call):
    ask(world, call)
    world.drop_station("1001", Cause.NORMAL)
    assert ended(world) == "withdrawn"
    assert world.core.state.calls[call].agent == BOB
    assert world.core.state.calls[call].place is Place.OFFERED


def test_a_telephone_that_rings_for_the_consultation(world):
    world.silent.add("1003")
    world.ready(ANN)
    call = world.ring()
    world.tell(inputs.AcceptOffer(ANN, call))
    world.ready(CAI)
    world.tell(inputs.ConsultationCall(ANN, call, "agent", CAI))
    world.pick_up("1003")
    world.settle()
    assert hear_one_another(world, call) == {world.station_of["1001"], world.station_of["1003"]}
    world.tell(inputs.ReconnectCall(ANN, call))
    assert world.station_of["1003"] not in world.live
    assert world.agent(CAI).state is AgentState.READY


def test_a_telephone_that_rejects_the_consultation(world):
    world.silent.add("1003")
    world.ready(ANN)
    call = world.ring()
    world.tell(inputs.AcceptOffer(ANN, call))
    world.ready(CAI)
    world.tell(inputs.ConsultationCall(ANN, call, "agent", CAI))
    world.drop_station("1003", Cause.REJECTED)
    assert (ended(world), world.agent(CAI).state) == ("declined", AgentState.READY)


def test_tones_go_to_whom_one_talks_to(world, call):
    consult(world, call, "number", NUMBER)
    world.tell(inputs.GenerateDigits(ANN, call, "1"))
    world.tell(inputs.AlternateCall(ANN, call))
    world.tell(inputs.GenerateDigits(ANN, call, "2"))
    assert [sent.connection for sent in world.sent(switch.SendDigits)] == [third(world, "number"), "caller1"]


def test_somebody_who_is_consulted_gets_no_other_call(world, call):
    ask(world, call)
    other = world.ring()
    assert world.core.state.calls[other].place is Place.QUEUED
    world.tell(inputs.ReconnectCall(ANN, call))
    assert world.core.state.calls[other].agent == BOB


def test_the_link_comes_back_in_the_middle(world, call):
    consult(world, call, "number", NUMBER)
    world.tell(inputs.AlternateCall(ANN, call))
    world.tell(switch.SwitchDown("test"))
    world.commands.clear()
    known = tuple(switch.LiveConnection(each, answered) for each, answered in world.live.items())
    world.tell(switch.SwitchUp(known))
    assert hear_one_another(world, call) == {world.station_of["1001"], "caller1"}
    assert world.core.state.calls[call].consult.stage is ConsultStage.ASIDE


def test_an_answer_that_was_missed_while_the_link_was_down(world, call):
    ask(world, call, "number", NUMBER)
    world.tell(switch.SwitchDown("test"))
    world.live[world.station_of[NUMBER]] = True
    known = tuple(switch.LiveConnection(each, answered) for each, answered in world.live.items())
    world.tell(switch.SwitchUp(known))
    assert world.core.state.calls[call].consult.stage is ConsultStage.CONSULTING


def test_what_cannot_be(world, call, refused):
    assert refused(inputs.ConsultationCall(ANN, call, "queue", HELP)) == "unknown_target"
    assert refused(inputs.ConsultationCall(ANN, call, "agent", ANN)) == "unknown_target"
    assert refused(inputs.ConsultationCall(ANN, call, "agent", CAI)) == "target_unavailable"
    assert refused(inputs.ConsultationCall(BOB, call, "number", NUMBER)) == "not_your_call"
    for request in (inputs.AlternateCall, inputs.ConferenceCall, inputs.ReconnectCall, inputs.TransferCall):
        assert refused(request(ANN, call)) == "wrong_state"
    ask(world, call)
    assert refused(inputs.ConsultationCall(ANN, call, "number", NUMBER)) == "wrong_state"
    for request in (inputs.AlternateCall, inputs.ConferenceCall, inputs.TransferCall):
        assert refused(request(ANN, call)) == "wrong_state"
    answer(world, call)
    assert refused(inputs.AcceptOffer(BOB, call)) == "not_offered"
    assert refused(inputs.HoldCall(ANN, call)) == "wrong_state"
    assert refused(inputs.RetrieveCall(ANN, call)) == "wrong_state"
    assert refused(inputs.SingleStepTransferCall(ANN, call, "queue", HELP)) == "wrong_state"
    assert refused(inputs.HoldCall(BOB, call)) == "wrong_state"
    assert refused(inputs.AlternateCall(BOB, call)) == "wrong_state"
    assert refused(inputs.LogCompleted(BOB, call, "solved")) == "wrong_state"
    world.tell(inputs.ConferenceCall(ANN, call))
    assert refused(inputs.AlternateCall(ANN, call)) == "wrong_state"
