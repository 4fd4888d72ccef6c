"""The supervisor's board: rows and figures, to the number, from a day of a small centre."""

import pytest
from msgspec.structs import replace

from agent_desktop.cti.vocabulary import AgentId, CallId, Direction, MonitorMode, QueueId
from agent_desktop.protocol.board import INTERVAL_MS, CallStage
from agent_desktop.protocol.messages import AgentState
from agent_desktop.protocol.service_level import (
    Counts,
    Formula,
    average_handle_ms,
    average_speed_of_answer_ms,
    expected_wait_ms,
    service_level,
)
from agent_desktop.ui.board_state import BoardState, board_after
from ivr import facts, inputs
from ivr.centre.board import Board, Reckoning
from tests.fakes.coreworld import CoreWorld
from tests.fakes.plans import ANN, BOB, HELP, SALES
from tests.fakes.records import customer
from tests.unit.ivr.core.test_work import DUE

BOSS = AgentId("boss")
DAY_MS = 86_400_000
START = 1_000_000 * 86_400.0 + 9 * 3600


class Office:
    """A core, the board over it, and what a supervisor who watches it sees."""

    def __init__(self):
        self.world = CoreWorld(now=START)
        self.board = Board(self.world.plan, Reckoning(lambda at: at - at % DAY_MS), lambda number: f"<{number}>")
        self.taken = 0
        self.told = []
        self.shown = board_after(BoardState(), self.board.watch(BOSS))

    def look(self):
        new, self.taken = self.world.facts[self.taken :], len(self.world.facts)
        for fact in new:
            self.board.apply(fact)
        for users, body in self.board.take_moved():
            assert users == (BOSS,)
            self.told.append(body)
            self.shown = board_after(self.shown, body)
        return self.shown

    def talk(self, agent, wait_s=0, talk_s=0):
        """Somebody waits so long, talks so long, and hangs up."""
        call = self.world.ring()
        self.world.wait(wait_s)
        if self.world.agent(agent).state is not AgentState.RESERVED:
            self.world.ready(agent)
        self.world.tell(inputs.AcceptOffer(agent, call))
        self.world.wait(talk_s)
        self.world.hang_up(call)
        return call


@pytest.fixture
def office():
    return Office()


def test_a_caller_from_menu_to_end(office):
    world = office.world
    call = world.ring("4000")
    office.board.identify(call, customer(7))
    assert office.look().calls[call].stage is CallStage.MENU
    world.press(call, "1")
    row = office.look().calls[call]
    assert (row.stage, row.queue, row.path) == (CallStage.WAITING, SALES, (("1", "Sales", "销售"),))
    world.wait(3)
    world.ready(ANN)
    row = office.look().calls[call]
    assert (row.stage, row.agent, row.ani) == (CallStage.OFFERED, ANN, "<+442079460103>")
    assert office.shown.agents[ANN].queue == SALES
    world.tell(inputs.AcceptOffer(ANN, call))
    world.tell(inputs.HoldCall(ANN, call))
    assert office.look().calls[call].stage is CallStage.HELD
    world.hang_up(call)
    assert call not in office.look().calls
    assert office.shown.agents[ANN].state is AgentState.WRAP_UP
    assert office.told[-1].gone == (call,)


def test_who_is_calling_is_told_as_soon_as_it_is_known(office):
    call = office.world.ring("4000")
    office.look()
    office.board.identify(call, customer(7))
    record = customer(7).record
    assert record is not None
    row = office.look().calls[call]
    assert (row.name, row.segment) == (record.name, record.value_type.value)


def test_the_figures_of_a_queue(office):
    world = office.world
    office.talk(ANN, wait_s=10, talk_s=100)
    world.tell(inputs.LogCompleted(ANN, world.agent(ANN).call, "solved"))
    world.tell(inputs.BecomeNotReady(ANN, "break"))
    gave_up = world.ring()
    world.wait(4)
    world.hang_up(gave_up)
    patient = world.ring()
    world.wait(30)
    world.hang_up(patient)
    counts = office.look().totals[HELP]
    assert counts == Counts(
        offered=3,
        answered=1,
        abandoned=2,
        answered_in_time=1,
        abandoned_in_time=1,
        short_abandons=1,
        wait_ms=10_000,
        handled=1,
        handle_ms=100_000,
    )


