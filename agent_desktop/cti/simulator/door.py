"""One TCP connection to the simulated switch: HTTP, one request after another, until one of them asks for a WebSocket.

Bytes become requests and messages (h11, websockets) and the other way round; what they mean is the host's business. Whoever
breaks the protocol is told so where it can be said, and cut off.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from email.utils import formatdate
from http import HTTPStatus
from typing import Protocol

import h11
from websockets.datastructures import Headers
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import SERVER, State
from websockets.protocol import Protocol as Frames
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

from agent_desktop.cti.simulator.front import Asked, page
from agent_desktop.cti.simulator.rest import Response
from agent_desktop.cti.simulator.wire import VERSION

_LARGEST = 1 << 20
_GOING_AWAY = 1001
_REALM = 'Basic realm="Asterisk REST Interface"'


class Host(Protocol):
    """Who lives behind the door."""

    def arrived(self, door: Door) -> None:
        """A connection stands."""

    def asked(self, door: Door, asked: Asked) -> None:
        """A request; `door.answer` answers it, now or later."""

    def wanted_socket(self, door: Door, asked: Asked) -> Response | None:
        """Somebody asks for a WebSocket: None to let them have it."""

    def said(self, door: Door, message: str | bytes) -> None:
        """A message on the WebSocket."""

    def left(self, door: Door) -> None:
        """The connection is gone."""


class Door(asyncio.Protocol):
    """One connection."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._http = h11.Connection(h11.SERVER)
        self._request: h11.Request | None = None
        self._body = bytearray()
        self._reading = self._flushing = False
        self._frames: Frames | None = None
        self._pieces: list[bytes] = []
        self._transport: asyncio.Transport | None = None

    @property
    def orderly(self) -> bool:
        """Whether the other end has said goodbye, or never had a WebSocket."""
        return self._frames is None or self._frames.close_rcvd is not None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._host.arrived(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's name
        self._transport = None
        self._host.left(self)

    def data_received(self, data: bytes) -> None:
        if self._frames:
            self._read_frames(data)
            return
        try:
            self._http.receive_data(data)
        except h11.RemoteProtocolError as error:
            self._refuse(error)
        self._read_requests()

    # what the host does

    def answer(self, response: Response, asked: Asked) -> None:
        """Answer the request; then the next one may come."""
        if self._transport is None:
            return
        self._send(response, with_body=asked.method != "HEAD")
        if self._http.our_state is h11.MUST_CLOSE:
            self._transport.close()
            return
        self._http.start_next_cycle()
        if not self._reading:
            self._read_requests()

    def tell(self, text: bytes) -> None:
        """Send a message on the WebSocket, together with what else is sent in this turn of the loop."""
        if self._frames and self._frames.state is State.OPEN:
            self._frames.send_text(text)
            if not self._flushing:
                self._flushing = True
                asyncio.get_running_loop().call_soon(self._flush)

    def close(self) -> None:
        """Say goodbye and hang up."""
        if self._frames and self._frames.state is State.OPEN:
            self._frames.send_close(_GOING_AWAY)
            self._flush()
        if self._transport:
            self._transport.close()

    def cut(self) -> None:
        """Hang up without a word, as a broken line does."""
        if self._transport:
            self._transport.abort()

    # HTTP

    def _read_requests(self) -> None:
        self._reading = True
        try:
            self._read_events()
        except h11.RemoteProtocolError as error:
            self._refuse(error)
        finally:
            self._reading = False

    def _read_events(self) -> None:
        while (event := self._http.next_event()) is not h11.NEED_DATA and event is not h11.PAUSED:
            if isinstance(event, h11.Request):
                self._request, self._body = event, bytearray()
            elif isinstance(event, h11.Data):
                self._take(event.data)
            elif isinstance(event, h11.EndOfMessage):
                self._finish()
            elif isinstance(event, h11.ConnectionClosed):
                return
        if self._http.they_are_waiting_for_100_continue:
            self._write(self._http.send(h11.InformationalResponse(status_code=100, headers=[], reason="Continue")))

    def _take(self, data: bytes) -> None:
        self._body += data
        if len(self._body) > _LARGEST:
            raise h11.RemoteProtocolError("too large", error_status_hint=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

    def _finish(self) -> None:
        assert self._request is not None
        headers = {name.decode(): value.decode("latin-1") for name, value in self._request.headers}
        body = self._body.decode(errors="replace")
        asked = Asked(self._request.method.decode(), self._request.target.decode(), headers, body)
        if headers.get("upgrade", "").lower() == "websocket":
            self._upgrade(asked)
        else:
            self._host.asked(self, asked)

    def _refuse(self, error: h11.RemoteProtocolError) -> None:
        """No request at all, or half of one."""
        status = HTTPStatus(error.error_status_hint)
        if self._transport and self._http.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            self._send(page(status, status.phrase, "Invalid Request"), closing=True)
        if self._transport:
            self._transport.close()

    def _send(self, response: Response, *, with_body: bool = True, closing: bool = False) -> None:
        body = response.body or b""
        headers = _headers(response, len(body))
        if closing:
            headers["Connection"] = "close"
        head = h11.Response(status_code=response.status, reason=response.reason, headers=list(headers.items()))
        self._write(self._http.send(head))
        if with_body and body:
            self._write(self._http.send(h11.Data(data=body)))
        self._write(self._http.send(h11.EndOfMessage()))

    def _write(self, data: bytes | None) -> None:
        if data and self._transport:
            self._transport.write(data)

    # WebSocket

    def _upgrade(self, asked: Asked) -> None:
        refusal = self._host.wanted_socket(self, asked)
        if refusal:
            self.answer(refusal, asked)
            return
        shake = ServerProtocol(subprotocols=[Subprotocol("ari")], select_subprotocol=_subprotocol)
        response = shake.accept(Request(asked.target, _all_headers(asked.headers)))
        self._write(response.serialize())
        if response.status_code != HTTPStatus.SWITCHING_PROTOCOLS:
            self.close()
            return
        self._frames = Frames(SERVER, state=State.OPEN, max_size=_LARGEST)
        rest, _ = self._http.trailing_data
        self._read_frames(rest)

    def _read_frames(self, data: bytes) -> None:
        assert self._frames is not None
        self._frames.receive_data(data)
        for event in self._frames.events_received():
            if isinstance(event, Frame):
                self._read_frame(event)
        self._flush()
        if self._frames.close_expected() and self._transport:
            self._transport.close()

    def _read_frame(self, frame: Frame) -> None:
        if frame.opcode not in {Opcode.TEXT, Opcode.BINARY, Opcode.CONT}:
            return
        self._pieces.append(bytes(frame.data))
        if frame.fin:
            message, self._pieces = b"".join(self._pieces), []
            self._host.said(self, message)

    def _flush(self) -> None:
        assert self._frames is not None
        self._flushing = False
        self._write(b"".join(self._frames.data_to_send()))


def _headers(response: Response, length: int) -> dict[str, str]:
    headers = {
        "Server": f"Asterisk/{VERSION}",
        "Date": formatdate(usegmt=True),
        "Cache-Control": "no-cache, no-store",
    }
    if response.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = _REALM
    if response.allow:
        headers["Allow"] = response.allow
    if response.body is not None:
        headers["Content-type"] = response.content_type
    return headers | {"Content-Length": str(length)}


def _all_headers(headers: Mapping[str, str]) -> Headers:
    return Headers(list(headers.items()))


def _subprotocol(_protocol: ServerProtocol, offered: object) -> Subprotocol | None:
    assert isinstance(offered, list | tuple)
    return Subprotocol("ari") if "ari" in offered else None
