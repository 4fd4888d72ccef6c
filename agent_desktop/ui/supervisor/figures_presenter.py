"""The figures of a day as they are shown and exported: which columns, which rows, which bars. Pure. Must never import Qt.

A row is about a queue, an agent or a disposition, or about all of them together; a day is divided into quarters of an hour, halves, hours, or
not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeAlias

from agent_desktop.protocol.board import INTERVAL_MS
from agent_desktop.protocol.figures import (
    AGENT_AVERAGES,
    AGENT_COUNTS,
    AGENT_FIGURES,
    DISPOSITION_FIGURES,
    QUEUE_COUNTS,
    QUEUE_FIGURES,
    SERVICE_LEVELS,
    Figure,
    share_of,
)
from agent_desktop.protocol.messages import DayFigures
from agent_desktop.protocol.record import Text
from agent_desktop.protocol.report import Kind, Quarter
from agent_desktop.protocol.service_level import Formula
from agent_desktop.protocol.tallies import AgentTally, DispositionTally, QueueTally, add_up

STEPS_MS = (INTERVAL_MS, 2 * INTERVAL_MS, 4 * INTERVAL_MS, 0)
"""How a day is divided; 0: not at all."""

Which: TypeAlias = tuple[str, ...]
"""One subject by its id, or all of them together."""
ALL: Which = ()
AnyTally: TypeAlias = QueueTally | AgentTally | DispositionTally
_TALLIES: dict[Kind, type[Any]] = {
    Kind.QUEUE: QueueTally,
    Kind.AGENT: AgentTally,
    Kind.DISPOSITION: DispositionTally,
}
_QUEUE_AVERAGES = ("abandoned", "asa", "aht", "att", "acw", "transfers")


@dataclass(frozen=True, slots=True)
class Span:
    """One interval of a day."""

    start_ms: int
    end_ms: int
    tally: AnyTally


@dataclass(frozen=True)
class Sheet:
    """The figures of one kind of a day, as far as they have come."""

    kind: Kind
    day: str
    begins_ms: int
    ends_ms: int
    made_ms: int
    names: dict[str, Text] = field(default_factory=dict)
    quarters: tuple[Quarter[Any], ...] = ()

    @property
    def is_over(self) -> bool:
        """The day was, when it was reckoned."""
        return self.made_ms >= self.ends_ms

    def totals(self) -> dict[Which, Any]:
        """The sums of the day: of all together, then of each; agents by name, the rest with the most first."""
        sums = {one: self._sum(quarters) for one, quarters in self._by_subject.items()}
        order = sorted(sums, key=lambda one: (-_weight(sums[one]), self.names[one].en.casefold()))
        return {ALL: add_up(_TALLIES[self.kind], sums.values()), **{(one,): sums[one] for one in order}}

    def spans(self, which: Which, step_ms: int) -> list[Span]:
        """The day in steps without gaps, from the first to the last in which anything happened; 0: in one."""
        if not step_ms:
            return [Span(self.begins_ms, self.ends_ms, self._sum(self._of(which)))] if self.quarters else []
        found: dict[int, list[Quarter[Any]]] = {}
        for each in self._of(which):
            found.setdefault((each.start_ms - self.begins_ms) // step_ms, []).append(each)
        places = range(min(found, default=0), max(found, default=-1) + 1)
        return [self._span(place, step_ms, found.get(place, ())) for place in places]

    def _of(self, which: Which) -> Sequence[Quarter[Any]]:
        return self._by_subject.get(which[0], ()) if which else self.quarters

    @cached_property
    def _by_subject(self) -> dict[str, list[Quarter[Any]]]:
        found: dict[str, list[Quarter[Any]]] = {}
        for each in self.quarters:
            found.setdefault(each.subject, []).append(each)
        return found

    def _span(self, place: int, step_ms: int, quarters: Iterable[Quarter[Any]]) -> Span:
        start = self.begins_ms + place * step_ms
        return Span(start, min(start + step_ms, self.ends_ms), self._sum(quarters))

    def _sum(self, quarters: Iterable[Quarter[Any]]) -> Any:
        return add_up(_TALLIES[self.kind], (each.tally for each in quarters))


def begun(page: DayFigures) -> Sheet:
    """A sheet from its first page."""
    return joined(Sheet(page.kind, page.day, page.begins_ms, page.ends_ms, page.made_ms), page)


def joined(sheet: Sheet, page: DayFigures) -> Sheet:
    """A sheet with one more page."""
    more: tuple[Quarter[Any], ...] = (*page.queues, *page.agents, *page.dispositions)
    names = {**sheet.names, **{each.id: each.name for each in page.subjects}}
    return replace(sheet, names=names, quarters=(*sheet.quarters, *more))


def columns(sheet: Sheet, formula: Formula) -> tuple[Figure[Any], ...]:
    """The figures that are shown of this kind, with this service level."""
    match sheet.kind:
        case Kind.QUEUE:
            (level,) = (each for each in SERVICE_LEVELS if each.id == formula.value)
            averages = (each for each in QUEUE_FIGURES if each.id in _QUEUE_AVERAGES)
            return (*QUEUE_COUNTS[:-1], level, *averages, QUEUE_COUNTS[-1])
        case Kind.AGENT:
            return (*AGENT_COUNTS, *AGENT_AVERAGES, *AGENT_FIGURES)
        case Kind.DISPOSITION:
            logs, *rest = DISPOSITION_FIGURES
            return (logs, share_of(sheet.totals()[ALL]), *rest)


def values(figures: Sequence[Figure[Any]], tally: AnyTally) -> list[float | None]:
    """A row of figures."""
    return [figure.of(tally) for figure in figures]


def bar_parts(tally: AnyTally) -> tuple[float, ...]:
    """What a bar of the chart is made of, from its foot: calls, minutes or logs."""
    match tally:
        case QueueTally():
            return (tally.answered, tally.abandoned)
        case AgentTally():
            working_s = tally.busy_s + tally.reserved_s
            return tuple(seconds / 60 for seconds in (working_s, tally.wrap_up_s, tally.ready_s, tally.not_ready_s))
        case DispositionTally():
            return (tally.logs,)


def line_of(kind: Kind, formula: Formula) -> Figure[Any] | None:
    """The share that is drawn as a line over the bars."""
    if kind is Kind.QUEUE:
        return next(each for each in SERVICE_LEVELS if each.id == formula.value)
    return AGENT_FIGURES[0] if kind is Kind.AGENT else None


def _weight(tally: AnyTally) -> int:
    match tally:
        case QueueTally():
            return tally.offered
        case DispositionTally():
            return tally.logs
        case AgentTally():
            return 0
