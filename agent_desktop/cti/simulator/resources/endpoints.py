"""Telephones and the trunk, and the states of devices."""

from __future__ import annotations

from agent_desktop.cti.simulator.model import Board, Manner
from agent_desktop.cti.simulator.rest import NO_CONTENT, Parameters, Refused, Response, Routes, bad_request, ok
from agent_desktop.cti.simulator.wire import DeviceState, EndpointView

_TECH = "PJSIP"
_MADE_UP = "Stasis:"
"""How devices are named whose state programs make up."""
_STATES = frozenset(
    {"UNKNOWN", "NOT_INUSE", "INUSE", "BUSY", "INVALID", "UNAVAILABLE", "RINGING", "RINGINUSE", "ONHOLD"}
)


def add_to(routes: Routes) -> None:
    """The paths of this family."""
    one, message = "endpoints/{tech}/{resource}", "from! body"
    routes.add("GET", "endpoints", _list, "list", answer="List[Endpoint]")
    routes.add("PUT", "endpoints/sendMessage", _send, "sendMessage", f"to! {message}", body="variables")
    routes.add("GET", "endpoints/{tech}", _list_technology, "listByTech", answer="List[Endpoint]")
    routes.add("GET", one, _get, "get", answer="Endpoint")
    routes.add("PUT", f"{one}/sendMessage", _send_to, "sendMessageToEndpoint", message, body="variables")
    device = "deviceStates/{deviceName}"
    routes.add("GET", "deviceStates", _list_states, "list", answer="List[DeviceState]")
    routes.add("GET", device, _get_state, "get", answer="DeviceState")
    routes.add("PUT", device, _put_state, "update", "deviceState!")
    routes.add("DELETE", device, _delete_state, "delete")


def technology(name: str) -> bool:
    """Whether there are telephones of this kind."""
    return name == _TECH


def find_endpoint(board: Board, name: str) -> EndpointView | None:
    """One by `TECH/RESOURCE`; None where there is none."""
    tech, _, resource = name.partition("/")
    if tech != _TECH or (resource != board.trunk and resource not in board.stations):
        return None
    return _endpoint(board, resource, _channels_by_device(board))


def _channels_by_device(board: Board) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for channel in board.channels.values():
        found.setdefault(channel.device, []).append(channel.view.id)
    return found


def _endpoint(board: Board, resource: str, channels: dict[str, list[str]]) -> EndpointView:
    phone = board.stations.get(resource)
    state = "offline" if phone and phone.manner is Manner.UNREGISTERED else "online"
    return EndpointView(_TECH, resource, state, tuple(channels.get(f"{_TECH}/{resource}", ())))


def _all(board: Board) -> list[EndpointView]:
    channels = _channels_by_device(board)
    return [_endpoint(board, resource, channels) for resource in (*board.stations, board.trunk)]


def _list(board: Board, _parameters: Parameters, _path: list[str]) -> Response:
    return ok(_all(board))


def _list_technology(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    if path[0] != _TECH:
        raise Refused(404, "Not Found", f"No Endpoints found - invalid tech {path[0]}")
    return ok(_all(board))


def _get(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    found = find_endpoint(board, "/".join(path))
    if found is None:
        raise _NOT_FOUND
    return ok(found)


_NOT_FOUND = Refused(404, "Not Found", "Endpoint not found")


def _send(_board: Board, parameters: Parameters, _path: list[str]) -> Response:
    """No telephone here reads texts; an Asterisk without a messaging technology refuses them with the same words."""
    if not parameters.text("to"):
        raise bad_request("To must be specified")
    raise _NOT_FOUND


def _send_to(_board: Board, _parameters: Parameters, _path: list[str]) -> Response:
    raise _NOT_FOUND


def _list_states(board: Board, _parameters: Parameters, _path: list[str]) -> Response:
    return ok([DeviceState(name, state) for name, state in board.devices.items()])


def _get_state(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    return ok(DeviceState(path[0], _state(board, path[0])))


def _state(board: Board, device: str) -> str:
    if device.startswith(_MADE_UP):
        return board.devices.get(device, "UNKNOWN")
    if device in board.in_use:
        return "INUSE"
    endpoint = find_endpoint(board, device)
    if endpoint is None:
        return "INVALID"
    return "NOT_INUSE" if endpoint.state == "online" else "UNAVAILABLE"


def _put_state(board: Board, parameters: Parameters, path: list[str]) -> Response:
    _controlled(path[0])
    state = parameters.text("deviceState")
    if state not in _STATES:
        raise Refused(500, "Internal Server Error", "Unknown device")
    changed = board.devices.get(path[0]) != state
    board.devices[path[0]] = state
    if changed:
        board.emit_device(path[0], state)
    return NO_CONTENT


def _delete_state(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    _controlled(path[0])
    board.devices.pop(path[0], None)
    return NO_CONTENT


def _controlled(device: str) -> None:
    if not device.startswith(_MADE_UP):
        raise Refused(409, "Conflict", "Uncontrolled device specified")
