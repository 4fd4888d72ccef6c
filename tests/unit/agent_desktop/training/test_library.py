"""Each scenario that comes with the program, played by one who does it well and one who does it badly."""

from __future__ import annotations

import pytest

from agent_desktop.cti.vocabulary import Language
from agent_desktop.scripts.context import Context
from agent_desktop.scripts.loader import load_scripts
from agent_desktop.scripts.runner import Runner
from agent_desktop.training.inputs import Answered, Left, LeftBy
from agent_desktop.training.loader import load_scenarios
from agent_desktop.training.run import Deed, HangsUp, ScenarioRun, Stage
from agent_desktop.training.score import score
from tests.fakes.trainees import BAD, GOOD, Play, badly, runner_for, well

SCRIPTS = load_scripts()
SCENARIOS = load_scenarios(scripts=SCRIPTS)
EACH = [(scenario, language) for scenario in SCENARIOS for language in Language]


def play(run: ScenarioRun, moves: Play) -> ScenarioRun:
    """The caller who hangs up is gone; what the trainee does after that nobody hears."""
    now = 1000.0
    _go_if(run, run.handle(Answered(), now), now)
    for wait_s, what in moves:
        now += wait_s
        _go_if(run, run.tick(now), now)
        _go_if(run, run.handle(what, now), now)
    return run


def _go_if(run: ScenarioRun, deeds: list[Deed], now: float) -> None:
    if HangsUp() in deeds:
        run.handle(Left(LeftBy.CALLER), now)


def test_each_has_its_trainees() -> None:
    assert set(GOOD) == set(BAD) == set(SCENARIOS)


@pytest.mark.parametrize(("name", "language"), EACH)
def test_a_good_trainee_has_ninety_at_least(name: str, language: Language) -> None:
    scenario = SCENARIOS[name]
    runner = runner_for(Runner(SCRIPTS, Context()), scenario.cast.of(language))
    run = play(ScenarioRun(scenario, language), well(scenario, runner))
    assert run.stage is Stage.DONE
    given = score(run)
    assert given.points >= 90, [finding for part in given.parts for finding in part.findings if not finding.good]


@pytest.mark.parametrize(("name", "language"), EACH)
def test_a_bad_trainee_has_fifty_at_most(name: str, language: Language) -> None:
    run = play(ScenarioRun(SCENARIOS[name], language), badly(SCENARIOS[name]))
    assert run.stage is Stage.DONE
    assert score(run).points <= 50


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_beat_of_its_own_can_happen(name: str) -> None:
    """What no cue can bring about any more is no part of the scenario."""
    scenario = SCENARIOS[name]
    ids = {beat.id for beat in scenario.beats}
    reachable: set[str] = set()
    while more := {beat.id for beat in scenario.beats if beat.id not in reachable and reachable.issuperset(beat.needs)}:
        reachable |= more
    assert reachable == ids
