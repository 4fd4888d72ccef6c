"""Calls: what the core's facts add up to, and what agents wrote about them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from agent_desktop.cti.vocabulary import Cause, Direction, Language
from db.models.base import Base


class Call(Base):
    """One customer interaction, from arrival to closed log. Complete when `logged_ms` is set."""

    __tablename__ = "calls"
    __table_args__ = (sa.Index(None, "arrived_ms"), sa.Index(None, "customer_id", "arrived_ms"), sa.Index(None, "ani"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    direction: Mapped[Direction] = mapped_column(default=Direction.IN)
    arrived_ms: Mapped[int]
    ani: Mapped[str] = mapped_column(default="")
    """The customer's number, whichever way the call went."""
    ani_name: Mapped[str] = mapped_column(default="")
    withheld: Mapped[bool] = mapped_column(default=False)
    dnis: Mapped[str] = mapped_column(default="")
    customer_id: Mapped[int | None]
    language: Mapped[Language | None]
    path: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """What was pressed in menus, in order: node, keys, label in each language."""
    recordings: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """In order: name (of the file at the switch, without its ending), agent, leg, started_ms, ended_ms, seconds, complete. A message that
    the caller left has no agent, and leg 0."""
    queue: Mapped[str] = mapped_column(default="")
    """The last queue it waited in."""
    priority: Mapped[int] = mapped_column(default=0)
    queued_ms: Mapped[int | None]
    """When it first began to wait."""
    offers: Mapped[int] = mapped_column(default=0)
    answered_ms: Mapped[int | None]
    """When an agent first spoke to the caller."""
    transfers: Mapped[int] = mapped_column(default=0)
    talk_s: Mapped[float] = mapped_column(default=0.0)
    """All legs together."""
    hold_s: Mapped[float] = mapped_column(default=0.0)
    ended_ms: Mapped[int | None]
    cause: Mapped[Cause | None]
    outcome: Mapped[str] = mapped_column(default="")
    rating: Mapped[int | None]
    """How satisfied the caller said they were, 1 to 5."""
    rated_agent: Mapped[str | None]
    """With whom; None: with nobody but the menu."""
    logged_ms: Mapped[int | None]
    logged_by: Mapped[str | None]
    """None: nobody spoke to the caller."""
    disposition: Mapped[str] = mapped_column(default="")


class Leg(Base):
    """One agent's part in a call. Its times are its own: a transfer credits nobody with another's minutes."""

    __tablename__ = "legs"
    __table_args__ = (sa.Index(None, "agent_id", "answered_ms"),)

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    leg: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Counts from 1 within the call."""
    agent_id: Mapped[str]
    queue: Mapped[str] = mapped_column(default="")
    answered_ms: Mapped[int | None]
    holds: Mapped[int] = mapped_column(default=0)
    handed_to: Mapped[str] = mapped_column(default="")
    """`queue:…`, `agent:…` or `number:…` when the agent handed the caller on."""
    ended_ms: Mapped[int | None]
    talk_s: Mapped[float | None]
    hold_s: Mapped[float | None]
    cause: Mapped[Cause | None]


class Event(Base):
    """A fact, word for word. Those of a call make its timeline; those of an agent their day."""

    __tablename__ = "events"
    __table_args__ = (sa.Index(None, "call_id", "number"), sa.Index(None, "agent_id", "at_ms"))

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at_ms: Mapped[int]
    kind: Mapped[str]
    """The fact's name, such as `Delivered`."""
    call_id: Mapped[int | None]
    agent_id: Mapped[str | None]
    body: Mapped[dict[str, Any]]


class AuditEntry(Base):
    """Who used a power over others, or tried to (`db.audit`)."""

    __tablename__ = "audit"
    __table_args__ = (sa.Index(None, "at_ms"), sa.Index(None, "user_id", "at_ms"))

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Of the fact that it is made from."""
    at_ms: Mapped[int]
    user_id: Mapped[str]
    action: Mapped[str]
    target: Mapped[str]
    outcome: Mapped[str]
    """`done`, or the id of the refusal."""
    detail: Mapped[str]


class ProjectionState(Base):
    """One row: how far calls, legs and events have followed the facts."""

    __tablename__ = "projection"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_number: Mapped[int]


class CallLog(Base):
    """What an agent wrote about their part of a call. An agent who gets the same call again writes another."""

    __tablename__ = "call_logs"
    __table_args__ = (sa.Index(None, "customer_id"),)

    call_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    agent_id: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Counts from 1 within call and agent."""
    completed_ms: Mapped[int]
    edited_ms: Mapped[int | None]
    """When the agent last changed it; None in logs of versions that did not say."""
    customer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("customers.id", ondelete="SET NULL"))
    disposition: Mapped[str]
    notes: Mapped[str]
    script: Mapped[str]
    script_state: Mapped[str]
    answers: Mapped[dict[str, str]]
    follow_up_id: Mapped[int | None] = mapped_column(sa.ForeignKey("matters.id", ondelete="SET NULL"))


class Draft(Base):
    """A log that is still being written: the newest state of it, as the seat sent it."""

    __tablename__ = "drafts"

    call_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    agent_id: Mapped[str] = mapped_column(primary_key=True)
    saved_ms: Mapped[int]
    body: Mapped[str]
    """`LogDraft` as JSON."""
