"""The conversation: hold, retrieve, keys, handing the caller on, and every way in which it ends."""

from __future__ import annotations

import re

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import Cause, ConnectionId, Direction, QueueId
from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import AgentState, ConsultStage
from ivr import facts, inputs
from ivr.core import (
    agents,
    call_machine,
    consulting,
    legs,
    menu,
    monitoring,
    outbound,
    recording,
    saying,
    stages,
    targets,
    waiting,
    work,
)
from ivr.core.call_machine import CallEvent, Place
from ivr.core.ground import Ground
from ivr.core.outbound import NOBODY
from ivr.core.state import Agent, Call, Leg
from ivr.core.timers import Timer

_DIGITS = re.compile(r"[0-9*#A-D]{1,32}")
_TARGETS = frozenset({"queue", "agent", "number"})


def hold(ground: Ground, request: inputs.HoldCall) -> None:
    """Music for the caller."""
    call, _, leg = _alone_with_caller(ground, request)
    legs.hold(ground, call, leg)


def retrieve(ground: Ground, request: inputs.RetrieveCall) -> None:
    """Back to the caller."""
    call, _, leg = _alone_with_caller(ground, request)
    legs.retrieve(ground, call, leg)


def mute(ground: Ground, request: inputs.MuteCall) -> None:
    """The caller does not hear the agent, or hears them again. Asked for what is, nothing happens."""
    call, agent, leg = _alone_with_caller(ground, request)
    if call.place is not Place.CONNECTED or agent.line is None:
        raise Refusal(ErrorId.WRONG_STATE, state=call.place.value)
    if request.on is leg.muted:
        return
    if request.on:
        leg.muted = True
        ground.command(switch.Mute(agent.line))
        ground.fact(facts.Muted(call.call, agent.agent, leg.number))
    else:
        legs.unmute(ground, agent, leg)
        ground.fact(facts.Unmuted(call.call, agent.agent, leg.number))


def mute_refused(ground: Ground, agent: Agent, reason: str) -> None:
    """The switch does not do it: nobody is to think that they are not heard."""
    call = ground.state.calls.get(agent.call) if agent.call is not None else None
    if call is None or call.leg is None or call.leg.agent != agent.agent or not call.leg.muted:
        return
    call.leg.muted = False
    ground.fact(facts.Failed(call.call, "Mute", reason))
    ground.fact(facts.Unmuted(call.call, agent.agent, call.leg.number))


def generate_digits(ground: Ground, request: inputs.GenerateDigits) -> None:
    """DTMF to the far end: the number that is consulted, while it is that one the agent talks to."""
    call, _, _ = legs.talking(ground, request.call, request.agent)
    if not _DIGITS.fullmatch(request.digits):
        raise Refusal(ErrorId.BAD_DIGITS, digits=request.digits)
    far_end = call.connection
    if call.consult is not None and call.consult.stage is ConsultStage.CONSULTING:
        far_end = call.consult.connection or far_end
    ground.command(switch.SendDigits(far_end, request.digits))


def clear(ground: Ground, request: inputs.ClearConnection) -> None:
    """Hang up on whoever one talks to: the caller, and the call ends when the switch says that it has; a third party, and it
    is back to the caller. Who hangs up in a conference leaves the other two to one another.
    """
    call, agent = ground.call(request.call, request.agent)
    if consulting.is_asked(call, agent.agent) and agent.state is AgentState.BUSY:
        consulting.end(ground, call, "left")
        return
    if call.place is Place.DIALLING and call.agent == agent.agent:
        _stop_dialling(ground, call, Cause.NORMAL)
        return
    if call.place is Place.WORKING:
        finish_work(ground, call, agent)
        return
    call, agent, _ = legs.talking(ground, request.call, request.agent)
    stage = call.consult.stage if call.consult is not None else None
    if stage is ConsultStage.CONFERENCE:
        consulting.hand_over(ground, call, agent, Cause.NORMAL)
    elif stage in {ConsultStage.RINGING, ConsultStage.CONSULTING}:
        consulting.reconnect(ground, inputs.ReconnectCall(agent.agent, call.call))
    else:
        _agent_is_done(ground, call, agent)


def finish_work(ground: Ground, call: Call, agent: Agent) -> None:
    """A message or a follow-up is done with."""
    work.end_message(ground, agent)
    caller_gone(ground, call, Cause.NORMAL)


