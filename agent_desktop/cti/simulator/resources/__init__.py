"""The resources that this switch serves, with the checks, words and order of checks of Asterisk 22."""

from __future__ import annotations

from agent_desktop.cti.simulator.resources import asterisk, bridges, channels, playbacks, recordings
from agent_desktop.cti.simulator.rest import Routes


def routes() -> Routes:
    """All of them."""
    table = Routes()
    for family in (asterisk, channels, bridges, playbacks, recordings):
        family.add_to(table)
    return table
