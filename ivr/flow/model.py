"""A flow as data: the nodes of one voice menu, written in YAML and kept in the journal's header.

A node's fields are the keys of the YAML file; `ivr.flow.checker` says what else must hold. To add a node: its struct here and
in `Node`, where it leads in `ivr.flow.ways`, what it does in `ivr.flow.interpreter`, how it looks in
`agent_desktop.flowchart.words`. Must never do anything by itself.
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
Tries = Annotated[int, Meta(ge=1, le=10)]
Attribute = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]
"""The name of something that a flow knows of its call, such as `card`."""
Spans = tuple[str, ...]
"""Times of one day, such as `("09:00-12:00", "13:30-18:00")`; the end does not belong to it. Empty: closed."""


class Speech(msgspec.Struct, frozen=True, gc=False):
    """What is said at one place, in each language. `{points:number}` in it is what the flow knows under this name (`ivr.flow.spoken`)."""

    en: str = ""
    zh_CN: str = ""  # noqa: N815 - the language's own code
    in_each: tuple[Language, ...] = ()
    """Said in all of these one after another, while nobody knows yet which one the caller understands."""
    file: str = ""
    """A recording of this name is played instead; the texts are then what is shown."""

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
    tries: Tries = 3
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


class CheckDigit(enum.StrEnum):
    """How the last digit of a number follows from the others."""

    LUHN = "luhn"
    """ISO/IEC 7812-1 annex B: bank and membership cards, IMEI."""
    MOD11 = "mod11"
    """Weights 2 to 7 from the right, over and over; 10 cannot be written."""
    MOD11_2 = "mod11_2"
    """ISO 7064 MOD 11-2, GB 11643: resident identity numbers of China. Their X is keyed as `*`."""


class CollectNode(msgspec.Struct, frozen=True, tag_field="type", tag="collect"):
    """Have the caller key in a number."""

    say: Speech
    into: Attribute
    next: NodeId
    otherwise: NodeId
    """After `tries` numbers that cannot be, or silences."""
    shortest: Annotated[int, Meta(ge=1, le=30)] = 1
    longest: Annotated[int, Meta(ge=1, le=30)] = 20
    """Where `shortest` is the same, the last digit completes the number by itself."""
    end: Annotated[str, Meta(pattern=r"^[*#]?$")] = "#"
    """The key that completes the number."""
    check: CheckDigit | None = None
    confirm: bool = False
    """It is read back and has to be confirmed."""
    label: Text | None = None
    """What the agent sees before the number; without it, they see neither."""
    invalid: tuple[Speech, ...] = ()
    """As in a menu, after a number that cannot be."""
    no_input: tuple[Speech, ...] = ()
    tries: Tries = 3
    timeout_s: Seconds = 8.0
    """Silence after the end of the prompt."""
    between_s: Seconds = 4.0
    """Silence after a key, which completes the number too."""
    barge_in: bool = True


class CustomerKey(enum.StrEnum):
    """What a customer can be found by."""

    NUMBER = "number"
    """A telephone number."""
    CODE = "code"
    """The customer's code. On a telephone only its digits can be keyed."""
    ACCOUNT = "account"
    """The number of the membership card or of the contract."""


class LookUpNode(msgspec.Struct, frozen=True, tag_field="type", tag="look_up"):
    """Find a customer; from then on the call is theirs, and the attributes of `ivr.flow.names.CUSTOMER` are known."""

    by: CustomerKey
    value: str
    """The attribute that holds what to look for; `ani` is the number that calls."""
    found: NodeId
    otherwise: NodeId
    """Nobody, several, or the database does not answer."""


class SetNode(msgspec.Struct, frozen=True, tag_field="type", tag="set"):
    """Keep something under a name; `{card}` in a value stands for another attribute."""

    values: dict[Attribute, str]
    next: NodeId


class Rule(msgspec.Struct, frozen=True):
    """One way on, taken when every condition holds."""

    when: Annotated[dict[str, str], Meta(min_length=1)]
    """What is looked at (`ivr.flow.names`) → what it must be: `gold`, `gold | silver`, `> 5`, `>= 5`, `< 5`, `<= 5`, `!= gold`."""
    next: NodeId


class BranchNode(msgspec.Struct, frozen=True, tag_field="type", tag="branch"):
    """Go on by what is known of the call, of the hours, of the queues."""

    otherwise: NodeId
    on: str = ""
    """One thing to look at (`ivr.flow.names`) …"""
    cases: dict[str, NodeId] = {}
    """… and where each of its values leads; a value may be a condition as in `rules`."""
    rules: tuple[Rule, ...] = ()
    """Looked at in their order, before the cases."""


class QueueNode(msgspec.Struct, frozen=True, tag_field="type", tag="queue"):
    """The flow ends: the call waits for an agent."""

    queue: QueueId = QueueId("")
    """Empty, in a flow for callers who wait or have waited: the one that they come from."""
    priority: int = 0
    """Higher goes first."""
    skills: frozenset[str] = frozenset()
    """Asked for on top of the queue's own."""


