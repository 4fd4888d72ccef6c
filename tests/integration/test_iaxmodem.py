"""The modem line on a soft modem that we did not write, called by the tests' Asterisk over IAX2: it is a fax, so that whom it answers hears one."""

import asyncio
import contextlib
import itertools
import urllib.error
import urllib.parse

import pytest
from msgspec.structs import replace

from agent_desktop.cti import switch as s
from agent_desktop.cti.modem.ground import Place
from agent_desktop.cti.modem.line_machine import Hook
from agent_desktop.cti.modem.profile import shipped
from agent_desktop.cti.modem.studio import FileStudio
from agent_desktop.cti.modem.switch import ModemSwitch
from agent_desktop.cti.vocabulary import BridgeId, Cause, ConnectionId
from tests.fakes import asterisk as real
from tests.fakes import iaxmodem

SOON_S = 20.0
BUSY_S = 1.0
"""iaxmodem is busy for five seconds after each hang-up: its caller tries again so often."""
HEADSET, TALK = ConnectionId("headset"), BridgeId("talk")
CALLER = '"Chen Jie" <02155550101>'
# A data and fax modem: it takes a call as a fax, and speaks of the far end as of one.
PROFILE = replace(shipped()["hayes"], off_hook=("AT+FCLASS=1", "ATA"))


class World:
    """The modem's line, and whoever calls it."""

    def __init__(self, switch, asterisk):
        self.switch, self._asterisk = switch, asterisk
        self._events: asyncio.Queue[s.AnyEvent] = asyncio.Queue()
        self._names = itertools.count(1)

    def hear(self, event):
        self._events.put_nowait(event)

    async def until(self, kind, seconds=SOON_S):
        async with asyncio.timeout(seconds):
            while not isinstance(event := await self._events.get(), kind):
                assert not isinstance(event, s.CommandRefused | s.SwitchDown), event
        return event

    async def call(self):
        """Somebody calls until it rings; gives their channel."""
        for _ in range(int(SOON_S / BUSY_S)):
            channel = await self._originate()
            with contextlib.suppress(TimeoutError):
                return channel, await self.until(s.CallArrived, BUSY_S)
            await self.hang_up(channel)
        raise AssertionError("it never rings")

    async def _originate(self):
        channel = f"caller-{next(self._names)}"
        where = {"endpoint": f"IAX2/{iaxmodem.PEER}", "context": "from-trunk", "extension": "800"}
        asked = urllib.parse.urlencode(where | {"callerId": CALLER, "channelId": channel})
        await asyncio.to_thread(self._asterisk.ask, "POST", f"channels?{asked}")
        return channel

    async def hang_up(self, channel):
        with contextlib.suppress(urllib.error.HTTPError):  # busy: it is gone already
            await asyncio.to_thread(self._asterisk.ask, "DELETE", f"channels/{channel}")

    async def answer(self, channel, connection):
        """An agent takes the call, and the caller hears it."""
        dial = s.Dial(HEADSET, "1", "", "", 20.0)
        for command in (s.Answer(connection), dial, s.Bridge(TALK, (connection, HEADSET))):
            self.switch.send(command)
        async with asyncio.timeout(SOON_S):
            while await self.state(channel) != "Up" or not self._taken():  # noqa: ASYNC110 - other processes answer
                await asyncio.sleep(0.05)

    def _taken(self):
        """The modem has said that it is on the line."""
        line = self.switch._modem._line
        return line is not None and line.hook is Hook.UP

    async def state(self, channel):
        return (await asyncio.to_thread(self._asterisk.ask, "GET", f"channels/{channel}"))["state"]


@pytest.fixture(scope="module")
def modem(tmp_path_factory):
    if reason := iaxmodem.why_not():
        pytest.skip(f"no soft modem: {reason}")
    with iaxmodem.IaxModem(tmp_path_factory.mktemp("iaxmodem")) as running:
        yield running


@pytest.fixture(scope="module")
def asterisk(tmp_path_factory, modem):
    if reason := real.why_not():
        pytest.skip(f"no Asterisk: {reason}")
    with real.Asterisk(tmp_path_factory.mktemp("asterisk"), {"iax.conf": modem.iax_conf()}) as instance:
        yield instance


@pytest.fixture
async def world(tmp_path, modem, asterisk):
    studio = FileStudio(tmp_path / "prompts", tmp_path / "recordings")
    switch = ModemSwitch(str(modem.device), Place("CN", frozenset({"1"})), studio, profile=PROFILE)
    made = World(switch, asterisk)
    running = asyncio.create_task(switch.run(made.hear))
    await made.until(s.SwitchUp)
    yield made
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_caller_who_gives_up_before_anybody_answers(world):
    channel, arrived = await world.call()
    assert (arrived.ani, arrived.ani_name, arrived.withheld) == ("02155550101", "Chen Jie", False)
    await world.hang_up(channel)
    ended = await world.until(s.ConnectionEnded)
    assert ended.connection == arrived.connection


async def test_answered_until_the_caller_hangs_up(world):
    channel, arrived = await world.call()
    await world.answer(channel, arrived.connection)
    await world.hang_up(channel)
    ended = await world.until(s.ConnectionEnded)
    assert ended == s.ConnectionEnded(arrived.connection, Cause.NORMAL)
