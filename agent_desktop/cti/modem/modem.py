"""A modem from its port's bytes to a switch's events, without I/O: opening it, then its line. Whoever drives it moves bytes, keeps one
timer, and closes it when the port is gone.
"""

from __future__ import annotations

from agent_desktop.cti.modem.dialogue import Answered, Code, Dialogue, Notice
from agent_desktop.cti.modem.ground import Place, Studio, refusal
from agent_desktop.cti.modem.line import Line
from agent_desktop.cti.modem.line_machine import Hook
from agent_desktop.cti.modem.opening import Opening
from agent_desktop.cti.modem.profile import Abilities, Flash, Profile
from agent_desktop.cti.modem.trouble import Trouble
from agent_desktop.cti.switch import (
    AnyCommand,
    AnyEvent,
    Clear,
    ConnectionEnded,
    Dial,
    Monitor,
    Play,
    PlaybackEnded,
    StopPlayback,
    StopRecording,
    SwitchDown,
    SwitchUp,
)
from agent_desktop.cti.vocabulary import Cause
from agent_desktop.protocol.errors import ErrorId

_SILENT = 3
"""So many commands without an answer, and it has stopped working."""


class Modem:
    """One modem. `now` is any clock in seconds that never goes back."""

    def __init__(self, port: str, place: Place, studio: Studio, known: Profile | None, flash: Flash) -> None:
        self._port, self._place, self._studio, self._known, self._flash = port, place, studio, known, flash
        self._dialogue = Dialogue()
        self._opening: Opening | None = None
        self._line: Line | None = None
        self._arrivals = 1
        self._unanswered = 0
        self._events: list[AnyEvent] = []
        self.abilities: Abilities | None = None
        """Those of the modem that was opened last."""

    @property
    def up(self) -> bool:
        return self._line is not None

    def opened(self) -> None:
        """The port is open: get to know what is there."""
        self._line, self._unanswered = None, 0
        self._opening = Opening(self._dialogue, self._port, self._known, self._flash)
        self._opening.begin()

    def closed(self, trouble: Trouble) -> list[AnyEvent]:
        """The port is gone, or cannot be opened."""
        self._events.append(SwitchDown(str(trouble), trouble.error_id, trouble.arguments))
        if self._line is not None:
            self._events += self._line.lost()
            self._arrivals = self._line.arrivals
        self._line = self._opening = None
        self._dialogue.reset()
        return self._done()

    def send(self, command: AnyCommand, now: float) -> list[AnyEvent]:
        """Take a command; `tick` carries it out."""
        self._events += self._line.send(command, now) if self._line is not None else _refused(command)
        return self._done()

    def receive(self, data: bytes, now: float) -> list[AnyEvent]:
        """Take bytes of the port.

        Raises:
            Trouble: what is there is none, or none any more. Events that came before it are given by `closed`.

        """
        for notice in self._dialogue.receive(data, now):
            self._take(notice, now)
        return self._done()

    def tick(self, now: float) -> list[AnyEvent]:
        """Do what is due.

        Raises:
            Trouble: it does not answer any more. Events that came before it are given by `closed`.

        """
        for notice in self._dialogue.tick(now):
            self._take(notice, now)
        if self._line is not None:
            self._events += self._line.tick(now)
        return self._done()

    def outgoing(self, now: float) -> bytes:
        """What is to be written to the port."""
        return self._dialogue.outgoing(now)

    def next_deadline(self) -> float | None:
        """When `tick` and then `outgoing` are wanted."""
        line = self._line.next_deadline() if self._line is not None else None
        return min((at for at in (line, self._dialogue.next_deadline()) if at is not None), default=None)

    def _take(self, notice: Notice, now: float) -> None:
        if self._opening is not None and isinstance(notice, Answered):
            self._opening.answered(notice)
            self._ready(self._opening)
        elif self._line is not None:
            calling = self._line.hook in {Hook.DIALLING, Hook.ALERTING}
            self._events += self._line.receive(notice, now)
            if isinstance(notice, Answered) and not calling:
                self._count(notice)

    def _count(self, answer: Answered) -> None:
        self._unanswered = self._unanswered + 1 if answer.code is Code.SILENCE else 0
        if self._unanswered >= _SILENT:
            raise Trouble(ErrorId.MODEM_LOST, port=self._port)

    def _ready(self, opening: Opening) -> None:
        if opening.abilities is None:
            return
        self.abilities, self._opening = opening.abilities, None
        self._line = Line(self.abilities, self._place, self._dialogue, self._studio, first=self._arrivals)
        self._events.append(SwitchUp((), self.abilities.capabilities))

    def _done(self) -> list[AnyEvent]:
        events, self._events = self._events, []
        return events


def _refused(command: AnyCommand) -> list[AnyEvent]:
    if isinstance(command, Clear | StopPlayback | StopRecording):
        return []
    events: list[AnyEvent] = [refusal(command, "the modem is not there")]
    match command:
        case Dial(connection=connection) | Monitor(connection=connection):
            events.append(ConnectionEnded(connection, Cause.LINE_LOST))
        case Play(playback=playback):
            events.append(PlaybackEnded(playback, completed=False))
    return events
