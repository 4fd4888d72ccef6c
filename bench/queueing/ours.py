"""A whole centre of ours, and its agents' seats: two processes."""

from __future__ import annotations

import asyncio
import contextlib
import time
from contextlib import AsyncExitStack
from multiprocessing.connection import Connection
from pathlib import Path

import argon2
from msgspec.structs import replace

from agent_desktop import logs
from agent_desktop.cli.centre import keep_what_is_here
from agent_desktop.cti.vocabulary import AgentId, StationMode
from agent_desktop.headless import HeadlessSeat
from agent_desktop.protocol.messages import AgentState, Role, SetAgentState
from agent_desktop.protocol.seat_session import Credentials
from agent_desktop.settings import Settings, load_settings
from agent_desktop.settings.model import AgentSettings
from bench.queueing import ari, dialplan
from bench.ringing import marks
from bench.ringing.centre import flows_without_words
from db.engine import open_database
from db.users import Account, Users
from ivr.centre.process import Centre

_PASSWORD = "bench"
_QUEUE = "general"
_WRAP_UP_S = 0.001
_AT_ONCE = 20


def run_centre(pipe: Connection, folder: Path, switch_url: str, agents: int) -> None:
    logs.configure(level=logs.WARNING)
    settings = _settings(folder, switch_url, agents)
    _add_agents(settings)
    asyncio.run(_serve(pipe, settings))


async def _serve(pipe: Connection, settings: Settings) -> None:
    async with Centre(settings) as centre:
        serving = asyncio.create_task(centre.serve())
        await centre.prompts_ready.wait()
        keep_what_is_here()
        pipe.send(centre.url)
        while not isinstance(await asyncio.to_thread(pipe.recv), marks.Stop):
            pipe.send(marks.now())
        serving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await serving


def _settings(folder: Path, switch_url: str, agents: int) -> Settings:
    """The shipped ones, with so many agents whose telephones ring for each call, and next to no wrap-up."""
    shipped = load_settings()
    return replace(
        shipped,
        centre=replace(shipped.centre, data_directory=str(folder), port=0),
        switch=replace(
            shipped.switch,
            url=switch_url,
            user=ari.USER,
            password=ari.USER,
            station=f"Local/{{device}}@{dialplan.AGENTS}/n",
        ),
        simulator=replace(shipped.simulator, embedded=False),
        flows=replace(shipped.flows, default="direct", directory=str(flows_without_words(shipped, folder)), entries={}),
        queues={_QUEUE: replace(shipped.queues[_QUEUE], wrap_up_s=_WRAP_UP_S)},
        agents={
            number: AgentSettings(f"Agent {number}", (_QUEUE,), station=number, station_mode=StationMode.ON_DEMAND)
            for number in dialplan.numbers(agents)
        },
    )


def _add_agents(settings: Settings) -> None:
    """One password, and the least work that argon2 allows: nobody guesses here."""
    engine = open_database(settings.database_url)
    hashed = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(_PASSWORD)
    accounts = [
        Account(AgentId(number), agent.name, Role.AGENT, hashed, agent.station)
        for number, agent in settings.agents.items()
    ]
    Users(engine).create(accounts, time.time())
    engine.dispose()


def run_seats(pipe: Connection, url: str, agents: int) -> None:
    asyncio.run(_sit(pipe, url, agents))


async def _sit(pipe: Connection, url: str, agents: int) -> None:
    """Everybody logs in and is ready."""
    seats = [HeadlessSeat(url, Credentials(AgentId(number), _PASSWORD)) for number in dialplan.numbers(agents)]
    door = asyncio.Semaphore(_AT_ONCE)
    async with AsyncExitStack() as stack:
        await asyncio.gather(*(_enter(seat, stack, door) for seat in seats))
        pipe.send(marks.Free())
        forgetting = asyncio.create_task(_forget(seats))
        while not isinstance(await asyncio.to_thread(pipe.recv), marks.Stop):
            pipe.send(marks.now())
        forgetting.cancel()


async def _enter(seat: HeadlessSeat, stack: AsyncExitStack, door: asyncio.Semaphore) -> None:
    async with door:
        await stack.enter_async_context(seat)
        await seat.ask(SetAgentState(AgentState.READY))


async def _forget(seats: list[HeadlessSeat]) -> None:
    """Nobody looks at what they show."""
    while True:
        await asyncio.sleep(1.0)
        for seat in seats:
            seat.events.clear()
