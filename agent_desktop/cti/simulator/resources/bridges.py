"""Bridges: make, fill, empty, play to."""

from __future__ import annotations

from agent_desktop.cti.simulator import bridging
from agent_desktop.cti.simulator.model import Board, Bridge, Channel
from agent_desktop.cti.simulator.resources.channels import PLAY, queue_playback, variable_name
from agent_desktop.cti.simulator.resources.recordings import RECORD, begin_recording
from agent_desktop.cti.simulator.rest import (
    NO_CONTENT,
    AllocationFailed,
    Parameters,
    Refused,
    Response,
    Routes,
    bad_request,
    ok,
)

_KINDS = frozenset({"mixing", "holding", "dtmf_events", "proxy_media", "video_sfu", "video_single", "sdp_label"})


def add_to(routes: Routes) -> None:
    """The paths of this family."""
    one = "bridges/{bridgeId}"
    routes.add("GET", "bridges", _list, "list", answer="List[Bridge]")
    routes.add("POST", "bridges", _create, "create", "type bridgeId name", answer="Bridge")
    routes.add("GET", one, _get, "get", answer="Bridge")
    routes.add("POST", one, _create, "createWithId", "type name", answer="Bridge")
    routes.add("DELETE", one, _destroy, "destroy")
    joining = "channel:list! role absorbDTMF:boolean mute:boolean inhibitConnectedLineUpdates:boolean"
    routes.add("POST", f"{one}/addChannel", _add_channel, "addChannel", joining)
    routes.add("POST", f"{one}/removeChannel", _remove_channel, "removeChannel", "channel:list!")
    routes.add("POST", f"{one}/videoSource/{{channelId}}", _set_video, "setVideoSource")
    routes.add("DELETE", f"{one}/videoSource", _clear_video, "clearVideoSource")
    routes.add("POST", f"{one}/play", _play, "play", f"{PLAY} playbackId", answer="Playback")
    routes.add("POST", f"{one}/play/{{playbackId}}", _play, "playWithId", PLAY, answer="Playback")
    routes.add("POST", f"{one}/record", _record, "record", RECORD, answer="LiveRecording")
    routes.add("POST", f"{one}/moh", _start_music, "startMoh", "mohClass")
    routes.add("DELETE", f"{one}/moh", _stop_music, "stopMoh")
    routes.add("GET", f"{one}/variable", _get_variable, "getBridgeVar", "variable!", answer="Variable")
    routes.add("POST", f"{one}/variable", _set_variable, "setBridgeVar", "variable! value")


def _list(board: Board, _parameters: Parameters, _path: list[str]) -> Response:
    return ok([bridge.view() for bridge in board.bridges.values()])


def _get(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    if path[0] not in board.bridges:
        raise Refused(404, "Not Found", "Bridge not found")
    return ok(board.bridges[path[0]].view())


def _create(board: Board, parameters: Parameters, path: list[str]) -> Response:
    bridge_id = path[0] if path else parameters.text("bridgeId")
    if bridge_id in board.bridges:
        raise Refused(409, "Conflict", f"Bridge with id '{bridge_id}' already exists")
    kinds = set(parameters.texts("type"))
    if not kinds <= _KINDS or kinds >= {"mixing", "holding"}:
        guess = "" if path else f". Possible duplicate bridge id '{bridge_id or '(null)'}'"
        raise Refused(500, "Internal Error", f"Unable to create bridge{guess}")
    bridge = bridging.create(
        board,
        bridge_id or board.uuid(),
        parameters.text("name"),
        holding="holding" in kinds,
        sfu="video_sfu" in kinds,
    )
    return ok(bridge.view())


def _destroy(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    bridging.destroy(board, _find(board, path[0]))
    return NO_CONTENT


def _add_channel(board: Board, parameters: Parameters, path: list[str]) -> Response:
    bridge = _find(board, path[0])
    members = _members(board, parameters)
    for channel in members:
        if channel.recording:
            raise Refused(409, "Conflict", f"Channel {channel.view.id} currently recording")
    for channel in members:
        bridging.enter(board, bridge, channel)
    return NO_CONTENT


def _remove_channel(board: Board, parameters: Parameters, path: list[str]) -> Response:
    bridge = _find(board, path[0])
    members = _members(board, parameters)
    if any(channel.bridge is not bridge for channel in members):
        raise Refused(422, "Unprocessable Entity", "Channel not in this bridge")
    for channel in members:
        bridging.leave(board, channel)
    return NO_CONTENT


def _members(board: Board, parameters: Parameters) -> list[Channel]:
    names = parameters.texts("channel")
    if not names:
        raise bad_request("Missing parameter channel")
    return [_member(board, name) for name in names]


def _member(board: Board, channel_id: str) -> Channel:
    channel = board.channels.get(channel_id)
    if channel is None:
        raise bad_request("Channel not found")
    if not channel.app:
        raise Refused(422, "Unprocessable Entity", "Channel not in Stasis application")
    return channel


def _set_video(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    """Nobody shows pictures here; what cannot be is refused all the same."""
    bridge = _find(board, path[0])
    if _member(board, path[1]).bridge is not bridge:
        raise Refused(422, "Unprocessable Entity", "Channel not in this bridge")
    return NO_CONTENT


def _clear_video(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    _find(board, path[0])
    return NO_CONTENT


def _play(board: Board, parameters: Parameters, path: list[str]) -> Response:
    bridge = _find(board, path[0])
    if not parameters.texts("media") or parameters.integer("skipms", 0) < 0:
        raise AllocationFailed
    return queue_playback(board, bridge, parameters, path[1] if len(path) > 1 else "", "en")


def _get_variable(board: Board, parameters: Parameters, path: list[str]) -> Response:
    bridge = _find(board, path[0])
    name = variable_name(parameters)
    if name not in bridge.variables:
        raise Refused(404, "Not Found", "Provided variable was not found")
    return ok({"value": bridge.variables[name]})


def _set_variable(board: Board, parameters: Parameters, path: list[str]) -> Response:
    _find(board, path[0]).variables[variable_name(parameters)] = parameters.text("value")
    return NO_CONTENT


def _record(board: Board, parameters: Parameters, path: list[str]) -> Response:
    return begin_recording(board, _find(board, path[0]), parameters)


def _start_music(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    bridge = _find(board, path[0])
    bridge.music = True
    bridging.notice(board, *bridge.channels.values())
    return NO_CONTENT


def _stop_music(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    bridge = _find(board, path[0])
    if not bridge.music:
        raise Refused(409, "Conflict", "Bridge isn't playing music")
    bridge.music = False
    bridging.notice(board, *bridge.channels.values())
    return NO_CONTENT


def _find(board: Board, bridge_id: str) -> Bridge:
    bridge = board.bridges.get(bridge_id)
    if bridge is None:
        raise Refused(404, "Not found", "Bridge not found")
    return bridge
