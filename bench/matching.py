"""Who gets which call: what a decision of the distributor costs by agents, waiting calls and skills, beside a bare heap operation of the same run
and the published clocks of mod_callcenter, which looks for a match when its clock ticks.

python -m bench.matching
"""

from __future__ import annotations

import heapq
import random
import statistics
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from agent_desktop.cti.vocabulary import AgentId, CallId, QueueId
from ivr.core.acd import Distributor
from ivr.core.needs import Need, Server

ROUNDS = 20_000
OF_AN_AGENT = 4
"""Queues that each agent serves."""
CLOCKS_S = (1.0, 0.1)
"""The published clocks of mod_callcenter; who is ready waits half of a tick on average."""


class Size(NamedTuple):
    """Of a centre."""

    agents: int = 2_000
    waiting: int = 10_000
    queues: int = 50
    skills: int = 4
    """Per queue; a call asks for one of them."""


NORMAL = Size()
BY_WAITING = [Size(waiting=waiting) for waiting in (100, 1_000, 10_000, 100_000)]
BY_AGENTS = [Size(agents=agents) for agents in (200, 1_000, 2_000, 5_000)]
BY_SKILLS = [Size(skills=skills) for skills in (1, 4, 16, 64)]


class Cost(NamedTuple):
    """Microseconds of one decision."""

    p50: float
    p99: float


def cost(rounds: Iterator[float]) -> Cost:
    """Of so many decisions, given in seconds."""
    times = sorted(1e6 * seconds for seconds in rounds)
    return Cost(statistics.median(times), times[int(len(times) * 0.99)])


def distributor(size: Size, chance: random.Random) -> tuple[Distributor, list[Need], list[AgentId]]:
    """With nobody idle and nobody waiting."""
    queues = [QueueId(f"q{number}") for number in range(size.queues)]
    skills = {queue: [f"{queue}s{number}" for number in range(size.skills)] for queue in queues}
    needs = [Need(queue, frozenset({skills[queue][chance.randrange(size.skills)]})) for queue in queues]
    servers = []
    for number in range(size.agents):
        own = [queues[(number + step) % size.queues] for step in range(OF_AN_AGENT)]
        known = frozenset(skill for queue in own for skill in skills[queue])
        servers.append(Server(AgentId(f"a{number}"), frozenset(own), known))
    return Distributor(servers), needs, [server.agent for server in servers]


def decisions(size: Size) -> Iterator[float]:
    """An agent becomes free and gets a call; a new call takes its place in the queue. Seconds each."""
    chance = random.Random(1)
    acd, needs, agents = distributor(size, chance)
    for number in range(size.waiting):
        acd.add_call(CallId(number), needs[number % size.queues], chance.randrange(3), number, 0.0)
    for number in range(size.waiting, size.waiting + ROUNDS):
        need, priority = needs[chance.randrange(size.queues)], chance.randrange(3)
        agent = agents[chance.randrange(size.agents)]
        begin = time.perf_counter()
        call = acd.add_agent(agent, 0.0, 0.0)
        acd.add_call(CallId(number), need, priority, number, 0.0)
        yield time.perf_counter() - begin
        if call is None:
            acd.remove_agent(agent)


def heap_operations(size: Size) -> Iterator[float]:
    """The floor: bare heaps, one for each need; the best head of four is taken, a new call pushed. Seconds each."""
    chance = random.Random(1)
    heaps: list[list[tuple[int, int, int]]] = [[(0, -1, -1)] for _ in range(size.queues)]
    for number in range(size.waiting):
        heapq.heappush(heaps[number % size.queues], (-chance.randrange(3), number, number))
    for number in range(size.waiting, size.waiting + ROUNDS):
        at, priority, first = chance.randrange(size.queues), chance.randrange(3), chance.randrange(size.queues)
        begin = time.perf_counter()
        best = min((heaps[(first + step) % size.queues] for step in range(OF_AN_AGENT)), key=lambda heap: heap[0])
        taken = heapq.heappop(best)
        heapq.heappush(heaps[at], (-priority, number, number))
        yield time.perf_counter() - begin
        if not best:
            heapq.heappush(best, taken)


def show(name: str, sizes: list[Size], varied: Callable[[Size], int]) -> list[Cost]:
    """A line for each size, with the floor of the same moment; and the growth from the first to the last."""
    costs = []
    for size in sizes:
        ours, bare = cost(decisions(size)), cost(heap_operations(size))
        costs.append(ours)
        print(
            f"  {varied(size):>7,} {name:<16} p50 {ours.p50:6.2f} µs   p99 {ours.p99:6.2f} µs   "
            f"floor {bare.p50:5.2f} µs   {ours.p50 / bare.p50:4.1f} ×"
        )
    first, last = sizes[0], sizes[-1]
    print(f"  growth {varied(first):,} → {varied(last):,} {name}: {costs[-1].p50 / costs[0].p50:.2f} ×\n")
    return costs


def main() -> None:
    print("a decision: an agent becomes free, gets a call, and a new call takes its place")
    print(f"unless it says otherwise: {NORMAL.agents:,} agents, {NORMAL.waiting:,} waiting, {NORMAL.queues} queues\n")
    by_waiting = show("waiting", BY_WAITING, lambda size: size.waiting)
    show("agents", BY_AGENTS, lambda size: size.agents)
    show("skills a queue", BY_SKILLS, lambda size: size.skills)
    growth = by_waiting[-1].p50 / by_waiting[1].p50
    print(f"growth 1,000 → 100,000 waiting: {growth:.2f} × (aim: at most 3)")
    worst = max(each.p99 for each in by_waiting)
    for clock_s in CLOCKS_S:
        ratio = clock_s / 2 * 1e6 / worst
        print(f"a clock of {1e3 * clock_s:,.0f} ms (mod_callcenter) waits half of it: {ratio:,.0f} × our worst p99")


if __name__ == "__main__":
    main()
