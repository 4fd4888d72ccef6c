"""Playbacks: sounds one after another, one playback at a time for each channel and bridge.

A playback that is asked for while another is heard waits its turn. A sound that cannot be played ends its playback as
failed, after it has been announced as started: Asterisk looks for the file only then.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from functools import partial

from msgspec import UNSET
from msgspec.structs import replace

from agent_desktop.cti.simulator import turns
from agent_desktop.cti.simulator.model import Board, Bridge, Channel, Due, DueKind, Heard, Playback
from agent_desktop.cti.simulator.turns import Turn
from agent_desktop.cti.simulator.wire import PlaybackContinuing, PlaybackFinished, PlaybackStarted, PlaybackView


def play(board: Board, target: Channel | Bridge, media: Sequence[str], language: str, playback_id: str) -> PlaybackView:
    """Queue sounds; the view is that of the moment before the first is heard."""
    channel, bridge = (target, None) if isinstance(target, Channel) else (None, target)
    uri = f"channel:{channel.view.id}" if channel else f"bridge:{bridge.id}" if bridge else ""
    view = PlaybackView(playback_id, media[0], uri, language, "queued", media[1] if len(media) > 1 else UNSET)
    playback = Playback(view, channel, bridge, deque(media[1:]))
    playback.turn = Turn(partial(_begin, board, playback), partial(_finish, board, playback, "failed"))
    board.playbacks[playback_id] = playback
    turns.take(target.turns, playback.turn)
    if bridge:
        bridge.settle()
    return view


def stop(board: Board, playback: Playback) -> None:
    """Cut it short, or never begin it."""
    _end(board, playback, "done")


def pause(board: Board, playback: Playback) -> None:
    """Fall silent in the middle of a sound."""
    playback.left_s = max(0.0, playback.ends_at - board.now)
    playback.changes += 1
    playback.view = replace(playback.view, state="paused")


def resume(board: Board, playback: Playback) -> None:
    """Go on where it was paused."""
    if playback.left_s is not None:
        playback.view = replace(playback.view, state="playing")
        _until(board, playback, playback.left_s)


def skip(board: Board, playback: Playback, seconds: float) -> None:
    """Forward, or with a negative number backward, within the current sound."""
    left = playback.ends_at - board.now if playback.left_s is None else playback.left_s
    left = min(max(0.0, left - seconds), _length_s(board, playback) or 0.0)
    if playback.left_s is None:
        _until(board, playback, left)
    else:
        playback.left_s = left


def restart(board: Board, playback: Playback) -> None:
    """The current sound from its beginning."""
    skip(board, playback, -math.inf)


def sound_ended(board: Board, playback_id: str, turn: int) -> None:
    """A sound has been heard; the next one follows, or the playback is over."""
    playback = board.playbacks.get(playback_id)
    if playback is None or playback.changes != turn:
        return
    if not playback.media:
        _end(board, playback, "done")
        return
    uri = playback.media.popleft()
    following = playback.media[0] if playback.media else UNSET
    playback.view = replace(playback.view, media_uri=uri, state="continuing", next_media_uri=following)
    _emit(board, playback, PlaybackContinuing(timestamp=board.stamp, playback=playback.view))
    playback.view = replace(playback.view, state="playing")
    if not _sound(board, playback):
        _end(board, playback, "failed")


def _begin(board: Board, playback: Playback) -> bool:
    """What cannot be played is over at once."""
    playback.view = replace(playback.view, state="playing")
    _emit(board, playback, PlaybackStarted(timestamp=board.stamp, playback=playback.view))
    _tell(board, playback, Heard.PROMPTS_BEGAN if playback.media else Heard.PROMPT_BEGAN)
    if _sound(board, playback):
        return True
    _finish(board, playback, "failed")
    return False


def _end(board: Board, playback: Playback, state: str) -> None:
    target = playback.channel or playback.bridge
    assert target is not None
    _finish(board, playback, state)
    turns.give_up(target.turns, playback.turn)
    if playback.bridge:
        playback.bridge.settle()


def _sound(board: Board, playback: Playback) -> bool:
    length = _length_s(board, playback)
    if length is not None:
        _until(board, playback, length)
    return length is not None


def _length_s(board: Board, playback: Playback) -> float | None:
    scheme, _, name = playback.view.media_uri.partition(":")
    if scheme == "recording":
        return board.archive.length_s(name)
    return board.sounds.length_s(playback.view.media_uri, playback.view.language)


def _until(board: Board, playback: Playback, left_s: float) -> None:
    playback.left_s = None
    playback.changes += 1
    playback.ends_at = board.now + left_s
    if math.isfinite(left_s):
        board.schedule(playback.ends_at, Due(DueKind.SOUND_ENDS, playback.view.id, playback.changes))


def _finish(board: Board, playback: Playback, state: str) -> None:
    del board.playbacks[playback.view.id]
    heard = playback.view.state != "queued"
    playback.view = replace(playback.view, state=state, next_media_uri=UNSET)
    _emit(board, playback, PlaybackFinished(timestamp=board.stamp, playback=playback.view))
    if heard:
        _tell(board, playback, Heard.PROMPT_ENDED)


def _emit(board: Board, playback: Playback, event: PlaybackStarted | PlaybackContinuing | PlaybackFinished) -> None:
    board.emit_sound(event, playback.channel, playback.bridge.id if playback.bridge else "")


def _tell(board: Board, playback: Playback, heard: Heard) -> None:
    if playback.channel:
        board.tell(playback.channel, heard)
    elif playback.bridge:
        for channel in playback.bridge.channels.values():
            board.tell(channel, heard)
