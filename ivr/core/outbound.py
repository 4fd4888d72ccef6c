"""Calls that we make: an agent dials a number, or calls back somebody who asked for it instead of waiting.

Agent and number are *dialling* until the far end answers; from then on it is a call like any other. One that is not answered has a
log and a wrap-up all the same. Somebody who asked to be called back keeps their place in the queue with nobody on the line:
an empty connection.
"""

from __future__ import annotations

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import CallId, Cause, ConnectionId, Direction, QueueId
from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import AgentState
from ivr import facts, inputs
from ivr.core import agents, call_machine, legs, monitoring, recording, targets
from ivr.core.call_machine import CallEvent, Place
from ivr.core.ground import Ground
from ivr.core.state import Agent, Call
from ivr.effects import LookUpCaller

_FREE = frozenset({AgentState.READY, AgentState.NOT_READY})
_AGAIN = frozenset({Cause.BUSY, Cause.NO_ANSWER})
NOBODY = ConnectionId("")
"""The connection of a call that nobody is on the line of."""


def make(ground: Ground, request: inputs.MakeCall) -> None:
    """An agent calls a number, on behalf of one of their queues."""
    agent = ground.agent(request.agent)
    queue = _on_behalf_of(ground, agent, request.queue)
    targets.require(ground, agent.agent, "number", request.number, frozenset({"number"}))
    _require_free(ground, agent)
    monitoring.leave(ground, agent)
    ground.state.last_call += 1
    call = Call(CallId(ground.state.last_call), NOBODY, request.number, "", False, ground.plan.caller_number)
    call.direction, call.place, call.queue = Direction.OUT, Place.DIALLING, queue
    call.arrived = ground.now
    ground.state.calls[call.call] = call
    ground.fact(facts.CallMade(call.call, agent.agent, call.ani, call.dnis, queue))
    ground.effects.append(LookUpCaller(call.call, call.ani, False))
    agents.call_out(ground, agent, call)
    _begin(ground, call, agent)


def call_back(ground: Ground, call: Call, agent: Agent) -> None:
    """An agent took the offer of somebody who wants to be called back."""
    call.place = call_machine.advance(call.place, CallEvent.DIAL)
    call.tries += 1
    ground.fact(facts.Accepted(call.call, agent.agent))
    agents.take(ground, agent, call)
    _begin(ground, call, agent)


def dial_for(ground: Ground, call: Call, agent: Agent) -> None:
    """The agent's telephone first, should it not stand, and then the number."""
    ground.fact(facts.Dialled(call.call, agent.agent, call.legs))
    if agent.line_up:
        dial(ground, call)
    elif agent.line is None:
        agents.ring(ground, agent, call, ground.plan.station_ring_s)


def dial(ground: Ground, call: Call) -> None:
    """The agent is on the line: now the number."""
    call.connection = ground.new_connection(call.call)
    shown, timeout_s = ground.plan.caller_number, ground.plan.outside_ring_s
    ground.command(switch.Dial(call.connection, call.call_number or call.ani, shown, "", timeout_s))


def may_try_again(ground: Ground, call: Call, cause: Cause) -> bool:
    """Whether a callback that was not answered is to be tried again."""
    missed = call.place is Place.DIALLING and call.callback and cause in _AGAIN
    return missed and call.tries < ground.queues[call.queue].callback_tries


def answered(ground: Ground, call: Call) -> None:
    """The far end is there: a conversation like any other begins."""
    if call.leg is None or call.agent is None:
        return
    line = ground.state.agents[call.agent].line
    if line is None:
        return  # its end has been told and the call is being hung up
    call.place = call_machine.advance(call.place, CallEvent.ESTABLISH)
    call.answered, call.outcome, call.callback = True, "", False
    call.leg.since = ground.now
    ground.command(switch.Bridge(ground.bridge_of(call), (call.connection, line)))
    ground.fact(facts.Established(call.call, call.agent, call.leg.number))
    recording.begin_if_wanted(ground, call)


def _begin(ground: Ground, call: Call, agent: Agent) -> None:
    legs.begin(ground, call, agent)
    dial_for(ground, call, agent)


def _on_behalf_of(ground: Ground, agent: Agent, wanted: QueueId) -> QueueId:
    queues = ground.agent_plans[agent.agent].queues
    if wanted in queues:
        return wanted
    if wanted or not queues:
        raise Refusal(ErrorId.UNKNOWN_TARGET, kind="queue", target=wanted)
    return queues[0]


def _require_free(ground: Ground, agent: Agent) -> None:
    ground.require_switch()
    if agent.state not in _FREE:
        raise Refusal(ErrorId.WRONG_STATE, state=agent.state.value)
    if not agent.station:
        raise Refusal(ErrorId.STATION_MISSING)
    if not agents.reachable(ground, agent):
        raise Refusal(ErrorId.STATION_DOWN, station=agent.station)
