"""A seat without a window, for tests, load and integrations: the session on a `websockets` client.

    async with HeadlessSeat(url, Credentials(user, password)) as seat:
        offered = await seat.until(CallOffered)
        await seat.ask(AnswerCall(offered.desk.view.call))

It comes back by itself after a lost link, as a window does. Must never hold a rule of the protocol: those are the session's.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import time
from collections import deque
from collections.abc import Callable
from typing import Self, TypeVar

import websockets
from websockets.asyncio.client import ClientConnection, connect

from agent_desktop.errors import PeerError, Refusal
from agent_desktop.protocol import messages
from agent_desktop.protocol.messages import AnyEventBody, AnyRequestBody, AnyResult
from agent_desktop.protocol.seat_session import (
    PING_INTERVAL_S,
    SILENCE_S,
    Answered,
    Closed,
    Credentials,
    Happened,
    LinkLost,
    LoginRefused,
    Output,
    RequestLost,
    RequestRefused,
    SeatSession,
    SessionState,
    Welcomed,
)

B = TypeVar("B", bound=messages.EventBody)


class SessionEnded(PeerError):
    """The centre ended the session: `replaced`, `logged_off`, or it forgot a request's outcome (`request_lost`)."""


class HeadlessSeat:
    """One user's seat. Every event is in `events` until it is taken from there."""

    def __init__(
        self,
        url: str,
        credentials: Credentials,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = url
        self._tls = tls
        self._clock = clock
        self._session = SeatSession(credentials, clock())
        self._socket: ClientConnection | None = None
        self._answers: dict[str, asyncio.Future[AnyResult | None]] = {}
        self._changed = asyncio.Event()
        self._runner: asyncio.Task[None] | None = None
        self._end: Exception | None = None
        self.welcome: messages.Welcome | None = None
        """The last one."""
        self.snapshot: messages.Snapshot | None = None
        """The last one; events since then are in `events`, or were."""
        self.welcomes = 0
        self.links_lost = 0
        self.events: deque[AnyEventBody] = deque()
        self.faults: list[PeerError] = []
        """What the centre did against the protocol; each cost the link."""

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.stop()

    @property
    def state(self) -> SessionState:
        """Where the session stands."""
        return self._session.state

    async def start(self) -> None:
        """Log in.

        Raises:
            Refusal: the centre does not let us in.

        """
        self._runner = asyncio.create_task(self._run())
        self._runner.add_done_callback(self._ran)
        await self._until(lambda: self.welcomes > 0)

    async def stop(self) -> None:
        """Let go of the centre without a word."""
        if self._runner is not None:
            self._runner.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._runner

    async def ask(self, body: AnyRequestBody) -> AnyResult | None:
        """Ask for a service and wait for its answer.

        Raises:
            Refusal: by the centre.
            SessionEnded: there will be no answer.

        """
        request = self._session.ask(body)
        answer: asyncio.Future[AnyResult | None] = asyncio.get_running_loop().create_future()
        self._answers[request] = answer
        await self._send()
        return await answer

    async def until(self, kind: type[B], where: Callable[[B], bool] = lambda _: True) -> B:
        """Take events until one of this kind comes, and give it.

        Raises:
            SessionEnded: none can come any more.

        """
        while True:
            await self._until(lambda: bool(self.events))
            event = self.events.popleft()
            if isinstance(event, kind) and where(event):
                return event

    async def until_back(self) -> None:
        """Wait until the seat has resumed once more."""
        welcomes = self.welcomes
        await self._until(lambda: self.welcomes > welcomes)

    async def until_lost(self) -> None:
        """Wait until the link is gone."""
        await self._until(lambda: self._session.state is SessionState.DOWN)

    def cut(self) -> None:
        """Lose the link, as when somebody pulls the cable."""
        if self._socket is not None:
            self._socket.transport.abort()

    # --- inside -------------------------------------------------------------------------------------------------------

    async def _until(self, reached: Callable[[], bool]) -> None:
        while not reached():
            if self._end is not None:
                raise self._end
            self._changed.clear()
            await self._changed.wait()

    async def _run(self) -> None:
        while (retry_at := self._session.retry_at) is not None:
            await asyncio.sleep(max(retry_at - self._clock(), 0.0))
            try:
                await self._one_link()
            except PeerError as fault:
                self.faults.append(fault)
            except (OSError, websockets.WebSocketException):
                pass  # the session knows when to try again
            self._socket = None
            self._take(self._session.link_lost(self._clock()))

    def _ran(self, runner: asyncio.Task[None]) -> None:
        """Whoever waits learns when the runner itself has failed."""
        if not runner.cancelled() and isinstance(error := runner.exception(), Exception):
            self._end = error
            self._changed.set()

    async def _one_link(self) -> None:
        async with connect(
            self._url,
            ssl=self._tls,
            compression=None,
            max_size=messages.MAX_SNAPSHOT_BYTES,
            ping_interval=PING_INTERVAL_S,
            ping_timeout=SILENCE_S - PING_INTERVAL_S,
            close_timeout=2,
            proxy=None,
            user_agent_header=None,
        ) as socket:
            self._socket = socket
            self._session.link_up(self._clock())
            await self._send()
            async for message in socket:
                self._take(self._session.receive(message, self._clock()))
                await self._send()

    async def _send(self) -> None:
        """Send what there is; what a lost link swallows, the session repeats."""
        for message in self._session.outgoing():
            if self._socket is not None:
                with contextlib.suppress(websockets.ConnectionClosed):
                    await self._socket.send(message)

    def _take(self, outputs: list[Output]) -> None:
        for output in outputs:
            self._take_one(output)
        if outputs:
            self._changed.set()

    def _take_one(self, output: Output) -> None:
        match output:
            case Welcomed(welcome):
                self._welcomed(welcome)
            case Happened(body):
                self.events.append(body)
            case Answered(request, _, result):
                self._settle(request, result)
            case RequestRefused(request, _, error, arguments):
                self._settle(request, Refusal(error, **arguments))
            case RequestLost(request):
                self._settle(request, SessionEnded("request_lost"))
            case LoginRefused(error, arguments):
                self._end = Refusal(error, **arguments)
            case Closed(reason):
                self._end = SessionEnded(reason)
            case LinkLost():
                self.links_lost += 1

    def _welcomed(self, welcome: messages.Welcome) -> None:
        self.welcome = welcome
        self.welcomes += 1
        if welcome.snapshot is not None:
            self.snapshot = welcome.snapshot
            self.events.clear()

    def _settle(self, request: str, outcome: AnyResult | Exception | None) -> None:
        answer = self._answers.pop(request, None)
        if answer is None or answer.done():
            return
        if isinstance(outcome, Exception):
            answer.set_exception(outcome)
        else:
            answer.set_result(outcome)
