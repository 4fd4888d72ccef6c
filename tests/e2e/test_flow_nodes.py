"""Every kind of node once on the simulated switch, through a whole centre with its database: what the caller's keys led to, as it is on file."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from agent_desktop.protocol import messages as m
from db import models
from db.blocks import Blocks
from db.engine import open_database
from db.selfservice import SelfService
from tests.fakes.centreworld import add_users, caller, hashed, ready, rows, running, settings_in, with_flows

HELLO = "{en: Hello., zh_CN: 您好。}"
ENDS = {"good": "{type: hang_up, outcome: closed}", "bad": "{type: hang_up}"}
"""Where a call that went well ends, and one that did not: told apart by how they are counted."""
PIN = "246810"


class Office:
    """A centre with one voice menu of one's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "flows"
        self.folder.mkdir()
        self.settings = with_flows(settings_in(folder), self.folder, entries={}, without_prompts="")
        add_users(self.settings)

    def write(self, nodes: str, name: str = "main") -> None:
        nodes += "".join(f"  {end}: {node}\n" for end, node in ENDS.items() if f": {end}" in nodes)
        head = "language: en\nstart: here\nblocked: refused\n" if "refused:" in nodes else "language: en\nstart: here\n"
        (self.folder / f"{name}.yaml").write_text(f"{head}nodes:\n{nodes}", encoding="utf-8")

    async def call(self, keys: str, fact: str = "CallCleared", **fields: Any) -> dict[str, Any]:
        """Somebody calls and presses keys; the first fact of a kind about it."""
        async with running(self.settings) as centre:
            channel = centre.simulator.place_call(caller(**{"menu_s": 3600.0, **fields}))
            await self.told("CallArrived")
            for key in keys:
                centre.simulator.press(channel, key)
            return await self.told(fact)

    async def told(self, kind: str) -> dict[str, Any]:
        """What the database has of a kind, as soon as it has any."""
        async with asyncio.timeout(10):
            while not (found := self.bodies(kind)):  # noqa: ASYNC110 - the writer is a thread
                await asyncio.sleep(0.02)
        return found[0]

    def bodies(self, kind: str) -> list[dict[str, Any]]:
        engine = open_database(self.settings.database_url)
        with engine.connect() as connection:
            query = sa.select(models.Event.body).where(models.Event.kind == kind).order_by(models.Event.number)
            found = list(connection.scalars(query))
        engine.dispose()
        return found

    @contextlib.contextmanager
    def database(self):
        engine = open_database(self.settings.database_url)
        try:
            yield engine
        finally:
            engine.dispose()

    def service(self, engine: sa.Engine) -> SelfService:
        return SelfService(engine, self.settings.centre.region, self.settings.centre.timezone)

    @property
    def labels(self) -> list[tuple[str, str]]:
        return [(each["keys"], each["label"]["en"]) for each in self.bodies("KeysPressed")]


async def seen(what: Callable[[], bool]) -> None:
    """Until it is so."""
    async with asyncio.timeout(10):
        while not what():  # noqa: ASYNC110 - the core tells nobody
            await asyncio.sleep(0.02)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def choice(to: str = "good", label: str = "Choice") -> str:
    return f"{{label: {{en: {label}, zh_CN: 是}}, next: {to}}}"


# --- said and chosen --------------------------------------------------------------------------------------------------


async def test_say_then_hang_up_with_a_cause(office):
    office.write(
        f"  here: {{type: say, say: {HELLO}, next: end}}\n  end: {{type: hang_up, outcome: closed, cause: busy}}\n"
    )
    cleared = await office.call("")
    assert (cleared["outcome"], cleared["cause"]) == ("closed", "busy")


async def test_a_menu_with_a_long_key_a_wrong_key_and_a_key_that_is_kept(office):
    office.write(
        f"  here: {{type: menu, barge_in: false, say: {HELLO}, invalid: [{HELLO}], tries: 3, otherwise: bad,\n"
        f"    keys: {{'12': {choice('next', 'Long')}}}}}\n"
        f"  next: {{type: menu, say: {HELLO}, otherwise: bad, keys: {{'#': {choice()}}}}}\n"
    )
    assert (await office.call("12#"))["outcome"] == "closed"
    assert office.labels == [("12", "Long"), ("#", "Choice")]


