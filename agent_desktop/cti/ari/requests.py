"""One command → the REST requests that carry it out, in order. Pure; knows nothing of what stands at the switch."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import singledispatch
from urllib.parse import quote

from agent_desktop.cti.ari import caller
from agent_desktop.cti.ari.place import Place
from agent_desktop.cti.ari.wire import Parameter, RestRequest
from agent_desktop.cti.switch import (
    Answer,
    Bridge,
    Clear,
    Command,
    Dial,
    Hold,
    Monitor,
    Mute,
    PauseRecording,
    Play,
    RecordConnection,
    ReleaseBridge,
    ResumeRecording,
    Retrieve,
    SendDigits,
    StartMusic,
    StartRecording,
    StopMusic,
    StopPlayback,
    StopRecording,
    Unbridge,
    Unmute,
)
from agent_desktop.cti.vocabulary import MonitorMode

DIALLED = "dialled"
"""The application argument of the channels that we dial: it tells them from arriving ones, also after a restart."""

_SAID_INTO_IT = (("direction", "in"),)


@dataclass(frozen=True, slots=True)
class Ask:
    """A request that has no id yet."""

    method: str
    uri: str
    query: tuple[tuple[str, str], ...] = ()
    body: str = ""
    joining: tuple[str, str] | None = None
    """Bridge and connection, where the request is about one being in the other: it may fail for want of either."""
    minor: bool = False
    """Its refusal is no refusal of the command."""

    def numbered(self, request_id: str) -> RestRequest:
        parameters = tuple(Parameter(name, value) for name, value in self.query)
        kind = "application/json" if self.body else ""
        return RestRequest(request_id, request_id, self.method, self.uri, parameters, kind, self.body)


def path(kind: str, subject: str, verb: str = "") -> str:
    """`channels/ID/verb`. An id is percent-encoded: the switch splits at slashes first and decodes then."""
    return f"{kind}/{quote(subject, safe='')}" + (f"/{verb}" if verb else "")


@singledispatch
def asks(command: Command, place: Place) -> tuple[Ask, ...]:
    """The requests for `command`; none where there is nothing to ask."""
    raise TypeError(f"{type(command).__name__} of {place.app} has no requests")


@asks.register
def _(command: Answer, _place: Place) -> tuple[Ask, ...]:
    return (Ask("POST", path("channels", command.connection, "answer")),)


@asks.register
def _(command: Play, _place: Place) -> tuple[Ask, ...]:
    """The names of prompts carry their folder; `lang` chooses among the languages of the sounds directory.

    A missing sound is skipped, and only fails the list when it is the last. Hold music does not come back afterwards.
    """
    if not command.prompts:
        return ()
    media = ",".join(f"{'recording' if prompt.stored else 'sound'}:{prompt.media}" for prompt in command.prompts)
    uri = f"{path('channels', command.connection, 'play')}/{quote(command.playback, safe='')}"
    return (Ask("POST", uri, (("media", media), ("lang", command.language.value))),)


@asks.register
def _(command: StopPlayback, _place: Place) -> tuple[Ask, ...]:
    return (Ask("DELETE", path("playbacks", command.playback)),)


@asks.register
def _(command: StartMusic, _place: Place) -> tuple[Ask, ...]:
    return (music(command.connection),)


@asks.register
def _(command: StopMusic, _place: Place) -> tuple[Ask, ...]:
    return (silence(command.connection),)


@asks.register
def _(command: Dial, place: Place) -> tuple[Ask, ...]:
    endpoint = place.endpoint(command.device)
    if endpoint is None:
        return ()
    query = (
        ("endpoint", endpoint),
        ("app", place.app),
        ("appArgs", DIALLED),
        ("channelId", command.connection),
        ("timeout", str(max(1, math.ceil(command.ring_timeout_s)))),
        ("callerId", caller.shown_as(command.caller_number, command.caller_name)),
    )
    body = _ANSWER_ITSELF if command.answer_itself else ""
    return (Ask("POST", "channels", tuple(item for item in query if item[1]), body),)


@asks.register
def _(command: Bridge, _place: Place) -> tuple[Ask, ...]:
    """After the bridge is made: each connection by itself, so that a refusal names the one that is gone. The tone comes
    last, as nobody would hear it before.
    """
    joins = tuple(join(command.bridge, connection) for connection in command.connections)
    tone = Ask("POST", path("bridges", command.bridge, "play"), (("media", "sound:beep"),), minor=True)
    return (*joins, tone) if command.tone else joins


@asks.register
def _(command: Unbridge, _place: Place) -> tuple[Ask, ...]:
    return (part(command.bridge, command.connection),)


@asks.register
def _(command: ReleaseBridge, _place: Place) -> tuple[Ask, ...]:
    return (Ask("DELETE", path("bridges", command.bridge)),)


@asks.register
def _(command: Hold, _place: Place) -> tuple[Ask, ...]:
    return part(command.bridge, command.connection), replace(music(command.connection), minor=True)


@asks.register
def _(command: Retrieve, _place: Place) -> tuple[Ask, ...]:
    return replace(silence(command.connection), minor=True), join(command.bridge, command.connection)


@asks.register
def _(command: Mute, _place: Place) -> tuple[Ask, ...]:
    return (Ask("POST", path("channels", command.connection, "mute"), _SAID_INTO_IT),)


@asks.register
def _(command: Unmute, _place: Place) -> tuple[Ask, ...]:
    return (Ask("DELETE", path("channels", command.connection, "mute"), _SAID_INTO_IT),)


@asks.register
def _(command: SendDigits, _place: Place) -> tuple[Ask, ...]:
    return (Ask("POST", path("channels", command.connection, "dtmf"), (("dtmf", command.digits),)),)


@asks.register
def _(command: Monitor, place: Place) -> tuple[Ask, ...]:
    """A snoop on the caller's channel: what it whispers *in* is heard by those whom the caller talks to, *out* by the caller."""
    uri = f"{path('channels', command.subject, 'snoop')}/{quote(command.connection, safe='')}"
    query = (("spy", "both"), ("whisper", _WHISPER[command.mode]), ("app", place.app), ("appArgs", DIALLED))
    return (Ask("POST", uri, query),)


