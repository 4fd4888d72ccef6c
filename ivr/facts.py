"""What has happened, as the routing core numbers it. The database, every seat and every report are projections of
this one stream; nothing else is true.

A fact is written in the past tense and never taken back. Names follow CSTA (ECMA-269 §12–14) where it has one.
"""

from __future__ import annotations

import msgspec

from agent_desktop.cti.vocabulary import (
    EVERYTHING,
    AgentId,
    CallId,
    Capability,
    Cause,
    ConnectionId,
    Language,
    MonitorMode,
    QueueId,
    RecordingId,
)
from agent_desktop.protocol.record import Text
from agent_desktop.protocol.states import AgentState


class Fact(msgspec.Struct, frozen=True, gc=False, tag=True):
    """Something that happened to a call or to an agent."""


class CallArrived(Fact, frozen=True, gc=False):
    """A customer's call reached us."""

    call: CallId
    connection: ConnectionId
    ani: str
    ani_name: str
    withheld: bool
    dnis: str


class CallMade(Fact, frozen=True, gc=False):
    """An agent calls somebody, on behalf of a queue. `shown` is the number that the far end sees."""

    call: CallId
    agent: AgentId
    number: str
    shown: str
    queue: QueueId


class CallbackRequested(Fact, frozen=True, gc=False):
    """The caller wants to be called back, and keeps their place."""

    call: CallId
    queue: QueueId
    number: str = ""
    """E.164; empty: the number they call from."""
    at: float | None = None
    """Not before this (Unix seconds)."""


class CallbackMissed(Fact, frozen=True, gc=False):
    """Somebody who wants to be called back was busy or did not answer; they are called once more."""

    call: CallId
    tries: int
    """So far."""
    again_at: float
    """Unix seconds."""


class VoicemailLeft(Fact, frozen=True, gc=False):
    """The caller left a message; it waits in the queue, for an agent who works on it. `recording` is the file's name at the switch, without its ending. Not `complete`: the switch
    could not go on with it.
    """

    call: CallId
    queue: QueueId
    recording: RecordingId
    seconds: float
    complete: bool


class FollowUpDue(Fact, frozen=True, gc=False):
    """The time of a promise has come: it waits in a queue like a call. `matter` is its number in the store; `agent` is who promised it."""

    call: CallId
    matter: int
    agent: AgentId
    queue: QueueId
    number: str
    """The customer's; empty: nobody knows."""
    note: str


class FollowUpDone(Fact, frozen=True, gc=False):
    """An agent has filed it."""

    call: CallId
    matter: int
    agent: AgentId


class WorkBegun(Fact, frozen=True, gc=False):
    """The agent has a message or a follow-up on the desk; a leg begins."""

    call: CallId
    agent: AgentId
    leg: int


class MessagePlayed(Fact, frozen=True, gc=False):
    """The agent hears the message that was left; or no longer."""

    call: CallId
    agent: AgentId
    playing: bool


class Diverted(Fact, frozen=True, gc=False):
    """The voice menu puts the caller through to a number."""

    call: CallId
    number: str


class Rated(Fact, frozen=True, gc=False):
    """The caller said how satisfied they are, 1 to 5: with the agent who had the call last, or with the menu alone."""

    call: CallId
    agent: AgentId | None
    leg: int
    score: int


class Dialled(Fact, frozen=True, gc=False):
    """The number of a call that we make is dialled, as soon as the agent's telephone is there; a leg begins."""

    call: CallId
    agent: AgentId
    leg: int


class CallerIdentified(Fact, frozen=True, gc=False):
    """We know, or could not learn, who calls."""

    call: CallId
    customer_id: int | None


class LanguageChosen(Fact, frozen=True, gc=False):
    """From here on this language holds for prompts, queue and seat."""

    call: CallId
    language: Language


class KeysPressed(Fact, frozen=True, gc=False):
    """The caller made a choice in a menu."""

    call: CallId
    node: str
    keys: str
    label: Text


