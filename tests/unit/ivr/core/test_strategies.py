"""Several telephones for one call, the agent who knows the customer, and needs that shrink while a call waits."""

import msgspec
import pytest

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import AgentId, CallId, Cause, Lack, QueueChoice, StationMode, Strategy
from agent_desktop.protocol.messages import AgentState
from ivr import facts, inputs
from ivr.core.call_machine import Place
from ivr.core.core import Core
from ivr.flow.model import Flow, QueueNode, SetNode
from ivr.plan import Overflow, Step
from tests.fakes.coreworld import CoreWorld
from tests.fakes.plans import ANN, BOB, CAI, HELP, SALES, small_plan


def a_world(*, cai_nailed_up=True, agents=None, plan=None, **queue):
    """The small centre, whose queues have these settings besides."""
    small = small_plan()
    people = tuple(
        msgspec.structs.replace(
            each,
            **(agents or {}).get(each.agent, {}),
            **({"station_mode": "nailed_up"} if cai_nailed_up else {}),
        )
        for each in small.agents
    )
    queues = tuple(msgspec.structs.replace(each, **queue) for each in small.queues)
    return CoreWorld(small_plan(queues=queues, agents=people, **(plan or {})))


def offered(world):
    return {agent for agent in (ANN, BOB, CAI) if world.agent(agent).state is AgentState.RESERVED}


def finish(world, call, agent):
    world.hang_up(call)
    world.tell(inputs.LogCompleted(agent, call, "solved"))


# --- several telephones -------------------------------------------------------------------------------------------------


def test_all_ring_and_the_first_to_answer_has_it():
    world = a_world(strategy=Strategy.RING_ALL)
    world.ready(ANN, BOB, CAI)
    call = world.ring()
    assert offered(world) == {ANN, BOB, CAI}
    world.tell(inputs.AcceptOffer(CAI, call))
    assert world.agent(CAI).state is AgentState.BUSY
    assert {world.agent(ANN).state, world.agent(BOB).state} == {AgentState.READY}
    assert [(each.agent, each.why) for each in world.of(facts.OfferEnded)] == [(BOB, "taken"), (ANN, "taken")]
    assert len(world.of(facts.Established)) == 1


def test_one_declines_and_the_others_go_on_ringing():
    world = a_world(strategy=Strategy.RING_ALL)
    world.ready(ANN, BOB, CAI)
    call = world.ring()
    world.tell(inputs.DeclineOffer(ANN, call, "wrong_skill"))
    assert world.core.state.calls[call].place is Place.OFFERED
    assert offered(world) == {BOB, CAI}
    world.tell(inputs.AcceptOffer(BOB, call))
    assert offered(world) == set()


def test_nobody_answers_and_nobody_is_blamed():
    world = a_world(strategy=Strategy.RING_ALL)
    world.ready(ANN, BOB)
    call = world.ring()
    world.wait(20)
    assert [each.why for each in world.of(facts.OfferEnded)] == ["no_answer", "no_answer"]
    assert offered(world) == {ANN, BOB}, "it rings again at once"
    world.hang_up(call)
    assert {world.agent(ANN).state, world.agent(BOB).state} == {AgentState.READY}


def test_who_becomes_ready_joins_the_ringing():
    world = a_world(strategy=Strategy.RING_ALL, ring_more_s=4.0)
    world.ready(ANN)
    world.ring()
    world.ready(BOB)
    assert offered(world) == {ANN}
    world.wait(4)
    assert offered(world) == {ANN, BOB}
    assert {each.until for each in world.of(facts.Delivered)} == {1_000_020.0}


def test_telephones_join_one_by_one():
    world = a_world(strategy=Strategy.PROGRESSIVE, ring_more_s=5.0)
    world.ready(ANN, BOB, CAI)
    world.ring()
    assert offered(world) == {ANN}
    world.wait(5)
    assert offered(world) == {ANN, BOB}
    world.wait(5)
    assert offered(world) == {ANN, BOB, CAI}


def test_the_caller_gives_up_while_all_ring():
    world = a_world(strategy=Strategy.RING_ALL, cai_nailed_up=False)
    world.silent.add("1003")
    world.ready(ANN, BOB, CAI)
    call = world.ring()
    assert offered(world) == {ANN, BOB, CAI}
    world.hang_up(call)
    assert offered(world) == set()
    assert "caller1" not in world.live
    assert world.station_of["1003"] not in world.live, "the telephone that rang has been hung up"


def test_a_phone_that_is_lifted_while_all_ring_takes_it():
    world = a_world(strategy=Strategy.RING_ALL, cai_nailed_up=False)
    world.silent.add("1003")
    world.ready(ANN, CAI)
    call = world.ring()
    world.pick_up("1003")
    world.settle()
    assert world.core.state.calls[call].agent == CAI
    assert world.agent(ANN).state is AgentState.READY


