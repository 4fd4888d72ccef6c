"""The voice menu and the world around it: the store, outside numbers, messages, callbacks at a time, marks, and flows that change."""

import msgspec
import pytest

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import Cause, Direction, Language
from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import AgentState
from agent_desktop.protocol.record import Text
from ivr import facts, inputs
from ivr.core.call_machine import Place
from ivr.core.core import Core
from ivr.flow.model import (
    BranchNode,
    CallbackNode,
    Choice,
    CollectNode,
    CustomerKey,
    Flow,
    HangUpNode,
    LookUpNode,
    MenuNode,
    QueueNode,
    RateNode,
    Rule,
    SayNode,
    Speech,
    TransferNode,
    VoicemailNode,
)
from ivr.flow.names import Figure
from ivr.flow.opening import next_time
from ivr.flow.steps import Answered, FindCustomer
from tests.fakes.coreworld import CoreWorld
from tests.fakes.plans import BOB, DIRECT, HELP, MENU, small_plan

SPEECH = Speech("words", "话")
OUTSIDE = "+441632960000"


def world_with(*nodes, flow="test", **changes):
    """A centre whose number 4002 leads to these nodes, the first of them first."""
    made = Flow(flow, nodes[0][0], dict(nodes), Language.EN)
    flows = {"menu": MENU, "direct": DIRECT, flow: made}
    return CoreWorld(small_plan(flows=flows, entries={"4002": flow}, **changes))


def state_of(world, call):
    return world.core.state.calls[call]


def end_prompts(world, call):
    while state_of(world, call).playback is not None:
        world.prompt_ends(call)


# --- the store --------------------------------------------------------------------------------------------------------

LOOK_UP = (
    ("number", CollectNode(SPEECH, "card", "find", "queue", label=Text("Card", "卡号"))),
    ("find", LookUpNode(CustomerKey.ACCOUNT, "card", "queue", "bye")),
    ("queue", QueueNode(HELP)),
    ("bye", HangUpNode()),
)


def ask_for_a_card(world):
    call = world.ring("4002")
    for digit in "123#":
        world.press(call, digit)
    return call


def test_the_store_is_asked_and_its_answer_makes_the_call_the_customers():
    world = world_with(*LOOK_UP)
    call = ask_for_a_card(world)
    (asked,) = world.asked
    assert asked.question == FindCustomer(CustomerKey.ACCOUNT, "123")
    answer = Answered(asked.number, True, {"level": "gold"}, 7, Language.ZH_CN, "ordinary")
    world.tell(inputs.StoreAnswered(call, answer))
    kept = state_of(world, call)
    assert (kept.place, kept.customer, kept.segment, kept.language) == (Place.QUEUED, 7, "ordinary", Language.ZH_CN)
    assert kept.attributes == {"card": "123", "level": "gold"}
    assert world.of(facts.CallerIdentified)[-1] == facts.CallerIdentified(call, 7)
    assert world.of(facts.KeysPressed) == [facts.KeysPressed(call, "number", "123", Text("Card", "卡号"))]


def test_a_store_that_does_not_answer_holds_nobody():
    world = world_with(*LOOK_UP)
    call = ask_for_a_card(world)
    world.wait(5)
    assert call not in world.core.state.calls
    world.tell(inputs.StoreAnswered(call, Answered(1, True, {}, 7)))


def test_an_answer_to_another_question_is_nobodys():
    world = world_with(*LOOK_UP)
    call = ask_for_a_card(world)
    world.tell(inputs.StoreAnswered(call, Answered(2, True, {}, 7)))
    assert (state_of(world, call).place, state_of(world, call).customer) == (Place.MENU, None)


def test_a_blocked_number_is_refused():
    world = world_with(*LOOK_UP)
    world.customers["+442079460103"] = (None, None, "", True)
    world.ring("4002")
    assert world.sent(switch.Clear)[-1].cause is Cause.REJECTED
    assert world.of(facts.CallCleared)[-1].outcome == "refused"


# --- figures ----------------------------------------------------------------------------------------------------------