class Queued(Fact, frozen=True, gc=False):
    """The call waits for an agent. Its place goes by priority, then by arrival."""

    call: CallId
    queue: QueueId
    priority: int


class LeftQueue(Fact, frozen=True, gc=False):
    """The caller waits in this queue no longer, or not at all: they chose something else, or it had something else for them."""

    call: CallId
    queue: QueueId


class Delivered(Fact, frozen=True, gc=False):
    """The call is shown to one agent and rings until `until` (Unix seconds)."""

    call: CallId
    agent: AgentId
    queue: QueueId
    until: float
    automatic: bool = False
    """It is answered by itself, after a tone in the agent's ear."""


class OfferEnded(Fact, frozen=True, gc=False):
    """The offer is over without a conversation. `why`: declined, no_answer, abandoned, withdrawn, station_failed,
    taken (by another whom it was offered to as well).
    """

    call: CallId
    agent: AgentId
    why: str
    reason: str
    """The decline reason's code; empty otherwise."""


class Accepted(Fact, frozen=True, gc=False):
    """The agent took the offer; the switch is joining the two."""

    call: CallId
    agent: AgentId


class Established(Fact, frozen=True, gc=False):
    """Agent and caller hear each other: a leg of the call begins. `leg` counts from 1 within the call."""

    call: CallId
    agent: AgentId
    leg: int


class Held(Fact, frozen=True, gc=False):
    """The caller hears music."""

    call: CallId
    agent: AgentId
    leg: int


class Retrieved(Fact, frozen=True, gc=False):
    """The caller is back."""

    call: CallId
    agent: AgentId
    leg: int


class Muted(Fact, frozen=True, gc=False):
    """The caller does not hear the agent, who goes on hearing them."""

    call: CallId
    agent: AgentId
    leg: int


class Unmuted(Fact, frozen=True, gc=False):
    """The caller hears the agent again. A hold and the end of the leg end it, too, and have facts of their own."""

    call: CallId
    agent: AgentId
    leg: int


class Transferred(Fact, frozen=True, gc=False):
    """The agent handed the caller on; their leg is over, the call goes on."""

    call: CallId
    agent: AgentId
    leg: int
    kind: str
    target: str


class ConsultationStarted(Fact, frozen=True, gc=False):
    """The agent asks a third party about the call; they ring until `until` (Unix seconds). `kind`: agent, number."""

    call: CallId
    agent: AgentId
    leg: int
    kind: str
    target: str
    until: float


class ConsultationAnswered(Fact, frozen=True, gc=False):
    """The third party is there: agent and they talk, the caller hears music."""

    call: CallId
    agent: AgentId
    leg: int
    target: str


class Alternated(Fact, frozen=True, gc=False):
    """The agent turned from one to the other; `aside`: the third party hears music now, otherwise the caller."""

    call: CallId
    agent: AgentId
    leg: int
    target: str
    aside: bool


class Conferenced(Fact, frozen=True, gc=False):
    """Caller, agent and third party hear one another."""

    call: CallId
    agent: AgentId
    leg: int
    target: str


class ConsultationEnded(Fact, frozen=True, gc=False):
    """The third party is out of it, or has the caller for themselves.

    `why`: transferred, reconnected, declined, no_answer, busy, unreachable, station_failed, withdrawn, left, caller_gone. `talk_s` is
    the time since they answered, in seconds.
    """

    call: CallId
    agent: AgentId
    leg: int
    kind: str
    target: str
    why: str
    talk_s: float


class RecordingStarted(Fact, frozen=True, gc=False):
    """What is said in this leg is recorded; `recording` is the file's name at the switch, without its ending."""

    call: CallId
    agent: AgentId
    leg: int
    recording: RecordingId


class RecordingPaused(Fact, frozen=True, gc=False):
    """What is said is left out."""

    call: CallId
    agent: AgentId
    recording: RecordingId


