"""The messages between a seat and a centre: JSON objects with a `type`, one per WebSocket text frame.

    seat → centre   hello, request
    centre → seat   welcome, event, answer, refused, goodbye

Unknown fields are ignored, unknown types are refused by name. Every request gets exactly one `answer` or `refused`;
the same request id is answered again, not done again. Events are numbered without gaps within a session. Times are
Unix milliseconds by the centre's clock, which `welcome` tells. `VERSION` grows when an old seat could misread.
"""

from __future__ import annotations

import enum
from typing import Annotated

import msgspec
from msgspec import Meta

from agent_desktop.cti.vocabulary import (
    EVERYTHING,
    AgentId,
    CallId,
    Capability,
    Direction,
    Language,
    MonitorMode,
    QueueId,
)
from agent_desktop.protocol import board, states
from agent_desktop.protocol.record import Candidate, CustomerFields, CustomerRecord, ScreenPop, Text
from agent_desktop.protocol.report import Kind, Quarter, Subject
from agent_desktop.protocol.service_level import Formula
from agent_desktop.protocol.tallies import AgentTally, DispositionTally, QueueTally
from agent_desktop.protocol.thresholds import Thresholds
from agent_desktop.protocol.training import AttemptCard, AttemptView, ClassSeat, ScenarioCard, TrainingView
from agent_desktop.scripts.model import Scripts

VERSION = 1
OLDEST_SEAT = 1
MAX_MESSAGE_BYTES = 256 * 1024
"""The longest that a seat may send."""
MAX_SNAPSHOT_BYTES = 16 * 1024 * 1024
"""The longest that a centre may send: the snapshot of a large one."""

Id64 = Annotated[int, Meta(ge=0, le=2**63 - 1)]
"""A number that a journal and a database can hold."""
SeatCallId = Annotated[CallId, Meta(ge=0, le=2**63 - 1)]
"""A call as a seat names it."""
MomentMs = Annotated[int, Meta(ge=0, le=253_402_300_799_999)]
"""Unix milliseconds, up to the year 9999."""
Code = Annotated[str, Meta(max_length=100)]
"""A code or an id of ours."""
Line = Annotated[str, Meta(max_length=200)]
"""Something typed into one line."""

User = Annotated[AgentId, Meta(max_length=100)]
"""A user as a seat names one."""

AgentState = states.AgentState


class Role(enum.StrEnum):
    """Who a user is; what they may do follows from it in the centre (`ivr/centre/rights.py`)."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    TRAINER = "trainer"
    ADMINISTRATOR = "administrator"


class CallPhase(enum.StrEnum):
    """Where a call stands in the eyes of the agent who has it."""

    OFFERED = "offered"
    """Shown and ringing; nobody has answered."""
    CONNECTING = "connecting"
    """Accepted; the switch is joining the two."""
    WORKING = "working"
    """The agent has a message or a follow-up on the desk, with nobody on the line."""
    DIALLING = "dialling"
    """The agent calls somebody; the far end has not answered."""
    CONNECTED = "connected"
    """Agent and caller hear each other."""
    HELD = "held"
    """The caller hears music."""
    CONSULTED = "consulted"
    """A colleague has the caller and asks this agent about the call."""
    WRAP_UP = "wrap_up"
    """The call is over, its log is not."""


class ConsultStage(enum.StrEnum):
    """Where a consultation stands: the agent asks a third party while they have a caller."""

    RINGING = "ringing"
    """The third party is called; the caller hears music."""
    CONSULTING = "consulting"
    """Agent and third party talk; the caller hears music."""
    ASIDE = "aside"
    """Agent and caller talk; the third party hears music."""
    CONFERENCE = "conference"
    """All three hear one another."""


# --- what the centre shows -------------------------------------------------------------------------------------------


class Reason(msgspec.Struct, frozen=True, gc=False):
    """A code that an agent chooses: why not ready, why declined, how a call ended."""

    code: str
    label: Text
    needs_follow_up: bool = False
    """Dispositions only: a follow-up with a due time has to be given."""
    group: str = ""
    """Dispositions only: the type of the call, such as `enquiry` or `complaint`."""


class AgentView(msgspec.Struct, frozen=True, gc=False):
    """The seat's own agent."""

    state: AgentState
    since_ms: int
    reason: str = ""
    """Not-ready reason code; empty otherwise."""
    next_reason: str | None = None
    """Chosen while busy: what comes after wrap-up. None: ready."""
    wrap_up_ends_ms: int | None = None
    station: str = ""
    station_up: bool = True
    """False: the agent's telephone cannot be reached; offers are held back."""
    monitoring: MonitorView | None = None
    help_since_ms: int | None = None
    """They have asked for a supervisor, and nobody has come yet."""

    @property
    def takes_calls(self) -> bool:
        """Whether the user is an agent at all: one who is not has been logged off since ever."""
        return self.state is not AgentState.LOGGED_OFF or self.since_ms > 0


