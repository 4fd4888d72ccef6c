"""Bridges: make, fill, empty, play to."""

from __future__ import annotations

from agent_desktop.cti.simulator import bridging
from agent_desktop.cti.simulator.model import Board, Bridge, Channel
from agent_desktop.cti.simulator.resources.channels import queue_playback
from agent_desktop.cti.simulator.resources.recordings import begin_recording
from agent_desktop.cti.simulator.rest import (
    NO_CONTENT,
    Parameters,
    Refused,
    Response,
    Routes,
    bad_request,
    ok,
)


def add_to(routes: Routes) -> None:
    """The paths of this family."""
    routes.add("GET", "bridges", _list)
    routes.add("POST", "bridges", _create)
    routes.add("GET", "bridges/*", _get)
    routes.add("POST", "bridges/*", _create)
    routes.add("DELETE", "bridges/*", _destroy)
    routes.add("POST", "bridges/*/addChannel", _add_channel)
    routes.add("POST", "bridges/*/removeChannel", _remove_channel)
    routes.add("POST", "bridges/*/play", _play)
    routes.add("POST", "bridges/*/play/*", _play)
    routes.add("POST", "bridges/*/record", _record)
    routes.add("POST", "bridges/*/moh", _start_music)
    routes.add("DELETE", "bridges/*/moh", _stop_music)


def _list(board: Board, _parameters: Parameters, _path: list[str]) -> Response:
    return ok([bridge.view() for bridge in board.bridges.values()])


def _get(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    return ok(_find(board, path[0]).view())


def _create(board: Board, parameters: Parameters, path: list[str]) -> Response:
    bridge_id = path[0] if path else parameters.text("bridgeId")
    if bridge_id in board.bridges:
        raise Refused(409, "Conflict", f"Bridge with id '{bridge_id}' already exists")
    holding = "holding" in parameters.texts("type")
    bridge = bridging.create(board, bridge_id or board.uuid(), parameters.text("name"), holding=holding)
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


def _play(board: Board, parameters: Parameters, path: list[str]) -> Response:
    bridge = _find(board, path[0])
    return queue_playback(board, bridge, parameters, path[1] if len(path) > 1 else "", "en")


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
        raise Refused(404, "Not Found", "Bridge not found")
    return bridge
