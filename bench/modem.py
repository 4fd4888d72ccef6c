"""The modem line: from the bytes at the port to the fact that an agent is offered the call; and how fast the parser gets through garbage.

python -m bench.modem [--rings 300] [--megabytes 8]

One process: a modem on a pty, the switch around it, and the core. The floor beside it: as many bytes through the same pty and the same
thread into the same event loop, where nothing is done with them. For the parser the floor is one look at each byte, by the
standard library, for what ends a line.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from agent_desktop import logs
from agent_desktop.cti import switch as s
from agent_desktop.cti.modem.dialogue import Dialogue
from agent_desktop.cti.modem.ground import Place
from agent_desktop.cti.modem.port import Port
from agent_desktop.cti.modem.studio import FileStudio
from agent_desktop.cti.modem.switch import ModemSwitch
from agent_desktop.cti.vocabulary import AgentId, CallId, QueueId
from agent_desktop.protocol.record import Text
from bench.figures import Spread, show
from ivr import facts, inputs
from ivr.core.core import Core
from ivr.core.state import State
from ivr.effects import LookUpCaller
from ivr.facts import NumberedFact
from ivr.flow.model import Flow, QueueNode
from ivr.plan import AgentPlan, Plan, QueuePlan
from tests.fakes.modem_pty import PluggedModem
from tests.fakes.modems import HAYES, STATION, TableModem

RING = ("RING", "DATE = 0321", "TIME = 1405", "NMBR = 02079460103", "NAME = EMMA CLARKE")
QUEUE, AGENT = QueueId("q"), AgentId("emma")
PLAN = Plan(
    queues=(QueuePlan(QUEUE, Text("Queue", "队列")),),
    agents=(AgentPlan(AGENT, "Emma", (QUEUE,), station=STATION),),
    flows={"main": Flow("main", "q", {"q": QueueNode(QUEUE)})},
    entries={},
    default_flow="main",
    disposition_codes=frozenset({"solved"}),
)
PIECE = 4096
ENOUGH_MB_S = 10.0
SOON_MS = 5.0


class Centre:
    """A core with one agent who takes every call and hangs up at once."""

    def __init__(self, switch: ModemSwitch) -> None:
        self._switch = switch
        self._core = Core(PLAN, State("b"))
        self.delivered_at = 0.0
        self._call = CallId(0)
        self._happened = asyncio.Event()
        self._free = asyncio.Event()

    def hear(self, event: inputs.AnyInput) -> None:
        for effect in self._core.handle(event, time.time()):
            match effect:
                case LookUpCaller(call=call):
                    self.hear(inputs.CallerIdentified(call, 1, None, "ordinary"))
                case NumberedFact(fact=facts.Delivered(call=call)):
                    self.delivered_at, self._call = time.perf_counter(), call
                    self._happened.set()
                case NumberedFact(fact=facts.CallCleared() | facts.StationUp()):
                    self._free.set()
                case s.Command():
                    self._switch.send(effect)

    async def start(self) -> None:
        self.hear(inputs.LogOn(AGENT, ""))
        await self._free.wait()
        self.hear(inputs.BecomeReady(AGENT))

    async def delivered(self) -> float:
        self._happened.clear()
        await self._happened.wait()
        return self.delivered_at

    async def finish(self, peer: TableModem) -> None:
        self._free.clear()
        peer.commands.clear()
        self.hear(inputs.AcceptOffer(AGENT, self._call))
        while "ATH1" not in peer.commands:  # noqa: ASYNC110 - the modem is at the other end of a pty
            await asyncio.sleep(0.001)
        self.hear(inputs.ClearConnection(AGENT, self._call))
        await self._free.wait()
        self.hear(inputs.LogCompleted(AGENT, self._call, "solved"))


async def rings(count: int, folder: Path) -> list[float]:
    """Milliseconds from the write at the modem's end to the fact."""
    peer = TableModem(HAYES)
    modem = PluggedModem(peer, folder / "modem")
    modem.plug_in()
    switch = ModemSwitch(str(modem.link), Place("GB", frozenset({STATION})), FileStudio(folder, folder))
    await switch.prepare()
    centre = Centre(switch)
    running = asyncio.create_task(switch.run(centre.hear))
    await centre.start()
    times = []
    for _ in range(count):
        peer.tell(*RING)
        begin = time.perf_counter()
        modem.speak()
        times.append((await centre.delivered() - begin) * 1000)
        await centre.finish(peer)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    modem.unplug()
    return times


