"""What there is in a telephone switch: channels, bridges, playbacks, telephones, applications, and what is due when.

Plain state, without behaviour beyond finding and telling. No clock, no random, no I/O: the time of the input that is being
handled is `now`, ids come from counters.
"""

from __future__ import annotations

import enum
import heapq
from collections import deque
from dataclasses import dataclass, field

from msgspec.structs import replace

from agent_desktop.cti.simulator.archive import Archive, Take
from agent_desktop.cti.simulator.sounds import Sounds
from agent_desktop.cti.simulator.turns import Turn, Turns
from agent_desktop.cti.simulator.wire import (
    ApplicationView,
    BridgeView,
    ChannelView,
    DeviceState,
    DeviceStateChanged,
    Event,
    EventType,
    PlaybackView,
    RecordingView,
    stamp,
)

_PAIR = 2


class ChannelState(enum.StrEnum):
    """Asterisk's words for where a channel stands."""

    DOWN = "Down"
    """Made; nobody has been told yet."""
    RING = "Ring"
    """Somebody calls us and hears ringing."""
    RINGING = "Ringing"
    """The telephone that we call rings."""
    UP = "Up"
    """Picked up."""


class Hearing(enum.Enum):
    """What the far end of a channel hears besides prompts."""

    SILENCE = enum.auto()
    """Nothing, or ringing."""
    MUSIC = enum.auto()
    """Hold music."""
    PEOPLE = enum.auto()
    """At least one other party."""


class Heard(enum.Enum):
    """What the far end of a channel notices; simulated people act on it."""

    ANSWERED = enum.auto()
    """The line was picked up."""
    PROMPT_BEGAN = enum.auto()
    """A recorded voice says one thing."""
    PROMPTS_BEGAN = enum.auto()
    """A recorded voice says several things in one go, as a menu in several languages does."""
    PROMPT_ENDED = enum.auto()
    """The recorded voice is done or was cut short."""
    SILENCE = enum.auto()
    """Nobody is there any more."""
    MUSIC = enum.auto()
    """Hold music began."""
    PEOPLE = enum.auto()
    """Somebody is there."""
    GONE = enum.auto()
    """The line is dead."""


class Manner(enum.StrEnum):
    """What happens at a telephone that is called."""

    ANSWERS = "answers"
    """Somebody picks up."""
    RINGS_OUT = "rings_out"
    """It rings until the caller gives up."""
    BUSY = "busy"
    """Engaged, at once."""
    REJECTS = "rejects"
    """Somebody presses reject."""
    UNREGISTERED = "unregistered"
    """The telephone is not there: it cannot even be called."""
    UNALLOCATED = "unallocated"
    """The network knows no such number."""


@dataclass(frozen=True, slots=True)
class Telephone:
    """A telephone, inside or outside, and how it behaves when it is called."""

    number: str
    name: str = ""
    manner: Manner = Manner.ANSWERS
    after_s: float = 0.0
    """Rings this long before it is picked up or rejected; 0 picks up at once."""
    talks_s: float | None = None
    """Hangs up by itself this long after it was picked up; None stays."""


@dataclass(slots=True, eq=False)
class Playback:
    """Sounds played one after another to a channel or a bridge."""

    view: PlaybackView
    channel: Channel | None
    bridge: Bridge | None
    media: deque[str]
    """What is still to be played after the current sound."""
    turn: Turn = field(init=False)
    changes: int = 0
    """Counts sounds and pauses, so that what was due before is known for old."""
    ends_at: float = 0.0
    left_s: float | None = None
    """What is left of the current sound while it is paused."""


@dataclass(frozen=True, slots=True)
class RecordingOrder:
    """What a recording is to be like."""

    name: str
    format: str
    max_s: float | None = None
    """Ends after so long; None: never."""
    max_silence_s: float | None = None
    """Nobody is ever silent here; the recording only says how long it heard somebody."""
    terminators: str = ""
    """The keys that end it."""
    append: bool = False


