"""What goes into a flow and what comes out of it: the interpreter's events and actions.

The interpreter (`ivr.flow.interpreter`) is pure: `begin(flow, caller, now)` and `advance(flow, state, event, now)` both give a
`Walk`: the new state, the actions to carry out in order, and when to come back with `TimedOut`.
"""

from __future__ import annotations

import msgspec

from agent_desktop.cti.switch import Prompt
from agent_desktop.cti.vocabulary import Cause, Language, QueueId
from agent_desktop.protocol.record import Text

# --- in --------------------------------------------------------------------------------------------------------------


class Caller(msgspec.Struct, frozen=True):
    """What a flow may know of the caller."""

    ani: str
    withheld: bool
    dnis: str
    language: Language | None = None
    """The customer's own, once they have been identified."""
    segment: str = ""


class PromptsEnded(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The prompts of the last `Say` are over, played or not."""


class DigitPressed(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The caller pressed `0-9`, `*` or `#`."""

    digit: str


class TimedOut(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The walk's deadline has come."""


class Identified(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The store knows more about the caller now."""

    language: Language | None
    segment: str


FlowEvent = PromptsEnded | DigitPressed | TimedOut | Identified

# --- out -------------------------------------------------------------------------------------------------------------


class Say(msgspec.Struct, frozen=True, gc=False, tag=True):
    """Play these prompts; what is being played is cut short first."""

    prompts: tuple[Prompt, ...]
    language: Language


class StopSaying(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The caller pressed a key during a prompt that may be interrupted."""


class ChooseLanguage(msgspec.Struct, frozen=True, gc=False, tag=True):
    """From here on this language holds for prompts, queue and seat."""

    language: Language


class RecordKeys(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The caller made a valid choice; the agent will see it."""

    node: str
    keys: str
    label: Text


class EnterQueue(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The flow is over: the call waits for an agent."""

    queue: QueueId
    priority: int
    skills: frozenset[str] = frozenset()
    """Asked for on top of the queue's own."""


class RequestCallback(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The caller wants to be called back: they keep their place, also when they hang up at once."""

    queue: QueueId
    priority: int
    skills: frozenset[str] = frozenset()


class HangUp(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The flow is over: the call ends. `outcome` is that of `ivr.facts.CallCleared`."""

    cause: Cause
    outcome: str


Action = Say | StopSaying | ChooseLanguage | RecordKeys | EnterQueue | RequestCallback | HangUp
