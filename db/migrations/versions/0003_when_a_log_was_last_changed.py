"""When a log was last changed: so that a late draft is told from an old one."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("call_logs", sa.Column("edited_ms", WHOLE, nullable=True))


def downgrade() -> None:
    op.drop_column("call_logs", "edited_ms")
