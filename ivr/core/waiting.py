"""Waiting for an agent, and the offer: from the queue to one agent's seat and, when nothing comes of it, back again."""

from __future__ import annotations

from agent_desktop.cti.switch import Bridge, Play, Prompt
from agent_desktop.cti.vocabulary import SEVERAL_RING, AgentId, CallId, Cause, Language, PlaybackId, Strategy
from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from ivr import facts
from ivr.core import agents, call_machine, figures, legs, outbound, overflow, recording, saying, stages
from ivr.core.call_machine import CallEvent, Place
from ivr.core.ground import Ground
from ivr.core.state import Agent, Call
from ivr.core.timers import Timer
from ivr.plan import QueuePlan

_TONE = Prompt("beep", "")
"""A sound that every switch has."""


def enter(ground: Ground, call: Call, wanted: AgentId | None = None) -> None:
    """The call waits at the place that its priority and arrival give it. `wanted`: an idle agent who is to have it."""
    call.place = call_machine.advance(call.place, CallEvent.QUEUE)
    call.agent, call.call_at = None, None
    flow = overflow.redirect(ground, call) if wanted is None else None
    if flow is not None:
        ground.fact(facts.Queued(call.call, call.queue, ground.priority(call)))
        ground.led_out.append((call.call, flow))
        return
    stages.begin(ground, call)
    ground.fact(facts.Queued(call.call, call.queue, ground.priority(call)))
    saying.start_music(ground, call)
    if wanted is not None:
        ground.acd.remove_agent(wanted)
        ground.matches.append((call.call, wanted))
    else:
        _seek(ground, call)


def withdraw(ground: Ground, call: Call) -> None:
    """The call leaves the queue for the voice menu, with a claim to its place."""
    if call.place is Place.OFFERED:
        dismiss(ground, call, "withdrawn")
        if call.agent is not None:
            agent = ground.state.agents[call.agent]
            _end_offer(ground, call, agent, "withdrawn", "")
            agents.release(ground, agent, idle_anew=False)
    ground.acd.remove_call(call.call)
    stages.pause(ground, call)
    saying.stop_music(ground, call)
    call.place = call_machine.advance(call.place, CallEvent.RETURN)
    ground.fact(facts.LeftQueue(call.call, call.queue))


def offer(ground: Ground, call_id: CallId, agent_id: AgentId) -> None:
    """Show a waiting call to an agent; both have been taken from the distributor."""
    call, queue = ground.state.calls[call_id], ground.queues[ground.state.calls[call_id].queue]
    call.place = call_machine.advance(call.place, CallEvent.OFFER)
    call.agent = agent_id
    until = ground.now + queue.ring_timeout_s
    ground.timers.set(Timer.OFFER, str(call_id), until)
    _deliver(ground, call, agent_id, until)
    agent = ground.state.agents[agent_id]
    if agent.line_up and answers_itself(ground, call, agent):
        sound_tone(ground, call, agent)
    if queue.strategy is Strategy.RING_ALL:
        ring_more(ground, call_id)
    elif queue.strategy is Strategy.PROGRESSIVE:
        ground.timers.set(Timer.RING_MORE, str(call_id), ground.now + queue.ring_more_s)


def answers_itself(ground: Ground, call: Call, agent: Agent) -> bool:
    """Whether this offer needs no hand. Where several ring, who has it is for them to settle; and where nobody is on the line nobody waits for it."""
    queue = ground.queues[call.queue]
    wanted = queue.auto_answer or ground.agent_plans[agent.agent].auto_answer
    mine = call.place is Place.OFFERED and call.agent == agent.agent
    return wanted and mine and bool(call.connection) and queue.strategy not in SEVERAL_RING


def sound_tone(ground: Ground, call: Call, agent: Agent) -> None:
    """Warn the agent, whose telephone is there; they meet the caller when it has been heard (`offers.tone_heard`)."""
    if agent.line is None:
        return
    ground.state.last_tone += 1
    agent.tone = PlaybackId(f"{ground.state.mark}-t{ground.state.last_tone}")
    ground.tones[agent.tone] = agent.agent
    ground.command(Play(agent.line, agent.tone, (_TONE,), call.language or Language.EN))


def ring_more(ground: Ground, call_id: CallId) -> None:
    """The call rings at others besides, who are idle now: at all of them, or at one more."""
    call = ground.state.calls[call_id]
    queue, until = ground.queues[call.queue], ground.timers.at(Timer.OFFER, str(call_id))
    while (agent := ground.acd.take_agent(call_id, ground.need(call), ground.now)) is not None:
        call.others.append(agent)
        _deliver(ground, call, agent, until)
        if queue.strategy is Strategy.PROGRESSIVE:
            break
    ground.timers.set(Timer.RING_MORE, str(call_id), ground.now + queue.ring_more_s)


def establish(ground: Ground, call: Call, agent: Agent) -> None:
    """Agent and caller meet: a leg begins."""
    if agent.line is None:
        raise Refusal(ErrorId.LINE_CANNOT, capability="answer")
    warned = answers_itself(ground, call, agent)
    _forget_tone(ground, agent)
    figures.taken(ground, call.queue)
    taken(ground, call, agent)
    if call.callback:
        outbound.call_back(ground, call, agent)
        dismiss(ground, call, "taken")
        return
    call.place = call_machine.advance(call.place, CallEvent.ESTABLISH)
    legs.begin(ground, call, agent)
    ground.fact(facts.Accepted(call.call, agent.agent))
    agents.take(ground, agent, call)
    saying.stop_music(ground, call)
    ground.command(
        Bridge(
            ground.bridge_of(call),
            (call.connection, agent.line),
            tone=agents.is_nailed_up(ground, agent) and not warned,
        ),
    )
    ground.fact(facts.Established(call.call, agent.agent, call.legs))
    recording.begin_if_wanted(ground, call)
    dismiss(ground, call, "taken")


