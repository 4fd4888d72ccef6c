"""A supervisor with an agent's call, and recordings of it."""

import pytest
from msgspec.structs import replace

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import Cause, MonitorMode, QueueId, RecordingId
from agent_desktop.protocol.messages import AgentState
from ivr import facts, inputs
from ivr.core.call_machine import Place
from tests.fakes.coreworld import CoreWorld
from tests.fakes.plans import ANN, BOB, CAI, HELP, small_plan

NUMBER = "+441632960000"
FIRST = RecordingId("t-r1.1")


@pytest.fixture
def call(world):
    """Ann talks to a caller; Bob is there and not ready."""
    world.ready(ANN)
    call = world.ring()
    world.tell(inputs.AcceptOffer(ANN, call))
    world.tell(inputs.LogOn(BOB, ""))
    return call


def ear(world, agent=BOB):
    return world.agent(agent).monitor.ear


@pytest.mark.parametrize("mode", MonitorMode)
def test_a_supervisor_is_with_a_call(world, call, mode):
    world.tell(inputs.MonitorCall(BOB, call, mode))
    (sent,) = world.sent(switch.Monitor)
    assert (sent.subject, sent.mode) == ("caller1", mode)
    bridged = world.sent(switch.Bridge)[-1]
    assert set(bridged.connections) == {world.station_of["1002"], sent.connection}
    assert world.of(facts.MonitoringStarted) == [facts.MonitoringStarted(call, BOB, ANN, mode)]


def test_another_way_of_being_with_it(world, call):
    world.tell(inputs.MonitorCall(BOB, call, MonitorMode.MONITOR))
    first = ear(world)
    world.tell(inputs.MonitorCall(BOB, call, MonitorMode.MONITOR))
    assert ear(world) == first, "asked for what is"
    world.tell(inputs.MonitorCall(BOB, call, MonitorMode.WHISPER))
    assert first not in world.live
    assert world.sent(switch.Bridge)[-1].connections == (world.station_of["1002"], ear(world))
    assert [fact.mode for fact in world.of(facts.MonitoringChanged)] == [MonitorMode.WHISPER]
    assert not world.of(facts.MonitoringEnded)


def test_it_goes_on_through_hold_and_transfer(world, call):
    world.tell(inputs.MonitorCall(BOB, call, MonitorMode.MONITOR))
    world.tell(inputs.HoldCall(ANN, call))
    world.tell(inputs.RetrieveCall(ANN, call))
    world.ready(CAI)
    world.tell(inputs.SingleStepTransferCall(ANN, call, "agent", CAI))
    assert ear(world) in world.live
    assert not world.of(facts.MonitoringEnded)


@pytest.mark.parametrize("how", ["caller", "agent", "stop", "ready", "log_off", "seat_lost", "station", "ear"])
def test_however_it_ends_the_conversation_is_not_touched(world, call, how):
    world.tell(inputs.MonitorCall(BOB, call, MonitorMode.BARGE_IN))
    heard_by = ear(world)
    match how:
        case "caller":
            world.hang_up(call)
        case "agent":
            world.tell(inputs.ClearConnection(ANN, call))
        case "stop":
            world.tell(inputs.StopMonitoring(BOB))
        case "ready":
            world.tell(inputs.BecomeReady(BOB))
        case "log_off":
            world.tell(inputs.LogOff(BOB))
        case "seat_lost":
            world.tell(inputs.SeatLost(BOB))
        case "station":
            world.drop_station("1002", Cause.NORMAL)
        case "ear":
            del world.live[heard_by]
            world.tell(switch.ConnectionEnded(heard_by, Cause.NORMAL))
    assert world.of(facts.MonitoringEnded) == [facts.MonitoringEnded(call, BOB)]
    assert heard_by not in world.live
    assert len(world.sent(switch.ReleaseBridge)) == (2 if how in {"caller", "agent"} else 1)
    if how not in {"caller", "agent"}:
        assert world.core.state.calls[call].place is Place.CONNECTED


def test_from_one_call_to_another(world, call):
    other = world.ring()
    world.ready(CAI)
    assert world.core.state.calls[other].place is Place.CONNECTED
    world.tell(inputs.MonitorCall(BOB, call, MonitorMode.MONITOR))
    world.tell(inputs.MonitorCall(BOB, other, MonitorMode.MONITOR))
    assert world.agent(BOB).monitor.call == other
    assert world.of(facts.MonitoringEnded) == [facts.MonitoringEnded(call, BOB)]


def test_a_telephone_that_rings_is_picked_up_first(world):
    world.ready(ANN)
    call = world.ring()
    world.tell(inputs.AcceptOffer(ANN, call))
    world.tell(inputs.LogOn(CAI, ""))
    world.silent.add("1003")
    world.tell(inputs.MonitorCall(CAI, call, MonitorMode.MONITOR))
    assert not world.sent(switch.Monitor)
    world.pick_up("1003")
    world.settle()
    assert world.sent(switch.Bridge)[-1].connections == (world.station_of["1003"], ear(world, CAI))
    world.tell(inputs.StopMonitoring(CAI))
    assert world.station_of["1003"] not in world.live


