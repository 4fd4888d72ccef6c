"""The distributor against the rules of its strategies, each a plain function that looks at everybody each time."""

import random as chances
from collections import Counter
from dataclasses import dataclass

import pytest

from agent_desktop.cti.vocabulary import AgentId, CallId, QueueId, Strategy
from ivr.core.acd import Distributor
from ivr.core.idle import Draws
from ivr.core.needs import Need, Server

QUEUES = [QueueId(name) for name in "ab"]
SKILLS = ["x", "y"]
AGENTS = [AgentId(f"agent{number}") for number in range(5)]
SEED = 7


@dataclass
class Person:
    """An idle agent."""

    agent: AgentId
    idle_since: float
    stint: int
    calls: int
    talk_s: float


# --- the strategies: (the call's need, the idle who may take it, the distributor as it is) → who gets it ------------------


def longest_idle(_need, people, _all):
    return min(people, key=lambda who: (who.idle_since, who.stint))


def round_robin(need, people, all_):
    last = all_.last_turn.get(need.queue, -1)
    return min(people, key=lambda who: (AGENTS.index(who.agent) - last - 1) % len(AGENTS))


def random(_need, people, all_):
    in_order = sorted(people, key=lambda who: AGENTS.index(who.agent))
    return in_order[all_.draws.below(len(in_order))]


def fewest_calls(_need, people, _all):
    return min(people, key=lambda who: (who.calls, who.stint))


def least_talk_time(_need, people, _all):
    return min(people, key=lambda who: (who.talk_s, who.stint))


def top_down(_need, people, _all):
    return min(people, key=lambda who: AGENTS.index(who.agent))


def skill_level(need, people, all_):
    def sum_of_levels(who):
        return sum(all_.servers[who.agent].levels.get(skill, 1) for skill in need.skills)

    return min(people, key=lambda who: (-sum_of_levels(who), who.stint))


RULES = {
    Strategy.LONGEST_IDLE: longest_idle,
    Strategy.ROUND_ROBIN: round_robin,
    Strategy.RANDOM: random,
    Strategy.FEWEST_CALLS: fewest_calls,
    Strategy.LEAST_TALK_TIME: least_talk_time,
    Strategy.TOP_DOWN: top_down,
    Strategy.SKILL_LEVEL: skill_level,
    Strategy.RING_ALL: longest_idle,
    Strategy.PROGRESSIVE: longest_idle,
}


class Naive:
    """Word by word: the caller by priority, wait and arrival; the agent by preference and the queue's rule; nobody who is kept from it."""

    def __init__(self, servers, strategies):
        self.servers = {server.agent: server for server in servers}
        self.strategies = strategies
        self.waiting, self.idle, self.kept = {}, {}, {}
        self.last_turn, self.draws = {}, Draws(SEED)
        self.stints = self.choices = 0

    def may(self, agent, call, need, now):
        able = self.servers[agent]
        return (
            need.queue in able.queues
            and all(skill in able.skills for skill in need.skills)
            and all(able.levels.get(skill, 1) >= least for skill, least in need.levels)
            and able.tiers.get(need.queue, 1) <= need.tier
            and (need.only is None or need.only == agent)
            and self.kept.get((call, agent), now) <= now
        )

    def add_call(self, call, need, priority, arrival, now):
        able = [who for who in self.idle.values() if self.may(who.agent, call, need, now)]
        if not able:
            self.waiting[call] = (priority, arrival, need)
            return None
        self.choices += len(able) > 1
        most = max(len(need.preferred & self.servers[who.agent].skills) for who in able)
        best = [who for who in able if len(need.preferred & self.servers[who.agent].skills) == most]
        agent = RULES[self.strategies[need.queue]](need, best, self).agent
        self.last_turn[need.queue] = AGENTS.index(agent)
        del self.idle[agent]
        return agent

    def add_agent(self, agent, idle_since, now, calls, talk_s):
        able = [call for call, (_, _, need) in self.waiting.items() if self.may(agent, call, need, now)]
        if not able:
            self.stints += 1
            self.idle[agent] = Person(agent, idle_since, self.stints, calls, talk_s)
            return None

        def place(call):
            priority, arrival, need = self.waiting[call]
            counts = self.servers[agent].rates.get(need.queue, 1)
            return (-priority, -counts * (now - arrival), arrival, call)

        call = min(able, key=place)
        del self.waiting[call]
        return call


