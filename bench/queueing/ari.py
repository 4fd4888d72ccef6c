"""Requests by ARI over a WebSocket, as a bench needs them: sent, counted, and their answers looked at only for refusals."""

from __future__ import annotations

import itertools

import msgspec
from websockets.asyncio.client import ClientConnection, connect

USER = "desk"
_numbers = itertools.count()


def link(url: str, app: str, *, everything: bool = False) -> connect:
    """A socket of this application; `everything`: it hears of all channels."""
    address = f"{url}/ari/events?app={app}&subscribeAll={str(everything).lower()}&api_key={USER}:{USER}"
    return connect(address, compression=None, max_size=None, proxy=None)


async def ask(socket: ClientConnection, method: str, uri: str, body: object = None, **query: str) -> None:
    """Send one request."""
    request = {
        "type": "RESTRequest",
        "request_id": str(next(_numbers)),
        "method": method,
        "uri": uri,
        "query_strings": [{"name": name, "value": value} for name, value in query.items()],
    }
    if body is not None:
        request |= {"content_type": "application/json", "message_body": msgspec.json.encode(body).decode()}
    await socket.send(msgspec.json.encode(request), text=True)


async def want_only(socket: ClientConnection, app: str, *types: str) -> None:
    """Have the switch send this application nothing else, and the answers to requests."""
    allowed = [{"type": kind} for kind in ("RESTResponse", *types)]
    await ask(socket, "PUT", f"applications/{app}/eventFilter", {"allowed": allowed})
