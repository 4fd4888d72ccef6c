"""How a centre starts: with the calls that stood, or afresh; in step with its database, or not at all."""

import itertools

import pytest
from msgspec.structs import replace
from structlog.testing import capture_logs

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import AgentId, CallId, Cause, ConnectionId, Language
from agent_desktop.errors import UserError
from agent_desktop.protocol.messages import AgentState
from ivr import facts, inputs
from ivr.centre import journal as journals
from ivr.centre import waking
from ivr.centre.lock import only_one
from ivr.centre.memory import Memory
from ivr.centre.waking import BROKEN, CURRENT, KEPT
from ivr.facts import NumberedFact
from tests.fakes.journals import of_version
from tests.fakes.plans import ANN, BOB, CAI, HELP, SALES, small_plan

PLAN = small_plan()
CALLER = switch.CallArrived(ConnectionId("caller1"), "+442079460103", "", False, "4001")


class Database:
    """Takes facts in order, as the projection does."""

    def __init__(self, last_fact=0, last_call=0):
        self.number, self.call, self.got = last_fact, last_call, []

    def last_fact(self):
        return self.number

    def last_call(self):
        return self.call

    def catch_up(self, missed):
        for fact in missed:
            assert fact.number == self.number + 1
            self.number = fact.number
            self.call = max(self.call, getattr(fact.fact, "call", 0))
            self.got.append(fact)


class Run:
    """A centre between its start and its death, without anything around it."""

    def __init__(self, directory, database, plan=PLAN):
        self.awake = waking.wake(directory, plan, database)
        self.directory, self.database = directory, database
        self.core, self.memory, self.journal = self.awake.core, self.awake.memory, self.awake.journal
        self.facts = []
        self.now = itertools.count(1000.0)

    def tell(self, *items, written=True):
        """`written`: the database gets the facts at once."""
        for item in items:
            at = next(self.now)
            self.journal.write(at, item)
            new = [each for each in self.core.handle(item, at) if isinstance(each, NumberedFact)]
            for fact in new:
                self.memory.take(fact)
            self.facts += new
            if written:
                self.database.catch_up(new)
        return self

    def call_in_hand(self, **how):
        """A call, and an agent in conversation with it."""
        self.tell(switch.SwitchUp(()), inputs.LogOn(ANN, ""), inputs.BecomeReady(ANN), **how)
        line = self.core.state.agents[ANN].line
        assert line is not None
        self.tell(switch.ConnectionAnswered(line), CALLER, **how)
        self.tell(
            inputs.CallerIdentified(CallId(1), None, None, ""),
            switch.ConnectionAnswered(ConnectionId("caller1")),
            **how,
        )
        return self.tell(inputs.AcceptOffer(ANN, CallId(1)), **how)

    def hang_up(self, **how):
        self.tell(switch.ConnectionEnded(ConnectionId("caller1"), Cause.NORMAL), **how)
        return self.tell(inputs.LogCompleted(ANN, CallId(1), "solved"), **how)

    def die(self):
        self.journal.close()
        return self.database


@pytest.fixture
def run(tmp_path):
    runs = []

    def start(database=None, plan=PLAN):
        runs.append(Run(tmp_path / "journal", database or Database(), plan))
        return runs[-1]

    yield start
    for each in runs:
        each.journal.close()


def kept(tmp_path):
    return sorted((tmp_path / "journal").glob("*Z-*.jsonl"))


def test_the_first_start(run, tmp_path):
    first = run()
    assert first.core.state.calls == {}
    assert first.awake.standing == ()
    assert first.awake.plan is PLAN
    assert first.core.state.mark
    assert kept(tmp_path) == []


def test_a_database_with_a_past_and_no_journal(run):
    run = run(Database(last_fact=70, last_call=9))
    run.tell(switch.SwitchUp(()), CALLER)
    assert run.facts[0].number == 71
    assert list(run.core.state.calls) == [10]


def test_calls_that_stand_go_on(run):
    first = run().call_in_hand()
    before = first.core.snapshot()
    again = run(first.die())
    assert again.core.snapshot() == before
    assert again.awake.standing == tuple(first.memory.recall())
    again.hang_up()
    assert isinstance(again.facts[-1].fact, facts.AgentReady)
    assert again.facts[0].number == first.facts[-1].number + 1
    assert again.database.got == first.facts + again.facts


