"""Voice mode: its commands, and samples to and from the line (ITU-T V.253; before it TIA IS-101, and Rockwell's `#V…`). Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from agent_desktop.cti.modem_emulator.atline import Command
from agent_desktop.cti.modem_emulator.core import DONE, FAILED, LATER, Core, Mode, Outcome
from agent_desktop.cti.modem_emulator.persona import Device, Sampling, VoiceMode
from agent_desktop.cti.modem_emulator.results import Result
from agent_desktop.cti.modem_emulator.stream import Ending, Listening, Playing, shielded

_PIECE_S, _SHORT_S = 0.1, 0.05
_KEY_S = 0.1
_HUSH_PIECES = 10
_UNIT_S = 0.01
"""`+VTS` counts tones in hundredths of a second, Rockwell's in tenths."""
_TONE = re.compile(r"\[([^\]]*)\]|\{([0-9A-D*#]),?(\d*)\}|([0-9A-D*#!])")
_FLASH_S = 0.7


class Voice:
    """The part of a modem that has voice."""

    def __init__(self, modem: Core) -> None:
        self._modem = modem
        self.playing = Playing(0)
        self.listening = Listening()
        self._commands: Mapping[str, Callable[[VoiceMode, Command, float], Outcome]] = {
            "VLS": self._label,
            "VSM": self._sampling,
            "VTX": self._play,
            "VRX": self._listen,
            "VTS": self._tones,
        }

    def do(self, command: Command, now: float) -> Outcome | None:
        """One command; None: none of voice mode's."""
        voice, sign = self._modem.persona.voice, command.name[:1]
        act = self._commands.get(command.name[1:])
        if voice is None or act is None or (sign == "#" and not voice.rockwell):
            return None
        if not self._modem.settings.voice:
            return FAILED
        return act(voice, command, now)

    # ---- commands

    def _label(self, voice: VoiceMode, command: Command, now: float) -> Outcome:
        modem = self._modem
        if command.how == "=?":
            return Outcome(lines=voice.label_lines)
        if command.how == "?":
            return Outcome(lines=(modem.settings.label,))
        if command.name.startswith("#"):
            return DONE  # Rockwell's chooses a device only; ATA and ATH move the hook
        devices = voice.labels.get(command.value)
        if devices is None:
            return FAILED
        if Device.LINE in devices:
            modem.settings.label = command.value
            modem.off_hook(now)
        else:
            modem.on_hook(now)
            modem.settings.label = command.value
        return DONE

    def _sampling(self, voice: VoiceMode, command: Command, _now: float) -> Outcome:
        settings = self._modem.settings
        if command.how == "=?":
            return Outcome(lines=tuple(one.listed for one in voice.samplings))
        if command.how == "?":
            return Outcome(lines=(f"{settings.sampling.method if settings.sampling else 0},{settings.rate},0,0",))
        method, _, rest = command.value.partition(",")
        sampling = next((one for one in voice.samplings if str(one.method) == method), None)
        rate = rest.partition(",")[0] or (str(sampling.rates[0]) if sampling else "")
        if sampling is None or sampling.coding is None or not rate.isdecimal() or int(rate) not in sampling.rates:
            return FAILED
        settings.sampling, settings.rate = sampling, int(rate)
        return DONE

    def _play(self, voice: VoiceMode, command: Command, now: float) -> Outcome:
        if command.how or self._modem.settings.sampling is None:
            return FAILED
        self.playing = Playing(voice.buffer)
        self._begin(Mode.PLAYING, now)
        self._modem.agenda.add(now + _PIECE_S, "stream", self._on_play)
        return LATER

    def _listen(self, _: VoiceMode, command: Command, now: float) -> Outcome:
        if command.how or self._modem.settings.sampling is None:
            return FAILED
        self.listening = Listening(any_key_ends=command.name.startswith("#"))
        self._begin(Mode.LISTENING, now)
        self._modem.agenda.add(now + _SHORT_S, "stream", self._on_listen)
        return LATER

    def _tones(self, _: VoiceMode, command: Command, now: float) -> Outcome:
        """`1,2`, `[933,,150]`, `{5,20}`, `!` for the hook."""
        if command.how == "=?":
            return Outcome(lines=("(200-3200),(200-3200),(0-255)",))
        matches = list(_TONE.finditer(command.value))
        if command.how != "=" or not matches or _TONE.sub("", command.value).strip(","):
            return FAILED
        at: float = now
        unit_s = _UNIT_S * (10 if command.name.startswith("#") else 1)
        for match in matches:
            at += self._sends(match, at, unit_s)
        return Outcome(self._modem.good, wait_s=at - now)

    def _sends(self, match: re.Match[str], at: float, unit_s: float) -> float:
        chord, held, length, key = match.groups()
        line, agenda = self._modem.line, self._modem.agenda
        if chord is not None:
            units = chord.rpartition(",")[2]
            return int(units) * unit_s if units.isdecimal() else _KEY_S
        if key == "!":
            agenda.add(at, "tones", line.flash)
            return _FLASH_S
        pressed = held or key
        agenda.add(at, "tones", lambda when: line.dial(pressed, when))
        return int(length) * unit_s if length else _KEY_S

    # ---- streams

    def _begin(self, mode: Mode, now: float) -> None:
        self._modem.result(Result.CONNECT, now)
        self._modem.mode = mode
        if mode is Mode.PLAYING:
            self._modem.agenda.drop("still")

    def end(self, now: float) -> None:
        """Back to commands."""
        modem = self._modem
        modem.agenda.drop("stream")
        if modem.mode is Mode.LISTENING:
            modem.say(b"\x10\x03", now)
        modem.mode = Mode.COMMAND
        modem.result(modem.good, now)
        self._still(_HUSH_PIECES, now)

    def _still(self, pieces: int, now: float) -> None:
        """Nothing is played any more; the far end notices after a while."""
        self._modem.line.still(_PIECE_S, now)
        if pieces:
            self._modem.agenda.add(now + _PIECE_S, "still", lambda at: self._still(pieces - 1, at))

    @property
    def _form(self) -> tuple[Sampling, int]:
        settings = self._modem.settings
        assert settings.sampling is not None, "streams begin only with one"
        return settings.sampling, settings.rate

    def _on_play(self, now: float) -> None:
        playing, (sampling, rate) = self.playing, self._form
        coding = sampling.coding
        assert coding is not None, "only such can be chosen"
        size = int(rate * _PIECE_S) * coding.width
        piece = bytes(playing.buffer[:size])
        del playing.buffer[:size]
        if piece:
            playing.began, playing.starved = True, False
            self._modem.line.play(coding.unpack(piece), rate, now)
        missing_s = (size - len(piece)) / coding.width / rate
        if missing_s > 0:
            self._modem.line.still(missing_s, now)
        if playing.ending is Ending.ABORT or (playing.ending is Ending.DRAIN and not playing.buffer):
            self.end(now)
            return
        if len(piece) < size and playing.began and not playing.starved and playing.ending is Ending.OPEN:
            playing.starved = True
            self._modem.event("u", now)
        self._modem.agenda.add(now + _PIECE_S, "stream", self._on_play)

    def _on_listen(self, now: float) -> None:
        modem, (sampling, rate) = self._modem, self._form
        assert sampling.coding is not None, "only such can be chosen"
        if modem.overrun():
            if not self.listening.lost:
                modem.event("o", now)
            self.listening.lost = True
        else:
            self.listening.lost = False
            heard = modem.line.sound(rate, int(rate * _SHORT_S), now)
            modem.say(shielded(sampling.coding.pack(heard)), now)
        self._silence(now)
        modem.agenda.add(now + _SHORT_S, "stream", self._on_listen)

    def _silence(self, now: float) -> None:
        """`<DLE>s` where nobody has said anything for the time of `+VSD`, `<DLE>q` where somebody has stopped."""
        listening, modem = self.listening, self._modem
        sensitivity, _, tenths = modem.settings.parameters.get("+VSD", "0,0").partition(",")
        if modem.line.loud(now):
            listening.talked, listening.told, listening.quiet_s = True, False, 0.0
            return
        listening.quiet_s += _SHORT_S
        limit_s = int(tenths) / 10 if tenths.isdecimal() else 0.0
        if sensitivity != "0" and 0 < limit_s <= listening.quiet_s and not listening.told:
            listening.told = True
            modem.event("q" if listening.talked else "s", now)
