"""What the same road costs at least: a message of the same size over two bare WebSocket hops, one raw index probe between
them, and the same widgets, filled with what was made ready before, painted with no window around them.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtWebSockets import QWebSocket
from PySide6.QtWidgets import QVBoxLayout, QWidget
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.record import CustomerRecord, Stage
from agent_desktop.ui import i18n, theme
from agent_desktop.ui.agent.record_headline import HeadlineView
from agent_desktop.ui.agent.record_list import RecordList
from agent_desktop.ui.agent.record_presenter import Headline, MatterReason
from agent_desktop.ui.agent.record_rows import Row, rows_of, urgency
from agent_desktop.ui.agent.record_texts import RecordTexts
from agent_desktop.ui.agent.record_words import RecordWords
from agent_desktop.ui.app import new_application
from bench.ringing import marks
from bench.ringing.processes import process, receive
from bench.ringing.seat import isolate
from db.engine import open_database
from db.lookup import CallerLookup

PROBE = "SELECT customer_id FROM numbers WHERE e164 = ?"
PANEL = (380, 620)
"""The size of the record panel in a window of 1366 × 768."""
PAUSE_S = 0.02


@dataclass(frozen=True, slots=True)
class Bare:
    """One message's way."""

    first_ms: float
    complete_ms: float


@dataclass(frozen=True, slots=True)
class Painted:
    """When the headline, and when the whole record was painted."""

    first: marks.Moment
    complete: marks.Moment


def measure(database: Path, numbers: list[str], message: int, folder: Path) -> list[Bare]:
    """Send a message of this length for each number; the first few are not counted."""
    with ExitStack() as stack:
        source = stack.enter_context(process(run_source, message))
        relay = stack.enter_context(process(run_relay, database, receive(source, str)))
        painter = stack.enter_context(process(run_painter, database, numbers, folder, receive(relay, str)))
        receive(painter, marks.Free)
        return [_one(number, source, painter) for number in numbers]


def _one(number: str, source: Connection, painter: Connection) -> Bare:
    time.sleep(PAUSE_S)
    source.send(marks.Place(number))
    begin: marks.Moment = receive(source, marks.Moment)
    painted: Painted = receive(painter, Painted)
    return Bare((painted.first.at_ns - begin.at_ns) / 1e6, (painted.complete.at_ns - begin.at_ns) / 1e6)


# --- the hops --------------------------------------------------------------------------------------------------------


def run_source(pipe: Connection, message: int) -> None:
    asyncio.run(_source(pipe, message))


async def _source(pipe: Connection, message: int) -> None:
    sockets: list[ServerConnection] = []

    async def keep(socket: ServerConnection) -> None:
        sockets.append(socket)
        await socket.wait_closed()

    async with serve(keep, "127.0.0.1", 0, compression=None) as server:
        pipe.send(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        while not isinstance(wish := await asyncio.to_thread(pipe.recv), marks.Stop):
            begin = marks.now()
            await sockets[0].send(wish.number.ljust(message))
            pipe.send(begin)


def run_relay(pipe: Connection, database: Path, source: str) -> None:
    asyncio.run(_relay(pipe, database, source))


async def _relay(pipe: Connection, database: Path, source: str) -> None:
    connection = sqlite3.connect(database)

    async def carry(socket: ServerConnection) -> None:
        async with connect(source, compression=None) as near:
            async for message in near:
                assert isinstance(message, str)
                assert connection.execute(PROBE, (message.rstrip(),)).fetchone()
                await socket.send(message)

    async with serve(carry, "127.0.0.1", 0, compression=None) as server:
        pipe.send(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        await asyncio.to_thread(pipe.recv)


# --- the paint -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Ready:
    """All that is painted for one number."""

    headline: Headline
    stage: Stage
    rows: tuple[Row, ...]


def run_painter(pipe: Connection, database: Path, numbers: list[str], folder: Path, relay: str) -> None:
    isolate(folder)
    application = new_application()
    i18n.set_language(application, Language.EN)
    theme.apply(application, theme.Look())
    painter = Painter(pipe, _made_ready(database, numbers))
    painter.open(relay)
    application.exec()


def _made_ready(database: Path, numbers: list[str]) -> dict[str, _Ready]:
    now_ms = round(time.time() * 1000)
    engine = open_database(f"sqlite:///{database}")
    lookup = CallerLookup(engine, "CN")
    made = {}
    for number in numbers:
        pop = lookup.look_up(number, withheld=False)
        assert pop.record is not None
        made[number] = _Ready(_headline(pop.record, number, now_ms), pop.record.stage, rows_of(pop.record, now_ms))
    lookup.close()
    engine.dispose()
    return made


def _headline(record: CustomerRecord, number: str, now_ms: int) -> Headline:
    first = record.matters[0]
    return Headline(
        record.contact or record.name,
        record.salutation,
        record.company,
        number,
        record.standing,
        record.value_type,
        (MatterReason(first, urgency(first.due_at_ms, now_ms)),),
    )


class Painter(QWidget):
    """The record alone, filled as soon as a number arrives."""

    def __init__(self, pipe: Connection, ready: dict[str, _Ready]) -> None:
        super().__init__()
        self._pipe, self._ready = pipe, ready
        texts = RecordTexts(RecordWords(self))
        texts.now_ms = round(time.time() * 1000)
        self._headline, self._list = HeadlineView(texts), RecordList(texts)
        column = QVBoxLayout(self)
        column.addWidget(self._headline)
        column.addWidget(self._list, 1)
        self.setFixedSize(*PANEL)
        self._socket = QWebSocket(parent=self)
        self._socket.textMessageReceived.connect(self._show)
        self._socket.connected.connect(lambda: pipe.send(marks.Free()))

    def open(self, relay: str) -> None:
        self.show()
        self._socket.open(QUrl(relay))

    def _show(self, message: str) -> None:
        ready = self._ready[message.rstrip()]
        self._headline.show_headline(ready.headline, ready.stage)
        self._headline.repaint()
        first = marks.now()
        self._list.show_rows(ready.rows, from_top=True)
        self._list.viewport().repaint()
        self._pipe.send(Painted(first, marks.now()))
