"""Exact statistics from the fact stream: nothing is sampled, nothing is averaged over averages, every figure carries its formula.

Counts and times are summed per interval of 15 or 30 minutes, for each queue, agent and disposition, and divided only when a figure is
asked for; so the figure of a day is that of its sums. What belongs to which interval:

- a call is *offered* in the interval in which it enters the queue, *answered* or *abandoned* in the one in which its wait ends;
- the whole *handling time* of a leg (talk, hold and wrap-up) belongs to the interval in which its wrap-up ended;
- an agent's *states* are cut at the borders of intervals, so that no interval has more than its own time.

Times are Unix seconds. Must never know the clock, nor the core that the facts came from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from agent_desktop.cti.vocabulary import AgentId, CallId, QueueId
from agent_desktop.protocol.states import AgentState
from agent_desktop.protocol.tallies import AgentTally, DispositionTally, QueueTally, add_up
from ivr import facts

DAY_S = 86_400.0
_NONE = QueueId("")


_STATE_SUMS = {
    AgentState.READY: "ready_s",
    AgentState.RESERVED: "reserved_s",
    AgentState.BUSY: "busy_s",
    AgentState.WRAP_UP: "wrap_up_s",
    AgentState.NOT_READY: "not_ready_s",
}


@dataclass(slots=True)
class _Wait:
    queue: QueueId
    since: float


@dataclass(slots=True)
class _Leg:
    queue: QueueId
    talk_s: float = 0.0
    hold_s: float = 0.0
    ended: float = 0.0
    transferred: bool = False


@dataclass(slots=True)
class _Call:
    """A call that is not logged yet."""

    number: str
    """Empty: withheld, or one that we made."""
    queue: QueueId = _NONE
    wait: _Wait | None = None
    callback: bool = False
    """Nobody waits on its line: a callback, a message, a follow-up."""
    legs: dict[int, _Leg] = field(default_factory=dict)


class Statistics:
    """Takes facts in their order and keeps the sums."""

    def __init__(
        self,
        service_level_s: Mapping[QueueId, float],
        *,
        short_s: float = 5.0,
        interval_s: float = 1_800.0,
        window_s: float = 7 * DAY_S,
    ) -> None:
        """Begin with nothing.

        `service_level_s` is each queue's service level; who abandons within `short_s` is short; a caller who does not call again within
        `window_s` got what they wanted.
        """
        self._service_level_s = service_level_s
        self._short_s, self._interval_s, self.window_s = short_s, interval_s, window_s
        self.queues: dict[tuple[float, QueueId], QueueTally] = {}
        self.agents: dict[tuple[float, AgentId], AgentTally] = {}
        self.dispositions: dict[tuple[float, str], DispositionTally] = {}
        """Empty: wrap-up ran out before one was chosen."""
        self._calls: dict[CallId, _Call] = {}
        self._states: dict[AgentId, tuple[AgentState, float]] = {}
        self._contacts: dict[str, tuple[float, QueueTally]] = {}
        self._handlers = self._table()

    def apply(self, numbered: facts.NumberedFact) -> None:
        """Take the next fact."""
        handler = self._handlers.get(type(numbered.fact))
        if handler is not None:
            handler(numbered.fact, numbered.at)

    @property
    def kinds(self) -> frozenset[str]:
        """The names of the facts that matter here."""
        return frozenset(kind.__name__ for kind in self._handlers)

    def close(self, at: float) -> None:
        """Count the states in which agents are up to now; more facts may follow."""
        for agent, (state, _) in list(self._states.items()):
            self._turn(agent, state, at)

    def queue(self, queue: QueueId | None = None, since: float = 0.0, until: float = float("inf")) -> QueueTally:
        """The sums of the intervals that begin in this span, of one queue or of all."""
        keys = ((at, each) for at, each in self.queues if since <= at < until and queue in (None, each))
        return add_up(QueueTally, (self.queues[key] for key in keys))

    def agent(self, agent: AgentId | None = None, since: float = 0.0, until: float = float("inf")) -> AgentTally:
        """The sums of the intervals that begin in this span, of one agent or of all."""
        keys = ((at, each) for at, each in self.agents if since <= at < until and agent in (None, each))
        return add_up(AgentTally, (self.agents[key] for key in keys))

    # --- calls -------------------------------------------------------------------------------------------------------

    def _table(self) -> dict[type[facts.Fact], Callable[[Any, float], None]]:
        def to(state: AgentState) -> Callable[[Any, float], None]:
            return lambda fact, at: self._turn(fact.agent, state, at)

        return {
            facts.CallArrived: self._arrived,
            facts.CallMade: self._made,
            facts.CallbackRequested: self._without_a_line,
            facts.VoicemailLeft: self._without_a_line,
            facts.FollowUpDue: self._follow_up_due,
            facts.Queued: self._queued,
            facts.LeftQueue: self._left_queue,
            facts.Accepted: self._accepted,
            facts.OfferEnded: self._offer_ended,
            facts.Established: self._established,
            facts.Transferred: self._transferred,
            facts.LegEnded: self._leg_ended,
            facts.LegLogged: self._leg_logged,
            facts.CallCleared: self._cleared,
            facts.CallLogged: self._logged,
            facts.WrapUpExtended: self._extended,
            facts.AgentLoggedOn: to(AgentState.NOT_READY),
            facts.AgentNotReady: to(AgentState.NOT_READY),
            facts.AgentReady: to(AgentState.READY),
            facts.AgentReserved: to(AgentState.RESERVED),
            facts.AgentBusy: to(AgentState.BUSY),
            facts.AgentWorkingAfterCall: to(AgentState.WRAP_UP),
            facts.AgentLoggedOff: to(AgentState.LOGGED_OFF),
        }

    def _arrived(self, fact: facts.CallArrived, at: float) -> None:
        number = "" if fact.withheld else fact.ani
        self._calls[fact.call] = _Call(number)
        if number in self._contacts:
            before, tally = self._contacts.pop(number)
            tally.called_again += at - before <= self.window_s

    def _made(self, fact: facts.CallMade, _at: float) -> None:
        self._calls[fact.call] = _Call("", fact.queue)

    def _without_a_line(self, fact: facts.CallbackRequested | facts.VoicemailLeft, _at: float) -> None:
        if (call := self._calls.get(fact.call)) is not None:
            call.callback = True

    def _follow_up_due(self, fact: facts.FollowUpDue, _at: float) -> None:
        self._calls[fact.call] = _Call("", fact.queue, callback=True)

    def _queued(self, fact: facts.Queued, at: float) -> None:
        call = self._calls.get(fact.call)
        if call is None:
            return
        call.queue = fact.queue
        if call.callback or (call.wait is not None and call.wait.queue == fact.queue):
            return
        if call.wait is not None:
            self._queue(call.wait.queue, at).moved += 1
        call.wait = _Wait(fact.queue, at)
        self._queue(fact.queue, at).offered += 1

    def _left_queue(self, fact: facts.LeftQueue, at: float) -> None:
        call = self._calls.get(fact.call)
        if call is not None and call.wait is not None:
            self._queue(call.wait.queue, at).moved += 1
            call.wait = None

    def _accepted(self, fact: facts.Accepted, at: float) -> None:
        self._agent(fact.agent, self._interval(at)).answered += 1
        call = self._calls.get(fact.call)
        if call is None or call.wait is None:
            return
        wait, call.wait = call.wait, None
        waited_s, tally = at - wait.since, self._queue(wait.queue, at)
        tally.answered += 1
        tally.answered_wait_s += waited_s
        tally.waited += waited_s > 0
        tally.answered_in_time += waited_s <= self._service_level_s[wait.queue]

    def _offer_ended(self, fact: facts.OfferEnded, at: float) -> None:
        if fact.why == "declined":
            self._agent(fact.agent, self._interval(at)).declined += 1
        elif fact.why == "no_answer":
            self._agent(fact.agent, self._interval(at)).not_answered += 1

    def _cleared(self, fact: facts.CallCleared, at: float) -> None:
        call = self._calls.get(fact.call)
        if call is None:
            return
        if call.wait is not None:
            self._abandoned(call.wait, at)
            call.wait = None
        if fact.outcome == "handled" and call.number:
            tally = self._queue(call.queue, at)
            tally.contacts += 1
            self._contacts.pop(call.number, None)
            self._contacts[call.number] = (at, tally)
            self._forget_contacts(at - self.window_s)

    def _forget_contacts(self, before: float) -> None:
        """They stand in the order of their times."""
        while (oldest := next(iter(self._contacts))) and self._contacts[oldest][0] < before:
            del self._contacts[oldest]

    def _abandoned(self, wait: _Wait, at: float) -> None:
        waited_s, tally = at - wait.since, self._queue(wait.queue, at)
        tally.abandoned += 1
        tally.abandoned_wait_s += waited_s
        tally.waited += waited_s > 0
        tally.abandoned_in_time += waited_s <= self._service_level_s[wait.queue]
        tally.short_abandons += waited_s <= self._short_s

    def _logged(self, fact: facts.CallLogged, _at: float) -> None:
        self._calls.pop(fact.call, None)

    # --- legs --------------------------------------------------------------------------------------------------------

    def _established(self, fact: facts.Established, _at: float) -> None:
        if (call := self._calls.get(fact.call)) is not None:
            call.legs[fact.leg] = _Leg(call.queue)

    def _leg(self, call_id: CallId, number: int) -> _Leg | None:
        """A leg in which somebody talked; a number that we called and that did not answer has none."""
        call = self._calls.get(call_id)
        return None if call is None else call.legs.get(number)

    def _transferred(self, fact: facts.Transferred, _at: float) -> None:
        if (leg := self._leg(fact.call, fact.leg)) is not None:
            leg.transferred = True

    def _leg_ended(self, fact: facts.LegEnded, at: float) -> None:
        if (leg := self._leg(fact.call, fact.leg)) is not None:
            leg.talk_s, leg.hold_s, leg.ended = fact.talk_s, fact.hold_s, at

    def _leg_logged(self, fact: facts.LegLogged, at: float) -> None:
        by_disposition = self._disposition(fact.disposition, at)
        by_disposition.logs += 1
        leg = self._leg(fact.call, fact.leg)
        if leg is None:
            return
        wrap_up_s = at - leg.ended
        tally = self._queue(leg.queue, at)
        for each in (tally, by_disposition):
            each.legs += 1
            each.talk_s += leg.talk_s
            each.hold_s += leg.hold_s
            each.wrap_up_s += wrap_up_s
        tally.transfers += leg.transferred
        self._count_leg(self._agent(fact.agent, self._interval(at)), leg, wrap_up_s)

    @staticmethod
    def _count_leg(tally: AgentTally, leg: _Leg, wrap_up_s: float) -> None:
        tally.legs += 1
        tally.transfers += leg.transferred
        tally.legs_talk_s += leg.talk_s
        tally.legs_hold_s += leg.hold_s
        tally.legs_wrap_up_s += wrap_up_s

    # --- agents ------------------------------------------------------------------------------------------------------

    def _extended(self, fact: facts.WrapUpExtended, at: float) -> None:
        tally = self._agent(fact.agent, self._interval(at))
        tally.extensions += 1
        tally.extended_s += fact.seconds

    def _turn(self, agent: AgentId, state: AgentState, at: float) -> None:
        before, since = self._states.get(agent, (AgentState.LOGGED_OFF, at))
        self._states[agent] = (state, at)
        name = _STATE_SUMS.get(before)
        while name is not None and since < at:
            start = self._interval(since)
            until = min(at, start + self._interval_s)
            tally = self._agent(agent, start)
            setattr(tally, name, getattr(tally, name) + until - since)
            since = until

    def _interval(self, at: float) -> float:
        """The beginning of the one that a moment lies in."""
        return at - at % self._interval_s

    def _agent(self, agent: AgentId, start: float) -> AgentTally:
        return self.agents.setdefault((start, agent), AgentTally())

    def _disposition(self, disposition: str, at: float) -> DispositionTally:
        return self.dispositions.setdefault((self._interval(at), disposition), DispositionTally())

    def _queue(self, queue: QueueId, at: float) -> QueueTally:
        key = (self._interval(at), queue)
        tally = self.queues.get(key)
        if tally is None:
            tally = self.queues[key] = QueueTally()
        return tally
