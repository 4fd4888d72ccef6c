"""Call logs in the making, kept on this PC: one small file per user and call, so that neither a killed seat nor a dead link loses
what was typed.

A file is replaced whole or not at all, and is readable by its owner only. It names the call by its id and its arrival, because
a centre that starts afresh counts its calls from one again. Must never be the only place a draft goes to, and must never import Qt.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import msgspec
import structlog

from agent_desktop.cti.vocabulary import AgentId, CallId
from agent_desktop.protocol.messages import LogDraft

KEPT_FOR_MS = 30 * 24 * 3_600_000
"""A file that nobody came back for is removed after this."""

_ASIDE = ".aside"
"""Ending of a file that no centre will take."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class CallKey:
    """Which part of which call a draft is for: one that comes back to its agent is another part, with a log of its own."""

    user: AgentId
    call: CallId
    arrived_ms: int
    offered_ms: int = 0


class KeptDraft(msgspec.Struct, frozen=True):
    """What one file holds."""

    user: AgentId
    call: CallId
    arrived_ms: int
    draft: LogDraft
    offered_ms: int = 0

    @property
    def key(self) -> CallKey:
        return CallKey(self.user, self.call, self.arrived_ms, self.offered_ms)


class DraftShelf:
    """The folder of drafts. Disk trouble is logged, told by the return value, and never stops a call."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, key: CallKey, draft: LogDraft) -> bool:
        """Put the draft on the disk; False when it refused, and then the file before it still stands."""
        return self._put(key, draft, force=True)

    def jot(self, key: CallKey, draft: LogDraft) -> bool:
        """The same at each key that is pressed, without waiting for the disk: survives this program, but not a power cut."""
        return self._put(key, draft, force=False)

    def _put(self, key: CallKey, draft: LogDraft, *, force: bool) -> bool:
        path = self._path(key)
        fresh = path.with_suffix(".new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(
                fresh,
                msgspec.json.encode(KeptDraft(key.user, key.call, key.arrived_ms, draft, key.offered_ms)),
                force=force,
            )
            fresh.replace(path)
        except OSError as error:
            _log.warning("draft_not_kept", call=key.call, reason=error.strerror)
            return False
        return True

    def find(self, key: CallKey) -> LogDraft | None:
        """The draft kept for this very call; None when there is none that can be read."""
        kept = _read(self._path(key))
        return kept.draft if kept is not None and kept.key == key else None

    def kept_for(self, user: AgentId) -> list[KeptDraft]:
        """All drafts of this user that can be read, oldest call first."""
        found = (_read(path) for path in self._folder.glob(f"{_of(user)}-*.json"))
        mine = (kept for kept in found if kept is not None and kept.user == user)
        return sorted(mine, key=lambda kept: kept.arrived_ms)

    def set_aside(self, key: CallKey) -> Path:
        """No centre will take this draft: it stays, where it is found by nobody but who looks for it. Gives the file."""
        path = self._path(key)
        aside = path.with_name(f"{path.stem}-{key.arrived_ms}{_ASIDE}")
        with contextlib.suppress(OSError):
            path.replace(aside)
        return aside if aside.exists() else path

    def drop(self, key: CallKey) -> None:
        """The log is complete at the centre; the file has done its work."""
        with contextlib.suppress(OSError):
            self._path(key).unlink(missing_ok=True)

    def sweep(self, now_ms: int) -> int:
        """Remove files older than `KEPT_FOR_MS`; how many went."""
        gone = 0
        for path in (*self._folder.glob("*.json"), *self._folder.glob(f"*{_ASIDE}")):
            with contextlib.suppress(OSError):
                if now_ms - path.stat().st_mtime * 1000 > KEPT_FOR_MS:
                    path.unlink()
                    gone += 1
        return gone

    def _path(self, key: CallKey) -> Path:
        return self._folder / f"{_of(key.user)}-{key.call}-{key.offered_ms}.json"


def _of(user: AgentId) -> str:
    return quote(user, safe="")


def _read(path: Path) -> KeptDraft | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=KeptDraft)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        _log.warning("draft_not_readable", file=path.name, reason=type(error).__name__)
        return None


def _write(path: Path, content: bytes, *, force: bool) -> None:
    """For the owner's eyes only. `force`: on disk, not in a cache."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        if force:
            os.fsync(file.fileno())
