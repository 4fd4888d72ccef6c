"""The process of the supervisors: boards without a window, each kept from what the centre tells, and looked at when it has changed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from contextlib import AsyncExitStack
from multiprocessing.connection import Connection

from agent_desktop import logs
from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.headless import HeadlessSeat
from agent_desktop.protocol.messages import BoardChanged, WatchBoard
from agent_desktop.protocol.seat_session import Credentials
from agent_desktop.ui.board_state import BoardState, board_after
from bench.ringing import marks
from bench.site import words


class Board:
    """One supervisor's."""

    def __init__(self, url: str, user: AgentId) -> None:
        self.seat = HeadlessSeat(url, Credentials(user, words.PASSWORD))
        self.state = BoardState()
        self.late_ms: list[float] = []
        self.updates = self.unlike = 0
        self.back_at: list[float] = []
        self.drawn_anew = 0
        self.compared = asyncio.Event()

    async def follow(self) -> None:
        """Take in what the centre tells."""
        while True:
            self._take(await self.seat.until(BoardChanged))

    async def ask(self) -> None:
        """Watch, and watch again when the centre had to draw everything anew, as a window does."""
        snapshot = None
        while True:
            if self.seat.snapshot is not snapshot:
                self.drawn_anew += snapshot is not None
                snapshot, self.state = self.seat.snapshot, BoardState()
                await self.seat.ask(WatchBoard(watch=True))
            await self.seat.until_back()
            self.back_at.append(time.time())

    def _take(self, changed: BoardChanged) -> None:
        before, self.state = self.state, board_after(self.state, changed)
        if changed.whole:
            self.unlike += bool(before.agents) and before != self.state
            self.compared.set()
            return
        self.updates += 1
        now_ms = time.time() * 1000
        known = before.agents
        self.late_ms += (now_ms - row.since_ms for row in changed.agents if row.since_ms != known[row.agent].since_ms)

    async def compare(self) -> None:
        """Have the whole board told once more: it has to be what is here already."""
        self.compared.clear()
        await self.seat.ask(WatchBoard(watch=True))
        await self.compared.wait()

    def forget(self) -> None:
        self.late_ms.clear()
        self.updates = 0


def run(pipe: Connection, url: str, count: int) -> None:
    logs.configure(level=logs.WARNING)
    asyncio.run(_look(pipe, url, count))


async def _look(pipe: Connection, url: str, count: int) -> None:
    boards = [Board(url, user) for user in words.supervisors(count)]
    async with AsyncExitStack() as stack:
        for board in boards:
            await stack.enter_async_context(board.seat)
        tasks = [asyncio.create_task(work) for board in boards for work in (board.follow(), board.ask())]
        await asyncio.gather(*(board.compared.wait() for board in boards))
        pipe.send(words.Here(os.getpid()))
        while not isinstance(wish := await asyncio.to_thread(pipe.recv), marks.Stop):
            match wish:
                case words.Forget():
                    for board in boards:
                        board.forget()
                case words.Tell():
                    late = [late for board in boards for late in board.late_ms]
                    pipe.send(words.BoardFigures(late, sum(board.updates for board in boards)))
                case words.Compare():
                    await asyncio.gather(*(board.compare() for board in boards))
                    pipe.send(_compared(boards))
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


def _compared(boards: list[Board]) -> words.BoardsCompared:
    return words.BoardsCompared(
        [at for board in boards for at in board.back_at],
        sum(board.drawn_anew for board in boards),
        sum(board.unlike for board in boards),
    )
