"""Channels: list, make, answer, hang up, and everything that is done to one."""

from __future__ import annotations

import re

from agent_desktop.cti.simulator import bridging, dialling, playing, snooping
from agent_desktop.cti.simulator import channels as lifecycle
from agent_desktop.cti.simulator.channels import Ending
from agent_desktop.cti.simulator.dialling import Order
from agent_desktop.cti.simulator.model import Board, Bridge, Channel, ChannelState, Telephone
from agent_desktop.cti.simulator.resources.recordings import begin_recording
from agent_desktop.cti.simulator.rest import (
    NO_CONTENT,
    AllocationFailed,
    Handler,
    Parameters,
    Refused,
    Response,
    Routes,
    bad_request,
    created,
    ok,
)
from agent_desktop.cti.simulator.wire import Party

_LONGEST_ID = 149
_FOREVER = -1
_RING_S = 30
_REASONS = {
    "": 16,
    "normal": 16,
    "busy": 17,
    "congestion": 34,
    "no_answer": 19,
    "timeout": 102,
    "rejected": 21,
    "unallocated": 1,
    "normal_unspecified": 31,
    "number_incomplete": 28,
    "codec_mismatch": 88,
    "interworking": 127,
    "failure": 38,
    "answered_elsewhere": 26,
}
_HIGHEST_CAUSE = 127
_DIRECTIONS = frozenset({"in", "out", "both"})
_NAME_AND_NUMBER = re.compile(r'\s*"?(.*?)"?\s*<(.*?)>\s*')
_NUMBER = re.compile(r"[+0-9*#]+")
_PUNCTUATION = re.compile(r"[\s().-]")


def add_to(routes: Routes) -> None:
    """The paths of this family."""
    routes.add("GET", "channels", _list)
    routes.add("POST", "channels", _originate)
    routes.add("POST", "channels/create", _create)
    routes.add("GET", "channels/*", _get)
    routes.add("POST", "channels/*", _originate)
    routes.add("DELETE", "channels/*", _hang_up)
    routes.add("POST", "channels/*/dial", _dial)
    routes.add("POST", "channels/*/answer", _answer)
    routes.add("POST", "channels/*/continue", _continue)
    for state in ("ring", "hold", "silence"):
        routes.add("POST", f"channels/*/{state}", _indicate)
        routes.add("DELETE", f"channels/*/{state}", _indicate)
    routes.add("POST", "channels/*/moh", _music(on=True))
    routes.add("DELETE", "channels/*/moh", _music(on=False))
    routes.add("POST", "channels/*/mute", _mute)
    routes.add("DELETE", "channels/*/mute", _mute)
    routes.add("POST", "channels/*/dtmf", _dtmf)
    routes.add("POST", "channels/*/play", _play)
    routes.add("POST", "channels/*/play/*", _play)
    routes.add("POST", "channels/*/record", _record)
    routes.add("POST", "channels/*/snoop", _snoop)
    routes.add("POST", "channels/*/snoop/*", _snoop)
    routes.add("GET", "channels/*/variable", _get_variable)
    routes.add("POST", "channels/*/variable", _set_variable)


def queue_playback(
    board: Board, target: Channel | Bridge, parameters: Parameters, playback_id: str, language: str
) -> Response:
    """Play to a channel or bridge."""
    media = parameters.texts("media")
    if not media:
        raise bad_request("Missing parameter media")
    if parameters.integer("skipms", 0) < 0:
        raise bad_request("skipms cannot be negative")
    if parameters.integer("offsetms", 0) < 0:
        raise bad_request("offsetms cannot be negative")
    playback_id = playback_id or parameters.text("playbackId") or board.uuid()
    if playback_id in board.playbacks:
        raise Refused(500, "Internal Server Error", "Failed to queue media for playback")
    return created(playing.play(board, target, media, parameters.text("lang") or language, playback_id))


def _list(board: Board, _parameters: Parameters, _path: list[str]) -> Response:
    return ok([channel.view for channel in board.channels.values()])


