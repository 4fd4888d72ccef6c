"""A supervisor's board with 500 agents: what it costs its window, and how long a change at the centre takes to be painted.

python -m bench.board [--agents N] [--seconds S]

Two processes: a whole centre with its simulated switch, where agents become ready and not ready, and this one with the real window,
offscreen, on the real link. Measured is from the moment of the fact to the end of the paint that shows it, and the share of a core that the
window's process used. First a believable centre (a tenth of the agents change each second), then one in which every tenth of a second a
tenth of them changes, and last the worst there is: every row ten times a second, put into the window directly.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import random
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QEventLoop, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from agent_desktop import logs
from agent_desktop.cti.vocabulary import AgentId, Language
from agent_desktop.protocol.board import BoardAgent
from agent_desktop.protocol.messages import AgentState, BoardChanged, Role
from agent_desktop.protocol.seat_session import Credentials
from agent_desktop.settings import load_settings
from agent_desktop.settings.model import AgentSettings, Settings
from agent_desktop.ui.app import SeatProgram, new_application
from agent_desktop.ui.desk import Change, Desk
from agent_desktop.ui.login_presenter import Login
from agent_desktop.ui.preferences import Preferences
from agent_desktop.ui.supervisor.agents_presenter import SortBy
from agent_desktop.ui.supervisor.window import SupervisorWindow
from bench.figures import show
from bench.ringing import marks
from bench.ringing.processes import process, receive
from bench.ringing.seat import isolate
from db.engine import open_database
from db.users import Account, Users
from ivr import inputs
from ivr.centre.auth import hash_password
from ivr.centre.process import Centre
from ivr.centre.shell import Shell

CHIEF, PASSWORD = AgentId("supervisor"), "bench"
HZ = 10
WARM_UP_S = 2.0


# --- the centre's process -----------------------------------------------------------------------------------------------


def centre(pipe: Connection, folder: Path, agents: int) -> None:
    logs.configure(level=logging.ERROR)
    settings = _settings(folder, agents)
    settings.data_directory.mkdir()
    engine = open_database(settings.database_url)
    Users(engine).create([Account(CHIEF, "Chief", Role.SUPERVISOR, hash_password(PASSWORD), "1010")], time.time())
    engine.dispose()
    asyncio.run(_serve(pipe, settings, agents))


def _settings(folder: Path, agents: int) -> Settings:
    shipped = load_settings()
    queues = list(shipped.queues)
    people = {
        f"a{number:04}": AgentSettings(
            f"Agent {number:04}", (queues[number % len(queues)],), station=f"{20_000 + number}"
        )
        for number in range(agents)
    }
    return replace(
        shipped,
        centre=replace(shipped.centre, data_directory=str(folder / "centre"), port=0),
        simulator=replace(shipped.simulator, calls_per_hour=0),
        agents=people | {CHIEF: shipped.agents[CHIEF]},
    )


async def _serve(pipe: Connection, settings: Settings, agents: int) -> None:
    async with Centre(settings) as running:
        serving = asyncio.create_task(running.serve())
        shell = running._shell  # noqa: SLF001 - the bench plays its agents
        people = [AgentId(f"a{number:04}") for number in range(agents)]
        while not shell.core.state.switch_up:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.05)
        for one in people:
            shell.ask(inputs.LogOn(one, ""))
        pipe.send(running.url)
        moving: asyncio.Task[None] | None = None
        while not isinstance(rate := await asyncio.to_thread(pipe.recv), marks.Stop):
            if moving is not None:
                moving.cancel()
            moving = asyncio.create_task(_move(shell, people, rate))
        for task in (moving, serving):
            if task is not None:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task


async def _move(shell: Shell, people: list[AgentId], per_second: float) -> None:
    """Agents become ready and not ready, so many a second, at any moment."""
    chance = random.Random(1)
    begun, done = time.monotonic(), 0
    while True:
        await asyncio.sleep(chance.uniform(0.005, 0.02))
        due = int((time.monotonic() - begun) * per_second)
        for _ in range(due - done):
            one = chance.choice(people)
            ready = shell.core.state.agents[one].state is AgentState.READY
            shell.ask(inputs.BecomeNotReady(one, "break") if ready else inputs.BecomeReady(one))
        done = due


# --- the window's process -----------------------------------------------------------------------------------------------


class Board:
    """The real window on the real link, with marks where a change arrives and where the paint that shows it ends."""

    def __init__(self, application: QApplication, folder: Path, url: str) -> None:
        self._application = application
        preferences = Preferences(QSettings(str(folder / "board.ini"), QSettings.Format.IniFormat))
        preferences.language = Language.EN
        self._program = SeatProgram(application, preferences)
        self._program.log_in(Login(url, Credentials(CHIEF, PASSWORD)))
        self.painted: list[float] = []
        """Milliseconds from fact to paint, one for each row in sight that changed."""
        self.updates = 0
        self._before: dict[AgentId, BoardAgent] = {}
        self._waiting: list[int] = []
        loop = QEventLoop()
        self._program.opened.connect(loop.quit)
        QTimer.singleShot(60_000, loop.quit)
        loop.exec()
        window = self._program.window
        if not isinstance(window, SupervisorWindow):
            raise TypeError("no supervisor's window opened")
        self.window = window
        self.desk.subscribe(self._arrived, Change.BOARD)
        window.agents.sort.setCurrentIndex(window.agents.sort.findData(SortBy.NAME.value))
        window.agents.sort.activated.emit(0)
        paint = window.agents.table.paintEvent

        def painted(event: object) -> None:
            paint(event)  # type: ignore[arg-type]  # Qt's own event, passed on
            now_ms = time.time() * 1000
            self.painted += (now_ms - since for since in self._waiting)
            self._waiting.clear()

        window.agents.table.paintEvent = painted  # type: ignore[method-assign]  # the mark
        self.run(WARM_UP_S)

    @property
    def desk(self) -> Desk:
        desk = self._program.desk
        if desk is None:
            raise RuntimeError("the session is gone")
        return desk

    def run(self, seconds: float) -> float:
        """Let it live for so long; gives the share of a core that it used."""
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        wall, used = time.monotonic(), time.process_time()
        loop.exec()
        return (time.process_time() - used) / (time.monotonic() - wall)

    def forget(self) -> None:
        self.painted.clear()
        self._waiting.clear()
        self.updates = 0

    def close(self) -> None:
        self._program.close()

    def _in_sight(self) -> list[AgentId]:
        """Only what can be seen is painted."""
        table = self.window.agents.table
        first = table.verticalScrollBar().value()
        fitting = table.viewport().height() // table.row_height()
        return [AgentId(str(row)) for row in table.rows()[first : first + fitting - 1]]

    def _arrived(self) -> None:
        self.updates += 1
        agents = self.desk.state.board.agents
        for agent in self._in_sight():
            row, before = agents[agent], self._before.get(agent)
            if before is not None and row.since_ms != before.since_ms:
                self._waiting.append(row.since_ms)
        self._before = dict(agents)


def _storm(board: Board, seconds: float) -> float:
    """Every row changes ten times a second."""
    desk, states = board.desk, (AgentState.READY, AgentState.BUSY, AgentState.WRAP_UP, AgentState.NOT_READY)
    rounds = 0

    def again() -> None:
        nonlocal rounds
        rounds += 1
        now_ms = desk.now_ms()
        rows = tuple(
            replace(row, state=states[(number + rounds) % 4], since_ms=now_ms)
            for number, row in enumerate(desk.state.board.agents.values())
        )
        desk.apply(BoardChanged(desk.state.board.day_ms, agents=rows))

    timer = QTimer(interval=1000 // HZ)
    timer.timeout.connect(again)
    timer.start()
    used = board.run(seconds)
    timer.stop()
    return used


def run(agents: int = 500, seconds: float = 15.0) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        isolate(folder)
        logs.configure(level=logging.ERROR)
        with process(centre, folder, agents) as pipe:
            url = receive(pipe, str)
            application = new_application()
            board = Board(application, folder, url)
            print(f"A supervisor's board with {agents} agents, window 1366 × 768, {seconds:.0f} s each")
            idle = board.run(seconds / 3)
            print(f"{'nothing changes':46} {100 * idle:8.1f} % of a core")
            for per_second in (agents / 10, agents):
                pipe.send(float(per_second))
                board.run(1.0)
                board.forget()
                used = board.run(seconds)
                print(
                    f"{f'{per_second:.0f} changes a second':46} {100 * used:8.1f} % of a core   {board.updates / seconds:.1f} updates/s"
                )
                show("  fact at the centre → painted", board.painted, "ms", f"{len(board.painted)} rows")
            pipe.send(0.0)
            board.run(1.0)
            worst = _storm(board, seconds)
            print(f"{f'every row {HZ} times a second':46} {100 * worst:8.1f} % of a core")
            board.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.board", description=__doc__)
    parser.add_argument("--agents", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=15.0)
    asked = parser.parse_args()
    run(asked.agents, asked.seconds)


if __name__ == "__main__":
    main()
