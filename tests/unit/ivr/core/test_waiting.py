"""What callers hear and can do while they wait, how they leave a queue without an agent, and callbacks that are tried again."""

import math

import msgspec
import pytest

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import Cause, ConnectionId, Direction, Lack, Language, QueueId
from agent_desktop.protocol.messages import AgentState
from agent_desktop.protocol.record import Text
from ivr import facts, inputs
from ivr.core.call_machine import Place
from ivr.core.core import Core
from ivr.flow import wording
from ivr.flow.model import (
    AnnounceNode,
    CallbackNode,
    Choice,
    Flow,
    HangUpNode,
    QueueNode,
    SayNode,
    Speech,
    VoicemailNode,
    WaitNode,
)
from ivr.flow.waiting import minutes
from ivr.plan import Overflow
from ivr.statistics import Statistics
from tests.fakes.coreworld import CoreWorld
from tests.fakes.plans import ANN, BOB, CAI, DIRECT, HELP, SALES, small_plan

OFFER = Speech("Press 1 to be called back.", "请回电请按 1。")
GOODBYE = Speech("We call you back.", "我们会回电。")
SORRY = Speech("Nobody is here.", "现在无人接听。")
WAIT = Flow(
    "wait",
    "music",
    {
        "music": WaitNode(
            30.0,
            "told",
            {
                "1": Choice(Text("Call back", "回电"), "call_back"),
                "2": Choice(Text("Message", "留言"), "message"),
                "3": Choice(Text("Sales", "销售"), "sales"),
                "4": Choice(Text("Wait on", "继续等"), "same"),
                "9": Choice(Text("Goodbye", "再见"), "bye"),
            },
        ),
        "told": AnnounceNode("offer"),
        "offer": SayNode(OFFER, "music"),
        "call_back": CallbackNode("music", say=GOODBYE),
        "message": VoicemailNode(OFFER, "bye"),
        "sales": QueueNode(SALES),
        "same": QueueNode(),
        "bye": HangUpNode(),
    },
    Language.EN,
)
SORRY_FLOW = Flow(
    "sorry", "sorry", {"sorry": SayNode(SORRY, "message"), "message": VoicemailNode(OFFER, "bye"), "bye": HangUpNode()}
)


def waiting_world(flow=WAIT, **help_changes):
    """Callers of the help line are in this flow while they wait."""
    changed = {"while_waiting": flow.flow if flow else "", **help_changes}
    plan = small_plan()
    queues = tuple(msgspec.structs.replace(each, **changed) if each.queue == HELP else each for each in plan.queues)
    direct = msgspec.structs.replace(DIRECT, language=Language.EN)
    flows = dict(plan.flows) | {"direct": direct} | {each.flow: each for each in (flow, SORRY_FLOW) if each}
    return CoreWorld(msgspec.structs.replace(plan, queues=queues, flows=flows))


def state_of(world, call):
    return world.core.state.calls[call]


def said(world):
    """What has been said since it was last asked, in words."""
    words = [" ".join(prompt.text for prompt in play.prompts) for play in world.sent(switch.Play)]
    world.commands.clear()
    return words


def places(world, *calls):
    return [world.core._ground.acd.position(call) for call in calls]


def hear_out(world, call):
    """Let everything be said that is to be said now."""
    while call in world.core.state.calls and state_of(world, call).playback is not None:
        world.prompt_ends(call)


def taken_before(world, *minutes_ago):
    """Calls of the help line were taken so long ago."""
    world.core.state.taken_at[HELP] = [world.now - 60.0 * each for each in minutes_ago]


# --- what they hear ---------------------------------------------------------------------------------------------------


def test_music_then_the_place_in_the_queue_then_music_again():
    world = waiting_world()
    first, second = world.ring(), world.ring()
    assert world.sent(switch.StartMusic)
    assert not world.sent(switch.Play)
    world.commands.clear()
    world.wait(30)
    assert said(world) == ["You are next in line.", "You are number two in the queue."]
    assert [state_of(world, call).place for call in (first, second)] == [Place.QUEUED, Place.QUEUED]
    world.prompt_ends(first)
    assert said(world) == [OFFER.en]
    world.prompt_ends(first)
    assert world.sent(switch.StartMusic)
    assert state_of(world, first).music