# --- the agent who knows the customer -----------------------------------------------------------------------------------


def a_customer_of_bob(**queue):
    world = a_world(last_agent_s=30.0, **queue)
    world.ready(BOB)
    call = world.ring()
    world.tell(inputs.AcceptOffer(BOB, call))
    world.wait(100)
    finish(world, call, BOB)
    world.ready(ANN)
    return world


def test_the_agent_who_talked_to_them_last_has_it_though_another_waits_longer():
    world = a_customer_of_bob()
    world.tell(inputs.BecomeNotReady(BOB, "break"))
    world.tell(inputs.BecomeReady(BOB))
    world.ring()
    assert offered(world) == {BOB}


def test_patience_for_an_agent_who_is_busy_ends():
    world = a_customer_of_bob()
    stranger = world.ring(ani="+441632960999")
    world.tell(inputs.DeclineOffer(BOB, stranger, "wrong_skill"))  # Ann has it now
    world.tell(inputs.AcceptOffer(ANN, stranger))
    other = world.ring(ani="+441632960998")
    world.tell(inputs.AcceptOffer(BOB, other))
    finish(world, stranger, ANN)
    again = world.ring()
    assert world.core.state.calls[again].place is Place.QUEUED
    world.wait(29)
    assert offered(world) == set()
    world.wait(1)
    assert offered(world) == {ANN}


def test_nobody_waits_for_an_agent_who_has_gone_home():
    world = a_customer_of_bob()
    world.tell(inputs.LogOff(BOB))
    world.ring()
    assert offered(world) == {ANN}


def test_a_customer_of_long_ago_is_nobodys():
    world = a_customer_of_bob(plan={"last_agent_within_s": 50.0})
    world.tell(inputs.BecomeNotReady(BOB, "break"))
    world.tell(inputs.BecomeReady(BOB))
    world.wait(51)
    world.ring()
    assert offered(world) == {ANN}


# --- step by step -------------------------------------------------------------------------------------------------------


def test_a_skill_is_asked_for_no_longer_after_a_while():
    world = a_world(skills=frozenset({"selling"}), steps=(Step(30.0, frozenset({"selling"})),))
    world.ready(BOB)
    world.ring()
    world.wait(29)
    assert offered(world) == set()
    world.wait(1)
    assert offered(world) == {BOB}


def test_a_level_is_asked_for_and_then_less():
    steps = (Step(10.0, frozenset({"selling"})),)
    world = a_world(
        skills=frozenset({"selling"}), levels={"selling": 3}, steps=steps, agents={CAI: {"levels": {"selling": 3}}}
    )
    world.ready(ANN)
    call = world.ring()
    assert offered(world) == set()
    world.ready(CAI)
    assert offered(world) == {CAI}
    world.tell(inputs.DeclineOffer(CAI, call, "wrong_skill"))
    world.wait(10)
    assert offered(world) == {ANN}


def test_the_second_tier_is_asked_when_the_first_does_not_come():
    world = a_world(steps=(Step(15.0, tier=2),), agents={BOB: {"tiers": {HELP: 2}}})
    world.ready(BOB)
    world.ring()
    assert offered(world) == set()
    world.wait(15)
    assert offered(world) == {BOB}


def test_steps_begin_anew_in_another_queue():
    world = a_world(steps=(Step(15.0, tier=2),), agents={BOB: {"tiers": {HELP: 2}}})
    world.ready(ANN)
    call = world.ring()
    world.tell(inputs.AcceptOffer(ANN, call))
    world.wait(100)
    world.tell(inputs.BecomeNotReady(ANN, "break"))
    world.ready(BOB)
    world.tell(inputs.SingleStepTransferCall(ANN, call, "queue", HELP))
    assert offered(world) == set()
    world.wait(15)
    assert offered(world) == {BOB}


def test_preferred_skills_go_before_the_longest_wait():
    world = a_world(preferred=frozenset({"selling"}))
    world.ready(BOB)
    world.wait(60)
    world.ready(ANN)
    world.ring()
    assert offered(world) == {ANN}


# --- priorities and choice among queues ---------------------------------------------------------------------------------


def caller_of(world, queue, ani):
    call = world.ring("4000", ani)
    world.press(call, "1" if queue == SALES else "2")
    return call


def who_is_served_first(world):
    world.ready(ANN)
    return world.core.state.agents[ANN].call


def test_a_segment_adds_to_the_priority():
    world = a_world(plan={"segment_priorities": {"gold": 2}})
    world.customers["+441632960001"] = (1, None, "gold")
    world.ring()
    gold = world.ring(ani="+441632960001")
    assert who_is_served_first(world) == gold
    assert world.of(facts.Queued)[-1].priority == 2


