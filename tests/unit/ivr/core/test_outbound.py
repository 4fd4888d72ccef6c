"""Calls that we make: by an agent's own wish, or because somebody asked to be called back."""

import pytest

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import Cause, Direction, Language, QueueId
from agent_desktop.protocol.messages import AgentState
from ivr import facts, inputs
from ivr.core.call_machine import Place
from tests.fakes.plans import ANN, BOB, CAI, HELP, SALES

NUMBER = "+441632960000"
CALLER = "+442079460103"


def make(world, agent=ANN, queue=""):
    world.silent.add(NUMBER)
    world.tell(inputs.MakeCall(agent, NUMBER, QueueId(queue)))
    return world.core.state.last_call


def pick_up(world, number=NUMBER):
    world.pick_up(number)
    world.settle()


def story(world, call):
    return [type(fact.fact).__name__ for fact in world.facts if getattr(fact.fact, "call", None) == call]


def test_an_agent_calls_somebody(world):
    world.customers[NUMBER] = (7, Language.EN, "")
    world.ready(ANN)
    call = make(world)
    assert (world.agent(ANN).state, world.core.state.calls[call].place) == (AgentState.BUSY, Place.DIALLING)
    (dialled,) = [sent for sent in world.sent(switch.Dial) if sent.device == NUMBER]
    assert dialled.caller_number == "4000"
    world.wait(8)
    pick_up(world)
    bridged = world.sent(switch.Bridge)[-1]
    assert set(bridged.connections) == {world.station_of["1001"], world.station_of[NUMBER]}
    world.wait(30)
    world.tell(inputs.ClearConnection(ANN, call))
    (leg,) = world.of(facts.LegEnded)
    assert leg.talk_s == 30.0, "ringing is no talk"
    world.tell(inputs.LogCompleted(ANN, call, "solved"))
    assert world.agent(ANN).state is AgentState.READY
    assert story(world, call) == [
        *("CallMade", "AgentBusy", "Dialled", "CallerIdentified", "LanguageChosen", "Established"),
        *("LegEnded", "AgentWorkingAfterCall", "CallCleared", "LegLogged", "CallLogged"),
    ]


@pytest.mark.parametrize("cause", [Cause.BUSY, Cause.NO_ANSWER, Cause.REJECTED, Cause.UNREACHABLE])
def test_a_call_that_is_not_answered_has_its_wrap_up_and_log(world, cause):
    world.ready(ANN)
    call = make(world)
    world.drop_station(NUMBER, cause)
    (cleared,) = world.of(facts.CallCleared)
    assert (cleared.outcome, cleared.cause, world.agent(ANN).state) == ("not_reached", cause, AgentState.WRAP_UP)
    world.tell(inputs.LogCompleted(ANN, call, "solved"))
    assert world.of(facts.CallLogged) == [facts.CallLogged(call, ANN, "solved")]
    assert not world.sent(switch.Unbridge), "there was no bridge"


def test_the_agent_gives_up(world):
    world.ready(ANN)
    call = make(world)
    world.tell(inputs.ClearConnection(ANN, call))
    assert world.of(facts.CallCleared)[0].outcome == "not_reached"
    assert world.station_of[NUMBER] not in world.live


def test_a_headset_that_drops_while_it_rings_ends_the_attempt(world):
    world.ready(ANN)
    make(world)
    world.drop_station("1001", Cause.LINE_LOST)
    assert world.of(facts.CallCleared)[0].outcome == "not_reached"
    assert world.station_of[NUMBER] not in world.live


def test_a_telephone_that_rings_is_picked_up_before_the_number_is_dialled(world):
    world.ready(CAI)
    world.silent.add("1003")
    call = make(world, CAI)
    assert NUMBER not in world.station_of
    pick_up(world, "1003")
    assert world.core.state.calls[call].place is Place.DIALLING
    pick_up(world)
    assert world.core.state.calls[call].place is Place.CONNECTED
    world.tell(inputs.ClearConnection(CAI, call))
    assert world.station_of["1003"] not in world.live


@pytest.mark.parametrize("how", ["gives_up", "does_not_pick_up"])
def test_a_telephone_that_is_not_picked_up_dials_nobody(world, how):
    world.ready(CAI)
    world.silent.add("1003")
    call = make(world, CAI)
    if how == "gives_up":
        world.tell(inputs.ClearConnection(CAI, call))
    else:
        world.drop_station("1003", Cause.NO_ANSWER)
    assert NUMBER not in world.station_of
    assert world.of(facts.CallCleared)[0].outcome == "not_reached"
    assert world.agent(CAI).state is AgentState.WRAP_UP


def test_afterwards_one_is_what_one_was_before(world):
    world.ready(ANN)
    world.tell(inputs.BecomeNotReady(ANN, "break"))
    call = make(world)
    world.tell(inputs.ClearConnection(ANN, call))
    world.tell(inputs.LogCompleted(ANN, call, "solved"))
    assert (world.agent(ANN).state, world.agent(ANN).reason) == (AgentState.NOT_READY, "break")