def _get(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    return ok(_find(board, path[0]).view)


def _originate(board: Board, parameters: Parameters, path: list[str]) -> Response:
    order, phone = _order(board, parameters, path[0] if path else parameters.text("channelId"))
    return ok(dialling.originate(board, order, phone))


def _create(board: Board, parameters: Parameters, _path: list[str]) -> Response:
    order, phone = _order(board, parameters, parameters.text("channelId"))
    return ok(dialling.create(board, order, phone))


def _order(board: Board, parameters: Parameters, channel_id: str) -> tuple[Order, Telephone]:
    variables = parameters.variables()
    endpoint = _endpoint(parameters, channel_id)
    originator = parameters.text("originator")
    if originator and originator not in board.channels:
        raise bad_request("Provided originator channel was not found")
    phone = dialling.find(board, endpoint)
    if phone is None:
        raise AllocationFailed
    if channel_id in board.channels:
        raise Refused(409, "Conflict", "Channel with given unique ID already exists")
    timeout = parameters.integer("timeout", _RING_S)
    order = Order(
        endpoint=endpoint,
        channel_id=channel_id or f"{int(board.now)}.{board.number()}",
        app=parameters.text("app"),
        args=tuple(parameters.text("appArgs").split(",")) if parameters.text("appArgs") else (),
        caller=caller_id(parameters.text("callerId")),
        timeout_s=None if timeout == _FOREVER else float(timeout if timeout > 0 else _RING_S),
        variables=variables,
    )
    return order, phone


def _endpoint(parameters: Parameters, channel_id: str) -> str:
    if len(channel_id) > _LONGEST_ID or len(parameters.text("otherChannelId")) > _LONGEST_ID:
        raise bad_request(f"Uniqueid length exceeds maximum of {_LONGEST_ID}")
    endpoint = parameters.text("endpoint")
    if not endpoint:
        raise bad_request("Endpoint must be specified")
    tech, _, resource = endpoint.partition("/")
    if not tech or not resource:
        raise bad_request("Invalid endpoint specified")
    if not parameters.text("app"):
        raise bad_request("Application or extension must be specified")
    return endpoint


def caller_id(text: str) -> Party | None:
    """`Ann <100>`, `"Ann" <100>`, `100` or `Ann`; None when empty."""
    if not text.strip():
        return None
    both = _NAME_AND_NUMBER.fullmatch(text)
    if both:
        number = _PUNCTUATION.sub("", both[2])
        return Party(both[1], number if _NUMBER.fullmatch(number) else both[2])
    number = _PUNCTUATION.sub("", text)
    return Party(number=number) if _NUMBER.fullmatch(number) else Party(name=text.strip())


def _dial(board: Board, parameters: Parameters, path: list[str]) -> Response:
    channel = _controlled(board, path[0])
    if channel.view.state != ChannelState.DOWN:
        raise Refused(409, "Conflict", "Channel is not in the 'Down' state")
    timeout = parameters.integer("timeout", 0)
    caller = board.channels.get(parameters.text("caller"))
    dialling.dial(board, channel, caller, float(timeout) if timeout > 0 else None)
    return NO_CONTENT


def _answer(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    channel = _usable(board, path[0])
    if not channel.up:
        lifecycle.set_state(board, channel, ChannelState.UP)
    return NO_CONTENT


def _hang_up(board: Board, parameters: Parameters, path: list[str]) -> Response:
    channel = _find(board, path[0])
    reason, code = parameters.text("reason"), parameters.text("reason_code")
    if reason and code:
        raise bad_request("The reason and reason_code query parameters are mutually exclusive")
    if reason not in _REASONS or (code and not (code.isdecimal() and int(code) <= _HIGHEST_CAUSE)):
        raise Refused(400, "Invalid Reason", "Invalid reason for hangup provided")
    lifecycle.end(board, channel, int(code) if code else _REASONS[reason], Ending.US)
    return NO_CONTENT


def _continue(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    """Back to the dialplan, which has nothing more to do here than to hang up."""
    channel = _usable(board, path[0])
    lifecycle.end(board, channel, lifecycle.NORMAL, Ending.DIALPLAN)
    return NO_CONTENT


def _indicate(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    """Ringing, hold and silence change what the far end's telephone shows, and nothing here."""
    _usable(board, path[0])
    return NO_CONTENT


def _music(*, on: bool) -> Handler:
    def set_music(board: Board, _parameters: Parameters, path: list[str]) -> Response:
        channel = _usable(board, path[0])
        channel.music = on
        bridging.notice(board, channel)
        return NO_CONTENT

    return set_music


def _mute(board: Board, parameters: Parameters, path: list[str]) -> Response:
    _usable(board, path[0])
    direction = parameters.text("direction") or "both"
    if direction not in _DIRECTIONS:
        raise bad_request("Invalid direction specified")
    return NO_CONTENT


def _dtmf(board: Board, parameters: Parameters, path: list[str]) -> Response:
    channel = _usable(board, path[0])
    digits = parameters.text("dtmf")
    if not digits:
        raise bad_request("DTMF is required")
    channel.digits += digits
    return NO_CONTENT


def _play(board: Board, parameters: Parameters, path: list[str]) -> Response:
    channel = _usable(board, path[0])
    return queue_playback(board, channel, parameters, path[1] if len(path) > 1 else "", channel.view.language)


def _record(board: Board, parameters: Parameters, path: list[str]) -> Response:
    return begin_recording(board, _controlled(board, path[0]), parameters)


def _snoop(board: Board, parameters: Parameters, path: list[str]) -> Response:
    channel = board.channels.get(path[0])
    if channel is None:
        raise Refused(404, "Channel Not Found", "Provided channel was not found")
    directions = [parameters.text(name) or "none" for name in ("spy", "whisper")]
    for name, direction in zip(("spy", "whisper"), directions, strict=True):
        if direction not in snooping.DIRECTIONS:
            raise bad_request(f"Invalid direction specified for {name}")
    if directions == ["none", "none"]:
        raise bad_request("Direction must be specified for at least spy or whisper")
    if not parameters.text("app"):
        raise bad_request("Application name is required")
    snoop_id = path[1] if len(path) > 1 else parameters.text("snoopId")
    if snoop_id in board.channels:
        raise Refused(500, "Internal error", "Snoop channel could not be created")
    args = parameters.text("appArgs")
    order = snooping.Order(
        snoop_id or f"{int(board.now)}.{board.number()}", parameters.text("app"), tuple(args.split(",")) if args else ()
    )
    return ok(snooping.snoop(board, channel, order))


def _get_variable(board: Board, parameters: Parameters, path: list[str]) -> Response:
    variable = parameters.text("variable")
    if not variable:
        raise bad_request("Variable name is required")
    channel = board.channels.get(path[0])
    if channel is None:
        raise Refused(404, "Channel Not Found", "Provided channel was not found")
    if variable.endswith(")"):
        return ok({"value": _function(channel, variable)})
    if variable not in channel.variables:
        raise Refused(404, "Variable Not Found", "Provided variable was not found")
    return ok({"value": channel.variables[variable]})


def _function(channel: Channel, function: str) -> str:
    view = channel.view
    values = {
        "CALLERID(num)": view.caller.number,
        "CALLERID(name)": view.caller.name,
        "CALLERID(num-pres)": channel.presentation,
        "CALLERID(pres)": channel.presentation,
        "CHANNEL(language)": view.language,
        "CHANNEL(name)": view.name,
        "CHANNEL(state)": view.state,
    }
    if function not in values:
        raise Refused(500, "Error With Function", "Unable to read provided function")
    return values[function]


def _set_variable(board: Board, parameters: Parameters, path: list[str]) -> Response:
    variable, value = parameters.text("variable"), parameters.text("value")
    if not variable:
        raise bad_request("Variable name is required")
    channel = _controlled(board, path[0])
    if not lifecycle.assign(board, channel, variable, value):
        raise bad_request("Failed to execute function")
    return NO_CONTENT


def _find(board: Board, channel_id: str) -> Channel:
    channel = board.channels.get(channel_id)
    if channel is None:
        raise Refused(404, "Not Found", "Channel not found")
    return channel


def _controlled(board: Board, channel_id: str) -> Channel:
    channel = _find(board, channel_id)
    if not channel.app:
        raise Refused(409, "Conflict", "Channel not in Stasis application")
    return channel


def _usable(board: Board, channel_id: str) -> Channel:
    channel = _controlled(board, channel_id)
    if channel.view.state in {ChannelState.DOWN, ChannelState.RINGING}:
        raise Refused(412, "Precondition Failed", "Channel in invalid state")
    return channel
