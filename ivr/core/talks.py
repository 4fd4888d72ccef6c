"""The conversation: hold, retrieve, keys, handing the caller on, and every way in which it ends."""

from __future__ import annotations

import re

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import AgentId, CallId, Cause, QueueId
from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from ivr import facts, inputs
from ivr.core import agents, call_machine, menu, waiting
from ivr.core.call_machine import CallEvent, Place
from ivr.core.ground import Ground
from ivr.core.state import Agent, Call, Leg

_DIGITS = re.compile(r"[0-9*#A-D]{1,32}")
_OUTSIDE = re.compile(r"\+?[0-9]{2,15}")
_TALKING = frozenset({Place.CONNECTED, Place.HELD})


def hold(ground: Ground, request: inputs.HoldCall) -> None:
    """Music for the caller."""
    call, _, leg = _talking(ground, request.call, request.agent)
    call.place = call_machine.advance(call.place, CallEvent.HOLD)
    leg.talk_s += ground.now - leg.since
    leg.since = ground.now
    ground.command(switch.Hold(ground.bridge_of(call), call.connection))
    ground.fact(facts.Held(call.call, leg.agent, leg.number))


def retrieve(ground: Ground, request: inputs.RetrieveCall) -> None:
    """Back to the caller."""
    call, _, leg = _talking(ground, request.call, request.agent)
    call.place = call_machine.advance(call.place, CallEvent.RETRIEVE)
    leg.hold_s += ground.now - leg.since
    leg.since = ground.now
    ground.command(switch.Retrieve(ground.bridge_of(call), call.connection))
    ground.fact(facts.Retrieved(call.call, leg.agent, leg.number))


def generate_digits(ground: Ground, request: inputs.GenerateDigits) -> None:
    """DTMF to the far end."""
    call, _, _ = _talking(ground, request.call, request.agent)
    if not _DIGITS.fullmatch(request.digits):
        raise Refusal(ErrorId.BAD_DIGITS, digits=request.digits)
    ground.command(switch.SendDigits(call.connection, request.digits))


def clear(ground: Ground, request: inputs.ClearConnection) -> None:
    """The agent hangs up; the call ends when the switch says that it has."""
    call, _, _ = _talking(ground, request.call, request.agent)
    ground.hang_up(call)


def transfer(ground: Ground, request: inputs.TransferCall) -> None:
    """Hand the caller on without asking first; the agent's leg is over."""
    call, agent, leg = _talking(ground, request.call, request.agent)
    wanted = _check_target(ground, request)
    ground.fact(facts.Transferred(call.call, leg.agent, leg.number, request.kind, request.target))
    _part(ground, call)
    _end_leg(ground, call, agent, Cause.NORMAL)
    if request.kind == "number":
        _hand_out(ground, call, request.target)
        return
    if request.kind == "queue":
        call.queue, call.skills = QueueId(request.target), frozenset()
    waiting.enter(ground, call, wanted)


def caller_gone(ground: Ground, call: Call, cause: Cause) -> None:
    """The caller's connection has ended: whatever was going on is over, and so is the call."""
    place = call.place
    if call.leaving and cause is Cause.LINE_LOST:
        cause = Cause.NORMAL  # we hung up, and the link went before we heard that it was done
    outcome = call.outcome or _OUTCOMES[place]
    if cause is Cause.LINE_LOST:
        outcome = "lost"
    if place is Place.MENU:
        menu.leave(ground, call)
    elif place is Place.OFFERED:
        waiting.abandon(ground, call)
    elif call.agent is not None:
        _end_leg(ground, call, ground.state.agents[call.agent], cause)
    elif call.outside is not None:
        ground.command(switch.Clear(call.outside))
    call.place = call_machine.advance(place, CallEvent.CLEAR)
    ground.acd.forget_call(call.call)
    if call.bridge is not None:
        ground.command(switch.ReleaseBridge(call.bridge))
    ground.fact(facts.CallCleared(call.call, cause, outcome))
    call.ended_cause = cause
    agents.close_if_complete(ground, call)


