"""Settings and flows, judged by together: what one of them names and only the other one has.

Mistakes are named by file and line. Must never change anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from agent_desktop.errors import Mistake
from agent_desktop.files import read_toml, read_yaml
from agent_desktop.fit import hint
from agent_desktop.settings.model import QueueSettings, Settings
from ivr.flow import names
from ivr.flow.checker import made_in
from ivr.flow.model import CallbackNode, Flow, QueueNode

Flows = Mapping[str, Flow]


def unserved(settings: Settings, flows: Flows) -> list[Mistake]:
    """Nodes that ask for skills which no agent of their queue has: their callers would wait for ever."""
    return [
        read_yaml(settings.flows_directory / f"{name}.yaml").mistake(
            f"`nodes.{node_id}.skills`: {message}", "nodes", node_id, "skills"
        )
        for name, flow in flows.items()
        for node_id, message in _unserved_in(settings, flow)
    ]


def unset(path: Path, settings: Settings, flows: Flows) -> list[Mistake]:
    """Attributes that the settings in this file give priority for, and that no flow sets: nobody would ever have it."""
    known = {*names.CUSTOMER, *(name for flow in flows.values() for name in made_in(flow))}
    table = ("routing", "attribute_priorities")
    return [
        read_toml(path).mistake(f"no voice menu gives `{name}` a value{hint(name, known)}", *table, name)
        for name in settings.routing.attribute_priorities
        if name not in known
    ]


def _unserved_in(settings: Settings, flow: Flow) -> Iterator[tuple[str, str]]:
    known = {skill for agent in settings.agents.values() for skill in agent.skills}
    for node_id, node in flow.nodes.items():
        if not isinstance(node, QueueNode | CallbackNode) or not node.skills:
            continue
        unknown = sorted(node.skills - known)
        for skill in unknown:
            yield node_id, f"no agent has the skill `{skill}`{hint(skill, known)}"
        queue = settings.queues.get(node.queue)
        if queue is not None and not unknown and not _anybody_has(settings, node.queue, queue, node.skills):
            needed = ", ".join(sorted(queue.skills | node.skills))
            yield node_id, f"no agent of the queue `{node.queue}` has all of: {needed}"


def _anybody_has(settings: Settings, queue_id: str, queue: QueueSettings, skills: frozenset[str]) -> bool:
    serving = (agent for agent in settings.agents.values() if queue_id in agent.queues)
    return any(queue.skills | skills <= agent.skills for agent in serving)
