"""Whatever a centre's day brings, each desk says what the core knows, and a seat that follows the events shows its desk."""

from collections import Counter

from hypothesis import settings
from hypothesis.stateful import invariant

from agent_desktop.cti.vocabulary import AgentId, Direction
from agent_desktop.protocol.board import CallStage
from agent_desktop.protocol.messages import AgentState, BoardChanged, CallPhase, ConsultStage
from agent_desktop.ui.board_state import BoardState, board_after
from ivr import facts
from ivr.centre.board import Board, Reckoning
from ivr.centre.desks import Desks
from ivr.core.call_machine import Place
from tests.fakes.records import customer
from tests.fakes.seatcentre import CATALOGUE
from tests.fakes.seatmodel import SeatModel
from tests.property.test_core_invariants import CentreDay

PHASES = {
    Place.OFFERED: CallPhase.OFFERED,
    Place.WORKING: CallPhase.WORKING,
    Place.DIALLING: CallPhase.DIALLING,
    Place.CONNECTED: CallPhase.CONNECTED,
    Place.HELD: CallPhase.HELD,
}
STAGES = {
    Place.MENU: CallStage.MENU,
    Place.QUEUED: CallStage.WAITING,
    Place.OFFERED: CallStage.OFFERED,
    Place.WORKING: CallStage.WORKING,
    Place.DIALLING: CallStage.DIALLING,
    Place.CONNECTED: CallStage.TALKING,
    Place.HELD: CallStage.HELD,
    Place.OUTSIDE: CallStage.OUTSIDE,
}
WAITING = {CallStage.WAITING, CallStage.OFFERED}
DAY_MS = 10**12
"""One day lasts all test long."""


def phase_for(agent, call):
    """Where a call stands for this agent, by what the core knows."""
    if call.agent == agent:
        return PHASES[call.place]
    if call.consult is not None and call.consult.target == agent:
        return CallPhase.OFFERED if call.consult.stage is ConsultStage.RINGING else CallPhase.CONSULTED
    return CallPhase.WRAP_UP


class DesksDay(CentreDay):
    """The core's day, watched from the seats."""

    def __init__(self):
        super().__init__()
        self.board = Board(self.world.plan, Reckoning(lambda at: at - at % DAY_MS), str)
        self.desks = Desks(self.world.plan, CATALOGUE, str, self.board)
        self.shown = board_after(BoardState(), self.board.watch(AgentId("boss")))
        self.seats = {}
        self.taken = 0

    def catch_up(self):
        """Bring the new facts to the desks, and their news to the seats."""
        new, self.taken = self.world.facts[self.taken :], len(self.world.facts)
        for fact in new:
            self.tell_seats(self.desks.apply(fact))
            if isinstance(fact.fact, facts.CallArrived | facts.CallMade | facts.FollowUpDue):
                self.tell_seats(self.desks.identify(fact.fact.call, customer(fact.fact.call)))
            if isinstance(fact.fact, facts.AgentLoggedOn):
                self.tell_seats(self.desks.flush())
                self.seats[fact.fact.agent] = SeatModel(self.desks.snapshot(fact.fact.agent))
            if isinstance(fact.fact, facts.AgentLoggedOff):
                del self.seats[fact.fact.agent]
        self.tell_seats(self.desks.flush())
        for item in self.desks.flush_board():
            assert isinstance(item.body, BoardChanged)
            self.shown = board_after(self.shown, item.body)

    def tell_seats(self, news):
        for item in news:
            for agent in self.seats if item.agents is None else item.agents:
                if agent in self.seats:
                    self.seats[agent].apply(item.body)

    @invariant()
    def desks_say_what_the_core_knows(self):
        self.catch_up()
        state = self.world.core.state
        for name, agent in state.agents.items():
            shown = self.desks.snapshot(name)
            assert shown.agent.state is agent.state
            if agent.state is AgentState.NOT_READY:
                assert shown.agent.reason == agent.reason
            assert [desk.view.call for desk in shown.calls] == ([] if agent.call is None else [agent.call])
            for desk in shown.calls:
                call = state.calls[desk.view.call]
                assert desk.view.phase is phase_for(name, call)
                assert desk.pop == customer(call.call)

    @invariant()
    def figures_are_exact(self):
        self.catch_up()
        waiting = [call for call in self.world.core.state.calls.values() if call.place in {Place.QUEUED, Place.OFFERED}]
        for agent in self.seats:
            for view in self.desks.snapshot(agent).queues:
                here = [call for call in waiting if call.queue == view.queue]
                assert view.waiting == len(here)
                assert (view.oldest_since_ms is None) == (not here)

    @invariant()
    def the_board_says_what_the_core_knows(self):
        self.catch_up()
        state = self.world.core.state
        for agent in state.agents.values():
            row = self.shown.agents[agent.agent]
            assert (row.state, row.call) == (agent.state, agent.call)
            assert (row.help_since_ms is not None) == agent.help
        standing = {call.call: call for call in state.calls.values() if call.place is not Place.CLEARED}
        assert set(self.shown.calls) == set(standing)
        for call in standing.values():
            shown = self.shown.calls[call.call]
            assert shown.stage is STAGES[call.place]
            assert shown.queue == call.queue
            assert {who for who, _ in shown.listeners} == set(call.monitored_by)

    @invariant()
    def every_call_that_was_offered_to_a_queue_is_answered_abandoned_or_waits(self):
        self.catch_up()
        callers = (call for call in self.shown.calls.values() if call.direction in {Direction.IN, Direction.OUT})
        waiting = Counter(call.queue for call in callers if call.stage in WAITING)
        for queue, counts in self.shown.totals.items():
            assert counts.offered == counts.answered + counts.abandoned + waiting[queue], (queue, counts)

    @invariant()
    def a_board_that_follows_shows_the_board(self):
        self.catch_up()
        assert self.shown == board_after(BoardState(), self.board._whole())

    @invariant()
    def a_seat_that_follows_shows_its_desk(self):
        self.catch_up()
        for agent, seat in self.seats.items():
            assert seat.snapshot == self.desks.snapshot(agent)


DesksDay.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestDesksDay = DesksDay.TestCase
