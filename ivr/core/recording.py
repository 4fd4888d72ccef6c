"""Recording a conversation: of one agent's part of a call, started by them or by the rule of the queue, with pauses for what must not
be kept, such as a card number. The switch writes the file; its name is in the call's record.

The length is counted here, without the pauses. A recording never outlives its leg: whoever has the call next is another matter.
"""

from __future__ import annotations

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import RecordingId
from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from ivr import facts, inputs
from ivr.core import legs
from ivr.core.ground import Ground
from ivr.core.state import Call, Recording


def start(ground: Ground, request: inputs.StartRecording) -> None:
    """From now on, in a file of its own."""
    call, _, _ = legs.talking(ground, request.call, request.agent)
    if call.recording is not None:
        raise Refusal(ErrorId.WRONG_STATE, state="recording")
    _begin(ground, call)


def begin_if_wanted(ground: Ground, call: Call) -> None:
    """A conversation has begun in a queue whose conversations are recorded."""
    if ground.queues[call.queue].record and call.recording is None:
        _begin(ground, call)


def pause(ground: Ground, request: inputs.PauseRecording) -> None:
    """What is said now is not kept."""
    call, recording = _running(ground, request, paused=False)
    recording.seconds += ground.now - recording.since
    recording.paused = True
    ground.command(switch.PauseRecording(recording.recording))
    ground.fact(facts.RecordingPaused(call.call, request.agent, recording.recording))


def resume(ground: Ground, request: inputs.ResumeRecording) -> None:
    """What is said now is kept again, in the same file."""
    call, recording = _running(ground, request, paused=True)
    recording.since, recording.paused = ground.now, False
    ground.command(switch.ResumeRecording(recording.recording))
    ground.fact(facts.RecordingResumed(call.call, request.agent, recording.recording))


def stop(ground: Ground, request: inputs.StopRecording) -> None:
    """The file is complete."""
    call, _, _ = legs.talking(ground, request.call, request.agent)
    if call.recording is None:
        raise Refusal(ErrorId.WRONG_STATE, state="not_recording")
    end(ground, call)


def end(ground: Ground, call: Call) -> None:
    """The part of the call that was recorded is over."""
    if call.recording is not None:
        ground.command(switch.StopRecording(call.recording.recording))
        _close(ground, call, call.recording, complete=True)


def ended_by_switch(ground: Ground, recording_id: RecordingId, *, complete: bool) -> None:
    """The switch has ended it: a full disk, or somebody at the switch. One that we ended says nothing new."""
    call_id = ground.recordings.get(recording_id)
    call = ground.state.calls.get(call_id) if call_id is not None else None
    if call is not None and call.recording is not None and call.recording.recording == recording_id:
        _close(ground, call, call.recording, complete=complete)


def _begin(ground: Ground, call: Call) -> None:
    if call.leg is None:
        return
    call.recordings += 1
    name = RecordingId(f"{ground.state.mark}-r{call.call}.{call.recordings}")
    call.recording = Recording(name, call.leg.agent, call.leg.number, ground.now)
    ground.recordings[name] = call.call
    ground.command(switch.StartRecording(ground.bridge_of(call), name))
    ground.fact(facts.RecordingStarted(call.call, call.leg.agent, call.leg.number, name))


def _close(ground: Ground, call: Call, recording: Recording, *, complete: bool) -> None:
    call.recording = None
    ground.recordings.pop(recording.recording, None)
    seconds = recording.seconds + (0.0 if recording.paused else ground.now - recording.since)
    ground.fact(facts.RecordingEnded(call.call, recording.agent, recording.recording, seconds, complete))


def _running(
    ground: Ground, request: inputs.PauseRecording | inputs.ResumeRecording, *, paused: bool
) -> tuple[Call, Recording]:
    call, _, _ = legs.talking(ground, request.call, request.agent)
    recording = call.recording
    if recording is None or recording.paused is not paused:
        state = "not_recording" if recording is None else "paused" if recording.paused else "recording"
        raise Refusal(ErrorId.WRONG_STATE, state=state)
    return call, recording
