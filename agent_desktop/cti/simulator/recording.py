"""Recordings: of a channel, in its turn after what it plays; of a bridge, at once and beside one another.

A recording of a channel picks it up. It ends when it is stopped, when it has lasted long enough, on a key, or with its channel;
that of a bridge when the last channel leaves. What is recorded is time: pauses are left out.
"""

from __future__ import annotations

from functools import partial

from msgspec import UNSET
from msgspec.structs import replace

from agent_desktop.cti.simulator import channels, turns
from agent_desktop.cti.simulator.archive import Take
from agent_desktop.cti.simulator.model import (
    Board,
    Bridge,
    Channel,
    ChannelState,
    Due,
    DueKind,
    Recording,
    RecordingOrder,
)
from agent_desktop.cti.simulator.turns import Turn
from agent_desktop.cti.simulator.wire import RecordingFailed, RecordingFinished, RecordingStarted, RecordingView

TERMINATORS = {"none": "", "any": "0123456789*#ABCD", "*": "*", "#": "#"}
"""The keys that end a recording, by the word for them."""


def record(board: Board, target: Channel | Bridge, order: RecordingOrder) -> RecordingView:
    """Begin, or wait for a turn. The view is that of the start."""
    channel, bridge = (target, None) if isinstance(target, Channel) else (None, target)
    uri = f"channel:{target.view.id}" if isinstance(target, Channel) else f"bridge:{target.id}"
    view = RecordingView(name=order.name, format=order.format, state="queued", target_uri=uri)
    recording = Recording(view, channel, bridge, order)
    recording.turn = Turn(partial(_begin, board, recording), partial(_finish, board, recording))
    board.recordings[order.name] = recording
    if channel:
        turns.take(channel.turns, recording.turn)
    elif bridge:
        turns.beside(bridge.recorders, recording.turn)
        bridge.settle()
    return view


def stop(board: Board, recording: Recording, *, keep: bool) -> None:
    """End it. One that waits is only marked, and has its turn all the same: so does Asterisk."""
    recording.keep = recording.keep and keep
    if recording.running:
        _end(board, recording)
    else:
        recording.view = replace(recording.view, state="canceled")


def pause(board: Board, recording: Recording) -> None:
    """Leave out what is said from now on."""
    _note(board, recording)
    recording.view = replace(recording.view, state="paused")


def resume(board: Board, recording: Recording) -> None:
    """Record again."""
    _note(board, recording)
    recording.view = replace(recording.view, state="recording")
    _limit(board, recording)


def mute(board: Board, recording: Recording, *, on: bool) -> None:
    """Record silence, or what is said."""
    _note(board, recording)
    recording.muted = on


def pressed(board: Board, channel: Channel, digit: str) -> None:
    """The far end pressed a key: it may end the recording of this channel."""
    if channel.recording and digit in channel.recording.order.terminators:
        _end(board, channel.recording)


def enough(board: Board, name: str, turn: int) -> None:
    """It has lasted as long as it may, unless it was paused meanwhile."""
    recording = board.recordings.get(name)
    if recording and recording.running and recording.changes == turn:
        _end(board, recording)


def _begin(board: Board, recording: Recording) -> bool:
    channel = recording.channel
    if channel and channel.bridge:
        _fail(board, recording, "Cannot record channel while in bridge")
        return False
    if channel:
        channel.recording = recording
        if not channel.up and not channel.ending:
            channels.set_state(board, channel, ChannelState.UP)
    _start(board, recording)
    return True


def _start(board: Board, recording: Recording) -> None:
    recording.view = replace(recording.view, state="recording")
    recording.since = board.now
    _emit(board, recording, RecordingStarted(timestamp=board.stamp, recording=recording.view))
    _limit(board, recording)


def _end(board: Board, recording: Recording) -> None:
    _finish(board, recording)
    if recording.channel:
        turns.give_up(recording.channel.turns, recording.turn)
    elif recording.bridge:
        turns.give_up(recording.bridge.recorders, recording.turn)
        recording.bridge.settle()


def _finish(board: Board, recording: Recording) -> None:
    _note(board, recording)
    order, length = recording.order, int(recording.recorded_s)
    if recording.keep:
        board.archive.write(order.name, order.format, recording.takes, append=order.append)
    del board.recordings[order.name]
    if recording.channel:
        recording.channel.recording = None
    talked, silent = (UNSET, UNSET) if order.max_silence_s is None else (length, 0)
    recording.view = replace(
        recording.view, state="done", duration=length, talking_duration=talked, silence_duration=silent
    )
    _emit(board, recording, RecordingFinished(timestamp=board.stamp, recording=recording.view))


def _fail(board: Board, recording: Recording, cause: str) -> None:
    del board.recordings[recording.view.name]
    recording.view = replace(recording.view, state="failed", cause=cause)
    _emit(board, recording, RecordingFailed(timestamp=board.stamp, recording=recording.view))


def _note(board: Board, recording: Recording) -> None:
    """Keep the stretch that ends now."""
    if recording.view.state == "recording" and board.now > recording.since:
        recording.takes.append(Take(board.now - recording.since, recording.muted))
    recording.since = board.now
    recording.changes += 1


def _limit(board: Board, recording: Recording) -> None:
    if recording.order.max_s is not None:
        left_s = recording.order.max_s - recording.recorded_s
        recording.changes += 1
        due = Due(DueKind.RECORDED_ENOUGH, recording.view.name, recording.changes)
        board.schedule(board.now + left_s, due)


def _emit(board: Board, recording: Recording, event: RecordingStarted | RecordingFinished | RecordingFailed) -> None:
    board.emit_sound(event, recording.channel, recording.bridge.id if recording.bridge else "")
