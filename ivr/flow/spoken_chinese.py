"""Chinese words for numbers, amounts, dates and times (Mandarin, as announcements say them).

Whole below a hundred, by hundreds and thousands above: 二十三 is one word, 一千 another. 两 stands before 千, 万, 亿 and counted things, 二
elsewhere. In rows of digits 1 is 幺, which nobody mishears for 7.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as _date

MINUS, POINT, ZERO = "负", "点", "零"
_ONES = "零一二三四五六七八九"
_ROW = {**{str(digit): word for digit, word in enumerate(_ONES)}, "1": "幺", "*": "星号", "#": "井号"}
_MONEY = {
    "CNY": ("元", "角", "分"),
    "USD": ("美元", "", "美分"),
    "EUR": ("欧元", "", "欧分"),
    "GBP": ("英镑", "", "便士"),
    "HKD": ("港元", "", "港仙"),
}
_MYRIADS = ("", "万", "亿")


def below_hundred(number: int, *, inside: bool = False) -> str:
    """`inside` a longer number the ten is said with its one: 一百一十二."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _ONES[ones]
    first = "" if tens == 1 and not inside else _ONES[tens]
    return f"{first}十{_ONES[ones] if ones else ''}"


def whole(number: int) -> tuple[str, ...]:
    """0 up to a million million, without it."""
    if number < 100:  # noqa: PLR2004 - one word
        return (below_hundred(number),)
    said: list[str] = []
    for place in reversed(range(len(_MYRIADS))):
        group = number // 10_000**place % 10_000
        if group:
            gap = bool(said) and group < 1000  # noqa: PLR2004
            said += _of(2) if (group, gap) == (2, False) and place else _group(group, first=not said, gap=gap)
            said += [_MYRIADS[place]] if place else []
    return tuple(said)


def _group(number: int, *, first: bool, gap: bool) -> Iterator[str]:
    """Up to four digits."""
    thousands, rest = divmod(number, 1000)
    hundreds, tens = divmod(rest, 100)
    if gap:
        yield ZERO
    if thousands:
        yield f"{'两' if thousands == 2 else _ONES[thousands]}千"  # noqa: PLR2004
    if thousands and rest and not hundreds:
        yield ZERO
    if hundreds:
        yield f"{_ONES[hundreds]}百"
    if hundreds and 0 < tens < 10:  # noqa: PLR2004
        yield ZERO
    if tens:
        yield below_hundred(tens, inside=not first or number >= 100)  # noqa: PLR2004


def plain_digits(row: str) -> tuple[str, ...]:
    """After the point."""
    return tuple(_ONES[int(digit)] for digit in row)


def digits(row: str) -> tuple[str, ...]:
    """One by one, as a telephone number."""
    return tuple(_ROW[digit] for digit in row)


def money(minor: int, currency: str) -> tuple[str, ...]:
    """An amount in minor units. A currency without a word of its own is the number alone."""
    major, rest = divmod(abs(minor), 100)
    minus = (MINUS,) if minor < 0 else ()
    if currency not in _MONEY:
        point = (POINT, *plain_digits(f"{rest:02d}")) if rest else ()
        return (*minus, *whole(major), *point)
    unit, tenth, hundredth = _MONEY[currency]
    said = [*minus]
    if major or not rest:
        said += [*_of(major), unit]
    if tenth:
        said += [*_of(rest // 10), tenth] if rest >= 10 else [ZERO] if rest and major else []  # noqa: PLR2004
        said += [*_of(rest % 10), hundredth] if rest % 10 else []
    elif rest:
        said += [*([ZERO] if major and rest < 10 else []), *_of(rest), hundredth]  # noqa: PLR2004
    return tuple(said)


def _of(number: int) -> tuple[str, ...]:
    """Of something counted: 两元."""
    return ("两",) if number == 2 else whole(number)  # noqa: PLR2004


def date(day: _date) -> tuple[str, ...]:
    return (*plain_digits(f"{day.year:04d}"), "年", f"{below_hundred(day.month)}月", f"{below_hundred(day.day)}日")


def time(hour: int, minute: int) -> tuple[str, ...]:
    oclock = "两点" if hour == 2 else f"{below_hundred(hour)}点"  # noqa: PLR2004
    if not minute:
        return (f"{oclock}整",)
    return (oclock, *([ZERO] if minute < 10 else []), f"{below_hundred(minute)}分")  # noqa: PLR2004


def vocabulary() -> Iterator[str]:
    """Every word of this module."""
    yield from (MINUS, POINT, ZERO, "两", "年", *_MYRIADS[1:], *_ROW.values())
    yield from (word for words in _MONEY.values() for word in words if word)
    yield from (below_hundred(number, inside=inside) for number in range(100) for inside in (False, True))
    for ones in range(1, 10):
        yield from (f"{_ONES[ones]}百", f"{'两' if ones == 2 else _ONES[ones]}千")  # noqa: PLR2004
    yield from (f"{below_hundred(month)}月" for month in range(1, 13))
    yield from (f"{below_hundred(day)}日" for day in range(1, 32))
    yield from (word for hour in range(24) for word in (time(hour, 0)[0], time(hour, 30)[0]))
    yield from (f"{below_hundred(minute)}分" for minute in range(1, 60))
