"""Brings a day's figures from the centre: all kinds, one page after another, all pages of a kind of one reckoning."""

from __future__ import annotations

from collections.abc import Callable

from agent_desktop.protocol.messages import DayFigures, FetchFigures
from agent_desktop.protocol.report import Kind
from agent_desktop.protocol.seat_session import Answered
from agent_desktop.ui.desk import Desk, Outcome
from agent_desktop.ui.supervisor.figures_presenter import Sheet, begun, joined

Sheets = dict[Kind, Sheet]


class DayFetch:
    """One fetch; `done` gets all sheets, or `failed` the outcome that ended it. Dropped, it tells nobody anything."""

    def __init__(self, desk: Desk, day: str, done: Callable[[Sheets], None], failed: Callable[[Outcome], None]) -> None:
        """`day` is ISO 8601; empty: today, as the centre has it."""
        self._desk = desk
        self.day = self._day = day
        self._done, self._failed = done, failed
        self._sheets: Sheets = {}
        self._kinds = list(Kind)
        self._dropped = False
        self.over = False

    def start(self) -> None:
        self._ask()

    def drop(self) -> None:
        """It is not wanted any more."""
        self._dropped = True

    def _ask(self) -> None:
        kind = self._kinds[0]
        known = self._sheets.get(kind)
        self._desk.ask(FetchFigures(kind, self._day, len(known.quarters) if known else 0), self._take)

    def _take(self, outcome: Outcome) -> None:
        if self._dropped:
            return
        if not isinstance(outcome, Answered) or not isinstance(outcome.result, DayFigures):
            self.over = True
            self._failed(outcome)
            return
        page = outcome.result
        self._day = page.day
        known = self._sheets.get(page.kind)
        if known is not None and known.made_ms != page.made_ms:
            del self._sheets[page.kind]  # reckoned anew meanwhile: what came before does not belong to it
        else:
            self._sheets[page.kind] = joined(known, page) if known else begun(page)
            if not page.left:
                self._kinds.pop(0)
        if self._kinds:
            self._ask()
        else:
            self.over = True
            self._done(self._sheets)
