"""What a line remembers, and the small verbs that all who work on it share. Decides nothing."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

import msgspec

from agent_desktop.cti import switch as s
from agent_desktop.cti.modem import dialogue as d
from agent_desktop.cti.modem import line_machine
from agent_desktop.cti.modem.bell import Bell
from agent_desktop.cti.modem.exchange import Exchange
from agent_desktop.cti.modem.line_machine import Hook, LineEvent
from agent_desktop.cti.modem.profile import Abilities, AnswerMode
from agent_desktop.cti.modem.signals import Meaning, Signals
from agent_desktop.cti.modem.taping import Tapes, Taping
from agent_desktop.cti.modem.voicepath import Speech, VoicePath
from agent_desktop.cti.vocabulary import BridgeId, Capability, Cause, ConnectionId, Language, PlaybackId

_COMMAND_S = 5.0

CANNOT = "this modem cannot do that"
NO_SUCH = "it is not on this line"
NOT_OFF_HOOK = "nobody is off hook"
TAKEN = "its id is in use already"


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
class Playing:
    """Something that is played, or will be."""

    playback: PlaybackId
    connection: ConnectionId
    speech: Speech
    complete: bool


@dataclass(slots=True)
class Dialling:
    """A number on its way."""

    party: Party
    digits: str
    until: float


@dataclass(slots=True)
class Wishes:
    """Who is to be with whom."""

    bridges: dict[BridgeId, set[ConnectionId]] = field(default_factory=dict)
    held: set[ConnectionId] = field(default_factory=set)
    music: set[ConnectionId] = field(default_factory=set)
    muted: bool = False
    """The agent is not to be heard."""

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


class Ground:
    """One line."""

    def __init__(
        self, abilities: Abilities, place: Place, dialogue: d.Dialogue, studio: Studio, *, first: int = 1
    ) -> None:
        self.abilities, self.place, self.dialogue, self.sounds = abilities, place, dialogue, studio
        profile = abilities.profile
        self.hook = Hook.ON_HOOK
        self.bell = Bell(profile.caller_id_wait_s if abilities.caller_id else 0.0, profile.ring_pause_s)
        self.exchange = Exchange(abilities.flash)
        self.signals = Signals()
        self.path: VoicePath | None = None
        if abilities.voice is not None and abilities.coding is not None:
            self.path = VoicePath(abilities.voice, abilities.coding.format, dialogue, self.ask)
        self.taping = Taping(studio, abilities.coding.format if abilities.coding else None)
        self.then: dict[int, Callable[[d.Answered], None]] = {}
        self.wishes = Wishes()
        self.stations: set[ConnectionId] = set()
        self.parties: dict[ConnectionId, Party] = {}
        self.playing: deque[Playing] = deque()
        self.music: Speech | None = None
        self.dialling: Dialling | None = None
        self.consulting: Dialling | None = None
        self.leaving: dict[ConnectionId, Cause] = {}
        self.gone_at: dict[Meaning, list[float]] = {}
        self.pressing = self.releasing = False
        self.dirty = False
        self.arrivals = first
        """The number of the next arriving call."""
        self.events: list[s.AnyEvent] = []

    @property
    def answers(self) -> AnswerMode:
        if self.path is None:
            return AnswerMode.WHEN_TAKEN
        return self.place.answers or AnswerMode.AT_ONCE

    def with_station(self, party: Party) -> bool:
        return bool(self.wishes.joined(party.connection) & self.stations)

    def talkers(self) -> frozenset[ConnectionId]:
        """The far ends that the agent is to hear."""
        return frozenset(each.connection for each in self.parties.values() if self.with_station(each))

    def holds_by_flash(self) -> bool:
        voice = self.abilities.voice
        return self.exchange.presses and (voice is None or not voice.cuts_off)

    def ask(self, ask: d.Ask, then: Callable[[d.Answered], None]) -> None:
        self.then[self.dialogue.ask(ask)] = then

    def run(
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
                self.run(others, then, go_on)
            else:
                then(answer)

        self.ask(d.at(first, _COMMAND_S) if isinstance(first, str) else first, answered)

    def advance(self, event: LineEvent) -> None:
        self.hook = line_machine.advance(self.hook, event)

    def tell_answered(self, party: Party) -> None:
        if not party.told_answered:
            party.told_answered = True
            self.events.append(s.ConnectionAnswered(party.connection))

    def can(self, capability: Capability) -> bool:
        return capability in self.abilities.capabilities

    def known(self, command: s.AnyCommand, connection: ConnectionId | None = None) -> bool:
        wanted = connection or getattr(command, "connection", None)
        if wanted in self.parties or wanted in self.stations:
            return True
        self.events.append(s.CommandRefused(type(command).__name__, str(wanted), NO_SUCH, gone=True))
        return False

    def refuse(self, command: s.AnyCommand, reason: str) -> None:
        self.events.append(refusal(command, reason))


def refusal(command: s.AnyCommand, reason: str) -> s.CommandRefused:
    """The command is not carried out; whatever it was about stays as it is."""
    fields = msgspec.structs.asdict(command)
    subject = next(str(fields[name]) for name in ("recording", "playback", "connection", "bridge") if name in fields)
    return s.CommandRefused(type(command).__name__, subject, reason)
