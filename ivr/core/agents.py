"""Agents: logging on and off, being ready or not, wrap-up. The state machine is `agent_machine`; here are its consequences."""

from __future__ import annotations

from agent_desktop.cti.switch import Clear, Dial
from agent_desktop.cti.vocabulary import AgentId, CallId
from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import AgentState
from ivr import facts, inputs
from ivr.core import agent_machine
from ivr.core.agent_machine import AgentEvent
from ivr.core.ground import Ground
from ivr.core.state import Agent, Call
from ivr.core.timers import Timer

JUST_ARRIVED = ""
"""Not ready because one has only logged on: no code of the administrator's."""
NO_ANSWER = "no_answer"
"""Not ready because an offer was not answered."""
STATION_FAILED = "station_failed"
"""Not ready because the telephone did not ring."""
SEAT_LOST = "seat_lost"
"""Not ready because the seat's link is gone."""
NOBODY = AgentId("")
AT_WORK = frozenset({AgentState.READY, AgentState.RESERVED, AgentState.BUSY, AgentState.WRAP_UP})
_MOST_FILED = 1_000


def log_on(ground: Ground, request: inputs.LogOn) -> bool:
    """The seat is there. Gives whether the agent was logged off before (and their station has to be dialled)."""
    agent = ground.agent(request.agent)
    if agent.next_reason == SEAT_LOST:
        _choose_next(ground, agent, None)
    if agent.state is not AgentState.LOGGED_OFF:
        return False
    agent.state = agent_machine.advance(agent.state, AgentEvent.LOG_ON)
    agent.station = request.station or ground.agent_plans[agent.agent].station
    agent.reason, agent.next_reason = JUST_ARRIVED, None
    agent.calls, agent.talk_s = 0, 0.0
    ground.fact(facts.AgentLoggedOn(agent.agent, agent.station))
    ground.fact(facts.AgentNotReady(agent.agent, JUST_ARRIVED))
    return True


def log_off(ground: Ground, agent: Agent) -> None:
    """The agent leaves; the caller of this hangs up their station."""
    if agent.call is not None:
        raise Refusal(ErrorId.AGENT_BUSY)
    agent.state = agent_machine.advance(agent.state, AgentEvent.LOG_OFF)
    ground.timers.cancel(Timer.NOT_READY, agent.agent)
    ground.acd.remove_agent(agent.agent)
    help_over(ground, agent)
    ground.gone.append(agent.agent)
    ground.fact(facts.AgentLoggedOff(agent.agent))


def become_ready(ground: Ground, request: inputs.BecomeReady) -> None:
    """Offers may come; while busy or in wrap-up this is what comes next."""
    agent = ground.agent(request.agent)
    if not agent.station:
        raise Refusal(ErrorId.STATION_MISSING)
    if agent.state in {AgentState.BUSY, AgentState.WRAP_UP}:
        _choose_next(ground, agent, None)
    elif agent.state is not AgentState.READY:
        _go_ready(ground, agent)


def become_not_ready(ground: Ground, request: inputs.BecomeNotReady) -> None:
    """No offers; while busy or in wrap-up this is what comes next."""
    agent = ground.agent(request.agent)
    if request.reason not in ground.plan.not_ready_codes:
        raise Refusal(ErrorId.UNKNOWN_REASON, reason=request.reason)
    if agent.state in {AgentState.BUSY, AgentState.WRAP_UP}:
        _choose_next(ground, agent, request.reason)
    else:
        _go_not_ready(ground, agent, AgentEvent.GO_NOT_READY, request.reason)


def not_ready_too_long(ground: Ground, agent: Agent) -> None:
    """It is told, and nothing else happens: nobody is given a caller by surprise."""
    limit_s = ground.plan.not_ready_limits[agent.reason]
    ground.fact(facts.NotReadyLimitExceeded(agent.agent, agent.reason, limit_s))


def seat_lost(ground: Ground, agent: Agent) -> None:
    """The seat has been silent too long. An offer has been withdrawn before this is called."""
    if agent.state is AgentState.READY:
        _go_not_ready(ground, agent, AgentEvent.GO_NOT_READY, SEAT_LOST)
    elif agent.state in {AgentState.BUSY, AgentState.WRAP_UP}:
        _choose_next(ground, agent, SEAT_LOST)


def reserve(ground: Ground, agent: Agent, call: CallId) -> None:
    """A call is offered; the distributor has already taken the agent out."""
    agent.state = agent_machine.advance(agent.state, AgentEvent.RESERVE)
    agent.call = call
    ground.fact(facts.AgentReserved(agent.agent, call))


