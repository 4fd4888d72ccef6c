"""Who gets which call: the distributor alone, at 2,000 agents, 50 queues and 200 skills, beside a bare heap operation.

python bench/matching.py
"""

from __future__ import annotations

import heapq
import random
import statistics
import time

from agent_desktop.cti.vocabulary import AgentId, CallId, QueueId
from ivr.core.acd import Distributor
from ivr.core.needs import Need, Server

AGENTS, QUEUES, SKILLS, ROUNDS = 2_000, 50, 200, 20_000


def build(chance: random.Random) -> tuple[Distributor, list[Need], list[AgentId]]:
    queues = [QueueId(f"q{number}") for number in range(QUEUES)]
    skills = [f"s{number}" for number in range(SKILLS)]
    needs = [Need(queue, frozenset({skills[4 * at + chance.randrange(4)]})) for at, queue in enumerate(queues)]
    servers = []
    for number in range(AGENTS):
        first = number % QUEUES
        own = [(first + step) % QUEUES for step in range(4)]
        servers.append(
            Server(
                AgentId(f"a{number}"),
                frozenset(queues[at] for at in own),
                frozenset(skills[4 * at + part] for at in own for part in range(4)),
            )
        )
    return Distributor(servers), needs, [server.agent for server in servers]


def measure(waiting: int) -> list[float]:
    """Microseconds per decision: an agent becomes free, gets a call; a new call takes its place in the queue."""
    chance = random.Random(1)
    acd, needs, agents = build(chance)
    for number in range(waiting):
        acd.add_call(CallId(number), needs[number % QUEUES], chance.randrange(3), number, 0.0)
    times = []
    for number in range(waiting, waiting + ROUNDS):
        need, priority = needs[chance.randrange(QUEUES)], chance.randrange(3)
        agent = agents[chance.randrange(AGENTS)]
        begin = time.perf_counter()
        call = acd.add_agent(agent, 0.0, 0.0)
        acd.add_call(CallId(number), need, priority, number, 0.0)
        times.append((time.perf_counter() - begin) * 1e6)
        assert call is not None
    return times


def floor(waiting: int) -> list[float]:
    """Bare heaps indexed by skill set: one pop of the best head among four, one push."""
    chance = random.Random(1)
    heaps: list[list[tuple[int, int, int]]] = [[] for _ in range(QUEUES)]
    for number in range(waiting):
        heapq.heappush(heaps[number % QUEUES], (-chance.randrange(3), number, number))
    times = []
    for number in range(waiting, waiting + ROUNDS):
        queue, priority, first = chance.randrange(QUEUES), chance.randrange(3), chance.randrange(QUEUES)
        begin = time.perf_counter()
        best = min((heaps[(first + step) % QUEUES] for step in range(4)), key=lambda heap: heap[0])
        heapq.heappop(best)
        heapq.heappush(heaps[queue], (-priority, number, number))
        times.append((time.perf_counter() - begin) * 1e6)
    return times


def show(name: str, times: list[float]) -> float:
    times.sort()
    median = statistics.median(times)
    print(f"{name:34} p50 {median:6.2f} µs   p99 {times[int(len(times) * 0.99)]:6.2f} µs")
    return median


def main() -> None:
    print(f"matching: {AGENTS:,} agents, {QUEUES} queues, {SKILLS} skills; one decision = free agent + new call")
    results = {}
    for waiting in (1_000, 10_000, 100_000):
        results[waiting] = show(f"core, {waiting:,} waiting", measure(waiting))
        bare = show(f"  floor: bare heaps, {waiting:,}", floor(waiting))
        print(f"  ratio to the floor {results[waiting] / bare:5.2f} ×")
    print(f"growth 1,000 → 100,000: {results[100_000] / results[1_000]:.2f} × (aim: at most 3)")


if __name__ == "__main__":
    main()
