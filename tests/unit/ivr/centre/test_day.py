"""A centre that starts again shows its supervisors the same board as one that never stopped, once it has read the day back."""

from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

import msgspec
import pytest

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.protocol.messages import AgentState
from ivr import inputs
from ivr.centre.board import Board, Reckoning
from ivr.centre.day import Opening, midnight
from ivr.centre.desks import Catalogue, Desks
from ivr.centre.memory import Memory
from ivr.core.core import Core
from ivr.core.state import State
from ivr.facts import NumberedFact
from ivr.inputs import AnyInput
from ivr.plan import Plan
from ivr.virtual import one_queue
from tests.fakes.fullday import a_full_day

BOSS = AgentId("boss")
MORNING, MIDNIGHT = ZoneInfo("UTC"), ZoneInfo("Etc/GMT-10")
"""Where the day of the tests lies within one day, and where a midnight is in the middle of it."""


@dataclass
class World:
    """Whom there is, and what comes when."""

    plan: Plan
    inputs: list[tuple[float, AnyInput]]


class Past:
    """What the database has, and may have got since the centre started."""

    def __init__(self, facts):
        self.facts = facts

    def facts_since(self, at_ms, kinds):
        return [each for each in self.facts if each.at * 1000 >= at_ms and type(each.fact).__name__ in kinds]


class Lived:
    """A day in a zone: the world, and what its core had decided and how it stood after each input."""

    def __init__(self, zone, world):
        self.zone, self.world = zone, world
        core = Core(self.world.plan, State("t"))
        self.moments, self.facts = [], []
        for at, item in self.world.inputs:
            decided = core.tick(at) if item is None else core.handle(item, at)
            self.facts += [each for each in decided if isinstance(each, NumberedFact)]
            here = {each.agent for each in core.state.agents.values() if each.state is not AgentState.LOGGED_OFF}
            self.moments.append((at, len(self.facts), frozenset(core.state.calls), frozenset(here)))

    def board(self):
        return Board(self.world.plan, Reckoning(partial(midnight, self.zone)), str)

    def opening(self, moment):
        at, count, calls, here = moment
        memory = Memory()
        for fact in self.facts[:count]:
            memory.take(fact)
        return Opening(at, tuple(memory.recall()), count, calls, here)

    def desks(self, opening):
        """As they are when seats are answered."""
        board = self.board()
        desks = Desks(self.world.plan, Catalogue((), (), ()), str, board)
        for fact in opening.standing:
            desks.apply(fact)
        opening.show_on(board)
        desks.expect_board()
        return desks


@pytest.fixture(params=[MORNING, MIDNIGHT], ids=["within a day", "over midnight"])
def lived(request):
    lived = Lived(request.param, a_full_day())
    assert len({midnight(lived.zone, round(at * 1000)) for at, *_ in lived.moments}) == 1 + (lived.zone is MIDNIGHT)
    return lived


def shown(board):
    return board.watch(BOSS)


def test_whenever_it_starts_the_board_ends_as_if_it_had_never_stopped(lived):
    uninterrupted = lived.board()
    for fact in lived.facts:
        uninterrupted.apply(fact)
    for moment in lived.moments[::5]:
        opening = lived.opening(moment)
        desks, board = lived.desks(opening), lived.board()
        halfway = (opening.last_fact + len(lived.facts)) // 2
        for fact in lived.facts[opening.last_fact : halfway]:
            desks.apply(fact)
        opening.read_day_back(board, Past(lived.facts[:halfway]), lived.zone)
        desks.take_over(board)
        for fact in lived.facts[halfway:]:
            desks.apply(fact)
        assert shown(board) == shown(uninterrupted), moment


def test_what_began_before_midnight_and_ended_after_it_counts_as_what_it_was():
    """For the part that lies in the day."""
    zone, at = ZoneInfo("UTC"), 20_000 * 86_400
    plan = msgspec.structs.replace(one_queue(1), not_ready_codes=frozenset({"break"}))
    (who,) = (each.agent for each in plan.agents)
    night: list[tuple[float, AnyInput]] = [
        (at - 3 * 3_600, switch.SwitchUp(())),
        (at - 3 * 3_600, inputs.LogOn(who, "")),
        (at - 2 * 3_600, inputs.BecomeReady(who)),
        (at + 600, inputs.BecomeNotReady(who, "break")),
    ]
    lived = Lived(zone, World(plan, night))
    board, past = lived.board(), Past(lived.facts)
    lived.opening((at + 900, *lived.moments[-1][1:])).read_day_back(board, past, zone)
    (row,) = shown(board).agents
    assert (row.state, row.ready_ms, row.not_ready_ms) == (AgentState.NOT_READY, 600_000, 0)


def test_until_then_it_shows_what_stands(lived):
    for moment in lived.moments[::5]:
        _, _, calls, here = moment
        desks = lived.desks(lived.opening(moment))
        ((_, body),) = [(to.agents, to.body) for to in desks.watch_board(BOSS, watch=True)]
        assert {row.call for row in body.calls} <= calls
        assert {row.agent for row in body.agents if row.state is not AgentState.LOGGED_OFF} == here


def test_who_watches_is_told_the_whole_board_when_the_day_is_there(lived):
    opening = lived.opening(lived.moments[-1])
    desks, board = lived.desks(opening), lived.board()
    desks.watch_board(BOSS, watch=True)
    opening.read_day_back(board, Past(lived.facts), lived.zone)
    ((agents, body),) = [(to.agents, to.body) for to in desks.take_over(board)]
    assert (agents, body.whole) == ((BOSS,), True)
    assert body.intervals


def test_a_day_that_cannot_be_read_back_leaves_the_board_as_it_is(lived):
    opening = lived.opening(lived.moments[50])
    desks = lived.desks(opening)
    before = desks.watch_board(BOSS, watch=True)
    assert desks.take_over(None) == []
    assert desks.watch_board(BOSS, watch=True) == before
