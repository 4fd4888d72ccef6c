"""Asking somebody in the middle of a call: consult, alternate, reconnect, conference, transfer. The stages are
`consult_machine`'s; here are their consequences.

Whatever becomes of the third party, the caller stays as they are until the agent decides. A caller who hangs up ends the
consultation with the call.
"""

from __future__ import annotations

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import AgentId, CallId, Cause, ConnectionId
from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import AgentState, ConsultStage
from ivr import facts, inputs
from ivr.core import agents, call_machine, consult_machine, legs, recording, targets
from ivr.core.call_machine import CallEvent, Place
from ivr.core.consult_machine import ConsultEvent
from ivr.core.ground import Ground
from ivr.core.state import Agent, Call, Consult, Leg
from ivr.core.timers import Timer

_KINDS = frozenset({"agent", "number"})


# --- what the agent asks for ----------------------------------------------------------------------------------------------


def start(ground: Ground, request: inputs.ConsultationCall) -> None:
    """Put the caller on hold and call the third party."""
    call, agent, leg = legs.talking(ground, request.call, request.agent)
    if call.consult is not None:
        raise Refusal(ErrorId.WRONG_STATE, state=call.consult.stage.value)
    colleague = targets.require(ground, agent.agent, request.kind, request.target, _KINDS)
    if call.place is Place.CONNECTED:
        legs.hold(ground, call, leg)
    timeout_s = ground.plan.outside_ring_s if colleague is None else ground.queues[call.queue].ring_timeout_s
    call.consult = Consult(request.kind, request.target, None)
    until = ground.now + timeout_s
    ground.fact(
        facts.ConsultationStarted(call.call, agent.agent, leg.number, request.kind, request.target, until),
    )
    if colleague is None:
        call.consult.connection = ground.new_connection(call.call)
        shown = ground.plan.caller_number
        ground.command(switch.Dial(call.consult.connection, request.target, shown, "", timeout_s))
    else:
        _ask(ground, call, ground.state.agents[colleague], timeout_s)


def alternate(ground: Ground, request: inputs.AlternateCall) -> None:
    """Turn to the other of caller and third party."""
    call, leg, consult = _consulting(ground, request)
    consult.stage = consult_machine.advance(consult.stage, ConsultEvent.ALTERNATE)
    aside = consult.stage is ConsultStage.ASIDE
    if aside:
        ground.command(switch.Hold(ground.bridge_of(call), _third(ground, consult)))
        legs.retrieve(ground, call, leg)
    else:
        legs.hold(ground, call, leg)
        ground.command(switch.Retrieve(ground.bridge_of(call), _third(ground, consult)))
    ground.fact(facts.Alternated(call.call, leg.agent, leg.number, consult.target, aside))


def conference(ground: Ground, request: inputs.ConferenceCall) -> None:
    """Bring in whoever hears music."""
    call, leg, consult = _consulting(ground, request)
    before, consult.stage = consult.stage, consult_machine.advance(consult.stage, ConsultEvent.JOIN)
    if before is ConsultStage.CONSULTING:
        legs.retrieve(ground, call, leg)
    else:
        ground.command(switch.Retrieve(ground.bridge_of(call), _third(ground, consult)))
    ground.fact(facts.Conferenced(call.call, leg.agent, leg.number, consult.target))


def reconnect(ground: Ground, request: inputs.ReconnectCall) -> None:
    """Let the third party go, back to the caller."""
    call, leg, _ = _consulting(ground, request)
    end(ground, call, "reconnected")
    if call.place is Place.HELD:
        legs.retrieve(ground, call, leg)


def transfer(ground: Ground, request: inputs.TransferCall) -> None:
    """Leave the caller to the third party."""
    call, leg, consult = _consulting(ground, request)
    if consult.answered is None:
        raise Refusal(ErrorId.WRONG_STATE, state=consult.stage.value)
    hand_over(ground, call, ground.state.agents[leg.agent], Cause.NORMAL)


# --- what colleagues do ---------------------------------------------------------------------------------------------------


def is_asked(call: Call, agent: AgentId) -> bool:
    """Whether this agent is the colleague who is consulted about the call."""
    return call.consult is not None and call.consult.kind == "agent" and call.consult.target == agent


def accept(ground: Ground, call: Call, agent: Agent) -> None:
    """The colleague is there."""
    agents.take(ground, agent, call)
    answered(ground, call)


def answered(ground: Ground, call: Call) -> None:
    """The third party is there."""
    consult, leg = call.consult, call.leg
    if consult is None or leg is None:
        return
    consult.stage = consult_machine.advance(consult.stage, ConsultEvent.ANSWER)
    consult.answered = ground.now
    ground.timers.cancel(Timer.CONSULT, str(call.call))
    ground.command(
        switch.Bridge(ground.bridge_of(call), (_third(ground, consult),), tone=_wants_tone(ground, consult)),
    )
    ground.fact(facts.ConsultationAnswered(call.call, leg.agent, leg.number, consult.target))