def test_who_calls_out_is_offered_nothing(world):
    world.ready(ANN)
    make(world)
    other = world.ring()
    assert world.core.state.calls[other].place is Place.QUEUED


def test_a_call_that_we_made_can_be_held_consulted_about_and_handed_on(world):
    world.ready(ANN, BOB)
    call = make(world)
    pick_up(world)
    world.tell(inputs.HoldCall(ANN, call))
    world.tell(inputs.ConsultationCall(ANN, call, "agent", BOB))
    world.tell(inputs.AcceptOffer(BOB, call))
    world.tell(inputs.TransferCall(ANN, call))
    assert world.core.state.calls[call].agent == BOB
    world.drop_station(NUMBER, Cause.NORMAL)
    assert world.of(facts.CallCleared)[0].outcome == "handled"


def test_an_answer_that_was_missed_while_the_link_was_down(world):
    world.ready(ANN)
    call = make(world)
    world.tell(switch.SwitchDown("test"))
    world.live[world.station_of[NUMBER]] = True
    world.commands.clear()
    known = tuple(switch.LiveConnection(each, answered) for each, answered in world.live.items())
    world.tell(switch.SwitchUp(known))
    assert world.core.state.calls[call].place is Place.CONNECTED
    assert not world.sent(switch.Answer), "who is called is not answered"


def test_who_cannot_call_out(world, refused):
    assert refused(inputs.MakeCall(ANN, NUMBER, QueueId(""))) == "wrong_state"
    world.broken.add("1001")
    world.ready(ANN)
    assert refused(inputs.MakeCall(ANN, NUMBER, QueueId(""))) == "station_down"
    world.ready(BOB)
    assert refused(inputs.MakeCall(BOB, "rm -rf", QueueId(""))) == "unknown_target"
    assert refused(inputs.MakeCall(BOB, NUMBER, SALES)) == "unknown_target"
    make(world, BOB)
    assert refused(inputs.MakeCall(BOB, NUMBER, QueueId(""))) == "wrong_state"
    world.tell(switch.SwitchDown("test"))
    assert refused(inputs.MakeCall(BOB, NUMBER, QueueId(""))) == "switch_down"


# --- somebody asked for it ------------------------------------------------------------------------------------------------


def asked(world):
    call = world.ring("4000", CALLER)
    world.press(call, "3")
    return call


def test_somebody_who_asked_is_called_back_in_their_turn(world):
    call = asked(world)
    world.prompt_ends(call)
    assert not world.live, "their line is free"
    assert world.core.state.calls[call].place is Place.QUEUED
    assert not world.sent(switch.StartMusic), "nobody is on the line to hear it"
    later = world.ring()
    world.silent.add(CALLER)
    world.wait(60)
    world.ready(BOB)
    assert world.core.state.calls[call].agent == BOB, "it kept its place"
    world.tell(inputs.AcceptOffer(BOB, call))
    assert world.core.state.calls[call].place is Place.DIALLING
    pick_up(world, CALLER)
    assert world.core.state.calls[call].place is Place.CONNECTED
    world.tell(inputs.ClearConnection(BOB, call))
    world.tell(inputs.LogCompleted(BOB, call, "solved"))
    assert world.core.state.calls[later].agent == BOB
    assert world.of(facts.CallCleared)[0].outcome == "handled"
    assert world.core.state.calls.get(call) is None


def test_who_hangs_up_before_the_confirmation_is_over_is_called_back_all_the_same(world):
    call = asked(world)
    world.hang_up(call)
    assert world.core.state.calls[call].place is Place.QUEUED
    assert world.core.state.calls[call].direction is Direction.CALLBACK


def test_a_callback_that_is_not_answered(world):
    call = asked(world)
    world.hang_up(call)
    world.silent.add(CALLER)
    world.ready(BOB)
    world.tell(inputs.AcceptOffer(BOB, call))
    world.drop_station(CALLER, Cause.BUSY)
    (cleared,) = world.of(facts.CallCleared)
    assert (cleared.outcome, cleared.cause, world.agent(BOB).state) == ("not_reached", Cause.BUSY, AgentState.WRAP_UP)


def test_a_declined_callback_goes_to_the_next_agent(world):
    call = asked(world)
    world.hang_up(call)
    world.ready(BOB)
    world.tell(inputs.DeclineOffer(BOB, call, "wrong_skill"))
    world.ready(ANN)
    assert world.core.state.calls[call].agent == ANN


def test_who_cannot_be_called_back_waits(world):
    call = world.ring("4000", "")
    world.press(call, "3")
    assert world.core.state.calls[call].direction is Direction.IN
    assert world.of(facts.Queued) == [facts.Queued(call, HELP, 1)]


def test_a_callback_outlives_the_link_to_the_switch(world):
    call = asked(world)
    world.hang_up(call)
    world.tell(switch.SwitchDown("test"))
    world.tell(switch.SwitchUp(()))
    world.ready(BOB)
    assert world.core.state.calls[call].agent == BOB
