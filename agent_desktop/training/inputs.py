"""What happens in a trainee's call, as a scenario sees it. An attempt is kept as these, each with its time, and is played again
from them. Plain values that go through JSON.
"""

from __future__ import annotations

import enum

import msgspec

from agent_desktop.scripts.state import How


class LeftBy(enum.StrEnum):
    """Who ended it."""

    AGENT = "agent"
    CALLER = "caller"
    TRANSFER = "transfer"
    """The agent handed the caller on."""
    FAULT = "fault"
    """The line broke."""


class Happening(msgspec.Struct, frozen=True, gc=False, tag=True):
    """One of them."""


class Answered(Happening, frozen=True, gc=False):
    """Agent and caller hear each other for the first time."""


class StepTaken(Happening, frozen=True, gc=False):
    """The agent left a step of the script."""

    script: str
    step: str
    how: How
    value: str = ""
    """The answer; of a jump the opening's id."""


class Said(Happening, frozen=True, gc=False):
    """The agent said something that is in no script: chosen from the sayings, or typed."""

    text: str
    saying: str = ""
    """Its id; empty when typed."""


class Held(Happening, frozen=True, gc=False):
    """The caller hears music."""


class Retrieved(Happening, frozen=True, gc=False):
    """The agent is back."""


class Left(Happening, frozen=True, gc=False):
    """The conversation is over."""

    by: LeftBy


class Logged(Happening, frozen=True):
    """The log is complete; with an empty disposition: wrap-up ran out."""

    disposition: str = ""
    notes: str = ""
    follow_up: bool = False
    answers: dict[str, str] = {}


class TakenOver(Happening, frozen=True, gc=False):
    """The trainer speaks for the caller from now on, or no longer."""

    on: bool


class Prompted(Happening, frozen=True, gc=False):
    """The trainer lets the caller say this."""

    text: str


class Hinted(Happening, frozen=True, gc=False):
    """The trainer showed the agent a hint."""

    text: str


AnyHappening = Answered | StepTaken | Said | Held | Retrieved | Left | Logged | TakenOver | Prompted | Hinted


class Timed(msgspec.Struct, frozen=True, gc=False):
    """A happening and when it was, in Unix seconds."""

    at: float
    what: AnyHappening
