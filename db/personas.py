"""Made-up customers: a name, a place, a line and an address that agree with one another. Random, but told its numbers.

Which country a customer is of, whether they are a firm, and which line is theirs follow from the running number alone, so that
customers that are added later get lines of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from agent_desktop.cti.vocabulary import Language
from db.places import AMERICA, BRITISH_LINES, City, Line, american_line, british_line, chinese_landline, chinese_mobile
from db.words import (
    FIRM_KINDS,
    FIRM_ROOTS,
    FIRM_TRADES,
    FIRM_WORDS,
    FIRST_HE,
    FIRST_SHE,
    GIVEN_HE,
    GIVEN_SHE,
    LAST,
    STREETS,
    SURNAMES,
    WESTERN_STREETS,
)

T = TypeVar("T")

_ROUND = 20
_FIRMS_OF_25 = 3


def _places(pattern: str) -> list[tuple[str, int, int]]:
    """For each place: its country, that country's share of a round, and how many of it come before."""
    return [(letter, pattern.count(letter), pattern[:place].count(letter)) for place, letter in enumerate(pattern)]


_PLACES = {True: _places("CCBCCACCCACCBCCABCCC"), False: _places("ABCABABCABABABCABACB")}
"""Countries of twenty customers in a row, in China and elsewhere: China, Britain, America."""


@dataclass(frozen=True, slots=True)
class Country:
    """What follows from a customer's country."""

    code: str
    calling_code: str
    currency: str
    language: Language
    cny: int
    """So many of China's minor units make one of its own."""


CHINESE = Country("CN", "86", "CNY", Language.ZH_CN, 1)
BRITISH = Country("GB", "44", "GBP", Language.EN, 9)
AMERICAN = Country("US", "1", "USD", Language.EN, 7)
_COUNTRY = {"C": CHINESE, "B": BRITISH, "A": AMERICAN}


@dataclass(frozen=True, slots=True)
class Kind:
    """What is fixed by a running number."""

    country: Country
    firm: bool
    rank: int
    """The running number among those of the same country."""

    @property
    def tongue(self) -> str:
        """The key into the lists of words."""
        return "zh" if self.country is CHINESE else "en"


@dataclass(frozen=True, slots=True)
class Human:
    """A person's name, and how to address them."""

    name: str
    salutation: str
    mailbox: str


@dataclass(frozen=True, slots=True)
class Person:
    """A customer before anything is known of their worth."""

    kind: Kind
    human: Human
    """The customer, or who answers for the firm."""
    firm_name: str
    industry: str
    city: City
    postcode: str
    address: str
    line: Line
    """Their own, or the firm's main line."""
    mobile: Line | None
    """Of who answers for the firm, where numbers allow it."""


def kind_of(serial: int, region: str) -> Kind:
    round_, place = divmod(serial, _ROUND)
    letter, share, before = _PLACES[region == "CN"][place]
    rank = round_ * share + before
    country = _COUNTRY[letter]
    if country is BRITISH and rank >= BRITISH_LINES:
        country, rank = AMERICAN, _overflow(rank)
    return Kind(country, serial * 7 % 25 < _FIRMS_OF_25, rank)


def _overflow(rank: int) -> int:
    """Britons for whom no line is left live in America, far from the ranks of those who were born there."""
    return 4_000 * len(AMERICA) + rank


class PersonMaker:
    """Makes one customer after another."""

    def __init__(self, rng: Random, region: str) -> None:
        self._rng = rng
        self._region = region

    def make(self, serial: int, kind: Kind) -> Person:
        human = self.human(kind)
        city, line, mobile = self._lines(serial, kind)
        postcode, address = self._address(kind, city)
        firm_name, industry = self._firm(kind, city, human) if kind.firm else ("", "")
        return Person(kind, human, firm_name, industry, city, postcode, address, line, mobile)

    def human(self, kind: Kind) -> Human:
        she = self._rng.random() < 0.5  # noqa: PLR2004 - every other
        if kind.country is CHINESE:
            surname, latin = self._pick(SURNAMES)
            return Human(surname + self._pick(GIVEN_SHE if she else GIVEN_HE), "女士" if she else "先生", latin)
        last, first = self._pick(LAST), self._pick(FIRST_SHE if she else FIRST_HE)
        return Human(f"{first} {last}", "Ms" if she else "Mr", f"{first}.{last}".lower())

    def _lines(self, serial: int, kind: Kind) -> tuple[City, Line, Line | None]:
        if kind.country is BRITISH:
            return *british_line(kind.rank), None
        if kind.country is AMERICAN:
            return *american_line(kind.rank), None
        city, landline = chinese_landline(serial)
        if self._region != "CN":
            landline = Line(landline.display, landline.display, landline.e164)
        mobile = chinese_mobile(serial)
        return (city, landline, mobile) if kind.firm else (city, mobile, None)

    def _address(self, kind: Kind, city: City) -> tuple[str, str]:
        number = 1 + int(self._rng.random() * 180)
        if kind.country is CHINESE:
            room = 101 + 100 * int(self._rng.random() * 20) + int(self._rng.random() * 4)
            return f"{city.postcode}{int(self._rng.random() * 90) + 10}"[:6], f"{self._pick(STREETS)}{number}号{room}室"
        street = self._pick(WESTERN_STREETS)
        if kind.country is BRITISH:
            return (
                f"{city.postcode} {number % 9 + 1}{'ABDEFGHJLN'[number % 10]}{'PQRSTUWXYZ'[number % 7]}",
                f"{number} {street}",
            )
        return f"{city.postcode}{number % 90 + 10:02d}", f"{number * 7} {street}"

    def _firm(self, kind: Kind, city: City, human: Human) -> tuple[str, str]:
        if kind.country is CHINESE:
            trade, industry = self._pick(FIRM_KINDS)
            return f"{city.name.removesuffix('市')}{self._pick(FIRM_ROOTS)}{trade}有限公司", industry
        trade, industry = self._pick(FIRM_TRADES)
        if self._rng.random() < 0.3:  # noqa: PLR2004 - some firms carry a name
            return f"{human.name.split()[-1]} & {self._pick(LAST)} {trade}", industry
        return f"{self._pick(FIRM_WORDS)} {self._pick(FIRM_WORDS)} {trade}", industry

    def _pick(self, words: Sequence[T]) -> T:
        return words[int(self._rng.random() * len(words))]
