"""Writing very many rows: executemany on SQLite, COPY on PostgreSQL. Values come as the database stores them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
import sqlalchemy as sa

from db.models.base import Base

Values = tuple[Any, ...]


def columns_of(model: type[Base]) -> tuple[str, ...]:
    """The columns that `write` expects, in this order."""
    return tuple(column.name for column in _table(model).columns)


class Bulk:
    """One loading of many rows inside one transaction; either all of it or nothing is there afterwards.

    On an empty store the indexes are taken away first and built at the end, which is several times faster.
    """

    def __init__(self, connection: sa.Connection, models: Sequence[type[Base]], *, empty: bool) -> None:
        self._connection = connection
        self._models = models
        self._tables = [_table(model) for model in models]
        self._indexes = [index for table in self._tables for index in table.indexes] if empty else []
        self._postgresql = connection.dialect.name == "postgresql"

    def begin(self) -> None:
        if self._postgresql:
            for name in ("statement_timeout", "idle_in_transaction_session_timeout"):
                self._connection.exec_driver_sql(f"SET LOCAL {name} = 0")
        for index in self._indexes:
            index.drop(self._connection)

    def next_ids(self) -> dict[type[Base], int]:
        """The first free id of each table."""
        return {model: self._highest_id(model) + 1 for model in self._models}

    def _highest_id(self, model: type[Base]) -> int:
        return self._connection.execute(sa.select(sa.func.max(_table(model).c.id))).scalar_one() or 0

    def write(self, model: type[Base], rows: Sequence[Values]) -> None:
        if not rows:
            return
        table = _table(model)
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        if self._postgresql:
            self._copy(f"COPY {table.name} ({columns}) FROM STDIN", rows)
        else:
            marks = ", ".join("?" for _ in table.columns)
            self._connection.exec_driver_sql(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", list(rows))  # noqa: S608 - our own names

    def finish(self) -> None:
        """Build the indexes, let the planner know the new sizes, and let ids go on behind ours."""
        for index in self._indexes:
            index.create(self._connection)
        for table in self._tables:
            if self._postgresql:
                sequence = (
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), (SELECT max(id) FROM {table.name}))"  # noqa: S608
                )
                self._connection.exec_driver_sql(sequence)
            self._connection.exec_driver_sql(f"ANALYZE {table.name}")

    def _copy(self, statement: str, rows: Sequence[Values]) -> None:
        driver = self._connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)


def _table(model: type[Base]) -> sa.Table:
    table = model.__table__
    assert isinstance(table, sa.Table)
    return table
