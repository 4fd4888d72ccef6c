"""The calls of the board, and the figures of the day that they add up to, by queue and quarter of an hour. Kept from facts.

A caller counts as offered when they enter a queue, as answered in the quarter in which an agent first had them, as abandoned in the one
in which they gave up; handed on to another queue, they count there anew. Must never know the time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from agent_desktop.cti.vocabulary import WORK_ITEMS, AgentId, CallId, Direction, QueueId
from agent_desktop.protocol.board import INTERVAL_MS, BoardCall, BoardInterval, CallStage
from agent_desktop.protocol.record import ScreenPop
from agent_desktop.protocol.service_level import Counts
from ivr import facts
from ivr.plan import QueuePlan

_WITHOUT_AGENT = frozenset({CallStage.MENU, CallStage.PROMISED, CallStage.WAITING, CallStage.OUTSIDE})
_NOBODY = Counts()
_NOBODY_WAITS = WORK_ITEMS | {Direction.CALLBACK}
"""On the line."""


class CallRows:
    """All calls that are not over, and the intervals of one day."""

    def __init__(
        self, queues: dict[QueueId, QueuePlan], short_abandon_s: float, write_number: Callable[[str], str]
    ) -> None:
        self._in_time_ms = {queue: round(plan.service_level_s * 1000) for queue, plan in queues.items()}
        self._short_ms = round(short_abandon_s * 1000)
        self._write_number = write_number
        self.rows: dict[CallId, BoardCall] = {}
        self.intervals: defaultdict[tuple[QueueId, int], Counts] = defaultdict(Counts)
        self.moved: set[CallId] = set()
        self.counted: set[tuple[QueueId, int]] = set()
        self._waiting: dict[CallId, int] = {}
        """Since when in the queue that it is in; not yet answered there."""
        self._queue_of_leg: dict[CallId, QueueId] = {}

    def handlers(self) -> dict[type[facts.Fact], Callable[[Any, int], None]]:
        """What to call with which fact."""
        return {
            facts.CallArrived: self._arrived,
            facts.CallMade: self._made,
            facts.CallbackRequested: self._callback_requested,
            facts.CallbackMissed: lambda fact, at: self._enter(fact.call, CallStage.PROMISED, at, None),
            facts.VoicemailLeft: self._voicemail_left,
            facts.FollowUpDue: self._follow_up_due,
            facts.WorkBegun: lambda fact, at: self._enter(fact.call, CallStage.WORKING, at, fact.agent),
            facts.LanguageChosen: lambda fact, _: self._change(fact.call, language=fact.language),
            facts.KeysPressed: self._pressed,
            facts.Queued: self._queued,
            facts.LeftQueue: self._left_queue,
            facts.CallRaised: lambda fact, _: self._change(fact.call, priority=fact.priority),
            facts.Delivered: lambda fact, at: self._enter(fact.call, CallStage.OFFERED, at, fact.agent),
            facts.Accepted: self._answered,
            facts.Dialled: lambda fact, at: self._enter(fact.call, CallStage.DIALLING, at, fact.agent),
            facts.Established: self._established,
            facts.Held: lambda fact, at: self._enter(fact.call, CallStage.HELD, at, fact.agent),
            facts.Retrieved: lambda fact, at: self._enter(fact.call, CallStage.TALKING, at, fact.agent),
            facts.Transferred: self._transferred,
            facts.MonitoringStarted: lambda fact, _: self._listen(fact.call, fact.agent, fact.mode),
            facts.MonitoringChanged: lambda fact, _: self._listen(fact.call, fact.agent, fact.mode),
            facts.MonitoringEnded: lambda fact, _: self._listen(fact.call, fact.agent, None),
            facts.CallCleared: self._cleared,
        }

    def queue_of(self, call: CallId) -> QueueId:
        """Of a call that is not over, or whose last wrap-up is not."""
        return self._queue_of_leg.get(call, QueueId(""))

    def identify(self, call: CallId, pop: ScreenPop) -> None:
        """Who is calling has been looked up, chosen or created."""
        if call in self.rows and pop.record is not None:
            record = pop.record
            self._change(call, name=record.name, company=record.company, segment=record.value_type.value)

    def leg_logged(self, call: CallId, handle_ms: int, at: int) -> None:
        """A leg's wrap-up has ended after so long in all."""
        self._count(self.queue_of(call), at, Counts(handled=1, handle_ms=handle_ms))

    def forget(self, call: CallId) -> None:
        """The call's record is complete."""
        self._queue_of_leg.pop(call, None)

    def new_day(self) -> None:
        """The figures begin again."""
        self.intervals.clear()
        self.counted.clear()

    def forget_but(self, here: frozenset[CallId]) -> None:
        """These calls stand and no others: a centre that has started anew."""
        for call in [call for call in self.rows if call not in here]:
            del self.rows[call]
            self._waiting.pop(call, None)

    def _arrived(self, fact: facts.CallArrived, at: int) -> None:
        number = "" if fact.withheld else self._write_number(fact.ani)
        self.rows[fact.call] = BoardCall(fact.call, CallStage.MENU, at, at, ani=number, ani_name=fact.ani_name)
        self.moved.add(fact.call)

    def _made(self, fact: facts.CallMade, at: int) -> None:
        self._queue_of_leg[fact.call] = fact.queue
        self.rows[fact.call] = BoardCall(
            fact.call,
            CallStage.DIALLING,
            at,
            at,
            queue=fact.queue,
            agent=fact.agent,
            ani=self._write_number(fact.number),
            direction=Direction.OUT,
        )
        self.moved.add(fact.call)

    def _callback_requested(self, fact: facts.CallbackRequested, at: int) -> None:
        self._queue_of_leg[fact.call] = fact.queue
        self._change(fact.call, queue=fact.queue, direction=Direction.CALLBACK)
        if fact.at is not None:
            self._enter(fact.call, CallStage.PROMISED, at, None)

    def _voicemail_left(self, fact: facts.VoicemailLeft, _at: int) -> None:
        self._queue_of_leg[fact.call] = fact.queue
        self._change(fact.call, queue=fact.queue, direction=Direction.VOICEMAIL)

    def _follow_up_due(self, fact: facts.FollowUpDue, at: int) -> None:
        number = self._write_number(fact.number) if fact.number else ""
        path = (("", fact.note, fact.note),) if fact.note else ()
        self._queue_of_leg[fact.call] = fact.queue
        self.rows[fact.call] = BoardCall(
            fact.call, CallStage.WAITING, at, at, queue=fact.queue, ani=number, path=path, direction=Direction.FOLLOW_UP
        )
        self.moved.add(fact.call)

    def _pressed(self, fact: facts.KeysPressed, _at: int) -> None:
        if (row := self.rows.get(fact.call)) is not None:
            self._change(fact.call, path=(*row.path, (fact.keys, fact.label.en, fact.label.zh_CN)))

    def _queued(self, fact: facts.Queued, at: int) -> None:
        """Back at its old place after an offer that came to nothing: nothing begins anew."""
        goes_on = fact.call in self._waiting and self._queue_of_leg.get(fact.call) == fact.queue
        if not goes_on:
            self._waiting[fact.call] = at
            self._queue_of_leg[fact.call] = fact.queue
            self._count_caller(fact.call, fact.queue, at, Counts(offered=1))
        since = self._waiting[fact.call]
        self._enter(
            fact.call, CallStage.WAITING, since, None, queue=fact.queue, priority=fact.priority, queued_ms=since
        )

    def _left_queue(self, fact: facts.LeftQueue, at: int) -> None:
        self._waiting.pop(fact.call, None)
        self._enter(fact.call, CallStage.MENU, at, None)

    def _answered(self, fact: facts.Accepted, at: int) -> None:
        since = self._waiting.pop(fact.call, None)
        if since is None:
            return
        queue, waited = self.queue_of(fact.call), at - since
        in_time = waited <= self._in_time_ms.get(queue, 0)
        self._count_caller(fact.call, queue, at, Counts(answered=1, answered_in_time=int(in_time), wait_ms=waited))

    def _established(self, fact: facts.Established, at: int) -> None:
        self._answered(facts.Accepted(fact.call, fact.agent), at)
        self._enter(fact.call, CallStage.TALKING, at, fact.agent)

    def _transferred(self, fact: facts.Transferred, at: int) -> None:
        if fact.kind == "number":
            self._enter(fact.call, CallStage.OUTSIDE, at, None)

    def _cleared(self, fact: facts.CallCleared, at: int) -> None:
        row = self.rows.pop(fact.call, None)
        self.moved.add(fact.call)
        since = self._waiting.pop(fact.call, None)
        if since is None or (row is not None and row.direction in _NOBODY_WAITS):
            return
        queue, waited = self.queue_of(fact.call), at - since
        in_time = waited <= self._in_time_ms.get(queue, 0)
        short = waited <= self._short_ms
        self._count(queue, at, Counts(abandoned=1, abandoned_in_time=int(in_time), short_abandons=int(short)))

    def _listen(self, call: CallId, supervisor: AgentId, mode: Any) -> None:
        if (row := self.rows.get(call)) is not None:
            others = tuple(each for each in row.listeners if each[0] != supervisor)
            self._change(call, listeners=others if mode is None else (*others, (supervisor, mode)))

    def _enter(self, call: CallId, stage: CallStage, at: int, agent: AgentId | None, **more: object) -> None:
        kept = None if stage in _WITHOUT_AGENT else agent
        self._change(call, stage=stage, since_ms=at, agent=kept, **more)

    def _change(self, call: CallId, **changes: object) -> None:
        row = self.rows.get(call)
        if row is not None:
            self.rows[call] = replace(row, **changes)
            self.moved.add(call)

    def _count_caller(self, call: CallId, queue: QueueId, at: int, more: Counts) -> None:
        """Only where somebody is on the line has anybody been kept waiting there."""
        row = self.rows.get(call)
        if row is None or row.direction not in _NOBODY_WAITS:
            self._count(queue, at, more)

    def _count(self, queue: QueueId, at: int, more: Counts) -> None:
        key = (queue, at - at % INTERVAL_MS)
        self.intervals[key] += more
        self.counted.add(key)

    def interval(self, key: tuple[QueueId, int]) -> BoardInterval:
        """One quarter of an hour of one queue."""
        return BoardInterval(*key, self.intervals.get(key, _NOBODY))
