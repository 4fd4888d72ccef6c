"""The ARI adapter on the simulated switch: whole calls over a real socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

import pytest

from agent_desktop.cti.ari import AriSwitch
from agent_desktop.cti.simulator.callers import Act, Caller, Line, When, pick, read_library
from agent_desktop.cti.simulator.server import SimulatorServer
from agent_desktop.cti.switch import (
    Answer,
    AnyCommand,
    AnyEvent,
    Bridge,
    CallArrived,
    Clear,
    CommandRefused,
    ConnectionAnswered,
    ConnectionEnded,
    Dial,
    DigitReceived,
    Hold,
    Play,
    PlaybackEnded,
    Prompt,
    Retrieve,
    Spoke,
    StartMusic,
    StopMusic,
    SwitchDown,
    SwitchUp,
)
from agent_desktop.cti.vocabulary import BridgeId, Cause, ConnectionId, Language, PlaybackId
from tests.fakes.simulated import STATIONS, caller

E = TypeVar("E")
AGENT = ConnectionId("agent")
BRIDGE = BridgeId("bridge")


class Desk:
    """What a centre would be: commands out, events in."""

    def __init__(self, server: SimulatorServer) -> None:
        self.switch = AriSwitch(server.url, "desk", "desk", "desk")
        self.seen: list[AnyEvent] = []
        self._events: asyncio.Queue[AnyEvent] = asyncio.Queue()

    def listen(self, event: AnyEvent) -> None:
        self.seen.append(event)
        self._events.put_nowait(event)

    def send(self, *commands: AnyCommand) -> None:
        for command in commands:
            self.switch.send(command)

    async def next(self, kind: type[E]) -> E:
        """The next event of this kind; others are passed over."""
        while True:
            event = await asyncio.wait_for(self._events.get(), 5)
            if isinstance(event, kind):
                return event


@asynccontextmanager
async def desk(server: SimulatorServer) -> AsyncIterator[Desk]:
    centre = Desk(server)
    running = asyncio.create_task(centre.switch.run(centre.listen))
    try:
        await centre.next(SwitchUp)
        yield centre
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


def dial(device: str, seconds: float = 20.0) -> Dial:
    return Dial(AGENT, device, "4000", "Service", seconds)


async def test_a_whole_call() -> None:
    anna = caller(
        acts=(Act(press="2", when=When.PROMPT, prompt=1, after_s=0.01),),
        lines=(Line("Good morning.", 0.01), Line("Goodbye.", 0.01)),
        hangs_up_first=False,
    )
    async with SimulatorServer(stations=STATIONS) as server, desk(server) as centre:
        server.place_call(anna)
        arrived = await centre.next(CallArrived)
        assert (arrived.ani, arrived.dnis, arrived.withheld) == ("+442079460000", "4000", False)
        anna_here = arrived.connection
        centre.send(Answer(anna_here))
        await centre.next(ConnectionAnswered)
        centre.send(Play(anna_here, PlaybackId("menu"), (Prompt("menu", "Press 2."),), Language.EN))
        assert (await centre.next(DigitReceived)).digit == "2"
        centre.send(StartMusic(anna_here), dial("1001"))
        assert (await centre.next(ConnectionAnswered)).connection == AGENT
        centre.send(StopMusic(anna_here), Bridge(BRIDGE, (anna_here, AGENT), tone=True))
        assert (await centre.next(Spoke)).text == "Good morning."
        centre.send(Hold(BRIDGE, anna_here), Retrieve(BRIDGE, anna_here))
        assert (await centre.next(Spoke)) == Spoke(anna_here, "Goodbye.", Language.EN)
        centre.send(Clear(anna_here))
        assert await centre.next(ConnectionEnded) == ConnectionEnded(anna_here, Cause.NORMAL)
        assert not [event for event in centre.seen if isinstance(event, CommandRefused)]


@pytest.mark.parametrize(("station", "cause"), [("1004", Cause.BUSY), ("1006", Cause.UNREACHABLE)])
async def test_a_station_that_cannot_be_reached(station: str, cause: Cause) -> None:
    async with SimulatorServer(stations=STATIONS) as server, desk(server) as centre:
        centre.send(dial(station))
        assert await centre.next(ConnectionEnded) == ConnectionEnded(AGENT, cause)


async def test_a_station_that_rings_out() -> None:
    async with SimulatorServer(stations=STATIONS) as server, desk(server) as centre:
        centre.send(dial("1003", seconds=1.0))
        assert await centre.next(ConnectionEnded) == ConnectionEnded(AGENT, Cause.NO_ANSWER)


@pytest.mark.parametrize("who", read_library(), ids=lambda person: person.id)
async def test_everybody_of_the_library_can_be_taken(who: Caller) -> None:
    async with SimulatorServer() as server, desk(server) as centre:
        channel = server.place_call(who)
        arrived = await centre.next(CallArrived)
        assert arrived.withheld is (who.withheld or not who.number)
        assert arrived.ani == ("" if arrived.withheld else who.number)
        server.hang_up(channel)
        assert await centre.next(ConnectionEnded) == ConnectionEnded(arrived.connection, Cause.NORMAL)


async def test_calls_stand_when_the_link_is_lost() -> None:
    async with SimulatorServer() as server, desk(server) as centre:
        server.place_call(pick(read_library(), "wang-li"))
        arrived = await centre.next(CallArrived)
        centre.send(Answer(arrived.connection))
        await centre.next(ConnectionAnswered)
        server.drop_sockets()
        await centre.next(SwitchDown)
        again = await centre.next(SwitchUp)
        assert [live.connection for live in again.connections] == [arrived.connection]


async def test_a_missing_prompt_is_a_playback_that_did_not_complete(tmp_path_factory: pytest.TempPathFactory) -> None:
    async with SimulatorServer(sounds=tmp_path_factory.mktemp("sounds")) as server, desk(server) as centre:
        server.place_call(caller())
        arrived = await centre.next(CallArrived)
        centre.send(Answer(arrived.connection))
        prompts = (Prompt("nowhere", "Hello."),)
        centre.send(Play(arrived.connection, PlaybackId("p"), prompts, Language.EN))
        assert await centre.next(PlaybackEnded) == PlaybackEnded(PlaybackId("p"), completed=False)
