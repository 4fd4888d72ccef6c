"""A whole centre for end-to-end tests: settings in a temporary folder, users, and what is in the database afterwards."""

import asyncio
import contextlib
import re
import socket
import sys
import time
from typing import Any

import msgspec
import sqlalchemy as sa
from argon2 import PasswordHasher

from agent_desktop.cti.simulator.callers import Caller
from agent_desktop.cti.vocabulary import Language
from agent_desktop.headless import HeadlessSeat
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.seat_session import Credentials
from agent_desktop.settings import SAMPLE, load_settings
from db import models
from db.engine import open_database
from db.sample import install_sample_people
from db.users import Account, Users
from ivr.centre.process import Centre

PASSWORD = "right horse"


def hashed(password):
    """The least work that argon2 allows: these tests are not about guessing."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)


def settings_in(folder, *, switch_url=None, database=None, port=0):
    """The shipped settings, in a folder of their own."""
    settings = load_settings()
    replace = msgspec.structs.replace
    changes: dict[str, Any] = {"centre": replace(settings.centre, data_directory=str(folder), port=port)}
    changes["simulator"] = replace(settings.simulator, calls_per_hour=0)
    if database:
        changes["database"] = replace(settings.database, url=database)
    if switch_url:
        changes["simulator"] = replace(changes["simulator"], embedded=False)
        changes["switch"] = replace(settings.switch, url=switch_url, user="desk", password="desk")
    return replace(settings, **changes)


def with_flows(settings, folder, **changes):
    """With voice menus of one's own, in which those who wait hear music and nothing else."""
    replace = msgspec.structs.replace
    flows = replace(settings.flows, directory=str(folder), **changes)
    queues = {name: replace(queue, while_waiting="") for name, queue in settings.queues.items()}
    return replace(settings, flows=flows, queues=queues)


def settings_file(folder, *, switch_url, port, database=""):
    """The same as a file, for a centre in a process of its own."""
    text = SAMPLE.read_text(encoding="utf-8")
    for pattern, value in {
        r'^data_directory = ""': f'data_directory = "{folder}"',
        r"^port = 8765": f"port = {port}",
        r"^embedded = true": "embedded = false",
        r'^url = "ws://127.0.0.1:8088[^"]*"': f'url = "{switch_url}"',
        r'^user = "agent-desktop"': 'user = "desk"',
        r'^password = ""': 'password = "desk"',
        r'^url = ""': f'url = "{database}"',
    }.items():
        text, count = re.subn(pattern, value, text, count=1, flags=re.MULTILINE)
        assert count == 1, pattern
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def add_users(settings):
    """Everybody of the sample, with one password, and the customers whom the callers of the library are."""
    engine = open_database(settings.database_url)
    roles = {"supervisor": m.Role.SUPERVISOR, "trainer": m.Role.TRAINER, "admin": m.Role.ADMINISTRATOR}
    Users(engine).create(
        [
            Account(user, agent.name, roles.get(user, m.Role.AGENT), hashed(PASSWORD), agent.station)
            for user, agent in settings.agents.items()
        ],
        time.time(),
    )
    install_sample_people(engine, time.time())
    engine.dispose()


@contextlib.asynccontextmanager
async def running(settings):
    """A centre that serves while the block runs."""
    async with Centre(settings) as centre, serving(centre):
        yield centre


@contextlib.asynccontextmanager
async def serving(centre):
    """A centre that is open serves while the block runs."""
    task = asyncio.create_task(centre.serve())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@contextlib.asynccontextmanager
async def centre_process(path, url):
    """A centre in a process of its own; yields the process when seats can connect."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "agent_desktop", "centre", "--settings", str(path)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), 60)
        assert url.encode() in line, line
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def seat(url, user):
    return HeadlessSeat(url, Credentials(user, PASSWORD))


async def ready(url, user, stack):
    """A seat that is in, ready, and whose telephone stands."""
    desk = await stack.enter_async_context(seat(url, user))
    await desk.ask(m.SetAgentState(m.AgentState.READY))
    return desk


def caller(**fields):
    """Somebody who goes straight to a queue and waits to be helped."""
    emma = Caller("test", "Emma Clarke", "+442079460103", Language.EN, dials="95002", hangs_up_first=False)
    return msgspec.structs.replace(emma, **fields)


def rows(settings, model):
    """A table as dictionaries."""
    engine = open_database(settings.database_url)
    with engine.connect() as connection:
        found = [dict(row._mapping) for row in connection.execute(sa.select(model.__table__))]
    engine.dispose()
    return found


def calls(settings):
    return rows(settings, models.Call)