def test_a_branch_looks_at_the_queues_of_this_moment():
    crowded = Rule({f"{Figure.WAITING}.help": ">= 2", f"{Figure.READY}.help": "< 1"}, "bye")
    world = world_with(
        ("look", BranchNode("queue", rules=(crowded,))), ("queue", QueueNode(HELP)), ("bye", HangUpNode())
    )
    calls = [world.ring("4002") for _ in range(3)]
    assert [call in world.core.state.calls for call in calls] == [True, True, False]
    world.ready(BOB)
    assert state_of(world, calls[0]).place is Place.OFFERED
    assert world.ring("4002") in world.core.state.calls, "one waits, so it is not crowded"


def test_the_expected_wait_follows_from_how_fast_calls_were_taken():
    slow = Rule({f"{Figure.EXPECTED_WAIT_S}.help": "> 100"}, "bye")
    world = world_with(("look", BranchNode("queue", rules=(slow,))), ("queue", QueueNode(HELP)), ("bye", HangUpNode()))
    first = world.ring("4002")
    assert state_of(world, first).place is Place.QUEUED, "nothing tells yet how long it will be"
    world.ready(BOB)
    world.tell(inputs.AcceptOffer(BOB, first))
    world.wait(80)
    assert state_of(world, world.ring("4002")).place is Place.QUEUED, "one in 80 s, and this is the first"
    gone = world.ring("4002")
    assert gone not in world.core.state.calls, "the second would wait for 160 s"


# --- outside numbers --------------------------------------------------------------------------------------------------

TRANSFER = (("out", TransferNode(OUTSIDE, "queue")), ("queue", QueueNode(HELP)))


def test_the_menu_puts_a_caller_through():
    world = world_with(*TRANSFER)
    world.silent.add(OUTSIDE)
    call = world.ring("4002")
    assert (state_of(world, call).place, state_of(world, call).music) == (Place.OUTSIDE, True)
    assert world.of(facts.Diverted) == [facts.Diverted(call, OUTSIDE)]
    world.pick_up(OUTSIDE)
    world.settle()
    bridged = world.sent(switch.Bridge)[-1]
    assert set(bridged.connections) == {world.connection(call), world.station_of[OUTSIDE]}
    world.drop_station(OUTSIDE, Cause.NORMAL)
    assert world.of(facts.CallCleared)[-1].outcome == "handled"


@pytest.mark.parametrize("cause", [Cause.BUSY, Cause.NO_ANSWER, Cause.UNREACHABLE])
def test_a_number_that_is_not_reached_leads_on(cause):
    world = world_with(*TRANSFER)
    world.silent.add(OUTSIDE)
    call = world.ring("4002")
    world.drop_station(OUTSIDE, cause)
    assert state_of(world, call).place is Place.QUEUED
    assert world.of(facts.Failed) == [facts.Failed(call, "Dial", cause.value)]


def test_who_hangs_up_while_the_number_rings_has_ended_in_the_menu():
    world = world_with(*TRANSFER)
    world.silent.add(OUTSIDE)
    call = world.ring("4002")
    world.hang_up(call)
    assert world.of(facts.CallCleared)[-1].outcome == "in_menu"
    assert world.live == {}
    world.wait(100)


# --- messages ---------------------------------------------------------------------------------------------------------

VOICEMAIL = (("leave", VoicemailNode(SPEECH, "bye", HELP, longest_s=60)), ("bye", HangUpNode(SPEECH)))


def speak(world, seconds, ani="+442079460103"):
    call = world.ring("4002", ani)
    world.prompt_ends(call)
    (recording,) = world.sent(switch.RecordConnection)
    assert recording.connection == world.connection(call)
    world.wait(seconds)
    return call, recording.recording


def test_a_message_becomes_a_task_of_the_queue():
    world = world_with(*VOICEMAIL)
    call, name = speak(world, 12)
    world.press(call, "#")
    assert world.of(facts.VoicemailLeft) == [facts.VoicemailLeft(call, HELP, name, 12.0, True)]
    assert world.of(facts.KeysPressed)[-1].label == Text("Left a message (12 s)", "留言（12 秒）")
    end_prompts(world, call)
    kept = state_of(world, call)
    assert (kept.place, kept.direction, kept.left) == (Place.QUEUED, Direction.VOICEMAIL, name)


