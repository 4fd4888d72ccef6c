"""A site of thousands of agents, who come, go, decline and drop in crowds: the promises of the core hold for each of them (design §4).

What one agent can do to one call is in `test_core_invariants`; here it is numbers, and an order that is checked offer by offer against a
model that looks at everybody.
"""

from collections import Counter

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import AgentId, Cause, QueueId, StationMode, Strategy
from agent_desktop.errors import Refusal
from agent_desktop.protocol.messages import AgentState
from agent_desktop.protocol.record import Text
from ivr import facts, inputs
from ivr.core.agents import is_nailed_up
from ivr.core.call_machine import Place
from ivr.core.core import Core
from ivr.flow.model import Flow, QueueNode
from ivr.plan import AgentPlan, Plan, QueuePlan, Step
from tests.fakes.coreworld import CoreWorld

AGENTS = 2_000
QUEUES = [QueueId(f"q{number}") for number in range(6)]
SKILLS = ("french", "billing")


def plan_of(strategy):
    """Every queue goes by this strategy; some ask for skills, prefer one, or open a further tier to calls that wait."""
    queues = tuple(
        QueuePlan(
            queue,
            Text(queue, queue),
            frozenset(SKILLS[: number % 3]),
            decline_cooldown_s=30.0,
            no_answer_cooldown_s=10.0,
            strategy=strategy,
            preferred=frozenset({"billing"}) if number == 3 else frozenset(),
            steps=(Step(15.0, tier=2), Step(40.0, frozenset({"french"}), 2)),
        )
        for number, queue in enumerate(QUEUES)
    )
    nodes = {f"{queue}/{priority}": QueueNode(queue, priority) for queue in QUEUES for priority in (0, 1)}
    flows = {name: Flow(name, "wait", {"wait": node}) for name, node in nodes.items()}
    return Plan(
        queues,
        tuple(map(agent_plan, range(AGENTS))),
        flows,
        {name: name for name in flows},
        "q0/0",
        caller_number="4000",
        disposition_codes=frozenset({"done"}),
        not_ready_codes=frozenset({"break"}),
        decline_codes=frozenset({"not_mine"}),
    )


