"""The resources that this switch serves, with the checks, words and order of checks of Asterisk 22."""

from __future__ import annotations

from agent_desktop.cti.simulator.resources import (
    applications,
    asterisk,
    bridges,
    channels,
    endpoints,
    playbacks,
    recordings,
    sounds,
)
from agent_desktop.cti.simulator.rest import Routes


def routes() -> Routes:
    """All of them."""
    table = Routes()
    for family in (applications, asterisk, bridges, channels, endpoints, playbacks, recordings, sounds):
        family.add_to(table)
    return table
