"""The simulated switch on the network: a thin asyncio shell with one timer around `Simulation`.

Speaks ARI on `ws://HOST:PORT/ari/events?app=NAME&api_key=USER:PASSWORD` (or HTTP basic authentication), compression off. Must
never decide anything: it checks passwords, carries frames and keeps time.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import errno
import hmac
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

import structlog
from websockets.asyncio.server import Server, ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from agent_desktop.cti.simulator.archive import Archive
from agent_desktop.cti.simulator.callers import Caller
from agent_desktop.cti.simulator.envelope import Session
from agent_desktop.cti.simulator.machine import Machine
from agent_desktop.cti.simulator.model import Telephone
from agent_desktop.cti.simulator.simulation import News, Simulation
from agent_desktop.cti.simulator.sounds import Sounds
from agent_desktop.cti.simulator.traffic import Traffic
from agent_desktop.cti.simulator.wire import ApplicationReplaced, encode, frame, stamp
from agent_desktop.errors import UserError

log = structlog.get_logger(__name__)

PATH = "/ari/events"
_LARGEST_FRAME = 1 << 20
_TRUE = frozenset({"true", "yes", "1", "on"})


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may connect."""

    name: str
    password: str
    read_only: bool = False


DEFAULT_USERS = (User("desk", "desk"),)
DEFAULT_STATIONS = tuple(Telephone(str(number), name=f"Agent {number}") for number in range(1001, 1011))


