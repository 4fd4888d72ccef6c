"""The store as the centre uses it: the only module of the centre that knows the database.

Look-ups on the ring path are answered at once, on the event loop, from a kept connection (some tens of microseconds for an
index probe; measured limits). Whatever writes goes through the one writer thread, whatever may search goes through a reading
thread of its own. Must never decide what is shown to whom.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Engine, exc

from agent_desktop.cti.vocabulary import AgentId, CallId, QueueId
from agent_desktop.errors import Refusal, UserError
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.record import Candidate, CustomerFields, CustomerRecord, MatchKind, ScreenPop
from db.blocks import Blocks
from db.followups import FollowUps
from db.logs import CallLogs
from db.lookup import CallerLookup
from db.numbers import normalise
from db.projection import Projection
from db.selfservice import SelfService
from db.users import Users
from ivr import facts
from ivr.centre.answering import Answering
from ivr.centre.writer import LARGEST_BATCH, Writer
from ivr.facts import NumberedFact
from ivr.flow.steps import Answered, Question
from ivr.inputs import FollowUpDue

MISSED_S = 3 * 86_400
"""Whoever gave up longer ago is not called back."""

BLOCK_UNTIL = "block_until"
"""The field of a script in which an agent writes down until when a harassing caller is blocked."""
LONGEST_BLOCK_S = 366 * 86_400.0

T = TypeVar("T")
log = structlog.get_logger(__name__)


class Store:
    """Everything that a running centre asks of its database."""

    def __init__(self, engine: Engine, region: str, timezone: str, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._region = region
        self._clock = clock
        self._ring_path = CallerLookup(engine, region)
        self._searching = CallerLookup(engine, region)
        self._logs = CallLogs(engine)
        self._projection = Projection(engine)
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="database-reader")
        self._writer: Writer | None = None
        self._self_service = SelfService(engine, region, timezone)
        self._blocks = Blocks(engine, region)
        self._follow_ups = FollowUps(engine)
        self._timezone = ZoneInfo(timezone)
        self._answering = Answering(
            self._self_service, self._searching.record, self.dialable, self._reading, self._do, clock
        )
        self.users = Users(engine)

    # --- the one stream -----------------------------------------------------------------------------------------------

    def start(self, sync_journal: Callable[[], None], on_health: Callable[[bool], None]) -> None:
        """Begin to write."""
        self._writer = Writer(self, sync_journal, on_health)

    def last_fact(self) -> int:
        """The number of the last fact in the database."""
        return self._projection.last_number()

    def last_call(self) -> int:
        """The highest call id in the database."""
        return self._projection.max_call_id()

    def record(self, fact: NumberedFact) -> None:
        """Have a fact written."""
        self._writing.put(fact)

    @property
    def up_to_date(self) -> bool:
        """Whether every fact is in the database."""
        return self._writing.idle

    def apply(self, batch: Sequence[NumberedFact]) -> None:
        """Take a batch of facts durably; what was typed into a log that ran out of time becomes that log. In the writer.

        The log comes first: killed in between, the batch comes again, and there is no draft left to file twice.
        """
        for numbered in batch:
            fact = numbered.fact
            if isinstance(fact, facts.LegLogged) and not fact.disposition:
                self._keep_what_was_typed(fact, numbered.at)
            elif isinstance(fact, facts.FollowUpDone):
                self._follow_ups.close(fact.matter, numbered.at)
        self._projection.apply(batch)

    def catch_up(self, missed: Sequence[NumberedFact]) -> None:
        """Take the facts that an earlier run did not bring here; before anything is started.

        Raises:
            UserError: the database does not answer.

        """
        try:
            for first in range(0, len(missed), LARGEST_BATCH):
                self.apply(missed[first : first + LARGEST_BATCH])
        except (exc.SQLAlchemyError, Refusal) as error:
            reason = error.error_id if isinstance(error, Refusal) else type(error).__name__
            raise UserError(f"the database stopped answering while it caught up ({reason}); start again") from None

    def facts_since(self, at_ms: int, kinds: frozenset[str]) -> list[NumberedFact]:
        """The facts of these kinds (by name) from a moment on, in their order; before anything is started.

        Raises:
            UserError: the database does not answer.

        """
        try:
            return self._projection.facts_since(at_ms, kinds)
        except exc.SQLAlchemyError as error:
            raise UserError(f"the day's figures cannot be read back ({type(error).__name__}); start again") from None

    async def close(self) -> int:
        """Write what is left; gives the number of facts that could not be."""
        left = 0 if self._writer is None else await self._writer.close()
        self._reader.shutdown()
        self._ring_path.close()
        self._searching.close()
        self._engine.dispose()
        return left

    # --- the ring path ------------------------------------------------------------------------------------------------

    def look_up(self, ani: str, withheld: bool) -> ScreenPop:
        """Who is calling; at once, and never raising: nobody waits for a database that is known not to answer."""
        if self._writer is not None and not self._writer.healthy:
            return ScreenPop(MatchKind.WITHHELD if withheld or not ani.strip() else MatchKind.UNAVAILABLE)
        return self._ring_path.look_up(ani, withheld)

    def is_blocked(self, ani: str, withheld: bool) -> bool:
        """Whether the number is on the block list. A database that does not answer blocks nobody."""
        if withheld or (self._writer is not None and not self._writer.healthy):
            return False
        return self._ring_path.is_blocked(ani, self._clock())

    async def answer(self, number: int, question: Question) -> tuple[Answered, CustomerRecord | None]:
        """What a flow has asked; never raising."""
        return await self._answering.answer(number, question)

    def known(self, customer_id: int) -> CustomerRecord | None:
        """One customer, at once; None when there is none, or the database does not answer."""
        if self._writer is not None and not self._writer.healthy:
            return None
        try:
            return self._ring_path.record(customer_id)
        except Refusal:
            return None

    def write_number(self, raw: str) -> str:
        """A number as a person writes it."""
        return normalise(raw, self._region).display

    def dialable(self, typed: str) -> str | None:
        """A typed number in E.164; None when it is none."""
        return normalise(typed, self._region).e164

    # --- what seats ask (`ivr.centre.requests.Store`) -----------------------------------------------------------------

    async def save_draft(self, agent: AgentId, call: CallId, draft: m.LogDraft) -> None:
        """Keep what has been typed so far."""
        await self._writing.do(lambda: self._logs.save_draft(call, agent, draft, self._clock()))

    async def complete_log(self, agent: AgentId, call: CallId, log: m.LogDraft) -> None:
        """Put a log on disk."""
        await self._writing.do(lambda: self._file(agent, call, log))

    async def file_late(self, agent: AgentId, late: m.HandInDraft) -> bool:
        """Put a late draft on disk."""
        return await self._writing.do(lambda: self._logs.file_late(agent, late, self._clock()))

    async def missed_calls(self, queues: tuple[QueueId, ...]) -> tuple[m.MissedCall, ...]:
        """Those of the last three days."""
        since_ms = round((self._clock() - MISSED_S) * 1000)
        return await self._reading(lambda: self._searching.missed(queues, since_ms))

    async def follow_ups(self, after: float, now: float) -> tuple[list[FollowUpDue], float | None]:
        """Promises that came due since `after` and are open, and when the next one will be."""
        return await self._reading(lambda: self._follow_ups.due(after, now))

    async def search_customers(self, text: str) -> tuple[Candidate, ...]:
        """Customers by number, code or beginning of a name."""
        return await self._reading(lambda: self._searching.search(text))

    async def customer(self, customer_id: int) -> CustomerRecord:
        """One customer."""
        record = await self._reading(lambda: self._searching.record(customer_id))
        if record is None:
            raise Refusal(ErrorId.NO_SUCH_CUSTOMER, customer=str(customer_id))
        return record

    async def create_customer(self, fields: CustomerFields, ani: str) -> CustomerRecord:
        """File a new customer."""
        return await self._writing.do(lambda: self._searching.create_customer(fields, ani, self._clock()))

    def drafts(self, kept: Sequence[tuple[AgentId, CallId]]) -> dict[tuple[AgentId, CallId], m.LogDraft]:
        """The drafts of calls that stand, for a centre that starts again."""
        return self._logs.load_drafts(kept)

    # --- inside -------------------------------------------------------------------------------------------------------

    @property
    def _writing(self) -> Writer:
        if self._writer is None:
            raise RuntimeError("the store has not been started")
        return self._writer

    def _file(self, agent: AgentId, call: CallId, log: m.LogDraft) -> None:
        """A log that says until when the number is blocked blocks it."""
        self._logs.complete_log(call, agent, log, log.customer_id, self._clock())
        until = self._end_of_day(log.answers.get(BLOCK_UNTIL, ""))
        number = self._logs.number_of(call) if until is not None else ""
        if until is not None and number:
            self._blocks.add(number, until, log.disposition, agent, self._clock())

    def _end_of_day(self, day: str) -> float | None:
        try:
            after = date.fromisoformat(day) + timedelta(days=1)
        except (ValueError, OverflowError):
            return None
        end = datetime.combine(after, datetime.min.time(), self._timezone).timestamp()
        return min(end, self._clock() + LONGEST_BLOCK_S)

    async def _do(self, work: Callable[[], None]) -> None:
        await self._writing.do(work)

    async def _reading(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._reader, work)

    def _keep_what_was_typed(self, fact: facts.LegLogged, at: float) -> None:
        draft = self._logs.load_draft(fact.call, fact.agent)
        if draft is None:
            return
        try:
            self._logs.complete_log(fact.call, fact.agent, draft, draft.customer_id, at)
        except Refusal as refusal:
            if refusal.error_id == ErrorId.STORE_UNAVAILABLE:
                raise
            log.warning("a draft could not become a log", call=fact.call, reason=refusal.error_id)