@pytest.mark.parametrize(("value", "first", "priority"), [("card", 2, 3), ("none", 1, 0)])
def test_what_the_menu_found_out_adds_to_the_priority(value, first, priority):
    keeps = Flow("keeps", "keep", {"keep": SetNode({"way": value}, "help"), "help": QueueNode(HELP)})
    plan = {"attribute_priorities": {"way": {"card": 3}}, "flows": small_plan().flows | {"keeps": keeps}}
    world = a_world(plan=plan | {"entries": {"4001": "direct", "4002": "keeps"}})
    world.ring("4001")
    world.ring("4002")
    assert world.of(facts.Queued)[-1].priority == priority
    assert who_is_served_first(world) == first


@pytest.mark.parametrize(("waited", "first"), [(30, 2), (70, 1)])
def test_a_priority_is_worth_a_wait(waited, first):
    world = a_world(plan={"priority_worth_s": 60.0, "segment_priorities": {"gold": 1}})
    world.customers["+441632960001"] = (1, None, "gold")
    world.ring()
    world.wait(waited)
    world.ring(ani="+441632960001")
    assert who_is_served_first(world) == first


@pytest.mark.parametrize(("waited", "first"), [(4, 1), (6, 2)])
def test_a_wait_in_one_queue_counts_three_times_for_an_agent(waited, first):
    world = a_world(agents={ANN: {"weights": {HELP: 3.0}}}, plan={"flows": _EQUAL})
    world.ring("4002")
    world.wait(10)
    world.ring("4001")
    world.wait(waited)
    assert who_is_served_first(world) == first


def test_who_has_used_up_most_of_the_promised_time_is_first():
    plan = {"queue_choice": QueueChoice.SERVICE_LEVEL, "flows": _EQUAL}
    world = a_world(plan=plan)
    help_soon = msgspec.structs.replace(world.plan.queues[1], service_level_s=10.0)
    world = CoreWorld(msgspec.structs.replace(world.plan, queues=(world.plan.queues[0], help_soon)))
    world.ring("4002")  # sales, 20 s
    world.wait(5)
    soon = world.ring("4001")  # help, 10 s
    world.wait(6)
    assert who_is_served_first(world) == soon


_EQUAL = small_plan().flows | {
    "sales": msgspec.convert(
        {"flow": "sales", "start": "q", "nodes": {"q": {"type": "queue", "queue": "sales"}}},
        type(small_plan().flows["menu"]),
    )
}


# --- sleep --------------------------------------------------------------------------------------------------------------


def test_a_centre_that_was_asleep_decides_the_same():
    world = a_world(strategy=Strategy.ROUND_ROBIN)
    world.ready(ANN, BOB, CAI)
    call = world.ring()
    world.tell(inputs.AcceptOffer(ANN, call))
    finish(world, call, ANN)
    world.core = Core.restore(world.plan, world.core.snapshot())
    world.ring()
    assert offered(world) == {BOB}


def test_busy_and_declined_cool_down_for_different_times():
    world = a_world(cai_nailed_up=False, decline_cooldown_s=60.0, busy_cooldown_s=10.0)
    world.silent.add("1003")
    world.ready(CAI)
    world.ring()
    world.drop_station("1003", Cause.BUSY)
    assert offered(world) == set()
    world.wait(10)
    assert offered(world) == {CAI}
    world.drop_station("1003", Cause.REJECTED)
    world.wait(59)
    assert offered(world) == set()
    world.wait(1)
    assert offered(world) == {CAI}


def test_who_did_not_answer_is_not_asked_again_at_once():
    world = a_world(no_answer_cooldown_s=30.0)
    world.ready(ANN)
    world.ring()
    world.wait(20)
    world.tell(inputs.BecomeReady(ANN))
    assert offered(world) == set()
    world.wait(30)
    assert offered(world) == {ANN}
    assert world.sent(switch.Clear) == []


# --- another queue ------------------------------------------------------------------------------------------------------


def overflowing(*rules, back=()):
    """Help hands calls on to sales by these rules, and sales back to help by those."""
    sales, help_ = small_plan().queues
    sales = msgspec.structs.replace(sales, skills=frozenset(), overflow=back)
    help_ = msgspec.structs.replace(help_, overflow=rules)
    ann, bob, cai = small_plan().agents
    ann = msgspec.structs.replace(ann, queues=(SALES,))
    cai = msgspec.structs.replace(cai, queues=(SALES,), station_mode="nailed_up")
    return CoreWorld(small_plan(queues=(sales, help_), agents=(ann, bob, cai)))


def queues_of(world):
    return [fact.queue for fact in world.of(facts.Queued)]


def test_after_a_wait_another_queue_has_it():
    world = overflowing(Overflow(SALES, after_s=60.0))
    world.ready(ANN)
    world.ring()
    world.wait(59)
    assert offered(world) == set()
    world.wait(1)
    assert offered(world) == {ANN}
    assert queues_of(world) == [HELP, SALES]


