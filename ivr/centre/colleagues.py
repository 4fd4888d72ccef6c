"""How the colleagues in a list of transfer targets stand, while the list is open: for whoever looks at it and nobody else.

What moved is gathered and given out at once, one body for all who look at the same people: a state changes for a hundred agents
a second at a large site, and a list is open for seconds. Must never know the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from agent_desktop.cti.vocabulary import AgentId, QueueId
from agent_desktop.protocol.messages import AgentView, Colleague, ColleaguesChanged, TransferTarget

Queues = tuple[QueueId, ...]
People = Callable[[Queues], tuple[TransferTarget, ...]]


class Colleagues:
    """Open lists. `people` gives who is listed for agents of these queues, `view` how an agent stands."""

    def __init__(self, people: People, view: Callable[[AgentId], AgentView]) -> None:
        self._people, self._view = people, view
        self._looking: dict[Queues, dict[AgentId, None]] = {}
        self._moved: set[AgentId] = set()

    def open(self, agent: AgentId, queues: Queues) -> ColleaguesChanged:
        """This agent of these queues looks at the list from now on; gives all that is on it."""
        self._looking.setdefault(queues, {})[agent] = None
        return self._told(one.target for one in self._people(queues))

    def close(self, agent: AgentId, queues: Queues) -> None:
        """They look no more; nothing happens when they did not."""
        looking = self._looking.get(queues, {})
        looking.pop(agent, None)
        if not looking:
            self._looking.pop(queues, None)

    def moved(self, agent: AgentId) -> None:
        """This agent stands otherwise than before."""
        if self._looking:
            self._moved.add(agent)

    def take_moved(self) -> Iterator[tuple[tuple[AgentId, ...], ColleaguesChanged]]:
        """Who is to be told what moved since this was last asked."""
        moved, self._moved = self._moved, set()
        for queues, looking in self._looking.items() if moved else ():
            shown = self._told(one.target for one in self._people(queues) if one.target in moved)
            if shown.colleagues:
                yield tuple(looking), shown

    def _told(self, agents: Iterator[str]) -> ColleaguesChanged:
        views = ((AgentId(agent), self._view(AgentId(agent))) for agent in agents)
        return ColleaguesChanged(tuple(Colleague(agent, view.state, view.station_up) for agent, view in views))
