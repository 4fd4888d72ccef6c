"""What a supervisor may do with agents, calls and queues, and an agent's call for help. Each deed leaves one fact for the audit trail.

Agents' queues and skills as well as closed queues replace what the plan says, and are given on to the core that comes after this one
(`ivr.centre.carrying`). What an agent could do
themselves is done by the same parts as if they had. Who may do it has been asked before; here it is only asked whether it can be.
"""

from __future__ import annotations

from bisect import insort

from agent_desktop.cti.vocabulary import AgentId, QueueId
from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import AgentState
from ivr import facts, inputs
from ivr.core import agents
from ivr.core.call_machine import Place
from ivr.core.ground import Ground
from ivr.core.state import Agent, Call

_MAY_BE_SET = frozenset({AgentState.READY, AgentState.NOT_READY, AgentState.LOGGED_OFF})


def request_help(ground: Ground, request: inputs.RequestHelp) -> None:
    """An agent asks for a supervisor, or takes it back."""
    agent = ground.agent(request.agent)
    if agent.state is AgentState.LOGGED_OFF:
        raise Refusal(ErrorId.NOT_LOGGED_IN)
    if not request.wanted:
        agents.help_over(ground, agent, agent.agent)
    elif not agent.help:
        agent.help = True
        ground.fact(facts.HelpRequested(agent.agent, agent.call))


def end_help(ground: Ground, request: inputs.EndHelp) -> None:
    """A supervisor has seen to it."""
    agent = _target(ground, request.target)
    if agent.help:
        agents.help_over(ground, agent, request.agent)
        _done(ground, request, request.target, "")


def require_other(ground: Ground, request: inputs.DirectAgent) -> None:
    """Check what is asked of an agent before anything is done.

    Raises:
        Refusal: `unknown_target`, `wrong_state`; `agent_has_call` (they cannot be logged off now).

    """
    target = _target(ground, request.target)
    if request.state not in _MAY_BE_SET or target.state is AgentState.LOGGED_OFF:
        raise Refusal(ErrorId.WRONG_STATE, state=target.state.value)
    if request.state is AgentState.LOGGED_OFF and target.call is not None:
        raise Refusal(ErrorId.AGENT_HAS_CALL, agent=target.agent)


def directed(ground: Ground, request: inputs.DirectAgent) -> None:
    """It has been done: write it down."""
    reason = request.reason if request.state is AgentState.NOT_READY else ""
    ground.fact(facts.AgentDirected(request.target, request.agent, request.state, reason, request.note))


def assign(ground: Ground, request: inputs.AssignAgent) -> None:
    """Other queues and skills for an agent, with effect at once: a call that waits for such a one may be theirs now."""
    agent = _target(ground, request.target)
    for queue in request.queues:
        _require_queue(ground, queue)
    for skill in request.skills:
        _require_skill(ground, skill)
    agent.queues, agent.skills = tuple(dict.fromkeys(request.queues)), tuple(sorted(set(request.skills)))
    was_idle = ground.acd.is_idle(agent.agent)
    ground.acd.remove_agent(agent.agent)
    take_up_assignment(ground, agent)
    ground.fact(facts.AgentAssigned(agent.agent, request.agent, agent.queues, agent.skills))
    if was_idle:
        agents.offer_calls_to(ground, agent)


def take_up_assignment(ground: Ground, agent: Agent) -> None:
    """Tell the distributor what the agent has been moved to, if they have been."""
    if agent.queues is not None:
        ground.assign(agent.agent, agent.queues, agent.skills)


def raise_call(ground: Ground, request: inputs.RaiseCall) -> None:
    """Put a waiting call before all others of its queue."""
    call = ground.state.calls.get(request.call)
    if call is None:
        raise Refusal(ErrorId.NO_SUCH_CALL, call=str(request.call))
    if call.place is not Place.QUEUED:
        raise Refusal(ErrorId.WRONG_STATE, state=call.place.value)
    others = [each for each in ground.state.calls.values() if each is not call and _waits_beside(each, call)]
    call.priority = max(call.priority, ground.priority_before(call, others))
    ground.acd.remove_call(call.call)
    ground.fact(facts.CallRaised(call.call, request.agent, call.priority))
    _done(ground, request, f"call {call.call}", call.queue)
    agent = ground.acd.add_call(call.call, ground.need(call), *ground.standing(call), ground.now)
    if agent is not None:
        ground.matches.append((call.call, agent))


def set_queue_open(ground: Ground, request: inputs.SetQueueOpen) -> None:
    """Open or close a queue; asked for what is, nothing happens."""
    _require_queue(ground, request.queue)
    closed = ground.state.closed_queues
    if request.open is (request.queue not in closed):
        return
    if request.open:
        closed.remove(request.queue)
        ground.fact(facts.QueueOpened(request.queue))
    else:
        insort(closed, request.queue)
        ground.fact(facts.QueueClosed(request.queue))
    _done(ground, request, request.queue, "open" if request.open else "closed")


def refused(ground: Ground, request: inputs.RequestRefused) -> None:
    """Somebody asked for what they may not do."""
    ground.fact(facts.Audited(request.agent, request.action, request.target, request.error, ""))


def _done(ground: Ground, request: inputs.Request, target: str, detail: str) -> None:
    ground.fact(facts.Audited(request.agent, type(request).__name__, target, "done", detail))


def _waits_beside(one: Call, other: Call) -> bool:
    return one.queue == other.queue and one.place in {Place.QUEUED, Place.OFFERED}


def _target(ground: Ground, agent: AgentId) -> Agent:
    found = ground.state.agents.get(agent)
    if found is None:
        raise Refusal(ErrorId.UNKNOWN_TARGET, kind="agent", target=agent)
    return found


def _require_skill(ground: Ground, skill: str) -> None:
    """One that no agent has and no queue asks for is misspelt."""
    had, asked = (each.skills for each in ground.plan.agents), (each.skills for each in ground.plan.queues)
    if skill not in frozenset().union(*had, *asked):
        raise Refusal(ErrorId.UNKNOWN_TARGET, kind="skill", target=skill)


def _require_queue(ground: Ground, queue: QueueId) -> None:
    if queue not in ground.queues:
        raise Refusal(ErrorId.UNKNOWN_TARGET, kind="queue", target=queue)
