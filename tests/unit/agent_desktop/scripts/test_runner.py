from __future__ import annotations

import pytest
from msgspec.structs import replace

from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.messages import LogDraft
from agent_desktop.scripts.context import Context
from agent_desktop.scripts.model import Scripts
from agent_desktop.scripts.runner import Runner
from agent_desktop.scripts.state import (
    Answer,
    Back,
    Done,
    Event,
    EventRefused,
    How,
    Jump,
    Position,
    RunState,
    Skip,
    StateUnreadable,
    Switch,
    Why,
    answers,
    dumps,
    suggested_disposition,
)


def after(runner: Runner, *events: Event, planned: tuple[str, ...] = ("small",)) -> RunState:
    state = runner.start(*planned)
    for event in events:
        state = runner.advance(state, event)
    return state


def at(state: RunState) -> str:
    return f"{state.at.script}/{state.at.step}" if state.at else "over"


def refusal(runner: Runner, state: RunState, event: Event) -> Why:
    with pytest.raises(EventRefused) as caught:
        runner.advance(state, event)
    return caught.value.why


TO_QUESTION = (Done(), Done())


def test_begins_at_the_first_step(runner: Runner) -> None:
    assert at(runner.start("small")) == "small/hello"


def test_nothing_planned_is_over_at_once(runner: Runner) -> None:
    assert at(runner.start()) == "over"


def test_an_unknown_script_cannot_be_planned(runner: Runner) -> None:
    with pytest.raises(EventRefused) as caught:
        runner.start("small", "nowhere")
    assert (caught.value.why, caught.value.what) == (Why.NO_SUCH_SCRIPT, "nowhere")
    assert str(caught.value) == "no_such_script: nowhere"


def test_steps_whose_condition_does_not_hold_are_passed_over(small: Scripts, known: Context) -> None:
    assert at(after(Runner(small, known), Done())) == "small/vip"
    assert at(after(Runner(small, Context()), Done())) == "small/question"


def test_a_choice_leads_its_own_way(runner: Runner) -> None:
    assert at(after(runner, *TO_QUESTION, Answer("red"))) == "small/count"
    assert at(after(runner, *TO_QUESTION, Answer("none"))) == "over"


def test_a_visited_script_comes_back(runner: Runner) -> None:
    visiting = after(runner, *TO_QUESTION, Answer("blue"))
    assert at(visiting) == "other/only"
    assert at(runner.advance(visiting, Done())) == "small/count"


def test_yes_and_no_lead_apart(runner: Runner) -> None:
    asked = after(runner, *TO_QUESTION, Answer("red"), Answer("2"))
    assert at(runner.advance(asked, Answer("no"))) == "small/question"
    assert at(runner.advance(asked, Answer("yes"))) == "over"


def test_the_end_of_a_script_goes_on_to_the_planned_one(runner: Runner) -> None:
    planned = after(runner, *TO_QUESTION, Answer("red"), Answer("2"), planned=("small", "other"))
    assert at(runner.advance(planned, Answer("yes"))) == "other/only"


def test_finish_drops_what_was_planned(runner: Runner) -> None:
    over = after(runner, *TO_QUESTION, Answer("none"), planned=("small", "other"))
    assert (over.at, over.planned) == (None, ())


def test_an_opening_comes_back_to_where_the_call_was(runner: Runner) -> None:
    aside = after(runner, *TO_QUESTION, Jump("aside"))
    assert at(aside) == "small/aside_say"
    assert at(runner.advance(runner.advance(aside, Done()), Done())) == "small/question"


def test_openings_within_openings_come_back_one_by_one(runner: Runner) -> None:
    deep = after(runner, Jump("aside"), Jump("everywhere"))
    assert at(deep) == "small/aside_end"
    once = runner.advance(deep, Done())
    assert at(once) == "small/aside_say"
    assert at(runner.advance(runner.advance(once, Done()), Done())) == "small/hello"


def test_only_the_openings_that_are_offered(runner: Runner) -> None:
    elsewhere = runner.start("other")
    assert refusal(runner, elsewhere, Jump("aside")) is Why.NO_SUCH_OPENING
    assert at(runner.advance(elsewhere, Jump("everywhere"))) == "small/aside_end"
    assert refusal(runner, elsewhere, Jump("nothing")) is Why.NO_SUCH_OPENING


def test_a_call_that_seemed_over_can_take_a_turn(runner: Runner) -> None:
    turned = after(runner, *TO_QUESTION, Answer("none"), Jump("everywhere"))
    assert at(turned) == "small/aside_end"
    assert at(runner.advance(turned, Done())) == "over"


def test_switching_leaves_everything_behind(runner: Runner) -> None:
    switched = after(runner, Jump("aside"), Switch("other"), planned=("small", "other"))
    assert (at(switched), switched.frames, switched.planned) == ("other/only", (), ())
    assert refusal(runner, switched, Switch("nowhere")) is Why.NO_SUCH_SCRIPT


