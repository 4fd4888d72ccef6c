"""Agents' telephones: nailed up for the whole shift, or rung for each call; what their connections do, and what it means."""

from __future__ import annotations

from agent_desktop.cti.switch import Clear, Dial
from agent_desktop.cti.vocabulary import Cause, ConnectionId
from agent_desktop.protocol.messages import AgentState
from ivr import facts
from ivr.core import agents, monitoring, offers, outbound, talks, work
from ivr.core.call_machine import Place
from ivr.core.ground import Ground
from ivr.core.state import Agent
from ivr.core.timers import Timer

_DECLINED_BY_PHONE = {Cause.BUSY, Cause.REJECTED}


def connect(ground: Ground, agent: Agent) -> None:
    """Dial a nailed-up station, unless it stands or is being dialled."""
    if agent.state is AgentState.LOGGED_OFF or agent.line is not None or not agents.is_nailed_up(ground, agent):
        return
    if not agent.station or not ground.state.switch_up:
        return
    agent.line = ground.new_connection(agent.agent)
    ground.command(
        Dial(agent.line, agent.station, ground.plan.caller_number, "", ground.plan.station_ring_s),
    )


def hang_up(ground: Ground, agent: Agent) -> None:
    """The agent logs off: their telephone is free again."""
    ground.timers.cancel(Timer.STATION, agent.agent)
    if agent.line is not None:
        ground.command(Clear(agent.line))
        ground.owners.pop(agent.line, None)
        agent.line, agent.line_up = None, False


def answered(ground: Ground, agent: Agent) -> None:
    """The telephone was picked up."""
    if agents.is_nailed_up(ground, agent):
        agent.line_up = True
        ground.fact(facts.StationUp(agent.agent))
        agents.offer_calls_to(ground, agent)
    elif agent.state is AgentState.RESERVED:
        agent.line_up = True
        offers.picked_up(ground, agent)
    elif agent.call is not None and ground.state.calls[agent.call].place is Place.DIALLING:
        agent.line_up = True
        outbound.dial(ground, ground.state.calls[agent.call])
    elif agent.call is not None and ground.state.calls[agent.call].place is Place.WORKING:
        agent.line_up = True
        work.telephone_is_there(ground, agent)
    elif agent.monitor is not None:
        agent.line_up = True
        monitoring.listen(ground, agent)


def ended(ground: Ground, agent: Agent, connection: ConnectionId, cause: Cause) -> None:
    """The telephone's connection is over."""
    if monitoring.is_ear(agent, connection):
        monitoring.leave(ground, agent)
    if agent.line != connection:
        return
    agent.line, agent.line_up = None, False
    monitoring.leave(ground, agent)
    nailed_up = agents.is_nailed_up(ground, agent)
    if nailed_up:
        ground.fact(facts.StationDown(agent.agent, cause))
        ground.acd.remove_agent(agent.agent)
        ground.timers.set(Timer.STATION, agent.agent, ground.now + ground.plan.station_retry_s)
    _leave_call(ground, agent, cause, nailed_up=nailed_up)


def _leave_call(ground: Ground, agent: Agent, cause: Cause, *, nailed_up: bool) -> None:
    if agent.call is None:
        return
    if agent.state is AgentState.BUSY:
        talks.agent_line_gone(ground, ground.state.calls[agent.call], agent, cause)
    elif agent.state is AgentState.RESERVED:
        if not nailed_up and cause in _DECLINED_BY_PHONE:
            offers.turn_down(ground, agent, cause.value)
        elif not nailed_up and cause is Cause.NO_ANSWER:
            offers.fail(ground, agent, "no_answer", agents.NO_ANSWER)
        else:
            offers.fail(ground, agent, "station_failed", agents.STATION_FAILED)
