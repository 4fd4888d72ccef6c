"""The one interface to a line: commands that go to a switch, events that come from it.

Whoever implements `Switch` (ARI, modem) turns commands into its own protocol and its protocol into events. It must never
raise for a command that the switch refuses: that is a `CommandRefused` event. It must never decide anything.

Ids of connections that we dial, of bridges and of playbacks are chosen by the caller of `send`, so that the decision
which made them can be replayed. All times are the caller's; nothing here carries a clock.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import msgspec

from agent_desktop.cti.vocabulary import (
    EVERYTHING,
    BridgeId,
    Capability,
    Cause,
    ConnectionId,
    Language,
    MonitorMode,
    PlaybackId,
    RecordingId,
)


class Command(msgspec.Struct, frozen=True, gc=False, tag=True):
    """Asked of the switch. Commands to one switch are carried out in the order in which they are sent."""


class Answer(Command, frozen=True, gc=False):
    """Take an arriving connection off hook."""

    connection: ConnectionId


class Prompt(msgspec.Struct, frozen=True, gc=False):
    """One thing to be said. `media` is the name of a sound without language or ending, such as `flow/3f2a91c0`."""

    media: str
    text: str
    """What is said, for switches that speak themselves and for captions."""
    stored: bool = False
    """`media` is the name of a recording that the switch has."""


class Play(Command, frozen=True, gc=False):
    """Play prompts one after another to a connection; ends with one `PlaybackEnded`."""

    connection: ConnectionId
    playback: PlaybackId
    prompts: tuple[Prompt, ...]
    language: Language


class StopPlayback(Command, frozen=True, gc=False):
    """Cut a playback short; its `PlaybackEnded` still comes. A playback that is over already is no mistake."""

    playback: PlaybackId


class StartMusic(Command, frozen=True, gc=False):
    """Hold music for a connection that is in no bridge."""

    connection: ConnectionId


class StopMusic(Command, frozen=True, gc=False):
    """End the hold music of a connection."""

    connection: ConnectionId


class Dial(Command, frozen=True, gc=False):
    """Make a new connection to a device. `ConnectionAlerting`, `ConnectionAnswered` or `ConnectionEnded` follow."""

    connection: ConnectionId
    device: str
    """An internal station such as `1001`, or an outside number (E.164) when it starts with `+`."""
    caller_number: str
    caller_name: str
    ring_timeout_s: float
    answer_itself: bool = False
    """Ask the device to pick up by itself, where it can."""


class Bridge(Command, frozen=True, gc=False):
    """Let these connections hear one another; the bridge is made when it does not stand yet."""

    bridge: BridgeId
    connections: tuple[ConnectionId, ...]
    tone: bool = False
    """Play a short tone to the bridge first, so that a headset user knows that somebody is there."""


class Unbridge(Command, frozen=True, gc=False):
    """Take a connection out of a bridge without ending it."""

    bridge: BridgeId
    connection: ConnectionId


class ReleaseBridge(Command, frozen=True, gc=False):
    """The bridge is no longer needed. Connections in it stay alive."""

    bridge: BridgeId


class Hold(Command, frozen=True, gc=False):
    """The connection leaves the bridge and hears music; the others hear silence."""

    bridge: BridgeId
    connection: ConnectionId


class Retrieve(Command, frozen=True, gc=False):
    """The held connection comes back into the bridge."""

    bridge: BridgeId
    connection: ConnectionId


class Mute(Command, frozen=True, gc=False):
    """What is said into a connection, as a rule an agent's, is heard by nobody; whoever is at it goes on hearing the others."""

    connection: ConnectionId


class Unmute(Command, frozen=True, gc=False):
    """They are heard again. Who was not muted is no mistake."""

    connection: ConnectionId


class SendDigits(Command, frozen=True, gc=False):
    """Send DTMF (`0-9*#A-D`) towards the far end of a connection."""

    connection: ConnectionId
    digits: str


class Monitor(Command, frozen=True, gc=False):
    """Make a connection by which a third can be with another one; `ConnectionAnswered` when it can be bridged. It follows `subject`, a
    caller's connection, wherever that goes, and ends with it.
    """

    connection: ConnectionId
    """The new one."""
    subject: ConnectionId
    mode: MonitorMode
    """Who hears what is said into the new connection: nobody, those whom `subject` talks to, or `subject` too."""


class StartRecording(Command, frozen=True, gc=False):
    """Record what is said in a bridge; `RecordingEnded` follows, sooner or later. The name is also the file's."""

    bridge: BridgeId
    recording: RecordingId


