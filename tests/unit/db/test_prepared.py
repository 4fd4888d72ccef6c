"""Statements of the ring path: the same rows as SQLAlchemy gives, on each database, and its errors."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import exc

from db import models
from db.engine import reading
from db.prepared import Prepared
from db.sample import install_sample_people

_C = models.Customer
EVERYTHING = Prepared(sa.select(*_C.__table__.columns).order_by(_C.id))
NAMED = Prepared(
    sa.select(_C.id.label("customer_id"), sa.func.coalesce(_C.last_contact_ms, 7).label("spoken_ms"))
    .where(_C.code == sa.bindparam("code"), _C.company.is_not(None))
    .order_by(_C.id)
)


@pytest.fixture
def people(engine: sa.Engine) -> sa.Engine:
    install_sample_people(engine, 1_790_000_000.0)
    return engine


def test_the_same_rows_as_execute_with_values_of_our_types(people: sa.Engine) -> None:
    with reading(people) as connection:
        expected = [tuple(row) for row in connection.execute(EVERYTHING.statement)]
        assert [tuple(row) for row in EVERYTHING.all(connection)] == expected
        assert {type(row.tags) for row in EVERYTHING.all(connection)} == {list}


def test_parameters_and_constants_find_their_places(people: sa.Engine) -> None:
    with reading(people) as connection:
        known = EVERYTHING.all(connection)[3]
        (row,) = NAMED.all(connection, code=known.code)
        assert (row.customer_id, row.spoken_ms) == (known.id, known.last_contact_ms or 7)
        assert NAMED.all(connection, code="nobody's") == []


def test_each_database_has_its_own_words(people: sa.Engine, tmp_path: Path) -> None:
    other = sa.create_engine(f"sqlite:///{tmp_path}/other.db")
    _C.metadata.create_all(other)
    with reading(people) as connection, reading(other) as empty:
        assert EVERYTHING.all(connection)
        assert EVERYTHING.all(empty) == []
    other.dispose()


def test_an_error_is_sqlalchemys_and_names_no_value(people: sa.Engine) -> None:
    lost = Prepared(
        sa.select(sa.column("number")).select_from(sa.table("nowhere")).where(sa.column("number") == "+8621")
    )
    with reading(people) as connection, pytest.raises(exc.DBAPIError) as raised:
        lost.all(connection)
    assert "nowhere" in str(raised.value)
    assert "+8621" not in str(raised.value)
    assert not raised.value.connection_invalidated
