"""What the board shows, without a window: order, sums, what deserves a look."""

from __future__ import annotations

from itertools import pairwise

import pytest
from msgspec.structs import replace

from agent_desktop.cti.vocabulary import AgentId, CallId, QueueId
from agent_desktop.protocol.board import INTERVAL_MS, BoardAgent, BoardCall, BoardQueue, CallStage
from agent_desktop.protocol.messages import BoardChanged
from agent_desktop.protocol.service_level import Counts, Formula
from agent_desktop.protocol.states import AgentState
from agent_desktop.protocol.thresholds import Level, Threshold, Thresholds, Watched
from agent_desktop.ui import boardwords
from agent_desktop.ui.board_state import BoardState, board_after
from agent_desktop.ui.roles import Icon, Tone
from agent_desktop.ui.supervisor.agents_presenter import (
    Group,
    GroupBy,
    SortBy,
    Wanted,
    asking_for_help,
    entries,
    level,
    occupancy,
)
from agent_desktop.ui.supervisor.calls_presenter import Show, WantedCalls, call_rows
from agent_desktop.ui.supervisor.chart_presenter import LEAST_BARS, bars
from agent_desktop.ui.supervisor.concerns import of_queues, sounding
from agent_desktop.ui.supervisor.queues_presenter import EVERYTHING, queue_rows
from agent_desktop.ui.supervisor.topbar_presenter import Figure, figures
from tests.unit.ui.agent.sample import NOW
from tests.unit.ui.supervisor.boards import QUEUES, agent, board

SERVICE = QUEUES[0]


@pytest.fixture
def state() -> BoardState:
    return board_after(BoardState(), board(NOW, 16))


def test_a_change_replaces_rows_and_leaves_the_others(state: BoardState) -> None:
    moved = replace(state.agents[AgentId("agent3")], state=AgentState.READY)
    gone = next(iter(state.calls))
    (key, before), *_ = state.intervals.items()
    grown = replace(before, counts=before.counts + Counts(offered=1))
    after = board_after(state, BoardChanged(state.day_ms, agents=(moved,), gone=(gone,), intervals=(grown,)))
    assert after.agents[AgentId("agent3")] == moved
    assert len(after.agents) == 16
    assert gone not in after.calls
    assert after.totals[key[0]].offered == state.totals[key[0]].offered + 1
    assert list(after.agents) == list(state.agents), "the order stays"


def test_a_whole_board_leaves_nothing_of_the_one_before(state: BoardState) -> None:
    after = board_after(state, BoardChanged(1, whole=True, queues=(BoardQueue(SERVICE),)))
    assert (after.agents, after.calls, after.totals, list(after.queues)) == ({}, {}, {}, [SERVICE])


def test_a_queue_now_and_today(state: BoardState) -> None:
    everything, service, *_ = queue_rows(state, Formula.ALL_OFFERED)
    assert everything.queue == EVERYTHING
    assert (service.waiting, service.longest_ms(NOW)) == (2, 71_000)
    assert service.counts == state.totals[SERVICE]
    assert everything.counts.offered == sum(counts.offered for counts in state.totals.values())
    assert service.states.total() == sum(SERVICE in member.queues for member in state.members.values())
    assert service.here == service.states.total() - service.states[AgentState.LOGGED_OFF]


def test_the_formula_is_the_one_that_is_asked_for(state: BoardState) -> None:
    levels = {formula: queue_rows(state, formula)[0].level or 0.0 for formula in Formula}
    assert levels[Formula.ANSWERED_ONLY] > levels[Formula.ALL_OFFERED]


def test_who_asks_for_help_comes_first_in_any_order(state: BoardState) -> None:
    asking = replace(agent(NOW, 4), help_since_ms=NOW)
    state = board_after(state, BoardChanged(0, agents=(asking,)))
    for sort in SortBy:
        assert entries(state, Wanted(sort=sort), NOW)[0] == "agent4"
    assert [row.agent for row in asking_for_help(state)] == ["agent4"]


def test_the_list_goes_by_what_is_asked_for(state: BoardState) -> None:
    by_time = [state.agents[AgentId(str(key))].since_ms for key in entries(state, Wanted(sort=SortBy.TIME), NOW)]
    assert by_time == sorted(by_time)
    handled = [state.agents[AgentId(str(key))].handled for key in entries(state, Wanted(sort=SortBy.HANDLED), NOW)]
    assert handled == sorted(handled, reverse=True)


