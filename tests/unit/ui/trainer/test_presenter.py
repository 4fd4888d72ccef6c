"""How everybody of a class does, reckoned from their attempts."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.protocol.record import Text
from agent_desktop.protocol.training import AttemptCard
from agent_desktop.training.score import WEIGHTS, Part
from agent_desktop.ui.trainer.presenter import ClassState

FIRST = AttemptCard("1", AgentId("trainee1"), "Amy", "renewal", Text("Renewal", "续约"), 1_000, 50, {})


def state(*cards: AttemptCard) -> ClassState:
    return ClassState(attempts=list(cards))


def test_a_class_without_an_attempt_has_no_standings() -> None:
    assert state().standings() == []


def test_somebody_is_a_seat_and_a_name() -> None:
    """Last week another trainee may have sat there; two of the same name sit at two seats."""
    cards = (FIRST, replace(FIRST, id="2", name="Ben"), replace(FIRST, id="3", trainee=AgentId("trainee2")))
    assert [(each.name, each.attempts) for each in state(*cards).standings()] == [
        ("Amy", 1),
        ("Ben", 1),
        ("Amy", 1),
        ("", 3),
    ]


def test_the_last_attempt_is_the_one_that_began_last_wherever_it_stands() -> None:
    later = replace(FIRST, id="2", began_ms=9_000, points=80)
    (amy, _) = state(later, FIRST).standings()
    assert (amy.average, amy.best, amy.last) == (65, 80, 80)


def test_the_weakest_comes_first() -> None:
    ben = replace(FIRST, id="2", trainee=AgentId("trainee2"), name="Ben", points=20)
    assert [each.name for each in state(FIRST, ben).standings()] == ["Ben", "Amy", ""]


@pytest.mark.parametrize("parts", [tuple(Part), (Part.GREETING, Part.LOG)])
def test_a_part_that_was_earned_whole_counts_whole_whatever_else_was_judged(parts: tuple[Part, ...]) -> None:
    whole = sum(WEIGHTS[part] for part in parts)
    earned = {part.value: WEIGHTS[part] * 100 / whole for part in parts}
    halves = {part: points / 2 for part, points in earned.items()}
    (amy, _) = state(replace(FIRST, parts=earned), replace(FIRST, id="2", parts=halves)).standings()
    assert amy.shares == {part: pytest.approx(0.75) for part in parts}
