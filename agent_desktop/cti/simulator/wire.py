"""What travels: the JSON of Asterisk 22's REST interface (ARI), as immutable values.

Shapes are those of real captures. A view is a snapshot: it is shared by all events that show it and never changes. Must never
decide anything.
"""

from __future__ import annotations

import functools
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

VERSION = "22.10.1-simulator"
ASTERISK_ID = "02:00:00:00:00:01"
"""The name under which this switch signs everything that it sends."""


def stamp(now: float) -> str:
    """Unix seconds as ARI writes a time: `2026-11-22T05:52:07.322+0000`."""
    return f"{datetime.fromtimestamp(round(now, 3), UTC).isoformat(timespec='milliseconds')[:-6]}+0000"


# --- views -----------------------------------------------------------------------------------------------------------


class Party(msgspec.Struct, frozen=True):
    """Who is at an end of a channel, as the network says."""

    name: str = ""
    number: str = ""


class Dialplan(msgspec.Struct, frozen=True):
    """Where in the dialplan a channel stands."""

    context: str
    exten: str
    priority: int = 1
    app_name: str = ""
    app_data: str = ""


class ChannelView(msgspec.Struct, frozen=True):
    """A channel as ARI shows it."""

    id: str
    name: str
    state: str
    protocol_id: str
    caller: Party
    connected: Party
    accountcode: str
    dialplan: Dialplan
    creationtime: str
    language: str


class BridgeView(msgspec.Struct, frozen=True):
    """A bridge as ARI shows it."""

    id: str
    technology: str
    bridge_type: str
    bridge_class: str
    creator: str
    name: str
    channels: tuple[str, ...]
    creationtime: str
    video_mode: str = "talker"


class PlaybackView(msgspec.Struct, frozen=True):
    """A playback as ARI shows it; `next_media_uri` only while more is to come."""

    id: str
    media_uri: str
    target_uri: str
    language: str
    state: str
    next_media_uri: str | UnsetType = UNSET


class RecordingView(msgspec.Struct, frozen=True, kw_only=True):
    """A recording under way as ARI shows it; lengths in whole seconds, once it is done."""

    name: str
    format: str
    state: str
    target_uri: str
    cause: str | UnsetType = UNSET
    duration: int | UnsetType = UNSET
    talking_duration: int | UnsetType = UNSET
    silence_duration: int | UnsetType = UNSET


class StoredRecordingView(msgspec.Struct, frozen=True):
    """A recording that is done."""

    name: str
    format: str


class EventType(msgspec.Struct, frozen=True):
    """An entry of an application's filter."""

    type: str


class ApplicationView(msgspec.Struct, frozen=True):
    """An application and what it is subscribed to."""

    name: str
    channel_ids: tuple[str, ...]
    bridge_ids: tuple[str, ...]
    endpoint_ids: tuple[str, ...] = ()
    device_names: tuple[str, ...] = ()
    events_allowed: tuple[EventType, ...] = ()
    events_disallowed: tuple[EventType, ...] = ()


class EndpointView(msgspec.Struct, frozen=True):
    """A telephone or the trunk: `online` or `offline`, and the channels to and from it."""

    technology: str
    resource: str
    state: str
    channel_ids: tuple[str, ...] = ()


class FormatLang(msgspec.Struct, frozen=True):
    """One of the files of a sound."""

    language: str
    format: str


class SoundView(msgspec.Struct, frozen=True):
    """A sound, in all its languages and formats."""

    id: str
    formats: tuple[FormatLang, ...]


class Module(msgspec.Struct, frozen=True):
    """A part of the switch."""

    name: str
    description: str
    use_count: int = 0
    status: str = "Running"
    support_level: str = "core"


class DeviceState(msgspec.Struct, frozen=True):
    """Whether somebody is on a telephone."""

    name: str
    state: str


# --- events ----------------------------------------------------------------------------------------------------------


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=True):
    """Something that happened; `application` and `asterisk_id` are added per receiver (`frame`)."""

    timestamp: str


class ChannelCreated(Event, frozen=True, kw_only=True):
    """A channel exists."""

    channel: ChannelView


class ChannelDestroyed(Event, frozen=True, kw_only=True):
    """A channel is gone."""

    cause: int
    cause_txt: str
    channel: ChannelView


class ChannelStateChange(Event, frozen=True, kw_only=True):
    """A channel rings, or was picked up."""

    channel: ChannelView


class ChannelDialplan(Event, frozen=True, kw_only=True):
    """A channel runs another dialplan application."""

    dialplan_app: str
    dialplan_app_data: str
    channel: ChannelView


