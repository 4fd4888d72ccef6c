"""Rows for the sample customers' file: whole customers with their people, numbers, sales, timeline and open matters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from typing import Any

from agent_desktop.protocol.record import MatterKind, Stage, Standing, ValueType
from db import models
from db.bulk import Values, columns_of
from db.filing import customer_code
from db.models import Base
from db.models.customers import AccountStatus, CustomerType, NumberLabel
from db.personas import CHINESE, Person, PersonMaker, kind_of
from db.places import Line
from db.purchases import Purchases, goods_for, order_status
from db.text import name_key, spelled, surname_key
from db.value import History, expected_value, stage, standing, value_type
from db.words import AGENTS, DEPARTMENTS, LEVELS, MATTERS, SOURCES, SPOKEN, TAGS

TABLES: tuple[type[Base], ...] = (
    models.Customer,
    models.Contact,
    models.Number,
    models.Sale,
    models.TimelineEntry,
    models.Matter,
)
DAY_MS = 86_400_000
MINUTE_MS = 60_000
_STRANGERS = (Standing.POTENTIAL, Standing.POTENTIAL, Standing.TARGET, Standing.NON_CUSTOMER)
_SHARED_HOME = 0.03
"""So many live with the customer before them and have the same telephone."""


class RowMaker:
    """Makes the rows of customers one after another. `next_ids` are the ids to go on from."""

    def __init__(
        self, rng: Random, region: str, purchases: Purchases, next_ids: dict[type[Base], int], now_ms: int
    ) -> None:
        self._rng = rng
        self._region = region
        self._purchases = purchases
        self._ids = dict(next_ids)
        self._first = next_ids[models.Customer]
        self._now_ms = now_ms
        self._today = date(1970, 1, 1) + timedelta(milliseconds=now_ms)
        self._people = PersonMaker(rng, region)
        self._before: Person | None = None
        self._rows: dict[type[Base], list[Values]] = {}

    def make(self, indexes: Iterable[int]) -> dict[type[Base], list[Values]]:
        """All rows of these customers, by table, in an order that keeps foreign keys."""
        self._rows = {model: [] for model in TABLES}
        for index in indexes:
            serial = self._first + index
            person = self._at_home(self._people.make(serial, kind_of(serial, self._region)))
            self._customer(index, person)
            self._before = person
        return self._rows

    def _at_home(self, person: Person) -> Person:
        """Now and then two customers are one household."""
        before = self._before
        alone = before is None or before.kind.firm or person.kind.firm or before.kind.country is not person.kind.country
        if alone or before is None or self._rng.random() > _SHARED_HOME:
            return person
        return Person(
            person.kind, person.human, "", "", before.city, before.postcode, before.address, before.line, before.mobile
        )

    def _customer(self, index: int, person: Person) -> None:
        history = self._purchases.history(index)
        spoken = self._timeline(person, history)
        customer_id = self._put(
            models.Customer,
            {
                **_who(person),
                **_where(person),
                **self._worth(index, person, history),
                **self._membership(history, person),
                "code": customer_code(self._ids[models.Customer]),
                "status": AccountStatus.ACTIVE.value,
                "source": self._pick(SOURCES),
                "tags": self._tags(person),
                "remark": "",
                "created_ms": self._ago(history.first_days if history else self._rng.random() * 700),
                "last_contact_ms": max((at_ms for at_ms, _ in spoken), default=None),
            },
        )
        contact_id = self._contact(customer_id, person) if person.kind.firm else None
        self._numbers(customer_id, contact_id, person)
        self._sales(customer_id, contact_id, index, person)
        for at_ms, entry in spoken:
            self._put(models.TimelineEntry, {"customer_id": customer_id, "at_ms": at_ms, "call_id": None, **entry})
        self._matters(customer_id, person)

    def _worth(self, index: int, person: Person, history: History | None) -> dict[str, Any]:
        """Where they stand and what they are worth: all of it from what they bought."""
        if history is None:
            return {
                "standing": self._pick(_STRANGERS).value,
                "value_type": ValueType.ORDINARY.value,
                "stage": Stage.ACQUIRE.value,
                "abc_class": "C",
                "rfm": "",
                "lifetime_value_minor": 0,
            }
        abc, rfm = self._purchases.classes[index], self._purchases.scale.rfm(history)
        cost = int(self._rng.expovariate(1 / 6_000)) * (10 if person.kind.firm else 1)
        lifetime = expected_value(history, rfm[0], cost)
        return {
            "standing": standing(history).value,
            "value_type": value_type(abc, rfm, lifetime).value,
            "stage": stage(history).value,
            "abc_class": abc,
            "rfm": "".join(map(str, rfm)),
            "lifetime_value_minor": lifetime // person.kind.country.cny,
        }

    def _membership(self, history: History | None, person: Person) -> dict[str, Any]:
        if history is None:
            return {
                "membership_card": "",
                "membership_level": "",
                "points": 0,
                "balance_minor": 0,
                "contract_number": "",
                "contract_ends_ms": None,
            }
        level = min(3, history.revenue_minor // 150_000)
        contract = self._rng.random() < 0.5 and standing(history) is Standing.ACTUAL  # noqa: PLR2004 - every other
        return {
            "membership_card": f"8801{self._ids[models.Customer]:08d}",
            "membership_level": LEVELS[person.kind.tongue][level],
            "points": history.revenue_minor // 1000,
            "balance_minor": int(self._rng.random() * 20_000),
            "contract_number": f"HT-{self._ids[models.Customer]:07d}" if contract else "",
            "contract_ends_ms": self._now_ms + int(self._rng.random() * 365) * DAY_MS if contract else None,
        }

    def _contact(self, customer_id: int, person: Person) -> int:
        department, post = self._pick(DEPARTMENTS[person.kind.tongue])
        birthday = self._today - timedelta(days=int((22 + self._rng.random() * 40) * 365.25))
        return self._put(
            models.Contact,
            {
                "customer_id": customer_id,
                "name": person.human.name,
                "name_key": name_key(person.human.name),
                **spelled(person.human.name),
                "salutation": person.human.salutation,
                "is_primary": True,
                "department": department,
                "post": post,
                "address": "",
                "email": f"{person.human.mailbox}@firm{customer_id}.example",
                "hobbies": "",
                "birthday": birthday.isoformat(),
                "anniversary": None,
            },
        )

    def _numbers(self, customer_id: int, contact_id: int | None, person: Person) -> None:
        if not person.kind.firm:
            label = NumberLabel.MOBILE if person.kind.country is CHINESE else NumberLabel.HOME
            self._number(customer_id, None, label, person.line)
            return
        self._number(customer_id, None, NumberLabel.OFFICE, person.line)
        if person.mobile:
            self._number(customer_id, contact_id, NumberLabel.MOBILE, person.mobile)

    def _number(self, customer_id: int, contact_id: int | None, label: NumberLabel, line: Line) -> None:
        self._put(
            models.Number,
            {
                "customer_id": customer_id,
                "contact_id": contact_id,
                "label": label.value,
                "raw": line.raw,
                "display": line.display,
                "e164": line.e164,
                "extension": "",
                "last8": line.e164[1:][-8:],
            },
        )

    def _sales(self, customer_id: int, contact_id: int | None, index: int, person: Person) -> None:
        goods, cny = goods_for(person.kind), person.kind.country.cny
        for number, one in enumerate(self._purchases.of(index), 1):
            english, chinese, price = goods[one.product]
            amount = price // cny * one.quantity
            self._put(
                models.Sale,
                {
                    "customer_id": customer_id,
                    "contact_id": contact_id,
                    "sold_ms": self._ago(one.days_ago),
                    "order_number": f"SO{customer_id:07d}-{number:02d}",
                    "status": order_status(one.days_ago),
                    "product": chinese if person.kind.country is CHINESE else english,
                    "unit_price_minor": price // cny,
                    "quantity": one.quantity,
                    "discount_minor": 0,
                    "amount_minor": amount,
                    "currency": person.kind.country.currency,
                },
            )

    def _timeline(self, person: Person, history: History | None) -> list[tuple[int, dict[str, Any]]]:
        """Those who buy more are in touch more."""
        longest = history.first_days if history else 400
        entries = []
        for _ in range(int(self._rng.expovariate(0.9 if history else 2.0))):
            channel, disposition, english, chinese = self._pick(SPOKEN)
            at_ms = self._ago(1 + self._rng.random() * longest) + int(self._rng.random() * 480) * MINUTE_MS
            entry = {
                "channel": channel,
                "subject": chinese if person.kind.country is CHINESE else english,
                "agent": self._pick(AGENTS),
                "disposition": disposition,
            }
            entries.append((at_ms, entry))
        return entries

    def _matters(self, customer_id: int, person: Person) -> None:
        """One in ten has something open, or had; some of it is overdue."""
        if self._rng.random() > 0.1:  # noqa: PLR2004
            return
        kind, english, chinese = self._pick(MATTERS)
        opened_ms = self._ago(self._rng.random() * 20)
        done = self._rng.random() < 0.4  # noqa: PLR2004
        self._put(
            models.Matter,
            {
                "customer_id": customer_id,
                "kind": MatterKind(kind).value,
                "subject": chinese if person.kind.country is CHINESE else english,
                "opened_ms": opened_ms,
                "due_ms": opened_ms + int(2 + self._rng.random() * 25) * DAY_MS,
                "closed_ms": min(opened_ms + DAY_MS, self._now_ms) if done else None,
                "solution": "",
                "call_id": None,
                "agent_id": "",
            },
        )

    def _tags(self, person: Person) -> str:
        """As JSON."""
        return f'["{self._pick(TAGS[person.kind.tongue])}"]' if self._rng.random() < 0.4 else "[]"  # noqa: PLR2004

    def _put(self, model: type[Base], values: dict[str, Any]) -> int:
        row_id = self._ids[model]
        self._ids[model] = row_id + 1
        values["id"] = row_id
        self._rows[model].append(tuple(map(values.__getitem__, _COLUMNS[model])))
        return row_id

    def _ago(self, days: float) -> int:
        return self._now_ms - int(days * DAY_MS)

    def _pick(self, words: Any) -> Any:
        return words[int(self._rng.random() * len(words))]


_COLUMNS = {model: columns_of(model) for model in TABLES}


def _who(person: Person) -> dict[str, Any]:
    firm, country = person.kind.firm, person.kind.country
    name = person.firm_name if firm else person.human.name
    key = name_key(name)
    return {
        "name": name,
        "name_key": key,
        "surname_key": key if firm or country is CHINESE else surname_key(name),
        **spelled(name),
        "company": person.firm_name,
        "salutation": "" if firm else person.human.salutation,
        "language": country.language.value,
        "customer_type": (CustomerType.BUSINESS if firm else CustomerType.INDIVIDUAL).value,
        "email": f"{person.human.mailbox}@example.{'cn' if country is CHINESE else 'com'}",
        "home_page": "",
        "industry": person.industry,
        "annual_revenue_minor": None,
        "employees": None,
    }


def _where(person: Person) -> dict[str, Any]:
    country, city = person.kind.country, person.city
    return {
        "currency": country.currency,
        "country": country.code,
        "calling_code": country.calling_code,
        "province": city.province,
        "area_code": city.area_code,
        "city": city.name,
        "postcode": person.postcode,
        "address": person.address,
    }
