"""Flows that call other flows: what can only be said of all of them together, and how they become one.

Before a flow is walked through, the nodes of those that it calls are put into it, under the name of the calling node: node `menu` of a
flow that node `account` calls becomes `account/menu`, and each `return` leads to what follows. So a call is always in one flow, and
a change of one file while calls are in it is no different for those that call it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from agent_desktop.fit import hint
from ivr.flow import names
from ivr.flow.checker import Finding, made_in, unmade, uses
from ivr.flow.model import (
    AnnounceNode,
    BranchNode,
    CallbackNode,
    Flow,
    FlowNode,
    Node,
    NodeId,
    QueueNode,
    ReturnNode,
    Rule,
    SetNode,
    VoicemailNode,
    WaitNode,
)
from ivr.flow.ways import reached

Flows = Mapping[str, Flow]


class Stray(NamedTuple):
    """A mistake in one of several flows."""

    flow: str
    finding: Finding


class Entries(NamedTuple):
    """The flows in which calls begin; those that only other flows call are in none of them."""

    numbers: frozenset[str]
    """A dialled number leads to them."""
    waiting: frozenset[str]
    """They are for callers who wait."""
    after: frozenset[str]
    """Callers come to them from a queue."""

    @property
    def all(self) -> frozenset[str]:
        return self.numbers | self.waiting | self.after


NO_ENTRIES = Entries(frozenset(), frozenset(), frozenset())


def check_together(flows: Flows, entries: Entries = NO_ENTRIES) -> list[Stray]:
    """Mistakes that no flow has by itself."""
    strays: list[Stray] = []
    for name, flow in flows.items():
        strays += [Stray(name, finding) for finding in _calls(flow, flows)]
    if strays:
        return strays
    for name, flow in flows.items():
        strays += [Stray(name, finding) for finding in _returns(flow, flows, entries.all)]
    return strays + _out_of_place(flows, entries)


def called(flow: Flow) -> Iterator[tuple[NodeId, FlowNode]]:
    """The nodes that call another flow."""
    yield from ((node_id, node) for node_id, node in flow.nodes.items() if isinstance(node, FlowNode))


def in_use(flows: Flows, entries: Collection[str]) -> dict[str, Flow]:
    """The flows that calls may come to."""
    used: dict[str, Flow] = {}
    fresh = [name for name in flows if name in entries]
    while fresh:
        name = fresh.pop()
        used[name] = flows[name]
        fresh += [node.flow for _, node in called(flows[name]) if node.flow not in used]
    return used


def _calls(flow: Flow, flows: Flows) -> Iterator[Finding]:
    for node_id, node in called(flow):
        place = ("nodes", node_id, "flow")
        if node.flow not in flows:
            yield Finding(place, f"there is no flow `{node.flow}`{hint(node.flow, flows)}")
        elif way := _way_back(flow.flow, node.flow, flows):
            yield Finding(place, f"a flow cannot call itself: {' → '.join([flow.flow, *way])}")


def _way_back(wanted: str, first: str, flows: Flows) -> list[str]:
    """How calls from `first` lead back to `wanted`; nothing when they don't."""
    ways, seen = [[first]], {first}
    while ways:
        way = ways.pop()
        if way[-1] == wanted:
            return way
        for _, node in called(flows[way[-1]]) if way[-1] in flows else ():
            if node.flow not in seen or node.flow == wanted:
                seen.add(node.flow)
                ways.append([*way, node.flow])
    return []


def _returns(flow: Flow, flows: Flows, entries: Collection[str]) -> Iterator[Finding]:
    for node_id, node in called(flow):
        if not _has_return(flows[node.flow]):
            yield Finding(
                ("nodes", node_id, "next"),
                f"is never reached: the flow `{node.flow}` has no `return`, every call ends in it",
            )
    if flow.flow in entries:
        for node_id, node in flow.nodes.items():  # type: ignore[assignment]
            if isinstance(node, ReturnNode):
                message = "a dead end: calls begin in this flow, and one that comes here is cut off without a word"
                yield Finding(("nodes", node_id), message)
    yield from _unknown(flow, flows)


