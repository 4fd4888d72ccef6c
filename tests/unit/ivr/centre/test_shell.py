"""The shell around the core: effects carried out in order, deadlines kept, and calls that go on whatever breaks around them."""

import asyncio

import pytest
from msgspec.structs import replace
from structlog.testing import capture_logs

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import CallId, Cause, ConnectionId, Language
from agent_desktop.errors import Refusal, UserError
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.record import MatchKind, ScreenPop
from ivr import facts, inputs
from ivr.centre import journal as journals
from ivr.centre import shell as shells
from ivr.centre import waking
from ivr.centre.desks import Desks
from ivr.centre.journal import Journal
from ivr.centre.shell import Shell, SteadyClock
from ivr.core.call_machine import Place
from ivr.flow.model import CustomerKey, Flow, LookUpNode, QueueNode
from ivr.flow.steps import Answered, FindCustomer
from tests.fakes.plans import ANN, HELP, small_plan
from tests.fakes.records import customer
from tests.fakes.seatcentre import CATALOGUE

CALLER = switch.CallArrived(ConnectionId("caller1"), "+442079460103", "", False, "4001")
UP = switch.SwitchUp(())
HASTY = small_plan(queues=tuple(replace(queue, ring_timeout_s=0.05) for queue in small_plan().queues))


class Database:
    def last_fact(self):
        return 0

    def last_call(self):
        return 0

    def catch_up(self, missed):
        assert not missed


class World:
    """A shell, and all that it carries out, in order. `room`: whether a new journal can begin."""

    def __init__(self, directory, plan):
        self.directory, self.plan = directory, plan
        self.awake = waking.wake(directory, plan, Database())
        self.room, self.done, self.pops, self.blocked = True, [], {}, set()
        self.asked_for_a_journal = asyncio.Event()
        self.broke = 0
        self.desks = Desks(plan, CATALOGUE, str)
        self.shell = self.new_shell(self.awake.journal)

    def new_shell(self, journal):
        return Shell(
            self.awake.core,
            journal=journal,
            desks=self.desks,
            memory=self.awake.memory,
            around=self,
            clock=asyncio.get_running_loop().time,
        )

    # what the shell does
    def look_up(self, ani, withheld, customer_id=None):
        self.done.append(("look up", ani))
        return self.pops.get(ani, ScreenPop(MatchKind.UNKNOWN))

    def is_blocked(self, ani, withheld):
        return ani in self.blocked

    async def answer(self, number, question):
        self.done.append(("ask", question))
        return Answered(number, True, {"points": "5"}, 7, Language.EN, "ordinary"), customer(7).record

    def command(self, command):
        self.done.append(command)

    def record(self, fact):
        self.done.append(fact)

    def show(self, messages):
        self.done += messages

    def journal_broke(self):
        self.broke += 1
        waking.mark_broken(self.directory)

    def new_journal(self, core, memory):
        self.asked_for_a_journal.set()
        if self.room is None:
            raise UserError("no room")
        return waking.begin_anew(self.directory, core, self.plan, memory) if self.room else None

    # looking
    def facts(self):
        return [each for each in self.done if hasattr(each, "number")]

    def of(self, kind):
        return [each.fact for each in self.facts() if isinstance(each.fact, kind)]

    def shown(self, kind):
        return [each.body for each in self.done if isinstance(getattr(each, "body", None), kind)]

    def replayed(self):
        return journals.read(self.directory / waking.CURRENT).replay()[0].snapshot()

    async def next_journal(self):
        self.asked_for_a_journal.clear()
        await asyncio.wait_for(self.asked_for_a_journal.wait(), 5)
        await asyncio.sleep(0)

    async def until(self, reached):
        """Real time passes for the loop's timers."""
        async with asyncio.timeout(5):
            while not reached():  # noqa: ASYNC110 - a timer of the loop is what is waited for
                await asyncio.sleep(0.002)


@pytest.fixture
async def world(tmp_path, monkeypatch):
    monkeypatch.setattr(shells, "JOURNAL_RETRY_S", 0.01)
    monkeypatch.setattr(shells, "FLUSH_S", 0.01)
    world = World(tmp_path / "journal", HASTY)
    yield world
    world.shell.stop()


def ann_is_ready(world):
    for item in (UP, inputs.LogOn(ANN, ""), inputs.BecomeReady(ANN)):
        world.shell.happened(item)
    world.shell.happened(switch.ConnectionAnswered(world.shell.core.state.agents[ANN].line))


def ring(world):
    world.shell.happened(CALLER)
    world.shell.happened(switch.ConnectionAnswered(ConnectionId("caller1")))


async def test_a_call_from_the_switch_to_the_seat(world):
    world.pops[CALLER.ani] = customer(7)
    ann_is_ready(world)
    ring(world)
    (offered,) = world.shown(m.CallOffered)
    assert offered.desk.pop == customer(7)
    assert world.of(facts.CallerIdentified) == [facts.CallerIdentified(CallId(1), customer(7).record.customer_id)]
    assert world.done.index(switch.Answer(ConnectionId("caller1"))) < world.done.index(("look up", CALLER.ani))
    assert [fact.number for fact in world.facts()] == list(range(1, len(world.facts()) + 1))
    assert world.replayed() == world.shell.core.snapshot()


