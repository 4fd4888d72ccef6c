"""All that the routing core remembers, as plain data: what a snapshot is made of.

Times are Unix seconds. Besides it a snapshot holds the deadlines that run, the order of the idle, and who is kept from
which call (`ivr.core.core.Snapshot`); everything else in the core follows from these.
"""

from __future__ import annotations

import msgspec

from agent_desktop.cti.vocabulary import (
    WORK_ITEMS,
    AgentId,
    BridgeId,
    CallId,
    Cause,
    ConnectionId,
    Direction,
    Language,
    MonitorMode,
    PlaybackId,
    QueueId,
    RecordingId,
)
from agent_desktop.protocol.messages import AgentState, ConsultStage
from ivr.core.call_machine import Place
from ivr.facts import SwitchLost
from ivr.flow.state import FlowState
from ivr.flow.steps import Say


class Leg(msgspec.Struct):
    """One agent's part in a call; talk and hold time are counted here, so that nobody is credited with another's."""

    agent: AgentId
    number: int
    since: float
    """Start of the stretch of talk or hold that is running."""
    talk_s: float = 0.0
    hold_s: float = 0.0
    muted: bool = False
    """The agent is not heard."""


class Consult(msgspec.Struct):
    """Whom the agent of a call consults about it."""

    kind: str
    """`agent` or `number`."""
    target: str
    connection: ConnectionId | None
    """To the outside number; None for a colleague, whose station it is then."""
    stage: ConsultStage = ConsultStage.RINGING
    answered: float | None = None


class Recording(msgspec.Struct):
    """One recording that goes on."""

    recording: RecordingId
    agent: AgentId
    leg: int
    since: float
    """Start of the stretch that is running."""
    seconds: float = 0.0
    """Of the stretches before it."""
    paused: bool = False


class Message(msgspec.Struct):
    """A message that the caller is speaking."""

    recording: RecordingId
    queue: QueueId
    node: str
    since: float
    shortest_s: float


class Monitor(msgspec.Struct):
    """The call that a supervisor is with."""

    call: CallId
    mode: MonitorMode
    ear: ConnectionId | None = None
    """What they hear it by; None until their telephone is there."""


class Call(msgspec.Struct):
    """One customer interaction."""

    call: CallId
    connection: ConnectionId
    """The caller's; empty while nobody is on the line (`ivr.core.outbound`)."""
    ani: str
    """The customer's number, whichever way the call goes."""
    ani_name: str
    withheld: bool
    dnis: str
    direction: Direction = Direction.IN
    callback: bool = False
    """They asked to be called back, and have not been reached yet."""
    arrived: float = 0.0
    """When it came to us, or to what place in the order it has a claim."""
    place: Place = Place.MENU
    answered: bool = False
    """The switch has taken the caller off hook."""
    language: Language | None = None
    segment: str = ""
    customer: int | None = None
    blocked: bool = False
    """Their number is on the block list."""

    flow: str = ""
    """Its key in the plan; one that has been replaced since has a key of its own (`ivr.core.flows`)."""
    walk: FlowState | None = None
    playback: PlaybackId | None = None
    playbacks: int = 0
    unsaid: Say | None = None
    """What the flow wants said as soon as the caller is off hook."""
    attributes: dict[str, str] = {}
    """What the flows have collected, looked up and set, since the call has left them."""
    message: Message | None = None
    left: RecordingId | None = None
    """The message that they left, once it is complete."""
    matter: int | None = None
    """The follow-up that it is about, in the store's numbers."""
    call_number: str = ""
    """Where to call them back; empty: at the number they called from."""
    call_at: float | None = None
    """When to call them back; None: in their turn."""
    tries: int = 0
    """How often we have called them back."""

    queue: QueueId = QueueId("")
    priority: int = 0
    skills: frozenset[str] = frozenset()
    music: bool = False
    waits_in: QueueId = QueueId("")
    """The queue that `queued` and `step` belong to."""
    queued: float = 0.0
    """When it began to wait there."""
    step: int = 0
    """How many of the queue's steps it has taken."""
    overflowed: frozenset[QueueId] = frozenset()
    """Queues that handed it on for want of agents; it does not go on from them again."""
    only: AgentId | None = None
    """Whom it waits for, before anybody else may have it."""

    agent: AgentId | None = None
    """Who has it, or is offered it."""
    others: list[AgentId] = []
    """Who is offered it besides, where several ring at once."""
    leg: Leg | None = None
    legs: int = 0
    bridge: BridgeId | None = None
    outside: ConnectionId | None = None
    """The connection to the outside number it was handed to."""
    outside_up: bool = False
    consult: Consult | None = None
    recording: Recording | None = None
    recordings: int = 0
    monitored_by: list[AgentId] = []

    leaving: bool = False
    """We have hung up; the switch has not said yet that it is over."""
    ended_cause: Cause | None = None
    outcome: str = ""
    """How the flow wanted it to end; empty when the flow did not end it."""
    open_logs: int = 0
    """Legs whose log is not complete."""
    last_agent: AgentId | None = None
    disposition: str = ""

    @property
    def is_work(self) -> bool:
        """It is worked on, with nobody on the line."""
        return self.direction in WORK_ITEMS and not self.connection


