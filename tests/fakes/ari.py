"""A scripted ARI: what the adapter's tests talk to. It has no calls of its own; a test says what lives there and what happens.

Behaviours: refuses the handshake, never answers, answers late or with an error, loses the socket, talks nonsense.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

APP = "agent-desktop"
USER = "desk"
PASSWORD = "secret"

Json = dict[str, Any]


def channel(
    channel_id: str,
    state: str = "Ring",
    *,
    number: str = "",
    name: str = "",
    exten: str = "800",
    args: tuple[str, ...] | None = None,
    app: str = APP,
) -> Json:
    """A channel in JSON; `args` None means that it is in no Stasis application."""
    inside = args is not None
    return {
        "id": channel_id,
        "name": f"PJSIP/trunk-{channel_id}",
        "state": state,
        "caller": {"name": name, "number": number},
        "connected": {"name": "", "number": ""},
        "dialplan": {
            "context": "from-trunk",
            "exten": exten,
            "priority": 1,
            "app_name": "Stasis" if inside else "AppDial2",
            "app_data": ",".join((app, *(args or ()))) if inside else "(Outgoing Line)",
        },
        "language": "en",
    }


def event(kind: str, **fields: Any) -> Json:
    return {"type": kind, "application": APP, "timestamp": "2026-11-23T20:44:02.710+0000", **fields}


def started(
    channel_id: str, *args: str, state: str = "Ring", number: str = "", name: str = "", exten: str = "800"
) -> Json:
    inside = channel(channel_id, state, number=number, name=name, exten=exten, args=args)
    return event("StasisStart", channel=inside, args=list(args))


def about(kind: str, channel_id: str, state: str = "Up", **fields: Any) -> Json:
    """Any event that is about one channel."""
    return event(kind, channel=channel(channel_id, state), **fields)


def finished(playback: str, state: str = "done") -> Json:
    return event("PlaybackFinished", playback={"id": playback, "state": state, "target_uri": "channel:c"})


def response(request_id: str, status: int = 204, body: object = None) -> Json:
    text = {} if body is None else {"message_body": json.dumps(body), "content_type": "application/json"}
    phrase = HTTPStatus(status).phrase
    return (
        event(
            "RESTResponse", request_id=request_id, transaction_id=request_id, status_code=status, reason_phrase=phrase
        )
        | text
    )


@dataclass
class FakeAri:
    """One switch. Everything may be changed while it runs."""

    channels: list[Json] = field(default_factory=list)
    bridges: list[Json] = field(default_factory=list)
    refusals: dict[tuple[str, str], tuple[int, Json]] = field(default_factory=dict)
    """Method and uri → status and body of the answer."""
    unanswered: set[tuple[str, str]] = field(default_factory=set)
    handshake: HTTPStatus | None = None
    """The answer to every handshake, if not a socket."""
    crowded: str = ""
    """The application whose handshake is answered with 503."""
    on_open: list[Json] = field(default_factory=list)
    """Events that are sent as soon as a socket stands, before anything is asked."""
    requests: asyncio.Queue[Json] = field(default_factory=asyncio.Queue)
    """What has been asked after the opening."""
    heard: list[tuple[ServerConnection, Json]] = field(default_factory=list)
    """The same, for ever, and through which socket."""
    sockets: list[ServerConnection] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    server: Server | None = None

    @property
    def url(self) -> str:
        assert self.server is not None
        return f"ws://127.0.0.1:{next(iter(self.server.sockets)).getsockname()[1]}"

    async def say(self, *messages: Json | str) -> None:
        for message in messages:
            await self.sockets[-1].send(message if isinstance(message, str) else json.dumps(message))

    def lose_sockets(self) -> None:
        """As when the machine dies: no goodbye."""
        for socket in self.sockets:
            socket.transport.abort()

    async def next_request(self, method: str, uri: str) -> Json:
        """The next request after the opening, which must be this one."""
        request = await asyncio.wait_for(self.requests.get(), 5)
        assert (request["method"], request["uri"]) == (method, uri)
        return request

    def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        self.paths.append(request.path)
        if self.crowded and f"app={self.crowded}" in request.path:
            return connection.respond(HTTPStatus.SERVICE_UNAVAILABLE, "")
        if self.handshake is not None:
            return connection.respond(self.handshake, "")
        expected = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if request.headers.get("Authorization") != expected:
            return connection.respond(HTTPStatus.UNAUTHORIZED, "")
        return None

    async def _serve(self, socket: ServerConnection) -> None:
        self.sockets.append(socket)
        try:
            await self.say(*self.on_open)
            async for text in socket:
                await self._answer(socket, json.loads(text))
        except ConnectionClosed:
            return

    async def _answer(self, socket: ServerConnection, request: Json) -> None:
        asked = request["method"], request["uri"]
        if not request["request_id"].startswith("opening-"):
            self.requests.put_nowait(request)
            self.heard.append((socket, request))
        if asked in self.unanswered:
            return
        status, body = self.refusals.get(asked) or self._usual(asked)
        await socket.send(json.dumps(response(request["request_id"], status, body)))

    def _usual(self, asked: tuple[str, str]) -> tuple[int, Any]:
        match asked:
            case ("GET", "asterisk/info"):
                return 200, {"system": {"version": "22.10.1"}}
            case ("GET", "channels"):
                return 200, self.channels
            case ("GET", "bridges"):
                return 200, self.bridges
        return 204, None


@asynccontextmanager
async def running_ari(ari: FakeAri) -> AsyncIterator[FakeAri]:
    async with serve(ari._serve, "127.0.0.1", 0, process_request=ari._admit, compression=None) as server:
        ari.server = server
        yield ari
