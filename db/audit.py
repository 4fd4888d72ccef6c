"""The audit trail: who used a power over others, on whom, why, and with what outcome. Rows are made from facts and never change.

Pure but for `entries`, which reads them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from db import models
from db.engine import reading
from db.folding import Values
from db.text import without_nul
from ivr import facts
from ivr.facts import NumberedFact

_A = models.AuditEntry


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail, as `ivr.facts.Audited` has it."""

    at_ms: int
    user: str
    action: str
    target: str
    outcome: str
    detail: str


def row(numbered: NumberedFact) -> Values | None:
    """The trail's row of a fact; None for one that does not belong there."""
    make = _ROWS.get(type(numbered.fact))
    if make is None:
        return None
    user, action, target, outcome, detail = (without_nul(value) for value in make(numbered.fact))
    return {
        "number": numbered.number,
        "at_ms": round(numbered.at * 1000),
        "user_id": user,
        "action": action,
        "target": target,
        "outcome": outcome,
        "detail": detail,
    }


def entries(engine: sa.Engine, *, since_ms: int = 0, user: str = "", most: int = 1000) -> list[Entry]:
    """The newest lines of the trail, newest first; of one user only, if named."""
    wanted = [_A.at_ms >= since_ms, *([_A.user_id == user] if user else [])]
    columns = (_A.at_ms, _A.user_id, _A.action, _A.target, _A.outcome, _A.detail)
    statement = sa.select(*columns).where(*wanted).order_by(_A.number.desc()).limit(most)
    with reading(engine) as connection:
        return [Entry(*found) for found in connection.execute(statement)]


_Texts = tuple[str, str, str, str, str]

_ROWS: dict[type[facts.Fact], Callable[[Any], _Texts]] = {
    facts.Audited: lambda fact: (fact.user, fact.action, fact.target, fact.outcome, fact.detail),
    facts.WrapUpExtended: lambda fact: (fact.agent, "ExtendWrapUp", f"call {fact.call}", "done", _extension(fact)),
    facts.AgentDirected: lambda fact: (fact.by, "DirectAgent", fact.agent, "done", _state(fact)),
    facts.AgentAssigned: lambda fact: (fact.by, "AssignAgent", fact.agent, "done", _assignment(fact)),
    facts.MonitoringStarted: lambda fact: (fact.agent, "MonitorCall", fact.watched, "done", _with(fact)),
    facts.MonitoringChanged: lambda fact: (fact.agent, "MonitorCall", f"call {fact.call}", "done", fact.mode.value),
    facts.MonitoringEnded: lambda fact: (fact.agent, "StopMonitoring", f"call {fact.call}", "done", ""),
}
"""What has a fact of its own is in the trail by that."""


def _extension(fact: facts.WrapUpExtended) -> str:
    return f"{fact.seconds:.0f} s{f': {fact.reason}' if fact.reason else ''}"


def _state(fact: facts.AgentDirected) -> str:
    return f"{fact.state.value}{f' ({fact.reason})' if fact.reason else ''}: {fact.note}"


def _assignment(fact: facts.AgentAssigned) -> str:
    return f"queues {', '.join(fact.queues) or '–'}; skills {', '.join(fact.skills) or '–'}"


def _with(fact: facts.MonitoringStarted) -> str:
    return f"{fact.mode.value}, call {fact.call}"
