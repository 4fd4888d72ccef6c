"""The customer's file: who they are, how to reach them, what they bought, what is open, what was said before."""

from __future__ import annotations

import enum
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.record import Channel, MatterKind, Stage, Standing, ValueType
from db.models.base import Base, SearchKey


class CustomerType(enum.StrEnum):
    """What kind of party the customer is."""

    INDIVIDUAL = "individual"
    """A person, or a household."""
    BUSINESS = "business"
    """A company; the people in it are its contacts."""
    GOVERNMENT = "government"
    """A public body."""
    RESELLER = "reseller"
    """Sells on to customers of its own."""


class AccountStatus(enum.StrEnum):
    """Whether the customer's account may be used."""

    ACTIVE = "active"
    """In good order."""
    SUSPENDED = "suspended"
    """Stopped for the time being, such as for unpaid bills."""
    CLOSED = "closed"
    """Ended for good; kept for the record."""


class NumberLabel(enum.StrEnum):
    """What a telephone number is for."""

    OFFICE = "office"
    """At work, or a company's main line."""
    MOBILE = "mobile"
    """Carried about."""
    HOME = "home"
    """In the household."""
    FAX = "fax"
    """Answered by a machine; never dialled to talk."""


class OrderStatus(enum.StrEnum):
    """How far an order is."""

    PLACED = "placed"
    """Received, not paid."""
    PAID = "paid"
    """Being prepared."""
    SHIPPED = "shipped"
    """On its way."""
    DELIVERED = "delivered"
    RETURNED = "returned"
    """Sent back to us."""
    CANCELLED = "cancelled"


def _spelled(table: str) -> tuple[sa.Index, ...]:
    """Indexes of Chinese names only: the others are not in them."""
    return tuple(
        sa.Index(
            f"ix_{table}_{column}",
            column,
            sqlite_where=sa.text(f"{column} IS NOT NULL"),
            postgresql_where=sa.text(f"{column} IS NOT NULL"),
        )
        for column in ("pinyin_key", "initials_key")
    )