class QueueView(msgspec.Struct, frozen=True, gc=False):
    """One of the agent's queues, now."""

    queue: QueueId
    waiting: int
    oldest_since_ms: int | None
    """Arrival of the caller who has waited longest; None when nobody waits."""
    given_up: int = 0
    """Callers who hung up while they waited, since the centre was opened."""


class PathStep(msgspec.Struct, frozen=True, gc=False):
    """One choice the caller made in the voice menu."""

    keys: str
    label: Text


class Caption(msgspec.Struct, frozen=True, gc=False):
    """Something a simulated caller said."""

    at_ms: int
    text: str
    language: Language


class RecordingState(enum.StrEnum):
    """Whether a call is recorded."""

    OFF = "off"
    """Nothing is kept."""
    ON = "on"
    """What is said is kept."""
    PAUSED = "paused"
    """What is said now is left out."""


class MonitorView(msgspec.Struct, frozen=True, gc=False):
    """The call that a supervisor is with."""

    call: CallId
    agent: AgentId
    """Who had the call when they came."""
    name: str
    mode: MonitorMode
    since_ms: int


class Listener(msgspec.Struct, frozen=True, gc=False):
    """A supervisor who is with a call."""

    name: str
    mode: MonitorMode


class ConsultView(msgspec.Struct, frozen=True, gc=False):
    """Whom the agent consults about a call."""

    kind: str
    """`agent` or `number`."""
    target: str
    label: Text
    """A colleague's name, or the number as a person writes it."""
    stage: ConsultStage
    since_ms: int
    """When this stage began."""


class CallView(msgspec.Struct, frozen=True):
    """One call as its agent sees it; replaces the one before it."""

    call: CallId
    phase: CallPhase
    queue: QueueId
    ani: str
    """The caller's number as a person writes it; empty when withheld."""
    ani_name: str
    withheld: bool
    dnis: str
    language: Language
    path: tuple[PathStep, ...]
    arrived_ms: int
    queued_ms: int
    offered_ms: int
    answered_ms: int | None = None
    held_ms: int | None = None
    ended_ms: int | None = None
    offer_ends_ms: int | None = None
    ended_by: str = ""
    """The cause, once the call is over."""
    requeued: bool = False
    """An agent handed it on; a ring that nobody answered, or that was declined, does not count."""
    consult: ConsultView | None = None
    """Whom this agent consults about it."""
    asked_by: str = ""
    """The name of the colleague who consults this agent about it, or did before they handed it over."""
    recording: RecordingState = RecordingState.OFF
    listeners: tuple[Listener, ...] = ()
    """Supervisors who are with it, as far as the agent is told."""
    direction: Direction = Direction.IN
    """Of a call that we make `ani` is the number that is called, and `dnis` the one that the far end sees."""
    automatic: bool = False
    """It is answered by itself, after a tone in the agent's ear."""
    work_ms: int | None = None
    """When the agent took it, where nobody was on the line."""
    message_playing: bool = False
    """The agent hears the message that was left."""
    muted: bool = False
    """The caller does not hear the agent."""

    @property
    def is_asked_about(self) -> bool:
        """A colleague has the caller; this agent is asked about the call, or rung to be."""
        return self.phase is CallPhase.CONSULTED or (self.phase is CallPhase.OFFERED and bool(self.asked_by))


class LogDraft(msgspec.Struct, frozen=True):
    """What an agent has put into a call's log so far; kept on each pause in typing, and the whole log at the end."""

    disposition: Code = ""
    notes: str = ""
    customer_id: Id64 | None = None
    follow_up_at_ms: MomentMs | None = None
    follow_up_note: str = ""
    script: Code = ""
    """The id of the script in use."""
    script_state: str = ""
    """The script runner's own state, opaque to the centre, so that a seat that comes back stands at the same step."""
    answers: dict[str, str] = {}
    """Answers recorded by the script: field → value."""
    edited_ms: MomentMs = 0
    """When the agent last changed it: of two drafts of one call, the seat's and the centre's, the newer one stands."""