def agent_line_gone(ground: Ground, call: Call, agent: Agent, cause: Cause) -> None:
    """The agent's telephone left the conversation: they hung up, or it failed and the caller waits for another agent."""
    if cause is Cause.NORMAL:
        ground.hang_up(call)
        return
    if call.place is Place.CONNECTED:
        _part(ground, call)
    else:
        call.music = True
    _end_leg(ground, call, agent, cause)
    waiting.enter(ground, call)


def outside_answered(ground: Ground, call: Call) -> None:
    """The outside number took the caller."""
    if call.outside is None:
        return
    call.outside_up = True
    waiting.stop_music(ground, call)
    ground.command(switch.Bridge(ground.bridge_of(call), (call.connection, call.outside)))


def outside_gone(ground: Ground, call: Call, cause: Cause) -> None:
    """The outside number hung up, and so the call ends; or never answered, and the caller waits in the queue again."""
    call.outside = None
    if call.place is not Place.OUTSIDE:
        return
    if call.outside_up:
        ground.hang_up(call)
        return
    ground.fact(facts.Failed(call.call, "Dial", cause.value))
    waiting.enter(ground, call)


_OUTCOMES = {
    Place.MENU: "in_menu",
    Place.QUEUED: "abandoned",
    Place.OFFERED: "abandoned",
    Place.CONNECTED: "handled",
    Place.HELD: "handled",
    Place.OUTSIDE: "handled",
}


def _talking(ground: Ground, call_id: CallId, agent_id: AgentId) -> tuple[Call, Agent, Leg]:
    call, agent = ground.call(call_id, agent_id)
    if call.place not in _TALKING or call.agent != agent_id or call.leg is None:
        raise Refusal(ErrorId.WRONG_STATE, state=call.place.value)
    ground.require_switch()
    return call, agent, call.leg


def _check_target(ground: Ground, request: inputs.TransferCall) -> AgentId | None:
    """Whether there is somewhere to hand to; gives the agent, if it is one."""
    if request.kind == "queue" and QueueId(request.target) in ground.queues:
        return None
    if request.kind == "number" and _OUTSIDE.fullmatch(request.target):
        return None
    target = AgentId(request.target)
    if request.kind != "agent" or target not in ground.state.agents or target == request.agent:
        raise Refusal(ErrorId.UNKNOWN_TARGET, kind=request.kind, target=request.target)
    if not ground.acd.is_idle(target):
        raise Refusal(ErrorId.TARGET_UNAVAILABLE, kind=request.kind, target=request.target)
    return target


def _part(ground: Ground, call: Call) -> None:
    """Take the caller out of the conversation; they hear music."""
    if call.place is Place.CONNECTED:
        ground.command(switch.Hold(ground.bridge_of(call), call.connection))
    call.music = True


def _hand_out(ground: Ground, call: Call, number: str) -> None:
    call.place = call_machine.advance(call.place, CallEvent.HAND_OUT)
    call.outside, call.outside_up = ground.new_connection(call.call), False
    timeout_s = ground.plan.station_ring_s
    ground.command(switch.Dial(call.outside, number, ground.plan.caller_number, "", timeout_s))


def _end_leg(ground: Ground, call: Call, agent: Agent, cause: Cause) -> None:
    leg = call.leg
    if leg is None:
        return
    if call.place is Place.HELD:
        leg.hold_s += ground.now - leg.since
    else:
        leg.talk_s += ground.now - leg.since
    ground.fact(facts.LegEnded(call.call, agent.agent, leg.number, cause, leg.talk_s, leg.hold_s))
    call.leg = call.agent = None
    _free_line(ground, call, agent)
    agents.finish(ground, agent, call)


def _free_line(ground: Ground, call: Call, agent: Agent) -> None:
    """A nailed-up station leaves the bridge and stays; one that rang for this call is hung up."""
    if agent.line is None:
        return
    if agents.is_nailed_up(ground, agent):
        ground.command(switch.Unbridge(ground.bridge_of(call), agent.line))
        return
    ground.command(switch.Clear(agent.line))
    ground.owners.pop(agent.line, None)
    agent.line, agent.line_up = None, False
