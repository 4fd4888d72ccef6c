"""Recordings of a call."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("calls") as calls:
        calls.add_column(sa.Column("recordings", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("calls") as calls:
        calls.alter_column("recordings", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("calls") as calls:
        calls.drop_column("recordings")
