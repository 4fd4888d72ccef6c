"""The modem switch on a pty: opened, unplugged, plugged in again, and everything that may be wrong with a port."""

from __future__ import annotations

import asyncio
import errno
import os
import sys
from pathlib import Path

import pytest
import serial
from structlog.testing import capture_logs

from agent_desktop.cti import switch as s
from agent_desktop.cti.modem import port as ports
from agent_desktop.cti.modem.ground import Place
from agent_desktop.cti.modem.port import PortInfo, find, identify
from agent_desktop.cti.modem.studio import FileStudio
from agent_desktop.cti.modem.switch import ModemSwitch
from agent_desktop.cti.modem.trouble import Trouble
from agent_desktop.cti.vocabulary import Capability, Cause
from tests.fakes.modem_pty import PluggedModem
from tests.fakes.modems import BRIDGE, CONEXANT, HAYES, HEADSET, STATION, Table, TableModem

if sys.platform == "win32":
    pytest.skip("there are no ptys", allow_module_level=True)

SOON_S = 20.0


class Office:
    """A modem switch and what it tells."""

    def __init__(self, tmp_path: Path, table: Table) -> None:
        self.peer = TableModem(table)
        self.plugged = PluggedModem(self.peer, tmp_path / "modem")
        self.switch = self.make(tmp_path, str(tmp_path / "modem"))
        self.events: list[s.AnyEvent] = []
        self._told = asyncio.Event()
        self.slept: list[float] = []
        self.task: asyncio.Task[None] | None = None

    def make(self, tmp_path: Path, port: str) -> ModemSwitch:
        studio = FileStudio(tmp_path / "prompts", tmp_path / "recordings")
        return ModemSwitch(port, Place("GB", frozenset({STATION})), studio, sleep=self._sleep)

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0.01)

    def start(self) -> None:
        self.task = asyncio.create_task(self.switch.run(self._hear))

    async def stop(self) -> None:
        self.plugged.unplug()
        if self.task is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)

    def _hear(self, event: s.AnyEvent) -> None:
        self.events.append(event)
        self._told.set()

    async def until(self, kind: type[s.Event]) -> s.Event:
        """The next event of this kind; those before it are passed over."""
        async with asyncio.timeout(SOON_S):
            while True:
                while self.events:
                    event = self.events.pop(0)
                    if isinstance(event, kind):
                        return event
                self._told.clear()
                await self._told.wait()


@pytest.fixture
async def office(tmp_path, request):
    made = Office(tmp_path, getattr(request, "param", CONEXANT))
    yield made
    await made.stop()


async def test_a_call_from_ring_to_hang_up(office: Office) -> None:
    office.plugged.plug_in()
    await office.switch.prepare()
    assert (office.switch.problem, office.switch.profile_name) == ("", "Conexant (Zoom 3095)")
    office.start()
    up = await office.until(s.SwitchUp)
    assert isinstance(up, s.SwitchUp)
    assert Capability.PROMPTS in up.line
    office.peer.tell("RING", "NMBR = 02079460103", "NAME = BOB")
    office.plugged.speak()
    arrived = await office.until(s.CallArrived)
    assert isinstance(arrived, s.CallArrived)
    assert (arrived.ani, arrived.ani_name) == ("02079460103", "BOB")
    office.switch.send(s.Dial(HEADSET, STATION, "", "", 20))
    office.switch.send(s.Answer(arrived.connection))
    assert await office.until(s.ConnectionAnswered) == s.ConnectionAnswered(HEADSET)
    assert await office.until(s.ConnectionAnswered) == s.ConnectionAnswered(arrived.connection)
    office.switch.send(s.Bridge(BRIDGE, (arrived.connection, HEADSET)))
    office.switch.send(s.Clear(arrived.connection))
    assert await office.until(s.ConnectionEnded) == s.ConnectionEnded(arrived.connection, Cause.NORMAL)
    assert office.peer.commands[-1] == "AT+FCLASS=0"


async def test_unplugged_in_mid_call_and_plugged_in_again(office: Office) -> None:
    office.plugged.plug_in()
    office.start()
    await office.until(s.SwitchUp)
    office.switch.send(s.Dial(HEADSET, STATION, "", "", 20))
    await office.until(s.ConnectionAnswered)
    with capture_logs() as logs:
        office.plugged.unplug()
        down = await office.until(s.SwitchDown)
        assert await office.until(s.ConnectionEnded) == s.ConnectionEnded(HEADSET, Cause.LINE_LOST)
        assert isinstance(down, s.SwitchDown)
        assert (down.error, down.arguments) == ("modem_lost", {"port": str(office.plugged.link)})
        second = await office.until(s.SwitchDown)
        assert isinstance(second, s.SwitchDown)
        assert second.error == "modem_missing"
        office.peer.commands.clear()
        office.plugged.plug_in()
        await office.until(s.SwitchUp)
    assert [entry["event"] for entry in logs if entry["log_level"] == "warning"] == ["modem.down"] * 2
    assert "AT+VCID=1" in office.peer.commands
    assert office.switch.problem == ""
    assert set(office.slept) == {1.0}