class CallbackNode(msgspec.Struct, frozen=True, tag_field="type", tag="callback"):
    """The caller is called back instead of waiting, in the order of arrival; the call keeps its place and the line is freed."""

    otherwise: NodeId
    """For a number that cannot be called back, or a time that is none."""
    queue: QueueId = QueueId("")
    """Empty: as for `queue`."""
    say: Speech | None = None
    """A confirmation; we hang up when it is over."""
    number: str = ""
    """The attribute that holds another number than the one they call from."""
    at: str = ""
    """The attribute that holds the time of day, four digits, when they want to be called: today, or tomorrow if it has passed."""
    timezone: str = ""
    """Whose time of day that is."""
    priority: int = 0
    """Higher goes first."""
    skills: frozenset[str] = frozenset()
    """Asked for on top of the queue's own."""


class TransferNode(msgspec.Struct, frozen=True, tag_field="type", tag="transfer"):
    """The caller is put through to a number."""

    number: Annotated[str, Meta(pattern=r"^\+?[0-9]{2,20}$")]
    """In E.164 (`+8610…`), or a short one inside the house."""
    otherwise: NodeId
    """It is busy, does not answer, or cannot be reached."""
    ring_s: Seconds = 30.0
    say: Speech | None = None
    """Said before."""


class VoicemailNode(msgspec.Struct, frozen=True, tag_field="type", tag="voicemail"):
    """The caller leaves a message; it becomes a task of a queue."""

    say: Speech
    next: NodeId
    """When the message is complete."""
    queue: QueueId = QueueId("")
    """Empty: as for `queue`."""
    end: Annotated[str, Meta(pattern=r"^[0-9*#]?$")] = "#"
    """The key that completes it."""
    longest_s: Annotated[float, Meta(gt=0, le=900)] = 120.0
    shortest_s: Annotated[float, Meta(ge=0, le=60)] = 2.0
    """What is shorter is no message."""


class WaitNode(msgspec.Struct, frozen=True, tag_field="type", tag="wait"):
    """The caller, who waits for an agent, hears music for a while."""

    seconds: Annotated[float, Meta(ge=1, le=600)]
    next: NodeId
    keys: dict[str, Choice] = {}
    """What they may press meanwhile, or have pressed while something was said before; other keys do nothing."""


class AnnounceNode(msgspec.Struct, frozen=True, tag_field="type", tag="announce"):
    """Tell the caller, who waits for an agent, how far they have come: only what is better than what they were told last.

    The words are ours (`ivr.flow.wording`).
    """

    next: NodeId
    position: bool = True
    """Their place in the queue; 1: they are next."""
    expected_wait: bool = True
    """How long it will take, rounded up."""
    barge_in: bool = True


class About(enum.StrEnum):
    """What a caller can be told without an agent."""

    BALANCE = "balance"
    POINTS = "points"
    ORDER = "order"
    """The status of an order."""
    TICKET = "ticket"
    """The status of something that is open with us, such as a repair."""


class AnswerNode(msgspec.Struct, frozen=True, tag_field="type", tag="answer"):
    """Tell the caller something from their file; the words are ours (`ivr.flow.wording`)."""

    about: About
    next: NodeId
    otherwise: NodeId
    """The customer is not known, has no such thing, or the database does not answer."""
    number: str = ""
    """The attribute that holds the digits of the order's or the ticket's number; without it, the latest."""
    barge_in: bool = True


class IdentifyNode(msgspec.Struct, frozen=True, tag_field="type", tag="identify"):
    """Have the caller prove by their PIN that they are the customer."""

    say: Speech
    next: NodeId
    otherwise: NodeId
    """The customer is not known or has no PIN, or it was wrong `tries` times."""
    length: Annotated[int, Meta(ge=4, le=12)] = 6
    invalid: tuple[Speech, ...] = ()
    no_input: tuple[Speech, ...] = ()
    tries: Annotated[int, Meta(ge=1, le=5)] = 3
    timeout_s: Seconds = 8.0
    barge_in: bool = True


class RateNode(msgspec.Struct, frozen=True, tag_field="type", tag="rate"):
    """Ask how satisfied the caller is: one key, 1 to 5. The answer belongs to the call and to the agent who had it last."""

    say: Speech
    next: NodeId
    otherwise: NodeId
    """After `tries` other keys or silences."""
    invalid: tuple[Speech, ...] = ()
    no_input: tuple[Speech, ...] = ()
    tries: Tries = 2
    timeout_s: Seconds = 6.0
    barge_in: bool = True


class FlowNode(msgspec.Struct, frozen=True, tag_field="type", tag="flow"):
    """Go through another flow, and on when that comes to a `return`."""

    flow: str
    next: NodeId


class ReturnNode(msgspec.Struct, frozen=True, tag_field="type", tag="return"):
    """Back to the flow that this one was called from; at the end of none, the call ends."""


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


Node = (
    SayNode
    | MenuNode
    | CollectNode
    | LookUpNode
    | SetNode
    | HoursNode
    | BranchNode
    | QueueNode
    | CallbackNode
    | TransferNode
    | VoicemailNode
    | WaitNode
    | AnnounceNode
    | AnswerNode
    | IdentifyNode
    | RateNode
    | FlowNode
    | ReturnNode
    | HangUpNode
)


class Flow(msgspec.Struct, frozen=True):
    """One flow, as the loader has checked it."""

    flow: str
    """Its id: the name of its file."""
    start: NodeId
    nodes: dict[NodeId, Node]
    language: Language = Language.ZH_CN
    """In force until the caller's own is known."""
    blocked: NodeId | None = None
    """Where a number on the block list begins; without it, such a call is refused."""
