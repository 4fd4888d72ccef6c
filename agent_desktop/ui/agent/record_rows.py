"""The caller's record as rows to paint: which facts, in which order, and what about them is urgent.

Pure: rows hold values (amounts, instants, codes), the widgets turn them into words of the user's language. The order is the
agent's: what was promised first, then what the customer is worth, what happened last, how to reach them. Must never import Qt
or read a clock.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from agent_desktop.protocol.record import CustomerRecord, Matter, PastContact, Phone

SEPARATOR = "\u2009·\u2009"
"""Between parts of one line; thin spaces, because CJK fonts draw the dot wide."""

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
CONTRACT_WARNING_MS = 30 * DAY_MS
"""A contract that ends within this is worth a word in the call."""


class Section(enum.StrEnum):
    """A heading of the record."""

    MATTERS = "matters"
    """What is open: tickets, promises, callbacks."""
    VALUE = "value"
    """What the customer is worth and holds."""
    CONTACTS = "contacts"
    """What happened last, newest first."""
    DETAILS = "details"
    """Who they are and how to reach them."""


class Urgency(enum.StrEnum):
    """How pressing a date is."""

    OVERDUE = "overdue"
    """The moment has passed."""
    SOON = "soon"
    """Within a day (a promise) or a month (a contract)."""
    LATER = "later"
    """There is time."""
    NONE = "none"
    """No date was given."""


class FactKind(enum.StrEnum):
    """What one line of details says."""

    COMPANY = "company"
    CONTACT = "contact"
    CODE = "code"
    LANGUAGE = "language"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    TYPE = "type"
    INDUSTRY = "industry"
    LEVEL = "level"
    CONTRACT = "contract"


class FigureKind(enum.StrEnum):
    """What one figure of the value strip says."""

    LIFETIME = "lifetime"
    BALANCE = "balance"
    POINTS = "points"
    ABC = "abc"
    RFM = "rfm"


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in minor units."""

    minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A section begins; `count` is 0 where counting says nothing."""

    section: Section
    count: int = 0


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """What colleagues should know before they speak."""

    text: str


@dataclass(frozen=True, slots=True)
class TagsRow:
    """Free labels."""

    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatterRow:
    """Something open."""

    matter: Matter
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: money, a number, or a class such as `A` or `543`."""

    kind: FigureKind
    value: Amount | int | str


@dataclass(frozen=True, slots=True)
class FiguresRow:
    """Figures side by side."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One past contact; a line is drawn through the timeline from the `first` to the `last`."""

    contact: PastContact
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class FactRow:
    """One line of details. A phone's value is a `Phone`, a contract's an instant, else it is text."""

    kind: FactKind
    value: str | Phone | int
    urgency: Urgency = Urgency.NONE


Row = Heading | RemarkRow | TagsRow | MatterRow | FiguresRow | ContactRow | FactRow


def urgency(due_at_ms: int | None, now_ms: int, soon_ms: int = DAY_MS) -> Urgency:
    """How pressing something due then is now."""
    if due_at_ms is None:
        return Urgency.NONE
    if due_at_ms < now_ms:
        return Urgency.OVERDUE
    return Urgency.SOON if due_at_ms - now_ms <= soon_ms else Urgency.LATER


def rows_of(record: CustomerRecord, now_ms: int) -> tuple[Row, ...]:
    """The whole record below its headline, top to bottom."""
    return (
        *_notes(record),
        *_matters(record, now_ms),
        *_value(record, now_ms),
        *_contacts(record),
        *_details(record),
    )


def _notes(record: CustomerRecord) -> Iterator[Row]:
    if record.remark:
        yield RemarkRow(record.remark)
    if record.tags:
        yield TagsRow(record.tags)


def _matters(record: CustomerRecord, now_ms: int) -> Iterator[Row]:
    if record.matters:
        yield Heading(Section.MATTERS, len(record.matters))
        for matter in record.matters:
            yield MatterRow(matter, urgency(matter.due_at_ms, now_ms))


def _value(record: CustomerRecord, now_ms: int) -> Iterator[Row]:
    yield Heading(Section.VALUE)
    yield FiguresRow(tuple(_money_figures(record)))
    classes = tuple(_class_figures(record))
    if classes:
        yield FiguresRow(classes)
    if record.membership_level:
        yield FactRow(FactKind.LEVEL, record.membership_level)
    if record.contract_ends_at_ms is not None:
        ends = record.contract_ends_at_ms
        yield FactRow(FactKind.CONTRACT, ends, urgency(ends, now_ms, CONTRACT_WARNING_MS))


def _money_figures(record: CustomerRecord) -> Iterator[Figure]:
    yield Figure(FigureKind.LIFETIME, Amount(record.lifetime_value_minor, record.currency))
    yield Figure(FigureKind.BALANCE, Amount(record.balance_minor, record.currency))


def _class_figures(record: CustomerRecord) -> Iterator[Figure]:
    yield Figure(FigureKind.POINTS, record.points)
    if record.abc_class:
        yield Figure(FigureKind.ABC, record.abc_class)
    if record.rfm:
        yield Figure(FigureKind.RFM, record.rfm)


def _contacts(record: CustomerRecord) -> Iterator[Row]:
    if record.contacts:
        yield Heading(Section.CONTACTS)
        final = len(record.contacts) - 1
        for position, contact in enumerate(record.contacts):
            yield ContactRow(contact, position == 0, position == final)


def _details(record: CustomerRecord) -> Iterator[Row]:
    yield Heading(Section.DETAILS)
    for phone in record.phones:
        yield FactRow(FactKind.PHONE, phone)
    texts = (
        (FactKind.EMAIL, record.email),
        (FactKind.ADDRESS, record.address),
        (FactKind.COMPANY, record.company),
        (FactKind.CONTACT, record.contact),
        (FactKind.LANGUAGE, record.language.value),
        (FactKind.TYPE, record.customer_type),
        (FactKind.INDUSTRY, record.industry),
        (FactKind.CODE, record.code),
    )
    for kind, text in texts:
        if text:
            yield FactRow(kind, text)
