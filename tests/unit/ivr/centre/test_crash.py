"""A centre that is killed between any two inputs of a day, or in the middle of writing one down, goes on as if nothing had been."""

import msgspec
import pytest

from agent_desktop.cti import switch
from ivr import facts
from ivr.centre import waking
from ivr.centre.journal import VERSION, Header
from ivr.centre.memory import Memory
from ivr.core.call_machine import Place
from ivr.core.core import Core
from ivr.core.state import State
from ivr.facts import NumberedFact
from tests.fakes.fullday import a_full_day
from tests.fakes.journals import recorded
from tests.unit.ivr.centre.test_waking import Database

TALKING = {Place.CONNECTED, Place.HELD, Place.OUTSIDE}


class Step:
    """One input of the day: what it led to, how the core slept after it, and what stood at the switch then."""

    def __init__(self, core, at, item):
        self.at, self.item = at, item
        self.effects = core.tick(at) if item is None else core.handle(item, at)
        self.facts = [each for each in self.effects if isinstance(each, NumberedFact)]
        self.commands = [each for each in self.effects if isinstance(each, switch.Command)]
        self.asleep = core.snapshot()


class Day:
    """The uninterrupted day, step by step, and its journal as it lay on the disk after each."""

    def __init__(self, folder):
        self.world, path = recorded(a_full_day(), folder / "day.jsonl")
        self.plan = self.world.plan
        core = Core(self.plan, State("t"))
        self.steps = [Step(core, at, item) for at, item in self.world.inputs]
        assert len(self.world.stood) == len(self.steps)
        self.facts = [fact for step in self.steps for fact in step.facts]
        assert self.facts == self.world.facts
        self.lines = path.read_bytes().splitlines(keepends=True)

    def header(self, begun):
        """The first line of a journal that was begun after so many inputs."""
        if not begun:
            return self.lines[0]
        memory = Memory()
        for fact in self.facts_until(begun):
            memory.take(fact)
        asleep = msgspec.Raw(self.steps[begun - 1].asleep)
        return msgspec.json.encode(Header(VERSION, self.plan, asleep, None, memory.recall())) + b"\n"

    def facts_until(self, count):
        return [fact for step in self.steps[:count] for fact in step.facts]


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    return Day(tmp_path_factory.mktemp("day"))


@pytest.fixture
def killed(day, tmp_path):
    """The centre starts again after so many inputs, of whose facts the database has had some. `torn`: what else is in the file;
    `begun`: the journal was begun anew after so many.
    """
    awake: list[waking.Awake] = []

    def start(count, *, had, torn=b"", begun=0):
        directory = tmp_path / str(len(awake))
        directory.mkdir()
        lines = [day.header(begun), *day.lines[1 + begun : 1 + count], torn]
        (directory / waking.CURRENT).write_bytes(b"".join(lines))
        database = Database()
        database.catch_up(day.facts[:had])
        awake.append(waking.wake(directory, day.plan, database))
        return awake[-1], database, directory / waking.CURRENT

    yield start
    for each in awake:
        each.journal.close()


def test_the_day_has_everything_in_it(day):
    """Whatever the core can remember is there at some moment."""
    kinds = {type(fact.fact) for fact in day.facts}
    assert len(day.steps) > 140
    assert {
        facts.KeysPressed,
        facts.Queued,
        facts.OfferEnded,
        facts.Held,
        facts.ConsultationStarted,
        facts.RecordingPaused,
        facts.WrapUpExtended,
        facts.Rated,
        facts.MonitoringStarted,
        facts.QueueClosed,
        facts.AgentAssigned,
        facts.CallbackRequested,
        facts.VoicemailLeft,
        facts.MessagePlayed,
        facts.WorkBegun,
        facts.FollowUpDue,
    } <= kinds
    asleep = [Core.restore(day.plan, step.asleep).state for step in day.steps]
    assert {call.place for state in asleep for call in state.calls.values()} >= set(Place) - {Place.CLEARED}


