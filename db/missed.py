"""Callers who gave up waiting and whom nobody has spoken to since: whom to call back. Every statement is a range or a probe of an index."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

import sqlalchemy as sa

from agent_desktop.cti.vocabulary import Direction, QueueId
from agent_desktop.protocol.messages import MissedCall
from db import models
from db.numbers import normalise

ABANDONED = "abandoned"
_MOST_READ = 500
"""Of the latest; a caller who tries ten times is one row of the answer."""

_C, _P = models.Call, models.Customer
_LATEST = (
    sa.select(_C.ani, _C.ani_name, _C.ended_ms, _C.queue, sa.func.coalesce(_P.name, ""))
    .outerjoin(_P, _P.id == _C.customer_id)
    .where(
        _C.arrived_ms >= sa.bindparam("since"),
        _C.outcome == ABANDONED,
        _C.direction == Direction.IN,
        _C.withheld.is_(False),
        _C.queue.in_(sa.bindparam("queues", expanding=True)),
    )
    .order_by(_C.arrived_ms.desc())
    .limit(_MOST_READ)
)
_SPOKEN_SINCE = (
    sa.select(_C.id)
    .where(_C.ani.in_(sa.bindparam("spellings", expanding=True)), _C.answered_ms > sa.bindparam("since"))
    .limit(sa.literal_column("1"))
)


class _Try(NamedTuple):
    """One call that was given up."""

    ani: str
    ani_name: str
    ended_ms: int | None
    queue: str
    customer: str


def missed_calls(
    connection: sa.Connection, queues: Iterable[QueueId], region: str, since_ms: int, limit: int
) -> tuple[MissedCall, ...]:
    """The latest first, each number once, with how often it was tried in vain."""
    rows = connection.execute(_LATEST, {"since": since_ms, "queues": list(queues)})
    tried: dict[str, list[_Try]] = {}
    for row in (_Try(*row) for row in rows):
        if (number := normalise(row.ani, region)).last8:
            tried.setdefault(number.e164 or number.raw, []).append(row)
    waiting = (
        _call(number, tries, region) for number, tries in tried.items() if not _spoken(connection, number, tries)
    )
    return tuple(islice(waiting, limit))


def _call(dialled: str, tries: list[_Try], region: str) -> MissedCall:
    last = tries[0]
    return MissedCall(
        number=dialled,
        shown=normalise(last.ani, region).display,
        name=last.customer or last.ani_name,
        at_ms=last.ended_ms or 0,
        times=len(tries),
        queue=QueueId(last.queue),
    )


def _spoken(connection: sa.Connection, dialled: str, tries: list[_Try]) -> bool:
    """Lines write a number otherwise than we dial it."""
    spellings = sorted({dialled, *(each.ani for each in tries)})
    given = {"spellings": spellings, "since": tries[0].ended_ms or 0}
    return connection.execute(_SPOKEN_SINCE, given).first() is not None