@pytest.mark.parametrize("how", ["hangs up", "speaks too long"])
def test_a_message_is_kept_however_it_ends(how):
    world = world_with(*VOICEMAIL)
    call, name = speak(world, 20)
    if how == "hangs up":
        world.hang_up(call)
    else:
        world.tell(switch.RecordingEnded(name, complete=True))
        end_prompts(world, call)
    (left,) = world.of(facts.VoicemailLeft)
    assert (left.recording, left.seconds) == (name, 20.0)
    assert state_of(world, call).place is Place.QUEUED


def test_a_click_is_no_message():
    world = world_with(*VOICEMAIL)
    call, _ = speak(world, 1)
    world.hang_up(call)
    assert world.of(facts.VoicemailLeft) == []
    assert call not in world.core.state.calls


def test_a_message_of_somebody_whose_number_nobody_knows_is_heard_all_the_same():
    world = world_with(*VOICEMAIL)
    call, name = speak(world, 12, ani="")
    world.hang_up(call)
    world.ready(BOB)
    world.tell(inputs.AcceptOffer(BOB, call))
    world.tell(inputs.PlayMessage(BOB, call, True))
    assert world.sent(switch.Play)[-1].prompts[0].media == name
    with pytest.raises(Refusal) as refused:
        world.tell(inputs.CallBack(BOB, call))
    assert refused.value.error_id == ErrorId.UNKNOWN_TARGET


def test_a_message_that_is_being_spoken_survives_a_restart():
    world = world_with(*VOICEMAIL)
    call, name = speak(world, 12)
    world.core = Core.restore(world.plan, world.core.snapshot())
    world.press(call, "#")
    assert world.of(facts.VoicemailLeft) == [facts.VoicemailLeft(call, HELP, name, 12.0, True)]


# --- called back, at a time -------------------------------------------------------------------------------------------


def test_somebody_who_wants_to_be_called_at_a_time_is_called_then_at_their_other_number():
    node = CallbackNode("bye", HELP, None, "card", "clock", "Asia/Shanghai")
    collected = ("clock", CollectNode(SPEECH, "clock", "callback", "bye", 4, 4))
    world = world_with(
        ("card", CollectNode(SPEECH, "card", "clock", "bye")), collected, ("callback", node), ("bye", HangUpNode())
    )
    call = world.ring("4002")
    for digit in "01632960000#2130":
        world.press(call, digit)
    (asked,) = world.asked
    world.tell(inputs.StoreAnswered(call, Answered(asked.number, True, {"number": OUTSIDE})))
    kept = state_of(world, call)
    assert kept.place is Place.PROMISED
    assert kept.call_at == next_time("2130", "Asia/Shanghai", world.now)
    assert world.of(facts.CallbackRequested) == [facts.CallbackRequested(call, HELP, OUTSIDE, kept.call_at)]
    world.core = Core.restore(world.plan, world.core.snapshot())
    world.ready(BOB)
    world.wait(kept.call_at - world.now - 1)
    assert state_of(world, call).place is Place.PROMISED
    world.wait(1)
    assert state_of(world, call).place is Place.OFFERED
    world.tell(inputs.AcceptOffer(BOB, call))
    assert world.sent(switch.Dial)[-1].device == OUTSIDE


# --- after the conversation -------------------------------------------------------------------------------------------

SURVEY = (("how", RateNode(SPEECH, "bye", "bye")), ("bye", HangUpNode(SPEECH)))


def survey_world():
    queues = tuple(msgspec.structs.replace(queue, after_call="survey") for queue in small_plan().queues)
    return world_with(*SURVEY, flow="survey", queues=queues)


def talk(world):
    world.ready(BOB)
    call = world.ring("4001")
    world.tell(inputs.AcceptOffer(BOB, call))
    world.wait(30)
    return call