def test_who_calls_out_leaves_the_call(world, call):
    world.tell(inputs.MonitorCall(BOB, call, MonitorMode.MONITOR))
    world.silent.add(NUMBER)
    world.tell(inputs.MakeCall(BOB, NUMBER, QueueId("")))
    assert world.of(facts.MonitoringEnded) == [facts.MonitoringEnded(call, BOB)]


def test_what_cannot_be_monitored(world, call, refused):
    assert refused(inputs.MonitorCall(BOB, call + 1, MonitorMode.MONITOR)) == "no_such_call"
    assert refused(inputs.MonitorCall(ANN, call, MonitorMode.MONITOR)) == "wrong_state"
    assert refused(inputs.StopMonitoring(BOB)) == "wrong_state"
    waiting = world.ring()
    assert refused(inputs.MonitorCall(BOB, waiting, MonitorMode.MONITOR)) == "wrong_state"
    world.drop_station("1002", Cause.LINE_LOST)
    assert refused(inputs.MonitorCall(BOB, call, MonitorMode.MONITOR)) == "station_down"


# --- recordings -----------------------------------------------------------------------------------------------------------


def test_a_recording_counts_without_its_pauses(world, call):
    world.tell(inputs.StartRecording(ANN, call))
    world.wait(10)
    world.tell(inputs.PauseRecording(ANN, call))
    world.wait(60)
    world.tell(inputs.ResumeRecording(ANN, call))
    world.wait(5)
    world.tell(inputs.StopRecording(ANN, call))
    assert world.of(facts.RecordingEnded) == [facts.RecordingEnded(call, ANN, FIRST, 15.0, True)]
    kinds = (switch.StartRecording, switch.PauseRecording, switch.ResumeRecording, switch.StopRecording)
    assert [len(world.sent(kind)) for kind in kinds] == [1, 1, 1, 1]
    world.tell(switch.RecordingEnded(FIRST, complete=True))
    assert len(world.of(facts.RecordingEnded)) == 1
    world.tell(inputs.StartRecording(ANN, call))
    assert world.core.state.calls[call].recording.recording == "t-r1.2"


@pytest.mark.parametrize("how", ["caller", "queue", "number", "failed_headset"])
def test_a_recording_ends_with_the_agents_part(world, call, how):
    world.tell(inputs.StartRecording(ANN, call))
    match how:
        case "caller":
            world.hang_up(call)
        case "queue":
            world.tell(inputs.SingleStepTransferCall(ANN, call, "queue", HELP))
        case "number":
            world.tell(inputs.SingleStepTransferCall(ANN, call, "number", NUMBER))
        case "failed_headset":
            world.drop_station("1001", Cause.LINE_LOST)
    assert [fact.complete for fact in world.of(facts.RecordingEnded)] == [True]
    assert len(world.sent(switch.StopRecording)) == 1


@pytest.mark.parametrize(
    "event",
    [switch.RecordingEnded(FIRST, complete=False), switch.CommandRefused("StartRecording", "t-r1.1", "disk full")],
)
def test_a_recording_that_the_switch_cannot_go_on_with(world, call, event):
    world.tell(inputs.StartRecording(ANN, call))
    world.tell(event)
    assert [fact.complete for fact in world.of(facts.RecordingEnded)] == [False]
    world.tell(inputs.StartRecording(ANN, call))


def test_a_queue_whose_conversations_are_recorded():
    sales, help_ = small_plan().queues
    world = CoreWorld(small_plan(queues=(sales, replace(help_, record=True))))
    world.ready(ANN)
    call = world.ring()
    assert not world.of(facts.RecordingStarted)
    world.tell(inputs.AcceptOffer(ANN, call))
    world.ready(BOB)
    world.tell(inputs.ConsultationCall(ANN, call, "agent", BOB))
    world.tell(inputs.AcceptOffer(BOB, call))
    world.tell(inputs.TransferCall(ANN, call))
    started = [(fact.agent, fact.leg, fact.recording) for fact in world.of(facts.RecordingStarted)]
    assert started == [(ANN, 1, "t-r1.1"), (BOB, 2, "t-r1.2")]
    assert [fact.agent for fact in world.of(facts.RecordingEnded)] == [ANN]
    assert world.agent(BOB).state is AgentState.BUSY


def test_what_cannot_be_recorded(world, call, refused):
    assert refused(inputs.PauseRecording(ANN, call)) == "wrong_state"
    assert refused(inputs.StopRecording(ANN, call)) == "wrong_state"
    assert refused(inputs.StartRecording(BOB, call)) == "not_your_call"
    world.tell(inputs.StartRecording(ANN, call))
    assert refused(inputs.StartRecording(ANN, call)) == "wrong_state"
    assert refused(inputs.ResumeRecording(ANN, call)) == "wrong_state"
    world.tell(inputs.PauseRecording(ANN, call))
    assert refused(inputs.PauseRecording(ANN, call)) == "wrong_state"
