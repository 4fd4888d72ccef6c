"""Whatever a centre's day brings, each desk says what the core knows, and a seat that follows the events shows its desk."""

from hypothesis import settings
from hypothesis.stateful import invariant

from agent_desktop.protocol.messages import AgentState, CallPhase, ConsultStage
from ivr import facts
from ivr.centre.desks import Desks
from ivr.core.call_machine import Place
from tests.fakes.records import customer
from tests.fakes.seatcentre import CATALOGUE
from tests.fakes.seatmodel import SeatModel
from tests.property.test_core_invariants import CentreDay

PHASES = {
    Place.OFFERED: CallPhase.OFFERED,
    Place.DIALLING: CallPhase.DIALLING,
    Place.CONNECTED: CallPhase.CONNECTED,
    Place.HELD: CallPhase.HELD,
}


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
        self.desks = Desks(self.world.plan, CATALOGUE, str)
        self.seats = {}
        self.taken = 0

    def catch_up(self):
        """Bring the new facts to the desks, and their news to the seats."""
        new, self.taken = self.world.facts[self.taken :], len(self.world.facts)
        for fact in new:
            self.tell_seats(self.desks.apply(fact))
            if isinstance(fact.fact, facts.CallArrived | facts.CallMade):
                self.tell_seats(self.desks.identify(fact.fact.call, customer(fact.fact.call)))
            if isinstance(fact.fact, facts.AgentLoggedOn):
                self.tell_seats(self.desks.flush())
                self.seats[fact.fact.agent] = SeatModel(self.desks.snapshot(fact.fact.agent))
            if isinstance(fact.fact, facts.AgentLoggedOff):
                del self.seats[fact.fact.agent]
        self.tell_seats(self.desks.flush())

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
    def a_seat_that_follows_shows_its_desk(self):
        self.catch_up()
        for agent, seat in self.seats.items():
            assert seat.snapshot == self.desks.snapshot(agent)


DesksDay.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestDesksDay = DesksDay.TestCase
