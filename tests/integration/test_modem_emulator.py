"""The modem line on each of the emulated modems, over a real port: two programs that know each other by the standards alone."""

import asyncio
from array import array

import msgspec
import pytest
from structlog.testing import capture_logs

from agent_desktop.cti import switch as s
from agent_desktop.cti.modem.ground import Place
from agent_desktop.cti.modem.studio import FileStudio
from agent_desktop.cti.modem.switch import ModemSwitch
from agent_desktop.cti.modem_emulator import exchange, persona
from agent_desktop.cti.modem_emulator.emulation import AGENT
from agent_desktop.cti.modem_emulator.shell import Emulator
from agent_desktop.cti.modem_emulator.sound import tone
from agent_desktop.cti.simulator.model import Manner
from agent_desktop.cti.vocabulary import BridgeId, Capability, Cause, ConnectionId, Language, PlaybackId
from ivr.sound import keep

SOON_S = 25.0
HEADSET, TALK, WELCOME = ConnectionId("headset"), BridgeId("talk"), PlaybackId("welcome")
STATION = "1"
CHINA = msgspec.structs.replace(exchange.named("china"), ring=(0.4, 1.2), clears_after_s=0.1)
DTMF_CHINA = msgspec.structs.replace(exchange.named("china-dtmf"), ring=(0.4, 1.2))
WANG, HERS = "+862155550101", "02155550101"
ALL = sorted(persona.shipped())
WITH_VOICE = sorted(name for name, kind in persona.shipped().items() if kind.voice)
NAMES = {
    "conexant": "Conexant (Zoom 3095)",
    "hayes": "Generic Hayes",
    "lucent": "Lucent / Agere",
    "usr5637": "U.S. Robotics USR5637",
    "v253": "ITU-T V.253 voice",
}


class Office:
    """A seat's modem and what it tells."""

    def __init__(self, modem, tmp_path):
        self.modem = modem
        self.can: frozenset[Capability] = frozenset()
        self.switch = ModemSwitch(
            modem.path, Place("CN", frozenset({STATION})), FileStudio(tmp_path / "prompts", tmp_path / "recordings")
        )
        self._events: asyncio.Queue[s.AnyEvent] = asyncio.Queue()

    async def until(self, kind):
        async with asyncio.timeout(SOON_S):
            while not isinstance(event := await self._events.get(), kind):
                assert not isinstance(event, s.CommandRefused), event
        return event

    async def hears(self, who, wanted):
        heard = ""
        try:
            async with asyncio.timeout(SOON_S):
                while (heard := await self.modem.hears(who)) != wanted:  # noqa: ASYNC110 - time passes by itself
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError(f"{who} hears {heard}, not {wanted}") from None

    async def arrives(self, **how):
        assert await self.modem.ring(WANG, **{"name": "WANG LI"} | how)
        return await self.until(s.CallArrived)

    def send(self, *commands):
        for command in commands:
            self.switch.send(command)

    async def menu(self, arrived):
        """The caller hears a menu and presses a key."""
        self.send(s.Answer(arrived.connection))
        await self.until(s.ConnectionAnswered)
        self.send(s.Play(arrived.connection, WELCOME, (s.Prompt("welcome", "Welcome."),), Language.EN))
        await self.hears("caller", "voice")
        await self.modem.press("caller", "3")
        assert await self.until(s.DigitReceived) == s.DigitReceived(arrived.connection, "3")
        assert (await self.until(s.PlaybackEnded)).completed
        self.send(s.StartMusic(arrived.connection))
        await self.hears("caller", "music")
        self.send(s.StopMusic(arrived.connection))

    async def talk(self, arrived):
        """The agent takes the call."""
        self.send(s.Dial(HEADSET, STATION, "", "", 20), s.Answer(arrived.connection))
        await self.until(s.ConnectionAnswered)
        await self.modem.lift()
        self.send(s.Bridge(TALK, (arrived.connection, HEADSET)))
        await self.comes(lambda: self.modem.emulation.modem.off)
        await self.hears("caller", "people")

    async def comes(self, happened):
        """Another thread works; nothing tells when it has come so far."""
        async with asyncio.timeout(SOON_S):
            while not happened():  # noqa: ASYNC110 - another thread
                await asyncio.sleep(0.02)


