"""Questions of flows, answered from the store: who is it, what can they be told, is this their PIN, can this number be called.

Never raises: a store that does not answer is an answer too, and the flow goes on. Must never log what was keyed in.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

import argon2
import structlog
from argon2.exceptions import InvalidHashError, VerificationError

from agent_desktop.errors import Refusal
from agent_desktop.protocol.record import CustomerRecord
from ivr.flow import steps
from ivr.flow.model import About, CustomerKey

T = TypeVar("T")
Values = dict[str, str]

log = structlog.get_logger(__name__)

LOCKED = "locked"
UNAVAILABLE = "unavailable"
"""Values of an answer that found nothing for another reason than that there is nothing."""


class Pin(Protocol):
    """A PIN on file."""

    @property
    def pin_hash(self) -> str: ...
    @property
    def locked(self) -> bool: ...


class Service(Protocol):
    """The store, as far as callers serve themselves (`db.selfservice`). All of it may block, and raise `Refusal`."""

    def by_number(self, number: str) -> int | None: ...
    def by_code(self, keyed: str) -> int | None: ...
    def by_account(self, keyed: str) -> int | None: ...
    def attributes(self, customer: int) -> Values: ...
    def balance(self, customer: int, number: str) -> Values | None: ...
    def points(self, customer: int, number: str) -> Values | None: ...
    def order(self, customer: int, number: str) -> Values | None: ...
    def ticket(self, customer: int, number: str) -> Values | None: ...
    def pin(self, customer: int, now: float) -> Pin | None: ...
    def note_pin(self, customer: int, now: float, *, right: bool) -> None: ...


class Answering:
    """Answers with a service, in whatever threads `reading` and `writing` choose."""

    def __init__(  # noqa: PLR0917 - wired in one place
        self,
        service: Service,
        record: Callable[[int], CustomerRecord | None],
        dialable: Callable[[str], str | None],
        reading: Callable[[Callable[[], object]], Awaitable[object]],
        writing: Callable[[Callable[[], None]], Awaitable[None]],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._service = service
        self._record = record
        self._dialable = dialable
        self._reading = reading
        self._writing = writing
        self._clock = clock
        self._hasher = argon2.PasswordHasher()

    async def answer(self, number: int, question: steps.Question) -> tuple[steps.Answered, CustomerRecord | None]:
        """The answer, with the record of whom it found, if it was about that."""
        try:
            match question:
                case steps.FindCustomer():
                    return await self._customer(number, question)
                case steps.CheckPin():
                    return await self._pin(number, question), None
                case steps.FindAnswer():
                    return await self._told(number, question), None
                case steps.CheckNumber():
                    return self._number(number, question), None
        except Refusal as refusal:
            log.warning("a caller could not be answered", asked=type(question).__name__, reason=refusal.error_id)
        return steps.Answered(number, found=False, values={UNAVAILABLE: "yes"}), None

    async def _customer(
        self, number: int, question: steps.FindCustomer
    ) -> tuple[steps.Answered, CustomerRecord | None]:
        find = {
            CustomerKey.NUMBER: self._service.by_number,
            CustomerKey.CODE: self._service.by_code,
            CustomerKey.ACCOUNT: self._service.by_account,
        }[question.by]

        def look() -> tuple[CustomerRecord, Values] | None:
            customer = find(question.value)
            record = None if customer is None else self._record(customer)
            return None if record is None else (record, self._service.attributes(record.customer_id))

        found = await self._read(look)
        if found is None:
            return steps.Answered(number, found=False), None
        record, values = found
        answer = steps.Answered(number, True, values, record.customer_id, record.language, record.value_type.value)
        return answer, record

    async def _told(self, number: int, question: steps.FindAnswer) -> steps.Answered:
        tell = {
            About.BALANCE: self._service.balance,
            About.POINTS: self._service.points,
            About.ORDER: self._service.order,
            About.TICKET: self._service.ticket,
        }[question.about]
        values = await self._read(lambda: tell(question.customer, question.number))
        return steps.Answered(number, found=values is not None, values=values or {})

    async def _pin(self, number: int, question: steps.CheckPin) -> steps.Answered:
        now = self._clock()
        pin = await self._read(lambda: self._service.pin(question.customer, now))
        if pin is None or pin.locked:
            return steps.Answered(number, found=False, values={LOCKED: "yes"})
        right = await self._read(lambda: self._is_right(pin, question.pin))
        await self._writing(lambda: self._service.note_pin(question.customer, now, right=right))
        return steps.Answered(number, found=right)

    def _number(self, number: int, question: steps.CheckNumber) -> steps.Answered:
        e164 = self._dialable(question.typed)
        return steps.Answered(number, found=e164 is not None, values={"number": e164} if e164 else {})

    def _is_right(self, pin: Pin, keyed: str) -> bool:
        try:
            return self._hasher.verify(pin.pin_hash, keyed)
        except (VerificationError, InvalidHashError):
            return False

    async def _read(self, work: Callable[[], T]) -> T:
        return await self._reading(work)  # type: ignore[return-value]  # what it was given, run elsewhere
