"""The simulated switch on the network: a thin asyncio shell with one timer around `Simulation`.

Speaks ARI on `ws://HOST:PORT/ari/events?app=NAME&api_key=USER:PASSWORD` (or HTTP basic authentication), compression off, and on
`http://HOST:PORT/ari/`. Must never decide anything: it carries messages and keeps time.
"""

from __future__ import annotations

import asyncio
import errno
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import structlog

from agent_desktop.cti.simulator.archive import Archive
from agent_desktop.cti.simulator.callers import Caller
from agent_desktop.cti.simulator.door import Door
from agent_desktop.cti.simulator.envelope import Session
from agent_desktop.cti.simulator.front import Admission, Asked, Front, User
from agent_desktop.cti.simulator.machine import Machine
from agent_desktop.cti.simulator.model import Telephone
from agent_desktop.cti.simulator.rest import Response
from agent_desktop.cti.simulator.simulation import News, Simulation
from agent_desktop.cti.simulator.sounds import Sounds
from agent_desktop.cti.simulator.traffic import Traffic
from agent_desktop.cti.simulator.wire import ApplicationReplaced, encode, frame, stamp
from agent_desktop.errors import UserError

log = structlog.get_logger(__name__)

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
        self._simulation = Simulation(Machine(Sounds(sounds), stations, outside, Archive(recordings)), traffic, app)
        self.on_news = on_news
        """Hears of each caller's progress."""
        self._clock = clock
        self._server: asyncio.Server | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._front = Front(users, self._simulation.routes)
        self._visitors: dict[Door, _Visitor] = {}
        self._listeners: dict[str, Door] = {}
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
            loop = asyncio.get_running_loop()
            self._server = await loop.create_server(lambda: Door(self), self._host, self._port)
        except OSError as error:
            raise UserError(_cannot_listen(self._host, self._port, error)) from None
        self._port = self._server.sockets[0].getsockname()[1]
        self._simulation.begin(self._clock())
        self.wake()

    async def stop(self) -> None:
        """Close every connection and listen no more."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if self._server:
            self._server.close()
            for door in list(self._visitors):
                door.close()
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

    def speak(self, channel: str, text: str, language: str) -> None:
        """Let a caller say something now."""
        self._simulation.speak(channel, text, language, self._clock())
        self._deliver()

    def drop_sockets(self) -> None:
        """Cut every connection without a word; calls go on."""
        for door in list(self._visitors):
            door.cut()

    def wake(self) -> None:
        """Do what is due; the timer calls this, and whoever moves the clock by hand."""
        self._simulation.tick(self._clock())
        self._deliver()

    # what a door tells (door.Host)

    def arrived(self, door: Door) -> None:
        """A connection stands."""
        self._visitors[door] = _Visitor()

    def asked(self, door: Door, asked: Asked) -> None:
        """A request over HTTP."""
        self._soon(door, lambda: self._answer(door, asked))

    def wanted_socket(self, door: Door, asked: Asked) -> Response | None:
        """Somebody asks for events."""
        admission = self._front.admit(asked)
        if isinstance(admission, Response):
            return admission
        self._visitors[door].session = Session(admission.apps[0], admission.may_write)
        asyncio.get_running_loop().call_soon(self._register, door, admission)
        return None

    def said(self, door: Door, message: str | bytes) -> None:
        """A request over the WebSocket."""
        self._soon(door, lambda: self._reply(door, message))

    def left(self, door: Door) -> None:
        """A connection is gone."""
        visitor = self._visitors.pop(door)
        if not door.orderly and visitor.session:
            log.info("simulator_socket_lost", app=visitor.session.app)
        for app in visitor.apps:
            if self._listeners.get(app) is door:
                del self._listeners[app]
                self._simulation.disconnect(app, self._clock())
                self._deliver()
                log.info("simulator_application_disconnected", app=app)

    def _soon(self, door: Door, act: Callable[[], None]) -> None:
        """Now, or as much later as a slow switch needs, one after another."""
        visitor, loop = self._visitors[door], asyncio.get_running_loop()
        visitor.busy_until = max(visitor.busy_until, loop.time()) + self.response_delay_s
        if visitor.busy_until <= loop.time():
            act()
        else:
            loop.call_at(visitor.busy_until, act)

    def _answer(self, door: Door, asked: Asked) -> None:
        door.answer(self._simulation.asked(self._front, asked, self._clock()), asked)
        self._deliver()

    def _reply(self, door: Door, message: str | bytes) -> None:
        visitor = self._visitors.get(door)
        if visitor and visitor.session:
            response = self._simulation.receive(visitor.session, message, self._clock())
            if response is not None:
                door.tell(response)
            self._deliver()

    def _register(self, door: Door, admission: Admission) -> None:
        visitor = self._visitors.get(door)
        if visitor is None:
            return
        visitor.apps = admission.apps
        for app in admission.apps:
            now = self._clock()
            if app in self._listeners:
                replaced = encode(ApplicationReplaced(timestamp=stamp(now)))
                self._listeners[app].tell(frame(replaced, app))
            self._listeners[app] = door
            self._simulation.connect(app, all_events=admission.all_events, now=now)
            log.info("simulator_application_connected", app=app)
        self._deliver()

    def _deliver(self) -> None:
        """Send what has happened, then set the timer for what happens next."""
        for emitted in self._simulation.take_events():
            encoded = encode(emitted.event)
            for app in emitted.apps:
                self._tell(app, frame(encoded, app))
        for news in self._simulation.take_news():
            log.info("simulated_call", channel=news.channel, caller=news.caller.id, stage=news.stage.value)
            if self.on_news:
                self.on_news(news)
        self._set_timer()

    def _tell(self, app: str, event: bytes) -> None:
        """Send an event to who listens as this application."""
        if app in self._listeners:
            self._listeners[app].tell(event)

    def _set_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        at = self._simulation.next_deadline()
        if at is not None and self._server is not None:
            delay_s = max(0.0, at - self._clock())
            self._timer = asyncio.get_running_loop().call_later(delay_s, self.wake)


@dataclass(slots=True)
class _Visitor:
    """Who is at the other end of a connection."""

    session: Session | None = None
    """There once they have a WebSocket."""
    apps: tuple[str, ...] = ()
    busy_until: float = 0.0


def _cannot_listen(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is in use already; choose another one, or 0 for any free port"
    return f"cannot listen on {host} port {port}: {error.strerror or error}"