class RecordingResumed(Fact, frozen=True, gc=False):
    """What is said is recorded again."""

    call: CallId
    agent: AgentId
    recording: RecordingId


class RecordingEnded(Fact, frozen=True, gc=False):
    """The recording is over; `seconds` is its length without the pauses. Not `complete`: the switch could not go on with it."""

    call: CallId
    agent: AgentId
    recording: RecordingId
    seconds: float
    complete: bool


class MonitoringStarted(Fact, frozen=True, gc=False):
    """A supervisor is with the call of an agent."""

    call: CallId
    agent: AgentId
    """The supervisor."""
    watched: AgentId
    mode: MonitorMode


class MonitoringChanged(Fact, frozen=True, gc=False):
    """They are with it in another way."""

    call: CallId
    agent: AgentId
    mode: MonitorMode


class MonitoringEnded(Fact, frozen=True, gc=False):
    """They left, or the call is over."""

    call: CallId
    agent: AgentId


class CallRaised(Fact, frozen=True, gc=False):
    """A supervisor put a waiting call before the others of its queue."""

    call: CallId
    agent: AgentId
    """The supervisor."""
    priority: int


class LegEnded(Fact, frozen=True, gc=False):
    """CSTA ConnectionCleared for an agent's part. Talk and hold time are this leg's own, in seconds."""

    call: CallId
    agent: AgentId
    leg: int
    cause: Cause
    talk_s: float
    hold_s: float


class LegLogged(Fact, frozen=True, gc=False):
    """The agent's log of their leg is complete. Without a disposition: wrap-up ran out, the draft is what there is."""

    call: CallId
    agent: AgentId
    leg: int
    disposition: str


class CallCleared(Fact, frozen=True, gc=False):
    """Nobody is in the call any more. `outcome`: handled, abandoned, in_menu, closed, refused, lost, not_reached."""

    call: CallId
    cause: Cause
    outcome: str


class CallLogged(Fact, frozen=True, gc=False):
    """The call's record is complete: it is over, and so is every leg's log. Exactly one per call, its last fact.

    Agent and disposition are those of the last leg; None and empty when no agent ever spoke to the caller.
    """

    call: CallId
    agent: AgentId | None
    disposition: str


class Failed(Fact, frozen=True, gc=False):
    """Something asked of the switch did not work."""

    call: CallId
    command: str
    reason: str


class AgentLoggedOn(Fact, frozen=True, gc=False):
    """The agent sits down; not ready until they say so."""

    agent: AgentId
    station: str


class AgentLoggedOff(Fact, frozen=True, gc=False):
    """The agent has left."""

    agent: AgentId


class AgentReady(Fact, frozen=True, gc=False):
    """The agent waits for a call."""

    agent: AgentId


class AgentNotReady(Fact, frozen=True, gc=False):
    """The agent takes no calls."""

    agent: AgentId
    reason: str


class NotReadyLimitExceeded(Fact, frozen=True, gc=False):
    """The agent has been not ready for this reason for longer than it allows; they stay so until they choose otherwise."""

    agent: AgentId
    reason: str
    limit_s: float


class AgentReserved(Fact, frozen=True, gc=False):
    """A call is offered to the agent."""

    agent: AgentId
    call: CallId


class AgentBusy(Fact, frozen=True, gc=False):
    """The agent is in a call."""

    agent: AgentId
    call: CallId


class AgentWorkingAfterCall(Fact, frozen=True, gc=False):
    """Wrap-up, until `until` (Unix seconds)."""

    agent: AgentId
    call: CallId
    until: float


class WrapUpExtended(Fact, frozen=True, gc=False):
    """The agent took more time for the log: so many seconds, for this reason; empty where nobody asks for one."""

    call: CallId
    agent: AgentId
    seconds: float
    reason: str


class NextStateChosen(Fact, frozen=True, gc=False):
    """While busy, the agent chose what comes after wrap-up. None: ready."""

    agent: AgentId
    reason: str | None


