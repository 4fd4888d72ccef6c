"""Runs and attempts as people are shown them: the values of `agent_desktop.protocol.training`. Pure."""

from __future__ import annotations

from msgspec.structs import replace

from agent_desktop.protocol.record import Text
from agent_desktop.protocol.training import AttemptCard, AttemptView, ClassSeat, ScenarioCard, TurnView
from agent_desktop.scripts.model import Scripts
from agent_desktop.training.attempt import Attempt, replay
from agent_desktop.training.model import Scenario
from agent_desktop.training.run import ScenarioRun
from agent_desktop.training.score import score
from agent_desktop.training.story import Story, Turn

MOST_TURNS = 200
"""Of one call; older ones are in the attempt."""


def scenario_card(scenario: Scenario) -> ScenarioCard:
    temperament = scenario.temperament.value if scenario.temperament is not None else ""
    return ScenarioCard(scenario.id, scenario.kind.value, scenario.title, scenario.about, scenario.aim, temperament)


def attempt_view(attempt: Attempt, scripts: Scripts) -> AttemptView:
    """Played again, and scored."""
    run = replay(attempt)
    given = score(run)
    card = AttemptCard(
        attempt.id,
        attempt.trainee,
        attempt.name,
        attempt.scenario.id,
        attempt.scenario.title,
        _ms(attempt.happenings[0].at),
        given.points,
        {part.part.value: part.points for part in given.parts},
    )
    return AttemptView(card, given, turns(run.story, scripts))


def with_run(seat: ClassSeat, run: ScenarioRun, scripts: Scripts) -> ClassSeat:
    """The seat, with the caller it has."""
    story = run.story
    hold = story.holds[-1] if story.holds else None
    return replace(
        seat,
        title=run.scenario.title,
        stage=run.stage.value,
        mood=run.mood,
        taken_over=run.taken_over,
        answered_ms=None if story.answered is None else _ms(story.answered),
        held_ms=None if hold is None or hold.ended is not None else _ms(hold.began),
        turns=turns(story, scripts)[-MOST_TURNS:],
    )


def turns(story: Story, scripts: Scripts) -> tuple[TurnView, ...]:
    return tuple(_turn(turn, scripts) for turn in story.turns)


def _turn(turn: Turn, scripts: Scripts) -> TurnView:
    step = scripts.step(turn.script, turn.step)
    title = step.title if step is not None else None
    opening = scripts.opening(turn.value)
    answer: Text | None = None
    if opening is not None and turn.script:
        title, answer = opening[1].label, None
    elif step is not None and turn.value:
        answer = step.label(turn.value)
    return TurnView(_ms(turn.at), turn.who.value, turn.text, title, answer, turn.mood)


def _ms(at: float) -> int:
    return round(at * 1000)
