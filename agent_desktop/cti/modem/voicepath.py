"""What the line hears and is heard by, in voice mode: a small machine that walks, one command at a time, from what the modem does to
what is wanted of it.

A modem in voice mode does one thing: it waits for commands, it plays, or it listens; and while it plays or listens it takes no
commands. So whoever wants something sets `want` and calls `move`: a stream that is not wanted any more is cut off, then the
relays are set, tones are sent, and only then the next stream begins. Whatever is wanted meanwhile is seen at the next step.

Samples are sent as fast as they are heard, and a little ahead: a modem's buffer is small, and what lies in it cannot be taken
back when the caller presses a key.
"""

from __future__ import annotations

import enum
from array import array
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from agent_desktop.cti.modem.dialogue import CAN, DLE, ETX, Answered, Ask, Code, Dialogue, at, shield
from agent_desktop.cti.modem.profile import Voice
from agent_desktop.cti.modem.samples import RATE, Format

_AHEAD_S = 0.4
_PIECE_S = 0.1
_PIECE = int(RATE * _PIECE_S)
_END_S = 5.0
_STOP_PLAYING = DLE + CAN + DLE + ETX
_PLAYED = DLE + ETX
_STOP_LISTENING = DLE + b"!"


class Mode(enum.StrEnum):
    """What the modem does."""

    COMMAND = "command"
    """It takes commands; people may talk."""
    PLAYING = "playing"
    LISTENING = "listening"


class Teller(Protocol):
    """Whoever asks for commands and is called with their answers."""

    def __call__(self, ask: Ask, then: Callable[[Answered], None]) -> None: ...


@dataclass(slots=True)
class Speech:
    """Something to be played."""

    samples: array[int]
    loops: bool = False
    position: int = 0

    def piece(self) -> array[int]:
        """The next tenth of a second; empty at the end."""
        if self.loops and self.position >= len(self.samples):
            self.position = 0
        taken = self.samples[self.position : self.position + _PIECE]
        self.position += len(taken)
        return taken


@dataclass(slots=True)
class Want:
    """What ought to be."""

    talk: bool | None = None
    """Whether the agent's telephone is on the line; None: as it is."""
    muted: bool = False
    """Whether they are kept from being heard while it is."""
    speech: Speech | None = None
    listen: bool = False
    tones: deque[str] = field(default_factory=deque)
    """Commands that send tones."""


class VoicePath:
    """One modem off hook in voice mode."""

    def __init__(self, voice: Voice, form: Format, dialogue: Dialogue, ask: Teller) -> None:
        self._voice, self._form, self._dialogue, self._ask = voice, form, dialogue, ask
        self.want = Want()
        self.mode = Mode.COMMAND
        self.ended: list[Speech] = []
        """Played to their end since somebody looked."""
        self.lost = False
        """The modem has stopped listening by itself."""
        self._busy = False
        self._relays = voice.off_hook
        self._speech: Speech | None = None
        self._began, self._sent_s = 0.0, 0.0

    @property
    def quiet(self) -> bool:
        """It takes commands, and none is under way."""
        return self.mode is Mode.COMMAND and not self._busy

    def restart(self) -> None:
        """A new call: the modem has just gone off hook."""
        self.want = Want()
        self.mode, self._busy, self._speech, self._relays = Mode.COMMAND, False, None, self._voice.off_hook
        self.lost = False
        self.ended.clear()

    def move(self, now: float) -> None:
        """The next step towards what is wanted; nothing while one is under way."""
        if self._busy:
            return
        if self.mode is Mode.COMMAND:
            self._from_command(now)
        elif self.mode is Mode.PLAYING and (self.want.speech is not self._speech or self.want.tones):
            self._leave(_STOP_PLAYING)
        elif self.mode is Mode.LISTENING and not self._goes_on_listening():
            self._leave(_STOP_LISTENING)

    def tick(self, now: float) -> None:
        """Send what is due of the samples."""
        while self._speech is not None and not self._busy and self._due() <= now:
            piece = self._speech.piece()
            if not piece:
                self._played_out()
                return
            self._dialogue.write(shield(self._form.pack(piece)))
            self._sent_s += len(piece) / RATE

    def next_deadline(self) -> float | None:
        """When `tick` is wanted."""
        return self._due() if self._speech is not None and not self._busy else None

    def stream_ended(self) -> None:
        """The modem has left a stream, asked or not."""
        if self.mode is Mode.LISTENING and not self._busy:
            self.mode, self.lost = Mode.COMMAND, True

    # ---- steps

    def _due(self) -> float:
        return self._began + self._sent_s - _AHEAD_S

    def _wanted_relays(self) -> str:
        if self.want.speech is not None or self.want.talk is False:
            return self._voice.off_hook
        if not self.want.talk:
            return self._relays
        return self._voice.mute or self._voice.talk if self.want.muted else self._voice.talk

    def _goes_on_listening(self) -> bool:
        want = self.want
        return want.listen and want.speech is None and not want.tones and self._relays == self._wanted_relays()

    def _from_command(self, now: float) -> None:
        if self._relays != self._wanted_relays():
            self._relays = self._wanted_relays()
            self._do(at(self._relays), lambda _: None)
        elif self.want.tones:
            self._do(at(self.want.tones.popleft(), 10.0), lambda _: None)
        elif self.want.speech is not None:
            speech = self.want.speech
            self._do(at(self._voice.play), lambda answer: self._playing(speech, answer, now))
        elif self.want.listen:
            self._do(at(self._voice.listen, listens=True), self._listening)

    def _playing(self, speech: Speech, answer: Answered, asked_at: float) -> None:
        if answer.ok:
            self.mode, self._speech = Mode.PLAYING, speech
            self._began, self._sent_s = asked_at, 0.0
            return
        self.want.speech = None if self.want.speech is speech else self.want.speech
        self.ended.append(speech)
        self._make_sure(answer, _STOP_PLAYING)

    def _listening(self, answer: Answered) -> None:
        if answer.ok:
            self.mode = Mode.LISTENING
        else:
            self.want.listen, self.lost = False, True
            self._make_sure(answer, _STOP_LISTENING)

    def _make_sure(self, answer: Answered, how: bytes) -> None:
        """Whose CONNECT was lost on the way takes commands for samples: it is brought out of that."""
        if answer.code is Code.SILENCE:
            self._leave(how)

    def _leave(self, how: bytes) -> None:
        self._speech = None
        self._do(Ask(how, _END_S), lambda _: self._back())

    def _played_out(self) -> None:
        speech = self._speech
        assert speech is not None, "only what plays can end"
        self._do(Ask(_PLAYED, _AHEAD_S + _END_S), lambda _: self._finished(speech))

    def _finished(self, speech: Speech) -> None:
        self._back()
        self.ended.append(speech)
        if self.want.speech is speech:
            self.want.speech = None

    def _back(self) -> None:
        self.mode, self._speech = Mode.COMMAND, None

    def _do(self, ask: Ask, then: Callable[[Answered], None]) -> None:
        self._busy = True

        def done(answer: Answered) -> None:
            self._busy = False
            then(answer)

        self._ask(ask, done)
