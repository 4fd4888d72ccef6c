"""Trainees as data: for each scenario one who does it well and one who does it badly. The good one walks through the real scripts, step by
step, so that a scenario that the scripts cannot be used for is found out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from agent_desktop.cti.vocabulary import Language
from agent_desktop.scripts.context import Context
from agent_desktop.scripts.model import InputKind
from agent_desktop.scripts.runner import Runner
from agent_desktop.scripts.state import Answer, Done, How, Jump, RunState, answers
from agent_desktop.scripts.view import ChoiceView
from agent_desktop.training.inputs import AnyHappening, Held, Left, LeftBy, Logged, Retrieved, Said, StepTaken
from agent_desktop.training.model import Person, Scenario

PLANNED = {
    "0": ("greeting",),
    "1": ("greeting", "enquiry"),
    "2": ("greeting", "complaint"),
    "3": ("greeting", "enquiry"),
}
"""As `starts.yaml` has it, by the key in the menu."""
USUAL = {
    "greeting/need": "enquiry",
    "enquiry/source": "known",
    "enquiry/satisfied": "satisfied",
    "closing/check": "no",
}


@dataclass(frozen=True)
class Good:
    """`answers` by step; `openings` and `says` by the step after which they come."""

    disposition: str
    notes: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    openings: dict[str, str] = field(default_factory=dict)
    says: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Bad:
    """Says this, in this order."""

    says: tuple[str, ...] = ()
    disposition: str = ""


GOOD = {
    "silent-call": Good(
        "silent",
        openings={"greeting/welcome": "silent"},
        answers={"greeting/silent_first": "no", "greeting/silent_second": "no"},
    ),
    "faint-voice": Good(
        "enquiry_answered",
        "Explained how to top up the card at the post office. 已说明到柜台充值。",
        openings={"greeting/welcome": "unclear"},
        answers={"greeting/unclear_why": "soft"},
        says={"enquiry/pin_down": "near_you"},
    ),
    "other-tongue": Good(
        "callback_arranged",
        "Speaks French. 讲粤语。",
        openings={"greeting/welcome": "dialect"},
        answers={"greeting/dialect_slowly": "key_words", "greeting/dialect_words": "no"},
    ),
    "wrong-number": Good(
        "wrong_number",
        openings={"greeting/welcome": "wrong_number"},
        answers={"greeting/wrong_number_check": "no"},
    ),
    "asks-for-a-person": Good(
        "callback_arranged",
        "A second line for the shop. 店里加一条线。",
        openings={"greeting/welcome": "person"},
        answers={"greeting/person_free": "no", "greeting/person_offer": "callback"},
    ),
    "complaint-bill": Good(
        "complaint_settled",
        "Roaming 28.50 / 128.5 refunded.",
        answers={"complaint/motive": "compensation", "complaint/temperament": "perfectionist"},
        says={"complaint/calm": "the_reason"},
    ),
    "complaint-no-show": Good(
        "complaint_open",
        "Technician missed two visits. 师傅两次爽约。",
        answers={"complaint/motive": "fix", "complaint/temperament": "powerful"},
    ),
    "complaint-rude-shop": Good(
        "complaint_open",
        "Mill Lane, Saturday. 周六，磨坊路。",
        answers={"complaint/motive": "respect", "complaint/temperament": "lively"},
    ),
    "fault-router": Good(
        "repair_arranged",
        "Second light turns red. 第二个灯变红。",
        answers={"enquiry/source": "look_up"},
        says={"enquiry/answer": "which_morning"},
    ),
    "renewal": Good(
        "enquiry_promised",
        "Night clause, by four. 夜间条款，四点前。",
        says={"enquiry/pin_down": "what_matters", "enquiry/answer": "by_when"},
    ),
    "harassing": Good(
        "harassing",
        "Asked what I was wearing. 问穿的什么。",
        openings={"greeting/welcome": "harassing"},
        answers={"greeting/harassing_first": "no", "greeting/harassing_second": "no"},
    ),
    "hidden-price": Good(
        "order_placed",
        "Set-up on Saturday morning. 周六上午装。",
        answers={"enquiry/satisfied": "objection", "enquiry/objection": "hidden"},
        says={"enquiry/objection_now": "saturday"},
    ),
}
BAD = {
    "silent-call": Bad(disposition="wrong_number"),
    "faint-voice": Bad(("speak_up", "speak_up"), "not_understood"),
    "other-tongue": Bad(("speak_properly", "speak_properly"), "unrelated"),
    "wrong-number": Bad(("brush_off",), "unrelated"),
    "asks-for-a-person": Bad(("private_number", "goodbye"), "passed_on"),
    "complaint-bill": Bad(("just_wait", "calm_down", "not_us"), "enquiry_answered"),
    "complaint-no-show": Bad(("sure_missed", "forms_first"), "complaint_settled"),
    "complaint-rude-shop": Bad(("defend", "voucher", "calm_down"), "unrelated"),
    "fault-router": Bad(("your_fault", "not_us", "goodbye"), "repair_solved"),
    "renewal": Bad(("go_then", "not_us"), "enquiry_answered"),
    "harassing": Bad(("insult", "insult"), "unrelated"),
    "hidden-price": Bad(("take_it_or_leave_it", "goodbye"), "unrelated"),
}

PAUSE_S = 7.0
Play = Iterator[tuple[float, AnyHappening]]
"""Seconds after the one before, and what the trainee does."""


def well(scenario: Scenario, runner: Runner) -> Play:
    """What the good trainee does; steps as they really come in the scripts."""
    play = GOOD[scenario.id]
    state = runner.start(*PLANNED[scenario.keys])
    pause_s = 3.0
    while state.at is not None:
        before = f"{state.at.script}/{state.at.step}"
        state, taken = _taken(runner, state, play)
        yield pause_s, taken
        pause_s = PAUSE_S
        yield from _hold(before)
        if (saying := play.says.get(before)) is not None:
            yield PAUSE_S, Said("", saying)
        if (opening := play.openings.get(before)) is not None:
            assert state.at is not None
            at = state.at
            state = runner.advance(state, Jump(opening))
            yield PAUSE_S, StepTaken(at.script, at.step, How.JUMPED, opening)
    yield PAUSE_S, Left(LeftBy.AGENT)
    yield PAUSE_S, Logged(play.disposition, play.notes, scenario.marks.follow_up, answers(state))


def _hold(step: str) -> Play:
    """The caller has agreed; back before the minute is over, and only then is the step done."""
    if step == "hold/ask":
        yield 2.0, Held()
        yield 30.0, Retrieved()


def badly(scenario: Scenario) -> Play:
    """Late, without a script, on hold without a word and far too long; the log is wrong."""
    play = BAD[scenario.id]
    yield 25.0, StepTaken("greeting", "welcome", How.SKIPPED)
    for saying in play.says:
        yield PAUSE_S, Said("", saying)
    yield PAUSE_S, Held()
    yield 130.0, Retrieved()
    yield 4.0, Left(LeftBy.AGENT)
    yield 4.0, Logged(play.disposition)


def runner_for(scripts: Runner, person: Person) -> Runner:
    """The scripts, knowing of the caller what their record says."""
    record = person.record
    matters = record.matters if record is not None else ()
    context = Context(
        caller_name=person.name,
        known=record is not None,
        matters=len(matters),
        matter_subject=matters[0].subject if matters else "",
    )
    return Runner(scripts.scripts, context)


def _taken(runner: Runner, state: RunState, play: Good) -> tuple[RunState, StepTaken]:
    assert state.at is not None
    at, view = state.at, runner.view(state, Language.EN)
    place = f"{at.script}/{at.step}"
    if view.input is None:
        return runner.advance(state, Done()), StepTaken(at.script, at.step, How.DONE)
    value = play.answers.get(place) or USUAL.get(place) or _usual(view.input, view.choices)
    if place == "enquiry/satisfied" and any(one.at and one.at.step == "objection_now" for one in state.trail):
        value = "satisfied"
    return runner.advance(state, Answer(value)), StepTaken(at.script, at.step, How.ANSWERED, value)


def _usual(kind: InputKind, choices: tuple[ChoiceView, ...]) -> str:
    if kind is InputKind.CHOICE:
        return str(choices[0].value)
    return {InputKind.YES_NO: "yes", InputKind.DATE: "2027-03-01", InputKind.NUMBER: "7"}.get(kind, "as told")