async def test_refusals_reach_whoever_asked_and_are_in_the_journal(world):
    ann_is_ready(world)
    told = len(world.done)
    with pytest.raises(Refusal, match="no_such_call"):
        world.shell.ask(inputs.HoldCall(ANN, CallId(5)))
    assert world.done[told:] == []
    assert world.replayed() == world.shell.core.snapshot()
    assert journals.read(world.directory / waking.CURRENT).entries[-1].input == inputs.HoldCall(ANN, CallId(5))


async def test_captions_reach_the_agent(world):
    ann_is_ready(world)
    ring(world)
    world.shell.happened(switch.Spoke(ConnectionId("caller1"), "hello", Language.EN))
    (spoken,) = world.shown(m.CaptionSpoken)
    assert spoken.caption.text == "hello"


async def test_figures_leave_together_and_not_at_once(world):
    ann_is_ready(world)
    ring(world)
    assert world.shown(m.QueuesChanged) == []
    await world.until(lambda: world.shown(m.QueuesChanged))
    (figures,) = world.shown(m.QueuesChanged)
    assert [(view.queue, view.waiting) for view in figures.queues] == [("help", 1)]


async def test_figures_go_to_a_few_seats_at_a_time_and_newer_ones_only_when_all_have_these(world, monkeypatch):
    monkeypatch.setattr(shells, "FLUSH_SEATS", 1)
    everybody = [agent.agent for agent in world.plan.agents]
    for item in (UP, *(inputs.LogOn(agent, "") for agent in everybody)):
        world.shell.happened(item)
    ring(world)
    await world.until(lambda: world.shown(m.QueuesChanged))
    assert len(world.shown(m.QueuesChanged)) == 1
    world.shell.happened(replace(CALLER, connection=ConnectionId("caller2")))
    await world.until(lambda: len(world.shown(m.QueuesChanged)) == 2 * len(everybody))
    told = [
        (agent, sum(view.waiting for view in each.body.queues))
        for each in world.done
        if isinstance(getattr(each, "body", None), m.QueuesChanged)
        for agent in each.agents
    ]
    first, second = told[: len(everybody)], told[len(everybody) :]
    assert sorted(first) == [(agent, 1) for agent in sorted(everybody)]
    assert sorted(second) == [(agent, 2) for agent in sorted(everybody)]


# --- time -------------------------------------------------------------------------------------------------------------


async def test_a_deadline_is_kept(world):
    ann_is_ready(world)
    ring(world)
    assert world.of(facts.OfferEnded) == []
    await world.until(lambda: world.of(facts.OfferEnded))
    assert world.of(facts.OfferEnded)[0].why == "no_answer"
    assert world.replayed() == world.shell.core.snapshot()


async def test_a_restored_core_is_woken_for_what_it_waits_for(world):
    ann_is_ready(world)
    ring(world)
    world.shell.stop()
    recording = journals.read(world.directory / waking.CURRENT)
    world.shell = world.new_shell(journals.resume(world.directory / waking.CURRENT, recording))
    world.shell.start()
    await world.until(lambda: world.of(facts.OfferEnded))


async def test_after_the_end_no_timer_comes(world):
    ann_is_ready(world)
    ring(world)
    world.shell.stop()
    told = len(world.done)
    await asyncio.sleep(0.08)
    assert world.done[told:] == []


# --- the journal ------------------------------------------------------------------------------------------------------


@pytest.fixture
async def full(world):
    """The disk is full: a device that says so to every write."""
    world.shell.stop()
    world.room = False
    world.shell = world.new_shell(Journal(open("/dev/full", "ab", buffering=0)))  # noqa: ASYNC230, PTH123, SIM115 - a device; the shell closes it


async def test_calls_go_on_without_a_journal_and_a_new_one_begins_when_there_is_room(world, full):
    with capture_logs() as logs:
        ann_is_ready(world)
        ring(world)
        world.shell.ask(inputs.AcceptOffer(ANN, CallId(1)))
        assert world.of(facts.Established)
        assert world.broke == 1
        assert not (world.directory / waking.CURRENT).exists()
        world.shell.sync_journal()  # nothing to force, nothing to fail
        await world.next_journal()  # the database is not as far
        world.room = None
        await world.next_journal()  # the disk still is full
        world.room = True
        await world.next_journal()
    assert [entry["event"].split(";")[0] for entry in logs if entry["log_level"] != "info"][:1] == [
        "the journal cannot be written"
    ]
    assert "no new journal yet" in {entry["event"] for entry in logs}
    assert world.replayed() == world.shell.core.snapshot()
    world.shell.ask(inputs.HoldCall(ANN, CallId(1)))
    assert world.replayed() == world.shell.core.snapshot()


async def test_no_journal_begins_after_the_end(world, full):
    with capture_logs():
        world.shell.happened(UP)
    world.shell.stop()
    world.room = True
    await asyncio.sleep(0.03)
    assert not world.asked_for_a_journal.is_set()