@pytest.mark.parametrize(("text", "found"), [("王", 2), ("COMPLAINTS", 13), ("agent1", 7), ("nobody", 0)])
def test_the_list_is_filtered_by_name_queue_and_skill(state: BoardState, text: str, found: int) -> None:
    assert len(entries(state, Wanted(text, logged_off=True), NOW)) == found


def test_who_is_not_here_is_left_out_unless_asked_for(state: BoardState) -> None:
    off = [row.agent for row in state.agents.values() if row.state is AgentState.LOGGED_OFF]
    assert off
    assert not set(off) & set(entries(state, Wanted(), NOW))
    assert set(off) <= set(entries(state, Wanted(logged_off=True), NOW))


@pytest.mark.parametrize("group", [GroupBy.STATE, GroupBy.QUEUE])
def test_groups_have_headings_that_count(state: BoardState, group: GroupBy) -> None:
    listed = entries(state, Wanted(group=group), NOW)
    headings = [entry for entry in listed if isinstance(entry, Group)]
    assert sum(heading.count for heading in headings) == len(listed) - len(headings)
    assert isinstance(listed[0], Group)
    assert len(headings) == len({heading.key for heading in headings})


def test_occupancy_goes_on_with_the_state() -> None:
    row = BoardAgent(AgentId("a"), AgentState.BUSY, NOW - 60_000, ready_ms=60_000)
    assert occupancy(row, NOW) == 0.5
    assert occupancy(replace(row, state=AgentState.READY, handling_ms=120_000), NOW) == 0.5
    assert occupancy(BoardAgent(AgentId("a")), NOW) is None


def test_calls_stand_in_the_order_in_which_they_are_served(state: BoardState) -> None:
    rows = call_rows(state)
    assert [row.call for row in rows][:3] == [2, 1, 3], "one that was raised goes before older ones"
    assert [row.stage for row in rows][-1] is CallStage.MENU
    assert {row.queue for row in call_rows(state, SERVICE)} == {SERVICE}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (WantedCalls(show=Show.WAITING), [2, 1, 3]),
        (WantedCalls(show=Show.MENU), [4]),
        (WantedCalls("COMPLAINTS", Show.WAITING), [2]),
        (WantedCalls("投诉", Show.WAITING), [2]),
        (WantedCalls("7946 0103"), [2, 1, 3, 4]),
        (WantedCalls("+44207946"), [2, 1, 3, 4]),
        (WantedCalls("44 7946"), []),
        (WantedCalls("nobody"), []),
    ],
)
def test_calls_are_filtered_by_where_they_stand_and_by_text(
    state: BoardState, wanted: WantedCalls, found: list[int]
) -> None:
    names = {"complaints": "投诉"}
    rows = call_rows(state, EVERYTHING, wanted, lambda queue: names.get(queue, queue))
    assert [row.call for row in rows] == found


@pytest.mark.parametrize("stage", CallStage)
def test_a_call_is_listed_wherever_it_stands(stage: CallStage) -> None:
    call = BoardCall(CallId(5), stage, NOW, NOW)
    state = board_after(BoardState(), BoardChanged(0, whole=True, calls=(call,)))
    assert call_rows(state) == [call]
    assert boardwords.stage(stage)
    assert len([show for show in Show if call_rows(state, EVERYTHING, WantedCalls(show=show))]) == 2, "All, and its own"


def test_calls_in_progress_are_found_by_their_agent(state: BoardState) -> None:
    talking = call_rows(state, EVERYTHING, WantedCalls(show=Show.IN_PROGRESS))
    assert talking
    assert {row.stage for row in talking}.isdisjoint({CallStage.WAITING, CallStage.OFFERED, CallStage.MENU})
    agent_id = talking[0].agent
    assert agent_id is not None
    name = state.members[agent_id].name
    found = call_rows(state, EVERYTHING, WantedCalls(name.upper(), Show.IN_PROGRESS))
    assert talking[0] in found
    assert {state.members[row.agent].name for row in found if row.agent} == {name}


