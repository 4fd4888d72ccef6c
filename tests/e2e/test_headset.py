"""The caller of a scenario in a trainee's headset: a real seat plays what pyttsx3 speaks on a PulseAudio daemon of the tests' own, and an ear
at the sink's monitor hears it. Without sound the captions carry on.
"""

import asyncio
import contextlib
import os
import sys

import pytest

from agent_desktop import classroom
from agent_desktop.cti.vocabulary import AgentId, Language
from agent_desktop.protocol import messages as m
from tests.fakes import headset
from tests.fakes.centreworld import hashed
from tests.fakes.classworld import opened
from tests.fakes.headset import LOUD, Headset

TRAINEE = AgentId("trainee1")
SPEAKING_S = 20
"""The voice's library is loaded for the first words."""


@pytest.fixture
def plan(tmp_path, monkeypatch):
    monkeypatch.setattr(classroom, "hash_password", hashed)
    return classroom.Plan(tmp_path / "class", seats=1, port=0)


@pytest.fixture
def worn(tmp_path):
    if reason := headset.why_not():
        pytest.skip(f"no sound server: {reason}")
    home = tmp_path / "sound"
    home.mkdir()
    with Headset(home) as running:
        yield running


class SeatProcess:
    def __init__(self, process):
        self._process = process
        self.notices = []

    async def hear(self, kind):
        """The next event of this kind; gives what it says."""
        while True:
            line = await asyncio.wait_for(self._process.stdout.readline(), 60)
            assert line, f"the seat has ended before it said {kind}"
            name, _, words = line.decode().rstrip("\n").partition(" ")
            if name == "notice":
                self.notices.append(words)
            if name == kind:
                return words

    def take(self, step):
        self._process.stdin.write(f"{step}\n".encode())


@contextlib.asynccontextmanager
async def called(world, home, sound):
    """A trainee at a seat with this sound, who has just answered somebody with a wrong bill."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(home), "XDG_CONFIG_HOME": str(home)} | sound
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.fakes.traineeseat", world.url, TRAINEE, world.password),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=environment,
    )
    try:
        seat = SeatProcess(process)
        await seat.hear("ready")
        trainer = await world.come(classroom.TRAINER)
        await trainer.ask(m.StartWave(("complaint-bill",), Language.EN, 1))
        await seat.hear("talking")
        yield seat
    finally:
        process.terminate()
        await process.communicate()


async def test_the_caller_speaks_in_the_headset(plan, worn, tmp_path):
    async with opened(plan, menu=False) as world, called(world, tmp_path, worn.environment) as seat, worn.ear() as ear:
        assert await ear.loudest(0.5) < LOUD
        seat.take("greeting/welcome")
        assert "I complained two days ago" in await seat.hear("caption")
        assert await ear.loud_within(SPEAKING_S)
        assert seat.notices == []


async def test_without_sound_the_captions_carry_on_and_that_is_said_once(plan, tmp_path):
    nowhere = {"PULSE_SERVER": f"unix:{tmp_path / 'nobody'}"}
    async with opened(plan, menu=False) as world, called(world, tmp_path, nowhere) as seat:
        seat.take("greeting/welcome")
        assert "I complained two days ago" in await seat.hear("caption")
        seat.take("greeting/who")
        assert await seat.hear("caption") == "Yes, speaking."
        seat.take("greeting/open_matter")
        assert await seat.hear("caption") == "Precisely that. Good that I needn't begin again."
        assert seat.notices == ["no_sound"]
