"""Whom an agent is offered to hand a call to: every queue, and the colleagues who serve a queue of theirs.

It goes by the plan alone, so that a move to other queues changes nobody's list. Must never know how anybody stands: `colleagues.py` does.
"""

from __future__ import annotations

from agent_desktop.cti.vocabulary import QueueId
from agent_desktop.pinyin import spelling
from agent_desktop.protocol.messages import TransferTarget
from agent_desktop.protocol.record import Text
from ivr.plan import AgentPlan, Plan

MOST_COLLEAGUES = 200
"""Agents offered as transfer targets in a snapshot; others can be reached by typing their name."""


class TransferTargets:
    """The targets of every agent of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._people: dict[tuple[QueueId, ...], tuple[TransferTarget, ...]] = {}
        """Who serves any of these queues; a plan does not change while it runs."""

    def of(self, agent: AgentPlan) -> tuple[TransferTarget, ...]:
        """All that this agent's seat offers."""
        queues = (
            TransferTarget("queue", each.queue, each.label, _spelled(each.label.zh_CN)) for each in self._plan.queues
        )
        return (*queues, *(each for each in self.serving_any_of(agent.queues) if each.target != agent.agent))

    def serving_any_of(self, queues: tuple[QueueId, ...]) -> tuple[TransferTarget, ...]:
        """Agents by name, `MOST_COLLEAGUES` of them."""
        if queues not in self._people:
            wanted = set(queues)
            plans = (each for each in self._plan.agents if wanted.intersection(each.queues))
            people = sorted((each.name, each.agent) for each in plans)[:MOST_COLLEAGUES]
            self._people[queues] = tuple(
                TransferTarget("agent", agent, Text(name, name), _spelled(name)) for name, agent in people
            )
        return self._people[queues]


def _spelled(name: str) -> str:
    found = spelling(name)
    return "" if found is None else f"{found.full} {found.initials}"
