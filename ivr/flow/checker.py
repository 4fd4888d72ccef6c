"""What must hold in a flow beyond the shape of its nodes: it leads somewhere, for every caller, whatever they press.

Works on a flow alone and names places as keys, so that a flow need not come from a file; `ivr.flow.loader` finds the lines.
Must never raise for a flow that is merely wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from agent_desktop.cti.vocabulary import Language
from agent_desktop.fit import hint
from agent_desktop.protocol.record import ValueType
from ivr.flow import opening
from ivr.flow.model import (
    BranchNode,
    CallbackNode,
    Flow,
    HangUpNode,
    HoursNode,
    MenuNode,
    Node,
    NodeId,
    QueueNode,
    SayNode,
    Spans,
    Subject,
)

LONGEST_CHOICE = 8
_DIGITS = frozenset("0123456789*#")

Place = tuple[str | int, ...]
Texts = list[tuple[Place, str]]


class Finding(NamedTuple):
    """One mistake. `key` is the way to it from the root of the file."""

    key: Place
    message: str


class Exit(NamedTuple):
    """A way out of a node. `silent`: the call takes it without the caller doing anything."""

    key: Place
    target: NodeId
    silent: bool


def check(flow: Flow, queues: Collection[str] | None = None) -> list[Finding]:
    """Every mistake of a flow. `queues` are those that exist; None: not known here."""
    findings = list(check_nodes(flow.nodes, queues))
    nodes = frozenset(flow.nodes)
    findings += _targets(flow, nodes)
    if not findings:
        findings += _unreachable(flow)
        findings += _silent_loops(flow)
    return findings


def check_nodes(nodes: Mapping[NodeId, Node], queues: Collection[str] | None) -> Iterator[Finding]:
    """What can be said of each node by itself."""
    for node_id, node in nodes.items():
        for finding in _node(node, queues):
            yield Finding(("nodes", node_id, *finding.key), finding.message)


def exits(node: Node) -> Iterator[Exit]:
    """Where a node leads."""
    match node:
        case SayNode():
            yield Exit(("next",), node.next, silent=True)
        case MenuNode():
            for keys, choice in node.keys.items():
                skipped = node.skip_if_known and choice.language is not None
                yield Exit(("keys", keys, "next"), choice.next, silent=skipped)
            yield Exit(("otherwise",), node.otherwise, silent=True)
        case HoursNode():
            yield Exit(("open",), node.open, silent=True)
            yield Exit(("closed",), node.closed, silent=True)
        case BranchNode():
            for value, target in node.cases.items():
                yield Exit(("cases", value), target, silent=True)
            yield Exit(("otherwise",), node.otherwise, silent=True)
        case CallbackNode():
            yield Exit(("otherwise",), node.otherwise, silent=True)
        case QueueNode() | HangUpNode():
            pass


# --- one node --------------------------------------------------------------------------------------------------------


def _node(node: Node, queues: Collection[str] | None) -> Iterator[Finding]:
    yield from (Finding(key, "the text is empty") for key, text in _texts(node) if not text.strip())
    match node:
        case MenuNode():
            yield from _menu(node)
        case HoursNode():
            yield from _hours(node)
        case BranchNode():
            yield from _branch(node)
        case QueueNode() | CallbackNode() if queues is not None and node.queue not in queues:
            yield Finding(("queue",), f"there is no queue `{node.queue}`{hint(node.queue, queues)}")
        case _:
            pass


def _texts(node: Node) -> Texts:
    texts: Texts = []
    speeches: list[tuple[Place, object]] = [(("say",), getattr(node, "say", None))]
    if isinstance(node, MenuNode):
        speeches += [(("invalid", index), speech) for index, speech in enumerate(node.invalid)]
        speeches += [(("no_input", index), speech) for index, speech in enumerate(node.no_input)]
        speeches += [(("keys", keys, "label"), choice.label) for keys, choice in node.keys.items()]
    for place, speech in speeches:
        if speech is not None:
            texts += [((*place, language.value), getattr(speech, language.value)) for language in Language]
    return texts


def _menu(node: MenuNode) -> Iterator[Finding]:
    for keys in node.keys:
        if not keys or not _DIGITS.issuperset(keys) or len(keys) > LONGEST_CHOICE:
            yield Finding(("keys", keys), f"`{keys}` cannot be pressed: 1 to {LONGEST_CHOICE} of 0-9, * and #")
    if node.skip_if_known and not any(choice.language for choice in node.keys.values()):
        yield Finding(("skip_if_known",), "none of the keys chooses a language, so there is nothing to skip")


def _branch(node: BranchNode) -> Iterator[Finding]:
    known: dict[Subject, list[str]] = {
        Subject.LANGUAGE: [language.value for language in Language],
        Subject.SEGMENT: [segment.value for segment in ValueType],
    }
    words = known.get(node.on)
    for value in node.cases if words else ():
        if value not in (words or ()):
            yield Finding(("cases", value), f"there is no {node.on.value} `{value}`{hint(value, words or ())}")


def _hours(node: HoursNode) -> Iterator[Finding]:
    if not _timezone_exists(node.timezone):
        yield Finding(("timezone",), f"there is no time zone `{node.timezone}`; write one such as Asia/Shanghai")
    before = len(seen := list(_days(node)))
    yield from seen
    if not before and not any(node.weekly.values()) and not any(node.exceptions.values()):
        yield Finding(("weekly",), "is never open")


def _days(node: HoursNode) -> Iterator[Finding]:
    for field, days, named in (
        ("weekly", node.weekly, opening.weekdays),
        ("exceptions", node.exceptions, opening.dates),
    ):
        taken: dict[str, str] = {}
        for key, spans in days.items():
            try:
                twice = [day for day in named(key) if taken.setdefault(day, key) != key]
            except ValueError as error:
                yield Finding((field, key), str(error))
                continue
            if twice:
                yield Finding((field, key), f"`{key}` overlaps `{taken[twice[0]]}`")
            yield from _spans(spans, (field, key))


def _spans(spans: Spans, key: Place) -> Iterator[Finding]:
    try:
        both = opening.overlap(spans) if all(opening.minutes(span) for span in spans) else None
    except ValueError as error:
        yield Finding(key, str(error))
        return
    if both:
        yield Finding(key, f"{both[0]} and {both[1]} overlap")


def _timezone_exists(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


# --- the whole flow ---------------------------------------------------------------------------------------------------


def _targets(flow: Flow, nodes: Collection[NodeId]) -> Iterator[Finding]:
    if flow.start not in nodes:
        yield Finding(("start",), f"there is no node `{flow.start}`{hint(flow.start, nodes)}")
    for node_id, node in flow.nodes.items():
        yield from misdirected(node_id, node, nodes)


def misdirected(node_id: NodeId, node: Node, nodes: Collection[NodeId]) -> Iterator[Finding]:
    """The ways out of a node that lead to no node."""
    for way in exits(node):
        if way.target not in nodes:
            message = f"leads to `{way.target}`, but there is no such node{hint(way.target, nodes)}"
            yield Finding(("nodes", node_id, *way.key), message)


def _unreachable(flow: Flow) -> Iterator[Finding]:
    reached = {flow.start}
    fresh = [flow.start]
    while fresh:
        found = {way.target for way in exits(flow.nodes[fresh.pop()])} - reached
        reached |= found
        fresh += found
    for node_id in flow.nodes:
        if node_id not in reached:
            yield Finding(("nodes", node_id), f"no call can reach `{node_id}`")


def _silent_loops(flow: Flow) -> Iterator[Finding]:
    """Rings of nodes that a call would go round for ever while nobody presses anything; each named once."""
    done: set[NodeId] = set()
    for node_id in flow.nodes:
        ring = _ring(flow, node_id, done)
        if ring:
            way = " → ".join([*ring, ring[0]])
            message = f"a caller who presses nothing goes round for ever: {way}"
            yield Finding(("nodes", ring[0]), message)


def _ring(flow: Flow, start: NodeId, done: set[NodeId]) -> list[NodeId]:
    """The first ring found from `start`, depth first without recursion; `done` nodes lead into no new one."""
    path: list[NodeId] = []
    ways: list[Iterator[NodeId]] = [iter([start])]
    ring: list[NodeId] = []
    while ways:
        target = next(ways[-1], None)
        if target is None:
            ways.pop()
            if path:
                done.add(path.pop())
        elif target in path:
            ring = ring or path[path.index(target) :]
        elif target not in done:
            path.append(target)
            ways.append(way.target for way in exits(flow.nodes[target]) if way.silent)
    return ring
