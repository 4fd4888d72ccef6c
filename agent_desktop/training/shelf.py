"""Attempts on disk: one JSON file each, in the class's own folder, so that a class can be looked at again after it, or given away as files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import structlog

from agent_desktop.files import make_folder
from agent_desktop.training.attempt import Attempt, decode, encode

log = structlog.get_logger(__name__)

_NAME = re.compile(r"[0-9]+-[A-Za-z0-9_.@-]+")


class AttemptShelf:
    """The folder. Disk trouble is logged and stops no call."""

    def __init__(self, folder: Path) -> None:
        """Make the folder where it is missing.

        Raises:
            UserError: it cannot be made.

        """
        make_folder(folder)
        self._folder = folder

    def keep(self, attempt: Attempt) -> bool:
        """Put an attempt on disk, whole or not at all; whether it is there."""
        path = self._folder / f"{attempt.id}.json"
        fresh = path.with_suffix(".new")
        try:
            fresh.write_bytes(encode(attempt))
            fresh.replace(path)
        except OSError as error:
            log.warning("attempt_not_kept", attempt=attempt.id, reason=error.strerror)
            return False
        return True

    def find(self, name: str) -> Attempt | None:
        """The attempt of that id; None when there is none that can be read."""
        return _read(self._folder / f"{name}.json") if _NAME.fullmatch(name) else None

    def all(self) -> Iterator[Attempt]:
        """Those that can be read, oldest first."""
        for path in sorted(self._folder.glob("*.json")):
            if (attempt := _read(path)) is not None:
                yield attempt


def _read(path: Path) -> Attempt | None:
    try:
        return decode(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError) as error:
        log.warning("attempt_not_readable", file=path.name, reason=type(error).__name__)
        return None
