"""The switch as a state machine: five verbs for programs, four for the people at the far ends, one for time.

Deterministic: the same inputs at the same times give the same ids, events and order. No asyncio, no clock, no random, no JSON.
Every verb takes the time at which it happens; what came of it is collected with `take`.
"""

from __future__ import annotations

from collections.abc import Iterable

from agent_desktop.cti.simulator import channels, dialling, playing, recording
from agent_desktop.cti.simulator.archive import Archive
from agent_desktop.cti.simulator.channels import Ending
from agent_desktop.cti.simulator.model import (
    Application,
    Board,
    Channel,
    ChannelState,
    Due,
    DueKind,
    Emitted,
    Heard,
    Telephone,
)
from agent_desktop.cti.simulator.sounds import Sounds
from agent_desktop.cti.simulator.wire import (
    ChannelDtmfReceived,
    ChannelUserevent,
    ChannelView,
    Dialplan,
    Party,
)

WITHHELD = Party("Anonymous", "anonymous")
"""What the network shows of somebody who hides their number (RFC 3323)."""

_TRY_AGAIN_S = 2.0
_TRIES = 60
_KEY_MS = 160


class Machine:
    """One simulated switch."""

    def __init__(
        self,
        sounds: Sounds | None = None,
        stations: Iterable[Telephone] = (),
        outside: Iterable[Telephone] = (),
        archive: Archive | None = None,
    ) -> None:
        self.board = Board(
            sounds=sounds or Sounds(),
            stations={phone.number: phone for phone in stations},
            outside={phone.number: phone for phone in outside},
            archive=archive or Archive(),
        )

    # programs

    def connect(self, app: str, *, all_events: bool, now: float) -> None:
        """A program listens as this application."""
        self._at(now)
        application = self.board.apps.setdefault(app, Application(app))
        application.connected = True
        application.follow_all(on=all_events)

    def disconnect(self, app: str, now: float) -> None:
        """Nobody listens any more; the application's channels stay as they are."""
        self._at(now)
        self.board.apps[app].connected = False

    def at(self, now: float) -> Board:
        """The switch at this time, for a REST request; what was due before has happened."""
        self._at(now)
        return self.board

    # people

    def arrive(self, caller: Party, dialled: str, app: str, now: float) -> str:
        """Somebody calls in through the trunk. Gives the channel's id.

        The dialplan of the trunk is the one that `agent_desktop.cti.ari.config` writes: it tries to hand the call to the application every
        two seconds, sixty times at most.
        """
        self._at(now)
        board = self.board
        channel_id = f"{int(now)}.{board.number()}"
        view = ChannelView(
            id=channel_id,
            name=f"PJSIP/{board.trunk}-{board.number():08x}",
            state=ChannelState.RING.value,
            protocol_id=f"{board.number()}@simulator",
            caller=caller,
            connected=Party(),
            accountcode="",
            dialplan=Dialplan("from-trunk", dialled),
            creationtime=board.stamp,
            language="en",
        )
        channel = Channel(view, device=f"PJSIP/{board.trunk}")
        if caller == WITHHELD:
            channel.presentation = "prohib_not_screened"
        args = (dialled, channel.presentation)
        channels.appear(board, channel)
        channels.run(board, channel, "Stasis", ",".join((app, *args)))
        if channels.can_enter(board, app):
            channels.enter_stasis(board, channel, app, args)
        else:
            channel.starts_in = (app, args)
            self._wait_for_application(channel, 1)
        channels.occupy(board, channel, "INUSE")
        return channel_id

    def press(self, channel_id: str, digit: str, now: float) -> None:
        """The far end presses a key."""
        channel = self._living(channel_id, now)
        if channel:
            event = ChannelDtmfReceived(
                timestamp=self.board.stamp, digit=digit, duration_ms=_KEY_MS, channel=channel.view
            )
            self.board.emit(event, channel=channel)
            recording.pressed(self.board, channel, digit)

    def speak(self, channel_id: str, text: str, language: str, now: float) -> None:
        """The far end says something; it travels as a user event."""
        channel = self._living(channel_id, now)
        if channel:
            words = {"text": text, "language": language, "eventname": "Spoke"}
            event = ChannelUserevent(
                timestamp=self.board.stamp, eventname="Spoke", userevent=words, channel=channel.view
            )
            self.board.emit(event, channel=channel)

    def hang_up(self, channel_id: str, now: float) -> None:
        """The far end goes."""
        channel = self._living(channel_id, now)
        if channel:
            channels.end(self.board, channel, channels.NORMAL, Ending.FAR_END)

    # time

    def tick(self, now: float) -> None:
        """Let everything happen that is due by now, each at its own time."""
        self._at(now)

    def next_deadline(self) -> float | None:
        """When `tick` is wanted; it may turn out that nothing happens then."""
        return self.board.next_deadline()

    def take_events(self) -> list[Emitted]:
        """What programs are to be told since the last time."""
        emitted, self.board.emitted = self.board.emitted, []
        return emitted

    def take_heard(self) -> list[tuple[str, Heard]]:
        """What far ends have noticed since the last time, by channel."""
        heard, self.board.heard = self.board.heard, []
        return heard

    def _at(self, now: float) -> None:
        while (due := self.board.pop_due(now)) is not None:
            self._happen(due)
        self.board.now = max(self.board.now, now)

    def _wait_for_application(self, channel: Channel, turn: int) -> None:
        channels.run(self.board, channel, "Wait", "2")
        self.board.schedule(self.board.now + _TRY_AGAIN_S, Due(DueKind.TRIED_AGAIN, channel.view.id, turn))

    def _try_again(self, channel: Channel, turn: int) -> None:
        app, args = channel.starts_in
        channels.run(self.board, channel, "Stasis", ",".join((app, *args)))
        if channels.can_enter(self.board, app):
            channels.enter_stasis(self.board, channel, app, args)
        elif turn < _TRIES:
            self._wait_for_application(channel, turn + 1)
        else:
            channels.end(self.board, channel, channels.NORMAL, Ending.DIALPLAN)

    def _living(self, channel_id: str, now: float) -> Channel | None:
        self._at(now)
        return self.board.channels.get(channel_id)

    def _happen(self, due: Due) -> None:
        if due.what is DueKind.SOUND_ENDS:
            playing.sound_ended(self.board, due.subject, due.turn)
            return
        if due.what is DueKind.RECORDED_ENOUGH:
            recording.enough(self.board, due.subject, due.turn)
            return
        channel = self.board.channels.get(due.subject)
        if channel is None:
            return
        if due.what is DueKind.TRIED_AGAIN:
            self._try_again(channel, due.turn)
        elif due.what is DueKind.TALKED:
            channels.end(self.board, channel, channels.NORMAL, Ending.FAR_END)
        elif not channel.up:
            _RINGING[due.what](self.board, channel)


_RINGING = {
    DueKind.PICKED_UP: dialling.picked_up,
    DueKind.REJECTED: dialling.rejected,
    DueKind.RUNG_OUT: dialling.rung_out,
}
"""What may befall a telephone that rings."""
