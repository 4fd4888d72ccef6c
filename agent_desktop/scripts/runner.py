"""The script runner as a seat uses it: start, advance, look, store and go on.

    runner = Runner(load_scripts(), context)
    state = runner.start(*runner.scripts.starts_for(queue, path))
    state = runner.advance(state, Done())
    shown = runner.view(state, Language.EN)
    draft = LogDraft(script_state=dumps(state), answers=answers(state), ...)

Pure: a state is a value, and nothing here looks at a clock, a window or a file.
"""

from __future__ import annotations

from dataclasses import dataclass

from agent_desktop.cti.vocabulary import Language
from agent_desktop.scripts import moves
from agent_desktop.scripts.context import Context
from agent_desktop.scripts.ground import Ground
from agent_desktop.scripts.model import Scripts, leaves, script_named
from agent_desktop.scripts.state import Event, Frame, RunState, StateUnreadable, loads
from agent_desktop.scripts.view import StepView, view


@dataclass(frozen=True, slots=True)
class Runner:
    """The scripts of a centre over one call. When more becomes known of the caller, make another with the new context:
    states belong to the scripts, not to the context.
    """

    scripts: Scripts
    context: Context

    def start(self, *planned: str) -> RunState:
        """The state at the beginning of the first of some scripts (`Scripts.starts_for`).

        Raises:
            EventRefused: there is no such script.

        """
        return moves.begin(self._ground, planned)

    def advance(self, state: RunState, event: Event) -> RunState:
        """The state after an event.

        Raises:
            EventRefused: it cannot be done here; `why` says why not, and nothing has changed.

        """
        return moves.advance(self._ground, state, event)

    def view(self, state: RunState, language: Language) -> StepView:
        """What is shown of a state; the language may differ from one view to the next."""
        return view(self._ground, state, language)

    def restore(self, text: str) -> RunState:
        """A stored state (`state.dumps`), to go on from.

        Raises:
            StateUnreadable: it is no state, or the scripts have changed so that it fits no more.

        """
        state = loads(text)
        if gone := _gone(self.scripts, state):
            raise StateUnreadable(f"the scripts have changed since: {', '.join(gone)}")
        return state

    @property
    def _ground(self) -> Ground:
        return Ground(self.scripts, self.context)


def _gone(scripts: Scripts, state: RunState) -> list[str]:
    """What a state speaks of and the scripts have not, sorted."""
    moments = [(taken.at, taken.frames, taken.planned) for taken in state.trail]
    moments.append((state.at, state.frames, state.planned))
    gone: set[str] = set()
    for at, frames, planned in moments:
        if at and not scripts.step(at.script, at.step):
            gone.add(f"{at.script}/{at.step}")
        gone |= {script for script in planned if script not in scripts.scripts}
        gone |= {f"{frame.script}/{frame.target}" for frame in frames if not _stands(scripts, frame)}
    return sorted(gone)


def _stands(scripts: Scripts, frame: Frame) -> bool:
    if leaves(frame.target):
        return script_named(frame.target) in {None, *scripts.scripts}
    return scripts.step(frame.script, frame.target) is not None