def test_music_stops_before_anything_is_said():
    world = waiting_world()
    call = world.ring()
    world.commands.clear()
    world.wait(30)
    assert [type(command) for command in world.commands] == [switch.StopMusic, switch.Play]
    assert not state_of(world, call).music


def test_in_the_callers_language():
    world = waiting_world()
    world.customers["+442079460103"] = (7, Language.ZH_CN, "")
    world.ring()
    world.wait(30)
    (play,) = world.sent(switch.Play)
    assert play.language is Language.ZH_CN
    assert play.prompts[0].text == wording.NEXT_IN_LINE.zh_CN


def test_only_what_is_better_is_told():
    world = waiting_world()
    first, second = world.ring(), world.ring()
    world.wait(30)
    hear_out(world, second)
    said(world)
    world.wait(30)
    assert OFFER.en in said(world), "nothing is better: only what comes after it is said"
    hear_out(world, second)
    world.hang_up(first)
    world.wait(30)
    assert "You are next in line." in said(world)


def test_who_falls_back_is_not_told():
    world = waiting_world()
    call = world.ring()
    world.wait(30)
    assert said(world) == ["You are next in line."]
    hear_out(world, call)
    other = world.ring()
    world.tell(inputs.RaiseCall(ANN, other))
    assert places(world, call, other) == [2, 1]
    said(world)
    world.wait(30)
    assert "You are number two in the queue." not in said(world)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, 0), (59, 0), (60, 1), (61, 2), (299, 5), (301, 10), (1_500, 25), (1_801, 35), (9_999, 35)],
)
def test_a_wait_is_rounded_up_the_longer_the_coarser(seconds, told):
    assert minutes(seconds) == told


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        ((4, 3, 2, 1), "We expect to answer you in about one minute."),
        ((9, 6, 3), "We expect to answer you in about three minutes."),
        ((50,), "The wait is expected to be more than thirty minutes."),
        ((1, 0.8, 0.6, 0.4, 0.2), "We expect to answer you in less than a minute."),
    ],
)
def test_the_expected_wait_goes_by_how_fast_calls_were_taken(ago, words):
    world = waiting_world()
    world.wait(7_200)
    world.ring()
    world.wait(29)
    taken_before(world, *(each - 1 / 60 for each in ago))
    world.commands.clear()
    world.wait(1)
    assert said(world) == [f"You are next in line. {words}"]


def test_without_anything_to_tell_by_no_wait_is_told():
    world = waiting_world()
    call = world.ring()
    assert math.isnan(world.core._ground.acd.position(call) * float("nan"))
    world.wait(30)
    assert said(world) == ["You are next in line."]


def test_a_line_that_plays_no_prompts_has_music():
    world = waiting_world()
    world.tell(switch.SwitchDown("lost"))
    world.tell(switch.SwitchUp((), frozenset()))
    call = world.ring()
    world.wait(120)
    assert not world.sent(switch.Play)
    assert state_of(world, call).music


def test_who_is_answered_at_once_is_told_nothing():
    world = waiting_world()
    world.ready(ANN)
    call = world.ring()
    assert state_of(world, call).place is Place.OFFERED
    assert state_of(world, call).walk is None


# --- an agent has them ------------------------------------------------------------------------------------------------


def test_an_agent_takes_them_in_mid_sentence():
    world = waiting_world()
    call = world.ring()
    world.wait(30)
    playback = state_of(world, call).playback
    world.ready(ANN)
    assert state_of(world, call).place is Place.OFFERED
    assert state_of(world, call).playback == playback, "the sentence goes on while the seat rings"
    world.commands.clear()
    world.tell(inputs.AcceptOffer(ANN, call))
    kinds = [type(command) for command in world.commands]
    assert kinds.index(switch.StopPlayback) < kinds.index(switch.Bridge)
    assert state_of(world, call).walk is None
    world.wait(600)
    assert not world.sent(switch.Play)


