"""The port: opened, closed, unplugged and plugged in again."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import serial

if sys.platform == "win32":
    pytest.skip("there are no ptys", allow_module_level=True)

from agent_desktop.cli.modem_board import Board
from agent_desktop.cti.modem_emulator.faults import Fault
from agent_desktop.cti.modem_emulator.shell import Emulator
from agent_desktop.cti.simulator.callers import Caller
from agent_desktop.cti.simulator.traffic import Traffic
from agent_desktop.cti.vocabulary import Language
from agent_desktop.errors import UserError

SOON_S = 10.0
ANNA = Caller("anna", "Anna", "+442079460000", Language.EN, at_s=0.0)


@pytest.fixture
async def modem(tmp_path: Path) -> AsyncIterator[Emulator]:
    async with Emulator("v253", "china", link=tmp_path / "modem") as it:
        yield it


async def says(port: serial.Serial, wanted: bytes) -> bytes:
    """Read until it has come."""
    said = b""
    async with asyncio.timeout(SOON_S):
        while wanted not in said:
            said += port.read(4096)
            await asyncio.sleep(0.005)
    return said


def opened(modem: Emulator) -> serial.Serial:
    return serial.Serial(modem.path, 115200, timeout=0)


def off(modem: Emulator) -> bool:
    """Whether it has the line off hook."""
    return modem.emulation.modem.off


async def test_a_program_talks_to_it(modem: Emulator) -> None:
    with opened(modem) as port:
        port.write(b"ATI0\r")
        assert await says(port, b"OK") == b"ATI0\r\r\nV.253 voice modem\r\n\r\nOK\r\n"
        assert modem.opened


async def test_unplugged_and_plugged_in_under_the_same_name_without_memory(modem: Emulator) -> None:
    path = modem.path
    port = opened(modem)
    port.write(b"AT+VCID=1\r")
    await says(port, b"OK")
    modem.unplug()
    assert not os.path.lexists(path)  # noqa: ASYNC240 - a look, no wait
    with pytest.raises((serial.SerialException, OSError)):
        port.read(1)
    port.close()
    modem.unplug()
    modem.replug()
    modem.replug()
    assert modem.path == path
    with opened(modem) as port:
        port.write(b"ATE0+VCID?\r")
        assert (await says(port, b"OK")).endswith(b"\r\n0\r\n\r\nOK\r\n")


async def test_closing_the_port_hangs_up_and_leaves_nothing_for_the_next_one(modem: Emulator) -> None:
    with opened(modem) as port:
        port.write(b"AT+FCLASS=8\r")
        await says(port, b"OK")
        await modem.ring("+862155550101")
        port.write(b"AT+VLS=1\r")
        await says(port, b"OK")
        assert off(modem)
        port.write(b"ATI0\r")
        async with asyncio.timeout(SOON_S):
            while not port.in_waiting:  # noqa: ASYNC110 - a port tells nothing
                await asyncio.sleep(0.005)
    async with asyncio.timeout(SOON_S):
        while modem.opened:  # noqa: ASYNC110 - a port tells nothing
            await asyncio.sleep(0.005)
    assert not off(modem)
    plain = os.open(modem.path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)  # pyserial would throw away what is there
    try:
        assert os.read(plain, 100) == b"", "no more than pyserial has left: reading waits for nothing"
    finally:
        os.close(plain)


async def test_a_host_that_sends_too_much_has_to_wait_and_loses_nothing(modem: Emulator) -> None:
    with opened(modem) as port:
        port.write(b"ATE0+FCLASS=8;+VLS=1;+VTX\r")
        await says(port, b"CONNECT")
        seconds = 1.5
        sent = asyncio.create_task(asyncio.to_thread(port.write, b"\x80" * int(8000 * seconds) + b"\x10\x03"))
        began = asyncio.get_running_loop().time()
        await says(port, b"OK")
        await sent
        assert asyncio.get_running_loop().time() - began > seconds - 0.3


async def test_something_else_at_the_place_of_the_link(tmp_path: Path) -> None:
    (tmp_path / "modem").write_text("mine")
    with pytest.raises(UserError, match="exists and is no link"):
        async with Emulator(link=tmp_path / "modem"):
            pass
    assert (tmp_path / "modem").read_text() == "mine"
    with pytest.raises(UserError, match="cannot be made"):
        async with Emulator(link=tmp_path / "no" / "modem"):
            pass


async def test_no_file_stays_open(tmp_path: Path) -> None:
    before = len(os.listdir("/dev/fd"))  # noqa: PTH208 - names of numbers
    for _ in range(3):
        async with Emulator(link=tmp_path / "modem"):
            pass
    assert len(os.listdir("/dev/fd")) <= before, "fewer: somebody else's was closed meanwhile"  # noqa: PTH208


async def test_what_can_be_typed_while_it_runs(modem: Emulator) -> None:
    board = Board(modem)
    for typed, said in [
        ("call +862155550101 WANG LI", "calls"),
        ("call 1", "the line is busy"),
        ("call", "call which number? call +862155550101 WANG LI"),
        ("press x", "press which keys? press 12#"),
        ("press 1", "pressed"),
        ("lift", "the telephone is off hook"),
        ("hang up", "hung up"),
        ("lay", "the telephone is on hook"),
        ("unplug", "unplugged"),
        ("PLUG", "plugged in"),
        ("fault garbage", "the next answer: garbage"),
        ("fault rain", f"which fault? {', '.join(Fault)}"),
    ]:
        await board.obey(typed)
        assert board.said == said
    await board.obey("what")
    assert "call NUMBER [NAME]" in board.said


async def test_the_board_counts_callers(tmp_path: Path) -> None:
    bob = Caller("bob", "Bob", "+442079460001", Language.EN, at_s=0.0)
    it = Emulator(link=tmp_path / "modem", traffic=Traffic((ANNA, bob)))
    board = Board(it)
    it.on_news = board.hear
    async with it:
        async with asyncio.timeout(SOON_S):
            while board.calls < 2:  # noqa: ASYNC110 - a port tells nothing
                await asyncio.sleep(0.005)
        rows = dict(board.rows())
        assert (rows["calls so far"], rows["heard busy"], rows["line"]) == ("2", "1", "ringing")
        assert rows["caller"] == "+442079460000"
        await it.hang_up("anna")
        assert board.line().startswith(f"port {tmp_path / 'modem'}, program none, modem on hook, data, line idle")
        assert board.table().row_count == len(rows)
