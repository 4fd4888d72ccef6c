"""What an agent types, brought into the form that the log keeps. Refuses what does not fit, by name."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

from agent_desktop.scripts.model import NO, YES, InputKind, Step
from agent_desktop.scripts.state import MAX_ANSWER, EventRefused, Why

_GROUPED = re.compile(r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$", re.ASCII)
_PLAIN = re.compile(r"^[+-]?(\d+\.?\d*|\.\d+)$", re.ASCII)
_DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$", re.ASCII)


def accepted(step: Step, value: str) -> str:
    """The answer to a step as the log keeps it.

    Raises:
        EventRefused: it does not fit the step.

    """
    match step.answer_kind:
        case None:
            raise EventRefused(Why.NO_ANSWER_HERE, step.id)
        case InputKind.CHOICE:
            return _one_of(value, {choice.value for choice in step.choices})
        case InputKind.YES_NO:
            return _one_of(value, {YES, NO})
        case kind:
            return _typed(kind, value)


def _one_of(value: str, allowed: set[str]) -> str:
    if value not in allowed:
        raise EventRefused(Why.NOT_A_CHOICE, value)
    return value


def _typed(kind: InputKind, value: str) -> str:
    text = value.strip()
    if not text:
        raise EventRefused(Why.EMPTY)
    if len(text) > MAX_ANSWER:
        raise EventRefused(Why.TOO_LONG, str(MAX_ANSWER))
    match kind:
        case InputKind.NUMBER:
            return _number(text)
        case InputKind.DATE:
            return _day(text)
        case _:
            return text


def _number(text: str) -> str:
    """Full-width digits and grouping commas are taken, exponents and infinities are not."""
    plain = unicodedata.normalize("NFKC", text)
    if _GROUPED.match(plain):
        plain = plain.replace(",", "")
    if not _PLAIN.match(plain):
        raise EventRefused(Why.NOT_A_NUMBER, text)
    try:
        return f"{Decimal(plain):f}"
    except InvalidOperation:
        raise EventRefused(Why.NOT_A_NUMBER, text) from None


def _day(text: str) -> str:
    found = _DAY.match(unicodedata.normalize("NFKC", text))
    if found is None:
        raise EventRefused(Why.NOT_A_DATE, text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        raise EventRefused(Why.NOT_A_DATE, text) from None
