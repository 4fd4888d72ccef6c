"""People on a switch, the same to a test whether the switch is simulated or an Asterisk: callers, telephones, what they hear.

What somebody hears is `silence`, `voice` (prompts), `music` or `people`.
"""

import asyncio
import base64
import contextlib
import itertools
import json
import sys
import tempfile
from pathlib import Path

import msgspec
from websockets.asyncio.client import connect

from agent_desktop.cti.modem_emulator import exchange
from agent_desktop.cti.modem_emulator.core import Mode
from agent_desktop.cti.modem_emulator.shell import AGENT, Emulator
from agent_desktop.cti.simulator.callers import Caller
from agent_desktop.cti.simulator.model import Hearing, Manner, Telephone
from agent_desktop.cti.simulator.server import SimulatorServer
from agent_desktop.cti.vocabulary import Language
from agent_desktop.settings.model import SwitchKind
from tests.fakes import decliner
from tests.fakes.sip_people import TONES

_INTRUDER = {"Authorization": "Basic " + base64.b64encode(b"desk:desk").decode()}
_PATIENT_S = 3600.0
_ANSWER_S = 15
_LISTEN_S = 0.12
_MOMENT_S = 0.2
_LOOK_S = 0.02
_TONE_S = 2.0
_ANSWER_IS_NOTICED_S = 8.0
"""A modem takes the silence after the ring-back tone for an answer, so it has to ring longer than elsewhere."""
_WITH_HANDSET = "v253"
_DECLINES = "+442079460998"
_EXCHANGE = msgspec.structs.replace(exchange.named("china"), ring=(0.4, 1.2), clears_after_s=0.1)
"""In a hurry."""
_HEARD_SIMULATED = {Hearing.SILENCE: "silence", Hearing.MUSIC: "music", Hearing.PEOPLE: "people"}


class SimulatedLine:
    """On the simulator."""

    hears_a_recording = "voice"
    """Whatever is played."""

    def __init__(self, prompts):
        self._folder = tempfile.TemporaryDirectory()
        self.recordings = Path(self._folder.name)
        self.server = SimulatorServer(app="agent-desktop", sounds=prompts, stations=(), recordings=self.recordings)
        self._prompts = prompts
        self._channels = {}

    async def __aenter__(self):
        await self.server.start()
        self.port = int(self.server.url.rpartition(":")[2])
        return self

    async def __aexit__(self, *_exc):
        await self.server.stop()
        self._folder.cleanup()

    async def restart(self):
        """The switch breaks down and comes back: every call is gone, telephones and numbers are as they were."""
        stations, outside, numbers = self._board.stations, self._board.outside, self._board.number()
        await self.server.stop()
        self.server = SimulatorServer(
            app="agent-desktop", sounds=self._prompts, stations=(), recordings=self.recordings
        )
        await self.server.start()
        self.port = int(self.server.url.rpartition(":")[2])
        self._board.stations.update(stations)
        self._board.outside.update(outside)
        self._board._count = numbers
        self._channels.clear()

    async def revive(self):
        """A simulator that does not answer is broken."""
        raise AssertionError("the simulator does not take its application's connection")

    @contextlib.asynccontextmanager
    async def intruder(self):
        """Somebody else takes our application while the block runs."""
        async with connect(f"ws://127.0.0.1:{self.port}/ari/events?app=agent-desktop", additional_headers=_INTRUDER):
            yield

    async def telephone(self, number, manner=Manner.ANSWERS, after_s=0.0):
        self._board.stations[number] = Telephone(number, manner=manner, after_s=after_s)

    async def outside(self, number, manner=Manner.ANSWERS, after_s=0.1):
        self._board.outside[number] = Telephone(number, manner=manner, after_s=after_s)

    async def decliner(self):
        """A telephone that declines; its number."""
        await self.telephone(decliner.NUMBER, Manner.REJECTS)
        return decliner.NUMBER

    def heard_as(self, cause):
        """What the switch makes of a cause that the far end gave."""
        return cause

    async def call(self, who, dials, number, name="", *, withheld=False):
        caller = Caller(
            *(who, who, number, Language.EN, dials),
            shown_name="" if withheld else name,
            withheld=withheld,
            hangs_up_first=False,
            menu_s=_PATIENT_S,
            patience_s=_PATIENT_S,
            silence_s=_PATIENT_S,
        )
        self._channels[who] = self.server.place_call(caller)

    async def press(self, who, keys):
        for key in keys:
            self.server.press(self._channel(who), key)

    async def speak(self, who, seconds):
        """Here they speak all the time."""

    async def records(self, who):
        """Until what they say is recorded."""
        while self._board.channels[self._channel(who)].recording is None:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(_LOOK_S)

    async def hang_up(self, who):
        self.server.hang_up(self._channel(who))

    async def hears(self, who):
        channel = self._board.channels.get(self._channel(who))
        if channel is None:
            return "silence"
        return "voice" if channel.turns else _HEARD_SIMULATED[channel.hearing]

    async def hears_whom(self, who):
        """Whose voices: `caller`, `telephone`, `outside`."""
        channel = self._board.channels.get(self._channel(who))
        if channel is None or channel.hearing is not Hearing.PEOPLE:
            return set()
        voices = self._spoken_to(channel, "out")
        for other in self._others(channel):
            voices |= self._overheard(other.snooped) if other.snooped else {self._kind(other)}
            voices |= self._spoken_to(other, "in")
        return voices

    def _others(self, channel):
        return [other for other in channel.bridge.channels.values() if other is not channel] if channel.bridge else []

    def _overheard(self, subject):
        """Both ends of a channel that is listened to."""
        return {self._kind(subject)} | {self._kind(other) for other in self._others(subject)}

    def _spoken_to(self, channel, end):
        """Those who speak into a channel so that this end of it hears them."""
        speaking = [snoop for snoop in channel.snoops if snoop.whisper in {end, "both"}]
        return {self._kind(person) for snoop in speaking for person in self._others(snoop)}

    def _kind(self, channel):
        if channel.phone is None:
            return "caller"
        return "outside" if channel.phone.number in self._board.outside else "telephone"

    async def digits(self, who):
        return self._board.channels[self._channel(who)].digits

    @property
    def _board(self):
        return self.server.simulation.machine.board

    def _channel(self, who):
        """The channel of a caller, or the one to the telephone of this number."""
        if who in self._channels:
            return self._channels[who]
        channels = self._board.channels.items()
        return next((name for name, one in channels if one.phone and one.phone.number == who), "")


