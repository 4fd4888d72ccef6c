"""What the routing core is built from: queues, agents, flows, as plain data. Made from settings, files and the database by
the centre; written whole into the journal's header, so that a journal replays without any other file.
"""

from __future__ import annotations

import msgspec

from agent_desktop.cti.vocabulary import AgentId, QueueId, StationMode
from agent_desktop.protocol.record import Text
from ivr.flow.model import Flow


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


class AgentPlan(msgspec.Struct, frozen=True):
    """One agent."""

    agent: AgentId
    name: str
    queues: tuple[QueueId, ...]
    skills: frozenset[str] = frozenset()
    station: str = ""
    station_mode: StationMode = StationMode.NAILED_UP


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
    decline_codes: frozenset[str] = frozenset()
