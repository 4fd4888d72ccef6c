"""REST over WebSocket: one text frame in, one `RESTResponse` out, whatever the frame holds. Pure; must never raise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from agent_desktop.cti.simulator.model import Board
from agent_desktop.cti.simulator.rest import (
    JSON,
    METHODS,
    Refused,
    Request,
    Response,
    Routes,
    parameters_of,
    split_uri,
)
from agent_desktop.cti.simulator.wire import RESTResponse, encode

_NO_FILES = Response(406, "Not Acceptable.  Use HTTP GET")


@dataclass(frozen=True, slots=True)
class Session:
    """Who is at the other end of a socket."""

    app: str
    may_write: bool = True


def answer(routes: Routes, board: Board, session: Session, message: str | bytes) -> bytes:
    """The encoded answer to one frame; `board` is at the frame's time."""
    try:
        envelope = msgspec.json.decode(message)
    except (msgspec.DecodeError, UnicodeError):
        envelope = None
    if not isinstance(envelope, dict | list):
        return _encoded(board, session, {}, Response(400, "Failed to parse request message JSON"))
    fields = envelope if isinstance(envelope, dict) else {}
    return _encoded(board, session, fields, _respond(routes, board, session, fields))


def _respond(routes: Routes, board: Board, session: Session, fields: dict[str, Any]) -> Response:
    problem = _problem(fields)
    if problem:
        return Refused(400, "Bad request", problem).response
    path, query = split_uri(_text(fields, "uri"))
    for entry in _query_strings(fields):
        query[entry["name"]] = entry["value"]
    try:
        parameters = parameters_of(query, _text(fields, "content_type"), _text(fields, "message_body"))
    except Refused as refused:
        return refused.response
    return routes.handle(board, Request(_text(fields, "method"), path, parameters, session.may_write))


def _problem(fields: dict[str, Any]) -> str:
    if not _text(fields, "type"):
        return "No 'type' property."
    if _text(fields, "type") != "RESTRequest":
        return f"Unknown request type '{_text(fields, 'type')}'."
    if _text(fields, "method") not in METHODS:
        return "Unknown or missing 'method' property."
    return "" if _text(fields, "uri") else "Empty or missing 'uri' property."


def _query_strings(fields: dict[str, Any]) -> list[dict[str, str]]:
    """Asterisk sees only texts here: a number or null is as good as missing."""
    entries = fields.get("query_strings")
    if not isinstance(entries, list):
        return []
    texts = (entry for entry in entries if isinstance(entry, dict))
    return [entry for entry in texts if isinstance(entry.get("name"), str) and isinstance(entry.get("value"), str)]


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _encoded(board: Board, session: Session, fields: dict[str, Any], response: Response) -> bytes:
    if response.content_type != JSON:
        response = _NO_FILES
    body = {}
    if response.body is not None:
        body = {"content_type": JSON, "message_body": response.body.decode()}
    return encode(
        RESTResponse(
            transaction_id=_text(fields, "transaction_id"),
            request_id=_text(fields, "request_id"),
            status_code=response.status,
            reason_phrase=response.reason,
            uri=split_uri(_text(fields, "uri"))[0],
            application=session.app,
            timestamp=board.stamp,
            **body,
        )
    )
