"""The facts that still matter: all those of calls that are not logged, and the latest ones of each agent and the switch.

A new journal begins with them, so that the projections of a centre that starts again show what they showed before. Must
never decide; it only forgets.
"""

from __future__ import annotations

import enum

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
_CHOICE_HOLDS = facts.AgentBusy | facts.AgentWorkingAfterCall
"""States in which an agent may have chosen what comes next; any other makes the choice pointless."""
_LASTING = (
    facts.AgentLoggedOn
    | facts.NextStateChosen
    | facts.StationUp
    | facts.StationDown
    | facts.AgentAssigned
    | facts.HelpRequested
    | facts.HelpEnded
    | facts.QueueClosed
    | facts.QueueOpened
    | facts.SwitchReached
    | facts.SwitchLost
)
_SAME = {
    facts.StationDown: facts.StationUp,
    facts.SwitchLost: facts.SwitchReached,
    facts.HelpEnded: facts.HelpRequested,
    facts.QueueOpened: facts.QueueClosed,
}
"""Kinds that replace one another."""


class _Of(enum.Enum):
    """Of an agent's state two facts are kept."""

    BEGINNING = enum.auto()
    """Since when they are in it."""
    LATEST = enum.auto()
    """What was said of it last: a wrap-up may have been extended."""


class Memory:
    """Facts worth keeping, by call and by agent."""

    def __init__(self) -> None:
        self._calls: dict[CallId, list[NumberedFact]] = {}
        self._latest: dict[tuple[str, type | _Of], NumberedFact] = {}

    def take(self, numbered: NumberedFact) -> None:
        """Remember a fact and forget what it makes pointless."""
        fact = numbered.fact
        if isinstance(fact, _AGENT_STATES):
            self._take_state(fact.agent, numbered)
        elif isinstance(fact, _LASTING):
            kind = type(fact)
            self._latest[_of(fact), _SAME.get(kind, kind)] = numbered
        elif isinstance(fact, facts.Audited | facts.AgentDirected):
            return  # told at once, and kept in the database
        elif isinstance(fact, facts.CallLogged):
            self._calls.pop(fact.call, None)
        elif not isinstance(fact, facts.NotReadyLimitExceeded):  # of which nothing that is shown makes anything
            self._calls.setdefault(fact.call, []).append(numbered)

    def recall(self) -> list[NumberedFact]:
        """What is remembered, in the order of the one stream."""
        kept = [numbered for story in self._calls.values() for numbered in story]
        lasting = {numbered.number: numbered for numbered in self._latest.values()}
        return sorted([*kept, *lasting.values()], key=lambda numbered: numbered.number)

    def _take_state(self, agent: str, numbered: NumberedFact) -> None:
        before = self._latest.get((agent, _Of.BEGINNING))
        if before is None or _state(before) != _state(numbered):
            self._latest[agent, _Of.BEGINNING] = numbered
        self._latest[agent, _Of.LATEST] = numbered
        if not isinstance(numbered.fact, _CHOICE_HOLDS):
            self._latest.pop((agent, facts.NextStateChosen), None)


def _of(fact: facts.Fact) -> str:
    """Whom or what a lasting fact is about."""
    return getattr(fact, "agent", "") or getattr(fact, "queue", "")


def _state(numbered: NumberedFact) -> tuple[type, str]:
    return type(numbered.fact), getattr(numbered.fact, "reason", "")
