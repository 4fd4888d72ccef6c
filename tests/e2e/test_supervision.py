"""A supervisor over real sockets: the day survives a restart, and what becomes of a supervisor touches no conversation."""

import asyncio
import contextlib

import pytest
from structlog.testing import capture_logs

from agent_desktop.cti.vocabulary import AgentId, MonitorMode, QueueId
from agent_desktop.errors import Refusal
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.board import CallStage
from agent_desktop.protocol.report import Kind
from agent_desktop.protocol.tallies import AgentTally, QueueTally, add_up
from db import models
from tests.fakes.centreworld import add_users, caller, calls, ready, rows, running, seat, settings_in

EMMA, CHEN = AgentId("emma"), AgentId("supervisor")
GENERAL, COMPLAINTS, REPAIRS = QueueId("general"), QueueId("complaints"), QueueId("repairs")


@pytest.fixture
def settings(tmp_path):
    made = settings_in(tmp_path)
    add_users(made)
    return made


async def in_conversation(centre, stack):
    """Emma talks to a caller; gives her seat and the call."""
    desk = await ready(centre.url, EMMA, stack)
    centre.simulator.place_call(caller(talk_s=600))
    call = (await desk.until(m.CallOffered)).desk.view.call
    await desk.ask(m.AnswerCall(call))
    await desk.until(m.CallChanged, lambda event: event.view.phase is m.CallPhase.CONNECTED)
    return desk, call


async def joined(chief):
    return await chief.until(m.AgentChanged, lambda event: event.agent.monitoring is not None)


async def test_a_supervisor_who_vanishes_in_a_barge_in_leaves_agent_and_caller_talking(settings):
    async with running(settings) as centre, contextlib.AsyncExitStack() as stack:
        desk, call = await in_conversation(centre, stack)
        chief = await stack.enter_async_context(seat(centre.url, CHEN))
        await chief.ask(m.MonitorCall(call, MonitorMode.BARGE_IN))
        await joined(chief)
        told = await desk.until(m.CallChanged, lambda event: bool(event.view.listeners))
        assert told.view.listeners == (m.Listener("陈静", MonitorMode.BARGE_IN),)
        await chief.stop()
        await desk.ask(m.HoldCall(call))
        await desk.ask(m.RetrieveCall(call))
        back = await desk.until(m.CallChanged, lambda event: event.view.phase is m.CallPhase.CONNECTED)
        assert back.view.ended_ms is None


async def test_who_only_listens_is_not_told_to_the_agent_but_kept_in_the_trail(settings):
    async with running(settings) as centre, contextlib.AsyncExitStack() as stack:
        desk, call = await in_conversation(centre, stack)
        chief = await stack.enter_async_context(seat(centre.url, CHEN))
        await chief.ask(m.MonitorCall(call, MonitorMode.MONITOR))
        await joined(chief)
        await desk.ask(m.HoldCall(call))
        held = await desk.until(m.CallChanged, lambda event: event.view.phase is m.CallPhase.HELD)
        assert held.view.listeners == ()
    (entry,) = [row for row in rows(settings, models.AuditEntry) if row["action"] == "MonitorCall"]
    assert (entry["user_id"], entry["target"], entry["outcome"]) == (CHEN, EMMA, "done")


async def test_the_figures_of_the_day_are_there_after_a_restart(settings):
    async with running(settings) as centre, contextlib.AsyncExitStack() as stack:
        desk, call = await in_conversation(centre, stack)
        await desk.ask(m.ClearConnection(call))
        await desk.until(m.CallChanged, lambda event: event.view.phase is m.CallPhase.WRAP_UP)
        await desk.ask(m.CompleteLog(call, m.LogDraft("enquiry_answered")))
        chief = await stack.enter_async_context(seat(centre.url, CHEN))
        await chief.ask(m.WatchBoard(watch=True))
        before = await chief.until(m.BoardChanged)
        async with asyncio.timeout(10):
            while not calls(settings)[0]["logged_ms"]:  # noqa: ASYNC110 - a thread writes
                await asyncio.sleep(0.02)
    async with running(settings) as centre, seat(centre.url, CHEN) as chief:
        await chief.ask(m.WatchBoard(watch=True))
        after = await chief.until(
            m.BoardChanged, lambda event: bool(event.intervals)
        )  # the day is read behind the start
    assert after.whole
    assert after.intervals == before.intervals
    assert [each.counts.handled for each in after.intervals if each.counts.handled] == [1]
    assert not after.calls
    emma = next(each for each in after.agents if each.agent == EMMA)
    assert (emma.state, emma.handled) == (m.AgentState.READY, 1), "she may come back to where she was"