async def test_a_journal_that_cannot_be_forced_counts_as_broken(world, monkeypatch):
    def fail(_):
        raise OSError(5, "Input/output error")

    world.shell.happened(UP)
    with capture_logs() as logs:
        monkeypatch.setattr(Journal, "sync", fail)
        await asyncio.to_thread(world.shell.sync_journal)
        await world.until(lambda: world.broke)
        await world.next_journal()
        monkeypatch.undo()
        await world.until((world.directory / waking.CURRENT).exists)
    assert [entry["log_level"] for entry in logs] == ["error", "warning"]
    world.shell.happened(CALLER)
    assert world.replayed() == world.shell.core.snapshot()


async def test_a_long_journal_gives_way_to_a_new_one(world, monkeypatch):
    monkeypatch.setattr(shells, "JOURNAL_ENTRIES", 20)
    ann_is_ready(world)
    ring(world)
    for _ in range(20):
        world.shell.happened(switch.Spoke(ConnectionId("caller1"), "hello", Language.EN))
    await world.next_journal()
    recording = journals.read(world.directory / waking.CURRENT)
    assert recording.entries == []
    assert recording.header.facts == world.awake.memory.recall()
    assert world.replayed() == world.shell.core.snapshot()


# --- errors of our own ------------------------------------------------------------------------------------------------


async def test_an_exception_in_the_core_costs_nothing_else(tmp_path, failing_core):
    world = World(tmp_path / "journal", small_plan())
    ann_is_ready(world)
    with capture_logs() as logs:
        ring(world)
    assert [entry["event"] for entry in logs] == ["the core failed on an event"]
    assert logs[0]["exc_info"]
    assert world.of(facts.CallArrived)
    world.shell.ask(inputs.AcceptOffer(ANN, CallId(1)))
    assert world.of(facts.Established)
    assert [fact.number for fact in world.facts()] == list(range(1, len(world.facts()) + 1))
    assert world.replayed() == world.shell.core.snapshot()
    world.shell.stop()


async def test_an_exception_at_a_deadline_does_not_stop_the_clock(world, monkeypatch):
    ann_is_ready(world)
    ring(world)
    whole = world.shell.core.tick

    def failing(now):
        monkeypatch.setattr(world.shell.core, "tick", whole)
        raise ZeroDivisionError

    monkeypatch.setattr(world.shell.core, "tick", failing)
    with capture_logs() as logs:
        await world.until(lambda: world.of(facts.OfferEnded))
    assert [entry["event"] for entry in logs] == ["the core failed on a deadline"]


async def test_what_a_seat_cannot_be_shown_reaches_the_database_all_the_same(world, monkeypatch):
    def failing(_):
        raise KeyError("desk")

    ann_is_ready(world)
    monkeypatch.setattr(world.desks, "apply", failing)
    with capture_logs() as logs:
        ring(world)
    assert {entry["event"] for entry in logs} == {"an effect could not be carried out"}
    assert world.of(facts.Delivered)
    assert [fact.number for fact in world.facts()] == list(range(1, len(world.facts()) + 1))


def test_a_clock_that_is_set_back_does_not_stand_still():
    wall, steady = [1000.0], [5.0]
    clock = SteadyClock(lambda: wall[0], lambda: steady[0])
    assert clock() == 1000.0
    wall[0], steady[0] = 1010.0, 15.0
    assert clock() == 1010.0
    wall[0], steady[0] = -2590.0, 16.0
    assert clock() == 1011.0
    wall[0], steady[0] = 4000.0, 17.0
    assert clock() == 4000.0, "a clock that was put right, or a computer that slept"


# --- questions of a flow ----------------------------------------------------------------------------------------------

ASKING = Flow(
    "asking",
    "find",
    {"find": LookUpNode(CustomerKey.NUMBER, "ani", "queue", "queue"), "queue": QueueNode(HELP)},
)


@pytest.fixture
async def asking(tmp_path):
    world = World(tmp_path / "journal", small_plan(flows={"asking": ASKING}, entries={}, default_flow="asking"))
    yield world
    world.shell.stop()


async def test_what_a_flow_asks_is_answered_journalled_and_shown(asking):
    world = asking
    world.shell.happened(UP)
    world.shell.happened(CALLER)
    assert world.shell.core.state.calls[CallId(1)].place is Place.MENU
    await world.until(lambda: world.of(facts.Queued))
    assert ("ask", FindCustomer(CustomerKey.NUMBER, CALLER.ani)) in world.done
    call = world.shell.core.state.calls[CallId(1)]
    assert (call.customer, call.attributes) == (7, {"points": "5"})
    assert world.replayed() == world.shell.core.snapshot()


async def test_a_blocked_number_is_refused(world):
    world.blocked.add(CALLER.ani)
    world.shell.happened(UP)
    world.shell.happened(CALLER)
    assert [each.cause for each in world.done if isinstance(each, switch.Clear)] == [Cause.REJECTED]
