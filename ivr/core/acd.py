"""Who gets which call: the automatic call distributor, and nothing else.

Calls that ask for the same (queue, skills) form a *class*. A class has a heap of waiting calls, ordered by priority and
then arrival, and a heap of idle agents, longest idle first. An agent stands in the idle heap of every class they may
serve; taking them from one leaves stale entries in the others, which are skipped when they surface and swept when they
outnumber the living. So a decision costs a few heap operations for each class an agent serves, whatever the numbers of
calls and agents. Ties are broken by arrival numbers, never by chance.

Knows ids, priorities and times; must never know what a call or an agent is doing.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field

from agent_desktop.cti.vocabulary import AgentId, CallId, QueueId

Waiting = tuple[int, int, CallId]
"""(-priority, arrival number, call)."""
Idle = tuple[float, int, AgentId]
"""(idle since, running number, agent)."""

_SWEEP_FROM = 64


@dataclass(frozen=True, slots=True)
class Need:
    """What a call asks for."""

    queue: QueueId
    skills: frozenset[str]


@dataclass(eq=False, slots=True)
class _Class:
    """Calls with the same need, and the agents who may take them."""

    waiting: list[Waiting] = field(default_factory=list)
    idle: list[Idle] = field(default_factory=list)
    stale_waiting: int = 0


@dataclass(frozen=True, slots=True)
class Server:
    """What an agent may take."""

    agent: AgentId
    queues: frozenset[QueueId]
    skills: frozenset[str]

    def serves(self, need: Need) -> bool:
        """Whether a call with this need may be offered to this agent."""
        return need.queue in self.queues and need.skills <= self.skills


class Distributor:
    """The waiting calls and the idle agents."""

    def __init__(self, servers: Iterable[Server]) -> None:
        self._servers = {server.agent: server for server in servers}
        self._classes: dict[Need, _Class] = {}
        self._classes_of: dict[AgentId, list[_Class]] = {agent: [] for agent in self._servers}
        self._waiting: dict[CallId, tuple[Waiting, _Class]] = {}
        self._idle: dict[AgentId, Idle] = {}
        self._kept_from: dict[CallId, dict[AgentId, float]] = {}
        self._count = 0

    # --- calls -------------------------------------------------------------------------------------------------------

    def add_call(self, call: CallId, need: Need, priority: int, arrival: int, now: float) -> AgentId | None:
        """A call waits. Gives the agent who is to have it (both are then out of the heaps), or None."""
        group = self._class(need)
        agent = self._take_agent(group, call, now)
        if agent is None:
            entry = (-priority, arrival, call)
            self._waiting[call] = (entry, group)
            heapq.heappush(group.waiting, entry)
        return agent

    def retry_call(self, call: CallId, now: float) -> AgentId | None:
        """A waiting call may be offered to somebody again who was kept from it; as `add_call`."""
        place = self._waiting.get(call)
        if place is None:
            return None
        agent = self._take_agent(place[1], call, now)
        if agent is not None:
            self.remove_call(call)
        return agent

    def remove_call(self, call: CallId) -> None:
        """The call waits no longer."""
        place = self._waiting.pop(call, None)
        if place is not None:
            group = place[1]
            group.stale_waiting += 1
            if group.stale_waiting > _SWEEP_FROM and 2 * group.stale_waiting > len(group.waiting):
                self._sweep_waiting(group)

    def keep_from(self, call: CallId, agent: AgentId, until: float) -> None:
        """Do not offer this call to this agent before `until`."""
        self._kept_from.setdefault(call, {})[agent] = until

    def next_release(self, call: CallId, now: float) -> float | None:
        """When the next of those who are kept from this call may have it again; None: nobody is kept from it."""
        return min((until for until in self._kept_from.get(call, {}).values() if until > now), default=None)

    def forget_call(self, call: CallId) -> None:
        """The call is over."""
        self.remove_call(call)
        self._kept_from.pop(call, None)

    # --- agents ------------------------------------------------------------------------------------------------------

    def assign(self, server: Server) -> None:
        """An agent serves other calls from here on. They must not be idle: take them out before, and put them back after."""
        self._servers[server.agent] = server
        self._classes_of[server.agent] = [group for need, group in self._classes.items() if server.serves(need)]

    def add_agent(self, agent: AgentId, idle_since: float, now: float) -> CallId | None:
        """An agent is idle. Gives the call they are to have (both are then out of the heaps), or None."""
        call = self._take_call(agent, now)
        if call is None:
            self._count += 1
            entry = (idle_since, self._count, agent)
            self._idle[agent] = entry
            for group in self._classes_of[agent]:
                self._push_idle(group, entry)
        return call

    def remove_agent(self, agent: AgentId) -> None:
        """The agent is idle no longer."""
        self._idle.pop(agent, None)

    def is_idle(self, agent: AgentId) -> bool:
        """Whether the agent waits for a call here."""
        return agent in self._idle

    def dump_idle(self) -> list[AgentId]:
        """The idle agents in the order in which they stand."""
        return [agent for _, _, agent in sorted(self._idle.values())]

    def dump_kept(self) -> dict[CallId, dict[AgentId, float]]:
        """Who is kept from which call until when."""
        return {call: dict(agents) for call, agents in self._kept_from.items()}

    # --- inside ------------------------------------------------------------------------------------------------------

    def _class(self, need: Need) -> _Class:
        group = self._classes.get(need)
        if group is None:
            group = self._classes[need] = _Class()
            for agent, server in self._servers.items():
                if server.serves(need):
                    self._classes_of[agent].append(group)
                    if agent in self._idle:
                        heapq.heappush(group.idle, self._idle[agent])
        return group

    def _take_agent(self, group: _Class, call: CallId, now: float) -> AgentId | None:
        heap, idle = group.idle, self._idle
        kept = self._kept_from.get(call)
        passed: list[Idle] = []
        found: AgentId | None = None
        while heap:
            entry = heapq.heappop(heap)
            agent = entry[2]
            if idle.get(agent) is not entry:
                continue
            if kept and kept.get(agent, now) > now:
                passed.append(entry)
                continue
            del idle[agent]
            found = agent
            break
        for entry in passed:
            heapq.heappush(heap, entry)
        return found

    def _take_call(self, agent: AgentId, now: float) -> CallId | None:
        best: Waiting | None = None
        for group in self._classes_of[agent]:
            if group.waiting:
                entry = self._first_for(group, agent, now)
                if entry is not None and (best is None or entry < best):
                    best = entry
        if best is None:
            return None
        self.remove_call(best[2])
        return best[2]

    def _first_for(self, group: _Class, agent: AgentId, now: float) -> Waiting | None:
        """The first call of a class that this agent is not kept from; the heap stays as it is but for stale heads."""
        heap = group.waiting
        while heap and not self._lives(heap[0], group):
            heapq.heappop(heap)
            group.stale_waiting -= 1
        if not heap or not self._is_kept(heap[0][2], agent, now):
            return heap[0] if heap else None
        free = (e for e in heap if self._lives(e, group) and not self._is_kept(e[2], agent, now))
        return min(free, default=None)

    def _lives(self, entry: Waiting, group: _Class) -> bool:
        place = self._waiting.get(entry[2])
        return place is not None and place[0] is entry and place[1] is group

    def _is_kept(self, call: CallId, agent: AgentId, now: float) -> bool:
        kept = self._kept_from.get(call)
        return kept is not None and kept.get(agent, now) > now

    def _push_idle(self, group: _Class, entry: Idle) -> None:
        heap = group.idle
        heapq.heappush(heap, entry)
        if len(heap) > _SWEEP_FROM and len(heap) > 4 * len(self._idle):
            group.idle = [each for each in heap if self._idle.get(each[2]) is each]
            heapq.heapify(group.idle)

    def _sweep_waiting(self, group: _Class) -> None:
        group.waiting = [entry for entry in group.waiting if self._lives(entry, group)]
        heapq.heapify(group.waiting)
        group.stale_waiting = 0
