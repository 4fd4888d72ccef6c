"""The pseudo-terminal around an emulation: a serial port to whatever opens it. Unix only. Must never decide anything: it carries
bytes and keeps time.

    async with Emulator("conexant", "china") as it:
        engine.open(it.path)
        await it.ring("+862155550101", "WANG LI")
        it.unplug()
        it.replug()

`path` stays the same through unplugging, as the names under `/dev/serial/by-id` do.
"""

from __future__ import annotations

import asyncio
import os
import select
import tempfile
import termios
import time
import tty
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import structlog

from agent_desktop.cti.modem_emulator.emulation import AGENT, Emulation
from agent_desktop.cti.modem_emulator.exchange import Exchange
from agent_desktop.cti.modem_emulator.faults import Fault, Faults
from agent_desktop.cti.modem_emulator.line import Party
from agent_desktop.cti.modem_emulator.people import News
from agent_desktop.cti.modem_emulator.persona import Persona
from agent_desktop.cti.simulator.model import Manner, Telephone
from agent_desktop.cti.simulator.traffic import Traffic
from agent_desktop.errors import UserError

log = structlog.get_logger(__name__)

_LOOK_S = 0.02
"""How often a closed port is looked at."""
_CHUNK = 4096
_T = TypeVar("_T")


class Emulator:
    """An emulated modem while the `async with` block runs; plugged in from its beginning."""

    def __init__(
        self,
        persona: Persona | str = "conexant",
        exchange: Exchange | str = "china",
        *,
        link: Path | None = None,
        traffic: Traffic | None = None,
        faults: Faults | None = None,
        on_news: Callable[[News], None] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.emulation = Emulation(persona, exchange, traffic=traffic, faults=faults)
        self.on_news = on_news
        self.opened = False
        """A program has the port open."""
        self._clock = clock
        self._folder = tempfile.TemporaryDirectory(prefix="modem-") if link is None else None
        self._link = link or Path(self._folder.name if self._folder else "") / "modem"
        self._master = -1
        self._backlog = bytearray()
        self._reading = False
        self._timer: asyncio.TimerHandle | None = None
        self._looking: asyncio.TimerHandle | None = None

    @property
    def path(self) -> str:
        """The port, for the program that uses the modem."""
        return str(self._link)

    @property
    def name(self) -> str:
        """What it passes for."""
        return self.emulation.modem.persona.name

    @property
    def plugged(self) -> bool:
        return self._master >= 0

    async def __aenter__(self) -> Self:
        self.emulation.begin(self._clock())
        self.replug()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unplug()
        for timer in (self._timer, self._looking):
            if timer is not None:
                timer.cancel()
        if self._folder is not None:
            self._folder.cleanup()

    # ---- what tests and people make happen

    def unplug(self) -> None:
        """Pull the plug: whoever has the port open gets an error, and the modem forgets all that it was told."""
        if not self.plugged:
            return
        self._close()
        os.close(self._master)
        self._master = -1
        self._link.unlink(missing_ok=True)
        self.emulation.modem.power_off(self._clock())
        self._deliver()

    def replug(self) -> None:
        """Plug it in again.

        Raises:
            UserError: there is something else at the place of the link.

        """
        if self.plugged:
            return
        self._master, slave = os.openpty()
        tty.setraw(slave)
        self._point_to(os.ttyname(slave))
        os.close(slave)
        os.set_blocking(self._master, False)
        self._look()
        self._deliver()

    async def ring(
        self,
        number: str,
        name: str = "",
        *,
        who: str = "caller",
        withheld: bool = False,
        pattern: int = 0,
        modem: bool = False,
    ) -> bool:
        """Somebody calls, and does nothing but what they are told; False: the line is busy. `modem`: it is one."""
        party = Party(who, number, name, withheld, pattern, modem)
        return self._now(self.emulation.call(party, self._clock()))

    async def press(self, who: str, keys: str) -> None:
        self.emulation.press(who, keys, self._clock())
        self._deliver()

    async def speak(self, who: str, seconds: float) -> None:
        self.emulation.speak(who, seconds, self._clock())
        self._deliver()

    async def hang_up(self, who: str) -> None:
        """`telephone` is the one at this end."""
        self.emulation.hang_up(who, self._clock())
        self._deliver()

    async def lift(self) -> None:
        """The telephone at this end is taken up."""
        self.emulation.lift(self._clock())
        self._deliver()

    async def outside(self, number: str, manner: Manner = Manner.ANSWERS, after_s: float = 0.1) -> None:
        """How somebody behaves who is called."""
        self.emulation.line.outside[number] = Telephone(number, manner=manner, after_s=after_s)

    def fail(self, fault: Fault) -> None:
        """The next thing that the modem says goes wrong."""
        self.emulation.fail(fault)

    # ---- what tests observe

    async def hears(self, who: str) -> str:
        """`silence`, `voice`, `music` or `people`."""
        return self._now(self.emulation.hears(who, self._clock()))

    async def hears_whom(self, who: str) -> set[str]:
        """Of `caller`, `telephone`, `outside`."""
        return self._now(self.emulation.hears_whom(who, self._clock()))

    async def digits(self, who: str) -> str:
        """What they have heard of keys."""
        return self.emulation.digits(who)

    # ---- the port

    def _point_to(self, port: str) -> None:
        new = self._link.with_name(f".{self._link.name}.{os.getpid()}")
        try:
            if self._link.exists() and not self._link.is_symlink():
                raise UserError(f"{self._link} exists and is no link; choose another name for --link")
            new.unlink(missing_ok=True)
            new.symlink_to(port)
            new.replace(self._link)
        except OSError as error:
            raise UserError(f"the link {self._link} cannot be made: {error.strerror}") from None

    def _look(self) -> None:
        """Whether somebody has opened the port; asked again and again, as nothing tells."""
        self._looking = None
        poll = select.poll()
        poll.register(self._master, 0)
        if poll.poll(0):
            self._looking = asyncio.get_running_loop().call_later(_LOOK_S, self._look)
            return
        self.opened = True
        self._read_on()
        log.info("modem_emulator.opened", path=self.path)

    def _close(self) -> None:
        """Nobody has it open any more."""
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._master)
        loop.remove_writer(self._master)
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
        self.opened = self._reading = False
        self._backlog.clear()

    def _hung_up(self) -> None:
        self._close()
        self._flush()
        self.emulation.modem.closed(self._clock())
        log.info("modem_emulator.closed", path=self.path)
        self._look()

    def _flush(self) -> None:
        """What was not read is not for the next one. Only the other end can throw it away."""
        slave = os.open(self._link, os.O_RDWR | os.O_NOCTTY)
        termios.tcflush(slave, termios.TCIOFLUSH)
        os.close(slave)

    def _read_on(self) -> None:
        """Read while there is room; a host that sends more waits, as by RTS/CTS."""
        loop = asyncio.get_running_loop()
        room = self.opened and self.emulation.modem.room > 0
        if room and not self._reading:
            loop.add_reader(self._master, self._readable)
        elif self._reading and not room:
            loop.remove_reader(self._master)
        self._reading = room

    def _readable(self) -> None:
        try:
            data = os.read(self._master, min(_CHUNK, self.emulation.modem.room))
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self.emulation.receive(data, self._clock())
        else:
            self._hung_up()
        self._deliver()

    def _write(self) -> None:
        while self._backlog:
            try:
                del self._backlog[: os.write(self._master, self._backlog)]
            except BlockingIOError:
                asyncio.get_running_loop().add_writer(self._master, self._write)
                return
            except OSError:
                self._backlog.clear()
        if self.plugged:
            asyncio.get_running_loop().remove_writer(self._master)

    # ---- time

    def _now(self, answer: _T) -> _T:
        self._deliver()
        return answer

    def _deliver(self) -> None:
        """Do what is due, send what was said, and set the timer for what comes next."""
        now, modem = self._clock(), self.emulation.modem
        modem.backlog = len(self._backlog)
        self.emulation.tick(now)
        said = self.emulation.outgoing(now)
        if self.opened:
            self._backlog += said
            self._write()
            self._read_on()
        for news in self.emulation.take_news():
            if self.on_news is not None:
                self.on_news(news)
        self._set_timer(now)

    def _set_timer(self, now: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        at = self.emulation.next_deadline()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(max(0.0, at - now), self._deliver) if at is not None else None


__all__ = ["AGENT", "Emulator"]
