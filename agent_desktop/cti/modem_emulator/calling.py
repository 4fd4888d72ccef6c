"""Dialling, answering and being online: what takes time and is ended by any character (ITU-T V.250 6.3). Pure."""

from __future__ import annotations

from collections.abc import Iterator

from agent_desktop.cti.modem_emulator.core import FAILED, LATER, Core, Mode, Outcome
from agent_desktop.cti.modem_emulator.line import State
from agent_desktop.cti.modem_emulator.persona import Device
from agent_desktop.cti.modem_emulator.results import Result

_KEY_S = 0.2
_DIAL_TONE_S = 0.5
_FLASH_S = 0.7
_TRAINING_S = 4.0
_SPEED = "33600"
_ROUND_TRIP_S = 0.2
_ESCAPES = 3
_BUSY_S = 2.2
_WAITS_FOR_TONE = (2, 4)
"""The values of `X` with which ATD listens for the dial tone first."""


class Calling:
    """The part of a modem that calls and is called."""

    def __init__(self, modem: Core) -> None:
        self._modem = modem
        self._back_to_commands = False
        self._ring_backs = 0
        self._escapes, self._last = 0, 0.0

    # ---- calling

    def dial(self, text: str, now: float) -> Outcome:
        """`ATD`."""
        modem = self._modem
        number = modem.settings.redial if text.startswith("L") else text
        modem.settings.redial = number
        self._back_to_commands = number.endswith(";")
        self._ring_backs = 0
        if modem.line.state is State.RINGING:
            return Outcome(Result.NO_CARRIER)
        modem.mode = Mode.DIALLING
        modem.off_hook(now)
        waits = modem.settings.results in _WAITS_FOR_TONE
        pause_s = _DIAL_TONE_S if waits else float(modem.settings.registers[6])
        steps = iter(number.rstrip(";"))
        modem.agenda.add(now + pause_s, "dial", lambda at: self._first(steps, at))
        return LATER

    def _first(self, steps: Iterator[str], now: float) -> None:
        modem = self._modem
        tone = modem.line.state in {State.DIAL_TONE, State.TALKING}
        if not tone and modem.settings.results in _WAITS_FOR_TONE:
            self._fail(Result.NO_DIALTONE, now)
        else:
            self._step(steps, now)

    def _step(self, steps: Iterator[str], now: float) -> None:
        modem = self._modem
        pause_s = 0.0
        step = next(steps, None)
        if step is None:
            self._dialled(now)
            return
        if step in "0123456789*#ABCD":
            modem.line.dial(step, now)
            pause_s = _KEY_S
        elif step == "!":
            modem.line.flash(now)
            pause_s = _FLASH_S
        elif step == ",":
            pause_s = float(modem.settings.registers[8])
        elif step == "W":
            pause_s = _DIAL_TONE_S
        modem.agenda.add(now + pause_s, "dial", lambda at: self._step(steps, at))

    def _dialled(self, now: float) -> None:
        modem = self._modem
        if self._back_to_commands:
            modem.mode = Mode.COMMAND
            modem.result(modem.good, now)
            return
        modem.agenda.add(now + modem.settings.registers[7], "carrier", self._in_vain)
        if modem.settings.voice:
            self._await_voice(self._parameter("VRN", 10.0), now)

    def _parameter(self, name: str, default: float) -> float:
        parameters = self._modem.settings.parameters
        said = parameters.get(f"+{name}") or parameters.get(f"#{name}") or ""
        return float(said) if said.isdecimal() else default

    def _await_voice(self, wait_s: float, now: float) -> None:
        self._modem.agenda.drop("progress")
        self._modem.agenda.add(now + wait_s, "progress", self._voice_connected)

    def _voice_connected(self, now: float) -> None:
        modem = self._modem
        modem.agenda.drop("carrier")
        modem.mode = Mode.COMMAND
        modem.settings.label = self.line_label if modem.settings.label == "0" else modem.settings.label
        modem.join(now)
        modem.result(modem.good, now)

    @property
    def line_label(self) -> str:
        """The number by which `+VLS` takes the line and nothing else."""
        voice = self._modem.persona.voice
        labels = voice.labels if voice else {}
        return next((label for label, devices in labels.items() if devices == (Device.LINE,)), "0")

    def rings_back(self, now: float) -> None:
        """The far end rings once more."""
        modem = self._modem
        if modem.mode is Mode.DIALLING and modem.settings.voice:
            self._ring_backs += 1
            modem.event("r", now)
            sounds_s = modem.line.exchange.ring[0]
            self._await_voice(sounds_s + self._parameter("VRA", 50.0) / 10, now)

    def answered(self, now: float) -> None:
        """The far end has picked up."""
        modem = self._modem
        far = modem.line.far
        if modem.mode is Mode.DIALLING and far is not None and far.modem and not modem.settings.voice:
            modem.agenda.add(now + _TRAINING_S, "carrier", self._connected)

    # ---- being called

    def answer(self, now: float) -> Outcome:
        """`ATA`."""
        modem = self._modem
        modem.settings.registers[1] = 0
        modem.off_hook(now)
        if modem.settings.voice:
            modem.settings.label = self.line_label
            modem.join(now)
            return Outcome(modem.good)
        modem.mode = Mode.ANSWERING
        far = modem.line.far
        if far is not None and far.modem:
            modem.agenda.add(now + _TRAINING_S, "carrier", self._connected)
        modem.agenda.add(now + modem.settings.registers[7], "carrier", self._in_vain)
        return LATER

    def cleared(self, now: float) -> None:
        """Busy tone begins."""
        modem = self._modem
        voice = modem.persona.voice
        after_s = voice.busy_after_s if voice else _BUSY_S
        if modem.off:
            modem.agenda.add(now + after_s, "busy", self._busy)

    def _busy(self, now: float) -> None:
        modem = self._modem
        if modem.line.state is not State.CLEARED:
            return
        if modem.mode is Mode.DIALLING:
            self._fail(Result.BUSY, now)
        elif modem.mode in {Mode.ANSWERING, Mode.ONLINE}:
            self._fail(Result.NO_CARRIER, now)
        elif modem.settings.voice:
            modem.event("b", now)
        if modem.off:
            modem.agenda.add(now + _BUSY_S, "busy", self._busy)

    # ---- how it ends

    def abort(self, now: float) -> None:
        """The host has sent a character."""
        self._fail(Result.NO_CARRIER, now)

    def _in_vain(self, now: float) -> None:
        rings = self._modem.line.state is State.RING_BACK
        self._fail(Result.NO_ANSWER if rings else Result.NO_CARRIER, now)

    def _fail(self, result: Result, now: float) -> None:
        modem = self._modem
        modem.agenda.drop("dial", "carrier", "progress", "escape")
        modem.mode = Mode.COMMAND
        modem.on_hook(now)
        modem.result(result, now)

    # ---- online

    def _connected(self, now: float) -> None:
        modem = self._modem
        modem.agenda.drop("carrier")
        if not modem.reached:
            self._fail(Result.NO_CARRIER, now)
            return
        modem.mode = Mode.ONLINE
        self._escapes, self._last = 0, now
        modem.result(Result.CONNECT, now, _SPEED if modem.settings.results else "")

    def go_on(self, now: float) -> Outcome:
        """`ATO`."""
        far = self._modem.line.far
        if not (self._modem.reached and far is not None and far.modem and not self._modem.settings.voice):
            return FAILED if not self._modem.off else Outcome(Result.NO_CARRIER)
        self._connected(now)
        return LATER

    def data(self, data: bytes, now: float) -> None:
        """Bytes for the far modem, which sends everything back; three escapes with a pause around them are none."""
        modem = self._modem
        escape = bytes([modem.settings.registers[2]])
        guard_s = modem.settings.registers[12] / 50
        fresh = self._escapes > 0 or now - self._last >= guard_s
        modem.agenda.drop("escape")
        if fresh and not data.strip(escape) and self._escapes + len(data) <= _ESCAPES:
            self._escapes += len(data)
            if self._escapes == _ESCAPES:
                modem.agenda.add(now + guard_s, "escape", self._escape)
        else:
            self._escapes = 0
        self._last = now
        modem.say(data, now, _ROUND_TRIP_S)

    def _escape(self, now: float) -> None:
        self._escapes = 0
        self._modem.mode = Mode.COMMAND
        self._modem.result(Result.OK, now)
