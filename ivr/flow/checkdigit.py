"""Check digits: whether the last digit of a number follows from the others, so that a slip of the finger is noticed at once."""

from __future__ import annotations

from collections.abc import Callable

from ivr.flow.model import CheckDigit


def is_right(rule: CheckDigit, number: str) -> bool:
    """Whether a number of at least two digits, as it was keyed, has the check digit of this rule."""
    return len(number) > 1 and number[:-1].isdigit() and _RULES[rule](number)


def _luhn(number: str) -> bool:
    """Every second digit from the right is doubled; the digits of all add up to a multiple of ten."""
    if not number[-1].isdigit():
        return False
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number)))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def _mod11(number: str) -> bool:
    weighted = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(number[:-1])))
    return number[-1] == str(-weighted % 11)


def _mod11_2(number: str) -> bool:
    remainder = 0
    for digit in number[:-1]:
        remainder = (remainder + int(digit)) * 2 % 11
    return number[-1] == "0123456789*"[(12 - remainder) % 11]


_RULES: dict[CheckDigit, Callable[[str], bool]] = {
    CheckDigit.LUHN: _luhn,
    CheckDigit.MOD11: _mod11,
    CheckDigit.MOD11_2: _mod11_2,
}
