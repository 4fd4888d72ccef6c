"""What goes into a flow and what comes out of it: the interpreter's events and actions.

The interpreter (`ivr.flow.interpreter`) is pure: `begin(flow, caller, now)` and `advance(flow, state, event, now)` both give a
`Walk`: the new state, the actions to carry out in order, and when to come back with `TimedOut`.
"""

from __future__ import annotations

import msgspec

from agent_desktop.cti.switch import Prompt
from agent_desktop.cti.vocabulary import Cause, Language, QueueId
from agent_desktop.protocol.record import Text
from ivr.flow.model import About, CustomerKey

# --- in --------------------------------------------------------------------------------------------------------------


class Caller(msgspec.Struct, frozen=True):
    """What a flow may know of the caller."""

    ani: str
    withheld: bool
    dnis: str
    language: Language | None = None
    """The customer's own, once they have been identified."""
    segment: str = ""
    customer: int | None = None
    blocked: bool = False
    """Their number is on the block list."""
    attributes: dict[str, str] = {}
    """What an earlier flow of this call has learned."""


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
    customer: int | None = None


class Answered(msgspec.Struct, frozen=True, tag=True):
    """The store has answered an `Ask`."""

    number: int
    """That of the question."""
    found: bool
    values: dict[str, str] = {}
    """Attributes, as far as the question was about any."""
    customer: int | None = None
    """Set when it was about who is calling."""
    language: Language | None = None
    segment: str = ""


class MessageEnded(msgspec.Struct, frozen=True, gc=False, tag=True):
    """What the caller said is on disk, or as much of it as could be."""


class TransferFailed(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The number that was dialled was not reached; the caller is back."""


FlowEvent = PromptsEnded | DigitPressed | TimedOut | Identified | Answered | MessageEnded | TransferFailed

# --- questions to the store -------------------------------------------------------------------------------------------


class FindCustomer(msgspec.Struct, frozen=True, gc=False, tag=True):
    """Who is it? Exactly one, or not found."""

    by: CustomerKey
    value: str


class CheckPin(msgspec.Struct, frozen=True, gc=False, tag=True):
    """Is this the customer's PIN? Counted there too, over all calls."""

    customer: int
    pin: str


class FindAnswer(msgspec.Struct, frozen=True, gc=False, tag=True):
    """What can be told of a customer's file; `number` holds the digits of an order's or ticket's, or nothing for the latest."""

    about: About
    customer: int
    number: str


class CheckNumber(msgspec.Struct, frozen=True, gc=False, tag=True):
    """Can this number be called? Its E.164 is the value `number`."""

    typed: str


Question = FindCustomer | CheckPin | FindAnswer | CheckNumber

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
    """The caller made a valid choice or keyed in a number; the agent will see it."""

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
    number: str = ""
    """E.164; empty: the one they call from."""
    at: float | None = None
    """Not before this (Unix seconds)."""


class Ask(msgspec.Struct, frozen=True, gc=False, tag=True):
    """Ask the store; `Answered` with the same number follows, or too late."""

    number: int
    question: Question


class RecordMessage(msgspec.Struct, frozen=True, gc=False, tag=True):
    """Record what the caller says, after a tone; `MessageEnded` follows. What is shorter than `shortest_s` is no message."""

    queue: QueueId
    longest_s: float
    shortest_s: float


class EndMessage(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The caller has said all."""


class TransferOut(msgspec.Struct, frozen=True, gc=False, tag=True):
    """Put the caller through to a number; `TransferFailed` follows when it is not reached."""

    number: str
    ring_s: float


class Rate(msgspec.Struct, frozen=True, gc=False, tag=True):
    """How satisfied the caller is, 1 to 5."""

    score: int


class HangUp(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The flow is over: the call ends. `outcome` is that of `ivr.facts.CallCleared`."""

    cause: Cause
    outcome: str


Action = (
    Say
    | StopSaying
    | ChooseLanguage
    | RecordKeys
    | Ask
    | RecordMessage
    | EndMessage
    | TransferOut
    | Rate
    | EnterQueue
    | RequestCallback
    | HangUp
)
