"""A window in a process of its own, seen from the test: orders go in, events come out, a line each."""

import asyncio
import contextlib
import os
import sys


class SeatLine:
    """The process. `noted` are the events of the kinds that are noted."""

    def __init__(self, process, notes):
        self._process, self._notes = process, notes
        self.noted = []

    async def hear(self, kind, where=lambda _: True):
        """The next event of this kind; gives what it says."""
        while True:
            line = await asyncio.wait_for(self._process.stdout.readline(), 60)
            assert line, f"the window has closed before it said {kind}"
            name, _, words = line.decode().rstrip("\n").partition(" ")
            if name in self._notes:
                self.noted.append(words)
            if name == kind and where(words):
                return words

    def tell(self, order):
        self._process.stdin.write(f"{order}\n".encode())


@contextlib.asynccontextmanager
async def window(program, world, user, home, *, sound=None, notes=()):
    """A window of the class for this user, at a computer with this sound."""
    surroundings = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", program, world.url, user, world.password),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=os.environ | surroundings | (sound or {}),
    )
    try:
        yield SeatLine(process, notes)
    finally:
        process.terminate()
        await process.communicate()
