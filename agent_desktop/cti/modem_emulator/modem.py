"""The modem: bytes and time in, bytes out. No clock, no port; `shell.py` has both.

modem.receive(data, now)      what the host has sent
modem.tick(now)               when `next_deadline` has come
modem.outgoing(now)           what the host gets; asking takes it
modem.room                    how many bytes it can take just now: a host that sends more has to wait, as by RTS/CTS
"""

from __future__ import annotations

from agent_desktop.cti.modem_emulator import commands
from agent_desktop.cti.modem_emulator.atline import Command, parse
from agent_desktop.cti.modem_emulator.calling import Calling
from agent_desktop.cti.modem_emulator.core import DONE, FAILED, Core, Mode, Outcome
from agent_desktop.cti.modem_emulator.faults import Faults
from agent_desktop.cti.modem_emulator.line import Line
from agent_desktop.cti.modem_emulator.persona import Persona
from agent_desktop.cti.modem_emulator.reports import Reports
from agent_desktop.cti.modem_emulator.results import Result
from agent_desktop.cti.modem_emulator.settings import fresh
from agent_desktop.cti.modem_emulator.stream import Ending
from agent_desktop.cti.modem_emulator.voice import Voice

_TYPE_AHEAD = 4096
_IMMUNE_S = 0.125
"""Characters so soon after a command line belong to it, such as a line feed (V.250 5.6.1)."""
_CALM_DTR = 0
_RESETTING_DTR = 3


class Modem(Core):
    """A modem on a line."""

    def __init__(self, persona: Persona, line: Line, faults: Faults | None = None) -> None:
        super().__init__(persona, line, faults)
        self._voice = Voice(self)
        self._calling = Calling(self)
        self._reports = Reports(self, self._calling)
        self._typed = bytearray()
        self._last_line = ""
        self._line_at = 0.0

    # ---- time

    def next_deadline(self) -> float | None:
        """When `tick` or `outgoing` is wanted."""
        deadlines = (self.agenda.next_deadline(), self.line.next_deadline(), self.next_word())
        return min((at for at in deadlines if at is not None), default=None)

    def tick(self, now: float) -> None:
        """Do what is due, in order of time."""
        while (at := self._next_act()) is not None and at <= now:
            self.line.tick(at)
            self._reports.pass_on(at)
            self.agenda.run(at)
            self._reports.pass_on(at)
        self._reports.pass_on(now)

    def _next_act(self) -> float | None:
        deadlines = (self.agenda.next_deadline(), self.line.next_deadline())
        return min((at for at in deadlines if at is not None), default=None)

    # ---- the host

    @property
    def room(self) -> int:
        return self._voice.playing.room if self.mode is Mode.PLAYING else _TYPE_AHEAD

    def receive(self, data: bytes, now: float) -> None:
        """Bytes from the host."""
        self.tick(now)
        self._stay_awake(now)
        while data:
            data = self._take(data, now)

    def _take(self, data: bytes, now: float) -> bytes:
        """What is not taken is for the mode that comes next."""
        match self.mode:
            case Mode.COMMAND:
                self._type(data[0], now)
                return data[1:]
            case Mode.PLAYING:
                rest = self._voice.playing.take(data)
                if self._voice.playing.ending is Ending.ABORT:
                    self._voice.end(now)
                return b"" if self._voice.playing.ending is Ending.DRAIN else rest
            case Mode.LISTENING:
                rest = self._voice.listening.take(data)
                if self._voice.listening.ended:
                    self._voice.end(now)
                return rest
            case Mode.ONLINE:
                self._calling.data(data, now)
            case Mode.DIALLING | Mode.ANSWERING:
                if now - self._line_at >= _IMMUNE_S:
                    self._calling.abort(now)
            case Mode.DEAF:
                pass
        return b""

    def closed(self, now: float) -> None:
        """The host has closed the port: DTR falls, and `&D` says what follows."""
        self.tick(now)
        if self.settings.dtr == _CALM_DTR:
            return
        self._stop(now)
        if self.settings.dtr == _RESETTING_DTR:
            self.settings = fresh(self.persona)

    def power_off(self, now: float) -> None:
        """Unplugged: the call is gone, and all that it was told."""
        self._stop(now)
        self.settings = fresh(self.persona)
        self.hush()

    def _stop(self, now: float) -> None:
        self.agenda.drop("stream", "answer", "tones", "escape", "idle")
        self.mode = Mode.COMMAND
        self._typed.clear()
        self.on_hook(now)

    # ---- command lines

    def _type(self, byte: int, now: float) -> None:
        if self.settings.echo:
            self.say(bytes([byte]), now)
        registers = self.settings.registers
        if byte == registers[3]:
            self._enter(now)
        elif byte == registers[5]:
            del self._typed[2:][-1:]
            self._typed = self._typed[:-1] if len(self._typed) > len("AT") else self._typed
        elif self._begins(byte) and len(self._typed) <= self.persona.line_length + len("AT"):
            self._typed.append(byte)
            if self._typed.upper() == b"A/":
                self._typed.clear()
                self._run(self._last_line, now)

    def _begins(self, byte: int) -> bool:
        """Whether it belongs to a line: whatever comes before `AT` is noise."""
        letter = bytes([byte]).upper()
        if len(self._typed) == 1 and letter not in {b"T", b"/"}:
            self._typed.clear()
        return bool(self._typed) or letter == b"A"

    def _enter(self, now: float) -> None:
        typed = bytes(self._typed)
        self._typed.clear()
        if typed[:2].upper() != b"AT":
            return
        if len(typed) > self.persona.line_length + len("AT"):
            self.result(Result.ERROR, now)
            return
        self._last_line = typed[2:].decode("latin-1")
        self._run(self._last_line, now)

    def _run(self, line: str, now: float) -> None:
        """Command by command, up to the first that fails or takes its time."""
        self._line_at = now
        result, wait_s = Result.OK, 0.0
        for command in parse(line):
            outcome = self._do(command, now)
            for text in outcome.lines:
                self.text(text, now)
            if outcome.result is None:
                return
            result, wait_s = outcome.result, wait_s + outcome.wait_s
            if result not in {Result.OK, Result.VCON}:
                break
        self._finish(result, wait_s, now)

    def _finish(self, result: Result, wait_s: float, now: float) -> None:
        if not wait_s:
            self.result(result, now)
            return
        self.mode = Mode.DEAF
        self.agenda.add(now + wait_s, "answer", lambda at: self._wake(result, at))

    def _wake(self, result: Result, now: float) -> None:
        self.mode = Mode.COMMAND
        self.result(result, now)

    def _do(self, command: Command, now: float) -> Outcome:
        match command.name:
            case "D":
                return self._calling.dial(command.value, now)
            case "A":
                return self._calling.answer(now)
            case "O":
                return self._calling.go_on(now)
            case "":
                return DONE
        if command.name[0] in "+#":
            return self._voice.do(command, now) or commands.extended(self, command, now) or FAILED
        return commands.basic(self, command, now) or FAILED

    def _stay_awake(self, now: float) -> None:
        """`+VIT`: so many seconds without a word from the host end voice mode."""
        self.agenda.drop("idle")
        limit = self.settings.parameters.get("+VIT", "0")
        if self.settings.voice and limit.isdecimal() and int(limit):
            self.agenda.add(now + int(limit), "idle", self._doze)

    def _doze(self, now: float) -> None:
        if self.mode is Mode.COMMAND and self.settings.voice:
            self.settings.service = "0"
            self.on_hook(now)
