"""The shipped scripts, walked through every way in both languages, and read as a trainer would read them."""

from __future__ import annotations

import re
import tomllib
from collections import deque
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

import agent_desktop
from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.record import Text
from agent_desktop.scripts.context import Context, DayPart
from agent_desktop.scripts.loader import load_scripts
from agent_desktop.scripts.model import InputKind, Step, StepKind
from agent_desktop.scripts.runner import Runner
from agent_desktop.scripts.state import (
    Answer,
    Done,
    Event,
    How,
    Jump,
    Position,
    RunState,
    Skip,
    Taken,
    answers,
    dumps,
    suggested_disposition,
)
from agent_desktop.scripts.view import StepView

SCRIPTS = load_scripts()
STEPS = [(script.id, step) for script in SCRIPTS.scripts.values() for step in script.steps]
KNOWN = Context(
    agent_name="Ann Reed",
    company_name=Text(en="Harbour", zh_CN="海港家电"),
    caller_name="王伟",
    salutation="先生",
    number="010 5555 0100",
    known=True,
    record_company="海港",
    standing="actual",
    value_type="ordinary",
    matters=1,
    matter_subject="冰箱维修",
    matter_number="R-1024",
    queue_id="general",
    queue=Text(en="General", zh_CN="综合服务"),
    choice=Text(en="Talk to us", zh_CN="人工服务"),
    day_part=DayPart.MORNING,
    requeued=True,
    notice_due=True,
)
CONTEXTS = {"known": KNOWN, "unknown": Context(), "named": replace(KNOWN, matters=0, matter_subject="", requeued=False)}
SAMPLES = {InputKind.TEXT: "明天中午", InputKind.NUMBER: "2", InputKind.DATE: "2026-03-31"}
CONDITIONS = [step.when for _, step in STEPS]
CONDITIONS += [point.when for _, step in STEPS for point in step.points]
CONDITIONS += [
    test for _, step in STEPS for p in step.points for test in re.findall(r"{% *(?:el)?if.*?%}", p.en + p.zh_CN)
]
DECIDING = {field for text in CONDITIONS for field in re.findall(r"answers\.(\w+)", text)}
"""Answers on which a condition depends: states that agree on these go the same ways."""


def events(view: StepView) -> Iterator[Event]:
    """All that an agent can do to go on, one of each."""
    if view.input is None:
        yield Done()
    elif view.choices:
        yield from (Answer(choice.value) for choice in view.choices)
    else:
        yield Answer(SAMPLES[view.input])
    if view.can_skip:
        yield Skip()


def situation(state: RunState) -> tuple[object, ...]:
    known = tuple(sorted((name, value) for name, value in answers(state).items() if name in DECIDING))
    return (state.at, state.frames, state.planned, known)


def walk(runner: Runner, starts: list[RunState]) -> tuple[dict[object, StepView], dict[object, set[object]]]:
    """Every situation that can come about, with its view, and where each leads."""
    views: dict[object, StepView] = {}
    leads: dict[object, set[object]] = {}
    seen: dict[object, StepView] = {}
    to_do = deque(starts)
    while to_do:
        state = to_do.popleft()
        here = situation(state)
        if here in views:
            continue
        if (looks := (state.at, here[-1])) not in seen:
            seen[looks] = runner.view(state, Language.EN)
            sound(seen[looks])
            sound(runner.view(state, Language.ZH_CN))
        views[here] = seen[looks]
        following = [] if state.at is None else [runner.advance(state, event) for event in events(views[here])]
        leads[here] = {situation(after) for after in following}
        to_do.extend(following)
    return views, leads


def sound(view: StepView) -> None:
    """Nothing of a template, and no placeholder, ever reaches an agent."""
    assert view.missing == (), (view.script, view.step, view.missing)
    for text in (*(point.text for point in view.points), view.hint, view.title):
        assert not re.search(r"[{}\[\]〔〕]|undefined|None\b", text), (view.script, view.step, text)
    if not view.finished and view.kind is not StepKind.RECORD:
        assert view.points, (view.script, view.step)
        assert all(point.text for point in view.points)


