"""A centre in the same thread: Qt's WebSocket server, saying what a test tells it to. Keeps what seats said."""

from __future__ import annotations

from PySide6.QtCore import QObject, QUrl
from PySide6.QtNetwork import QHostAddress
from PySide6.QtWebSockets import QWebSocket, QWebSocketServer

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.protocol import codec
from agent_desktop.protocol.messages import (
    AgentState,
    AgentView,
    AnyEventBody,
    Event,
    FromCentre,
    Hello,
    Request,
    Role,
    Snapshot,
    Welcome,
)
from tests.fakes.desks import DECLINES, LABELS, LINE, QUEUES, REASONS, TARGETS
from tests.unit.ui.agent.sample import DISPOSITIONS, NOW

SNAPSHOT = Snapshot(
    agent=AgentView(AgentState.READY, NOW, station="6011"),
    queues=QUEUES,
    queue_labels=LABELS,
    not_ready_reasons=REASONS,
    decline_reasons=DECLINES,
    dispositions=DISPOSITIONS,
    transfer_targets=TARGETS,
    switch_up=True,
    line=LINE,
)


class QtCentre(QObject):
    """Listens on a free port of this machine."""

    def __init__(self) -> None:
        super().__init__()
        self._server = QWebSocketServer("centre", QWebSocketServer.SslMode.NonSecureMode, self)
        assert self._server.listen(QHostAddress(QHostAddress.SpecialAddress.LocalHost))
        self._server.newConnection.connect(self._connected)
        self.sockets: list[QWebSocket] = []
        self.said: list[Hello | Request] = []
        self.number = 0

    @property
    def url(self) -> QUrl:
        return self._server.serverUrl()

    @property
    def hellos(self) -> list[Hello]:
        return [message for message in self.said if isinstance(message, Hello)]

    @property
    def requests(self) -> list[Request]:
        return [message for message in self.said if isinstance(message, Request)]

    def send(self, message: FromCentre) -> None:
        self.sockets[-1].sendTextMessage(codec.encode(message).decode())

    def welcome(self, *, snapshot: Snapshot | None = SNAPSHOT, session: str = "s") -> None:
        self.send(
            Welcome(
                1, session, "token", AgentId("zhao"), "Zhao Min", Role.AGENT, frozenset(), NOW, self.number, snapshot
            )
        )

    def tell(self, body: AnyEventBody) -> None:
        self.number += 1
        self.send(Event(self.number, body))

    def hang_up(self) -> None:
        self.sockets[-1].abort()

    def close(self) -> None:
        self._server.close()
        for socket in self.sockets:
            socket.abort()

    def _connected(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.textMessageReceived.connect(self._heard)
        self.sockets.append(socket)

    def _heard(self, text: str) -> None:
        self.said.append(codec.from_seat.decode(text))