class Agent(msgspec.Struct):
    """One agent and their telephone."""

    agent: AgentId
    station: str = ""
    state: AgentState = AgentState.LOGGED_OFF
    reason: str = ""
    next_reason: str | None = None
    """What comes after wrap-up: None is ready."""
    idle_since: float = 0.0
    calls: int = 0
    """Conversations since they logged on."""
    talk_s: float = 0.0
    """Time in conversation, hold included, since they logged on."""
    call: CallId | None = None
    """The call on the desk: offered, in conversation, or in wrap-up."""
    leg: int = 0
    """The leg that wrap-up belongs to."""
    logged: str | None = None
    """The disposition, when the log was completed while the call still went on."""
    wrap_up_until: float = 0.0
    wrap_up_limit: float = 0.0
    line: ConnectionId | None = None
    """The connection to the station: nailed up, or of the present call."""
    line_up: bool = False
    tone: PlaybackId | None = None
    """What they hear before a call that is answered by itself."""
    monitor: Monitor | None = None
    help: bool = False
    """They have asked for a supervisor, and nobody has come yet."""
    queues: tuple[QueueId, ...] | None = None
    """What a supervisor has moved them to; None: what the plan says."""
    skills: tuple[str, ...] = ()
    """With `queues`."""


class Acquaintance(msgspec.Struct):
    """Who talked to a customer last."""

    agent: AgentId
    at: float


class OldPlace(msgspec.Struct):
    """Where somebody waited who gave up."""

    queue: QueueId
    arrived: float
    at: float
    """When they gave up."""


class State(msgspec.Struct):
    """Everything."""

    mark: str
    """Makes the ids of this centre's connections its own; chosen by the shell when a journal begins."""
    calls: dict[CallId, Call] = {}
    agents: dict[AgentId, Agent] = {}
    last_call: int = 0
    last_fact: int = 0
    last_connection: int = 0
    last_tone: int = 0
    taken_at: dict[QueueId, list[float]] = {}
    """When the last calls of each queue were taken (`ivr.core.figures`)."""
    switch_up: bool = False
    lost: SwitchLost = SwitchLost()
    """Why it is not, as it was last said."""
    speaks: bool = True
    """The line can play prompts."""
    closed_queues: list[QueueId] = []
    """Those that a supervisor has closed, sorted."""
    acquaintances: dict[str, Acquaintance] = {}
    """By the customer's number, the oldest first."""
    filed: list[int] = []
    """Follow-ups that are done, the last ones: the store may still call them due, until it has heard of it."""
    old_places: dict[str, OldPlace] = {}
    """Of callers who gave up, by their number, the oldest first."""
