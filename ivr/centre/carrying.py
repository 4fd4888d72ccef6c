"""What a supervisor has decided and a centre that starts afresh still goes by: whom they moved to which queues and skills, and which queues
they closed. Pure.

It holds until they decide otherwise, or until the settings of that agent are changed: what was written last is meant. A queue or an agent
that the settings no longer have is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from agent_desktop.cti.vocabulary import AgentId, QueueId
from ivr import facts
from ivr.core.state import Agent
from ivr.facts import NumberedFact
from ivr.plan import AgentPlan, Plan

DIRECTED = (facts.AgentAssigned, facts.QueueClosed, facts.QueueOpened)
"""The facts that tell of it."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What goes on: as facts for projections, and as the core keeps it."""

    facts: tuple[NumberedFact, ...] = ()

    @property
    def closed_queues(self) -> list[QueueId]:
        return sorted(each.fact.queue for each in self.facts if isinstance(each.fact, facts.QueueClosed))

    def agents(self, plan: Plan) -> dict[AgentId, Agent]:
        """Those who were moved."""
        stations = {agent.agent: agent.station for agent in plan.agents}
        moved = (each.fact for each in self.facts if isinstance(each.fact, facts.AgentAssigned))
        return {
            fact.agent: Agent(fact.agent, stations[fact.agent], queues=fact.queues, skills=fact.skills)
            for fact in moved
        }


def carry(before: Plan, now: Plan, remembered: Iterable[NumberedFact]) -> Carried:
    """What of the last run's decisions goes on under today's plan; `remembered` has the latest fact of each."""
    return Carried(tuple(_carried(before, now, remembered)))


def _carried(before: Plan, now: Plan, remembered: Iterable[NumberedFact]) -> Iterator[NumberedFact]:
    queues = {queue.queue for queue in now.queues}
    unchanged = _written(before) & _written(now)
    known = {agent for agent, _, _ in unchanged}
    for numbered in remembered:
        fact = numbered.fact
        if isinstance(fact, facts.QueueClosed) and fact.queue in queues:
            yield numbered
        elif isinstance(fact, facts.AgentAssigned) and fact.agent in known:
            kept = tuple(queue for queue in fact.queues if queue in queues)
            yield replace(numbered, fact=replace(fact, queues=kept))


def _written(plan: Plan) -> set[tuple[AgentId, tuple[QueueId, ...], frozenset[str]]]:
    """What the settings say of each agent."""

    def of(agent: AgentPlan) -> tuple[AgentId, tuple[QueueId, ...], frozenset[str]]:
        return agent.agent, agent.queues, agent.skills

    return {of(agent) for agent in plan.agents}
