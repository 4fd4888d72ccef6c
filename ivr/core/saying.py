"""What is said to a caller, in the menu and while they wait: one thing at a time, and never before they are off hook.

Must never decide what is said: that is the flow's.
"""

from __future__ import annotations

from agent_desktop.cti.switch import Play, StartMusic, StopMusic, StopPlayback
from agent_desktop.cti.vocabulary import PlaybackId
from ivr.core.ground import Ground
from ivr.core.state import Call
from ivr.core.timers import Timer
from ivr.flow import steps


def say(ground: Ground, call: Call, action: steps.Say) -> None:
    """Say this; what is being said is cut short, and the music stops."""
    stop(ground, call)
    if not call.answered:
        call.unsaid = action
        return
    stop_music(ground, call)
    call.playbacks += 1
    call.playback = PlaybackId(f"{ground.state.mark}-p{call.call}.{call.playbacks}")
    ground.playbacks[call.playback] = call.call
    ground.command(Play(call.connection, call.playback, action.prompts, action.language))


def stop(ground: Ground, call: Call) -> None:
    """Be silent."""
    call.unsaid = None
    if call.playback is not None:
        ground.playbacks.pop(call.playback, None)
        ground.command(StopPlayback(call.playback))
        call.playback = None


def break_off(ground: Ground, call: Call) -> None:
    """The call leaves its flow in mid-sentence."""
    stop(ground, call)
    leave_flow(ground, call)


def leave_flow(ground: Ground, call: Call) -> None:
    """The call is in no flow any longer; what is being said to somebody who is gone need not be stopped."""
    ground.timers.cancel(Timer.FLOW, str(call.call))
    if call.walk is not None:
        call.attributes = call.walk.attributes
    call.walk = call.unsaid = None
    if call.playback is not None:
        ground.playbacks.pop(call.playback, None)
        call.playback = None


def start_music(ground: Ground, call: Call) -> None:
    """Music, for somebody who is on the line and to whom nothing is being said."""
    if call.connection and not call.music and call.playback is None:
        call.music = True
        ground.command(StartMusic(call.connection))


def stop_music(ground: Ground, call: Call) -> None:
    """End the waiting music, if there is any."""
    if call.music:
        call.music = False
        ground.command(StopMusic(call.connection))
