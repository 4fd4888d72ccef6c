"""Figures of days that are known to the second."""

from typing import Any

import pytest

from agent_desktop.cti.vocabulary import CallId, Cause, ConnectionId
from agent_desktop.protocol.figures import AGENT_FIGURES, QUEUE_FIGURES, SERVICE_LEVELS, Figure
from agent_desktop.protocol.messages import AgentState
from agent_desktop.protocol.tallies import AgentTally, DispositionTally, QueueTally, add_up
from ivr import facts, inputs
from ivr.statistics import Statistics
from tests.fakes.coreworld import CoreWorld
from tests.fakes.plans import ANN, BOB, HELP, SALES

_ALL: tuple[Figure[Any], ...] = (*QUEUE_FIGURES, *AGENT_FIGURES)
FIGURES = {figure.id: figure for figure in _ALL}
START = 1_000_800.0  # the begin of a half hour


def statistics_of(world, **settings):
    made = Statistics({HELP: 20.0, SALES: 20.0}, **settings)
    for fact in world.facts:
        made.apply(fact)
    made.close(world.now)
    return made


def a_morning():
    world = CoreWorld(now=START)
    world.ready(ANN)
    return world


def talk(world, call, agent, seconds):
    world.tell(inputs.AcceptOffer(agent, call))
    world.wait(seconds)


# --- service levels -----------------------------------------------------------------------------------------------------


def test_the_five_service_levels():
    tally = QueueTally(
        answered=1_000, abandoned=60, answered_in_time=860, abandoned_in_time=20, short_abandons=10, offered=1_060
    )
    assert [round(figure.of(tally) or 0.0, 1) for figure in SERVICE_LEVELS] == [86.0, 81.1, 83.0, 82.7, 82.1]
    assert len({figure.id for figure in SERVICE_LEVELS}) == 5


def test_nothing_to_divide_by_is_no_figure():
    assert all(figure.of(QueueTally()) is None for figure in QUEUE_FIGURES)
    assert all(figure.of(AgentTally()) is None for figure in AGENT_FIGURES)


def test_every_figure_has_its_name_and_formula_in_both_languages():
    for figure in FIGURES.values():
        for text in (figure.label, figure.formula):
            assert text.en
            assert text.zh_CN
        assert "÷" in figure.formula.en
        assert "÷" in figure.formula.zh_CN


# --- calls --------------------------------------------------------------------------------------------------------------


def test_waits_are_those_of_answered_and_of_abandoned():
    world = a_morning()
    first = world.ring()
    world.wait(4)
    talk(world, first, ANN, 60)  # waited 4 s
    world.ring(ani="+441632960001")
    world.wait(30)
    world.hang_up(CallId(2))  # gave up after 30 s
    world.ring(ani="+441632960002")
    world.wait(3)
    world.hang_up(CallId(3))  # and this one after 3 s
    tally = statistics_of(world).queue(HELP)
    assert (tally.offered, tally.answered, tally.abandoned, tally.waited) == (3, 1, 2, 3)
    assert (tally.answered_in_time, tally.abandoned_in_time, tally.short_abandons) == (1, 1, 1)
    assert FIGURES["asa"].of(tally) == 4.0
    assert tally.abandoned_wait_s == 33.0
    assert FIGURES["abandoned"].of(tally) == pytest.approx(100 / 3)


def test_an_offer_that_comes_to_nothing_is_no_second_call():
    world = a_morning()
    world.ready(BOB)
    call = world.ring()
    world.wait(20)  # Ann does not answer, Bob rings
    talk(world, call, BOB, 10)
    tally = statistics_of(world).queue(HELP)
    assert (tally.offered, tally.answered, FIGURES["asa"].of(tally)) == (1, 1, 20.0)


