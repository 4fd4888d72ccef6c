"""Waiting for an agent, and the offer: from the queue to one agent's seat and, when nothing comes of it, back again."""

from __future__ import annotations

from agent_desktop.cti.switch import Bridge, StartMusic, StopMusic
from agent_desktop.cti.vocabulary import AgentId, CallId
from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from ivr import facts
from ivr.core import agents, call_machine, figures, legs, outbound, recording
from ivr.core.call_machine import CallEvent, Place
from ivr.core.ground import Ground
from ivr.core.state import Agent, Call
from ivr.core.timers import Timer


def enter(ground: Ground, call: Call, wanted: AgentId | None = None) -> None:
    """The call waits at the place that its priority and arrival give it. `wanted`: an idle agent who is to have it."""
    call.place = call_machine.advance(call.place, CallEvent.QUEUE)
    call.agent, call.call_at = None, None
    ground.fact(facts.Queued(call.call, call.queue, call.priority))
    if not call.music and call.connection:
        call.music = True
        ground.command(StartMusic(call.connection))
    if wanted is not None:
        ground.acd.remove_agent(wanted)
        ground.matches.append((call.call, wanted))
    else:
        _seek(ground, call)


def offer(ground: Ground, call_id: CallId, agent_id: AgentId) -> None:
    """Show a waiting call to an agent; both have been taken from the distributor."""
    call, agent = ground.state.calls[call_id], ground.state.agents[agent_id]
    call.place = call_machine.advance(call.place, CallEvent.OFFER)
    call.agent = agent_id
    timeout_s = ground.queues[call.queue].ring_timeout_s
    until = ground.now + timeout_s
    ground.timers.set(Timer.OFFER, str(call_id), until)
    # First of all: a seat paints it before anything else.
    ground.fact(facts.Delivered(call_id, agent_id, call.queue, until))
    agents.reserve(ground, agent, call_id)
    agents.ring(ground, agent, call, timeout_s)


def establish(ground: Ground, call: Call, agent: Agent) -> None:
    """Agent and caller meet: a leg begins."""
    if agent.line is None:
        raise Refusal(ErrorId.LINE_CANNOT, capability="answer")
    figures.taken(ground, call.queue)
    if call.callback:
        ground.timers.cancel(Timer.OFFER, str(call.call))
        outbound.call_back(ground, call, agent)
        return
    call.place = call_machine.advance(call.place, CallEvent.ESTABLISH)
    ground.timers.cancel(Timer.OFFER, str(call.call))
    legs.begin(ground, call, agent)
    ground.fact(facts.Accepted(call.call, agent.agent))
    agents.take(ground, agent, call)
    stop_music(ground, call)
    ground.command(
        Bridge(ground.bridge_of(call), (call.connection, agent.line), tone=agents.is_nailed_up(ground, agent)),
    )
    ground.fact(facts.Established(call.call, agent.agent, call.legs))
    recording.begin_if_wanted(ground, call)


def turn_down(ground: Ground, call: Call, agent: Agent, reason: str) -> None:
    """The call goes to the next agent at once, and not to this one again until the cool-down is over; they stay ready for others."""
    until = ground.now + ground.queues[call.queue].decline_cooldown_s
    ground.acd.keep_from(call.call, agent.agent, until)
    _wait_for_release(ground, call.call)
    _end_offer(ground, call, agent, "declined", reason)
    enter(ground, call)
    agents.release(ground, agent, idle_anew=True)


def fail(ground: Ground, call: Call, agent: Agent, why: str, reason: str) -> None:
    """The agent did not answer, or cannot be reached: not ready, and the call goes on to the next."""
    _end_offer(ground, call, agent, why, "")
    agents.miss(ground, agent, reason)
    enter(ground, call)


def abandon(ground: Ground, call: Call) -> None:
    """The caller gave up while an agent's seat rang; the agent keeps their place among the idle."""
    if call.agent is None:
        return
    agent = ground.state.agents[call.agent]
    _end_offer(ground, call, agent, "abandoned", "")
    call.agent = None
    agents.release(ground, agent, idle_anew=False)


def timed_out(ground: Ground, call_id: CallId) -> None:
    """RONA: nobody answered in time."""
    call = ground.state.calls[call_id]
    if call.agent is not None:
        fail(ground, call, ground.state.agents[call.agent], "no_answer", agents.NO_ANSWER)


def cooled_down(ground: Ground, call_id: CallId) -> None:
    """Somebody who declined may be asked again, if the call still waits and they still idle."""
    call = ground.state.calls.get(call_id)
    if call is None:
        return
    _wait_for_release(ground, call_id)
    if call.place is Place.QUEUED:
        agent = ground.acd.retry_call(call_id, ground.now)
        if agent is not None:
            ground.matches.append((call_id, agent))


def stop_music(ground: Ground, call: Call) -> None:
    """End the waiting music, if there is any."""
    if call.music:
        call.music = False
        ground.command(StopMusic(call.connection))


def _seek(ground: Ground, call: Call) -> None:
    agent = ground.acd.add_call(call.call, ground.need(call), call.priority, call.call, ground.now)
    if agent is not None:
        ground.matches.append((call.call, agent))


def _wait_for_release(ground: Ground, call: CallId) -> None:
    """Several may have declined one call: each comes back in their own time."""
    until = ground.acd.next_release(call, ground.now)
    if until is not None:
        ground.timers.set(Timer.COOLDOWN, str(call), until)


def _end_offer(ground: Ground, call: Call, agent: Agent, why: str, reason: str) -> None:
    ground.timers.cancel(Timer.OFFER, str(call.call))
    ground.fact(facts.OfferEnded(call.call, agent.agent, why, reason))
    agents.stop_ringing(ground, agent)
