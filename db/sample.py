"""A dozen customers that everybody knows: the demo's callers, the simulator's callers and the tests ring from their numbers.

One place for their numbers. Times are relative to the day they are installed on, so that a contract is always about to end and
a complaint is always two days old.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from db import models
from db.filing import number_row
from db.numbers import normalise
from db.purchases import order_status
from db.sample_people import (
    CHEN_JIANGUO,
    CHENGUANG,
    EMMA_CLARKE,
    HUANG_TING,
    JAMES_WRIGHT,
    LIN_TAO,
    MICHAEL_DAVIS,
    OLIVIA_BROWN,
    SOPHIE_TURNER,
    WANG_LI,
    ZHOU_FAMILY,
    Bought,
    Desk,
    Open,
    SamplePerson,
    Spoken,
    sample_people,
)
from db.text import name_key, spelled, surname_key

__all__ = [
    "CHENGUANG",
    "CHEN_JIANGUO",
    "EMMA_CLARKE",
    "HUANG_TING",
    "JAMES_WRIGHT",
    "LIN_TAO",
    "MICHAEL_DAVIS",
    "OLIVIA_BROWN",
    "SOPHIE_TURNER",
    "WANG_LI",
    "ZHOU_FAMILY",
    "Open",
    "SamplePerson",
    "Spoken",
    "install_people",
    "install_sample_people",
    "sample_numbers",
    "sample_people",
]

DAY_MS = 86_400_000


def sample_numbers() -> frozenset[str]:
    """The E.164 numbers that are theirs."""
    return frozenset(person.number for person in sample_people())


def install_sample_people(engine: sa.Engine, at: float) -> int:
    """Put those on file who are not yet; gives how many were added. `at` is Unix seconds."""
    return install_people(engine, sample_people(), at)


def install_people(engine: sa.Engine, people: Sequence[SamplePerson], at: float) -> int:
    """The same with people of somebody else's making; who they are is told by their code."""
    with engine.begin() as connection:
        codes = [person.code for person in people]
        known = set(
            connection.execute(sa.select(models.Customer.code).where(models.Customer.code.in_(codes))).scalars()
        )
        missing = [person for person in people if person.code not in known]
        for person in missing:
            _install(connection, person, round(at * 1000))
    return len(missing)


def _install(connection: sa.Connection, person: SamplePerson, now_ms: int) -> None:
    statement = sa.insert(models.Customer).values(_customer(person, now_ms)).returning(models.Customer.id)
    customer_id: int = connection.execute(statement).scalar_one()
    numbers = [number_row(customer_id, normalise(person.number, "CN"))]
    for desk in person.desks:
        contact_id = _install_desk(connection, customer_id, desk)
        numbers.append(number_row(customer_id, normalise(f"{person.number} ext {desk.extension}", "CN"), contact_id))
    connection.execute(sa.insert(models.Number), numbers)
    for model, rows in (
        (models.TimelineEntry, [_line(customer_id, one, now_ms) for one in person.spoken]),
        (models.Sale, [_sale(customer_id, index, one, person, now_ms) for index, one in enumerate(person.bought, 1)]),
        (models.Matter, [_matter(customer_id, one, now_ms) for one in person.matters]),
    ):
        if rows:
            connection.execute(sa.insert(model), rows)


def _customer(person: SamplePerson, now_ms: int) -> dict[str, Any]:
    last = min((one.days_ago for one in person.spoken), default=None)
    ends = person.contract_ends_in_days
    return {
        "code": person.code,
        "name": person.name,
        "name_key": name_key(person.name),
        "surname_key": surname_key(person.name),
        **spelled(person.name),
        "language": person.language,
        "created_ms": now_ms - 900 * DAY_MS,
        "last_contact_ms": None if last is None else now_ms - round(last * DAY_MS),
        "contract_ends_ms": None if ends is None else now_ms + ends * DAY_MS,
        **person.file,
    }


def _install_desk(connection: sa.Connection, customer_id: int, desk: Desk) -> int:
    statement = sa.insert(models.Contact).values(
        customer_id=customer_id,
        name=desk.name,
        name_key=name_key(desk.name),
        **spelled(desk.name),
        salutation=desk.salutation,
        department=desk.department,
        post=desk.post,
        is_primary=desk.is_primary,
        birthday=desk.birthday,
    )
    added: int = connection.execute(statement.returning(models.Contact.id)).scalar_one()
    return added


def _line(customer_id: int, one: Spoken, now_ms: int) -> dict[str, Any]:
    return {
        "customer_id": customer_id,
        "at_ms": now_ms - round(one.days_ago * DAY_MS),
        "channel": one.channel,
        "subject": one.subject,
        "agent": one.agent,
        "disposition": one.disposition,
    }


def _sale(customer_id: int, index: int, one: Bought, person: SamplePerson, now_ms: int) -> dict[str, Any]:
    return {
        "customer_id": customer_id,
        "sold_ms": now_ms - one.days_ago * DAY_MS,
        "order_number": f"{person.code}-{index:02d}",
        "status": order_status(one.days_ago),
        "product": one.product,
        "unit_price_minor": one.unit_price_minor,
        "quantity": one.quantity,
        "discount_minor": one.discount_minor,
        "amount_minor": one.unit_price_minor * one.quantity - one.discount_minor,
        "currency": person.file["currency"],
    }


def _matter(customer_id: int, one: Open, now_ms: int) -> dict[str, Any]:
    return {
        "customer_id": customer_id,
        "kind": one.kind,
        "subject": one.subject,
        "opened_ms": now_ms - round(one.days_ago * DAY_MS),
        "due_ms": now_ms + round(one.due_in_days * DAY_MS),
    }
