"""`python -m db.day_figures`: the figures of one day, reckoned from its facts; what is wanted as JSON in, the day as JSON out.

A day of a large site is a million facts, several seconds of a processor: so the centre has it done by this process of low priority, and
calls do not wait for it. Must never write to the database.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import msgspec
import sqlalchemy as sa

from agent_desktop.errors import UserError
from agent_desktop.protocol.record import Text
from agent_desktop.protocol.report import Subject
from db import models
from db.engine import open_database, reading
from db.projection import fact_of
from ivr.aside import end_with_parent
from ivr.day import DayReckoned, DayWanted, kinds, reckon
from ivr.facts import NumberedFact

LEAD_MS = 24 * 3_600_000
"""Who came to work or called earlier than this before midnight is not known to be there."""
_CHUNK = 5_000
_LEAST_URGENT = 10

_EVENT = models.Event
_ENDS = sa.select(sa.func.coalesce(sa.func.min(_EVENT.number), 1), sa.func.coalesce(sa.func.max(_EVENT.number), 0))
_NEXT = (
    sa.select(_EVENT.number, _EVENT.at_ms)
    .where(_EVENT.number >= sa.bindparam("from_number"))
    .order_by(_EVENT.number)
    .limit(1)
)
_FACTS = (
    sa.select(_EVENT.number, _EVENT.at_ms, _EVENT.kind, _EVENT.body)
    .where(_EVENT.number >= sa.bindparam("first"), _EVENT.number < sa.bindparam("end"))
    .where(_EVENT.kind.in_(sa.bindparam("kinds", expanding=True)))
    .order_by(_EVENT.number)
)

_Named = sa.Select[str, str, str]
_QUEUE_NAMES: _Named = sa.select(models.Queue.id, models.Queue.label_en, models.Queue.label_zh_cn)
_AGENT_NAMES: _Named = sa.select(models.User.id, models.User.name, models.User.name)
_DISPOSITION_NAMES: _Named = sa.select(
    models.Disposition.code, models.Disposition.label_en, models.Disposition.label_zh_cn
)


class Commission(msgspec.Struct, frozen=True):
    """What comes in: the database by its URL, password and all, and the day."""

    url: str
    day: DayWanted


def day_figures(engine: sa.Engine, wanted: DayWanted) -> DayReckoned:
    """The day, with names."""
    with reading(engine) as connection:
        reckoned = reckon(wanted, _facts(connection, wanted))
        return msgspec.structs.replace(
            reckoned,
            queue_names=_names(connection, _QUEUE_NAMES),
            agent_names=_names(connection, _AGENT_NAMES),
            disposition_names=_names(connection, _DISPOSITION_NAMES),
        )


def _facts(connection: sa.Connection, wanted: DayWanted) -> Iterator[NumberedFact]:
    first = _first_from(connection, wanted.begins_ms - LEAD_MS)
    end = _first_from(connection, wanted.ends_ms)
    for start in range(first, end, _CHUNK):
        asked = {"first": start, "end": min(start + _CHUNK, end), "kinds": sorted(kinds())}
        yield from (fact_of(row) for row in connection.execute(_FACTS, asked))


def _first_from(connection: sa.Connection, at_ms: int) -> int:
    """The number of the first fact from a moment on, or the next one to come. Facts lie in the order of their times, so it is found by
    halving; no index on times is needed.
    """
    low, highest = connection.execute(_ENDS).one()
    high = highest + 1
    while low < high:
        middle = (low + high) // 2
        found = connection.execute(_NEXT, {"from_number": middle}).one()
        if found.at_ms >= at_ms:
            high = middle
        else:
            low = found.number + 1
    return low


def _names(connection: sa.Connection, named: _Named) -> tuple[Subject, ...]:
    return tuple(Subject(key, Text(en, zh)) for key, en, zh in connection.execute(named))


def _main() -> None:
    end_with_parent()
    if hasattr(os, "nice"):
        os.nice(_LEAST_URGENT)
    commission = msgspec.json.decode(sys.stdin.buffer.read(), type=Commission)
    try:
        engine = open_database(commission.url)
    except UserError as error:
        sys.exit(str(error))
    sys.stdout.buffer.write(msgspec.json.encode(day_figures(engine, commission.day)))


if __name__ == "__main__":
    _main()
