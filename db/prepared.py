"""Statements of the ring path, compiled once for each database and run straight on the driver.

The same statement through a connection's `execute` costs three times as much, most of it spent on deciding again what has been
decided before. Only for reading, and only on a connection in autocommit: nothing here begins or ends a transaction.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.sql.compiler import SQLCompiler

Row: TypeAlias = Any
"""A named tuple; its fields are the statement's columns."""


class Prepared:
    """One SELECT."""

    def __init__(self, statement: sa.Select[*tuple[Any, ...]]) -> None:
        self.statement = statement
        self._plans: WeakKeyDictionary[sa.Dialect, _Plan] = WeakKeyDictionary()

    def all(self, connection: sa.Connection, **given: object) -> list[Row]:
        """Its rows.

        Raises:
            DBAPIError: as `connection.execute` does.

        """
        plan = self._plans.get(connection.dialect)
        if plan is None:
            plan = self._plans[connection.dialect] = _Plan(self.statement, connection.dialect)
        driver: Any = connection.connection.driver_connection
        try:
            return plan.all(driver, given)
        except plan.errors as error:
            raise _wrapped(error, plan, connection) from error


class _Plan:
    """The statement in one database's own words, and what turns its values into ours."""

    def __init__(self, statement: sa.Select[*tuple[Any, ...]], dialect: sa.Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)
        columns = list(statement.selected_columns)
        self.sql = str(compiled)
        self.errors: type[Exception] = dialect.dbapi.Error  # type: ignore[union-attr]  # only a dialect without a driver has none
        self._names = compiled.positiontup
        self._constants = compiled.params
        row: Any = namedtuple("Row", [str(column.key) for column in columns])  # type: ignore[misc]  # noqa: PYI024 - made while running
        self._row: Callable[[list[Any]], Row] = row._make
        self._impls = [column.type.dialect_impl(dialect) for column in columns]
        self._dialect = dialect
        self._readers: list[tuple[int, Callable[[Any], Any]]] | None = None

    def all(self, driver: Any, given: dict[str, object]) -> list[Row]:
        values = {**self._constants, **given}
        cursor = driver.execute(self.sql, values if self._names is None else [values[name] for name in self._names])
        try:
            if self._readers is None:
                self._readers = self._find_readers(cursor.description)
            return [self._read(row) for row in cursor.fetchall()]
        finally:
            cursor.close()

    def _find_readers(self, description: Any) -> list[tuple[int, Callable[[Any], Any]]]:
        """What the columns' types do to what this driver gives; most do nothing."""
        found = [
            impl.result_processor(self._dialect, said[1]) for impl, said in zip(self._impls, description, strict=True)
        ]
        return [(at, reader) for at, reader in enumerate(found) if reader is not None]

    def _read(self, row: tuple[Any, ...]) -> Row:
        values = list(row)
        for at, reader in self._readers or ():
            values[at] = reader(values[at])
        return self._row(values)


def _wrapped(error: Exception, plan: _Plan, connection: sa.Connection) -> BaseException:
    """The driver's error as SQLAlchemy's, without the values: they are callers' numbers."""
    dialect = connection.dialect
    lost = dialect.is_disconnect(error, connection.connection, None)  # type: ignore[arg-type]  # a pooled connection is a driver's
    return exc.DBAPIError.instance(
        plan.sql, None, error, plan.errors, hide_parameters=True, connection_invalidated=lost, dialect=dialect
    )
