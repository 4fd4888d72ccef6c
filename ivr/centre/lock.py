"""One centre per data directory: two would write on one journal. The system gives the lock back when a process dies, however it dies."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from agent_desktop.errors import UserError

NAME = "centre.lock"

if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def only_one(directory: Path) -> Iterator[None]:
    """Hold the directory while the block runs.

    Raises:
        UserError: another centre holds it, or it cannot be written.

    """
    try:
        file = (directory / NAME).open("ab")
    except OSError as error:
        raise UserError(f"the directory {directory} cannot be written: {error.strerror}") from error
    with file:
        try:
            _lock(file)
        except OSError:
            raise UserError(
                f"another centre runs in {directory}; end that one, or give this one a data_directory and a port of its own"
            ) from None
        yield


def is_held(directory: Path) -> bool:
    """Whether a centre runs in this directory; looks for a moment, and leaves nothing behind."""
    try:
        file = (directory / NAME).open("rb")
    except OSError:
        return False
    with file:
        try:
            _lock(file)
        except OSError:
            return True
        return False