class Customer(Base):
    """A person or a company, with what they are worth and where they stand (domain §6, §7)."""

    __tablename__ = "customers"
    __table_args__ = (
        sa.Index(None, "name_key"),
        sa.Index(None, "surname_key"),
        sa.Index(None, "membership_card"),
        sa.Index(None, "contract_number"),
        *_spelled("customers"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[SearchKey] = mapped_column(unique=True)
    name: Mapped[str]
    name_key: Mapped[SearchKey]
    """`db.text.name_key` of the name; what a search by name probes."""
    surname_key: Mapped[SearchKey]
    """The same with the last word first, so that Emma Clarke is found by `clarke`."""
    pinyin_key: Mapped[SearchKey | None]
    """王伟 as `wangwei` (`agent_desktop.pinyin`); None where there is nothing Chinese."""
    initials_key: Mapped[SearchKey | None]
    """王伟 as `ww`."""
    company: Mapped[str] = mapped_column(default="")
    salutation: Mapped[str] = mapped_column(default="")
    language: Mapped[Language]
    customer_type: Mapped[CustomerType] = mapped_column(default=CustomerType.INDIVIDUAL)
    status: Mapped[AccountStatus] = mapped_column(default=AccountStatus.ACTIVE)
    source: Mapped[str] = mapped_column(default="")
    """How they came to us, such as `call`, `web`, `shop`, `referral`."""

    standing: Mapped[Standing] = mapped_column(default=Standing.POTENTIAL)
    value_type: Mapped[ValueType] = mapped_column(default=ValueType.ORDINARY)
    stage: Mapped[Stage] = mapped_column(default=Stage.ACQUIRE)
    abc_class: Mapped[str] = mapped_column(default="C")
    rfm: Mapped[str] = mapped_column(default="")
    """Three digits 1–5; empty while nothing has been bought."""
    lifetime_value_minor: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(default="CNY")

    country: Mapped[str] = mapped_column(default="")
    """ISO 3166 alpha-2."""
    calling_code: Mapped[str] = mapped_column(default="")
    province: Mapped[str] = mapped_column(default="")
    area_code: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    home_page: Mapped[str] = mapped_column(default="")

    industry: Mapped[str] = mapped_column(default="")
    annual_revenue_minor: Mapped[int | None]
    employees: Mapped[int | None]

    membership_card: Mapped[str] = mapped_column(default="")
    """Its number without spaces, as it is keyed in."""
    membership_level: Mapped[str] = mapped_column(default="")
    points: Mapped[int] = mapped_column(default=0)
    balance_minor: Mapped[int] = mapped_column(default=0)
    contract_number: Mapped[str] = mapped_column(default="")
    contract_ends_ms: Mapped[int | None]

    tags: Mapped[list[str]] = mapped_column(default=list)
    remark: Mapped[str] = mapped_column(default="")
    created_ms: Mapped[int]
    last_contact_ms: Mapped[int | None]
    """The newest entry of their timeline; ranks people who share a number."""


class Contact(Base):
    """A person at a customer."""

    __tablename__ = "contacts"
    __table_args__ = (sa.Index(None, "customer_id"), sa.Index(None, "name_key"), *_spelled("contacts"))

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    name: Mapped[str]
    name_key: Mapped[SearchKey]
    pinyin_key: Mapped[SearchKey | None]
    initials_key: Mapped[SearchKey | None]
    salutation: Mapped[str] = mapped_column(default="")
    is_primary: Mapped[bool] = mapped_column(default=False)
    department: Mapped[str] = mapped_column(default="")
    post: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    hobbies: Mapped[str] = mapped_column(default="")
    birthday: Mapped[date | None]
    anniversary: Mapped[date | None]


class Number(Base):
    """A telephone number of a customer, or of one person there. Look-up is a probe of `e164`, then of `last8`."""

    __tablename__ = "numbers"
    __table_args__ = (
        sa.Index(None, "e164"),
        sa.Index(None, "last8"),
        sa.Index(None, "customer_id"),
        sa.Index(None, "contact_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    contact_id: Mapped[int | None] = mapped_column(sa.ForeignKey("contacts.id", ondelete="CASCADE"))
    label: Mapped[NumberLabel]
    raw: Mapped[str]
    """As it was typed."""
    display: Mapped[str]
    """As a person writes it."""
    e164: Mapped[SearchKey | None]
    """The main line; None when it cannot be brought into E.164."""
    extension: Mapped[str] = mapped_column(default="")
    last8: Mapped[SearchKey]
    """The last eight digits of the main line; fewer when the number is shorter."""


class Sale(Base):
    """One line of an order."""

    __tablename__ = "sales"
    __table_args__ = (sa.Index(None, "customer_id", "sold_ms"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    contact_id: Mapped[int | None] = mapped_column(sa.ForeignKey("contacts.id", ondelete="SET NULL"))
    sold_ms: Mapped[int]
    status: Mapped[OrderStatus] = mapped_column(default=OrderStatus.DELIVERED)
    order_number: Mapped[str]
    product: Mapped[str]
    unit_price_minor: Mapped[int]
    quantity: Mapped[int]
    discount_minor: Mapped[int]
    amount_minor: Mapped[int]
    """Unit price × quantity − discount."""
    currency: Mapped[str]


class Matter(Base):
    """Something that stays open until somebody has done it: a ticket, a promised follow-up, a callback."""

    __tablename__ = "matters"
    __table_args__ = (
        sa.Index(
            "ix_matters_open",
            "customer_id",
            sqlite_where=sa.text("closed_ms IS NULL"),
            postgresql_where=sa.text("closed_ms IS NULL"),
        ),
        sa.Index(
            "ix_matters_due",
            "due_ms",
            sqlite_where=sa.text("closed_ms IS NULL"),
            postgresql_where=sa.text("closed_ms IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    """None: promised to a caller who is not on file; the call says how to reach them."""
    kind: Mapped[MatterKind]
    subject: Mapped[str]
    opened_ms: Mapped[int]
    due_ms: Mapped[int | None]
    closed_ms: Mapped[int | None]
    solution: Mapped[str] = mapped_column(default="")
    """How it was solved, so that the next agent finds it."""
    call_id: Mapped[int | None]
    agent_id: Mapped[str] = mapped_column(default="")
    """Who promised it."""


class Pin(Base):
    """What a customer proves by that it is they who call."""

    __tablename__ = "pins"

    customer_id: Mapped[int] = mapped_column(
        sa.ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    pin_hash: Mapped[str]
    """Argon2, with its own parameters and salt."""
    failures: Mapped[int] = mapped_column(default=0)
    """Wrong ones in a row, over all calls."""
    locked_until_ms: Mapped[int | None]


class Block(Base):
    """A number whose calls are not taken for the time being."""

    __tablename__ = "blocks"

    number: Mapped[SearchKey] = mapped_column(primary_key=True)
    """E.164, or its digits where it cannot be brought into that."""
    until_ms: Mapped[int]
    """No block without an end."""
    reason: Mapped[str] = mapped_column(default="")
    added_by: Mapped[str] = mapped_column(default="")
    added_ms: Mapped[int]


class TimelineEntry(Base):
    """One past contact, on whatever channel."""

    __tablename__ = "timeline"
    __table_args__ = (sa.Index(None, "customer_id", "at_ms"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id", ondelete="CASCADE"))
    at_ms: Mapped[int]
    channel: Mapped[Channel]
    subject: Mapped[str]
    agent: Mapped[str] = mapped_column(default="")
    """The agent's name as the customer heard it."""
    disposition: Mapped[str] = mapped_column(default="")
    call_id: Mapped[int | None]
