"""Whatever happens in whatever order, the core keeps its promises (design §4)."""

from collections import Counter

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import Cause, ConnectionId, Lack, MonitorMode, QueueId, Strategy
from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import AgentState, ConsultStage
from ivr import facts, inputs
from ivr.core.agents import is_nailed_up
from ivr.core.call_machine import Place
from ivr.core.core import Core
from ivr.core.needs import Server
from ivr.plan import Overflow, Step
from tests.fakes.coreworld import CoreWorld
from tests.fakes.plans import ANN, BOB, CAI, HELP, SALES, small_plan

AGENTS = st.sampled_from([ANN, BOB, CAI])
OUTSIDE = "+441632960000"
STATIONS = st.sampled_from(["1001", "1002", "1003", OUTSIDE])
CAUSES = st.sampled_from(list(Cause))


class CentreDay(RuleBasedStateMachine):
    """A day of a small centre in which everybody does anything at any time."""

    plan = small_plan()

    def __init__(self):
        super().__init__()
        self.world = CoreWorld(self.plan)
        self.link_up = True
        self.refusals = []

    # --- people and things --------------------------------------------------------------------------------------------

    @initialize(some=st.sets(AGENTS))
    def morning(self, some):
        self.world.ready(*sorted(some))

    @rule(dnis=st.sampled_from(["4001", "4000"]))
    def ring(self, dnis):
        if self.link_up:
            self.world.ring(dnis)

    @rule(data=st.data(), digit=st.sampled_from("1239#"))
    def press(self, data, digit):
        if call := self.some_call(data):
            self.world.press(call, digit)

    @rule(data=st.data())
    def prompt_ends(self, data):
        if call := self.some_call(data):
            self.world.prompt_ends(call)

    @rule(data=st.data(), cause=CAUSES)
    def hang_up(self, data, cause):
        call = self.some_call(data)
        if call and self.world.connection(call) in self.world.live:
            self.world.hang_up(call, cause)

    @rule(agent=AGENTS)
    def log_on(self, agent):
        self.ask(inputs.LogOn(agent, ""))

    @rule(agent=AGENTS, kind=st.sampled_from(["ready", "break", "off", "lost"]))
    def change_state(self, agent, kind):
        match kind:
            case "ready":
                self.ask(inputs.BecomeReady(agent))
            case "break":
                self.ask(inputs.BecomeNotReady(agent, "break"))
            case "off":
                self.ask(inputs.LogOff(agent))
            case "lost":
                self.ask(inputs.SeatLost(agent))

    @rule(
        agent=AGENTS,
        what=st.sampled_from(["accept", "decline", "hold", "retrieve", "clear", "log", "extend", "call_back", "play"]),
    )
    def act(self, agent, what):
        call = self.world.agent(agent).call
        if call is None:
            return
        self.ask(
            {
                "accept": inputs.AcceptOffer(agent, call),
                "decline": inputs.DeclineOffer(agent, call, "wrong_skill"),
                "hold": inputs.HoldCall(agent, call),
                "retrieve": inputs.RetrieveCall(agent, call),
                "clear": inputs.ClearConnection(agent, call),
                "log": inputs.LogCompleted(agent, call, "solved"),
                "extend": inputs.ExtendWrapUp(agent, 60),
                "call_back": inputs.CallBack(agent, call),
                "play": inputs.PlayMessage(agent, call, on=True),
            }[what]
        )

    @rule(matter=st.integers(1, 3), number=st.sampled_from(["", OUTSIDE]))
    def follow_up(self, matter, number):
        self.world.tell(inputs.FollowUpDue(matter, ANN, HELP, number, None, None, "", "", self.world.now))

    @rule(seconds=st.sampled_from([30, 60]))
    def decline_all_and_wait(self, seconds):
        for agent in (ANN, BOB, CAI):
            if self.world.agent(agent).state is AgentState.RESERVED:
                self.ask(inputs.DeclineOffer(agent, self.world.agent(agent).call, "wrong_skill"))
        self.world.wait(seconds)

    @rule(
        agent=AGENTS,
        whither=st.sampled_from([("queue", HELP), ("queue", SALES), ("agent", BOB), ("number", OUTSIDE)]),
    )
    def transfer(self, agent, whither):
        call = self.world.agent(agent).call
        if call is not None:
            self.ask(inputs.SingleStepTransferCall(agent, call, *whither))

    @rule(agent=AGENTS, whom=st.sampled_from([("agent", ANN), ("agent", BOB), ("agent", CAI), ("number", OUTSIDE)]))
    def consult(self, agent, whom):
        call = self.world.agent(agent).call
        if call is not None:
            self.ask(inputs.ConsultationCall(agent, call, *whom))

    @rule(
        agent=AGENTS,
        request=st.sampled_from(
            [inputs.AlternateCall, inputs.ConferenceCall, inputs.ReconnectCall, inputs.TransferCall]
        ),
    )
    def act_in_a_consultation(self, agent, request):
        call = self.world.agent(agent).call
        if call is not None:
            self.ask(request(agent, call))

    @rule(agent=AGENTS, watched=AGENTS, mode=st.sampled_from(MonitorMode))
    def monitor(self, agent, watched, mode):
        call = self.world.agent(watched).call
        if call is not None:
            self.ask(inputs.MonitorCall(agent, call, mode))

    @rule(
        agent=AGENTS,
        boss=AGENTS,
        state=st.sampled_from([AgentState.READY, AgentState.NOT_READY, AgentState.LOGGED_OFF]),
    )
    def direct(self, agent, boss, state):
        self.ask(inputs.DirectAgent(boss, agent, state, "break", "because"))

    @rule(agent=AGENTS, queues=st.sampled_from([(), (SALES,), (HELP,), (SALES, HELP)]), sells=st.booleans())
    def assign(self, agent, queues, sells):
        self.ask(inputs.AssignAgent(agent, agent, queues, ("selling",) if sells else ()))

    @rule(data=st.data(), boss=AGENTS)
    def raise_call(self, data, boss):
        if call := self.some_call(data):
            self.ask(inputs.RaiseCall(boss, call))

    @rule(queue=st.sampled_from([SALES, HELP]), is_open=st.booleans())
    def set_open(self, queue, is_open):
        self.ask(inputs.SetQueueOpen(ANN, queue, open=is_open))

    @rule(agent=AGENTS, wanted=st.booleans())
    def ask_for_help(self, agent, wanted):
        self.ask(inputs.RequestHelp(agent, wanted=wanted))

    @rule(agent=AGENTS)
    def stop_monitoring(self, agent):
        self.ask(inputs.StopMonitoring(agent))

    @rule(
        agent=AGENTS,
        request=st.sampled_from(
            [inputs.StartRecording, inputs.PauseRecording, inputs.ResumeRecording, inputs.StopRecording]
        ),
    )
    def record(self, agent, request):
        call = self.world.agent(agent).call
        if call is not None:
            self.ask(request(agent, call))

    @rule(agent=AGENTS)
    def call_out(self, agent):
        self.ask(inputs.MakeCall(agent, OUTSIDE, QueueId("")))

    @rule(device=STATIONS, behaviour=st.sampled_from(["silent", "broken", "fine"]))
    def station_behaves(self, device, behaviour):
        self.world.silent.discard(device)
        self.world.broken.discard(device)
        if behaviour != "fine":
            getattr(self.world, behaviour).add(device)

    @rule(device=STATIONS, cause=CAUSES)
    def station_drops(self, device, cause):
        if self.world.station_of.get(device) in self.world.live:
            self.world.drop_station(device, cause)

    @rule(device=STATIONS)
    def station_picked_up(self, device):
        if self.world.live.get(self.world.station_of.get(device)) is False:
            self.world.pick_up(device)
            self.world.settle()

    @rule(seconds=st.sampled_from([0.5, 5, 10, 20, 60, 400]))
    def wait(self, seconds):
        self.world.wait(seconds)

    @rule()
    def link_goes(self):
        self.link_up = False
        self.world.tell(switch.SwitchDown("test"))

    @rule(data=st.data())
    def link_comes_back(self, data):
        lost = data.draw(st.sets(st.sampled_from(sorted(self.world.live) or ["-"])))
        for connection in lost & self.world.live.keys():
            del self.world.live[connection]
        known = tuple(switch.LiveConnection(each, answered) for each, answered in self.world.live.items())
        self.link_up = True
        self.world.tell(switch.SwitchUp(known))

    @rule(connection=st.sampled_from(["caller1", "t-c1", "t-c2", "nobody"]), cause=CAUSES)
    def late_event(self, connection, cause):
        if connection not in self.world.live:
            self.world.tell(switch.ConnectionEnded(ConnectionId(connection), cause))

    @rule()
    def sleep_and_wake(self):
        sleeping = self.world.core.snapshot()
        self.world.core = Core.restore(self.world.plan, sleeping)
        assert self.world.core.snapshot() == sleeping

    # --- promises -----------------------------------------------------------------------------------------------------

    @invariant()
    def an_agent_has_at_most_one_offer(self):
        offers = [
            (each, call) for call in self.calls if call.place is Place.OFFERED for each in (call.agent, *call.others)
        ]
        assert all(count == 1 for count in Counter(agent for agent, _ in offers).values())
        for agent, call in offers:
            assert (self.world.agent(agent).state, self.world.agent(agent).call) == (AgentState.RESERVED, call.call)

    @invariant()
    def several_are_asked_only_while_it_rings_and_where_the_queue_says_so(self):
        for call in self.calls:
            if call.others:
                assert call.place is Place.OFFERED
                assert self.world.core._ground.queues[call.queue].strategy in {
                    Strategy.RING_ALL,
                    Strategy.PROGRESSIVE,
                }

    @invariant()
    def a_call_in_conversation_has_an_agent_who_is_busy_with_it(self):
        for call in self.calls:
            if call.place in {Place.WORKING, Place.DIALLING, Place.CONNECTED, Place.HELD}:
                agent = self.world.agent(call.agent)
                assert (agent.state, agent.call, call.leg.agent) == (AgentState.BUSY, call.call, agent.agent)
            else:
                assert call.leg is None

    @invariant()
    def who_is_consulted_is_asked_or_busy_with_it_and_nothing_else(self):
        for call in self.calls:
            if call.consult is None:
                continue
            assert call.place in {Place.CONNECTED, Place.HELD}
            waiting = call.consult.stage in {ConsultStage.RINGING, ConsultStage.CONSULTING}
            assert call.place is (Place.HELD if waiting else Place.CONNECTED)
            if call.consult.kind == "agent":
                colleague = self.world.agent(call.consult.target)
                asked = AgentState.RESERVED if call.consult.stage is ConsultStage.RINGING else AgentState.BUSY
                assert (colleague.state, colleague.call) == (asked, call.call)
                assert colleague.agent != call.agent

    @invariant()
    def a_recording_is_of_the_leg_that_goes_on(self):
        for call in self.calls:
            if call.recording is not None:
                assert call.leg is not None
                assert (call.recording.agent, call.recording.leg) == (call.leg.agent, call.leg.number)

    @invariant()
    def who_is_with_a_call_has_none_and_the_call_knows(self):
        for agent in self.world.core.state.agents.values():
            if agent.monitor is not None:
                assert agent.call is None
                assert agent.state is AgentState.NOT_READY
                assert agent.agent in self.world.core.state.calls[agent.monitor.call].monitored_by
        for call in self.calls:
            assert all(self.world.agent(each).monitor.call == call.call for each in call.monitored_by)

    @invariant()
    def every_consultation_ends_once(self):
        started, ended = len(self.world.of(facts.ConsultationStarted)), len(self.world.of(facts.ConsultationEnded))
        assert started - ended == sum(call.consult is not None for call in self.calls)

    @invariant()
    def every_busy_agent_has_a_call(self):
        for agent in self.world.core.state.agents.values():
            has = agent.state in {AgentState.RESERVED, AgentState.BUSY, AgentState.WRAP_UP}
            assert has == (agent.call is not None)
            assert agent.call is None or agent.call in self.world.core.state.calls

    @invariant()
    def nobody_waits_while_somebody_who_may_take_it_is_ready(self):
        core = self.world.core
        if not core.state.switch_up:
            return
        ground, kept = core._ground, core._ground.acd.dump_kept()
        for call in (call for call in self.calls if call.place is Place.QUEUED):
            for plan in ground.agent_plans.values():
                agent = self.world.agent(plan.agent)
                able = Server(
                    plan.agent, frozenset(plan.queues), plan.skills, plan.levels, plan.tiers, plan.weights
                ).serves(ground.need(call))
                reachable = agent.line_up or not is_nailed_up(ground, agent)
                kept_from = kept.get(call.call, {}).get(agent.agent, 0) > ground.now
                assert not (agent.state is AgentState.READY and able and reachable and not kept_from), (call, agent)

    @invariant()
    def every_call_is_logged_once_and_last(self):
        logged = [fact.call for fact in self.world.of(facts.CallLogged)]
        assert len(logged) == len(set(logged))
        begun = (facts.CallArrived, facts.CallMade, facts.FollowUpDue)
        arrived = {fact.call for kind in begun for fact in self.world.of(kind)}
        assert arrived - set(logged) == set(self.world.core.state.calls)
        last = {}
        for fact in self.world.facts:
            if (call := getattr(fact.fact, "call", None)) is not None:
                last[call] = fact.fact
        assert all(isinstance(last[call], facts.CallLogged) for call in logged)

    @invariant()
    def every_refusal_brings_its_arguments(self):
        assert all(set(each.arguments) == set(ErrorId(each.error_id).arguments) for each in self.refusals)

    @invariant()
    def facts_are_numbered_without_gaps(self):
        assert [fact.number for fact in self.world.facts] == list(range(1, len(self.world.facts) + 1))

    @invariant()
    def what_lives_at_the_switch_is_known(self):
        if self.link_up and not self.world.happening:
            assert set(self.world.live) <= set(self.world.core._ground.owners)

    @precondition(lambda self: len(self.world.inputs) < 80)
    @invariant()
    def replaying_reaches_the_same_snapshot(self):
        if len(self.world.inputs) % 7:
            return
        again = CoreWorld(now=self.world.inputs[0][0])
        again.core = Core(self.world.plan, type(self.world.core.state)("t"))
        for at, item in self.world.inputs:
            try:
                again.core.tick(at) if item is None else again.core.handle(item, at)
            except Refusal:
                continue
        mine, theirs = (msgspec.json.decode(core.snapshot()) for core in (self.world.core, again.core))
        assert mine == theirs

    def teardown(self):
        """However the day went, when the switch is back, everybody has hung up and no telephone picks up any more, every call is over
        and logged; only who wants to be called back still waits, and work that nobody has taken.
        """
        self.world.broken.update(agent.station for agent in self.world.plan.agents)
        self.world.tell(switch.SwitchUp(()))
        for agent in (ANN, BOB, CAI):
            self.world.tell(inputs.SeatLost(agent))
        self.world.wait(2_000)
        assert all((call.callback or call.is_work) and call.place is Place.QUEUED for call in self.calls)
        assert all(each.call is None for each in self.world.core.state.agents.values())

    # --- inside -------------------------------------------------------------------------------------------------------

    @property
    def calls(self):
        return list(self.world.core.state.calls.values())

    def some_call(self, data):
        standing = [call.call for call in self.calls if call.place is not Place.CLEARED]
        return data.draw(st.sampled_from(standing)) if standing else None

    def ask(self, request):
        try:
            self.world.tell(request)
        except Refusal as refusal:
            self.refusals.append(refusal)


