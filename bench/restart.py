"""A centre killed with 500 calls in progress: how long until seats are answered again.

python -m bench.restart [--calls N] [--agents N] [--inputs N] [--times N]

The simulated switch lives in this process and goes on. A centre in a process of its own lives through a morning, until its journal is nearly as
long as it gets, and then has so many calls: as many in conversation as there are agents, the others
waiting. It is killed by SIGKILL, and `python -m agent_desktop centre` started in its place, again and again. Measured is from the start of the
process: until a supervisor who knocks every few milliseconds has been let in, and until their board shows every call as it was.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import logging
import multiprocessing
import os
import re
import signal
import socket
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, Process
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import websockets
from websockets.asyncio.client import ClientConnection, connect

from agent_desktop import logs
from agent_desktop.cti import switch
from agent_desktop.cti.simulator.callers import Caller
from agent_desktop.cti.simulator.model import Telephone
from agent_desktop.cti.simulator.server import SimulatorServer
from agent_desktop.cti.vocabulary import AgentId, CallId, Cause, ConnectionId, Language
from agent_desktop.protocol import codec
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.board import BoardCall, CallStage
from agent_desktop.settings import SAMPLE, load_settings
from agent_desktop.settings.model import Settings
from bench.figures import show, used_s
from bench.ringing.centre import flows_without_words
from bench.ringing.processes import receive
from db.engine import open_database
from db.users import Account, Users
from ivr import inputs
from ivr.centre.auth import hash_password
from ivr.centre.process import Centre
from ivr.centre.shell import JOURNAL_ENTRIES, Shell
from ivr.centre.waking import CURRENT
from ivr.core.call_machine import Place

CHIEF, PASSWORD = AgentId("supervisor"), "bench"
KNOCK_S = 0.005


# --- the centre that will be killed ---------------------------------------------------------------------------------------


def doomed(pipe: Connection, file: Path, calls: int, entries: int) -> None:
    """A centre with a morning behind it; tells when all calls are where they belong."""
    logs.configure(level=logging.ERROR)
    asyncio.run(_live(pipe, load_settings(file), calls, entries))


@contextlib.contextmanager
def _doomed(*arguments: object) -> Iterator[Connection]:
    """That centre in a process of its own, killed at the end of the block."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=doomed, args=(theirs, *arguments), daemon=True)
    child.start()
    theirs.close()
    try:
        yield ours
    finally:
        child.kill()  # SIGKILL
        child.join()


async def _live(pipe: Connection, settings: Settings, calls: int, entries: int) -> None:
    async with Centre(settings) as centre:
        shell = centre._shell  # noqa: SLF001 - the bench plays its agents
        people = [AgentId(user) for user in settings.agents if user != CHIEF]
        with _switched_off(shell):
            await _morning(shell, people, entries)
        serving = asyncio.create_task(centre.serve())
        await _until(lambda: shell.core.state.switch_up)
        for agent in people:
            shell.ask(inputs.LogOn(agent, ""))
            shell.ask(inputs.BecomeReady(agent))
        await _until(lambda: all(shell.core.state.agents[agent].line_up for agent in people))
        pipe.send("ready")
        await _until(lambda: _all_in_place(shell, calls, len(people)))
        await centre.prompts_ready.wait()
        await _until(lambda: shell._around.store.up_to_date)  # type: ignore[attr-defined]  # noqa: SLF001 - as it is but for the last 20 ms
        pipe.send("all in place")
        await serving


def _to_nobody(command: switch.AnyCommand) -> None:
    """There is no switch yet."""


@contextlib.contextmanager
def _switched_off(shell: Shell) -> Iterator[None]:
    """What is asked of a switch that is not there would be refused, call by call."""
    around = shell._around  # noqa: SLF001
    command, around.command = around.command, _to_nobody  # type: ignore[method-assign]
    yield
    around.command = command  # type: ignore[method-assign]


async def _until(reached: Callable[[], bool]) -> None:
    while not reached():  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0.02)


