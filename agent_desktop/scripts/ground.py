"""What a run stands on: the scripts of the centre and what is known of the call. Looks things up, decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

from agent_desktop.scripts import context as call_context
from agent_desktop.scripts.context import Context, Names
from agent_desktop.scripts.model import Opening, Script, Scripts, Step
from agent_desktop.scripts.state import EventRefused, RunState, Why, answers


@dataclass(frozen=True, slots=True)
class Ground:
    """The scripts over one call. When more becomes known of the caller, make another with the new context."""

    scripts: Scripts
    context: Context

    def script(self, script_id: str) -> Script:
        """The script of that id.

        Raises:
            EventRefused: there is none.

        """
        if script_id not in self.scripts.scripts:
            raise EventRefused(Why.NO_SUCH_SCRIPT, script_id)
        return self.scripts.scripts[script_id]

    def step(self, state: RunState) -> Step:
        """The step before the agent.

        Raises:
            EventRefused: the scripts have no such step.

        """
        step = self.scripts.step(state.at.script, state.at.step) if state.at else None
        if step is None:
            raise EventRefused(Why.STUCK, f"{state.at.script}/{state.at.step}" if state.at else "")
        return step

    def openings(self, state: RunState) -> list[Opening]:
        """The turns that the call may take here."""
        here = state.at.script if state.at else ""
        scripts = self.scripts.scripts.values()
        return [opening for script in scripts for opening in script.openings if opening.anywhere or script.id == here]

    def names(self, state: RunState) -> Names:
        """What conditions see: answers as the log keeps them."""
        return call_context.names(self.context, self.context.language, answers(state), state.planned)