class ModemLine:
    """On an emulated modem: one analogue line of one number, and all agents sit at its loudspeaker and microphone, or take up its handset."""

    hears_a_recording = ""
    """A modem plays to the line alone."""

    def __init__(self, number, recordings, kind):
        self.recordings = recordings
        self._number = number
        self._kind = kind
        self._emulator = Emulator(kind, _EXCHANGE)
        self._stations = set()
        self._dialled = {}

    async def __aenter__(self):
        await self._emulator.__aenter__()
        return self

    async def __aexit__(self, *exc):
        await self._emulator.__aexit__(*exc)

    def of(self, settings):
        """The settings of a centre on it."""
        switch = msgspec.structs.replace(settings.switch, kind=SwitchKind.MODEM)
        modem = msgspec.structs.replace(settings.modem, port=self._emulator.path, number=self._number)
        centre = msgspec.structs.replace(settings.centre, outside_ring_s=_ANSWER_IS_NOTICED_S)
        return msgspec.structs.replace(settings, switch=switch, modem=modem, centre=centre)

    async def quiet(self):
        """Until nothing has been under way for a moment."""
        await asyncio.sleep(_MOMENT_S)

    async def revive(self):
        """A modem that does not answer is broken."""
        raise AssertionError("the centre does not get to know the modem")

    async def telephone(self, number, manner=Manner.ANSWERS, after_s=0.0):
        assert (manner, after_s) == (Manner.ANSWERS, 0.0), "it does not ring"
        self._stations.add(number)

    async def outside(self, number, manner=Manner.ANSWERS, after_s=0.1):
        """Who is called is known to the exchange by what is dialled."""
        self._dialled[number] = _EXCHANGE.shown(number)
        await self._emulator.outside(self._dialled[number], manner, after_s)

    async def decliner(self):
        """Somebody who declines; their number."""
        await self.outside(_DECLINES, Manner.REJECTS)
        return _DECLINES

    def heard_as(self, cause):
        """An exchange has one tone for all of these."""
        return "busy" if cause in {"rejected", "unreachable"} else cause

    async def call(self, who, dials, number, name="", *, withheld=False):
        assert dials == self._number
        assert await self._emulator.ring(number, name, who=who, withheld=withheld), "the line is busy"

    async def press(self, who, keys):
        await self._emulator.press(who, keys)

    async def speak(self, who, seconds):
        await self._emulator.speak(who, seconds)

    async def records(self, _who):
        """Until what they say is recorded."""
        while self._emulator.emulation.modem.mode is not Mode.LISTENING:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(_LOOK_S)

    async def hang_up(self, who):
        await self._emulator.hang_up(self._name(who))

    async def hears(self, who):
        return await self._emulator.hears(self._name(who))

    async def hears_whom(self, who):
        """Whose voices: `caller`, `telephone`, `outside`. Where people talk by a handset, who is to talk has taken it up."""
        if self._kind == _WITH_HANDSET:
            await self._emulator.lift()
        return await self._emulator.hears_whom(self._name(who))

    async def digits(self, who):
        return await self._emulator.digits(who)

    def _name(self, who):
        return AGENT if who in self._stations else self._dialled.get(who, who)


