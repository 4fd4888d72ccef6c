"""The process of the centre: the real one, its flow straight into a queue, with marks at its doors."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import yaml
from msgspec.structs import replace

from agent_desktop import logs
from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.protocol.messages import CallOffered, Role
from agent_desktop.settings import Settings, load_settings
from bench.ringing import marks
from db.engine import open_database
from db.users import Account, Users
from ivr.centre.auth import hash_password
from ivr.centre.process import Centre
from ivr.centre.seats import Seats
from ivr.centre.shell import Shell
from ivr.centre.store import Store
from ivr.centre.to_seats import ToSeats

AGENT, PASSWORD = "lin", "bench"


def run(pipe: Connection, folder: Path, database: Path, switch_url: str) -> None:
    logs.configure(level=logging.ERROR)
    settings = _settings(folder, database, switch_url)
    _add_agent(settings)
    asyncio.run(_serve(pipe, settings))


async def _serve(pipe: Connection, settings: Settings) -> None:
    watch = marks.Watch()
    watch.watch(Shell, "happened", lambda _, event: isinstance(event, switch.CallArrived))
    watch.watch(Store, "look_up")
    watch.watch(Seats, "show", _offers)
    async with Centre(settings) as centre:
        serving = asyncio.create_task(centre.serve())
        await centre.prompts_ready.wait()
        pipe.send(centre.url)
        while not isinstance(await asyncio.to_thread(pipe.recv), marks.Stop):
            taken = watch.take()
            pipe.send(marks.Routed(taken["happened"][0], taken["look_up"], taken["show"][1]))
        serving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await serving


def _offers(_: Seats, news: list[ToSeats]) -> bool:
    return any(isinstance(item.body, CallOffered) for item in news)


def _settings(folder: Path, database: Path, switch_url: str) -> Settings:
    """The shipped ones, with one agent, this switch and this database."""
    shipped = load_settings()
    return replace(
        shipped,
        centre=replace(shipped.centre, data_directory=str(folder), port=0),
        database=replace(shipped.database, url=f"sqlite:///{database}"),
        switch=replace(shipped.switch, url=switch_url, user="desk", password="desk"),
        simulator=replace(shipped.simulator, embedded=False),
        flows=replace(shipped.flows, default="direct", directory=str(flows_without_words(shipped, folder)), entries={}),
        agents={AGENT: shipped.agents[AGENT]},
    )


def flows_without_words(shipped: Settings, folder: Path) -> Path:
    """A folder with the shipped flow for numbers that need no menu, without its sentence."""
    flow: dict[str, Any] = yaml.safe_load((shipped.flows_directory / "direct.yaml").read_text(encoding="utf-8"))
    spoken = flow["nodes"].pop(flow["start"])
    flow["start"] = spoken["next"]
    flows = folder / "flows"
    flows.mkdir(parents=True)
    (flows / "direct.yaml").write_text(yaml.safe_dump(flow), encoding="utf-8")
    return flows


def _add_agent(settings: Settings) -> None:
    engine = open_database(settings.database_url)
    users = Users(engine)
    if users.find(AGENT) is None:
        agent = settings.agents[AGENT]
        account = Account(AgentId(AGENT), agent.name, Role.AGENT, hash_password(PASSWORD), agent.station)
        users.create([account], time.time())
    engine.dispose()