async def test_wrong_keys_and_silence_are_counted(office):
    office.write(
        f"  here: {{type: menu, say: {HELLO}, tries: 2, timeout_s: 0.2, otherwise: good, keys: {{1: {choice('bad')}}}}}\n"
    )
    assert (await office.call("7"))["outcome"] == "closed"


async def test_the_language_once_chosen_holds_for_the_queue_and_the_seat(office):
    office.write(
        f"  here: {{type: menu, say: {HELLO}, otherwise: bad,"
        "    keys: {1: {label: {en: Chinese, zh_CN: 中文}, language: zh_CN, next: wait}}}\n"
        "  wait: {type: queue, queue: general, priority: 7}\n"
    )
    async with running(office.settings) as centre, contextlib.AsyncExitStack() as stack:
        desk = await ready(centre.url, "emma", stack)
        channel = centre.simulator.place_call(caller(menu_s=3600.0))
        await office.told("CallArrived")
        centre.simulator.press(channel, "1")
        offered = await asyncio.wait_for(desk.until(m.CallOffered), 10)
    assert offered.desk.view.language == "zh_CN"
    assert office.bodies("Queued")[0]["priority"] == 7


# --- what is keyed in and looked up -----------------------------------------------------------------------------------


async def test_a_number_with_a_check_digit_is_read_back_and_confirmed(office):
    office.write(
        f"  here: {{type: collect, say: {HELLO}, into: card, shortest: 8, longest: 16, check: luhn, confirm: true,\n"
        "    label: {en: Card, zh_CN: 卡号}, next: is_it, otherwise: bad}\n"
        "  is_it: {type: branch, on: card, cases: {'4242424242424242': good}, otherwise: bad}\n"
    )
    assert (await office.call("4242424242424241#4242424242424242#1"))["outcome"] == "closed"
    assert office.labels == [("4242424242424242", "Card")]


@pytest.mark.parametrize("by", ["number", "code", "account"])
async def test_a_customer_is_found_by(office, by):
    (emma,) = [row for row in rows(office.settings, models.Customer) if row["name"] == "Emma Clarke"]
    with office.database() as engine, engine.begin() as connection:
        connection.execute(sa.update(models.Customer).where(models.Customer.id == emma["id"]).values(code="C0000103"))
    keys = {"number": "00442079460103", "code": "103", "account": emma["membership_card"]}[by]
    office.write(
        f"  here: {{type: collect, say: {HELLO}, into: typed, next: find, otherwise: bad}}\n"
        f"  find: {{type: look_up, by: {by}, value: typed, found: is_it, otherwise: bad}}\n"
        f"  is_it: {{type: branch, on: customer_code, cases: {{C0000103: good}}, otherwise: bad}}\n"
    )
    assert (await office.call(keys + "#", number="", withheld=True))["outcome"] == "closed"
    assert office.bodies("CallerIdentified")[-1]["customer_id"] == emma["id"]


@pytest.mark.parametrize("about", ["balance", "points", "order", "ticket"])
async def test_a_customer_is_told_what_is_in_their_file(office, about):
    office.write(f"  here: {{type: answer, about: {about}, next: good, otherwise: bad}}\n")
    known = [row["id"] for row in rows(office.settings, models.Customer)]
    with office.database() as engine:
        service = office.service(engine)
        whole = next(each for each in known if getattr(service, about)(each, "") is not None)
    number = next(row["e164"] for row in rows(office.settings, models.Number) if row["customer_id"] == whole)
    assert (await office.call("", number=number))["outcome"] == "closed"


@pytest.mark.parametrize(("second", "outcome"), [(PIN, "closed"), ("111111", "in_menu")])
async def test_a_pin_has_as_many_attempts_as_the_node_gives(office, second, outcome):
    (emma,) = [row["id"] for row in rows(office.settings, models.Customer) if row["name"] == "Emma Clarke"]
    with office.database() as engine:
        office.service(engine).set_pin(emma, hashed(PIN))
    office.write(f"  here: {{type: identify, say: {HELLO}, tries: 2, next: good, otherwise: bad}}\n")
    async with running(office.settings) as centre:
        channel = centre.simulator.place_call(caller(menu_s=3600.0))
        await office.told("CallArrived")
        for key in "000000":
            centre.simulator.press(channel, key)
        await seen(lambda: centre._shell.core.state.calls[1].walk.failures == 1)
        for key in second:
            centre.simulator.press(channel, key)
        assert (await office.told("CallCleared"))["outcome"] == outcome
    assert all(PIN not in body["keys"] for body in office.bodies("KeysPressed"))


