from __future__ import annotations

import pytest

from agent_desktop.cti.vocabulary import Language
from agent_desktop.scripts.state import How
from agent_desktop.training.inputs import (
    Answered,
    AnyHappening,
    Held,
    Hinted,
    Left,
    LeftBy,
    Logged,
    Prompted,
    Retrieved,
    Said,
    StepTaken,
    TakenOver,
)
from agent_desktop.training.model import Scenario
from agent_desktop.training.run import HangsUp, Says, ScenarioRun, Stage
from agent_desktop.training.story import Who

WELCOME = StepTaken("greeting", "welcome", How.DONE)
THANK = StepTaken("closing", "thank", How.DONE)


@pytest.fixture
def run(small: Scenario) -> ScenarioRun:
    run = ScenarioRun(small, Language.EN)
    run.handle(Answered(), 100.0)
    return run


def heard(run: ScenarioRun, until: float) -> list[str]:
    return [deed.text if isinstance(deed, Says) else "*hangs up*" for deed in run.tick(until)]


def test_lines_are_said_one_after_another_each_after_a_moment(run: ScenarioRun) -> None:
    assert run.handle(WELCOME, 101.0) == []
    assert heard(run, 102.1) == []
    assert heard(run, 102.2) == ["Hello."]
    assert heard(run, 103.1) == []
    assert heard(run, 103.2) == ["It's me."]


def test_a_fact_is_told_only_when_asked_for(run: ScenarioRun) -> None:
    run.handle(WELCOME, 101.0)
    assert run.story.told == {}
    run.handle(Said("", "which"), 110.0)
    assert run.story.told == {"number": 110.0}
    assert run.mood == 60


def test_a_beat_needs_what_comes_before_it(run: ScenarioRun) -> None:
    run.handle(Said("", "which"), 101.0)
    assert (run.story.told, run.mood) == ({}, 49)


def test_what_is_typed_means_the_saying_with_the_longest_word_in_it(run: ScenarioRun) -> None:
    run.handle(WELCOME, 101.0)
    run.handle(Said("Well,  WHICH number is it?"), 105.0)
    assert run.story.told == {"number": 105.0}
    assert run.story.faults == []


def test_something_that_means_nothing_puzzles_the_caller(run: ScenarioRun) -> None:
    run.handle(Said("lorem ipsum"), 101.0)
    assert heard(run, 103.0) == ["What?"]


def test_a_beat_happens_once_unless_it_may_again(run: ScenarioRun) -> None:
    run.handle(WELCOME, 101.0)
    for at in (102.0, 103.0):
        run.handle(Said("", "which"), at)
    assert run.mood == 60
    run.handle(Said("", "rude"), 104.0)
    run.handle(Said("", "rude"), 105.0)
    assert run.mood == 10
    assert [at for at, _ in run.story.faults] == [104.0, 105.0]


def test_who_is_furious_says_so_and_goes(run: ScenarioRun) -> None:
    run.handle(Said("", "rude"), 101.0)
    assert heard(run, 104.0) == []
    run.handle(Said("", "rude"), 104.0)
    assert run.mood == 0
    assert heard(run, 112.0) == ["Enough.", "*hangs up*"]


@pytest.mark.parametrize(("asked", "goodbye"), [(True, "Thanks!"), (False, "Hm.")])
def test_a_goodbye_is_as_warm_as_the_mood(run: ScenarioRun, asked: bool, goodbye: str) -> None:
    run.handle(WELCOME, 101.0)
    if asked:
        run.handle(Said("", "which"), 104.0)
    heard(run, 108.0)
    run.handle(THANK, 108.0)
    assert heard(run, 115.0) == [goodbye, "*hangs up*"]


def test_silence_is_borne_for_a_while_and_then_each_time_lowers_the_mood(run: ScenarioRun) -> None:
    assert run.next_deadline() == 108.0
    assert heard(run, 119.9) == ["Still there?"]
    assert run.mood == 50
    run.tick(120.0)
    assert run.mood == 45
    run.tick(140.0)
    assert run.mood == 40


def test_whoever_speaks_ends_a_silence(run: ScenarioRun) -> None:
    run.handle(Said("lorem"), 107.0)
    assert heard(run, 116.0) == ["What?"]  # said from 108.2 to 109.2
    assert heard(run, 119.0) == ["Still there?"]
    assert run.mood == 50
    run.tick(129.3)
    assert run.mood == 45


def test_on_hold_nothing_is_said_and_long_music_lowers_the_mood(run: ScenarioRun) -> None:
    run.handle(WELCOME, 101.0)
    run.handle(Held(), 101.5)
    assert heard(run, 131.4) == []
    assert run.mood == 50
    run.tick(131.5)
    assert run.mood == 45
    run.handle(Said("", "which"), 132.0)
    assert run.story.told == {}
    run.handle(Retrieved(), 135.0)
    assert [(hold.began, hold.ended) for hold in run.story.holds] == [(101.5, 135.0)]
    assert run.stage is Stage.TALKING


def test_a_skipped_step_says_nothing(run: ScenarioRun) -> None:
    run.handle(StepTaken("greeting", "welcome", How.SKIPPED), 101.0)
    assert run.story.beats == {}
    assert run.story.cues == [(100.0, "answered")]


def test_steps_of_the_wrap_up_are_noted_and_heard_by_nobody(run: ScenarioRun) -> None:
    run.handle(Left(LeftBy.AGENT), 101.0)
    run.handle(WELCOME, 102.0)
    assert run.story.first(("greeting/welcome",)) == 102.0
    assert run.story.beats == {}
    assert run.next_deadline() is None


def test_while_the_trainer_speaks_for_the_caller_nothing_is_said_by_itself(run: ScenarioRun) -> None:
    run.handle(TakenOver(on=True), 100.5)
    run.handle(WELCOME, 101.0)
    assert heard(run, 107.0) == []
    assert run.handle(Prompted("Listen to me."), 107.0) == [Says("Listen to me.", Language.EN)]
    run.handle(Said("", "which"), 109.0)
    assert run.story.told == {"number": 109.0}
    run.handle(TakenOver(on=False), 110.0)
    run.handle(THANK, 111.0)
    assert heard(run, 116.0) == ["Thanks!", "*hangs up*"]


def test_the_story_has_everybodys_turns(run: ScenarioRun) -> None:
    run.handle(WELCOME, 101.0)
    run.handle(Hinted("Ask!"), 101.1)
    run.handle(Said("", "which"), 104.5)
    run.handle(Left(LeftBy.CALLER), 108.0)
    told = [(turn.who, turn.step or turn.text) for turn in run.story.turns]
    assert told == [
        (Who.AGENT, "welcome"),
        (Who.TRAINER, "Ask!"),
        (Who.CALLER, "Hello."),
        (Who.CALLER, "It's me."),
        (Who.AGENT, "Which number?"),
        (Who.CALLER, "Seven."),
        (Who.LINE, "caller"),
    ]


@pytest.mark.parametrize("what", [Held(), Retrieved(), Logged(), Prompted("x"), WELCOME, Said("x")])
def test_what_comes_out_of_turn_changes_nothing(small: Scenario, what: AnyHappening) -> None:
    run = ScenarioRun(small, Language.EN)
    if isinstance(what, Logged):
        run.handle(Answered(), 1.0)
    before = run.stage
    assert run.handle(what, 2.0) == []
    assert run.stage is before
    assert run.story.logged is None
    assert HangsUp() not in run.tick(3.0)
