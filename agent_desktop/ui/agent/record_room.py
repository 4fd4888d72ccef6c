"""Room for a scroll bar in a panel's right margin, so that what scrolls ends where everything else ends, bar or no bar."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent_desktop.ui import theme
from agent_desktop.ui.widgets.card import Card

SCROLL_BAR = 12
"""What `stylesheet.py` gives it."""
HEADER = 36
"""A panel's header is so high with and without buttons, so that titles never jump."""


def make_room(card: Card) -> None:
    """Give the panel's right margin to scroll bars; all but what scrolls is to go into the body by `beside_bar`."""
    layout = card.layout()
    assert layout is not None, "a card lays itself out"
    margin = theme.INSET + theme.GRID
    layout.setContentsMargins(margin, theme.INSET, margin - SCROLL_BAR, theme.INSET)
    card.header.setContentsMargins(0, 0, SCROLL_BAR, 0)
    card.header.addStrut(HEADER)


def beside_bar(widget: QWidget) -> QVBoxLayout:
    """A widget that ends where the scroll bar begins."""
    layout = QVBoxLayout()
    layout.setContentsMargins(0, 0, SCROLL_BAR, 0)
    layout.addWidget(widget)
    return layout