@asks.register
def _(command: StartRecording, _place: Place) -> tuple[Ask, ...]:
    query = (("name", command.recording), ("format", "wav"), ("ifExists", "fail"))
    return (Ask("POST", path("bridges", command.bridge, "record"), query),)


@asks.register
def _(command: RecordConnection, _place: Place) -> tuple[Ask, ...]:
    query = (
        ("name", command.recording),
        ("format", "wav"),
        ("ifExists", "fail"),
        ("beep", "true"),
        ("maxDurationSeconds", str(max(1, math.ceil(command.longest_s)))),
    )
    return (Ask("POST", path("channels", command.connection, "record"), query),)


@asks.register
def _(command: PauseRecording, _place: Place) -> tuple[Ask, ...]:
    return (Ask("POST", f"{_recording(command.recording)}/pause"),)


@asks.register
def _(command: ResumeRecording, _place: Place) -> tuple[Ask, ...]:
    return (Ask("DELETE", f"{_recording(command.recording)}/pause"),)


@asks.register
def _(command: StopRecording, _place: Place) -> tuple[Ask, ...]:
    return (Ask("POST", f"{_recording(command.recording)}/stop", minor=True),)


@asks.register
def _(command: Clear, _place: Place) -> tuple[Ask, ...]:
    return (Ask("DELETE", path("channels", command.connection), (("reason_code", str(command.cause.q850)),)),)


_ANSWER_ITSELF = '{"variables": {"PJSIP_HEADER(add,Call-Info)": "<sip:agent-desktop.invalid>;answer-after=0"}}'
"""The header by which a caller asks a SIP telephone to pick up by itself; one that does not know it rings."""
_WHISPER = {MonitorMode.MONITOR: "none", MonitorMode.WHISPER: "in", MonitorMode.BARGE_IN: "both"}


def _recording(recording: str) -> str:
    return path("recordings/live", recording)


def make_bridge(bridge: str) -> Ask:
    """`dtmf_events`: without it keys pressed by bridged parties are not reported. One that stands already is 409."""
    return Ask("POST", path("bridges", bridge), (("type", "mixing,dtmf_events"),), minor=True)


def join(bridge: str, connection: str) -> Ask:
    uri = path("bridges", bridge, "addChannel")
    return Ask("POST", uri, (("channel", connection),), joining=(bridge, connection))


def part(bridge: str, connection: str) -> Ask:
    uri = path("bridges", bridge, "removeChannel")
    return Ask("POST", uri, (("channel", connection),), joining=(bridge, connection))


def music(connection: str) -> Ask:
    return Ask("POST", path("channels", connection, "moh"))


def silence(connection: str) -> Ask:
    return Ask("DELETE", path("channels", connection, "moh"))


def hang_up(connection: str) -> Ask:
    return Ask("DELETE", path("channels", connection), minor=True)


def move_on(connection: str) -> Ask:
    """Let the dialplan go on after its `Stasis()` line."""
    return Ask("POST", path("channels", connection, "continue"), minor=True)


def still_playing(playback: str) -> Ask:
    return Ask("GET", path("playbacks", playback), minor=True)