class CallDesk(msgspec.Struct, frozen=True):
    """A call with all that belongs to it on the agent's desk; what an offer carries."""

    view: CallView
    pop: ScreenPop
    draft: LogDraft = LogDraft()


class Snapshot(msgspec.Struct, frozen=True):
    """Everything a seat needs to draw itself from nothing."""

    agent: AgentView
    queues: tuple[QueueView, ...]
    queue_labels: dict[str, Text]
    not_ready_reasons: tuple[Reason, ...]
    decline_reasons: tuple[Reason, ...]
    dispositions: tuple[Reason, ...]
    transfer_targets: tuple[TransferTarget, ...]
    switch_up: bool
    line: frozenset[Capability]
    calls: tuple[CallDesk, ...] = ()
    """The call in hand, if any."""
    company: Text = Text("", "")
    """In whose name calls are answered."""
    scripts: str = ""
    """Fingerprint of the centre's own scripts, to be fetched once; empty: those that the seat came with."""
    recording_notice: bool = False
    """The voice menu does not say that calls are recorded: the agent has to."""
    line_trouble: Notice | None = None
    """What somebody can do about a switch that cannot be reached."""
    training: TrainingView | None = None
    """This is a class: calls are practice. None: calls are real."""
    extension_reasons: tuple[Reason, ...] = ()
    """Why wrap-up is extended; empty: nobody asks."""


class TransferTarget(msgspec.Struct, frozen=True, gc=False):
    """Somewhere a call can be handed to."""

    kind: str
    """`queue` or `agent`."""
    target: str
    label: Text
    spelling: str = ""
    """What Chinese names are typed as: `wanglei wl`; empty where there are none."""


class Colleague(msgspec.Struct, frozen=True, gc=False):
    """How a colleague stands who may be handed a call."""

    agent: AgentId
    state: AgentState
    station_up: bool = True

    @property
    def available(self) -> bool:
        """They could take a call now."""
        return self.state is AgentState.READY and self.station_up


# --- centre → seat ---------------------------------------------------------------------------------------------------


class EventBody(msgspec.Struct, frozen=True, gc=False, tag=True):
    """What has changed."""


class AgentChanged(EventBody, frozen=True, gc=False):
    """The agent's own state."""

    agent: AgentView


class QueuesChanged(EventBody, frozen=True, gc=False):
    """Queues whose figures moved; the others stay."""

    queues: tuple[QueueView, ...]


class CallOffered(EventBody, frozen=True):
    """A call for this agent, with the caller's record: the screen pop. In phase `dialling`: one that they make themselves."""

    desk: CallDesk


class CallChanged(EventBody, frozen=True):
    """The call in hand moved on."""

    view: CallView


class CallRemoved(EventBody, frozen=True, gc=False):
    """The call is no longer this agent's."""

    call: CallId
    why: str
    """`logged`, `wrap_up_over` (the draft was filed without a disposition), `declined`, `no_answer`, `abandoned`, `transferred`, `withdrawn` or `consulted` (a consultation is over)."""


class PopChanged(EventBody, frozen=True):
    """The customer behind the call changed: chosen, created, or looked up late."""

    call: CallId
    pop: ScreenPop


class CaptionSpoken(EventBody, frozen=True):
    """A simulated caller spoke."""

    call: CallId
    caption: Caption


class SwitchChanged(EventBody, frozen=True, gc=False):
    """The link between the centre and the switch came or went."""

    up: bool
    line: frozenset[Capability] = EVERYTHING
    """What the switch can do, as far as is known."""
    trouble: Notice | None = None
    """What somebody can do about it."""


class ColleaguesChanged(EventBody, frozen=True, gc=False):
    """Colleagues who stand otherwise than before; all of them at first. Only while the seat watches them."""

    colleagues: tuple[Colleague, ...]


class QueuesAssigned(EventBody, frozen=True, gc=False):
    """The agent serves other queues from here on: all of them."""

    queues: tuple[QueueView, ...]


