"""Drafts that were left behind on this PC: typed while the centre was out of reach, for calls that have left the desk meanwhile.

Each is handed in, one after another, and the centre decides whether it is news. A file goes only when the centre has what it
holds; what it will never take is set aside, and its agent is told where it is. Must never import Qt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import HandedIn, HandInDraft
from agent_desktop.protocol.seat_session import Answered, RequestRefused
from agent_desktop.ui.agent.log_drafts import CallKey, DraftShelf, KeptDraft
from agent_desktop.ui.desk import Desk, LinkState, Outcome

_FOR_GOOD = frozenset(
    {
        ErrorId.NO_SUCH_CALL,
        ErrorId.NOT_YOUR_CALL,
        ErrorId.NO_SUCH_CUSTOMER,
        ErrorId.BAD_FIELD,
        ErrorId.TOO_LARGE,
        ErrorId.MALFORMED,
    }
)
"""Refusals that another try would meet again. After any other the file waits for the next occasion."""


@dataclass(frozen=True, slots=True)
class Late:
    """What became of a late draft, for its agent."""

    arrived_ms: int
    """Of the call."""
    refusal: Refusal | None = None
    """None: it is in the call's log."""
    file: Path | None = None
    """With a refusal: where it was set aside."""


class LateDrafts:
    """Hands in what the shelf holds of calls that are not on the desk. `tell` hears of what its agent ought to know."""

    def __init__(self, desk: Desk, shelf: DraftShelf, tell: Callable[[Late], None]) -> None:
        self._desk, self._shelf, self._tell = desk, shelf, tell
        self._asked: CallKey | None = None
        self._waiting: set[CallKey] = set()
        """Tried on this occasion, to be tried again on the next."""

    def hand_in(self) -> None:
        """An occasion: the link came up, a snapshot came, a call has left the desk."""
        self._waiting.clear()
        self._go_on()

    def _go_on(self) -> None:
        kept = self._next() if self._asked is None and self._desk.state.link.state is LinkState.UP else None
        if kept is not None:
            self._asked = kept.key
            self._desk.ask(HandInDraft(kept.call, kept.arrived_ms, kept.draft), partial(self._answered, kept))

    def _next(self) -> KeptDraft | None:
        state = self._desk.state
        if state.who is None:
            return None
        on_desk = {
            CallKey(state.who.user, one.view.call, one.view.arrived_ms, one.view.offered_ms) for one in state.calls
        }
        left = (kept for kept in self._shelf.kept_for(state.who.user) if kept.key not in on_desk | self._waiting)
        return next(left, None)

    def _answered(self, kept: KeptDraft, outcome: Outcome) -> None:
        self._asked = None
        if isinstance(outcome, Answered):
            self._shelf.drop(kept.key)
            if isinstance(outcome.result, HandedIn) and outcome.result.filed:
                self._tell(Late(kept.arrived_ms))
        elif isinstance(outcome, RequestRefused) and outcome.error in _FOR_GOOD:
            refusal = Refusal(outcome.error, **outcome.arguments)
            self._tell(Late(kept.arrived_ms, refusal, self._shelf.set_aside(kept.key)))
        else:
            self._waiting.add(kept.key)
        self._go_on()