@dataclass(slots=True, eq=False)
class Recording:
    """What is recorded of a channel or a bridge."""

    view: RecordingView
    channel: Channel | None
    bridge: Bridge | None
    order: RecordingOrder
    takes: list[Take] = field(default_factory=list)
    """What has been recorded, but for the stretch since `since`."""
    since: float = 0.0
    muted: bool = False
    keep: bool = True
    """False: discarded when it ends."""
    turn: Turn = field(init=False)
    changes: int = 0
    """Counts pauses, so that what was due before is known for old."""

    @property
    def running(self) -> bool:
        """Its turn has come."""
        return self.view.state in {"recording", "paused"}

    @property
    def recorded_s(self) -> float:
        """How long it is, up to `since`."""
        return sum(take.seconds for take in self.takes)


@dataclass(slots=True)
class Channel:
    """One leg: a line between the switch and one far end."""

    view: ChannelView
    phone: Telephone | None = None
    """Who was called; None when they called us."""
    dialstring: str = ""
    device: str = ""
    """The telephone that it occupies, as device states name it."""
    home: tuple[str, str] = ("", "")
    """The dialplan application that it goes back to after Stasis."""
    app: str = ""
    """The application whose Stasis it is in; empty when in none."""
    starts_in: tuple[str, tuple[str, ...]] = ("", ())
    """The application and arguments that it enters when it is picked up."""
    bridge: Bridge | None = None
    music: bool = False
    presentation: str = "allowed_not_screened"
    """What Asterisk says about showing the caller's number."""
    variables: dict[str, str] = field(default_factory=dict)
    starts_dialplan: bool = False
    """It enters the dialplan, not an application, when it is picked up."""
    answers_itself: bool = False
    """Its telephone was asked to pick up without a hand."""
    turns: Turns = field(default_factory=deque)
    """What applications have played to it and recorded of it, one after another."""
    recording: Recording | None = None
    """What is being recorded of it."""
    snoops: list[Channel] = field(default_factory=list)
    """The channels that listen to it."""
    snooped: Channel | None = None
    """The channel that it listens to."""
    whisper: str = "none"
    """Which ends of that channel hear what is said into it (`snooping.Order`)."""
    muted: frozenset[str] = frozenset()
    """`in`: what its telephone says is heard by nobody; `out`: its telephone hears nobody."""
    hearing: Hearing = Hearing.SILENCE
    digits: str = ""
    """What was sent to the far end with DTMF."""
    ending: bool = False
    """It is being hung up; its far end hears nothing more but the end."""
    occupying: bool = False
    """Its telephone counts as in use because of it."""

    def change(self, **fields: object) -> None:
        """Show something else from here on."""
        self.view = replace(self.view, **fields)

    @property
    def up(self) -> bool:
        """Picked up."""
        return self.view.state == ChannelState.UP


@dataclass(slots=True)
class Bridge:
    """Where channels hear one another, or music."""

    id: str
    name: str
    holding: bool
    created: str
    channels: dict[str, Channel] = field(default_factory=dict)
    turns: Turns = field(default_factory=deque)
    """What applications have played to it, one after another."""
    recorders: Turns = field(default_factory=deque)
    """What is recorded of it, side by side."""
    music: bool = False
    sfu: bool = False
    """Made for video; always mixed."""
    variables: dict[str, str] = field(default_factory=dict)
    mixing: bool = False
    """More than two ends are in it, counting who records and who plays."""

    def settle(self) -> None:
        """Mix as its members need it. What is told of their coming and going still shows how it was before."""
        self.mixing = len(self.channels) + len(self.recorders) + bool(self.turns) > _PAIR

    def view(self) -> BridgeView:
        """The bridge as it is now."""
        return BridgeView(
            id=self.id,
            technology="holding_bridge" if self.holding else "softmix" if self.mixing or self.sfu else "simple_bridge",
            bridge_type="holding" if self.holding else "mixing",
            bridge_class="stasis",
            creator="Stasis",
            name=self.name,
            channels=tuple(sorted(self.channels)),
            creationtime=self.created,
            video_mode="sfu" if self.sfu else "talker",
        )


