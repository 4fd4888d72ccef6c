"""The process behind the demonstration: a whole centre with a simulated switch, sample customers, and colleagues at work.

Nothing of it touches a real centre's files: everything lives in the folder it is given.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import time
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import sqlalchemy as sa
from msgspec.structs import replace

from agent_desktop import classroom, logs
from agent_desktop.cti.simulator.callers import pick, read_library
from agent_desktop.cti.simulator.traffic import Traffic
from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.demo import messages
from agent_desktop.demo.colleague import Colleague
from agent_desktop.demo.trainee import MANNERS, Trainee
from agent_desktop.errors import UserError
from agent_desktop.protocol.messages import Role
from agent_desktop.settings import Settings, load_settings
from db import models
from db.engine import open_database
from db.seed import seed
from db.users import Account, Users
from ivr.centre.auth import hash_password
from ivr.centre.process import Centre

AGENT = "lin"
COLLEAGUES = (AgentId("emma"), AgentId("wang"), AgentId("sara"))
TRAINEES = ("李娜", "王强", "Amy Chen", "赵敏")
"""Of the class; the last one is late."""
PASSWORD = "demo"  # noqa: S105 - printed on the screen; this centre only listens on this machine
ROLES = {"supervisor": Role.SUPERVISOR, "trainer": Role.TRAINER, "admin": Role.ADMINISTRATOR}


@dataclass(frozen=True, slots=True)
class Scene:
    """What is played."""

    folder: Path
    calls_per_hour: float = 0.0
    customers: int = 0
    """Besides those whom the callers of the library are."""


def run(pipe: Connection, scene: Scene) -> None:
    """The process's main function."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the window's; it says when to stop
    logs.configure(level=logs.WARNING)
    try:
        asyncio.run(_play(pipe, scene))
    except* UserError as errors:
        with contextlib.suppress(BrokenPipeError):
            pipe.send(messages.Failed("\n".join(str(error) for error in errors.exceptions)))
    except* (EOFError, BrokenPipeError):
        pass  # the window is gone, and the demonstration with it


async def _play(pipe: Connection, scene: Scene) -> None:
    settings = _settings(scene)
    _prepare(settings, scene)
    traffic = Traffic(read_library(), scene.calls_per_hour, seed=round(time.time()))
    async with Centre(settings, traffic=traffic) as centre, AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
        stage = _Stage(pipe, centre, settings, _Running(tasks, stack))
        await stage.play()


@dataclass(frozen=True, slots=True)
class _Running:
    """What goes on until the end: work, and what it is done on, which is closed after it."""

    tasks: asyncio.TaskGroup
    stack: AsyncExitStack


class _Stage:
    """A centre that is open, and what is asked of it."""

    def __init__(self, pipe: Connection, centre: Centre, settings: Settings, running: _Running) -> None:
        assert centre.simulator is not None
        self._pipe, self._centre, self._settings, self._running = pipe, centre, settings, running
        self._simulator = centre.simulator
        self._simulator.on_news = lambda news: pipe.send(messages.CallerMoved(news.caller.id, news.stage.value))
        self._tasks: list[asyncio.Task[None]] = []

    async def play(self) -> None:
        """Do what is asked until it is to stop."""
        self._start(self._centre.serve())
        self._start(self._announce_prompts())
        self._pipe.send(messages.Opened(self._centre.url))
        while not isinstance(wish := await asyncio.to_thread(self._pipe.recv), messages.Stop):
            await self._obey(wish)
        for task in self._tasks:
            task.cancel()

    async def _obey(self, wish: messages.ToBackstage) -> None:
        match wish:
            case messages.PlaceCall(caller):
                self._call(caller)
            case messages.StartWork():
                self._start_work()
            case messages.Begin(first_caller):
                self._start_work()
                self._start(self._call_with_menu(first_caller))
            case messages.OpenClass():
                await self._open_class()
            case messages.TellStory(call):
                self._pipe.send(await asyncio.to_thread(_story, self._settings, call))

    def _start_work(self) -> None:
        for user in COLLEAGUES:
            self._start(Colleague(self._centre.url, user, PASSWORD).work())

    async def _open_class(self) -> None:
        plan = classroom.Plan(self._settings.data_directory / "class", seats=len(TRAINEES), port=0, names=TRAINEES)
        spoken = self._settings.prompts_directory  # once is enough
        await asyncio.to_thread(shutil.copytree, spoken, plan.folder / spoken.name)
        prepared = await asyncio.to_thread(classroom.prepare, plan)
        centre = await self._running.stack.enter_async_context(prepared.centre())
        self._start(centre.serve())
        await centre.prompts_ready.wait()
        for user, manner in zip(prepared.trainees, MANNERS, strict=False):
            trainee = Trainee(centre.url, user, prepared.password, prepared.teaching.scripts)
            self._start(trainee.learn(manner))
        self._pipe.send(messages.ClassOpened(centre.url, prepared.password))

    def _call(self, caller: str) -> None:
        self._simulator.place_call(pick(read_library(), caller))

    async def _call_with_menu(self, caller: str) -> None:
        await self._centre.prompts_ready.wait()
        self._call(caller)

    async def _announce_prompts(self) -> None:
        await self._centre.prompts_ready.wait()
        self._pipe.send(messages.PromptsReady())

    def _start(self, work: Coroutine[None, None, None]) -> None:
        self._tasks.append(self._running.tasks.create_task(work))


def _settings(scene: Scene) -> Settings:
    """The shipped sample, on a free port, in the scene's folder."""
    settings = load_settings()
    centre = replace(settings.centre, data_directory=str(scene.folder), port=0)
    return replace(settings, centre=centre)


def _prepare(settings: Settings, scene: Scene) -> None:
    scene.folder.mkdir(parents=True, exist_ok=True)
    engine = open_database(settings.database_url)
    now = time.time()
    if not Users(engine).all():
        password = hash_password(PASSWORD)
        users = [
            Account(AgentId(user), agent.name, ROLES.get(user, Role.AGENT), password, agent.station)
            for user, agent in settings.agents.items()
        ]
        Users(engine).create(users, now)
        seed(engine, scene.customers, lambda _: None, at=now)
    engine.dispose()


def _story(settings: Settings, call: int) -> messages.Story:
    """What the database has of a call, once the writer has caught up with its last fact."""
    event = models.Event
    statement = sa.select(event.at_ms, event.kind, event.body).where(event.call_id == call).order_by(event.number)
    engine = open_database(settings.database_url)
    try:
        deadline = time.monotonic() + 5
        while True:
            with engine.connect() as connection:
                rows = connection.execute(statement).all()
            if (rows and rows[-1].kind == "CallLogged") or time.monotonic() > deadline:
                return messages.Story([(row.at_ms / 1000, row.kind, dict(row.body)) for row in rows])
            time.sleep(0.05)
    finally:
        engine.dispose()


def isolate(folder: Path) -> None:
    """Keep what this program would put into the user's own folders inside the demonstration's."""
    os.environ["XDG_DATA_HOME"] = str(folder / "data")