def transfer(ground: Ground, request: inputs.SingleStepTransferCall) -> None:
    """Hand the caller on without asking first; the agent's leg is over."""
    call, agent, leg = _alone_with_caller(ground, request)
    wanted = targets.require(ground, agent.agent, request.kind, request.target, _TARGETS)
    ground.fact(facts.Transferred(call.call, leg.agent, leg.number, request.kind, request.target))
    recording.end(ground, call)
    _part(ground, call)
    legs.end(ground, call, agent, Cause.NORMAL)
    if request.kind == "number":
        _hand_out(ground, call, request.target)
        return
    if request.kind == "queue":
        call.queue, call.skills = QueueId(request.target), frozenset()
    waiting.enter(ground, call, wanted)


def caller_gone(ground: Ground, call: Call, cause: Cause) -> None:
    """The caller's connection has ended: whatever was going on is over, and so is the call. Somebody who has asked in the menu to be
    called back waits on, with nobody on the line.
    """
    if call.place is Place.MENU:
        menu.leave(ground, call)
        if call.callback:
            _call_back_in_time(ground, call)
            return
    consulting.end(ground, call, "caller_gone")
    recording.end(ground, call)
    monitoring.over(ground, call)
    if outbound.may_try_again(ground, call, cause):
        _call_back_again(ground, call, cause)
        return
    place = call.place
    if call.leaving and cause is Cause.LINE_LOST:
        cause = Cause.NORMAL  # we hung up, and the link went before we heard that it was done
    outcome = "lost" if cause is Cause.LINE_LOST else _outcome(call)
    saying.leave_flow(ground, call)
    if place is Place.OFFERED:
        waiting.abandon(ground, call)
    elif call.agent is not None:
        legs.end(ground, call, ground.state.agents[call.agent], cause)
    elif call.outside is not None:
        ground.command(switch.Clear(call.outside))
    call.place = call_machine.advance(place, CallEvent.CLEAR)
    if outcome == "abandoned":
        stages.give_up(ground, call)
    stages.end(ground, call)
    ground.acd.forget_call(call.call)
    if call.bridge is not None:
        ground.command(switch.ReleaseBridge(call.bridge))
    ground.fact(facts.CallCleared(call.call, cause, outcome))
    call.ended_cause = cause
    agents.close_if_complete(ground, call)


def agent_line_gone(ground: Ground, call: Call, agent: Agent, cause: Cause) -> None:
    """An agent's telephone left the conversation: they hung up, or it failed.

    Nobody is lost by it: caller and third party go on where they can, a colleague who was consulted is merely gone, and a
    caller whose agent's telephone failed waits for another one.
    """
    if consulting.is_asked(call, agent.agent):
        consulting.end(ground, call, "left")
        return
    if call.place is Place.WORKING:
        return  # it needs no telephone
    if call.place is Place.DIALLING:
        _stop_dialling(ground, call, cause)
        return
    stage = call.consult.stage if call.consult is not None else None
    if stage is ConsultStage.CONFERENCE or (stage is ConsultStage.CONSULTING and cause is Cause.NORMAL):
        consulting.hand_over(ground, call, agent, cause)
        return
    consulting.end(ground, call, "withdrawn")
    if cause is Cause.NORMAL and stage is not ConsultStage.RINGING:
        _agent_is_done(ground, call, agent)
        return
    recording.end(ground, call)
    if call.place is Place.CONNECTED:
        _part(ground, call)
    else:
        call.music = True
    legs.end(ground, call, agent, cause)
    waiting.enter(ground, call)


def other_answered(ground: Ground, call: Call, connection: ConnectionId) -> None:
    """An outside number answered: one that is consulted, or one that the caller was handed to."""
    if call.consult is not None and connection == call.consult.connection:
        if call.consult.answered is None:
            consulting.answered(ground, call)
    elif connection == call.outside and not call.outside_up:
        call.outside_up = True
        menu.leave(ground, call)
        saying.stop_music(ground, call)
        ground.command(switch.Bridge(ground.bridge_of(call), (call.connection, connection)))


def other_gone(ground: Ground, call: Call, connection: ConnectionId, cause: Cause) -> None:
    """An outside number is gone. One that was consulted, and the call goes on; one that had the caller, and the call ends; one that
    never answered, and the caller waits in the queue again.
    """
    if call.consult is not None and connection == call.consult.connection:
        consulting.number_gone(ground, call, cause)
    elif connection == call.outside:
        _outside_gone(ground, call, cause)


