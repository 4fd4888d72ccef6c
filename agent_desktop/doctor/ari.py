"""Asking a switch, one request after another: over HTTP, and over a socket of our own.

The socket is opened as an application that nobody else has the name of: the configured one would be taken from the centre
that runs on it. Must never ask for anything that changes something.
"""

from __future__ import annotations

import base64
import enum
import functools
import http.client
import secrets
import socket
import ssl
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import msgspec
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import ClientConnection, connect

from agent_desktop.cti.ari import wire
from agent_desktop.cti.ari.place import Place
from agent_desktop.cti.ari.requests import Ask
from agent_desktop.doctor.checks import CannotLook

TIMEOUT_S = 5.0
_PORTS = {"ws": 80, "wss": 443}


class Trouble(enum.Enum):
    """Why nothing came back."""

    NO_SUCH_NAME = enum.auto()
    REFUSED = enum.auto()
    """The machine is there, and nothing listens at this port."""
    NO_ANSWER = enum.auto()
    """Not in time: switched off, or a firewall in between."""
    UNREACHABLE = enum.auto()
    UNTRUSTED = enum.auto()
    """Its certificate is not accepted."""
    NOT_TLS = enum.auto()
    SILENT = enum.auto()
    """It takes connections, and does not answer requests."""
    NOT_HTTP = enum.auto()


class Unanswered(CannotLook):
    """Nothing came back; `words` are the system's own, where they say more."""

    def __init__(self, trouble: Trouble, words: str = "") -> None:
        super().__init__("The switch has stopped answering. Try again.", "交换机不再应答了。请重试。")
        self.trouble = trouble
        self.words = words


class NotServed(CannotLook):
    """The switch lacks the module that would answer."""

    def __init__(self, path: str) -> None:
        module = f"res_ari_{path.partition('/')[0]}.so"
        super().__init__(
            f"It can't be looked at: the switch has not loaded {module}.", f"无法查看：交换机没有加载 {module}。"
        )


class Probe(enum.Enum):
    """What became of a request over the socket."""

    ANSWERED = enum.auto()
    UNANSWERED = enum.auto()
    """As by an Asterisk that is too old."""
    NO_SOCKET = enum.auto()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    server: str
    """What it calls itself."""

    @property
    def accepted(self) -> bool:
        return self.status == HTTPStatus.OK

    @property
    def is_ari(self) -> bool:
        """ARI answers in JSON objects, also where it refuses; Asterisk without it, and other programs, in pages."""
        return self._object() is not None

    @property
    def message(self) -> str:
        """Why it was refused, in the switch's own words."""
        found = self._object()
        return found.message if found else ""

    def _object(self) -> _Refusal | None:
        try:
            return msgspec.json.decode(self.body, type=_Refusal)
        except msgspec.DecodeError:
            return None


class _Refusal(msgspec.Struct):
    message: str = ""


class Ari:
    """A switch, as its settings name it."""

    def __init__(self, place: Place, timeout_s: float = TIMEOUT_S) -> None:
        self.place = place
        self._timeout_s = timeout_s
        self._address = urlsplit(place.socket_url)
        self._base = self._address.path.removesuffix("/events")

    @property
    def secure(self) -> bool:
        return self._address.scheme == "wss"

    @functools.cached_property
    def first(self) -> Answer:
        """The answer to the first question, whatever it is.

        Raises:
            Unanswered: nothing came back.

        """
        return self.ask("GET", "asterisk/info")

    def get(self, path: str, kind: Any) -> Any:
        """What is there, as this type; None where it is not found.

        Raises:
            NotServed: the module for this is not loaded.
            Unanswered: nothing came back, or no ARI.

        """
        answer = self.ask("GET", path)
        if answer.status == HTTPStatus.NOT_FOUND:
            if answer.message == "Resource not found":
                raise NotServed(path)
            return None
        try:
            return msgspec.json.decode(answer.body, type=kind)
        except msgspec.DecodeError as error:
            raise Unanswered(Trouble.NOT_HTTP, str(error)) from error

    def ask(self, method: str, path: str) -> Answer:
        """One request.

        Raises:
            Unanswered: nothing came back.

        """
        line = self._connected()
        try:
            line.request(method, f"{self._base}/{path}", headers=self._credentials())
            response = line.getresponse()
            return Answer(response.status, response.read(), response.getheader("Server", ""))
        except TimeoutError as error:
            raise Unanswered(Trouble.SILENT) from error
        except (OSError, http.client.HTTPException) as error:
            raise Unanswered(Trouble.NOT_HTTP) from error
        finally:
            line.close()

    def probe(self) -> Probe:
        """Whether the switch answers requests on its event socket."""
        own = replace(self.place, app=f"agent-desktop-doctor-{secrets.token_hex(4)}")
        url = own.socket_url.removesuffix("&subscribeAll=true")
        try:
            with connect(
                url,
                additional_headers=self._credentials(),
                compression=None,
                proxy=None,
                open_timeout=self._timeout_s,
                close_timeout=1.0,
            ) as opened:
                return self._asked(opened)
        except (OSError, InvalidHandshake, ConnectionClosed):
            return Probe.NO_SOCKET

    def _asked(self, opened: ClientConnection) -> Probe:
        opened.send(wire.encode(Ask("GET", "asterisk/ping").numbered("doctor")), text=True)
        try:
            while b'"RESTResponse"' not in opened.recv(timeout=self._timeout_s, decode=False):
                pass
        except TimeoutError:
            return Probe.UNANSWERED
        return Probe.ANSWERED

    def _connected(self) -> http.client.HTTPConnection:
        host, port = self._address.hostname or "", self._address.port or _PORTS[self._address.scheme]
        kind = http.client.HTTPSConnection if self.secure else http.client.HTTPConnection
        line = kind(host, port, timeout=self._timeout_s)
        try:
            line.connect()
        except (OSError, UnicodeError) as error:
            line.close()
            raise _why(error) from error
        return line

    def _credentials(self) -> dict[str, str]:
        pair = f"{self.place.user}:{self.place.password}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}


def _why(error: OSError | UnicodeError) -> Unanswered:
    trouble = next((trouble for kinds, trouble in _TROUBLES if isinstance(error, kinds)), Trouble.UNREACHABLE)
    words = getattr(error, "verify_message", "") or getattr(error, "strerror", "") or type(error).__name__
    return Unanswered(trouble, words)


_TROUBLES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Trouble], ...] = (
    (ssl.SSLCertVerificationError, Trouble.UNTRUSTED),
    (ssl.SSLError, Trouble.NOT_TLS),
    ((socket.gaierror, UnicodeError), Trouble.NO_SUCH_NAME),
    (ConnectionRefusedError, Trouble.REFUSED),
    (TimeoutError, Trouble.NO_ANSWER),
    (ConnectionResetError, Trouble.NOT_HTTP),
)
"""The special before the general."""
