"""The flows of a running centre, taken up again when somebody changes a file: checked first, spoken, and then told to the core.

Nothing is taken of flows in which the checker finds a mistake; it is said where, and the centre goes on with what it has. Looks at the
files rather than being told of changes: that works on every system, and on folders that lie elsewhere.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog

from agent_desktop.errors import FileMistake

LOOK_S = 2.0
TAKEN_NOT = "a changed flow is not taken: the centre goes on with the old ones"

Stamp = tuple[tuple[str, int, int], ...]
log = structlog.get_logger(__name__)


async def watch(directory: Path, take_up: Callable[[], Awaitable[int]], look_s: float = LOOK_S) -> None:
    """Until cancelled. `take_up` gives how many flows there are now, and raises `FileMistake` where they cannot be taken.

    A change is looked at once nothing has changed any more since the last look: who saves several files, or a large one, is not caught
    in between.
    """
    taken = before = stamp(directory)
    while True:
        await asyncio.sleep(look_s)
        now = stamp(directory)
        if now == before and now != taken:
            taken = now
            await _take_up(take_up)
        before = now


def stamp(directory: Path) -> Stamp:
    """What the flows' files look like from outside."""
    return tuple(sorted(_stamps(directory)))


def _stamps(directory: Path) -> list[tuple[str, int, int]]:
    try:
        files = [(path.name, path.stat()) for path in directory.glob("*.yaml")]
    except OSError:  # one that has just been renamed: the next look sees it
        return []
    return [(name, stat.st_mtime_ns, stat.st_size) for name, stat in files]


async def _take_up(take_up: Callable[[], Awaitable[int]]) -> None:
    try:
        flows = await take_up()
    except FileMistake as error:
        for mistake in error.mistakes:
            log.error(TAKEN_NOT, mistake=str(mistake))  # noqa: TRY400 - the mistake is all there is to say
        return
    log.info("the flows have changed: new calls go by them, calls in one finish as they began", flows=flows)