async def test_moves_and_closed_queues_hold_over_a_restart(settings):
    async with running(settings) as centre, seat(centre.url, CHEN) as chief:
        await chief.ask(m.AssignAgent(EMMA, (COMPLAINTS,), ("complaints",)))
        await chief.ask(m.SetQueueOpen(COMPLAINTS, open=False))
        await chief.ask(m.SetQueueOpen(REPAIRS, open=False))
        await chief.ask(m.SetQueueOpen(REPAIRS, open=True))
    for _ in range(2):
        async with running(settings) as centre, contextlib.AsyncExitStack() as stack:
            chief = await stack.enter_async_context(seat(centre.url, CHEN))
            await chief.ask(m.WatchBoard(watch=True))
            board = await chief.until(m.BoardChanged)
            assert [each.queue for each in board.queues if not each.open] == [COMPLAINTS]
            emma = next(each for each in board.members if each.agent == EMMA)
            assert (emma.queues, emma.skills) == ((COMPLAINTS,), ("complaints",))
            desk = await ready(centre.url, EMMA, stack)
            assert [view.queue for view in desk.snapshot.queues] == [COMPLAINTS]
    async with running(settings) as centre, contextlib.AsyncExitStack() as stack:
        chief = await stack.enter_async_context(seat(centre.url, CHEN))
        await chief.ask(m.WatchBoard(watch=True))
        await ready(centre.url, EMMA, stack)
        centre.simulator.place_call(caller(talk_s=600))
        queued = await chief.until(m.BoardChanged, lambda event: any(call.queue == GENERAL for call in event.calls))
        assert [call.stage for call in queued.calls] == [CallStage.WAITING], (
            "the only one who is ready serves it no more"
        )


async def test_the_figures_of_the_day_are_those_of_its_calls(settings):
    async with running(settings) as centre, contextlib.AsyncExitStack() as stack:
        desk, call = await in_conversation(centre, stack)
        await desk.ask(m.ClearConnection(call))
        await desk.until(m.CallChanged, lambda event: event.view.phase is m.CallPhase.WRAP_UP)
        await desk.ask(m.CompleteLog(call, m.LogDraft("enquiry_answered")))
        async with asyncio.timeout(10):
            while not calls(settings)[0]["logged_ms"]:  # noqa: ASYNC110 - a thread writes
                await asyncio.sleep(0.02)
        chief = await stack.enter_async_context(seat(centre.url, CHEN))
        queues, agents, dispositions = [await chief.ask(m.FetchFigures(kind)) for kind in Kind]
        total = add_up(QueueTally, (each.tally for each in queues.queues))
        assert (total.offered, total.answered, total.abandoned, total.legs) == (1, 1, 0, 1)
        assert {each.name.zh_CN for each in queues.subjects} == {"综合服务"}
        emma = add_up(AgentTally, (each.tally for each in agents.agents if each.subject == EMMA))
        assert (emma.answered, emma.legs, emma.legs_talk_s) == (1, 1, total.talk_s)
        assert [(each.subject, each.tally.logs) for each in dispositions.dispositions] == [("enquiry_answered", 1)]
        past = await chief.ask(m.FetchFigures(Kind.QUEUE, "2020-02-29"))
        assert (past.day, past.queues, past.left) == ("2020-02-29", (), 0)
        with capture_logs(), pytest.raises(Refusal, match="not_allowed"):
            await desk.ask(m.FetchFigures(Kind.AGENT))
    refused = [row for row in rows(settings, models.AuditEntry) if row["action"] == "FetchFigures"]
    assert [(row["user_id"], row["outcome"]) for row in refused] == [(EMMA, "not_allowed")]
