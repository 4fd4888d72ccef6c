"""The thread that writes: nothing lost, nothing out of order, whatever the database does."""

import asyncio
import threading

import pytest
from sqlalchemy import exc
from structlog.testing import capture_logs

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from ivr import facts
from ivr.centre import writer as writers
from ivr.centre.writer import BATCH, LARGEST_BATCH, Writer
from ivr.facts import NumberedFact

GONE = exc.OperationalError("INSERT", {}, Exception("server closed the connection"))


def fact(number):
    return NumberedFact(number, float(number), facts.AgentReady(AgentId("ann")))


class Sink:
    """A database that takes batches, and jobs beside them; `trouble` is raised instead."""

    def __init__(self):
        self.done, self.batches, self.tries, self.synced = [], [], 0, 0
        self.trouble = None
        self.open = threading.Event()
        self.open.set()

    def apply(self, batch):
        self.tries += 1
        assert self.open.wait(5)
        if self.trouble is not None:
            raise self.trouble
        self.done += [each.number for each in batch]
        self.batches.append(len(batch))

    def sync(self):
        self.synced += 1


class World:
    def __init__(self):
        self.sink, self.health, self.changed = Sink(), [], asyncio.Event()
        self.writer = Writer(self.sink, self.sink.sync, self.on_health)

    def on_health(self, healthy):
        self.health.append(healthy)
        self.changed.set()

    async def becomes(self, *, healthy):
        while self.health[-1:] != [healthy]:
            self.changed.clear()
            await asyncio.wait_for(self.changed.wait(), 5)

    def put(self, first, last):
        for number in range(first, last + 1):
            self.writer.put(fact(number))

    async def job(self, name):
        return await self.writer.do(lambda: self.sink.done.append(name))


@pytest.fixture
async def world(monkeypatch):
    monkeypatch.setattr(writers, "RETRY_S", 0.01)
    world = World()
    yield world
    await world.writer.close()


async def test_facts_go_in_batches_and_in_order(world):
    world.put(1, 500)
    assert await world.writer.close() == 0
    assert world.sink.done == list(range(1, 501))
    assert len(world.sink.batches) <= 2 + 500 // BATCH
    assert world.sink.synced >= len(world.sink.batches)
    assert world.health == []


async def test_the_journal_is_on_the_disk_before_the_database_has_a_fact(world):
    order = []
    world.writer._sync_journal = lambda: order.append("journal")
    world.sink.apply = lambda _: order.append("database")
    world.put(1, 1)
    await world.writer.close()
    assert order == ["journal", "database"]


async def test_a_job_comes_after_the_facts_before_it_and_before_those_after_it(world):
    world.sink.open.clear()
    world.put(1, 3)
    first = asyncio.ensure_future(world.job("log"))
    await asyncio.sleep(0)
    world.put(4, 5)
    second = asyncio.ensure_future(world.job("draft"))
    await asyncio.sleep(0)
    world.sink.open.set()
    await asyncio.gather(first, second)
    assert world.sink.done == [1, 2, 3, "log", 4, 5, "draft"]


async def test_a_job_gives_its_result_or_its_error(world):
    assert await world.writer.do(lambda: 7) == 7
    with pytest.raises(Refusal, match="no_such_customer"):
        await world.writer.do(lambda: _fail(Refusal(ErrorId.NO_SUCH_CUSTOMER)))
    with pytest.raises(ZeroDivisionError):
        await world.writer.do(lambda: _fail(ZeroDivisionError()))
    assert world.writer.healthy


def _fail(error):
    raise error


async def test_the_database_goes_and_comes_back(world):
    with capture_logs() as logs:
        world.sink.trouble = GONE
        world.put(1, 2)
        await world.becomes(healthy=False)
        assert not world.writer.idle
        world.put(3, 4)
        with pytest.raises(Refusal, match="store_unavailable"):
            await world.job("too early")
        world.sink.trouble = None
        await world.becomes(healthy=True)
        await world.job("in time")
        assert world.sink.done == [1, 2, 3, 4, "in time"]
    assert world.writer.idle
    assert world.health == [False, True]
    assert [entry["event"] for entry in logs] == ["database does not answer", "database answers again"]


async def test_while_it_is_away_nobody_waits_for_it(world, monkeypatch):
    monkeypatch.setattr(writers, "RETRY_S", 60.0)
    world.sink.trouble = GONE
    world.put(1, 1)
    await world.becomes(healthy=False)
    tries = world.sink.tries
    world.put(2, 50)
    for _ in range(20):
        with pytest.raises(Refusal, match="store_unavailable"):
            await world.job("x")
    assert world.sink.tries == tries
    world.sink.trouble = None


@pytest.mark.parametrize("trouble", [GONE, Refusal(ErrorId.STORE_UNAVAILABLE)])
async def test_a_job_may_be_the_first_to_notice(world, trouble):
    world.sink.trouble = trouble
    with pytest.raises(Refusal, match="store_unavailable"):
        await world.writer.do(lambda: _fail(trouble))
    await world.becomes(healthy=False)
    assert not world.writer.healthy
    world.sink.trouble = None
    await world.becomes(healthy=True)
    await world.job("again")


async def test_whatever_goes_wrong_the_thread_lives_and_the_fact_waits(world):
    """A bug in the projection: told with its traceback, tried again."""
    with capture_logs() as logs:
        world.sink.trouble = KeyError("leg")
        world.put(1, 1)
        await world.becomes(healthy=False)
        world.sink.trouble = None
        await world.becomes(healthy=True)
    assert world.sink.done == [1]
    assert logs[0]["event"] == "database does not take the facts"
    assert isinstance(logs[0]["exc_info"], KeyError)


async def test_what_could_not_be_written_is_told_at_the_end(world):
    world.sink.trouble = GONE
    world.put(1, 3)
    assert await world.writer.close() == 3
    with pytest.raises(Refusal, match="store_unavailable"):
        await world.job("too late")


async def test_the_end_is_tried_even_when_it_is_not_yet_time(world, monkeypatch):
    monkeypatch.setattr(writers, "RETRY_S", 60.0)
    world.sink.trouble = GONE
    world.put(1, 3)
    await world.becomes(healthy=False)
    world.sink.trouble = None
    assert await world.writer.close() == 0
    assert world.sink.done == [1, 2, 3]


async def test_what_piled_up_goes_in_large_batches(world, monkeypatch):
    world.sink.trouble = GONE
    world.put(1, LARGEST_BATCH + 10)
    await world.becomes(healthy=False)
    world.sink.trouble = None
    assert await world.writer.close() == 0
    assert world.sink.done == list(range(1, LARGEST_BATCH + 11))
    assert max(world.sink.batches) <= LARGEST_BATCH


async def test_who_no_longer_waits_disturbs_nobody(world):
    world.sink.open.clear()
    world.put(1, 1)
    job = asyncio.ensure_future(world.job("kept all the same"))
    await asyncio.sleep(0)
    job.cancel()
    world.sink.open.set()
    await world.job("next")
    assert world.sink.done == [1, "kept all the same", "next"]
