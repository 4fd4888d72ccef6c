"""Bridges: who is together, what each of them hears, and whose name each of them sees."""

from __future__ import annotations

from agent_desktop.cti.simulator import turns
from agent_desktop.cti.simulator.model import Board, Bridge, Channel, Heard, Hearing, Source
from agent_desktop.cti.simulator.wire import (
    BridgeCreated,
    BridgeDestroyed,
    ChannelConnectedLine,
    ChannelEnteredBridge,
    ChannelLeftBridge,
    ChannelVarset,
)

_NOTICED = {Hearing.SILENCE: Heard.SILENCE, Hearing.MUSIC: Heard.MUSIC, Hearing.PEOPLE: Heard.PEOPLE}
_PAIR = 2


def create(board: Board, bridge_id: str, name: str, *, holding: bool, sfu: bool = False) -> Bridge:
    """A new, empty bridge."""
    bridge = Bridge(bridge_id, name, holding, board.stamp, sfu=sfu)
    board.bridges[bridge_id] = bridge
    board.emit(BridgeCreated(timestamp=board.stamp, bridge=bridge.view()), bridge=bridge_id)
    return bridge


def destroy(board: Board, bridge: Bridge) -> None:
    """Everybody leaves and stays alive."""
    turns.cut_all(bridge.turns)
    for channel in list(bridge.channels.values()):
        leave(board, channel)
    turns.cut_all(bridge.recorders)
    del board.bridges[bridge.id]
    board.emit(BridgeDestroyed(timestamp=board.stamp, bridge=bridge.view()), bridge=bridge.id)
    for app in board.apps.values():
        app.bridges.pop(bridge.id, None)


def enter(board: Board, bridge: Bridge, channel: Channel) -> None:
    """Join; out of the bridge that it is in, be it the same."""
    leave(board, channel)
    channel.bridge = bridge
    bridge.channels[channel.view.id] = channel
    if channel.app:
        board.apps[channel.app].follow(Source.BRIDGE, bridge.id)
    entered = ChannelEnteredBridge(timestamp=board.stamp, bridge=bridge.view(), channel=channel.view)
    board.emit(entered, channel=channel, bridge=bridge.id)
    bridge.settle()
    if not bridge.holding:
        _introduce(board, bridge)
    notice(board, *bridge.channels.values())


def leave(board: Board, channel: Channel) -> None:
    """Part from the others, if there are any."""
    bridge = channel.bridge
    if bridge is None:
        return
    _set_peer(board, channel, "")
    channel.bridge = None
    del bridge.channels[channel.view.id]
    left = ChannelLeftBridge(timestamp=board.stamp, bridge=bridge.view(), channel=channel.view)
    board.emit(left, channel=channel, bridge=bridge.id)
    if not bridge.channels:
        turns.cut_all(bridge.recorders)
    bridge.settle()
    if channel.app:
        board.apps[channel.app].unfollow(Source.BRIDGE, bridge.id)
    if len(bridge.channels) >= _PAIR and not bridge.holding:
        _introduce(board, bridge)
    notice(board, channel, *bridge.channels.values())


def notice(board: Board, *channels: Channel) -> None:
    """Let each far end notice what it hears now, if that has changed."""
    for channel in channels:
        hearing = _hearing(channel)
        if hearing is not channel.hearing and not channel.ending:
            channel.hearing = hearing
            board.tell(channel, _NOTICED[hearing])


def _hearing(channel: Channel) -> Hearing:
    if not channel.up:
        return Hearing.SILENCE
    if channel.music:
        return Hearing.MUSIC
    return _heard_in(channel.bridge, channel) if channel.bridge is not None else Hearing.SILENCE


def _heard_in(bridge: Bridge, channel: Channel) -> Hearing:
    if bridge.holding:
        return Hearing.MUSIC
    others = [other for other in bridge.channels.values() if other.up and other is not channel]
    if not others:
        return Hearing.MUSIC if bridge.music else Hearing.SILENCE
    heard = "out" not in channel.muted and any("in" not in other.muted for other in others)
    return Hearing.PEOPLE if heard else Hearing.SILENCE


def _introduce(board: Board, bridge: Bridge) -> None:
    members = list(bridge.channels.values())
    if len(members) < _PAIR:
        return
    for channel in members:
        _set_peer(board, channel, ",".join(other.view.name for other in members if other is not channel))
    if len(members) == _PAIR:
        _connect(board, members[0], members[1])
        _connect(board, members[1], members[0])


def _connect(board: Board, channel: Channel, other: Channel) -> None:
    if channel.view.connected != other.view.caller:
        channel.change(connected=other.view.caller)
        board.emit(ChannelConnectedLine(timestamp=board.stamp, channel=channel.view), channel=channel)


def _set_peer(board: Board, channel: Channel, value: str) -> None:
    if channel.variables.get("BRIDGEPEER", "") != value:
        channel.variables["BRIDGEPEER"] = value
        varset = ChannelVarset(timestamp=board.stamp, variable="BRIDGEPEER", value=value, channel=channel.view)
        board.emit(varset, channel=channel)