def test_handling_time_is_talk_hold_and_wrap_up():
    world = a_morning()
    call = world.ring()
    talk(world, call, ANN, 100)
    world.tell(inputs.HoldCall(ANN, call))
    world.wait(20)
    world.tell(inputs.RetrieveCall(ANN, call))
    world.wait(30)
    world.hang_up(call)
    world.wait(15)
    world.tell(inputs.LogCompleted(ANN, call, "solved"))
    tally = statistics_of(world).queue(HELP)
    assert [FIGURES[each].of(tally) for each in ("aht", "att", "att_with_hold", "acw")] == [165.0, 130.0, 150.0, 15.0]


def test_handling_time_belongs_to_the_interval_in_which_wrap_up_ended():
    world = a_morning()
    call = world.ring()
    talk(world, call, ANN, 1_790)
    world.hang_up(call)
    world.wait(15)
    world.tell(inputs.LogCompleted(ANN, call, "solved"))
    made = statistics_of(world, interval_s=1_800.0)
    early, late = made.queue(until=START + 1_800), made.queue(since=START + 1_800)
    assert (early.answered, early.legs, early.talk_s) == (1, 0, 0.0)
    assert (late.answered, late.legs, late.talk_s, late.wrap_up_s) == (0, 1, 1_790.0, 15.0)


def test_transfers_are_counted_per_conversation():
    world = a_morning()
    world.ready(BOB)
    call = world.ring()
    talk(world, call, ANN, 10)
    world.tell(inputs.SingleStepTransferCall(ANN, call, "agent", BOB))
    talk(world, call, BOB, 10)
    world.hang_up(call)
    for agent in (ANN, BOB):
        world.tell(inputs.LogCompleted(agent, call, "solved"))
    tally = statistics_of(world).queue()
    assert (tally.legs, tally.transfers, FIGURES["transfers"].of(tally)) == (2, 1, 0.5)


def test_a_number_that_did_not_answer_is_no_conversation():
    world = a_morning()
    world.broken.add("+441632960000")
    world.tell(inputs.MakeCall(ANN, "+441632960000", HELP))
    world.tell(inputs.LogCompleted(ANN, CallId(1), "solved"))
    assert len(world.of(facts.LegLogged)) == 1
    assert statistics_of(world).queue() == QueueTally()


@pytest.mark.parametrize(("later", "resolved"), [(3_000, 50.0), (4_000, 100.0)])
def test_first_call_resolution_has_a_window(later, resolved):
    world = a_morning()
    call = world.ring()
    talk(world, call, ANN, 10)
    world.hang_up(call)
    world.tell(inputs.LogCompleted(ANN, call, "solved"))
    world.wait(later)
    again = world.ring()
    talk(world, again, ANN, 10)
    world.hang_up(again)
    assert FIGURES["fcr"].of(statistics_of(world, window_s=3_600.0).queue()) == resolved


# --- agents -------------------------------------------------------------------------------------------------------------


def test_an_agents_time_is_all_accounted_for():
    world = CoreWorld(now=START)
    world.tell(inputs.LogOn(ANN, ""))
    world.wait(100)
    world.tell(inputs.BecomeReady(ANN))
    world.wait(200)
    call = world.ring()
    world.wait(10)
    talk(world, call, ANN, 300)
    world.hang_up(call)
    world.wait(20)
    world.tell(inputs.LogCompleted(ANN, call, "solved"))
    world.wait(70)
    tally = statistics_of(world).agent(ANN)
    states = AgentTally(ready_s=270.0, reserved_s=10.0, busy_s=300.0, wrap_up_s=20.0, not_ready_s=100.0)
    assert add_up(AgentTally, [states, AgentTally(answered=1, legs=1, legs_talk_s=300.0, legs_wrap_up_s=20.0)]) == tally
    assert FIGURES["occupancy"].of(tally) == pytest.approx(100 * 330 / 600)
    assert FIGURES["utilisation"].of(tally) == pytest.approx(100 * 330 / 700)


def test_states_are_cut_at_the_borders_of_intervals():
    world = a_morning()
    world.wait(4_000)
    made = statistics_of(world, interval_s=900.0)
    spans = [made.agents[START + 900 * number, ANN].ready_s for number in range(5)]
    assert spans == [900.0, 900.0, 900.0, 900.0, 400.0]


