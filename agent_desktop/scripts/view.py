"""What a seat paints of a running script: one step, its way back, and what came before.

`view` makes it from a state, in either language, as plain text: a caller's name with markup in it stays a name with markup in it.
Must never import Qt.
"""

from __future__ import annotations

from typing import Self

import msgspec
from msgspec.structs import replace

from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.record import Text
from agent_desktop.scripts import context as call_context
from agent_desktop.scripts import wording
from agent_desktop.scripts.context import Names
from agent_desktop.scripts.graph import distances
from agent_desktop.scripts.ground import Ground
from agent_desktop.scripts.model import NO, NO_LABEL, YES, YES_LABEL, InputKind, Script, Step, StepKind
from agent_desktop.scripts.state import How, Position, RunState, Taken, suggested_disposition


class PointView(msgspec.Struct, frozen=True, gc=False):
    """One talking point, ready to be shown as plain text."""

    text: str
    exact: bool
    """To be said word by word."""


class ChoiceView(msgspec.Struct, frozen=True, gc=False):
    """Something to choose from; `value` goes back as it is."""

    value: str
    label: str


class Progress(msgspec.Struct, frozen=True, gc=False):
    """The step in hand is number `at` of about `about` in this script."""

    at: int
    about: int


class PastStep(msgspec.Struct, frozen=True, gc=False):
    """A line of what has been done."""

    script: str
    step: str
    title: str
    how: How
    answer: str
    """As it is shown: a label, not a value. Of a jump or a switch, where to."""


class StepView(msgspec.Struct, frozen=True):
    """One step as the agent sees it. When the scripts are over (`finished`) there is no step, only what came before."""

    finished: bool
    script: str = ""
    script_title: str = ""
    step: str = ""
    kind: StepKind | None = None
    title: str = ""
    points: tuple[PointView, ...] = ()
    hint: str = ""
    input: InputKind | None = None
    """None: the step is simply done."""
    choices: tuple[ChoiceView, ...] = ()
    """Also Yes and No of a `yes_no`."""
    field: str = ""
    required: bool = False
    value: str = ""
    """An answer that was given here before and taken back."""
    can_skip: bool = False
    can_go_back: bool = False
    progress: Progress = Progress(0, 0)
    history: tuple[PastStep, ...] = ()
    openings: tuple[ChoiceView, ...] = ()
    """The turns that the call may take here."""
    scripts: tuple[ChoiceView, ...] = ()
    """The scripts that the agent may switch to."""
    disposition: str = ""
    """The code suggested for the log so far."""
    missing: tuple[str, ...] = ()
    """Names that stood in this step's wording and are not known of this call; placeholders stand for them."""


def view(ground: Ground, state: RunState, language: Language) -> StepView:
    """What is shown of a state."""
    common = StepView(
        finished=state.at is None,
        can_go_back=bool(state.trail),
        history=tuple(_past(ground, taken, language) for taken in state.trail),
        openings=tuple(ChoiceView(opening.id, opening.label.of(language)) for opening in ground.openings(state)),
        scripts=tuple(ChoiceView(script.id, script.title.of(language)) for script in ground.scripts.scripts.values()),
        disposition=suggested_disposition(state),
    )
    return _with_step(ground, common, state, state.at, language) if state.at else common


def _with_step(ground: Ground, common: StepView, state: RunState, at: Position, language: Language) -> StepView:
    step, script = ground.step(state), ground.script(at.script)
    points, hint, missing = _worded(ground, step, state, language)
    return replace(
        common,
        script=script.id,
        script_title=script.title.of(language),
        step=step.id,
        kind=step.kind,
        title=step.title.of(language),
        points=points,
        hint=hint,
        input=step.answer_kind,
        choices=_choices(step, language),
        field=step.field,
        required=step.required,
        value=state.undone.get(f"{at.script}/{at.step}", ""),
        can_skip=not step.required and bool(step.next),
        progress=_progress(script, step, state),
        missing=missing,
    )


def _worded(
    ground: Ground, step: Step, state: RunState, language: Language
) -> tuple[tuple[PointView, ...], str, tuple[str, ...]]:
    shown = _shown_names(ground, state, language)
    kept = ground.names(state)
    said = [point for point in step.points if wording.holds(point.when, kept)]
    texts = [wording.render(point.text.of(language), shown, language) for point in said]
    hint = wording.render(step.hint.of(language) if step.hint else "", shown, language)
    points = tuple(PointView(text.text, point.exact) for text, point in zip(texts, said, strict=True))
    return points, hint.text, tuple(dict.fromkeys(name for text in (*texts, hint) for name in text.missing))


class _Shown(str):
    """An answer that is compared as it is kept and written as it is shown."""

    __slots__ = ("label",)

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        shown = super().__new__(cls, value)
        shown.label = label
        return shown

    def __str__(self) -> str:
        return self.label


def _shown_names(ground: Ground, state: RunState, language: Language) -> Names:
    """What texts see."""
    shown: dict[str, str] = {
        taken.field: _Shown(taken.value, _shown_answer(ground, taken, language)) for taken in state.trail if taken.field
    }
    return call_context.names(ground.context, language, shown, state.planned)


def _past(ground: Ground, taken: Taken, language: Language) -> PastStep:
    at = taken.at or Position("", "")
    step = ground.scripts.step(at.script, at.step)
    title = step.title.of(language) if step else ""
    return PastStep(at.script, at.step, title, taken.how, _shown_answer(ground, taken, language))


def _shown_answer(ground: Ground, taken: Taken, language: Language) -> str:
    return _label(ground, taken).of(language) if taken.value else ""


def _label(ground: Ground, taken: Taken) -> Text:
    match taken.how:
        case How.JUMPED:
            found = ground.scripts.opening(taken.value)
            return found[1].label if found else _as_typed(taken)
        case How.SWITCHED:
            script = ground.scripts.scripts.get(taken.value)
            return script.title if script else _as_typed(taken)
        case _:
            step = ground.scripts.step(taken.at.script, taken.at.step) if taken.at else None
            return step.label(taken.value) if step else _as_typed(taken)


def _as_typed(taken: Taken) -> Text:
    return Text(en=taken.value, zh_CN=taken.value)


def _choices(step: Step, language: Language) -> tuple[ChoiceView, ...]:
    if step.answer_kind is InputKind.YES_NO:
        return (ChoiceView(YES, YES_LABEL.of(language)), ChoiceView(NO, NO_LABEL.of(language)))
    return tuple(ChoiceView(choice.value, choice.label.of(language)) for choice in step.choices)


def _progress(script: Script, step: Step, state: RunState) -> Progress:
    """How far this script has come. Jumps and switches are no steps of it; what is still to come is the shortest way."""
    steps = {How.DONE, How.ANSWERED, How.SKIPPED}
    before = sum(1 for taken in state.trail if taken.how in steps and taken.at and taken.at.script == script.id)
    return Progress(before + 1, before + distances(script).get(step.id, 1))
