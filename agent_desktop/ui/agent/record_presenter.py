"""What the record panel shows for a call, and what its buttons ask for.

Pure: a `CallDesk` in, a page, a headline and rows out; requests come back as protocol messages for the link. It knows why this
record is shown, and never takes a guess for a certainty: a record that only shares a line or the last digits of a number is
joined to the call when the agent says so. Must never import Qt or read a clock.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from agent_desktop.cti.vocabulary import CallId
from agent_desktop.errors import Refusal
from agent_desktop.protocol.messages import CallDesk, CallView, ChooseCustomer, CreateCustomer, SearchCustomers
from agent_desktop.protocol.record import (
    Candidate,
    CustomerFields,
    CustomerRecord,
    MatchKind,
    Matter,
    ScreenPop,
    Standing,
    Text,
    ValueType,
)
from agent_desktop.ui.agent.record_rows import SEPARATOR, Row, Urgency, rows_of, urgency

SHORTEST_SEARCH = 2
CERTAIN = frozenset({MatchKind.EXACT, MatchKind.EXTENSION, MatchKind.CHOSEN})
"""The matches that need no word from the agent."""


class Page(enum.Enum):
    """What fills the panel."""

    EMPTY = enum.auto()
    """No call: a calm place."""
    RECORD = enum.auto()
    """Somebody's record."""
    FIND = enum.auto()
    """Nobody's, or not theirs: search for the caller, or file them."""


class BannerTone(enum.Enum):
    """How much attention the reason for showing this record needs."""

    SURE = enum.auto()
    """The number is theirs."""
    CHECK = enum.auto()
    """Probably; the agent should make sure."""
    NOBODY = enum.auto()
    """There is no record to show."""


@dataclass(frozen=True, slots=True)
class Banner:
    """Why this record, or none, is on the screen. `confirm` offers a button that says "this is the caller"."""

    kind: MatchKind
    tone: BannerTone
    candidates: int
    confirm: bool


@dataclass(frozen=True, slots=True)
class MenuReason:
    """The caller said so in the voice menu."""

    keys: str
    label: Text


@dataclass(frozen=True, slots=True)
class MatterReason:
    """Something open is the likeliest reason."""

    matter: Matter
    urgency: Urgency


CallReason = MenuReason | MatterReason


@dataclass(frozen=True, slots=True)
class Headline:
    """The first paint: who, from which number, of what standing, and why they probably call."""

    name: str
    """Empty: nobody we know."""
    salutation: str
    company: str
    number: str
    """Empty: withheld."""
    standing: Standing | None
    value_type: ValueType | None
    reasons: tuple[CallReason, ...]


class FieldProblem(enum.StrEnum):
    """What is wrong with the form for a new customer, before the centre is asked."""

    NAME_MISSING = "name_missing"
    EMAIL_WRONG = "email_wrong"


