"""What an observer saw at the telephones, and what follows from it. The same for whatever routes the calls: only the channels' own events
count, with the time at which Asterisk says that they happened (to a millisecond).
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from bench.queueing.dialplan import AGENTS, PEOPLE

WANTED = ("ChannelCreated", "ChannelStateChange", "ChannelEnteredBridge", "ChannelDestroyed")
_CALLER = f"Local/caller@{PEOPLE}-"
_AGENT_MARK = f"@{AGENTS}-"


class Sort(enum.Enum):
    """What has happened to whom."""

    RINGS = enum.auto()
    """An agent's telephone begins to ring."""
    ON_HOOK = enum.auto()
    """An agent's telephone is free again."""
    WAITS = enum.auto()
    """A caller is at the queue's door."""
    MEETS = enum.auto()
    """A caller hears an agent."""
    LEAVES = enum.auto()
    """A caller is gone."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One of these; `who` is an agent's number or a caller's channel."""

    at_s: float
    sort: Sort
    who: str


class _Channel(msgspec.Struct):
    id: str
    name: str
    state: str


class _Event(msgspec.Struct):
    type: str
    timestamp: str = ""
    channel: _Channel | None = None


_decoder = msgspec.json.Decoder(_Event)
_PHONES = {"ChannelCreated": Sort.RINGS, "ChannelDestroyed": Sort.ON_HOOK}
_CALLERS = {"ChannelStateChange": Sort.WAITS, "ChannelEnteredBridge": Sort.MEETS, "ChannelDestroyed": Sort.LEAVES}


def sighting(message: bytes | str) -> Sighting | None:
    """What an event of ARI shows; None for one that shows nothing of interest.

    A Local channel has two ends. The telephone of an agent is the end that runs its dialplan, `;2`; of a caller it is the end that
    is handed to the queue, `;1`.
    """
    event = _decoder.decode(message)
    channel = event.channel
    if channel is None:
        return None
    sort = None
    who = channel.id
    if channel.name.endswith(";2") and _AGENT_MARK in channel.name:
        sort = _PHONES.get(event.type)
        who = channel.name.removeprefix("Local/").partition("@")[0]
    elif channel.name.endswith(";1") and channel.name.startswith(_CALLER):
        sort = _CALLERS.get(event.type)
        if sort is Sort.WAITS and channel.state != "Up":
            return None
    return None if sort is None else Sighting(datetime.fromisoformat(event.timestamp).timestamp(), sort, who)


@dataclass(slots=True)
class Outcome:
    """What a stretch of time brought."""

    seconds: float
    arrived: int = 0
    waits_s: list[float] = field(default_factory=list)
    """Of each caller who met an agent, from the queue's door."""
    idle_s: list[float] = field(default_factory=list)
    """Of each telephone that became free while callers waited, until it rang again."""
    waiting: int = 0
    """Callers at the end."""

    @property
    def answered_per_s(self) -> float:
        return len(self.waits_s) / self.seconds


def outcome(seen: Iterable[Sighting], begin_s: float, end_s: float) -> Outcome:
    """Count what was seen from one moment to the other; what was before tells who was waiting, and who was free."""
    hall = _Hall(Outcome(end_s - begin_s))
    for one in sorted(seen, key=lambda one: one.at_s):
        if one.at_s < end_s:
            hall.take(one, counts=one.at_s >= begin_s)
    hall.found.waiting = len(hall.waiting)
    return hall.found


@dataclass(slots=True)
class _Hall:
    """Who waits, who rings, who is free although somebody waits; each since when."""

    found: Outcome
    waiting: dict[str, float] = field(default_factory=dict)
    ringing: dict[str, float] = field(default_factory=dict)
    free: dict[str, float] = field(default_factory=dict)

    def take(self, one: Sighting, *, counts: bool) -> None:
        match one.sort:
            case Sort.WAITS:
                self.waiting[one.who] = one.at_s
                self.found.arrived += counts
            case Sort.MEETS if one.who in self.waiting:
                self._meets(one, counts=counts)
            case Sort.LEAVES:
                self.waiting.pop(one.who, None)
            case Sort.ON_HOOK:
                self._on_hook(one)
            case Sort.RINGS:
                self._rings(one, counts=counts)

    def _meets(self, one: Sighting, *, counts: bool) -> None:
        """Which telephone it was does not matter: the one that rang first."""
        since = self.waiting.pop(one.who)
        self.ringing.pop(next(iter(self.ringing), ""), None)
        if counts:
            self.found.waits_s.append(one.at_s - since)

    def _on_hook(self, one: Sighting) -> None:
        """Callers for whom a telephone rings already do not wait for this one."""
        self.ringing.pop(one.who, None)
        if len(self.waiting) > len(self.ringing):
            self.free[one.who] = one.at_s

    def _rings(self, one: Sighting, *, counts: bool) -> None:
        self.ringing[one.who] = one.at_s
        since = self.free.pop(one.who, None)
        if since is not None and counts:
            self.found.idle_s.append(one.at_s - since)
