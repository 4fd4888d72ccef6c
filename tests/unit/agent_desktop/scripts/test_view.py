from __future__ import annotations

from msgspec.structs import replace

from agent_desktop.cti.vocabulary import Language
from agent_desktop.scripts.context import Context
from agent_desktop.scripts.model import InputKind, Scripts, StepKind
from agent_desktop.scripts.runner import Runner
from agent_desktop.scripts.state import Answer, Back, Done, Event, How, Jump, RunState, Skip, Switch
from agent_desktop.scripts.view import ChoiceView, PastStep, PointView, Progress


def after(runner: Runner, *events: Event) -> RunState:
    state = runner.start("small")
    for event in events:
        state = runner.advance(state, event)
    return state


def test_the_step_in_hand(runner: Runner) -> None:
    shown = runner.view(after(runner), Language.EN)
    assert (shown.script, shown.script_title, shown.step) == ("small", "Small", "hello")
    assert (shown.kind, shown.title, shown.hint, shown.input) == (StepKind.SAY, "Hello", "Smile", None)
    assert shown.points == (PointView("Hello 王伟", exact=False), PointView("Known", exact=False))
    assert (shown.can_skip, shown.can_go_back, shown.required, shown.missing) == (True, False, False, ())


def test_the_language_changes_in_the_middle_of_a_call(runner: Runner) -> None:
    state = after(runner, Done(), Done(), Answer("red"))
    assert runner.view(state, Language.EN).points[0].text == "How many Red ones?"
    shown = runner.view(state, Language.ZH_CN)
    assert shown.points[0].text == "红的要几个？"
    assert [line.answer for line in shown.history] == ["", "", "红"]


def test_points_whose_condition_does_not_hold_are_left_out(small: Scripts) -> None:
    runner = Runner(small, Context(caller_name="Ann"))
    assert [point.text for point in runner.view(after(runner), Language.EN).points] == ["Hello Ann"]


def test_what_is_not_known_is_a_placeholder_and_reported(small: Scripts) -> None:
    runner = Runner(small, Context())
    assert runner.view(after(runner), Language.EN).points[0].text == "Hello [caller's name]"
    shown = runner.view(after(runner), Language.ZH_CN)
    assert shown.points[0].text == "您好〔来电人姓名〕"
    assert shown.missing == ("caller.name",)


def test_markup_in_a_name_stays_text(small: Scripts) -> None:
    runner = Runner(small, Context(caller_name="<b>{{ 7 * 7 }}</b>"))
    assert runner.view(after(runner), Language.EN).points[0].text == "Hello <b>{{ 7 * 7 }}</b>"


def test_word_by_word(runner: Runner) -> None:
    shown = runner.view(after(runner, Done()), Language.EN)
    assert shown.points == (PointView("Word by word", exact=True),)
    assert (shown.required, shown.can_skip) == (True, False)


def test_choices(runner: Runner) -> None:
    shown = runner.view(after(runner, Done(), Done()), Language.ZH_CN)
    assert (shown.input, shown.field, shown.can_skip) == (InputKind.CHOICE, "which", False)
    assert shown.choices == (ChoiceView("red", "红"), ChoiceView("blue", "蓝"), ChoiceView("none", "无"))


def test_yes_and_no_are_choices_too(runner: Runner) -> None:
    shown = runner.view(after(runner, Done(), Done(), Answer("red"), Skip()), Language.ZH_CN)
    assert (shown.input, shown.points) == (InputKind.YES_NO, ())
    assert shown.choices == (ChoiceView("yes", "是"), ChoiceView("no", "否"))


def test_history_tells_how_each_step_went(runner: Runner) -> None:
    state = after(runner, Skip(), Done(), Jump("aside"), Done(), Done(), Answer("blue"), Switch("small"))
    history = runner.view(state, Language.EN).history
    assert history[0] == PastStep("small", "hello", "Hello", How.SKIPPED, "")
    assert [(line.how, line.answer) for line in history[2:]] == [
        (How.JUMPED, "Aside"),
        (How.DONE, ""),
        (How.DONE, ""),
        (How.ANSWERED, "Blue"),
        (How.SWITCHED, "Small"),
    ]


def test_a_turn_taken_after_the_end_has_no_step_of_its_own(runner: Runner) -> None:
    state = after(runner, Done(), Done(), Answer("none"), Jump("everywhere"))
    assert runner.view(state, Language.EN).history[-1] == PastStep("", "", "", How.JUMPED, "Everywhere")


def test_progress_counts_steps_and_not_turns(runner: Runner) -> None:
    assert runner.view(after(runner), Language.EN).progress == Progress(1, 3)
    assert runner.view(after(runner, Done()), Language.EN).progress == Progress(2, 3)
    assert runner.view(after(runner, Done(), Jump("aside"), Back()), Language.EN).progress == Progress(2, 3)
    assert runner.view(after(runner, Done(), Done(), Answer("red")), Language.EN).progress == Progress(4, 5)


def test_openings_and_scripts_to_choose_from(runner: Runner) -> None:
    here = runner.view(after(runner), Language.EN)
    assert here.openings[-2:] == (ChoiceView("aside", "Aside"), ChoiceView("everywhere", "Everywhere"))
    elsewhere = runner.view(runner.start("other"), Language.ZH_CN)
    assert ChoiceView("aside", "插话") not in elsewhere.openings
    assert ChoiceView("everywhere", "随处") in elsewhere.openings
    assert ChoiceView("small", "小脚本") in elsewhere.scripts


def test_when_all_is_over(runner: Runner) -> None:
    shown = runner.view(after(runner, Done(), Done(), Answer("none")), Language.EN)
    assert (shown.finished, shown.step, shown.points, shown.can_go_back) == (True, "", (), True)
    assert len(shown.history) == 3


def test_an_answer_is_compared_as_kept_and_written_as_shown(small: Scripts) -> None:
    count = small.scripts["small"].step("count")
    assert count is not None
    text = "{% if answers.which == 'red' %}{{ answers.which }} it is{% endif %}"
    point = replace(count.points[0], en=text)
    steps = tuple(
        replace(step, points=(point,)) if step.id == "count" else step for step in small.scripts["small"].steps
    )
    runner = Runner(Scripts({"small": replace(small.scripts["small"], steps=steps)}), Context())
    assert runner.view(after(runner, Done(), Answer("red")), Language.EN).points[0].text == "Red it is"
