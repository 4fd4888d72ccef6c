"""The asyncio shell around the translator: WebSockets, one timer, reconnection. Must never decide or translate.

One socket carries all events; requests go through it too, and through others beside it where there are any (`lanes`). When one is lost, all
are.

Events that come from `send` itself (a refusal, say) are delivered on the next turn of the loop, so that a listener which
sends from within an event is never entered twice.
"""

from __future__ import annotations

import asyncio
import base64
import random
import ssl
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import NoReturn

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from agent_desktop.cti.ari import wire
from agent_desktop.cti.ari.backoff import Backoff
from agent_desktop.cti.ari.lanes import Lanes, Sent
from agent_desktop.cti.ari.opening import TOO_OLD, Opening
from agent_desktop.cti.ari.place import Place
from agent_desktop.cti.ari.translator import Step, Translator
from agent_desktop.cti.switch import AnyCommand, AnyEvent, Listener
from agent_desktop.errors import PeerError, UserError
from agent_desktop.protocol.errors import ErrorId

log = structlog.get_logger(__name__)

_MAX_MESSAGE = 64 * 2**20  # the list of some ten thousand channels
_PING_S = 5.0
_REQUEST_TIMEOUT_S = 5.0


class _LinkLost(PeerError):
    """The link is gone, or was given up. `lasting`: trying again at once would not help."""

    def __init__(self, reason: str, *, lasting: bool = False) -> None:
        super().__init__(reason)
        self.lasting = lasting


class _Outbox:
    """What is to be sent through one socket."""

    def __init__(self) -> None:
        self._requests: deque[wire.RestRequest] = deque()
        self._to_write = asyncio.Event()

    def put(self, request: wire.RestRequest) -> None:
        self._requests.append(request)
        self._to_write.set()

    def clear(self) -> None:
        self._requests.clear()

    async def write(self, socket: ClientConnection) -> NoReturn:
        while True:
            while self._requests:
                await socket.send(wire.encode(self._requests.popleft()), text=True)
            self._to_write.clear()
            await self._to_write.wait()