class StationUp(Fact, frozen=True, gc=False):
    """The agent's telephone is connected and can be given calls."""

    agent: AgentId


class StationDown(Fact, frozen=True, gc=False):
    """The agent's telephone cannot be reached; offers are held back."""

    agent: AgentId
    cause: Cause


class HelpRequested(Fact, frozen=True, gc=False):
    """The agent asks for a supervisor, as a rule about the call that they have."""

    agent: AgentId
    call: CallId | None


class HelpEnded(Fact, frozen=True, gc=False):
    """Somebody has come, or it is no longer needed. `by`: who saw to it, the agent themselves included; empty: the call was over."""

    agent: AgentId
    by: str


class AgentDirected(Fact, frozen=True, gc=False):
    """A supervisor set the agent's state; what became of it is told by the facts before. `note` says why."""

    agent: AgentId
    by: AgentId
    state: AgentState
    reason: str
    note: str


class AgentAssigned(Fact, frozen=True, gc=False):
    """From here on the agent serves these queues and has these skills. Replaces what the settings say."""

    agent: AgentId
    by: AgentId
    queues: tuple[QueueId, ...]
    skills: tuple[str, ...]


class QueueClosed(Fact, frozen=True, gc=False):
    """The queue takes no new calls; those that wait in it are served."""

    queue: QueueId


class QueueOpened(Fact, frozen=True, gc=False):
    """The queue takes calls again."""

    queue: QueueId


class Audited(Fact, frozen=True, gc=False):
    """Somebody used a power that they have over others, or tried to use one that they have not.

    `action` is the name of the request, `target` whom or what it was about, `outcome` is `done` or the id of the refusal, `detail` the
    reason that was given, or what else there is to say.
    """

    user: AgentId
    action: str
    target: str
    outcome: str
    detail: str


class SwitchReached(Fact, frozen=True, gc=False):
    """The link between centre and switch stands."""

    line: frozenset[Capability] = EVERYTHING
    """What the switch can do."""


class SwitchLost(Fact, frozen=True, gc=False):
    """The link between centre and switch is gone, or is still not there for another reason."""

    error: str = ""
    """An `ErrorId`, when somebody at a seat can do something about it."""
    arguments: dict[str, str] = {}


AnyFact = (
    CallArrived
    | CallMade
    | CallbackRequested
    | CallbackMissed
    | VoicemailLeft
    | FollowUpDue
    | FollowUpDone
    | WorkBegun
    | MessagePlayed
    | Diverted
    | Rated
    | Dialled
    | CallerIdentified
    | LanguageChosen
    | KeysPressed
    | Queued
    | LeftQueue
    | Delivered
    | OfferEnded
    | Accepted
    | Established
    | Held
    | Retrieved
    | Muted
    | Unmuted
    | Transferred
    | ConsultationStarted
    | ConsultationAnswered
    | Alternated
    | Conferenced
    | ConsultationEnded
    | RecordingStarted
    | RecordingPaused
    | RecordingResumed
    | RecordingEnded
    | MonitoringStarted
    | MonitoringChanged
    | MonitoringEnded
    | CallRaised
    | LegEnded
    | LegLogged
    | CallCleared
    | CallLogged
    | Failed
    | AgentLoggedOn
    | AgentLoggedOff
    | AgentReady
    | AgentNotReady
    | NotReadyLimitExceeded
    | AgentReserved
    | AgentBusy
    | AgentWorkingAfterCall
    | WrapUpExtended
    | NextStateChosen
    | StationUp
    | StationDown
    | HelpRequested
    | HelpEnded
    | AgentDirected
    | AgentAssigned
    | QueueClosed
    | QueueOpened
    | Audited
    | SwitchReached
    | SwitchLost
)


class NumberedFact(msgspec.Struct, frozen=True, gc=False):
    """A fact with its place in the one stream. `number` counts from 1 without gaps; `at` is Unix seconds."""

    number: int
    at: float
    fact: AnyFact
