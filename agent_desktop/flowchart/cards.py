"""What the chart says of each node: its kind, what callers hear, its particulars, and the ways out of it. No sizes, no colours.

The ways are those of `ivr.flow.ways`, so that the chart shows what `agent-desktop check` has followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent_desktop.cti.vocabulary import Language
from agent_desktop.flowchart import details, words
from agent_desktop.protocol.record import Text
from agent_desktop.ui.roles import Icon, Tone
from ivr.flow import conditions
from ivr.flow.model import BranchNode, CollectNode, Flow, IdentifyNode, MenuNode, Node, NodeId, Rule, Speech, WaitNode
from ivr.flow.ways import Exit, exits, starts

_SIZE = re.compile(r"(<=|>=|<|>)\s*(.*)")
_SIGNS = {"<=": "≤", ">=": "≥"}


@dataclass(frozen=True, slots=True)
class Way:
    """One way out, as a line of the card."""

    label: str
    """Empty: there is but this way."""
    target: NodeId | None
    """None: the node begins again."""
    keys: str = ""
    """What is pressed for it."""
    fallback: bool = False
    """It is taken when nothing else could be."""


@dataclass(frozen=True, slots=True)
class Card:
    """One node."""

    node: NodeId
    kind: str
    icon: Icon
    tone: Tone
    said: str
    """What callers hear, in the language of the chart."""
    details: tuple[str, ...]
    ways: tuple[Way, ...]
    entries: tuple[str, ...] = ()
    """Calls begin here: the words for it."""
    another: bool = False
    """It stands for a whole flow."""


def cards_of(flow: Flow, language: Language) -> list[Card]:
    """One for each node, in the order of the file."""
    entries: dict[NodeId, list[str]] = {}
    for place, node_id in starts(flow):
        word = words.START if place == ("start",) else words.BLOCKED
        entries.setdefault(node_id, []).append(word.of(language))
    return [_card(node_id, node, language, tuple(entries.get(node_id, ()))) for node_id, node in flow.nodes.items()]


def _card(node_id: NodeId, node: Node, language: Language, entries: tuple[str, ...]) -> Card:
    kind, icon, tone = words.KINDS[type(node)]
    return Card(
        node_id,
        kind.of(language),
        icon,
        tone,
        _said(node, language),
        tuple(details.of(node, language)),
        tuple(_ways(node, language)),
        entries,
        another=hasattr(node, "flow"),
    )


def _said(node: Node, language: Language) -> str:
    speech = getattr(node, "say", None)
    return speech.of(language) if isinstance(speech, Speech) else ""


# --- ways -------------------------------------------------------------------------------------------------------------


def _ways(node: Node, language: Language) -> Iterator[Way]:
    found = list(exits(node))
    fallbacks = [way for way in found if way.key == ("otherwise",)]
    yield from (_way(node, way, language) for way in found if way not in fallbacks)
    if getattr(node, "tries", 1) > 1:
        yield from (Way(label, None) for label in _again(node, language))
    yield from (_way(node, way, language) for way in fallbacks)


def _again(node: Node, language: Language) -> Iterator[str]:
    match node:
        case CollectNode():
            yield words.WRONG_NUMBER.of(language)
        case IdentifyNode():
            yield words.WRONG_PIN.of(language)
        case _:
            yield words.WRONG_KEY.of(language)
    yield words.NO_INPUT.of(language).format(seconds=f"{getattr(node, 'timeout_s', 0):g}")


def _way(node: Node, way: Exit, language: Language) -> Way:
    match way.key:
        case ("keys", keys, "next"):
            assert isinstance(node, MenuNode | WaitNode)
            return Way(node.keys[str(keys)].label.of(language), way.target, str(keys))
        case ("rules", int(index), "next"):
            assert isinstance(node, BranchNode)
            return Way(_rule(node.rules[index], language), way.target)
        case ("cases", condition):
            assert isinstance(node, BranchNode)
            return Way(_condition(node.on, str(condition), language), way.target)
        case ("otherwise",):
            return Way(_otherwise(node, language), way.target, fallback=True)
        case (name,):
            text = _NAMED.get(str(name)) or words.NEXT.get(type(node))
            return Way(text.of(language) if text else "", way.target)
    raise AssertionError(f"a way that the chart has no word for: {way.key}")


_NAMED: dict[str, Text] = {"open": words.OPEN, "closed": words.CLOSED, "found": words.FOUND}


def _otherwise(node: Node, language: Language) -> str:
    tries = getattr(node, "tries", 0)
    text = words.ONE_TRY[type(node)] if tries == 1 else words.OTHERWISE[type(node)]
    return text.of(language).format(tries=tries)


# --- conditions -------------------------------------------------------------------------------------------------------


def _rule(rule: Rule, language: Language) -> str:
    return words.AND.of(language).join(
        f"{details.subject(name, language)} {_condition(name, condition, language)}"
        for name, condition in rule.when.items()
    )


def _condition(name: str, condition: str, language: Language) -> str:
    """A condition as people write it: `≥ 5`, `≠ gold`, `gold or silver`."""
    if size := _SIZE.fullmatch(condition.strip()):
        return f"{_SIGNS.get(size[1], size[1])} {size[2]}"
    known = words.VALUES.get(name.partition(".")[0], {})
    said = [known[word].of(language) if word in known else word for word in conditions.words(condition)]
    joined = words.OR.of(language).join(word or words.NOTHING.of(language) for word in said)
    return f"≠ {joined}" if condition.lstrip().startswith("!=") else joined
