"""Snoop channels: somebody listens to a channel, or speaks into it, without being in its bridge.

A snoop follows its channel wherever it goes, and ends with it. It is picked up from the start and enters its application at
once; what becomes of the sound is nobody's business here, as there is none.
"""

from __future__ import annotations

from dataclasses import dataclass

from agent_desktop.cti.simulator import channels
from agent_desktop.cti.simulator.model import Board, Channel, ChannelState
from agent_desktop.cti.simulator.wire import ChannelView, Dialplan, Party

DIRECTIONS = frozenset({"none", "both", "in", "out"})


@dataclass(frozen=True, slots=True)
class Order:
    """What a snoop is to be like."""

    snoop_id: str
    app: str
    args: tuple[str, ...]
    whisper: str = "none"
    """Who hears what is said into it: `in`, those whom the channel talks to; `out`, the channel's own party; `both`; `none`."""


def snoop(board: Board, channel: Channel, order: Order) -> ChannelView:
    """Listen to a channel. The view is that of the moment before the application has the snoop."""
    view = ChannelView(
        id=order.snoop_id,
        name=f"Snoop/{channel.view.id}-{board.number():08x}",
        state=ChannelState.UP.value,
        protocol_id="",
        caller=Party(),
        connected=Party(),
        accountcode="",
        dialplan=Dialplan("default", "s"),
        creationtime=board.stamp,
        language=channel.view.language,
    )
    listener = Channel(view, snooped=channel, whisper=order.whisper)
    channel.snoops.append(listener)
    channels.appear(board, listener)
    if channels.can_enter(board, order.app):
        channels.run(board, listener, "Stasis", ",".join((order.app, *order.args)))
        channels.enter_stasis(board, listener, order.app, order.args)
    return view