def test_after_an_offer_that_comes_to_nothing_the_flow_goes_on_where_it_was():
    world = waiting_world()
    call = world.ring()
    world.wait(30)
    hear_out(world, call)
    said(world)
    world.ready(BOB)
    world.wait(20)
    assert state_of(world, call).place is Place.QUEUED
    world.wait(10)
    assert said(world) == [OFFER.en], "the place is no better, and is not told again"


def test_somebody_handed_on_to_the_queue_hears_it_too():
    world = waiting_world()
    world.ready(ANN)
    call = world.ring()
    world.tell(inputs.AcceptOffer(ANN, call))
    world.tell(inputs.BecomeNotReady(ANN, "break"))
    world.tell(inputs.SingleStepTransferCall(ANN, call, "queue", HELP))
    world.commands.clear()
    world.wait(30)
    assert said(world) == ["You are next in line. We expect to answer you in less than a minute."]


# --- keys -------------------------------------------------------------------------------------------------------------


def test_a_callback_keeps_the_place_by_the_original_arrival():
    world = waiting_world()
    first, second, third = world.ring(), world.ring(), world.ring()
    world.wait(10)
    world.press(first, "1")
    assert state_of(world, first).place is Place.MENU
    assert world.of(facts.LeftQueue) == [facts.LeftQueue(first, HELP)]
    assert places(world, second, third) == [1, 2]
    hear_out(world, first)
    assert state_of(world, first).connection == ""
    assert places(world, first, second, third) == [1, 2, 3]
    world.ready(ANN)
    assert state_of(world, first).agent == ANN
    assert state_of(world, first).direction is Direction.CALLBACK


def test_a_key_during_the_announcement_counts():
    world = waiting_world()
    call = world.ring()
    world.wait(30)
    world.press(call, "1")
    assert GOODBYE.en in said(world)
    assert [fact.label.en for fact in world.of(facts.KeysPressed)] == ["Call back"]


def test_keys_that_are_no_choice_change_nothing():
    world = waiting_world()
    call = world.ring()
    world.wait(20)
    world.press(call, "7")
    assert state_of(world, call).place is Place.QUEUED
    said(world)
    world.wait(10)
    assert said(world) == ["You are next in line."], "the music lasts as long as before"


def test_a_withheld_number_cannot_be_called_back_and_waits_on():
    world = waiting_world()
    connection = ConnectionId("hidden")
    world.live[connection] = False
    world.tell(switch.CallArrived(connection, "", "", True, "4001"))
    call = world.core.state.last_call
    world.press(call, "1")
    assert state_of(world, call).place is Place.QUEUED
    assert not world.of(facts.LeftQueue)
    assert state_of(world, call).music


def test_leaving_a_message_instead():
    world = waiting_world()
    call = world.ring()
    world.press(call, "2")
    assert state_of(world, call).place is Place.QUEUED, "they keep their place until the tone"
    world.prompt_ends(call)
    assert state_of(world, call).place is Place.MENU
    world.wait(20)
    world.hang_up(call)
    (left,) = world.of(facts.VoicemailLeft)
    assert left.queue == HELP
    assert state_of(world, call).place is Place.QUEUED


def test_another_queue_is_a_new_wait_with_the_old_arrival():
    world = waiting_world()
    call = world.ring()
    world.wait(15)
    world.press(call, "3")
    assert state_of(world, call).queue == SALES
    assert state_of(world, call).arrived == world.now - 15
    assert [fact.queue for fact in world.of(facts.Queued)] == [HELP, SALES]
    assert state_of(world, call).walk is None, "that queue has music only"


def test_waiting_on_is_music_and_nothing_else():
    world = waiting_world()
    call = world.ring()
    world.press(call, "4")
    said(world)
    world.wait(300)
    assert said(world) == []
    assert places(world, call) == [1]
    assert len(world.of(facts.Queued)) == 1


def test_hanging_up_by_a_key_frees_an_agent_whose_seat_rings():
    world = waiting_world()
    call = world.ring()
    world.ready(ANN)
    world.press(call, "9")
    assert world.agent(ANN).state is AgentState.READY
    assert [fact.why for fact in world.of(facts.OfferEnded)] == ["withdrawn"]
    (cleared,) = world.of(facts.CallCleared)
    assert cleared.outcome == "in_menu"
    assert call not in world.core.state.calls


