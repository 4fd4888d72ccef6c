"""Messages and follow-ups: routed like calls, with nobody on the line."""

import pytest

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import Cause, Direction, Language
from agent_desktop.protocol.messages import AgentState
from ivr import facts, inputs
from ivr.core.call_machine import Place
from ivr.core.core import Core
from ivr.flow.model import Flow, HangUpNode, Speech, VoicemailNode
from tests.fakes.coreworld import CoreWorld
from tests.fakes.plans import ANN, BOB, CAI, HELP, SALES, small_plan
from tests.unit.ivr.test_statistics import statistics_of

NUMBER = "+442079460103"
SPEECH = Speech("Speak after the tone.", "请在提示音后留言。")
MAILBOX = Flow("mailbox", "leave", {"leave": VoicemailNode(SPEECH, "bye", HELP), "bye": HangUpNode(SPEECH)})
DUE = inputs.FollowUpDue(7, ANN, HELP, NUMBER, 42, Language.ZH_CN, "", "Tell them the price", 999_000.0)


def a_world(**plan):
    small = small_plan()
    return CoreWorld(
        small_plan(flows=small.flows | {"mailbox": MAILBOX}, entries=small.entries | {"4009": "mailbox"}, **plan)
    )


@pytest.fixture
def world():
    return a_world()


def left(world):
    """A caller speaks a message of 12 seconds and hangs up."""
    call = world.ring("4009")
    world.prompt_ends(call)
    world.wait(12)
    world.hang_up(call)
    return call


def due(world, **changes):
    world.tell(inputs.FollowUpDue(**{name: getattr(DUE, name) for name in DUE.__struct_fields__} | changes))
    return world.core.state.last_call


def place(world, call):
    return world.core.state.calls[call].place


def taken(world, call, agent=BOB):
    world.ready(agent)
    world.tell(inputs.AcceptOffer(agent, call))
    return call


# --- routed like calls --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("bring", "direction"), [(left, Direction.VOICEMAIL), (due, Direction.FOLLOW_UP)])
def test_it_waits_is_offered_and_worked_on_without_a_telephone(world, bring, direction):
    call = bring(world)
    assert (place(world, call), world.core.state.calls[call].direction) == (Place.QUEUED, direction)
    world.ready(CAI)  # whose telephone rings for calls
    before = len(world.sent(switch.Dial))
    assert world.agent(CAI).state is AgentState.RESERVED
    world.tell(inputs.AcceptOffer(CAI, call))
    assert (place(world, call), world.agent(CAI).state) == (Place.WORKING, AgentState.BUSY)
    assert world.of(facts.WorkBegun) == [facts.WorkBegun(call, CAI, 1)]
    assert len(world.sent(switch.Dial)) == before


def test_it_is_declined_and_not_answered_like_a_call(world):
    call = left(world)
    world.ready(ANN)
    world.tell(inputs.DeclineOffer(ANN, call, "wrong_skill"))
    assert (world.agent(ANN).state, place(world, call)) == (AgentState.READY, Place.QUEUED)
    world.ready(BOB)
    world.wait(20)
    assert (world.agent(BOB).state, world.agent(BOB).reason) == (AgentState.NOT_READY, "no_answer")
    assert place(world, call) is Place.QUEUED


def test_its_place_goes_by_when_the_caller_called(world):
    message = left(world)
    world.wait(100)
    later = world.ring()
    earlier = due(world)
    world.ready(BOB)
    for expected in (earlier, message, later):
        assert world.agent(BOB).call == expected
        world.tell(inputs.AcceptOffer(BOB, expected))
        if place(world, expected) is Place.WORKING:
            world.tell(inputs.LogCompleted(BOB, expected, "solved"))


def test_a_segment_counts_for_a_follow_up_too():
    world = a_world(segment_priorities={"gold": 2})
    due(world, segment="gold")
    assert world.of(facts.Queued)[-1].priority == 2


# --- at work ------------------------------------------------------------------------------------------------------------


def test_the_message_is_heard_in_the_headset_as_often_as_wanted(world):
    call = taken(world, left(world))
    (message,) = world.of(facts.VoicemailLeft)
    world.tell(inputs.PlayMessage(BOB, call, on=True))
    played = world.sent(switch.Play)[-1]
    assert (played.connection, played.prompts) == (
        world.agent(BOB).line,
        (switch.Prompt(message.recording, "", stored=True),),
    )
    world.tell(inputs.PlayMessage(BOB, call, on=False))
    assert world.sent(switch.StopPlayback)[-1].playback == played.playback
    world.tell(inputs.PlayMessage(BOB, call, on=True))
    world.tell(switch.PlaybackEnded(world.sent(switch.Play)[-1].playback, completed=True))
    assert [each.playing for each in world.of(facts.MessagePlayed)] == [True, False, True, False]
    assert place(world, call) is Place.WORKING


def test_a_telephone_that_rings_is_rung_to_hear_it(world):
    call = taken(world, left(world), CAI)
    world.tell(inputs.PlayMessage(CAI, call, on=True))
    assert world.sent(switch.Dial)[-1].device == "1003"
    assert world.sent(switch.Play)[-1].connection == world.agent(CAI).line
    world.tell(inputs.ClearConnection(CAI, call))
    assert world.agent(CAI).line is None