def ends(views: dict[object, StepView], leads: dict[object, set[object]]) -> set[object]:
    """The situations from which the scripts can come to an end."""
    good = {here for here, view in views.items() if view.finished}
    while more := {here for here, after in leads.items() if here not in good and after & good}:
        good |= more
    return good


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("planned", [("greeting",), ("greeting", "complaint"), ("greeting", "enquiry")])
def test_every_way_comes_to_an_end(planned: tuple[str, ...], context: str) -> None:
    runner = Runner(SCRIPTS, CONTEXTS[context])
    views, leads = walk(runner, [runner.start(*planned)])
    assert ends(views, leads) == views.keys()
    assert len(views) > 20


@cache
def walk_alone(script: str, context: str) -> tuple[dict[object, StepView], dict[object, set[object]]]:
    """One script, with every turn that can be taken at its beginning."""
    runner = Runner(SCRIPTS, CONTEXTS[context])
    begun = runner.start(script)
    turns = [runner.advance(begun, Jump(opening.value)) for opening in runner.view(begun, Language.EN).openings]
    return walk(runner, [begun, *turns])


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("script", SCRIPTS.scripts)
def test_every_script_alone_and_every_turn_in_it(script: str, context: str) -> None:
    views, leads = walk_alone(script, context)
    assert ends(views, leads) == views.keys()


def test_every_step_is_seen_by_somebody() -> None:
    walks = [walk_alone(script, context)[0] for script in SCRIPTS.scripts for context in CONTEXTS]
    seen = {(view.script, view.step) for views in walks for view in views.values()}
    assert {(script, step.id) for script, step in STEPS} <= seen


@pytest.mark.parametrize("context", CONTEXTS)
def test_every_wording_stands_without_any_answer_and_with_all_of_them(context: str) -> None:
    runner = Runner(SCRIPTS, CONTEXTS[context])
    answered = tuple(Taken(Position("x", "x"), How.ANSWERED, step.field, "word") for _, step in STEPS if step.field)
    for script, step in STEPS:
        for trail in ((), answered):
            for language in Language:
                shown = runner.view(RunState(at=Position(script, step.id), trail=trail), language)
                sound(replace(shown, finished=True))


def test_the_suggested_dispositions_are_those_of_the_sample_settings() -> None:
    settings = Path(agent_desktop.__file__).parent / "data" / "settings.toml"
    codes = tomllib.loads(settings.read_text(encoding="utf-8"))["dispositions"].keys()
    suggested = {
        code for _, step in STEPS for code in (step.disposition, *(c.disposition for c in step.choices)) if code
    }
    assert suggested <= codes
    assert {"complaint_settled", "complaint_escalated", "wrong_number", "threatening", "harassing"} <= suggested


# --- one call -------------------------------------------------------------------------------------------------------


def test_a_complaint_from_greeting_to_thanks() -> None:
    runner = Runner(SCRIPTS, replace(KNOWN, notice_due=False))
    state = runner.start(*SCRIPTS.starts_for("complaints", ("1", "2")))
    given = {
        "identity_confirmed": "yes",
        "about_open_matter": "no",
        "complaint_facts": "冰箱三天修不好",
        "motive": "compensation",
        "temperament": "powerful",
        "caller_calmer": "yes",
        "complaint_confirmed": "yes",
        "solution": "escalated",
        "promised_when": "明天中午",
        "action_plan": "主管复核",
        "action_due": "2026-03-31",
        "ticket_number": "C-2048",
        "follow_up_on": "2026-04-01",
    }
    said: list[str] = []
    while state.at is not None:
        view = runner.view(state, Language.ZH_CN)
        said += [point.text for point in view.points]
        state = runner.advance(state, Answer(given[view.field]) if view.field else Done())
    assert answers(state) == given
    assert suggested_disposition(state) == "complaint_escalated"
    assert "上午好，这里是海港家电。" in said
    assert "请问您是王先生吗？" in said
    assert "您的工单号是C-2048。" in said
    assert "王先生，谢谢您告诉我们，帮助我们改进。" in said
    assert len(dumps(state)) < 4096


