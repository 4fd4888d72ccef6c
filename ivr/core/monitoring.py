"""A supervisor with a call: listens (monitor), speaks to the agent alone (whisper), speaks to both (barge in).

They are with the *call*, by its caller's connection: through hold, consultation and transfer, until it is over or they leave. While
the caller hears music, so do they. Nothing that becomes of them touches the conversation. Whoever is with a call takes none.
"""

from __future__ import annotations

from agent_desktop.cti import switch
from agent_desktop.cti.vocabulary import BridgeId, ConnectionId
from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import AgentState
from ivr import facts, inputs
from ivr.core import agents
from ivr.core.call_machine import Place
from ivr.core.ground import Ground
from ivr.core.state import Agent, Call, Monitor

_TALKING = frozenset({Place.CONNECTED, Place.HELD})


def monitor(ground: Ground, request: inputs.MonitorCall) -> None:
    """Be with a call in this way; asked again, in another way."""
    supervisor, call = ground.agent(request.agent), ground.state.calls.get(request.call)
    if call is None:
        raise Refusal(ErrorId.NO_SUCH_CALL, call=str(request.call))
    if call.place not in _TALKING or call.agent is None:
        raise Refusal(ErrorId.WRONG_STATE, state=call.place.value)
    _require_free(ground, supervisor)
    if supervisor.monitor is not None and supervisor.monitor.call == call.call:
        _change(ground, supervisor, supervisor.monitor, request)
        return
    leave(ground, supervisor)
    supervisor.monitor = Monitor(call.call, request.mode)
    call.monitored_by.append(supervisor.agent)
    ground.fact(facts.MonitoringStarted(call.call, supervisor.agent, call.agent, request.mode))
    agents.help_over(ground, ground.state.agents[call.agent], supervisor.agent)
    if supervisor.line_up:
        listen(ground, supervisor)
    else:
        agents.ring(ground, supervisor, call, ground.plan.station_ring_s)


def stop(ground: Ground, request: inputs.StopMonitoring) -> None:
    """The supervisor leaves."""
    supervisor = ground.agent(request.agent)
    if supervisor.monitor is None:
        raise Refusal(ErrorId.WRONG_STATE, state=supervisor.state.value)
    leave(ground, supervisor)


def listen(ground: Ground, supervisor: Agent) -> None:
    """Their telephone is there: now the call."""
    monitor = supervisor.monitor
    if monitor is not None:
        monitor.ear = ground.new_connection(supervisor.agent)
        ground.command(switch.Monitor(monitor.ear, ground.state.calls[monitor.call].connection, monitor.mode))


def is_ear(supervisor: Agent, connection: ConnectionId) -> bool:
    """Whether this is what they hear the call by."""
    return supervisor.monitor is not None and supervisor.monitor.ear == connection


def heard(ground: Ground, supervisor: Agent) -> None:
    """The switch lets us hear the call."""
    monitor = supervisor.monitor
    if monitor is not None and monitor.ear is not None and supervisor.line is not None:
        ground.command(switch.Bridge(_bridge(ground, supervisor), (supervisor.line, monitor.ear)))


def over(ground: Ground, call: Call) -> None:
    """The call is over, for those who were with it as well."""
    for supervisor in list(call.monitored_by):
        leave(ground, ground.state.agents[supervisor])


def leave(ground: Ground, supervisor: Agent) -> None:
    """They are with the call no longer; it goes on without them."""
    monitor, supervisor.monitor = supervisor.monitor, None
    if monitor is None:
        return
    ground.state.calls[monitor.call].monitored_by.remove(supervisor.agent)
    if monitor.ear is not None:
        _close_ear(ground, monitor.ear)
        if supervisor.line is not None and agents.is_nailed_up(ground, supervisor):
            ground.command(switch.Unbridge(_bridge(ground, supervisor), supervisor.line))
        ground.command(switch.ReleaseBridge(_bridge(ground, supervisor)))
    agents.stop_ringing(ground, supervisor)
    ground.fact(facts.MonitoringEnded(monitor.call, supervisor.agent))


def _change(ground: Ground, supervisor: Agent, monitor: Monitor, request: inputs.MonitorCall) -> None:
    if request.mode is monitor.mode:
        return
    monitor.mode = request.mode
    if monitor.ear is not None:
        _close_ear(ground, monitor.ear)
        listen(ground, supervisor)
    ground.fact(facts.MonitoringChanged(monitor.call, supervisor.agent, request.mode))


def _close_ear(ground: Ground, ear: ConnectionId) -> None:
    ground.owners.pop(ear, None)
    ground.command(switch.Clear(ear))


def _bridge(ground: Ground, supervisor: Agent) -> BridgeId:
    return BridgeId(f"{ground.state.mark}-m-{supervisor.agent}")


def _require_free(ground: Ground, supervisor: Agent) -> None:
    ground.require_switch()
    if supervisor.state is not AgentState.NOT_READY:
        raise Refusal(ErrorId.WRONG_STATE, state=supervisor.state.value)
    if not supervisor.station:
        raise Refusal(ErrorId.STATION_MISSING)
    if not agents.reachable(ground, supervisor):
        raise Refusal(ErrorId.STATION_DOWN, station=supervisor.station)