class DeskShown(EventBody, frozen=True):
    """What lies on the desk of the agent whom this supervisor watches: caller, record, script and notes. Only while they do."""

    agent: AgentId
    desk: CallDesk | None


class BoardChanged(EventBody, frozen=True):
    """Rows of the supervisor's board that moved. Only while the seat watches it. `whole`: all there is, and what was before is void."""

    day_ms: int
    """Midnight of the day that the figures are of, where the centre is."""
    whole: bool = False
    members: tuple[board.BoardMember, ...] = ()
    queues: tuple[board.BoardQueue, ...] = ()
    agents: tuple[board.BoardAgent, ...] = ()
    calls: tuple[board.BoardCall, ...] = ()
    gone: tuple[CallId, ...] = ()
    """Calls that are over."""
    intervals: tuple[board.BoardInterval, ...] = ()
    formula: Formula = Formula.ALL_OFFERED
    """By which the centre reckons its service level."""
    short_abandon_s: float = 5.0
    """s: who hangs up within this has not been let down by anybody."""
    thresholds: Thresholds | None = None
    """None: as before."""


class Notice(EventBody, frozen=True):
    """Something the user ought to know that answers no request of theirs; a message id as in a refusal."""

    error: str
    arguments: dict[str, str] = {}


class TrainingChanged(EventBody, frozen=True):
    """Trainees: what may be said, a hint, a score."""

    training: TrainingView


class ClassSeatChanged(EventBody, frozen=True):
    """Trainers who watch: a trainee's seat moved on."""

    seat: ClassSeat


class AttemptKept(EventBody, frozen=True):
    """Trainers who watch: an attempt is complete and scored."""

    card: AttemptCard


AnyEventBody = (
    AgentChanged
    | QueuesChanged
    | CallOffered
    | CallChanged
    | CallRemoved
    | PopChanged
    | CaptionSpoken
    | SwitchChanged
    | ColleaguesChanged
    | QueuesAssigned
    | DeskShown
    | BoardChanged
    | Notice
    | TrainingChanged
    | ClassSeatChanged
    | AttemptKept
)


class FromCentre(msgspec.Struct, frozen=True, tag_field="type", tag=str.lower):
    """Anything that a centre sends."""


class Welcome(FromCentre, frozen=True):
    """The seat is in. With a `snapshot`, all before it is void; without one, the missed events follow."""

    version: int
    session: str
    """The session's id, the same after a resume."""
    token: str
    """Lets this session be resumed; good once, a new one comes with each welcome."""
    user: AgentId
    name: str
    role: Role
    rights: frozenset[str]
    now_ms: int
    number: int
    """The number of the last event that the snapshot contains, or from which the missed ones follow."""
    snapshot: Snapshot | None


class Event(FromCentre, frozen=True):
    """Something happened; `number` is one more than that of the event before."""

    number: int
    body: AnyEventBody


class Answer(FromCentre, frozen=True):
    """The request was done."""

    request: str
    result: AnyResult | None = None


class Refused(FromCentre, frozen=True):
    """The request, or the hello (then `request` is empty), was refused; nothing has changed."""

    request: str
    error: str
    arguments: dict[str, str] = {}


class GoodbyeReason(enum.StrEnum):
    """Why the centre closes a connection that was in order."""

    SHUTDOWN = "shutdown"
    """The centre stops; a seat comes back by itself when it is there again."""
    REPLACED = "replaced"
    """The same user logged in at another seat."""
    LOGGED_OFF = "logged_off"
    """The user left."""
    DISMISSED = "dismissed"
    """A supervisor logged the user off; `arguments` are those of `logged_off_by`."""


class Goodbye(FromCentre, frozen=True):
    """The centre closes this connection. `reason` is a `GoodbyeReason`, or one that a newer centre has."""

    reason: str
    arguments: dict[str, str] = {}


class Result(msgspec.Struct, frozen=True, tag=True):
    """What a request that asks for something gets."""


class Candidates(Result, frozen=True):
    """Customers found by a search, best first."""

    candidates: tuple[Candidate, ...]


class MissedCall(msgspec.Struct, frozen=True, gc=False):
    """Somebody who hung up while they waited, and whom nobody has spoken to since."""

    number: str
    """As it is dialled."""
    shown: str
    """As a person writes it."""
    name: str
    """The customer's, or what the line said; empty when neither is known."""
    at_ms: int
    """When they gave up last."""
    times: int
    """How often they tried."""
    queue: QueueId


