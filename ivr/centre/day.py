"""The day so far, for the supervisors' board: read back from the database when seats are already answered, since a long day takes long.

Until it is there the board knows what stands, and its figures begin with the start of the centre. Nobody waits for it: the facts that come
meanwhile are kept by the desks, and the board that knows everything takes the place of the other. Must never be on the way of a call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock_time
from typing import Protocol
from zoneinfo import ZoneInfo

from agent_desktop.cti.vocabulary import AgentId, CallId
from agent_desktop.protocol.messages import AgentState
from ivr.centre.board import Board
from ivr.centre.carrying import DIRECTED
from ivr.centre.waking import Awake
from ivr.core.state import State
from ivr.facts import NumberedFact

EVE_MS = 4 * 3_600_000
"""What an agent, or a call, was in before midnight, and is no more, began no earlier than this before it; else it counts as not ready."""


class Facts(Protocol):
    """Where they are kept."""

    def facts_since(self, at_ms: int, kinds: frozenset[str]) -> list[NumberedFact]:
        """Those of these kinds (by name) from a moment on, in their order. Raises UserError."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How things stood when the centre started."""

    at: float
    standing: Sequence[NumberedFact]
    """What led to it, as far as it still matters."""
    last_fact: int
    calls: frozenset[CallId]
    here: frozenset[AgentId]
    """Agents who are logged on."""

    @classmethod
    def of(cls, awake: Awake, at: float) -> Opening:
        """As the core woke, at this time (Unix seconds)."""
        state: State = awake.core.state
        here = (each.agent for each in state.agents.values() if each.state is not AgentState.LOGGED_OFF)
        return cls(at, awake.standing, state.last_fact, frozenset(state.calls), frozenset(here))

    def show_on(self, board: Board) -> None:
        """What stands, and nothing of the day before it."""
        self._fill(board, self.standing)

    def read_day_back(self, board: Board, facts: Facts, zone: ZoneInfo) -> None:
        """The whole day up to the opening, from its eve on: what began before midnight counts for its part of the day. In a thread. What
        supervisors decided goes by what stands alone: not all of it was given on.

        Raises:
            UserError: the database does not answer.

        """
        read = facts.facts_since(midnight(zone, round(self.at * 1000)) - EVE_MS, board.kinds)
        first = read[0].number if read else self.last_fact + 1
        before = [each for each in self.standing if each.number < first or isinstance(each.fact, DIRECTED)]
        since = [each for each in read if each.number <= self.last_fact and not isinstance(each.fact, DIRECTED)]
        self._fill(board, sorted((*before, *since), key=lambda each: each.number))

    def _fill(self, board: Board, facts: Sequence[NumberedFact]) -> None:
        for fact in facts:
            board.apply(fact)
        board.settle(self.calls, self.here, self.at)


def midnight(zone: ZoneInfo, at_ms: int) -> int:
    """The beginning of the day that a moment (Unix ms) lies in."""
    return begin_of(zone, datetime.fromtimestamp(at_ms / 1000, zone).date())


def begin_of(zone: ZoneInfo, day: date) -> int:
    """When a day begins there (Unix ms)."""
    return round(datetime.combine(day, clock_time(), zone).timestamp() * 1000)