async def test_a_modem_that_comes_later(office: Office) -> None:
    with capture_logs():
        with pytest.raises(Trouble, match="There is no port"):
            await office.switch.prepare()
        office.start()
        await office.until(s.SwitchDown)
        office.switch.send(s.Dial(HEADSET, STATION, "", "", 20))
        assert await office.until(s.ConnectionEnded) == s.ConnectionEnded(HEADSET, Cause.LINE_LOST)
        office.plugged.plug_in()
        await office.until(s.SwitchUp)


async def refusal(office: Office) -> str:
    with capture_logs() as logs, pytest.raises(Trouble) as caught:
        await office.switch.prepare()
    assert [entry["event"] for entry in logs if entry["log_level"] == "warning"] == ["modem.down"]
    assert office.switch.problem == str(caught.value)
    return str(caught.value)


async def test_another_program_has_the_port(office: Office) -> None:
    office.plugged.plug_in()
    with serial.Serial(str(office.plugged.link), exclusive=True):
        assert "is being used by another program" in await refusal(office)
    await office.switch.prepare()


async def test_what_is_there_is_no_modem(office: Office) -> None:
    office.plugged.plug_in()
    office.peer.dead = True
    assert "does not answer: no modem" in await refusal(office)


async def test_a_modem_that_says_error_to_everything(office: Office) -> None:
    office.plugged.plug_in()
    office.peer.results["A"] = ["ERROR"] * 100
    assert "answers every command with ERROR" in await refusal(office)


async def test_a_file_is_no_port(office: Office, tmp_path: Path) -> None:
    (tmp_path / "modem").write_text("")
    assert "is no serial port" in await refusal(office)


@pytest.mark.parametrize("office", [HAYES], indirect=True)
async def test_a_plain_modem_has_few_abilities(office: Office) -> None:
    office.plugged.plug_in()
    office.start()
    up = await office.until(s.SwitchUp)
    assert isinstance(up, s.SwitchUp)
    assert up.line == {Capability.ANSWER, Capability.DIAL}


async def test_garbage_between_all_that_is_said(office: Office) -> None:
    """The line is noisy; the call is told all the same."""
    office.plugged.plug_in()
    office.start()
    await office.until(s.SwitchUp)
    office.peer.says += b"\x00\xff\xfe\x10" + os.urandom(64).replace(b"\r", b"").replace(b"\n", b"")
    office.peer.tell("RING", "NMBR = 02079460103", "NAME = BOB")
    office.plugged.speak()
    arrived = await office.until(s.CallArrived)
    assert isinstance(arrived, s.CallArrived)
    assert arrived.ani == "02079460103"


# --- names and numbers of ports --------------------------------------------------------------------------------------------


class FakeSerial:
    """What opening a port may come to on systems that this one is not."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __call__(self, *_arguments: object, **_options: object) -> None:
        raise self.error


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (serial.SerialException(errno.EACCES, "could not open port"), "You may not use"),
        (serial.SerialException(errno.EBUSY, "could not open port"), "used by another program"),
        (
            serial.SerialException("could not open port 'COM3': PermissionError(13, 'Access is denied.')"),
            "used by another",
        ),
        (serial.SerialException("could not open port 'COM9': FileNotFoundError(2, 'not found')"), "There is no port"),
        (serial.SerialException("Could not configure port: (5, 'I/O error')"), "is no serial port"),
    ],
)
def test_each_reason_is_a_sentence(error: Exception, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("serial.Serial", FakeSerial(error))
    with pytest.raises(Trouble, match=sentence):
        ports.Port("COM3", lambda _: None, lambda _: None)


def test_the_group_that_may_use_the_port_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    device = tmp_path / "ttyUSB0"
    device.write_text("")
    monkeypatch.setattr("grp.getgrgid", lambda _: type("Group", (), {"gr_name": "dialout"}))
    monkeypatch.setattr("serial.Serial", FakeSerial(serial.SerialException(errno.EACCES, "no")))
    with pytest.raises(Trouble, match="sudo usermod -aG dialout"):
        ports.Port(str(device), lambda _: None, lambda _: None)


class Listed:
    """A port as pyserial lists it."""

    def __init__(
        self, device: str, number: str | None, vid: int | None = 0x0572, description: str = "USB modem"
    ) -> None:
        self.device, self.serial_number, self.vid, self.pid = device, number, vid, 0x1340
        self.description = description


def test_the_same_device_under_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    plugged = [Listed("/dev/ttyACM0", "24680246"), Listed("/dev/ttyS0", None, None, "n/a")]
    monkeypatch.setattr("serial.tools.list_ports.comports", lambda: plugged)
    modem = identify("/dev/ttyACM0")
    assert modem == PortInfo("/dev/ttyACM0", "USB modem", "24680246", "0572:1340")
    assert identify("/dev/ttyS0") == PortInfo("/dev/ttyS0", "")
    plugged[:] = [Listed("/dev/ttyACM0", "another"), Listed("/dev/ttyACM1", "24680246")]
    assert find(modem) == "/dev/ttyACM1"
    plugged.clear()
    assert find(modem) == "/dev/ttyACM0"
    assert find(PortInfo("/dev/ttyS0", "")) == "/dev/ttyS0"
