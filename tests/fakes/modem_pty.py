"""A modem as a table behind a pty: a port of this computer that can be plugged in and out. Its name is a link, as udev makes them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import tty
from pathlib import Path

from tests.fakes.modems import TableModem


class PluggedModem:
    """Lives in the test's event loop."""

    def __init__(self, peer: TableModem, link: Path) -> None:
        self.peer, self.link = peer, link
        self._master = -1

    def plug_in(self) -> None:
        self._master, slave = os.openpty()
        tty.setraw(slave)
        os.set_blocking(self._master, False)
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(os.ttyname(slave))
        os.close(slave)
        asyncio.get_running_loop().add_reader(self._master, self._read)

    def unplug(self) -> None:
        if self._master >= 0:
            asyncio.get_running_loop().remove_reader(self._master)
            os.close(self._master)
            self._master = -1
            self.link.unlink()

    def speak(self) -> None:
        """Send what the modem has to say."""
        says, self.peer.says = self.peer.says, b""
        if says:
            os.write(self._master, says)

    def _read(self) -> None:
        with contextlib.suppress(BlockingIOError, OSError):  # nobody has the other end open
            self.peer.write(os.read(self._master, 4096))
            self.speak()
