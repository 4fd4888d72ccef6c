"""Where a call can be handed to, or who can be asked about it: queues, colleagues, outside numbers."""

from __future__ import annotations

import re

from agent_desktop.cti.vocabulary import AgentId, QueueId
from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from ivr.core.ground import Ground

_OUTSIDE = re.compile(r"\+?[0-9]{2,15}")


def require(ground: Ground, asking: AgentId, kind: str, target: str, kinds: frozenset[str]) -> AgentId | None:
    """The idle colleague who is meant; None for a queue or a number that can be dialled.

    Raises:
        Refusal: `unknown_target`, also for a kind that is not among `kinds`; `target_unavailable`.

    """
    known = {
        "queue": QueueId(target) in ground.queues,
        "number": _OUTSIDE.fullmatch(target) is not None,
        "agent": AgentId(target) in ground.state.agents and target != asking,
    }
    if kind not in kinds or not known.get(kind):
        raise Refusal(ErrorId.UNKNOWN_TARGET, kind=kind, target=target)
    if kind == "queue" and QueueId(target) in ground.state.closed_queues:
        raise Refusal(ErrorId.TARGET_UNAVAILABLE, kind=kind, target=target)
    if kind != "agent":
        return None
    if not ground.acd.is_idle(AgentId(target)):
        raise Refusal(ErrorId.TARGET_UNAVAILABLE, kind=kind, target=target)
    return AgentId(target)
