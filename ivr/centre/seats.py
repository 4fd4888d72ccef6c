"""The WebSocket server that seats connect to: a shell around links and sessions, without a rule of its own about calls.

Everything runs on the event loop, and nothing here ever waits for a seat: what is sent goes into the connection's buffer,
and a seat that does not read is cut off, to come back and resume. Wrong input costs its sender a refusal or, at worst, its
connection, and nobody else anything.

Requests to the core are done at once, in the order in which they come. Requests to the store are done one after another for
each seat; a lost link does not stop them, their answers wait in the session.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import structlog
from msgspec.structs import replace
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode
from websockets.protocol import State

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.errors import Refusal
from agent_desktop.protocol import codec, messages
from agent_desktop.protocol.centre_session import CentreSession, Do, LinkStage, LoginAsked, Reply, Step
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import AgentState, AnyEventBody, GoodbyeReason
from agent_desktop.protocol.seat_session import PING_INTERVAL_S, SILENCE_S
from agent_desktop.protocol.training import TrainingView
from ivr import inputs
from ivr.centre import rights
from ivr.centre.auth import Account
from ivr.centre.connection import Connection, websocket_log
from ivr.centre.desks import Desks
from ivr.centre.listening import Endpoint, cannot_listen, tls_context
from ivr.centre.masking import masked
from ivr.centre.requests import StoreRequests, core_request
from ivr.centre.rights import Right
from ivr.centre.roster import Member, Roster, User, Windows
from ivr.centre.to_seats import ToSeats

V = TypeVar("V")


log = structlog.get_logger(__name__)


class Centre(Protocol):
    """The routing core in its shell."""

    def ask(self, request: inputs.AnyRequest) -> None:
        """An agent's wish. Raises Refusal."""

    def happened(self, event: inputs.AnyInput) -> None:
        """Something happened to a seat."""


class Gatekeeper(Protocol):
    """Checks passwords."""

    async def log_in(self, user: str, password: str, address: str) -> Account:
        """Who this is. Raises Refusal."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a connection may cost."""

    hello_timeout_s: float = 10.0
    largest_frame: int = 4 * messages.MAX_MESSAGE_BYTES
    """Up to here an oversized message is read and refused by name; beyond, the connection is closed (1009)."""
    backlog_bytes: int = 1024 * 1024
    """A seat with so much unread is cut off."""
    ping_interval_s: float = PING_INTERVAL_S
    silence_s: float = SILENCE_S
    """A connection that shows no sign of life for so long is dead."""
    waiting_connections: int = 4096
    """Who connects while so many wait to be let in tries again seconds later: after a cut, a large site comes all at once."""
    stop_s: float = 5.0
    """How long requests under way may take when the centre stops."""
    windows: Windows = Windows()  # noqa: RUF009 - frozen


class _Body:
    """An event body, encoded once for those who see numbers and once for those who don't."""

    def __init__(self, body: AnyEventBody) -> None:
        self._body = body
        self._encoded: dict[bool, bytes] = {}

    def seen_by(self, member: Member) -> bytes:
        full = rights.may(member.user.role, Right.SEE_NUMBERS)
        if full not in self._encoded:
            self._encoded[full] = codec.encode_body(self._body if full else masked(self._body))
        return self._encoded[full]


