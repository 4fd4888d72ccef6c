"""Whatever an agent does in whatever order: the state stands somewhere, can be taken back, stored and shown."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from agent_desktop.cti.vocabulary import Language
from agent_desktop.files import Source
from agent_desktop.protocol.record import Text
from agent_desktop.scripts.context import Context, DayPart
from agent_desktop.scripts.loaded import Library, Loaded
from agent_desktop.scripts.loader import load_scripts
from agent_desktop.scripts.model import Script, Scripts
from agent_desktop.scripts.runner import Runner
from agent_desktop.scripts.state import (
    Answer,
    Back,
    Done,
    Event,
    EventRefused,
    How,
    Jump,
    RunState,
    Skip,
    Switch,
    Why,
    answers,
    dumps,
    loads,
    suggested_disposition,
)
from agent_desktop.scripts.view import StepView
from agent_desktop.scripts.way_checks import circles

SCRIPTS = load_scripts()
SCRIPT_IDS = sorted(SCRIPTS.scripts)
OPENINGS = sorted(opening.id for script in SCRIPTS.scripts.values() for opening in script.openings)
TYPED = st.sampled_from(
    ["明天", "12", "1,200", "2026-03-31", "", " ", "yes", "no", "x" * 3000, "{{ agent.name }}", "\u0000"]
)
CONTEXTS = st.builds(
    Context,
    agent_name=st.sampled_from(["", "Ann"]),
    company_name=st.just(Text(en="Harbour", zh_CN="海港")),
    caller_name=st.sampled_from(["", "王伟", "<b>{{ x }}</b>"]),
    salutation=st.sampled_from(["", "先生", "Mr"]),
    known=st.booleans(),
    matters=st.integers(0, 2),
    matter_subject=st.sampled_from(["", "Order"]),
    day_part=st.sampled_from(DayPart),
    notice_due=st.booleans(),
    requeued=st.booleans(),
)


class AgentAtWork(RuleBasedStateMachine):
    """One call. `past` holds every state that was left and not taken back: what `Back` has to lead to."""

    @initialize(context=CONTEXTS, planned=st.lists(st.sampled_from(SCRIPT_IDS), min_size=1, max_size=3))
    def begin(self, context: Context, planned: list[str]) -> None:
        self.runner = Runner(SCRIPTS, context)
        self.state = self.runner.start(*planned)
        self.past: list[RunState] = []

    def send(self, event: Event) -> Why | None:
        before = self.state
        try:
            self.state = self.runner.advance(before, event)
        except EventRefused as error:
            assert self.state is before
            return error.why
        self.past.append(before)
        return None

    @rule()
    def done(self) -> None:
        takes_answer = self.view().input is not None
        over = self.state.at is None
        assert self.send(Done()) is (Why.OVER if over else Why.ANSWER_NEEDED if takes_answer else None)

    @rule()
    def skip(self) -> None:
        can = self.view().can_skip
        assert (self.send(Skip()) is None) is can

    @rule(data=st.data())
    def choose(self, data: st.DataObject) -> None:
        choices = self.view().choices
        assume(choices)
        assert self.send(Answer(data.draw(st.sampled_from(choices)).value)) is None

    @rule(typed=TYPED)
    def type_anything(self, typed: str) -> None:
        view = self.view()
        why = self.send(Answer(typed))
        if view.input is None:
            assert why is (Why.OVER if view.finished else Why.NO_ANSWER_HERE)
        if why is None:
            assert self.state.trail[-1].value

    @rule(opening=st.sampled_from([*OPENINGS, "nowhere"]))
    def jump(self, opening: str) -> None:
        offered = opening in {choice.value for choice in self.view().openings}
        assert self.send(Jump(opening)) is (None if offered else Why.NO_SUCH_OPENING)

    @rule(script=st.sampled_from([*SCRIPT_IDS, "nowhere"]))
    def switch(self, script: str) -> None:
        assert self.send(Switch(script)) is (None if script in SCRIPT_IDS else Why.NO_SUCH_SCRIPT)

    @rule()
    def back(self) -> None:
        if not self.past:
            with pytest.raises(EventRefused) as caught:
                self.runner.advance(self.state, Back())
            assert caught.value.why is Why.AT_THE_BEGINNING
            return
        self.state = self.runner.advance(self.state, Back())
        before = self.past.pop()
        assert replace(self.state, undone={}) == replace(before, undone={})
        assert before.undone.keys() <= self.state.undone.keys()

    @rule(context=CONTEXTS)
    def learn_more_of_the_caller(self, context: Context) -> None:
        self.runner = Runner(SCRIPTS, context)

    @rule()
    def leave_the_seat_and_come_back(self) -> None:
        self.state = self.runner.restore(dumps(self.state))

    def view(self) -> StepView:
        return self.runner.view(self.state, Language.EN)

    @invariant()
    def it_stands_somewhere(self) -> None:
        if self.state.at is None:
            assert (self.state.frames, self.state.planned) == ((), ())
        else:
            assert SCRIPTS.step(self.state.at.script, self.state.at.step) is not None

    @invariant()
    def it_can_be_stored(self) -> None:
        assert loads(dumps(self.state)) == self.state

    @invariant()
    def it_can_be_shown_in_both_languages(self) -> None:
        for language in Language:
            view = self.runner.view(self.state, language)
            assert view.finished is (self.state.at is None)
            assert len(view.history) == len(self.state.trail) == len(self.past)
            assert 1 <= view.progress.at <= view.progress.about or view.finished
            assert view.missing == ()

    @invariant()
    def answers_come_from_steps_that_were_answered(self) -> None:
        given = {}
        for taken in self.state.trail:
            if taken.how is How.ANSWERED:
                assert taken.at is not None
                step = SCRIPTS.step(taken.at.script, taken.at.step)
                assert step is not None
                given[step.field] = taken.value
        assert answers(self.state) == given

    @invariant()
    def a_disposition_comes_from_a_step_that_was_left(self) -> None:
        suggested = suggested_disposition(self.state)
        assert suggested in {"", *(taken.disposition for taken in self.state.trail)}


TestAgentAtWork = AgentAtWork.TestCase
TestAgentAtWork.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


# --- the checker's promise: what it lets through never leaves a live call stuck ------------------------------------------

IDS = ["a", "b", "c"]
LEAVING = ["end", "finish", "script:first", "script:second"]
CONDITIONS = st.sampled_from(["", "", "caller.known", "not caller.known", "answers.f == 'yes'", "call.planned"])
VISITS = st.sampled_from(["", "", "first", "second"])
TITLE = {"en": "Title", "zh_CN": "标题"}


@st.composite
def steps(draw: st.DrawFn, step_id: str, count: int) -> dict[str, object]:
    target = st.sampled_from([*IDS[:count], *LEAVING])
    step: dict[str, object] = {"id": step_id, "title": TITLE, "points": [TITLE], "next": draw(target)}
    step |= {"when": draw(CONDITIONS), "visit": draw(VISITS)}
    if draw(st.booleans()):
        return step | {"kind": "say"}
    return step | {"kind": "ask", "input": "yes_no", "field": "f", "if_yes": draw(target), "if_no": draw(target)}


@st.composite
def loaded_scripts(draw: st.DrawFn, name: str) -> Loaded:
    count = draw(st.integers(1, len(IDS)))
    data = {"id": name, "title": TITLE, "steps": [draw(steps(step_id, count)) for step_id in IDS[:count]]}
    return Loaded(Source(Path(name), data), msgspec.convert(data, Script), tuple(range(count)))


def outcome(runner: Runner, state: RunState, event: Event) -> RunState | Why:
    try:
        return runner.advance(state, event)
    except EventRefused as error:
        return error.why


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    first=loaded_scripts("first"),
    second=loaded_scripts("second"),
    known=st.booleans(),
    events=st.lists(st.sampled_from([Done(), Skip(), Back(), Answer("yes"), Answer("no")]), max_size=25),
)
def test_without_a_circle_that_the_checker_sees_no_call_gets_stuck(
    first: Loaded, second: Loaded, known: bool, events: list[Event]
) -> None:
    both = {"first": first, "second": second}
    assume(not list(circles(Library(both, complete=True, dispositions=None, fields=None, samples=()))))
    runner = Runner(Scripts({name: file.script for name, file in both.items()}), Context(known=known))
    state = runner.start("first", "second")
    for event in events:
        after = outcome(runner, state, event)
        assert after is not Why.STUCK
        state = after if isinstance(after, RunState) else state
