"""What supervisors may do to agents, calls and queues; and an agent's call for help."""

import pytest
from msgspec.structs import replace

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import AgentId, CallId, MonitorMode, QueueId
from agent_desktop.errors import Refusal
from agent_desktop.protocol.messages import AgentState
from ivr import facts, inputs
from ivr.core.call_machine import Place
from ivr.core.core import Core
from ivr.flow.model import Ending, Flow, HangUpNode, Node, NodeId, QueueNode, Speech
from tests.fakes.coreworld import CoreWorld
from tests.fakes.plans import ANN, BOB, CAI, DIRECT, HELP, SALES, small_plan

BOSS = AgentId("boss")


def direct(state, reason="", target=ANN):
    return inputs.DirectAgent(BOSS, target, state, reason, "the queue is long")


def talking(world, agent=ANN):
    world.ready(agent)
    call = world.ring()
    world.tell(inputs.AcceptOffer(agent, call))
    return call


# --- states -----------------------------------------------------------------------------------------------------------


def test_an_agent_is_set_ready_and_not_ready(world):
    world.tell(inputs.LogOn(ANN, ""))
    world.tell(direct(AgentState.READY))
    assert world.agent(ANN).state is AgentState.READY
    world.tell(direct(AgentState.NOT_READY, "break"))
    assert (world.agent(ANN).state, world.agent(ANN).reason) == (AgentState.NOT_READY, "break")
    assert world.of(facts.AgentDirected) == [
        facts.AgentDirected(ANN, BOSS, AgentState.READY, "", "the queue is long"),
        facts.AgentDirected(ANN, BOSS, AgentState.NOT_READY, "break", "the queue is long"),
    ]


def test_who_has_a_call_is_set_for_afterwards(world):
    talking(world)
    world.tell(direct(AgentState.NOT_READY, "break"))
    assert (world.agent(ANN).state, world.agent(ANN).next_reason) == (AgentState.BUSY, "break")


def test_an_agent_is_logged_off_and_their_telephone_hung_up(world):
    world.ready(ANN)
    world.tell(direct(AgentState.LOGGED_OFF))
    assert world.agent(ANN).state is AgentState.LOGGED_OFF
    assert world.station_of["1001"] not in world.live


