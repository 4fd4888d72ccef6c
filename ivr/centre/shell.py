"""The shell around the routing core: journal, clock, one timer; what the core decides is carried out here.

Everything that happens to a centre goes through `_handle`: into the journal, into the core, and then its effects, in order:
commands to the switch, facts to the desks and to the database, questions to the store. It runs on the event loop and never
waits, so nothing can come in between. A full disk does not stop calls: the journal is begun anew as soon as there is room.

This is one of the three doors where an error of our own is caught: it is logged with what led to it, and the centre goes on.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

import structlog

from agent_desktop.cti.switch import AnyCommand, Command
from agent_desktop.errors import UserError
from agent_desktop.protocol.record import CustomerRecord, MatchKind, ScreenPop
from ivr import effects, inputs
from ivr.centre.desks import Desks
from ivr.centre.journal import Journal
from ivr.centre.memory import Memory
from ivr.centre.to_seats import ToSeats
from ivr.core.core import Core
from ivr.facts import NumberedFact
from ivr.flow.steps import Answered, Question

log = structlog.get_logger(__name__)

FLUSH_S = 0.25
"""Queue figures leave for the seats this often at most: more often nobody could read them, and at a large site they would be
most of the traffic."""
FLUSH_SEATS = 25
FLUSH_PAUSE_S = 0.01
"""… and for so many seats at a time, with this pause: between them calls are handled, which at a large site would wait for 500 seats."""
BOARD_S = 0.1
"""What moved on the supervisors' board leaves this often at most."""
JOURNAL_ENTRIES = 10_000
"""After so many inputs a new journal begins, so that a restart is quick: to replay them takes a third of a second."""
JOURNAL_RETRY_S = 5.0


class SteadyClock:
    """Unix seconds that never stand still: when somebody sets the computer's clock back, time goes on all the same.

    Without it a centre whose clock was set back by an hour would let offers ring for an hour.
    """

    def __init__(self, wall: Callable[[], float] = time.time, steady: Callable[[], float] = time.monotonic) -> None:
        self._wall, self._steady = wall, steady
        self._at, self._since = wall(), steady()

    def __call__(self) -> float:
        since = self._steady()
        self._at = max(self._wall(), self._at + since - self._since)
        self._since = since
        return self._at


class Surroundings(Protocol):
    """What the shell carries effects out with."""

    def look_up(self, ani: str, withheld: bool, customer_id: int | None = None) -> ScreenPop:
        """Who is calling, or whom it is about; at once, and never raising."""

    def is_blocked(self, ani: str, withheld: bool) -> bool:
        """Whether the number is on the block list; at once, and never raising."""

    async def answer(self, number: int, question: Question) -> tuple[Answered, CustomerRecord | None]:
        """What a flow has asked, and whose record it found; never raising."""

    def command(self, command: AnyCommand) -> None:
        """Ask something of the switch."""

    def record(self, fact: NumberedFact) -> None:
        """Have a fact written to the database."""

    def show(self, messages: list[ToSeats]) -> None:
        """Tell seats."""

    def journal_broke(self) -> None:
        """The journal has a gap from here on; it must not be taken for whole."""

    def new_journal(self, core: Core, memory: Memory) -> Journal | None:
        """Begin a new journal; None: not now, because the database is not as far as the core."""


