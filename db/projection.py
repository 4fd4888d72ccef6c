"""Calls, legs and events as the routing core's facts add up to them.

A batch of facts is one transaction: the rows it touches are read, the facts are folded into them (`db.folding`, pure), and
what changed is written, a table at a time. The number of the last fact is in the same transaction, so facts that come
again are skipped and a lost one is noticed. Must never look at anything but facts.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, get_args

import msgspec
import sqlalchemy as sa

from agent_desktop.errors import DeskError
from db import audit, models
from db.engine import reading
from db.folding import Folder, LegKey, Values
from ivr.facts import AnyFact, NumberedFact

_STATE = models.ProjectionState
_LAST = sa.select(_STATE.last_number)
_LAST_FOR_UPDATE = _LAST.with_for_update()
_CALLS = models.Call.__table__
_LEGS = models.Leg.__table__
_HIGHEST_IDS = sa.union_all(
    *(sa.select(sa.func.max(column)) for column in (models.Call.id, models.CallLog.call_id, models.Draft.call_id))
)
_EVENTS_BELOW = (
    sa.select(models.Event.number, models.Event.at_ms, models.Event.kind, models.Event.body)
    .where(models.Event.number < sa.bindparam("below"))
    .order_by(models.Event.number.desc())
    .limit(5_000)
)
_KINDS: dict[str, type[AnyFact]] = {kind.__name__: kind for kind in get_args(AnyFact)}
"""One kind at a time: msgspec puts a union together anew at each conversion, at fifty times the cost."""
_CHUNK = 500
"""Ids in one IN list; SQLite and PostgreSQL take thousands."""


class FactsMissing(DeskError):
    """The facts do not follow the last one that was applied; nothing of the batch has been."""

    def __init__(self, expected: int, came: int) -> None:
        super().__init__(f"fact {expected} was expected, {came} came")
        self.expected = expected
        self.came = came


class Projection:
    """The store's view of the one stream of facts."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def last_number(self) -> int:
        """The number of the last fact applied; 0 in a new store."""
        with reading(self._engine) as connection:
            return connection.execute(_LAST).scalar_one()

    def max_call_id(self) -> int:
        """The highest call id that the store has seen anywhere; 0 in a new store."""
        with reading(self._engine) as connection:
            return max(highest or 0 for highest in connection.execute(_HIGHEST_IDS).scalars())

    def facts_since(self, at_ms: int, kinds: Collection[str]) -> list[NumberedFact]:
        """The facts of these kinds (by name) from a moment (Unix ms) on, in their order.

        Read backwards from the last one: facts lie in the order of their times, and no other index is needed.
        """
        found: list[NumberedFact] = []
        with reading(self._engine) as connection:
            below = connection.execute(_LAST).scalar_one() + 1
            while rows := connection.execute(_EVENTS_BELOW, {"below": below}).all():
                today = [row for row in rows if row.at_ms >= at_ms]
                found += (fact_of(row) for row in today if row.kind in kinds)
                if len(today) < len(rows):
                    break
                below = rows[-1].number
        return found[::-1]

    def apply(self, facts: Sequence[NumberedFact]) -> None:
        """Take facts in their order, durably, all or none. Those applied before are skipped.

        Raises:
            FactsMissing: a number was left out.

        """
        with self._engine.begin() as connection:
            last = connection.execute(_LAST_FOR_UPDATE).scalar_one()
            fresh = [fact for fact in facts if fact.number > last]
            _require_no_gap(last, fresh)
            if fresh:
                _fold_and_write(connection, fresh)
                connection.execute(sa.update(_STATE).values(last_number=fresh[-1].number))


def fact_of(row: sa.Row[Any]) -> NumberedFact:
    """A row of the events (number, at_ms, kind, body) as the fact that it is."""
    return NumberedFact(row.number, row.at_ms / 1000, msgspec.convert(row.body, _KINDS[row.kind]))


def _require_no_gap(last: int, facts: Sequence[NumberedFact]) -> None:
    for expected, fact in enumerate(facts, last + 1):
        if fact.number != expected:
            raise FactsMissing(expected, fact.number)


def _fold_and_write(connection: sa.Connection, facts: Sequence[NumberedFact]) -> None:
    ids = {call for fact in facts if (call := getattr(fact.fact, "call", None)) is not None}
    calls = _read(connection, _CALLS, _CALLS.c.id, ids)
    legs = _read(connection, _LEGS, _LEGS.c.call_id, ids)
    folder = Folder({row["id"]: row for row in calls}, {(row["call_id"], row["leg"]): row for row in legs})
    known_calls, known_legs = set(folder.calls), set(folder.legs)
    events = [folder.take(fact) for fact in facts]
    _write_calls(connection, folder.calls, known_calls)
    _write_legs(connection, folder.legs, known_legs)
    connection.execute(sa.insert(models.Event), events)
    if trail := [entry for fact in facts if (entry := audit.row(fact)) is not None]:
        connection.execute(sa.insert(models.AuditEntry), trail)


def _read(
    connection: sa.Connection, table: sa.FromClause, key: sa.ColumnElement[Any], ids: Collection[int]
) -> list[Values]:
    ordered = sorted(ids)
    chunks = (ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK))
    statement = sa.select(table).where(key.in_(sa.bindparam("ids", expanding=True)))
    return [dict(row._mapping) for chunk in chunks for row in connection.execute(statement, {"ids": chunk})]  # noqa: SLF001 - SQLAlchemy's public name


def _write_calls(connection: sa.Connection, calls: dict[int, Values], known: set[int]) -> None:
    if new := [row for key, row in calls.items() if key not in known]:
        connection.execute(sa.insert(models.Call), new)
    if changed := [{**row, "key": key} for key, row in calls.items() if key in known]:
        connection.execute(_update(_CALLS, _CALLS.c.id == sa.bindparam("key")), changed)


def _write_legs(connection: sa.Connection, legs: dict[LegKey, Values], known: set[LegKey]) -> None:
    if new := [row for key, row in legs.items() if key not in known]:
        connection.execute(sa.insert(models.Leg), new)
    if changed := [{**row, "key": key[0], "key_leg": key[1]} for key, row in legs.items() if key in known]:
        where = sa.and_(_LEGS.c.call_id == sa.bindparam("key"), _LEGS.c.leg == sa.bindparam("key_leg"))
        connection.execute(_update(_LEGS, where), changed)


def _update(table: sa.FromClause, where: sa.ColumnElement[bool]) -> sa.Update:
    assert isinstance(table, sa.Table)
    values: dict[str, Any] = {
        column.name: sa.bindparam(column.name) for column in table.columns if not column.primary_key
    }
    return sa.update(table).where(where).values(values)
