"""Applications: what they hear of, and events that they send one another."""

from __future__ import annotations

from msgspec.structs import replace

from agent_desktop.cti.simulator.model import Application, Board, Source
from agent_desktop.cti.simulator.resources.endpoints import find_endpoint, technology
from agent_desktop.cti.simulator.rest import NO_CONTENT, Parameters, Refused, Response, Routes, bad_request, ok
from agent_desktop.cti.simulator.wire import ChannelUserevent

_SCHEMES = {
    "channel": Source.CHANNEL,
    "bridge": Source.BRIDGE,
    "endpoint": Source.ENDPOINT,
    "deviceState": Source.DEVICE,
}


def add_to(routes: Routes) -> None:
    """The paths of this family."""
    one = "applications/{applicationName}"
    routes.add("GET", "applications", _list, "list", answer="List[Application]")
    routes.add("GET", one, _get, "get", answer="Application")
    routes.add("POST", f"{one}/subscription", _subscribe, "subscribe", "eventSource:list!", answer="Application")
    routes.add("DELETE", f"{one}/subscription", _unsubscribe, "unsubscribe", "eventSource:list!", answer="Application")
    routes.add("PUT", f"{one}/eventFilter", _filter, "filter", answer="Application", body="filter")
    sent = "application! source:list"
    routes.add("POST", "events/user/{eventName}", _user_event, "userEvent", sent, body="variables")


def _list(board: Board, _parameters: Parameters, _path: list[str]) -> Response:
    return ok([app.view() for app in board.apps.values() if app.connected])


def _get(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    return ok(_find(board, path[0]).view())


def _subscribe(board: Board, parameters: Parameters, path: list[str]) -> Response:
    app = _find(board, path[0])
    sources = _sources(parameters)
    for source, name in sources:
        if name and not _exists(board, source, name):
            raise Refused(422, "Unprocessable Entity", "Event source does not exist")
    for source, name in sources:
        app.follow(source, name or source.value)
    return ok(app.view())


def _unsubscribe(board: Board, parameters: Parameters, path: list[str]) -> Response:
    app = _find(board, path[0])
    sources = _sources(parameters)
    for source, name in sources:
        if (name or source.value) not in app.reasons(source):
            raise Refused(422, "Unprocessable Entity", "Event source was not subscribed to")
    for source, name in sources:
        app.unfollow(source, name or source.value)
    return ok(app.view())


def _sources(parameters: Parameters) -> list[tuple[Source, str]]:
    uris = parameters.texts("eventSource")
    if not uris:
        raise bad_request("Missing parameter eventSource")
    return [_source(uri) for uri in uris]


def _source(uri: str) -> tuple[Source, str]:
    scheme, colon, name = uri.partition(":")
    if not colon or scheme not in _SCHEMES:
        raise bad_request("Invalid event source URI scheme")
    return _SCHEMES[scheme], name


def _exists(board: Board, source: Source, name: str) -> bool:
    if source is Source.CHANNEL:
        return name in board.channels
    if source is Source.BRIDGE:
        return name in board.bridges
    if source is Source.ENDPOINT:
        return technology(name) or find_endpoint(board, name) is not None
    return True


def _filter(board: Board, parameters: Parameters, path: list[str]) -> Response:
    """One list alone leaves the other as it is; an empty object lets everything through again."""
    app = _find(board, path[0])
    if not parameters.body and not parameters.empty_object:
        raise _MISSHAPEN
    lists = {name: _types(parameters, name) for name in ("allowed", "disallowed") if name in parameters.body}
    if not lists:
        lists = {"allowed": (), "disallowed": ()}
    app.allowed = lists.get("allowed", app.allowed)
    app.disallowed = lists.get("disallowed", app.disallowed)
    return ok(app.view())


_MISSHAPEN = bad_request("Invalid format definition")


def _types(parameters: Parameters, name: str) -> tuple[str, ...]:
    entries = parameters.body[name]
    if not isinstance(entries, list) or not all(isinstance(entry, dict) and "type" in entry for entry in entries):
        raise _MISSHAPEN
    return tuple(str(entry["type"]) for entry in entries)


def _find(board: Board, name: str) -> Application:
    """Who is not connected just now is not known, whatever stands for them."""
    if name not in board.apps or not board.apps[name].connected:
        raise Refused(404, "Not Found", "Application not found")
    return board.apps[name]


def _user_event(board: Board, parameters: Parameters, path: list[str]) -> Response:
    name = parameters.text("application")
    if not name:
        raise bad_request("Missing parameter application")
    app = _find(board, name)
    variables = parameters.body.get("variables", {})
    if not isinstance(variables, dict):
        raise bad_request("Invalid userevnet data")  # spelled as Asterisk spells it
    event = ChannelUserevent(timestamp=board.stamp, eventname=path[0], userevent=variables | {"eventname": path[0]})
    for uri in parameters.texts("source"):
        event = _about(board, event, *_source(uri))
    board.emit_to(app.name, event)
    return NO_CONTENT


def _about(board: Board, event: ChannelUserevent, source: Source, name: str) -> ChannelUserevent:
    if source is Source.CHANNEL and name in board.channels:
        return replace(event, channel=board.channels[name].view)
    if source is Source.BRIDGE and name in board.bridges:
        return replace(event, bridge=board.bridges[name].view())
    endpoint = find_endpoint(board, name) if source is Source.ENDPOINT else None
    if endpoint is None:
        raise Refused(422, "Unprocessable Entity", "Event source was not found")
    return replace(event, endpoint=endpoint)
