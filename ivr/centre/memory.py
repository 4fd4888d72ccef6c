"""The facts that still matter: all those of calls that are not logged, and the latest ones of each agent and the switch.

A new journal begins with them, so that the projections of a centre that starts again show what they showed before. Must
never decide; it only forgets.
"""

from __future__ import annotations

from agent_desktop.cti.vocabulary import CallId
from ivr import facts
from ivr.facts import NumberedFact

_AGENT_STATES = (
    facts.AgentReady
    | facts.AgentNotReady
    | facts.AgentReserved
    | facts.AgentBusy
    | facts.AgentWorkingAfterCall
    | facts.AgentLoggedOff
)
_LASTING = (
    facts.AgentLoggedOn
    | facts.NextStateChosen
    | facts.StationUp
    | facts.StationDown
    | facts.SwitchReached
    | facts.SwitchLost
)
_SAME = {facts.StationDown: facts.StationUp, facts.SwitchLost: facts.SwitchReached}
"""Kinds that replace one another."""


class Memory:
    """Facts worth keeping, by call and by agent."""

    def __init__(self) -> None:
        self._calls: dict[CallId, list[NumberedFact]] = {}
        self._latest: dict[tuple[str, type], NumberedFact] = {}

    def take(self, numbered: NumberedFact) -> None:
        """Remember a fact and forget what it makes pointless."""
        fact = numbered.fact
        if isinstance(fact, _AGENT_STATES):
            self._latest[fact.agent, facts.Fact] = numbered
        elif isinstance(fact, _LASTING):
            kind = type(fact)
            self._latest[getattr(fact, "agent", ""), _SAME.get(kind, kind)] = numbered
        elif isinstance(fact, facts.CallLogged):
            self._calls.pop(fact.call, None)
        else:
            self._calls.setdefault(fact.call, []).append(numbered)

    def recall(self) -> list[NumberedFact]:
        """What is remembered, in the order of the one stream."""
        kept = [numbered for story in self._calls.values() for numbered in story]
        return sorted([*kept, *self._latest.values()], key=lambda numbered: numbered.number)
