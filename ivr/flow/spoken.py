"""Numbers, amounts, dates and times in words, as a service line says them, and cut so that few recordings say them all.

A text such as `您的余额是{balance:money}。` becomes pieces: what stands still, and the words of what does not. Each piece is a sound of
its own; `vocabulary` is every word that can come up, so that all of them are there before the first call. Formats:

    number   12, -3.5            twelve · 十二
    digits   0125                zero one two five · 零幺二五
    money    minor units         twelve dollars and five cents · 十二美元零五美分
    date     2027-02-06          February sixth, twenty twenty-seven · 二零二七年二月六日
    time     1430 or 14:30       two thirty p.m. · 十四点三十分

Must never know whose value it says. A value that is none of its format is not said at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import NamedTuple, Protocol

from agent_desktop.cti.vocabulary import Language
from ivr.flow import spoken_chinese, spoken_english

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)(?::([a-z]+))?\}")
CURRENCY = "currency"
"""The value that says which money the amounts are in."""
_DIGITS = re.compile(r"[0-9*#]{1,30}")
_NUMBER = re.compile(r"(-?)([0-9]{1,12})(?:\.([0-9]{1,6}))?")
_TIME = re.compile(r"([01][0-9]|2[0-3]):?([0-5][0-9])")
FORMATS = ("number", "digits", "money", "date", "time")


class Words(Protocol):
    """What each language's module has."""

    MINUS: str
    POINT: str

    def whole(self, number: int) -> tuple[str, ...]: ...
    def plain_digits(self, row: str) -> tuple[str, ...]: ...
    def digits(self, row: str) -> tuple[str, ...]: ...
    def money(self, minor: int, currency: str) -> tuple[str, ...]: ...
    def date(self, day: date) -> tuple[str, ...]: ...
    def time(self, hour: int, minute: int) -> tuple[str, ...]: ...
    def vocabulary(self) -> Iterator[str]: ...


_WORDS: dict[Language, Words] = {Language.EN: spoken_english, Language.ZH_CN: spoken_chinese}


class Piece(NamedTuple):
    """A part of a text. `word`: it is of the vocabulary, and no text of this flow's own."""

    text: str
    word: bool


def pieces(text: str, language: Language, values: Mapping[str, str]) -> Iterator[Piece]:
    """A text, cut, with the values said."""
    end = 0
    for found in PLACEHOLDER.finditer(text):
        yield from _still(text[end : found.start()])
        for word in say(found[2] or "number", values.get(found[1], ""), language, values.get(CURRENCY, "CNY")):
            yield Piece(word, word=True)
        end = found.end()
    yield from _still(text[end:])


def still(text: str) -> tuple[str, ...]:
    """What stands still in a text."""
    return tuple(piece.text for piece in pieces(text, Language.EN, {}))


def _still(text: str) -> Iterator[Piece]:
    if re.search(r"\w", text):
        yield Piece(text.strip(), word=False)


def say(format_: str, value: str, language: Language, currency: str = "CNY") -> tuple[str, ...]:
    """The words of one value."""
    words = _WORDS[language]
    if format_ == "money":
        return words.money(int(value), currency) if re.fullmatch(r"-?[0-9]{1,14}", value) else ()
    return _SAY[format_](words, value)


def vocabulary(language: Language) -> tuple[str, ...]:
    """Every word that may come up."""
    return tuple(dict.fromkeys(_WORDS[language].vocabulary()))


def _number(words: Words, value: str) -> tuple[str, ...]:
    found = _NUMBER.fullmatch(value)
    if found is None:
        return ()
    minus = (words.MINUS,) if found[1] else ()
    point = (words.POINT, *words.plain_digits(found[3])) if found[3] else ()
    return (*minus, *words.whole(int(found[2])), *point)


def _digits(words: Words, value: str) -> tuple[str, ...]:
    return words.digits(value) if _DIGITS.fullmatch(value) else ()


def _date(words: Words, value: str) -> tuple[str, ...]:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return ()
    return words.date(day)


def _time(words: Words, value: str) -> tuple[str, ...]:
    found = _TIME.fullmatch(value)
    return words.time(int(found[1]), int(found[2])) if found else ()


_SAY: dict[str, Callable[[Words, str], tuple[str, ...]]] = {
    "number": _number,
    "digits": _digits,
    "date": _date,
    "time": _time,
}
