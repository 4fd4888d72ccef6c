"""Serial ports: which there are, opening one, bytes from and to it. The only room that knows pyserial.

A device on USB is known by its serial number: unplugged and plugged again it may get another name, and is the same device. Two
threads serve an open port, one that reads and one that writes, on every system alike: a modem that does not take our bytes
holds up nobody else.
"""

from __future__ import annotations

import errno
import os
import queue
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import serial
import structlog
from serial.tools import list_ports

from agent_desktop.cti.modem.trouble import Trouble
from agent_desktop.protocol.errors import ErrorId

log = structlog.get_logger(__name__)

BAUD = 115_200
_WRITE_TIMEOUT_S = 3.0
_JOIN_S = 2.0

_GONE = frozenset({errno.ENOENT, errno.ENXIO, errno.ENODEV})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM})
_TAKEN = frozenset({errno.EBUSY, errno.EAGAIN})


@dataclass(frozen=True, slots=True)
class PortInfo:
    """One port of this computer."""

    name: str
    """What it is opened by: `/dev/ttyACM0`, `COM3`."""
    description: str
    """What the device says that it is."""
    serial_number: str = ""
    """Empty where the device has none, or is none on USB."""
    kind: str = ""
    """Vendor and product on USB."""


def ports() -> list[PortInfo]:
    """Those that there are now, by name."""
    return sorted(map(_info, list_ports.comports()), key=lambda port: port.name)


def _info(found: Any) -> PortInfo:
    kind = "" if found.vid is None else f"{found.vid:04x}:{found.pid:04x}"
    description = "" if found.description in {None, "n/a"} else str(found.description)
    return PortInfo(str(found.device), description, str(found.serial_number or ""), kind)


def identify(name: str) -> PortInfo:
    """What is behind a name now; a port that the system does not list (a pty, a network port) is known by its name alone."""
    real = os.path.realpath(name)
    return next((port for port in ports() if port.name in {name, real}), PortInfo(name, ""))


def find(wanted: PortInfo) -> str:
    """The name under which the same device is here now, or its old name."""
    if not wanted.serial_number:
        return wanted.name
    same = [port for port in ports() if (port.serial_number, port.kind) == (wanted.serial_number, wanted.kind)]
    return next((port.name for port in same if port.name == wanted.name), same[0].name if same else wanted.name)


class Port:
    """One open port. `on_data` and `on_lost` are called from threads of its own; nothing comes after `on_lost`, nor after `close`.

    Raises:
        Trouble: it cannot be opened; says why and what to do.

    """

    def __init__(self, name: str, on_data: Callable[[bytes], None], on_lost: Callable[[Trouble], None]) -> None:
        self.name = name
        self._on_data, self._on_lost = on_data, on_lost
        try:
            self._serial = serial.Serial(name, BAUD, exclusive=_exclusive(), write_timeout=_WRITE_TIMEOUT_S)
        except (OSError, ValueError) as error:
            raise _why_not(name, error) from error
        self._closing = threading.Event()
        self._to_write: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=work, name=f"{work.__name__.strip('_')} {name}", daemon=True)
            for work in (self._read, self._write)
        ]
        for thread in self._threads:
            thread.start()

    def write(self, data: bytes) -> None:
        """Returns at once."""
        if data:
            self._to_write.put(data)

    def close(self) -> None:
        """The line is let go with it: a modem hangs up when its port is closed."""
        here = not self._closing.is_set()
        self._closing.set()
        self._to_write.put(None)
        self._serial.cancel_read()
        self._serial.cancel_write()
        for thread in self._threads:
            thread.join(_JOIN_S)
        if here:
            self._serial.reset_output_buffer()  # closing would wait for a modem that does not take it
        self._serial.close()

    def _read(self) -> None:
        try:
            while not self._closing.is_set():
                data = self._serial.read(1)
                data += self._serial.read(self._serial.in_waiting)
                if data and not self._closing.is_set():
                    self._on_data(data)
        except (OSError, TypeError) as error:  # TypeError: pyserial's own, where the port is closed under it
            self._lost(error)

    def _write(self) -> None:
        try:
            while (data := self._to_write.get()) is not None:
                self._serial.write(data)
        except (OSError, TypeError) as error:
            self._lost(error)

    def _lost(self, error: Exception) -> None:
        if self._closing.is_set():
            return
        self._closing.set()
        log.info("modem.port_lost", port=self.name, error=str(error))
        self._on_lost(Trouble(ErrorId.MODEM_LOST, port=self.name))


def _exclusive() -> bool | None:
    """Windows' ports are that always, and refuse to be asked for it."""
    return None if sys.platform == "win32" else True


def _why_not(name: str, error: Exception) -> Trouble:
    code, text = getattr(error, "errno", None), str(error)
    if code in _GONE or "FileNotFoundError" in text:
        return Trouble(ErrorId.MODEM_MISSING, port=name, ports=listed())
    if code in _TAKEN or "PermissionError" in text:
        return Trouble(ErrorId.MODEM_TAKEN, port=name)
    if code in _FORBIDDEN:
        return Trouble(ErrorId.MODEM_FORBIDDEN, port=name, group=_group_of(name))
    return Trouble(ErrorId.MODEM_NO_PORT, port=name, detail=text)


def listed() -> str:
    """The ports of this computer, for people; a dash where it has none."""
    said = (f"{port.name} ({port.description})" if port.description else port.name for port in ports())
    return ", ".join(said) or "–"


def _group_of(name: str) -> str:
    """On Linux the group that may use serial ports, mostly dialout; empty where the system has no such thing, or only root may."""
    if sys.platform == "win32":
        return ""
    import grp  # noqa: PLC0415 - not there on Windows

    try:
        group = grp.getgrgid(Path(name).stat().st_gid).gr_name
    except (OSError, KeyError):
        return ""
    return "" if group == "root" else group
