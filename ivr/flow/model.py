"""A flow as data: the nodes of one voice menu, written in YAML and kept in the journal's header.

A node's fields are the keys of the YAML file; `ivr.flow.checker` says what else must hold. To add a node: its struct here and
in `Node`, where it leads in `ivr.flow.checker`, what it does in `ivr.flow.interpreter`. Must never do anything by itself.
"""

from __future__ import annotations

import enum
from typing import Annotated

import msgspec
from msgspec import Meta

from agent_desktop.cti.vocabulary import Cause, Language, QueueId
from agent_desktop.protocol.record import Text

NodeId = str
Seconds = Annotated[float, Meta(gt=0, le=120)]
Spans = tuple[str, ...]
"""Times of one day, such as `("09:00-12:00", "13:30-18:00")`; the end does not belong to it. Empty: closed."""


class Speech(msgspec.Struct, frozen=True, gc=False):
    """What is said at one place, in each language."""

    en: str
    zh_CN: str  # noqa: N815 - the language's own code
    in_each: tuple[Language, ...] = ()
    """Said in all of these one after another, while nobody knows yet which one the caller understands."""

    def of(self, language: Language) -> str:
        """The text in one language."""
        return self.zh_CN if language is Language.ZH_CN else self.en


class SayNode(msgspec.Struct, frozen=True, tag_field="type", tag="say"):
    """Say something and go on."""

    say: Speech
    next: NodeId
    barge_in: bool = True
    """A key cuts it short. Off: it is heard in full; keys pressed meanwhile are kept for the next menu."""


class Choice(msgspec.Struct, frozen=True):
    """What one key, or a row of keys, stands for."""

    label: Text
    """What the agent sees of it."""
    next: NodeId
    language: Language | None = None
    """Holds for the rest of the call."""


class MenuNode(msgspec.Struct, frozen=True, tag_field="type", tag="menu"):
    """Let the caller choose."""

    say: Speech
    keys: Annotated[dict[str, Choice], Meta(min_length=1)]
    otherwise: NodeId
    """After `tries` keys that are no choice, or silences."""
    invalid: tuple[Speech, ...] = ()
    """Said before the menu comes again: the first after the first wrong key, and so on; the last one from then on."""
    no_input: tuple[Speech, ...] = ()
    """The same after a silence."""
    tries: Annotated[int, Meta(ge=1, le=10)] = 3
    timeout_s: Seconds = 6.0
    """Silence after the end of the prompt."""
    barge_in: bool = True
    """A key counts during the prompt. Off: keys pressed meanwhile count at its end."""
    skip_if_known: bool = False
    """A menu of languages is passed over when the caller's language is on file."""


class HoursNode(msgspec.Struct, frozen=True, tag_field="type", tag="hours"):
    """Open or closed."""

    timezone: str
    weekly: dict[str, Spans]
    """`mon` … `sun`; in a file also `mon-fri`. A day that is missing is closed."""
    open: NodeId
    closed: NodeId
    exceptions: dict[str, Spans] = {}
    """`2027-02-06`; in a file also `2027-02-06..2027-02-12`. Such a day has these times and no others."""


class Subject(enum.StrEnum):
    """What a branch may look at."""

    LANGUAGE = "language"
    """The language in force."""
    SEGMENT = "segment"
    """The customer's value type; empty until they are identified."""
    DNIS = "dnis"
    """The number that was dialled."""


class BranchNode(msgspec.Struct, frozen=True, tag_field="type", tag="branch"):
    """Go on by what is known of the call."""

    on: Subject
    cases: Annotated[dict[str, NodeId], Meta(min_length=1)]
    otherwise: NodeId


class QueueNode(msgspec.Struct, frozen=True, tag_field="type", tag="queue"):
    """The flow ends: the call waits for an agent."""

    queue: QueueId
    priority: int = 0
    """Higher goes first."""
    skills: frozenset[str] = frozenset()
    """Asked for on top of the queue's own."""


class CallbackNode(msgspec.Struct, frozen=True, tag_field="type", tag="callback"):
    """The caller is called back instead of waiting, in the order of arrival; the call keeps its place and the line is freed."""

    queue: QueueId
    otherwise: NodeId
    """For a caller whose number is withheld or unknown."""
    say: Speech | None = None
    """A confirmation; we hang up when it is over."""
    priority: int = 0
    """Higher goes first."""
    skills: frozenset[str] = frozenset()
    """Asked for on top of the queue's own."""


class Ending(enum.StrEnum):
    """How a call that a flow hangs up is counted (`ivr.facts.CallCleared`)."""

    IN_MENU = "in_menu"
    """It ended in the voice menu, served or not."""
    CLOSED = "closed"
    """It came outside opening hours."""
    REFUSED = "refused"
    """We do not take this call."""


class HangUpNode(msgspec.Struct, frozen=True, tag_field="type", tag="hang_up"):
    """The flow ends: so does the call."""

    say: Speech | None = None
    """A goodbye; the call ends when it is over."""
    cause: Cause = Cause.NORMAL
    outcome: Ending = Ending.IN_MENU


Node = SayNode | MenuNode | HoursNode | BranchNode | QueueNode | CallbackNode | HangUpNode


class Flow(msgspec.Struct, frozen=True):
    """One flow, as the loader has checked it."""

    flow: str
    """Its id: the name of its file."""
    start: NodeId
    nodes: dict[NodeId, Node]
    language: Language = Language.ZH_CN
    """In force until the caller's own is known."""
