"""Whose turn it is among the idle agents who may take a call: one rank for each strategy, the smallest first.

Each strategy is a plain rule (see `agent_desktop.cti.vocabulary.Strategy`); the heap here gives what the rule gives without
looking at everybody. Where an agent stands does not change while they are idle, but for the round, whose stale ranks only ever
grow and are mended when they surface. Chance is drawn from a number that the core hands in, so that it falls the same
way each time the same day is replayed.

Knows agents, times and counts; must never know of calls.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, insort
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from agent_desktop.cti.vocabulary import AgentId, Strategy
from ivr.core.needs import Need, Server

_SWEEP_FROM = 64
_MASK = (1 << 64) - 1


class Candidate(NamedTuple):
    """An idle agent, as a strategy sees them."""

    agent: AgentId
    position: int
    """Place in the settings, from the top."""
    stint: int
    """Running number of this time of being idle: breaks ties."""
    idle_since: float
    calls: int
    """Conversations since they logged on."""
    talk_s: float
    """Time in conversation, hold included, since they logged on."""


Rank = float | tuple[int, float]
Entry = tuple[Rank, int, Candidate]
Kept = Mapping[AgentId, float]
"""Who must not have a call before when."""


@dataclass(slots=True)
class Turn:
    """Whose turn it was last in a queue that goes round."""

    agents: int
    position: int = -1
    lap: int = 0

    def rank(self, who: Candidate) -> float:
        """The next after the last one is first."""
        return (self.lap + (who.position <= self.position)) * self.agents + who.position

    def take(self, who: Candidate) -> None:
        """It was this one's turn."""
        self.lap += who.position <= self.position
        self.position = who.position


@dataclass(slots=True)
class Draws:
    """Numbers that look like chance and are none: splitmix64 (Steele, Lea, Flood 2014) over a seed and a count."""

    seed: int
    count: int = 0

    def below(self, limit: int) -> int:
        """The next number from 0 to `limit` - 1."""
        self.count += 1
        mixed = (self.seed + self.count * 0x9E3779B97F4A7C15) & _MASK
        mixed = ((mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ mixed >> 27) * 0x94D049BB133111EB) & _MASK
        return (mixed ^ mixed >> 31) % limit


class Ranked:
    """The idle in a heap. Who is idle no longer stays in it until they surface, or until there are too many of them."""

    def __init__(self, idle: Mapping[AgentId, Candidate], rank: Callable[[Candidate], Rank], turn: Turn | None) -> None:
        self._idle, self._rank, self._turn = idle, rank, turn
        self._heap: list[Entry] = []

    def __len__(self) -> int:
        return len(self._heap)

    def add(self, who: Candidate) -> None:
        """They are idle now."""
        heap = self._heap
        heapq.heappush(heap, (self._rank(who), who.stint, who))
        if len(heap) > _SWEEP_FROM and len(heap) > 4 * len(self._idle):
            self._heap = [entry for entry in heap if self._idle.get(entry[2].agent) is entry[2]]
            heapq.heapify(self._heap)

    def first(self, kept: Kept | None, now: float) -> AgentId | None:
        """Take out whose turn it is among those who are not kept."""
        heap, idle, passed = self._heap, self._idle, []
        found = None
        while heap and found is None:
            entry = heapq.heappop(heap)
            who = entry[2]
            if idle.get(who.agent) is not who:
                continue
            if self._turn is not None and entry[0] != (rank := self._rank(who)):
                heapq.heappush(heap, (rank, who.stint, who))
            elif kept and kept.get(who.agent, now) > now:
                passed.append(entry)
            else:
                found = who
        for entry in passed:
            heapq.heappush(heap, entry)
        if found is None:
            return None
        if self._turn is not None:
            self._turn.take(found)
        return found.agent


class Drawn:
    """The idle in the order of the settings; one of them is drawn. Whoever is idle no longer has to be taken out by `discard`."""

    def __init__(self, draws: Draws, preference: Callable[[AgentId], int] | None) -> None:
        self._draws, self._preference = draws, preference
        self._places: list[tuple[int, AgentId]] = []

    def __len__(self) -> int:
        return len(self._places)

    def add(self, who: Candidate) -> None:
        """They are idle now."""
        insort(self._places, (who.position, who.agent))

    def discard(self, who: Candidate) -> None:
        """They are idle no longer."""
        place = (who.position, who.agent)
        at = bisect_left(self._places, place)
        if self._places[at : at + 1] == [place]:
            del self._places[at]

    def first(self, kept: Kept | None, now: float) -> AgentId | None:
        """Draw one of those who are not kept, among those who are preferred most; they stay until `discard`."""
        free = self._places
        if kept:
            free = [place for place in free if kept.get(place[1], now) <= now]
        if free and (preference := self._preference) is not None:
            most = max(preference(agent) for _, agent in free)
            free = [place for place in free if preference(place[1]) == most]
        return free[self._draws.below(len(free))][1] if free else None


def order(
    strategy: Strategy,
    need: Need,
    servers: Mapping[AgentId, Server],
    idle: Mapping[AgentId, Candidate],
    *,
    turn: Turn,
    draws: Draws,
) -> Ranked | Drawn:
    """The structure for one line of calls."""

    def preference(agent: AgentId) -> int:
        return len(need.preferred & servers[agent].skills)

    def level(who: Candidate) -> float:
        return -sum(servers[who.agent].level(skill) for skill in need.skills)

    if strategy is Strategy.RANDOM:
        return Drawn(draws, preference if need.preferred else None)
    ranks: dict[Strategy, Callable[[Candidate], float]] = {
        Strategy.ROUND_ROBIN: turn.rank,
        Strategy.FEWEST_CALLS: attrgetter("calls"),
        Strategy.LEAST_TALK_TIME: attrgetter("talk_s"),
        Strategy.TOP_DOWN: attrgetter("position"),
        Strategy.SKILL_LEVEL: level,
    }
    rank: Callable[[Candidate], float] = ranks.get(strategy, attrgetter("idle_since"))
    moving = turn if strategy is Strategy.ROUND_ROBIN else None
    if not need.preferred:
        return Ranked(idle, rank, moving)
    return Ranked(idle, lambda who: (-preference(who.agent), rank(who)), moving)
