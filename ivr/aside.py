"""Work that takes a processor for seconds, done by a process of its own, so that calls do not wait for it.

The process is one of our modules: JSON in, JSON out, and it lowers its own priority. It ends with whoever waits for it.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time

_LOOK_EVERY_S = 1.0


class AsideFailed(Exception):
    """The process could not be started, or ended badly; says why in one line."""


async def run_aside(module: str, *arguments: str, given: bytes) -> bytes:
    """Run a module, give it this, and get what it says.

    Raises:
        AsideFailed: there is no answer.

    """
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", module, *arguments),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
    except OSError as error:
        raise AsideFailed(error.strerror or type(error).__name__) from None
    try:
        said, complaint = await process.communicate(given)
    except asyncio.CancelledError:
        if process.returncode is None:
            process.kill()
            await process.wait()
        raise
    if process.returncode != 0:
        raise AsideFailed(complaint.decode(errors="replace").strip().rpartition("\n")[2])
    return said


def end_with_parent() -> None:
    """To be called first by such a process: should whoever waits for it be killed, nobody wants its answer."""
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY_S)
    os._exit(1)
