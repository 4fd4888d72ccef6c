"""The distributor against a naive one that scans everybody each time."""

from hypothesis import given, settings
from hypothesis import strategies as st

from agent_desktop.cti.vocabulary import AgentId, CallId, QueueId
from ivr.core.acd import Distributor, Need, Server

QUEUES = [QueueId(name) for name in "abc"]
SKILLS = ["x", "y"]
AGENTS = [AgentId(f"agent{number}") for number in range(5)]


class Naive:
    """The rule, word by word: best call by priority then arrival; longest idle agent; nobody who is kept from it."""

    def __init__(self, servers):
        self.servers = {server.agent: server for server in servers}
        self.waiting, self.idle, self.kept = {}, {}, {}

    def may(self, agent, call, need, now):
        return self.servers[agent].serves(need) and self.kept.get((call, agent), now) <= now

    def add_call(self, call, need, priority, arrival, now):
        able = [
            (since, count, agent) for agent, (since, count) in self.idle.items() if self.may(agent, call, need, now)
        ]
        if not able:
            self.waiting[call] = (-priority, arrival, need)
            return None
        agent = min(able)[2]
        del self.idle[agent]
        return agent

    def add_agent(self, agent, idle_since, now, count):
        able = [
            (rank, arrival, call)
            for call, (rank, arrival, need) in self.waiting.items()
            if self.may(agent, call, need, now)
        ]
        if not able:
            self.idle[agent] = (idle_since, count)
            return None
        call = min(able)[2]
        del self.waiting[call]
        return call


servers = st.builds(
    lambda sets: [Server(agent, frozenset(q), frozenset(s)) for agent, (q, s) in zip(AGENTS, sets, strict=True)],
    st.lists(
        st.tuples(st.sets(st.sampled_from(QUEUES)), st.sets(st.sampled_from(SKILLS))),
        min_size=len(AGENTS),
        max_size=len(AGENTS),
    ),
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("call"), st.sampled_from(QUEUES), st.sets(st.sampled_from(SKILLS)), st.integers(0, 2)),
        st.tuples(st.just("agent"), st.sampled_from(AGENTS)),
        st.tuples(st.just("leave"), st.sampled_from(AGENTS)),
        st.tuples(st.just("abandon"), st.integers(0, 30)),
        st.tuples(st.just("keep"), st.integers(0, 30), st.sampled_from(AGENTS)),
    ),
    max_size=120,
)


@settings(max_examples=300)
@given(servers, steps)
def test_it_decides_as_the_rule_says(people, script):
    quick, naive = Distributor(people), Naive(people)
    for number, step in enumerate(script):
        now = float(number)
        match step:
            case ("call", queue, skills, priority):
                call, need = CallId(number), Need(queue, frozenset(skills))
                assert quick.add_call(call, need, priority, number, now) == naive.add_call(
                    call, need, priority, number, now
                )
            case ("agent", agent):
                if agent not in naive.idle:
                    assert quick.add_agent(agent, now, now) == naive.add_agent(agent, now, now, number)
            case ("leave", agent):
                quick.remove_agent(agent)
                naive.idle.pop(agent, None)
            case ("abandon", call):
                quick.forget_call(CallId(call))
                naive.waiting.pop(call, None)
                naive.kept = {key: until for key, until in naive.kept.items() if key[0] != call}
            case ("keep", call, agent):
                if call in naive.waiting:
                    quick.keep_from(CallId(call), agent, now + 5)
                    naive.kept[call, agent] = now + 5
    assert set(quick.dump_idle()) == set(naive.idle)


def test_a_kept_call_is_tried_again():
    acd = Distributor([Server(AGENTS[0], frozenset(QUEUES), frozenset())])
    call = CallId(1)
    acd.keep_from(call, AGENTS[0], 10.0)
    assert acd.add_agent(AGENTS[0], 0.0, 0.0) is None
    assert acd.add_call(call, Need(QUEUES[0], frozenset()), 0, 1, 0.0) is None
    assert acd.retry_call(call, 9.0) is None
    assert acd.retry_call(call, 10.0) == AGENTS[0]
    assert acd.retry_call(call, 11.0) is None


def test_heaps_do_not_grow_with_what_has_gone():
    acd = Distributor([Server(AGENTS[0], frozenset(QUEUES), frozenset())])
    need = Need(QUEUES[0], frozenset())
    for number in range(10_000):
        acd.add_call(CallId(number), need, 0, number, 0.0)
        acd.forget_call(CallId(number))
    for number in range(10_000):
        acd.add_agent(AGENTS[0], float(number), 0.0)
        acd.remove_agent(AGENTS[0])
    group = acd._class(need)
    assert len(group.waiting) < 200
    assert len(group.idle) < 200
