"""Finding customers by what an agent types: codes and the beginnings of names. Every statement is a range of an index."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

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
_BY_CONTACT = _beginning(
    _P.name_key, _C.id, _P.name, sa.case((_C.company != "", _C.company), else_=_C.name), _C.code, _FIRST_NUMBER
).join_from(_P, _C, _C.id == _P.customer_id)


def by_code(connection: sa.Connection, text: str) -> list[Candidate]:
    """The customer with this code, in whatever case it was typed."""
    code = text.strip().upper()
    return _candidates(connection, _BY_CODE, {"code": code}) if code else []


def by_name(connection: sa.Connection, text: str, limit: int) -> list[Candidate]:
    """Customers, then people at customers, whose name or family name begins so."""
    key = name_key(text)
    if not key:
        return []
    given = {"first": key, "last": key + _LAST, "limit": limit}
    return [
        one for statement in (_BY_NAME, _BY_SURNAME, _BY_CONTACT) for one in _candidates(connection, statement, given)
    ]


def _candidates(
    connection: sa.Connection, statement: sa.Select[*tuple[Any, ...]], given: dict[str, Any]
) -> list[Candidate]:
    return [
        Candidate(customer_id, name, company, code, MatchKind.CHOSEN, number or "")
        for customer_id, name, company, code, number in connection.execute(statement, given)
    ]