CentreDay.TestCase.settings = settings(max_examples=200, stateful_step_count=50, deadline=None)
TestCentreDay = CentreDay.TestCase


def everything_of(strategy):
    """The small centre with this strategy, and with all that else may be set."""
    small = small_plan()
    sales, help_ = small.queues
    sales = msgspec.structs.replace(
        sales,
        strategy=strategy,
        levels={"selling": 2},
        steps=(Step(10.0), Step(20.0, frozenset({"selling"}), 2)),
        overflow=(Overflow(HELP, lack=Lack.NONE_LOGGED_ON), Overflow(HELP, after_s=60.0)),
    )
    help_ = msgspec.structs.replace(
        help_, strategy=strategy, preferred=frozenset({"selling"}), last_agent_s=30.0, no_answer_cooldown_s=10.0
    )
    ann, bob, cai = small.agents
    ann = msgspec.structs.replace(ann, levels={"selling": 3}, tiers={SALES: 2}, weights={HELP: 2.0})
    return small_plan(queues=(sales, help_), agents=(ann, bob, cai), priority_worth_s=30.0)


@pytest.mark.parametrize("strategy", Strategy)
def test_the_promises_hold_under_every_strategy(strategy):
    day = type("Day", (CentreDay,), {"plan": everything_of(strategy)})
    run_state_machine_as_test(day, settings=settings(max_examples=25, stateful_step_count=50, deadline=None))