class AsteriskLine:
    """On an Asterisk, by SIP."""

    hears_a_recording = "people"
    """The tone that was spoken into it."""

    def __init__(self, asterisk):
        self._asterisk = asterisk
        self._passwords = asterisk.passwords()
        self._numbers = itertools.count(1)
        self.port = asterisk.http_port
        self.recordings = asterisk.home / "spool" / "recording"

    async def __aenter__(self):
        command = (sys.executable, "-m", "tests.fakes.sip_people", self._asterisk.sip, str(self._asterisk.people_port))
        self._people = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        assert self._people.stdin is not None
        assert self._people.stdout is not None
        self._orders, self._answers = self._people.stdin, self._people.stdout
        return self

    async def __aexit__(self, *_exc):
        self._orders.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._people.wait(), 10)
        if self._people.returncode is None:
            self._people.kill()
            await self._people.wait()
        await asyncio.to_thread(self._asterisk.clear)

    async def restart(self):
        """The switch breaks down and comes back: every call is gone, telephones register again."""
        await asyncio.to_thread(self._asterisk.restart)
        await self._do("register")

    async def revive(self):
        """Asterisk 22.10.1 has been seen to answer requests but to take no application's connection any more: then it is started again. One
        that does not answer after that either is a failure.
        """
        await asyncio.to_thread(self._asterisk.revive)

    intruder = SimulatedLine.intruder
    heard_as = SimulatedLine.heard_as

    async def telephone(self, number, manner=Manner.ANSWERS, after_s=0.0):
        password = self._passwords[number]
        await self._do("telephone", number=number, password=password, manner=manner.value, after_s=after_s)

    async def outside(self, number, manner=Manner.ANSWERS, after_s=0.1):
        if manner is not Manner.UNALLOCATED:
            await self._do("outside", number=number, manner=manner.value, after_s=after_s)

    async def decliner(self):
        """A telephone that declines; its number."""
        await self._do("decliner", port=self._asterisk.decliner_port)
        return decliner.NUMBER

    async def call(self, who, dials, number, name="", *, withheld=False):
        quoted = name.replace("\\", r"\\").replace('"', r"\"")
        headers = {"P-Asserted-Identity": f'"{quoted}" <sip:{number}@127.0.0.1>'}
        if withheld:
            headers["Privacy"] = "id"
        user = "anonymous" if withheld else number
        await self._do("call", who=who, user=user, dials=dials, headers=headers)

    async def press(self, who, keys):
        await self._do("press", who=who, keys=keys)

    async def speak(self, who, seconds):
        """Here they speak all the time."""

    async def records(self, _who):
        """Until what they say is recorded: the prompt and the tone take about as long."""
        await asyncio.sleep(_TONE_S)

    async def hang_up(self, who):
        await self._do("hang_up", who=who)

    async def hears(self, who):
        heard = await self._do("hears", who=who, seconds=_LISTEN_S)
        return heard if heard == "music" or heard not in TONES else "people"

    async def hears_whom(self, who):
        """Whose voices: `caller`, `telephone`, `outside`."""
        return set(await self._do("hears_whom", who=who, seconds=_LISTEN_S))

    async def digits(self, who):
        return await self._do("digits", who=who)

    async def _do(self, verb, **details):
        order = {"id": next(self._numbers), "verb": verb} | details
        self._orders.write(json.dumps(order).encode() + b"\n")
        answer = json.loads(await asyncio.wait_for(self._answers.readline(), _ANSWER_S))
        assert answer["id"] == order["id"], answer
        assert "error" not in answer, (order, answer)
        return answer["result"]
