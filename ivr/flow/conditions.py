"""Conditions of a branch: `gold`, `gold | silver`, `!= gold`, `> 5`, `>= 5`, `< 5`, `<= 5`.

Words are compared as words, sizes as numbers. What is not known is the empty word, and no number: no size holds of it.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable

_SIZE = re.compile(r"(<=|>=|<|>)\s*(.*)")
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def holds(condition: str, value: str) -> bool:
    """Whether a value is what the condition asks for."""
    if size := _SIZE.fullmatch(condition.strip()):
        number, limit = _number(value), _number(size[2])
        return number is not None and limit is not None and _COMPARE[size[1]](number, limit)
    if condition.lstrip().startswith("!="):
        return value not in words(condition)
    return value in words(condition)


def words(condition: str) -> tuple[str, ...]:
    """The words that a condition names; none of one about a size."""
    condition = condition.strip()
    if _SIZE.fullmatch(condition):
        return ()
    return tuple(word.strip() for word in condition.removeprefix("!=").split("|"))


def mistake(condition: str) -> str | None:
    """What is wrong with it, if anything."""
    size = _SIZE.fullmatch(condition.strip())
    if size and _number(size[2]) is None:
        return f"`{condition}` compares with something that is no number"
    return None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
