"""The supervisor's board: a projection of the facts to who does what, which calls there are, and the figures of the day.

Facts go in one by one; what moved is gathered and leaves with `take_moved`, one body for all supervisors who watch: at a large site a
row changes several times in a tenth of a second, and nobody could read it. Facts that come again are skipped, so the day can be read back
from the database before the centre goes on. Must never decide, do I/O, or know the time: the day begins anew with the first fact after midnight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from agent_desktop.cti.vocabulary import AgentId, CallId, QueueId
from agent_desktop.protocol.board import INTERVAL_MS, BoardQueue
from agent_desktop.protocol.messages import BoardChanged
from agent_desktop.protocol.record import ScreenPop
from agent_desktop.protocol.service_level import Formula
from agent_desktop.protocol.thresholds import Thresholds
from ivr import facts
from ivr.centre.board_agents import AgentRows
from ivr.centre.board_calls import CallRows
from ivr.plan import Plan


@dataclass(frozen=True, slots=True)
class Reckoning:
    """How figures are reckoned. `midnight` gives the beginning of the day, where the centre is, that a moment (Unix ms) lies in."""

    midnight: Callable[[int], int]
    formula: Formula = Formula.ALL_OFFERED
    short_abandon_s: float = 5.0
    thresholds: Thresholds = Thresholds()  # noqa: RUF009 - frozen


class Board:
    """The whole board, and who watches it."""

    def __init__(self, plan: Plan, reckoning: Reckoning, write_number: Callable[[str], str]) -> None:
        self._reckoning = reckoning
        self._queues = {each.queue: BoardQueue(each.queue, each.service_level_s) for each in plan.queues}
        self._calls = CallRows({each.queue: each for each in plan.queues}, reckoning.short_abandon_s, write_number)
        self._agents = AgentRows(plan.agents, self._calls.queue_of)
        self._moved_queues: set[QueueId] = set()
        self._watching: dict[AgentId, None] = {}
        self._last = 0
        self._day = self._quarter = 0
        """Midnight of the day of the figures, and the quarter of an hour of the last fact: a day begins with one wherever one is."""
        self._began_anew = False
        self._handlers = self._table()

    # --- what the centre calls ----------------------------------------------------------------------------------------

    def apply(self, numbered: facts.NumberedFact) -> None:
        """Take the next fact; one that has been taken already changes nothing."""
        if numbered.number <= self._last:
            return
        self._last = numbered.number
        at = round(numbered.at * 1000)
        self._turn_to(at)
        for handler in self._handlers.get(type(numbered.fact), ()):
            handler(numbered.fact, at)

    @property
    def kinds(self) -> frozenset[str]:
        """The names of the facts that matter here."""
        return frozenset(kind.__name__ for kind in self._handlers)

    def identify(self, call: CallId, pop: ScreenPop) -> None:
        """The caller's record has been looked up, chosen or created."""
        self._calls.identify(call, pop)

    def settle(self, calls: frozenset[CallId], agents: frozenset[AgentId], at: float) -> None:
        """The day has been read back: only these calls stand, and only these agents are logged on."""
        at_ms = round(at * 1000)
        self._turn_to(at_ms)
        self._calls.forget_but(calls)
        self._agents.forget_but(agents, at_ms)

    def succeed(self, other: Board) -> None:
        """Be shown from now on, whole, to those who watch the other one."""
        self._watching, self._began_anew = other._watching, True

    def watch(self, user: AgentId) -> BoardChanged:
        """This user looks at the board from now on; gives all that is on it."""
        self._watching[user] = None
        return self._whole()

    def leave(self, user: AgentId) -> None:
        """They look no more; nothing happens when they did not."""
        self._watching.pop(user, None)

    def take_moved(self) -> Iterator[tuple[tuple[AgentId, ...], BoardChanged]]:
        """Who is to be told what moved since this was last asked."""
        body = self._whole() if self._began_anew else self._moved()
        self._began_anew = False
        for moved in (self._agents.moved, self._agents.assigned, self._calls.moved, self._calls.counted):
            moved.clear()
        self._moved_queues.clear()
        if self._watching and body is not None:
            yield tuple(self._watching), body

    # --- inside -------------------------------------------------------------------------------------------------------

    def _table(self) -> dict[type[facts.Fact], list[Callable[[Any, int], None]]]:
        own: dict[type[facts.Fact], Callable[[Any, int], None]] = {
            facts.LegEnded: self._leg_ended,
            facts.LegLogged: self._leg_logged,
            facts.CallLogged: lambda fact, _: self._calls.forget(fact.call),
            facts.QueueClosed: lambda fact, _: self._set_open(fact.queue, is_open=False),
            facts.QueueOpened: lambda fact, _: self._set_open(fact.queue, is_open=True),
        }
        table: dict[type[facts.Fact], list[Callable[[Any, int], None]]] = {}
        for part in (self._calls.handlers(), self._agents.handlers(), own):
            for kind, handler in part.items():
                table.setdefault(kind, []).append(handler)
        return table

    def _turn_to(self, at: int) -> None:
        if at // INTERVAL_MS == self._quarter:
            return
        self._quarter = at // INTERVAL_MS
        midnight = self._reckoning.midnight(at)
        if midnight != self._day:
            self._day = midnight
            self._calls.new_day()
            self._agents.new_day(midnight)
            self._began_anew = True

    def _leg_ended(self, fact: facts.LegEnded, _at: int) -> None:
        self._agents.leg_ended(fact.agent, round((fact.talk_s + fact.hold_s) * 1000))

    def _leg_logged(self, fact: facts.LegLogged, at: int) -> None:
        self._calls.leg_logged(fact.call, self._agents.leg_logged(fact.agent, at), at)

    def _set_open(self, queue: QueueId, *, is_open: bool) -> None:
        if (known := self._queues.get(queue)) is not None:
            self._queues[queue] = replace(known, open=is_open)
            self._moved_queues.add(queue)

    def _moved(self) -> BoardChanged | None:
        agents, calls = self._agents, self._calls
        body = BoardChanged(
            self._day,
            members=tuple(agents.members[each] for each in sorted(agents.assigned)),
            queues=tuple(self._queues[each] for each in sorted(self._moved_queues)),
            agents=tuple(agents.rows[each] for each in sorted(agents.moved)),
            calls=tuple(calls.rows[each] for each in sorted(calls.moved) if each in calls.rows),
            gone=tuple(each for each in sorted(calls.moved) if each not in calls.rows),
            intervals=tuple(calls.interval(each) for each in sorted(calls.counted)),
            formula=self._reckoning.formula,
            short_abandon_s=self._reckoning.short_abandon_s,
        )
        moved = (body.members, body.queues, body.agents, body.calls, body.gone, body.intervals)
        return body if any(moved) else None

    def _whole(self) -> BoardChanged:
        return BoardChanged(
            self._day,
            whole=True,
            members=tuple(self._agents.members.values()),
            queues=tuple(self._queues.values()),
            agents=tuple(self._agents.rows.values()),
            calls=tuple(self._calls.rows.values()),
            intervals=tuple(self._calls.interval(each) for each in sorted(self._calls.intervals)),
            formula=self._reckoning.formula,
            short_abandon_s=self._reckoning.short_abandon_s,
            thresholds=self._reckoning.thresholds,
        )