def test_back_takes_back_each_kind_of_move(runner: Runner) -> None:
    for event, before in (
        (Done(), after(runner)),
        (Skip(), after(runner)),
        (Answer("blue"), after(runner, *TO_QUESTION)),
        (Jump("aside"), after(runner, *TO_QUESTION)),
        (Switch("other"), after(runner, Jump("aside"), planned=("small", "other"))),
    ):
        returned = runner.advance(runner.advance(before, event), Back())
        assert replace(returned, undone={}) == before


def test_an_answer_taken_back_is_offered_again(runner: Runner) -> None:
    back = after(runner, *TO_QUESTION, Answer("red"), Answer("12"), Back())
    assert answers(back) == {"which": "red"}
    assert runner.view(back, Language.EN).value == "12"


def test_back_at_the_beginning_is_refused(runner: Runner) -> None:
    assert refusal(runner, runner.start("small"), Back()) is Why.AT_THE_BEGINNING


def test_what_does_not_fit_a_step_is_refused(runner: Runner) -> None:
    hello, question = after(runner), after(runner, *TO_QUESTION)
    over = runner.advance(question, Answer("none"))
    assert refusal(runner, hello, Answer("x")) is Why.NO_ANSWER_HERE
    assert refusal(runner, question, Done()) is Why.ANSWER_NEEDED
    assert refusal(runner, question, Answer("green")) is Why.NOT_A_CHOICE
    for event in (Done(), Answer("x"), Skip()):
        assert refusal(runner, over, event) is Why.OVER


def test_already_said_goes_on_without_an_answer(runner: Runner) -> None:
    skipped = after(runner, *TO_QUESTION, Answer("red"), Skip())
    assert at(skipped) == "small/sure"
    assert "count" not in answers(skipped)
    assert suggested_disposition(skipped) == "was_red"
    assert skipped.trail[-1].how is How.SKIPPED


def test_what_may_not_be_skipped(runner: Runner) -> None:
    assert refusal(runner, after(runner, Done()), Skip()) is Why.REQUIRED
    assert refusal(runner, after(runner, *TO_QUESTION), Skip()) is Why.BRANCHES


def test_the_later_answer_and_the_later_disposition_count(runner: Runner) -> None:
    again = after(runner, *TO_QUESTION, Answer("red"), Answer("2"), Answer("no"), Answer("blue"), Done(), Answer("3"))
    assert answers(again) == {"which": "blue", "count": "3", "sure": "no"}
    assert suggested_disposition(again) == "counted"


def test_nothing_suggested_yet(runner: Runner) -> None:
    assert suggested_disposition(runner.start("small")) == ""


def test_a_state_travels_in_the_log(runner: Runner) -> None:
    state = after(runner, *TO_QUESTION, Jump("aside"), Back(), Answer("blue"), planned=("small", "other"))
    draft = LogDraft(script_state=dumps(state), answers=answers(state))
    assert runner.restore(draft.script_state) == state


@pytest.mark.parametrize("text", ["", "{", "[]", '{"at": 3}', '{"trail": [{"how": "flown"}]}'])
def test_a_state_that_is_none_is_refused(runner: Runner, text: str) -> None:
    with pytest.raises(StateUnreadable):
        runner.restore(text)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ('{"at": {"script": "small", "step": "old"}}', "small/old"),
        ('{"at": {"script": "old", "step": "hello"}}', "old/hello"),
        ('{"planned": ["old"]}', "old"),
        ('{"frames": [{"script": "small", "target": "old"}]}', "small/old"),
        ('{"frames": [{"script": "small", "target": "script:old"}]}', "small/script:old"),
        ('{"trail": [{"at": {"script": "small", "step": "old"}, "how": "done"}]}', "small/old"),
    ],
)
def test_a_state_of_other_scripts_is_refused_by_name(runner: Runner, text: str, gone: str) -> None:
    with pytest.raises(StateUnreadable, match=f"changed since: {gone}$"):
        runner.restore(text)


def test_frames_that_end_fit_any_scripts(runner: Runner) -> None:
    text = '{"frames": [{"script": "small", "target": "end"}, {"script": "small", "target": "script:other"}]}'
    assert len(runner.restore(text).frames) == 2


def test_a_context_that_grows_does_not_move_the_call(small: Scripts, known: Context) -> None:
    state = after(Runner(small, Context()), Done())
    assert at(state) == "small/question"
    assert Runner(small, known).view(state, Language.EN).step == "question"


def test_unchecked_scripts_that_go_round_are_refused_not_looped(small: Scripts) -> None:
    hello = small.scripts["small"].steps[0]
    circle = replace(hello, when="caller.known", next="hello")
    broken = Scripts({"small": replace(small.scripts["small"], steps=(circle,))})
    with pytest.raises(EventRefused) as caught:
        Runner(broken, Context()).start("small")
    assert caught.value.why is Why.STUCK


def test_unchecked_scripts_that_lead_nowhere_are_refused(small: Scripts) -> None:
    hello = replace(small.scripts["small"].steps[0], next="gone")
    runner = Runner(Scripts({"small": replace(small.scripts["small"], steps=(hello,))}), Context())
    state = runner.start("small")
    assert refusal(runner, state, Done()) is Why.STUCK
    assert refusal(runner, RunState(at=Position("small", "gone")), Done()) is Why.STUCK