def timed_out(ground: Ground, call_id: CallId) -> None:
    """The colleague has not answered."""
    missed(ground, ground.state.calls[call_id], "no_answer", agents.NO_ANSWER)


# --- how it ends ----------------------------------------------------------------------------------------------------------


def end(ground: Ground, call: Call, why: str) -> None:
    """The third party is let go; agent and caller stay as they are."""
    consult = _close(ground, call, why)
    if consult is None:
        return
    if consult.kind == "agent":
        _release(ground, call, ground.state.agents[AgentId(consult.target)], why)
    elif consult.connection is not None:
        ground.command(switch.Clear(consult.connection))


def missed(ground: Ground, call: Call, why: str, reason: str) -> None:
    """The colleague did not answer, or cannot be reached: not ready."""
    consult = _close(ground, call, why)
    if consult is not None:
        colleague = ground.state.agents[AgentId(consult.target)]
        agents.stop_ringing(ground, colleague)
        agents.miss(ground, colleague, reason)


def number_gone(ground: Ground, call: Call, cause: Cause) -> None:
    """The outside number hung up, or could not be reached."""
    consult = call.consult
    if consult is not None:
        consult.connection = None
        end(ground, call, cause.value if consult.answered is None else "left")


def hand_over(ground: Ground, call: Call, agent: Agent, cause: Cause) -> None:
    """The agent is out of it, caller and third party talk on."""
    consult, leg = call.consult, call.leg
    if consult is None or leg is None:
        return
    ground.fact(facts.Transferred(call.call, leg.agent, leg.number, consult.kind, consult.target))
    _close(ground, call, "transferred")
    recording.end(ground, call)
    _bring_in(ground, call, consult)
    legs.end(ground, call, agent, cause)
    if consult.kind == "number":
        call.place = call_machine.advance(call.place, CallEvent.HAND_OUT)
        call.outside, call.outside_up = consult.connection, True
        return
    call.place = call_machine.advance(call.place, CallEvent.HAND_OVER)
    colleague = ground.state.agents[AgentId(consult.target)]
    legs.begin(ground, call, colleague)
    ground.fact(facts.Established(call.call, colleague.agent, call.legs))
    recording.begin_if_wanted(ground, call)


def resume(ground: Ground, call: Call) -> None:
    """Ask again for the third party's place: in the bridge, or beside it with music."""
    consult = call.consult
    if consult is None or consult.answered is None:
        return
    ground.command(switch.Bridge(ground.bridge_of(call), (_third(ground, consult),)))
    if consult.stage is ConsultStage.ASIDE:
        ground.command(switch.Hold(ground.bridge_of(call), _third(ground, consult)))


# --- inside ---------------------------------------------------------------------------------------------------------------


def _consulting(
    ground: Ground, request: inputs.AlternateCall | inputs.ConferenceCall | inputs.ReconnectCall | inputs.TransferCall
) -> tuple[Call, Leg, Consult]:
    call, _, leg = legs.talking(ground, request.call, request.agent)
    if call.consult is None:
        raise Refusal(ErrorId.WRONG_STATE, state=call.place.value)
    return call, leg, call.consult


def _ask(ground: Ground, call: Call, colleague: Agent, timeout_s: float) -> None:
    ground.acd.remove_agent(colleague.agent)
    ground.timers.set(Timer.CONSULT, str(call.call), ground.now + timeout_s)
    agents.reserve(ground, colleague, call.call)
    agents.ring(ground, colleague, call, timeout_s)


def _third(ground: Ground, consult: Consult) -> ConnectionId:
    line = consult.connection if consult.kind == "number" else ground.state.agents[AgentId(consult.target)].line
    assert line is not None, "who has answered has a line"
    return line


def _wants_tone(ground: Ground, consult: Consult) -> bool:
    return consult.kind == "agent" and agents.is_nailed_up(ground, ground.state.agents[AgentId(consult.target)])


def _bring_in(ground: Ground, call: Call, consult: Consult) -> None:
    """Whoever of the two hears music comes back into the bridge."""
    if consult.stage is ConsultStage.CONSULTING:
        ground.command(switch.Retrieve(ground.bridge_of(call), call.connection))
    elif consult.stage is ConsultStage.ASIDE:
        ground.command(switch.Retrieve(ground.bridge_of(call), _third(ground, consult)))


def _close(ground: Ground, call: Call, why: str) -> Consult | None:
    consult, call.consult = call.consult, None
    if consult is None or call.leg is None:
        return None
    ground.timers.cancel(Timer.CONSULT, str(call.call))
    talk_s = 0.0 if consult.answered is None else ground.now - consult.answered
    number = call.leg.number
    ground.fact(
        facts.ConsultationEnded(call.call, call.leg.agent, number, consult.kind, consult.target, why, talk_s),
    )
    return consult


def _release(ground: Ground, call: Call, colleague: Agent, why: str) -> None:
    if colleague.state is AgentState.BUSY:
        legs.free_line(ground, call, colleague)
        agents.come_back(ground, colleague)
        return
    agents.stop_ringing(ground, colleague)
    agents.release(ground, colleague, idle_anew=why == "declined")
