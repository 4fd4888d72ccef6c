"""Where a call stands in its script, as a value, and what an agent can do there.

The state holds positions and answers only, nothing of the caller's record: it goes into the call's log (`LogDraft.script_state`),
and a seat that comes back goes on from it. Pure values; must never import the scripts' wording.
"""

from __future__ import annotations

import enum

import msgspec

from agent_desktop.errors import UserError


class Position(msgspec.Struct, frozen=True, gc=False):
    """A step of a script."""

    script: str
    step: str


class Frame(msgspec.Struct, frozen=True, gc=False):
    """Where to go on when the script that was entered on the way is over."""

    script: str
    target: str


class How(enum.StrEnum):
    """How the agent left a position."""

    DONE = "done"
    """Said or done."""
    ANSWERED = "answered"
    """With an answer."""
    SKIPPED = "skipped"
    """Already said."""
    JUMPED = "jumped"
    """The call took a turn: a special opening was chosen."""
    SWITCHED = "switched"
    """Another script was chosen."""


class Taken(msgspec.Struct, frozen=True, omit_defaults=True):
    """One move of the agent, with what is needed to take it back."""

    at: Position | None
    """None: the scripts were over."""
    how: How
    field: str = ""
    value: str = ""
    """The answer; of a jump the opening's id, of a switch the script's."""
    disposition: str = ""
    frames: tuple[Frame, ...] = ()
    """As they were before."""
    planned: tuple[str, ...] = ()


class RunState(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a call stands in its scripts."""

    at: Position | None = None
    """None: the scripts are over."""
    frames: tuple[Frame, ...] = ()
    """Innermost last."""
    planned: tuple[str, ...] = ()
    """Scripts still to come."""
    trail: tuple[Taken, ...] = ()
    """Oldest first."""
    undone: dict[str, str] = {}
    """Answers that were taken back, by `script/step`; they are offered again when the agent returns to the step."""


# --- what an agent does ----------------------------------------------------------------------------------------------


class Done(msgspec.Struct, frozen=True, gc=False, tag=True):
    """It has been said or done."""


class Answer(msgspec.Struct, frozen=True, gc=False, tag=True):
    """This is the answer: a choice's value, `yes` or `no`, or what was typed."""

    value: str


class Skip(msgspec.Struct, frozen=True, gc=False, tag=True):
    """It has already been said, or need not be."""


class Back(msgspec.Struct, frozen=True, gc=False, tag=True):
    """Take the last move back."""


class Jump(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The call has taken a turn: walk through this opening, then come back here."""

    opening: str


class Switch(msgspec.Struct, frozen=True, gc=False, tag=True):
    """Leave this script, and what was planned, for the beginning of another."""

    script: str


Event = Done | Answer | Skip | Back | Jump | Switch


class Why(enum.StrEnum):
    """Why an event is refused. Stable: a window's text hangs on it."""

    ANSWER_NEEDED = "answer_needed"
    """The step ends with an answer, not with a nod."""
    NO_ANSWER_HERE = "no_answer_here"
    """The step takes no answer."""
    NOT_A_CHOICE = "not_a_choice"
    """The answer is none of the step's choices."""
    EMPTY = "empty"
    """The answer is empty."""
    TOO_LONG = "too_long"
    """The answer is longer than `MAX_ANSWER` characters."""
    NOT_A_NUMBER = "not_a_number"
    """The answer is no decimal number."""
    NOT_A_DATE = "not_a_date"
    """The answer is no day of the calendar."""
    REQUIRED = "required"
    """The step may not be skipped."""
    BRANCHES = "branches"
    """The way on depends on the answer, so the step cannot be skipped."""
    AT_THE_BEGINNING = "at_the_beginning"
    """There is nothing to take back."""
    OVER = "over"
    """The scripts are over."""
    NO_SUCH_OPENING = "no_such_opening"
    """No opening of that name is offered here."""
    NO_SUCH_SCRIPT = "no_such_script"
    """There is no script of that name."""
    STUCK = "stuck"
    """The script leads round in a circle or nowhere: it was not checked."""


MAX_ANSWER = 2000


class EventRefused(UserError):
    """The script cannot do that here; nothing has changed."""

    def __init__(self, why: Why, what: str = "") -> None:
        super().__init__(why, what)
        self.why = why
        self.what = what

    def __str__(self) -> str:
        return f"{self.why.value}: {self.what}" if self.what else self.why.value


class StateUnreadable(UserError):
    """A stored state that these scripts cannot go on from: not one of ours, or the scripts have changed since."""


def answers(state: RunState) -> dict[str, str]:
    """What the call's log gets: field → value, the later answer where a question was asked twice."""
    return {taken.field: taken.value for taken in state.trail if taken.field}


def suggested_disposition(state: RunState) -> str:
    """The code that the way through the script suggests for the log; empty where it suggests none."""
    return next((taken.disposition for taken in reversed(state.trail) if taken.disposition), "")


def dumps(state: RunState) -> str:
    """The state as text for `LogDraft.script_state`."""
    return msgspec.json.encode(state).decode()


def loads(text: str) -> RunState:
    """The state from its text.

    Raises:
        StateUnreadable: it is no state.

    """
    try:
        return msgspec.json.decode(text, type=RunState)
    except msgspec.DecodeError as error:
        raise StateUnreadable(f"the script's saved state cannot be read: {error}") from None
