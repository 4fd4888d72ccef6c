"""Where a call stands in its flow: plain data that a snapshot can hold."""

from __future__ import annotations

import enum

import msgspec

from agent_desktop.cti.vocabulary import Language
from ivr.flow.model import NodeId
from ivr.flow.steps import Action


class Phase(enum.StrEnum):
    """What the flow waits for."""

    SPEAKING = "speaking"
    """Prompts are being played."""
    LISTENING = "listening"
    """The prompts are over; the caller has to press something."""
    ASKING = "asking"
    """The store has been asked something."""
    RECORDING = "recording"
    """The caller speaks their message."""
    DIALLING = "dialling"
    """A number that the caller is put through to rings."""
    OVER = "over"
    """The call has left the flow: it waits in a queue, is elsewhere, or was hung up."""


class LanguageFrom(enum.StrEnum):
    """How sure we are of the language in force; a better source replaces a weaker one, never the other way round."""

    FLOW = "flow"
    """The flow's own: nobody knows the caller."""
    FILE = "file"
    """The customer's, from their record."""
    CALLER = "caller"
    """Chosen by the caller in this call."""


class FlowState(msgspec.Struct, frozen=True):
    """One call's place in its flow."""

    node: NodeId
    phase: Phase
    language: Language
    language_from: LanguageFrom
    segment: str
    dnis: str
    pressed: str
    """Keys that no menu has used yet."""
    failures: int
    """Wrong keys and silences in this menu so far."""
    deadline: float | None
    """When to come back with `TimedOut` (Unix seconds)."""
    number_known: bool = True
    """The caller can be called back."""
    ani: str = ""
    """The number they call from; empty when it is withheld."""
    customer: int | None = None
    """Whose call it is, as far as it is known."""
    attributes: dict[str, str] = {}
    """What the flow has collected, looked up and set."""
    entered: str = ""
    """A number that has been read back and is to be confirmed."""
    asked: int = 0
    """Questions to the store so far; the answer to an earlier one comes too late."""
    told: dict[str, int] = {}
    """The best position and the shortest wait that the caller has been told."""


class Walk(msgspec.Struct, frozen=True):
    """One step through a flow: where the call stands now, what to carry out in this order, when to come back."""

    state: FlowState
    actions: tuple[Action, ...]
    deadline: float | None
