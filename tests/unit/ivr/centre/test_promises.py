"""Follow-ups on their way from the store to the core."""

import asyncio

from structlog.testing import capture_logs

from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from ivr.centre import promises
from ivr.inputs import FollowUpDue
from tests.unit.ivr.core.test_work import DUE


class Store:
    """Answers one look after another, and then that nothing is due."""

    def __init__(self, *answers):
        self.answers, self.looks = list(answers), []
        self.looked = asyncio.Event()

    async def follow_ups(self, after, now):
        self.looks.append((after, now))
        self.looked.set()
        answer = self.answers.pop(0) if self.answers else ([], None)
        if isinstance(answer, Refusal):
            raise answer
        return answer


async def looks(store, times):
    async with asyncio.timeout(10):
        while len(store.looks) < times:
            store.looked.clear()
            await store.looked.wait()


async def kept(store, times, *, now=1_000_000.0):
    """What the core is told while the store is asked so many times; a log is filed after each but the last."""
    told: list[FollowUpDue] = []
    filed = asyncio.Event()
    task = asyncio.create_task(promises.keep(store, told.append, filed, lambda: now))
    for time in range(1, times + 1):
        await looks(store, time)
        if time < times:
            filed.set()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return told


async def test_what_is_due_is_told_and_the_store_is_asked_again_when_a_log_is_filed():
    store = Store(([DUE], None), ([], None))
    assert await kept(store, 2) == [DUE]
    assert store.looks == [(1_000_000.0 - promises.LATE_S, 1_000_000.0)] * 2


async def test_the_next_promise_wakes_it_when_its_time_comes():
    store = Store(([], 1_000_000.0), ([DUE], None))
    told: list[FollowUpDue] = []
    task = asyncio.create_task(promises.keep(store, told.append, asyncio.Event(), lambda: 1_000_000.0))
    await looks(store, 2)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert told == [DUE]


async def test_a_store_that_does_not_answer_is_asked_again():
    store = Store(Refusal(ErrorId.STORE_UNAVAILABLE), ([DUE], None))
    with capture_logs() as logs:
        assert await kept(store, 2) == [DUE]
    assert [(each["log_level"], each["reason"]) for each in logs] == [("warning", "store_unavailable")]
