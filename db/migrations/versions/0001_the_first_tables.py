"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")
CODE = sa.String(32)


def upgrade() -> None:
    op.create_table(
        "calls",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("arrived_ms", WHOLE, nullable=False),
        sa.Column("ani", sa.String(), nullable=False),
        sa.Column("ani_name", sa.String(), nullable=False),
        sa.Column("withheld", sa.Boolean(), nullable=False),
        sa.Column("dnis", sa.String(), nullable=False),
        sa.Column("customer_id", WHOLE, nullable=True),
        sa.Column("language", CODE, nullable=True),
        sa.Column("path", sa.JSON(), nullable=False),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("priority", WHOLE, nullable=False),
        sa.Column("queued_ms", WHOLE, nullable=True),
        sa.Column("offers", WHOLE, nullable=False),
        sa.Column("answered_ms", WHOLE, nullable=True),
        sa.Column("transfers", WHOLE, nullable=False),
        sa.Column("talk_s", sa.Double(), nullable=False),
        sa.Column("hold_s", sa.Double(), nullable=False),
        sa.Column("ended_ms", WHOLE, nullable=True),
        sa.Column("cause", CODE, nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("logged_ms", WHOLE, nullable=True),
        sa.Column("logged_by", sa.String(), nullable=True),
        sa.Column("disposition", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
    )
    op.create_index("ix_calls_arrived_ms", "calls", ["arrived_ms"], unique=False)
    op.create_index("ix_calls_customer_id_arrived_ms", "calls", ["customer_id", "arrived_ms"], unique=False)

    op.create_table(
        "customers",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("code", KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("surname_key", KEY, nullable=False),
        sa.Column("company", sa.String(), nullable=False),
        sa.Column("salutation", sa.String(), nullable=False),
        sa.Column("language", CODE, nullable=False),
        sa.Column("customer_type", CODE, nullable=False),
        sa.Column("status", CODE, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("standing", CODE, nullable=False),
        sa.Column("value_type", CODE, nullable=False),
        sa.Column("stage", CODE, nullable=False),
        sa.Column("abc_class", sa.String(), nullable=False),
        sa.Column("rfm", sa.String(), nullable=False),
        sa.Column("lifetime_value_minor", WHOLE, nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("calling_code", sa.String(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("home_page", sa.String(), nullable=False),
        sa.Column("industry", sa.String(), nullable=False),
        sa.Column("annual_revenue_minor", WHOLE, nullable=True),
        sa.Column("employees", WHOLE, nullable=True),
        sa.Column("membership_card", sa.String(), nullable=False),
        sa.Column("membership_level", sa.String(), nullable=False),
        sa.Column("points", WHOLE, nullable=False),
        sa.Column("balance_minor", WHOLE, nullable=False),
        sa.Column("contract_number", sa.String(), nullable=False),
        sa.Column("contract_ends_ms", WHOLE, nullable=True),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("created_ms", WHOLE, nullable=False),
        sa.Column("last_contact_ms", WHOLE, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
        sa.UniqueConstraint("code", name=op.f("uq_customers_code")),
    )
    op.create_index("ix_customers_name_key", "customers", ["name_key"], unique=False)
    op.create_index("ix_customers_surname_key", "customers", ["surname_key"], unique=False)

    op.create_table(
        "dispositions",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.Column("label_zh_cn", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("needs_follow_up", sa.Boolean(), nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_dispositions")),
    )
    op.create_table(
        "drafts",
        sa.Column("call_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("agent_id", sa.String(), nullable=False),
        sa.Column("saved_ms", WHOLE, nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "agent_id", name=op.f("pk_drafts")),
    )
    op.create_table(
        "events",
        sa.Column("number", WHOLE, autoincrement=False, nullable=False),
        sa.Column("at_ms", WHOLE, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("call_id", WHOLE, nullable=True),
        sa.Column("agent_id", sa.String(), nullable=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_events")),
    )
    op.create_index("ix_events_agent_id_at_ms", "events", ["agent_id", "at_ms"], unique=False)
    op.create_index("ix_events_call_id_number", "events", ["call_id", "number"], unique=False)

    op.create_table(
        "projection",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("last_number", WHOLE, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_projection_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projection")),
    )
    op.create_table(
        "queues",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.Column("label_zh_cn", sa.String(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queues")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("role", CODE, nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("created_ms", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
    )
    op.create_table(
        "contacts",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("customer_id", WHOLE, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("salutation", sa.String(), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("hobbies", sa.String(), nullable=False),
        sa.Column("birthday", sa.Date(), nullable=True),
        sa.Column("anniversary", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_contacts_customer_id_customers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index("ix_contacts_customer_id", "contacts", ["customer_id"], unique=False)
    op.create_index("ix_contacts_name_key", "contacts", ["name_key"], unique=False)

    op.create_table(
        "legs",
        sa.Column("call_id", WHOLE, nullable=False),
        sa.Column("leg", WHOLE, autoincrement=False, nullable=False),
        sa.Column("agent_id", sa.String(), nullable=False),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("answered_ms", WHOLE, nullable=True),
        sa.Column("holds", WHOLE, nullable=False),
        sa.Column("handed_to", sa.String(), nullable=False),
        sa.Column("ended_ms", WHOLE, nullable=True),
        sa.Column("talk_s", sa.Double(), nullable=True),
        sa.Column("hold_s", sa.Double(), nullable=True),
        sa.Column("cause", CODE, nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_legs_call_id_calls"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("call_id", "leg", name=op.f("pk_legs")),
    )
    op.create_index("ix_legs_agent_id_answered_ms", "legs", ["agent_id", "answered_ms"], unique=False)

    op.create_table(
        "matters",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("customer_id", WHOLE, nullable=True),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("opened_ms", WHOLE, nullable=False),
        sa.Column("due_ms", WHOLE, nullable=True),
        sa.Column("closed_ms", WHOLE, nullable=True),
        sa.Column("solution", sa.String(), nullable=False),
        sa.Column("call_id", WHOLE, nullable=True),
        sa.Column("agent_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_matters_customer_id_customers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matters")),
    )
    op.create_index(
        "ix_matters_due",
        "matters",
        ["due_ms"],
        unique=False,
        sqlite_where=sa.text("closed_ms IS NULL"),
        postgresql_where=sa.text("closed_ms IS NULL"),
    )
    op.create_index(
        "ix_matters_open",
        "matters",
        ["customer_id"],
        unique=False,
        sqlite_where=sa.text("closed_ms IS NULL"),
        postgresql_where=sa.text("closed_ms IS NULL"),
    )

    op.create_table(
        "timeline",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("customer_id", WHOLE, nullable=False),
        sa.Column("at_ms", WHOLE, nullable=False),
        sa.Column("channel", CODE, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("disposition", sa.String(), nullable=False),
        sa.Column("call_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_timeline_customer_id_customers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timeline")),
    )
    op.create_index("ix_timeline_customer_id_at_ms", "timeline", ["customer_id", "at_ms"], unique=False)

    op.create_table(
        "call_logs",
        sa.Column("call_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("agent_id", sa.String(), nullable=False),
        sa.Column("part", WHOLE, autoincrement=False, nullable=False),
        sa.Column("completed_ms", WHOLE, nullable=False),
        sa.Column("customer_id", WHOLE, nullable=True),
        sa.Column("disposition", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("script", sa.String(), nullable=False),
        sa.Column("script_state", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("follow_up_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_call_logs_customer_id_customers"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["matters.id"], name=op.f("fk_call_logs_follow_up_id_matters"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("call_id", "agent_id", "part", name=op.f("pk_call_logs")),
    )
    op.create_index("ix_call_logs_customer_id", "call_logs", ["customer_id"], unique=False)

    op.create_table(
        "numbers",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("customer_id", WHOLE, nullable=False),
        sa.Column("contact_id", WHOLE, nullable=True),
        sa.Column("label", CODE, nullable=False),
        sa.Column("raw", sa.String(), nullable=False),
        sa.Column("display", sa.String(), nullable=False),
        sa.Column("e164", KEY, nullable=True),
        sa.Column("extension", sa.String(), nullable=False),
        sa.Column("last8", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_numbers_contact_id_contacts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_numbers_customer_id_customers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_numbers")),
    )
    op.create_index("ix_numbers_contact_id", "numbers", ["contact_id"], unique=False)
    op.create_index("ix_numbers_customer_id", "numbers", ["customer_id"], unique=False)
    op.create_index("ix_numbers_e164", "numbers", ["e164"], unique=False)
    op.create_index("ix_numbers_last8", "numbers", ["last8"], unique=False)

    op.create_table(
        "sales",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("customer_id", WHOLE, nullable=False),
        sa.Column("contact_id", WHOLE, nullable=True),
        sa.Column("sold_ms", WHOLE, nullable=False),
        sa.Column("order_number", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("unit_price_minor", WHOLE, nullable=False),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.Column("discount_minor", WHOLE, nullable=False),
        sa.Column("amount_minor", WHOLE, nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_sales_contact_id_contacts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_sales_customer_id_customers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales")),
    )
    op.create_index("ix_sales_customer_id_sold_ms", "sales", ["customer_id", "sold_ms"], unique=False)
    op.execute("INSERT INTO projection (id, last_number) VALUES (1, 0)")


def downgrade() -> None:
    op.drop_table("sales")
    op.drop_table("numbers")
    op.drop_table("call_logs")
    op.drop_table("timeline")
    op.drop_table("matters")
    op.drop_table("legs")
    op.drop_table("contacts")
    op.drop_table("users")
    op.drop_table("queues")
    op.drop_table("projection")
    op.drop_table("events")
    op.drop_table("drafts")
    op.drop_table("dispositions")
    op.drop_table("customers")
    op.drop_table("calls")
