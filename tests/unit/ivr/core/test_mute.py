"""An agent who hears the caller and is not heard."""

import pytest

from agent_desktop.cti import switch
from agent_desktop.errors import Refusal
from ivr import facts, inputs
from ivr.core.core import Core
from tests.fakes.plans import ANN, BOB


def talking(world, agent=ANN):
    world.ready(agent)
    call = world.ring()
    world.tell(inputs.AcceptOffer(agent, call))
    return call


def mute(world, call, *, on=True, agent=ANN):
    world.tell(inputs.MuteCall(agent, call, on))


def asked(world):
    return [type(each) for each in world.commands if isinstance(each, (switch.Mute, switch.Unmute))]


def test_the_agents_own_telephone_is_muted_and_heard_again(world):
    call = talking(world)
    mute(world, call)
    mute(world, call)
    assert [each.connection for each in world.commands if isinstance(each, switch.Mute)] == [world.agent(ANN).line]
    mute(world, call, on=False)
    assert asked(world) == [switch.Mute, switch.Unmute]
    assert world.of(facts.Muted) == [facts.Muted(call, ANN, 1)]
    assert world.of(facts.Unmuted) == [facts.Unmuted(call, ANN, 1)]


def test_a_hold_and_the_end_of_the_leg_bring_the_voice_back(world):
    call = talking(world)
    mute(world, call)
    world.tell(inputs.HoldCall(ANN, call))
    assert asked(world) == [switch.Mute, switch.Unmute]
    with pytest.raises(Refusal, match="wrong_state"):
        mute(world, call)
    world.tell(inputs.RetrieveCall(ANN, call))
    mute(world, call)
    world.tell(inputs.ClearConnection(ANN, call))
    assert asked(world) == [switch.Mute, switch.Unmute] * 2


def test_only_whose_call_it_is(world):
    call = talking(world)
    with pytest.raises(Refusal, match="not_your_call"):
        mute(world, call, agent=BOB)


def test_it_outlasts_a_restart_and_is_asked_for_again_with_the_link(world):
    call = talking(world)
    mute(world, call)
    world.core = Core.restore(world.plan, world.core.snapshot())
    world.tell(switch.SwitchDown("test"))
    known = tuple(switch.LiveConnection(each, answered) for each, answered in world.live.items())
    world.tell(switch.SwitchUp(known))
    assert asked(world)[-1] is switch.Mute


def test_a_switch_that_does_not_mute_is_no_secret(world):
    call = talking(world)
    mute(world, call)
    world.tell(switch.CommandRefused("Mute", world.agent(ANN).line, "404"))
    assert world.of(facts.Failed) == [facts.Failed(call, "Mute", "404")]
    assert world.of(facts.Unmuted) == [facts.Unmuted(call, ANN, 1)]
    mute(world, call)
    assert asked(world) == [switch.Mute, switch.Mute]