def test_a_call_that_rings_when_its_time_comes_goes_on_when_it_is_declined():
    world = overflowing(Overflow(SALES, after_s=60.0))
    world.ring()
    world.wait(50)
    world.ready(BOB, ANN)
    world.wait(15)
    assert offered(world) == {BOB}
    world.tell(inputs.DeclineOffer(BOB, CallId(1), "wrong_skill"))
    assert offered(world) == {ANN}


@pytest.mark.parametrize(("others", "queue"), [(1, HELP), (2, SALES)])
def test_a_long_queue_takes_no_more(others, queue):
    world = overflowing(Overflow(SALES, waiting=2))
    for number in range(others):
        world.ring(ani=f"+44163296000{number}")
    world.ring()
    assert queues_of(world)[-1] == queue


def test_nobody_is_logged_on_or_ready():
    world = overflowing(Overflow(SALES, lack=Lack.NONE_LOGGED_ON))
    world.ring()
    world.tell(inputs.LogOn(BOB, ""))
    world.ring(ani="+441632960001")
    assert queues_of(world) == [SALES, HELP]
    world = overflowing(Overflow(SALES, lack=Lack.NONE_READY))
    world.tell(inputs.LogOn(BOB, ""))
    world.ring()
    assert queues_of(world) == [SALES]


def test_a_closed_queue_gets_none():
    world = overflowing(Overflow(SALES, lack=Lack.NONE_READY))
    world.tell(inputs.SetQueueOpen(AgentId("boss"), SALES, open=False))
    world.ring()
    assert queues_of(world) == [HELP]


def test_no_call_goes_round_in_circles():
    world = overflowing(Overflow(SALES, after_s=10.0), back=(Overflow(HELP, after_s=10.0),))
    world.ring()
    world.wait(500)
    assert queues_of(world) == [HELP, SALES, HELP]
    world = overflowing(Overflow(SALES, lack=Lack.NONE_READY), back=(Overflow(HELP, lack=Lack.NONE_READY),))
    world.ring()
    assert queues_of(world) == [HELP]


def test_it_keeps_its_arrival():
    world = overflowing(Overflow(SALES, after_s=60.0))
    early = world.ring()
    world.wait(30)
    world.ring("4000", ani="+441632960001")
    world.press(CallId(2), "1")
    world.wait(30)
    world.ready(ANN)
    assert world.agent(ANN).call == early


# --- the old place of who gave up ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("away", "first"), [(60, 3), (61, 2)])
def test_who_gave_up_and_is_soon_back_has_the_old_place(away, first):
    world = a_world(plan={"old_place_within_s": 60.0})
    early = world.ring()
    world.wait(10)
    world.ring(ani="+441632960001")
    world.hang_up(early)
    world.wait(away)
    world.ring()
    assert who_is_served_first(world) == first


def test_the_old_place_is_that_of_its_queue_and_is_taken_once():
    world = a_world(plan={"old_place_within_s": 600.0, "flows": _EQUAL})
    early = world.ring("4002")
    world.hang_up(early)
    world.wait(10)
    world.ring(ani="+441632960001")
    world.ring("4001")  # another queue: a new place
    world.ready(BOB)
    assert world.agent(BOB).call == 2
    world.ring("4002")
    world.ring("4002")
    arrivals = [world.core.state.calls[CallId(number)].arrived for number in (4, 5)]
    assert arrivals == [1_000_000.0, 1_000_010.0]


def test_no_place_is_kept_unless_asked_for():
    world = a_world()
    world.hang_up(world.ring())
    assert not world.core.state.old_places


def test_callers_who_lose_their_agents_at_once_come_back_in_their_order():
    """The step to the second tier is due for both at the same instant."""
    sales, help_ = small_plan().queues
    ann, bob, cai = small_plan().agents
    cai = msgspec.structs.replace(cai, tiers={HELP: 2}, station_mode=StationMode.NAILED_UP)
    help_ = msgspec.structs.replace(help_, steps=(Step(15.0, tier=2),))
    world = CoreWorld(small_plan(queues=(sales, help_), agents=(ann, bob, cai)))
    world.ready(ANN, BOB, CAI)
    calls = []
    for agent, other in ((BOB, ANN), (ANN, BOB)):
        world.tell(inputs.BecomeNotReady(other, "break"))
        calls.append(world.ring())
        world.tell(inputs.AcceptOffer(agent, calls[-1]))
        world.tell(inputs.BecomeReady(other))
        world.wait(1)
    gone = {world.agent(agent).line for agent in (ANN, BOB)}
    standing = {each: answered for each, answered in world.live.items() if each not in gone}
    world.tell(switch.SwitchUp(tuple(switch.LiveConnection(each, answered) for each, answered in standing.items())))
    world.wait(15)
    assert world.agent(CAI).call == calls[0]