def test_a_caller_who_hangs_up_while_waiting_gave_up():
    world = waiting_world()
    call = world.ring()
    world.wait(30)
    world.hang_up(call)
    (cleared,) = world.of(facts.CallCleared)
    assert cleared.outcome == "abandoned"
    world.wait(600)
    assert world.core.next_deadline() is None


def test_who_leaves_the_queue_is_neither_answered_nor_lost_to_it():
    world = waiting_world()
    call = world.ring()
    world.press(call, "9")
    statistics = Statistics({HELP: 20.0, SALES: 20.0})
    for fact in world.facts:
        statistics.apply(fact)
    tally = statistics.queue(HELP)
    assert (tally.offered, tally.moved, tally.answered, tally.abandoned) == (1, 1, 0, 0)


def test_a_sleeping_centre_goes_on_where_its_callers_were():
    world = waiting_world()
    call = world.ring()
    world.wait(30)
    playback = state_of(world, call).playback
    world.core = Core.restore(world.plan, world.core.snapshot())
    world.tell(switch.PlaybackEnded(playback, completed=True))
    assert OFFER.en in said(world)
    world.press(call, "1")
    assert GOODBYE.en in said(world)


def test_after_the_switch_was_away_what_was_being_said_counts_as_said():
    world = waiting_world()
    call = world.ring()
    world.wait(30)
    standing = switch.LiveConnection(world.connection(call), answered=True)
    world.tell(switch.SwitchDown("lost"))
    said(world)
    world.tell(switch.SwitchUp((standing,)))
    assert said(world) == [OFFER.en]


# --- out of the queue -------------------------------------------------------------------------------------------------


def test_who_has_waited_long_enough_comes_to_a_flow():
    world = waiting_world(flow=None, overflow=(Overflow(after_s=60.0, flow="sorry"),))
    call = world.ring()
    world.wait(59)
    assert state_of(world, call).place is Place.QUEUED
    world.wait(1)
    assert state_of(world, call).place is Place.MENU
    assert said(world) == [SORRY.en]
    assert world.of(facts.LeftQueue) == [facts.LeftQueue(call, HELP)]


def test_where_too_many_wait_nobody_joins():
    world = waiting_world(flow=None, overflow=(Overflow(waiting=2, flow="sorry"),))
    calls = [world.ring() for _ in range(3)]
    assert [state_of(world, call).place for call in calls] == [Place.QUEUED, Place.QUEUED, Place.MENU]
    assert len(world.of(facts.Queued)) == 3, "who is led on at once was offered to the queue, too"
    assert world.of(facts.LeftQueue) == [facts.LeftQueue(calls[2], HELP)]


def test_a_flow_that_leads_back_to_the_queue_is_not_left_again():
    back = Flow("back", "again", {"again": QueueNode()})
    world = waiting_world(flow=None, overflow=(Overflow(lack=Lack.NONE_LOGGED_ON, flow="back"),))
    world.plan = msgspec.structs.replace(world.plan, flows={**world.plan.flows, "back": back})
    world.core = Core(world.plan, world.core.state)
    world.tell(switch.SwitchUp(()))
    call = world.ring()
    assert state_of(world, call).place is Place.QUEUED
    assert state_of(world, call).queue == HELP


def test_when_the_last_agent_goes_away_callers_do_not_wait_for_nobody():
    rule = Overflow(lack=Lack.NONE_AT_WORK, after_s=1.0, flow="sorry")
    world = waiting_world(flow=None, overflow=(rule,))
    world.ready(ANN, BOB)
    busy = [world.ring(), world.ring()]
    for agent, call in zip((ANN, BOB), busy, strict=True):
        world.tell(inputs.AcceptOffer(agent, call))
    call = world.ring()
    world.wait(30)
    assert state_of(world, call).place is Place.QUEUED, "all are busy, and busy is at work"
    for agent in (ANN, BOB):
        world.tell(inputs.BecomeNotReady(agent, "break"))
        world.tell(inputs.ClearConnection(agent, state_of(world, world.agent(agent).call).call))
        world.tell(inputs.LogCompleted(agent, world.agent(agent).call, "solved"))
    assert world.agent(BOB).state is AgentState.NOT_READY
    assert state_of(world, call).place is Place.MENU


