"""Work with nobody on the line: a message that a caller left, a follow-up that is due. It waits in a queue and is offered like a call.

Who takes it has it on the desk: they may hear the message in their telephone, call the customer back, and file it. It ends when they say
that it is done, or with the call that came of it. A follow-up that nobody files is still open, and comes again.
"""

from __future__ import annotations

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import CallId, Cause, Direction, Language, PlaybackId, QueueId
from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from ivr import facts, inputs
from ivr.core import agents, call_machine, legs, outbound, waiting
from ivr.core.call_machine import CallEvent, Place
from ivr.core.ground import Ground
from ivr.core.state import Agent, Call
from ivr.effects import LookUpCaller


def follow_up_due(ground: Ground, item: inputs.FollowUpDue) -> None:
    """The time of a promise has come; one that waits already, or has just been filed, is no second one."""
    standing = (call.matter for call in ground.state.calls.values())
    if item.matter in ground.state.filed or item.matter in standing:
        return
    ground.state.last_call += 1
    call = Call(CallId(ground.state.last_call), outbound.NOBODY, item.number, "", not item.number, "")
    call.direction, call.place, call.matter = Direction.FOLLOW_UP, Place.PROMISED, item.matter
    call.arrived, call.language = min(item.due, ground.now), item.language
    call.queue, call.segment = _queue(ground, item), item.segment
    ground.state.calls[call.call] = call
    ground.fact(facts.FollowUpDue(call.call, item.matter, item.promised_by, call.queue, item.number, item.note))
    if item.language is not None:
        ground.fact(facts.LanguageChosen(call.call, item.language))
    ground.effects.append(LookUpCaller(call.call, item.number, not item.number, item.customer_id))
    waiting.enter(ground, call)


def begin(ground: Ground, call: Call, agent: Agent) -> None:
    """The agent has taken it."""
    call.place, call.callback = call_machine.advance(call.place, CallEvent.WORK), False
    legs.begin(ground, call, agent)
    ground.fact(facts.Accepted(call.call, agent.agent))
    agents.take(ground, agent, call)
    ground.fact(facts.WorkBegun(call.call, agent.agent, call.legs))


def call_back(ground: Ground, request: inputs.CallBack) -> None:
    """Call the customer whom it is about."""
    call, agent = _working(ground, request.call, request)
    _require_telephone(ground, agent)
    if not call.ani or call.withheld:
        raise Refusal(ErrorId.UNKNOWN_TARGET, kind="number", target="")
    end_message(ground, agent)
    call.place = call_machine.advance(call.place, CallEvent.DIAL)
    outbound.dial_for(ground, call, agent)


def play_message(ground: Ground, request: inputs.PlayMessage) -> None:
    """Let the agent hear the message in their telephone, from its beginning; or no longer."""
    call, agent = _working(ground, request.call, request)
    if not request.on:
        end_message(ground, agent)
        return
    _require_telephone(ground, agent)
    if call.left is None:
        raise Refusal(ErrorId.WRONG_STATE, state=call.place.value)
    end_message(ground, agent)
    if agent.line_up:
        telephone_is_there(ground, agent)
    elif agent.line is None:
        agents.ring(ground, agent, call, ground.plan.station_ring_s)


def telephone_is_there(ground: Ground, agent: Agent) -> None:
    """It stands, or was picked up to hear the message."""
    call = ground.state.calls[agent.call] if agent.call is not None else None
    if call is None or call.left is None or agent.line is None:
        return
    ground.state.last_tone += 1
    agent.tone = PlaybackId(f"{ground.state.mark}-t{ground.state.last_tone}")
    ground.tones[agent.tone] = agent.agent
    message = switch.Prompt(call.left, "", stored=True)
    ground.command(switch.Play(agent.line, agent.tone, (message,), call.language or Language.EN))
    ground.fact(facts.MessagePlayed(call.call, agent.agent, playing=True))


def message_heard(ground: Ground, agent: Agent) -> None:
    """It is over, whether heard to its end or not."""
    if agent.call is not None:
        ground.fact(facts.MessagePlayed(agent.call, agent.agent, playing=False))


def end_message(ground: Ground, agent: Agent) -> None:
    """They have heard enough."""
    if agent.tone is not None:
        ground.tones.pop(agent.tone, None)
        ground.command(switch.StopPlayback(agent.tone))
        agent.tone = None
        message_heard(ground, agent)


def give_back(ground: Ground, call: Call, agent: Agent) -> None:
    """The agent is gone while they worked on it: somebody else may have it, at its old place."""
    end_message(ground, agent)
    legs.end(ground, call, agent, Cause.LINE_LOST)
    waiting.enter(ground, call)


def _queue(ground: Ground, item: inputs.FollowUpDue) -> QueueId:
    """That of the call in which it was promised; if there is no such queue any more, one of whoever promised it."""
    if item.queue in ground.queues:
        return item.queue
    plan = ground.agent_plans.get(item.promised_by)
    return plan.queues[0] if plan is not None and plan.queues else next(iter(ground.queues))


def _working(ground: Ground, call_id: CallId, request: inputs.Request) -> tuple[Call, Agent]:
    call, agent = ground.call(call_id, request.agent)
    if call.place is not Place.WORKING:
        raise Refusal(ErrorId.WRONG_STATE, state=call.place.value)
    return call, agent


def _require_telephone(ground: Ground, agent: Agent) -> None:
    ground.require_switch()
    if not agents.reachable(ground, agent):
        raise Refusal(ErrorId.STATION_DOWN, station=agent.station)