def test_who_has_gone_home_counts_no_more():
    world = a_morning()
    world.wait(100)
    world.tell(inputs.LogOff(ANN))
    world.wait(100)
    assert statistics_of(world).agent(ANN) == AgentTally(ready_s=100.0)
    assert world.agent(ANN).state is AgentState.LOGGED_OFF


def test_facts_of_calls_that_began_before_are_left_alone():
    made = Statistics({HELP: 20.0})
    late: list[facts.AnyFact] = [
        facts.Queued(CallId(9), HELP, 0),
        facts.Accepted(CallId(9), ANN),
        facts.Established(CallId(9), ANN, 1),
        facts.LegEnded(CallId(9), ANN, 1, Cause.NORMAL, 5.0, 0.0),
        facts.LegLogged(CallId(9), ANN, 1, ""),
        facts.CallCleared(CallId(9), Cause.NORMAL, "handled"),
        facts.CallLogged(CallId(9), ANN, ""),
    ]
    for number, fact in enumerate(late, 1):
        made.apply(facts.NumberedFact(number, START, fact))
    assert made.queue() == QueueTally()
    made.apply(facts.NumberedFact(8, START, facts.CallArrived(CallId(10), ConnectionId("c"), "", "", True, "")))
    assert made.queue() == QueueTally()


def test_what_agents_add_to_wrap_up_is_counted():
    world = a_morning()
    call = world.ring()
    talk(world, call, ANN, 60)
    world.hang_up(call)
    for seconds in (60, 30):
        world.tell(inputs.ExtendWrapUp(ANN, seconds))
    tally = statistics_of(world).agent(ANN)
    assert (tally.extensions, tally.extended_s) == (2, 90.0)


def test_offers_that_an_agent_did_not_take_are_told_apart():
    world = a_morning()
    call = world.ring()
    world.tell(inputs.DeclineOffer(ANN, call, "wrong_skill"))
    world.ready(BOB)
    world.wait(20)  # Bob does not answer
    made = statistics_of(world)
    assert (made.agent(ANN).declined, made.agent(ANN).not_answered, made.agent(ANN).answered) == (1, 0, 0)
    assert (made.agent(BOB).declined, made.agent(BOB).not_answered) == (0, 1)


# --- dispositions -------------------------------------------------------------------------------------------------------


def test_logs_are_counted_by_disposition_with_the_time_of_their_conversations():
    world = a_morning()
    call = world.ring()
    talk(world, call, ANN, 60)
    world.hang_up(call)
    world.wait(10)
    world.tell(inputs.LogCompleted(ANN, call, "solved"))
    world.broken.add("+441632960000")
    world.tell(inputs.MakeCall(ANN, "+441632960000", HELP))
    world.tell(inputs.LogCompleted(ANN, CallId(2), "complaint"))  # nobody was reached: a log, and no conversation
    made = statistics_of(world, interval_s=900.0)
    totals = {code: tally for (_, code), tally in made.dispositions.items()}
    assert totals == {
        "solved": DispositionTally(logs=1, legs=1, talk_s=60.0, wrap_up_s=10.0),
        "complaint": DispositionTally(logs=1),
    }


def test_what_an_agent_handled_is_what_their_queues_handled():
    world = a_morning()
    call = world.ring()
    talk(world, call, ANN, 60)
    world.hang_up(call)
    world.wait(10)
    world.tell(inputs.LogCompleted(ANN, call, "solved"))
    made = statistics_of(world)
    queue, agent = made.queue(HELP), made.agent(ANN)
    assert (queue.legs, queue.talk_s, queue.hold_s, queue.wrap_up_s) == (
        agent.legs,
        agent.legs_talk_s,
        agent.legs_hold_s,
        agent.legs_wrap_up_s,
    )
    assert agent.legs == 1