def test_who_is_offered_meanwhile_stays():
    rule = Overflow(after_s=30.0, flow="sorry")
    world = waiting_world(flow=None, overflow=(rule,))
    call = world.ring()
    world.wait(25)
    world.ready(ANN)
    world.wait(10)
    assert state_of(world, call).place is Place.OFFERED
    world.wait(10)
    assert state_of(world, call).place is Place.MENU, "the offer came to nothing, and the time is over"


def test_a_callback_is_not_led_to_a_flow_that_nobody_would_hear():
    world = waiting_world(overflow=(Overflow(after_s=60.0, flow="sorry"),))
    call = world.ring()
    world.press(call, "1")
    hear_out(world, call)
    world.wait(300)
    assert state_of(world, call).place is Place.QUEUED


# --- called back in vain ----------------------------------------------------------------------------------------------


def callback_world(**changes):
    world = waiting_world(callback_tries=3, callback_retry_s=600.0, **changes)
    call = world.ring()
    world.press(call, "1")
    hear_out(world, call)
    return world, call


def try_to_reach(world, call, agent, cause):
    world.tell(inputs.AcceptOffer(agent, call))
    assert state_of(world, call).place is Place.DIALLING
    connection = world.connection(call)
    world.tell(switch.ConnectionEnded(connection, cause))


@pytest.mark.parametrize("cause", [Cause.BUSY, Cause.NO_ANSWER])
def test_a_callback_that_is_not_reached_is_tried_again_at_its_old_place(cause):
    world, call = callback_world()
    arrived = state_of(world, call).arrived
    world.silent.add("+442079460103")
    world.ready(ANN)
    try_to_reach(world, call, ANN, cause)
    assert world.agent(ANN).state is AgentState.WRAP_UP, "a try has a log of its own"
    (missed,) = world.of(facts.CallbackMissed)
    assert (missed.tries, missed.again_at) == (1, world.now + 600)
    world.tell(inputs.LogCompleted(ANN, call, "solved"))
    assert state_of(world, call).place is Place.PROMISED
    world.wait(599)
    assert world.agent(ANN).state is AgentState.READY
    world.wait(1)
    assert (state_of(world, call).place, state_of(world, call).arrived) == (Place.OFFERED, arrived)


def test_after_the_last_try_it_ends_in_a_log():
    world, call = callback_world()
    world.silent.add("+442079460103")
    world.ready(ANN)
    for _ in range(3):
        try_to_reach(world, call, ANN, Cause.NO_ANSWER)
        world.tell(inputs.LogCompleted(ANN, call, "solved"))
        world.wait(600)
    assert call not in world.core.state.calls
    (cleared,) = world.of(facts.CallCleared)
    assert cleared.outcome == "not_reached"
    assert len(world.of(facts.CallbackMissed)) == 2


@pytest.mark.parametrize("cause", [Cause.REJECTED, Cause.UNREACHABLE])
def test_a_number_that_turns_us_down_or_is_none_is_not_tried_again(cause):
    world, call = callback_world()
    world.silent.add("+442079460103")
    world.ready(ANN)
    try_to_reach(world, call, ANN, cause)
    assert world.of(facts.CallCleared)


def test_an_agent_who_stops_dialling_has_decided():
    world, call = callback_world()
    world.silent.add("+442079460103")
    world.ready(ANN)
    world.tell(inputs.AcceptOffer(ANN, call))
    world.tell(inputs.ClearConnection(ANN, call))
    assert world.of(facts.CallCleared)


def test_an_agents_telephone_that_rings_for_a_try_is_hung_up():
    world, call = callback_world()
    world.silent.add("+442079460103")
    world.ready(CAI)
    world.tell(switch.ConnectionEnded(world.connection(call), Cause.BUSY))
    assert world.agent(CAI).line is None
    assert state_of(world, call).place is Place.PROMISED
    assert QueueId(state_of(world, call).queue) == HELP
