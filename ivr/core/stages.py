"""What a call asks for while it waits: at first the agent who knows the customer, and then, step by step, less.

The clock of a call's steps runs from when it began to wait in its queue, through every offer that comes to nothing; handed on to
another queue, it begins anew.
"""

from __future__ import annotations

from agent_desktop.cti.vocabulary import AgentId, CallId, QueueId
from ivr import facts
from ivr.core import overflow, saying
from ivr.core.agents import AT_WORK
from ivr.core.call_machine import Place
from ivr.core.ground import Ground
from ivr.core.state import Acquaintance, Call, OldPlace
from ivr.core.timers import Timer

_MOST_REMEMBERED = 10_000


def begin(ground: Ground, call: Call) -> None:
    """The call waits; it goes on where it was if it has waited in this queue before."""
    if call.waits_in != call.queue:
        call.waits_in, call.queued, call.step = call.queue, ground.now, 0
        call.only = _last_agent(ground, call)
        _take_old_place(ground, call)
        if call.walk is not None and call.flow != ground.queues[call.queue].while_waiting:
            saying.break_off(ground, call)
    _set_timer(ground, call)
    ground.entered.append(call.call)


def pause(ground: Ground, call: Call) -> None:
    """The call has left the queue; should it come back it goes on where it was."""
    ground.timers.cancel(Timer.STEP, str(call.call))


def end(ground: Ground, call: Call) -> None:
    """Somebody has it, or it is over."""
    if call.waits_in:
        call.waits_in, call.only = QueueId(""), None
        ground.timers.cancel(Timer.STEP, str(call.call))


def due(ground: Ground, call_id: CallId) -> None:
    """The next step's time has come, or that of another queue."""
    call = ground.state.calls[call_id]
    if call.place is Place.QUEUED and _goes_on(ground, call):
        return
    queue, waited = ground.queues[call.queue], ground.now - call.queued
    if waited >= queue.last_agent_s:
        call.only = None
    while call.step < len(queue.steps) and waited >= queue.steps[call.step].after_s:
        call.step += 1
    _set_timer(ground, call)
    if call.place is Place.QUEUED:
        agent = ground.acd.move_call(call_id, ground.need(call), ground.now)
        if agent is not None:
            ground.matches.append((call_id, agent))


def agent_gone(ground: Ground, agent: AgentId) -> None:
    """Nobody may be left in their queues."""
    queues = ground.state.agents[agent].queues or ground.agent_plans[agent].queues
    for queue in queues:
        if overflow.watches(ground, queue):
            for call in ground.acd.calls_in(queue):
                _goes_on(ground, ground.state.calls[call])


def _goes_on(ground: Ground, call: Call) -> bool:
    """To another queue, or out of the queues."""
    before = call.queue
    flow = overflow.redirect(ground, call)
    if flow is not None:
        ground.acd.remove_call(call.call)
        ground.led_out.append((call.call, flow))
    elif call.queue != before:
        _change_queue(ground, call)
    return flow is not None or call.queue != before


def _change_queue(ground: Ground, call: Call) -> None:
    ground.acd.remove_call(call.call)
    begin(ground, call)
    ground.fact(facts.Queued(call.call, call.queue, ground.priority(call)))
    agent = ground.acd.add_call(call.call, ground.need(call), *ground.standing(call), ground.now)
    if agent is not None:
        ground.matches.append((call.call, agent))


def remember(ground: Ground, call: Call, agent: AgentId) -> None:
    """The two have talked."""
    if call.withheld or not call.ani:
        return
    known = ground.state.acquaintances
    known.pop(call.ani, None)
    known[call.ani] = Acquaintance(agent, ground.now)
    if len(known) > _MOST_REMEMBERED:
        del known[next(iter(known))]


def give_up(ground: Ground, call: Call) -> None:
    """The caller waits no longer; for a while their place is kept."""
    if not ground.plan.old_place_within_s or call.withheld or not call.ani:
        return
    kept = ground.state.old_places
    kept.pop(call.ani, None)
    kept[call.ani] = OldPlace(call.queue, call.arrived, ground.now)
    if len(kept) > _MOST_REMEMBERED:
        del kept[next(iter(kept))]


def _take_old_place(ground: Ground, call: Call) -> None:
    old = ground.state.old_places.get(call.ani)
    if old is None or old.queue != call.queue or call.withheld:
        return
    del ground.state.old_places[call.ani]
    if ground.now - old.at <= ground.plan.old_place_within_s:
        call.arrived = min(call.arrived, old.arrived)


def _last_agent(ground: Ground, call: Call) -> AgentId | None:
    """Whom the customer talked to last, if it is worth waiting for them."""
    last = ground.state.acquaintances.get(call.ani)
    if last is None or not ground.queues[call.queue].last_agent_s or call.withheld:
        return None
    agent = ground.state.agents.get(last.agent)
    remembered = ground.now - last.at <= ground.plan.last_agent_within_s
    if agent is None or not remembered or agent.state not in AT_WORK:
        return None
    return agent.agent if ground.acd.may_serve(agent.agent, ground.need(call)) else None


def _set_timer(ground: Ground, call: Call) -> None:
    queue = ground.queues[call.queue]
    moments = [queue.last_agent_s] if call.only is not None else []
    moments += overflow.moments(ground, call)
    moments += [step.after_s for step in queue.steps[call.step : call.step + 1]]
    ground.timers.cancel(Timer.STEP, str(call.call))
    if moments:
        ground.timers.set(Timer.STEP, str(call.call), call.queued + min(moments))