class Seats:
    """All seats of a centre."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        gate: Gatekeeper,
        centre: Centre,
        desks: Desks,
        store_requests: StoreRequests,
        limits: Limits = Limits(),
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._endpoint = endpoint
        self._gate = gate
        self._centre = centre
        self._desks = desks
        self._store_requests = store_requests
        self._limits = limits
        self._clock = clock
        self.training: Callable[[AgentId], TrainingView] | None = None
        """What a seat of a class shows of it; None: calls are real."""
        self._loop = asyncio.get_running_loop()
        self._roster = Roster(limits.windows)
        self._links: dict[AgentId, Connection] = {}
        self._last_task: dict[AgentId, asyncio.Task[None]] = {}
        self._left: set[AgentId] = set()
        """Agents who did not come back and are logged off as soon as no call is theirs."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: Server | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._expecting: list[asyncio.TimerHandle] = []
        self._stopping = False

    # --- life ---------------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Listen.

        Raises:
            UserError: the address, the port or the certificate cannot be used.

        """
        context = tls_context(self._endpoint)
        try:
            self._server = await serve(
                self._serve,
                self._endpoint.host,
                self._endpoint.port,
                ssl=context,
                compression=None,
                max_size=self._limits.largest_frame,
                ping_interval=self._limits.ping_interval_s,
                ping_timeout=self._limits.silence_s - self._limits.ping_interval_s,
                close_timeout=2,
                backlog=self._limits.waiting_connections,
                server_header=None,
                logger=websocket_log(),
            )
        except OSError as error:
            raise cannot_listen(self._endpoint, error) from None
        log.info("seats_listening", url=self.url)

    @property
    def url(self) -> str:
        """Where seats connect, with the port that was really opened."""
        if self._server is None:
            raise AssertionError("not started")
        host, port = self._server.sockets[0].getsockname()[:2]
        return f"{self._endpoint.scheme}://{f'[{host}]' if ':' in host else host}:{port}"

    async def stop(self) -> None:
        """Finish what is under way, say goodbye, close."""
        self._stopping = True
        for timer in (self._timer, *self._expecting):
            if timer is not None:
                timer.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self._limits.stop_s)
        for connection in list(self._links.values()):
            self._goodbye(connection, GoodbyeReason.SHUTDOWN)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self._limits.stop_s)
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    def expect(self, agents: Sequence[AgentId]) -> None:
        """These were in when the last run stopped: they have as long to come back as after any lost link."""
        windows = self._limits.windows
        self._expecting = [
            self._loop.call_later(windows.seat_lost_s, self._miss, agents, self._seat_lost),
            self._loop.call_later(windows.resume_s, self._miss, agents, self._leave),
        ]

    def _miss(self, agents: Sequence[AgentId], what_then: Callable[[AgentId], None]) -> None:
        for agent in agents:
            if self._roster.find(agent) is None:
                what_then(agent)

    def show(self, news: list[ToSeats]) -> None:
        """Tell seats what has changed; those without a link hear of it when they resume."""
        for item in news:
            body = _Body(item.body)
            if self._left and isinstance(item.body, messages.AgentChanged):
                self._see_off(item)
            for member in self._addressed(item):
                self._send(member, member.session.event(body.seen_by(member)))

    def _addressed(self, item: ToSeats) -> list[Member]:
        if item.agents is None:
            return list(self._roster.members())
        return [member for agent in item.agents if (member := self._roster.find(agent)) is not None]

    def _send(self, member: Member, message: bytes) -> None:
        connection = self._links.get(member.user.id)
        if connection is not None and connection.link.carries(member.session):
            connection.send(message)

    # --- one connection -----------------------------------------------------------------------------------------------

    async def _serve(self, socket: ServerConnection) -> None:
        connection = Connection(socket, self._limits.backlog_bytes)
        timer = self._loop.call_later(self._limits.hello_timeout_s, self._hello_is_late, connection)
        since = None
        try:
            while True:
                await self._take(connection, connection.link.receive(await socket.recv(decode=False)))
        except ConnectionClosed as closed:
            if closed.sent is not None and closed.sent.code == CloseCode.INTERNAL_ERROR and closed.rcvd is None:
                since = self._loop.time() - self._limits.silence_s
        finally:
            timer.cancel()
            self._link_gone(connection, since or self._loop.time())

    async def _take(self, connection: Connection, step: Step | None) -> None:
        match step:
            case LoginAsked(hello):
                await self._log_in(connection, hello)
            case Do(request):
                self._do(connection, request)
            case Reply(message, close):
                connection.send(message)
                if close:
                    self._keep(connection.close(CloseCode.POLICY_VIOLATION))

    def _hello_is_late(self, connection: Connection) -> None:
        if connection.link.stage is LinkStage.WAITING:
            seconds = str(round(self._limits.hello_timeout_s))
            self._refuse_hello(connection, ErrorId.LOGIN_TIMEOUT, {"seconds": seconds})

    def _refuse_hello(self, connection: Connection, error: str, arguments: dict[str, str]) -> None:
        connection.send(connection.link.refuse_hello(error, **arguments).message)
        self._keep(connection.close(CloseCode.POLICY_VIOLATION))

    def _link_gone(self, connection: Connection, since: float) -> None:
        connection.link.close()
        member = connection.member
        if member is not None and self._links.get(member.user.id) is connection:
            del self._links[member.user.id]
            self._roster.link_lost(member.user.id, since)
            self._arm()
            log.info("seat_link_lost", user=member.user.id)

    # --- getting in ---------------------------------------------------------------------------------------------------

    async def _log_in(self, connection: Connection, hello: messages.Hello) -> None:
        try:
            if hello.token:
                self._resume(connection, hello)
            else:
                account = await self._gate.log_in(hello.user, hello.password, connection.address)
                if connection.socket.state is State.OPEN and not self._stopping:
                    self._enter(connection, hello, account)
        except Refusal as refusal:
            self._refuse_hello(connection, refusal.error_id, refusal.arguments)

    def _enter(self, connection: Connection, hello: messages.Hello, account: Account) -> None:
        user = User(account.id, account.name, account.role, hello.station or account.station)
        self._log_on(user)
        self._left.discard(user.id)
        if (former := self._links.pop(user.id, None)) is not None:
            self._goodbye(former, GoodbyeReason.REPLACED)
        member = self._roster.open(user, CentreSession(secrets.token_urlsafe(12), secrets.token_urlsafe(32)))
        log.info("seat_logged_in", user=user.id, role=user.role.value, address=connection.address)
        self._welcome(connection, member, None)

    def _resume(self, connection: Connection, hello: messages.Hello) -> None:
        member = self._roster.resume(hello.user, hello.token, secrets.token_urlsafe(32))
        if member is None:
            raise Refusal(ErrorId.SESSION_EXPIRED)
        if (former := self._links.pop(hello.user, None)) is not None:
            former.cut()
        if member.seat_lost:
            self._log_on(member.user)
            member.seat_lost = False
        log.info("seat_resumed", user=member.user.id, address=connection.address)
        self._welcome(connection, member, hello.last_number)

    def _log_on(self, user: User) -> None:
        if rights.may(user.role, Right.TAKE_CALLS) and self._desks.is_agent(user.id):
            self._centre.ask(inputs.LogOn(user.id, user.station))

    def _welcome(self, connection: Connection, member: Member, last: int | None) -> None:
        session, user = member.session, member.user
        missed = None if last is None else session.missed_after(last)
        connection.member = member
        connection.link.opened(session)
        self._links[user.id] = connection
        welcome = messages.Welcome(
            version=messages.VERSION,
            session=session.session,
            token=session.token,
            user=user.id,
            name=user.name,
            role=user.role,
            rights=rights.names(user.role),
            now_ms=round(self._clock() * 1000),
            number=session.number if last is None or missed is None else last,
            snapshot=_seen_by(member, self._snapshot(user.id)) if missed is None else None,
        )
        for message in (codec.encode(welcome), *(missed or ())):
            connection.send(message)

    def _snapshot(self, user: AgentId) -> messages.Snapshot:
        snapshot = self._desks.snapshot(user)
        return snapshot if self.training is None else replace(snapshot, training=self.training(user))

    # --- requests -----------------------------------------------------------------------------------------------------

    def _do(self, connection: Connection, request: messages.Request) -> None:
        member = connection.member
        assert member is not None, "only an open link gives requests"
        try:
            rights.require(member.user.role, member.user.id, request.body)
            wish = core_request(member.user.id, request.body)
            if wish is None:
                self._do_in_store(member, request)
                return
            if self._desks.is_agent(member.user.id) or not isinstance(wish, inputs.LogOff):
                self._centre.ask(wish)
        except Refusal as refusal:
            self._send(member, member.session.refuse(request.id, refusal.error_id, refusal.arguments))
            if refusal.error_id == ErrorId.NOT_ALLOWED:
                self._centre.happened(_not_allowed(member, request.body))
        except Exception:
            log.exception("request_failed", user=member.user.id, request=type(request.body).__name__)
            self._send(member, member.session.refuse(request.id, ErrorId.INTERNAL, {}))
        else:
            self._send(member, member.session.answer(request.id, None))
            if isinstance(wish, inputs.LogOff):
                self._log_off(member, GoodbyeReason.LOGGED_OFF)
            elif isinstance(wish, inputs.DirectAgent) and wish.state is AgentState.LOGGED_OFF:
                self._dismiss(member, wish)

    def _do_in_store(self, member: Member, request: messages.Request) -> None:
        """One after another; but nothing waits for figures, which may take long and change nothing."""
        if isinstance(request.body, messages.FetchFigures):
            self._keep(self._loop.create_task(self._store(member, request, None)))
            return
        before = self._last_task.get(member.user.id)
        task = self._loop.create_task(self._store(member, request, before))
        self._last_task[member.user.id] = task
        self._keep(task)

    async def _store(self, member: Member, request: messages.Request, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait((before,))
        try:
            result = await self._store_requests.do(member.user.id, request.body)
        except Refusal as refusal:
            message = member.session.refuse(request.id, refusal.error_id, refusal.arguments)
        except Exception:
            log.exception("request_failed", user=member.user.id, request=type(request.body).__name__)
            message = member.session.refuse(request.id, ErrorId.INTERNAL, {})
        else:
            message = member.session.answer(request.id, _seen_by(member, result))
        self._send(member, message)
        if self._last_task.get(member.user.id) is asyncio.current_task():
            del self._last_task[member.user.id]

    def _dismiss(self, by: Member, wish: inputs.DirectAgent) -> None:
        """A supervisor has logged an agent off: their seat goes too, and says why."""
        member = self._roster.find(wish.target)
        if member is not None:
            self._log_off(member, GoodbyeReason.DISMISSED, {"name": by.user.name, "note": wish.note})

    def _log_off(self, member: Member, reason: GoodbyeReason, arguments: dict[str, str] | None = None) -> None:
        self._roster.drop(member.user.id)
        if (connection := self._links.pop(member.user.id, None)) is not None:
            self._goodbye(connection, reason, arguments)

    def _goodbye(self, connection: Connection, reason: GoodbyeReason, arguments: dict[str, str] | None = None) -> None:
        connection.send(codec.encode(messages.Goodbye(reason, arguments or {})))
        self._keep(connection.close(CloseCode.NORMAL_CLOSURE))

    # --- time ---------------------------------------------------------------------------------------------------------

    def _arm(self) -> None:
        at = self._roster.next_deadline()
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None if at is None or self._stopping else self._loop.call_at(at, self._windows_ended)

    def _windows_ended(self) -> None:
        now = self._loop.time()
        for member in self._roster.seats_lost(now):
            self._seat_lost(member.user.id)
        for member in self._roster.forget_expired(now):
            self._leave(member.user.id)
        self._arm()

    def _seat_lost(self, user: AgentId) -> None:
        log.info("seat_lost", user=user)
        if self._desks.is_agent(user):
            self._centre.happened(inputs.SeatLost(user))

    def _leave(self, user: AgentId) -> None:
        """They will not come back by themselves: their telephone must not stay off the hook for ever."""
        log.info("seat_session_expired", user=user)
        if self._desks.is_agent(user):
            self._left.add(user)
            self._log_off_left(user)

    def _see_off(self, item: ToSeats) -> None:
        """One who left may have parted from their last call; asked when the core is done with what it is doing."""
        for user in self._left.intersection(item.agents or ()):
            self._loop.call_soon(self._log_off_left, user)

    def _log_off_left(self, user: AgentId) -> None:
        if user not in self._left:
            return
        try:
            self._centre.ask(inputs.LogOff(user))
        except Refusal as refusal:
            if refusal.error_id == ErrorId.AGENT_BUSY:
                return
        self._left.discard(user)

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _not_allowed(member: Member, body: messages.AnyRequestBody) -> inputs.RequestRefused:
    """For the audit trail: what was asked for, and about whom or what."""
    about = (getattr(body, name, None) for name in ("agent", "call", "queue"))
    target = next((str(one) for one in about if one), "")
    return inputs.RequestRefused(member.user.id, type(body).__name__, target, ErrorId.NOT_ALLOWED.value)


def _seen_by(member: Member, value: V) -> V:
    return value if rights.may(member.user.role, Right.SEE_NUMBERS) else masked(value)
