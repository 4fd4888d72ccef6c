"""One seat's WebSocket: sending without ever waiting, and the server library's own log kept readable.

Must never know what a message means.
"""

from __future__ import annotations

import asyncio
import logging

import structlog
from websockets.asyncio.server import ServerConnection, broadcast

from agent_desktop.protocol.centre_session import CentreLink
from ivr.centre.roster import Member

log = structlog.get_logger(__name__)


class Connection:
    """A WebSocket with its link, and with the user it carries once they are in."""

    def __init__(self, socket: ServerConnection, backlog_bytes: int) -> None:
        self.socket = socket
        self.link = CentreLink()
        self.member: Member | None = None
        self._backlog_bytes = backlog_bytes

    @property
    def address(self) -> str:
        """Where it comes from; empty when it is gone already."""
        return str(self.socket.remote_address[0]) if self.socket.remote_address else ""

    def send(self, message: bytes) -> None:
        """Put a message into the connection's buffer. A seat that leaves too much unread is cut off, to resume later."""
        if self.socket.transport.get_write_buffer_size() > self._backlog_bytes:
            log.info("seat_too_slow", user=self.member.user.id if self.member else "")
            self.cut()
        else:
            broadcast((self.socket,), message, text=True)

    def cut(self) -> None:
        """End the connection without a word."""
        self.link.close()
        self.socket.transport.abort()

    def close(self, code: int) -> asyncio.Task[None]:
        """End the connection in good order, without waiting for the seat; the caller keeps the task."""
        self.link.close()
        return asyncio.get_running_loop().create_task(self.socket.close(code))


class _HandshakesAside(logging.Filter):
    """A port scanner, a browser or a health check is no error of ours and deserves no traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.msg != "opening handshake failed":
            return True
        log.info("no_websocket_handshake")
        return False


def websocket_log() -> logging.Logger:
    """What the server library logs to: only what is an error of ours."""
    logger = logging.getLogger("agent_desktop.seats.websocket")
    logger.setLevel(logging.ERROR)
    if not logger.filters:
        logger.addFilter(_HandshakesAside())
    return logger