@pytest.fixture
def line():
    return CHINA


@pytest.fixture(params=ALL)
def kind(request):
    return request.param


@pytest.fixture
async def office(tmp_path, kind, line):
    prompts = tmp_path / "prompts"
    for folder in ("en", "music"):
        (prompts / folder).mkdir(parents=True)
    rate = 8000
    spoken = tone([500], rate, 0, rate // 2) + tone([], rate, 0, rate // 4) + tone([600], rate, 0, rate // 2)
    keep(array("h", spoken), prompts / "en" / "welcome.wav")
    keep(array("h", tone([620], rate, 0, 10 * rate)), prompts / "music" / "hold.wav")
    async with Emulator(kind, line) as modem:
        made = Office(modem, tmp_path)
        running = asyncio.create_task(made.switch.run(made._events.put_nowait))
        made.can = (await made.until(s.SwitchUp)).line
        yield made
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_a_call_from_ring_to_hang_up(office, kind):
    assert office.switch.profile_name == NAMES[kind]
    assert (Capability.PROMPTS in office.can) is (kind in WITH_VOICE)
    arrived = await office.arrives()
    assert (arrived.ani, arrived.ani_name, arrived.withheld) == (HERS, "WANG LI", False)
    if kind in WITH_VOICE:
        await office.menu(arrived)
    await office.talk(arrived)
    assert await office.modem.hears_whom("caller") == {AGENT} == {"telephone"}
    assert await office.modem.hears_whom(AGENT) == {"caller"}
    assert not await office.modem.ring("+862155550102", who="second"), "one line: the second caller hears busy"
    if kind in WITH_VOICE:
        await office.modem.hang_up("caller")
    else:
        office.send(s.Clear(arrived.connection))
    assert await office.until(s.ConnectionEnded) == s.ConnectionEnded(arrived.connection, Cause.NORMAL)


@pytest.mark.parametrize("kind", ["hayes", "usr5637"], indirect=True)
async def test_a_caller_who_gives_up_and_one_who_withholds_the_number(office):
    arrived = await office.arrives(withheld=True)
    assert (arrived.ani, arrived.ani_name, arrived.withheld) == ("", "", True)
    await office.modem.hang_up("caller")
    assert (await office.until(s.ConnectionEnded)).connection == arrived.connection


@pytest.mark.parametrize("kind", ["lucent"], indirect=True)
async def test_a_call_out_and_keys_for_the_far_end(office):
    await office.modem.outside("15900000001")
    office.send(s.Dial(ConnectionId("out"), "+8615900000001", "", "", 20))
    await office.until(s.ConnectionAnswered)
    office.send(s.SendDigits(ConnectionId("out"), "42#"))
    await office.comes(lambda: office.modem.emulation.digits("15900000001") == "42#")
    office.send(s.Clear(ConnectionId("out")))
    await office.until(s.ConnectionEnded)


@pytest.mark.parametrize("kind", ["conexant"], indirect=True)
async def test_the_called_number_is_busy(office):
    await office.modem.outside("15900000002", Manner.BUSY)
    office.send(s.Dial(ConnectionId("out"), "+8615900000002", "", "", 20))
    assert await office.until(s.ConnectionEnded) == s.ConnectionEnded(ConnectionId("out"), Cause.BUSY)


@pytest.mark.parametrize("kind", ["conexant", "hayes"], indirect=True)
async def test_unplugged_and_plugged_in_again_caller_id_is_switched_on_again(office):
    with capture_logs():
        office.modem.unplug()
        await office.until(s.SwitchDown)
        office.modem.replug()
        await office.until(s.SwitchUp)
    assert (await office.arrives()).ani == HERS


@pytest.mark.parametrize("line", [DTMF_CHINA], ids=["dtmf"])
@pytest.mark.parametrize("kind", ["conexant", "hayes", "usr5637"], indirect=True)
async def test_caller_id_by_keys_before_the_first_ring(office):
    assert (await office.arrives()).ani == HERS
