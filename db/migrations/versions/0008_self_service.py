"""What callers can do by themselves: orders have a status, customers a PIN, calls a mark; and the block list."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("sales") as sales:
        sales.add_column(sa.Column("status", sa.String(length=32), nullable=False, server_default="delivered"))
    with op.batch_alter_table("sales") as sales:
        sales.alter_column("status", server_default=None)
    with op.batch_alter_table("calls") as calls:
        calls.add_column(sa.Column("rating", _ID, nullable=True))
        calls.add_column(sa.Column("rated_agent", sa.String(), nullable=True))
    op.execute("UPDATE customers SET membership_card = replace(membership_card, ' ', '') WHERE membership_card != ''")
    op.create_index("ix_customers_membership_card", "customers", ["membership_card"])
    op.create_index("ix_customers_contract_number", "customers", ["contract_number"])
    op.create_table(
        "pins",
        sa.Column("customer_id", _ID, autoincrement=False, nullable=False),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("failures", _ID, nullable=False),
        sa.Column("locked_until_ms", _ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name="fk_pins_customer_id_customers", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("customer_id", name="pk_pins"),
    )
    op.create_table(
        "blocks",
        sa.Column("number", _KEY, nullable=False),
        sa.Column("until_ms", _ID, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_ms", _ID, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_blocks"),
    )


def downgrade() -> None:
    op.drop_table("blocks")
    op.drop_table("pins")
    op.drop_index("ix_customers_contract_number", "customers")
    op.drop_index("ix_customers_membership_card", "customers")
    with op.batch_alter_table("calls") as calls:
        calls.drop_column("rated_agent")
        calls.drop_column("rating")
    with op.batch_alter_table("sales") as sales:
        sales.drop_column("status")