def agent_plan(number):
    queues = tuple(dict.fromkeys((QUEUES[number % 6], QUEUES[number // 6 % 6])))
    return AgentPlan(
        AgentId(f"a{number:04}"),
        "",
        queues,
        frozenset(skill for skill, every in zip(SKILLS, (2, 3), strict=True) if number % every == 0),
        str(20_000 + number),
        StationMode.ON_DEMAND if number % 50 == 0 else StationMode.NAILED_UP,
        tiers={queues[0]: 2} if number % 10 == 0 else {},
    )


class Crowd(CoreWorld):
    """A world that checks each offer as it is made: whoever waited longest, among those whom this agent may take."""

    def __init__(self, plan):
        self.arrived, self.waiting, self.talking = {}, {}, {}
        super().__init__(plan)

    def give(self, item):
        """No two things happen at the same instant."""
        self.now += 0.001
        super().give(item)

    def take(self, effects):
        super().take(effects)
        for fact in effects:
            if isinstance(fact, facts.NumberedFact):
                self.follow(fact.fact, fact.at)

    def follow(self, fact, at):
        match fact:
            case facts.CallArrived(call=call):
                self.arrived[call] = at
            case facts.Queued(call=call, priority=priority):
                self.waiting[call] = (-priority, self.arrived[call], call)
            case facts.Delivered(call=call, agent=agent) if call in self.waiting:
                self.require_turn(self.waiting.pop(call), agent)
            case facts.CallCleared(call=call):
                self.waiting.pop(call, None)
            case facts.Established(call=call, agent=agent, leg=leg):
                self.talking[call, agent, leg] = at
            case facts.LegEnded(call=call, agent=agent, leg=leg):
                begun = self.talking.pop((call, agent, leg), at)
                assert fact.talk_s + fact.hold_s == pytest.approx(at - begun), (
                    "nobody is credited with another's minutes"
                )

    def require_turn(self, turn, agent):
        ground = self.core._ground
        for other in self.waiting.values():
            call = ground.state.calls.get(other[2])
            if other < turn and call is not None and ground.acd.may_serve(agent, ground.need(call)):
                assert self.is_kept(call.call, agent), f"call {other} was before {turn}, and {agent} may take it"

    def is_kept(self, call, agent):
        return self.core._ground.acd._is_kept(call, agent, self.core._ground.now)

    def ask(self, request):
        """What cannot be is refused, and that is well."""
        try:
            self.tell(request)
        except Refusal:
            self.settle()


class SiteDay(RuleBasedStateMachine):
    """Crowds at a time: every `nth` of those in question, beginning with the `first`."""

    strategy = Strategy.LONGEST_IDLE
    nth, first, some = st.integers(1, 12), st.integers(0, AGENTS), st.integers(1, AGENTS)

    @initialize(some=some)
    def morning(self, some):
        self.world = Crowd(plan_of(self.strategy))
        self.agents = [plan.agent for plan in self.world.plan.agents]
        self.world.ready(*self.agents[:some])

    # --- agents -------------------------------------------------------------------------------------------------------

    @rule(first=first, some=st.integers(1, 300), what=st.sampled_from(["on", "ready", "break", "off", "lost"]))
    def shift(self, first, some, what):
        for agent in (self.agents * 2)[first : first + some]:
            match what:
                case "on":
                    self.world.ask(inputs.LogOn(agent, ""))
                case "ready":
                    self.world.ask(inputs.BecomeReady(agent))
                case "break":
                    self.world.ask(inputs.BecomeNotReady(agent, "break"))
                case "off":
                    self.world.ask(inputs.LogOff(agent))
                case "lost":
                    self.world.tell(inputs.SeatLost(agent))

    @rule(nth=nth, first=st.integers(0, 11))
    def accept(self, nth, first):
        for agent in self.those(AgentState.RESERVED)[first::nth]:
            self.world.ask(inputs.AcceptOffer(agent.agent, agent.call))

    @rule(nth=nth, first=st.integers(0, 11))
    def decline(self, nth, first):
        for agent in self.those(AgentState.RESERVED)[first::nth]:
            self.world.ask(inputs.DeclineOffer(agent.agent, agent.call, "not_mine"))

    @rule(nth=nth, queue=st.sampled_from(QUEUES))
    def hand_on(self, nth, queue):
        for agent in self.those(AgentState.BUSY)[::nth]:
            self.world.ask(inputs.SingleStepTransferCall(agent.agent, agent.call, "queue", queue))

    @rule(nth=nth)
    def hold(self, nth):
        for agent in self.those(AgentState.BUSY)[::nth]:
            self.world.ask(inputs.HoldCall(agent.agent, agent.call))

    @rule(nth=nth, state=st.sampled_from([AgentState.RESERVED, AgentState.BUSY, AgentState.READY]))
    def telephones_drop(self, nth, state):
        for agent in self.those(state)[:: nth * 3]:
            if agent.line in self.world.live:
                del self.world.live[agent.line]
                self.world.tell(switch.ConnectionEnded(agent.line, Cause.LINE_LOST))

    @rule(nth=nth)
    def file(self, nth):
        for agent in self.those(AgentState.WRAP_UP)[::nth]:
            self.world.ask(inputs.LogCompleted(agent.agent, agent.call, "done"))

    # --- callers, time, the switch ------------------------------------------------------------------------------------

    @rule(some=st.integers(1, 60), queue=st.sampled_from(QUEUES), priority=st.sampled_from([0, 0, 1]))
    def ring(self, some, queue, priority):
        for _ in range(some if self.world.core.state.switch_up else 0):
            self.world.ring(f"{queue}/{priority}", ani="")

    @rule(nth=nth, place=st.sampled_from([Place.QUEUED, Place.OFFERED, Place.CONNECTED]))
    def callers_hang_up(self, nth, place):
        standing = [call for call in self.calls if call.place is place and call.connection in self.world.live]
        for call in standing[::nth]:
            self.world.hang_up(call.call)

    @rule(seconds=st.sampled_from([1, 6, 21, 45]))
    def wait(self, seconds):
        self.world.wait(seconds)

    @rule(nth=st.integers(2, 50))
    def link_goes_and_comes_back(self, nth):
        self.world.tell(switch.SwitchDown("test"))
        for connection in list(self.world.live)[::nth]:
            del self.world.live[connection]
        known = tuple(switch.LiveConnection(each, answered) for each, answered in self.world.live.items())
        self.world.tell(switch.SwitchUp(known))

    @rule()
    def sleep_and_wake(self):
        sleeping = self.world.core.snapshot()
        self.world.core = Core.restore(self.world.plan, sleeping)
        assert self.world.core.snapshot() == sleeping

    # --- promises -----------------------------------------------------------------------------------------------------

    @invariant()
    def a_call_is_in_exactly_one_place(self):
        assert set(self.world.core._ground.acd._waiting) == {
            call.call for call in self.calls if call.place is Place.QUEUED
        }
        held_by = Counter(
            agent.call for agent in self.everybody if agent.state in {AgentState.BUSY, AgentState.RESERVED}
        )
        for call in self.calls:
            taken = call.place in {Place.OFFERED, Place.CONNECTED, Place.HELD}
            assert held_by[call.call] == (1 + len(call.others) if taken else 0), call

    @invariant()
    def an_agent_has_at_most_one_offer_or_call(self):
        offers = Counter(
            agent for call in self.calls if call.place is Place.OFFERED for agent in (call.agent, *call.others)
        )
        assert set(offers.values()) <= {1}
        assert set(offers) == {agent.agent for agent in self.those(AgentState.RESERVED)}
        talking = Counter(call.agent for call in self.calls if call.leg is not None)
        assert set(talking.values()) <= {1}
        assert set(talking) == {agent.agent for agent in self.those(AgentState.BUSY)}

    @invariant()
    def no_call_waits_while_an_agent_who_may_take_it_is_ready(self):
        ground = self.world.core._ground
        ready = [each for each in self.those(AgentState.READY) if each.line_up or not is_nailed_up(ground, each)]
        needs = {call.call: ground.need(call) for call in self.calls if call.place is Place.QUEUED}
        able = {
            need: [each for each in ready if ground.acd.may_serve(each.agent, need)] for need in set(needs.values())
        }
        for call, need in needs.items():
            assert all(self.world.is_kept(call, each.agent) for each in able[need]), (call, need)

    @invariant()
    def a_call_keeps_its_arrival_time(self):
        assert {call.call: call.arrived for call in self.calls}.items() <= self.world.arrived.items()

    @invariant()
    def every_call_that_is_over_is_logged_once(self):
        logged = [fact.call for fact in self.world.of(facts.CallLogged)]
        assert len(logged) == len(set(logged))
        assert self.world.arrived.keys() - logged == {call.call for call in self.calls}

    def teardown(self):
        """When all lines are gone and everybody goes home, every call ends and has its log."""
        self.world.live.clear()
        self.world.broken.update(plan.station for plan in self.world.plan.agents)
        self.world.tell(switch.SwitchUp(()))
        for agent in self.everybody:
            if agent.state is AgentState.WRAP_UP:
                self.world.tell(inputs.LogCompleted(agent.agent, agent.call, "done"))
            if agent.state is not AgentState.LOGGED_OFF:
                self.world.tell(inputs.LogOff(agent.agent))
        assert self.calls == []
        assert self.world.talking == {}
        self.every_call_that_is_over_is_logged_once()

    # --- inside -------------------------------------------------------------------------------------------------------

    @property
    def calls(self):
        return list(self.world.core.state.calls.values())

    @property
    def everybody(self):
        return self.world.core.state.agents.values()

    def those(self, state):
        return [agent for agent in self.everybody if agent.state is state]


@pytest.mark.parametrize("strategy", Strategy)
def test_the_promises_hold_for_thousands_of_agents(strategy):
    day = type("Day", (SiteDay,), {"strategy": strategy})
    run_state_machine_as_test(day, settings=settings(max_examples=5, stateful_step_count=25, deadline=None))
