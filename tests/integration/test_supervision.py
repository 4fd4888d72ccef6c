"""A supervisor's session on a real loopback server: what it is told, what it may do, and what others may not."""

import asyncio

import pytest
from structlog.testing import capture_logs

from agent_desktop.cti.vocabulary import AgentId, CallId, MonitorMode
from agent_desktop.errors import Refusal
from agent_desktop.headless import SessionEnded
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.board import CallStage
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import AgentState
from agent_desktop.protocol.report import Kind
from ivr import facts
from tests.fakes.plans import ANN, BOB, HELP, SALES
from tests.fakes.records import customer
from tests.fakes.seatcentre import LEAD, SeatCentre

READY = m.SetAgentState(AgentState.READY)


@pytest.fixture
async def centre():
    async with SeatCentre() as centre:
        yield centre


async def watching(seat):
    """Open the board; gives what is on it."""
    await seat.ask(m.WatchBoard(watch=True))
    return await seat.until(m.BoardChanged)


async def test_a_board_and_what_changes_on_it(centre):
    async with centre.seat(LEAD) as lead, centre.seat(ANN) as ann:
        whole = await watching(lead)
        assert whole.whole
        assert {each.agent for each in whole.members} == {"ann", "bob", "cai"}
        await ann.ask(READY)
        changed = await lead.until(m.BoardChanged)
        assert [(each.agent, each.state) for each in changed.agents] == [(ANN, AgentState.READY)]
        call = centre.ring(pop=customer())
        while not (changed := await lead.until(m.BoardChanged)).calls:
            pass
        (row,) = changed.calls
        assert (row.call, row.stage, row.queue, row.name) == (call, CallStage.OFFERED, HELP, "Chen Wei")


async def test_a_board_that_is_closed_is_told_nothing(centre):
    async with centre.seat(LEAD) as lead, centre.seat(ANN) as ann:
        await watching(lead)
        await lead.ask(m.WatchBoard(watch=False))
        await ann.ask(READY)
        await lead.ask(m.WatchColleagues(watch=False))
        assert not [event for event in lead.events if isinstance(event, m.BoardChanged)]


FORBIDDEN = [
    m.WatchBoard(watch=True),
    m.WatchDesk(BOB),
    m.DirectAgent(BOB, AgentState.READY, "because"),
    m.AssignAgent(BOB, (), ()),
    m.RaiseCall(CallId(1)),
    m.SetQueueOpen("help", open=False),
    m.EndHelp(BOB),
    m.MonitorCall(CallId(1), MonitorMode.MONITOR),
    m.FetchFigures(Kind.AGENT),
]


@pytest.mark.parametrize("body", FORBIDDEN, ids=lambda body: type(body).__name__)
async def test_an_agents_session_is_refused_and_it_is_written_down(centre, body):
    async with centre.seat(ANN) as ann:
        before = centre.world.core.state.last_fact
        with capture_logs() as logs, pytest.raises(Refusal, match="not_allowed"):
            await ann.ask(body)
        assert [each["event"] for each in logs if each["log_level"] == "warning"] == ["request_not_allowed"]
        (entry,) = [fact.fact for fact in centre.world.facts if fact.number > before]
        assert isinstance(entry, facts.Audited)
        assert (entry.user, entry.action, entry.outcome) == (ANN, type(body).__name__, "not_allowed")


async def test_the_agent_is_told_who_set_their_state_and_why(centre):
    async with centre.seat(LEAD) as lead, centre.seat(ANN) as ann:
        await lead.ask(m.DirectAgent(ANN, AgentState.READY, "the queue is long"))
        notice = await ann.until(m.Notice)
        assert (notice.error, notice.arguments) == ("set_ready_by", {"name": LEAD, "note": "the queue is long"})
        assert centre.world.agent(ANN).state is AgentState.READY


async def test_an_agent_who_is_logged_off_loses_their_seat_and_learns_why(centre):
    async with centre.seat(LEAD) as lead, centre.seat(ANN) as ann:
        await lead.ask(m.DirectAgent(ANN, AgentState.LOGGED_OFF, "your shift is over"))
        with pytest.raises(SessionEnded, match="dismissed"):
            await ann.until(m.Notice)
        assert centre.world.agent(ANN).state is AgentState.LOGGED_OFF


async def test_who_has_a_call_cannot_be_logged_off(centre):
    async with centre.seat(LEAD) as lead, centre.seat(ANN) as ann:
        await ann.ask(READY)
        centre.ring()
        with pytest.raises(Refusal, match="agent_has_call"):
            await lead.ask(m.DirectAgent(ANN, AgentState.LOGGED_OFF, "now"))
        await ann.until(m.CallOffered)


async def test_a_moved_agent_sees_their_new_queues(centre):
    async with centre.seat(LEAD) as lead, centre.seat(BOB) as bob:
        await lead.ask(m.AssignAgent(BOB, (SALES,), ("selling",)))
        assert [view.queue for view in (await bob.until(m.QueuesAssigned)).queues] == [SALES]
        assert (await bob.until(m.Notice)).error == "assigned_by"


async def test_a_desk_is_watched_while_it_is_typed_on(centre):
    async with centre.seat(LEAD) as lead, centre.seat(ANN) as ann:
        await lead.ask(m.WatchDesk(ANN))
        assert (await lead.until(m.DeskShown)).desk is None
        await ann.ask(READY)
        call = centre.ring(pop=customer())
        while (shown := await lead.until(m.DeskShown)).desk is None:
            pass
        assert (shown.desk.view.call, shown.desk.pop) == (call, customer())
        await ann.ask(m.AnswerCall(call))
        await ann.ask(m.SaveDraft(call, m.LogDraft(notes="She says that")))
        centre.news()
        while shown.desk.draft.notes != "She says that":
            shown = await lead.until(m.DeskShown)
        await lead.ask(m.WatchDesk(AgentId("")))
        with pytest.raises(Refusal, match="unknown_target"):
            await lead.ask(m.WatchDesk(AgentId("nobody")))


async def test_help_is_shown_on_the_board_and_to_the_agent(centre):
    async with centre.seat(LEAD) as lead, centre.seat(ANN) as ann:
        await watching(lead)
        await ann.ask(m.RequestHelp(wanted=True))
        (row,) = (await lead.until(m.BoardChanged)).agents
        assert row.help_since_ms is not None
        assert (await ann.until(m.AgentChanged)).agent.help_since_ms == row.help_since_ms
        await lead.ask(m.EndHelp(ANN))
        assert (await ann.until(m.AgentChanged)).agent.help_since_ms is None


async def test_figures_of_a_day_are_answered_or_refused_by_name(centre):
    async with centre.seat(LEAD) as lead:
        answered = await lead.ask(m.FetchFigures(Kind.QUEUE, "1999-12-31"))
        assert (answered.kind, answered.day) == (Kind.QUEUE, "1999-12-31")
        with pytest.raises(Refusal, match="day_to_come"):
            await lead.ask(m.FetchFigures(Kind.QUEUE, "2999-12-31"))


async def test_nothing_waits_for_figures_that_take_long(centre):
    centre.figures.held = asyncio.Event()
    async with centre.seat(LEAD) as lead:
        slow = asyncio.create_task(lead.ask(m.FetchFigures(Kind.QUEUE, "1999-12-31")))
        await lead.ask(m.WatchDesk(ANN))
        assert not slow.done()
        centre.figures.held.set()
        assert (await slow).kind is Kind.QUEUE


def test_ids_that_travel_in_a_goodbye_are_those_of_its_notice():
    assert set(ErrorId.LOGGED_OFF_BY.arguments) == {"name", "note"}
