"""A supervisor who is with a call: on their own seat, and on the desk of whoever has it."""

import dataclasses

import pytest
from msgspec.structs import replace

from agent_desktop.cti.vocabulary import MonitorMode
from agent_desktop.protocol import messages as m
from ivr import inputs
from tests.fakes.deskroom import Room
from tests.fakes.plans import ANN, BOB, CAI
from tests.fakes.seatcentre import CATALOGUE


@pytest.fixture
def watched():
    """Ann talks to a caller, Bob may be with her call, and agents are told of whoever speaks to them."""
    told = frozenset({MonitorMode.WHISPER, MonitorMode.BARGE_IN})
    room = Room(dataclasses.replace(CATALOGUE, agent_is_told=told))
    room.talk()
    room.ask(inputs.LogOn(BOB, ""))
    return room


def be_with(room, mode):
    room.ask(inputs.MonitorCall(BOB, room.call, mode))


def test_a_supervisor_sees_whom_they_are_with_and_how(watched):
    be_with(watched, MonitorMode.MONITOR)
    first = watched.told(BOB, m.AgentChanged)[-1].agent.monitoring
    since_ms = round(watched.world.now * 1000)
    assert first == m.MonitorView(watched.call, ANN, "Ann", MonitorMode.MONITOR, since_ms)
    be_with(watched, MonitorMode.BARGE_IN)
    assert watched.told(BOB, m.AgentChanged)[-1].agent.monitoring == replace(first, mode=MonitorMode.BARGE_IN)
    watched.ask(inputs.StopMonitoring(BOB))
    assert watched.told(BOB, m.AgentChanged)[-1].agent.monitoring is None


def test_an_agent_is_told_of_those_ways_that_the_settings_name(watched):
    be_with(watched, MonitorMode.MONITOR)
    assert watched.told(ANN, m.CallChanged) == []
    be_with(watched, MonitorMode.WHISPER)
    (told,) = watched.told(ANN, m.CallChanged)
    assert told.view.listeners == (m.Listener("Bob", MonitorMode.WHISPER),)
    watched.ask(inputs.StopMonitoring(BOB))
    (told,) = watched.told(ANN, m.CallChanged)
    assert told.view.listeners == ()


def test_who_is_handed_the_call_is_told_of_them_with_the_offer(watched):
    be_with(watched, MonitorMode.WHISPER)
    watched.world.ready(CAI)
    watched.ask(inputs.SingleStepTransferCall(ANN, watched.call, "agent", CAI))
    (offer,) = watched.told(CAI, m.CallOffered)
    assert offer.desk.view.listeners == (m.Listener("Bob", MonitorMode.WHISPER),)