def test_again_and_again(run):
    """Each run goes on in the same journal."""
    database = run().call_in_hand().die()
    for _ in range(3):
        again = run(database).tell(inputs.HoldCall(ANN, CallId(1)), inputs.RetrieveCall(ANN, CallId(1)))
        database = again.die()
    assert again.core.state.calls[1].leg.number == 1
    assert [fact.number for fact in database.got] == list(range(1, len(database.got) + 1))


def test_where_no_call_stands_agents_are_as_before(run):
    first = run().call_in_hand().hang_up()
    again = run(first.die())
    assert again.core.state.agents[ANN].state is AgentState.READY
    assert again.core.snapshot() == first.core.snapshot()


def test_other_flows_alone_are_no_other_rules(run):
    """A running centre takes them up by itself."""
    first = run().call_in_hand().hang_up()
    flows = {"direct": replace(PLAN.flows["direct"], language=Language.EN)} | {"menu": PLAN.flows["menu"]}
    again = run(first.die(), replace(PLAN, flows=flows))
    assert again.core.snapshot() == first.core.snapshot()


def test_where_no_call_stands_and_the_settings_are_other_ones_a_new_journal_begins_and_counts_on(run, tmp_path):
    first = run().call_in_hand().hang_up()
    again = run(first.die(), replace(PLAN, max_wrap_up_s=5.0))
    assert again.core.state.agents[ANN].state is AgentState.LOGGED_OFF
    assert (again.core.state.last_call, again.core.state.last_fact) == (1, first.facts[-1].number)
    assert again.core.state.mark != first.core.state.mark
    (old,) = kept(tmp_path)
    assert journals.read(old).replay()[0].snapshot() == first.core.snapshot()
    assert journals.read(tmp_path / "journal" / CURRENT).entries == []


@pytest.mark.parametrize("ended", [True, False], ids=["nothing stands", "a call stands"])
@pytest.mark.parametrize("had", [0, 1, 5])
def test_a_database_that_is_behind_catches_up_first(run, ended, had):
    first = run().call_in_hand(written=False)
    if ended:
        first.hang_up(written=False)
    first.database.catch_up(first.facts[:had])
    again = run(first.die())
    assert again.database.got == first.facts
    assert len(again.core.state.calls) == (0 if ended else 1)


def test_a_database_that_fails_while_it_catches_up_leaves_everything_as_it_was(run, tmp_path):
    first = run().call_in_hand(written=False).hang_up(written=False)
    database = first.die()
    whole = (tmp_path / "journal" / CURRENT).read_bytes()

    def fail(_):
        raise UserError("the database stopped answering")

    database.catch_up = fail
    with pytest.raises(UserError, match="stopped answering"):
        run(database)
    assert (tmp_path / "journal" / CURRENT).read_bytes() == whole


@pytest.mark.parametrize("last_fact", [9, 1000])
def test_a_database_that_is_ahead_does_not_belong_to_the_journal(run, tmp_path, last_fact):
    run().tell(switch.SwitchUp(()), CALLER).die()
    whole = (tmp_path / "journal" / CURRENT).read_bytes()
    with pytest.raises(UserError, match=f"stands at {last_fact}: they do not belong together.*move the journal away"):
        run(Database(last_fact=last_fact))
    assert (tmp_path / "journal" / CURRENT).read_bytes() == whole


def test_a_database_from_before_the_journal_does_not_belong_to_it_either(run):
    run(Database(last_fact=70)).tell(switch.SwitchUp(()), CALLER).die()
    with pytest.raises(UserError, match="holds facts 71 to 72, the database stands at 3"):
        run(Database(last_fact=3))


def test_changed_settings_wait_until_no_call_stands(run):
    changed = replace(PLAN, max_wrap_up_s=5.0)
    first = run().call_in_hand()
    again = run(first.die(), changed)
    assert again.awake.plan == PLAN
    again.hang_up()
    assert run(again.die(), changed).awake.plan is changed


