"""What the script panel shows of a call's script, and what the agent's keys do in it.

Pure: drives the runner, keeps its state, and turns a step into what is painted. Two languages meet here: what is *said* stands in the
language that the caller speaks, what is *read* by the agent alone (titles, hints, answers) in the language of the window. Must never
import Qt or read a clock.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from agent_desktop.cti.vocabulary import WORK_ITEMS, CallId, Direction, Language
from agent_desktop.protocol.messages import CallDesk, LogDraft, TakeStep
from agent_desktop.scripts.context import Context
from agent_desktop.scripts.model import InputKind, Scripts, StepKind
from agent_desktop.scripts.runner import Runner
from agent_desktop.scripts.state import (
    Answer,
    Back,
    Done,
    Event,
    EventRefused,
    Jump,
    RunState,
    Skip,
    StateUnreadable,
    Switch,
    Why,
    answers,
    dumps,
    suggested_disposition,
)
from agent_desktop.scripts.view import PointView, StepView

_SPOKEN = frozenset({StepKind.SAY, StepKind.ASK})
LAST_STEPS = 3
"""So many of the steps done stand above the present one; the number of the others is told."""


class Page(enum.Enum):
    """What fills the panel."""

    EMPTY = enum.auto()
    """No call."""
    NONE = enum.auto()
    """A call for which no script is planned: one can be chosen."""
    STEP = enum.auto()
    """A step."""
    FINISHED = enum.auto()
    """The scripts are over."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What the log has to know after a move."""

    call: CallId
    script: str
    state: str
    answers: dict[str, str] = field(default_factory=dict)
    disposition: str = ""


@dataclass(slots=True)
class ScriptPresenter:
    """The state of the script panel for one call."""

    scripts: Scripts
    language: Language = Language.EN
    """The window's."""
    spoken: Language = Language.EN
    """What is said is shown in this one."""
    desk: CallDesk | None = None
    refused: Why | None = None
    """Why the last key did nothing."""
    _context: Context = field(default_factory=Context)
    _state: RunState | None = None
    _told: int = 0
    """So many moves of the trail are known to a simulated caller already, or were made before there was one."""

    @property
    def call(self) -> CallId | None:
        return self.desk.view.call if self.desk else None

    def open(self, desk: CallDesk | None, context: Context) -> None:
        """Another call, or none: its script from where its log says it stands, else from the beginning."""
        self.desk, self._context, self.refused = desk, context, None
        self._state = None
        if desk is not None:
            self.spoken = desk.view.language
            self._state = self._restored(desk.draft) or self._begun(desk)
        self._told = len(self._state.trail) if self._state is not None else 0

    def resume(self, draft: LogDraft) -> None:
        """This PC kept a newer log of the call in hand than the centre: go on from there."""
        if self.desk is not None and draft.script_state:
            self._state = self._restored(draft) or self._state

    def learn(self, desk: CallDesk, context: Context) -> None:
        """More has become known of the same call."""
        self.desk, self._context = desk, context

    def _restored(self, draft: LogDraft) -> RunState | None:
        """The state that a log keeps; None where the scripts have changed so that it fits no more."""
        if not draft.script_state:
            return None
        try:
            return self._runner.restore(draft.script_state)
        except StateUnreadable:
            return None

    def _begun(self, desk: CallDesk) -> RunState | None:
        """The planned scripts; they greet a caller, so a call of ours has none until one is chosen, nor has work with nobody on the line."""
        view = desk.view
        if view.direction is Direction.OUT or view.direction in WORK_ITEMS:
            return None
        planned = self.scripts.starts_for(view.queue, tuple(step.keys for step in view.path), view.dnis)
        try:
            return self._runner.start(*planned) if planned else None
        except EventRefused as error:
            self.refused = error.why
            return None

    @property
    def _runner(self) -> Runner:
        return Runner(self.scripts, self._context)

    # --- looking -----------------------------------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        if self.desk is None:
            return Page.EMPTY
        if self._state is None:
            return Page.NONE
        return Page.FINISHED if self._state.at is None else Page.STEP

    def view(self) -> StepView | None:
        """The step in the window's language."""
        return self._runner.view(self._state, self.language) if self._state is not None else None

    def points(self) -> tuple[PointView, ...]:
        """What is said, in the caller's language; what is only for the agent to do or to note, in the window's."""
        if self._state is None:
            return ()
        view = self._runner.view(self._state, self.spoken)
        return view.points if view.kind in _SPOKEN else self._runner.view(self._state, self.language).points

    def choices_of_script(self) -> tuple[tuple[str, str], ...]:
        """Id and title of each script to switch to."""
        return tuple((script.id, script.title.of(self.language)) for script in self.scripts.scripts.values())

    def moved(self) -> Moved | None:
        """What the log has to know; None without a script."""
        state, call = self._state, self.call
        if state is None or call is None:
            return None
        script = state.at.script if state.at else _last_script(state)
        return Moved(call, script, dumps(state), answers(state), suggested_disposition(state))

    def newly_taken(self) -> list[TakeStep]:
        """The moves that a simulated caller has not heard of yet. What is taken back was said all the same."""
        if self._state is None or self.call is None:
            return []
        trail = self._state.trail
        new, self._told = trail[self._told :], len(trail)
        return [
            TakeStep(self.call, taken.at.script, taken.at.step, taken.how.value, taken.value)
            for taken in new
            if taken.at is not None
        ]

    # --- moving ------------------------------------------------------------------------------------------------------

    def done(self, typed: str = "") -> bool:
        """Done (Ctrl+Enter): said, or the typed answer put in. Whether the script moved."""
        view = self.view()
        if view is None or view.input in {InputKind.CHOICE, InputKind.YES_NO}:
            return False
        return self.take(Done() if view.input is None else Answer(typed))

    def choose(self, number: int) -> bool:
        """The choice under a number key, counted from 1."""
        view = self.view()
        if view is None or not 1 <= number <= len(view.choices):
            return False
        return self.take(Answer(view.choices[number - 1].value))

    def skip(self) -> bool:
        """Already said."""
        return self.take(Skip())

    def back(self) -> bool:
        return self.take(Back())

    def jump(self, opening: str) -> bool:
        """The call takes a turn."""
        return self.take(Jump(opening))

    def switch(self, script: str) -> bool:
        """Another script; the first where none was planned."""
        if self.desk is None:
            return False
        if self._state is None:
            self._state = self._runner.start(script)
            return True
        return self.take(Switch(script))

    def take(self, event: Event) -> bool:
        """Move on; False when the script cannot do that here, and then `refused` says why."""
        if self._state is None:
            return False
        try:
            self._state = self._runner.advance(self._state, event)
        except EventRefused as error:
            self.refused = error.why
            return False
        self.refused = None
        return True

    def speak(self, language: Language) -> None:
        """Show what is said in this language."""
        self.spoken = language


def _last_script(state: RunState) -> str:
    return next((taken.at.script for taken in reversed(state.trail) if taken.at), "")