class Chance:
    """People and days by lot, the same for the same seed: most agents able, most needs small, so that several could often take a call."""

    def __init__(self, seed):
        self.lot = chances.Random(seed)

    def some(self, things, likely=0.5):
        return frozenset(thing for thing in things if self.lot.random() < likely)

    def people(self):
        levels = {skill: self.lot.randint(1, 3) for skill in SKILLS}
        return [
            Server(
                agent,
                self.some(QUEUES, 0.9),
                self.some(SKILLS, 0.7),
                {skill: self.lot.randint(1, 3) for skill in self.some(levels)},
                dict.fromkeys(self.some(QUEUES, 0.3), 2),
                {queue: self.lot.choice([0.5, 4.0]) for queue in self.some(QUEUES, 0.3)},
            )
            for agent in AGENTS
        ]

    def need(self):
        skills = self.some(SKILLS, 0.3)
        return Need(
            self.lot.choice(QUEUES),
            skills,
            tuple((skill, self.lot.randint(1, 3)) for skill in sorted(self.some(skills))),
            self.some(SKILLS, 0.2),
            self.lot.choice([2, 2, 1]),
            self.lot.choice([None] * 7 + [self.lot.choice(AGENTS)]),
        )

    def step(self, number):
        earlier, agent = self.lot.randrange(number + 1), self.lot.choice(AGENTS)
        call = ("call", self.need(), self.lot.randrange(3))
        free = ("agent", agent, self.lot.randrange(3), self.lot.randrange(3))
        rare = [
            ("leave", agent),
            ("abandon", earlier),
            ("keep", earlier, agent),
            ("move", earlier, self.need()),
            ("sleep",),
        ]
        return self.lot.choice([*[call] * 4, *[free] * self.lot.choice([8, 24]), *rare])


def asleep_and_awake(acd, people, strategies):
    """A new distributor with nothing but what a snapshot holds."""
    again = Distributor(people, strategies, SEED)
    again.set_turns(acd.dump_turns())
    again.draws = acd.draws
    for (rank, arrived, call), group in acd._waiting.values():
        need = next(need for need, each in acd._classes.items() if each is group)
        assert again.add_call(call, need, -rank, arrived, 0.0) is None
    for agent in acd.dump_idle():
        who = acd._idle[agent]
        again._classes_of, sleeping = (
            {agent: [] for agent in AGENTS},
            again._classes_of,
        )  # nobody is matched by waking up
        again.add_agent(agent, who.idle_since, 0.0, who.calls, who.talk_s)
        again._classes_of = sleeping
        for group in sleeping[agent]:
            group.idle.add(again._idle[agent])
    for call, kept in acd.dump_kept().items():
        for agent, until in kept.items():
            again.keep_from(call, agent, until)
    return again


class Both:
    """The distributor and the naive one, told the same."""

    def __init__(self, people, strategies):
        self.people, self.strategies = people, strategies
        self.quick, self.naive = Distributor(people, strategies, SEED), Naive(people, strategies)

    def call(self, number, need, priority):
        asked = CallId(number), need, priority, float(number), float(number)
        assert self.quick.add_call(*asked) == self.naive.add_call(*asked)

    def agent(self, number, agent, calls, talk_s):
        if agent not in self.naive.idle:
            asked = agent, float(number), float(number), calls, float(talk_s)
            assert self.quick.add_agent(*asked) == self.naive.add_agent(*asked)

    def leave(self, _number, agent):
        self.quick.remove_agent(agent)
        self.naive.idle.pop(agent, None)

    def abandon(self, _number, call):
        self.quick.forget_call(CallId(call))
        self.naive.waiting.pop(call, None)
        self.naive.kept = {key: until for key, until in self.naive.kept.items() if key[0] != call}

    def keep(self, number, call, agent):
        if call in self.naive.waiting:
            self.quick.keep_from(CallId(call), agent, number + 5.0)
            self.naive.kept[call, agent] = number + 5.0

    def move(self, number, call, need):
        if call in self.naive.waiting:
            priority, arrival, _ = self.naive.waiting.pop(call)
            mine = self.quick.move_call(CallId(call), need, float(number))
            assert mine == self.naive.add_call(CallId(call), need, priority, arrival, float(number))

    def sleep(self, _number):
        self.quick = asleep_and_awake(self.quick, self.people, self.strategies)


@pytest.mark.parametrize("strategy", Strategy)
@pytest.mark.parametrize("seed", range(15))
def test_it_decides_as_the_rule_says(strategy, seed):
    chance = Chance(seed)
    both = Both(chance.people(), {QUEUES[0]: strategy, QUEUES[1]: chance.lot.choice(list(Strategy))})
    for number in range(600):
        what, *about = chance.step(number)
        getattr(both, what)(number, *about)
    assert set(both.quick.dump_idle()) == set(both.naive.idle)
    assert both.naive.choices > 10, "several could have taken a call, again and again"


def test_chance_gives_everybody_the_same():
    acd = Distributor([Server(a, frozenset(QUEUES), frozenset()) for a in AGENTS], {QUEUES[0]: Strategy.RANDOM}, SEED)
    for agent in AGENTS:
        acd.add_agent(agent, 0.0, 0.0)
    had = Counter[AgentId | None]()
    for number in range(5_000):
        chosen = acd.add_call(CallId(number), Need(QUEUES[0], frozenset()), 0, 0.0, 0.0)
        had[chosen] += 1
        assert chosen is not None
        acd.add_agent(chosen, 0.0, 0.0)
    assert all(900 < had[agent] < 1_100 for agent in AGENTS), had


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