class SimulatorServer:
    """A simulated switch that listens while the `async with` block runs.

    `response_delay_s` makes every answer come that much later (a slow switch); `drop_sockets` cuts all connections at once (a switch
    that went away and came back).
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        users: Iterable[User] = DEFAULT_USERS,
        sounds: Path | None = None,
        recordings: Path | None = None,
        stations: Iterable[Telephone] = DEFAULT_STATIONS,
        outside: Iterable[Telephone] = (),
        traffic: Traffic | None = None,
        app: str = "desk",
        on_news: Callable[[News], None] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.response_delay_s = 0.0
        self._host, self._port = host, port
        self._users = {user.name: user for user in users}
        self._simulation = Simulation(Machine(Sounds(sounds), stations, outside, Archive(recordings)), traffic, app)
        self.on_news = on_news
        """Hears of each caller's progress."""
        self._clock = clock
        self._server: Server | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._listeners: dict[str, ServerConnection] = {}
        """Who hears an application's events: the last one that connected as it."""

    @property
    def url(self) -> str:
        """Where it listens, as the settings name a switch: without path, application and password."""
        return f"ws://{self._host}:{self._port}"

    @property
    def simulation(self) -> Simulation:
        """What is inside, to look at."""
        return self._simulation

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen, and let traffic begin.

        Raises:
            UserError: the address cannot be listened on.

        """
        try:
            self._server = await serve(
                self._serve,
                self._host,
                self._port,
                process_request=self._admit,
                compression=None,
                max_size=_LARGEST_FRAME,
            )
        except OSError as error:
            raise UserError(_cannot_listen(self._host, self._port, error)) from None
        self._port = next(iter(self._server.sockets)).getsockname()[1]
        self._simulation.begin(self._clock())
        self.wake()

    async def stop(self) -> None:
        """Close every connection and listen no more."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if self._server:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    def place_call(self, caller: Caller) -> str:
        """Let somebody call now. Gives the id of their channel."""
        channel = self._simulation.place(caller, self._clock())
        self._deliver()
        return channel

    def hang_up(self, channel: str) -> None:
        """Let a caller put the receiver down now."""
        self._simulation.hang_up(channel, self._clock())
        self._deliver()

    def press(self, channel: str, digit: str) -> None:
        """Let a caller press a key now."""
        self._simulation.press(channel, digit, self._clock())
        self._deliver()

    def drop_sockets(self) -> None:
        """Cut every connection without a word; calls go on."""
        for connection in list(self._server.connections if self._server else ()):
            connection.transport.abort()

    def wake(self) -> None:
        """Do what is due; the timer calls this, and whoever moves the clock by hand."""
        self._simulation.tick(self._clock())
        self._deliver()

    def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        if urlsplit(request.path).path != PATH:
            return connection.respond(HTTPStatus.NOT_FOUND, f"Not found; ARI is at {PATH}\n")
        admission = self._admission(request)
        if admission is None:
            response = connection.respond(HTTPStatus.UNAUTHORIZED, "Authentication required\n")
            response.headers["WWW-Authenticate"] = 'Basic realm="Asterisk REST Interface"'
            return response
        if not admission.apps:
            return connection.respond(HTTPStatus.BAD_REQUEST, "Missing parameter app\n")
        return None

    def _admission(self, request: Request) -> _Admission | None:
        query = dict(parse_qsl(urlsplit(request.path).query))
        user = self._authenticate(query.get("api_key", ""), request.headers.get("Authorization", ""))
        if user is None:
            return None
        apps = tuple(app for app in query.get("app", "").split(",") if app)
        return _Admission(apps, query.get("subscribeAll", "").lower() in _TRUE, not user.read_only)

    def _authenticate(self, api_key: str, authorization: str) -> User | None:
        name, _, password = (api_key or _basic(authorization)).partition(":")
        user = self._users.get(name)
        right = user is not None and hmac.compare_digest(user.password.encode(), password.encode())
        return user if right else None

    async def _serve(self, connection: ServerConnection) -> None:
        admission = self._admission(connection.request) if connection.request else None
        assert admission is not None  # or it would not have been admitted
        session = Session(admission.apps[0], admission.may_write)
        for app in admission.apps:
            self._register(connection, app, all_events=admission.all_events)
        try:
            async for message in connection:
                if self.response_delay_s:
                    await asyncio.sleep(self.response_delay_s)
                response = self._simulation.receive(session, message, self._clock())
                broadcast([connection], response, text=True)
                self._deliver()
        except ConnectionClosed:
            log.info("simulator_socket_lost", app=session.app)
        finally:
            for app in admission.apps:
                self._unregister(connection, app)

    def _register(self, connection: ServerConnection, app: str, *, all_events: bool) -> None:
        now = self._clock()
        older = self._listeners.get(app)
        if older is not None:
            replaced = encode(ApplicationReplaced(timestamp=stamp(now)))
            broadcast([older], frame(replaced, app), text=True)
        self._listeners[app] = connection
        self._simulation.connect(app, all_events=all_events, now=now)
        self._deliver()
        log.info("simulator_application_connected", app=app)

    def _unregister(self, connection: ServerConnection, app: str) -> None:
        if self._listeners.get(app) is connection:
            del self._listeners[app]
            self._simulation.disconnect(app, self._clock())
            self._deliver()
            log.info("simulator_application_disconnected", app=app)

    def _deliver(self) -> None:
        """Send what has happened, then set the timer for what happens next."""
        for emitted in self._simulation.take_events():
            encoded = encode(emitted.event)
            for app in emitted.apps:
                if app in self._listeners:
                    broadcast([self._listeners[app]], frame(encoded, app), text=True)
        for news in self._simulation.take_news():
            log.info("simulated_call", channel=news.channel, caller=news.caller.id, stage=news.stage.value)
            if self.on_news:
                self.on_news(news)
        self._set_timer()

    def _set_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        at = self._simulation.next_deadline()
        if at is not None and self._server is not None:
            delay_s = max(0.0, at - self._clock())
            self._timer = asyncio.get_running_loop().call_later(delay_s, self.wake)


@dataclass(frozen=True, slots=True)
class _Admission:
    apps: tuple[str, ...]
    all_events: bool
    may_write: bool


def _basic(authorization: str) -> str:
    scheme, _, credentials = authorization.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(credentials, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _cannot_listen(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is in use already; choose another one, or 0 for any free port"
    return f"cannot listen on {host} port {port}: {error.strerror or error}"
