"""A seat's link to its centre: Qt's own WebSocket in the GUI thread around the session that numbers and resumes.

What arrives goes into one inbox that is drained in passes of a few milliseconds, so that a burst never freezes the window.
All rules (numbers, resuming, when to try again) are `SeatSession`'s; all that is shown goes through `Desk`. Must never decide
anything about calls.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import structlog
from PySide6.QtCore import QElapsedTimer, QObject, QTimer, QUrl, Signal
from PySide6.QtNetwork import QAbstractSocket, QSslConfiguration, QSslError
from PySide6.QtWebSockets import QWebSocket

from agent_desktop.errors import PeerError, Refusal
from agent_desktop.protocol.messages import MAX_SNAPSHOT_BYTES, AnyRequestBody
from agent_desktop.protocol.seat_session import (
    PING_INTERVAL_S,
    Answered,
    Closed,
    Credentials,
    Happened,
    LinkLost,
    LoginRefused,
    Output,
    RequestLost,
    RequestRefused,
    SeatSession,
    SessionState,
    Welcomed,
)
from agent_desktop.ui.desk import Desk, LinkState, Reply

log = structlog.get_logger()

PASS_MS = 4
"""How long the window may be kept busy with messages at a stretch."""


class SeatLink(QObject):
    """One user's link, from log-in until it is closed.

    Signals: `welcomed`, in for the first time or again; `login_refused`, with the `LoginRefused`; `closed`, for good, with the
    reason and its arguments; `unreachable`, an attempt failed, with the socket's own words. `clock` gives seconds that only go forward.
    """

    welcomed = Signal()
    login_refused = Signal(object)
    closed = Signal(str, dict)
    unreachable = Signal(str)

    def __init__(
        self,
        url: QUrl,
        credentials: Credentials,
        desk: Desk,
        clock: Callable[[], float],
        *,
        tls: QSslConfiguration | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._url, self._desk, self._clock = url, desk, clock
        self._session = SeatSession(credentials, clock())
        self._replies: dict[str, Reply] = {}
        self._inbox: deque[str] = deque()
        self._attempting = False
        self._next_ping = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._drain_timer = QTimer(self, singleShot=True, interval=0)
        self._socket = QWebSocket(parent=self)
        self._socket.setMaxAllowedIncomingMessageSize(MAX_SNAPSHOT_BYTES)
        self._socket.setMaxAllowedIncomingFrameSize(MAX_SNAPSHOT_BYTES)
        if tls is not None:
            self._socket.setSslConfiguration(tls)
        desk.carrier = self.ask
        self._connect()

    def _connect(self) -> None:
        self._timer.timeout.connect(self._wake)
        self._drain_timer.timeout.connect(self._drain)
        self._socket.connected.connect(self._link_came)
        self._socket.disconnected.connect(self._link_went)
        self._socket.errorOccurred.connect(self._failed)
        self._socket.sslErrors.connect(self._distrusted)
        self._socket.textMessageReceived.connect(self._arrived)
        self._socket.pong.connect(self._ponged)

    def start(self) -> None:
        """Open the link, and keep it open until the session is closed."""
        self._wake()

    def stop(self) -> None:
        """Let go of the centre without a word; it tolerates that for a while, and then sets the agent not ready."""
        self._timer.stop()
        self._drain_timer.stop()
        self._inbox.clear()
        self._attempting = False
        self._socket.abort()

    def ask(self, body: AnyRequestBody, reply: Reply) -> None:
        """The desk's carrier: exactly one call of `reply` follows."""
        try:
            request = self._session.ask(body)
        except Refusal as refusal:
            reply(RequestRefused("", body, refusal.error_id, refusal.arguments))
            return
        self._replies[request] = reply
        self._settle()

    # --- the socket --------------------------------------------------------------------------------------------------

    def _link_came(self) -> None:
        now = self._clock()
        self._session.link_up(now)
        self._next_ping = now + PING_INTERVAL_S
        self._settle()

    def _link_went(self) -> None:
        """Both `disconnected` and `errorOccurred` may tell of one loss: only the first counts. What came before it is taken first: a goodbye
        may be waiting among it, and then the session is over and nothing is lost.
        """
        if not self._attempting:
            return
        self._attempting = False
        while self._inbox:
            self._take(self._inbox.popleft())
        if self._session.state is not SessionState.CLOSED:
            self._pass_on(self._session.link_lost(self._clock()))
            self._settle()

    def _failed(self, error: QAbstractSocket.SocketError) -> None:
        words = self._socket.errorString()
        log.info("seat_link_failed", error=error.name)
        self._link_went()
        if self._session.state is not SessionState.CLOSED:
            self.unreachable.emit(words)

    def _distrusted(self, errors: list[QSslError]) -> None:
        """The handshake fails after this; `_failed` follows."""
        log.warning("seat_link_not_trusted", errors=[error.errorString() for error in errors])

    def _arrived(self, message: str) -> None:
        self._inbox.append(message)
        if not self._drain_timer.isActive():
            self._drain_timer.start()

    def _ponged(self, _elapsed_ms: int, _payload: object) -> None:
        self._session.heard(self._clock())
        self._desk.heard()

    # --- what arrived ------------------------------------------------------------------------------------------------

    def _drain(self) -> None:
        """One pass; what is left waits until Qt has painted and taken the user's keys."""
        spent = QElapsedTimer()
        spent.start()
        while self._inbox and spent.elapsed() < PASS_MS:
            self._take(self._inbox.popleft())
        if self._inbox:
            self._drain_timer.start()
        self._settle()

    def _take(self, message: str) -> None:
        try:
            outputs = self._session.receive(message, self._clock())
        except PeerError as error:
            log.warning("seat_link_broken", reason=str(error))
            self._inbox.clear()
            self._socket.abort()
            self._link_went()
            return
        self._pass_on(outputs)

    def _pass_on(self, outputs: list[Output]) -> None:
        for output in outputs:
            self._pass_one(output)

    def _pass_one(self, output: Output) -> None:
        match output:
            case Welcomed(welcome=welcome):
                self._desk.welcome(welcome)
                self.welcomed.emit()
            case Happened(body=body):
                self._desk.apply(body)
            case Answered() | RequestRefused() | RequestLost():
                self._replies.pop(output.request)(output)
            case LinkLost():
                self._desk.link_became(LinkState.LOST)
            case LoginRefused():
                self._end()
                self.login_refused.emit(output)
            case Closed(reason=reason, arguments=arguments):
                self._end()
                self.closed.emit(reason, arguments)

    def _end(self) -> None:
        self.stop()
        self._desk.link_became(LinkState.CLOSED)

    # --- time --------------------------------------------------------------------------------------------------------

    def _settle(self) -> None:
        """Send what is to be sent, and wake when something is due."""
        for message in self._session.outgoing():
            self._socket.sendTextMessage(message)
        self._schedule()

    def _schedule(self) -> None:
        due = [at for at in (self._session.silent_at, self._ping_at(), self._retry_at()) if at is not None]
        if due:
            self._timer.start(max(0, round((min(due) - self._clock()) * 1000)))
        else:
            self._timer.stop()

    def _ping_at(self) -> float | None:
        return self._next_ping if self._session.state is SessionState.LIVE else None

    def _retry_at(self) -> float | None:
        return None if self._attempting else self._session.retry_at

    def _wake(self) -> None:
        now = self._clock()
        silent_at, retry_at, ping_at = self._session.silent_at, self._retry_at(), self._ping_at()
        if silent_at is not None and now >= silent_at:
            log.warning("seat_link_silent")
            self._socket.abort()
            self._link_went()
        elif retry_at is not None and now >= retry_at:
            self._attempting = True
            self._socket.open(self._url)
        elif ping_at is not None and now >= ping_at:
            self._next_ping = now + PING_INTERVAL_S
            self._socket.ping()
        self._schedule()
