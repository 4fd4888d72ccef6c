"""The JSON of ARI that we use, as types. Must hold no state and no opinion.

Everything else in an event is skipped by the decoder, so that fields of newer versions do no harm. A channel's `caller`
is what the far end claims: it is cleaned in `caller.py` before anybody sees it.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from agent_desktop.errors import PeerError


class Caller(msgspec.Struct, frozen=True, gc=False):
    """A party as the line names it."""

    name: str = ""
    number: str = ""


class Dialplan(msgspec.Struct, frozen=True, gc=False):
    """Where a channel is in the dialplan; in a Stasis application `app_data` is `APPLICATION,ARGUMENT,…`."""

    exten: str = ""
    app_name: str = ""
    app_data: str = ""


class Channel(msgspec.Struct, frozen=True, gc=False):
    """A channel; `state` is Down, Ring (arriving), Ringing (dialled), Up and some more."""

    id: str
    state: str = ""
    caller: Caller = Caller()
    dialplan: Dialplan = Dialplan()


class BridgeRef(msgspec.Struct, frozen=True, gc=False):
    """A bridge."""

    id: str


class Playback(msgspec.Struct, frozen=True, gc=False):
    """A list of sounds being played; `state` at its end is `done` (also when stopped) or `failed`."""

    id: str
    state: str = ""


class Speech(msgspec.Struct, frozen=True, gc=False):
    """The variables of the user event `Spoke`."""

    text: str
    language: str = "en"


class _Message(msgspec.Struct, frozen=True, gc=False, tag_field="type", tag=True):
    """What the switch sends."""


class StasisStart(_Message, frozen=True, gc=False, tag=True):
    """A channel is ours from now on."""

    channel: Channel
    args: tuple[str, ...] = ()


class StasisEnd(_Message, frozen=True, gc=False, tag=True):
    """A channel has left our application: hung up, or sent on in the dialplan."""

    channel: Channel


class ChannelStateChange(_Message, frozen=True, gc=False, tag=True):
    """A channel rings or is up."""

    channel: Channel


class ChannelHangupRequest(_Message, frozen=True, gc=False, tag=True):
    """A channel is about to be destroyed."""

    channel: Channel


class ChannelDestroyed(_Message, frozen=True, gc=False, tag=True):
    """A channel is gone; `cause` after Q.850, 0 when unknown."""

    channel: Channel
    cause: int = 0


class ChannelDtmfReceived(_Message, frozen=True, gc=False, tag=True):
    """The far end pressed a key."""

    channel: Channel
    digit: str


class ChannelUserevent(_Message, frozen=True, gc=False, tag=True):
    """Somebody sent an event of their own through the switch."""

    eventname: str
    channel: Channel | None = None
    userevent: msgspec.Raw = msgspec.Raw(b"{}")


class PlaybackFinished(_Message, frozen=True, gc=False, tag=True):
    """A list of sounds is over. One for a whole list; sent twice for playbacks to a bridge."""

    playback: Playback


class LiveRecording(msgspec.Struct, frozen=True, gc=False):
    """A recording as the switch tells of it."""

    name: str


class RecordingFinished(_Message, frozen=True, gc=False, tag=True):
    """A recording is complete."""

    recording: LiveRecording


class RecordingFailed(_Message, frozen=True, gc=False, tag=True):
    """A recording could not go on."""

    recording: LiveRecording


class BridgeDestroyed(_Message, frozen=True, gc=False, tag=True):
    """A bridge is gone."""

    bridge: BridgeRef


class ApplicationReplaced(_Message, frozen=True, gc=False, tag=True):
    """Another client has taken our application; this socket stays open, mute."""

    application: str = ""


class RestResponse(_Message, frozen=True, gc=False, tag="RESTResponse"):
    """The answer to one request; answers come in the order of the requests."""

    status_code: int
    request_id: str = ""
    reason_phrase: str = ""
    message_body: str = ""

    @property
    def accepted(self) -> bool:
        return 200 <= self.status_code < 300  # noqa: PLR2004 - HTTP's own border


Event = (
    StasisStart
    | StasisEnd
    | ChannelStateChange
    | ChannelHangupRequest
    | ChannelDestroyed
    | ChannelDtmfReceived
    | ChannelUserevent
    | PlaybackFinished
    | RecordingFinished
    | RecordingFailed
    | BridgeDestroyed
    | ApplicationReplaced
)
Message = Event | RestResponse

WANTED: tuple[str, ...] = (
    "StasisStart",
    "StasisEnd",
    "ChannelStateChange",
    "ChannelHangupRequest",
    "ChannelDestroyed",
    "ChannelDtmfReceived",
    "ChannelUserevent",
    "PlaybackFinished",
    "RecordingFinished",
    "RecordingFailed",
    "BridgeDestroyed",
    "ApplicationReplaced",
    "RESTResponse",
)
"""Types that the switch is asked to send. The filter swallows responses too, unless they are named here."""


class Parameter(msgspec.Struct, frozen=True, gc=False):
    """One item of a query string."""

    name: str
    value: str


class RestRequest(msgspec.Struct, frozen=True, gc=False, tag_field="type", tag="RESTRequest", omit_defaults=True):
    """One request. `message_body` is JSON as a string: an object is silently ignored."""

    transaction_id: str
    request_id: str
    method: str
    uri: str
    """Without leading slash and without `ari/`; ids in it are percent-encoded."""
    query_strings: tuple[Parameter, ...] = ()
    content_type: str = ""
    message_body: str = ""


class Ignored(PeerError):
    """A message that we do not act upon. `unknown` is its type, or empty when it is no ARI message at all."""

    def __init__(self, unknown: str) -> None:
        super().__init__(unknown or "not an ARI message")
        self.unknown = unknown


class _AnyType(msgspec.Struct, frozen=True, gc=False):
    type: str


_messages: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)
_any_type = msgspec.json.Decoder(_AnyType)
_error_body = msgspec.json.Decoder(dict[str, str])
_channels = msgspec.json.Decoder(tuple[Channel, ...])
_bridges = msgspec.json.Decoder(tuple[BridgeRef, ...])
_speech = msgspec.json.Decoder(Speech)
encode = msgspec.json.Encoder().encode


def decode(data: bytes | str) -> Message:
    """One message of the switch; `Ignored` for one of another type or of no sense."""
    try:
        return _messages.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Ignored(_unknown_type(data)) from error


def _unknown_type(data: bytes | str) -> str:
    try:
        name = _any_type.decode(data).type
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""
    return "" if name in WANTED else name


def reason(response: RestResponse) -> str:
    """Why a request was refused, in the switch's own words, after its status."""
    try:
        body = _error_body.decode(response.message_body)
    except msgspec.DecodeError:
        body = {}
    words = body.get("message") or body.get("error") or response.reason_phrase
    return f"{response.status_code} {words}"


def channels(body: str) -> tuple[Channel, ...]:
    return _decoded(_channels, body)


def bridges(body: str) -> tuple[BridgeRef, ...]:
    return _decoded(_bridges, body)


def speech(raw: msgspec.Raw) -> Speech:
    return _decoded(_speech, raw)


T = TypeVar("T")


def _decoded(decoder: msgspec.json.Decoder[T], body: str | msgspec.Raw) -> T:
    try:
        return decoder.decode(body)
    except msgspec.DecodeError as error:
        raise Ignored("") from error