class Source(enum.Enum):
    """What an application can hear of. The value stands for all of a kind, in Asterisk's words."""

    CHANNEL = "__AST_CHANNEL_ALL_TOPIC"
    BRIDGE = "__AST_BRIDGE_ALL_TOPIC"
    ENDPOINT = "__AST_ENDPOINT_ALL_TOPIC"
    """A telephone, with all channels to and from it; or all telephones of a technology."""
    DEVICE = "__AST_DEVICE_STATE_ALL_TOPIC"
    """Whether a telephone is in use."""


@dataclass(slots=True)
class Application:
    """A program that handles calls, whether it is connected just now or not."""

    name: str
    connected: bool = False
    channels: dict[str, int] = field(default_factory=dict)
    """Reasons to hear of a channel, counted."""
    bridges: dict[str, int] = field(default_factory=dict)
    endpoints: dict[str, int] = field(default_factory=dict)
    devices: dict[str, int] = field(default_factory=dict)
    allowed: tuple[str, ...] = ()
    """The only types of events that it wants; empty means all."""
    disallowed: tuple[str, ...] = ()

    def hears(self, kind: str, channel: Channel | None, bridge: str) -> bool:
        """Whether it is told what happens to this channel or bridge."""
        return self.connected and self._follows(channel, bridge) and self.wants(kind)

    def _follows(self, channel: Channel | None, bridge: str) -> bool:
        if channel and (Source.CHANNEL.value in self.channels or channel.view.id in self.channels):
            return True
        if bridge and (Source.BRIDGE.value in self.bridges or bridge in self.bridges):
            return True
        return bool(channel and self.endpoints and self._follows_endpoint(channel))

    def _follows_endpoint(self, channel: Channel) -> bool:
        return channel.device in self.endpoints or channel.device.partition("/")[0] in self.endpoints

    def wants(self, kind: str) -> bool:
        """Whether its filter lets this type of event through."""
        return kind not in self.disallowed and (not self.allowed or kind in self.allowed)

    def follow_all(self, *, on: bool) -> None:
        """Hear of everything, or only of what there is a reason for."""
        for source in Source:
            self.reasons(source).pop(source.value, None)
            if on:
                self.follow(source, source.value)

    def follow(self, source: Source, name: str) -> None:
        """One more reason to hear of something."""
        reasons = self.reasons(source)
        reasons[name] = reasons.get(name, 0) + 1

    def unfollow(self, source: Source, name: str) -> None:
        """One reason less."""
        reasons = self.reasons(source)
        count = reasons.get(name, 0) - 1
        if count > 0:
            reasons[name] = count
        else:
            reasons.pop(name, None)

    def reasons(self, source: Source) -> dict[str, int]:
        """What it hears of, of one kind."""
        match source:
            case Source.CHANNEL:
                return self.channels
            case Source.BRIDGE:
                return self.bridges
            case Source.ENDPOINT:
                return self.endpoints
            case Source.DEVICE:
                return self.devices

    def view(self) -> ApplicationView:
        """The application as it is now."""
        return ApplicationView(
            name=self.name,
            channel_ids=_shown(self.channels, Source.CHANNEL),
            bridge_ids=_shown(self.bridges, Source.BRIDGE),
            endpoint_ids=_shown(self.endpoints, Source.ENDPOINT),
            device_names=_shown(self.devices, Source.DEVICE),
            events_allowed=tuple(EventType(kind) for kind in self.allowed),
            events_disallowed=tuple(EventType(kind) for kind in self.disallowed),
        )


def _shown(reasons: dict[str, int], source: Source) -> tuple[str, ...]:
    return (source.value,) if source.value in reasons else tuple(reasons)


@dataclass(frozen=True, slots=True)
class Due:
    """Something that happens to a channel or playback at its time, unless the world has changed until then."""

    what: DueKind
    subject: str
    turn: int = 0


class DueKind(enum.Enum):
    """What can be due."""

    TRIED_AGAIN = enum.auto()
    """The dialplan tries once more to hand an arriving call to its application."""
    SOUND_ENDS = enum.auto()
    """The current sound of a playback has been heard."""
    PICKED_UP = enum.auto()
    """Somebody answers the telephone that we call."""
    REJECTED = enum.auto()
    """Somebody presses reject on it."""
    RUNG_OUT = enum.auto()
    """We have let it ring long enough."""
    TALKED = enum.auto()
    """The called person has said all they wanted."""
    RECORDED_ENOUGH = enum.auto()
    """A recording is as long as it may be."""


