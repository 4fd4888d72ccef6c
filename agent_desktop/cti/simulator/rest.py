"""ARI requests, whatever carried them: (method, path, parameters) → (status, reason, body).

Parameters come from the query and from the fields of a JSON body, as strictly as Asterisk takes them: a text given as a number in
the body counts as missing, a number given as text counts as 0. What a resource refuses it raises as `Refused`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, unquote

import msgspec

from agent_desktop.cti.simulator.model import Board
from agent_desktop.cti.simulator.wire import encode

JSON = "application/json"
METHODS = frozenset({"GET", "POST", "PUT", "DELETE", "OPTIONS"})
_REFUSED = 400
_VARIABLE = "{}"
_FORM = "application/x-www-form-urlencoded"
_LEADING_INT = re.compile(r"\s*([+-]?\d+)")


@dataclass(frozen=True, slots=True)
class Response:
    """Status, reason and, unless there is none, a body."""

    status: int
    reason: str
    body: bytes | None = None
    content_type: str = JSON
    allow: str = ""
    """The methods that the resource has, where that is the question."""


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
    empty_object: bool = False
    """The body is an object without anything in it, which is not the same as no body."""

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
        """The `variables` object of the body: each a text, or an object that holds one as `value`."""
        found = {name: _value(entry) for name, entry in self.object("variables").items()}
        texts = {name: value for name, value in found.items() if value is not None}
        if len(texts) < len(found):
            raise bad_request(
                "Each value in 'variables' must be a string or an object with 'value' and optional 'report_events'"
            )
        return texts

    def object(self, name: str) -> dict[str, Any]:
        """An object in the body; empty when missing."""
        found = self.body.get(name)
        return found if isinstance(found, dict) else {}


def _value(entry: object) -> str | None:
    value = entry.get("value") if isinstance(entry, dict) else entry
    return value if isinstance(value, str) else None


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


def parameters_of(query: dict[str, str], content_type: str, body: str) -> Parameters:
    """Query and body together: a form counts as query, a list as none; what is
    neither list nor object is refused.
    """
    kind = content_type.lower()
    if body and kind.startswith(_FORM):
        return Parameters(query | dict(parse_qsl(body, keep_blank_values=True)))
    if not body or not kind.startswith(JSON):
        return Parameters(query)
    try:
        value = msgspec.json.decode(body)
    except msgspec.DecodeError:
        value = None
    if not isinstance(value, dict | list):
        raise bad_request("Error parsing request body")
    return Parameters(query, value if isinstance(value, dict) else {}, value == {})


Handler = Callable[[Board, Parameters, list[str]], Response]
"""Does it and answers; the last argument holds the variable parts of the path."""


@dataclass(frozen=True, slots=True)
class Route:
    """One operation, with what a client must know of it."""

    method: str
    pattern: str
    handler: Handler
    nickname: str
    """What clients name their function for it."""
    query: str = ""
    """Its parameters: `name` or `name:kind` with the kind `int`, `boolean` or `list`; `!` after it: must be there."""
    answer: str = "void"
    """The model of what it answers, `List[...]` around it for several."""
    body: str = ""
    """The name of the object in its body."""


class Routes:
    """Resources by path and method. A path that leads nowhere is not found; a method that it lacks is not allowed."""

    def __init__(self) -> None:
        self.all: list[Route] = []
        self._routes: dict[tuple[str, ...], dict[str, Route]] = {}
        self._nodes: set[tuple[str, ...]] = {("",)}

    def add(
        self,
        method: str,
        pattern: str,
        handler: Handler,
        nickname: str,
        query: str = "",
        *,
        answer: str = "void",
        body: str = "",
    ) -> None:
        """`pattern` is a path with the names of its variable parts in braces."""
        route = Route(method, pattern, handler, nickname, query, answer, body)
        parts = tuple(_VARIABLE if part.startswith("{") else part for part in pattern.split("/"))
        self.all.append(route)
        self._routes.setdefault(parts, {})[method] = route
        self._nodes.update(parts[:length] for length in range(1, len(parts) + 1))

    def handle(self, board: Board, request: Request) -> Response:
        """The answer to a request; `board` is at the request's time."""
        response = self._answer(board, request)
        board.requests += 1
        board.refused += response.status >= _REFUSED
        return response

    def _answer(self, board: Board, request: Request) -> Response:
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
            fixed, variable = (*pattern, part), (*pattern, _VARIABLE)
            if fixed in self._nodes and part != _VARIABLE:
                pattern = fixed
            elif variable in self._nodes:
                pattern = variable
                variables.append(unquote(part))
            elif pattern == ("",):
                break
            else:
                raise Refused(404, "Not Found", "Resource not found")
        methods = self._routes.get(pattern, {})
        if request.method == "OPTIONS" and methods:
            return _options(methods), variables
        if request.method not in methods:
            raise NotAllowed(methods)
        return methods[request.method].handler, variables


class NotAllowed(Refused):
    """The resource is there, but not for this method."""

    def __init__(self, methods: Iterable[str]) -> None:
        super().__init__(405, "Method Not Allowed", "Invalid method")
        self.response = replace(self.response, allow=_allow(methods))


def _options(methods: Iterable[str]) -> Handler:
    def answer(_board: Board, _parameters: Parameters, _variables: list[str]) -> Response:
        return replace(NO_CONTENT, allow=_allow(methods))

    return answer


def _allow(methods: Iterable[str]) -> str:
    return ",".join(("OPTIONS", *sorted(methods)))