def test_a_declined_offer_is_no_new_call(office):
    world = office.world
    world.ready(ANN)
    call = world.ring()
    world.tell(inputs.DeclineOffer(ANN, call, "wrong_skill"))
    world.ready(BOB)
    world.tell(inputs.AcceptOffer(BOB, call))
    counts = office.look().totals[HELP]
    assert (counts.offered, counts.answered) == (1, 1)


def test_a_call_that_is_handed_on_counts_in_each_queue(office):
    world = office.world
    world.ready(BOB)
    call = world.ring()
    world.tell(inputs.AcceptOffer(BOB, call))
    world.tell(inputs.SingleStepTransferCall(BOB, call, "queue", SALES))
    world.wait(25)
    world.hang_up(call)
    totals = office.look().totals
    assert (totals[HELP].offered, totals[HELP].answered) == (1, 1)
    assert (totals[SALES].offered, totals[SALES].abandoned, totals[SALES].abandoned_in_time) == (1, 1, 0)


def test_a_figure_counts_in_the_quarter_of_an_hour_in_which_it_came_about(office):
    world = office.world
    call = world.ring()
    world.wait(16 * 60)
    world.ready(ANN)
    world.tell(inputs.AcceptOffer(ANN, call))
    first, second = sorted(office.look().intervals.values(), key=lambda each: each.start_ms)
    assert (first.counts.offered, first.counts.answered) == (1, 0)
    assert (second.counts.offered, second.counts.answered) == (0, 1)
    assert second.start_ms - first.start_ms == INTERVAL_MS
    assert first.start_ms % INTERVAL_MS == 0


def test_an_agents_day(office):
    world = office.world
    world.ready(ANN)
    world.wait(60)
    office.talk(ANN, talk_s=100)
    world.wait(30)
    row = office.look().agents[ANN]
    assert (row.ready_ms, row.handling_ms, row.handled, row.handle_ms) == (60_000, 130_000, 1, 130_000)
    world.wait(10)
    world.tell(inputs.BecomeNotReady(ANN, "break"))
    row = office.look().agents[ANN]
    assert (row.state, row.reason, row.ready_ms) == (AgentState.NOT_READY, "break", 70_000)


def test_a_new_day_begins_with_nothing_but_what_goes_on(office):
    world = office.world
    world.ready(ANN)
    office.talk(ANN, talk_s=10)
    world.wait(40)
    office.look()
    world.wait(15 * 3600)
    world.tell(inputs.BecomeNotReady(ANN, "break"))
    world.wait(100)
    world.ring()
    shown = office.look()
    assert office.told[-1].whole
    assert shown.day_ms == (1_000_000 + 1) * DAY_MS
    assert [each.counts for each in shown.intervals.values()] == [Counts(offered=1)]
    since_midnight = round(world.now * 1000) % DAY_MS - 100_000
    assert (shown.agents[ANN].ready_ms, shown.agents[ANN].handled) == (since_midnight, 0)


def test_help_and_who_listens(office):
    world = office.world
    world.ready(ANN)
    call = world.ring()
    world.tell(inputs.AcceptOffer(ANN, call))
    world.tell(inputs.RequestHelp(ANN, wanted=True))
    assert office.look().agents[ANN].help_since_ms == round(world.now * 1000)
    world.tell(inputs.LogOn(BOB, ""))
    world.tell(inputs.MonitorCall(BOB, call, MonitorMode.WHISPER))
    assert office.look().agents[ANN].help_since_ms is None
    assert office.shown.calls[call].listeners == ((BOB, MonitorMode.WHISPER),)


def test_moved_agents_and_closed_queues(office):
    office.world.tell(inputs.AssignAgent(BOSS, BOB, (SALES,), ("selling",)))
    office.world.tell(inputs.SetQueueOpen(BOSS, SALES, open=False))
    shown = office.look()
    assert (shown.members[BOB].queues, shown.members[BOB].skills) == ((SALES,), ("selling",))
    assert not shown.queues[SALES].open


def test_only_what_moved_is_told_and_nothing_when_nothing_did(office):
    office.world.ready(ANN)
    office.look()
    office.world.tell(inputs.BecomeNotReady(ANN, "break"))
    office.look()
    last = office.told[-1]
    assert (len(last.agents), last.calls, last.intervals, last.members) == (1, (), (), ())
    count = len(office.told)
    office.look()
    assert len(office.told) == count


