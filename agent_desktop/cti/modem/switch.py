"""The asyncio shell around a modem: one port, one timer, plugging and unplugging. Must never decide or translate.

A modem that is not there is no reason to stop: the switch is down, says why in one sentence, and looks for the modem once a second;
plugged in again, under whatever name, it is opened anew. Events that come from `send` itself are delivered on the next turn
of the loop, so that a listener which sends from within an event is never entered twice.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from agent_desktop.cti.modem import port as ports
from agent_desktop.cti.modem.ground import Place, Studio
from agent_desktop.cti.modem.modem import Modem
from agent_desktop.cti.modem.port import Port, PortInfo
from agent_desktop.cti.modem.profile import Flash, Profile
from agent_desktop.cti.modem.trouble import Trouble
from agent_desktop.cti.switch import AnyCommand, AnyEvent, Listener

log = structlog.get_logger(__name__)

_RETRY_S = 1.0


class ModemSwitch:
    """The modem at one serial port. Satisfies `agent_desktop.cti.switch.Switch`.

    What it can do is told with `SwitchUp`, as another modem may be plugged in. `prepare` opens it before there is a centre, where
    somebody wants to know beforehand.
    """

    def __init__(
        self,
        port: str,
        place: Place,
        studio: Studio,
        *,
        profile: Profile | None = None,
        flash: Flash = Flash.NONE,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.problem = ""
        """Why there is no line now, as a sentence; empty while there is one."""
        self.profile_name = ""
        """Of the modem that was opened last."""
        self._wanted = PortInfo(port, "")
        self._modem = Modem(port, place, studio, profile, flash)
        self._sleep = sleep
        self._port: Port | None = None
        self._ready: asyncio.Future[None] | None = None
        self._lost: asyncio.Future[Trouble] | None = None
        self._listener: Listener | None = None
        self._inbox: deque[AnyEvent] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._turning = False

    async def prepare(self) -> None:
        """Open the modem and get to know it.

        Raises:
            Trouble: there is none, or it cannot be used. `run` will go on trying.

        """
        try:
            await self._open()
        except Trouble as trouble:
            self._down(trouble)
            raise

    async def run(self, listener: Listener) -> None:
        self._listener = listener
        self._deliver()
        try:
            while True:
                self._down(await self._live())
                await self._sleep(_RETRY_S)
        finally:
            self._shut()

    def send(self, command: AnyCommand) -> None:
        loop = asyncio.get_running_loop()
        self._inbox.extend(self._modem.send(command, loop.time()))
        if not self._turning:
            self._turning = True
            loop.call_soon(self._turn)

    # ---- one life of the port

    async def _live(self) -> Trouble:
        """Until the modem is lost; why."""
        try:
            if self._lost is None:
                await self._open()
            assert self._lost is not None, "set where a port is open"
            return await self._lost
        except Trouble as trouble:
            return trouble

    async def _open(self) -> None:
        loop = asyncio.get_running_loop()
        name = await asyncio.to_thread(ports.find, self._wanted)
        self._lost, self._ready = loop.create_future(), loop.create_future()
        self._port = await self._open_port(name)
        self._wanted = await asyncio.to_thread(ports.identify, name)
        self._modem.opened()
        self._pump()
        waiting: set[asyncio.Future[Any]] = {self._ready, self._lost}
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        if not self._ready.done():
            raise self._lost.result()

    async def _open_port(self, name: str) -> Port:
        """Opening may take its time; one that nobody waits for any more is closed again."""
        take, lose = self._from_thread(self._received), self._from_thread(self._fail)
        opening = asyncio.ensure_future(asyncio.to_thread(Port, name, take, lose))
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            opening.add_done_callback(_close)
            raise

    def _from_thread(self, take: Callable[[Any], None]) -> Callable[[Any], None]:
        """What a port's threads call; a port that was given up has nothing to say any more."""
        loop, life = asyncio.get_running_loop(), self._lost

        def in_loop(argument: Any) -> None:
            if life is self._lost:
                take(argument)

        def in_thread(argument: Any) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(in_loop, argument)

        return in_thread

    def _received(self, data: bytes) -> None:
        if self._port is None:
            return
        try:
            self._inbox.extend(self._modem.receive(data, asyncio.get_running_loop().time()))
        except Trouble as trouble:
            self._fail(trouble)
        self._turn()

    def _turn(self) -> None:
        """Do what is due, write what is to be written, tell what has happened."""
        self._turning = False
        if self._port is not None:
            try:
                self._inbox.extend(self._modem.tick(asyncio.get_running_loop().time()))
            except Trouble as trouble:
                self._fail(trouble)
            self._pump()
        self._look()
        self._deliver()

    def _look(self) -> None:
        """Whether it has just come up."""
        if self._ready is None or self._ready.done() or not self._modem.up or self._modem.abilities is None:
            return
        self._ready.set_result(None)
        abilities = self._modem.abilities
        self.profile_name, self.problem = abilities.profile.name, ""
        log.info("modem.up", port=self._wanted.name, profile=self.profile_name, can=sorted(abilities.capabilities))

    def _pump(self) -> None:
        now = asyncio.get_running_loop().time()
        if self._port is not None:
            self._port.write(self._modem.outgoing(now))
        self._set_timer()

    def _fail(self, trouble: Trouble) -> None:
        if self._lost is not None and not self._lost.done():
            self._lost.set_result(trouble)

    def _down(self, trouble: Trouble) -> None:
        """Told once for each reason, however many attempts it takes."""
        self._shut()
        if str(trouble) == self.problem:
            return
        log.warning("modem.down", port=self._wanted.name, reason=str(trouble))
        self.problem = str(trouble)
        self._inbox.extend(self._modem.closed(trouble))
        self._deliver()

    def _shut(self) -> None:
        self._stop_timer()
        port, self._port, self._lost, self._ready = self._port, None, None, None
        if port is not None:
            port.close()

    def _deliver(self) -> None:
        while self._inbox and self._listener is not None:
            self._listener(self._inbox.popleft())

    # ---- the timer

    def _set_timer(self) -> None:
        self._stop_timer()
        due = self._modem.next_deadline()
        if due is not None and self._port is not None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_at(max(due, loop.time()), self._turn)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _close(opening: asyncio.Future[Port]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()
