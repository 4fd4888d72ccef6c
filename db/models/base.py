"""What all tables share: how Python types are stored and how constraints are named."""

from __future__ import annotations

import enum
from typing import Annotated, Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

WholeNumber = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""64 bits on both; SQLite hands out row ids only for a column called INTEGER."""

SearchKey = Annotated[str, "search key"]
"""Text compared by code points, so that "begins with" is a range of the index on every database."""

Json = dict[str, Any] | list[Any]


def _values(kind: type[enum.Enum]) -> list[str]:
    return [member.value for member in kind]


class Base(DeclarativeBase):
    """Root of all tables. Enums are stored by value, as plain text, so that a new member needs no migration."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[Any] = {
        int: WholeNumber,
        str: sa.String(),
        float: sa.Double(),
        enum.Enum: sa.Enum(enum.Enum, native_enum=False, length=32, values_callable=_values),
        SearchKey: sa.String().with_variant(sa.String(collation="C"), "postgresql"),
        list[str]: sa.JSON(),
        list[dict[str, Any]]: sa.JSON(),
        dict[str, str]: sa.JSON(),
        dict[str, Any]: sa.JSON(),
    }
