"""The seat's end of the protocol, without I/O and without a clock: who opens sockets and owns timers drives it.

A session outlives its links. Its four states:

    down      there is no link: before the first, and between two of them. `retry_at` says when to try again
    greeting  a link stands, the hello is sent, the centre has not answered
    live      welcomed; events arrive in order, requests are answered
    closed    over for good (refused, replaced, logged off); only a new session helps

A shell calls `link_up` when its socket is open, `receive` for each message, `heard` for each pong, `link_lost` when the
socket is gone or `receive` raised a PeerError (after closing the socket), and sends what `outgoing` gives after each of these. It opens
a socket when `retry_at` has come and gives a link up when `silent_at` has passed.

What is promised: each event comes out exactly once and in order, whatever was lost in between, or a snapshot that
contains it. Each request is done at most once by the centre and ends in exactly one Answered, RequestRefused or
RequestLost. Must never decide what a window shows.
"""

from __future__ import annotations

import enum
import zlib
from dataclasses import dataclass, field

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.errors import PeerError, Refusal
from agent_desktop.protocol import codec, messages
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import AnyEventBody, AnyRequestBody, AnyResult

PING_INTERVAL_S = 5.0
"""How often a shell pings, so that silence means something."""
SILENCE_S = 15.0
"""Silence on an open link for so long: it is dead."""
FRESH_S = 2 * PING_INTERVAL_S
"""Silence for longer: what is shown may be old, and the window says so."""
MAX_PENDING = 64
"""Requests that may be unanswered at once."""
RETRY_DELAYS_S = (0.0, 0.5, 1.0, 2.0)
"""Waits before the next attempt; the last holds on. A seat adds up to half of it, by its user's name, so that a
thousand seats don't come back in the same instant."""
STEADY_S = 10.0
"""A link that has lived so long was a good one: the next loss starts with the shortest wait again."""


class SessionState(enum.Enum):
    """Where the session stands."""

    DOWN = enum.auto()
    """No link."""
    GREETING = enum.auto()
    """The hello is on its way."""
    LIVE = enum.auto()
    """Welcomed."""
    CLOSED = enum.auto()
    """Over for good."""


@dataclass(frozen=True, slots=True)
class Welcomed:
    """The seat is in. With `welcome.snapshot`, everything shown before is void; without, missed events follow."""

    welcome: messages.Welcome


@dataclass(frozen=True, slots=True)
class Happened:
    """The next event."""

    body: AnyEventBody


@dataclass(frozen=True, slots=True)
class Answered:
    """The request was done."""

    request: str
    body: AnyRequestBody
    result: AnyResult | None


@dataclass(frozen=True, slots=True)
class RequestRefused:
    """The request was refused; nothing has changed."""

    request: str
    body: AnyRequestBody
    error: str
    arguments: dict[str, str]


@dataclass(frozen=True, slots=True)
class RequestLost:
    """The centre forgot the session before it answered: nobody knows whether this was done; the snapshot shows it."""

    request: str
    body: AnyRequestBody


@dataclass(frozen=True, slots=True)
class LoginRefused:
    """The centre did not let us in; the session is closed."""

    error: str
    arguments: dict[str, str]


@dataclass(frozen=True, slots=True)
class LinkLost:
    """What is shown was true at `stale_since`; the session goes on by itself."""

    stale_since: float


@dataclass(frozen=True, slots=True)
class Closed:
    """The centre ended the session: `replaced`, `logged_off` or `dismissed`."""

    reason: str
    arguments: dict[str, str] = field(default_factory=dict)


_FOR_GOOD = frozenset(messages.GoodbyeReason) - {messages.GoodbyeReason.SHUTDOWN}

