"""The figures of a day as they travel: sums by quarter of an hour, for each queue, agent or disposition. Whoever shows them divides, adds
quarters to halves and hours, and names the formula (`agent_desktop.protocol.figures`). Times are Unix milliseconds.
"""

from __future__ import annotations

import enum
from typing import Generic, TypeVar

import msgspec

from agent_desktop.protocol.record import Text
from agent_desktop.protocol.tallies import AgentTally, DispositionTally, QueueTally

T = TypeVar("T", QueueTally, AgentTally, DispositionTally)


class Kind(enum.StrEnum):
    """What the rows of a report are about."""

    QUEUE = "queue"
    AGENT = "agent"
    DISPOSITION = "disposition"


class Subject(msgspec.Struct, frozen=True, array_like=True):
    """A queue, an agent or a disposition, as it is called today; also one that is no longer there."""

    id: str
    name: Text


class Quarter(msgspec.Struct, Generic[T], frozen=True, array_like=True):
    """What happened to one subject in the quarter of an hour that begins then."""

    subject: str
    start_ms: int
    tally: T
