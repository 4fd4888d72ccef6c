"""What a queue looks like at this moment, for flows that ask."""

from __future__ import annotations

import math

from agent_desktop.cti.vocabulary import QueueId
from agent_desktop.protocol.messages import AgentState
from ivr.core.ground import Ground
from ivr.core.state import Agent, Call
from ivr.flow.names import CallFigure, Figure

LAST_TAKEN = 20
"""So many calls tell how fast a queue moves."""
OLDEST_S = 3600.0
"""What was taken before says nothing of now."""


def figure(ground: Ground, call: Call, which: Figure | CallFigure, queue: QueueId) -> float:
    """A figure of `ivr.flow.names`, a queue's or the call's own; not a number where there is nothing to tell it by."""
    return _own(ground, call, which) if isinstance(which, CallFigure) else _of_queue(ground, which, queue)


def taken(ground: Ground, queue: QueueId) -> None:
    """An agent has taken a call of this queue."""
    before = ground.state.taken_at.get(queue, [])
    ground.state.taken_at[queue] = [*before[1 - LAST_TAKEN :], ground.now]


def _own(ground: Ground, call: Call, which: CallFigure) -> float:
    match which:
        case CallFigure.POSITION:
            return ground.acd.position(call.call)
        case CallFigure.EXPECTED_WAIT_S:
            return ground.acd.position(call.call) * _pace_s(ground, call.queue)
        case CallFigure.WAITED_S:
            return ground.now - call.queued


def _of_queue(ground: Ground, which: Figure, queue: QueueId) -> float:
    match which:
        case Figure.WAITING:
            return ground.acd.waiting_in(queue)
        case Figure.READY:
            return sum(each.state is AgentState.READY for each in _staff(ground, queue))
        case Figure.STAFFED:
            return sum(each.state is not AgentState.LOGGED_OFF for each in _staff(ground, queue))
        case Figure.EXPECTED_WAIT_S:
            return _expected_wait_s(ground, queue)


def _staff(ground: Ground, queue: QueueId) -> list[Agent]:
    agents = ((plan, ground.state.agents[plan.agent]) for plan in ground.plan.agents)
    return [each for plan, each in agents if queue in (plan.queues if each.queues is None else each.queues)]


def _expected_wait_s(ground: Ground, queue: QueueId) -> float:
    """As long as the queue has lately needed for as many calls as are before this one, and it."""
    if any(each.state is AgentState.READY for each in _staff(ground, queue)):
        return 0.0
    return (ground.acd.waiting_in(queue) + 1) * _pace_s(ground, queue)


def _pace_s(ground: Ground, queue: QueueId) -> float:
    """Seconds from one call to the next."""
    lately = [at for at in ground.state.taken_at.get(queue, []) if at > ground.now - OLDEST_S]
    if not lately:
        return math.nan
    return (ground.now - lately[0]) / len(lately)
