"""Which column each node stands in, and which above which: a layered drawing after Sugiyama, Tagawa and Toda (1981).

Ways lead from left to right, except those that go back. A way that passes a column has a lane there, so that it runs beneath no card; all ways
to one node share their lanes. Works on names and numbers only; deterministic.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

SWEEPS = 24
NUDGE = 1e-4
"""Of the height of a column for each pixel: ways of one card keep their order."""

Links = Mapping[str, Sequence[tuple[str, float]]]
"""From each node: where each way leads, and how far down on it it leaves."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Room for ways to `target` that pass column `column`."""

    target: str
    column: int
    back: bool


Item = str | Lane
"""What stands in a column: a node or a lane."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One stretch of a way. `port`: how far down on a node it begins; 0 on a lane."""

    begin: Item
    port: float
    end: Item


@dataclass(slots=True)
class Columns:
    """The drawing as far as order goes."""

    rows: list[list[Item]]
    """For each column, what is in it from top to bottom."""
    column: dict[Item, int]
    hops: dict[Item, list[Hop]] = field(default_factory=dict)
    """Of each item, those that begin or end at it."""
    routes: list[tuple[Item, ...]] = field(default_factory=list)
    """For each way of each node of `nodes`, what it passes, with both ends."""

    @property
    def nodes(self) -> list[str]:
        return [item for item in self.column if not isinstance(item, Lane)]


def arrange(links: Links, starts: Sequence[str]) -> Columns:
    """Columns and order for all nodes that can be reached from `starts`."""
    column = _columns(links, starts)
    columns = Columns([[] for _ in range(max(column.values()) + 1)], {})
    for node in column:
        _stand(columns, node, column[node])
    for node in column:
        for target, port in links[node]:
            _route(columns, node, target, port)
    _order(columns)
    return columns


# --- columns ----------------------------------------------------------------------------------------------------------


def _columns(links: Links, starts: Sequence[str]) -> dict[str, int]:
    """Each node one column to the right of the last of those that lead to it; in the order in which they are met."""
    met, back = _met(links, starts)
    column = dict.fromkeys(met, 0)
    for node in _forward(met, links, back):
        for target, _ in links[node]:
            if (node, target) not in back:
                column[target] = max(column[target], column[node] + 1)
    return column


def _met(links: Links, starts: Sequence[str]) -> tuple[list[str], set[tuple[str, str]]]:
    """The nodes, depth first, and the ways that lead back to one on whose path they lie."""
    met: list[str] = []
    back: set[tuple[str, str]] = set()
    path: list[str] = []

    def visit(node: str) -> Iterator[str]:
        met.append(node)
        path.append(node)
        yield from (target for target, _ in links[node])
        path.pop()

    seen: set[str] = set()
    for start in starts:
        if start in seen:
            continue
        seen.add(start)
        visits = [visit(start)]
        while visits:
            target = next(visits[-1], None)
            if target is None:
                visits.pop()
            elif target in path:
                back.add((path[-1], target))
            elif target not in seen:
                seen.add(target)
                visits.append(visit(target))
    return met, back


def _forward(met: Sequence[str], links: Links, back: set[tuple[str, str]]) -> list[str]:
    """The nodes so that each comes after all that lead to it (Kahn)."""
    ways = {(node, target) for node in met for target, _ in links[node]} - back
    before = {node: sum(end == node for _, end in ways) for node in met}
    free = [node for node in met if not before[node]]
    for node in free:
        for target in met:
            if (node, target) in ways:
                before[target] -= 1
                if not before[target]:
                    free.append(target)
    return free


# --- lanes ------------------------------------------------------------------------------------------------------------


def _route(columns: Columns, node: str, target: str, port: float) -> None:
    first, last = columns.column[node], columns.column[target]
    back = last <= first
    passed = range(first, last - 1, -1) if back else range(first + 1, last)
    route: list[Item] = [node, *(Lane(target, column, back) for column in passed), target]
    for item in route[1:-1]:
        if isinstance(item, Lane) and item not in columns.column:
            _stand(columns, item, item.column)
    for count, (begin, end) in enumerate(pairwise(route)):
        hop = Hop(begin, 0.0 if count else port, end)
        if hop not in columns.hops[begin]:
            columns.hops[begin].append(hop)
            columns.hops[end].append(hop)
    columns.routes.append(tuple(route))


def _stand(columns: Columns, item: Item, column: int) -> None:
    columns.column[item] = column
    columns.rows[column].append(item)
    columns.hops[item] = []


# --- order ------------------------------------------------------------------------------------------------------------


def _order(columns: Columns) -> None:
    """Sweeps to the right and to the left, each item to the mean of its neighbours; the order with the fewest crossings stays."""
    best, fewest = [list(row) for row in columns.rows], _crossings(columns)
    for sweep in range(SWEEPS):
        _sweep(columns, to_the_right=sweep % 2 == 0)
        crossings = _crossings(columns)
        if crossings < fewest:
            best, fewest = [list(row) for row in columns.rows], crossings
    columns.rows = best


def _sweep(columns: Columns, *, to_the_right: bool) -> None:
    indices = range(len(columns.rows))
    for index in indices if to_the_right else reversed(indices):
        beside = index - 1 if to_the_right else index + 1
        place = _places(columns)
        wanted = {item: _mean(columns, item, beside, place) for item in columns.rows[index]}
        columns.rows[index].sort(key=lambda item: wanted[item])


def _places(columns: Columns) -> dict[Item, float]:
    return {item: (count + 0.5) / len(row) for row in columns.rows for count, item in enumerate(row)}


def _mean(columns: Columns, item: Item, beside: int, place: Mapping[Item, float]) -> float:
    """Where an item's neighbours in the column beside stand, and those of its own that it is tied to."""
    where = []
    for hop in columns.hops[item]:
        other = hop.end if hop.begin == item else hop.begin
        if columns.column[other] in (beside, columns.column[item]):
            where.append(place[other] + hop.port * NUDGE * (1 if other == hop.begin else -1))
    return sum(where) / len(where) if where else place[item]


def _crossings(columns: Columns) -> int:
    place = _places(columns)
    between: dict[int, list[tuple[float, float]]] = {}
    for item in place:
        for hop in columns.hops[item]:
            left, right = columns.column[hop.begin], columns.column[hop.end]
            if item == hop.begin and left != right:
                ends = place[hop.begin] + hop.port * NUDGE, place[hop.end]
                between.setdefault(min(left, right), []).append(ends if left < right else ends[::-1])
    pairs = (pair for ends in between.values() for pair in combinations(ends, 2))
    return sum((one[0] - other[0]) * (one[1] - other[1]) < 0 for one, other in pairs)
