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

from array import array
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import singledispatchmethod
from typing import Protocol

import msgspec
import structlog

from agent_desktop.cti import switch as s
from agent_desktop.cti.modem import dialogue as d
from agent_desktop.cti.modem import line_machine
from agent_desktop.cti.modem.bell import Bell
from agent_desktop.cti.modem.callerid import Caller
from agent_desktop.cti.modem.exchange import Exchange, Press
from agent_desktop.cti.modem.line_machine import Hook, LineEvent
from agent_desktop.cti.modem.numbers import digits_of
from agent_desktop.cti.modem.profile import Abilities, AnswerMode
from agent_desktop.cti.modem.signals import Meaning, Signals
from agent_desktop.cti.modem.taping import Tapes, Taping
from agent_desktop.cti.modem.voicepath import Speech, VoicePath, Want
from agent_desktop.cti.vocabulary import BridgeId, Capability, Cause, ConnectionId, Language, PlaybackId

log = structlog.get_logger(__name__)

_GONE_WINDOW_S = 10.0
_DIAL_S = 20.0
"""For the digits themselves, beside the time that it may ring."""
_HANGING_UP_S = 5.0

_CAUSES = {
    d.Code.BUSY: Cause.BUSY,
    d.Code.NO_ANSWER: Cause.NO_ANSWER,
    d.Code.NO_CARRIER: Cause.NO_ANSWER,
    d.Code.SILENCE: Cause.NO_ANSWER,
    d.Code.DELAYED: Cause.CONGESTION,
}
"""How dialling ended; anything else means that the number, or the network, was not reached."""

_NO_SUCH = "it is not on this line"
_CANNOT = "this modem cannot do that"
_IN_USE = "the line is in use"
_NOT_OFF_HOOK = "nobody is off hook"


class Studio(Tapes, Protocol):
    """What is played, and where recordings go: 16-bit samples, 8,000 a second. None where there is no such sound."""

    def prompt(self, media: str, language: Language) -> array[int] | None: ...

    def music(self) -> array[int] | None: ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where the line is and what is dialled on it."""

    region: str
    """ISO 3166 country of the line."""
    stations: frozenset[str] = frozenset()
    """What the agents' stations are called; they are all the telephone at the modem."""
    prefix: str = ""
    """Before outside numbers, such as `0,` on a PBX."""
    dnis: str = ""
    """Our own number, told as the one that was dialled."""
    answers: AnswerMode | None = None
    """None: at once where the modem plays prompts, else when an agent takes it."""
    mark: str = "modem"
    """Begins the ids of arriving connections; no two lives of a line share it."""


@dataclass(slots=True)
class Party:
    """The far end of one call."""

    connection: ConnectionId
    arrived: bool
    told_answered: bool = False
    wanted: bool = False
    """We were asked to answer."""
    refused: bool = False
    """The modem would not take it."""


@dataclass(slots=True)
class _Playing:
    playback: PlaybackId
    connection: ConnectionId
    speech: Speech
    complete: bool


@dataclass(slots=True)
class _Dialling:
    party: Party
    digits: str
    until: float


@dataclass(slots=True)
class _Wishes:
    """Who is to be with whom."""

    bridges: dict[BridgeId, set[ConnectionId]] = field(default_factory=dict)
    held: set[ConnectionId] = field(default_factory=set)
    music: set[ConnectionId] = field(default_factory=set)

    def forget(self, connection: ConnectionId) -> None:
        self.held.discard(connection)
        self.music.discard(connection)
        for members in self.bridges.values():
            members.discard(connection)

    def joined(self, connection: ConnectionId) -> set[ConnectionId]:
        """The others in its bridge; nobody while it is held."""
        if connection in self.held:
            return set()
        found = (members for members in self.bridges.values() if connection in members)
        return {other for members in found for other in members - self.held} - {connection}