@pytest.mark.parametrize("name", [CURRENT, BROKEN])
def test_an_earlier_versions_journal_is_kept_and_told_and_not_gone_on_with(run, tmp_path, name):
    """Here it would lead elsewhere than it did."""
    first = run().call_in_hand()
    first.die()
    path = (tmp_path / "journal" / CURRENT).rename(tmp_path / "journal" / name)
    of_version(path, journals.VERSION - 1)
    with capture_logs() as logs:
        again = run(first.database)
    assert again.core.state.calls == {}
    assert (again.core.state.last_call, again.core.state.last_fact) == (1, first.facts[-1].number)
    assert [entry["log_level"] for entry in logs] == ["warning"]
    assert "an earlier version's" in logs[0]["event"]
    assert len(kept(tmp_path)) == 1
    assert not (tmp_path / "journal" / BROKEN).exists()


def test_a_later_versions_journal_stays_where_it_is(run, tmp_path):
    first = run().call_in_hand()
    first.die()
    path = tmp_path / "journal" / CURRENT
    of_version(path, journals.VERSION + 1)
    whole = path.read_bytes()
    with pytest.raises(UserError, match=r"newer version of this program.*move the journal away"):
        run(first.database)
    assert path.read_bytes() == whole


def test_a_torn_line_is_told_and_left_out(run, tmp_path):
    first = run().call_in_hand()
    before = first.core.snapshot()
    first.die()
    with (tmp_path / "journal" / CURRENT).open("ab") as file:
        file.write(b'[5.0,{"type":')
    with capture_logs() as logs:
        again = run(first.database)
    assert again.core.snapshot() == before
    assert "torn" in logs[0]["event"]
    again.tell(inputs.HoldCall(ANN, CallId(1))).die()
    assert not journals.read(tmp_path / "journal" / CURRENT).torn


# --- a new journal while the centre runs ------------------------------------------------------------------------------


def test_a_new_journal_holds_all_that_still_matters(run, tmp_path):
    first = run().call_in_hand()
    first.journal.close()
    first.journal = waking.begin_anew(first.directory, first.core, PLAN, first.memory)
    first.tell(inputs.HoldCall(ANN, CallId(1)))
    again = run(first.die())
    assert again.core.snapshot() == first.core.snapshot()
    assert again.awake.standing == tuple(first.memory.recall())
    assert {facts.CallArrived, facts.Established, facts.Held} <= {type(each.fact) for each in again.awake.standing}
    assert len(kept(tmp_path)) == 1


def test_only_some_old_journals_are_kept(run, tmp_path):
    first = run()
    for _ in range(KEPT + 5):
        first.journal.close()
        first.journal = waking.begin_anew(first.directory, first.core, PLAN, first.memory)
    assert len(kept(tmp_path)) == KEPT


# --- a journal that could not be written on ---------------------------------------------------------------------------


def broken(run):
    """A centre whose journal broke, and which had more to tell after that."""
    first = run().call_in_hand()
    waking.mark_broken(first.directory)
    first.journal.close()
    return first


def test_a_broken_journal_is_gone_on_with_if_the_database_has_had_nothing_since(run, tmp_path):
    first = broken(run)
    again = run(first.database)
    assert again.core.snapshot() == first.core.snapshot()
    assert not (tmp_path / "journal" / BROKEN).exists()


def test_a_broken_journal_is_left_when_the_database_knows_more(run, tmp_path):
    first = broken(run)
    first.database.number += 5
    with capture_logs() as logs:
        again = run(first.database)
    assert again.core.state.calls == {}
    assert again.core.state.last_fact == first.database.number
    assert "not whole" in logs[0]["event"]
    assert not (tmp_path / "journal" / BROKEN).exists()
    assert len(kept(tmp_path)) == 1


def test_a_new_journal_replaces_a_broken_one(run, tmp_path):
    first = broken(run)
    first.journal = waking.begin_anew(first.directory, first.core, PLAN, first.memory)
    assert not (tmp_path / "journal" / BROKEN).exists()
    again = run(first.die())
    assert again.core.snapshot() == first.core.snapshot()


# --- places that cannot be used ---------------------------------------------------------------------------------------


def test_a_directory_that_cannot_be_made(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="cannot be made"):
        waking.wake(tmp_path / "file" / "journal", PLAN, Database())


