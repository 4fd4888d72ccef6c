"""The life of a channel: it appears, enters Stasis, is picked up, leaves Stasis, is gone.

What an application hears of it depends on its subscriptions, as in Asterisk: a channel that only came in through the dialplan is
followed from StasisStart to StasisEnd, so that its ChannelDestroyed reaches only those who hear everything; one that the
application dialled itself is followed to its destruction.
"""

from __future__ import annotations

import enum

from msgspec.structs import replace

from agent_desktop.cti.simulator import bridging, turns
from agent_desktop.cti.simulator.model import Board, Channel, ChannelState, Heard, Source
from agent_desktop.cti.simulator.wire import (
    ApplicationMoveFailed,
    ChannelCallerId,
    ChannelCreated,
    ChannelDestroyed,
    ChannelDialplan,
    ChannelHangupRequest,
    ChannelStateChange,
    ChannelVarset,
    Dial,
    Party,
    StasisEnd,
    StasisStart,
)

CAUSE_TXT = {
    0: "Unknown",
    1: "Unallocated (unassigned) number",
    3: "No route to destination",
    16: "Normal Clearing",
    17: "User busy",
    18: "No user responding",
    19: "User alerting, no answer",
    20: "Subscriber absent",
    21: "Call Rejected",
    26: "Answered elsewhere",
    27: "Destination out of order",
    28: "Invalid number format",
    31: "Normal, unspecified",
    34: "Circuit/channel congestion",
    38: "Network out of order",
    41: "Temporary failure",
    42: "Switching equipment congestion",
    88: "Incompatible destination",
    102: "Recover on timer expiry",
    127: "Interworking, unspecified",
}
"""Q.850 causes in Asterisk's words."""

NORMAL = 16
_SOFT_HANGUP = 32
_DIAL_STATUS = {17: "BUSY", 34: "CONGESTION", 3: "CHANUNAVAIL", 20: "CHANUNAVAIL"}


class Ending(enum.Enum):
    """Who ends a channel."""

    US = enum.auto()
    """An application asked for it."""
    FAR_END = enum.auto()
    """The person at the other end went."""
    REFUSED = enum.auto()
    """The telephone or the network turned our call away, with a cause."""
    DIALPLAN = enum.auto()
    """The application let it go and the dialplan has come to its end."""
    TIMEOUT = enum.auto()
    """It rang long enough; nothing but the end is announced, with the cause 0."""
    WITH_ANOTHER = enum.auto()
    """What it listened to has ended; nothing but the end is announced."""


def appear(board: Board, channel: Channel) -> None:
    """The channel exists from here on."""
    board.channels[channel.view.id] = channel
    board.emit(ChannelCreated(timestamp=board.stamp, channel=channel.view), channel=channel)


def occupy(board: Board, channel: Channel, state: str) -> None:
    """Its telephone is in use."""
    channel.occupying = True
    count = board.in_use.get(channel.device, 0)
    board.in_use[channel.device] = count + 1
    if not count:
        board.emit_device(channel.device, state)


def set_state(board: Board, channel: Channel, state: ChannelState) -> None:
    """Ring or be picked up."""
    channel.change(state=state.value)
    board.emit(ChannelStateChange(timestamp=board.stamp, channel=channel.view), channel=channel)
    if state is ChannelState.UP:
        board.tell(channel, Heard.ANSWERED)
        members = channel.bridge.channels.values() if channel.bridge else ()
        bridging.notice(board, channel, *members)


def run(board: Board, channel: Channel, app_name: str, app_data: str) -> None:
    """Another dialplan application takes the channel."""
    channel.change(dialplan=replace(channel.view.dialplan, app_name=app_name, app_data=app_data))
    changed = ChannelDialplan(
        timestamp=board.stamp, dialplan_app=app_name, dialplan_app_data=app_data, channel=channel.view
    )
    board.emit(changed, channel=channel)


def set_variable(board: Board, channel: Channel, variable: str, value: str) -> None:
    """A channel variable, told to whoever follows the channel."""
    channel.variables[variable] = value
    varset = ChannelVarset(timestamp=board.stamp, variable=variable, value=value, channel=channel.view)
    board.emit(varset, channel=channel)


def assign(board: Board, channel: Channel, variable: str, value: str) -> None:
    """A variable, or one of the dialplan functions that can be written; others are passed over. Nothing unsets it."""
    if not variable.endswith(")"):
        set_variable(board, channel, variable, value)
        if not value:
            del channel.variables[variable]
    elif variable == "CHANNEL(language)":
        channel.change(language=value)
    elif variable == "CALLERID(name)":
        show_caller(board, channel, replace(channel.view.caller, name=value))
    elif variable == "CALLERID(num)":
        show_caller(board, channel, replace(channel.view.caller, number=value))
    elif variable == "PJSIP_HEADER(add,Call-Info)":
        channel.answers_itself = "answer-after=0" in value


