"""What a supervisor's board is made of: people, calls and figures, each as one row that replaces the one before it.

Times are Unix milliseconds by the centre's clock. Sums run up to the row's own `since_ms`; what has passed since then is for whoever
shows it to add, so that a row travels only when something happened.
"""

from __future__ import annotations

import enum

import msgspec

from agent_desktop.cti.vocabulary import AgentId, CallId, Direction, Language, MonitorMode, QueueId
from agent_desktop.protocol.service_level import Counts
from agent_desktop.protocol.states import AgentState

INTERVAL_MS = 15 * 60 * 1000
"""Figures of a day are counted in quarters of an hour."""


class CallStage(enum.StrEnum):
    """Where a call stands in the eyes of the centre."""

    MENU = "menu"
    """In the voice menu."""
    PROMISED = "promised"
    """Nobody is on the line; they are called back at a time that has not come."""
    WAITING = "waiting"
    """In a queue."""
    OFFERED = "offered"
    """Rings at an agent's seat."""
    WORKING = "working"
    """An agent works on a message or a follow-up; nobody is on the line."""
    DIALLING = "dialling"
    """We call; the far end has not answered."""
    TALKING = "talking"
    HELD = "held"
    """The caller hears music."""
    OUTSIDE = "outside"
    """Handed to a number outside."""


class BoardMember(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an agent may take; changes only when somebody moves them."""

    agent: AgentId
    name: str
    queues: tuple[QueueId, ...] = ()
    skills: tuple[str, ...] = ()
    """Sorted."""


class BoardAgent(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One agent, now and today."""

    agent: AgentId
    state: AgentState = AgentState.LOGGED_OFF
    since_ms: int = 0
    reason: str = ""
    """Not-ready reason code."""
    next_reason: str | None = None
    station_up: bool = True
    call: CallId | None = None
    queue: QueueId = QueueId("")
    """Of their call."""
    ready_ms: int = 0
    """Ready today, up to `since_ms`."""
    handling_ms: int = 0
    """Reserved, in calls and in wrap-up today, up to `since_ms`."""
    not_ready_ms: int = 0
    """Not ready today, up to `since_ms`."""
    handled: int = 0
    """Legs today whose wrap-up ended."""
    handle_ms: int = 0
    help_since_ms: int | None = None
    """They have asked for help, and nobody has come yet."""


class BoardCall(msgspec.Struct, frozen=True, omit_defaults=True):
    """One call that is not over, with what the voice menu has learned."""

    call: CallId
    stage: CallStage
    since_ms: int
    """In this stage."""
    arrived_ms: int
    queued_ms: int = 0
    """Since when it waits, or waited; 0: it has not."""
    queue: QueueId = QueueId("")
    agent: AgentId | None = None
    ani: str = ""
    """The caller's number as a person writes it; empty when withheld."""
    ani_name: str = ""
    name: str = ""
    """Of the customer, when we know who it is."""
    company: str = ""
    segment: str = ""
    """The customer's value type; empty when unknown."""
    language: Language = Language.ZH_CN
    path: tuple[tuple[str, str, str], ...] = ()
    """What the caller pressed: keys, and what they meant in English and Chinese."""
    priority: int = 0
    direction: Direction = Direction.IN
    listeners: tuple[tuple[AgentId, MonitorMode], ...] = ()
    """Supervisors who are with it, and how."""


class BoardInterval(msgspec.Struct, frozen=True, gc=False):
    """The figures of one queue in one quarter of an hour. A call counts where it was answered or given up, a leg where its wrap-up ended."""

    queue: QueueId
    start_ms: int
    counts: Counts


class BoardQueue(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """How a queue is set up today."""

    queue: QueueId
    service_level_s: float = 20.0
    """T: a call ought to be answered within this."""
    open: bool = True
    """False: it takes no new calls until somebody opens it again."""
