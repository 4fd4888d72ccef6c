"""ARI over plain HTTP: one request in, one answer out, with the words and headers of Asterisk 22. Pure; must never raise.

The same resources as over the WebSocket, and besides: who is asking, the documents that describe the resources, and files.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from agent_desktop.cti.simulator import swagger
from agent_desktop.cti.simulator.model import Board
from agent_desktop.cti.simulator.rest import Refused, Request, Response, Routes, ok, parameters_of
from agent_desktop.cti.simulator.wire import encode

PREFIX = "/ari"
EVENTS = f"{PREFIX}/events"
_DOCUMENTS = "api-docs/"
_TRUE = frozenset({"true", "yes", "1", "on"})
_CREDENTIALS = "api_key"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may connect."""

    name: str
    password: str
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """An HTTP request, whole. The names of its headers are small."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""

    @property
    def path(self) -> str:
        """Without the query, still percent-encoded."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> dict[str, str]:
        """What follows the path."""
        return dict(parse_qsl(self.target.partition("?")[2], keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Admission:
    """Somebody who asks for events and may have them."""

    apps: tuple[str, ...]
    all_events: bool
    may_write: bool


class Front:
    """Who may come in, and what they are told."""

    def __init__(self, users: Iterable[User], routes: Routes) -> None:
        self._users = {user.name: user for user in users}
        self._routes = routes

    @cached_property
    def _documents(self) -> dict[str, dict[str, Any]]:
        return swagger.documents(self._routes.all)

    def answer(self, board: Board, asked: Asked) -> Response:
        """The answer to a request that is not for a WebSocket; `board` is at its time."""
        if not _ours(asked.path):
            return page(404, "Not Found", "The requested URL was not found on this server.")
        user = self._authenticate(asked)
        if user is None:
            return UNAUTHORIZED
        if (asked.method, asked.path) == ("GET", EVENTS):
            return page(426, "Upgrade Required", "")
        try:
            return self._resource(board, asked, user)
        except Refused as refused:
            return refused.response

    def _resource(self, board: Board, asked: Asked, user: User) -> Response:
        path = asked.path.removeprefix(PREFIX).removeprefix("/")
        if path.endswith("/"):
            raise Refused(404, "Not Found", f"ARI URLs do not end with a slash. Try {asked.path.rstrip('/')}")
        if path.startswith(_DOCUMENTS):
            return self._document(path.removeprefix(_DOCUMENTS), asked.headers.get("host", "localhost"))
        parameters = parameters_of(asked.query, asked.headers.get("content-type", ""), asked.body)
        if not asked.body:  # over HTTP no body is as good as an empty object
            parameters = replace(parameters, empty_object=True)
        return self._routes.handle(board, Request(asked.method, path, parameters, not user.read_only))

    def admit(self, asked: Asked) -> Admission | Response:
        """Whether somebody may have a WebSocket, or the answer that they get instead."""
        if asked.path != EVENTS:
            return page(404, "Not Found", "The requested URL was not found on this server.")
        user = self._authenticate(asked)
        if user is None:
            return UNAUTHORIZED
        apps = tuple(app for app in asked.query.get("app", "").split(",") if app)
        if not apps:
            return page(400, "Bad Request", "HTTP request is missing param: [app]")
        return Admission(apps, asked.query.get("subscribeAll", "").lower() in _TRUE, not user.read_only)

    def _authenticate(self, asked: Asked) -> User | None:
        pair = asked.query.get(_CREDENTIALS, "") or _basic(asked.headers.get("authorization", ""))
        name, _, password = pair.partition(":")
        user = self._users.get(name)
        right = user is not None and hmac.compare_digest(user.password.encode(), password.encode())
        return user if right else None

    def _document(self, name: str, host: str) -> Response:
        if name not in self._documents:
            raise Refused(404, "Not Found", "Resource not found")
        return ok(swagger.addressed(self._documents[name], host))


UNAUTHORIZED = Response(401, "Unauthorized", encode({"message": "Authentication required"}))


def page(status: int, reason: str, text: str) -> Response:
    """An answer for a person's eyes: about an address that is no resource of ARI."""
    body = f"<!DOCTYPE html>\n<title>{status} {reason}</title>\n<h1>{reason}</h1>\n<p>{text}</p>\n"
    return Response(status, reason, body.encode(), "text/html")


def _ours(path: str) -> bool:
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def _basic(authorization: str) -> str:
    scheme, _, credentials = authorization.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(credentials, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
