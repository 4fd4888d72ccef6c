"""Callers and telephones in a process of their own: real SIP and RTP on loopback, driven by lines of JSON.

    stdin   {"id": 1, "verb": "telephone", ...}     stdout   {"id": 1, "result": ...} or {"id": 1, "error": "..."}

Everybody speaks a tone of their own kind, so that who hears whom can be measured.
"""

import asyncio
import contextlib
import json
import math
import struct
import sys

import baresip
from baresip import Account, Call, Config, Runtime, UserAgent

from tests.fakes.decliner import decline_on

RATE = 8000
FRAME_S = 0.02
TONES = {"caller": 440, "telephone": 1000, "outside": 1500, "music": 620}
LOUD_ENOUGH = 150
CLEAR_ENOUGH = 2000


def tone(hertz, seconds=1.0, rate=RATE, loudness=8000):
    samples = (int(loudness * math.sin(2 * math.pi * hertz * n / rate)) for n in range(int(rate * seconds)))
    return b"".join(struct.pack("<h", sample) for sample in samples)


def loudness(samples, hertz, rate):
    """The amplitude of one tone (Goertzel)."""
    factor = 2 * math.cos(2 * math.pi * hertz / rate)
    last = before = 0.0
    for sample in samples:
        last, before = sample + factor * last - before, last
    return math.sqrt(max(0.0, last * last + before * before - factor * last * before)) * 2 / max(1, len(samples))


def heard(samples, rate):
    """What it is: silence, one of the tones, or else a voice."""
    effective = math.sqrt(sum(sample * sample for sample in samples) / max(1, len(samples)))
    if effective < LOUD_ENOUGH:
        return "silence"
    of_tone = {who: loudness(samples, hertz, rate) / math.sqrt(2) for who, hertz in TONES.items()}
    who = max(of_tone, key=lambda name: of_tone[name])
    return who if of_tone[who] > 0.7 * effective else "voice"


def voices(samples, rate):
    """Whose tones are in it."""
    return [who for who, hertz in TONES.items() if who != "music" and loudness(samples, hertz, rate) > CLEAR_ENOUGH]


class Person:
    """Somebody with a telephone, in one call at most."""

    def __init__(self, agent, kind, manner="answers", after_s=0.0):
        self.agent, self.kind, self.manner, self.after_s = agent, kind, manner, after_s
        self.call: Call | None = None
        self.digits = ""
        self.tasks = set()
        agent.on_incoming(self.rings)

    def spawn(self, coroutine):
        task = asyncio.ensure_future(coroutine)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def rings(self, call):
        self.take(call)
        self.spawn(self.react(call))

    def take(self, call):
        self.call = call
        call.on_dtmf(lambda event: self.hear_digit(event.digit))
        self.spawn(self.speak(call))

    def hear_digit(self, digit):
        self.digits += digit or ""

    async def react(self, call):
        await asyncio.sleep(self.after_s)
        with contextlib.suppress(baresip.BaresipError):  # they may be gone by now
            if self.manner == "answers":
                await call.answer()
            elif self.manner in {"busy", "rejects"}:
                await call.reject()

    async def speak(self, call: Call):
        sound, at = tone(TONES[self.kind]), 0
        due = asyncio.get_running_loop().time()
        frame = int(RATE * FRAME_S) * 2
        while self.call is not None and self.call is call:
            with contextlib.suppress(baresip.BaresipError):  # no audio yet, or no more
                call.audio.write(sound[at : at + frame])
            at = (at + frame) % len(sound)
            due += FRAME_S
            await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))

    async def listens(self, seconds):
        """What came through, as samples and their rate."""
        assert self.call is not None
        audio, sound = self.call.audio, b""
        until = asyncio.get_running_loop().time() + seconds
        audio.read(1 << 20)
        while asyncio.get_running_loop().time() < until:
            await asyncio.sleep(FRAME_S)
            sound += audio.read(1 << 16)
        return struct.unpack(f"<{len(sound) // 2}h", sound[: len(sound) // 2 * 2]), audio.info().rx_sample_rate

    async def leave(self):
        call, self.call = self.call, None
        for task in self.tasks:
            task.cancel()
        if call is not None:
            with contextlib.suppress(baresip.BaresipError):
                await call.hangup()


class People:
    """Everybody, and what they can be told to do."""

    def __init__(self, runtime, switch):
        self.runtime, self.switch = runtime, switch
        self.people = {}
        self.registered = set()

    async def telephone(self, number, password, manner, after_s):
        person = self.people.get(number)
        if person is None:
            agent = await UserAgent.create(self.runtime, Account(number, self.switch, password))
            person = self.people[number] = Person(agent, "telephone")
            await agent.register()
            self.registered.add(number)
        person.manner, person.after_s = manner, after_s
        if manner == "unregistered":
            await person.agent.unregister()
            self.registered.discard(number)

    async def register(self):
        """Again, one step after the other: by itself baresip sends the end of the old registration beside the new one, and whichever is
        answered last counts.
        """
        for number in self.registered:
            agent = self.people[number].agent
            await agent.unregister()
            await agent.register()

    async def outside(self, number, manner, after_s):
        agent = await UserAgent.create(self.runtime, Account(number, self.switch, "", reg_interval=0))
        self.people[number] = Person(agent, "outside", manner, after_s)

    async def decliner(self, port):
        await decline_on(port)

    async def call(self, who, user, dials, headers):
        agent = await UserAgent.create(self.runtime, Account(user, self.switch, "", reg_interval=0))
        person = self.people[who] = Person(agent, "caller")
        person.take(await agent.dial(f"sip:{dials}@{self.switch}", headers))

    async def press(self, who, keys):
        await self.people[who].call.send_dtmf(keys)

    async def hears(self, who, seconds):
        try:
            return heard(*await self.people[who].listens(seconds))
        except baresip.BaresipError:
            return "silence"  # no audio yet, or no more

    async def hears_whom(self, who, seconds):
        try:
            return voices(*await self.people[who].listens(seconds))
        except baresip.BaresipError:
            return []

    async def digits(self, who):
        return self.people[who].digits

    async def hang_up(self, who):
        await self.people[who].leave()

    async def leave(self):
        for person in self.people.values():
            await person.leave()
        for number in self.registered:
            with contextlib.suppress(baresip.BaresipError):
                await self.people[number].agent.unregister()


async def main(switch, port):
    runtime = Runtime()
    listen = f"sip_listen 127.0.0.1:{port}\n"
    await runtime.start(Config(net_interface="127.0.0.1", max_concurrent_calls=None, extra_config_text=listen))
    people = People(runtime, switch)
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        order = json.loads(line)
        number, verb = order.pop("id"), order.pop("verb")
        try:
            answer = {"id": number, "result": await getattr(people, verb)(**order)}
        except (baresip.BaresipError, ValueError) as error:
            answer = {"id": number, "error": repr(error)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    await people.leave()
    await runtime.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