@pytest.mark.parametrize("inputs_ago", [1000, 20, 0], ids=["this morning", "a while ago", "just now"])
def test_killed_after_any_input_it_stands_where_it_stood_and_the_day_ends_the_same(day, killed, inputs_ago):
    """Wherever its journal began."""
    for count in range(1, len(day.steps)):
        begun = max(0, count - inputs_ago)
        had = len(day.facts_until(max(begun, count - 1)))  # killed with the last facts still on their way
        awake, database, path = killed(count, had=had, begun=begun)
        assert awake.core.snapshot() == day.steps[count - 1].asleep, count
        for step in day.steps[count:]:
            awake.journal.write(step.at, step.item)
            decided = awake.core.tick(step.at) if step.item is None else awake.core.handle(step.item, step.at)
            assert decided == step.effects, count
            database.catch_up([each for each in decided if isinstance(each, NumberedFact)])
        assert awake.core.snapshot() == day.steps[-1].asleep, count
        assert database.got == day.facts, count
        awake.journal.close()
        assert path.read_bytes() == day.header(begun) + b"".join(day.lines[1 + begun :]), count


def test_killed_while_it_writes_an_input_down_it_has_lost_that_one_and_nothing_else(day, killed):
    for count in range(1, len(day.steps)):
        line = day.lines[1 + count]
        for torn in {line[:1], line[: len(line) // 2], line[:-1]}:
            awake, _, path = killed(count, had=len(day.facts_until(count)), torn=torn)
            assert awake.core.snapshot() == day.steps[count - 1].asleep, (count, torn)
            awake.journal.close()
            assert path.read_bytes() == b"".join(day.lines[: 1 + count]), (count, torn)


def test_when_the_switch_tells_what_stands_queues_agents_and_conversations_are_as_before(day, killed):
    for count in range(1, len(day.steps)):
        awake, _, _ = killed(count, had=len(day.facts_until(count)))
        state, live = awake.core.state, day.world.stood[count - 1]
        out = on_the_way_out(state)
        before = standing(state, out)
        decided = awake.core.handle(up(live), day.steps[count - 1].at)
        assert standing(state, out) == before, count
        assert cleared(decided) & live.keys() <= {*out.values()}, count


def test_what_was_decided_last_and_never_reached_the_switch_is_asked_for_again(day, killed):
    """Killed between the journal and the switch: nobody in conversation notices, and no caller is hung up on."""
    for count in range(2, len(day.steps)):
        awake, _, _ = killed(count, had=len(day.facts_until(count - 1)))
        state, live = awake.core.state, unheard(day, count)
        out = on_the_way_out(state)
        talking = conversations(day, count - 1) & conversations(day, count)
        decided = awake.core.handle(up(live), day.steps[count - 1].at)
        assert talking <= {(call.call, call.place, call.agent) for call in state.calls.values()}, count
        assert cleared(decided) & {call.connection for call in state.calls.values()} <= {*out.values()}, count
        bridged = {each.connections[0] for each in decided if isinstance(each, switch.Bridge)}
        assert {state.calls[call].connection for call, *_ in talking} <= bridged, count


def up(live):
    return switch.SwitchUp(tuple(switch.LiveConnection(each, answered) for each, answered in live.items()))


def cleared(decided):
    return {each.connection for each in decided if isinstance(each, switch.Clear)}


def standing(state, out):
    """The queues in their order, the conversations, and what the agents are at; without who is on the way out."""
    calls = [
        (call.call, call.queue, call.priority, call.arrived, call.place, call.agent, call.leg)
        for call in state.calls.values()
        if call.call not in out
    ]
    return calls, [(each.agent, each.state, each.reason, each.call, each.idle_since) for each in state.agents.values()]


def on_the_way_out(state):
    """Callers on whom we have hung up, or do so when the last words to them are over: call → connection."""
    return {
        call.call: call.connection
        for call in state.calls.values()
        if call.connection and (call.leaving or call.callback or call.outcome)
    }


def unheard(day, count):
    """What stands at the switch when it has not heard what the last input led to."""
    live, item = dict(day.world.stood[count - 2]), day.steps[count - 1].item
    match item:
        case switch.ConnectionEnded():
            live.pop(item.connection, None)
        case switch.CallArrived():
            live[item.connection] = False
        case switch.ConnectionAnswered():
            live[item.connection] = True
    return live


def conversations(day, count):
    calls = Core.restore(day.plan, day.steps[count - 1].asleep).state.calls.values()
    return {(call.call, call.place, call.agent) for call in calls if call.place in TALKING and not call.leaving}
