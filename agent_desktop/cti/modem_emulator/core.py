"""What all parts of the modem share: its settings, its hook, what it is busy with, and what it says to the host. Pure."""

from __future__ import annotations

import enum
from collections import deque
from dataclasses import dataclass

from agent_desktop.cti.modem_emulator import results
from agent_desktop.cti.modem_emulator.agenda import Agenda
from agent_desktop.cti.modem_emulator.faults import Fault, Faults
from agent_desktop.cti.modem_emulator.line import Line, State
from agent_desktop.cti.modem_emulator.persona import Device, Persona
from agent_desktop.cti.modem_emulator.results import Result
from agent_desktop.cti.modem_emulator.settings import fresh


class Mode(enum.Enum):
    """What the modem is busy with."""

    COMMAND = enum.auto()
    """It takes commands."""
    DEAF = enum.auto()
    """It carries out one, and hears nothing meanwhile."""
    DIALLING = enum.auto()
    """Any character ends it."""
    ANSWERING = enum.auto()
    """It waits for a carrier; any character ends it."""
    PLAYING = enum.auto()
    LISTENING = enum.auto()
    ONLINE = enum.auto()
    """Bytes go to the far modem."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of one command."""

    result: Result | None = Result.OK
    """None: it is said later, and the rest of the line is forgotten."""
    lines: tuple[str, ...] = ()
    wait_s: float = 0.0
    """How long it takes."""


DONE, FAILED, LATER = Outcome(), Outcome(Result.ERROR), Outcome(None)


class Core:
    """One modem on one line."""

    def __init__(self, persona: Persona, line: Line, faults: Faults | None = None) -> None:
        self.persona, self.line = persona, line
        self.faults = faults or Faults()
        self.settings = fresh(persona)
        self.mode = Mode.COMMAND
        self.agenda = Agenda()
        self.backlog = 0
        """Bytes that the host has not fetched; its shell keeps this up."""
        self.lifted = False
        """The ordinary telephone at this end is off hook."""
        self._out: deque[tuple[float, bytes]] = deque()
        self._said_until = 0.0

    # ---- what it says

    def say(self, data: bytes, now: float, after_s: float = 0.0) -> None:
        """Bytes for the host, after all that is on its way already."""
        if data:
            self._said_until = max(self._said_until, now + after_s)
            self._out.append((self._said_until, data))

    def tell(self, data: bytes, now: float) -> None:
        """Something that may go wrong."""
        fault = self.faults.strike() if data else None
        if fault is None:
            self.say(data, now, self.persona.answer_s)
            return
        after_s = self.persona.answer_s
        for later_s, piece in self.faults.pieces(fault, data):
            after_s += later_s
            self.say(piece, now, after_s)

    def result(self, result: Result, now: float, detail: str = "") -> None:
        """A result code."""
        self.tell(results.written(results.heard(result, self.settings), self.settings, detail), now)

    def text(self, line: str, now: float) -> None:
        """A line of information."""
        self.say(results.line(line, self.settings), now, self.persona.answer_s)

    def event(self, code: str, now: float) -> None:
        """A shielded code (V.253 table 14)."""
        self.say(b"".join(b"\x10" + one.encode() for one in code), now)

    def outgoing(self, now: float) -> bytes:
        """What has been said by now; asking takes it."""
        out = bytearray()
        while self._out and self._out[0][0] <= now:
            out += self._out.popleft()[1]
        return bytes(out)

    def next_word(self) -> float | None:
        """When `outgoing` has something."""
        return self._out[0][0] if self._out else None

    def hush(self) -> None:
        """Forget what was not said yet."""
        self._out.clear()
        self._said_until = 0.0

    def overrun(self) -> bool:
        """Whether samples are lost just now."""
        return self.backlog > _BACKLOG or self.faults.ordered(Fault.OVERRUN)

    @property
    def good(self) -> Result:
        """What follows a stream."""
        return Result.VCON if self.settings.rockwell else Result.OK

    # ---- the hook

    @property
    def off(self) -> bool:
        """Off hook."""
        return "modem" in self.line.near

    def off_hook(self, now: float) -> None:
        """Take the line, and with it the telephone in the socket."""
        self.line.lift("modem", now)
        self.agenda.add(now + _DIAL_TONE_S, "dial tone", self._hears_dial_tone)
        if self._socket:
            self.line.drop("telephone", now)
        self.join(now)

    def on_hook(self, now: float) -> None:
        """Give it back."""
        self.agenda.drop("busy", "progress", "carrier", "dial", "dial tone")
        if self._socket and self.lifted and self.off:
            self.line.lift("telephone", now)
        self.line.drop("modem", now)
        self.settings.label = "0"
        self.join(now)

    def _hears_dial_tone(self, now: float) -> None:
        """Nobody is at the far end, and nothing is being dialled: whoever rang has given up in the meantime."""
        forsaken = self.line.state is State.DIAL_TONE and self.line.held is None
        if self.settings.voice and self.mode is not Mode.DIALLING and forsaken:
            self.event("d", now)

    def lift(self, now: float) -> None:
        """Somebody takes up the telephone at this end."""
        self.lifted = True
        if not (self._socket and self.off):
            self.line.lift("telephone", now)
        self.join(now)

    def lay(self, now: float) -> None:
        """They put it down."""
        self.lifted = False
        self.line.drop("telephone", now)
        self.join(now)

    def join(self, now: float) -> None:
        """Who at this end is on the line through the modem."""
        devices = self._devices
        people = set()
        if Device.LINE in devices and Device.MICROPHONE in devices:
            people.add("microphone")
        if Device.LINE in devices and Device.HANDSET in devices and self.lifted:
            people.add("telephone")
        self.line.joined(people, now)

    @property
    def listens(self) -> bool:
        """Whether somebody at this end hears the line."""
        return Device.SPEAKER in self._devices or bool(self.line.voices())

    @property
    def _devices(self) -> tuple[Device, ...]:
        voice = self.persona.voice
        return voice.labels.get(self.settings.label, ()) if voice and self.settings.voice and self.off else ()

    @property
    def _socket(self) -> bool:
        """Whether the telephone hangs on the modem, not on the line."""
        voice = self.persona.voice
        return voice is not None and any(Device.HANDSET in devices for devices in voice.labels.values())

    @property
    def reached(self) -> bool:
        """Somebody is at the far end."""
        return self.line.state is State.TALKING


_DIAL_TONE_S = 1.5
"""Until a tone counts as one."""
_BACKLOG = 16384
