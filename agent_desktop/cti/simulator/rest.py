"""ARI requests, whatever carried them: (method, path, parameters) → (status, reason, body).

Parameters come from the query and from the fields of a JSON body, as strictly as Asterisk takes them: a text given as a number in
the body counts as missing, a number given as text counts as 0. What a resource refuses it raises as `Refused`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

import msgspec

from agent_desktop.cti.simulator.model import Board
from agent_desktop.cti.simulator.wire import encode

JSON = "application/json"
METHODS = frozenset({"GET", "POST", "PUT", "DELETE", "OPTIONS"})
_LEADING_INT = re.compile(r"\s*([+-]?\d+)")


@dataclass(frozen=True, slots=True)
class Response:
    """Status, reason and, unless there is none, a body."""

    status: int
    reason: str
    body: bytes | None = None
    content_type: str = JSON


NO_CONTENT = Response(204, "No Content")


def ok(body: Any) -> Response:
    """200 with a body."""
    return Response(200, "OK", encode(body))


def created(body: Any) -> Response:
    """201 with a body."""
    return Response(201, "Created", encode(body))


class Refused(Exception):
    """The resource will not do it; nothing has changed."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        super().__init__(message)
        self.response = Response(status, reason, encode({"message": message}))


class AllocationFailed(Refused):
    """Asterisk's word for: no channel could be made to that endpoint."""

    def __init__(self) -> None:
        super().__init__(500, "Internal Server Error", "Allocation failed")
        self.response = Response(500, "Internal Server Error", encode({"error": "Allocation failed"}))


def bad_request(message: str) -> Refused:
    """400."""
    return Refused(400, "Bad Request", message)


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a request says besides its path. The body wins over the query."""

    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A text; empty when missing."""
        if name in self.body:
            value = self.body[name]
            return value if isinstance(value, str) else ""
        return self.query.get(name, "")

    def texts(self, name: str) -> list[str]:
        """A list, written with commas or as a JSON array."""
        value = self.body.get(name)
        if isinstance(value, list):
            return [entry for entry in value if isinstance(entry, str) and entry]
        return [entry for entry in self.text(name).split(",") if entry]

    def integer(self, name: str, default: int) -> int:
        """A whole number, read as C reads it."""
        if name in self.body:
            value = self.body[name]
            return value if isinstance(value, int) and not isinstance(value, bool) else 0
        if name not in self.query:
            return default
        number = _LEADING_INT.match(self.query[name])
        return int(number[1]) if number else 0

    def variables(self) -> dict[str, str]:
        """The `variables` object of the body; only texts are allowed."""
        found = self.body.get("variables", {})
        if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
            raise bad_request("Only string values in the 'variables' object allowed")
        return found


@dataclass(frozen=True, slots=True)
class Request:
    """One ARI request."""

    method: str
    path: str
    """Without leading slash and query, still percent-encoded."""
    parameters: Parameters = Parameters()
    may_write: bool = True


def split_uri(uri: str) -> tuple[str, dict[str, str]]:
    """Path and query of a request's `uri`."""
    path, _, query = uri.partition("?")
    return path, dict(parse_qsl(query, keep_blank_values=True)) if query else {}


def parse_body(content_type: str, body: str) -> dict[str, Any]:
    """The JSON object in a body; anything that is no JSON body counts as none, broken JSON is refused."""
    if not body or not content_type.lower().startswith(JSON):
        return {}
    try:
        value = msgspec.json.decode(body)
    except msgspec.DecodeError:
        raise bad_request("Error parsing request body") from None
    return value if isinstance(value, dict) else {}


Handler = Callable[[Board, Parameters, list[str]], Response]
"""Does it and answers; the last argument holds the variable parts of the path."""


class Routes:
    """Resources by path and method. A path that leads nowhere is not found; a method that it lacks is not allowed."""

    def __init__(self) -> None:
        self._handlers: dict[tuple[str, ...], dict[str, Handler]] = {}
        self._nodes: set[tuple[str, ...]] = {("",)}

    def add(self, method: str, pattern: str, handler: Handler) -> None:
        """`pattern` is a path with `*` for each variable part."""
        parts = tuple(pattern.split("/"))
        self._handlers.setdefault(parts, {})[method] = handler
        self._nodes.update(parts[:length] for length in range(1, len(parts) + 1))

    def handle(self, board: Board, request: Request) -> Response:
        """The answer to a request; `board` is at the request's time."""
        if not request.may_write and request.method not in {"GET", "OPTIONS"}:
            return Refused(403, "Forbidden", "Write access denied").response
        try:
            handler, variables = self._find(request)
            return handler(board, request.parameters, variables)
        except Refused as refused:
            return refused.response

    def _find(self, request: Request) -> tuple[Handler, list[str]]:
        pattern: tuple[str, ...] = ()
        variables = []
        for part in request.path.split("/"):
            fixed, variable = (*pattern, part), (*pattern, "*")
            if fixed in self._nodes and part != "*":
                pattern = fixed
            elif variable in self._nodes:
                pattern = variable
                variables.append(unquote(part))
            elif pattern == ("",):
                break
            else:
                raise Refused(404, "Not Found", "Resource not found")
        methods = self._handlers.get(pattern, {})
        if request.method == "OPTIONS" and methods:
            return _options, variables
        if request.method not in methods:
            raise Refused(405, "Method Not Allowed", "Invalid method")
        return methods[request.method], variables


def _options(board: Board, parameters: Parameters, variables: list[str]) -> Response:  # noqa: ARG001 - a handler
    return NO_CONTENT
