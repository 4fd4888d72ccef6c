"""Who gets which call: the automatic call distributor, and nothing else.

Calls that ask for the same (`ivr.core.needs.Need`) form a *class*. A class has a heap of waiting calls, ordered by priority and
then arrival, and the idle agents who may take them, in the order of their queue's strategy (`ivr.core.idle`). An agent stands
among the idle of every class they may serve; taking them from one leaves stale entries in the others, which are skipped when
they surface and swept when they outnumber the living. So a decision costs a few heap operations for each class an
agent serves, whatever the numbers of calls and agents. Ties are broken by arrival numbers, never by chance.

Knows ids, priorities and times; must never know what a call or an agent is doing.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from agent_desktop.cti.vocabulary import AgentId, CallId, QueueId, Strategy
from ivr.core.idle import Candidate, Drawn, Draws, Ranked, Turn, order
from ivr.core.needs import Need, Server

Waiting = tuple[int, float, CallId]
"""(-priority, arrived, call)."""

_SWEEP_FROM = 64


@dataclass(eq=False, slots=True)
class _Class:
    """Calls with the same need, and the agents who may take them."""

    queue: QueueId
    idle: Ranked | Drawn
    waiting: list[Waiting] = field(default_factory=list)
    stale_waiting: int = 0


class Distributor:
    """The waiting calls and the idle agents."""

    def __init__(
        self,
        servers: Iterable[Server],
        strategies: Mapping[QueueId, Strategy] | None = None,
        seed: int = 0,
    ) -> None:
        self._servers = {server.agent: server for server in servers}
        self._position = {agent: position for position, agent in enumerate(self._servers)}
        self._even = {server.agent: server.is_even for server in self._servers.values()}
        self._strategies = strategies or {}
        self._classes: dict[Need, _Class] = {}
        self._classes_of: dict[AgentId, list[_Class]] = {agent: [] for agent in self._servers}
        self._drawn_of: dict[AgentId, list[Drawn]] = {}
        self._waiting: dict[CallId, tuple[Waiting, _Class]] = {}
        self._idle: dict[AgentId, Candidate] = {}
        self._kept_from: dict[CallId, dict[AgentId, float]] = {}
        self._turns: dict[QueueId, Turn] = {}
        self._draws = Draws(seed)
        self._stints = 0

    # --- calls -------------------------------------------------------------------------------------------------------

    def add_call(self, call: CallId, need: Need, priority: int, arrived: float, now: float) -> AgentId | None:
        """A call waits. Gives the agent who is to have it (both are then out of the heaps), or None."""
        group = self._class(need)
        agent = self._take_agent(group, call, now)
        if agent is None:
            entry = (-priority, arrived, call)
            self._waiting[call] = (entry, group)
            heapq.heappush(group.waiting, entry)
        return agent

    def take_agent(self, call: CallId, need: Need, now: float) -> AgentId | None:
        """The idle agent whose turn it is, if any; they are idle no longer."""
        return self._take_agent(self._class(need), call, now)

    def move_call(self, call: CallId, need: Need, now: float) -> AgentId | None:
        """A waiting call asks for something else from now on, and keeps its place; as `add_call`."""
        place = self._waiting.get(call)
        if place is None:
            return None
        rank, arrived, _ = place[0]
        self.remove_call(call)
        return self.add_call(call, need, -rank, arrived, now)

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

    def waiting_in(self, queue: QueueId) -> int:
        """How many calls wait in a queue."""
        return sum(len(each.waiting) - each.stale_waiting for each in self._classes.values() if each.queue == queue)

    def position(self, call: CallId) -> int:
        """1: it is the next of its queue; 0: it does not wait."""
        place = self._waiting.get(call)
        if place is None:
            return 0
        entry, queue = place[0], place[1].queue
        lines = [each for each in self._classes.values() if each.queue == queue]
        return 1 + sum(other < entry and self._lives(other, each) for each in lines for other in each.waiting)

    def calls_in(self, queue: QueueId) -> list[CallId]:
        """The calls that wait in a queue, the next first."""
        lines = [each for each in self._classes.values() if each.queue == queue]
        living = [entry for each in lines for entry in each.waiting if self._lives(entry, each)]
        return [entry[2] for entry in sorted(living)]

    def forget_call(self, call: CallId) -> None:
        """The call is over."""
        self.remove_call(call)
        self._kept_from.pop(call, None)

    # --- agents ------------------------------------------------------------------------------------------------------

    def assign(self, server: Server) -> None:
        """An agent serves other calls from here on. They must not be idle: take them out before, and put them back after."""
        self._servers[server.agent] = server
        self._even[server.agent] = server.is_even
        groups = [group for need, group in self._classes.items() if server.serves(need)]
        self._classes_of[server.agent] = groups
        self._drawn_of[server.agent] = [group.idle for group in groups if isinstance(group.idle, Drawn)]

    def add_agent(
        self, agent: AgentId, idle_since: float, now: float, calls: int = 0, talk_s: float = 0.0
    ) -> CallId | None:
        """An agent is idle. Gives the call they are to have (both are then out of the heaps), or None.

        `calls` and `talk_s` are their conversations, in number and seconds, since they logged on.
        """
        call = self._take_call(agent, now)
        if call is None:
            self._stints += 1
            who = Candidate(agent, self._position[agent], self._stints, idle_since, calls, talk_s)
            self.remove_agent(agent)
            self._idle[agent] = who
            for group in self._classes_of[agent]:
                group.idle.add(who)
        return call

    def remove_agent(self, agent: AgentId) -> None:
        """The agent is idle no longer."""
        who = self._idle.pop(agent, None)
        if who is not None:
            for drawn in self._drawn_of.get(agent, ()):
                drawn.discard(who)

    def may_serve(self, agent: AgentId, need: Need) -> bool:
        """Whether a call with this need may be offered to this agent."""
        server = self._servers.get(agent)
        return server is not None and server.serves(need)

    def is_idle(self, agent: AgentId) -> bool:
        """Whether the agent waits for a call here."""
        return agent in self._idle

    def dump_idle(self) -> list[AgentId]:
        """The idle agents in the order in which they became idle."""
        return [who.agent for who in sorted(self._idle.values(), key=lambda who: who.stint)]

    def dump_kept(self) -> dict[CallId, dict[AgentId, float]]:
        """Who is kept from which call until when."""
        return {call: dict(agents) for call, agents in self._kept_from.items()}

    def dump_turns(self) -> dict[QueueId, AgentId]:
        """Who had the last call of each queue that goes round."""
        agents = list(self._servers)
        return {queue: agents[turn.position] for queue, turn in self._turns.items() if turn.position >= 0}

    def set_turns(self, turns: Mapping[QueueId, AgentId]) -> None:
        """The rounds go on from here."""
        for queue, agent in turns.items():
            if agent in self._position:
                self._turn(queue).position = self._position[agent]

    @property
    def draws(self) -> int:
        """How often chance has decided."""
        return self._draws.count

    @draws.setter
    def draws(self, count: int) -> None:
        self._draws.count = count

    # --- inside ------------------------------------------------------------------------------------------------------

    def _class(self, need: Need) -> _Class:
        return self._classes.get(need) or self._new_class(need)

    def _new_class(self, need: Need) -> _Class:
        strategy = self._strategies.get(need.queue, Strategy.LONGEST_IDLE)
        idle = order(strategy, need, self._servers, self._idle, turn=self._turn(need.queue), draws=self._draws)
        group = self._classes[need] = _Class(need.queue, idle)
        able = [server.agent for server in self._servers.values() if server.serves(need)]
        for agent in able:
            self._classes_of[agent].append(group)
            if isinstance(idle, Drawn):
                self._drawn_of.setdefault(agent, []).append(idle)
        standing = [self._idle[agent] for agent in able if agent in self._idle]
        for who in standing:
            idle.add(who)
        return group

    def _turn(self, queue: QueueId) -> Turn:
        return self._turns.setdefault(queue, Turn(len(self._servers)))

    def _take_agent(self, group: _Class, call: CallId, now: float) -> AgentId | None:
        if not group.idle:
            return None
        agent = group.idle.first(self._kept_from.get(call), now)
        if agent is not None:
            self.remove_agent(agent)
        return agent

    def _take_call(self, agent: AgentId, now: float) -> CallId | None:
        best: Waiting | None = None
        best_key: tuple[float, ...] = ()
        even = self._even[agent]
        for group in self._classes_of[agent]:
            if group.waiting:
                entry = self._first_for(group, agent, now)
                if entry is None:
                    continue
                key = entry if even else self._urgency(entry, self._servers[agent].rate(group.queue), now)
                if best is None or key < best_key:
                    best, best_key = entry, key
        if best is None:
            return None
        self.remove_call(best[2])
        return best[2]

    @staticmethod
    def _urgency(entry: Waiting, rate: float, now: float) -> tuple[float, ...]:
        """Among queues that count differently for an agent: by priority, then by the wait times what it counts."""
        return (entry[0], -rate * (now - entry[1]), entry[1], entry[2])

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

    def _sweep_waiting(self, group: _Class) -> None:
        group.waiting = [entry for entry in group.waiting if self._lives(entry, group)]
        heapq.heapify(group.waiting)
        group.stale_waiting = 0
