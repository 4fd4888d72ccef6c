"""The figures of a day come from its facts in the database, wherever in the stream they lie."""

import time

import msgspec
import pytest

from agent_desktop.protocol.messages import Reason, Role
from agent_desktop.protocol.record import Text
from agent_desktop.protocol.report import Subject
from agent_desktop.protocol.tallies import AgentTally, DispositionTally, QueueTally, add_up
from db.catalogue import sync_dispositions, sync_queues
from db.day_figures import _CHUNK, Commission, day_figures
from db.projection import Projection
from db.users import Account, Users
from ivr import inputs
from ivr.aside import AsideFailed, run_aside
from ivr.day import DayReckoned, DayWanted
from tests.fakes.coreworld import CoreWorld
from tests.fakes.plans import ANN, HELP, SALES

DAY_S = 86_400
MIDNIGHT = 20_000 * DAY_S


def wanted(day=0, until_s=DAY_S, **levels):
    begins = (MIDNIGHT + day * DAY_S) * 1000
    return DayWanted(begins, begins + DAY_S * 1000, begins + until_s * 1000, levels or {HELP: 20.0, SALES: 20.0}, 5.0)


def one_call(world, wait_s=3, talk_s=100, disposition="solved"):
    call = world.ring()
    world.wait(wait_s)
    world.tell(inputs.AcceptOffer(ANN, call))
    world.wait(talk_s)
    world.hang_up(call)
    world.wait(10)
    world.tell(inputs.LogCompleted(ANN, call, disposition))


@pytest.fixture
def world():
    """Ann comes to work at eleven in the evening before the day."""
    made = CoreWorld(now=MIDNIGHT - 3_600.0)
    made.ready(ANN)
    return made


def kept(engine, world):
    for start in range(0, len(world.facts), 500):
        Projection(engine).apply(world.facts[start : start + 500])
    return engine


def queue_total(day, queue=HELP):
    return add_up(QueueTally, (each.tally for each in day.queues if each.subject == queue))


def agent_total(day):
    return add_up(AgentTally, (each.tally for each in day.agents if each.subject == ANN))


def test_a_day_has_its_own_calls_and_no_others(engine, world):
    one_call(world)  # the evening before
    world.wait(3_600)
    one_call(world, talk_s=200)
    world.wait(DAY_S)
    one_call(world)  # the day after
    day = day_figures(kept(engine, world), wanted())
    assert queue_total(day) == QueueTally(
        offered=1, answered=1, waited=1, answered_in_time=1, answered_wait_s=3.0, legs=1, talk_s=200.0, wrap_up_s=10.0,
        contacts=1,
    )  # fmt: skip
    assert [(each.subject, each.tally) for each in day.dispositions] == [
        ("solved", DispositionTally(logs=1, legs=1, talk_s=200.0, wrap_up_s=10.0))
    ]


def test_who_came_to_work_before_midnight_is_there_from_midnight_on(engine, world):
    world.wait(2 * 3_600)
    day = day_figures(kept(engine, world), wanted(until_s=3_600))
    assert agent_total(day) == AgentTally(ready_s=3_600.0)
    assert [each.start_ms for each in day.agents] == [MIDNIGHT * 1000 + number * 900_000 for number in range(4)]


def test_a_call_over_midnight_counts_in_the_day_in_which_it_was_answered(engine, world):
    world.wait(3_590)
    one_call(world, wait_s=15)
    before, after = day_figures(kept(engine, world), wanted(day=-1)), day_figures(engine, wanted())
    assert (queue_total(before).offered, queue_total(before).answered) == (1, 0)
    assert (queue_total(after).offered, queue_total(after).answered, queue_total(after).answered_wait_s) == (0, 1, 15.0)


def test_a_day_without_facts_has_no_rows(engine, world):
    assert day_figures(engine, wanted()) == DayReckoned()
    kept(engine, world)
    assert day_figures(engine, wanted(day=30)).queues == ()
    assert day_figures(engine, wanted(day=-30)).agents == ()


def test_a_queue_that_the_settings_no_longer_have_is_reckoned_by_twenty_seconds(engine, world):
    world.wait(3_600)
    one_call(world, wait_s=15)
    day = day_figures(kept(engine, world), wanted(other=1.0))
    assert queue_total(day).answered_in_time == 1


def test_facts_are_read_in_chunks_without_loss(engine, world, monkeypatch):
    monkeypatch.setattr("db.day_figures._CHUNK", 3)
    world.wait(3_600)
    for _ in range(5):
        one_call(world)
    assert queue_total(day_figures(kept(engine, world), wanted())).answered == 5
    assert _CHUNK > 3


def test_everything_is_named_as_it_is_called_today(engine, world):
    sync_queues(engine, {HELP: Text("Help", "客服")})
    sync_dispositions(engine, (Reason("solved", Text("Solved", "已解决")),))
    Users(engine).create([Account(ANN, "Ann", Role.AGENT, "x")], time.time())
    day = day_figures(kept(engine, world), wanted())
    assert day.queue_names == (Subject(HELP, Text("Help", "客服")),)
    assert day.agent_names == (Subject(ANN, Text("Ann", "Ann")),)
    assert day.disposition_names == (Subject("solved", Text("Solved", "已解决")),)


async def test_a_process_of_its_own_says_the_same(engine, database_url, world):
    world.wait(3_600)
    one_call(world)
    expected = day_figures(kept(engine, world), wanted())
    given = msgspec.json.encode(Commission(database_url, wanted()))
    assert msgspec.json.decode(await run_aside("db.day_figures", given=given), type=DayReckoned) == expected


async def test_a_database_that_cannot_be_opened_is_named(tmp_path):
    given = msgspec.json.encode(Commission(f"sqlite:///{tmp_path}/gone/centre.db", wanted()))
    with pytest.raises(AsideFailed, match="does not exist"):
        await run_aside("db.day_figures", given=given)
