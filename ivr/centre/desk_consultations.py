"""Consultations on the desks, from the facts about them: an agent asks a colleague, or somebody outside, about the caller.

A colleague has the call on their desk meanwhile, and sees the same stages as the agent who asks.
"""

from __future__ import annotations

from msgspec.structs import replace

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.messages import CallPhase, ConsultStage
from agent_desktop.protocol.record import Text
from ivr import facts
from ivr.centre.desk_ground import Agent, Ground, Handlers, offer_end

_WANTED = frozenset({"transferred", "reconnected", "caller_gone"})
"""Ends of a consultation that need no notice: somebody who has the call brought them about."""
_UNWANTED = {
    "declined": ErrorId.CONSULTATION_DECLINED,
    "rejected": ErrorId.CONSULTATION_DECLINED,
    "no_answer": ErrorId.CONSULTATION_NOT_ANSWERED,
    "left": ErrorId.CONSULTATION_LEFT,
}
"""What the agent is told otherwise; any other: not reached."""


class ConsultationFacts:
    """All consultations, at both ends."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def handlers(self) -> Handlers:
        """What to call with which fact."""
        return {
            facts.ConsultationStarted: self._started,
            facts.ConsultationAnswered: self._answered,
            facts.Alternated: self._alternated,
            facts.Conferenced: lambda fact, at: self._stage(fact, ConsultStage.CONFERENCE, at, held_ms=None),
            facts.ConsultationEnded: self._ended,
        }

    def _started(self, fact: facts.ConsultationStarted, at: int) -> None:
        ground = self._ground
        name = self._name(fact)
        asked = m.ConsultView(fact.kind, fact.target, Text(name, name), ConsultStage.RINGING, at)
        ground.change(fact.call, fact.agent, consult=asked)
        holder = ground.desk_of(fact.agent)
        if fact.kind == "agent" and holder is not None:
            view = ground.offered_view(holder.view.queue, ground.calls[fact.call], at, fact.until)
            me = ground.agents[fact.agent].plan
            asking = m.ConsultView("agent", me.agent, Text(me.name, me.name), ConsultStage.RINGING, at)
            ground.offer(AgentId(fact.target), replace(view, asked_by=me.name, consult=asking))

    def _answered(self, fact: facts.ConsultationAnswered, at: int) -> None:
        self._stage(fact, ConsultStage.CONSULTING, at, phase=CallPhase.CONSULTED, answered_ms=at, offer_ends_ms=None)

    def _alternated(self, fact: facts.Alternated, at: int) -> None:
        stage = ConsultStage.ASIDE if fact.aside else ConsultStage.CONSULTING
        self._stage(fact, stage, at, held_ms=at if fact.aside else None)

    def _stage(
        self,
        fact: facts.ConsultationAnswered | facts.Alternated | facts.Conferenced,
        stage: ConsultStage,
        at: int,
        **of_the_colleague: object,
    ) -> None:
        """A consultation moves on, for the agent who has the call and for the colleague who is asked about it."""
        for agent, changes in ((fact.agent, {}), (AgentId(fact.target), of_the_colleague)):
            desk = self._ground.desk_with(fact.call, agent)
            if desk is not None and desk.view.consult is not None:
                consult = replace(desk.view.consult, stage=stage, since_ms=at)
                self._ground.change(fact.call, agent, consult=consult, **changes)

    def _ended(self, fact: facts.ConsultationEnded, _at: int) -> None:
        self._ground.change(fact.call, fact.agent, consult=None)
        colleague = self._colleague(fact)
        if colleague is not None and colleague.desk is not None and fact.why != "transferred":
            asked = colleague.desk.view.phase is CallPhase.OFFERED
            why = offer_end("abandoned" if fact.why == "caller_gone" else fact.why) if asked else "consulted"
            self._ground.remove(fact.call, colleague.plan.agent, why)
        if fact.why not in _WANTED:
            error = _UNWANTED.get(fact.why, ErrorId.CONSULTATION_NOT_REACHED)
            self._ground.tell(fact.agent, m.Notice(error, {"target": self._name(fact)}))

    def _colleague(self, fact: facts.ConsultationStarted | facts.ConsultationEnded) -> Agent | None:
        return self._ground.agents.get(AgentId(fact.target)) if fact.kind == "agent" else None

    def _name(self, fact: facts.ConsultationStarted | facts.ConsultationEnded) -> str:
        """A colleague's name; somebody else's number, as a person writes it."""
        colleague = self._colleague(fact)
        return self._ground.write_number(fact.target) if colleague is None else colleague.plan.name
