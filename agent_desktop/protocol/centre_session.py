"""The centre's end of the protocol, without I/O and without a clock.

Two things with two lives. A `CentreLink` is one connection from opening to close: it says what may come when. A `CentreSession` is
one user's session, outliving its links: it numbers events and keeps the last of them for a seat that comes back, and it
keeps the last answers, so that a repeated request is answered again and not done again.

A link's stages: waiting (for a hello) → checking (the shell verifies it) → open → over, or straight to over
when the hello cannot be taken.
A malformed message costs its sender a refusal, never the connection. Must never know what a request means.
"""

from __future__ import annotations

import enum
import hmac
from collections import deque
from dataclasses import dataclass
from itertools import islice

from agent_desktop.protocol import codec, messages
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.seat_session import MAX_PENDING

KEPT_EVENTS = 1000
"""Events kept for a resume, at most."""
KEPT_EVENT_BYTES = 256 * 1024
"""Their bytes, at most; beyond either, a seat that comes back gets a snapshot."""
KEPT_ANSWERS = 2 * MAX_PENDING
"""More than a seat can be in doubt about: it has at most MAX_PENDING open, and repeats them before it asks anew."""


class LinkStage(enum.Enum):
    """Where a connection stands."""

    WAITING = enum.auto()
    """Nothing has been taken yet."""
    CHECKING = enum.auto()
    """A hello is being verified."""
    OPEN = enum.auto()
    """It carries a session."""
    OVER = enum.auto()
    """Refused or superseded; to be closed."""


@dataclass(frozen=True, slots=True)
class LoginAsked:
    """Verify this hello, then call the link's `opened` or `refuse_hello`."""

    hello: messages.Hello


@dataclass(frozen=True, slots=True)
class Do:
    """Do this, then call the session's `answer` or `refuse`."""

    request: messages.Request


@dataclass(frozen=True, slots=True)
class Reply:
    """Send this; then close the connection if `close`."""

    message: bytes
    close: bool = False


Step = LoginAsked | Do | Reply


class CentreLink:
    """One connection."""

    def __init__(self) -> None:
        self.stage = LinkStage.WAITING
        self._session: CentreSession | None = None

    def receive(self, data: bytes | str) -> Step | None:
        """Take one message; None: nothing follows from it."""
        if self.stage is LinkStage.OVER:
            return None
        try:
            message = codec.from_seat.decode(data)
        except codec.BadMessage as bad:
            return Reply(_refusal(bad.request, bad.error, **bad.arguments))
        return self._hello(message) if isinstance(message, messages.Hello) else self._request(message)

    def opened(self, session: CentreSession) -> None:
        """The hello was good; from here on the link carries this session."""
        self.stage = LinkStage.OPEN
        self._session = session

    def close(self) -> None:
        """Another link carries the session now, or none does; what still comes on this one counts for nothing."""
        self.stage = LinkStage.OVER
        self._session = None

    def carries(self, session: CentreSession | None) -> bool:
        """Whether what this session has to say goes out on this link."""
        return session is not None and self._session is session

    def refuse_hello(self, error: str, **arguments: str) -> Reply:
        """The hello was not good, or none came."""
        self.close()
        return Reply(_refusal("", error, **arguments), close=True)

    def _hello(self, hello: messages.Hello) -> Step:
        if self.stage is not LinkStage.WAITING:
            return Reply(_refusal("", ErrorId.ALREADY_LOGGED_IN))
        if hello.version < messages.OLDEST_SEAT:
            seat, oldest = str(hello.version), str(messages.OLDEST_SEAT)
            return self.refuse_hello(ErrorId.SEAT_TOO_OLD, seat=seat, oldest=oldest)
        if hello.version > messages.VERSION:
            seat, centre = str(hello.version), str(messages.VERSION)
            return self.refuse_hello(ErrorId.CENTRE_TOO_OLD, seat=seat, centre=centre)
        self.stage = LinkStage.CHECKING
        return LoginAsked(hello)

    def _request(self, request: messages.Request) -> Step | None:
        if self._session is None:
            return Reply(_refusal(request.id, ErrorId.NOT_LOGGED_IN))
        self._session.confirm()
        return self._session.begin(request)


class CentreSession:
    """One user's session: its numbers, its last events, its last answers, and the tokens that resume it."""

    def __init__(self, session: str, token: str) -> None:
        self.session = session
        self.number = 0
        """Of the last event."""
        self._token = token
        self._former_token = ""
        self._bodies: deque[bytes] = deque()
        """Of the last events, without their numbers: a body that many seats get is kept once for all of them."""
        self._body_bytes = 0
        self._running: set[str] = set()
        self._answers: dict[str, bytes] = {}

    @property
    def token(self) -> str:
        """What resumes this session now."""
        return self._token

    def renew(self, used: str, token: str) -> None:
        """A seat has resumed with `used`, which stays good until `confirm`: the welcome with the new one may get lost."""
        self._former_token, self._token = used, token

    def confirm(self) -> None:
        """The seat has the new token: something came from it after the welcome."""
        self._former_token = ""

    def accepts(self, token: str) -> bool:
        """Whether a token resumes this session. Takes the same time whatever the token."""
        given = token.encode()
        new = hmac.compare_digest(given, self._token.encode())
        former = hmac.compare_digest(given, self._former_token.encode()) and bool(self._former_token)
        return new or former

    def event(self, body: bytes) -> bytes:
        """Number and keep an event; gives the message. `body` is from `codec.encode_body`, once for all seats."""
        self.number += 1
        self._bodies.append(body)
        self._body_bytes += len(body)
        while len(self._bodies) > KEPT_EVENTS or self._body_bytes > KEPT_EVENT_BYTES:
            self._body_bytes -= len(self._bodies.popleft())
        return codec.encode_event(self.number, body)

    def missed_after(self, number: int) -> list[bytes] | None:
        """The events after one number; None when they are not all kept, and a snapshot is needed."""
        count = self.number - number
        if number < 0 or not 0 <= count <= len(self._bodies):
            return None
        missed = islice(self._bodies, len(self._bodies) - count, None)
        return [codec.encode_event(at, body) for at, body in enumerate(missed, number + 1)]

    def begin(self, request: messages.Request) -> Do | Reply | None:
        """A request came. To be done, once; or answered again; None: it is being done, its answer will come."""
        if request.id in self._answers:
            return Reply(self._answers[request.id])
        if request.id in self._running:
            return None
        if len(self._running) >= MAX_PENDING:
            return Reply(_refusal(request.id, ErrorId.TOO_MANY_REQUESTS, limit=str(MAX_PENDING)))
        self._running.add(request.id)
        return Do(request)

    def answer(self, request: str, result: messages.AnyResult | None) -> bytes:
        """The request is done; gives the message."""
        return self._finish(request, codec.encode(messages.Answer(request, result)))

    def refuse(self, request: str, error: str, arguments: dict[str, str]) -> bytes:
        """The request is refused; gives the message."""
        return self._finish(request, _refusal(request, error, **arguments))

    def _finish(self, request: str, message: bytes) -> bytes:
        self._running.discard(request)
        self._answers[request] = message
        if len(self._answers) > KEPT_ANSWERS:
            del self._answers[next(iter(self._answers))]
        return message


def _refusal(request: str, error: str, /, **arguments: str) -> bytes:
    return codec.encode(messages.Refused(request, str(error), arguments))
