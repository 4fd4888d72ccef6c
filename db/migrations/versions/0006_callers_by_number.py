"""Calls are found by the customer's number: who gave up, and has been spoken to since."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_calls_ani", "calls", ["ani"])


def downgrade() -> None:
    op.drop_index("ix_calls_ani", "calls")
