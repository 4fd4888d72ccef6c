"""Putting a new customer on file in mid-call: one transaction, on disk when it returns."""

from __future__ import annotations

import uuid

import phonenumbers
import sqlalchemy as sa
from phonenumbers import PhoneNumberType

from agent_desktop.cti.vocabulary import Language
from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.record import CustomerFields
from db import models
from db.models.customers import NumberLabel
from db.numbers import Number, normalise
from db.text import clean, name_key, spelled, surname_key


def customer_code(customer_id: int) -> str:
    """The code that goes with a row id."""
    return f"C{customer_id:07d}"


def file_customer(engine: sa.Engine, fields: CustomerFields, ani: str, region: str, at: float) -> int:
    """Insert the customer and their numbers; gives the new id.

    Raises:
        Refusal: `bad_field`.

    """
    name = clean(fields.name)
    if not name:
        raise Refusal(ErrorId.BAD_FIELD, field="name", detail="empty")
    with engine.begin() as connection:
        customer_id = _insert_customer(connection, name, fields, region, at)
        rows = [number_row(customer_id, number) for number in _numbers(fields, ani, region)]
        if rows:
            connection.execute(sa.insert(models.Number), rows)
    return customer_id


def _insert_customer(connection: sa.Connection, name: str, fields: CustomerFields, region: str, at: float) -> int:
    values = {
        "code": uuid.uuid4().hex,  # until the row has its id
        "name": name,
        "name_key": name_key(name),
        "surname_key": surname_key(name),
        **spelled(name),
        "company": clean(fields.company),
        "salutation": clean(fields.salutation),
        "email": clean(fields.email),
        "address": clean(fields.address),
        "remark": clean(fields.remark),
        "language": Language(fields.language),
        "country": region,
        "source": "call",
        "created_ms": round(at * 1000),
    }
    customer_id: int = connection.execute(
        sa.insert(models.Customer).values(values).returning(models.Customer.id)
    ).scalar_one()
    connection.execute(
        sa.update(models.Customer).where(models.Customer.id == customer_id).values(code=customer_code(customer_id))
    )
    return customer_id


def _numbers(fields: CustomerFields, ani: str, region: str) -> list[Number]:
    """The number they call from and the one they gave; once when they are the same line."""
    given = [normalise(clean(text), region) for text in (ani, fields.phone)]
    return list({(number.e164 or number.raw, number.extension): number for number in given if number.last8}.values())


def number_row(customer_id: int, number: Number, contact_id: int | None = None) -> dict[str, object]:
    """A number as the table takes it."""
    return {
        "customer_id": customer_id,
        "contact_id": contact_id,
        "label": _label(number),
        "raw": number.raw,
        "display": number.display,
        "e164": number.e164,
        "extension": number.extension,
        "last8": number.last8,
    }


def _label(number: Number) -> NumberLabel:
    if number.extension:
        return NumberLabel.OFFICE
    if number.e164:
        kind = phonenumbers.number_type(phonenumbers.parse(number.e164))
        return NumberLabel.HOME if kind == PhoneNumberType.FIXED_LINE else NumberLabel.MOBILE
    return NumberLabel.HOME
