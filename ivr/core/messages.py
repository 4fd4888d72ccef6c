"""Messages that callers leave: recorded by the switch, and a task of a queue from then on.

The task is the call itself, which waits in the queue with nobody on the line, for an agent who works on it (`ivr.core.work`). Whose number nobody
knows cannot be called back, but is heard all the same.
"""

from __future__ import annotations

from agent_desktop.cti.switch import RecordConnection, StopRecording
from agent_desktop.cti.vocabulary import Direction, RecordingId
from agent_desktop.protocol.record import Text
from ivr import facts
from ivr.core import menu
from ivr.core.ground import Ground
from ivr.core.state import Call, Message
from ivr.flow import steps


def begin(action: steps.RecordMessage, ground: Ground, call: Call) -> None:
    """The caller speaks after the tone."""
    close(ground, call, complete=True)
    call.recordings += 1
    name = RecordingId(f"{ground.state.mark}-r{call.call}.{call.recordings}")
    node = call.walk.node if call.walk is not None else ""
    call.message = Message(name, action.queue or call.queue, node, ground.now, action.shortest_s)
    ground.recordings[name] = call.call
    ground.command(RecordConnection(call.connection, name, action.longest_s))


def stop(_action: steps.EndMessage, ground: Ground, call: Call) -> None:
    """The caller has said all; the switch says when the file is complete."""
    if call.message is not None:
        ground.command(StopRecording(call.message.recording))


def ended(ground: Ground, recording: RecordingId, *, complete: bool) -> None:
    """The switch has ended it."""
    call_id = ground.recordings.get(recording)
    call = ground.state.calls.get(call_id) if call_id is not None else None
    if call is not None and call.message is not None and call.message.recording == recording:
        close(ground, call, complete=complete)
        menu.advance(ground, call, steps.MessageEnded())


def close(ground: Ground, call: Call, *, complete: bool) -> None:
    """What there is of a message is all of it."""
    message, call.message = call.message, None
    if message is None:
        return
    ground.recordings.pop(message.recording, None)
    seconds = ground.now - message.since
    if seconds < message.shortest_s:
        return
    ground.fact(facts.VoicemailLeft(call.call, message.queue, message.recording, seconds, complete))
    label = Text(f"Left a message ({seconds:.0f} s)", f"留言（{seconds:.0f} 秒）")
    ground.fact(facts.KeysPressed(call.call, message.node, "", label))
    call.queue, call.priority, call.skills = message.queue, 0, frozenset()
    call.direction, call.callback, call.left = Direction.VOICEMAIL, True, message.recording
