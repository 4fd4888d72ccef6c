"""Who works here, and the words they choose from."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from agent_desktop.protocol.messages import Role
from db.models.base import Base


class User(Base):
    """Somebody who may log in."""

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(primary_key=True)
    """The name they log in with."""
    name: Mapped[str]
    password_hash: Mapped[str]
    """Argon2, with its own parameters and salt."""
    role: Mapped[Role]
    station: Mapped[str] = mapped_column(default="")
    disabled: Mapped[bool] = mapped_column(default=False)
    created_ms: Mapped[int]


class Queue(Base):
    """A queue as reports name it. Retired ones stay: old calls waited in them."""

    __tablename__ = "queues"

    id: Mapped[str] = mapped_column(primary_key=True)
    label_en: Mapped[str]
    label_zh_cn: Mapped[str]
    retired: Mapped[bool] = mapped_column(default=False)


class Disposition(Base):
    """How a call can be classified. Retired ones stay: old logs carry them."""

    __tablename__ = "dispositions"

    code: Mapped[str] = mapped_column(primary_key=True)
    label_en: Mapped[str]
    label_zh_cn: Mapped[str]
    group: Mapped[str] = mapped_column(default="")
    """The type of the call, such as `enquiry` or `complaint`."""
    needs_follow_up: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)