def taken(ground: Ground, call: Call, agent: Agent) -> None:
    """Of all whom it is offered to it is this one's; it rings no more."""
    if call.agent is not None and call.agent != agent.agent:
        call.others[call.others.index(agent.agent)], call.agent = call.agent, agent.agent
    saying.break_off(ground, call)
    _stop_timers(ground, call)


def turn_down(ground: Ground, call: Call, agent: Agent, reason: str) -> None:
    """The call goes to the next agent at once, and not to this one again until the cool-down is over; they stay ready for others."""
    _cool_down(ground, call, agent, _cooldown_s(ground.queues[call.queue], reason))
    _end_offer(ground, call, agent, "declined", reason)
    if call.agent is None:
        enter(ground, call)
    agents.release(ground, agent, idle_anew=True)


def fail(ground: Ground, call: Call, agent: Agent, why: str, reason: str) -> None:
    """The agent did not answer, or cannot be reached: not ready, and the call goes on to the next."""
    if why == "no_answer":
        _cool_down(ground, call, agent, ground.queues[call.queue].no_answer_cooldown_s)
    _end_offer(ground, call, agent, why, "")
    agents.miss(ground, agent, reason)
    if call.agent is None:
        enter(ground, call)


def abandon(ground: Ground, call: Call) -> None:
    """The caller gave up while an agent's seat rang; the agent keeps their place among the idle."""
    dismiss(ground, call, "abandoned")
    if call.agent is not None:
        agent = ground.state.agents[call.agent]
        _end_offer(ground, call, agent, "abandoned", "")
        agents.release(ground, agent, idle_anew=False)


def timed_out(ground: Ground, call_id: CallId) -> None:
    """RONA: nobody answered in time. Where several rang it is nobody's fault, and all of them stay ready."""
    call = ground.state.calls[call_id]
    if call.agent is None:
        return
    agent = ground.state.agents[call.agent]
    if ground.queues[call.queue].strategy not in SEVERAL_RING:
        fail(ground, call, agent, "no_answer", agents.NO_ANSWER)
        return
    rang = [agent, *(ground.state.agents[other] for other in call.others)]
    for each in rang:
        _cool_down(ground, call, each, ground.queues[call.queue].no_answer_cooldown_s)
        _end_offer(ground, call, each, "no_answer", "")
    enter(ground, call)
    for each in rang:
        agents.release(ground, each, idle_anew=True)


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


def callback_due(ground: Ground, call_id: CallId) -> None:
    """Somebody who asked to be called back is to be called: at the time they asked for, or once more."""
    enter(ground, ground.state.calls[call_id])


def dismiss(ground: Ground, call: Call, why: str) -> None:
    """The others whom it was offered to are free again, and keep their places among the idle."""
    for other in list(call.others):
        agent = ground.state.agents[other]
        _end_offer(ground, call, agent, why, "")
        agents.release(ground, agent, idle_anew=False)


def _seek(ground: Ground, call: Call) -> None:
    agent = ground.acd.add_call(call.call, ground.need(call), *ground.standing(call), ground.now)
    if agent is not None:
        ground.matches.append((call.call, agent))


def _wait_for_release(ground: Ground, call: CallId) -> None:
    """Several may have declined one call: each comes back in their own time."""
    until = ground.acd.next_release(call, ground.now)
    if until is not None:
        ground.timers.set(Timer.COOLDOWN, str(call), until)


def _cooldown_s(queue: QueuePlan, reason: str) -> float:
    if reason == Cause.BUSY.value and queue.busy_cooldown_s is not None:
        return queue.busy_cooldown_s
    return queue.decline_cooldown_s


def _cool_down(ground: Ground, call: Call, agent: Agent, seconds: float) -> None:
    if seconds > 0:
        ground.acd.keep_from(call.call, agent.agent, ground.now + seconds)
        _wait_for_release(ground, call.call)


def _deliver(ground: Ground, call: Call, agent_id: AgentId, until: float) -> None:
    agent = ground.state.agents[agent_id]
    itself = answers_itself(ground, call, agent)
    # First of all: a seat paints it before anything else.
    ground.fact(facts.Delivered(call.call, agent_id, call.queue, until, itself))
    agents.reserve(ground, agent, call.call)
    if not call.is_work:
        agents.ring(ground, agent, call, until - ground.now, itself=itself)


def _end_offer(ground: Ground, call: Call, agent: Agent, why: str, reason: str) -> None:
    """This agent's offer is over; another whom it is offered to takes their place in the call."""
    if call.agent == agent.agent:
        call.agent = call.others.pop(0) if call.others else None
    else:
        call.others.remove(agent.agent)
    if call.agent is None:
        _stop_timers(ground, call)
    ground.fact(facts.OfferEnded(call.call, agent.agent, why, reason))
    _forget_tone(ground, agent)
    agents.stop_ringing(ground, agent)


def _forget_tone(ground: Ground, agent: Agent) -> None:
    if agent.tone is not None:
        ground.tones.pop(agent.tone, None)
        agent.tone = None


def _stop_timers(ground: Ground, call: Call) -> None:
    ground.timers.cancel(Timer.OFFER, str(call.call))
    ground.timers.cancel(Timer.RING_MORE, str(call.call))
