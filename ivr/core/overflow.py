"""When a queue cannot serve a call, another may: by the time that the call has waited, by how many wait, for want of agents.

A queue hands a call on once; so a call never goes round in circles, and comes to rest at the latest when it has been in every queue.
A queue that a supervisor has closed gets none. Must never take a call from an agent to whom it is being offered.
"""

from __future__ import annotations

from agent_desktop.cti.vocabulary import Lack
from agent_desktop.protocol.messages import AgentState
from ivr.core.ground import Ground
from ivr.core.state import Call
from ivr.plan import Overflow


def redirect(ground: Ground, call: Call) -> bool:
    """Give the call to the queue that is to have it instead, if any; gives whether that is another one."""
    before = call.queue
    while (rule := _applying(ground, call)) is not None:
        call.overflowed |= {call.queue}
        call.queue, call.skills = rule.to, frozenset()
    return call.queue != before


def moments(ground: Ground, call: Call) -> list[float]:
    """The waits after which it has to be looked at again, in seconds; those that have passed are left out."""
    if call.queue in call.overflowed:
        return []
    waited = ground.now - call.queued
    rules = ground.queues[call.queue].overflow
    return [rule.after_s for rule in rules if rule.after_s is not None and rule.after_s > waited]


def _applying(ground: Ground, call: Call) -> Overflow | None:
    if call.queue in call.overflowed:
        return None
    open_ways = (rule for rule in ground.queues[call.queue].overflow if rule.to not in ground.state.closed_queues)
    return next((rule for rule in open_ways if _holds(ground, call, rule)), None)


def _holds(ground: Ground, call: Call, rule: Overflow) -> bool:
    new = call.waits_in != call.queue
    waited = 0.0 if new else ground.now - call.queued
    if (not new) if rule.after_s is None else waited < rule.after_s:
        return False
    if rule.waiting is not None and ground.acd.waiting_in(call.queue) < rule.waiting:
        return False
    return rule.lack is None or _lacks(ground, call, rule.lack)


def _lacks(ground: Ground, call: Call, lack: Lack) -> bool:
    if call.waits_in != call.queue:
        call.step, call.only = 0, None  # what it asked for in another queue is forgotten
    need = ground.need(call)
    states = {
        ground.state.agents[each.agent].state for each in ground.plan.agents if ground.acd.may_serve(each.agent, need)
    }
    if lack is Lack.NONE_READY:
        return AgentState.READY not in states
    return states <= {AgentState.LOGGED_OFF}