def release(ground: Ground, agent: Agent, *, idle_anew: bool) -> None:
    """The offer ended through nobody's fault. `idle_anew`: the agent goes to the back of the idle."""
    agent.state = agent_machine.advance(agent.state, AgentEvent.RELEASE)
    agent.call = None
    if idle_anew:
        agent.idle_since = ground.now
    ground.fact(facts.AgentReady(agent.agent))
    offer_calls_to(ground, agent)


def miss(ground: Ground, agent: Agent, reason: str) -> None:
    """The offer was not answered, or could not be."""
    agent.call = None
    _go_not_ready(ground, agent, AgentEvent.MISS, reason)


def take(ground: Ground, agent: Agent, call: Call) -> None:
    """The agent is in conversation."""
    agent.state = agent_machine.advance(agent.state, AgentEvent.TAKE)
    ground.fact(facts.AgentBusy(agent.agent, call.call))


def call_out(ground: Ground, agent: Agent, call: Call) -> None:
    """The agent calls somebody themselves; afterwards they are what they were before, unless they choose otherwise."""
    before = agent.reason if agent.state is AgentState.NOT_READY else None
    agent.state = agent_machine.advance(agent.state, AgentEvent.CALL_OUT)
    agent.call, agent.reason = call.call, ""
    ground.timers.cancel(Timer.NOT_READY, agent.agent)
    ground.acd.remove_agent(agent.agent)
    ground.fact(facts.AgentBusy(agent.agent, call.call))
    _choose_next(ground, agent, before)


def finish(ground: Ground, agent: Agent, call: Call) -> None:
    """The conversation is over; wrap-up begins, or is over at once when the log was completed during the call."""
    agent.state = agent_machine.advance(agent.state, AgentEvent.FINISH)
    wrap_up_s = ground.queues[call.queue].wrap_up_s
    agent.wrap_up_limit = ground.now + max(ground.plan.max_wrap_up_s, wrap_up_s)
    _set_wrap_up(ground, agent, ground.now + wrap_up_s)
    if agent.logged is not None:
        end_wrap_up(ground, agent, agent.logged)


def come_back(ground: Ground, agent: Agent) -> None:
    """They were consulted by a colleague and have nothing to log: back to what they chose meanwhile."""
    agent.state = agent_machine.advance(agent.state, AgentEvent.RETURN)
    agent.call = None
    help_over(ground, agent)
    if agent.next_reason is not None:
        _go_not_ready(ground, agent, AgentEvent.GO_NOT_READY, agent.next_reason)
        return
    agent.idle_since = ground.now
    ground.fact(facts.AgentReady(agent.agent))
    offer_calls_to(ground, agent)


def extend_wrap_up(ground: Ground, request: inputs.ExtendWrapUp) -> None:
    """More time for the log, up to the limit, for a reason where the centre has any."""
    agent = ground.agent(request.agent)
    if agent.state is not AgentState.WRAP_UP:
        raise Refusal(ErrorId.WRONG_STATE, state=agent.state.value)
    _require_extension_reason(ground, request.reason)
    until = min(agent.wrap_up_until + max(request.seconds, 0), agent.wrap_up_limit)
    if until <= agent.wrap_up_until:
        raise Refusal(ErrorId.WRAP_UP_LIMIT, seconds=str(round(ground.plan.max_wrap_up_s)))
    ground.fact(facts.WrapUpExtended(_desk(agent), agent.agent, until - agent.wrap_up_until, request.reason))
    _set_wrap_up(ground, agent, until)


def _require_extension_reason(ground: Ground, reason: str) -> None:
    codes = ground.plan.extension_codes
    if reason not in codes and (reason or codes):
        raise Refusal(ErrorId.UNKNOWN_REASON, reason=reason)


def wrap_up_over(ground: Ground, agent: Agent) -> None:
    """Its time has run out."""
    end_wrap_up(ground, agent, agent.logged or "")


def log_completed(ground: Ground, request: inputs.LogCompleted) -> None:
    """The log is on disk: wrap-up ends, or will end as soon as it begins."""
    call, agent = ground.call(request.call, request.agent)
    if request.disposition not in ground.plan.disposition_codes:
        raise Refusal(ErrorId.DISPOSITION_UNKNOWN, disposition=request.disposition)
    if agent.state is AgentState.WRAP_UP:
        end_wrap_up(ground, agent, request.disposition)
    elif agent.state is AgentState.BUSY and call.agent == agent.agent:
        agent.logged = request.disposition
    else:
        raise Refusal(ErrorId.WRONG_STATE, state=agent.state.value)