_OUTCOMES = {
    Place.MENU: "in_menu",
    Place.PROMISED: "in_menu",
    Place.QUEUED: "abandoned",
    Place.OFFERED: "abandoned",
    Place.WORKING: "handled",
    Place.DIALLING: "not_reached",
    Place.CONNECTED: "handled",
    Place.HELD: "handled",
    Place.OUTSIDE: "handled",
}


def _outcome(call: Call) -> str:
    """How the call has ended, as far as that follows from where it was."""
    if call.place is Place.MENU and call.last_agent is not None:
        return "handled"  # in the menu after the conversation
    if call.place is Place.OUTSIDE and call.walk is not None:
        return "in_menu"  # the number still rang
    return call.outcome or _OUTCOMES[call.place]


def _agent_is_done(ground: Ground, call: Call, agent: Agent) -> None:
    """They have hung up: so do we, unless the queue has something to ask the caller. Whose telephone is gone need not wait for the
    caller to be: nothing of the call is theirs any more.
    """
    flow = "" if call.leaving or call.direction is Direction.OUT else ground.queues[call.queue].after_call
    if not flow and agent.line is not None:
        ground.hang_up(call)
        return
    recording.end(ground, call)
    monitoring.over(ground, call)
    if not flow:
        ground.hang_up(call)
    elif call.place is Place.CONNECTED:
        ground.command(switch.Unbridge(ground.bridge_of(call), call.connection))
    else:
        ground.command(switch.StopMusic(call.connection))
    legs.end(ground, call, agent, Cause.NORMAL)
    call.place = call_machine.advance(call.place, CallEvent.RETURN)
    if flow:
        menu.begin(ground, call, flow)


def _call_back_in_time(ground: Ground, call: Call) -> None:
    """In their turn, or at the time they asked for; with nobody on the line until then."""
    call.connection, call.leaving, call.outcome = NOBODY, False, ""
    if call.call_at is None or call.call_at <= ground.now:
        waiting.enter(ground, call)
        return
    call.place = call_machine.advance(call.place, CallEvent.PROMISE)
    ground.timers.set(Timer.CALLBACK, str(call.call), call.call_at)


def _call_back_again(ground: Ground, call: Call, cause: Cause) -> None:
    """They were not reached. The agent's part in it is over and is logged; the call waits for its next try."""
    if call.agent is not None:
        legs.end(ground, call, ground.state.agents[call.agent], cause)
    call.connection, call.leaving = NOBODY, False
    call.place = call_machine.advance(call.place, CallEvent.PROMISE)
    again = ground.now + ground.queues[call.queue].callback_retry_s
    ground.timers.set(Timer.CALLBACK, str(call.call), again)
    ground.fact(facts.CallbackMissed(call.call, call.tries, again))


def _stop_dialling(ground: Ground, call: Call, cause: Cause) -> None:
    """The agent gives up, or their telephone does; where the number has not been dialled yet there is nothing to hang up."""
    if call.connection:
        ground.hang_up(call)
    else:
        caller_gone(ground, call, cause)


def _outside_gone(ground: Ground, call: Call, cause: Cause) -> None:
    call.outside = None
    if call.place is not Place.OUTSIDE:
        return
    if call.outside_up:
        ground.hang_up(call)
        return
    if call.walk is not None:
        menu.transfer_failed(ground, call, cause)
        return
    ground.fact(facts.Failed(call.call, "Dial", cause.value))
    waiting.enter(ground, call)


def _alone_with_caller(
    ground: Ground, request: inputs.HoldCall | inputs.RetrieveCall | inputs.MuteCall | inputs.SingleStepTransferCall
) -> tuple[Call, Agent, Leg]:
    call, agent, leg = legs.talking(ground, request.call, request.agent)
    if call.consult is not None:
        raise Refusal(ErrorId.WRONG_STATE, state=call.consult.stage.value)
    return call, agent, leg


def _part(ground: Ground, call: Call) -> None:
    """Take the caller out of the conversation; they hear music."""
    if call.place is Place.CONNECTED:
        ground.command(switch.Hold(ground.bridge_of(call), call.connection))
    call.music = True


def _hand_out(ground: Ground, call: Call, number: str) -> None:
    call.place = call_machine.advance(call.place, CallEvent.HAND_OUT)
    call.outside, call.outside_up = ground.new_connection(call.call), False
    timeout_s = ground.plan.outside_ring_s
    ground.command(switch.Dial(call.outside, number, ground.plan.caller_number, "", timeout_s))