def test_somebody_else_on_the_customers_phone_is_not_called_by_the_customers_name() -> None:
    runner = Runner(SCRIPTS, KNOWN)
    state = runner.start("greeting")
    while runner.view(state, Language.ZH_CN).step != "who":
        state = runner.advance(state, Done())
    state = runner.advance(state, Answer("no"))
    state = runner.advance(state, Answer("李娜"))
    state = runner.advance(state, Answer("enquiry"))
    for event in (
        Answer("x"),
        Skip(),
        Answer("yes"),
        Answer("known"),
        Done(),
        Answer("satisfied"),
        Answer("no"),
        Done(),
    ):
        state = runner.advance(state, event)
    closing = runner.view(state, Language.ZH_CN)
    assert (closing.script, closing.step) == ("closing", "thank")
    assert closing.points[0].text == "感谢您的来电。"


def test_three_strikes_are_counted_through_the_whole_call() -> None:
    runner = Runner(SCRIPTS, KNOWN)
    state = runner.start("complaint")
    for strike, answer in (("harassing_first", "yes"), ("harassing_second", "yes")):
        state = runner.advance(state, Jump("harassing"))
        assert runner.view(state, Language.EN).step == strike
        state = runner.advance(state, Answer(answer))
        assert runner.view(state, Language.EN).step == "listen"
    state = runner.advance(state, Jump("harassing"))
    assert runner.view(state, Language.EN).step == "harassing_third"
    state = runner.advance(state, Done())
    assert runner.view(state, Language.EN).field == "block_until"
    assert suggested_disposition(state) == "harassing"


def test_the_recording_notice_is_said_word_by_word_where_the_line_has_not_said_it() -> None:
    notice = Runner(SCRIPTS, KNOWN).view(Runner(SCRIPTS, KNOWN).start("greeting"), Language.ZH_CN)
    assert (notice.step, notice.can_skip, [point.exact for point in notice.points]) == ("notice", False, [True])
    told = Runner(SCRIPTS, replace(KNOWN, notice_due=False))
    assert told.view(told.start("greeting"), Language.ZH_CN).step == "welcome"


# --- as a trainer reads it ------------------------------------------------------------------------------------------

STEP_IDS = [f"{script}-{step.id}" for script, step in STEPS]
TEMPLATE = re.compile(r"{%.*?%}|{{.*?}}")


@pytest.mark.parametrize("step", [step for _, step in STEPS], ids=STEP_IDS)
def test_talking_points_not_paragraphs(step: Step) -> None:
    assert len(step.points) <= 3
    for point in step.points:
        assert len(TEMPLATE.sub("", point.en)) <= 90, point.en
        assert len(TEMPLATE.sub("", point.zh_CN)) <= 40, point.zh_CN
    if step.hint:
        assert len(TEMPLATE.sub("", step.hint.en)) <= 150, step.hint.en
        assert len(TEMPLATE.sub("", step.hint.zh_CN)) <= 60, step.hint.zh_CN
    assert len(step.title.en) <= 40
    assert len(step.title.zh_CN) <= 15


def texts(step: Step) -> Iterator[Text]:
    yield step.title
    yield from (point.text for point in step.points)
    yield from (choice.label for choice in step.choices)
    if step.hint:
        yield step.hint


@pytest.mark.parametrize("step", [step for _, step in STEPS], ids=STEP_IDS)
def test_each_language_is_itself(step: Step) -> None:
    for text in texts(step):
        english, chinese = TEMPLATE.sub("", text.en), TEMPLATE.sub("", text.zh_CN)
        assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]", english), english
        assert not re.search(r"[A-Za-z,;!?]", chinese), chinese


def test_what_was_meant_to_be_exact_is_not_a_template() -> None:
    exact = [point for _, step in STEPS for point in step.points if point.exact]
    assert len(exact) >= 5
    assert all(not TEMPLATE.search(point.en + point.zh_CN) for point in exact)