class ChannelCallerId(Event, frozen=True, kw_only=True):
    """The channel's own number was set."""

    caller_presentation: int
    caller_presentation_txt: str
    channel: ChannelView


class ChannelConnectedLine(Event, frozen=True, kw_only=True):
    """The other party's number became known."""

    channel: ChannelView


class ChannelVarset(Event, frozen=True, kw_only=True):
    """A variable of a channel was set."""

    variable: str
    value: str
    channel: ChannelView


class ChannelHangupRequest(Event, frozen=True, kw_only=True):
    """Somebody wants the channel to end. No cause: the far end just went."""

    cause: int | UnsetType = UNSET
    soft: bool | UnsetType = UNSET
    channel: ChannelView


class ChannelDtmfReceived(Event, frozen=True, kw_only=True):
    """The far end pressed a key."""

    digit: str
    duration_ms: int
    channel: ChannelView


class ChannelUserevent(Event, frozen=True, kw_only=True):
    """Words from a program, or from a simulated caller."""

    eventname: str
    userevent: dict[str, Any]
    channel: ChannelView | UnsetType = UNSET
    bridge: BridgeView | UnsetType = UNSET
    endpoint: EndpointView | UnsetType = UNSET


class StasisStart(Event, frozen=True, kw_only=True):
    """The channel is the application's now."""

    args: tuple[str, ...]
    channel: ChannelView
    replace_channel: ChannelView | UnsetType = UNSET


class StasisEnd(Event, frozen=True, kw_only=True):
    """The channel is the application's no more."""

    channel: ChannelView


class ApplicationMoveFailed(Event, frozen=True, kw_only=True):
    """The application that should have taken the channel is not there; it stays where it is."""

    args: tuple[str, ...]
    channel: ChannelView
    destination: str


class Dial(Event, frozen=True, kw_only=True):
    """How an attempt to reach a device goes."""

    dialstatus: str
    forward: str = ""
    dialstring: str
    peer: ChannelView
    caller: ChannelView | UnsetType = UNSET
    forwarded: ChannelView | UnsetType = UNSET


class BridgeCreated(Event, frozen=True, kw_only=True):
    """A bridge stands."""

    bridge: BridgeView


class BridgeDestroyed(Event, frozen=True, kw_only=True):
    """A bridge is gone."""

    bridge: BridgeView


class ChannelEnteredBridge(Event, frozen=True, kw_only=True):
    """A channel joined the others."""

    bridge: BridgeView
    channel: ChannelView


class ChannelLeftBridge(Event, frozen=True, kw_only=True):
    """A channel left the others."""

    bridge: BridgeView
    channel: ChannelView


class PlaybackStarted(Event, frozen=True, kw_only=True):
    """The first sound of a playback is heard."""

    playback: PlaybackView


class PlaybackContinuing(Event, frozen=True, kw_only=True):
    """The next sound of a playback is heard."""

    playback: PlaybackView


class PlaybackFinished(Event, frozen=True, kw_only=True):
    """A playback is over: `done` (also when it was stopped) or `failed`."""

    playback: PlaybackView


class RecordingStarted(Event, frozen=True, kw_only=True):
    """A recording has begun."""

    recording: RecordingView


class RecordingFinished(Event, frozen=True, kw_only=True):
    """A recording is done, whether it is kept or not."""

    recording: RecordingView


class RecordingFailed(Event, frozen=True, kw_only=True):
    """A recording could not begin."""

    recording: RecordingView


class DeviceStateChanged(Event, frozen=True, kw_only=True):
    """A telephone came into use or out of it."""

    device_state: DeviceState


class ApplicationReplaced(Event, frozen=True, kw_only=True):
    """Somebody else connected as this application; this socket hears no more events."""


# --- REST on the same socket -------------------------------------------------------------------------------------------


class RESTResponse(msgspec.Struct, frozen=True, tag_field="type", tag="RESTResponse"):
    """The answer to one request; a body is JSON inside a string."""

    transaction_id: str
    request_id: str
    status_code: int
    reason_phrase: str
    uri: str
    application: str
    timestamp: str
    asterisk_id: str = ASTERISK_ID
    content_type: str | UnsetType = UNSET
    message_body: str | UnsetType = UNSET


_encoder = msgspec.json.Encoder()
encode = _encoder.encode


def frame(encoded: bytes, application: str) -> bytes:
    """An encoded event, addressed to one application: an event is encoded once, however many hear it."""
    return encoded[:-1] + _address(application)


@functools.lru_cache(maxsize=64)
def _address(application: str) -> bytes:
    return b"," + encode({"asterisk_id": ASTERISK_ID, "application": application})[1:]
