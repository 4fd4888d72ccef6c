"""Finding customers by what an agent types: codes and the beginnings of names, Chinese ones in pinyin too. Every statement is a
range of an index.
"""

from __future__ import annotations

from itertools import chain, zip_longest
from typing import Any

import sqlalchemy as sa

from agent_desktop.pinyin import typed
from agent_desktop.protocol.record import Candidate, MatchKind
from db import models
from db.text import name_key

_LAST = "\U0010ffff"
"""Sorts behind every text that begins like the one it is appended to."""

_C, _P, _N = models.Customer, models.Contact, models.Number
_FIRST_NUMBER = (
    sa.select(_N.display)
    .where(_N.customer_id == _C.id)
    .order_by(_N.id)
    .limit(sa.literal_column("1"))
    .correlate(_C)
    .scalar_subquery()
)
_FOUND = (_C.id, _C.name, _C.company, _C.code, _FIRST_NUMBER)


def _beginning(key: Any, *columns: Any) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(*columns)
        .where(key >= sa.bindparam("first"), key < sa.bindparam("last"))
        .order_by(key)
        .limit(sa.bindparam("limit"))
    )


_BY_CODE = sa.select(*_FOUND).where(_C.code == sa.bindparam("code"))
_BY_NAME = _beginning(_C.name_key, *_FOUND)
_BY_SURNAME = _beginning(_C.surname_key, *_FOUND)


def _contact(key: Any) -> sa.Select[*tuple[Any, ...]]:
    company = sa.case((_C.company != "", _C.company), else_=_C.name)
    return _beginning(key, _C.id, _P.name, company, _C.code, _FIRST_NUMBER).join_from(_P, _C, _C.id == _P.customer_id)


_AS_WRITTEN = (_BY_NAME, _BY_SURNAME, _contact(_P.name_key))
_AS_SPELLED = (
    _beginning(_C.pinyin_key, *_FOUND),
    _beginning(_C.initials_key, *_FOUND),
    _contact(_P.pinyin_key),
    _contact(_P.initials_key),
)


def by_code(connection: sa.Connection, text: str) -> list[Candidate]:
    """The customer with this code, in whatever case it was typed."""
    code = text.strip().upper()
    return _candidates(connection, _BY_CODE, {"code": code}) if code else []


def by_name(connection: sa.Connection, text: str, limit: int) -> list[Candidate]:
    """Customers, then people at customers, whose name or family name begins so; in turn with those whose name is spelled so."""
    written = _beginnings(connection, _AS_WRITTEN, name_key(text), limit)
    spelled = _beginnings(connection, _AS_SPELLED, typed(text), limit)
    return [one for one in chain.from_iterable(zip_longest(written, spelled)) if one is not None]


def _beginnings(
    connection: sa.Connection, statements: tuple[sa.Select[*tuple[Any, ...]], ...], key: str, limit: int
) -> list[Candidate]:
    given = {"first": key, "last": key + _LAST, "limit": limit}
    return [one for statement in statements for one in _candidates(connection, statement, given)] if key else []


def _candidates(
    connection: sa.Connection, statement: sa.Select[*tuple[Any, ...]], given: dict[str, Any]
) -> list[Candidate]:
    return [
        Candidate(customer_id, name, company, code, MatchKind.CHOSEN, number or "")
        for customer_id, name, company, code, number in connection.execute(statement, given)
    ]