async def _morning(shell: Shell, people: list[AgentId], entries: int) -> None:
    """Calls that came and went before there was a switch to tell us anything else."""
    shell.happened(switch.SwitchUp(()))
    for agent in people:
        shell.ask(inputs.LogOn(agent, ""))
        shell.happened(switch.ConnectionAnswered(shell.core.state.agents[agent].line or ConnectionId("")))
        shell.ask(inputs.BecomeReady(agent))
    for number in itertools.count():
        if shell._journal.entries >= entries:  # noqa: SLF001 - how long it is
            break
        _life(shell, ConnectionId(f"morning{number}"))
        if number % 50 == 0:
            await asyncio.sleep(0)
    shell.happened(switch.SwitchDown("bench"))


def _life(shell: Shell, caller: ConnectionId) -> None:
    shell.happened(switch.CallArrived(caller, "+442079460103", "", withheld=False, dnis="4000"))
    shell.happened(switch.ConnectionAnswered(caller))
    call = CallId(shell.core.state.last_call)
    agent = shell.core.state.calls[call].agent
    assert agent is not None
    shell.ask(inputs.AcceptOffer(agent, call))
    shell.ask(inputs.HoldCall(agent, call))
    shell.ask(inputs.RetrieveCall(agent, call))
    shell.happened(switch.ConnectionEnded(caller, Cause.NORMAL))
    shell.ask(inputs.LogCompleted(agent, call, "enquiry_answered"))


def _all_in_place(shell: Shell, calls: int, agents: int) -> bool:
    """Who is offered a call takes it."""
    standing = list(shell.core.state.calls.values())
    for call in standing:
        if call.place is Place.OFFERED and call.agent is not None:
            shell.ask(inputs.AcceptOffer(call.agent, call.call))
    places = [call.place for call in standing]
    return places.count(Place.CONNECTED) == min(agents, calls) and len(places) == calls and Place.MENU not in places


