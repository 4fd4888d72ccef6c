"""How large a card is and where on it each thing stands. Lengths are pixels at normal size.

┌──────────────────────┐
● icon  Kind           │   ways come in beside the kind, and leave there if there is but one
│ node_id              │
│ “what is said …”     │
│ particulars          │
├──────────────────────┤
│ [1] a way            ●
│  ↻  comes again      │
└──────────────────────┘
"""

from __future__ import annotations

from dataclasses import dataclass

from agent_desktop.flowchart.cards import Card, Way
from agent_desktop.flowchart.measure import shortened, width, wrapped

WIDTH = 248.0
INSET = 14.0
INNER = WIDTH - 2 * INSET
KIND_SIZE, NODE_SIZE, TEXT_SIZE, KEY_SIZE = 11.5, 14.0, 12.0, 11.5
LINE = 17.0
ROW = 25.0
HEAD = 50.0
"""Kind and node."""
DOOR = 20.0
"""Where ways come in, from the top of the card."""
GAP = 7.0
FOOT = 11.0
"""Below the last line of text."""
TAB = 20.0
"""The word for an entry, above the card."""
MARK = 18.0
"""The arrow of a way that begins the node again."""
LONGEST_SPEECH, LONGEST_DETAIL = 4, 2
"""Lines."""


@dataclass(frozen=True, slots=True)
class Row:
    """One way out as it is shown."""

    way: Way
    label: tuple[str, ...]
    label_x: float
    key_width: float
    y: float
    """Its top, from that of the card."""
    height: float


@dataclass(frozen=True, slots=True)
class Box:
    """A card with its measures."""

    card: Card
    node: str
    """Its name, as much as there is room for."""
    said: tuple[str, ...]
    details: tuple[str, ...]
    rows: tuple[Row, ...]
    rows_y: float
    height: float
    above: float
    """What stands above the card itself."""

    @property
    def ports(self) -> list[tuple[str, float, bool]]:
        """Where ways leave: the node that they lead to, how far below the card's top, and whether it is a fallback."""
        single = [way for way in self.card.ways if not way.label]
        ports = [(way.target, DOOR, way.fallback) for way in single]
        ports += [(row.way.target, row.y + row.height / 2, row.way.fallback) for row in self.rows]
        return [(target, y, fallback) for target, y, fallback in ports if target is not None]


def box(card: Card) -> Box:
    """A card, measured."""
    said = tuple(wrapped(f"“{card.said}”", INNER, TEXT_SIZE, LONGEST_SPEECH)) if card.said else ()
    details = tuple(line for detail in card.details for line in wrapped(detail, INNER, TEXT_SIZE, LONGEST_DETAIL))
    body = HEAD + (len(said) + len(details)) * LINE + (GAP if said and details else 0.0)
    rows_y = body + (FOOT if said or details else 0.0)
    rows: list[Row] = []
    end = rows_y
    for way in card.ways:
        if way.label:
            rows.append(_row(way, end))
            end += rows[-1].height
    above = TAB if card.entries else 0.0
    name = shortened(card.node, INNER, NODE_SIZE, bold=True)
    return Box(card, name, said, details, tuple(rows), rows_y, end if rows else rows_y + 2.0, above)


def _row(way: Way, y: float) -> Row:
    key_width = max(20.0, width(way.keys, KEY_SIZE, bold=True) + 10.0) if way.keys else 0.0
    label_x = INSET + (key_width + 8.0 if way.keys else MARK if way.target is None else 0.0)
    label = tuple(wrapped(way.label, WIDTH - INSET - label_x, TEXT_SIZE, LONGEST_DETAIL))
    return Row(way, label, label_x, key_width, y, ROW + (len(label) - 1) * LINE)