def test_one_centre_per_directory(tmp_path):
    with only_one(tmp_path), pytest.raises(UserError, match="another centre runs in"), only_one(tmp_path):
        pass
    with only_one(tmp_path):
        pass


def test_a_directory_that_is_not_there(tmp_path):
    with pytest.raises(UserError, match="cannot be written"), only_one(tmp_path / "gone"):
        pass


def test_memory_of_an_empty_past():
    assert Memory().recall() == []


def test_setting_aside_may_be_tried_again(tmp_path):
    journal = tmp_path / "current.jsonl"
    journal.write_text("one\n")
    for _ in range(2):
        waking.set_aside(journal)
    assert journal.read_text() == "one\n"
    assert len(list(tmp_path.glob("*Z-*.jsonl"))) == 1


# --- what supervisors have decided --------------------------------------------------------------------------------------


LEAD = AgentId("lead")


def directed(run):
    """Bob sells and nothing else; nobody gets into the help queue any more."""
    return run.tell(
        switch.SwitchUp(()),
        inputs.AssignAgent(LEAD, BOB, (SALES,), ("selling",)),
        inputs.SetQueueOpen(LEAD, HELP, open=False),
    )


OTHERS = replace(PLAN, max_wrap_up_s=901.0)
"""Settings that have changed, but not for the agents: a centre without calls starts afresh with them."""


def told(facts_):
    return [type(each.fact).__name__ for each in facts_]


def test_moves_and_closed_queues_are_carried_into_a_fresh_start_and_the_next(run):
    database = directed(run()).die()
    for _ in range(2):
        again = run(database, OTHERS)
        assert again.core.state.closed_queues == [HELP]
        assert (again.core.state.agents[BOB].queues, again.core.state.agents[BOB].skills) == ((SALES,), ("selling",))
        assert told(again.awake.standing) == ["AgentAssigned", "QueueClosed"]
        assert told(again.memory.recall()) == ["AgentAssigned", "QueueClosed"]
        again.die()


def test_a_carried_move_decides_who_is_offered_a_call(run):
    again = run(directed(run()).die(), OTHERS)
    ground = again.core._ground
    assert ground.agent_plans[BOB].queues == (SALES,)
    assert ground.agent_plans[BOB].skills == frozenset({"selling"})


def test_a_journal_that_began_with_carried_decisions_replays_to_the_same_state(run):
    again = run(directed(run()).die(), OTHERS)
    again.tell(switch.SwitchUp(()), CALLER)
    snapshot = again.core.snapshot()
    later = run(again.die(), OTHERS)
    assert later.core.snapshot() == snapshot
    assert later.core.state.closed_queues == [HELP]


def test_what_was_undone_is_not_carried(run):
    directed_run = directed(run())
    directed_run.tell(inputs.SetQueueOpen(LEAD, HELP, open=True))
    again = run(directed_run.die(), OTHERS)
    assert again.core.state.closed_queues == []
    assert told(again.awake.standing) == ["AgentAssigned"]


def changed(**of_bob):
    agents = tuple(replace(agent, **of_bob) if agent.agent == BOB else agent for agent in PLAN.agents)
    return replace(PLAN, agents=agents)


@pytest.mark.parametrize("change", [{"queues": (HELP, SALES)}, {"skills": frozenset({"new"})}])
def test_settings_that_were_changed_since_are_meant(run, change):
    again = run(directed(run()).die(), plan=changed(**change))
    assert again.core.state.agents[BOB].queues is None
    assert told(again.awake.standing) == ["QueueClosed"]


def test_other_settings_of_an_agent_leave_the_move_as_it_is(run):
    again = run(directed(run()).die(), plan=changed(station="4711"))
    bob = again.core.state.agents[BOB]
    assert (bob.queues, bob.station) == ((SALES,), "4711")


def test_queues_and_agents_that_are_gone_are_forgotten(run):
    fewer = replace(
        PLAN,
        queues=tuple(queue for queue in PLAN.queues if queue.queue != HELP),
        agents=tuple(agent for agent in PLAN.agents if agent.agent == CAI),
    )
    again = run(directed(run()).die(), plan=fewer)
    assert again.core.state.closed_queues == []
    assert again.awake.standing == ()