def test_the_customer_is_called_back_and_it_is_a_call_from_then_on(world):
    call = taken(world, left(world))
    world.silent.add(NUMBER)
    world.wait(30)
    world.tell(inputs.CallBack(BOB, call))
    assert (place(world, call), world.sent(switch.Dial)[-1].device) == (Place.DIALLING, NUMBER)
    world.pick_up(NUMBER)
    world.settle()
    world.wait(60)
    world.hang_up(call)
    (ended,) = world.of(facts.LegEnded)
    assert (ended.talk_s, world.agent(BOB).state) == (60.0, AgentState.WRAP_UP)
    world.tell(inputs.LogCompleted(BOB, call, "solved"))
    assert world.of(facts.CallLogged) == [facts.CallLogged(call, BOB, "solved")]


def test_a_customer_who_is_not_reached_is_wrapped_up_too(world):
    call = taken(world, left(world))
    world.broken.add(NUMBER)
    world.tell(inputs.CallBack(BOB, call))
    assert (world.agent(BOB).state, world.of(facts.CallCleared)[-1].outcome) == (AgentState.WRAP_UP, "not_reached")


@pytest.mark.parametrize("how", ["finish", "file"])
def test_it_ends_when_the_agent_says_so(world, how):
    call = taken(world, left(world))
    world.tell(inputs.PlayMessage(BOB, call, on=True))
    world.wait(40)
    if how == "finish":
        world.tell(inputs.ClearConnection(BOB, call))
        assert world.agent(BOB).state is AgentState.WRAP_UP
    world.tell(inputs.LogCompleted(BOB, call, "solved"))
    assert world.sent(switch.StopPlayback)
    assert world.agent(BOB).state is AgentState.READY
    (ended,) = world.of(facts.LegEnded)
    assert (ended.talk_s, world.of(facts.CallCleared)[-1].outcome) == (0.0, "handled")
    assert world.core.state.calls == {}


def test_what_cannot_be_done(world, refused):
    call = taken(world, due(world, number=""))
    assert refused(inputs.CallBack(BOB, call), world) == "unknown_target"
    assert refused(inputs.PlayMessage(BOB, call, on=True), world) == "wrong_state"
    talking = world.ring()
    world.ready(ANN)
    world.tell(inputs.AcceptOffer(ANN, talking))
    assert refused(inputs.CallBack(ANN, talking), world) == "wrong_state"
    world.give(switch.SwitchDown("gone"))
    assert refused(inputs.PlayMessage(BOB, call, on=True), world) == "switch_down"


def test_an_agent_who_is_gone_gives_it_back_at_its_old_place(world):
    call = taken(world, left(world))
    world.tell(inputs.SeatLost(BOB))
    assert place(world, call) is Place.QUEUED
    world.wait(30)
    assert (world.agent(BOB).state, world.agent(BOB).reason) == (AgentState.NOT_READY, "seat_lost")
    world.ready(ANN)
    assert world.agent(ANN).call == call


def test_a_headset_that_fails_stops_no_work(world):
    call = taken(world, left(world))
    world.drop_station("1002", Cause.LINE_LOST)
    assert place(world, call) is Place.WORKING


# --- follow-ups ---------------------------------------------------------------------------------------------------------


def test_a_follow_up_is_one_however_often_it_is_told(world):
    call = due(world)
    due(world)
    assert list(world.core.state.calls) == [call]
    taken(world, call)
    world.tell(inputs.LogCompleted(BOB, call, "solved"))
    assert world.of(facts.FollowUpDone) == [facts.FollowUpDone(call, 7, BOB)]
    due(world)
    assert world.core.state.calls == {}


def test_one_that_nobody_files_comes_again(world):
    call = taken(world, due(world))
    world.tell(inputs.ClearConnection(BOB, call))
    world.wait(30)
    assert world.of(facts.FollowUpDone) == []
    assert due(world) > call


def test_it_goes_to_the_queue_of_its_call_or_to_one_of_whoever_promised_it(world):
    due(world, queue="closed_down")
    assert world.of(facts.FollowUpDue)[-1].queue == SALES
    due(world, matter=8, queue="closed_down", promised_by="nobody")
    assert world.of(facts.FollowUpDue)[-1].queue == SALES


# --- restart, figures -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bring", [left, due])
@pytest.mark.parametrize("stage", ["waiting", "at_work"])
def test_it_survives_a_restart(world, bring, stage):
    call = bring(world)
    if stage == "at_work":
        taken(world, call)
    world.core = Core.restore(world.plan, world.core.snapshot())
    world.tell(switch.SwitchUp(tuple(switch.LiveConnection(each, up) for each, up in world.live.items())))
    if stage == "waiting":
        taken(world, call)
    world.tell(inputs.LogCompleted(BOB, call, "solved"))
    assert world.of(facts.CallLogged) == [facts.CallLogged(call, BOB, "solved")]


def test_it_is_no_call_that_was_offered_answered_or_abandoned(world):
    taken(world, left(world))
    world.wait(60)
    due(world)
    tally = statistics_of(world).queue(HELP)
    assert (tally.offered, tally.answered, tally.abandoned, tally.legs) == (0, 0, 0, 0)
    assert statistics_of(world).agent(BOB).busy_s == 60.0


def test_the_conversation_that_comes_of_a_follow_up_counts_like_any_other(world):
    call = taken(world, due(world))
    world.tell(inputs.CallBack(BOB, call))
    world.wait(60)
    world.hang_up(call)
    world.tell(inputs.LogCompleted(BOB, call, "solved"))
    tally = statistics_of(world).queue(HELP)
    assert (tally.legs, tally.talk_s, tally.offered, tally.answered) == (1, 60.0, 0, 0)
