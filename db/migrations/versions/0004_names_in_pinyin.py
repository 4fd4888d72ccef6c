"""Names in pinyin and by their initials, for searching; filled for everybody who is on file."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from agent_desktop.pinyin import spelling

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")
TABLES = ("customers", "contacts")
COLUMNS = ("pinyin_key", "initials_key")
CHUNK = 5_000


def upgrade() -> None:
    for table in TABLES:
        for column in COLUMNS:
            op.add_column(table, sa.Column(column, KEY, nullable=True))
        _fill(sa.table(table, *(sa.column(name) for name in ("id", "name", *COLUMNS))))
        for column in COLUMNS:
            op.create_index(
                f"ix_{table}_{column}",
                table,
                [column],
                unique=False,
                sqlite_where=sa.text(f"{column} IS NOT NULL"),
                postgresql_where=sa.text(f"{column} IS NOT NULL"),
            )


def _fill(table: Any) -> None:
    """A chunk at a time, so that a million rows never lie in memory."""
    connection, last = op.get_bind(), 0
    change = (
        sa.update(table)
        .where(table.c.id == sa.bindparam("key"))
        .values(pinyin_key=sa.bindparam("full"), initials_key=sa.bindparam("initials"))
    )
    while rows := connection.execute(
        sa.select(table.c.id, table.c.name).where(table.c.id > last).order_by(table.c.id).limit(CHUNK)
    ).all():
        last = rows[-1].id
        spelled = ((row.id, spelling(row.name)) for row in rows)
        changes = [{"key": key, "full": one.full, "initials": one.initials} for key, one in spelled if one]
        if changes:
            connection.execute(change, changes)


def downgrade() -> None:
    for table in TABLES:
        for column in COLUMNS:
            op.drop_index(f"ix_{table}_{column}", table)
            op.drop_column(table, column)
