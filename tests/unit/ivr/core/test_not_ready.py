"""Breaks that last too long are told, once each."""

import pytest

from agent_desktop.protocol.messages import AgentState
from ivr import facts, inputs
from ivr.core.core import Core
from tests.fakes.coreworld import CoreWorld
from tests.fakes.plans import ANN, HELP, small_plan


@pytest.fixture
def world():
    made = CoreWorld(small_plan(not_ready_limits={"break": 600.0}))
    made.ready(ANN)
    made.tell(inputs.BecomeNotReady(ANN, "break"))
    return made


def exceeded(world):
    return world.of(facts.NotReadyLimitExceeded)


def test_it_is_told_once_and_the_agent_stays_as_they_are(world):
    world.wait(599)
    assert exceeded(world) == []
    world.wait(10_000)
    assert exceeded(world) == [facts.NotReadyLimitExceeded(ANN, "break", 600.0)]
    assert world.agent(ANN).state is AgentState.NOT_READY


@pytest.mark.parametrize(
    "request_",
    [
        inputs.BecomeReady(ANN),
        inputs.BecomeNotReady(ANN, "training"),
        inputs.LogOff(ANN),
        inputs.MakeCall(ANN, "+441632960000", HELP),
    ],
)
def test_who_is_back_in_time_is_not_told_of(world, request_):
    world.wait(599)
    world.tell(request_)
    world.wait(300)
    assert exceeded(world) == []


def test_each_break_has_its_own_time(world):
    world.wait(599)
    world.tell(inputs.BecomeReady(ANN))
    world.tell(inputs.BecomeNotReady(ANN, "break"))
    world.wait(599)
    assert exceeded(world) == []
    world.wait(1)
    assert len(exceeded(world)) == 1


def test_the_time_goes_on_through_a_restart(world):
    world.wait(300)
    world.core = Core.restore(world.plan, world.core.snapshot())
    world.wait(300)
    assert len(exceeded(world)) == 1
