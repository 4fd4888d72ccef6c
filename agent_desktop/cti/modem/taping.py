"""The recording that is being made, if any: what comes from the line goes onto a tape, except while it is paused. The tape itself is
somebody else's.
"""

from __future__ import annotations

from array import array
from typing import Protocol

from agent_desktop.cti.modem.samples import Format
from agent_desktop.cti.vocabulary import BridgeId, RecordingId


class TapeBroken(Exception):
    """Nothing can be written: a full disk, a folder that is not there."""


class Tape(Protocol):
    """Where samples go, 8,000 a second. All of it raises `TapeBroken`."""

    def write(self, samples: array[int]) -> None: ...

    def close(self) -> None: ...


class Tapes(Protocol):
    """Makes tapes."""

    def open(self, recording: RecordingId) -> Tape:
        """A new one under this name.

        Raises:
            TapeBroken: there is one already, or it cannot be made.

        """


class Taping:
    """At most one recording: there is one line."""

    def __init__(self, tapes: Tapes, form: Format | None) -> None:
        self._tapes, self._form = tapes, form
        self._tape: Tape | None = None
        self._paused = False
        self._half = b""
        self.recording: RecordingId | None = None
        self.bridge: BridgeId | None = None

    def start(self, recording: RecordingId, bridge: BridgeId) -> str:
        """Why not; empty when it runs."""
        if self.recording is not None:
            return "the line is being recorded already"
        try:
            self._tape = self._tapes.open(recording)
        except TapeBroken as broken:
            return str(broken)
        self.recording, self.bridge, self._paused, self._half = recording, bridge, False, b""
        return ""

    def pause(self, recording: RecordingId, *, paused: bool) -> None:
        """Leave out what comes, or take it up again."""
        if recording == self.recording:
            self._paused = paused

    def write(self, content: bytes) -> bool:
        """Whether it could be kept; what nobody records is."""
        if self._tape is None or self._form is None:
            return True
        content = self._half + content
        whole = len(content) // self._form.sample_bytes * self._form.sample_bytes
        self._half = content[whole:]
        try:
            if not self._paused:
                self._tape.write(self._form.unpack(content[:whole]))
        except TapeBroken:
            return False
        return True

    def stop(self) -> tuple[RecordingId, bool] | None:
        """Which has ended, and whether all that was written is kept; None where there was none."""
        recording, self.recording, self.bridge = self.recording, None, None
        tape, self._tape = self._tape, None
        if recording is None or tape is None:
            return None
        try:
            tape.close()
        except TapeBroken:
            return recording, False
        return recording, True
