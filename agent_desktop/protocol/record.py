"""What a seat is shown of a customer: the record that travels inside an offer, so that a pop is one message, one paint.

Filled by the centre, masked there by rights; a seat only draws it. Times are Unix milliseconds (UTC), amounts are in
minor units of `currency`. Must never import anything but msgspec and the vocabulary.
"""

from __future__ import annotations

import enum

import msgspec

from agent_desktop.cti.vocabulary import Language


class Text(msgspec.Struct, frozen=True, gc=False):
    """A text of the content (a queue's name, a menu's label) in each language of the product."""

    en: str
    zh_CN: str  # noqa: N815 - the language's own code

    def of(self, language: Language) -> str:
        """The text in one language."""
        return self.zh_CN if language is Language.ZH_CN else self.en


class MatchKind(enum.StrEnum):
    """Why a record is shown for a caller, best first."""

    EXACT = "exact"
    """The number is on file for this customer or contact."""
    EXTENSION = "extension"
    """The caller's number is the main line of one that is on file with an extension."""
    SAME_LINE = "same_line"
    """Several people share this number: a household or a company's switchboard."""
    LOCAL = "local"
    """Only the last eight digits agree: a number sent without its country or area."""
    KEYED = "keyed"
    """The caller has keyed in a number of theirs, such as that of their card."""
    CHOSEN = "chosen"
    """The agent picked or created the record by hand."""
    WITHHELD = "withheld"
    """The caller hides their number."""
    UNKNOWN = "unknown"
    """The number is nobody's."""
    UNAVAILABLE = "unavailable"
    """The database did not answer; the call goes on without a record."""


class Standing(enum.StrEnum):
    """Where a customer stands with us (domain §7)."""

    NON_CUSTOMER = "non_customer"
    POTENTIAL = "potential"
    TARGET = "target"
    ACTUAL = "actual"
    LOST = "lost"


class ValueType(enum.StrEnum):
    """What a customer is worth (domain §7)."""

    MOST_VALUABLE = "most_valuable"
    MOST_GROWABLE = "most_growable"
    ORDINARY = "ordinary"
    BELOW_ZERO = "below_zero"


class Stage(enum.StrEnum):
    """The stage of a customer's life with us (domain §7)."""

    ACQUIRE = "acquire"
    LIFT = "lift"
    MATURE = "mature"
    DECLINE = "decline"
    LEAVING = "leaving"


class Channel(enum.StrEnum):
    """How a contact was made."""

    CALL_IN = "call_in"
    CALL_OUT = "call_out"
    EMAIL = "email"
    MESSAGE = "message"
    VISIT = "visit"


class MatterKind(enum.StrEnum):
    """What is open with a customer."""

    COMPLAINT = "complaint"
    DISPUTE = "dispute"
    DEFECT = "defect"
    ORDER = "order"
    REPAIR = "repair"
    FOLLOW_UP = "follow_up"
    CALLBACK = "callback"
    VOICEMAIL = "voicemail"


class Phone(msgspec.Struct, frozen=True, gc=False):
    """One number of a customer. `display` is as a person writes it, masked where the user's rights ask for it."""

    label: str
    """`office`, `mobile`, `home` or `fax`."""
    display: str
    e164: str
    """Empty when the number cannot be brought into E.164, or is masked."""


class PastContact(msgspec.Struct, frozen=True, gc=False):
    """One line of the timeline."""

    at_ms: int
    channel: Channel
    subject: str
    agent: str
    disposition: str
    """The disposition's code; empty when there is none."""


class Matter(msgspec.Struct, frozen=True, gc=False):
    """Something open: a ticket, a promise, a callback."""

    number: str
    """As it is read out to the customer."""
    kind: MatterKind
    subject: str
    opened_at_ms: int
    due_at_ms: int | None = None


class CustomerRecord(msgspec.Struct, frozen=True):
    """All that the record panel shows of one customer."""

    customer_id: int
    code: str
    name: str
    company: str
    contact: str
    """The contact person behind the number, when the customer is a company."""
    salutation: str
    language: Language
    standing: Standing
    value_type: ValueType
    stage: Stage
    abc_class: str
    """`A`, `B` or `C`."""
    rfm: str
    """Recency, frequency, monetary, each 1–5, such as `543`."""
    lifetime_value_minor: int
    currency: str
    """ISO 4217."""
    customer_type: str
    industry: str
    address: str
    email: str
    membership_level: str
    points: int
    balance_minor: int
    contract_ends_at_ms: int | None
    tags: tuple[str, ...]
    phones: tuple[Phone, ...]
    contacts: tuple[PastContact, ...]
    """Newest first, at most 20."""
    matters: tuple[Matter, ...]
    """Most urgent first, at most 20."""
    remark: str = ""


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """One of several people whom a number, or a search, may mean."""

    customer_id: int
    name: str
    company: str
    code: str
    reason: MatchKind
    number: str
    """The number that matched, as a person writes it."""


class ScreenPop(msgspec.Struct, frozen=True):
    """The answer to "who is calling": the best match in full, all matches by name, best first."""

    kind: MatchKind
    record: CustomerRecord | None = None
    candidates: tuple[Candidate, ...] = ()


class CustomerFields(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """What an agent types to create a customer in mid-call."""

    name: str
    company: str = ""
    salutation: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    language: Language = Language.ZH_CN
    remark: str = ""