def end_wrap_up(ground: Ground, agent: Agent, disposition: str) -> None:
    """The log of a leg is closed; when it is the call's last one, so is the call's."""
    call = ground.state.calls[_desk(agent)]
    ground.timers.cancel(Timer.WRAP_UP, agent.agent)
    ground.fact(facts.LegLogged(call.call, agent.agent, agent.leg, disposition))
    if disposition:
        _file_follow_up(ground, agent, call)
    call.open_logs -= 1
    if disposition and (agent.leg == call.legs or not call.disposition):
        call.disposition = disposition
    agent.call, agent.logged = None, None
    help_over(ground, agent)
    close_if_complete(ground, call)
    if agent.next_reason is None:
        _go_ready(ground, agent)
    else:
        _go_not_ready(ground, agent, AgentEvent.GO_NOT_READY, agent.next_reason)


def _file_follow_up(ground: Ground, agent: Agent, call: Call) -> None:
    """What was promised is done: the store hears of it in a moment, and may call it due until then."""
    if call.matter is not None and call.matter not in ground.state.filed:
        ground.state.filed = [*ground.state.filed[1 - _MOST_FILED :], call.matter]
        ground.fact(facts.FollowUpDone(call.call, call.matter, agent.agent))


def close_if_complete(ground: Ground, call: Call) -> None:
    """Write the last fact of a call when it is over and every leg's log is closed."""
    if call.ended_cause is None or call.open_logs:
        return
    ground.fact(facts.CallLogged(call.call, call.last_agent, call.disposition))
    del ground.state.calls[call.call]


def help_over(ground: Ground, agent: Agent, by: AgentId = NOBODY) -> None:
    """Somebody has come to an agent who asked for help; or there is nothing left to help with."""
    if agent.help:
        agent.help = False
        ground.fact(facts.HelpEnded(agent.agent, by))


def offer_calls_to(ground: Ground, agent: Agent) -> None:
    """Put a ready agent before the distributor, if a call could reach them now."""
    if not ground.state.switch_up or agent.state is not AgentState.READY or not reachable(ground, agent):
        return
    call = ground.acd.add_agent(agent.agent, agent.idle_since, ground.now, agent.calls, agent.talk_s)
    if call is not None:
        ground.matches.append((call, agent.agent))


def reachable(ground: Ground, agent: Agent) -> bool:
    """Whether the agent's telephone can be given a call: a nailed-up one must stand."""
    return agent.line_up or not is_nailed_up(ground, agent)


def ring(ground: Ground, agent: Agent, call: Call, timeout_s: float, *, itself: bool = False) -> None:
    """Ring the telephone of an agent who has one that rings; a nailed-up one stands already. `itself`: it is to pick up by itself."""
    if not is_nailed_up(ground, agent):
        agent.line = ground.new_connection(agent.agent)
        ground.command(Dial(agent.line, agent.station, call.ani, call.ani_name, timeout_s, itself))


def stop_ringing(ground: Ground, agent: Agent) -> None:
    """The telephone that was rung for an offer is hung up."""
    if agent.line is not None and not is_nailed_up(ground, agent):
        ground.command(Clear(agent.line))
        ground.owners.pop(agent.line, None)
        agent.line = None


def is_nailed_up(ground: Ground, agent: Agent) -> bool:
    """Whether the agent's station stays connected between calls."""
    return ground.agent_plans[agent.agent].station_mode == "nailed_up"


def _go_ready(ground: Ground, agent: Agent) -> None:
    agent.state = agent_machine.advance(agent.state, AgentEvent.GO_READY)
    ground.timers.cancel(Timer.NOT_READY, agent.agent)
    agent.reason, agent.next_reason, agent.idle_since = "", None, ground.now
    ground.fact(facts.AgentReady(agent.agent))
    offer_calls_to(ground, agent)


def _go_not_ready(ground: Ground, agent: Agent, event: AgentEvent, reason: str) -> None:
    agent.state = agent_machine.advance(agent.state, event)
    agent.reason, agent.next_reason = reason, None
    ground.acd.remove_agent(agent.agent)
    ground.gone.append(agent.agent)
    ground.fact(facts.AgentNotReady(agent.agent, reason))
    ground.timers.cancel(Timer.NOT_READY, agent.agent)
    if (limit_s := ground.plan.not_ready_limits.get(reason)) is not None:
        ground.timers.set(Timer.NOT_READY, agent.agent, ground.now + limit_s)


def _choose_next(ground: Ground, agent: Agent, reason: str | None) -> None:
    if agent.next_reason != reason:
        agent.next_reason = reason
        ground.fact(facts.NextStateChosen(agent.agent, reason))


def _set_wrap_up(ground: Ground, agent: Agent, until: float) -> None:
    agent.wrap_up_until = until
    ground.timers.set(Timer.WRAP_UP, agent.agent, until)
    ground.fact(facts.AgentWorkingAfterCall(agent.agent, _desk(agent), until))


def _desk(agent: Agent) -> CallId:
    if agent.call is None:
        raise Refusal(ErrorId.NO_SUCH_CALL, call="")
    return agent.call
