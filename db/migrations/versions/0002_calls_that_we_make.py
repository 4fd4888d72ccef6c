"""Which way a call went."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("calls") as calls:
        calls.add_column(sa.Column("direction", sa.String(32), nullable=False, server_default="in"))
    with op.batch_alter_table("calls") as calls:
        calls.alter_column("direction", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("calls") as calls:
        calls.drop_column("direction")
