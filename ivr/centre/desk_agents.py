"""Agents on the desks, from the facts about them: who is here, how they stand, and what a supervisor has decided for them."""

from __future__ import annotations

from collections.abc import Callable

from agent_desktop.cti.vocabulary import AgentId, QueueId
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import AgentState
from ivr import facts
from ivr.centre.desk_ground import Ground, Handlers, ms
from ivr.centre.figures import QueueFigures

_DIRECTED = {AgentState.READY: ErrorId.SET_READY_BY, AgentState.NOT_READY: ErrorId.SET_NOT_READY_BY}


class AgentFacts:
    """All agents. `look_away` closes every list that a user has open."""

    def __init__(self, ground: Ground, figures: QueueFigures, look_away: Callable[[AgentId], None]) -> None:
        self._ground, self._figures, self._look_away = ground, figures, look_away
        self.here: dict[tuple[QueueId, ...], dict[AgentId, None]] = {}
        """Who is logged on, by the queues that they serve."""

    def handlers(self) -> Handlers:
        """What to call with which fact."""
        change = self._ground.change_agent
        return {
            facts.AgentLoggedOn: self._logged_on,
            facts.AgentLoggedOff: self._logged_off,
            facts.AgentReady: lambda fact, at: self._enter(fact.agent, AgentState.READY, at),
            facts.AgentNotReady: lambda fact, at: self._enter(fact.agent, AgentState.NOT_READY, at, fact.reason),
            facts.AgentReserved: lambda fact, at: self._enter(fact.agent, AgentState.RESERVED, at),
            facts.AgentBusy: lambda fact, at: self._enter(fact.agent, AgentState.BUSY, at),
            facts.AgentWorkingAfterCall: self._working_after_call,
            facts.NextStateChosen: lambda fact, _: change(fact.agent, next_reason=fact.reason),
            facts.HelpRequested: lambda fact, at: change(fact.agent, help_since_ms=at),
            facts.HelpEnded: lambda fact, _: change(fact.agent, help_since_ms=None),
            facts.AgentDirected: self._directed,
            facts.AgentAssigned: self._assigned,
            facts.StationUp: lambda fact, _: change(fact.agent, station_up=True),
            facts.StationDown: lambda fact, _: change(fact.agent, station_up=False),
        }

    def _logged_on(self, fact: facts.AgentLoggedOn, at: int) -> None:
        agent = self._ground.agents[fact.agent]
        agent.view = m.AgentView(AgentState.LOGGED_OFF, at, station=fact.station)  # the fact of being not ready follows
        self.here.setdefault(agent.queues, {})[fact.agent] = None
        self._ground.colleagues.moved(fact.agent)

    def _logged_off(self, fact: facts.AgentLoggedOff, at: int) -> None:
        self.here.get(self._ground.agents[fact.agent].queues, {}).pop(fact.agent, None)
        self._look_away(fact.agent)
        self._enter(fact.agent, AgentState.LOGGED_OFF, at)

    def _working_after_call(self, fact: facts.AgentWorkingAfterCall, at: int) -> None:
        """Comes again when wrap-up is extended."""
        view = self._ground.agents[fact.agent].view
        since_ms = view.since_ms if view.state is AgentState.WRAP_UP else at
        self._ground.change_agent(
            fact.agent, state=AgentState.WRAP_UP, since_ms=since_ms, wrap_up_ends_ms=ms(fact.until)
        )

    def _directed(self, fact: facts.AgentDirected, _at: int) -> None:
        if fact.state in _DIRECTED:
            told = {"name": self._ground.name(fact.by), "note": fact.note}
            self._ground.tell(fact.agent, m.Notice(_DIRECTED[fact.state], told))

    def _assigned(self, fact: facts.AgentAssigned, _at: int) -> None:
        agent = self._ground.agents[fact.agent]
        here = self.here.get(agent.queues, {})
        agent.queues = fact.queues
        if fact.agent in here:
            del here[fact.agent]
            self.here.setdefault(fact.queues, {})[fact.agent] = None
        self._ground.tell(fact.agent, m.QueuesAssigned(tuple(self._figures.view(queue) for queue in fact.queues)))
        self._ground.tell(fact.agent, m.Notice(ErrorId.ASSIGNED_BY, {"name": self._ground.name(fact.by)}))

    def _enter(self, agent_id: AgentId, state: AgentState, at: int, reason: str = "") -> None:
        view = self._ground.agents[agent_id].view
        moved = (state, reason) != (view.state, view.reason)
        keeps_choice = state is AgentState.BUSY
        self._ground.change_agent(
            agent_id,
            state=state,
            reason=reason,
            since_ms=at if moved else view.since_ms,
            wrap_up_ends_ms=None,
            next_reason=view.next_reason if keeps_choice else None,
        )