class Line:
    """The line of one modem, from the moment that it is known until it is lost. `now` is any clock that never goes back."""

    def __init__(
        self, abilities: Abilities, place: Place, dialogue: d.Dialogue, studio: Studio, *, first: int = 1
    ) -> None:
        self._abilities, self._place, self._dialogue, self._sounds = abilities, place, dialogue, studio
        profile = abilities.profile
        self._hook = Hook.ON_HOOK
        self._bell = Bell(profile.caller_id_wait_s if abilities.caller_id else 0.0, profile.ring_pause_s)
        self._exchange = Exchange(abilities.flash)
        self._signals = Signals()
        self._path: VoicePath | None = None
        if abilities.voice is not None and abilities.coding is not None:
            self._path = VoicePath(abilities.voice, abilities.coding.format, dialogue, self._ask)
        self._taping = Taping(studio, abilities.coding.format if abilities.coding else None)
        self._then: dict[int, Callable[[d.Answered], None]] = {}
        self._wishes = _Wishes()
        self._stations: set[ConnectionId] = set()
        self._parties: dict[ConnectionId, Party] = {}
        self._playing: deque[_Playing] = deque()
        self._music: Speech | None = None
        self._dialling: _Dialling | None = None
        self._consulting: _Dialling | None = None
        self._ending: dict[ConnectionId, Cause] = {}
        self._gone_at: dict[Meaning, list[float]] = {}
        self._pressing = self._releasing = False
        self._dirty = False
        self.arrivals = first
        """The number of the next arriving call."""
        self._events: list[s.AnyEvent] = []

    # ---- what the driver calls

    @property
    def hook(self) -> Hook:
        return self._hook

    def send(self, command: s.AnyCommand, now: float) -> list[s.AnyEvent]:
        """Take a command; it is carried out by the next `tick`."""
        self._dirty = True
        self._do(command, now)
        return self._done()

    def receive(self, notice: d.Notice, now: float) -> list[s.AnyEvent]:
        """Take what the modem has said."""
        self._on(notice, now)
        self._settle(now)
        return self._done()

    def tick(self, now: float) -> list[s.AnyEvent]:
        """Do what is due."""
        if self._hook in {Hook.RINGING, Hook.IGNORED, Hook.ON_HOOK} and self._bell.fell_silent(now):
            self._rings_ended()
        self._tell_arrival(now)
        for dialling in (self._dialling, self._consulting):
            if dialling is not None and now >= dialling.until:
                self._rang_out(dialling, now)
        if self._path is not None:
            self._path.tick(now)
        self._settle(now)
        return self._done()

    def next_deadline(self) -> float | None:
        """When `tick` is wanted; a time long past: at once."""
        if self._dirty:
            return float("-inf")
        path = self._path.next_deadline() if self._path is not None else None
        dialling = (each.until for each in (self._dialling, self._consulting) if each is not None)
        return min((at for at in (self._bell.next_deadline(), path, *dialling) if at is not None), default=None)

    def lost(self) -> list[s.AnyEvent]:
        """The modem is gone, and with it every call."""
        for connection in [*self._parties, *self._stations]:
            self._end(connection, self._ending.get(connection, Cause.LINE_LOST), complete=False)
        return self._done()

    # ---- commands

    @singledispatchmethod
    def _do(self, command: s.AnyCommand, _now: float) -> None:
        self._refuse(command, _CANNOT)

    @_do.register
    def _(self, command: s.Answer, _now: float) -> None:
        party = self._party(command)
        if party is None or not party.arrived or party.told_answered:
            return
        if self._answers is AnswerMode.AT_ONCE:
            party.wanted, party.refused = True, False
        else:
            self._tell_answered(party)

    @_do.register
    def _(self, command: s.Dial, now: float) -> None:
        connection = command.connection
        if connection in self._parties or connection in self._stations:
            self._refuse(command, "its id is in use already")
            return
        if command.device in self._place.stations:
            self._stations.add(connection)
            self._events += [s.ConnectionAlerting(connection), s.ConnectionAnswered(connection)]
            return
        digits = digits_of(command.device, self._place.region, self._place.prefix)
        dialling = _Dialling(Party(connection, arrived=False), digits or "", now + command.ring_timeout_s + _DIAL_S)
        if digits is None:
            self._undialled(command, "not a number that can be dialled", Cause.UNREACHABLE)
        elif self._hook is Hook.ON_HOOK:
            self._dial(dialling, command.ring_timeout_s)
        elif self._hook is Hook.UP and self._exchange.has_room and self._consulting is None:
            self._parties[connection] = dialling.party
            self._consulting = dialling
        else:
            self._undialled(command, _IN_USE, Cause.CONGESTION)

    @_do.register
    def _(self, command: s.Monitor, _now: float) -> None:
        self._undialled(command, _CANNOT, Cause.UNREACHABLE)

    @_do.register
    def _(self, command: s.Clear, now: float) -> None:
        connection = command.connection
        if connection in self._stations:
            self._end(connection, Cause.NORMAL)
        elif connection in self._parties and connection not in self._ending:
            self._clear(self._parties[connection], now)

    @_do.register
    def _(self, command: s.Play, _now: float) -> None:
        if any(each.playback == command.playback for each in self._playing):
            self._refuse(command, "its id is in use already")
            return
        if self._path is None or self._hook is not Hook.UP or command.connection not in self._parties:
            gone = command.connection not in self._parties
            self._refuse(command, _CANNOT if self._path is None else _NO_SUCH if gone else _NOT_OFF_HOOK)
            self._events.append(s.PlaybackEnded(command.playback, completed=False))
            return
        found = [self._sounds.prompt(prompt.media, command.language) for prompt in command.prompts]
        samples = array("h")
        for each in found:
            samples.extend(each or ())
        playing = _Playing(command.playback, command.connection, Speech(samples), None not in found)
        self._playing.append(playing)
        if not samples:
            self._played(playing, completed=playing.complete)

    @_do.register
    def _(self, command: s.StopPlayback, _now: float) -> None:
        for playing in [each for each in self._playing if each.playback == command.playback]:
            self._played(playing, completed=False)

    @_do.register
    def _(self, command: s.StartMusic, _now: float) -> None:
        if self._known(command):
            self._wishes.music.add(command.connection)

    @_do.register
    def _(self, command: s.StopMusic, _now: float) -> None:
        self._wishes.music.discard(command.connection)

    @_do.register
    def _(self, command: s.Bridge, _now: float) -> None:
        for connection in command.connections:
            if self._known(command, connection):
                self._wishes.forget(connection)
                self._wishes.bridges.setdefault(command.bridge, set()).add(connection)

    @_do.register
    def _(self, command: s.Unbridge, _now: float) -> None:
        self._wishes.bridges.get(command.bridge, set()).discard(command.connection)

    @_do.register
    def _(self, command: s.ReleaseBridge, _now: float) -> None:
        self._wishes.bridges.pop(command.bridge, None)

    @_do.register
    def _(self, command: s.Hold, _now: float) -> None:
        if not self._known(command):
            return
        if command.connection in self._parties and not self._can(Capability.HOLD):
            self._refuse(command, _CANNOT)
            return
        self._wishes.bridges.setdefault(command.bridge, set()).add(command.connection)
        self._wishes.held.add(command.connection)
        self._wishes.music.add(command.connection)

    @_do.register
    def _(self, command: s.Retrieve, _now: float) -> None:
        if self._known(command):
            self._wishes.held.discard(command.connection)
            self._wishes.music.discard(command.connection)
            self._wishes.bridges.setdefault(command.bridge, set()).add(command.connection)

    @_do.register
    def _(self, command: s.SendDigits, _now: float) -> None:
        if not self._known(command):
            return
        template = self._abilities.voice.digits if self._abilities.voice is not None else self._abilities.profile.digits
        if template is None or command.connection not in self._exchange.heard or self._hook is not Hook.UP:
            self._refuse(command, _CANNOT if template is None else _NOT_OFF_HOOK)
            return
        tones = template.format(digits=",".join(command.digits))
        if self._path is not None:
            self._path.want.tones.append(tones)
        else:
            self._run([tones], lambda _: None)

    @_do.register
    def _(self, command: s.StartRecording, _now: float) -> None:
        if not self._can(Capability.RECORD):
            self._refuse(command, _CANNOT)
        elif not self._wishes.bridges.get(command.bridge, set()) & set(self._parties):
            self._refuse(command, _NO_SUCH)
        elif reason := self._taping.start(command.recording, command.bridge):
            self._refuse(command, reason)

    @_do.register
    def _(self, command: s.PauseRecording, _now: float) -> None:
        self._taping.pause(command.recording, paused=True)

    @_do.register
    def _(self, command: s.ResumeRecording, _now: float) -> None:
        self._taping.pause(command.recording, paused=False)

    @_do.register
    def _(self, command: s.StopRecording, _now: float) -> None:
        if self._taping.recording == command.recording:
            self._stop_taping(complete=True)

    # ---- what the modem says

    @singledispatchmethod
    def _on(self, notice: d.Notice, _now: float) -> None:
        raise TypeError(f"{type(notice).__name__} is no notice")

    @_on.register
    def _(self, notice: d.Answered, _now: float) -> None:
        then = self._then.pop(notice.number, None)
        if then is not None:
            then(notice)

    @_on.register
    def _(self, notice: d.Told, now: float) -> None:
        match notice.code:
            case d.Code.RING:
                self._ring(now)
            case d.Code.RINGING:
                self._far_rings()
            case d.Code.NO_CARRIER | d.Code.BUSY | d.Code.NO_DIALTONE if self._hook is Hook.UP:
                self._far_gone()

    @_on.register
    def _(self, notice: d.Said, now: float) -> None:
        if self._hook in {Hook.ON_HOOK, Hook.RINGING}:
            self._bell.said(notice.text, now)
            self._tell_arrival(now)

    @_on.register
    def _(self, notice: d.Heard, _now: float) -> None:
        if not self._taping.write(notice.samples):
            self._stop_taping(complete=False)

    @_on.register
    def _(self, notice: d.Signal, now: float) -> None:
        match self._signals.take(notice.code):
            case Meaning.RING:
                self._ring(now)
            case Meaning.RING_BACK:
                self._far_rings()
            case Meaning.END:
                if self._path is not None:
                    self._path.stream_ended()
            case Meaning() as meaning:
                self._heard(meaning, now)
            case str() as key:
                self._key(key, now)

    def _ring(self, now: float) -> None:
        if self._hook in {Hook.ON_HOOK, Hook.RINGING, Hook.IGNORED}:
            self._advance(LineEvent.RING)
            self._bell.ring(now)
            self._tell_arrival(now)

    def _far_rings(self) -> None:
        if self._dialling is not None and self._hook is Hook.DIALLING:
            self._events.append(s.ConnectionAlerting(self._dialling.party.connection))
        if line_machine.can(self._hook, LineEvent.FAR_RINGS):
            self._advance(LineEvent.FAR_RINGS)

    def _key(self, key: str, now: float) -> None:
        if self._hook in {Hook.ON_HOOK, Hook.RINGING}:
            self._bell.key(key, now)
            self._tell_arrival(now)
        elif self._hook is Hook.UP and len(self._exchange.heard) == 1:
            self._events.extend(s.DigitReceived(heard, key) for heard in self._exchange.heard)

    def _heard(self, meaning: Meaning, now: float) -> None:
        """A tone, or silence, on the line."""
        voice = self._abilities.voice
        if self._hook is not Hook.UP or voice is None:
            return
        if meaning in {Meaning.SILENCE, Meaning.QUIET} and self._taping.recording and not self._talkers():
            self._stop_taping(complete=True)
        needed = voice.gone.get(meaning)
        if needed is not None and self._exchange.heard:
            recent = [at for at in self._gone_at.get(meaning, []) if now - at < _GONE_WINDOW_S]
            self._gone_at[meaning] = [*recent, now]
            if len(recent) + 1 >= needed:
                self._far_gone()

    # ---- arriving

    @property
    def _answers(self) -> AnswerMode:
        if self._path is None:
            return AnswerMode.WHEN_TAKEN
        return self._place.answers or AnswerMode.AT_ONCE

    def _tell_arrival(self, now: float) -> None:
        caller = self._bell.due(now)
        if caller is not None and self._hook is Hook.RINGING:
            self._arrived(caller)

    def _arrived(self, caller: Caller) -> None:
        connection = ConnectionId(f"{self._place.mark}-{self.arrivals}")
        self.arrivals += 1
        self._parties[connection] = Party(connection, arrived=True)
        self._exchange.first(connection)
        if not caller.trusted:
            log.info("modem.caller_id_damaged", connection=connection)
        self._events.append(
            s.CallArrived(connection, caller.number, caller.name, caller.withheld, self._place.dnis),
        )

    def _rings_ended(self) -> None:
        if line_machine.can(self._hook, LineEvent.RINGS_END):
            self._advance(LineEvent.RINGS_END)
            for connection in list(self._parties):
                self._end(connection, Cause.NORMAL)

    def _take(self) -> None:
        self._advance(LineEvent.TAKE)
        self._bell.stop()
        self._run([*self._voice_setup(), *self._off_hook()], self._taken, go_on=lambda: self._hook is Hook.TAKING)

    def _taken(self, answer: d.Answered) -> None:
        if self._hook is not Hook.TAKING:
            return
        if answer.ok:
            self._advance(LineEvent.OFF_HOOK)
            self._up()
            for party in self._parties.values():
                self._tell_answered(party)
            return
        self._advance(LineEvent.NOT_TAKEN)
        for party in self._parties.values():
            party.refused = True
            reason = f"the modem does not take the call: {answer.code.value}"
            self._events.append(s.CommandRefused("Answer", party.connection, reason))

    def _up(self) -> None:
        self._gone_at.clear()
        if self._path is not None:
            self._path.restart()

    def _voice_setup(self) -> list[str]:
        voice, coding = self._abilities.voice, self._abilities.coding
        return [] if voice is None or coding is None else [*voice.enter, coding.command]

    def _off_hook(self) -> list[str]:
        voice = self._abilities.voice
        return list(self._abilities.profile.off_hook) if voice is None else [voice.off_hook]

    # ---- calling out

    def _dial(self, dialling: _Dialling, ring_timeout_s: float) -> None:
        self._advance(LineEvent.DIAL)
        self._bell.stop()
        party = dialling.party
        self._parties[party.connection] = party
        self._exchange.first(party.connection)
        self._dialling = dialling
        voice = self._abilities.voice
        template = self._abilities.profile.dial if voice is None else voice.dial
        asks: list[str | d.Ask] = [
            *self._voice_setup(),
            d.at(template.format(digits=dialling.digits), ring_timeout_s + 2 * _DIAL_S),
        ]
        self._run(asks, self._dialled, go_on=lambda: self._dialling is dialling)

    def _dialled(self, answer: d.Answered) -> None:
        dialling, self._dialling = self._dialling, None
        if dialling is None or not line_machine.can(self._hook, LineEvent.FAR_ANSWERS):
            return
        if answer.ok:
            self._advance(LineEvent.FAR_ANSWERS)
            self._up()
            self._tell_answered(dialling.party)
            return
        if answer.code is d.Code.ERROR:
            self._events.append(s.CommandRefused("Dial", dialling.party.connection, "the modem says ERROR"))
        cause = _CAUSES.get(answer.code, Cause.UNREACHABLE)
        if answer.code is d.Code.NO_CARRIER and self._hook is Hook.DIALLING:
            cause = Cause.UNREACHABLE
        self._hang_up_all(cause)

    def _rang_out(self, dialling: _Dialling, now: float) -> None:
        self._dialogue.interrupt(now)
        if dialling is self._consulting:
            self._consulting = None
            self._exchange.aside()
            self._end(dialling.party.connection, Cause.NO_ANSWER)
        else:
            self._hang_up_all(Cause.NO_ANSWER)

    def _consult(self, dialling: _Dialling) -> None:
        """Dial the second call: after a press of the hook, or at the dial tone that is there."""
        profile = self._abilities.profile
        template = profile.flash_dial if self._exchange.heard else profile.dial
        self._pressing = True
        self._run([template.format(digits=dialling.digits)], lambda answer: self._consulted(dialling, answer))

    def _consulted(self, dialling: _Dialling, answer: d.Answered) -> None:
        self._pressing, self._consulting = False, None
        if dialling.party.connection not in self._parties:
            self._exchange.aside()
        elif answer.ok:
            self._exchange.second(dialling.party.connection)
            self._tell_answered(dialling.party)
        else:
            self._exchange.aside()
            self._end(dialling.party.connection, _CAUSES.get(answer.code, Cause.UNREACHABLE))

    # ---- step by step towards what is wanted

    def _settle(self, now: float) -> None:
        self._dirty = False
        if self._hook is Hook.RINGING and self._is_wanted():
            self._take()
        elif self._hook is Hook.UP:
            self._towards(now)
        elif self._hook is Hook.HANGING_UP and not self._releasing:
            self._release(now)

    def _is_wanted(self) -> bool:
        return any(
            (party.wanted or self._with_station(party)) and not party.refused for party in self._parties.values()
        )

    def _with_station(self, party: Party) -> bool:
        return bool(self._wishes.joined(party.connection) & self._stations)

    def _talkers(self) -> frozenset[ConnectionId]:
        """The far ends that the agent is to hear."""
        return frozenset(each.connection for each in self._parties.values() if self._with_station(each))

    def _towards(self, now: float) -> None:
        if self._left_alone():
            self._hang_up_all(Cause.NORMAL)
            self._release(now)
            return
        press = self._press()
        if self._path is not None:
            waits = press or self._consulting is not None
            self._path.want = Want(tones=self._path.want.tones) if waits else self._wanted()
            self._path.move(now)
            self._look_at_path()
        if self._pressing or (self._path is not None and not self._path.quiet):
            return
        if self._consulting is not None:
            self._consult(self._consulting)
        elif press:
            self._flash()

    def _left_alone(self) -> bool:
        """Two far ends are to talk without us: hanging up joins them at the exchange."""
        far = [each.connection for each in self._parties.values() if each.told_answered]
        return len(far) > 1 and far[1] in self._wishes.joined(far[0]) and not self._talkers()

    def _press(self) -> bool:
        """Whether a press of the hook leads towards whom the agent is to hear."""
        if self._pressing or self._consulting is not None:
            return False
        wanted = self._talkers()
        if not wanted:
            aside = self._holds_by_flash() and self._exchange.heard <= self._wishes.held and len(self._parties) == 1
            wanted = frozenset() if aside else self._exchange.heard
        press = self._exchange.press(wanted)
        if press is Press.IMPOSSIBLE:
            self._never_mind(wanted)
        return press is Press.FLASH

    def _never_mind(self, wanted: frozenset[ConnectionId]) -> None:
        """Said once; whoever cannot be heard counts as held."""
        for connection in sorted(wanted - self._exchange.heard):
            self._wishes.held.add(connection)
            self._events.append(s.CommandRefused("Retrieve", connection, "this line cannot bring the two together"))

    def _holds_by_flash(self) -> bool:
        voice = self._abilities.voice
        return self._exchange.presses and (voice is None or not voice.cuts_off)

    def _flash(self) -> None:
        voice = self._abilities.voice
        self._pressing = True
        self._run([self._abilities.profile.flash if voice is None else voice.flash], self._flashed)

    def _flashed(self, answer: d.Answered) -> None:
        self._pressing = False
        if not answer.ok:
            log.warning("modem.flash_refused", answer=answer.code.value)
        self._exchange.flashed()

    def _wanted(self) -> Want:
        """What the voice path is to do now."""
        assert self._path is not None, "asked for in voice mode"
        want = Want(tones=self._path.want.tones, listen=self._taping.recording is not None)
        heard = next(iter(self._exchange.heard), None)
        playing = next((each for each in self._playing if each.connection == heard), None)
        if playing is not None:
            want.speech = playing.speech
        elif heard in self._wishes.music and not self._holds_by_flash():
            want.speech = self._hold_music()
        else:
            want.talk = bool(self._talkers())
        return want

    def _hold_music(self) -> Speech | None:
        if self._music is None:
            samples = self._sounds.music()
            self._music = Speech(samples, loops=True) if samples else None
        return self._music

    def _look_at_path(self) -> None:
        assert self._path is not None, "asked for in voice mode"
        ended, self._path.ended = self._path.ended, []
        for speech in ended:
            for playing in [each for each in self._playing if each.speech is speech]:
                self._played(playing, completed=playing.complete and speech.position > 0)
            if speech is self._music:
                self._music = None
                self._wishes.music.clear()
        if self._path.lost:
            self._path.lost = False
            self._stop_taping(complete=False)
        if ended:
            self._dirty = True

    # ---- the end

    def _clear(self, party: Party, now: float) -> None:
        if self._hook is Hook.RINGING:
            self._advance(LineEvent.CLEAR)
            self._end(party.connection, Cause.NORMAL)
        elif len(self._parties) > 1:
            self._let_go(party, now)
        else:
            if self._dialling is not None:
                self._dialogue.interrupt(now)
            self._hang_up_all(Cause.NORMAL)

    def _let_go(self, party: Party, now: float) -> None:
        """One of two; the other one stays."""
        if self._consulting is not None and self._consulting.party is party:
            if self._pressing:
                self._dialogue.interrupt(now)
            else:
                self._consulting = None
        self._exchange.drop(party.connection)
        self._end(party.connection, Cause.NORMAL)

    def _far_gone(self) -> None:
        """Whoever was heard has hung up."""
        aside = set(self._parties) - self._exchange.heard
        if not aside:
            self._hang_up_all(Cause.NORMAL)
            return
        for connection in self._exchange.heard:
            self._exchange.gone(connection)
            self._end(connection, Cause.NORMAL)

    def _hang_up_all(self, cause: Cause) -> None:
        self._dialling = self._consulting = None
        self._ending = {connection: self._ending.get(connection, cause) for connection in self._parties}
        self._advance(LineEvent.CLEAR)

    def _release(self, now: float) -> None:
        """Streams are left first: inside one, commands are samples."""
        if self._path is not None:
            self._path.want = Want()
            self._path.move(now)
            if not self._path.quiet:
                return
        self._releasing = True
        voice = self._abilities.voice
        self._run(self._abilities.profile.hang_up if voice is None else voice.hang_up, self._released)

    def _released(self, _answer: d.Answered) -> None:
        self._releasing = self._pressing = False
        self._advance(LineEvent.RELEASED)
        for connection in list(self._parties):
            self._end(connection, self._ending.get(connection, Cause.NORMAL))

    def _end(self, connection: ConnectionId, cause: Cause, *, complete: bool = True) -> None:
        for playing in [each for each in self._playing if each.connection == connection]:
            self._played(playing, completed=False)
        self._wishes.forget(connection)
        self._stations.discard(connection)
        self._ending.pop(connection, None)
        if self._parties.pop(connection, None) is not None and not self._parties:
            self._stop_taping(complete=complete)
        self._events.append(s.ConnectionEnded(connection, cause))

    def _played(self, playing: _Playing, *, completed: bool) -> None:
        self._playing.remove(playing)
        self._events.append(s.PlaybackEnded(playing.playback, completed))

    def _stop_taping(self, *, complete: bool) -> None:
        ended = self._taping.stop()
        if ended is not None:
            recording, kept = ended
            self._events.append(s.RecordingEnded(recording, complete and kept))

    # ---- small things

    def _ask(self, ask: d.Ask, then: Callable[[d.Answered], None]) -> None:
        self._then[self._dialogue.ask(ask)] = then

    def _run(
        self,
        asks: Iterable[str | d.Ask],
        then: Callable[[d.Answered], None],
        go_on: Callable[[], bool] = lambda: True,
    ) -> None:
        """One after another; the last answer counts, as a setting that a modem does not know is no harm. Ends early where nobody wants
        it to go on any more.
        """
        first, *others = asks

        def answered(answer: d.Answered) -> None:
            if others and go_on():
                self._run(others, then, go_on)
            else:
                then(answer)

        self._ask(d.at(first, _HANGING_UP_S) if isinstance(first, str) else first, answered)

    def _advance(self, event: LineEvent) -> None:
        self._hook = line_machine.advance(self._hook, event)

    def _tell_answered(self, party: Party) -> None:
        if not party.told_answered:
            party.told_answered = True
            self._events.append(s.ConnectionAnswered(party.connection))

    def _can(self, capability: Capability) -> bool:
        return capability in self._abilities.capabilities

    def _party(self, command: s.Answer) -> Party | None:
        return self._parties.get(command.connection) if self._known(command) else None

    def _known(self, command: s.AnyCommand, connection: ConnectionId | None = None) -> bool:
        wanted = connection or getattr(command, "connection", None)
        if wanted in self._parties or wanted in self._stations:
            return True
        self._events.append(s.CommandRefused(type(command).__name__, str(wanted), _NO_SUCH, gone=True))
        return False

    def _refuse(self, command: s.AnyCommand, reason: str) -> None:
        self._events.append(refusal(command, reason))

    def _undialled(self, command: s.Dial | s.Monitor, reason: str, cause: Cause) -> None:
        self._refuse(command, reason)
        self._events.append(s.ConnectionEnded(command.connection, cause))

    def _done(self) -> list[s.AnyEvent]:
        events, self._events = self._events, []
        return events


def refusal(command: s.AnyCommand, reason: str) -> s.CommandRefused:
    """The command is not carried out; whatever it was about stays as it is."""
    fields = msgspec.structs.asdict(command)
    subject = next(str(fields[name]) for name in ("recording", "playback", "connection", "bridge") if name in fields)
    return s.CommandRefused(type(command).__name__, subject, reason)