Output = Welcomed | Happened | Answered | RequestRefused | RequestLost | LoginRefused | LinkLost | Closed


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who logs in. Kept in memory for as long as the session lives, so that it survives a restart of the centre."""

    user: AgentId
    password: str
    station: str = ""
    """The telephone to use; empty: the one on file."""


@dataclass(frozen=True, slots=True)
class _Pending:
    body: AnyRequestBody
    message: str


class SeatSession:
    """One user's session, from log-in until it is closed. Times are the shell's own, in seconds, and only go forward."""

    def __init__(self, credentials: Credentials, now: float) -> None:
        self._credentials = credentials
        self._spread = zlib.crc32(credentials.user.encode()) / 2**33
        self._state = SessionState.DOWN
        self._token = ""
        self._session = ""
        self._number = 0
        self._pending: dict[str, _Pending] = {}
        self._asked = 0
        self._outbox: list[str] = []
        self._attempts = 0
        self._heard_at = now
        self._link_since = now
        self._live_since = now
        self._retry_at: float | None = now

    @property
    def state(self) -> SessionState:
        """Where the session stands."""
        return self._state

    @property
    def retry_at(self) -> float | None:
        """When a new link should be tried, once there is none; None when none is wanted."""
        return self._retry_at

    @property
    def silent_at(self) -> float | None:
        """When the link is dead, should nothing be heard until then; None without a link."""
        if self._state not in {SessionState.GREETING, SessionState.LIVE}:
            return None
        return max(self._heard_at, self._link_since) + SILENCE_S

    def stale_since(self, now: float) -> float | None:
        """Since when what is shown may be out of date; None while it is fresh."""
        fresh = self._state is SessionState.LIVE and now - self._heard_at <= FRESH_S
        return None if fresh else self._heard_at

    def outgoing(self) -> list[str]:
        """What is to be sent now, in this order; each is given once."""
        outbox, self._outbox = self._outbox, []
        return outbox

    def link_up(self, now: float) -> None:
        """A fresh connection is open: greet."""
        if self._state is not SessionState.DOWN:
            raise AssertionError(f"a link cannot come up while {self._state.name}")
        self._state = SessionState.GREETING
        self._retry_at = None
        self._link_since = now
        self._send(self._hello())

    def link_lost(self, now: float) -> list[Output]:
        """The connection is gone, or could not be made."""
        if self._state is SessionState.CLOSED:
            return []
        was_live = self._state is SessionState.LIVE
        if was_live and now - self._live_since >= STEADY_S:
            self._attempts = 0
        was_down, self._state = self._state is SessionState.DOWN, SessionState.DOWN
        self._outbox.clear()
        # A refused hello has said when to try again; the link that it came on ends a moment later, and must not put that off.
        if self._retry_at is None or (was_down and self._retry_at <= now):
            self._retry_at = now + self._delay()
        return [LinkLost(self._heard_at)] if was_live else []

    def heard(self, now: float) -> None:
        """The centre showed that it is there."""
        self._heard_at = now

    def ask(self, body: AnyRequestBody) -> str:
        """Ask for a service; without a link it is asked once there is one. Gives the request's id.

        Raises:
            Refusal: too many are unanswered, it is larger than a message may be, or the session is closed.

        """
        if self._state is SessionState.CLOSED:
            raise Refusal(ErrorId.NOT_LOGGED_IN)
        if len(self._pending) >= MAX_PENDING:
            raise Refusal(ErrorId.TOO_MANY_REQUESTS, limit=str(MAX_PENDING))
        request = str(self._asked + 1)
        encoded = codec.encode(messages.Request(request, body))
        if len(encoded) > messages.MAX_MESSAGE_BYTES:
            raise Refusal(ErrorId.TOO_LARGE, limit=str(messages.MAX_MESSAGE_BYTES))
        self._asked += 1
        self._pending[request] = _Pending(body, encoded.decode())
        if self._state is SessionState.LIVE:
            self._outbox.append(self._pending[request].message)
        return request

    def receive(self, data: bytes | str, now: float) -> list[Output]:
        """Take one message.

        Raises:
            PeerError: the centre broke the protocol; close the connection and call `link_lost`.

        """
        if self._state not in {SessionState.GREETING, SessionState.LIVE}:
            return []
        message = codec.from_centre.decode(data)
        self._heard_at = now
        match message:
            case messages.Welcome():
                return self._welcomed(message, now)
            case messages.Event():
                return self._happened(message)
            case messages.Answer():
                return self._answered(message)
            case messages.Refused():
                return self._refused(message, now)
            case messages.Goodbye():
                return self._goodbye(message)

    # --- what comes in ----------------------------------------------------------------------------------------------

    def _welcomed(self, welcome: messages.Welcome, now: float) -> list[Output]:
        if self._state is not SessionState.GREETING:
            raise PeerError("a second welcome on one connection")
        same = welcome.session == self._session
        if welcome.snapshot is None and not (same and welcome.number == self._number):
            raise PeerError(f"a resume at event {welcome.number} of session {welcome.session!r} that was not asked for")
        self._state, self._live_since = SessionState.LIVE, now
        self._token, self._session, self._number = welcome.token, welcome.session, welcome.number
        lost = [] if same else self._forget_pending()
        self._outbox.extend(pending.message for pending in self._pending.values())
        return [Welcomed(welcome), *lost]

    def _happened(self, event: messages.Event) -> list[Output]:
        self._must_be_live("an event")
        if event.number != self._number + 1:
            raise PeerError(f"event {event.number} came after event {self._number}")
        self._number = event.number
        return [Happened(event.body)]

    def _answered(self, answer: messages.Answer) -> list[Output]:
        self._must_be_live("an answer")
        pending = self._pending.pop(answer.request, None)
        # After a resume an answer may come twice: once when the request was done, once for its repetition.
        return [Answered(answer.request, pending.body, answer.result)] if pending else []

    def _refused(self, refused: messages.Refused, now: float) -> list[Output]:
        if self._state is SessionState.GREETING:
            return self._login_refused(refused, now)
        if not refused.request:
            raise PeerError(f"the centre did not understand: {refused.error}")
        pending = self._pending.pop(refused.request, None)
        if pending is None:
            return []
        return [RequestRefused(refused.request, pending.body, refused.error, refused.arguments)]

    def _login_refused(self, refused: messages.Refused, now: float) -> list[Output]:
        if refused.error == ErrorId.SESSION_EXPIRED and self._token:
            self._token = ""
            self._retry_at = now
            return []
        if refused.error == ErrorId.LOGIN_THROTTLED and self._session:
            self._retry_at = now + _seconds(refused.arguments)
            return []
        return [*self._close(), LoginRefused(refused.error, refused.arguments)]

    def _goodbye(self, goodbye: messages.Goodbye) -> list[Output]:
        if goodbye.reason in _FOR_GOOD:
            return [*self._close(), Closed(goodbye.reason, goodbye.arguments)]
        return []

    # --- small things -----------------------------------------------------------------------------------------------

    def _hello(self) -> messages.Hello:
        user, station = self._credentials.user, self._credentials.station
        if self._token:
            return messages.Hello(messages.VERSION, user, token=self._token, last_number=self._number, station=station)
        return messages.Hello(messages.VERSION, user, password=self._credentials.password, station=station)

    def _send(self, message: messages.FromSeat) -> None:
        self._outbox.append(codec.encode(message).decode())

    def _must_be_live(self, what: str) -> None:
        if self._state is not SessionState.LIVE:
            raise PeerError(f"{what} came before the welcome")

    def _forget_pending(self) -> list[Output]:
        lost: list[Output] = [RequestLost(request, pending.body) for request, pending in self._pending.items()]
        self._pending.clear()
        return lost

    def _close(self) -> list[Output]:
        self._state = SessionState.CLOSED
        self._retry_at = None
        self._outbox.clear()
        return self._forget_pending()

    def _delay(self) -> float:
        delay = RETRY_DELAYS_S[min(self._attempts, len(RETRY_DELAYS_S) - 1)]
        self._attempts += 1
        return delay * (1 + self._spread)


def _seconds(arguments: dict[str, str]) -> float:
    text = arguments.get("seconds", "")
    return float(text) if text.isdecimal() else RETRY_DELAYS_S[-1]