def test_after_the_call_the_caller_says_how_it_was():
    world = survey_world()
    call = talk(world)
    world.tell(inputs.ClearConnection(BOB, call))
    assert world.agent(BOB).state is AgentState.WRAP_UP
    assert (world.of(facts.LegEnded)[-1].talk_s, state_of(world, call).place) == (30.0, Place.MENU)
    assert world.sent(switch.Play)[-1].connection == world.connection(call)
    world.press(call, "4")
    assert world.of(facts.Rated) == [facts.Rated(call, BOB, 1, 4)]
    end_prompts(world, call)
    assert world.of(facts.CallCleared)[-1].outcome == "handled"
    world.tell(inputs.LogCompleted(BOB, call, "solved"))
    assert world.of(facts.CallLogged) == [facts.CallLogged(call, BOB, "solved")]


def test_an_agent_who_logs_before_the_mark_changes_nothing():
    world = survey_world()
    call = talk(world)
    world.tell(inputs.ClearConnection(BOB, call))
    world.tell(inputs.LogCompleted(BOB, call, "solved"))
    assert world.agent(BOB).state is AgentState.READY
    world.hang_up(call)
    assert world.of(facts.CallCleared)[-1].outcome == "handled"
    assert world.of(facts.CallLogged) == [facts.CallLogged(call, BOB, "solved")]


def test_an_agent_who_hangs_up_the_telephone_leads_there_too():
    world = survey_world()
    call = talk(world)
    world.drop_station("1002", Cause.NORMAL)
    assert state_of(world, call).place is Place.MENU


def test_a_caller_who_hangs_up_first_is_not_asked():
    world = survey_world()
    call = talk(world)
    world.hang_up(call)
    assert world.of(facts.CallCleared)[-1].outcome == "handled"


# --- flows that change ------------------------------------------------------------------------------------------------


def said(word, next_="bye"):
    menu = MenuNode(Speech(word, word), {"1": Choice(Text("on", "下"), next_)}, "bye")
    return Flow("test", "menu", {"menu": menu, "bye": HangUpNode(), "queue": QueueNode(HELP)}, Language.EN)


def change(world, *flows):
    world.tell(inputs.FlowsChanged({flow.flow: flow for flow in flows}, {"4002": "test"}, "test"))


def last_said(world):
    return world.sent(switch.Play)[-1].prompts[-1].text


def test_a_call_finishes_in_the_flow_that_it_began_and_the_next_begins_in_the_new_one():
    world = world_with(("menu", said("old", "queue").nodes["menu"]), *list(said("old").nodes.items())[1:])
    old = world.ring("4002")
    change(world, said("new"))
    new = world.ring("4002")
    assert last_said(world) == "new"
    assert set(world.core.plan.flows) == {"test", "test@1"}
    change(world, said("newest"))
    assert set(world.core.plan.flows) == {"test", "test@1", "test@2"}
    world.press(old, "1")
    assert state_of(world, old).place is Place.QUEUED
    world.hang_up(new)
    change(world, said("last"))
    assert set(world.core.plan.flows) == {"test"}, "nobody is in the others any more"


def test_a_flow_that_has_not_changed_is_the_same_one():
    world = world_with(("menu", said("old").nodes["menu"]), *list(said("old").nodes.items())[1:])
    call = world.ring("4002")
    change(world, said("old"))
    assert set(world.core.plan.flows) == {"test"}
    assert state_of(world, call).flow == "test"


def test_a_flow_that_is_gone_is_kept_for_those_in_it():
    world = world_with(("menu", said("old", "queue").nodes["menu"]), *list(said("old").nodes.items())[1:])
    call = world.ring("4002")
    other = Flow("test2", "say", {"say": SayNode(SPEECH, "bye"), "bye": HangUpNode()})
    world.tell(inputs.FlowsChanged({"test2": other}, {}, "test2"))
    world.core = Core.restore(world.core.plan, world.core.snapshot())
    world.press(call, "1")
    assert state_of(world, call).place is Place.QUEUED


def test_changes_are_replayed():
    world = world_with(("menu", said("old").nodes["menu"]), *list(said("old").nodes.items())[1:])
    world.ring("4002")
    change(world, said("new"))
    world.ring("4002")
    again = Core(world.plan, msgspec.convert({"mark": "t"}, type(world.core.state)))
    for at, item in world.inputs:
        again.tick(at) if item is None else again.handle(item, at)
    assert again.snapshot() == world.core.snapshot()
    assert again.plan == world.core.plan
