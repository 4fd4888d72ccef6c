"""Days are handed out by pages, reckoned once, and never before they begin."""

from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from agent_desktop.errors import Refusal
from agent_desktop.protocol.messages import FetchFigures
from agent_desktop.protocol.record import Text
from agent_desktop.protocol.report import Kind, Quarter, Subject
from agent_desktop.protocol.tallies import AgentTally, QueueTally
from ivr.aside import AsideFailed
from ivr.centre.day_figures import FRESH_MS, PAGE_ROWS, SETTLED_MS, Figures, Rules
from ivr.day import DayReckoned
from tests.fakes.plans import ANN, HELP

SHANGHAI = ZoneInfo("Asia/Shanghai")
MIDNIGHT = 1_795_708_800  # 2026-11-27 00:00 in Shanghai
HOUR = 3_600


class Centre:
    """Reckons what it is told to; remembers what it was asked."""

    def __init__(self, now=MIDNIGHT + 9 * HOUR):
        self.now, self.asked, self.day, self.broken = now, [], DayReckoned(), False
        self.takes_s = 0.0
        self.figures = Figures(Rules(SHANGHAI, {HELP: 30.0}, 5.0), self.reckon, lambda: self.now)

    async def reckon(self, wanted):
        if self.broken:
            raise AsideFailed("no database")
        self.asked.append(wanted)
        self.now += self.takes_s
        return self.day

    async def page(self, day="", kind=Kind.QUEUE, skip=0):
        return await self.figures.page(FetchFigures(kind, day, skip))


def quarters(count, kind=QueueTally, subject=HELP):
    return tuple(Quarter(subject, number * 900_000, kind()) for number in range(count))


async def test_today_goes_from_midnight_of_the_centre_until_now():
    centre = Centre()
    page = await centre.page()
    (wanted,) = centre.asked
    assert (wanted.begins_ms, wanted.until_ms) == (MIDNIGHT * 1000, (MIDNIGHT + 9 * HOUR) * 1000)
    assert wanted.ends_ms - wanted.begins_ms == 24 * HOUR * 1000
    assert (wanted.service_level_s, wanted.short_abandon_s) == ({HELP: 30.0}, 5.0)
    assert (page.day, page.begins_ms, page.made_ms) == ("2026-11-27", MIDNIGHT * 1000, wanted.until_ms)


async def test_a_past_day_goes_to_its_end():
    centre = Centre()
    page = await centre.page("2026-11-26")
    assert (page.ends_ms, page.made_ms) == (MIDNIGHT * 1000, round(centre.now * 1000))


@pytest.mark.parametrize(("day", "error"), [("2026-11-28", "day_to_come"), ("2026-31-1", "bad_field")])
async def test_there_are_no_figures_of_what_has_not_begun_or_is_no_day(day, error):
    centre = Centre()
    with pytest.raises(Refusal, match=error):
        await centre.page(day)
    assert not centre.asked


async def test_a_page_is_of_one_kind_and_names_who_is_in_it():
    centre = Centre()
    centre.day = DayReckoned(
        quarters(1),
        quarters(1, AgentTally, ANN) + quarters(1, AgentTally, "gone"),
        queue_names=(Subject(HELP, Text("Help", "客服")), Subject("other", Text("Other", "其他"))),
        agent_names=(Subject(ANN, Text("Ann", "安")),),
    )
    queues, agents = await centre.page(), await centre.page(kind=Kind.AGENT)
    assert (queues.queues, queues.agents, queues.subjects) == (
        centre.day.queues, (), (Subject(HELP, Text("Help", "客服")),),
    )  # fmt: skip
    assert agents.agents == centre.day.agents
    assert agents.subjects == (Subject(ANN, Text("Ann", "安")), Subject("gone", Text("gone", "gone")))
    assert len(centre.asked) == 1


async def test_a_long_day_comes_in_pages_of_one_reckoning():
    centre = Centre()
    centre.day = DayReckoned(quarters(2 * PAGE_ROWS + 7))
    first = await centre.page()
    centre.now += 3 * FRESH_MS / 1000
    second, third = await centre.page(skip=PAGE_ROWS), await centre.page(skip=2 * PAGE_ROWS)
    assert [page.left for page in (first, second, third)] == [PAGE_ROWS + 7, 7, 0]
    assert first.queues + second.queues + third.queues == centre.day.queues
    assert len(centre.asked) == 1


async def test_today_is_reckoned_anew_when_it_is_no_longer_fresh():
    centre = Centre()
    await centre.page()
    centre.now += FRESH_MS / 1000
    assert (await centre.page()).made_ms == round(centre.now * 1000)
    assert len(centre.asked) == 2


async def test_what_took_long_is_not_done_again_soon():
    centre = Centre()
    centre.takes_s = 15.0
    await centre.page()
    centre.now += 19 * 15 - 1
    await centre.page()
    assert len(centre.asked) == 1
    centre.now += 2
    await centre.page()
    assert len(centre.asked) == 2


async def test_a_day_is_settled_some_time_after_its_end():
    centre = Centre(now=MIDNIGHT + 60)
    await centre.page("2026-11-26")
    centre.now += SETTLED_MS / 1000
    await centre.page("2026-11-26")
    centre.now += 5 * HOUR
    await centre.page("2026-11-26")
    assert len(centre.asked) == 2


async def test_a_database_that_does_not_answer_is_a_refusal():
    centre = Centre()
    centre.broken = True
    with capture_logs() as logs, pytest.raises(Refusal, match="figures_failed"):
        await centre.page()
    assert [(each["log_level"], each["reason"]) for each in logs] == [("warning", "no database")]
    centre.broken = False
    await centre.page()
