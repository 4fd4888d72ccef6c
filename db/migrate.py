"""Bringing a database to this program's schema. Migrations travel inside the package; nobody runs a tool by hand.

Two programs that start at once on one database wait for each other. A migration happens whole or not at all.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from agent_desktop.errors import UserError
from db.models import Base

_LOCK = 0x6167656E74  # "agent": our advisory lock on PostgreSQL


def migrate(engine: sa.Engine, name: str) -> None:
    """Upgrade to the newest schema, if it is not there yet. `name` is how errors call the database.

    Raises:
        UserError: a newer version of this program has been here, or the database is somebody else's.

    """
    config = _config()
    script = ScriptDirectory.from_config(config)
    with engine.begin() as connection:
        _wait_for_turn(connection)
        revision = MigrationContext.configure(connection).get_current_revision()
        if revision == script.get_current_head():
            return
        if revision is None:
            _refuse_strangers(connection, name)
        elif revision not in {known.revision for known in script.walk_revisions()}:
            raise UserError(
                f"the database {name} was written by a newer version of this program (schema {revision}); "
                "update the program, or use another database"
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def differences(engine: sa.Engine) -> list[object]:
    """What the models say and the migrated database does not have, or the other way round; empty when they agree."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, Base.metadata))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _wait_for_turn(connection: sa.Connection) -> None:
    """On SQLite the transaction itself holds the lock."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


def _refuse_strangers(connection: sa.Connection, name: str) -> None:
    ours = set(Base.metadata.tables) & set(sa.inspect(connection).get_table_names())
    if ours:
        raise UserError(
            f"the database {name} has tables of another program ({', '.join(sorted(ours))}); use a database of its own"
        )
