"""Asterisk as a line: REST requests and events of ARI on one WebSocket.

    switch      the asyncio shell: connects, reconnects, moves bytes, keeps one timer
    opening     what is asked of a switch when the link comes up, and how a misconfigured one is named
    translator  commands → requests; responses and events → our events (sans-I/O)
    party       what the translator remembers of one connection
    requests    one command → its requests
    caller      who calls: number, name and withholding, cleaned
    wire        the JSON shapes
    place       where the switch is and who we are there

Decides nothing: what a call is for is none of its business. Facts about Asterisk in these modules were measured on 22.10.
"""

from agent_desktop.cti.ari.place import Place
from agent_desktop.cti.ari.switch import AriSwitch

__all__ = ["AriSwitch", "Place"]