@pytest.mark.parametrize(
    ("prepare", "wish", "refusal"),
    [
        (talking, direct(AgentState.LOGGED_OFF), "agent_has_call"),
        (lambda _: None, direct(AgentState.READY), "wrong_state"),
        (talking, direct(AgentState.BUSY), "wrong_state"),
        (talking, direct(AgentState.READY, target=AgentId("nobody")), "unknown_target"),
        (talking, direct(AgentState.NOT_READY, "no such reason"), "unknown_reason"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_no_trace(world, prepare, wish, refusal):
    prepare(world)
    before = world.core.snapshot()
    with pytest.raises(Refusal, match=refusal):
        world.tell(wish)
    assert world.core.snapshot() == before
    assert not world.of(facts.AgentDirected)


# --- queues and skills --------------------------------------------------------------------------------------------------


def assign(target, queues, skills=()):
    return inputs.AssignAgent(BOSS, target, queues, skills)


def test_an_agent_who_is_moved_gets_the_call_that_waits_there(world):
    world.ready(BOB)
    call = world.ring("4000")
    world.press(call, "1")
    assert world.core.state.calls[call].place is Place.QUEUED, "Bob does not sell"
    world.tell(assign(BOB, (SALES,), ("selling",)))
    assert world.core.state.calls[call].agent == BOB
    assert world.of(facts.AgentAssigned) == [facts.AgentAssigned(BOB, BOSS, (SALES,), ("selling",))]


def test_an_agent_who_was_moved_away_gets_no_more_of_the_old_calls(world):
    world.ready(ANN)
    world.tell(assign(ANN, (SALES,), ("selling",)))
    call = world.ring()
    assert world.core.state.calls[call].place is Place.QUEUED
    world.tell(assign(ANN, (HELP,), ()))
    assert world.core.state.calls[call].agent == ANN


def test_a_move_needs_a_queue_that_there_is(world):
    with pytest.raises(Refusal, match="unknown_target"):
        world.tell(assign(ANN, (QueueId("nowhere"),)))


def test_a_move_needs_skills_that_there_are(world, refused):
    assert refused(assign(ANN, (SALES,), ("seling",))) == "unknown_target"
    assert world.core.state.agents[ANN].queues is None


def test_moves_and_closed_queues_survive_a_sleep(world):
    world.tell(assign(BOB, (SALES,), ("selling",)))
    world.tell(inputs.SetQueueOpen(BOSS, HELP, open=False))
    world.ready(BOB)
    world.core = Core.restore(world.plan, world.core.snapshot())
    turned_away = world.ring()
    assert turned_away not in world.core.state.calls
    call = world.ring("4000")
    world.press(call, "1")
    assert world.core.state.calls[call].agent == BOB


def test_who_is_moved_keeps_levels():
    agents = tuple(
        replace(each, skills=frozenset({"selling"}), levels={"selling": 5}) if each.agent == BOB else each
        for each in small_plan().agents
    )
    queues = tuple(
        replace(each, skills=frozenset({"selling"}), levels={"selling": 3}) if each.queue == SALES else each
        for each in small_plan().queues
    )
    world = CoreWorld(small_plan(agents=agents, queues=queues))
    world.ready(ANN, BOB)
    world.tell(assign(BOB, (SALES,), ("selling",)))
    world.tell(assign(ANN, (SALES,), ("selling",)))
    call = world.ring("4000")
    world.press(call, "1")
    assert world.core.state.calls[call].agent == BOB


# --- waiting calls ------------------------------------------------------------------------------------------------------


def test_a_call_that_is_raised_is_the_next_one(world):
    first, second = world.ring(), world.ring()
    world.tell(inputs.RaiseCall(BOSS, second))
    world.ready(ANN)
    assert world.agent(ANN).call == second
    assert world.core.state.calls[first].place is Place.QUEUED
    assert world.of(facts.Audited) == [facts.Audited(BOSS, "RaiseCall", f"call {second}", "done", HELP)]


def test_raised_twice_over_the_last_one_wins(world):
    first, second = world.ring(), world.ring()
    world.tell(inputs.RaiseCall(BOSS, second))
    world.tell(inputs.RaiseCall(BOSS, first))
    world.ready(ANN)
    assert world.agent(ANN).call == first


@pytest.mark.parametrize("worth", [0.0, 30.0])
def test_a_raised_call_stands_before_better_customers_and_earlier_ones(worth):
    plan = small_plan(segment_priorities={"vip": 2}, priority_worth_s=worth)
    world = CoreWorld(plan)
    early, late, vip = world.ring(), world.ring(ani="+441632960001"), world.ring(ani="+441632960002")
    world.core.state.calls[vip].segment = "vip"
    world.wait(100)
    world.tell(inputs.RaiseCall(BOSS, vip))
    world.tell(inputs.RaiseCall(BOSS, late))
    world.ready(ANN)
    assert world.agent(ANN).call == late
    assert early in world.core.state.calls


def test_only_a_call_that_waits_can_be_raised(world):
    call = talking(world)
    with pytest.raises(Refusal, match="wrong_state"):
        world.tell(inputs.RaiseCall(BOSS, call))
    with pytest.raises(Refusal, match="no_such_call"):
        world.tell(inputs.RaiseCall(BOSS, CallId(99)))


# --- open and closed ------------------------------------------------------------------------------------------------------


def test_a_closed_queue_turns_callers_away_and_serves_those_who_wait(world):
    waiting = world.ring()
    world.tell(inputs.SetQueueOpen(BOSS, HELP, open=False))
    world.ring()
    assert [fact.outcome for fact in world.of(facts.CallCleared)] == ["closed"]
    world.ready(ANN)
    assert world.agent(ANN).call == waiting
    world.tell(inputs.SetQueueOpen(BOSS, HELP, open=True))
    assert world.core.state.calls[world.ring()].place in {Place.QUEUED, Place.OFFERED}


def test_a_flow_with_a_closing_message_says_it_first():
    nodes: dict[NodeId, Node] = {
        "help": QueueNode(HELP),
        "closed": HangUpNode(Speech("We are closed.", "已下班。"), outcome=Ending.CLOSED),
    }
    world = CoreWorld(small_plan(flows={"menu": DIRECT, "direct": Flow("direct", "help", nodes)}))
    world.tell(inputs.SetQueueOpen(BOSS, HELP, open=False))
    call = world.ring()
    assert world.sent(switch.Play)
    world.prompt_ends(call)
    assert [fact.outcome for fact in world.of(facts.CallCleared)] == ["closed"]


def test_nobody_is_transferred_to_a_closed_queue(world):
    call = talking(world)
    world.tell(inputs.SetQueueOpen(BOSS, SALES, open=False))
    with pytest.raises(Refusal, match="target_unavailable"):
        world.tell(inputs.SingleStepTransferCall(ANN, call, "queue", SALES))


def test_closing_what_is_closed_is_no_deed(world):
    for _ in range(2):
        world.tell(inputs.SetQueueOpen(BOSS, HELP, open=False))
    assert len(world.of(facts.QueueClosed)) == len(world.of(facts.Audited)) == 1
    with pytest.raises(Refusal, match="unknown_target"):
        world.tell(inputs.SetQueueOpen(BOSS, QueueId("nowhere"), open=False))


# --- help -------------------------------------------------------------------------------------------------------------


def test_help_is_over_when_a_supervisor_comes(world):
    call = talking(world)
    world.tell(inputs.LogOn(BOB, ""))
    for _ in range(2):
        world.tell(inputs.RequestHelp(ANN, wanted=True))
    assert world.of(facts.HelpRequested) == [facts.HelpRequested(ANN, call)], "pressed twice, asked once"
    world.tell(inputs.MonitorCall(BOB, call, MonitorMode.MONITOR))
    assert world.of(facts.HelpEnded) == [facts.HelpEnded(ANN, BOB)]


@pytest.mark.parametrize(
    ("end", "by"),
    [
        (lambda world, _: world.tell(inputs.RequestHelp(ANN, wanted=False)), ANN),
        (lambda world, _: world.tell(inputs.EndHelp(BOSS, ANN)), BOSS),
        (lambda world, call: (world.hang_up(call), world.wait(600)), ""),
    ],
)
def test_help_ends(world, end, by):
    call = talking(world)
    world.tell(inputs.RequestHelp(ANN, wanted=True))
    end(world, call)
    assert world.of(facts.HelpEnded) == [facts.HelpEnded(ANN, by)]
    assert not world.agent(ANN).help


def test_help_is_for_those_who_are_here(world):
    with pytest.raises(Refusal, match="not_logged_in"):
        world.tell(inputs.RequestHelp(CAI, wanted=True))


def test_what_was_refused_is_written_down(world):
    world.tell(inputs.RequestRefused(ANN, "WatchBoard", "", "not_allowed"))
    assert world.of(facts.Audited) == [facts.Audited(ANN, "WatchBoard", "", "not_allowed", "")]