# --- the one that is started in its place -----------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def _started(file: Path) -> AsyncIterator[Process]:
    """As an installed program starts: its modules are compiled, whatever the environment of the bench says."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    centre = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "agent_desktop", "centre", "--settings", str(file)),
        stdout=DEVNULL,
        stderr=DEVNULL,
        env=environment | {"PYTHONPYCACHEPREFIX": str(file.parent / "compiled")},
    )
    try:
        yield centre
    finally:
        centre.send_signal(signal.SIGKILL)
        await centre.wait()


async def _let_in(url: str) -> ClientConnection:
    """Knock until somebody opens."""
    while True:
        try:
            door = await connect(url, compression=None, max_size=m.MAX_SNAPSHOT_BYTES, proxy=None)
        except (OSError, websockets.WebSocketException):
            await asyncio.sleep(KNOCK_S)
        else:
            return door


@dataclass(frozen=True, slots=True)
class _Restart:
    """Times in ms from the start of the process."""

    answered: float
    used: float
    """Processor time by then."""
    reconciled: float
    """The board shows a caller who rang meanwhile: the switch has told what stands."""


async def _restart(file: Path, url: str, switch_: SimulatorServer, calls: int, talking: int) -> _Restart:
    switch_.place_call(_caller(calls))
    begun = time.monotonic()
    async with _started(file) as centre:
        door = await _let_in(url)
        await door.send(codec.encode(m.Hello(m.VERSION, user=CHIEF, password=PASSWORD)))
        welcome = codec.from_centre.decode(await door.recv())
        answered, used = time.monotonic() - begun, used_s(centre.pid)
        if not isinstance(welcome, m.Welcome):
            raise TypeError(f"not let in: {welcome}")
        await door.send(codec.encode(m.Request("1", m.WatchBoard(watch=True))))
        board: dict[CallId, BoardCall] = {}
        while len(board) <= calls:
            said = codec.from_centre.decode(await door.recv())
            if isinstance(said, m.Event) and isinstance(said.body, m.BoardChanged):
                board |= {row.call: row for row in said.body.calls}
                _check(board, said.body, calls, talking)
        return _Restart(1000 * answered, 1000 * used, 1000 * (time.monotonic() - begun))


def _check(board: dict[CallId, BoardCall], news: m.BoardChanged, calls: int, talking: int) -> None:
    stages = Counter(row.stage for row in board.values())
    if len(board) < calls or news.gone or stages[CallStage.TALKING] != talking:
        raise RuntimeError(
            f"of {calls} calls, {talking} in conversation, there are {stages} and {len(news.gone)} are gone"
        )


# --- together ---------------------------------------------------------------------------------------------------------------


def _settings_file(folder: Path, switch_url: str, port: int, agents: int) -> Path:
    """The sample with other agents, on this switch; numbers lead straight into a queue."""
    shipped = load_settings()
    flows = flows_without_words(shipped, folder)
    text = SAMPLE.read_text(encoding="utf-8")
    for pattern, value in {
        r'^data_directory = ""': f'data_directory = "{folder}"',
        r"^port = 8765": f"port = {port}",
        r"^embedded = true": "embedded = false",
        r'^url = "ws:[^"]*"': f'url = "{switch_url}"',
        r'^user = "agent-desktop"': 'user = "desk"',
        r'^password = ""': 'password = "desk"',
        r'^while_waiting = "waiting"': 'while_waiting = ""',
        r'^default = "main"': 'default = "direct"',
        r'(?<=^default = "direct")((?:.*\n)*?)directory = ""': rf'\1directory = "{flows}"',
        r"(?<=^\[flows.entries\])[^\[]*": "\n\n",
        r"^\[agents\.(.*\n)*?(?=\[dispositions)": _people(agents, list(shipped.queues), sorted(_skills(shipped))),
    }.items():
        text, count = re.subn(pattern, value, text, count=1, flags=re.MULTILINE)
        if count != 1:
            raise RuntimeError(f"the sample has no {pattern}")
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _skills(settings: Settings) -> set[str]:
    return {skill for queue in settings.queues.values() for skill in queue.skills}


def _people(agents: int, queues: list[str], skills: list[str]) -> str:
    """Everybody does everything."""
    tables = [
        f'[agents.a{number:04}]\nname = "Agent {number:04}"\nqueues = {json.dumps(queues)}\n'
        f'skills = {json.dumps(skills)}\nstation = "{_station(number)}"\n'
        for number in range(agents)
    ]
    return "\n".join([*tables, f'[agents.{CHIEF}]\nname = "Chief"\nqueues = []\nstation = "1010"\n\n'])


def _station(number: int) -> str:
    return str(20_000 + number)


def _caller(number: int) -> Caller:
    """Somebody who waits, and talks, for as long as the bench lasts."""
    return Caller(
        f"c{number}", "", f"+44163296{number:04}", Language.EN, dials="4000", patience_s=9_999.0, hangs_up_first=False
    )


async def _run(folder: Path, calls: int, agents: int, entries: int, times: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    telephones = [Telephone(_station(number)) for number in range(agents)]
    async with SimulatorServer(app="agent-desktop", stations=telephones) as switch_:
        file = _settings_file(folder, switch_.url, port, agents)
        engine = open_database(load_settings(file).database_url)
        Users(engine).create([Account(CHIEF, "Chief", m.Role.SUPERVISOR, hash_password(PASSWORD), "1010")], time.time())
        engine.dispose()
        with _doomed(file, calls, entries) as pipe:
            await asyncio.to_thread(receive, pipe, str, 600.0)
            for number in range(calls):
                switch_.place_call(_caller(number))
            await asyncio.to_thread(receive, pipe, str, 600.0)
        journal = folder / "journal" / CURRENT
        lines = journal.read_bytes().count(b"\n")
        print(
            f"A centre killed with {calls} calls, {min(agents, calls)} in conversation; {lines:,} inputs in the journal"
        )
        url = f"ws://127.0.0.1:{port}"
        found = [await _restart(file, url, switch_, calls + number, min(agents, calls)) for number in range(1 + times)]
    del found[0]  # which compiled them
    show("from its start until a seat is answered", [each.answered for each in found], "ms", f"{times} times")
    show("… of it processor time", [each.used for each in found], "ms")
    show("… until the switch has told what stands", [each.reconciled for each in found], "ms")


def run(calls: int = 500, agents: int = 300, entries: int = JOURNAL_ENTRIES - 4_500, times: int = 5) -> None:
    logs.configure(level=logging.ERROR)
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(_run(Path(name), calls, agents, entries, times))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.restart", description=__doc__)
    parser.add_argument("--calls", type=int, default=500)
    parser.add_argument("--agents", type=int, default=300)
    parser.add_argument("--inputs", type=int, default=JOURNAL_ENTRIES - 4_500, help="of the morning, in the journal")
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args()
    run(asked.calls, asked.agents, asked.inputs, asked.times)


if __name__ == "__main__":
    main()
