"""Bringing a database to this program's schema. Migrations travel inside the package; nobody runs a tool by hand.

Two programs that start at once on one database wait for each other. A migration happens whole or not at all. Alembic is loaded when there is
something for it to do: a centre that starts again has people on the line.
"""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from agent_desktop.errors import UserError
from db.models import Base

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).parent / "migrations"
_VERSION = sa.table("alembic_version", sa.column("version_num"))
_LOCK = 0x6167656E74  # "agent": our advisory lock on PostgreSQL


class Condition(enum.Enum):
    """How a database stands to this program's schema."""

    ABSENT = enum.auto()
    """There is no such file yet."""
    EMPTY = enum.auto()
    """It is there, and nothing of ours is in it."""
    OLDER = enum.auto()
    """An earlier version of this program has been here."""
    CURRENT = enum.auto()
    NEWER = enum.auto()
    """A later version of this program has been here."""
    FOREIGN = enum.auto()
    """Another program's tables have the names of ours."""


def condition_of(connection: sa.Connection) -> Condition:
    """How the database at the other end stands; changes nothing."""
    revision = _revision(connection)
    if revision is None:
        return Condition.FOREIGN if _taken_names(connection) else Condition.EMPTY
    known = revisions()
    if revision == known[-1]:
        return Condition.CURRENT
    return Condition.OLDER if revision in known else Condition.NEWER


def revisions() -> list[str]:
    """All schemas there have been, the newest last: files are named by them, one after the other."""
    return sorted(file.name.partition("_")[0] for file in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


def migrate(engine: sa.Engine, name: str) -> None:
    """Upgrade to the newest schema, if it is not there yet. `name` is how errors call the database.

    Raises:
        UserError: a newer version of this program has been here, or the database is somebody else's.

    """
    with engine.begin() as connection:
        _wait_for_turn(connection)
        match condition_of(connection):
            case Condition.CURRENT:
                return
            case Condition.NEWER:
                raise UserError(
                    f"the database {name} was written by a newer version of this program (schema {_revision(connection)}); "
                    "update the program, or use another database"
                )
            case Condition.FOREIGN:
                raise UserError(
                    f"the database {name} has tables of another program ({', '.join(_taken_names(connection))}); "
                    "use a database of its own"
                )
        _upgrade(connection)


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def differences(engine: sa.Engine) -> list[object]:
    """What the models say and the migrated database does not have, or the other way round; empty when they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, Base.metadata))


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config


def _wait_for_turn(connection: sa.Connection) -> None:
    """On SQLite the transaction itself holds the lock."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table(_VERSION.name):
        return None
    return connection.execute(sa.select(_VERSION.c.version_num)).scalar_one_or_none()


def _taken_names(connection: sa.Connection) -> list[str]:
    """Tables that are named as ours are."""
    return sorted(set(Base.metadata.tables) & set(sa.inspect(connection).get_table_names()))