class MissedCalls(Result, frozen=True):
    """Whom to call back, the latest first."""

    missed: tuple[MissedCall, ...]


class Chosen(Result, frozen=True):
    """The record now joined to the call."""

    record: CustomerRecord


class ScriptLibrary(Result, frozen=True):
    """The centre's own scripts, for all its seats."""

    fingerprint: str
    scripts: Scripts


class DayFigures(Result, frozen=True):
    """A page of the figures of a day: its rows in the order of time, of the kind that was asked for. `left`: how many come after these."""

    kind: Kind
    day: str
    """By the centre's calendar, such as `2026-11-27`."""
    begins_ms: int
    ends_ms: int
    made_ms: int
    """The day as far as it had come then."""
    left: int = 0
    subjects: tuple[Subject, ...] = ()
    """Who and what is in these rows."""
    queues: tuple[Quarter[QueueTally], ...] = ()
    agents: tuple[Quarter[AgentTally], ...] = ()
    dispositions: tuple[Quarter[DispositionTally], ...] = ()


class HandedIn(Result, frozen=True, gc=False):
    """What became of a late draft."""

    filed: bool
    """It joined the call's log; False: the log had it already, or something newer."""


class ClassView(Result, frozen=True):
    """The class as it is now."""

    seats: tuple[ClassSeat, ...]
    scenarios: tuple[ScenarioCard, ...]
    attempts: tuple[AttemptCard, ...]
    """Oldest first."""


class Replayed(Result, frozen=True):
    """An attempt, played again."""

    attempt: AttemptView


AnyResult = Candidates | Chosen | MissedCalls | ScriptLibrary | DayFigures | HandedIn | ClassView | Replayed


# --- seat → centre ---------------------------------------------------------------------------------------------------


class RequestBody(msgspec.Struct, frozen=True, gc=False, tag=True):
    """A service that a seat asks for."""


class SetAgentState(RequestBody, frozen=True, gc=False):
    """Become ready, not ready (with a reason) or log off. While busy it is what comes next."""

    state: AgentState
    reason: Code = ""


class MakeCall(RequestBody, frozen=True, gc=False):
    """Call a number, on behalf of one of the agent's queues."""

    number: Line
    queue: Code = ""
    """Empty: the agent's first."""


class AnswerCall(RequestBody, frozen=True, gc=False):
    """Take the call that is offered."""

    call: SeatCallId


class DeclineCall(RequestBody, frozen=True, gc=False):
    """Hand the offered call to the next agent."""

    call: SeatCallId
    reason: Code


class CallBack(RequestBody, frozen=True, gc=False):
    """Call the customer whom the message or the follow-up on the desk is about."""

    call: SeatCallId


class PlayMessage(RequestBody, frozen=True, gc=False):
    """Hear the message in the agent's telephone, from its beginning; or no longer."""

    call: SeatCallId
    on: bool


class HoldCall(RequestBody, frozen=True, gc=False):
    """Music for the caller."""

    call: SeatCallId


class RetrieveCall(RequestBody, frozen=True, gc=False):
    """Back to the caller."""

    call: SeatCallId


class MuteCall(RequestBody, frozen=True, gc=False):
    """The caller does not hear the agent, who goes on hearing them; or hears them again."""

    call: SeatCallId
    on: bool


class SingleStepTransferCall(RequestBody, frozen=True, gc=False):
    """Hand the caller on at once."""

    call: SeatCallId
    kind: Code
    """`queue`, `agent` or `number`."""
    target: Line


class ConsultationCall(RequestBody, frozen=True, gc=False):
    """Ask somebody else about the call: the caller hears music, the third party is called."""

    call: SeatCallId
    kind: Code
    """`agent` or `number`."""
    target: Line


class AlternateCall(RequestBody, frozen=True, gc=False):
    """Turn to the other of caller and third party."""

    call: SeatCallId


class ReconnectCall(RequestBody, frozen=True, gc=False):
    """End the consultation and go back to the caller."""

    call: SeatCallId


class ConferenceCall(RequestBody, frozen=True, gc=False):
    """Let caller, third party and agent hear one another."""

    call: SeatCallId