async def bare(count: int) -> list[float]:
    """The same bytes through a pty and a thread into the loop; nothing is done with them."""
    master, slave = os.openpty()
    port_name = os.ttyname(slave)
    loop = asyncio.get_running_loop()
    arrived: asyncio.Queue[float] = asyncio.Queue()
    wanted = sum(len(line) + 4 for line in RING)
    seen = 0

    def take(data: bytes) -> None:
        nonlocal seen
        seen += len(data)
        if seen >= wanted:
            seen = 0
            arrived.put_nowait(time.perf_counter())

    port = Port(port_name, lambda data: _call(loop, take, data), lambda _: None)
    os.close(slave)
    text = b"".join(f"\r\n{line}\r\n".encode() for line in RING)
    times = []
    for _ in range(count):
        begin = time.perf_counter()
        os.write(master, text)
        times.append((await arrived.get() - begin) * 1000)
    port.close()
    os.close(master)
    return times


def _call(loop: asyncio.AbstractEventLoop, take: Callable[[bytes], None], data: bytes) -> None:
    loop.call_soon_threadsafe(take, data)


def parse(name: str, data: bytes) -> float:
    """MB a second through the dialogue, in pieces as a port gives them."""
    dialogue = Dialogue()
    pieces = [data[start : start + PIECE] for start in range(0, len(data), PIECE)]
    begin = time.process_time()
    for piece in pieces:
        dialogue.receive(piece, 0.0)
    rate = len(data) / (time.process_time() - begin) / 1e6
    begin = time.process_time()
    for piece in pieces:
        piece.replace(b"\r", b"\n").split(b"\n")
    floor = len(data) / (time.process_time() - begin) / 1e6
    print(f"{name:46} {rate:8.1f} MB/s   floor {floor:8.1f} MB/s   {floor / rate:.1f} ×")
    return rate


def run(count: int = 300, megabytes: int = 8) -> None:
    logs.configure(level=logs.WARNING)
    print(f"modem line, {count:,} calls on a pty, {megabytes} MB of garbage of each kind")
    with tempfile.TemporaryDirectory(prefix="agent-desktop-") as folder:
        offered = show("ring and number at the port → offered", asyncio.run(rings(count, Path(folder))), "ms")
    floor = show("floor: the same bytes, nothing done with them", asyncio.run(bare(count)), "ms")
    _tell(offered, floor)
    chance = random.Random(1)
    size = megabytes * 1_000_000
    noise = parse("parser, bytes of every kind", chance.randbytes(size))
    text = parse("parser, printable characters without end", bytes(chance.choices(range(32, 127), k=size)))
    print(f"  slowest {min(noise, text):.1f} MB/s; asked for: more than {ENOUGH_MB_S:g}")


def _tell(offered: Spread, floor: Spread) -> None:
    print(
        f"  ratio {offered.p50 / floor.p50:.1f} × (p99 {offered.p99 / floor.p99:.1f}); asked for: p99 under {SOON_MS:g} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.modem", description=__doc__)
    parser.add_argument("--rings", type=int, default=300, help="how many calls arrive")
    parser.add_argument("--megabytes", type=int, default=8, help="how much garbage of each kind")
    asked = parser.parse_args()
    run(asked.rings, asked.megabytes)


if __name__ == "__main__":
    main()
