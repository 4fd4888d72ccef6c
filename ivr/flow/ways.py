"""Where nodes lead: what the checker follows and the drawing shows. Must never judge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ivr.flow.model import BranchNode, Flow, HoursNode, LookUpNode, MenuNode, Node, NodeId, WaitNode

Place = tuple[str | int, ...]
"""The way to something from the root of a flow's file."""


class Exit(NamedTuple):
    """A way out of a node. `silent`: the call takes it at once without the caller doing anything."""

    key: Place
    target: NodeId
    silent: bool


def exits(node: Node) -> Iterator[Exit]:
    """Where a node leads, in the order in which a reader thinks of it."""
    match node:
        case MenuNode() | WaitNode():
            for keys, choice in node.keys.items():
                skipped = isinstance(node, MenuNode) and node.skip_if_known and choice.language is not None
                yield Exit(("keys", keys, "next"), choice.next, silent=skipped)
        case HoursNode():
            yield Exit(("open",), node.open, silent=True)
            yield Exit(("closed",), node.closed, silent=True)
        case BranchNode():
            for index, rule in enumerate(node.rules):
                yield Exit(("rules", index, "next"), rule.next, silent=True)
            for value, target in node.cases.items():
                yield Exit(("cases", value), target, silent=True)
        case LookUpNode():
            yield Exit(("found",), node.found, silent=True)
    for name in ("next", "otherwise"):
        onward = getattr(node, name, None)
        if isinstance(onward, str):
            yield Exit((name,), onward, silent=name == "otherwise" or not _takes_time(node))


def _takes_time(node: Node) -> bool:
    """Whether only a caller who presses something, or who waits for an agent anyway, gets on to what is next."""
    return hasattr(node, "tries") or isinstance(node, WaitNode)


def starts(flow: Flow) -> Iterator[tuple[Place, NodeId]]:
    """Where calls begin."""
    yield ("start",), flow.start
    if flow.blocked is not None:
        yield ("blocked",), flow.blocked


def reached(flow: Flow) -> set[NodeId]:
    """The nodes that a call can come to."""
    found: set[NodeId] = set()
    fresh = [node_id for _, node_id in starts(flow)]
    while fresh:
        node_id = fresh.pop()
        if node_id not in found:
            found.add(node_id)
            fresh += [way.target for way in exits(flow.nodes[node_id])]
    return found
