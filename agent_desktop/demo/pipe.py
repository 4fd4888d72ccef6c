"""The demonstration's side of the pipe to its backstage process."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self, TypeVar

from agent_desktop.demo import backstage, messages
from agent_desktop.demo.backstage import Scene
from agent_desktop.errors import UserError

OPENING_S = 120.0
ANSWER_S = 30.0
LEAVING_S = 10.0

M = TypeVar("M")


class Backstage:
    """The backstage process while the `with` block runs. `on_caller` hears of the callers while messages are taken."""

    def __init__(self, scene: Scene, on_caller: Callable[[messages.CallerMoved], None]) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=backstage.run, args=(theirs, scene), daemon=True)
        self._theirs: Connection | None = theirs
        self._on_caller = on_caller

    def __enter__(self) -> Self:
        self._process.start()
        if self._theirs is not None:
            self._theirs.close()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.is_alive():
            self.tell(messages.Stop())
            self._process.join(LEAVING_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def tell(self, wish: messages.ToBackstage) -> None:
        """Ask for something. A process that is gone has told why, or will be noticed by the seat."""
        try:
            self._pipe.send(wish)
        except OSError as error:
            raise UserError("the demonstration's centre has stopped") from error

    def take(self) -> None:
        """Hear what has been said meanwhile."""
        while self._pipe.poll():
            self._hear(self._receive())

    def wait_for(self, kind: type[M], seconds: float = ANSWER_S) -> M:
        """Wait for a message of this kind.

        Raises:
            UserError: it has not come in time, or the centre could not be opened.

        """
        while self._pipe.poll(seconds):
            said = self._receive()
            if isinstance(said, kind):
                return said
            self._hear(said)
        raise UserError("the demonstration's centre does not answer")

    def _receive(self) -> messages.FromBackstage:
        try:
            said: messages.FromBackstage = self._pipe.recv()
        except EOFError as error:
            raise UserError("the demonstration's centre has stopped") from error
        return said

    def _hear(self, said: messages.FromBackstage) -> None:
        if isinstance(said, messages.Failed):
            raise UserError(said.words)
        if isinstance(said, messages.CallerMoved):
            self._on_caller(said)
