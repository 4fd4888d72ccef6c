"""Channels: list, make, answer, hang up, and everything that is done to one."""

from __future__ import annotations

import re

from agent_desktop.cti.simulator import bridging, dialling, playing, snooping
from agent_desktop.cti.simulator import channels as lifecycle
from agent_desktop.cti.simulator.channels import Ending
from agent_desktop.cti.simulator.dialling import Order
from agent_desktop.cti.simulator.model import Board, Bridge, Channel, ChannelState, Telephone
from agent_desktop.cti.simulator.resources.recordings import RECORD, begin_recording
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
_FORMATS = frozenset({"ulaw", "alaw", "gsm", "g722", "g729", "opus", "slin", "slin16", "slin48"})
_DIRECTIONS = frozenset({"in", "out", "both"})
_NAME_AND_NUMBER = re.compile(r'\s*"?(.*?)"?\s*<(.*?)>\s*')
_NUMBER = re.compile(r"[+0-9*#]+")
_CODE = re.compile(r"\s*[+-]?\d")
_PUNCTUATION = re.compile(r"[\s().-]")


def add_to(routes: Routes) -> None:
    """The paths of this family."""
    one = "channels/{channelId}"
    called = "app appArgs callerId timeout:int otherChannelId originator formats extension context priority:int label"
    routes.add("GET", "channels", _list, "list", answer="List[Channel]")
    routes.add(
        "POST", "channels", _originate, "originate", f"endpoint! {called} channelId", answer="Channel", body="variables"
    )
    made = "endpoint! app! appArgs channelId otherChannelId originator formats"
    routes.add("POST", "channels/create", _create, "create", made, answer="Channel", body="variables")
    routes.add("GET", one, _get, "get", answer="Channel")
    routes.add("POST", one, _originate, "originateWithId", f"endpoint! {called}", answer="Channel", body="variables")
    routes.add("DELETE", one, _hang_up, "hangup", "reason_code reason")
    routes.add("POST", f"{one}/dial", _dial, "dial", "caller timeout:int")
    routes.add("POST", f"{one}/answer", _answer, "answer")
    routes.add("POST", f"{one}/continue", _continue, "continueInDialplan", "context extension priority:int label")
    routes.add("POST", f"{one}/move", _move, "move", "app! appArgs")
    routes.add("POST", f"{one}/redirect", _redirect, "redirect", "endpoint!")
    routes.add("POST", f"{one}/ring", _indicate, "ring")
    routes.add("DELETE", f"{one}/ring", _indicate, "ringStop")
    routes.add("POST", f"{one}/progress", _indicate, "progress")
    routes.add("POST", f"{one}/hold", _indicate, "hold")
    routes.add("DELETE", f"{one}/hold", _indicate, "unhold")
    routes.add("POST", f"{one}/silence", _indicate, "startSilence")
    routes.add("DELETE", f"{one}/silence", _indicate, "stopSilence")
    routes.add("POST", f"{one}/moh", _music(on=True), "startMoh", "mohClass")
    routes.add("DELETE", f"{one}/moh", _music(on=False), "stopMoh")
    routes.add("POST", f"{one}/mute", _mute(on=True), "mute", "direction")
    routes.add("DELETE", f"{one}/mute", _mute(on=False), "unmute", "direction")
    routes.add("POST", f"{one}/dtmf", _dtmf, "sendDTMF", "dtmf before:int between:int duration:int after:int")
    routes.add("POST", f"{one}/play", _play, "play", f"{PLAY} playbackId", answer="Playback")
    routes.add("POST", f"{one}/play/{{playbackId}}", _play, "playWithId", PLAY, answer="Playback")
    routes.add("POST", f"{one}/record", _record, "record", RECORD, answer="LiveRecording")
    heard = "spy whisper app! appArgs"
    routes.add("POST", f"{one}/snoop", _snoop, "snoopChannel", f"{heard} snoopId", answer="Channel")
    routes.add("POST", f"{one}/snoop/{{snoopId}}", _snoop, "snoopChannelWithId", heard, answer="Channel")
    routes.add("GET", f"{one}/variable", _get_variable, "getChannelVar", "variable!", answer="Variable")
    routes.add("POST", f"{one}/variable", _set_variable, "setChannelVar", "variable! value")
    routes.add("GET", f"{one}/rtp_statistics", _rtp_statistics, "rtpstatistics")


