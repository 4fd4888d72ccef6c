"""Between our words and ARI's, without I/O: commands become requests, responses and events become our events.

Remembers only what it needs to tell each thing once, and decides nothing. Whoever drives it sends the requests of each
`Step` in order and delivers its events in order. What it promises beyond `switch.py`:

- A refused or unanswered `Dial` gives `CommandRefused`, which says why, and then the one `ConnectionEnded`, which is what
  to act upon; likewise a refused `Play` gives `CommandRefused` and then its `PlaybackEnded`.
- An id that is dialled or played twice is refused, and nothing else happens to what bears it already.
- The playbacks of a connection end before it does. Nothing is told of a connection after its `ConnectionEnded`.
- When the link comes back, connections that ended meanwhile are told as `ConnectionEnded(LINE_LOST)`, whatever ended them,
  and then `SwitchUp` lists the living. Playbacks are asked for one by one, as ARI has no list of them.

Responses and events overtake one another at the switch (measured): neither may be relied upon to come first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import singledispatchmethod

import msgspec
import structlog

from agent_desktop.cti.ari import caller, requests, wire
from agent_desktop.cti.ari.flight import Flight
from agent_desktop.cti.ari.party import Party
from agent_desktop.cti.ari.place import Place
from agent_desktop.cti.ari.requests import Ask, asks
from agent_desktop.cti.switch import (
    Answer,
    AnyCommand,
    AnyEvent,
    Bridge,
    CallArrived,
    Clear,
    CommandRefused,
    ConnectionAlerting,
    ConnectionAnswered,
    ConnectionEnded,
    Dial,
    DigitReceived,
    Hold,
    LiveConnection,
    Monitor,
    Play,
    PlaybackEnded,
    RecordingEnded,
    ReleaseBridge,
    Retrieve,
    Spoke,
    StartMusic,
    StopMusic,
    StopPlayback,
    SwitchDown,
    SwitchUp,
)
from agent_desktop.cti.vocabulary import BridgeId, Cause, ConnectionId, Language, PlaybackId, RecordingId

log = structlog.get_logger(__name__)

_DIGITS = frozenset("0123456789*#ABCD")
_NOT_FOUND = 404
_BAD_REQUEST = 400
_LINK_DOWN = "the link to the switch is down"
_UNDIALABLE = "not a number or station name"
_TAKEN = "its id is in use already"


@dataclass(slots=True)
class Step:
    """What to send and what to tell."""

    requests: list[wire.RestRequest] = field(default_factory=list)
    events: list[AnyEvent] = field(default_factory=list)


@dataclass(slots=True)
class _Playing:
    connection: ConnectionId
    stopped: bool = False


class Translator:
    """The conversation with one switch. `now_s` is any clock that never goes back."""

    def __init__(self, place: Place, request_timeout_s: float = 5.0, memory: int = 20_000) -> None:
        self._place = place
        self._flight = Flight(request_timeout_s)
        self._memory = memory
        self._up = False
        self._parties: dict[ConnectionId, Party] = {}
        self._ended: dict[ConnectionId, None] = {}
        self._bridges: set[BridgeId] = set()
        self._playbacks: dict[PlaybackId, _Playing] = {}
        self._step = Step()

    # ---- what the driver calls

    def send(self, command: AnyCommand, now_s: float) -> Step:
        """Carry out a command."""
        if self._taken(command):
            self._tell_refused(command, _TAKEN)
            return self._done()
        wanted = self._asks(command)
        if self._up or isinstance(command, Dial | Monitor | Play):
            self._remember(command)
        if not self._up:
            self._refuse(command, _LINK_DOWN, Cause.LINE_LOST)
        elif not wanted:
            self._nothing_to_ask(command)
        for ask in wanted if self._up else ():
            self._ask(ask, now_s, command)
        return self._done()

    def receive(self, message: wire.Message, now_s: float) -> Step:
        """Take one message of the switch."""
        self._on(message, now_s)
        return self._done()

    def expire(self, now_s: float) -> Step:
        """Give up on requests that have had no response in time."""
        for pending in self._flight.late(now_s):
            log.warning("ari.request_unanswered", method=pending.ask.method, command=_name(pending.command))
            if isinstance(pending.command, Dial):
                self._ask(requests.hang_up(pending.command.connection), now_s)
            if pending.answerable is not None:
                reason = f"no answer within {self._flight.timeout_s:g} s"
                self._refuse(pending.answerable, reason, Cause.CONGESTION, pending.joined)
        return self._done()

    def next_deadline(self) -> float | None:
        """When `expire` is due."""
        return self._flight.next_deadline()

    def link_up(self, channels: Iterable[wire.Channel], bridges: Iterable[wire.BridgeRef], now_s: float) -> Step:
        """The link stands and this is what lives at the switch."""
        self._up = True
        self._bridges = {BridgeId(bridge.id) for bridge in bridges}
        there = {ConnectionId(channel.id): channel for channel in channels}
        for connection in [known for known, party in self._parties.items() if not self._lives(party, there.get(known))]:
            self._end(connection, Cause.LINE_LOST)
        for connection in self._ended:
            if connection in there and self._stasis(there[connection]) is not None:
                self._came_back(connection, now_s)
        alive = [self._find(channel) for channel in there.values() if self._is_ours(channel)]
        self._step.events.append(SwitchUp(tuple(alive)))
        for live in alive:
            self._tell_if_alerting(live.connection, there[live.connection].state)
        for playback in self._playbacks:
            self._ask(requests.still_playing(playback), now_s, playback=playback)
        return self._done()

    def link_down(self, reason: str, error: str = "") -> Step:
        """The link is gone. What was asked and not answered may or may not have been done: the next `link_up` tells."""
        self._up = False
        for pending in self._flight.lost():
            if pending.answerable is not None:
                self._tell_refused(pending.answerable, _LINK_DOWN, pending.joined)
        self._step.events.append(SwitchDown(reason, error))
        return self._done()

    # ---- commands

    def _taken(self, command: AnyCommand) -> bool:
        match command:
            case Dial(connection=connection) | Monitor(connection=connection):
                return connection in self._parties or connection in self._ended
            case Play(playback=playback):
                return playback in self._playbacks
        return False

    def _asks(self, command: AnyCommand) -> tuple[Ask, ...]:
        wanted = asks(command, self._place)
        if not isinstance(command, Bridge):
            return wanted
        made = () if command.bridge in self._bridges else (requests.make_bridge(command.bridge),)
        quiet = (c for c in command.connections if c in self._parties and self._parties[c].music)
        return (*made, *(replace(requests.silence(c), minor=True) for c in quiet), *wanted)

    def _remember(self, command: AnyCommand) -> None:
        match command:
            case Dial(connection=connection) | Monitor(connection=connection):
                self._parties[connection] = Party.dialled_now()
            case Play(playback=playback, connection=connection):
                self._playbacks[playback] = _Playing(connection)
            case StopPlayback(playback=playback) if playback in self._playbacks:
                self._playbacks[playback].stopped = True
            case Bridge(bridge=bridge):
                self._bridges.add(bridge)
            case ReleaseBridge(bridge=bridge):
                self._bridges.discard(bridge)
        self._mark(command)

    def _mark(self, command: AnyCommand) -> None:
        connections = command.connections if isinstance(command, Bridge) else (getattr(command, "connection", None),)
        for party in (self._parties[c] for c in connections if c in self._parties):
            match command:
                case Answer():
                    party.wanted = True
                case Clear():
                    party.cleared = True
                case StartMusic() | Hold():
                    party.music = True
                case StopMusic() | Retrieve() | Bridge():
                    party.music = False

    def _nothing_to_ask(self, command: AnyCommand) -> None:
        if isinstance(command, Play):
            self._finish(command.playback, completed=True)
        elif isinstance(command, Dial):
            self._refuse(command, _UNDIALABLE, Cause.UNREACHABLE)

    def _ask(
        self, ask: Ask, now_s: float, command: AnyCommand | None = None, playback: PlaybackId | None = None
    ) -> None:
        self._step.requests.append(self._flight.take_off(ask, now_s, command, playback))

    # ---- responses

    def _answered(self, response: wire.RestResponse) -> None:
        pending = self._flight.landed(response.request_id)
        if pending is None:
            return
        if response.accepted:
            if isinstance(pending.command, Answer):
                self._tell_if_answered(pending.command.connection)
        elif pending.playback is not None:
            self._finish(pending.playback, completed=False)
        elif pending.answerable is not None:
            self._not_accepted(pending.answerable, pending.ask, response)

    def _not_accepted(self, command: AnyCommand, ask: Ask, response: wire.RestResponse) -> None:
        gone = response.status_code == _NOT_FOUND
        if gone and isinstance(command, Clear | StopPlayback | ReleaseBridge):
            self._gone_already(command)
        elif ask.joining is not None:
            self._not_joined(command, ask.joining, response)
        else:
            # What was to be dialled ends of its own, with its cause: "gone" would say that its line was lost.
            self._refuse(
                command, wire.reason(response), Cause.UNREACHABLE, gone=gone and not isinstance(command, Dial | Monitor)
            )

    def _gone_already(self, command: Clear | StopPlayback | ReleaseBridge) -> None:
        match command:
            case Clear(connection=connection) if connection in self._parties:
                self._end(connection, Cause.NORMAL)
            case StopPlayback(playback=playback):
                self._finish(playback, completed=False)

    def _not_joined(self, command: AnyCommand, joining: tuple[str, str], response: wire.RestResponse) -> None:
        """404 means the bridge, 400 the connection; anything else is about how the two stand to one another."""
        bridge, connection = joining
        if response.status_code == _NOT_FOUND:
            self._bridges.discard(BridgeId(bridge))
            self._tell_refused(command, wire.reason(response), bridge, gone=True)
        else:
            gone = response.status_code == _BAD_REQUEST
            self._tell_refused(command, wire.reason(response), connection, gone=gone)

    def _refuse(self, command: AnyCommand, reason: str, cause: Cause, subject: str = "", *, gone: bool = False) -> None:
        self._tell_refused(command, reason, subject, gone=gone)
        match command:
            case Dial(connection=connection) | Monitor(connection=connection):
                self._end(connection, cause)
            case Play(playback=playback):
                self._finish(playback, completed=False)

    def _tell_refused(self, command: AnyCommand, reason: str, subject: str = "", *, gone: bool = False) -> None:
        self._step.events.append(CommandRefused(_name(command), subject or _subject(command), reason, gone))

    # ---- events

    @singledispatchmethod
    def _on(self, message: wire.Message, now_s: float) -> None:
        """A message that changes nothing here."""

    @_on.register
    def _(self, message: wire.RestResponse, _now_s: float) -> None:
        self._answered(message)

    @_on.register
    def _(self, message: wire.StasisStart, now_s: float) -> None:
        connection = ConnectionId(message.channel.id)
        if connection in self._ended:
            self._came_back(connection, now_s)
        elif connection in self._parties:
            self._parties[connection].enter(message.channel.state)
            self._tell_if_answered(connection)
        elif requests.DIALLED in message.args[:1]:
            self._parties[connection] = Party.dialled_now()
            self._parties[connection].enter(message.channel.state)
            self._tell_if_answered(connection)
        else:
            self._parties[connection] = Party.arrived(message.channel.state)
            self._step.events.append(caller.arrived(message.channel, message.args))

    @_on.register
    def _(self, message: wire.StasisEnd, _now_s: float) -> None:
        """Without a hang-up before it the channel lives on in the dialplan, out of our reach: for us that is its end."""
        connection = ConnectionId(message.channel.id)
        party = self._parties.get(connection)
        if party is not None and not party.leaving:
            self._end(connection, Cause.NORMAL)

    @_on.register
    def _(self, message: wire.ChannelStateChange, _now_s: float) -> None:
        connection = ConnectionId(message.channel.id)
        self._tell_if_alerting(connection, message.channel.state)
        self._tell_if_answered(connection, message.channel.state)

    @_on.register
    def _(self, message: wire.ChannelHangupRequest, _now_s: float) -> None:
        party = self._parties.get(ConnectionId(message.channel.id))
        if party is not None:
            party.leaving = True

    @_on.register
    def _(self, message: wire.ChannelDestroyed, _now_s: float) -> None:
        connection = ConnectionId(message.channel.id)
        party = self._parties.get(connection)
        if party is not None:
            self._end(connection, party.end_cause(message.cause))

    @_on.register
    def _(self, message: wire.ChannelDtmfReceived, _now_s: float) -> None:
        connection = ConnectionId(message.channel.id)
        if connection in self._parties and message.digit in _DIGITS:
            self._step.events.append(DigitReceived(connection, message.digit))

    @_on.register
    def _(self, message: wire.ChannelUserevent, _now_s: float) -> None:
        if message.eventname != "Spoke" or message.channel is None:
            return
        connection = ConnectionId(message.channel.id)
        if connection in self._parties:
            speech = wire.speech(message.userevent)
            self._step.events.append(Spoke(connection, speech.text, _language(speech.language)))

    @_on.register
    def _(self, message: wire.PlaybackFinished, _now_s: float) -> None:
        playback = PlaybackId(message.playback.id)
        if playback in self._playbacks:
            completed = message.playback.state == "done" and not self._playbacks[playback].stopped
            self._finish(playback, completed=completed)

    @_on.register
    def _(self, message: wire.RecordingFinished, _now_s: float) -> None:
        self._step.events.append(RecordingEnded(RecordingId(message.recording.name), complete=True))

    @_on.register
    def _(self, message: wire.RecordingFailed, _now_s: float) -> None:
        self._step.events.append(RecordingEnded(RecordingId(message.recording.name), complete=False))

    @_on.register
    def _(self, message: wire.BridgeDestroyed, _now_s: float) -> None:
        self._bridges.discard(BridgeId(message.bridge.id))

    # ---- the memory

    def _came_back(self, connection: ConnectionId, now_s: float) -> None:
        """A channel whose end we have told enters our application again: nobody waits for it, so its dialplan goes on."""
        log.warning("ari.channel_came_back")
        self._ask(requests.move_on(connection), now_s)

    def _tell_if_alerting(self, connection: ConnectionId, state: str) -> None:
        party = self._parties.get(connection)
        if party is not None and party.now_alerting(state):
            self._step.events.append(ConnectionAlerting(connection))

    def _tell_if_answered(self, connection: ConnectionId, state: str = "") -> None:
        party = self._parties.get(connection)
        if party is not None and party.now_answered(state):
            self._step.events.append(ConnectionAnswered(connection))

    def _finish(self, playback: PlaybackId, *, completed: bool) -> None:
        playing = self._playbacks.pop(playback, None)
        if playing is not None:
            self._step.events.append(PlaybackEnded(playback, completed))

    def _end(self, connection: ConnectionId, cause: Cause) -> None:
        if self._parties.pop(connection, None) is None:
            return
        for playback in [playback for playback, playing in self._playbacks.items() if playing.connection == connection]:
            self._finish(playback, completed=False)
        self._ended[connection] = None
        if len(self._ended) > self._memory:
            del self._ended[next(iter(self._ended))]
        self._step.events.append(ConnectionEnded(connection, cause))

    def _is_ours(self, channel: wire.Channel) -> bool:
        connection = ConnectionId(channel.id)
        return connection in self._parties or (connection not in self._ended and self._stasis(channel) is not None)

    def _stasis(self, channel: wire.Channel) -> tuple[str, ...] | None:
        """The arguments with which the channel is in our application, None when it is not there."""
        application, *arguments = channel.dialplan.app_data.split(",")
        inside = channel.dialplan.app_name == "Stasis" and application == self._place.app
        return tuple(arguments) if inside else None

    def _lives(self, party: Party, channel: wire.Channel | None) -> bool:
        """A dialled device that has not been picked up is not in our application yet."""
        if channel is None:
            return False
        return self._stasis(channel) is not None or (party.dialled and not party.present)

    def _find(self, channel: wire.Channel) -> LiveConnection:
        connection = ConnectionId(channel.id)
        arguments = self._stasis(channel) or ()
        arrived: CallArrived | None = None
        if connection not in self._parties:
            dialled = requests.DIALLED in arguments[:1]
            self._parties[connection] = Party.dialled_now() if dialled else Party.arrived(channel.state)
            arrived = None if dialled else caller.arrived(channel, arguments)
        party = self._parties[connection]
        if self._stasis(channel) is not None:
            party.enter(channel.state)
        party.now_answered()
        return LiveConnection(connection, answered=party.present and party.up, arrived=arrived)

    def _done(self) -> Step:
        step, self._step = self._step, Step()
        return step


def _name(command: AnyCommand | None) -> str:
    return type(command).__name__ if command is not None else ""


def _subject(command: AnyCommand) -> str:
    fields = msgspec.structs.asdict(command)
    return next(str(fields[name]) for name in ("recording", "playback", "connection", "bridge") if name in fields)


def _language(name: str) -> Language:
    return next((language for language in Language if language.value == name), Language.EN)
