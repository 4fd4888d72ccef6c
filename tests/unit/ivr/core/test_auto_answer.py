"""Offers that need no hand: a tone in the agent's ear, and then the caller."""

import pytest

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import Cause, Strategy
from agent_desktop.protocol.messages import AgentState
from ivr import facts, inputs
from ivr.core.call_machine import Place
from ivr.core.core import Core
from tests.fakes.plans import ANN, BOB, CAI
from tests.unit.ivr.core.test_strategies import a_world


def tone(world):
    """The tone that an agent hears now, and in whose ear."""
    *_, play = [each for each in world.sent(switch.Play) if each.prompts[0].media == "beep"]
    return play.connection, play.playback


def heard(world):
    world.tell(switch.PlaybackEnded(tone(world)[1], completed=True))


def ringing(**settings):
    world = a_world(cai_nailed_up=False, **settings)
    world.ready(BOB)
    return world, world.ring()


@pytest.mark.parametrize("settings", [{"auto_answer": True}, {"agents": {BOB: {"auto_answer": True}}}])
def test_the_tone_comes_first_and_then_the_caller(settings):
    world, call = ringing(**settings)
    assert tone(world)[0] == world.agent(BOB).line
    assert not world.sent(switch.Bridge)
    assert world.of(facts.Delivered)[0].automatic
    heard(world)
    assert world.core.state.calls[call].place is Place.CONNECTED
    (bridge,) = world.sent(switch.Bridge)
    assert set(bridge.connections) == {world.connection(call), world.agent(BOB).line}
    assert not bridge.tone


def test_without_the_option_the_agent_answers():
    world, _ = ringing()
    assert not world.of(facts.Delivered)[0].automatic
    assert not [each for each in world.sent(switch.Play) if each.prompts[0].media == "beep"]
    assert world.agent(BOB).state is AgentState.RESERVED


def test_a_telephone_that_rings_is_asked_to_pick_up_by_itself_and_the_tone_follows():
    world = a_world(cai_nailed_up=False, auto_answer=True)
    world.silent.add("1003")
    world.ready(CAI)
    call = world.ring()
    (dial,) = [each for each in world.sent(switch.Dial) if each.device == "1003"]
    assert dial.answer_itself
    assert world.agent(CAI).tone is None
    world.pick_up("1003")
    world.settle()
    assert world.core.state.calls[call].place is Place.OFFERED
    heard(world)
    assert world.core.state.calls[call].place is Place.CONNECTED


def test_a_tone_that_cannot_be_played_connects_all_the_same():
    world, call = ringing(auto_answer=True)
    world.tell(switch.CommandRefused("Play", tone(world)[1], "no such sound"))
    assert world.core.state.calls[call].place is Place.CONNECTED


def test_an_agent_may_still_decline_and_the_tone_then_connects_nobody():
    world, call = ringing(auto_answer=True)
    world.tell(inputs.DeclineOffer(BOB, call, "wrong_skill"))
    heard(world)
    assert world.core.state.calls[call].place is Place.QUEUED
    assert world.agent(BOB).state is AgentState.READY


def test_the_caller_gives_up_during_the_tone():
    world, call = ringing(auto_answer=True)
    world.hang_up(call)
    heard(world)
    assert world.agent(BOB).state is AgentState.READY
    assert not world.sent(switch.Bridge)


def test_the_headset_fails_during_the_tone():
    world, call = ringing(auto_answer=True)
    world.drop_station("1002", Cause.LINE_LOST)
    heard(world)
    assert world.core.state.calls[call].place is Place.QUEUED
    assert world.agent(BOB).state is AgentState.NOT_READY


def test_a_restart_during_the_tone_changes_nothing():
    world, call = ringing(auto_answer=True)
    woken = Core.restore(world.plan, world.core.snapshot())
    woken.handle(switch.PlaybackEnded(tone(world)[1], completed=True), world.now)
    assert woken.state.calls[call].place is Place.CONNECTED


def test_where_several_ring_nobody_is_answered_for():
    world = a_world(strategy=Strategy.RING_ALL, agents={BOB: {"auto_answer": True}})
    world.ready(ANN, BOB)
    world.ring()
    assert not any(each.automatic for each in world.of(facts.Delivered))
    assert {world.agent(ANN).state, world.agent(BOB).state} == {AgentState.RESERVED}


def test_nobody_waits_on_the_line_of_a_callback_so_its_agent_decides_when():
    world = a_world(auto_answer=True)
    call = world.ring("4000")
    world.press(call, "3")
    world.prompt_ends(call)
    world.settle()
    world.ready(BOB)
    assert world.agent(BOB).state is AgentState.RESERVED
    assert not any(each.automatic for each in world.of(facts.Delivered))
