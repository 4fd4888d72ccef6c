"""The voice menu: carries out what a flow asks for, and tells it what the caller did. What a flow means is decided by
`ivr.flow.interpreter` alone.

Callers who wait may be in a flow of their queue meanwhile: they hear it in place of the music, keep their place, and leave it
with the node that lets the call go.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from agent_desktop.cti.switch import Dial, DigitReceived, StartMusic
from agent_desktop.cti.vocabulary import CallId, Cause, Direction, PlaybackId
from ivr import facts, inputs
from ivr.core import call_machine, figures, flows, messages, saying, waiting
from ivr.core.call_machine import CallEvent, Place
from ivr.core.ground import Ground
from ivr.core.state import Call
from ivr.core.timers import Timer
from ivr.effects import AskStore
from ivr.flow import interpreter, steps
from ivr.flow.model import Ending
from ivr.flow.state import Walk


def begin(ground: Ground, call: Call, flow: str) -> None:
    """Start a flow of the plan."""
    call.flow = flow
    caller = steps.Caller(
        call.ani,
        call.withheld,
        call.dnis,
        call.language,
        call.segment,
        call.customer,
        call.blocked
        and call.place is Place.MENU,  # who waits has been let in: their queue's flow does not turn them away
        call.attributes,
    )
    walk = interpreter.begin(flows.of(ground, call), caller, ground.now, partial(figures.figure, ground, call))
    if call.language is None:
        call.language = walk.state.language
        ground.fact(facts.LanguageChosen(call.call, call.language))
    _follow(ground, call, walk)


def picked_up(ground: Ground, call: Call) -> None:
    """The caller is off hook and can hear what has been waiting to be said."""
    call.answered = True
    if call.unsaid is not None:
        saying.say(ground, call, call.unsaid)


def digit(ground: Ground, call: Call, event: DigitReceived) -> None:
    """The caller pressed a key."""
    advance(ground, call, steps.DigitPressed(event.digit))


def prompts_ended(ground: Ground, playback: PlaybackId) -> None:
    """A playback is over; only the one that the flow waits for counts."""
    call_id = ground.playbacks.pop(playback, None)
    call = ground.state.calls.get(call_id) if call_id is not None else None
    if call is not None and call.playback == playback:
        call.playback = None
        advance(ground, call, steps.PromptsEnded())


def timed_out(ground: Ground, call_id: CallId) -> None:
    """The caller has taken too long."""
    advance(ground, ground.state.calls[call_id], steps.TimedOut())


def advance(ground: Ground, call: Call, event: steps.FlowEvent) -> None:
    """Tell the flow what happened, if it still goes on."""
    if call.place not in _IN_A_FLOW or call.walk is None or call.outcome:
        return
    asks = partial(figures.figure, ground, call)
    _follow(ground, call, interpreter.advance(flows.of(ground, call), call.walk, event, ground.now, asks))


def store_answered(ground: Ground, item: inputs.StoreAnswered) -> None:
    """The store has answered a question of the flow; one about the caller may say whose call it is."""
    call = ground.state.calls.get(item.call)
    walk = call.walk if call is not None else None
    if call is None or walk is None or walk.asked != item.answer.number:
        return
    customer = item.answer.customer
    if item.answer.found and customer is not None:
        call.customer, call.segment = customer, item.answer.segment
        ground.fact(facts.CallerIdentified(call.call, customer))
    advance(ground, call, item.answer)


def transfer_failed(ground: Ground, call: Call, cause: Cause) -> None:
    """The number that the caller was put through to was not reached: the flow goes on."""
    ground.fact(facts.Failed(call.call, "Dial", cause.value))
    call.place = call_machine.advance(call.place, CallEvent.RETURN)
    saying.stop_music(ground, call)
    advance(ground, call, steps.TransferFailed())


def accompany(ground: Ground, call_id: CallId) -> None:
    """Callers who wait are in a flow of their queue, where it has one and something can be said."""
    call = ground.state.calls.get(call_id)
    if call is None or call.place is not Place.QUEUED or call.walk is not None or not call.connection:
        return
    flow = ground.queues[call.queue].while_waiting
    if flow and ground.state.speaks:
        begin(ground, call, flow)


def lead_out(ground: Ground, call_id: CallId, flow: str) -> None:
    """The queue has no agent for them, but something else."""
    call = ground.state.calls[call_id]
    saying.break_off(ground, call)
    waiting.withdraw(ground, call)
    begin(ground, call, flow)


def leave(ground: Ground, call: Call) -> None:
    """The call is in the menu no longer."""
    messages.close(ground, call, complete=True)
    saying.leave_flow(ground, call)


def _follow(ground: Ground, call: Call, walk: Walk) -> None:
    if walk.state is call.walk:
        return
    call.walk = walk.state
    if walk.deadline is None:
        ground.timers.cancel(Timer.FLOW, str(call.call))
    else:
        ground.timers.set(Timer.FLOW, str(call.call), walk.deadline)
    for action in walk.actions:
        if isinstance(action, _LEADS_OUT) and call.place in _WAITS:
            waiting.withdraw(ground, call)
        _CARRY_OUT[type(action)](action, ground, call)
    if call.place in _WAITS:
        saying.start_music(ground, call)


def _say(action: steps.Say, ground: Ground, call: Call) -> None:
    saying.say(ground, call, action)


def _stop_saying(_action: steps.StopSaying, ground: Ground, call: Call) -> None:
    saying.stop(ground, call)


def _choose_language(action: steps.ChooseLanguage, ground: Ground, call: Call) -> None:
    if call.language is not action.language:
        call.language = action.language
        ground.fact(facts.LanguageChosen(call.call, action.language))


def _record_keys(action: steps.RecordKeys, ground: Ground, call: Call) -> None:
    ground.fact(facts.KeysPressed(call.call, action.node, action.keys, action.label))


def _enter_queue(action: steps.EnterQueue, ground: Ground, call: Call) -> None:
    queue = action.queue or call.queue
    if call.place in _WAITS:
        if queue == call.queue:
            return  # they wait on, with music and nothing else
        waiting.withdraw(ground, call)
    if queue in ground.state.closed_queues:
        _turn_away(ground, call)
        return
    saying.stop(ground, call)
    leave(ground, call)
    if action.queue:
        call.queue, call.priority, call.skills = action.queue, action.priority, action.skills
    if call.callback:  # a message was left before
        call.direction, call.callback = Direction.IN, False
    waiting.enter(ground, call)


def _turn_away(ground: Ground, call: Call) -> None:
    """The queue is closed: what the flow says outside its hours, if it has such words, and the call ends."""
    flow = ground.plan.flows[call.flow]
    goodbye = interpreter.closing(flow)
    if goodbye is None or call.walk is None:
        _hang_up(steps.HangUp(Cause.NORMAL, Ending.CLOSED.value), ground, call)
    else:
        _follow(ground, call, interpreter.divert(flow, call.walk, goodbye, ground.now))


def _request_callback(action: steps.RequestCallback, ground: Ground, call: Call) -> None:
    if action.queue:
        call.queue, call.priority, call.skills = action.queue, action.priority, action.skills
    call.direction, call.callback = Direction.CALLBACK, True
    call.call_number, call.call_at = action.number, action.at
    ground.fact(facts.CallbackRequested(call.call, call.queue, action.number, action.at))


def _ask(action: steps.Ask, ground: Ground, call: Call) -> None:
    ground.effects.append(AskStore(call.call, action.number, action.question))


def _transfer_out(action: steps.TransferOut, ground: Ground, call: Call) -> None:
    call.place = call_machine.advance(call.place, CallEvent.HAND_OUT)
    call.music = True
    ground.command(StartMusic(call.connection))
    call.outside, call.outside_up = ground.new_connection(call.call), False
    ground.command(Dial(call.outside, action.number, ground.plan.caller_number, "", action.ring_s))
    ground.fact(facts.Diverted(call.call, action.number))


def _rate(action: steps.Rate, ground: Ground, call: Call) -> None:
    ground.fact(facts.Rated(call.call, call.last_agent, call.legs, action.score))


def _hang_up(action: steps.HangUp, ground: Ground, call: Call) -> None:
    leave(ground, call)
    call.outcome = action.outcome if call.last_agent is None else "handled"
    ground.hang_up(call, action.cause)


_WAITS = frozenset({Place.QUEUED, Place.OFFERED})
_IN_A_FLOW = _WAITS | {Place.MENU}
_LEADS_OUT = (steps.RequestCallback, steps.RecordMessage, steps.TransferOut, steps.HangUp)
_CARRY_OUT: dict[type, Callable[[Any, Ground, Call], None]] = {
    steps.Say: _say,
    steps.StopSaying: _stop_saying,
    steps.ChooseLanguage: _choose_language,
    steps.RecordKeys: _record_keys,
    steps.EnterQueue: _enter_queue,
    steps.RequestCallback: _request_callback,
    steps.Ask: _ask,
    steps.RecordMessage: messages.begin,
    steps.EndMessage: messages.stop,
    steps.TransferOut: _transfer_out,
    steps.Rate: _rate,
    steps.HangUp: _hang_up,
}
