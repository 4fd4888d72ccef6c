"""What the switch can do, as clients read it: Swagger 1.1 documents, as Asterisk serves them under `/ari/api-docs/`.

They are written from the routes and from the events themselves, so that what is described is what works.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from agent_desktop.cti.simulator import wire
from agent_desktop.cti.simulator.rest import Route

_API_VERSION = "10.0.0"
_SWAGGER_VERSION = "1.1"
_MODELS: tuple[tuple[str, type[msgspec.Struct]], ...] = (
    ("Channel", wire.ChannelView),
    ("CallerID", wire.Party),
    ("DialplanCEP", wire.Dialplan),
    ("Bridge", wire.BridgeView),
    ("Playback", wire.PlaybackView),
    ("LiveRecording", wire.RecordingView),
    ("StoredRecording", wire.StoredRecordingView),
    ("Application", wire.ApplicationView),
    ("EventType", wire.EventType),
    ("Endpoint", wire.EndpointView),
    ("DeviceState", wire.DeviceState),
    ("Sound", wire.SoundView),
    ("FormatLangPair", wire.FormatLang),
    ("Module", wire.Module),
)
_IDS = {struct: name for name, struct in _MODELS}
_SOCKET = {
    "httpMethod": "GET",
    "upgrade": "websocket",
    "websocketProtocol": "ari",
    "nickname": "eventWebsocket",
    "responseClass": "Message",
    "parameters": [
        {"name": "app", "paramType": "query", "required": True, "allowMultiple": True, "dataType": "string"},
        {
            "name": "subscribeAll",
            "paramType": "query",
            "required": False,
            "allowMultiple": False,
            "dataType": "boolean",
        },
    ],
}


def documents(routes: Iterable[Route]) -> dict[str, dict[str, Any]]:
    """All of them by name, such as `channels.json`; the address that they are about is still to be put in (`addressed`)."""
    families: dict[str, dict[str, list[dict[str, Any]]]] = {"events": {"/events": [_SOCKET]}}
    for route in routes:
        paths = families.setdefault(route.pattern.partition("/")[0], {})
        paths.setdefault(f"/{route.pattern}", []).append(_operation(route))
    found = {f"{name}.json": _declaration(name, paths) for name, paths in families.items()}
    listing = [{"path": f"/api-docs/{name}.{{format}}", "description": f"{name} resources"} for name in families]
    return found | {"resources.json": _head() | {"apis": listing}}


def addressed(document: dict[str, Any], host: str) -> dict[str, Any]:
    """A document about the switch at this address."""
    return document | {"basePath": f"http://{host}/ari"}


def _head() -> dict[str, Any]:
    return {"apiVersion": _API_VERSION, "swaggerVersion": _SWAGGER_VERSION, "basePath": ""}


def _declaration(name: str, paths: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    apis = [{"path": path, "description": path, "operations": operations} for path, operations in paths.items()]
    structs = [*_MODELS, *_events()] if name == "events" else _MODELS
    models = {model: {"id": model, "properties": _properties(struct)} for model, struct in structs}
    return _head() | {"resourcePath": f"/api-docs/{name}.{{format}}", "apis": apis, "models": models}


def _events() -> list[tuple[str, type[msgspec.Struct]]]:
    return [(event.__name__, event) for event in wire.Event.__subclasses__()]


def _operation(route: Route) -> dict[str, Any]:
    parts = (part[1:-1] for part in route.pattern.split("/") if part.startswith("{"))
    parameters = [_parameter(name, "path", required=True) for name in parts]
    parameters += [_query(word) for word in route.query.split()]
    if route.body:
        parameters.append(_parameter(route.body, "body", kind="containers"))
    return {
        "httpMethod": route.method,
        "summary": f"{route.method} /{route.pattern}",
        "nickname": route.nickname,
        "responseClass": route.answer,
        "parameters": parameters,
    }


def _query(word: str) -> dict[str, Any]:
    name, _, kind = word.rstrip("!").partition(":")
    several = kind == "list"
    return _parameter(
        name, "query", required=word.endswith("!"), kind="string" if several or not kind else kind, several=several
    )


def _parameter(
    name: str, place: str, *, required: bool = False, kind: str = "string", several: bool = False
) -> dict[str, Any]:
    return {
        "name": name,
        "description": name,
        "paramType": place,
        "required": required,
        "allowMultiple": several,
        "dataType": kind,
    }


def _properties(struct: type[msgspec.Struct]) -> dict[str, dict[str, Any]]:
    fields = msgspec.structs.fields(struct)
    return {field.encode_name: {"type": _kind(field.type), "required": field.required} for field in fields}


def _kind(annotation: Any) -> str:
    """What Swagger calls a type."""
    known = msgspec.inspect.type_info(annotation)
    if isinstance(known, msgspec.inspect.UnionType):
        known = next(kind for kind in known.types if not isinstance(kind, msgspec.inspect.CustomType))
    if isinstance(known, msgspec.inspect.VarTupleType):
        return f"List[{_name(known.item_type)}]"
    return _name(known)


def _name(known: msgspec.inspect.Type) -> str:
    if isinstance(known, msgspec.inspect.StructType):
        return _IDS[known.cls]
    names = {msgspec.inspect.IntType: "int", msgspec.inspect.BoolType: "boolean", msgspec.inspect.StrType: "string"}
    return names.get(type(known), "object")
