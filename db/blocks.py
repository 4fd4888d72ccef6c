"""The block list: numbers whose calls are not taken, each until a day. One list for all who call, by number."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from agent_desktop.errors import UserError
from db import models
from db.engine import reading, refusing
from db.numbers import normalise
from db.prepared import Prepared

_B = models.Block
IS_BLOCKED = Prepared(
    sa.select(_B.until_ms).where(_B.number == sa.bindparam("number"), _B.until_ms > sa.bindparam("now_ms"))
)
"""On the ring path: at most one row."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """One number."""

    number: str
    until_ms: int
    reason: str
    added_by: str


class Blocks:
    """The list in the store. `region` is where the centre stands (ISO 3166 alpha-2). Times are Unix seconds."""

    def __init__(self, engine: sa.Engine, region: str) -> None:
        self._engine = engine
        self._region = region

    def add(self, number: str, until: float, reason: str, added_by: str, now: float) -> str:
        """Block a number, or change until when; gives the number as the list has it.

        Raises:
            UserError: it is no number.
            Refusal: `store_unavailable`.

        """
        key = block_key(number, self._region)
        if not key:
            raise UserError(f"{number!r} is no telephone number")
        values = {
            "until_ms": round(until * 1000),
            "reason": reason,
            "added_by": added_by,
            "added_ms": round(now * 1000),
        }
        with refusing(), self._engine.begin() as connection:
            connection.execute(sa.delete(_B).where(_B.number == key))
            connection.execute(sa.insert(_B).values(number=key, **values))
        return key

    def remove(self, number: str) -> bool:
        """Take a number off the list; whether it was on it.

        Raises:
            Refusal: `store_unavailable`.

        """
        with refusing(), self._engine.begin() as connection:
            found = connection.execute(sa.delete(_B).where(_B.number == block_key(number, self._region)))
        return bool(found.rowcount)

    def all(self, now: float) -> tuple[Blocked, ...]:
        """Those whose time has not run out, soonest first; the others are dropped.

        Raises:
            Refusal: `store_unavailable`.

        """
        with refusing(), self._engine.begin() as connection:
            connection.execute(sa.delete(_B).where(_B.until_ms <= round(now * 1000)))
        with refusing(), reading(self._engine) as connection:
            rows = connection.execute(
                sa.select(_B.number, _B.until_ms, _B.reason, _B.added_by).order_by(_B.until_ms, _B.number)
            )
            return tuple(Blocked(*row) for row in rows)


def block_key(number: str, region: str) -> str:
    """How a number stands on the list; empty when it is none."""
    known = normalise(number, region)
    return known.e164 or ("".join(letter for letter in number if letter.isdigit()) if known.last8 else "")
