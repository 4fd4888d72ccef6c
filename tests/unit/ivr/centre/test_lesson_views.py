"""Runs and attempts as people are shown them, in words."""

import pytest

from agent_desktop.cti.vocabulary import AgentId, Language
from agent_desktop.protocol.record import Text
from agent_desktop.protocol.training import ClassSeat
from agent_desktop.scripts.loader import load_scripts
from agent_desktop.scripts.state import How
from agent_desktop.training import inputs as t
from agent_desktop.training.attempt import Attempt
from agent_desktop.training.loader import load_scenarios
from agent_desktop.training.run import ScenarioRun
from agent_desktop.training.score import Part
from ivr.centre import lesson_views as views

AMY = AgentId("amy")


@pytest.fixture(scope="module")
def scripts():
    return load_scripts()


@pytest.fixture(scope="module")
def scenarios(scripts):
    return load_scenarios(scripts=scripts)


@pytest.fixture
def run(scenarios):
    """Answered at 100 s."""
    made = ScenarioRun(scenarios["complaint-bill"], Language.EN)
    made.handle(t.Answered(), 100.0)
    return made


def step(run, script, name, how=How.DONE, value=""):
    run.handle(t.StepTaken(script, name, how, value), 101.0)


def test_a_card_tells_a_scenario_from_the_others(scenarios):
    card = views.scenario_card(scenarios["complaint-bill"])
    assert (card.id, card.kind, card.temperament) == ("complaint-bill", "complaint", "perfectionist")
    assert card.title.zh_CN == "账单上多出的一笔"


def test_a_step_is_shown_by_its_title_and_an_answer_by_its_label(run, scripts):
    step(run, "complaint", "motive", How.ANSWERED, "compensation")
    turn = views.turns(run.story, scripts)[0]
    assert turn.title == scripts.step("complaint", "motive").title
    assert turn.answer == scripts.step("complaint", "motive").label("compensation")
    assert (turn.at_ms, turn.who, turn.mood) == (101_000, "agent", 40)


def test_a_turn_of_the_call_is_shown_by_its_opening(run, scripts):
    step(run, "greeting", "welcome", How.JUMPED, "harassing")
    (turn,) = views.turns(run.story, scripts)
    assert turn.title == scripts.opening("harassing")[1].label
    assert turn.answer is None


def test_a_step_that_the_scripts_no_longer_have_is_still_a_turn(run, scripts):
    step(run, "greeting", "no_such_step", How.ANSWERED, "whatever")
    (turn,) = views.turns(run.story, scripts)
    assert (turn.title, turn.answer) == (None, None)


def test_words_are_shown_as_they_were_said(run, scripts):
    run.handle(t.Said("One moment", ""), 102.0)
    run.handle(t.Hinted("Smile"), 103.0)
    assert [(turn.who, turn.text) for turn in views.turns(run.story, scripts)[:2]] == [
        ("agent", "One moment"),
        ("trainer", "Smile"),
    ]


def test_a_seat_shows_the_caller_it_has(run, scripts):
    seat = views.with_run(ClassSeat(AMY, "Amy", "busy", 1), run, scripts)
    assert seat.title == Text("The wrong line on the bill", "账单上多出的一笔")
    assert (seat.stage, seat.mood, seat.answered_ms, seat.held_ms) == ("talking", 40, 100_000, None)


def test_a_seat_shows_since_when_the_caller_hears_music_and_no_longer_when_they_are_back(run, scripts):
    run.handle(t.Held(), 110.5)
    assert views.with_run(ClassSeat(AMY, "Amy", "busy", 1), run, scripts).held_ms == 110_500
    run.handle(t.Retrieved(), 115.0)
    assert views.with_run(ClassSeat(AMY, "Amy", "busy", 1), run, scripts).held_ms is None


def test_a_seat_shows_no_more_turns_than_a_message_should_carry(run, scripts):
    for number in range(views.MOST_TURNS + 50):
        run.handle(t.Hinted(f"hint {number}"), 101.0 + number / 1000)
    turns = views.with_run(ClassSeat(AMY, "Amy", "busy", 1), run, scripts).turns
    assert len(turns) == views.MOST_TURNS
    assert turns[-1].text == f"hint {views.MOST_TURNS + 49}"


def test_an_attempt_is_played_again_and_scored(scenarios, scripts):
    happenings = (
        t.Timed(100.0, t.Answered()),
        t.Timed(102.0, t.StepTaken("greeting", "welcome", How.DONE)),
        t.Timed(130.0, t.Left(t.LeftBy.AGENT)),
        t.Timed(140.0, t.Logged("complaint_open", "Roaming 28.50", follow_up=True)),
    )
    attempt = Attempt("1-amy-7", AMY, "Amy Chen", Language.EN, scenarios["complaint-bill"], happenings)
    view = views.attempt_view(attempt, scripts)
    card = view.card
    assert (card.id, card.trainee, card.name, card.began_ms) == ("1-amy-7", AMY, "Amy Chen", 100_000)
    assert card.points == view.score.points
    assert card.parts["greeting"] == next(part.points for part in view.score.parts if part.part is Part.GREETING) > 0
    assert [turn.who for turn in view.turns] == ["agent", "caller", "caller", "line"]
