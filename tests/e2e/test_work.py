"""Messages and follow-ups through a whole centre: offered like calls, filed, and done once, also over a restart."""

import asyncio
import contextlib
import time

import msgspec
import pytest

from agent_desktop.cti.vocabulary import Direction
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.record import MatterKind
from db import models
from tests.fakes.centreworld import add_users, caller, ready, rows, running, seat, settings_in

NOTE = "Tell her the price"


@pytest.fixture
def settings(tmp_path):
    made = settings_in(tmp_path)
    hasty = {code: msgspec.structs.replace(queue, ring_timeout_s=600.0) for code, queue in made.queues.items()}
    made = msgspec.structs.replace(made, queues=hasty)
    add_users(made)
    return made


def promises(settings):
    return [row for row in rows(settings, models.Matter) if row["kind"] is MatterKind.FOLLOW_UP and row["call_id"]]


async def offered(desk):
    return (await asyncio.wait_for(desk.until(m.CallOffered), 10)).desk


async def promised(centre, desk):
    """Emma talks to a caller, and promises something that is due at once."""
    centre.simulator.place_call(caller())
    call = (await offered(desk)).view.call
    await desk.ask(m.AnswerCall(call))
    await desk.until(m.CallChanged, lambda event: event.view.phase is m.CallPhase.CONNECTED)
    await desk.ask(m.ClearConnection(call))
    await desk.until(m.CallChanged, lambda event: event.view.phase is m.CallPhase.WRAP_UP)
    await desk.ask(m.CompleteLog(call, m.LogDraft("enquiry_promised", follow_up_at_ms=now_ms(), follow_up_note=NOTE)))
    return call


def now_ms():
    return round(time.time() * 1000)


async def closed(settings):
    """Until the store knows that the promise is done."""
    async with asyncio.timeout(10):
        while not all(row["closed_ms"] for row in promises(settings)):  # noqa: ASYNC110 - another thread writes
            await asyncio.sleep(0.02)


async def test_a_promise_comes_due_is_offered_with_the_record_and_filed(settings):
    async with running(settings) as centre, contextlib.AsyncExitStack() as stack:
        desk = await ready(centre.url, "emma", stack)
        first = await promised(centre, desk)
        due = await offered(desk)
        assert (due.view.direction, due.view.queue) == (Direction.FOLLOW_UP, "general")
        assert due.view.call != first
        assert due.pop.record.name == "Emma Clarke"
        assert [step.label.en for step in due.view.path] == [NOTE]
        await desk.ask(m.AnswerCall(due.view.call))
        await desk.until(m.CallChanged, lambda event: event.view.phase is m.CallPhase.WORKING)
        await desk.ask(m.CompleteLog(due.view.call, m.LogDraft("enquiry_answered", notes="told")))
        assert (await desk.until(m.CallRemoved, lambda event: event.call == due.view.call)).why == "logged"
        await closed(settings)
    (promise,) = promises(settings)
    assert promise["closed_ms"]
    work = next(row for row in rows(settings, models.Call) if row["id"] == due.view.call)
    assert (work["direction"], work["outcome"], work["disposition"]) == (
        Direction.FOLLOW_UP,
        "handled",
        "enquiry_answered",
    )


async def test_a_promise_that_was_on_somebodys_desk_when_the_centre_stopped_is_still_there_and_only_once(settings):
    async with running(settings) as centre, contextlib.AsyncExitStack() as stack:
        desk = await ready(centre.url, "emma", stack)
        await promised(centre, desk)
        due = await offered(desk)
        await desk.ask(m.AnswerCall(due.view.call))
        await desk.until(m.CallChanged, lambda event: event.view.phase is m.CallPhase.WORKING)
    async with running(settings) as centre, contextlib.AsyncExitStack() as stack:
        desk = await stack.enter_async_context(seat(centre.url, "emma"))
        (kept,) = desk.snapshot.calls
        assert (kept.view.call, kept.view.phase) == (due.view.call, m.CallPhase.WORKING)
        assert kept.pop.record.name == "Emma Clarke"
        await desk.ask(m.CompleteLog(kept.view.call, m.LogDraft("enquiry_answered")))
        await closed(settings)
    assert [row["direction"] for row in rows(settings, models.Call)] == [Direction.IN, Direction.FOLLOW_UP]
