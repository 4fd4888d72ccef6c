"""The process of the simulated switch: callers who come at random, go through the voice menu, wait, talk and hang up."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import time
from multiprocessing.connection import Connection
from pathlib import Path

from msgspec.structs import replace

from agent_desktop import logs
from agent_desktop.cti.simulator.callers import Caller, read_library
from agent_desktop.cti.simulator.front import User
from agent_desktop.cti.simulator.model import Telephone
from agent_desktop.cti.simulator.profile import Distribution, Lasting
from agent_desktop.cti.simulator.server import SimulatorServer
from bench.ringing import marks
from bench.site import words
from bench.site.centre import USER

_PATIENCE = Lasting(150, Distribution.EXPONENTIAL)


def run(pipe: Connection, sounds: Path, numbers: list[str], agents: int, talk_s: float) -> None:
    logs.configure(level=logs.WARNING)
    asyncio.run(_serve(pipe, sounds, Crowd(numbers, talk_s), agents))


class Crowd:
    """Customers with the manners of the shipped callers; nobody calls again before everybody else has."""

    def __init__(self, numbers: list[str], talk_s: float) -> None:
        self._chance = random.Random(1)
        self._kinds = [
            caller for caller in read_library() if caller.at_s is None and caller.acts and not caller.withheld
        ]
        self._numbers, self._talk = numbers, Lasting(talk_s, Distribution.LOGNORMAL, 0.6)
        self._count = 0

    def next(self) -> Caller:
        self._count += 1
        return replace(
            self._chance.choice(self._kinds),
            id=f"caller-{self._count}",
            number=self._numbers[self._count % len(self._numbers)],
            patience_s=_PATIENCE.draw(self._chance),
            talk_s=self._talk.draw(self._chance),
            lines=(),
        )

    def pause_s(self, per_s: float) -> float:
        return self._chance.expovariate(per_s)


async def _serve(pipe: Connection, sounds: Path, crowd: Crowd, agents: int) -> None:
    server = SimulatorServer(
        users=(User(USER, USER),),
        sounds=sounds,
        stations=[Telephone(words.station(user)) for user in words.agents(agents)],
        app="agent-desktop",
    )
    calling: asyncio.Task[None] | None = None
    async with server:
        pipe.send(words.Here(os.getpid(), server.url))
        while not isinstance(wish := await asyncio.to_thread(pipe.recv), marks.Stop):
            if calling is not None:
                calling.cancel()
            if isinstance(wish, words.Calls) and wish.per_s:
                calling = asyncio.create_task(_call(server, crowd, wish.per_s))
        if calling is not None:
            calling.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await calling


async def _call(server: SimulatorServer, crowd: Crowd, per_s: float) -> None:
    due = time.monotonic()
    while True:
        due += crowd.pause_s(per_s)
        await asyncio.sleep(max(due - time.monotonic(), 0.0))
        server.place_call(crowd.next())
