"""From the shipped settings and flows to the core's plan."""

from __future__ import annotations

import msgspec

from agent_desktop.cti.vocabulary import AgentId, QueueId, StationMode, Strategy
from agent_desktop.settings import load_settings
from ivr.centre.plan import load_flows_of, plan
from ivr.plan import Plan, Step


def sample() -> Plan:
    settings = load_settings()
    return plan(settings, load_flows_of(settings))


def test_the_sample_becomes_a_plan() -> None:
    made = sample()
    complaints = next(queue for queue in made.queues if queue.queue == "complaints")
    assert (complaints.skills, complaints.ring_timeout_s, complaints.wrap_up_s) == (
        frozenset({"complaints"}),
        15.0,
        120.0,
    )
    wang = next(agent for agent in made.agents if agent.agent == "wang")
    assert (wang.station, wang.station_mode) == ("1003", StationMode.ON_DEMAND)
    assert wang.queues == (QueueId("general"), QueueId("orders"), QueueId("repairs"))
    assert complaints.steps == (Step(60.0, frozenset(), 2),)
    assert complaints.strategy is Strategy.LONGEST_IDLE
    lin, supervisor = (next(each for each in made.agents if each.agent == user) for user in ("lin", "supervisor"))
    assert lin.levels == {"complaints": 3}
    assert supervisor.tiers == {"complaints": 2}
    assert made.not_ready_limits == {"break": 900.0}
    assert made.entries["95002"] == "direct"
    assert made.default_flow in made.flows
    assert AgentId("admin") in {agent.agent for agent in made.agents}
    assert "harassing" in made.disposition_codes
    assert "break" in made.not_ready_codes
    assert "away" in made.decline_codes


def test_a_plan_fits_into_a_journal() -> None:
    assert msgspec.json.decode(msgspec.json.encode(sample()), type=Plan) == sample()