class Shell:
    """Runs one core on the event loop."""

    def __init__(
        self,
        core: Core,
        *,
        journal: Journal,
        desks: Desks,
        memory: Memory,
        around: Surroundings,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self._core = core
        self._journal = journal
        self._desks = desks
        self._memory = memory
        self._around = around
        self._clock = clock or SteadyClock()
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at: float | None = None
        self._flushing: asyncio.TimerHandle | None = None
        self._flushing_board: asyncio.TimerHandle | None = None
        self._figures: deque[ToSeats] = deque()
        self._moved = False
        self._journal_due: asyncio.TimerHandle | None = None
        self._asking: set[asyncio.Task[None]] = set()
        self._answers: deque[inputs.CallerIdentified] = deque()
        self._journal_broken = False

    @property
    def core(self) -> Core:
        """For reading only."""
        return self._core

    @property
    def desks(self) -> Desks:
        """What the seats are shown."""
        return self._desks

    def ask(self, request: inputs.AnyRequest) -> None:
        """An agent's wish.

        Raises:
            Refusal: it cannot be; nothing has changed.

        """
        self._handle(request)

    def happened(self, event: inputs.AnyInput) -> None:
        """Something happened at the switch or to a seat. Errors of our own end here."""
        try:
            self._handle(event)
        except Exception:
            log.exception("the core failed on an event", event_type=type(event).__name__)

    def start(self) -> None:
        """Arm the timer for what a restored core is waiting for."""
        self._arm()

    def stop(self) -> None:
        """No more timers; the journal is closed."""
        for timer in (self._timer, self._flushing, self._flushing_board, self._journal_due):
            if timer is not None:
                timer.cancel()
        for asking in self._asking:
            asking.cancel()
        self._close_journal()

    def sync_journal(self) -> None:
        """Force the journal to the disk; called from the writer's thread before it commits."""
        if self._journal_broken:
            return
        try:
            self._journal.sync()
        except OSError as error:
            self._loop.call_soon_threadsafe(self._journal_broke, error)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _handle(self, item: inputs.AnyInput | None) -> None:
        try:
            self._step(item)
            while self._answers:
                self._step(self._answers.popleft())
        finally:
            self._arm()

    def _step(self, item: inputs.AnyInput | None) -> None:
        now = self._clock()
        self._write(now, item)
        try:
            decided = self._core.tick(now) if item is None else self._core.handle(item, now)
        except Exception:
            self._carry_out_all(self._core.unfinished, now)
            raise
        self._carry_out_all(decided, now)

    def _carry_out_all(self, decided: list[effects.AnyEffect], now: float) -> None:
        """Each by itself: the stream of facts must have no gap because one of them was too much for somebody."""
        for effect in decided:
            try:
                self._carry_out(effect, now)
            except Exception:
                log.exception("an effect could not be carried out", effect_type=type(effect).__name__)

    def _carry_out(self, effect: effects.AnyEffect, now: float) -> None:
        if isinstance(effect, NumberedFact):
            self._memory.take(effect)
            self._around.record(effect)
            self._show(self._desks.apply(effect))
            self._flush_soon()
        elif isinstance(effect, Command):
            self._around.command(effect)
        elif isinstance(effect, effects.LookUpCaller):
            self._look_up(effect)
        elif isinstance(effect, effects.AskStore):
            asking = self._loop.create_task(self._ask(effect))
            self._asking.add(asking)
            asking.add_done_callback(self._asking.discard)
        else:
            self._show(self._desks.caption(effect, now))

    def _look_up(self, question: effects.LookUpCaller) -> None:
        pop = self._around.look_up(question.ani, question.withheld, question.customer_id)
        self._show(self._desks.identify(question.call, pop))
        blocked = self._around.is_blocked(question.ani, question.withheld)
        record = pop.record
        if record is None:
            self._answers.append(inputs.CallerIdentified(question.call, None, None, "", blocked))
        else:
            answer = inputs.CallerIdentified(
                question.call, record.customer_id, record.language, record.value_type.value, blocked
            )
            self._answers.append(answer)

    async def _ask(self, question: effects.AskStore) -> None:
        answer, record = await self._around.answer(question.number, question.question)
        if record is not None:
            self._show(self._desks.identify(question.call, ScreenPop(MatchKind.KEYED, record)))
        self.happened(inputs.StoreAnswered(question.call, answer))

    def _show(self, messages: list[ToSeats]) -> None:
        if messages:
            self._around.show(messages)

    def _flush_soon(self) -> None:
        self._moved = True
        if self._flushing is None:
            self._flushing = self._loop.call_later(FLUSH_S, self._flush)
        if self._flushing_board is None:
            self._flushing_board = self._loop.call_later(BOARD_S, self._flush_board)

    def _flush(self) -> None:
        """Older figures never come after newer ones: those are gathered when the last seat has these."""
        self._flushing = None
        if not self._figures:
            self._moved = False
            self._figures.extend(slices(self._desks.flush(), FLUSH_SEATS))
        self._show(list(self._some_figures()))
        if self._figures:
            self._flushing = self._loop.call_later(FLUSH_PAUSE_S, self._flush)
        elif self._moved:
            self._flushing = self._loop.call_later(FLUSH_S, self._flush)

    def _some_figures(self) -> Iterator[ToSeats]:
        seats = 0
        while self._figures and seats < FLUSH_SEATS:
            item = self._figures.popleft()
            seats += len(item.agents or ())
            yield item

    def _flush_board(self) -> None:
        self._flushing_board = None
        self._show(self._desks.flush_board())

    # --- time ---------------------------------------------------------------------------------------------------------

    def _arm(self) -> None:
        at = self._core.next_deadline()
        if at == self._timer_at and self._timer is not None:
            return
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._timer_at = at
        if at is not None:
            self._timer = self._loop.call_later(max(at - self._clock(), 0.0), self._wake)

    def _wake(self) -> None:
        self._timer = None
        try:
            self._handle(None)
        except Exception:
            log.exception("the core failed on a deadline")

    # --- the journal --------------------------------------------------------------------------------------------------

    def _write(self, now: float, item: inputs.AnyInput | None) -> None:
        if self._journal_broken:
            return
        try:
            self._journal.write(now, item)
        except OSError as error:
            self._journal_broke(error)
            return
        if self._journal.entries >= JOURNAL_ENTRIES and self._journal_due is None:
            self._begin_journal_in(0)

    def _journal_broke(self, error: OSError) -> None:
        if self._journal_broken:
            return
        self._journal_broken = True
        log.error("the journal cannot be written; calls go on, a restart would lose them", error=error.strerror)
        self._around.journal_broke()
        self._begin_journal_in(JOURNAL_RETRY_S)

    def _begin_journal_in(self, seconds: float) -> None:
        if self._journal_due is not None:
            self._journal_due.cancel()
        self._journal_due = self._loop.call_later(seconds, self._begin_journal)

    def _begin_journal(self) -> None:
        self._journal_due = None
        try:
            journal = self._around.new_journal(self._core, self._memory)
        except UserError as error:
            log.warning("no new journal yet", reason=str(error))
            journal = None
        if journal is None:
            self._begin_journal_in(JOURNAL_RETRY_S)
            return
        self._close_journal()
        self._journal, self._journal_broken = journal, False

    def _close_journal(self) -> None:
        try:
            self._journal.close()
        except OSError as error:
            log.warning("the journal's end may not be on the disk", error=error.strerror)


def slices(news: Iterable[ToSeats], seats: int) -> Iterator[ToSeats]:
    """The same, each for so many seats at most; what is for everybody stays whole."""
    for item in news:
        if item.agents is None:
            yield item
            continue
        for first in range(0, len(item.agents), seats):
            yield ToSeats(item.agents[first : first + seats], item.body)
