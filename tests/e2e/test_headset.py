"""The caller of a scenario in a trainee's headset: a real seat plays what pyttsx3 speaks on a PulseAudio daemon of the tests' own, and an ear
at the sink's monitor hears it. Without sound the captions carry on.
"""

import contextlib

import pytest

from agent_desktop import classroom
from agent_desktop.cti.vocabulary import AgentId, Language
from agent_desktop.protocol import messages as m
from tests.fakes import headset
from tests.fakes.centreworld import hashed
from tests.fakes.classworld import opened
from tests.fakes.headset import LOUD, Headset
from tests.fakes.seatline import window

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


@contextlib.asynccontextmanager
async def called(world, home, sound):
    """A trainee at a seat with this sound, who has just answered somebody with a wrong bill."""
    async with window("tests.fakes.traineeseat", world, TRAINEE, home, sound=sound, notes=("notice",)) as seat:
        await seat.hear("ready")
        trainer = await world.come(classroom.TRAINER)
        await trainer.ask(m.StartWave(("complaint-bill",), Language.EN, 1))
        await seat.hear("talking")
        yield seat


async def test_the_caller_speaks_in_the_headset(plan, worn, tmp_path):
    async with opened(plan, menu=False) as world, called(world, tmp_path, worn.environment) as seat, worn.ear() as ear:
        assert await ear.loudest(0.5) < LOUD
        seat.tell("greeting/welcome")
        assert "I complained two days ago" in await seat.hear("caption")
        assert await ear.loud_within(SPEAKING_S)
        assert seat.noted == []


async def test_without_sound_the_captions_carry_on_and_that_is_said_once(plan, tmp_path):
    nowhere = {"PULSE_SERVER": f"unix:{tmp_path / 'nobody'}"}
    async with opened(plan, menu=False) as world, called(world, tmp_path, nowhere) as seat:
        seat.tell("greeting/welcome")
        assert "I complained two days ago" in await seat.hear("caption")
        seat.tell("greeting/who")
        assert await seat.hear("caption") == "Yes, speaking."
        seat.tell("greeting/open_matter")
        assert await seat.hear("caption") == "Precisely that. Good that I needn't begin again."
        assert seat.noted == ["no_sound"]
