"""The simulated switch under load: new calls a second and standing channels, with a stand-in application that answers, plays,
dials, bridges and hangs up. Beside it a floor: as many messages of the same size, echoed by a bare WebSocket server.

python -m bench.simulator [--calls 200] [--talk 12] [--seconds 20]

The switch has one process, the application another. A user event that the application sends itself through the switch measures
how long an event waits there.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import os
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from agent_desktop import logs
from agent_desktop.cti.simulator.callers import Caller
from agent_desktop.cti.simulator.life import Stage
from agent_desktop.cti.simulator.model import Telephone
from agent_desktop.cti.simulator.server import SimulatorServer
from agent_desktop.cti.simulator.simulation import News
from agent_desktop.cti.simulator.traffic import Traffic
from agent_desktop.cti.vocabulary import Language
from bench.figures import show
from bench.ringing.processes import process, receive

APP = "bench"
AGENTS = [f"+44163296{number:04}" for number in range(100)]
PROBES_PER_S = 50
PATIENT_S = 3600.0
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Figures:
    """What a process has used, and what stands in the switch."""

    at_s: float
    cpu_s: float
    resident: int
    channels: int
    arrived: int


@dataclass(frozen=True, slots=True)
class Tell:
    """Say your figures."""


# --- the switch ------------------------------------------------------------------------------------------------------


def run_switch(pipe: Connection, calls_per_s: float) -> None:
    logs.configure(level=logs.WARNING)
    asyncio.run(_serve(pipe, calls_per_s))


async def _serve(pipe: Connection, calls_per_s: float) -> None:
    caller = Caller("bench", "", "+442079460000", Language.EN, hangs_up_first=False, silence_s=PATIENT_S)
    calling: list[None] = []

    def hear(news: News) -> None:
        if news.stage is Stage.CALLING:
            calling.append(None)

    server = SimulatorServer(
        outside=[Telephone(number, after_s=1.0) for number in AGENTS],
        traffic=Traffic([caller], calls_per_s * 3600),
        app=APP,
        on_news=hear,
    )
    async with server:
        pipe.send(server.url)
        while isinstance(await asyncio.to_thread(pipe.recv), Tell):
            channels = len(server.simulation.machine.board.channels)
            pipe.send(Figures(time.perf_counter(), time.process_time(), _resident(), channels, len(calling)))


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE


# --- the application -------------------------------------------------------------------------------------------------


class _Channel(msgspec.Struct):
    id: str


class _Playback(msgspec.Struct):
    target_uri: str


class _Message(msgspec.Struct):
    type: str
    channel: _Channel | None = None
    playback: _Playback | None = None
    args: tuple[str, ...] = ()
    userevent: msgspec.Raw = msgspec.Raw(b"")
    request_id: str = ""
    status_code: int = 0


_decoder = msgspec.json.Decoder(_Message)


class StandIn:
    """An application that takes each call through its whole life."""

    def __init__(self, socket: ClientConnection, talk_s: float) -> None:
        self._socket, self._talk_s = socket, talk_s
        self._asked = itertools.count()
        self._agents = itertools.cycle(AGENTS)
        self._sent_at: dict[str, float] = {}
        self._ending: set[asyncio.Future[None]] = set()
        self.answers_ms: list[float] = []
        self.events_ms: list[float] = []
        self.messages = self.bytes = self.refused = self.answered = self.talked = 0

    def count(self) -> Count:
        return Count(self.messages, self.bytes, self.answered, self.talked, time.process_time())

    async def listen(self) -> None:
        async for text in self._socket:
            self.messages += 1
            self.bytes += len(text)
            await self._take(_decoder.decode(text))

    async def probe(self) -> None:
        """Send an event through the switch, again and again."""
        while True:
            body = msgspec.json.encode({"variables": {"at": time.perf_counter_ns()}}).decode()
            await self._ask("POST", "events/user/probe", body, application=APP)
            await asyncio.sleep(1 / PROBES_PER_S)

    async def _take(self, message: _Message) -> None:
        match message.type:
            case "RESTResponse":
                self.answers_ms.append((time.perf_counter() - self._sent_at.pop(message.request_id)) * 1000)
                self.refused += message.status_code >= 400
            case "ChannelUserevent":
                at = msgspec.json.decode(message.userevent, type=dict[str, int | str])["at"]
                self.events_ms.append((time.perf_counter_ns() - int(at)) / 1e6)
            case "StasisStart" if message.channel:
                await self._started(message.channel.id, message.args)
            case "PlaybackFinished" if message.playback:
                await self._dial(message.playback.target_uri.partition(":")[2])

    async def _started(self, channel: str, args: tuple[str, ...]) -> None:
        if args[0] != "dialled":
            self.answered += 1
            await self._ask("POST", f"channels/{channel}/answer")
            await self._ask("POST", f"channels/{channel}/play", media="sound:silence/1")
            return
        caller = args[1]
        await self._ask("POST", f"bridges/b-{caller}", type="mixing")
        await self._ask("POST", f"bridges/b-{caller}/addChannel", channel=f"{caller},{channel}")
        asyncio.get_running_loop().call_later(self._talk_s, self._end, caller, channel)

    async def _dial(self, caller: str) -> None:
        query = {"endpoint": f"PJSIP/{next(self._agents)}@trunk", "appArgs": f"dialled,{caller}", "app": APP}
        await self._ask("POST", "channels", **query)

    def _end(self, caller: str, channel: str) -> None:
        ending = asyncio.ensure_future(self._hang_up(caller, channel))
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)

    async def _hang_up(self, caller: str, channel: str) -> None:
        with contextlib.suppress(ConnectionClosed):  # the bench is over
            for path in (f"channels/{channel}", f"channels/{caller}", f"bridges/b-{caller}"):
                await self._ask("DELETE", path)
            self.talked += 1

    async def _ask(self, method: str, uri: str, body: str = "", **query: str) -> None:
        number = str(next(self._asked))
        request = {
            "type": "RESTRequest",
            "request_id": number,
            "method": method,
            "uri": uri,
            "query_strings": [{"name": name, "value": value} for name, value in query.items()],
        }
        if body:
            request |= {"content_type": "application/json", "message_body": body}
        self._sent_at[number] = time.perf_counter()
        await self._socket.send(msgspec.json.encode(request), text=True)


@dataclass(frozen=True, slots=True)
class Count:
    """What the application has seen and used so far."""

    messages: int
    size: int
    answered: int
    talked: int
    cpu_s: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """What lay between two moments."""

    app: StandIn
    empty: Figures
    switch: tuple[Figures, Figures]
    counts: tuple[Count, Count]


async def _measure(pipe: Connection, url: str, talk_s: float, seconds: float) -> Stretch:
    empty = await _figures(pipe)
    address = f"{url}/ari/events?app={APP}&subscribeAll=true&api_key=desk:desk"
    async with connect(address, compression=None, max_size=None) as socket:
        app = StandIn(socket, talk_s)
        tasks = [asyncio.create_task(app.listen()), asyncio.create_task(app.probe())]
        await asyncio.sleep(talk_s + 5)
        before, first = await _figures(pipe), app.count()
        app.answers_ms, app.events_ms = [], []
        await asyncio.sleep(seconds)
        after, last = await _figures(pipe), app.count()
        for task in tasks:
            task.cancel()
        return Stretch(app, empty, (before, after), (first, last))


async def _figures(pipe: Connection) -> Figures:
    pipe.send(Tell())
    return await asyncio.to_thread(receive, pipe, Figures)


def _tell(stretch: Stretch) -> None:
    app, (before, after), (first, last) = stretch.app, stretch.switch, stretch.counts
    elapsed = after.at_s - before.at_s
    messages = last.messages - first.messages
    size = (last.size - first.size) // messages
    arrived, answered, talked = (
        count / elapsed
        for count in (after.arrived - before.arrived, last.answered - first.answered, last.talked - first.talked)
    )
    print(f"{'new calls':46} {arrived:8.0f} /s; {answered:.0f} /s answered, {talked:.0f} /s talked to their end")
    per_channel = (after.resident - stretch.empty.resident) / after.channels / 1024
    print(f"{'standing channels':46} {after.channels:8}   {per_channel:.1f} KiB of memory each")
    print(f"{'requests refused':46} {app.refused:8}")
    show("an event through the switch, there and back", app.events_ms, "ms")
    show("a request and its answer", app.answers_ms, "ms", f"{len(app.answers_ms) / elapsed:.0f} /s")
    print(f"{'events and answers':46} {messages / elapsed:8.0f} /s, {size} bytes each")
    cpu_s, own_s = after.cpu_s - before.cpu_s, last.cpu_s - first.cpu_s
    print(f"{'processor, of one core':46} {cpu_s / elapsed:8.0%} the switch, {own_s / elapsed:.0%} the application")
    ours, floor = cpu_s / messages * 1e6, _floor(size, int(messages / elapsed * 5))
    print(
        f"{'processor time of the switch for a message':46} {ours:8.1f} µs; a bare echo {floor:.1f} µs: {ours / floor:.1f} times"
    )


# --- the floor -------------------------------------------------------------------------------------------------------


def run_echo(pipe: Connection) -> None:
    asyncio.run(_echo(pipe))


async def _echo(pipe: Connection) -> None:
    async def talk(connection: ServerConnection) -> None:
        async for message in connection:
            await connection.send(message)

    async with serve(talk, "127.0.0.1", 0, compression=None) as server:
        pipe.send(next(iter(server.sockets)).getsockname()[1])
        while isinstance(await asyncio.to_thread(pipe.recv), Tell):
            pipe.send(Figures(time.perf_counter(), time.process_time(), 0, 0, 0))


def _floor(size: int, count: int) -> float:
    """Processor time in µs that the bare echo uses for a message."""
    with process(run_echo) as pipe:
        port = receive(pipe, int)
        pipe.send(Tell())
        before = receive(pipe, Figures)
        asyncio.run(_flood(port, "x" * size, count))
        pipe.send(Tell())
        return (receive(pipe, Figures).cpu_s - before.cpu_s) / count * 1e6


async def _flood(port: int, text: str, count: int) -> None:
    async with connect(f"ws://127.0.0.1:{port}", compression=None) as socket:
        for _ in range(count // 50):
            for _ in range(50):
                await socket.send(text)
            for _ in range(50):
                await socket.recv()


def run(calls_per_s: float = 200.0, talk_s: float = 12.0, seconds: float = 20.0) -> None:
    print(
        f"Simulated switch: {calls_per_s:.0f} new calls a second, {talk_s:.0f} s of talk, measured for {seconds:.0f} s"
    )
    with process(run_switch, calls_per_s) as pipe:
        stretch = asyncio.run(_measure(pipe, receive(pipe, str), talk_s, seconds))
    _tell(stretch)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.simulator", description=__doc__)
    parser.add_argument("--calls", type=float, default=200.0, help="new calls a second")
    parser.add_argument("--talk", type=float, default=12.0, help="seconds that people talk")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long is measured")
    asked = parser.parse_args()
    run(asked.calls, asked.talk, asked.seconds)


if __name__ == "__main__":
    main()