@pytest.mark.parametrize(
    ("value", "expected"), [(None, Level.FINE), (29, Level.FINE), (30, Level.WATCH), (60, Level.ACT)]
)
def test_a_threshold(value: float | None, expected: Level) -> None:
    assert Threshold(30, 60).level(value) is expected


@pytest.mark.parametrize(("value", "expected"), [(0.81, Level.FINE), (0.8, Level.WATCH), (0.6, Level.ACT)])
def test_a_threshold_of_what_should_be_high(value: float, expected: Level) -> None:
    assert Threshold(0.8, 0.6).level(value, falling=True) is expected


@pytest.mark.parametrize(
    ("row", "stage", "expected"),
    [
        (AgentState.NOT_READY, None, Level.WATCH),
        (AgentState.WRAP_UP, None, Level.ACT),
        (AgentState.READY, None, Level.FINE),
        (AgentState.BUSY, CallStage.TALKING, Level.WATCH),
        (AgentState.BUSY, CallStage.HELD, Level.ACT),
    ],
)
def test_what_an_agents_time_asks_for(row: AgentState, stage: CallStage | None, expected: Level) -> None:
    since, call = NOW - 16 * 60_000, CallId(5)
    one = BoardAgent(AgentId("a"), row, since, call=call if stage else None)
    calls = (BoardCall(call, stage, since, since),) if stage else ()
    state = board_after(BoardState(), BoardChanged(0, whole=True, agents=(one,), calls=calls))
    assert level(state, one, Thresholds(), NOW) is expected


def test_concerns_name_queue_figure_and_value_worst_first(state: BoardState) -> None:
    found = of_queues(queue_rows(state, Formula.ALL_OFFERED), Thresholds(), NOW)
    first = found[0]
    assert (first.watched, first.level, first.subject, first.value) == (Watched.LONGEST_WAIT, Level.ACT, SERVICE, 71.0)
    assert [each.level for each in found] == sorted((each.level for each in found), reverse=True)
    assert EVERYTHING not in {each.subject for each in found}
    assert Level.FINE not in {each.level for each in found}


def test_only_what_the_centre_says_sounds(state: BoardState) -> None:
    tired = BoardAgent(AgentId("agent1"), AgentState.WRAP_UP, NOW - 600_000)
    state = board_after(state, BoardChanged(0, agents=(tired,)))
    rows = queue_rows(state, Formula.ALL_OFFERED)

    def heard(*sound: Watched) -> frozenset[str]:
        thresholds = Thresholds(sound=frozenset(sound))
        return sounding(state, of_queues(rows, thresholds, NOW), thresholds, NOW)

    assert heard(Watched.LONGEST_WAIT) == {f"longest_wait_s {SERVICE}"}
    assert "wrap_up_s agent1" in heard(Watched.WRAP_UP)
    assert not heard()


def test_thresholds_come_with_the_whole_board_and_stay(state: BoardState) -> None:
    own = Thresholds(waiting=Threshold(1, 2))
    state = board_after(state, BoardChanged(0, whole=True, thresholds=own))
    assert board_after(state, BoardChanged(0)).thresholds == own


def test_the_top_figures_warn_by_tone_and_drawing(state: BoardState) -> None:
    shown = figures(queue_rows(state, Formula.ALL_OFFERED)[0], Thresholds(), NOW)
    longest = shown[Figure.LONGEST]
    assert (longest.text, longest.tone, longest.icon) == ("1:11", Tone.ALERT, Icon.ALERT)
    assert shown[Figure.READY].text == str(sum(row.state is AgentState.READY for row in state.agents.values()))


def test_the_day_without_gaps(state: BoardState) -> None:
    day = bars(state, EVERYTHING, Formula.ALL_OFFERED, NOW)
    assert len(day) == LEAST_BARS
    assert {after.start_ms - before.start_ms for before, after in pairwise(day)} == {INTERVAL_MS}
    assert sum(bar.parts[0] for bar in day) == sum(each.answered for each in state.totals.values())
    assert sum(bar.parts[0] for bar in bars(state, SERVICE, Formula.ALL_OFFERED, NOW)) == (
        state.totals[SERVICE].answered
    )
    empty = bars(BoardState(), QueueId(""), Formula.ALL_OFFERED, NOW)
    assert [bar.level for bar in empty] == [None] * LEAST_BARS
