"""What callers can learn and do without an agent: who they are by a number they key in, what their file tells them, their PIN.

Reads by index only. What is told is told of one customer's own file. Must never check a PIN: hashes come from the caller and go back
to the caller, as with users (`db.users`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from agent_desktop.protocol.record import MatterKind
from db import models
from db.engine import reading, refusing
from db.filing import customer_code
from db.numbers import normalise
from db.reading import BY_E164

MOST_WRONG = 5
"""PINs in a row, over all calls, before the next is not even looked at …"""
LOCKED_MS = 24 * 3_600_000
"""… for so long."""
MOST_ORDERS = 200

Values = dict[str, str]
_C, _S, _M, _P = models.Customer, models.Sale, models.Matter, models.Pin
_MINOR_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0, "BHD": 3, "KWD": 3, "OMR": 3, "TND": 3}
"""ISO 4217: digits after the point where they are not two. What is spoken has two."""
_TICKETS = (MatterKind.COMPLAINT, MatterKind.DISPUTE, MatterKind.DEFECT, MatterKind.ORDER, MatterKind.REPAIR)
"""What a caller calls their request; the others are notes to ourselves."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A customer's PIN as it is on file."""

    pin_hash: str
    locked: bool


class SelfService:
    """Answers callers. `region` and `timezone` are the centre's."""

    def __init__(self, engine: sa.Engine, region: str, timezone: str) -> None:
        self._engine = engine
        self._region = region
        self._timezone = ZoneInfo(timezone)

    # --- who ----------------------------------------------------------------------------------------------------------

    def by_number(self, number: str) -> int | None:
        """The one customer who has this telephone number; None when nobody or several have."""
        e164 = normalise(number, self._region).e164
        if e164 is None:
            return None
        with refusing(), reading(self._engine) as connection:
            rows = connection.execute(BY_E164.statement, {"number": e164}).all()
        return _only({row.customer_id for row in rows})

    def by_code(self, keyed: str) -> int | None:
        """The customer with this code, or with the one that the centre gives (`C…`) and these are the digits of."""
        codes = [keyed, *([customer_code(int(keyed))] if keyed.isdigit() else [])]
        return self._one(_C.code.in_(codes))

    def by_account(self, keyed: str) -> int | None:
        """The customer with this membership card or this contract."""
        return self._one(sa.or_(_C.membership_card == keyed, _C.contract_number == keyed)) if keyed else None

    def _one(self, condition: sa.ColumnElement[bool]) -> int | None:
        with refusing(), reading(self._engine) as connection:
            return _only(set(connection.scalars(sa.select(_C.id).where(condition).limit(2))))

    # --- what ---------------------------------------------------------------------------------------------------------

    def attributes(self, customer: int) -> Values:
        """What a flow may look at (`ivr.flow.names.CUSTOMER`); nothing when there is no such customer."""
        columns = (_C.code, _C.membership_level, _C.points, _C.balance_minor, _C.currency)
        open_ones = sa.select(sa.func.count()).where(
            _M.customer_id == customer, _M.closed_ms.is_(None), _M.kind.in_(_TICKETS)
        )
        with refusing(), reading(self._engine) as connection:
            row = connection.execute(sa.select(*columns).where(_C.id == customer)).first()
            tickets = connection.execute(open_ones).scalar_one()
        if row is None:
            return {}
        return {
            "customer_code": row.code,
            "level": row.membership_level,
            "points": str(row.points),
            "balance": str(_hundredths(row.balance_minor, row.currency)),
            "currency": row.currency,
            "open_tickets": str(tickets),
        }

    def balance(self, customer: int, _number: str) -> Values | None:
        """`balance`, or `owed` where it is below zero."""
        known = self.attributes(customer)
        if not known:
            return None
        minor = int(known["balance"])
        amount = {"owed": str(-minor)} if minor < 0 else {"balance": str(minor)}
        return amount | {"currency": known["currency"]}

    def points(self, customer: int, _number: str) -> Values | None:
        known = self.attributes(customer)
        return {"points": known["points"]} if known else None

    def order(self, customer: int, number: str) -> Values | None:
        """The status of the order whose number has these digits; of the latest, without any."""
        statement = (
            sa.select(_S.order_number, _S.status, _S.sold_ms)
            .where(_S.customer_id == customer)
            .order_by(_S.sold_ms.desc(), _S.id.desc())
            .limit(MOST_ORDERS)
        )
        row = self._numbered(statement, number, lambda row: row.order_number)
        return None if row is None else {"status": row.status.value, "date": self._day(row.sold_ms)}

    def ticket(self, customer: int, number: str) -> Values | None:
        """The same of a ticket: `open`, `due` where an answer was promised for a day to come, or `closed`."""
        statement = (
            sa.select(_M.id, _M.opened_ms, _M.due_ms, _M.closed_ms)
            .where(_M.customer_id == customer, _M.kind.in_(_TICKETS))
            .order_by(_M.closed_ms.is_not(None), _M.opened_ms.desc())
            .limit(MOST_ORDERS)
        )
        row = self._numbered(statement, number, lambda row: str(row.id))
        if row is None:
            return None
        told = {"date": self._day(row.opened_ms)}
        if row.closed_ms is not None:
            return told | {"status": "closed", "done": self._day(row.closed_ms)}
        if row.due_ms is not None and row.due_ms > datetime.now(UTC).timestamp() * 1000:
            return told | {"status": "due", "due": self._day(row.due_ms)}
        return told | {"status": "open"}

    def _numbered(self, statement: sa.Select[*tuple[Any, ...]], number: str, key: Callable[[Any], str]) -> Any:
        with refusing(), reading(self._engine) as connection:
            rows: Sequence[Any] = connection.execute(statement).all()
        wanted = number.lstrip("0")
        return next((row for row in rows if not number or _digits(key(row)) == wanted), None)

    def _day(self, at_ms: int) -> str:
        return datetime.fromtimestamp(at_ms / 1000, self._timezone).date().isoformat()

    # --- PINs ---------------------------------------------------------------------------------------------------------

    def pin(self, customer: int, now: float) -> Pin | None:
        """What is on file; None when they have none."""
        with refusing(), reading(self._engine) as connection:
            row = connection.execute(
                sa.select(_P.pin_hash, _P.locked_until_ms).where(_P.customer_id == customer)
            ).first()
        return None if row is None else Pin(row.pin_hash, (row.locked_until_ms or 0) > now * 1000)

    def note_pin(self, customer: int, now: float, *, right: bool) -> None:
        """Count a wrong one, or forget those counted."""
        count = sa.literal(0) if right else _P.failures + 1
        until = None if right else sa.case((_P.failures + 1 >= MOST_WRONG, round(now * 1000) + LOCKED_MS))
        with refusing(), self._engine.begin() as connection:
            connection.execute(
                sa.update(_P).where(_P.customer_id == customer).values(failures=count, locked_until_ms=until)
            )

    def set_pin(self, customer: int, pin_hash: str | None) -> None:
        """Give a new one, or take it away. Forgets the wrong ones."""
        with refusing(), self._engine.begin() as connection:
            connection.execute(sa.delete(_P).where(_P.customer_id == customer))
            if pin_hash is not None:
                connection.execute(sa.insert(_P).values(customer_id=customer, pin_hash=pin_hash))


def _only(found: set[int]) -> int | None:
    return found.pop() if len(found) == 1 else None


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit()).lstrip("0")


def _hundredths(minor: int, currency: str) -> int:
    digits: int = _MINOR_DIGITS.get(currency, 2)
    return minor * 100 // int(10**digits)