PLAY = "media:list! lang offsetms:int skipms:int"
"""What can be asked for when something is played."""


def queue_playback(
    board: Board, target: Channel | Bridge, parameters: Parameters, playback_id: str, language: str
) -> Response:
    """Play to a channel or bridge."""
    media = parameters.texts("media")
    if not media:
        raise _UNPLAYABLE
    if parameters.integer("skipms", 0) < 0:
        raise bad_request("skipms cannot be negative")
    if parameters.integer("offsetms", 0) < 0:
        raise bad_request("offsetms cannot be negative")
    playback_id = playback_id or parameters.text("playbackId") or board.uuid()
    if playback_id in board.playbacks:
        raise _UNPLAYABLE
    return created(playing.play(board, target, media, parameters.text("lang") or language, playback_id))


_UNPLAYABLE = Refused(500, "Internal Server Error", "Failed to queue media for playback")


def variable_name(parameters: Parameters) -> str:
    """The variable that is asked for; there must be one."""
    name = parameters.text("variable")
    if not name:
        raise bad_request("Variable name is required")
    return name


def _list(board: Board, _parameters: Parameters, _path: list[str]) -> Response:
    return ok([channel.view for channel in board.channels.values()])


def _get(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    return ok(_find(board, path[0]).view)


def _originate(board: Board, parameters: Parameters, path: list[str]) -> Response:
    endpoint = _endpoint(parameters)
    if not parameters.text("app") and not parameters.text("extension"):
        raise bad_request("Application or extension must be specified")
    order, phone = _order(board, parameters, endpoint, path[0] if path else parameters.text("channelId"))
    return ok(dialling.originate(board, order, phone))


def _create(board: Board, parameters: Parameters, _path: list[str]) -> Response:
    order, phone = _order(board, parameters, _endpoint(parameters), parameters.text("channelId"))
    return ok(dialling.create(board, order, phone))


def _order(board: Board, parameters: Parameters, endpoint: str, channel_id: str) -> tuple[Order, Telephone]:
    variables = parameters.variables()
    _check_ids(parameters, channel_id)
    _check_formats(board, parameters)
    phone = dialling.find(board, endpoint)
    if phone is None:
        raise AllocationFailed
    if channel_id in board.channels:
        raise _ID_TAKEN
    timeout = parameters.integer("timeout", _RING_S)
    order = Order(
        endpoint=endpoint,
        channel_id=channel_id or f"{int(board.now)}.{board.number()}",
        app=parameters.text("app"),
        args=_arguments(parameters),
        caller=caller_id(parameters.text("callerId")),
        timeout_s=None if timeout == _FOREVER else float(timeout if timeout > 0 else _RING_S),
        variables=variables,
    )
    return order, phone


def _arguments(parameters: Parameters) -> tuple[str, ...]:
    text = parameters.text("appArgs")
    return tuple(text.split(",")) if text else ()


def _endpoint(parameters: Parameters) -> str:
    endpoint = parameters.text("endpoint")
    if not endpoint:
        raise bad_request("Endpoint must be specified")
    tech, _, resource = endpoint.partition("/")
    if not tech or not resource:
        raise bad_request("Invalid endpoint specified")
    return endpoint


def _check_ids(parameters: Parameters, channel_id: str) -> None:
    """The other channel is that of a call within the switch, and there are none here."""
    if len(channel_id) > _LONGEST_ID or len(parameters.text("otherChannelId")) > _LONGEST_ID:
        raise bad_request(f"Uniqueid length exceeds maximum of {_LONGEST_ID}")


def _check_formats(board: Board, parameters: Parameters) -> None:
    originator, formats = parameters.text("originator"), parameters.texts("formats")
    if originator and formats:
        raise bad_request("Originator and formats can't both be specified")
    if originator and originator not in board.channels:
        raise bad_request("Provided originator channel was not found")
    for name in formats:
        if name not in _FORMATS:
            raise bad_request(f"Provided format ({name}) was not found")


_ID_TAKEN = Refused(409, "Conflict", "Channel with given unique ID already exists")


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
        raise bad_request("The reason and reason_code can't both be specified")
    if reason not in _REASONS:
        raise Refused(400, "Invalid Reason", "Invalid reason for hangup reason provided")
    if code and not _CODE.match(code):
        raise Refused(400, "Invalid Reason Code", "Invalid reason code for hangup reason provided")
    lifecycle.end(board, channel, parameters.integer("reason_code", 0) if code else _REASONS[reason], Ending.US)
    return NO_CONTENT


def _continue(board: Board, parameters: Parameters, path: list[str]) -> Response:
    """Back to the dialplan, which has nothing more to do here than to hang up."""
    channel = _usable(board, path[0])
    if parameters.text("label"):
        raise Refused(404, "Not Found", "Requested label can not be found")
    lifecycle.end(board, channel, lifecycle.NORMAL, Ending.DIALPLAN)
    return NO_CONTENT


def _move(board: Board, parameters: Parameters, path: list[str]) -> Response:
    channel = _controlled(board, path[0])
    if not parameters.text("app"):
        raise bad_request("Missing parameter app")
    lifecycle.move(board, channel, parameters.text("app"), _arguments(parameters))
    return NO_CONTENT


def _redirect(board: Board, parameters: Parameters, path: list[str]) -> Response:
    """The far end's own switch calls somebody else instead: our channel is over."""
    channel = _usable(board, path[0])
    endpoint = parameters.text("endpoint")
    if not endpoint:
        raise Refused(400, "Not Found", "Required parameter 'endpoint' not provided.")
    tech, slash, _ = endpoint.partition("/")
    if not slash:
        raise _unprocessable(f"Endpoint parameter '{endpoint}' does not contain tech/resource")
    own = channel.view.name.partition("/")[0]
    if tech.upper() != own.upper():
        raise _unprocessable(f"Endpoint technology '{tech}' does not match channel technology '{own}'")
    lifecycle.end(board, channel, lifecycle.NORMAL, Ending.FAR_END)
    return NO_CONTENT


def _unprocessable(message: str) -> Refused:
    return Refused(422, "Unprocessable Entity", message)


def _rtp_statistics(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    """There is no media here."""
    if not _find(board, path[0]).view.name.startswith("PJSIP/"):
        raise Refused(403, "Forbidden", "Unsupported channel type")
    raise Refused(404, "Not Found", "RTP info not found")


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


def _mute(*, on: bool) -> Handler:
    def set_mute(board: Board, parameters: Parameters, path: list[str]) -> Response:
        channel = _usable(board, path[0])
        direction = parameters.text("direction")
        if not direction:
            raise bad_request("Direction is required")
        if direction not in _DIRECTIONS:
            raise bad_request("Invalid direction specified")
        ends = {"in", "out"} if direction == "both" else {direction}
        channel.muted = channel.muted | ends if on else channel.muted - ends
        bridging.notice(board, channel, *(channel.bridge.channels.values() if channel.bridge is not None else ()))
        return NO_CONTENT

    return set_mute


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
    order = snooping.Order(
        snoop_id or f"{int(board.now)}.{board.number()}", parameters.text("app"), _arguments(parameters), directions[1]
    )
    return ok(snooping.snoop(board, channel, order))


def _get_variable(board: Board, parameters: Parameters, path: list[str]) -> Response:
    name = variable_name(parameters)
    channel = board.channels.get(path[0])
    if channel is None:
        raise Refused(404, "Channel Not Found", "Provided channel was not found")
    if name.endswith(")"):
        return ok({"value": _function(channel, name)})
    value = channel.variables.get(name, _built_in(channel, name))
    if not value:
        raise Refused(404, "Variable Not Found", "Provided variable was not found")
    return ok({"value": value})


def _built_in(channel: Channel, name: str) -> str:
    view = channel.view
    values = {
        "UNIQUEID": view.id,
        "CHANNEL": view.name,
        "CONTEXT": view.dialplan.context,
        "EXTEN": view.dialplan.exten,
        "PRIORITY": str(view.dialplan.priority),
    }
    return values.get(name, "")


def _function(channel: Channel, function: str) -> str:
    view = channel.view
    values = {
        "CALLERID(all)": f'"{view.caller.name}" <{view.caller.number}>',
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
    name = variable_name(parameters)
    lifecycle.assign(board, _controlled(board, path[0]), name, parameters.text("value"))
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
