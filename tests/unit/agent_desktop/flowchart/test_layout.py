"""Columns, order and heights of a chart: nothing overlaps, nothing runs beneath a card, on any flow."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from agent_desktop.flowchart.boxes import DOOR, Box, box
from agent_desktop.flowchart.cards import Card, Way
from agent_desktop.flowchart.layers import Lane, arrange
from agent_desktop.flowchart.places import LANE_APART, Layout, place
from agent_desktop.ui.roles import Icon, Tone


def boxes_of(ways: dict[str, list[str]]) -> dict[str, Box]:
    """A card for each node, with a line for each way."""
    return {
        node: box(
            Card(node, "Menu", Icon.KEYPAD, Tone.ACCENT, "", (), tuple(Way(f"to {each}", each) for each in targets))
        )
        for node, targets in ways.items()
    }


def laid_out(ways: dict[str, list[str]]) -> Layout:
    boxes = boxes_of(ways)
    links = {node: [(target, down) for target, down, _ in each.ports] for node, each in boxes.items()}
    return place(arrange(links, [next(iter(ways))]), boxes)


@st.composite
def flows(draw: st.DrawFn) -> dict[str, list[str]]:
    """Each node but the first has a way that leads to it from one before it; the others lead anywhere."""
    count = draw(st.integers(1, 12))
    ways: dict[str, list[str]] = {f"n{index}": [] for index in range(count)}
    for index in range(1, count):
        ways[f"n{draw(st.integers(0, index - 1))}"].append(f"n{index}")
    for node in ways:
        ways[node] += draw(st.lists(st.sampled_from(sorted(ways)), max_size=3))
    return ways


@settings(max_examples=60, deadline=None)
@given(flows())
def test_nothing_overlaps_and_every_way_is_drawn(ways: dict[str, list[str]]) -> None:
    layout = laid_out(ways)
    assert set(layout.columns.nodes) == set(ways)
    assert len(layout.columns.routes) == sum(map(len, ways.values()))
    for row in layout.columns.rows:
        for upper, lower in pairwise(row):
            foot = layout.y[upper] + (0.0 if isinstance(upper, Lane) else layout.boxes[upper].height)
            assert layout.y[lower] - foot >= LANE_APART - 1e-6
    assert min(layout.y.values()) == 0.0


@settings(max_examples=60, deadline=None)
@given(flows())
def test_a_way_has_a_lane_in_every_column_that_it_passes(ways: dict[str, list[str]]) -> None:
    columns = laid_out(ways).columns
    for first, *lanes, last in columns.routes:
        begin, end = columns.column[first], columns.column[last]
        passed = range(begin + 1, end) if end > begin else range(begin, end - 1, -1)
        assert [columns.column[lane] for lane in lanes] == list(passed)
        assert all(isinstance(lane, Lane) and lane.target == last for lane in lanes)


def test_ways_lead_to_the_right_but_for_those_that_go_back() -> None:
    columns = laid_out({"menu": ["say", "end"], "say": ["menu", "end"], "end": []}).columns
    assert [columns.column[node] for node in ("menu", "say", "end")] == [0, 1, 2]
    assert [[type(item) for item in route[1:-1]] for route in columns.routes] == [[], [Lane], [Lane, Lane], []]


def test_ways_do_not_cross_where_they_need_not() -> None:
    rows = laid_out({"menu": ["end", "a"], "a": ["b"], "b": ["end"], "end": []}).columns.rows
    assert [[isinstance(item, Lane) for item in row] for row in rows] == [
        [False],
        [True, False],
        [True, False],
        [False],
    ]


def test_a_chain_is_level() -> None:
    layout = laid_out({"a": ["b"], "b": ["c"], "c": []})
    ports = {node: each.ports[0][1] for node, each in layout.boxes.items() if each.ports}
    for node, after in pairwise("abc"):
        assert abs(layout.y[node] + ports[node] - layout.y[after] - DOOR) < 0.5
