"""Whoever is asked to take a call: an agent to whom it is offered from the queue, or a colleague who is consulted about it.
Both accept, decline, do not answer or fail in the same ways; what follows is `waiting`'s or `consulting`'s.
"""

from __future__ import annotations

from agent_desktop.cti.vocabulary import PlaybackId
from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import AgentState
from ivr import inputs
from ivr.core import agents, consulting, waiting, work
from ivr.core.call_machine import Place
from ivr.core.ground import Ground
from ivr.core.state import Agent, Call


def accept(ground: Ground, request: inputs.AcceptOffer) -> None:
    """Answer on screen; a telephone that rings by itself is picked up instead."""
    call, agent = _asked(ground, request)
    if call.is_work:
        _take(ground, call, agent)
        return
    ground.require_switch()
    if not agents.is_nailed_up(ground, agent) or agent.line is None:
        raise Refusal(ErrorId.LINE_CANNOT, capability="answer")
    _take(ground, call, agent)


def picked_up(ground: Ground, agent: Agent) -> None:
    """The telephone that rings was picked up."""
    if agent.call is None:
        return
    call = ground.state.calls[agent.call]
    if waiting.answers_itself(ground, call, agent):
        waiting.sound_tone(ground, call, agent)
    else:
        _take(ground, call, agent)


def tone_heard(ground: Ground, playback: PlaybackId) -> None:
    """The agent has been warned, or could not be: now they meet the caller. Or they have heard a message."""
    agent = ground.state.agents[ground.tones.pop(playback)]
    agent.tone = None
    if agent.state is AgentState.BUSY:
        work.message_heard(ground, agent)
    elif agent.state is AgentState.RESERVED and agent.call is not None and agent.line_up:
        _take(ground, ground.state.calls[agent.call], agent)


def decline(ground: Ground, request: inputs.DeclineOffer) -> None:
    """They do not want this call now."""
    call, agent = _asked(ground, request)
    if request.reason not in ground.plan.decline_codes:
        raise Refusal(ErrorId.UNKNOWN_REASON, reason=request.reason)
    _turn_down(ground, call, agent, request.reason)


def turn_down(ground: Ground, agent: Agent, reason: str) -> None:
    """They pressed reject on the telephone."""
    if agent.call is not None:
        _turn_down(ground, ground.state.calls[agent.call], agent, reason)


def fail(ground: Ground, agent: Agent, why: str, reason: str) -> None:
    """They did not answer, or cannot be reached: not ready, for this reason."""
    if agent.call is None:
        return
    call = ground.state.calls[agent.call]
    if consulting.is_asked(call, agent.agent):
        consulting.missed(ground, call, why, reason)
    else:
        waiting.fail(ground, call, agent, why, reason)


def _take(ground: Ground, call: Call, agent: Agent) -> None:
    if consulting.is_asked(call, agent.agent):
        consulting.accept(ground, call, agent)
    elif call.is_work:
        waiting.taken(ground, call, agent)
        work.begin(ground, call, agent)
        waiting.dismiss(ground, call, "taken")
    else:
        waiting.establish(ground, call, agent)


def _turn_down(ground: Ground, call: Call, agent: Agent, reason: str) -> None:
    if consulting.is_asked(call, agent.agent):
        consulting.end(ground, call, "declined")
    else:
        waiting.turn_down(ground, call, agent, reason)


def _asked(ground: Ground, request: inputs.AcceptOffer | inputs.DeclineOffer) -> tuple[Call, Agent]:
    """A call that is offered to this agent, or about which they are asked.

    Raises:
        Refusal: `no_such_call`, `not_your_call`, `not_offered`.

    """
    call, agent = ground.call(request.call, request.agent)
    mine = call.place is Place.OFFERED and agent.agent in (call.agent, *call.others)
    if agent.state is not AgentState.RESERVED or not (mine or consulting.is_asked(call, agent.agent)):
        raise Refusal(ErrorId.NOT_OFFERED, call=str(request.call))
    return call, agent