class TransferCall(RequestBody, frozen=True, gc=False):
    """Leave the caller to the third party who was consulted."""

    call: SeatCallId


class GenerateDigits(RequestBody, frozen=True, gc=False):
    """Send DTMF to the far end."""

    call: SeatCallId
    digits: Code


class ClearConnection(RequestBody, frozen=True, gc=False):
    """Hang up."""

    call: SeatCallId


class StartRecording(RequestBody, frozen=True, gc=False):
    """Record what is said."""

    call: SeatCallId


class PauseRecording(RequestBody, frozen=True, gc=False):
    """Leave out what is said, such as a card number."""

    call: SeatCallId


class ResumeRecording(RequestBody, frozen=True, gc=False):
    """Record again, into the same file."""

    call: SeatCallId


class StopRecording(RequestBody, frozen=True, gc=False):
    """The recording is complete."""

    call: SeatCallId


class MonitorCall(RequestBody, frozen=True, gc=False):
    """Be with an agent's call; asked again, in another way."""

    call: SeatCallId
    mode: MonitorMode


class StopMonitoring(RequestBody, frozen=True, gc=False):
    """Leave the call that one is with."""


class ExtendWrapUp(RequestBody, frozen=True, gc=False):
    """More time for the log."""

    seconds: Annotated[int, Meta(ge=1, le=86_400)]
    reason: Code = ""
    """One of the snapshot's `extension_reasons`; empty where it has none."""


class SaveDraft(RequestBody, frozen=True):
    """Keep what has been typed so far."""

    call: SeatCallId
    draft: LogDraft


class CompleteLog(RequestBody, frozen=True):
    """The log is done: it is on disk when the answer comes, and wrap-up ends."""

    call: SeatCallId
    log: LogDraft


class HandInDraft(RequestBody, frozen=True):
    """A late draft: typed while the centre was out of reach, for a call that has left the desk meanwhile. It joins the log of the
    agent's own leg.
    """

    call: SeatCallId
    arrived_ms: MomentMs
    """With the number it says which call: a centre that starts afresh counts from one again."""
    draft: LogDraft


class FetchScripts(RequestBody, frozen=True, gc=False):
    """Get the centre's own scripts, when the snapshot names some that the seat does not have."""


class WatchColleagues(RequestBody, frozen=True, gc=False):
    """The list of colleagues is open (or closed): tell how they stand."""

    watch: bool


class FetchMissedCalls(RequestBody, frozen=True, gc=False):
    """Get those who gave up waiting in the agent's queues during the last days."""


class RequestHelp(RequestBody, frozen=True, gc=False):
    """Ask for a supervisor; or no longer."""

    wanted: bool


class EndHelp(RequestBody, frozen=True, gc=False):
    """An agent's call for help has been seen to."""

    agent: User


class DirectAgent(RequestBody, frozen=True, gc=False):
    """Set an agent's state; in a call it is what comes next. The agent is told the note."""

    agent: User
    state: AgentState
    note: Annotated[str, Meta(min_length=1, max_length=200)]
    reason: Code = ""


class AssignAgent(RequestBody, frozen=True, gc=False):
    """Move an agent between queues and skills, at once."""

    agent: User
    queues: Annotated[tuple[Code, ...], Meta(max_length=1000)]
    skills: Annotated[tuple[Code, ...], Meta(max_length=1000)]


class RaiseCall(RequestBody, frozen=True, gc=False):
    """Put a waiting call before the others of its queue."""

    call: SeatCallId


class SetQueueOpen(RequestBody, frozen=True, gc=False):
    """Open or close a queue for new calls."""

    queue: Code
    open: bool


class WatchDesk(RequestBody, frozen=True, gc=False):
    """Show what lies on an agent's desk, as it changes; empty: nobody's any more."""

    agent: User


class WatchBoard(RequestBody, frozen=True, gc=False):
    """The supervisor's board is open (or closed): tell what is on it, and what changes."""

    watch: bool


class FetchFigures(RequestBody, frozen=True, gc=False):
    """The figures of a day, as `DayFigures`; from row `skip` on, of the same reckoning as the rows before."""

    kind: Kind
    day: Annotated[str, Meta(max_length=10)] = ""
    """ISO 8601; empty: today, by the centre's calendar."""
    skip: Annotated[int, Meta(ge=0, le=2**31)] = 0


