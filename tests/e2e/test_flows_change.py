"""A file of a voice menu is changed while the centre runs and a caller is in it."""

import asyncio
import contextlib

import msgspec
import pytest
import sqlalchemy as sa

from agent_desktop.errors import FileMistake
from agent_desktop.protocol import messages as m
from db import models
from db.engine import open_database
from ivr.centre import journal as journals
from tests.fakes.centreworld import add_users, caller, ready, running, settings_in, with_flows

FLOW = """\
language: en
start: menu
nodes:
  menu:
    type: menu
    say: {en: WORD, zh_CN: WORD}
    keys:
      1: {label: {en: LABEL, zh_CN: LABEL}, next: bye}
    tries: 9
    timeout_s: 60
    otherwise: bye
  bye: {type: hang_up}
"""


def write(folder, word):
    (folder / "main.yaml").write_text(FLOW.replace("WORD", word).replace("LABEL", word), encoding="utf-8")


@pytest.fixture
def settings(tmp_path):
    folder = tmp_path / "flows"
    folder.mkdir()
    write(folder, "old")
    settings = settings_in(tmp_path)
    add_users(settings)
    return with_flows(settings, folder, entries={}, without_prompts="")


def bodies(settings, kind):
    engine = open_database(settings.database_url)
    with engine.connect() as connection:
        query = sa.select(models.Event.body).where(models.Event.kind == kind).order_by(models.Event.number)
        found = list(connection.scalars(query))
    engine.dispose()
    return found


async def until(settings, kind, count):
    async with asyncio.timeout(10):
        while len(bodies(settings, kind)) < count:  # noqa: ASYNC110 - the writer is a thread
            await asyncio.sleep(0.02)


async def test_a_caller_finishes_the_menu_as_it_was_and_the_next_hears_the_new_one(settings):
    folder = settings.flows_directory
    async with running(settings) as centre:
        first = centre.simulator.place_call(caller(menu_s=3600.0))
        await until(settings, "CallArrived", 1)
        write(folder, "new")
        assert await centre.take_up_flows() == 1
        second = centre.simulator.place_call(caller(menu_s=3600.0))
        await until(settings, "CallArrived", 2)
        (folder / "main.yaml").write_text("start: nowhere\nnodes: {a: {type: hang_up}}\n", encoding="utf-8")
        with pytest.raises(FileMistake, match="nowhere"):
            await centre.take_up_flows()
        centre.simulator.press(second, "1")
        await until(settings, "KeysPressed", 1)
        centre.simulator.press(first, "1")
        await until(settings, "CallLogged", 2)
    pressed = [(body["call"], body["label"]["en"]) for body in bodies(settings, "KeysPressed")]
    assert pressed == [(2, "new"), (1, "old")]
    core, _ = journals.read(settings.journal_directory / "current.jsonl").replay()
    assert core.state.last_call == 2


async def test_a_centre_that_starts_again_goes_by_the_files_of_today(settings):
    async with running(settings) as centre:
        centre.simulator.place_call(caller(menu_s=3600.0))
        await until(settings, "CallArrived", 1)
    write(settings.flows_directory, "new")
    async with running(settings) as centre:
        centre.simulator.place_call(caller(menu_s=3600.0))
        await until(settings, "CallArrived", 2)
        plan = centre._shell.core.plan
        assert plan.flows["main"].nodes["menu"].say.en == "new"


FOUND_OUT = """\
language: en
start: note
nodes:
  note: {type: set, values: {matter: outage}, next: to_agent}
  to_agent: {type: queue, queue: general}
"""
ORDINARY = """\
language: en
start: to_agent
nodes:
  to_agent: {type: queue, queue: general}
"""


async def test_what_a_menu_found_out_puts_its_caller_first(settings, tmp_path):
    for name, text in (("main", ORDINARY), ("outage", FOUND_OUT)):
        (tmp_path / "flows" / f"{name}.yaml").write_text(text, encoding="utf-8")
    flows = msgspec.structs.replace(settings.flows, entries={"95001": "main", "95002": "outage"})
    routing = msgspec.structs.replace(settings.routing, attribute_priorities={"matter": {"outage": 3}})
    settings = msgspec.structs.replace(settings, flows=flows, routing=routing)
    async with running(settings) as centre, contextlib.AsyncExitStack() as stack:
        for dialled in ("95001", "95002"):
            centre.simulator.place_call(caller(dials=dialled))
            await until(settings, "Queued", 1 if dialled == "95001" else 2)
        desk = await ready(centre.url, "emma", stack)
        offered = await asyncio.wait_for(desk.until(m.CallOffered), 10)
        assert offered.desk.view.dnis == "95002"
    assert [each["priority"] for each in bodies(settings, "Queued")[:2]] == [0, 3]