# --- decided ----------------------------------------------------------------------------------------------------------


async def test_hours_with_holidays_and_what_is_set_and_looked_at(office):
    today = time.strftime("%Y-%m-%d", time.gmtime())
    office.write(
        f"  here: {{type: hours, timezone: UTC, weekly: {{mon-sun: ['00:00-24:00']}}, exceptions: {{{today}: []}},\n"
        "    open: bad, closed: note}\n"
        "  note: {type: set, values: {matter: 'holiday {language}'}, next: which}\n"
        "  which:\n    type: branch\n    rules:\n"
        "      - when: {hours.here: closed, waiting.general: '< 1', staffed.general: '<= 0', matter: holiday en}\n"
        "        next: good\n"
        "    otherwise: bad\n"
    )
    assert (await office.call(""))["outcome"] == "closed"


# --- away -------------------------------------------------------------------------------------------------------------


async def test_put_through_to_a_number(office):
    office.write("  here: {type: transfer, number: '+861062223333', ring_s: 20, otherwise: bad}\n")
    diverted = await office.call("", "Diverted")
    assert diverted["number"] == "+861062223333"


async def test_a_message_is_recorded_and_becomes_a_task(office):
    office.write(f"  here: {{type: voicemail, say: {HELLO}, queue: general, shortest_s: 0, next: good}}\n")
    async with running(office.settings) as centre:
        channel = centre.simulator.place_call(caller(menu_s=3600.0))
        await office.told("CallArrived")
        centre.simulator.press(channel, "*")
        await seen(lambda: centre._shell.core.state.calls[1].message is not None)
        centre.simulator.press(channel, "#")
        left = await office.told("VoicemailLeft")
        assert left["queue"] == "general"
        waiting = await office.told("Queued")
        assert (waiting["call"], waiting["queue"]) == (left["call"], "general")


async def test_called_back_at_this_number_now(office):
    office.write("  here: {type: callback, queue: general, otherwise: bad}\n")
    asked = await office.call("", "CallbackRequested")
    assert (asked["queue"], asked["number"], asked["at"]) == ("general", "", None)


async def test_called_back_at_another_number_at_a_time(office):
    office.write(
        f"  here: {{type: collect, say: {HELLO}, into: number, next: when, otherwise: bad}}\n"
        f"  when: {{type: collect, say: {HELLO}, into: clock, shortest: 4, longest: 4, next: back, otherwise: bad}}\n"
        "  back: {type: callback, queue: general, number: number, at: clock, timezone: UTC, otherwise: bad}\n"
    )
    asked = await office.call("02079460999#1430", "CallbackRequested")
    assert asked["number"] == "+442079460999" or asked["number"].endswith("2079460999")
    assert time.strftime("%H:%M", time.gmtime(asked["at"])) == "14:30"


# --- other flows ------------------------------------------------------------------------------------------------------


async def test_through_another_flow_and_back(office):
    office.write(
        "  here: {type: flow, flow: inner, next: is_it}\n"
        "  is_it: {type: branch, on: mark, cases: {seen: good}, otherwise: bad}\n"
    )
    office.write("  here: {type: set, values: {mark: seen}, next: back}\n  back: {type: return}\n", "inner")
    assert (await office.call(""))["outcome"] == "closed"


async def test_a_mark_for_the_menu_itself(office):
    office.write(f"  here: {{type: rate, say: {HELLO}, next: good, otherwise: bad}}\n")
    await office.call("94")
    assert [(each["score"], each["agent"]) for each in office.bodies("Rated")] == [(4, None)]


@pytest.mark.parametrize(
    ("blocked", "for_s", "outcome"),
    [("00442079460103", 60.0, "refused"), ("+442079460103", -1.0, "in_menu"), ("+442079460104", 60.0, "in_menu")],
)
async def test_a_blocked_number_comes_to_its_own_node_until_the_block_is_over(office, blocked, for_s, outcome):
    office.write(
        "  here: {type: set, values: {seen: 'yes'}, next: bad}\n"
        "  refused: {type: hang_up, outcome: refused, cause: rejected}\n"
    )
    now = time.time()
    with office.database() as engine:
        Blocks(engine, office.settings.centre.region).add(blocked, now + for_s, "", "emma", now)
    assert (await office.call(""))["outcome"] == outcome
