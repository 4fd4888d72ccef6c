"""What a centre remembers for its next journal: as little as possible, and enough for every desk."""

from hypothesis import settings
from hypothesis.stateful import invariant
from msgspec.structs import replace

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.protocol.messages import AgentState
from ivr import facts
from ivr.centre.desks import Desks
from ivr.centre.memory import Memory
from tests.fakes.coreworld import CoreWorld
from tests.fakes.plans import ANN, BOB, CAI
from tests.fakes.records import customer
from tests.fakes.seatcentre import CATALOGUE
from tests.property.test_core_invariants import CentreDay


def desks_of(plan, stream):
    desks = Desks(plan, CATALOGUE, str)
    for fact in stream:
        desks.apply(fact)
        if isinstance(fact.fact, facts.CallArrived | facts.CallMade):
            desks.identify(fact.fact.call, customer(fact.fact.call))
    desks.flush()
    return desks


def shown(desks, agent):
    """What a seat shows. Since when somebody is logged off, no seat shows: who is has none. How many gave up is counted anew."""
    snapshot = desks.snapshot(agent)
    snapshot = replace(snapshot, queues=tuple(replace(queue, given_up=0) for queue in snapshot.queues))
    return snapshot if snapshot.agent.state is not AgentState.LOGGED_OFF else (snapshot.queues, snapshot.calls)


class RememberedDay(CentreDay):
    """Desks that are fed what is remembered show the same as desks that saw the whole day."""

    def __init__(self):
        super().__init__()
        self.memory = Memory()
        self.taken = 0

    @invariant()
    def memory_is_enough(self):
        for fact in self.world.facts[self.taken :]:
            self.memory.take(fact)
        self.taken = len(self.world.facts)
        recalled = self.memory.recall()
        assert [fact.number for fact in recalled] == sorted({fact.number for fact in recalled})
        whole, remembering = (desks_of(self.world.plan, stream) for stream in (self.world.facts, recalled))
        for agent in (ANN, BOB, CAI, AgentId("nobody")):
            assert shown(remembering, agent) == shown(whole, agent)


RememberedDay.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestRememberedDay = RememberedDay.TestCase


def test_what_is_over_is_forgotten():
    world, memory = CoreWorld(), Memory()
    for _ in range(20):
        world.hang_up(world.ring())
    for fact in world.facts:
        memory.take(fact)
    assert [type(fact.fact) for fact in memory.recall()] == [facts.SwitchReached]
