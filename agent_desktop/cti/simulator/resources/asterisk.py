"""The switch itself, the applications that are connected to it, and events that they send one another."""

from __future__ import annotations

from msgspec.structs import replace

from agent_desktop.cti.simulator.model import Application, Board, Bridge, Channel
from agent_desktop.cti.simulator.rest import (
    NO_CONTENT,
    Parameters,
    Refused,
    Response,
    Routes,
    bad_request,
    ok,
)
from agent_desktop.cti.simulator.wire import ASTERISK_ID, ChannelUserevent

VERSION = "22.10.1-simulator"


def add_to(routes: Routes) -> None:
    """The paths of this family."""
    routes.add("GET", "asterisk/info", _info)
    routes.add("GET", "asterisk/ping", _ping)
    routes.add("GET", "applications", _applications)
    routes.add("GET", "applications/*", _application)
    routes.add("POST", "applications/*/subscription", _subscribe)
    routes.add("DELETE", "applications/*/subscription", _unsubscribe)
    routes.add("PUT", "applications/*/eventFilter", _filter)
    routes.add("POST", "events/user/*", _user_event)


def _info(board: Board, parameters: Parameters, _path: list[str]) -> Response:
    parts = {
        "build": {"os": "Linux", "kernel": "", "machine": "", "options": "", "date": "", "user": ""},
        "system": {"version": VERSION, "entity_id": ASTERISK_ID},
        "config": {"name": "simulator", "default_language": "en"},
        "status": {"startup_time": board.stamp, "last_reload_time": board.stamp},
    }
    only = parameters.texts("only")
    return ok({name: part for name, part in parts.items() if not only or name in only})


def _ping(board: Board, _parameters: Parameters, _path: list[str]) -> Response:
    return ok({"asterisk_id": ASTERISK_ID, "ping": "pong", "timestamp": board.stamp})


def _applications(board: Board, _parameters: Parameters, _path: list[str]) -> Response:
    return ok([app.view() for app in board.apps.values()])


def _application(board: Board, _parameters: Parameters, path: list[str]) -> Response:
    return ok(_find_application(board, path[0]).view())


def _subscribe(board: Board, parameters: Parameters, path: list[str]) -> Response:
    app = _find_application(board, path[0])
    sources = _event_sources(board, parameters)
    for source in sources:
        if isinstance(source, Channel):
            app.follow(source.view.id)
        else:
            app.follow_bridge(source.id)
    return ok(app.view())


def _unsubscribe(board: Board, parameters: Parameters, path: list[str]) -> Response:
    app = _find_application(board, path[0])
    for source in _event_sources(board, parameters):
        if isinstance(source, Channel):
            app.unfollow(source.view.id)
        else:
            app.unfollow_bridge(source.id)
    return ok(app.view())


def _filter(board: Board, parameters: Parameters, path: list[str]) -> Response:
    """What is not named in the body is let through again."""
    app = _find_application(board, path[0])
    app.allowed, app.disallowed = (_types(parameters, name) for name in ("allowed", "disallowed"))
    return ok(app.view())


def _types(parameters: Parameters, name: str) -> frozenset[str]:
    entries = parameters.body.get(name) or []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) and "type" in entry for entry in entries):
        raise bad_request(f"Invalid {name} filter: expected a list of event types")
    return frozenset(str(entry["type"]) for entry in entries)


def _find_application(board: Board, name: str) -> Application:
    if name not in board.apps:
        raise Refused(404, "Not Found", "Application not found")
    return board.apps[name]


def _event_sources(board: Board, parameters: Parameters) -> list[Channel | Bridge]:
    uris = parameters.texts("eventSource")
    if not uris:
        raise bad_request("Missing parameter eventSource")
    return [_source(board, uri, "Event source does not exist") for uri in uris]


def _source(board: Board, uri: str, missing: str) -> Channel | Bridge:
    scheme, _, name = uri.partition(":")
    if scheme not in {"channel", "bridge"}:
        raise bad_request("Invalid event source URI scheme")
    found: Channel | Bridge | None = board.channels.get(name) if scheme == "channel" else board.bridges.get(name)
    if found is None:
        raise Refused(422, "Unprocessable Entity", missing)
    return found


def _user_event(board: Board, parameters: Parameters, path: list[str]) -> Response:
    name = parameters.text("application")
    if not name:
        raise bad_request("Missing parameter application")
    app = _find_application(board, name)
    sources = [_source(board, uri, "Event source was not found") for uri in parameters.texts("source")]
    variables = parameters.body.get("variables", {})
    if not isinstance(variables, dict):
        raise bad_request("Invalid userevnet data")  # spelled as Asterisk spells it
    event = ChannelUserevent(timestamp=board.stamp, eventname=path[0], userevent=variables | {"eventname": path[0]})
    for source in sources:
        if isinstance(source, Channel):
            event = replace(event, channel=source.view)
        else:
            event = replace(event, bridge=source.view())
    board.emit_to(app.name, event)
    return NO_CONTENT
