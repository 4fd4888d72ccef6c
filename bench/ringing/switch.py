"""The process of the simulated switch."""

from __future__ import annotations

import asyncio
from multiprocessing.connection import Connection

from agent_desktop import logs
from agent_desktop.cti.simulator.callers import Caller
from agent_desktop.cti.simulator.door import Door
from agent_desktop.cti.simulator.server import SimulatorServer
from agent_desktop.cti.vocabulary import Language
from bench.ringing import marks


def run(pipe: Connection) -> None:
    logs.configure(level=logs.WARNING)
    asyncio.run(_serve(pipe))


async def _serve(pipe: Connection) -> None:
    watch = marks.Watch()
    watch.watch(Door, "tell")
    async with SimulatorServer(app="agent-desktop") as server:
        pipe.send(server.url)
        while not isinstance(wish := await asyncio.to_thread(pipe.recv), marks.Stop):
            if isinstance(wish, marks.HangUp):
                server.hang_up(wish.channel)
                continue
            caller = Caller("bench", "", wish.number, Language.EN, dials="95002")
            watch.take()
            channel = server.place_call(caller)
            pipe.send(marks.Placed(channel, watch.take()["tell"][0]))
