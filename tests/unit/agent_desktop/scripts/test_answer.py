from __future__ import annotations

import pytest

from agent_desktop.protocol.record import Text
from agent_desktop.scripts.answer import accepted
from agent_desktop.scripts.model import Choice, InputKind, Step, StepKind
from agent_desktop.scripts.state import MAX_ANSWER, EventRefused, Why

TITLE = Text(en="Title", zh_CN="标题")


def step(kind: InputKind | None) -> Step:
    choices = (Choice("one", TITLE),) if kind is InputKind.CHOICE else ()
    return Step("step", StepKind.ASK, TITLE, input=kind, choices=choices)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (InputKind.CHOICE, "one", "one"),
        (InputKind.YES_NO, "no", "no"),
        (InputKind.TEXT, "  two words \n", "two words"),
        (InputKind.TEXT, "x" * MAX_ANSWER, "x" * MAX_ANSWER),
        (InputKind.NUMBER, " 42 ", "42"),
        (InputKind.NUMBER, "-0.50", "-0.50"),
        (InputKind.NUMBER, "1,234,567.8", "1234567.8"),
        (InputKind.NUMBER, "１２", "12"),
        (InputKind.NUMBER, "007", "7"),
        (InputKind.DATE, "2026-03-31", "2026-03-31"),
        (InputKind.DATE, "2026/3/1", "2026-03-01"),
        (InputKind.DATE, "2026年3月1日", "2026-03-01"),
        (InputKind.DATE, "2028-02-29", "2028-02-29"),
    ],
)
def test_taken(kind: InputKind, typed: str, kept: str) -> None:
    assert accepted(step(kind), typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "why"),
    [
        (None, "x", Why.NO_ANSWER_HERE),
        (InputKind.CHOICE, "two", Why.NOT_A_CHOICE),
        (InputKind.CHOICE, " one", Why.NOT_A_CHOICE),
        (InputKind.YES_NO, "Yes", Why.NOT_A_CHOICE),
        (InputKind.TEXT, " \n", Why.EMPTY),
        (InputKind.TEXT, "x" * (MAX_ANSWER + 1), Why.TOO_LONG),
        (InputKind.NUMBER, "", Why.EMPTY),
        (InputKind.NUMBER, "twelve", Why.NOT_A_NUMBER),
        (InputKind.NUMBER, "1e9", Why.NOT_A_NUMBER),
        (InputKind.NUMBER, "NaN", Why.NOT_A_NUMBER),
        (InputKind.NUMBER, "1,23", Why.NOT_A_NUMBER),
        (InputKind.NUMBER, ".", Why.NOT_A_NUMBER),
        (InputKind.DATE, "2026-02-30", Why.NOT_A_DATE),
        (InputKind.DATE, "31.3.2026", Why.NOT_A_DATE),
        (InputKind.DATE, "tomorrow", Why.NOT_A_DATE),
    ],
)
def test_refused(kind: InputKind | None, typed: str, why: Why) -> None:
    with pytest.raises(EventRefused) as caught:
        accepted(step(kind), typed)
    assert caught.value.why is why
