"""One analogue line as a switch, without I/O: commands and notices in, AT commands and events out.

The core's picture of a call is a caller's connection and a station's, joined by a bridge. Here the station is no line of its own but
the handset, headset or telephone at the modem: dialling it answers at once, and being in a bridge with it means that the
relays (`voicepath`) let it hear the line. So this machine keeps what is *wanted* (bridges, holds, music, what is to be said), and
after each turn, `settle` takes the next step towards it: take the call, press the hook (`exchange`), play, hang up. Commands
that come in one breath are therefore carried out as one wish, and what a transfer asks for is never half done.

What it promises beyond `switch.py` is what the ARI adapter promises (`ari/translator.py`); moreover a connection that we hang up
has ended when the modem is on hook again, so that the next call can be dialled at once. Where the line is, is `line_machine`'s.
"""

from __future__ import annotations

from agent_desktop.cti import switch as s
from agent_desktop.cti.modem import arriving, calling, commands, ending, hearing, steps
from agent_desktop.cti.modem import dialogue as d
from agent_desktop.cti.modem.ground import Ground, Place, Studio
from agent_desktop.cti.modem.line_machine import Hook
from agent_desktop.cti.modem.profile import Abilities
from agent_desktop.cti.vocabulary import Cause

_WITHOUT_CALL = frozenset({Hook.ON_HOOK, Hook.RINGING, Hook.IGNORED})


class Line:
    """The line of one modem, from the moment that it is known until it is lost. `now` is any clock that never goes back."""

    def __init__(
        self, abilities: Abilities, place: Place, dialogue: d.Dialogue, studio: Studio, *, first: int = 1
    ) -> None:
        self._ground = Ground(abilities, place, dialogue, studio, first=first)

    @property
    def arrivals(self) -> int:
        """The number of the next arriving call."""
        return self._ground.arrivals

    @property
    def hook(self) -> Hook:
        return self._ground.hook

    def send(self, command: s.AnyCommand, now: float) -> list[s.AnyEvent]:
        """Take a command; it is carried out by the next `tick`."""
        ground = self._ground
        ground.dirty = True
        commands.do(command, ground, now)
        return self._done()

    def receive(self, notice: d.Notice, now: float) -> list[s.AnyEvent]:
        """Take what the modem has said."""
        ground = self._ground
        hearing.on(notice, ground, now)
        steps.settle(ground, now)
        return self._done()

    def tick(self, now: float) -> list[s.AnyEvent]:
        """Do what is due."""
        ground = self._ground
        if ground.hook in _WITHOUT_CALL and ground.bell.fell_silent(now):
            arriving.rings_ended(ground)
        arriving.tell_arrival(ground, now)
        for dialling in (ground.dialling, ground.consulting):
            if dialling is not None and now >= dialling.until:
                calling.rang_out(ground, dialling, now)
        if ground.path is not None:
            ground.path.tick(now)
        steps.settle(ground, now)
        return self._done()

    def next_deadline(self) -> float | None:
        """When `tick` is wanted; a time long past: at once."""
        ground = self._ground
        if ground.dirty:
            return float("-inf")
        path = ground.path.next_deadline() if ground.path is not None else None
        dialling = (each.until for each in (ground.dialling, ground.consulting) if each is not None)
        return min((at for at in (ground.bell.next_deadline(), path, *dialling) if at is not None), default=None)

    def lost(self) -> list[s.AnyEvent]:
        """The modem is gone, and with it every call."""
        ground = self._ground
        for connection in [*ground.parties, *ground.stations]:
            ending.end(ground, connection, ground.leaving.get(connection, Cause.LINE_LOST), complete=False)
        return self._done()

    def _done(self) -> list[s.AnyEvent]:
        events, self._ground.events = self._ground.events, []
        return events
