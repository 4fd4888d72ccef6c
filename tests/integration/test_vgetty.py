"""The emulated modem in the hands of a program that knows nothing of us: Debian's vgetty, an answering machine. What it takes for a
voice modem is one.
"""

import asyncio
import time

import msgspec
import pytest

from agent_desktop.cti.modem_emulator import exchange
from agent_desktop.cti.modem_emulator.shell import Emulator
from agent_desktop.cti.modem_emulator.sound import Coding, effective, tone
from tests.fakes import vgetty
from tests.fakes.vgetty import Vgetty

pytestmark = [
    pytest.mark.skipif(bool(vgetty.why_not()), reason=f"no vgetty: {vgetty.why_not()}"),
]

RATE = 8000
QUICK = msgspec.structs.replace(exchange.named("china"), ring=(0.4, 1.2))
GREETING = Coding.UNSIGNED.pack(
    tone([500], RATE, 0, RATE // 2) + tone([], RATE, 0, RATE // 4) + tone([600], RATE, 0, RATE // 2)
)


@pytest.fixture
async def world(tmp_path):
    async with Emulator("v253", QUICK) as modem:
        with Vgetty(tmp_path, modem.path, GREETING) as machine:
            await until(lambda: "waiting..." in machine.log(), machine)
            yield modem, machine


async def until(happened, machine):
    """Another process works; nothing tells when it has come so far."""
    try:
        async with asyncio.timeout(30):
            while not happened():  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise AssertionError(machine.log()[-3000:]) from None


async def hears(modem, machine, wanted):
    line = modem.emulation.line
    await until(lambda: line.far is not None and line.far.ear.sound.value == wanted, machine)


async def test_it_answers_plays_its_greeting_takes_a_message_and_a_command_by_keys(world):
    modem, machine = world
    assert await modem.ring("+862155550101", "WANG LI")
    await hears(modem, machine, "voice")
    await hears(modem, machine, "silence")
    await until(lambda: "AT+VRX" in machine.log(), machine)
    await modem.speak("caller", 1.5)
    await until(lambda: not modem.emulation.line.loud(time.time()), machine)
    await modem.press("caller", "*42#")
    await until(lambda: machine.process.poll() is not None, machine)
    assert machine.keys() == "42"
    (message,) = machine.messages()
    assert effective(Coding.UNSIGNED.unpack(message)) > 1000, "the caller was not heard"
    assert "name='WANG LI', caller=02155550101" in machine.log()
    assert await modem.hears("caller") == "silence"


async def test_a_caller_who_hangs_up_ends_the_recording_by_busy_tone(world):
    modem, machine = world
    assert await modem.ring("+862155550101")
    await until(lambda: "AT+VRX" in machine.log(), machine)
    await modem.hang_up("caller")
    await until(lambda: machine.process.poll() is not None, machine)
    assert "BUSY_TONE" in machine.log()
    assert not modem.emulation.modem.off
