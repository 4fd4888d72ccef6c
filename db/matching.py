"""Several owners of one number, ranked with the reason. Pure: rows in, matches out.

    same main line, same extension   one owner: exact · several: same_line
    same main line, other extension  extension (the switchboard shows, a desk is on file, or the other way round)
    same last eight digits           local; not when both numbers are sure to be of different lines

The order within one reason is that of the rows: whoever was in touch last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent_desktop.protocol.record import Candidate, MatchKind
from db.numbers import Number
from db.prepared import Row

_BEST_FIRST = list(MatchKind)


@dataclass(frozen=True, slots=True)
class Match:
    """One owner of the number: a customer, or one person there."""

    row: Row
    candidate: Candidate
    contact: str
    """The person behind the number, as far as the number tells."""
    salutation: str


def rank(rows: Sequence[Row], number: Number) -> list[Match]:
    """All owners, best first. Several desks behind one switchboard name the company, not a person."""
    rows = _without_doubles([row for row in rows if _may_be(row, number)])
    same = [row for row in rows if row.e164 == number.e164 and number.e164 and row.extension == number.extension]
    shared = len({_owner(row) for row in same}) > 1
    matches = [_match(row, _reason(row, number, shared=shared)) for row in rows]
    matches.sort(key=lambda match: _BEST_FIRST.index(match.candidate.reason))
    return _nameless(matches) if _ambiguous(matches) else matches


def _may_be(row: Row, number: Number) -> bool:
    return row.e164 is None or row.e164 == number.e164 or not number.international


def _owner(row: Row) -> tuple[int, int | None]:
    return row.customer_id, row.contact_id


def _without_doubles(rows: list[Row]) -> list[Row]:
    """Nobody twice for the same line; and a customer whose one person has the same line is that person."""
    people = {(row.customer_id, row.extension) for row in rows if row.contact_id is not None}
    seen: dict[tuple[int, int | None, str], Row] = {}
    for row in rows:
        if row.contact_id is None and (row.customer_id, row.extension) in people:
            continue
        seen.setdefault((*_owner(row), row.extension), row)
    return list(seen.values())


def _reason(row: Row, number: Number, *, shared: bool) -> MatchKind:
    if not number.e164 or row.e164 != number.e164:
        return MatchKind.LOCAL
    if row.extension != number.extension:
        return MatchKind.EXTENSION
    return MatchKind.SAME_LINE if shared else MatchKind.EXACT


def _match(row: Row, reason: MatchKind) -> Match:
    person = row.contact or ""
    company = row.company if not person else row.company or row.name
    candidate = Candidate(row.customer_id, person or row.name, company, row.code, reason, row.display)
    return Match(row, candidate, person, row.contact_salutation or "" if person else "")


def _ambiguous(matches: Sequence[Match]) -> bool:
    """Several people of the best match's own customer answer to this number equally well."""
    if not matches:
        return False
    best = matches[0]
    equals = [
        match
        for match in matches
        if match.candidate.reason is best.candidate.reason and match.row.customer_id == best.row.customer_id
    ]
    return len(equals) > 1


def _nameless(matches: list[Match]) -> list[Match]:
    best = matches[0]
    return [Match(best.row, best.candidate, "", ""), *matches[1:]]