@dataclass(frozen=True, slots=True)
class Emitted:
    """An event and the applications that hear it."""

    event: Event
    apps: tuple[str, ...]


@dataclass(slots=True)
class Board:
    """The whole switch."""

    sounds: Sounds
    stations: dict[str, Telephone]
    outside: dict[str, Telephone]
    archive: Archive
    trunk: str = "trunk"
    now: float = 0.0
    channels: dict[str, Channel] = field(default_factory=dict)
    bridges: dict[str, Bridge] = field(default_factory=dict)
    playbacks: dict[str, Playback] = field(default_factory=dict)
    recordings: dict[str, Recording] = field(default_factory=dict)
    """Those that are running or wait for their turn, by name."""
    apps: dict[str, Application] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    devices: dict[str, str] = field(default_factory=dict)
    """States that programs have made up, by name."""
    started: str = ""
    requests: int = 0
    refused: int = 0
    in_use: dict[str, int] = field(default_factory=dict)
    """Channels per telephone."""
    emitted: list[Emitted] = field(default_factory=list)
    heard: list[tuple[str, Heard]] = field(default_factory=list)
    _due: list[tuple[float, int, Due]] = field(default_factory=list)
    _count: int = 0
    _stamped: tuple[float, str] = (0.0, stamp(0.0))

    def number(self) -> int:
        """The next running number."""
        self._count += 1
        return self._count

    def uuid(self) -> str:
        """An id that looks like the switch's own."""
        return f"00000000-0000-4000-8000-{self.number():012x}"

    @property
    def stamp(self) -> str:
        """Now, as ARI writes it."""
        if self._stamped[0] != self.now:
            self._stamped = (self.now, stamp(self.now))
        return self._stamped[1]

    def emit(self, event: Event, channel: Channel | None = None, bridge: str = "") -> None:
        """Tell everybody who is subscribed to the channel or bridge."""
        kind = type(event).__name__
        apps = [app.name for app in self.apps.values() if app.hears(kind, channel, bridge)]
        if apps:
            self.emitted.append(Emitted(event, tuple(apps)))

    def emit_sound(self, event: Event, channel: Channel | None = None, bridge: str = "") -> None:
        """As `emit`; who hears of all bridges hears of their playbacks and recordings twice, as Asterisk has it."""
        self.emit(event, channel, bridge)
        kind = type(event).__name__
        everything = [app for app in self.apps.values() if bridge and Source.BRIDGE.value in app.bridges]
        again = [app.name for app in everything if app.hears(kind, None, bridge)]
        if again:
            self.emitted.append(Emitted(event, tuple(again)))

    def emit_device(self, name: str, state: str) -> None:
        """Tell everybody who is subscribed to a telephone's state."""
        event = DeviceStateChanged(timestamp=self.stamp, device_state=DeviceState(name, state))
        followers = (app for app in self.apps.values() if name in app.devices or Source.DEVICE.value in app.devices)
        apps = [app.name for app in followers if app.connected and app.wants("DeviceStateChanged")]
        if apps:
            self.emitted.append(Emitted(event, tuple(apps)))

    def emit_to(self, app: str, event: Event) -> None:
        """Tell one application."""
        if app in self.apps and self.apps[app].connected and self.apps[app].wants(type(event).__name__):
            self.emitted.append(Emitted(event, (app,)))

    def tell(self, channel: Channel, heard: Heard) -> None:
        """Let the far end notice something."""
        self.heard.append((channel.view.id, heard))

    def schedule(self, at: float, due: Due) -> None:
        """Let something happen at its time."""
        heapq.heappush(self._due, (at, self.number(), due))

    def next_deadline(self) -> float | None:
        """When something is due next; it may prove stale."""
        return self._due[0][0] if self._due else None

    def pop_due(self, now: float) -> Due | None:
        """The next thing due by now, with the board's clock set to its time."""
        if not self._due or self._due[0][0] > now:
            return None
        at, _, due = heapq.heappop(self._due)
        self.now = max(self.now, at)
        return due
