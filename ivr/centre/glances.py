"""Supervisors who look over an agent's shoulder: what lies on the desk, told anew as it changes, to whoever looks at it.

What moved is gathered and leaves with the board. Must never know the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.protocol.messages import CallDesk, DeskShown


class Glances:
    """Who looks at whose desk. `desk` gives what lies on one."""

    def __init__(self, desk: Callable[[AgentId], CallDesk | None]) -> None:
        self._desk = desk
        self._looking: dict[AgentId, AgentId] = {}
        self._moved: set[AgentId] = set()

    def open(self, user: AgentId, agent: AgentId) -> DeskShown:
        """This user looks at this agent's desk from now on, and at no other; gives what lies on it."""
        self._looking[user] = agent
        return DeskShown(agent, self._desk(agent))

    def close(self, user: AgentId) -> None:
        """They look no more; nothing happens when they did not."""
        self._looking.pop(user, None)

    def moved(self, agent: AgentId) -> None:
        """Something changed on this agent's desk."""
        if self._looking:
            self._moved.add(agent)

    def take_moved(self) -> Iterator[tuple[tuple[AgentId, ...], DeskShown]]:
        """Who is to be told what moved since this was last asked."""
        moved, self._moved = self._moved, set()
        for agent in sorted(moved):
            users = tuple(user for user, looked_at in self._looking.items() if looked_at == agent)
            if users:
                yield users, DeskShown(agent, self._desk(agent))
