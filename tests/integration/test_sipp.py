"""Twenty callers by sipp in the same tenth of a second, on a real Asterisk: each is served or waits, and every call is in the books, whole."""

import pytest

from db import models
from tests.e2e.test_broken_worlds import complete, diligent, flows, handled, make_settings, ready_at_switch, until
from tests.fakes import asterisk as real
from tests.fakes import sipp
from tests.fakes.centreworld import calls, rows, running
from tests.fakes.lines import AsteriskLine

__all__ = ["flows", "make_settings"]  # fixtures


DIRECT = "95002"
PHONES = {"emma": "1002", "sara": "1004", "lin": "1001"}
NUMBERS = [f"+4416329600{one:02}" for one in range(20)]


@pytest.fixture(scope="module")
def asterisk(tmp_path_factory):
    if reason := sipp.why_not():
        pytest.skip(f"NOT TESTED: many callers at once ({reason})")
    with real.Asterisk(tmp_path_factory.mktemp("asterisk")) as instance:
        yield instance


async def test_everybody_who_calls_at_once_is_served(asterisk, make_settings, tmp_path):
    settings = make_settings(switch_url=asterisk.url)
    async with AsteriskLine(asterisk) as line, running(settings) as centre:
        for number in PHONES.values():
            await line.telephone(number)
        async with diligent(centre.url, *PHONES):
            await sipp.callers(tmp_path, asterisk, DIRECT, NUMBERS)
            found = await complete(settings, len(NUMBERS))
    handled(found)
    assert sorted(row["ani"] for row in found) == NUMBERS
    assert len(rows(settings, models.Leg)) == len(rows(settings, models.CallLog)) == len(NUMBERS)
    assert {row["agent_id"] for row in rows(settings, models.Leg)} == PHONES.keys()


async def test_everybody_gives_up_while_nobody_is_there(asterisk, make_settings, tmp_path):
    settings = make_settings(switch_url=asterisk.url)

    def all_ended():
        found = calls(settings)
        return found if len(found) == sum(row["ended_ms"] is not None for row in found) == len(NUMBERS) else None

    async with running(settings) as centre, ready_at_switch(centre.url):
        await sipp.callers(tmp_path, asterisk, DIRECT, NUMBERS, leave_after_s=3.0)
        found = await until(all_ended)
    assert sorted(row["ani"] for row in found) == NUMBERS
    assert {row["outcome"] for row in found} == {"abandoned"}
    assert all(row["queued_ms"] for row in found)
    assert asterisk.ask("GET", "channels") == []
