"""The audit trail, from facts to rows and back."""

from __future__ import annotations

import sqlalchemy as sa

from agent_desktop.cti.vocabulary import AgentId, CallId, MonitorMode, QueueId
from agent_desktop.protocol.messages import AgentState
from db.audit import Entry, entries
from db.projection import Projection
from ivr import facts
from ivr.facts import NumberedFact

ANN, BOSS, HELP, CALL = AgentId("ann"), AgentId("boss"), QueueId("help"), CallId(7)
STORY: tuple[facts.AnyFact, ...] = (
    facts.Audited(ANN, "WatchBoard", "", "not_allowed", ""),
    facts.AgentReady(ANN),
    facts.AgentDirected(ANN, BOSS, AgentState.NOT_READY, "break", "too long on the line"),
    facts.AgentAssigned(ANN, BOSS, (HELP,), ()),
    facts.MonitoringStarted(CALL, BOSS, ANN, MonitorMode.MONITOR),
    facts.MonitoringChanged(CALL, BOSS, MonitorMode.BARGE_IN),
    facts.MonitoringEnded(CALL, BOSS),
    facts.WrapUpExtended(CALL, BOSS, 60.0, "notes"),
    facts.WrapUpExtended(CALL, BOSS, 30.0, ""),
)


def test_deeds_refusals_and_who_listened_are_in_it(engine: sa.Engine) -> None:
    told = [NumberedFact(number, 1_000.0 + number, fact) for number, fact in enumerate(STORY, 1)]
    projection = Projection(engine)
    projection.apply(told[:3])
    projection.apply(told)
    assert entries(engine)[::-1] == [
        Entry(1_001_000, "ann", "WatchBoard", "", "not_allowed", ""),
        Entry(1_003_000, "boss", "DirectAgent", "ann", "done", "not_ready (break): too long on the line"),
        Entry(1_004_000, "boss", "AssignAgent", "ann", "done", "queues help; skills –"),
        Entry(1_005_000, "boss", "MonitorCall", "ann", "done", "monitor, call 7"),
        Entry(1_006_000, "boss", "MonitorCall", "call 7", "done", "barge_in"),
        Entry(1_007_000, "boss", "StopMonitoring", "call 7", "done", ""),
        Entry(1_008_000, "boss", "ExtendWrapUp", "call 7", "done", "60 s: notes"),
        Entry(1_009_000, "boss", "ExtendWrapUp", "call 7", "done", "30 s"),
    ]
    assert [entry.action for entry in entries(engine, user="ann")] == ["WatchBoard"]
    assert [entry.at_ms for entry in entries(engine, since_ms=1_008_000)] == [1_009_000, 1_008_000]
    assert len(entries(engine, most=2)) == 2


def test_a_day_is_read_back(engine: sa.Engine) -> None:
    told = [NumberedFact(number, 1_000.0 + number, fact) for number, fact in enumerate(STORY, 1)]
    projection = Projection(engine)
    projection.apply(told)
    kinds = {"AgentReady", "AgentDirected", "MonitoringEnded"}
    assert projection.facts_since(1_003_000, kinds) == [told[2], told[6]]
    assert projection.facts_since(0, kinds) == [told[1], told[2], told[6]]
    assert projection.facts_since(2_000_000, kinds) == []