class RecordConnection(Command, frozen=True, gc=False):
    """Record what one connection says, after a tone, until `StopRecording`, `longest_s` or its end; `RecordingEnded` follows."""

    connection: ConnectionId
    recording: RecordingId
    longest_s: float


class PauseRecording(Command, frozen=True, gc=False):
    """Leave out what is said from now on."""

    recording: RecordingId


class ResumeRecording(Command, frozen=True, gc=False):
    """Take up what is said from now on."""

    recording: RecordingId


class StopRecording(Command, frozen=True, gc=False):
    """The file is complete. A recording that is over already is no mistake."""

    recording: RecordingId


class Clear(Command, frozen=True, gc=False):
    """Hang up a connection; `ConnectionEnded` follows. One that is gone already is no mistake."""

    connection: ConnectionId
    cause: Cause = Cause.NORMAL


AnyCommand = (
    Answer
    | Play
    | StopPlayback
    | StartMusic
    | StopMusic
    | Dial
    | Bridge
    | Unbridge
    | ReleaseBridge
    | Hold
    | Retrieve
    | Mute
    | Unmute
    | SendDigits
    | Monitor
    | StartRecording
    | RecordConnection
    | PauseRecording
    | ResumeRecording
    | StopRecording
    | Clear
)


class Event(msgspec.Struct, frozen=True, gc=False, tag=True):
    """Happened at the switch."""


class CallArrived(Event, frozen=True, gc=False):
    """Somebody called in. Their number as the line gave it: cleaned of control characters, otherwise untouched."""

    connection: ConnectionId
    ani: str
    """The caller's number; empty when withheld or unknown."""
    ani_name: str
    withheld: bool
    dnis: str
    """The number that was dialled."""


class ConnectionAlerting(Event, frozen=True, gc=False):
    """A dialled device rings."""

    connection: ConnectionId


class ConnectionAnswered(Event, frozen=True, gc=False):
    """A dialled device was picked up, or an arriving one that we answered is through."""

    connection: ConnectionId


class ConnectionEnded(Event, frozen=True, gc=False):
    """A connection is over; exactly one per connection, and nothing comes for it afterwards."""

    connection: ConnectionId
    cause: Cause


class DigitReceived(Event, frozen=True, gc=False):
    """The far end pressed a key."""

    connection: ConnectionId
    digit: str


class PlaybackEnded(Event, frozen=True, gc=False):
    """A playback is over: played to its end, stopped, or failed."""

    playback: PlaybackId
    completed: bool
    """False when it was stopped or could not be played."""


class RecordingEnded(Event, frozen=True, gc=False):
    """A recording is over: stopped, or the switch could not go on with it."""

    recording: RecordingId
    complete: bool
    """False: what there is of it is not the whole."""


class Spoke(Event, frozen=True, gc=False):
    """A simulated caller said something; real lines never send this."""

    connection: ConnectionId
    text: str
    language: Language


class CommandRefused(Event, frozen=True, gc=False):
    """The switch would not do it. `subject` is the recording, playback, connection or bridge that was meant."""

    command: str
    """The command's class name."""
    subject: str
    reason: str
    """The switch's own words, for the log of the centre."""
    gone: bool = False
    """The subject no longer exists at the switch."""


class LiveConnection(msgspec.Struct, frozen=True, gc=False):
    """A connection that stands at the switch when the link comes up."""

    connection: ConnectionId
    answered: bool
    arrived: CallArrived | None = None
    """Set for an arriving connection that nobody has handled yet, so that it can be taken up."""


class SwitchUp(Event, frozen=True, gc=False):
    """The link to the switch stands; these connections live there now, and no other of ours does."""

    connections: tuple[LiveConnection, ...]
    line: frozenset[Capability] = EVERYTHING
    """What it can do, known once it has been reached: another modem may have been plugged in."""


class SwitchDown(Event, frozen=True, gc=False):
    """The link to the switch is gone; calls may well go on without us."""

    reason: str
    error: str = ""
    """An `ErrorId`, when somebody at a seat can do something about it; empty: nothing but wait."""
    arguments: dict[str, str] = {}


AnyEvent = (
    CallArrived
    | ConnectionAlerting
    | ConnectionAnswered
    | ConnectionEnded
    | DigitReceived
    | PlaybackEnded
    | RecordingEnded
    | Spoke
    | CommandRefused
    | SwitchUp
    | SwitchDown
)

Listener = Callable[[AnyEvent], None]


class Switch(Protocol):
    """A line, whatever it is made of."""

    async def run(self, listener: Listener) -> None:
        """Connect, deliver events to `listener` on this event loop, reconnect with back-off; until cancelled."""

    def send(self, command: AnyCommand) -> None:
        """Queue a command; returns at once. With the link down it is answered by `CommandRefused`."""