class AriSwitch:
    """An Asterisk, or whatever speaks its protocol. Satisfies `agent_desktop.cti.switch.Switch`.

    `run` raises `UserError` while the switch has never been reached and what is wrong can only be mended by a person
    (address, password, rights, version). Later the same is `SwitchDown`, which says so, and another attempt: calls may be standing.

    `lanes`: how many sockets carry requests. Each but the first is an application of its own, with our name and a number behind it.
    """

    def __init__(
        self,
        url: str,
        app: str,
        user: str,
        password: str,
        *,
        station_endpoint: str = "PJSIP/{device}",
        trunk_endpoint: str = "PJSIP/{device}@trunk",
        request_timeout_s: float = _REQUEST_TIMEOUT_S,
        lanes: int = 1,
        jitter: Callable[[], float] = random.random,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._place = Place(url, app, user, password, station_endpoint, trunk_endpoint)
        self._translator = Translator(self._place, request_timeout_s)
        self._request_timeout_s = request_timeout_s
        self._backoff = Backoff(jitter)
        self._sleep = sleep
        self._listener: Listener | None = None
        self._inbox: deque[AnyEvent] = deque()
        self._lanes = Lanes(lanes)
        self._outboxes = [_Outbox() for _ in range(lanes)]
        self._timer: asyncio.TimerHandle | None = None
        self._outage: str | None = None
        """What was told of the link being down, empty where waiting may help; None while it stands, and at first."""
        self._reached = False
        self.ignored: Counter[str] = Counter()
        """Messages of the switch that were not acted upon, by type; the empty type is for those that make no sense."""

    async def run(self, listener: Listener) -> None:
        self._listener = listener
        self._deliver()
        try:
            while True:
                await self._attempt()
        finally:
            self._stop_timer()

    def send(self, command: AnyCommand) -> None:
        loop = asyncio.get_running_loop()
        self._queue(self._translator.send(command, loop.time()))
        if self._inbox:
            loop.call_soon(self._deliver)

    # ---- one life of the link

    async def _attempt(self) -> None:
        try:
            await self._live()
        except _LinkLost as lost:
            self._down(lost)
            await self._sleep(self._backoff.longest_delay_s() if lost.lasting else self._backoff.delay_s())

    async def _live(self) -> NoReturn:
        """Connect and serve until the link is lost."""
        sockets = await self._connect_all()
        try:
            await self._open(sockets[0])
            await self._serve(sockets)
        except ConnectionClosed as closed:
            raise _LinkLost(f"the switch closed the link ({closed})") from closed
        finally:
            await asyncio.gather(*(socket.close() for socket in sockets))
        raise AssertionError  # the link is served until it is lost

    async def _connect_all(self) -> list[ClientConnection]:
        """One socket for each lane, or none."""
        urls = [self._place.socket_url, *map(self._place.lane_url, range(1, len(self._outboxes)))]
        made = await asyncio.gather(*map(self._connect, urls), return_exceptions=True)
        sockets = [socket for socket in made if not isinstance(socket, BaseException)]
        for failure in made:
            if isinstance(failure, BaseException):
                await asyncio.gather(*(socket.close() for socket in sockets))
                raise failure
        return sockets

    async def _connect(self, url: str) -> ClientConnection:
        try:
            return await connect(
                url,
                additional_headers={"Authorization": self._credentials()},
                compression=None,
                proxy=None,
                max_size=_MAX_MESSAGE,
                open_timeout=self._request_timeout_s,
                close_timeout=1.0,
                ping_interval=_PING_S,
                ping_timeout=_PING_S,
            )
        except ssl.SSLError as error:
            self._give_up(f"No secure connection to the switch at {self._place.address}: {error}.")
        except InvalidStatus as error:
            self._refused(error.response.status_code)
        except InvalidHandshake as error:
            if isinstance(error.__cause__, EOFError):
                raise _LinkLost(f"the switch at {self._place.address} hung up while connecting") from error
            self._give_up(
                f"What answers at {self._place.address} is no ARI ({error}); check the address and http.conf."
            )
        except OSError as error:
            why = "no answer in time" if isinstance(error, TimeoutError) else str(error) or type(error).__name__
            raise _LinkLost(f"the switch at {self._place.address} can't be reached: {why}") from error

    def _credentials(self) -> str:
        """In a header: an address with a password in it would end in logs."""
        pair = f"{self._place.user}:{self._place.password}".encode()
        return "Basic " + base64.b64encode(pair).decode()

    def _refused(self, status: int) -> NoReturn:
        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            self._give_up(
                f"The switch at {self._place.address} does not accept the ARI user {self._place.user!r} with this"
                " password; compare with ari.conf."
            )
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise _LinkLost(f"the switch at {self._place.address} is not ready (HTTP {status})")
        sentence = (
            f"There is no ARI at {self._place.address} (HTTP {status}); check the address, and that http.conf and ari.conf"
            " are enabled."
        )
        if status == HTTPStatus.NOT_FOUND and not self._backoff.exhausted:
            raise _LinkLost(sentence)  # so answers an Asterisk that starts, for half a second or more, and then 503
        self._give_up(sentence)

    def _give_up(self, sentence: str) -> NoReturn:
        """Nothing but a person can mend this. A centre that has calls standing keeps trying all the same."""
        if self._reached:
            raise _LinkLost(sentence, lasting=True)
        raise UserError(sentence)

    async def _open(self, socket: ClientConnection) -> None:
        """Ask what lives there, then report it and whatever has happened meanwhile."""
        opening = Opening(self._place)
        try:
            async with asyncio.timeout(self._request_timeout_s):
                for request in opening.requests():
                    await socket.send(wire.encode(request), text=True)
                while not opening.done:
                    self._read(await socket.recv(decode=False), opening.receive)
        except TimeoutError:
            self._give_up(TOO_OLD)
        except UserError as error:
            self._give_up(str(error))
        self._up(opening)

    def _up(self, opening: Opening) -> None:
        log.info("ari.link_up", switch=self._place.address, version=opening.version, channels=len(opening.channels))
        self._outage, self._reached = None, True
        self._backoff.reset()
        now_s = asyncio.get_running_loop().time()
        self._take(self._translator.link_up(opening.channels, opening.bridges, now_s))
        for message in opening.kept:
            self._receive(message)

    def _down(self, lost: _LinkLost) -> None:
        """Told once per outage, however many attempts it takes, and again when somebody has to mend it, or something else."""
        self._lanes.clear()
        for outbox in self._outboxes:
            outbox.clear()
        self._stop_timer()
        outage = str(lost) if lost.lasting else ""
        if outage != self._outage:
            log.warning("ari.link_down", switch=self._place.address, reason=str(lost))
            self._outage = outage
            self._take(self._translator.link_down(str(lost), ErrorId.SWITCH_UNUSABLE if lost.lasting else ""))

    async def _serve(self, sockets: list[ClientConnection]) -> None:
        reading = (self._read_all(socket) for socket in sockets)
        writing = (outbox.write(socket) for outbox, socket in zip(self._outboxes, sockets, strict=True))
        tasks = [asyncio.create_task(each) for each in (*reading, *writing)]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            ends = await asyncio.gather(*tasks, return_exceptions=True)
        for end in ends:
            if isinstance(end, Exception):
                raise end

    async def _read_all(self, socket: ClientConnection) -> NoReturn:
        while True:
            self._read(await socket.recv(decode=False), self._receive)

    # ---- messages, steps, the timer

    def _read(self, data: bytes, take: Callable[[wire.Message], None]) -> None:
        try:
            take(wire.decode(data))
        except wire.Ignored as ignored:
            self._ignore(ignored.unknown)

    def _ignore(self, unknown: str) -> None:
        """Never with the content: it may hold a caller's number."""
        self.ignored[unknown] += 1
        if not unknown:
            log.warning("ari.message_without_sense", switch=self._place.address, count=self.ignored[unknown])
        elif self.ignored[unknown] == 1:
            log.info("ari.message_unknown", switch=self._place.address, type=unknown)

    def _receive(self, message: wire.Message) -> None:
        if isinstance(message, wire.ApplicationReplaced):
            raise _LinkLost(f"another client has taken the ARI application {self._place.app!r}", lasting=True)
        if isinstance(message, wire.RestResponse):
            self._post(self._lanes.landed(message.request_id))
        self._take(self._translator.receive(message, asyncio.get_running_loop().time()))

    def _take(self, step: Step) -> None:
        self._queue(step)
        self._deliver()

    def _queue(self, step: Step) -> None:
        self._inbox.extend(step.events)
        if step.requests:
            self._post(self._lanes.put(step.requests, asyncio.get_running_loop().time()))
            self._set_timer()

    def _post(self, requests: list[Sent]) -> None:
        for lane, request in requests:
            self._outboxes[lane].put(request)

    def _deliver(self) -> None:
        while self._inbox and self._listener is not None:
            self._listener(self._inbox.popleft())

    def _set_timer(self) -> None:
        due = self._translator.next_deadline()
        if self._timer is None and due is not None:
            self._timer = asyncio.get_running_loop().call_at(due, self._expire)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _expire(self) -> None:
        self._timer = None
        now_s = asyncio.get_running_loop().time()
        self._post(self._lanes.expire(now_s - self._request_timeout_s))
        self._take(self._translator.expire(now_s))
        self._set_timer()
