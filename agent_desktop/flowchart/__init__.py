"""A voice menu as a chart that administrators and their customers can read: `agent-desktop flow`.

`cards` says what is in it, `boxes` how large that is, `layers` and `places` where it stands, `svg` draws. Must never import Qt: a server
has none.
"""

from __future__ import annotations

from agent_desktop.cti.vocabulary import Language
from agent_desktop.flowchart import words
from agent_desktop.flowchart.boxes import box
from agent_desktop.flowchart.cards import cards_of
from agent_desktop.flowchart.layers import arrange
from agent_desktop.flowchart.places import place
from agent_desktop.flowchart.svg import draw
from ivr.flow.model import Flow
from ivr.flow.ways import starts


def chart(flow: Flow, language: Language) -> str:
    """An SVG document. The flow must have passed `ivr.flow.checker`."""
    boxes = {card.node: box(card) for card in cards_of(flow, language)}
    links = {node: [(target, down) for target, down, _ in each.ports] for node, each in boxes.items()}
    columns = arrange(links, [node for _, node in starts(flow)])
    first = words.VALUES["language"][flow.language].of(language)
    parts = (
        words.NODES.of(language).format(count=len(flow.nodes)),
        words.LANGUAGE_FIRST.of(language).format(language=first),
    )
    title = words.VOICE_FLOW.of(language).format(flow=flow.flow)
    return draw(title, " · ".join(parts), language.value.replace("_", "-"), place(columns, boxes))
