"""How far down each card and lane stands: ways as level as the order in the columns allows.

Column after column, each item is drawn to the other ends of its ways; where items would overlap, the least squares under the distances that
must be kept are found by pooling adjacent violators (Ayer et al., 1955).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from agent_desktop.flowchart.boxes import DOOR, Box
from agent_desktop.flowchart.layers import Columns, Item, Lane

APART, LANE_APART = 26.0, 13.0
SWEEPS = 80
STIFF = 25.0
"""How much more a bend within a way weighs than one at a card."""
LOOSE = 1e-3

Wish = tuple[float, float]
"""Where an item ought to be, and how much that weighs."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything in its place."""

    columns: Columns
    boxes: Mapping[str, Box]
    y: Mapping[Item, float]
    """The top of each card and the height of each lane, from that of the drawing."""


def place(columns: Columns, boxes: Mapping[str, Box]) -> Layout:
    """Find the height of everything."""
    y = {item: 0.0 for row in columns.rows for item in row}
    for row in columns.rows:
        y.update(_settled(row, [(0.0, 1.0)] * len(row), boxes))
    for sweep in range(SWEEPS):
        for row in columns.rows if sweep % 2 == 0 else reversed(columns.rows):
            y.update(_settled(row, [_wish(columns, item, y) for item in row], boxes))
    top = min(y[item] - _above(item, boxes) for item in y)
    return Layout(columns, boxes, {item: where - top for item, where in y.items()})


def _wish(columns: Columns, item: Item, y: Mapping[Item, float]) -> Wish:
    wishes = list(_wishes(columns, item, y))
    weight = sum(weight for _, weight in wishes)
    return (sum(where * weight for where, weight in wishes) / weight, weight) if wishes else (y[item], LOOSE)


def _wishes(columns: Columns, item: Item, y: Mapping[Item, float]) -> Iterator[Wish]:
    """Where each of its ways would be level."""
    for hop in columns.hops[item]:
        weight = STIFF if isinstance(hop.begin, Lane) and isinstance(hop.end, Lane) else 1.0
        if columns.column[hop.begin] == columns.column[hop.end]:
            weight = 1.0 / STIFF
        door = 0.0 if isinstance(hop.end, Lane) else DOOR
        if item == hop.begin:
            yield y[hop.end] + door - hop.port, weight
        else:
            yield y[hop.begin] + hop.port - door, weight


def _settled(row: Sequence[Item], wishes: Sequence[Wish], boxes: Mapping[str, Box]) -> dict[Item, float]:
    """The places nearest to the wishes at which nothing overlaps."""
    offsets, offset = [], 0.0
    for count, item in enumerate(row):
        if count:
            offset += _below(row[count - 1], boxes) + _above(item, boxes) + _between(row[count - 1], item)
        offsets.append(offset)
    pooled = _increasing([(where - shift, weight) for (where, weight), shift in zip(wishes, offsets, strict=True)])
    return {item: where + shift for item, where, shift in zip(row, pooled, offsets, strict=True)}


def _increasing(wishes: Sequence[Wish]) -> list[float]:
    """The nearest sequence that never falls."""
    pools: list[tuple[float, float, int]] = []
    for where, weight in wishes:
        pools.append((where, weight, 1))
        while len(pools) > 1 and pools[-2][0] >= pools[-1][0]:
            (one, heavy, few), (other, light, more) = pools[-2:]
            pools[-2:] = [((one * heavy + other * light) / (heavy + light), heavy + light, few + more)]
    return [where for where, _, count in pools for _ in range(count)]


def _above(item: Item, boxes: Mapping[str, Box]) -> float:
    return 0.0 if isinstance(item, Lane) else boxes[item].above


def _below(item: Item, boxes: Mapping[str, Box]) -> float:
    return 0.0 if isinstance(item, Lane) else boxes[item].height


def _between(upper: Item, lower: Item) -> float:
    return LANE_APART if isinstance(upper, Lane) and isinstance(lower, Lane) else APART