def show_caller(board: Board, channel: Channel, caller: Party) -> None:
    """The channel has another number from here on."""
    channel.change(caller=caller)
    shown = ChannelCallerId(
        timestamp=board.stamp,
        caller_presentation=0,
        caller_presentation_txt="Presentation Allowed, Not Screened",
        channel=channel.view,
    )
    board.emit(shown, channel=channel)


def can_enter(board: Board, app: str) -> bool:
    """Whether the application is there to take channels."""
    return app in board.apps and board.apps[app].connected


def enter_stasis(board: Board, channel: Channel, app: str, args: tuple[str, ...]) -> None:
    """The application has the channel; it is there (`can_enter`)."""
    channel.app = app
    channel.change(
        dialplan=replace(channel.view.dialplan, app_name="Stasis", app_data=",".join((app, *args))),
    )
    set_variable(board, channel, "STASISSTATUS", "")
    board.apps[app].follow(Source.CHANNEL, channel.view.id)
    board.emit_to(app, StasisStart(timestamp=board.stamp, args=args, channel=channel.view))


def move(board: Board, channel: Channel, app: str, args: tuple[str, ...]) -> None:
    """Another application takes the channel over, if it is there."""
    old = channel.app
    if not can_enter(board, app):
        failed = ApplicationMoveFailed(timestamp=board.stamp, channel=channel.view, destination=app, args=args)
        board.emit_to(old, failed)
        return
    bridging.leave(board, channel)
    board.emit_to(old, StasisEnd(timestamp=board.stamp, channel=channel.view))
    board.apps[old].unfollow(Source.CHANNEL, channel.view.id)
    channel.app = app
    board.apps[app].follow(Source.CHANNEL, channel.view.id)
    board.emit_to(app, StasisStart(timestamp=board.stamp, args=args, channel=channel.view))


def end(board: Board, channel: Channel, cause: int, ending: Ending) -> None:
    """Hang up, with all that follows from it."""
    channel.ending = True
    _announce(board, channel, cause, ending)
    turns.cut_all(channel.turns)
    if channel.phone and not channel.up and ending is not Ending.TIMEOUT:
        emit_dial(board, channel, _DIAL_STATUS.get(cause, "NOANSWER"))
    bridging.leave(board, channel)
    _leave_stasis(board, channel)
    if _falls_off(channel, ending):
        _request(
            board, channel, ChannelHangupRequest(timestamp=board.stamp, cause=NORMAL, soft=True, channel=channel.view)
        )
    app_name, app_data = channel.home
    channel.change(dialplan=replace(channel.view.dialplan, app_name=app_name, app_data=app_data))
    _vanish(board, channel, cause)
    if channel.snooped:
        channel.snooped.snoops.remove(channel)
    for listener in list(channel.snoops):
        end(board, listener, NORMAL if listener.bridge else 0, Ending.WITH_ANOTHER)


def _falls_off(channel: Channel, ending: Ending) -> bool:
    """Whether the dialplan comes to its end after Stasis, and says so once more."""
    arrived = channel.phone is None and channel.snooped is None
    return ending in {Ending.FAR_END, Ending.DIALPLAN} or (ending is Ending.US and arrived)


def emit_dial(board: Board, channel: Channel, status: str) -> None:
    """How our attempt to reach somebody goes."""
    event = Dial(timestamp=board.stamp, dialstatus=status, dialstring=channel.dialstring, peer=channel.view)
    board.emit(event, channel=channel)


def _announce(board: Board, channel: Channel, cause: int, ending: Ending) -> None:
    stamp, view = board.stamp, channel.view
    if ending is Ending.US:
        _request(board, channel, ChannelHangupRequest(timestamp=stamp, cause=_SOFT_HANGUP, soft=True, channel=view))
    elif ending is Ending.FAR_END:
        _request(board, channel, ChannelHangupRequest(timestamp=stamp, channel=view))
    elif ending is Ending.REFUSED:
        _request(board, channel, ChannelHangupRequest(timestamp=stamp, cause=cause, channel=view))


def _request(board: Board, channel: Channel, event: ChannelHangupRequest) -> None:
    board.emit(event, channel=channel)


def _leave_stasis(board: Board, channel: Channel) -> None:
    if not channel.app:
        return
    board.emit_to(channel.app, StasisEnd(timestamp=board.stamp, channel=channel.view))
    board.apps[channel.app].unfollow(Source.CHANNEL, channel.view.id)
    channel.app = ""
    set_variable(board, channel, "STASISSTATUS", "SUCCESS")


def _vanish(board: Board, channel: Channel, cause: int) -> None:
    del board.channels[channel.view.id]
    text = CAUSE_TXT.get(cause, "Unknown")
    gone = ChannelDestroyed(timestamp=board.stamp, cause=cause, cause_txt=text, channel=channel.view)
    board.emit(gone, channel=channel)
    for app in board.apps.values():
        app.channels.pop(channel.view.id, None)
    if channel.occupying:
        _release(board, channel.device)
    board.tell(channel, Heard.GONE)


def _release(board: Board, device: str) -> None:
    board.in_use[device] -= 1
    if not board.in_use[device]:
        del board.in_use[device]
        board.emit_device(device, "NOT_INUSE")