class SearchCustomers(RequestBody, frozen=True, gc=False):
    """Find customers by number, code, or the beginning of a name."""

    text: Line


class ChooseCustomer(RequestBody, frozen=True, gc=False):
    """This is who is calling."""

    call: SeatCallId
    customer_id: Id64


class CreateCustomer(RequestBody, frozen=True):
    """The caller is new: file them, with the number they call from."""

    call: SeatCallId
    fields: CustomerFields


class TakeStep(RequestBody, frozen=True):
    """A trainee left a step of the script: the simulated caller hears it."""

    call: SeatCallId
    script: Code
    step: Code
    how: Code
    """`agent_desktop.scripts.state.How`."""
    value: Annotated[str, Meta(max_length=2000)] = ""


class SayToCaller(RequestBody, frozen=True):
    """A trainee says something that is in no script."""

    call: SeatCallId
    text: Line = ""
    """Typed; not looked at where a saying is named."""
    saying: Code = ""


class WatchClass(RequestBody, frozen=True, gc=False):
    """A trainer's window is open (or closed): tell how the class goes. Gives a `ClassView`."""

    watch: bool


class StartWave(RequestBody, frozen=True):
    """Let so many simulated callers call, through the voice menu and the queues."""

    scenarios: Annotated[tuple[Code, ...], Meta(min_length=1, max_length=100)]
    """Taken in turn."""
    language: Language
    calls: Annotated[int, Meta(ge=1, le=200)]


class TakeOverCaller(RequestBody, frozen=True, gc=False):
    """Speak for the caller at this trainee's seat from now on; or let them speak for themselves again."""

    agent: Annotated[AgentId, Meta(max_length=100)]
    on: bool


class SpeakForCaller(RequestBody, frozen=True):
    """The caller says this."""

    agent: Annotated[AgentId, Meta(max_length=100)]
    text: Annotated[str, Meta(min_length=1, max_length=200)]


class SendHint(RequestBody, frozen=True):
    """Show a trainee a hint."""

    agent: Annotated[AgentId, Meta(max_length=100)]
    text: Annotated[str, Meta(min_length=1, max_length=200)]


class FetchAttempt(RequestBody, frozen=True, gc=False):
    """Play an attempt again. Gives `Replayed`."""

    attempt: Code


AnyRequestBody = (
    SetAgentState
    | MakeCall
    | AnswerCall
    | DeclineCall
    | CallBack
    | PlayMessage
    | HoldCall
    | RetrieveCall
    | MuteCall
    | SingleStepTransferCall
    | ConsultationCall
    | AlternateCall
    | ReconnectCall
    | ConferenceCall
    | TransferCall
    | GenerateDigits
    | ClearConnection
    | StartRecording
    | PauseRecording
    | ResumeRecording
    | StopRecording
    | MonitorCall
    | StopMonitoring
    | ExtendWrapUp
    | SaveDraft
    | CompleteLog
    | HandInDraft
    | FetchScripts
    | WatchColleagues
    | FetchMissedCalls
    | RequestHelp
    | EndHelp
    | DirectAgent
    | AssignAgent
    | RaiseCall
    | SetQueueOpen
    | WatchDesk
    | WatchBoard
    | FetchFigures
    | SearchCustomers
    | ChooseCustomer
    | CreateCustomer
    | TakeStep
    | SayToCaller
    | WatchClass
    | StartWave
    | TakeOverCaller
    | SpeakForCaller
    | SendHint
    | FetchAttempt
)


class FromSeat(msgspec.Struct, frozen=True, tag_field="type", tag=str.lower):
    """Anything that a seat sends."""


class Hello(FromSeat, frozen=True):
    """The first message: who is there. Either a password, or the token and last event number of a session to resume."""

    version: int
    user: User = AgentId("")
    password: Annotated[str, Meta(max_length=1000)] = ""
    token: Code = ""
    last_number: Id64 = 0
    station: Code = ""
    """The telephone to use; empty: the one on file."""


class Request(FromSeat, frozen=True):
    """Do this. `id` is the seat's own, unique within its session."""

    id: Annotated[str, Meta(min_length=1, max_length=64)]
    body: AnyRequestBody


AnyFromCentre = Welcome | Event | Answer | Refused | Goodbye
AnyFromSeat = Hello | Request
