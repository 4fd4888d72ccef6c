"""What must hold in a flow beyond the shape of its nodes: each node is possible, and it leads somewhere, for every caller, whatever they
press.

Works on a flow alone and names places as keys, so that a flow need not come from a file; `ivr.flow.loader` finds the lines. What
can only be said of several flows together is in `ivr.flow.subflows`. Must never raise for a flow that is merely wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from agent_desktop.cti.vocabulary import Language
from agent_desktop.fit import hint
from agent_desktop.protocol.record import ValueType
from ivr.flow import conditions, names, opening, spoken
from ivr.flow.model import (
    AnnounceNode,
    AnswerNode,
    BranchNode,
    CallbackNode,
    CollectNode,
    Flow,
    FlowNode,
    HoursNode,
    LookUpNode,
    MenuNode,
    Node,
    NodeId,
    QueueNode,
    ReturnNode,
    SetNode,
    Spans,
    Speech,
    VoicemailNode,
    WaitNode,
)
from ivr.flow.speech import variables
from ivr.flow.ways import Place, exits, reached, starts

LONGEST_CHOICE = 8
_DIGITS = frozenset("0123456789*#")
_LANGUAGES = {Language.EN: "English", Language.ZH_CN: "Chinese"}
_CHOICES = {
    names.LANGUAGE: [language.value for language in Language],
    names.SEGMENT: [segment.value for segment in ValueType],
    names.HOURS: [names.OPEN, names.CLOSED],
}
"""The only values that these can have."""

Queues = Collection[str] | None
"""Those that exist; None: not known here."""
Nodes = Mapping[NodeId, Node]


class Finding(NamedTuple):
    """One mistake. `key` is the way to it from the root of the file."""

    key: Place
    message: str


def check(flow: Flow, queues: Queues = None) -> list[Finding]:
    """Every mistake of a flow."""
    findings = list(check_nodes(flow.nodes, queues))
    nodes = frozenset(flow.nodes)
    findings += _targets(flow, nodes)
    if not findings:
        findings += _unreachable(flow)
        findings += _silent_loops(flow)
        findings += _unknown_names(flow)
    return findings


def check_nodes(nodes: Nodes, queues: Queues) -> Iterator[Finding]:
    """What can be said of each node by itself."""
    for node_id, node in nodes.items():
        for finding in _node(node, queues):
            yield Finding(("nodes", node_id, *finding.key), finding.message)


# --- one node --------------------------------------------------------------------------------------------------------


def _node(node: Node, queues: Queues) -> Iterator[Finding]:
    yield from _texts(node)
    match node:
        case MenuNode():
            yield from _menu(node)
        case WaitNode():
            yield from _wait(node)
        case AnnounceNode(position=False, expected_wait=False):
            yield Finding((), "tells nothing: leave out `position: false`, or `expected_wait: false`")
        case CollectNode():
            yield from _collect(node)
        case HoursNode():
            yield from _hours(node)
        case BranchNode():
            yield from _branch(node, queues)
        case CallbackNode():
            yield from _callback(node)
        case SetNode() if not node.values:
            yield Finding(("values",), "sets nothing")
    if isinstance(node, QueueNode | CallbackNode | VoicemailNode) and node.queue:
        yield from _queue(("queue",), node.queue, queues)


def _queue(key: Place, queue: str, queues: Queues) -> Iterator[Finding]:
    if queues is not None and queue not in queues:
        yield Finding(key, f"there is no queue `{queue}`{hint(queue, queues)}")


def places_of_speech(node: Node) -> Iterator[tuple[Place, Speech]]:
    """What a node may say, each with its place in the node."""
    say = getattr(node, "say", None)
    if isinstance(say, Speech):
        yield ("say",), say
    for name in ("invalid", "no_input"):
        yield from (((name, index), speech) for index, speech in enumerate(getattr(node, name, ())))


def _texts(node: Node) -> Iterator[Finding]:
    for place, speech in places_of_speech(node):
        for language in Language:
            if not speech.file and not speech.of(language).strip():
                yield _silent((*place, language.value), language)
        for name, format_ in sorted(variables(speech)):
            if speech.file:
                yield Finding((*place, "file"), f"a recording cannot say `{{{name}}}`: leave out `file`, or the value")
            if format_ not in spoken.FORMATS:
                yield Finding(
                    place,
                    f"`{{{name}:{format_}}}`: `{format_}` is no way to say a value{hint(format_, spoken.FORMATS)}",
                )
    labels = [(("keys", keys, "label"), choice.label) for keys, choice in getattr(node, "keys", {}).items()]
    if isinstance(node, CollectNode) and node.label is not None:
        labels.append((("label",), node.label))  # type: ignore[arg-type]  # a place, as the others
    for where, label in labels:
        yield from (_silent((*where, one.value), one) for one in Language if not label.of(one).strip())


def _silent(key: Place, language: Language) -> Finding:
    return Finding(key, f"the text is empty: nobody who speaks {_LANGUAGES[language]} would hear or see anything")


def _menu(node: MenuNode) -> Iterator[Finding]:
    for keys in node.keys:
        if not keys or not _DIGITS.issuperset(keys) or len(keys) > LONGEST_CHOICE:
            yield Finding(("keys", keys), f"`{keys}` cannot be pressed: 1 to {LONGEST_CHOICE} of 0-9, * and #")
    if node.skip_if_known and not any(choice.language for choice in node.keys.values()):
        yield Finding(("skip_if_known",), "none of the keys chooses a language, so there is nothing to skip")


def _wait(node: WaitNode) -> Iterator[Finding]:
    for key in node.keys:
        if key not in _DIGITS:
            yield Finding(("keys", key), f"`{key}` cannot be pressed: one of 0-9, * and #")


def _collect(node: CollectNode) -> Iterator[Finding]:
    if node.shortest > node.longest:
        yield Finding(("shortest",), f"no number is at least {node.shortest} and at most {node.longest} digits long")
    if node.into in (*names.CALL, *names.CUSTOMER, *names.CallFigure):
        yield Finding(("into",), f"`{node.into}` is known already, and cannot be keyed in; choose another name")


def _callback(node: CallbackNode) -> Iterator[Finding]:
    if node.at and not _timezone_exists(node.timezone):
        yield Finding(("timezone",), _no_timezone(node.timezone))


def _branch(node: BranchNode, queues: Queues) -> Iterator[Finding]:
    if bool(node.on) is not bool(node.cases):
        yield Finding((), "`on` and `cases` belong together: what is looked at, and where its values lead")
    if not node.cases and not node.rules:
        yield Finding((), "has neither `cases` nor `rules`, so there is nothing to decide")
    conditions_ = [(("cases", condition), node.on, condition) for condition in node.cases]
    for index, rule in enumerate(node.rules):
        conditions_ += [(("rules", index, "when", name), name, text) for name, text in rule.when.items()]  # type: ignore[misc]
    for key, name, condition in conditions_:
        yield from _condition(key, name, condition)
        kind, dot, of = name.partition(".")
        if dot and kind in list(names.Figure):
            yield from _queue(key, of, queues)


def _condition(key: Place, name: str, condition: str) -> Iterator[Finding]:
    if said := conditions.mistake(condition):
        yield Finding(key, said)
    kind = name.partition(".")[0]
    for word in conditions.words(condition) if kind in _CHOICES else ():
        if word not in _CHOICES[kind]:
            yield Finding(key, f"there is no {kind} `{word}`{hint(word, _CHOICES[kind])}")


def _hours(node: HoursNode) -> Iterator[Finding]:
    if not _timezone_exists(node.timezone):
        yield Finding(("timezone",), _no_timezone(node.timezone))
    before = len(seen := list(_days(node)))
    yield from seen
    if not before and not any(node.weekly.values()) and not any(node.exceptions.values()):
        yield Finding(("weekly",), "is never open: give it days and times, such as mon-fri: ['09:00-18:00']")


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


def _no_timezone(name: str) -> str:
    return f"there is no time zone `{name}`; write one such as Asia/Shanghai"


# --- the whole flow ---------------------------------------------------------------------------------------------------


def _targets(flow: Flow, nodes: Collection[NodeId]) -> Iterator[Finding]:
    for key, target in starts(flow):
        if target not in nodes:
            yield Finding(key, f"there is no node `{target}`{hint(target, nodes)}")
    for node_id, node in flow.nodes.items():
        yield from misdirected(node_id, node, nodes)


def misdirected(node_id: NodeId, node: Node, nodes: Collection[NodeId]) -> Iterator[Finding]:
    """The ways out of a node that lead to no node."""
    for way in exits(node):
        if way.target not in nodes:
            message = f"leads to `{way.target}`, but there is no such node{hint(way.target, nodes)}"
            yield Finding(("nodes", node_id, *way.key), message)


def _unreachable(flow: Flow) -> Iterator[Finding]:
    there = reached(flow)
    for node_id in flow.nodes:
        if node_id not in there:
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


# --- names ------------------------------------------------------------------------------------------------------------


def _unknown_names(flow: Flow) -> Iterator[Finding]:
    """What is looked at or said, but is never known. A flow that calls others, or is called, shares its names with them."""
    alone = not any(isinstance(node, FlowNode | ReturnNode) for node in flow.nodes.values())
    known = made_in(flow) if alone else None
    for node_id, node in flow.nodes.items():
        for key, name in uses(node):
            if said := _unknown(flow, name, known):
                yield Finding(("nodes", node_id, *key), said)


def _unknown(flow: Flow, name: str, made: Collection[str] | None) -> str | None:
    kind, dot, of = name.partition(".")
    if not dot:
        return unmade(name, made) if made is not None else None
    if kind == names.HOURS:
        return None if isinstance(flow.nodes.get(of), HoursNode) else f"`{of}` is no node of opening hours in this flow"
    if kind not in list(names.Figure):
        return f"`{kind}` is no figure of a queue{hint(kind, [*names.Figure, names.HOURS])}"
    return None


def unmade(name: str, made: Collection[str]) -> str | None:
    """What is wrong with a name that stands alone, if it is none of those made."""
    known = {*names.CALL, *names.CUSTOMER, *names.CallFigure, *made}
    return None if name in known else f"nothing gives `{name}` a value{hint(name, known)}"


def made_in(flow: Flow) -> set[str]:
    """The names that a flow's nodes give values to."""
    made: set[str] = set()
    for node in flow.nodes.values():
        match node:
            case CollectNode():
                made.add(node.into)
            case SetNode():
                made |= set(node.values)
    return made


def uses(node: Node) -> Iterator[tuple[Place, str]]:
    """The names that a node looks at or says."""
    match node:
        case LookUpNode():
            yield ("value",), node.value
        case BranchNode():
            if node.on:
                yield ("on",), node.on
            for index, rule in enumerate(node.rules):
                yield from ((("rules", index, "when", name), name) for name in rule.when)
        case CallbackNode():
            yield from (((key,), name) for key, name in (("number", node.number), ("at", node.at)) if name)
        case AnswerNode(number=number) if number:
            yield ("number",), number
        case SetNode():
            for name, value in node.values.items():
                yield from ((("values", name), found[1]) for found in spoken.PLACEHOLDER.finditer(value))
    for place, speech in places_of_speech(node):
        yield from ((place, name) for name, _ in sorted(variables(speech)))
