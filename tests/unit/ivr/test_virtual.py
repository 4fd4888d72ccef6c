"""The routing core under a virtual clock against queueing theory, and theory against programs that are not ours.

Seeds are fixed. A run of 20,000 calls errs seven times as much as one of a million (`bench/erlang.py`): the tolerances follow from that.
"""

import json
import math
import subprocess
from pathlib import Path

import pytest

from agent_desktop.cli.virtual import Experiment, expectation, run, shares
from agent_desktop.cti.vocabulary import AgentId, Strategy
from agent_desktop.errors import UserError
from agent_desktop.protocol.tallies import QueueTally
from ivr import erlang, inputs, virtual
from ivr.core.call_machine import Place
from ivr.facts import NumberedFact
from ivr.statistics import Statistics
from tests.fakes.ari_clients import ROOT, why_not

PROGRAM = Path(__file__).parents[2] / "clients" / "queue_oracles.py"
CALLS = 20_000


@pytest.mark.parametrize("share", [0.5, 0.6, 0.7, 0.8, 0.9])
def test_erlang_c(share):
    outcome = run(Experiment(10, share, 180.0, None, CALLS, seed=4))
    seen, expected = outcome.seen, outcome.expected
    assert seen.waits == pytest.approx(expected.waits, rel=0.15)
    assert seen.mean_wait_s == pytest.approx(expected.mean_wait_s, rel=0.3)
    assert seen.in_time == pytest.approx(expected.in_time, abs=0.08)
    assert seen.abandons == 0
    assert outcome.occupancy == pytest.approx(100 * share, rel=0.02)


@pytest.mark.parametrize("share", [0.7, 0.8, 0.9, 1.0, 1.1])
def test_erlang_a(share):
    outcome = run(Experiment(20, share, 180.0, 120.0, CALLS, seed=4))
    seen, expected = outcome.seen, outcome.expected
    assert seen.waits == pytest.approx(expected.waits, rel=0.1)
    assert seen.mean_wait_s == pytest.approx(expected.mean_wait_s, rel=0.1)
    assert seen.abandons == pytest.approx(expected.abandons, rel=0.1)
    assert seen.in_time == pytest.approx(expected.in_time, abs=0.02)


def tally_of(strategy, calls=5_000):
    plan, statistics = virtual.one_queue(10, strategy), Statistics({virtual.QUEUE: 20.0})
    day = virtual.VirtualDay(plan, statistics.apply)
    day.run(virtual.poisson(9.0, 180.0, calls, 3, 120.0), virtual.all_ready(plan))
    assert not day.core.state.calls
    return statistics.queue(), [day.core.state.agents[each.agent].calls for each in plan.agents]


@pytest.mark.parametrize("strategy", Strategy)
def test_whose_turn_it_is_makes_no_caller_wait_longer_when_agents_are_alike(strategy):
    tally, had = tally_of(strategy)
    expected, _ = tally_of(Strategy.LONGEST_IDLE)
    assert tally == expected
    assert isinstance(tally, QueueTally)
    assert sum(had) == tally.answered
    if strategy is Strategy.FEWEST_CALLS:
        assert max(had) - min(had) < 20, had
    if strategy is Strategy.TOP_DOWN:
        assert sum(had[:5]) > 1.05 * sum(had[5:]), had


def test_agents_come_and_go_and_what_cannot_be_is_left_out():
    plan = virtual.one_queue(1)
    heard: list[NumberedFact] = []
    ann = AgentId("a0")
    callers = [virtual.Caller(at, "", 10.0, wrap_up_s=5.0) for at in (100.0, 200.0)]
    people: list[virtual.Change] = [
        (0.0, inputs.LogOn(ann, "")),
        (50.0, inputs.BecomeReady(ann)),
        (105.0, inputs.LogOff(ann)),  # in a call: refused
        (300.0, inputs.LogOff(ann)),
    ]
    day = virtual.VirtualDay(plan, heard.append)
    day.run(callers, people)
    assert [fact.at for fact in heard if type(fact.fact).__name__ == "LegLogged"] == [115.0, 215.0]
    assert day.core.state.agents[ann].state.value == "logged_off"


def test_the_day_ends_with_callers_for_whom_nobody_comes():
    day = virtual.VirtualDay(virtual.one_queue(1), lambda _: None)
    day.run([virtual.Caller(1.0, "", 10.0)], [])
    assert [call.place for call in day.core.state.calls.values()] == [Place.QUEUED]


# --- theory ---------------------------------------------------------------------------------------------------------------


def oracle(*question):
    """What programs that are not ours say; they are in an environment of their own."""
    if reason := why_not("python"):
        pytest.skip(f"no queueing theory but our own: {reason}")
    command = [str(ROOT / "python" / "bin" / "python"), str(PROGRAM), *map(str, question)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=100)
    return json.loads(said.stdout)


@pytest.mark.parametrize(("transactions", "agents"), [(100, 14), (60, 7), (300, 33), (20, 5)])
def test_erlang_c_against_pyworkforce(transactions, agents):
    theirs = oracle("erlang_c", transactions, 180, agents, 20)
    ours = erlang.erlang_c(transactions * 3 / 30, agents, 180.0, 20.0)
    assert ours.waits == pytest.approx(theirs["waits"], rel=1e-9)
    assert ours.in_time == pytest.approx(theirs["in_time"], rel=1e-9)


def test_theory_and_the_core_against_ciw():
    theirs = oracle("ciw", 20_000, 180, 120, 10, 9, 1)
    experiment = Experiment(10, 0.9, 180.0, 120.0, CALLS, seed=4)
    for ours in (expectation(experiment), run(experiment).seen):
        assert ours.waits == pytest.approx(theirs["waits"], rel=0.12)
        assert ours.mean_wait_s == pytest.approx(theirs["mean_wait_s"], rel=0.12)
        assert ours.abandons == pytest.approx(theirs["abandons"], rel=0.12)


def test_endless_patience_is_erlang_c():
    patient, endless = erlang.erlang_a(8.0, 10, 180.0, 1e9, 20.0), erlang.erlang_c(8.0, 10, 180.0, 20.0)
    assert patient.waits == pytest.approx(endless.waits, rel=1e-3)
    assert patient.mean_wait_s == pytest.approx(endless.mean_wait_s, rel=1e-3)


def test_known_values():
    """One agent: the chance to wait is the load, and the mean wait that of M/M/1."""
    single = erlang.erlang_c(0.5, 1, 60.0, 0.0)
    assert single.waits == pytest.approx(0.5)
    assert single.mean_wait_s == pytest.approx(60.0)
    assert single.in_time == pytest.approx(0.5)
    lost = erlang.erlang_a(1.0, 1, 1.0, 1.0, 1e9)
    assert lost.waits == pytest.approx(1 - math.exp(-1)), "all leave at the same rate: as many servers as one likes"
    assert lost.in_time == pytest.approx(1 - lost.abandons)


def test_too_much_for_people_who_wait_for_ever():
    with pytest.raises(UserError, match="--patience"):
        expectation(Experiment(10, 1.0, 180.0, None, 1))


@pytest.mark.parametrize("text", ["", "fast", "50,,60", "0", "250"])
def test_loads_are_percentages(text):
    with pytest.raises(UserError):
        shares(text)