def test_a_board_that_reads_its_day_back_shows_what_it_showed(office):
    world = office.world
    office.talk(ANN, wait_s=10, talk_s=100)
    world.ring()
    world.wait(40)
    shown = office.look()
    again = Board(world.plan, Reckoning(lambda at: at - at % DAY_MS), lambda number: f"<{number}>")
    for fact in (*world.facts, *world.facts):
        again.apply(fact)
    assert board_after(BoardState(), again.watch(BOSS)) == shown


def test_after_a_fresh_start_nobody_is_here_and_no_call_stands(office):
    world = office.world
    office.talk(ANN, wait_s=10, talk_s=100)
    world.ring()
    office.look()
    office.board.settle(frozenset(), frozenset(), world.now)
    shown = board_after(BoardState(), office.board.watch(BOSS))
    assert not shown.calls
    assert shown.agents[ANN].state is AgentState.LOGGED_OFF
    assert shown.totals[HELP].answered == 1, "the day stays"


def test_an_agent_whom_nobody_knows_any_more_is_passed_over(office):
    stranger = AgentId("former")
    told: list[facts.AnyFact] = [
        facts.AgentLoggedOn(stranger, ""),
        facts.AgentBusy(stranger, CallId(1)),
        facts.AgentAssigned(stranger, BOSS, (), ()),
        facts.LegLogged(CallId(1), stranger, 1, ""),
        facts.QueueClosed(QueueId("former")),
    ]
    for number, fact in enumerate(told, 100):
        office.board.apply(facts.NumberedFact(number, START, fact))
    assert stranger not in office.look().agents


# --- the formulas -----------------------------------------------------------------------------------------------------

COUNTS = Counts(
    offered=1060, answered=1000, abandoned=60, answered_in_time=860, abandoned_in_time=20, short_abandons=10
)


@pytest.mark.parametrize(
    ("formula", "percent"),
    [
        (Formula.ANSWERED_ONLY, 86.0),
        (Formula.ALL_OFFERED, 81.1),
        (Formula.ABANDONS_MET, 83.0),
        (Formula.ABANDONS_LEFT_OUT, 82.7),
        (Formula.SHORT_ABANDONS_MET, 82.1),
    ],
)
def test_the_five_service_levels(formula, percent):
    level = service_level(formula, COUNTS)
    assert level is not None
    assert round(100 * level, 1) == percent
    assert service_level(formula, Counts()) is None


def test_averages():
    assert average_speed_of_answer_ms(Counts(answered=4, wait_ms=10_000)) == 2_500
    assert average_handle_ms(Counts(handled=2, handle_ms=300_000)) == 150_000
    assert average_handle_ms(Counts()) is average_speed_of_answer_ms(Counts()) is None


@pytest.mark.parametrize(
    ("waiting", "working", "ready", "expected"),
    [(0, 3, 1, 0), (2, 3, 0, 120_000), (0, 0, 0, None), (5, 2, 1, 360_000)],
)
def test_the_expected_wait(waiting, working, ready, expected):
    assert expected_wait_ms(waiting, working, ready, 120_000) == expected
    if not (ready and not waiting):
        assert expected_wait_ms(waiting, working, ready, None) is None


def test_counts_add_up():
    assert COUNTS + Counts(answered=1) == replace(COUNTS, answered=1001)


def test_work_is_on_the_board_and_is_no_caller_who_waited():
    office = Office()
    office.world.tell(DUE)
    row = office.look().calls[office.world.core.state.last_call]
    assert (row.stage, row.direction, row.ani) == (CallStage.WAITING, Direction.FOLLOW_UP, f"<{DUE.number}>")
    office.world.wait(60)
    office.world.ready(BOB)
    office.world.tell(inputs.AcceptOffer(BOB, row.call))
    assert office.look().calls[row.call].stage is CallStage.WORKING
    office.world.tell(inputs.LogCompleted(BOB, row.call, "solved"))
    office.look()
    counted = sum((each.counts for each in office.shown.intervals.values()), Counts())
    assert (counted.offered, counted.answered, counted.abandoned) == (0, 0, 0)
