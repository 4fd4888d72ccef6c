"""The journal: every input of the routing core, on its way to the disk before it is handled. A bug report is a journal.

One file, JSON lines. The first line is the header: format version, plan, and the snapshot from which the inputs start; so a
journal replays without any other file. Each further line is `[at, input]`, where a null input is a tick. A last line that
was torn by a crash is cut off when the journal is opened again, and is all that is lost.

Must never decide anything, and never reorder: what is written is what was handled.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from agent_desktop.errors import UserError
from ivr.core.core import Core
from ivr.core.state import State
from ivr.effects import AnyEffect
from ivr.facts import NumberedFact
from ivr.inputs import AnyInput
from ivr.plan import Plan

VERSION = 2
"""Raised with a release whose core decides otherwise on the same inputs than the one before, or whose inputs are other ones.

2: messages and follow-ups are routed like calls.
"""


class OlderJournal(UserError):
    """An earlier version of this program wrote it: here its inputs would lead elsewhere than they did."""


class Header(msgspec.Struct, frozen=True):
    """The first line."""

    version: int
    plan: Plan
    snapshot: msgspec.Raw
    """The core's snapshot, or JSON null for a core that starts from `state`."""
    state: State | None = None
    facts: list[NumberedFact] = []
    """Earlier facts of calls and agents that still stand: what projections need besides the inputs."""


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One input. `at` is Unix seconds; no input is a tick."""

    at: float
    input: AnyInput | None


class _Version(msgspec.Struct):
    version: int


_AWAY = "a centre that cannot read its journal begins anew once it is moved away: calls that stand are then taken up as new ones"
_ENCODER = msgspec.json.Encoder()
_HEADER = msgspec.json.Decoder(Header)
_ENTRY = msgspec.json.Decoder(Entry)


class Journal:
    """An open journal, for writing."""

    def __init__(self, file: BinaryIO, entries: int = 0) -> None:
        self._file = file
        self.entries = entries
        """How many inputs are in it: a restart takes the longer, the more."""
        self._buffer = bytearray()
        self._whole = os.fstat(file.fileno()).st_size
        self._forcing = threading.Lock()

    @classmethod
    def begin(cls, path: Path, header: Header) -> Journal:
        """Start a new journal in place of an old one; the old one stands until the new header is on disk.

        Raises:
            UserError: the file cannot be written.

        """
        new = path.with_suffix(".new")
        try:
            with open(new, "wb", opener=_for_owner) as file:
                file.write(_ENCODER.encode(header) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
            _force_name(path.parent)
            return cls(path.open("ab", buffering=0))
        except OSError as error:
            raise UserError(f"the journal {path} cannot be written: {error.strerror}") from error

    def write(self, at: float, item: AnyInput | None) -> None:
        """Hand one input to the operating system; a killed process loses nothing.

        Raises:
            OSError: the disk is full or gone; the journal stands as it was before.

        """
        self._buffer.clear()
        _ENCODER.encode_into(Entry(at, item), self._buffer)
        self._buffer += b"\n"
        try:
            written = self._file.write(self._buffer)
            while written < len(self._buffer):
                written += self._file.write(bytes(self._buffer[written:]))
        except OSError:
            with contextlib.suppress(OSError):  # then the torn line stays, and is left out by whoever reads
                os.ftruncate(self._file.fileno(), self._whole)
            raise
        self._whole += written
        self.entries += 1

    def sync(self) -> None:
        """Force what has been written to the disk; a power cut then loses nothing before it. From any thread.

        Raises:
            OSError: the disk did not take it.

        """
        with self._forcing:
            if not self._file.closed:
                os.fsync(self._file.fileno())

    def close(self) -> None:
        """Force and close.

        Raises:
            OSError: the disk did not take it; it is closed all the same.

        """
        try:
            self.sync()
        finally:
            with self._forcing:
                self._file.close()


@dataclass(frozen=True)
class Recording:
    """A journal read back: the header, the inputs, and how many bytes of the file are whole."""

    header: Header
    entries: list[Entry]
    whole_bytes: int
    torn: bool

    def replay(self) -> tuple[Core, list[list[AnyEffect]]]:
        """Run the core through all inputs. Gives it as it then stands, and what each input had for effects."""
        core = start(self.header)
        return core, list(self.steps(core))

    def steps(self, core: Core) -> Iterator[list[AnyEffect]]:
        """Run this core through all inputs, one at each step."""
        for entry in self.entries:
            yield _effects(core, entry)


def read(path: Path) -> Recording:
    """Read a journal; a torn last line is left out and told.

    Raises:
        OlderJournal: an earlier version of this program wrote it.
        UserError: no such file, not a journal, a later version's, or damaged before its end (with the line).

    """
    lines = _content(path).split(b"\n")
    torn = lines.pop() != b""
    if not lines:
        raise UserError(f"{path} is not a journal: it has no header; {_AWAY}")
    header = _header(path, lines[0])
    entries = list(_read_entries(path, lines[1:]))
    return Recording(header, entries, sum(len(line) + 1 for line in lines), torn)


def read_header(path: Path) -> Header:
    """How a journal began.

    Raises:
        OlderJournal, UserError: as for `read`.

    """
    line, end, _ = _content(path).partition(b"\n")
    if not end:
        raise UserError(f"{path} is not a journal: it has no header; {_AWAY}")
    return _header(path, line)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"the journal {path} cannot be read: {error.strerror}") from None


def resume(path: Path, recording: Recording) -> Journal:
    """Go on writing where a recording ends; a torn tail is cut off.

    Raises:
        UserError: the file cannot be written.

    """
    try:
        os.truncate(path, recording.whole_bytes)
        return Journal(path.open("ab", buffering=0), len(recording.entries))
    except OSError as error:
        raise UserError(f"the journal {path} cannot be written: {error.strerror}") from error


def force(path: Path) -> None:
    """Have all of a journal on the disk: what is built on it must not survive a power cut that it does not.

    Raises:
        UserError: the disk does not take it.

    """
    try:
        with path.open("ab") as file:
            os.fsync(file.fileno())
    except OSError as error:
        raise UserError(f"the journal {path} cannot be written: {error.strerror}") from error


def start(header: Header) -> Core:
    """The core as it was when the journal began."""
    if header.state is not None:
        return Core(header.plan, msgspec.convert(msgspec.to_builtins(header.state), State))
    return Core.restore(header.plan, bytes(header.snapshot))


def _effects(core: Core, entry: Entry) -> list[AnyEffect]:
    """A refused input has none. Where the core failed, its shell went on with what was decided until then: so do we."""
    try:
        return core.tick(entry.at) if entry.input is None else core.handle(entry.input, entry.at)
    except Exception:  # noqa: BLE001 - the same door as in `ivr.centre.shell`, which has logged it
        return core.unfinished


def _for_owner(path: str, flags: int) -> int:
    """Callers' numbers stand in a journal: nobody else reads it."""
    return os.open(path, flags, 0o600)


def _force_name(directory: Path) -> None:
    """Have the disk know the new name, too."""
    if os.name == "nt":
        return  # does it by itself, and opens no directories
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _header(path: Path, line: bytes) -> Header:
    try:
        version = msgspec.json.decode(line, type=_Version).version
        _require_version(path, version)
        return _HEADER.decode(line)
    except msgspec.MsgspecError as error:
        raise UserError(f"{path} is not a journal: {error}") from None


def _require_version(path: Path, version: int) -> None:
    if version > VERSION:
        raise UserError(
            f"{path} is a journal of version {version}, of a newer version of this program; this one reads version {VERSION}. "
            "Update the program; or move the journal away to begin anew, and calls that still stand are taken up as new ones"
        )
    if version < VERSION:
        raise OlderJournal(
            f"{path} is a journal of version {version}, of an earlier version of this program, which decided otherwise in places; "
            f"this one reads version {VERSION}. Use the version that wrote it"
        )


def _read_entries(path: Path, lines: list[bytes]) -> Iterator[Entry]:
    for number, line in enumerate(lines, 2):
        try:
            yield _ENTRY.decode(line)
        except msgspec.MsgspecError as error:
            raise UserError(f"{path}:{number}: damaged: {error}; {_AWAY}") from None