@dataclass(slots=True)
class RecordPresenter:
    """The state of the record panel. Each `ask_…` method gives the request to send, or None where there is nothing to ask."""

    desk: CallDesk | None = None
    finding: bool = False
    """The agent opened the search over a record."""
    searched: str = ""
    """The text whose results are shown or awaited."""
    results: tuple[Candidate, ...] | None = None
    """What the search found; None: not searched."""
    error: Refusal | None = None
    """The last refusal, until something else is tried."""
    busy: bool = False
    """A request is under way."""

    def show(self, desk: CallDesk | None) -> None:
        """Another call, none, or the same one with news."""
        if self._concerns_another(desk):
            self._forget_search()
        self.desk = desk

    def _concerns_another(self, desk: CallDesk | None) -> bool:
        """Another call, or another customer behind the same call."""
        if desk is None or self.desk is None:
            return desk is not self.desk
        return (desk.view.call, desk.pop) != (self.desk.view.call, self.desk.pop)

    def _forget_search(self) -> None:
        self.finding = False
        self.searched = ""
        self.results = None
        self.error = None
        self.busy = False

    @property
    def call(self) -> CallId | None:
        return self.desk.view.call if self.desk else None

    @property
    def record(self) -> CustomerRecord | None:
        return self.desk.pop.record if self.desk else None

    @property
    def page(self) -> Page:
        if self.desk is None:
            return Page.EMPTY
        return Page.FIND if self.finding or self.record is None else Page.RECORD

    @property
    def can_go_back(self) -> bool:
        """The search was opened over a record, to which there is a way back."""
        return self.finding and self.record is not None

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Those the number may mean, where the agent has a choice."""
        if self.desk is None or self.desk.pop.kind is MatchKind.CHOSEN:
            return ()
        found = self.desk.pop.candidates
        return found if len(found) > 1 else ()

    def headline(self, now_ms: int) -> Headline | None:
        return headline_of(self.desk, now_ms) if self.desk else None

    def banner(self) -> Banner | None:
        if self.desk is None:
            return None
        kind = self.desk.pop.kind
        choices = len(self.candidates)
        confirm = self.record is not None and kind not in CERTAIN and not choices
        return Banner(kind, _tone(self.desk.pop), choices, confirm)

    def rows(self, now_ms: int) -> tuple[Row, ...]:
        """The record below its headline; empty without one."""
        return rows_of(self.record, now_ms) if self.record else ()

    def prefilled(self) -> CustomerFields:
        """A form for the caller, with what the line already told."""
        if self.desk is None:
            return CustomerFields(name="")
        view = self.desk.view
        return CustomerFields(name=view.ani_name, phone="" if view.withheld else view.ani, language=view.language)

    def open_find(self) -> None:
        """Not this person."""
        self.finding = self.desk is not None
        self.error = None

    def close_find(self) -> None:
        """Back to the record."""
        self._forget_search()

    def ask_search(self, text: str) -> SearchCustomers | None:
        """Search, unless the text is too short or already being searched for."""
        wanted = " ".join(text.split())
        if len(wanted) < SHORTEST_SEARCH:
            self.searched, self.results = "", None
            return None
        if wanted == self.searched:
            return None
        self.searched, self.error = wanted, None
        return SearchCustomers(wanted)

    def found(self, text: str, candidates: tuple[Candidate, ...]) -> None:
        """The answer to a search; one that has been overtaken by a later search is dropped."""
        if text == self.searched:
            self.results = candidates

    def ask_choose(self, customer_id: int) -> ChooseCustomer | None:
        """This is the caller."""
        if self.call is None or self.busy:
            return None
        self.busy, self.error = True, None
        return ChooseCustomer(self.call, customer_id)

    def ask_confirm(self) -> ChooseCustomer | None:
        """The record on the screen is the caller's."""
        return self.ask_choose(self.record.customer_id) if self.record else None

    def ask_create(self, fields: CustomerFields) -> CreateCustomer | FieldProblem | None:
        """File the caller, if the form is fit for it."""
        problem = problem_of(fields)
        if problem is not None:
            return problem
        if self.call is None or self.busy:
            return None
        self.busy, self.error = True, None
        return CreateCustomer(self.call, fields)

    def done(self) -> None:
        """The centre joined the customer to the call; the record itself comes as an event."""
        self._forget_search()

    def refused(self, error: Refusal, text: str = "") -> None:
        """The centre said no. `text`: the search that it was about; one that has been overtaken concerns nobody."""
        if text and text != self.searched:
            return
        self.busy = False
        self.searched = ""
        self.error = error


def joined_customer(pop: ScreenPop) -> int | None:
    """The customer whom the log of the call belongs to; None while nobody is sure."""
    return pop.record.customer_id if pop.record and pop.kind in CERTAIN else None


def headline_of(desk: CallDesk, now_ms: int) -> Headline:
    """The first paint for one call."""
    record, view = desk.pop.record, desk.view
    return Headline(
        name=_person(record) if record else view.ani_name,
        salutation=record.salutation if record else "",
        company=_company(record) if record else "",
        number="" if view.withheld else view.ani,
        standing=record.standing if record else None,
        value_type=record.value_type if record else None,
        reasons=tuple(_reasons(view, record, now_ms)),
    )


def _person(record: CustomerRecord) -> str:
    """Who speaks: the contact behind the number, where the customer is a company."""
    return record.contact or record.name


def _company(record: CustomerRecord) -> str:
    """For whom they speak."""
    parts = dict.fromkeys((record.name, record.company))
    return SEPARATOR.join(part for part in parts if part and part != _person(record))


def _reasons(view: CallView, record: CustomerRecord | None, now_ms: int) -> list[CallReason]:
    reasons: list[CallReason] = []
    if view.path:
        step = view.path[-1]
        reasons.append(MenuReason(step.keys, step.label))
    if record and record.matters:
        first = record.matters[0]
        reasons.append(MatterReason(first, urgency(first.due_at_ms, now_ms)))
    return reasons


def _tone(pop: ScreenPop) -> BannerTone:
    if pop.record is None:
        return BannerTone.NOBODY
    return BannerTone.SURE if pop.kind in CERTAIN else BannerTone.CHECK


def problem_of(fields: CustomerFields) -> FieldProblem | None:
    """What keeps the form from being sent. A wrong number is the centre's to judge: it knows the home region."""
    if not fields.name.strip():
        return FieldProblem.NAME_MISSING
    name, at, host = fields.email.strip().rpartition("@")
    if fields.email.strip() and not (name and at and "." in host and " " not in fields.email.strip()):
        return FieldProblem.EMAIL_WRONG
    return None
