"""The one thread that writes to the database: facts in batches, and whatever else has to be on disk before it is answered.

Facts are grouped: a batch is committed after 20 ms or 50 facts, never one thread hop per row. While the database does not
answer, facts wait in memory (the journal has them too) and are tried again every second, and everything else is refused at
once; `on_health` is told, on the event loop, when that begins and when it is over. Must never drop a fact, nor change their
order, nor do anything before the facts that came before it.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

import structlog
from sqlalchemy import exc

from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from ivr.facts import NumberedFact

log = structlog.get_logger(__name__)

GATHER_S = 0.02
BATCH = 50
LARGEST_BATCH = 2_000
"""When facts have piled up, more of them go into one transaction."""
RETRY_S = 1.0

_GONE = (exc.OperationalError, exc.InterfaceError, exc.TimeoutError)
"""The database itself is in trouble, not what was asked of it."""

T = TypeVar("T")
_Job = tuple[Callable[[], Any], "asyncio.Future[Any]"]


class Sink(Protocol):
    """Where facts go."""

    def apply(self, facts: Sequence[NumberedFact]) -> None:
        """Take a batch durably, all or none."""


class Writer:
    """Start it on a running event loop; `close` returns when everything is on disk, or tells what is not."""

    def __init__(self, sink: Sink, sync_journal: Callable[[], None], on_health: Callable[[bool], None]) -> None:
        self._sink = sink
        self._sync_journal = sync_journal
        self._on_health = on_health
        self._loop = asyncio.get_running_loop()
        self._inbox: queue.SimpleQueue[NumberedFact | _Job | None] = queue.SimpleQueue()
        self._facts: list[NumberedFact] = []
        self._healthy = True
        self._retry_at = 0.0
        self._closing = False
        self._pending = 0
        self._thread = threading.Thread(target=self._run, name="database-writer", daemon=True)
        self._thread.start()

    @property
    def idle(self) -> bool:
        """Whether every fact given so far is in the database."""
        return self._pending == 0

    @property
    def healthy(self) -> bool:
        """Whether the database answered when it was last needed. From any thread."""
        return self._healthy

    def put(self, fact: NumberedFact) -> None:
        """Have a fact written, soon."""
        self._pending += 1
        self._inbox.put(fact)

    async def do(self, job: Callable[[], T]) -> T:
        """Run something that writes, after the facts given so far; its result or its error."""
        if self._closing:
            raise Refusal(ErrorId.STORE_UNAVAILABLE)
        future: asyncio.Future[T] = self._loop.create_future()
        self._inbox.put((job, future))
        return await future

    async def close(self) -> int:
        """Write what is left; gives the number of facts that could not be (the journal still has them)."""
        self._closing = True
        self._inbox.put(None)
        await asyncio.to_thread(self._thread.join)
        return len(self._facts)

    # --- the thread ---------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        going = True
        while going:
            item = self._next()
            if item is None:
                going = False
            elif isinstance(item, NumberedFact):
                self._facts.append(item)
                self._gather()
            else:
                self._do(*item)
                continue
            self._write(at_once=not going)

    def _next(self) -> NumberedFact | _Job | None:
        """Wait for something to do; while the database does not answer, only until it is to be tried again."""
        while True:
            try:
                return self._inbox.get(timeout=None if self._healthy else max(self._retry_at - time.monotonic(), 0))
            except queue.Empty:
                self._write()

    def _gather(self) -> None:
        """More facts usually come together."""
        until = time.monotonic() + GATHER_S
        while len(self._facts) < BATCH and (left := until - time.monotonic()) > 0:
            try:
                item = self._inbox.get(timeout=left)
            except queue.Empty:
                return
            if isinstance(item, NumberedFact):
                self._facts.append(item)
                continue
            if item is None:
                self._inbox.put(None)
            else:
                self._do(*item)
            return

    def _write(self, *, at_once: bool = False) -> None:
        """All facts that wait. After a failure not before it is time, and then also without facts, to see whether it is over."""
        if not self._healthy and not at_once and time.monotonic() < self._retry_at:
            return
        while (batch := self._facts[:LARGEST_BATCH]) or not self._healthy:
            try:
                self._sync_journal()
                self._sink.apply(batch)
            except Exception as error:  # noqa: BLE001 - whatever it is, a thread that died would leave everybody waiting
                self._failed(error)
                return
            del self._facts[: len(batch)]
            self._loop.call_soon_threadsafe(self._written, len(batch))
            self._report(healthy=True)

    def _failed(self, error: Exception) -> None:
        self._retry_at = time.monotonic() + RETRY_S
        self._report(healthy=False, error=error)

    def _written(self, count: int) -> None:
        self._pending -= count

    def _report(self, *, healthy: bool, error: Exception | None = None) -> None:
        if healthy is self._healthy:
            return
        self._healthy = healthy
        if isinstance(error, exc.SQLAlchemyError | Refusal):
            log.error("database does not answer", error=type(error).__name__, facts_waiting=len(self._facts))
        elif error is not None:
            log.error("database does not take the facts", exc_info=error, facts_waiting=len(self._facts))
        else:
            log.info("database answers again")
        self._loop.call_soon_threadsafe(self._on_health, healthy)

    def _do(self, job: Callable[[], Any], future: asyncio.Future[Any]) -> None:
        self._write()
        if not self._healthy:
            self._answer(future, error=Refusal(ErrorId.STORE_UNAVAILABLE))
            return
        try:
            result = job()
        except exc.SQLAlchemyError as error:
            log.error("database refused a write", error=type(error).__name__)  # noqa: TRY400 - a traceback would carry what was typed
            if isinstance(error, _GONE):
                self._failed(error)
            self._answer(future, error=Refusal(ErrorId.STORE_UNAVAILABLE))
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits for the future
            if isinstance(error, Refusal) and error.error_id == ErrorId.STORE_UNAVAILABLE:
                self._failed(error)
            self._answer(future, error=error)
        else:
            self._answer(future, result)

    def _answer(self, future: asyncio.Future[Any], result: Any = None, error: BaseException | None = None) -> None:
        def answer() -> None:
            if future.done():
                return
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(result)

        self._loop.call_soon_threadsafe(answer)
