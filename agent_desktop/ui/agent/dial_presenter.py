"""Whom an agent may want to call: the number that is typed, customers found by what is typed, or the one who called last.

Pure; must never import Qt.
"""

from __future__ import annotations

from dataclasses import dataclass

from agent_desktop.protocol.messages import SearchCustomers
from agent_desktop.protocol.record import Candidate, CustomerRecord
from agent_desktop.ui.agent.transfer_presenter import digits_of, is_number
from agent_desktop.ui.roles import Icon

SHORTEST_SEARCH = 2
_NO_TELEPHONE = "fax"


@dataclass(frozen=True, slots=True)
class DialRow:
    """One number that can be called."""

    number: str
    """As it is dialled."""
    shown: str
    """As a person writes it."""
    name: str
    """Whose it is; empty for one that was typed."""
    label: str
    """Which of their telephones (`Phone.label`); empty where that is not known."""
    icon: Icon


@dataclass(slots=True)
class DialPresenter:
    """The state of the panel."""

    may_search: bool = True
    """The user has the right to look for customers."""
    typed: str = ""
    last: CustomerRecord | None = None
    """The customer whom the last call was about."""
    _searched: str = ""
    _found: tuple[Candidate, ...] = ()

    def type(self, text: str) -> None:
        """What is typed now; what was found before is for another question."""
        self.typed = " ".join(text.split())
        if self.typed != self._searched:
            self._searched, self._found = "", ()

    def ask_search(self) -> SearchCustomers | None:
        """Look for customers; None when there is too little to go by, or it has been asked already."""
        if not self.may_search or len(self.typed) < SHORTEST_SEARCH or self.typed == self._searched:
            return None
        self._searched = self.typed
        return SearchCustomers(self.typed)

    def found(self, text: str, candidates: tuple[Candidate, ...]) -> None:
        """The answer; one that has been overtaken by more typing is dropped."""
        if text == self._searched:
            self._found = candidates

    def rows(self) -> tuple[DialRow, ...]:
        """The typed number first, then who was found; before anything is typed, the one who called last."""
        if not self.typed:
            return _phones(self.last) if self.last is not None else ()
        typed = (DialRow(digits_of(self.typed), self.typed, "", "", Icon.CALL_OUT),) if is_number(self.typed) else ()
        return (*typed, *(_customer(one) for one in self._found if is_number(one.number)))


def _phones(record: CustomerRecord) -> tuple[DialRow, ...]:
    name = record.contact or record.name
    return tuple(
        DialRow(phone.e164 or digits_of(phone.display), phone.display, name, phone.label, Icon.PHONE)
        for phone in record.phones
        if phone.label != _NO_TELEPHONE and (phone.e164 or is_number(phone.display))
    )


def _customer(one: Candidate) -> DialRow:
    return DialRow(digits_of(one.number), one.number, one.name or one.company, "", Icon.USER)
