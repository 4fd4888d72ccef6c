"""When a queue cannot serve a call, another may, or a flow: by the time that the call has waited, by how many wait, for want of agents.

A queue hands a call on once; so a call never goes round in circles, and comes to rest at the latest when it has been in every queue.
A queue that a supervisor has closed gets none. Must never take a call from an agent to whom it is being offered.
"""

from __future__ import annotations

from agent_desktop.cti.vocabulary import Lack, QueueId
from agent_desktop.protocol.messages import AgentState
from ivr.core.agents import AT_WORK
from ivr.core.ground import Ground
from ivr.core.state import Call
from ivr.plan import Overflow


def redirect(ground: Ground, call: Call) -> str | None:
    """Move the call to the queue that is to have it instead, if any. Gives the flow that it leaves the queues for; None: it waits."""
    while (rule := _applying(ground, call)) is not None:
        call.overflowed |= {call.queue}
        if rule.flow:
            return rule.flow
        call.queue, call.skills = rule.to, frozenset()
    return None


def watches(ground: Ground, queue: QueueId) -> bool:
    """Whether calls that wait there go on for want of agents."""
    return any(rule.lack is not None and rule.after_s is not None for rule in ground.queues[queue].overflow)


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
    return next((rule for rule in ground.queues[call.queue].overflow if _holds(ground, call, rule)), None)


def _holds(ground: Ground, call: Call, rule: Overflow) -> bool:
    if rule.to in ground.state.closed_queues or (rule.flow and not call.connection):
        return False  # where nobody is on the line, nobody hears a flow
    new = call.waits_in != call.queue
    waited = 0.0 if new else ground.now - call.queued
    if (not new) if rule.after_s is None else waited < rule.after_s:
        return False
    if rule.waiting is not None and ground.acd.waiting_in(call.queue) < rule.waiting:
        return False
    return rule.lack is None or _lacks(ground, call, rule.lack)


_ENOUGH = {
    Lack.NONE_LOGGED_ON: frozenset(AgentState) - {AgentState.LOGGED_OFF},
    Lack.NONE_READY: frozenset({AgentState.READY}),
    Lack.NONE_AT_WORK: AT_WORK,
}
"""One agent in one of these states, and it is not lacking."""


def _lacks(ground: Ground, call: Call, lack: Lack) -> bool:
    if call.waits_in != call.queue:
        call.step, call.only = 0, None  # what it asked for in another queue is forgotten
    need, enough = ground.need(call), _ENOUGH[lack]
    return not any(
        each.state in enough and ground.acd.may_serve(each.agent, need) for each in ground.state.agents.values()
    )
