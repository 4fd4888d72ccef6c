"""What `agent-desktop simulate` shows while it runs: a table that lives on a terminal, or a plain line now and then."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from rich.table import Table

from agent_desktop.cti.simulator.life import Stage
from agent_desktop.cti.simulator.model import Board
from agent_desktop.cti.simulator.simulation import News

_WAITING = frozenset({Stage.LISTENING, Stage.WAITING})
_TALKING = frozenset({Stage.TALKING, Stage.HELD, Stage.ALONE})
_LOOK_BACK_S = 10.0


class Load:
    """Counts what happens on a switch."""

    def __init__(self, board: Board, clock: Callable[[], float] = time.monotonic) -> None:
        self._board, self._clock = board, clock
        self._stages: dict[str, Stage] = {}
        self._arrivals: deque[float] = deque()
        self._requests: deque[tuple[float, int]] = deque([(clock(), 0)])
        self.calls = self.talked = self.given_up = self.unanswered = 0

    def hear(self, news: News) -> None:
        """A caller has come to another stage."""
        before = self._stages.pop(news.channel, None)
        if news.stage is Stage.CALLING:
            self.calls += 1
            self._arrivals.append(self._clock())
        elif news.stage is Stage.GONE:
            self.talked += before in _TALKING
            self.given_up += before in _WAITING
            self.unanswered += before is Stage.CALLING
        if news.stage is not Stage.GONE:
            self._stages[news.channel] = news.stage

    def rows(self) -> list[tuple[str, str]]:
        """Names and figures, as they are now."""
        now = self._clock()
        stages = list(self._stages.values())
        refused = f"{self._board.refused}" if self._board.refused else "none"
        return [
            ("channels", f"{len(self._board.channels)}"),
            ("calls so far", f"{self.calls}"),
            ("calls a second", f"{self._calls_per_s(now):.1f}"),
            ("waiting", f"{sum(stage in _WAITING for stage in stages)}"),
            ("talking", f"{sum(stage in _TALKING for stage in stages)}"),
            ("talked and gone", f"{self.talked}"),
            ("given up", f"{self.given_up}"),
            ("unanswered", f"{self.unanswered}"),
            ("requests a second", f"{self._requests_per_s(now):.0f}"),
            ("requests refused", refused),
        ]

    def table(self) -> Table:
        """For a terminal."""
        table = Table.grid(padding=(0, 2))
        table.add_column(style="dim")
        table.add_column(justify="right", min_width=8)
        for name, figure in self.rows():
            table.add_row(name, figure)
        return table

    def line(self) -> str:
        """For a log."""
        return ", ".join(f"{name} {figure}" for name, figure in self.rows())

    def _calls_per_s(self, now: float) -> float:
        while self._arrivals and self._arrivals[0] <= now - _LOOK_BACK_S:
            self._arrivals.popleft()
        return len(self._arrivals) / _LOOK_BACK_S

    def _requests_per_s(self, now: float) -> float:
        self._requests.append((now, self._board.requests))
        while len(self._requests) > 2 and self._requests[1][0] <= now - _LOOK_BACK_S:  # noqa: PLR2004 - two ends of a stretch
            self._requests.popleft()
        since, count = self._requests[0]
        return (self._board.requests - count) / (now - since) if now > since else 0.0
