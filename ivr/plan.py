"""What the routing core is built from: queues, agents, flows, as plain data. Made from settings, files and the database by
the centre; written whole into the journal's header, so that a journal replays without any other file.
"""

from __future__ import annotations

import msgspec

from agent_desktop.cti.vocabulary import AgentId, Lack, QueueChoice, QueueId, StationMode, Strategy
from agent_desktop.protocol.record import Text
from ivr.flow.model import Flow


class Step(msgspec.Struct, frozen=True):
    """What is asked for less, or who is asked besides, once a call has waited so long."""

    after_s: float
    drop: frozenset[str] = frozenset()
    """Skills that are asked for no longer."""
    tier: int = 1
    """Agents of the queue's tiers up to this one may take it."""


class Overflow(msgspec.Struct, frozen=True):
    """When a call goes on to another queue, or to a flow, once, and keeps its arrival. Conditions that are not None must all hold."""

    to: QueueId = QueueId("")
    """Empty: `flow`."""
    after_s: float | None = None
    """It has waited so long here; None: judged when it comes into the queue."""
    waiting: int | None = None
    """So many others wait here."""
    lack: Lack | None = None
    flow: str = ""
    """The caller leaves the queue and comes to this flow: to leave a message, to be called back, or to be told why not."""


class QueuePlan(msgspec.Struct, frozen=True):
    """One queue. Times in seconds."""

    queue: QueueId
    label: Text
    skills: frozenset[str] = frozenset()
    """What an agent must have to take its calls."""
    ring_timeout_s: float = 20.0
    """RONA: an offer that nobody answers ends after this."""
    wrap_up_s: float = 60.0
    decline_cooldown_s: float = 60.0
    """A call is not offered again to an agent who declined it until this has passed."""
    record: bool = False
    """Its conversations are recorded."""
    service_level_s: float = 20.0
    """A call ought to be answered within this."""
    after_call: str = ""
    """The flow that a caller comes to when their agent has hung up, such as one that asks how satisfied they are; empty: none."""
    strategy: Strategy = Strategy.LONGEST_IDLE
    ring_more_s: float = 5.0
    """Where several agents ring for one call: others who have become idle join after this."""
    levels: dict[str, int] = {}
    """Least levels of those skills of which more than level 1 is asked."""
    preferred: frozenset[str] = frozenset()
    """Who has more of these is asked first."""
    steps: tuple[Step, ...] = ()
    """In the order of their times."""
    overflow: tuple[Overflow, ...] = ()
    """The first whose conditions hold."""
    last_agent_s: float = 0.0
    """A customer's call waits so long for the agent they talked to last, if that one is at work."""
    busy_cooldown_s: float | None = None
    """As `decline_cooldown_s`, after a telephone that was busy; None: the same."""
    no_answer_cooldown_s: float = 0.0
    """As `decline_cooldown_s`, after an offer that was not answered."""
    auto_answer: bool = False
    """Its callers are connected by themselves, after a tone in the agent's ear."""
    while_waiting: str = ""
    """The flow that callers are in while they wait; empty: they hear music."""
    callback_tries: int = 1
    """How often somebody who wants to be called back is called, when they do not answer or are busy."""
    callback_retry_s: float = 600.0
    """Between two tries."""


class AgentPlan(msgspec.Struct, frozen=True):
    """One agent."""

    agent: AgentId
    name: str
    queues: tuple[QueueId, ...]
    skills: frozenset[str] = frozenset()
    station: str = ""
    station_mode: StationMode = StationMode.NAILED_UP
    levels: dict[str, int] = {}
    """Of the skills in which they are better than level 1."""
    tiers: dict[QueueId, int] = {}
    """Of the queues in which they are not in the first tier."""
    weights: dict[QueueId, float] = {}
    """A wait in these queues counts so many times for them; 1 in the others."""
    auto_answer: bool = False
    """As for a queue, for the callers of all their queues."""


class Plan(msgspec.Struct, frozen=True):
    """The whole centre as the core knows it."""

    queues: tuple[QueuePlan, ...]
    agents: tuple[AgentPlan, ...]
    flows: dict[str, Flow]
    entries: dict[str, str]
    """Dialled number → flow id."""
    default_flow: str
    """For a dialled number without an entry."""
    silent_flow: str = ""
    """For calls on a line that plays no prompts; empty: the same as on any other."""
    caller_number: str = ""
    """What our own calls to outside numbers show."""
    max_wrap_up_s: float = 900.0
    """However often it is extended, wrap-up ends after this."""
    station_retry_s: float = 10.0
    """A station that could not be reached is dialled again after this, while its agent is logged on."""
    station_ring_s: float = 30.0
    outside_ring_s: float = 30.0
    """How long a number that we call rings before we give up."""
    disposition_codes: frozenset[str] = frozenset()
    not_ready_codes: frozenset[str] = frozenset()
    not_ready_limits: dict[str, float] = {}
    """How long an agent may be not ready at a time, for the reasons that have a limit."""
    decline_codes: frozenset[str] = frozenset()
    extension_codes: frozenset[str] = frozenset()
    """Why wrap-up is extended; empty: nobody asks."""
    queue_choice: QueueChoice = QueueChoice.ARRIVAL
    priority_worth_s: float = 0.0
    """Each step of priority counts like so long a wait; 0: the higher priority always goes first."""
    segment_priorities: dict[str, int] = {}
    """What a customer's segment adds to the priority of their call."""
    attribute_priorities: dict[str, dict[str, int]] = {}
    """What an attribute's value adds to it: those that the call's flow has collected, looked up or set."""
    last_agent_within_s: float = 86_400.0
    """How long it is remembered who talked to whom."""
    old_place_within_s: float = 0.0
    """Who gave up and waits in the same queue again within this has the old place; 0: a new one."""
