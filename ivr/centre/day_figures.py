"""The figures of whole days for supervisors: reckoned aside, kept for a while, handed out by pages.

A page carries so many rows that no message holds up what else a seat is told. All pages of a day are of one reckoning: only the first
asks for a new one. Must never reckon on the event loop.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import structlog

from agent_desktop.cti.vocabulary import QueueId
from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import DayFigures, FetchFigures
from agent_desktop.protocol.record import Text
from agent_desktop.protocol.report import Kind, Quarter, Subject
from ivr.aside import AsideFailed, run_aside
from ivr.centre.day import begin_of
from ivr.day import DayReckoned, DayWanted

PAGE_ROWS = 1_000
FRESH_MS = 10_000
"""What was reckoned no longer ago is given to whoever else asks."""
COST = 20
"""And no longer ago than so many times as long as it took: a large site spends a twentieth of a processor on its figures at most."""
SETTLED_MS = 600_000
"""So long after its end the last facts of a day are in the database, also after a database that did not answer for a while."""
_KEPT_DAYS = 4

Reckon = Callable[[DayWanted], Awaitable[DayReckoned]]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Rules:
    """How days are counted here: the centre's calendar, each queue's service level in seconds, what a short abandon is."""

    zone: ZoneInfo
    service_level_s: Mapping[QueueId, float]
    short_abandon_s: float


@dataclass(frozen=True, slots=True)
class _Kept:
    made_ms: int
    took_ms: int
    wanted: DayWanted
    reckoned: DayReckoned


@dataclass(slots=True)
class Figures:
    """The door to the figures (`ivr.centre.requests.Figures`). `clock` gives Unix seconds."""

    rules: Rules
    reckon: Reckon
    clock: Callable[[], float]
    _kept: OrderedDict[date, _Kept] = field(default_factory=OrderedDict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def page(self, wanted: FetchFigures) -> DayFigures:
        """A page.

        Raises:
            Refusal: `bad_field`, `day_to_come`, or `figures_failed`.

        """
        day = self._day(wanted.day)
        first = wanted.skip == 0
        kept = self._known(day, first=first)
        if kept is None:
            async with self._turn:
                kept = self._known(day, first=first) or await self._reckon(day)
        return _page(day, wanted, kept)

    def _day(self, written: str) -> date:
        today = datetime.fromtimestamp(self.clock(), self.rules.zone).date()
        try:
            day = date.fromisoformat(written) if written else today
        except ValueError:
            raise Refusal(ErrorId.BAD_FIELD, field="day", detail="no date") from None
        if day > today:
            raise Refusal(ErrorId.DAY_TO_COME, day=day.isoformat())
        return day

    def _known(self, day: date, *, first: bool) -> _Kept | None:
        """A day that had settled when it was reckoned changes no more."""
        kept = self._kept.get(day)
        if kept is None or not first:
            return kept
        settled = kept.made_ms >= kept.wanted.ends_ms + SETTLED_MS
        return kept if settled or self._now_ms() - kept.made_ms < max(FRESH_MS, COST * kept.took_ms) else None

    async def _reckon(self, day: date) -> _Kept:
        wanted, began_ms = self._wanted(day), self._now_ms()
        try:
            reckoned = await self.reckon(wanted)
        except AsideFailed as failed:
            log.warning("figures could not be reckoned", day=day.isoformat(), reason=str(failed))
            raise Refusal(ErrorId.FIGURES_FAILED) from None
        kept = self._kept[day] = _Kept(began_ms, self._now_ms() - began_ms, wanted, reckoned)
        self._kept.move_to_end(day)
        while len(self._kept) > _KEPT_DAYS:
            self._kept.popitem(last=False)
        return kept

    def _wanted(self, day: date) -> DayWanted:
        zone = self.rules.zone
        begins, ends = begin_of(zone, day), begin_of(zone, day + timedelta(days=1))
        levels = {str(queue): level for queue, level in self.rules.service_level_s.items()}
        until = min(self._now_ms(), ends)
        return DayWanted(begins, ends, until, levels, self.rules.short_abandon_s)

    def _now_ms(self) -> int:
        return round(self.clock() * 1000)


def aside(url: str) -> Reckon:
    """Have days reckoned from this database by a process of its own."""

    async def reckon(wanted: DayWanted) -> DayReckoned:
        given = msgspec.json.encode({"url": url, "day": wanted})
        return msgspec.json.decode(await run_aside("db.day_figures", given=given), type=DayReckoned)

    return reckon


def _page(day: date, wanted: FetchFigures, kept: _Kept) -> DayFigures:
    rows: dict[Kind, tuple[Sequence[Quarter[Any]], tuple[Subject, ...]]] = {
        Kind.QUEUE: (kept.reckoned.queues, kept.reckoned.queue_names),
        Kind.AGENT: (kept.reckoned.agents, kept.reckoned.agent_names),
        Kind.DISPOSITION: (kept.reckoned.dispositions, kept.reckoned.disposition_names),
    }
    every, names = rows[wanted.kind]
    shown = tuple(every[wanted.skip : wanted.skip + PAGE_ROWS])
    body = DayFigures(
        wanted.kind,
        day.isoformat(),
        kept.wanted.begins_ms,
        kept.wanted.ends_ms,
        kept.made_ms,
        left=max(len(every) - wanted.skip - len(shown), 0),
        subjects=_subjects({each.subject for each in shown}, names),
    )
    field_of = {Kind.QUEUE: "queues", Kind.AGENT: "agents", Kind.DISPOSITION: "dispositions"}
    return msgspec.structs.replace(body, **{field_of[wanted.kind]: shown})


def _subjects(here: set[str], names: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """Those of the page; who is not on file any more goes by the id."""
    known = {each.id: each for each in names}
    return tuple(known.get(each) or Subject(each, Text(each, each)) for each in sorted(here))
