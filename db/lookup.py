"""Who is calling. The ring path: from a number to everything that the agent is shown, in four index probes.

`look_up` never raises and never waits for long: without the database a call still goes on, marked `unavailable`. It reads on
one kept connection in autocommit, so that no snapshot grows old on it; a lock makes it safe to call from any thread.
Must never be given LIKE, the ORM, or a statement built per call (docs: measured limits).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import sqlalchemy as sa
import structlog
from sqlalchemy import exc

from agent_desktop.cti.vocabulary import QueueId
from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import MissedCall
from agent_desktop.protocol.record import (
    Candidate,
    CustomerFields,
    CustomerRecord,
    MatchKind,
    ScreenPop,
)
from db.blocks import IS_BLOCKED, block_key
from db.engine import AUTOCOMMIT, refusing
from db.filing import file_customer
from db.matching import Match, rank
from db.missed import missed_calls
from db.numbers import Number, normalise
from db.reading import BY_E164, BY_ID, BY_LAST8, read_record
from db.searching import by_code, by_name
from db.text import clean

LOOK_UP_TIMEOUT_S = 1
HIGHEST_ID = 2**63 - 1
FEWEST_DIGITS = 4
"""A search text with fewer digits than this is no telephone number."""

T = TypeVar("T")
log = structlog.get_logger(__name__)


class CallerLookup:
    """Answers "who is this" from the store. `region` is where the centre stands (ISO 3166 alpha-2)."""

    def __init__(self, engine: sa.Engine, region: str) -> None:
        self._engine = engine
        self._region = region
        self._lock = threading.Lock()
        self._connection: sa.Connection | None = None

    def look_up(self, ani: str, withheld: bool) -> ScreenPop:
        """Everything for a screen pop. `unavailable` when the database fails, which is logged."""
        if withheld or not ani.strip():
            return ScreenPop(MatchKind.WITHHELD)
        number = normalise(ani, self._region)
        if not number.last8:
            return ScreenPop(MatchKind.UNKNOWN)
        try:
            return self._read(lambda connection: _pop(connection, number))
        except exc.SQLAlchemyError as error:
            log.error("caller look-up failed", error=type(error).__name__, code=error.code)  # noqa: TRY400 - a traceback would carry the caller's number
            return ScreenPop(MatchKind.UNAVAILABLE)

    def is_blocked(self, ani: str, now: float) -> bool:
        """Whether a number is on the block list at `now` (Unix seconds); not when the database fails, which is logged."""
        key = block_key(ani, self._region)
        if not key:
            return False
        try:
            return bool(self._read(lambda connection: IS_BLOCKED.all(connection, number=key, now_ms=round(now * 1000))))
        except exc.SQLAlchemyError as error:
            log.error("block list look-up failed", error=type(error).__name__, code=error.code)  # noqa: TRY400 - a traceback would carry the caller's number
            return False

    def record(self, customer_id: int) -> CustomerRecord | None:
        """One customer's record; None when there is no such customer.

        Raises:
            Refusal: `store_unavailable`.

        """
        if not 0 < customer_id <= HIGHEST_ID:
            return None
        with refusing():
            return self._read(lambda connection: _record(connection, customer_id))

    def search(self, text: str, limit: int = 20) -> tuple[Candidate, ...]:
        """Customers by number, by code, or by the beginning of a name or family name; best first, nobody twice.

        Raises:
            Refusal: `store_unavailable`.

        """
        with refusing():
            return self._read(lambda connection: self._search(connection, clean(text), limit))

    def missed(self, queues: Sequence[QueueId], since_ms: int, limit: int = 20) -> tuple[MissedCall, ...]:
        """Callers who gave up in these queues since then and whom nobody has spoken to, the latest first.

        Raises:
            Refusal: `store_unavailable`.

        """
        with refusing():
            return self._read(lambda connection: missed_calls(connection, queues, self._region, since_ms, limit))

    def create_customer(self, fields: CustomerFields, ani: str, at: float | None = None) -> CustomerRecord:
        """File a new customer with the number they call from and the one they gave. `at` is Unix seconds, or now.

        Raises:
            Refusal: `bad_field`; `store_unavailable`.

        """
        with refusing():
            customer_id = file_customer(self._engine, fields, ani, self._region, time.time() if at is None else at)
        record = self.record(customer_id)
        if record is None:  # deleted between two statements
            raise Refusal(ErrorId.NO_SUCH_CUSTOMER, customer=str(customer_id))
        return record

    def close(self) -> None:
        """Give the kept connection back; the next look-up takes a new one."""
        with self._lock:
            self._drop()

    def _read(self, work: Callable[[sa.Connection], T]) -> T:
        """Do it on the kept connection; once more on a new one when the server has dropped the old one meanwhile."""
        with self._lock:
            kept = self._connection is not None
            try:
                return work(self._kept())
            except exc.DBAPIError as error:
                self._drop()
                if not (kept and error.connection_invalidated):
                    raise
            except exc.SQLAlchemyError:
                self._drop()
                raise
            return work(self._kept())

    def _kept(self) -> sa.Connection:
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(**AUTOCOMMIT)
            if self._connection.dialect.name == "postgresql":
                self._connection.exec_driver_sql(f"SET statement_timeout = '{LOOK_UP_TIMEOUT_S}s'")
        return self._connection

    def _drop(self) -> None:
        """Close it for good: its session has settings that no other user of the pool expects."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None

    def _search(self, connection: sa.Connection, text: str, limit: int) -> tuple[Candidate, ...]:
        found: list[Candidate] = []
        number = normalise(text, self._region)
        if len(number.last8) >= FEWEST_DIGITS:
            found += [match.candidate for match in _matches(connection, number)]
        found += by_code(connection, text)
        found += by_name(connection, text, limit)
        return tuple({(one.customer_id, one.name): one for one in reversed(found)}.values())[::-1][:limit]


def _pop(connection: sa.Connection, number: Number) -> ScreenPop:
    matches = _matches(connection, number)
    if not matches:
        return ScreenPop(MatchKind.UNKNOWN)
    best = matches[0]
    record = read_record(connection, best.row, best.contact, best.salutation)
    return ScreenPop(best.candidate.reason, record, tuple(match.candidate for match in matches))


def _matches(connection: sa.Connection, number: Number) -> Sequence[Match]:
    if number.e164:
        rows = BY_E164.all(connection, number=number.e164)
        if rows:
            return rank(rows, number)
    rows = BY_LAST8.all(connection, number=number.last8)
    return rank(rows, number)


def _record(connection: sa.Connection, customer_id: int) -> CustomerRecord | None:
    rows = BY_ID.all(connection, customer=customer_id)
    return read_record(connection, rows[0]) if rows else None
