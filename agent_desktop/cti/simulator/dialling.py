"""Calls that the switch makes: to stations inside and, through the trunk, to numbers outside.

`PJSIP/1001` is the station 1001, `PJSIP/+4420…@trunk` an outside number. A station has one line: who is on it is busy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from agent_desktop.cti.simulator import channels
from agent_desktop.cti.simulator.channels import Ending
from agent_desktop.cti.simulator.model import Board, Channel, ChannelState, Due, DueKind, Manner, Source, Telephone
from agent_desktop.cti.simulator.wire import (
    ChannelConnectedLine,
    ChannelView,
    Dialplan,
    Party,
)

OUTSIDE = Telephone("", manner=Manner.ANSWERS, after_s=6.0)
"""How outside numbers behave that nobody has described: somebody answers in the end."""

_DIALLABLE = re.compile(r"\+?[0-9*#]{3,15}")
_OUTGOING = ("AppDial2", "(Outgoing Line)")
_CAUSE = {Manner.BUSY: 17, Manner.UNALLOCATED: 1, Manner.REJECTS: 21}
_NO_ANSWER_IN_TIME = 0


@dataclass(frozen=True, slots=True)
class Order:
    """What a call to be made looks like."""

    endpoint: str
    channel_id: str
    app: str
    args: tuple[str, ...] = ()
    caller: Party | None = None
    """What the called person sees; None: nothing special."""
    timeout_s: float | None = 30.0
    """Give up ringing after this; None: never."""
    variables: dict[str, str] = field(default_factory=dict)


def find(board: Board, endpoint: str) -> Telephone | None:
    """The telephone behind an endpoint; None when there is none that could be called."""
    tech, _, resource = endpoint.partition("/")
    if tech.upper() != "PJSIP":
        return None
    number, at, trunk = resource.partition("@")
    if not at:
        station = board.stations.get(number)
        return None if station is None or station.manner is Manner.UNREGISTERED else station
    if trunk != board.trunk:
        return None
    if number in board.outside:
        return board.outside[number]
    manner = OUTSIDE.manner if _DIALLABLE.fullmatch(number) else Manner.UNALLOCATED
    return Telephone(number, manner=manner, after_s=OUTSIDE.after_s)


def originate(board: Board, order: Order, phone: Telephone) -> ChannelView:
    """Call and, once somebody picks up, hand the channel to the application. The view is that of the start."""
    channel = _make(board, order, phone)
    channel.home = _OUTGOING
    channels.appear(board, channel)
    _follow(board, channel, order.app)
    channels.run(board, channel, *_OUTGOING)
    if order.caller:
        _show_caller(board, channel, order.caller)
    for name, value in order.variables.items():
        channels.assign(board, channel, name, value)
    channel.starts_in = (order.app, order.args)
    channel.starts_dialplan = not order.app
    view = channel.view
    _call(board, channel, order.timeout_s)
    return view


def create(board: Board, order: Order, phone: Telephone) -> ChannelView:
    """A channel that is the application's at once and calls nobody yet."""
    channel = _make(board, order, phone)
    channels.appear(board, channel)
    _follow(board, channel, order.app)
    view = channel.view
    for name, value in order.variables.items():
        channels.assign(board, channel, name, value)
    channels.run(board, channel, "Stasis", ",".join((order.app, *order.args)))
    if channels.can_enter(board, order.app):
        channels.enter_stasis(board, channel, order.app, order.args)
    else:
        channels.end(board, channel, channels.NORMAL, Ending.TIMEOUT)
    return view


def dial(board: Board, channel: Channel, caller: Channel | None, timeout_s: float | None) -> None:
    """Call with a channel that was only created."""
    if caller:
        channel.change(connected=caller.view.caller, language=caller.view.language)
    _call(board, channel, timeout_s)


def picked_up(board: Board, channel: Channel) -> None:
    """Somebody answers."""
    channels.set_state(board, channel, ChannelState.UP)
    channels.emit_dial(board, channel, "ANSWER")
    app, args = channel.starts_in
    if app and not channels.can_enter(board, app):
        channels.end(board, channel, channels.NORMAL, Ending.REFUSED)
        return
    if channel.starts_dialplan:
        channels.end(board, channel, channels.NORMAL, Ending.DIALPLAN)
        return
    if app:
        channels.enter_stasis(board, channel, app, args)
    if channel.phone and channel.phone.talks_s is not None:
        board.schedule(board.now + channel.phone.talks_s, Due(DueKind.TALKED, channel.view.id))


def rejected(board: Board, channel: Channel) -> None:
    """Somebody presses reject."""
    channels.end(board, channel, _CAUSE[Manner.REJECTS], Ending.REFUSED)


def rung_out(board: Board, channel: Channel) -> None:
    """Nobody came."""
    channels.end(board, channel, _NO_ANSWER_IN_TIME, Ending.TIMEOUT)


def _make(board: Board, order: Order, phone: Telephone) -> Channel:
    resource = order.endpoint.partition("/")[2]
    number, at, trunk = resource.partition("@")
    device = trunk if at else number
    view = ChannelView(
        id=order.channel_id,
        name=f"PJSIP/{device}-{board.number():08x}",
        state=ChannelState.DOWN.value,
        protocol_id="",
        caller=Party() if at else Party(phone.name, phone.number),
        connected=Party(),
        accountcode="",
        dialplan=Dialplan("from-trunk" if at else "stations", "s"),
        creationtime=board.stamp,
        language="en",
    )
    return Channel(view, phone=phone, dialstring=resource, device=f"PJSIP/{device}")


def _follow(board: Board, channel: Channel, app: str) -> None:
    if app in board.apps:
        board.apps[app].follow(Source.CHANNEL, channel.view.id)


def _show_caller(board: Board, channel: Channel, caller: Party) -> None:
    channels.show_caller(board, channel, caller)
    channel.change(connected=caller)
    board.emit(ChannelConnectedLine(timestamp=board.stamp, channel=channel.view), channel=channel)


def _call(board: Board, channel: Channel, timeout_s: float | None) -> None:
    phone = channel.phone
    assert phone is not None
    channels.emit_dial(board, channel, "")
    engaged = channel.device in board.in_use and "@" not in channel.dialstring
    if engaged or phone.manner in {Manner.BUSY, Manner.UNALLOCATED}:
        channels.end(board, channel, _CAUSE[Manner.BUSY if engaged else phone.manner], Ending.REFUSED)
        return
    channels.set_state(board, channel, ChannelState.RINGING)
    channels.occupy(board, channel, "BUSY" if "@" not in channel.dialstring else "INUSE")
    channels.emit_dial(board, channel, "RINGING")
    if phone.manner is Manner.ANSWERS and (phone.after_s <= 0 or channel.answers_itself):
        picked_up(board, channel)
        return
    if phone.manner in {Manner.ANSWERS, Manner.REJECTS}:
        kind = DueKind.PICKED_UP if phone.manner is Manner.ANSWERS else DueKind.REJECTED
        board.schedule(board.now + phone.after_s, Due(kind, channel.view.id))
    if timeout_s is not None:
        board.schedule(board.now + timeout_s, Due(DueKind.RUNG_OUT, channel.view.id))
