"""A simulated switch that does not behave: events lost, repeated, out of order, garbled; connections cut and refused; restarts; one
that is too old.
"""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass

from agent_desktop.cti.simulator.door import Door
from agent_desktop.cti.simulator.front import Asked, page
from agent_desktop.cti.simulator.rest import Response
from agent_desktop.cti.simulator.server import SimulatorServer


@dataclass(frozen=True, slots=True)
class Faults:
    """Shares of the events, from 0 to 1."""

    lost: float = 0.0
    repeated: float = 0.0
    swapped: float = 0.0
    """Comes after the next one."""
    garbled: float = 0.0
    """Something that makes no sense comes besides."""


_STARTING_S = 60.0
"""What a switch needs to start: the second of a channel's birth is part of its id."""
NONSENSE = (b"", b"{", b"[]", b'{"type": 7}', b'{"type": "StasisStart"}', b'{"type": "Unheard"}', b"\xff\xfe")


class FaultySwitch(SimulatorServer):
    """Counts what it has done wrong, so that a test can see that it did."""

    def __init__(self, port: int = 0, seed: int = 1, clock: Callable[[], float] = time.time) -> None:
        super().__init__(port=port, app="agent-desktop", clock=clock)
        self.faults = Faults()
        self.done = 0
        self._chance = random.Random(seed)
        self._kept: tuple[str, bytes] | None = None
        self._reachable = True

    @property
    def reached(self) -> bool:
        """Whether a centre listens."""
        return bool(self._listeners)

    @contextlib.contextmanager
    def misbehaving(self, faults: Faults) -> Iterator[None]:
        """For a while; what was kept back comes at its end."""
        self.faults = faults
        try:
            yield
        finally:
            self.faults = Faults()
            self._let_go()

    @contextlib.contextmanager
    def unreachable(self) -> Iterator[None]:
        """Every connection is cut, and nobody comes in for a while; calls go on."""
        self._reachable = False
        self.drop_sockets()
        try:
            yield
        finally:
            self._reachable = True

    def wanted_socket(self, door: Door, asked: Asked) -> Response | None:
        if not self._reachable:
            return page(503, "Service Unavailable", "")
        return super().wanted_socket(door, asked)

    def _tell(self, app: str, event: bytes) -> None:
        faults = self.faults
        if self._does(faults.lost):
            return
        if self._kept is None and self._does(faults.swapped):
            self._kept = app, event
            return
        if self._does(faults.garbled):
            super()._tell(app, self._chance.choice(NONSENSE))
        for _ in range(2 if self._does(faults.repeated) else 1):
            super()._tell(app, event)
        self._let_go()

    def _does(self, share: float) -> bool:
        happens = self._chance.random() < share
        self.done += happens
        return happens

    def _let_go(self) -> None:
        if self._kept is not None:
            app, event = self._kept
            self._kept = None
            super()._tell(app, event)


class OldSwitch(SimulatorServer):
    """As Asterisk was before REST over WebSocket: requests on its event socket are not heard. It can be brought up to date, or back."""

    old = True

    def said(self, door: Door, message: str | bytes) -> None:
        if not self.old:
            super().said(door, message)


@contextlib.asynccontextmanager
async def restarted(switch: FaultySwitch) -> AsyncIterator[FaultySwitch]:
    """The switch stops, with all its calls, and one that knows nothing of them comes up at the same place."""
    port = int(switch.url.rpartition(":")[2])
    await switch.stop()
    async with FaultySwitch(port, clock=lambda: time.time() + _STARTING_S) as again:
        yield again
