"""The script of a call: begun by queue, resumed by state, said in the caller's language and read in the agent's."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_desktop.cti.vocabulary import CallId, Direction, Language, QueueId
from agent_desktop.protocol.messages import CallDesk, LogDraft
from agent_desktop.protocol.record import Text
from agent_desktop.scripts.context import Context
from agent_desktop.scripts.model import (
    Choice,
    InputKind,
    Opening,
    Point,
    Script,
    Scripts,
    StartRule,
    Starts,
    Step,
    StepKind,
)
from agent_desktop.scripts.state import Why
from agent_desktop.ui.agent.script_presenter import Page, ScriptPresenter
from tests.unit.ui.agent import sample
from tests.unit.ui.agent.sample import sure


def text(english: str) -> Text:
    return Text(english, f"中{english}")


GREETING = Script(
    id="greeting",
    title=text("Greeting"),
    steps=(
        Step("hello", StepKind.SAY, text("Hello"), (Point("Good day", "您好"),), next="who"),
        Step(
            "who",
            StepKind.ASK,
            text("Who"),
            (Point("Your name?", "贵姓？"),),
            input=InputKind.TEXT,
            field="who",
            next="why",
        ),
        Step(
            "why",
            StepKind.RECORD,
            text("Why"),
            choices=(
                Choice("repair", text("Repair"), disposition="repair_booked"),
                Choice("nothing", text("Nothing"), next="finish"),
            ),
            field="why",
            required=True,
            next="finish",
        ),
        Step("silence", StepKind.SAY, text("Silence"), (Point("Hello?", "喂？"),), next="end"),
    ),
    openings=(Opening("silent", text("Silent call"), "silence", anywhere=True),),
)
OTHER = Script(id="other", title=text("Other"), steps=(Step("one", StepKind.DO, text("One"), next="finish"),))
SCRIPTS = Scripts(
    {"greeting": GREETING, "other": OTHER},
    Starts((), (StartRule(("greeting",), queue="service"), StartRule(("other",), queue="odd"))),
)


def opened(
    draft: LogDraft | None = None, queue: str = "service", language: Language = Language.ZH_CN
) -> ScriptPresenter:
    presenter = ScriptPresenter(SCRIPTS, Language.EN)
    presenter.open(desk(draft, queue, language), Context())
    return presenter


def desk(
    draft: LogDraft | None = None, queue: str = "service", language: Language = Language.ZH_CN, call: int = 7
) -> CallDesk:
    made = sample.desk(draft=draft, language=language, call=call)
    return msgspec.structs.replace(made, view=msgspec.structs.replace(made.view, queue=QueueId(queue)))


def test_without_a_call_there_is_nothing() -> None:
    presenter = ScriptPresenter(SCRIPTS)
    assert presenter.page is Page.EMPTY
    assert presenter.view() is None
    assert presenter.moved() is None
    assert not presenter.done()
    assert not presenter.switch("other")


def test_the_queue_begins_the_script() -> None:
    presenter = opened()
    assert presenter.page is Page.STEP
    assert sure(presenter.view()).step == "hello"


def test_a_queue_without_a_script_offers_them_all() -> None:
    presenter = opened(queue="unplanned")
    assert presenter.page is Page.NONE
    assert presenter.choices_of_script() == (("greeting", "Greeting"), ("other", "Other"))
    assert presenter.switch("other")
    assert sure(presenter.view()).step == "one"


@pytest.mark.parametrize("direction", [Direction.OUT, Direction.VOICEMAIL, Direction.FOLLOW_UP])
def test_a_call_of_ours_does_not_thank_for_calling(direction: Direction) -> None:
    presenter = ScriptPresenter(SCRIPTS, Language.EN)
    made = desk()
    ours = msgspec.structs.replace(made, view=msgspec.structs.replace(made.view, direction=direction))
    presenter.open(ours, Context())
    assert (presenter.page, presenter.switch("other")) == (Page.NONE, True)
    back = msgspec.structs.replace(made, view=msgspec.structs.replace(made.view, direction=Direction.CALLBACK))
    presenter.open(back, Context())
    assert presenter.page is Page.STEP


def test_what_is_said_is_in_the_callers_language_and_what_is_read_in_the_agents() -> None:
    presenter = opened(language=Language.ZH_CN)
    assert sure(presenter.view()).title == "Hello"
    assert [point.text for point in presenter.points()] == ["您好"]
    presenter.speak(Language.EN)
    assert [point.text for point in presenter.points()] == ["Good day"]


def test_answers_and_the_suggested_disposition_go_to_the_log() -> None:
    presenter = opened()
    assert presenter.done()
    assert presenter.done("Zhao")
    assert presenter.choose(1)
    moved = sure(presenter.moved())
    assert moved.call == CallId(7)
    assert moved.script == "greeting"
    assert moved.answers == {"who": "Zhao", "why": "repair"}
    assert moved.disposition == "repair_booked"
    assert presenter.page is Page.FINISHED


def test_a_seat_that_comes_back_stands_at_the_same_step() -> None:
    first = opened()
    first.done()
    first.done("Zhao")
    again = opened(LogDraft(script="greeting", script_state=sure(first.moved()).state))
    assert sure(again.view()).step == "why"
    assert again.moved() == first.moved()


def test_a_newer_log_of_this_pc_takes_the_script_further() -> None:
    first = opened()
    first.done()
    again = opened()
    again.resume(LogDraft(script_state=sure(first.moved()).state))
    assert sure(again.view()).step == "who"
    again.resume(LogDraft())
    assert sure(again.view()).step == "who"


@pytest.mark.parametrize("state", ["{", "[]", '{"at":{"script":"greeting","step":"gone"}}'])
def test_a_state_that_fits_no_more_begins_anew(state: str) -> None:
    assert sure(opened(LogDraft(script_state=state)).view()).step == "hello"


def test_an_empty_answer_is_refused_and_nothing_moves() -> None:
    presenter = opened()
    presenter.done()
    assert not presenter.done("  ")
    assert presenter.refused is Why.EMPTY
    assert presenter.done("Zhao")
    assert presenter.refused is None


def test_a_choice_is_not_done_with_a_nod() -> None:
    presenter = opened()
    presenter.done()
    presenter.done("Zhao")
    assert not presenter.done()
    assert not presenter.choose(3)
    assert not presenter.choose(0)
    assert not presenter.skip()
    assert presenter.refused is Why.REQUIRED


def test_a_turn_comes_back_to_where_the_call_was() -> None:
    presenter = opened()
    presenter.done()
    assert presenter.jump("silent")
    assert sure(presenter.view()).step == "silence"
    presenter.done()
    assert sure(presenter.view()).step == "who"


def test_back_takes_the_answer_back_and_offers_it_again() -> None:
    presenter = opened()
    presenter.done()
    presenter.done("Zhao")
    assert presenter.back()
    assert sure(presenter.view()).value == "Zhao"
    assert sure(presenter.moved()).answers == {}


def test_more_known_of_the_caller_leaves_the_step() -> None:
    presenter = opened()
    presenter.done()
    presenter.learn(desk(), Context(caller_name="Li"))
    assert sure(presenter.view()).step == "who"


@given(st.lists(st.sampled_from(["done", "skip", "back", "jump", "choose", "switch"]), max_size=12))
def test_no_key_ever_breaks_it(keys: list[str]) -> None:
    presenter = opened()
    actions = {
        "done": lambda: presenter.done("x"),
        "skip": presenter.skip,
        "back": presenter.back,
        "jump": lambda: presenter.jump("silent"),
        "choose": lambda: presenter.choose(1),
        "switch": lambda: presenter.switch("other"),
    }
    for key in keys:
        before = presenter.moved()
        if not actions[key]():
            assert presenter.moved() == before
        again = opened(LogDraft(script_state=sure(presenter.moved()).state))
        assert again.view() == presenter.view()
