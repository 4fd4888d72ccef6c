"""What a supervisor sees of an agent's desk: who calls, what is known of them, where the script stands, what has been typed. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.messages import CallDesk, CallPhase
from agent_desktop.protocol.record import CustomerRecord
from agent_desktop.scripts.context import Context
from agent_desktop.scripts.model import Scripts
from agent_desktop.scripts.runner import Runner
from agent_desktop.scripts.state import StateUnreadable
from agent_desktop.scripts.view import StepView


@dataclass(frozen=True, slots=True)
class GlanceView:
    """One desk with a call on it."""

    name: str
    """Empty: nobody knows who calls."""
    company: str
    number: str
    """Empty when withheld."""
    phase: CallPhase
    since_ms: int
    path: tuple[str, ...]
    record: CustomerRecord | None
    step: StepView | None
    """None: no script is in use."""
    notes: str
    disposition: str
    """A code."""
    answers: dict[str, str]


def present(desk: CallDesk, scripts: Scripts | None, context: Context, language: Language) -> GlanceView:
    """`language` is the window's, `context` what scripts may say of the call; without scripts no step is shown."""
    view, record = desk.view, desk.pop.record
    known = record.name if record is not None else view.ani_name
    return GlanceView(
        name=known,
        company=record.company if record is not None and record.company != known else "",
        number=view.ani,
        phase=view.phase,
        since_ms=view.ended_ms or view.answered_ms or view.offered_ms,
        path=tuple(step.label.of(language) for step in view.path),
        record=record,
        step=_step(desk, scripts, context, language),
        notes=desk.draft.notes,
        disposition=desk.draft.disposition,
        answers=desk.draft.answers,
    )


def _step(desk: CallDesk, scripts: Scripts | None, context: Context, language: Language) -> StepView | None:
    """Where the draft says that the script stands; a state of other scripts than these says nothing."""
    if scripts is None or not desk.draft.script_state:
        return None
    runner = Runner(scripts, context)
    try:
        return runner.view(runner.restore(desk.draft.script_state), language)
    except StateUnreadable:
        return None
