"""The chart as SVG: paths, texts and fills that every viewer knows (SVG Tiny 1.2), no style sheet, no script, no font of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from agent_desktop.flowchart import boxes
from agent_desktop.flowchart.boxes import Box, Row
from agent_desktop.flowchart.layers import Item, Lane
from agent_desktop.flowchart.measure import width
from agent_desktop.flowchart.places import Layout
from agent_desktop.ui.drawings import DRAWINGS
from agent_desktop.ui.roles import Icon, Tone
from agent_desktop.ui.tokens import LIGHT

GUTTER = 92.0
MARGIN = 32.0
TITLE = 74.0
BEND = 34.0
"""How far a way that goes back swings out."""
ROUND = 9.0
FONT = "'Noto Sans','Segoe UI','Helvetica Neue',Arial,'Noto Sans CJK SC','Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif"

_T = LIGHT


def draw(title: str, subtitle: str, language: str, layout: Layout) -> str:
    """The whole picture. `language` as BCP 47 has it."""
    bottom = max(top + (0.0 if isinstance(item, Lane) else layout.boxes[item].height) for item, top in layout.y.items())
    across = max(_x(len(layout.columns.rows) - 1) + boxes.WIDTH, MARGIN + width(subtitle, 13.0)) + MARGIN
    down = TITLE + MARGIN + bottom + MARGIN
    frame = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{language}" width="{across:g}" height="{down:.0f}"'
        f' viewBox="0 0 {across:g} {down:.0f}" font-family="{FONT}">'
    )
    parts = [
        frame,
        f"<title>{escape(title)}</title>",
        f'<rect width="{across:g}" height="{down:.0f}" fill="{_T.sunken}"/>',
        _text(MARGIN, 46.0, title, 22.0, _T.text, bold=True),
        _text(MARGIN, 69.0, subtitle, 13.0, _T.muted),
        f'<g transform="translate(0 {TITLE + MARGIN:g})">',
        *_ways(layout),
        *(_card(box, _x(layout.columns.column[node]), layout.y[node]) for node, box in layout.boxes.items()),
        *_arrows(layout),
        "</g>",
        "</svg>\n",
    ]
    return "\n".join(parts)


def _x(column: int) -> float:
    return MARGIN + column * (boxes.WIDTH + GUTTER)


# --- ways -------------------------------------------------------------------------------------------------------------


def _ways(layout: Layout) -> Iterator[str]:
    """One path for each way; fallbacks are dashed."""
    ports = [(node, *port) for node in layout.columns.nodes for port in layout.boxes[node].ports]
    for (node, _, down, fallback), route in zip(ports, layout.columns.routes, strict=True):
        dash = ' stroke-dasharray="5 4"' if fallback else ""
        path = "".join(_path(layout, route, layout.y[node] + down))
        yield f'<path d="{path}" fill="none" stroke="{_T.outline}" stroke-width="1.6"{dash}/>'


def _path(layout: Layout, route: Sequence[Item], begin: float) -> Iterator[str]:
    x, height = _x(layout.columns.column[route[0]]) + boxes.WIDTH, begin
    yield f"M{x:.1f} {height:.1f}"
    for item in route[1:]:
        left = _x(layout.columns.column[item])
        right = left + boxes.WIDTH
        to = layout.y[item] + (0.0 if isinstance(item, Lane) else boxes.DOOR)
        near, far = (right, left) if isinstance(item, Lane) and item.back else (left, right)
        yield _curve((x, height), (near, to), _swing(item))
        x, height = near, to
        if isinstance(item, Lane):
            yield f"L{far:.1f} {to:.1f}"
            x = far


def _swing(item: Item) -> float:
    """Which way a stretch swings out that has no step to the side: into a lane at the end of a card, into a card at its beginning."""
    return BEND if isinstance(item, Lane) else -BEND


def _curve(begin: tuple[float, float], end: tuple[float, float], swing: float) -> str:
    """Level at both ends."""
    (x, y), (to_x, to_y) = begin, end
    one, other = (x + swing, to_x + swing) if x == to_x else ((x + to_x) / 2, (x + to_x) / 2)
    return f"C{one:.1f} {y:.1f} {other:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"


def _arrows(layout: Layout) -> Iterator[str]:
    """Where ways come in: over the cards, so that they are seen."""
    for node in {str(route[-1]): None for route in layout.columns.routes}:
        x, height = _x(layout.columns.column[node]), layout.y[node] + boxes.DOOR
        yield f'<path d="M{x - 9:.1f} {height - 5:.1f}L{x:.1f} {height:.1f}L{x - 9:.1f} {height + 5:.1f}Z" fill="{_T.muted}"/>'
    for node, box in layout.boxes.items():
        for _, down, _ in box.ports:
            x, height = _x(layout.columns.column[node]) + boxes.WIDTH, layout.y[node] + down
            yield f'<circle cx="{x:.1f}" cy="{height:.1f}" r="3.5" fill="{_T.surface}" stroke="{_T.muted}" stroke-width="1.6"/>'


# --- cards ------------------------------------------------------------------------------------------------------------


def _card(box: Box, x: float, y: float) -> str:
    shade = _T.tones[box.card.tone]
    parts = [f'<g transform="translate({x:.1f} {y:.1f})">', f"<title>{escape(_whole(box))}</title>"]
    if box.card.another:
        parts.append(_rect(box, shade.soft, shade.ink, aside=5.0))
    parts += [
        _rect(box, _T.surface, _T.border),
        f'<path d="{_head(box.height)}" fill="{shade.soft}"/>',
        f'<path d="{_edge(box.height)}" fill="{shade.solid}"/>',
        _icon(box.card.icon, boxes.INSET, 11.0, shade.ink),
        _text(boxes.INSET + 21, 23.0, box.card.kind, boxes.KIND_SIZE, shade.ink, bold=True),
        _text(boxes.INSET, 43.0, box.node, boxes.NODE_SIZE, _T.text, bold=True),
        *_entries(box),
        *_body(box),
        *(line for row in box.rows for line in _row(row, box.card.tone)),
        "</g>",
    ]
    return "\n".join(parts)


def _whole(box: Box) -> str:
    """Shown by a browser under the pointer: nothing left out."""
    ways = [f"{way.keys} {way.label}".strip() for way in box.card.ways if way.label]
    return "\n".join(part for part in (box.card.node, box.card.said, *box.card.details, *ways) if part)


def _head(height: float) -> str:
    """The coloured upper part, round where the card is."""
    end = min(boxes.HEAD, height)
    foot = (
        f"V{end}H0"
        if height > end + ROUND
        else f"V{height - ROUND}q0 {ROUND}-{ROUND} {ROUND}H{ROUND}q-{ROUND} 0-{ROUND}-{ROUND}"
    )
    return f"M0 {ROUND}q0-{ROUND} {ROUND}-{ROUND}H{boxes.WIDTH - ROUND}q{ROUND} 0 {ROUND} {ROUND}{foot}Z"


def _edge(height: float) -> str:
    """A stripe along the left side."""
    return f"M{ROUND} 0q-{ROUND} 0-{ROUND} {ROUND}V{height - ROUND:.1f}q0 {ROUND} {ROUND} {ROUND}q-5-2-5-{ROUND}V{ROUND}q0-7 5-{ROUND}Z"


def _entries(box: Box) -> Iterator[str]:
    """A flag for each place where calls begin."""
    x = 0.0
    shade = _T.tones[Tone.ACCENT]
    for word in box.card.entries:
        across = width(word, 11.0, bold=True) + 28.0
        yield f'<rect x="{x:.1f}" y="{-boxes.TAB - 4:g}" width="{across:.1f}" height="{boxes.TAB}" rx="{boxes.TAB / 2}" fill="{shade.solid}"/>'
        yield f'<path d="M{x + 10:.1f} {-boxes.TAB + 1.5:g}l7 4.5l-7 4.5Z" fill="{shade.on_solid}"/>'
        yield _text(x + 21, -boxes.TAB + 10.0, word, 11.0, shade.on_solid, bold=True)
        x += across + 6.0


def _body(box: Box) -> Iterator[str]:
    y = boxes.HEAD + boxes.GAP / 2
    for line in box.said:
        y += boxes.LINE
        yield _text(boxes.INSET, y - 3.0, line, boxes.TEXT_SIZE, _T.text)
    if box.said and box.details:
        y += boxes.GAP
    for line in box.details:
        y += boxes.LINE
        yield _text(boxes.INSET, y - 3.0, line, boxes.TEXT_SIZE, _T.muted)


def _row(row: Row, tone: Tone) -> Iterator[str]:
    yield f'<path d="M{boxes.INSET} {row.y:.1f}H{boxes.WIDTH - 1}" stroke="{_T.border}" fill="none"/>'
    base = row.y + boxes.ROW / 2 + 4.2
    ink = _T.text if row.way.target is not None and not row.way.fallback else _T.muted
    if row.way.keys:
        shade = _T.tones[tone]
        top = row.y + (boxes.ROW - 18.0) / 2
        yield f'<rect x="{boxes.INSET}" y="{top:.1f}" width="{row.key_width:.1f}" height="18" rx="4" fill="{shade.soft}"/>'
        middle = boxes.INSET + row.key_width / 2
        yield _text(middle, base, row.way.keys, boxes.KEY_SIZE, shade.ink, bold=True, middle=True)
    elif row.way.target is None:
        yield _icon(Icon.REPEAT, boxes.INSET - 1.0, row.y + 6.0, _T.muted, 13.0)
    for count, line in enumerate(row.label):
        yield _text(row.label_x, base + count * boxes.LINE, line, boxes.TEXT_SIZE, ink)


def _rect(box: Box, fill: str, line: str, aside: float = 0.0) -> str:
    return (
        f'<rect x="{aside:g}" y="{aside:g}" width="{boxes.WIDTH}" height="{box.height:.1f}" rx="{ROUND}" fill="{fill}"'
        f' stroke="{line}"/>'
    )


def _icon(icon: Icon, x: float, y: float, colour: str, size: float = 15.0) -> str:
    strokes = DRAWINGS[icon].replace("currentColor", colour)
    return (
        f'<g transform="translate({x:.1f} {y:.1f}) scale({size / 24:g})" fill="none" stroke="{colour}" stroke-width="2"'
        f' stroke-linecap="round" stroke-linejoin="round">{strokes}</g>'
    )


def _text(x: float, y: float, text: str, size: float, colour: str, *, bold: bool = False, middle: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    anchor = ' text-anchor="middle"' if middle else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour}"{weight}{anchor}>{escape(text)}</text>'
