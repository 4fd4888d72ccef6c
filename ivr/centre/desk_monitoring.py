"""Supervisors who are with a call, from the facts about them: shown on their own seats, and to whoever has the call where the settings say so."""

from __future__ import annotations

from msgspec.structs import replace

from agent_desktop.cti.vocabulary import AgentId, CallId, MonitorMode
from agent_desktop.protocol.messages import MonitorView
from ivr import facts
from ivr.centre.desk_ground import Ground, Handlers


class MonitoringFacts:
    """All supervisors who are with a call."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def handlers(self) -> Handlers:
        """What to call with which fact."""
        return {
            facts.MonitoringStarted: self._started,
            facts.MonitoringChanged: self._changed,
            facts.MonitoringEnded: self._ended,
        }

    def _started(self, fact: facts.MonitoringStarted, at: int) -> None:
        name = self._ground.agents[fact.watched].plan.name
        view = MonitorView(fact.call, fact.watched, name, fact.mode, at)
        self._ground.change_agent(fact.agent, monitoring=view)
        self._listens(fact.call, fact.agent, fact.mode)

    def _changed(self, fact: facts.MonitoringChanged, _at: int) -> None:
        now = self._ground.agents[fact.agent].view.monitoring
        if now is not None:
            self._ground.change_agent(fact.agent, monitoring=replace(now, mode=fact.mode))
        self._listens(fact.call, fact.agent, fact.mode)

    def _ended(self, fact: facts.MonitoringEnded, _at: int) -> None:
        self._ground.change_agent(fact.agent, monitoring=None)
        self._listens(fact.call, fact.agent, None)

    def _listens(self, call_id: CallId, supervisor: AgentId, mode: MonitorMode | None) -> None:
        """A supervisor is with a call in another way than before."""
        call = self._ground.calls[call_id]
        call.listeners.pop(supervisor, None)
        if mode is not None:
            call.listeners[supervisor] = mode
        told = self._ground.listeners(call)
        for agent in call.desks:
            desk = self._ground.desk_with(call_id, agent)
            if desk is not None and told != desk.view.listeners:
                self._ground.change(call_id, agent, listeners=told)
