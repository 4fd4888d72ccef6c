"""A day from its facts: sums by quarter of an hour, for each queue, agent and disposition. Pure.

Facts begin some hours before the day, so that who came to work, or called, before midnight is known; only what lies in the day is given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

from agent_desktop.cti.vocabulary import QueueId
from agent_desktop.protocol.board import INTERVAL_MS
from agent_desktop.protocol.report import Quarter, Subject
from agent_desktop.protocol.tallies import AgentTally, DispositionTally, QueueTally
from ivr.facts import NumberedFact
from ivr.statistics import Statistics

T = TypeVar("T", QueueTally, AgentTally, DispositionTally)

S = TypeVar("S", bound=str)

USUAL_LEVEL_S = 20.0
"""The service level of a queue that the settings no longer have."""


class DayWanted(msgspec.Struct, frozen=True):
    """Which day, and how it is reckoned. Times are Unix milliseconds."""

    begins_ms: int
    ends_ms: int
    """The next midnight."""
    until_ms: int
    """As far as it has come; no later than its end."""
    service_level_s: dict[str, float]
    """By queue, as the settings are now."""
    short_abandon_s: float


class DayReckoned(msgspec.Struct, frozen=True):
    """All of a day, with the names of who and what is in it; those that nobody knows any more have none."""

    queues: tuple[Quarter[QueueTally], ...] = ()
    agents: tuple[Quarter[AgentTally], ...] = ()
    dispositions: tuple[Quarter[DispositionTally], ...] = ()
    queue_names: tuple[Subject, ...] = ()
    agent_names: tuple[Subject, ...] = ()
    disposition_names: tuple[Subject, ...] = ()


def reckon(wanted: DayWanted, facts: Iterable[NumberedFact]) -> DayReckoned:
    """The day without names."""
    levels = {QueueId(queue): level for queue, level in wanted.service_level_s.items()}
    statistics = Statistics(
        defaultdict(lambda: USUAL_LEVEL_S, levels), short_s=wanted.short_abandon_s, interval_s=INTERVAL_MS / 1000
    )
    for fact in facts:
        statistics.apply(fact)
    statistics.close(wanted.until_ms / 1000)
    return DayReckoned(
        _within(wanted, statistics.queues), _within(wanted, statistics.agents), _within(wanted, statistics.dispositions)
    )


def kinds() -> frozenset[str]:
    """The names of the facts that matter here."""
    return Statistics({}).kinds


def _within(wanted: DayWanted, tallies: Mapping[tuple[float, S], T]) -> tuple[Quarter[T], ...]:
    """Those of the day, in the order of time."""
    quarters = (Quarter(subject, round(at * 1000), _rounded(tally)) for (at, subject), tally in tallies.items())
    inside = (each for each in quarters if wanted.begins_ms <= each.start_ms < wanted.ends_ms)
    return tuple(sorted(inside, key=lambda each: (each.start_ms, each.subject)))


def _rounded(tally: T) -> T:
    """Sums of seconds to the millisecond: they travel shorter."""
    return type(tally)(*(round(getattr(tally, name), 3) for name in tally.__struct_fields__))
