"""An agent's part in a call: it begins, is held and retrieved, and ends; its talk and hold time are its own.

What all conversations have in common. Must never decide who talks to whom.
"""

from __future__ import annotations

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import AgentId, CallId, Cause
from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from ivr import facts
from ivr.core import agents, call_machine, stages
from ivr.core.call_machine import CallEvent, Place
from ivr.core.ground import Ground
from ivr.core.state import Agent, Call, Leg

_TALKING = frozenset({Place.CONNECTED, Place.HELD})
_SILENT = frozenset({Place.WORKING, Place.DIALLING})
"""The agent has it, and talks to nobody."""


def talking(ground: Ground, call_id: CallId, agent_id: AgentId) -> tuple[Call, Agent, Leg]:
    """The call that this agent has in conversation.

    Raises:
        Refusal: `no_such_call`, `not_your_call`, `wrong_state`, `switch_down`.

    """
    call, agent = ground.call(call_id, agent_id)
    if call.place not in _TALKING or call.agent != agent_id or call.leg is None:
        raise Refusal(ErrorId.WRONG_STATE, state=call.place.value)
    ground.require_switch()
    return call, agent, call.leg


def begin(ground: Ground, call: Call, agent: Agent) -> None:
    """The next leg is this agent's, and so is its log."""
    stages.end(ground, call)
    call.legs += 1
    call.open_logs += 1
    call.leg = Leg(agent.agent, call.legs, ground.now)
    call.agent = call.last_agent = agent.agent
    agent.logged, agent.leg = None, call.legs


def hold(ground: Ground, call: Call, leg: Leg) -> None:
    """The caller leaves the bridge and hears music."""
    call.place = call_machine.advance(call.place, CallEvent.HOLD)
    leg.talk_s += ground.now - leg.since
    leg.since = ground.now
    unmute(ground, ground.state.agents[leg.agent], leg)
    ground.command(switch.Hold(ground.bridge_of(call), call.connection))
    ground.fact(facts.Held(call.call, leg.agent, leg.number))


def unmute(ground: Ground, agent: Agent, leg: Leg) -> None:
    """The agent is heard again, if they were not."""
    if leg.muted and agent.line is not None:
        ground.command(switch.Unmute(agent.line))
    leg.muted = False


def retrieve(ground: Ground, call: Call, leg: Leg) -> None:
    """The caller is back in the bridge."""
    call.place = call_machine.advance(call.place, CallEvent.RETRIEVE)
    leg.hold_s += ground.now - leg.since
    leg.since = ground.now
    ground.command(switch.Retrieve(ground.bridge_of(call), call.connection))
    ground.fact(facts.Retrieved(call.call, leg.agent, leg.number))


def end(ground: Ground, call: Call, agent: Agent, cause: Cause) -> None:
    """The agent is out of it; their wrap-up begins."""
    leg = call.leg
    if leg is None:
        return
    if call.place is Place.HELD:
        leg.hold_s += ground.now - leg.since
    elif call.place not in _SILENT:
        leg.talk_s += ground.now - leg.since
    if call.place not in _SILENT:
        agent.calls += 1
        agent.talk_s += leg.talk_s + leg.hold_s
        stages.remember(ground, call, agent.agent)
    ground.fact(facts.LegEnded(call.call, agent.agent, leg.number, cause, leg.talk_s, leg.hold_s))
    call.leg = call.agent = None
    if agents.is_nailed_up(ground, agent):  # one that rang for this call is hung up
        unmute(ground, agent, leg)
    free_line(ground, call, agent)
    agents.finish(ground, agent, call)


def free_line(ground: Ground, call: Call, agent: Agent) -> None:
    """A nailed-up station leaves the bridge and stays; one that rang for this call is hung up."""
    if agent.line is None:
        return
    if agents.is_nailed_up(ground, agent):
        if call.bridge is not None:
            ground.command(switch.Unbridge(call.bridge, agent.line))
        return
    ground.command(switch.Clear(agent.line))
    ground.owners.pop(agent.line, None)
    agent.line, agent.line_up = None, False
