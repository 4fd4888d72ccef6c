"""From settings and flows to the plan that the routing core is built from.

Must never decide anything that settings do not say: the same files always give the same plan.
"""

from __future__ import annotations

from agent_desktop.cti.vocabulary import AgentId, QueueId
from agent_desktop.errors import FileMistake
from agent_desktop.settings.model import AgentSettings, QueueSettings, Settings
from ivr.centre.agreement import unserved
from ivr.flow.loader import load_flows
from ivr.flow.model import Flow
from ivr.flow.subflows import Entries, as_one
from ivr.inputs import FlowsChanged
from ivr.plan import AgentPlan, Overflow, Plan, QueuePlan, Step


def load_flows_of(settings: Settings) -> dict[str, Flow]:
    """The flows that the settings name.

    Raises:
        FileMistake: all that is wrong with any of them.

    """
    flows = load_flows(settings.flows_directory, settings.queues, entries(settings))
    if found := unserved(settings, flows):
        raise FileMistake(found)
    return flows


def entries(settings: Settings) -> Entries:
    """The flows in which calls begin."""
    return Entries(settings.numbers_flows, settings.waiting_flows, settings.queues_flows)


def change(settings: Settings, flows: dict[str, Flow]) -> FlowsChanged:
    """These flows, for a core that runs."""
    stated = settings.flows
    return FlowsChanged(as_one(flows), stated.entries, stated.default, stated.without_prompts)


def plan(settings: Settings, flows: dict[str, Flow]) -> Plan:
    """The whole centre as the core knows it."""
    return Plan(
        queues=tuple(_queue(queue_id, queue) for queue_id, queue in settings.queues.items()),
        agents=tuple(_agent(user, agent) for user, agent in settings.agents.items()),
        flows=as_one(flows),
        entries=settings.flows.entries,
        default_flow=settings.flows.default,
        silent_flow=settings.flows.without_prompts,
        caller_number=settings.centre.caller_number,
        outside_ring_s=settings.centre.outside_ring_s,
        queue_choice=settings.routing.queue_choice,
        priority_worth_s=settings.routing.priority_worth_s,
        segment_priorities=settings.routing.segment_priorities,
        attribute_priorities=settings.routing.attribute_priorities,
        last_agent_within_s=settings.routing.last_agent_within_s,
        old_place_within_s=settings.routing.old_place_within_s,
        max_wrap_up_s=settings.wrap_up.max_s,
        disposition_codes=frozenset(settings.dispositions),
        not_ready_codes=frozenset(settings.not_ready_reasons),
        not_ready_limits={
            code: reason.limit_s for code, reason in settings.not_ready_reasons.items() if reason.limit_s is not None
        },
        decline_codes=frozenset(settings.decline_reasons),
        extension_codes=frozenset(settings.wrap_up.reasons),
    )


def _queue(queue_id: str, queue: QueueSettings) -> QueuePlan:
    return QueuePlan(
        queue=QueueId(queue_id),
        label=queue.label,
        skills=queue.skills,
        ring_timeout_s=queue.ring_timeout_s,
        wrap_up_s=queue.wrap_up_s,
        decline_cooldown_s=queue.decline_cooldown_s,
        record=queue.record,
        service_level_s=queue.service_level_s,
        after_call=queue.after_call,
        strategy=queue.strategy,
        ring_more_s=queue.ring_more_s,
        levels=queue.levels,
        preferred=queue.preferred,
        steps=tuple(Step(step.after_s, step.drop, step.tier) for step in queue.steps),
        overflow=tuple(
            Overflow(QueueId(rule.to), rule.after_s, rule.waiting, rule.lack, rule.flow) for rule in queue.overflow
        ),
        last_agent_s=queue.last_agent_s,
        busy_cooldown_s=queue.busy_cooldown_s,
        no_answer_cooldown_s=queue.no_answer_cooldown_s,
        auto_answer=queue.auto_answer,
        while_waiting=queue.while_waiting,
        callback_tries=queue.callback_tries,
        callback_retry_s=queue.callback_retry_s,
    )


def _agent(user: str, agent: AgentSettings) -> AgentPlan:
    return AgentPlan(
        agent=AgentId(user),
        name=agent.name,
        queues=tuple(QueueId(queue) for queue in agent.queues),
        skills=agent.skills,
        station=agent.station,
        station_mode=agent.station_mode,
        levels=agent.levels,
        tiers={QueueId(queue): tier for queue, tier in agent.tiers.items()},
        weights={QueueId(queue): weight for queue, weight in agent.weights.items()},
        auto_answer=agent.auto_answer,
    )
