"""English words for numbers, amounts, dates and times, as announcements say them.

Whole below a hundred: `twenty-three` is one word. The `and` of British English before the last two digits: callers everywhere
understand it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as _date

MINUS, POINT = "minus", "point"
_AND, _HUNDRED = "and", "hundred"
_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_THOUSANDS = ("", "thousand", "million", "billion")
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_ROW = {**{str(digit): _ONES[digit] for digit in range(10)}, "*": "star", "#": "hash"}
_MONEY = {
    "CNY": ("yuan", "yuan", "fen", "fen"),
    "USD": ("dollar", "dollars", "cent", "cents"),
    "EUR": ("euro", "euros", "cent", "cents"),
    "GBP": ("pound", "pounds", "penny", "pence"),
    "HKD": ("Hong Kong dollar", "Hong Kong dollars", "cent", "cents"),
}
_HOURS = 12
_ROUND_YEARS = range(2000, 2010)


def below_hundred(number: int) -> str:
    if number < len(_ONES):
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]}-{_ONES[ones]}" if ones else _TENS[tens]


def whole(number: int) -> tuple[str, ...]:
    """0 up to a million million, without it."""
    if number < 100:  # noqa: PLR2004 - one word
        return (below_hundred(number),)
    said: list[str] = []
    for place in reversed(range(len(_THOUSANDS))):
        group = number // 1000**place % 1000
        if group:
            said += _group(group, after=bool(said) and not place)
            said += [_THOUSANDS[place]] if place else []
    return tuple(said)


def _group(number: int, *, after: bool) -> Iterator[str]:
    """Up to three digits; `after` larger ones."""
    hundreds, rest = divmod(number, 100)
    if hundreds:
        yield from (_ONES[hundreds], _HUNDRED)
    if rest and (hundreds or after):
        yield _AND
    if rest:
        yield below_hundred(rest)


def plain_digits(row: str) -> tuple[str, ...]:
    """After the point."""
    return tuple(_ROW[digit] for digit in row)


digits = plain_digits
"""One by one, as a telephone number."""


def money(minor: int, currency: str) -> tuple[str, ...]:
    """An amount in minor units. A currency without a word of its own is the number alone."""
    major, rest = divmod(abs(minor), 100)
    minus = (MINUS,) if minor < 0 else ()
    if currency not in _MONEY or currency == "CNY":
        point = (POINT, *plain_digits(f"{rest:02d}".rstrip("0"))) if rest else ()
        return (*minus, *whole(major), *point, *(("yuan",) if currency == "CNY" else ()))
    unit, units, part, parts = _MONEY[currency]
    said = [*minus]
    if major or not rest:
        said += [*whole(major), unit if major == 1 else units]
    if rest:
        said += [*([_AND] if major else []), below_hundred(rest), part if rest == 1 else parts]
    return tuple(said)


def ordinal(number: int) -> str:
    """1 to 31."""
    head, dash, last = below_hundred(number).rpartition("-")
    regular = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return f"{head}{dash}{_ORDINALS.get(last, regular)}"


def date(day: _date) -> tuple[str, ...]:
    return (_MONTHS[day.month - 1], ordinal(day.day), *_year(day.year))


def _year(year: int) -> tuple[str, ...]:
    century, rest = divmod(year, 100)
    if year in _ROUND_YEARS:
        return whole(year)
    if not rest:
        return (below_hundred(century), _HUNDRED)
    return (below_hundred(century), *(("oh",) if rest < 10 else ()), below_hundred(rest))  # noqa: PLR2004


def time(hour: int, minute: int) -> tuple[str, ...]:
    half = "a.m." if hour < _HOURS else "p.m."
    said = below_hundred(hour % _HOURS or _HOURS)
    if not minute:
        return (said, half)
    return (said, *(("oh",) if minute < 10 else ()), below_hundred(minute), half)  # noqa: PLR2004


def vocabulary() -> Iterator[str]:
    """Every word of this module."""
    yield from (MINUS, POINT, _AND, _HUNDRED, "oh", "a.m.", "p.m.", "star", "hash", *_THOUSANDS[1:], *_MONTHS)
    yield from (below_hundred(number) for number in range(100))
    yield from (ordinal(day) for day in range(1, 32))
    yield from (word for words in _MONEY.values() for word in words)
