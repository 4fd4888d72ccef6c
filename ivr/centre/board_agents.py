"""The agents' rows of the board: where each stands since when, and how their day has gone so far. Kept from facts; those of an agent
whom today's plan does not know are passed over.

Must never know the time: what a row sums up ends where its state began.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from agent_desktop.cti.vocabulary import AgentId, CallId, QueueId
from agent_desktop.protocol.board import BoardAgent, BoardMember
from agent_desktop.protocol.states import AgentState
from ivr import facts
from ivr.plan import AgentPlan

_SUMS = {
    AgentState.READY: "ready_ms",
    AgentState.RESERVED: "handling_ms",
    AgentState.BUSY: "handling_ms",
    AgentState.WRAP_UP: "handling_ms",
    AgentState.NOT_READY: "not_ready_ms",
}
_NO_QUEUE = QueueId("")
_NO_SUMS = {"ready_ms": 0, "handling_ms": 0, "not_ready_ms": 0, "handled": 0, "handle_ms": 0}


class AgentRows:
    """All agents. `queue_of` gives the queue of a call that is not over."""

    def __init__(self, plans: Iterable[AgentPlan], queue_of: Callable[[CallId], QueueId]) -> None:
        plans = tuple(plans)
        self.members = {
            plan.agent: BoardMember(plan.agent, plan.name, plan.queues, tuple(sorted(plan.skills))) for plan in plans
        }
        self.rows = {plan.agent: BoardAgent(plan.agent) for plan in plans}
        self.moved: set[AgentId] = set()
        self.assigned: set[AgentId] = set()
        self._queue_of = queue_of
        self._wrap_up: dict[AgentId, int] = {}
        """Since when."""
        self._talked: dict[AgentId, int] = {}
        """Talk and hold of the leg that is being wrapped up."""

    def handlers(self) -> dict[type[facts.Fact], Callable[[Any, int], None]]:
        """What to call with which fact."""
        return {
            facts.AgentLoggedOn: lambda fact, at: self._enter(fact.agent, AgentState.NOT_READY, at),
            facts.AgentLoggedOff: lambda fact, at: self._enter(fact.agent, AgentState.LOGGED_OFF, at),
            facts.AgentReady: lambda fact, at: self._enter(fact.agent, AgentState.READY, at),
            facts.AgentNotReady: lambda fact, at: self._enter(fact.agent, AgentState.NOT_READY, at, reason=fact.reason),
            facts.AgentReserved: lambda fact, at: self._take(fact.agent, AgentState.RESERVED, fact.call, at),
            facts.AgentBusy: lambda fact, at: self._take(fact.agent, AgentState.BUSY, fact.call, at),
            facts.AgentWorkingAfterCall: self._wrap_up_began,
            facts.NextStateChosen: lambda fact, _: self._change(fact.agent, next_reason=fact.reason),
            facts.StationUp: lambda fact, _: self._change(fact.agent, station_up=True),
            facts.StationDown: lambda fact, _: self._change(fact.agent, station_up=False),
            facts.HelpRequested: lambda fact, at: self._change(fact.agent, help_since_ms=at),
            facts.HelpEnded: lambda fact, _: self._change(fact.agent, help_since_ms=None),
            facts.AgentAssigned: self._assigned,
        }

    def leg_ended(self, agent: AgentId, talked_ms: int) -> None:
        """A leg is over; its log is not."""
        self._talked[agent] = talked_ms

    def leg_logged(self, agent: AgentId, at: int) -> int:
        """A leg's wrap-up has ended; gives its whole handling time."""
        handle_ms = self._talked.pop(agent, 0) + at - self._wrap_up.pop(agent, at)
        if (row := self.rows.get(agent)) is not None:
            self._change(agent, handled=row.handled + 1, handle_ms=row.handle_ms + handle_ms)
        return handle_ms

    def new_day(self, midnight_ms: int) -> None:
        """All sums begin again. A state goes on, but what of it lies before midnight is not today's: its sum begins below nothing."""
        for agent, row in self.rows.items():
            name = _SUMS.get(row.state)
            owed = {} if name is None else {name: min(row.since_ms - midnight_ms, 0)}
            self._change(agent, **{**_NO_SUMS, **owed})

    def forget_but(self, here: frozenset[AgentId], at: int) -> None:
        """These agents are logged on and nobody else: a centre that has started anew."""
        for agent, row in self.rows.items():
            if row.state is not AgentState.LOGGED_OFF and agent not in here:
                self._enter(agent, AgentState.LOGGED_OFF, at)
                self._change(agent, help_since_ms=None)

    def _take(self, agent: AgentId, state: AgentState, call: CallId, at: int) -> None:
        self._enter(agent, state, at, call=call, queue=self._queue_of(call))

    def _wrap_up_began(self, fact: facts.AgentWorkingAfterCall, at: int) -> None:
        """Comes again when wrap-up is extended."""
        self._wrap_up.setdefault(fact.agent, at)
        self._take(fact.agent, AgentState.WRAP_UP, fact.call, at)

    def _enter(
        self,
        agent: AgentId,
        state: AgentState,
        at: int,
        *,
        reason: str = "",
        call: CallId | None = None,
        queue: QueueId = _NO_QUEUE,
    ) -> None:
        if (row := self.rows.get(agent)) is None:
            return
        moved = (state, reason) != (row.state, row.reason)
        sums = _summed(row, at) if moved else {}
        self._change(
            agent,
            state=state,
            reason=reason,
            call=call,
            queue=queue,
            since_ms=at if moved else row.since_ms,
            next_reason=row.next_reason if state in {AgentState.BUSY, AgentState.WRAP_UP} else None,
            **sums,
        )

    def _assigned(self, fact: facts.AgentAssigned, _at: int) -> None:
        if (member := self.members.get(fact.agent)) is not None:
            self.members[fact.agent] = replace(member, queues=fact.queues, skills=fact.skills)
            self.assigned.add(fact.agent)

    def _change(self, agent: AgentId, **changes: object) -> None:
        row = self.rows.get(agent)
        if row is not None and (new := replace(row, **changes)) != row:
            self.rows[agent] = new
            self.moved.add(agent)


def _summed(row: BoardAgent, at: int) -> dict[str, int]:
    """The sum that the state which ends now adds to."""
    name = _SUMS.get(row.state)
    return {} if name is None else {name: getattr(row, name) + max(at - row.since_ms, 0)}