def _out_of_place(flows: Flows, entries: Entries) -> list[Stray]:
    """What only callers who wait can hear, and what only they have come from."""
    strays = []
    for name in sorted(entries.numbers & entries.waiting):
        message = "a number leads to this flow, so it cannot be that of callers who wait: give the queue's `while_waiting` one of its own"
        strays.append(Stray(name, Finding(("start",), message)))
    for name, flow in in_use(flows, entries.numbers | entries.after).items():
        for node_id, node in flow.nodes.items():
            if isinstance(node, WaitNode | AnnounceNode):
                message = (
                    "only callers who wait can hear this: in a flow that the settings name as a queue's `while_waiting`"
                )
                strays.append(Stray(name, Finding(("nodes", node_id), message)))
    for name, flow in in_use(flows, entries.numbers).items():
        for node_id, node in flow.nodes.items():
            if isinstance(node, QueueNode | CallbackNode | VoicemailNode) and not node.queue:
                message = "names no queue; only a flow for callers who wait, or have waited, can leave it out"
                strays.append(Stray(name, Finding(("nodes", node_id), message)))
    return strays


def _has_return(flow: Flow) -> bool:
    return any(isinstance(flow.nodes[node_id], ReturnNode) for node_id in reached(flow))


def _unknown(flow: Flow, flows: Flows) -> Iterator[Finding]:
    """A flow may use what those that call it, and those that it calls, have made."""
    if not any(isinstance(node, FlowNode | ReturnNode) for node in flow.nodes.values()):
        return
    made = {name for each in flows.values() for name in made_in(each)}
    for node_id, node in flow.nodes.items():
        for key, name in uses(node):
            if "." not in name and (said := unmade(name, made)):
                yield Finding(("nodes", node_id, *key), said)


# --- as one -----------------------------------------------------------------------------------------------------------


def as_one(flows: Flows) -> dict[str, Flow]:
    """Each flow with those that it calls in it. They must have passed `check_together`."""
    return {name: msgspec.structs.replace(flow, nodes=dict(_nodes(flow, flows))) for name, flow in flows.items()}


def _nodes(flow: Flow, flows: Flows) -> Iterator[tuple[NodeId, Node]]:
    for node_id, node in flow.nodes.items():
        if not isinstance(node, FlowNode):
            yield node_id, node
            continue
        inner = flows[node.flow]
        yield node_id, SetNode({}, _inside(node_id, inner.start))
        for inner_id, inner_node in _nodes(inner, flows):
            yield _inside(node_id, inner_id), _moved(inner_node, node_id, node.next)


def _inside(node_id: NodeId, inner: NodeId) -> NodeId:
    return f"{node_id}/{inner}"


def _moved(node: Node, into: NodeId, after: NodeId) -> Node:
    """A node of a called flow, with all its ways inside the calling one."""
    if isinstance(node, ReturnNode):
        return SetNode({}, after)
    changes: dict[str, Any] = {
        name: _inside(into, target)
        for name in ("next", "otherwise", "open", "closed", "found")
        if isinstance(target := getattr(node, name, None), str)
    }
    if keys := getattr(node, "keys", None):
        changes["keys"] = {
            key: msgspec.structs.replace(choice, next=_inside(into, choice.next)) for key, choice in keys.items()
        }
    if isinstance(node, BranchNode):
        changes["on"] = _subject(node.on, into)
        changes["cases"] = {value: _inside(into, target) for value, target in node.cases.items()}
        changes["rules"] = tuple(
            Rule({_subject(name, into): text for name, text in rule.when.items()}, _inside(into, rule.next))
            for rule in node.rules
        )
    return msgspec.structs.replace(node, **changes)


def _subject(name: str, into: NodeId) -> str:
    kind, dot, of = name.partition(".")
    return f"{kind}.{_inside(into, of)}" if dot and kind == names.HOURS else name
