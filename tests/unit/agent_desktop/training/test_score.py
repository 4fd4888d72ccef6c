from __future__ import annotations

import pytest

from agent_desktop.cti.vocabulary import AgentId, Language
from agent_desktop.scripts.state import How
from agent_desktop.training.attempt import Attempt, decode, encode, replay
from agent_desktop.training.inputs import (
    Answered,
    AnyHappening,
    Held,
    Left,
    LeftBy,
    Logged,
    Retrieved,
    Said,
    StepTaken,
    Timed,
)
from agent_desktop.training.model import Scenario
from agent_desktop.training.run import ScenarioRun
from agent_desktop.training.score import Code, Part, Score, score

WELCOME = StepTaken("greeting", "welcome", How.DONE)
THANK = StepTaken("closing", "thank", How.DONE)
HOLD_ASKED = StepTaken("hold", "ask", How.ANSWERED, "yes")
HOLD_THANKED = StepTaken("hold", "thanks", How.DONE)
ASKED = Said("", "which")
BYE = Left(LeftBy.AGENT)
LOGGED = Logged("enquiry_answered", "Told: seven.", follow_up=True)
ALL: tuple[tuple[float, AnyHappening], ...] = (
    (0, Answered()),
    (4, WELCOME),
    (12, ASKED),
    (20, THANK),
    (22, BYE),
    (30, LOGGED),
)


def scored(scenario: Scenario, *happenings: tuple[float, AnyHappening]) -> Score:
    run = ScenarioRun(scenario, Language.EN)
    for at, what in happenings:
        run.handle(what, 1000.0 + at)
    return score(run)


def part(given: Score, wanted: Part) -> tuple[object, list[tuple[Code, float | None]]]:
    found = next(one for one in given.parts if one.part is wanted)
    return pytest.approx(found.points / found.of, abs=0.02), [(finding.code, finding.at) for finding in found.findings]


def without(*left_out: AnyHappening) -> tuple[tuple[float, AnyHappening], ...]:
    return tuple((at, what) for at, what in ALL if what not in left_out)


def test_all_of_it_is_a_hundred_and_nobody_was_on_hold(small: Scenario) -> None:
    given = scored(small, *ALL)
    assert given.points == 100
    assert Part.HOLD not in {one.part for one in given.parts}
    assert round(sum(one.of for one in given.parts)) == 100


@pytest.mark.parametrize(("at", "share", "code"), [(10.0, 1.0, Code.GREETED), (10.1, 0.0, Code.GREETED_LATE)])
def test_a_greeting_in_time(small: Scenario, at: float, share: float, code: Code) -> None:
    assert part(scored(small, (0, Answered()), (at, WELCOME)), Part.GREETING) == (share, [(code, at)])


def test_no_greeting_at_all(small: Scenario) -> None:
    assert part(scored(small, *without(WELCOME)), Part.GREETING) == (0.0, [(Code.NOT_GREETED, None)])


def test_each_step_has_its_moment(small: Scenario) -> None:
    share, found = part(scored(small, *without(THANK)), Part.STEPS)
    assert share == 0.67
    assert found == [(Code.STEP_TAKEN, 4.0), (Code.STEP_TAKEN, 12.0), (Code.STEP_MISSING, None)]


def test_facts_that_were_not_asked_for(small: Scenario) -> None:
    given = scored(small, *without(ASKED))
    assert part(given, Part.FACTS) == (0.0, [(Code.FACT_MISSING, None)])
    assert part(given, Part.SOLVED) == (0.0, [(Code.NOT_SOLVED, None)])


def test_the_order_counts_by_neighbours(small: Scenario) -> None:
    given = scored(small, (0, Answered()), (4, WELCOME), (8, THANK), (9, ASKED))
    assert part(given, Part.ORDER) == (0.5, [(Code.IN_ORDER, 9.0), (Code.OUT_OF_ORDER, 8.0)])


@pytest.mark.parametrize(
    ("happenings", "share"),
    [
        (((5, HOLD_ASKED), (6, Held()), (40, Retrieved()), (41, HOLD_THANKED)), 1.0),
        (((6, Held()), (40, Retrieved()), (41, HOLD_THANKED)), 0.67),
        (((6, Held()), (60, Retrieved())), 0.0),
        (((5, HOLD_ASKED), (6, Held()), (9, Retrieved()), (10, HOLD_THANKED), (12, Held()), (13, Retrieved())), 0.67),
    ],
)
def test_holds_are_asked_for_short_and_thanked_for_each(
    small: Scenario, happenings: tuple[tuple[float, AnyHappening], ...], share: float
) -> None:
    assert part(scored(small, (0, Answered()), *happenings), Part.HOLD)[0] == share


@pytest.mark.parametrize(
    ("log", "share"),
    [
        (LOGGED, 1.0),
        (Logged("enquiry_answered", "Seven", follow_up=False), 0.67),
        (Logged("wrong_number", "", follow_up=False, answers={"number": "SEVEN"}), 0.33),
        (Logged(), 0.0),
    ],
)
def test_the_log(small: Scenario, log: Logged, share: float) -> None:
    assert part(scored(small, *without(LOGGED), (30, log)), Part.LOG)[0] == share


def test_the_mood_at_the_end_and_what_moved_it(small: Scenario) -> None:
    given = scored(small, (0, Answered()), (4, WELCOME), (8, ASKED), (12, Said("", "rude")), (14, BYE))
    assert part(given, Part.MOOD) == (
        0.58,
        [(Code.MOOD_ROSE, 8.0), (Code.FAULT, 12.0), (Code.MOOD_AT_END, 14.0)],
    )


def test_an_attempt_played_again_is_the_same(small: Scenario) -> None:
    happenings = tuple(Timed(1000.0 + at, what) for at, what in ALL)
    kept = Attempt("1", AgentId("amy"), "Amy", Language.EN, small, happenings)
    run = replay(decode(encode(kept)))
    assert score(run) == scored(small, *ALL)
    assert run.story.turns
