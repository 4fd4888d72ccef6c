"""Agents on the desks: how each stands, on their own seat."""

from agent_desktop.protocol import messages as m
from agent_desktop.protocol.messages import AgentState
from ivr import inputs
from tests.fakes.plans import ANN, BOB, SALES
from tests.fakes.seatcentre import BOSS


def test_wrap_up_keeps_its_beginning_when_it_is_extended(talking):
    talking.world.hang_up(talking.call)
    talking.news()
    before = talking.desks.snapshot(ANN).agent
    talking.world.wait(5.0)
    talking.ask(inputs.ExtendWrapUp(ANN, 60))
    talking.news()
    after = talking.desks.snapshot(ANN).agent
    assert after.since_ms == before.since_ms
    assert after.wrap_up_ends_ms == before.wrap_up_ends_ms + 60_000


def test_what_comes_next_is_shown_until_it_has_come(talking):
    talking.ask(inputs.BecomeNotReady(ANN, "break"))
    talking.news()
    assert talking.desks.snapshot(ANN).agent.next_reason == "break"
    talking.world.hang_up(talking.call)
    talking.ask(inputs.LogCompleted(ANN, talking.call, "solved"))
    talking.news()
    agent = talking.desks.snapshot(ANN).agent
    assert (agent.state, agent.reason, agent.next_reason) == (AgentState.NOT_READY, "break", None)


def test_what_a_supervisor_decides_is_told_with_their_name(room):
    room.world.ready(BOB)
    room.news()
    room.ask(inputs.DirectAgent(BOSS, BOB, AgentState.NOT_READY, "break", "lunch"))
    assert room.told(BOB, m.Notice) == [m.Notice("set_not_ready_by", {"name": BOSS, "note": "lunch"})]


def test_who_is_moved_gets_the_figures_of_their_new_queues_from_then_on(room):
    room.world.ready(BOB)
    room.news()
    room.desks.flush()
    room.ask(inputs.AssignAgent(BOSS, BOB, (SALES,), ("selling",)))
    (assigned,) = room.told(BOB, m.QueuesAssigned)
    assert assigned.queues == (m.QueueView(SALES, 0, None),)
    room.world.ring()
    room.news()
    assert room.desks.flush() == [], "a caller for help is no business of theirs any more"
