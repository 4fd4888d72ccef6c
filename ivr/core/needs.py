"""What a call asks for, what an agent may take, and whether the two fit: nothing here knows who waits or who is idle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from agent_desktop.cti.vocabulary import AgentId, QueueId

FIRST_TIER = 1


@dataclass(frozen=True, slots=True)
class Need:
    """What a call asks for. Calls with equal needs wait in one line."""

    queue: QueueId
    skills: frozenset[str]
    levels: tuple[tuple[str, int], ...] = ()
    """Skills of which more than a little is asked: (skill, least level), in alphabetical order."""
    preferred: frozenset[str] = frozenset()
    """Who has more of these goes first; who has none of them may take the call all the same."""
    tier: int = FIRST_TIER
    """Agents of the queue's tiers up to this one."""
    only: AgentId | None = None
    """Nobody else, for the time being."""


@dataclass(frozen=True, slots=True)
class Server:
    """What an agent may take."""

    agent: AgentId
    queues: frozenset[QueueId]
    skills: frozenset[str]
    levels: Mapping[str, int] = field(default_factory=dict, hash=False)
    """Of the skills in which they are better than level 1."""
    tiers: Mapping[QueueId, int] = field(default_factory=dict, hash=False)
    """Of the queues in which they are not in the first."""
    rates: Mapping[QueueId, float] = field(default_factory=dict, hash=False)
    """How fast a wait in these queues counts for them; 1 in the others."""

    def serves(self, need: Need) -> bool:
        """Whether a call with this need may be offered to this agent."""
        return (
            need.queue in self.queues
            and need.skills <= self.skills
            and need.only in (None, self.agent)
            and self.tiers.get(need.queue, FIRST_TIER) <= need.tier
            and all(self.level(skill) >= least for skill, least in need.levels)
        )

    def level(self, skill: str) -> int:
        """How well they have this skill; 0: not at all."""
        return self.levels.get(skill, 1) if skill in self.skills else 0

    def rate(self, queue: QueueId) -> float:
        """How fast a wait in this queue counts for them."""
        return self.rates.get(queue, 1.0)

    @property
    def is_even(self) -> bool:
        """Whether a wait counts the same for them in all their queues."""
        return len({self.rate(queue) for queue in self.queues}) <= 1
