"""Opening hours: is a place open at a moment, by its own clock on the wall.

Local time comes from the zone database alone, so days on which clocks change are right by themselves. Must never ask what
time it is.
"""

from __future__ import annotations

import functools
import itertools
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ivr.flow.model import HoursNode, Spans

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST_EXCEPTION_DAYS = 366

_SPAN = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):?([0-5][0-9])")
_MINUTES_A_DAY = 24 * 60


def is_open(hours: HoursNode, now: float) -> bool:
    """Whether `now` (Unix seconds) lies within the hours."""
    local = datetime.fromtimestamp(now, ZoneInfo(hours.timezone))
    spans = hours.exceptions.get(local.date().isoformat()) if hours.exceptions else None
    if spans is None:
        spans = hours.weekly.get(WEEKDAYS[local.weekday()], ())
    minute = local.hour * 60 + local.minute
    return any(begin <= minute < end for begin, end in map(minutes, spans))


def next_time(clock: str, timezone: str, now: float) -> float | None:
    """When a clock shows `1430` or `14:30` the next time (Unix seconds); None: no clock ever does."""
    match = _CLOCK.fullmatch(clock)
    if match is None:
        return None
    local = datetime.fromtimestamp(now, ZoneInfo(timezone))
    wanted = local.replace(hour=int(match[1]), minute=int(match[2]), second=0, microsecond=0)
    if wanted.timestamp() <= now:
        wanted += timedelta(days=1)
    return wanted.timestamp()


@functools.lru_cache(maxsize=1024)
def minutes(span: str) -> tuple[int, int]:
    """Begin and end of `09:00-18:00` in minutes after midnight; `24:00` is the end of the day.

    Raises:
        ValueError: it is no such span; says why.

    """
    match = _SPAN.fullmatch(span)
    if match is None:
        raise ValueError(f"`{span}` is no time span such as 09:00-18:00")
    hour, minute, end_hour, end_minute = map(int, match.groups())
    begin, end = hour * 60 + minute, end_hour * 60 + end_minute
    if minute > 59 or end_minute > 59 or max(begin, end) > _MINUTES_A_DAY:  # noqa: PLR2004 - minutes of an hour
        raise ValueError(f"`{span}` has a time that no clock shows")
    if begin >= end:
        raise ValueError(
            f"`{span}` ends before it begins; past midnight write two: until 24:00, and from 00:00 next day"
        )
    return begin, end


def overlap(spans: Spans) -> tuple[str, str] | None:
    """The first two spans of a day that share a minute."""
    ordered = sorted(spans, key=minutes)
    for earlier, later in itertools.pairwise(ordered):
        if minutes(later)[0] < minutes(earlier)[1]:
            return earlier, later
    return None


def weekdays(key: str) -> tuple[str, ...]:
    """The days of `mon`, `mon-fri` or `sat-mon`.

    Raises:
        ValueError: no such days.

    """
    first, dash, last = key.partition("-")
    last = last if dash else first
    if first not in WEEKDAYS or last not in WEEKDAYS:
        raise ValueError(f"`{key}` names no days: write mon … sun, or mon-fri")
    begin = WEEKDAYS.index(first)
    count = (WEEKDAYS.index(last) - begin) % len(WEEKDAYS) + 1
    return tuple(WEEKDAYS[(begin + step) % len(WEEKDAYS)] for step in range(count))


def dates(key: str) -> tuple[str, ...]:
    """The dates of `2027-02-06` or `2027-02-06..2027-02-12`, both ends in.

    Raises:
        ValueError: no such dates.

    """
    first, dots, last = key.partition("..")
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last if dots else first)
    except ValueError:
        raise ValueError(f"`{key}` is no date: write 2027-02-06, or 2027-02-06..2027-02-12") from None
    count = (end - begin).days + 1
    if not 1 <= count <= LONGEST_EXCEPTION_DAYS:
        raise ValueError(f"`{key}` ends before it begins, or lasts more than a year")
    return tuple((begin + timedelta(days=step)).isoformat() for step in range(count))
