"""The flows of a running centre: which one a call begins with, and how they are replaced while calls are in them.

A call finishes in the flow that it began: a flow that has changed is kept, under a key of its own (`main@1`), until the last call has
left it. All of this follows from the inputs, so a journal replays it.
"""

from __future__ import annotations

import itertools

import msgspec

from ivr import inputs
from ivr.core.ground import Ground
from ivr.core.state import Call
from ivr.flow.model import Flow


def entry(ground: Ground, call: Call) -> str:
    """The flow of the number that was dialled, or that of a line on which nothing can be said."""
    plan = ground.plan
    if plan.silent_flow and not ground.state.speaks:
        return plan.silent_flow
    return plan.entries.get(call.dnis, plan.default_flow)


def change(ground: Ground, item: inputs.FlowsChanged) -> None:
    """Other flows from now on."""
    old, flows = ground.plan.flows, dict(item.flows)
    for name, calls in _in_use(ground).items():
        if flows.get(name) == old[name]:
            continue
        key = _free_key(name, {*old, *flows}) if name in flows else name
        flows[key] = old[name]
        for call in calls:
            call.flow = key
    ground.plan = msgspec.structs.replace(
        ground.plan,
        flows=flows,
        entries=item.entries,
        default_flow=item.default_flow,
        silent_flow=item.silent_flow,
    )


def _in_use(ground: Ground) -> dict[str, list[Call]]:
    used: dict[str, list[Call]] = {}
    for call in ground.state.calls.values():
        if call.walk is not None:
            used.setdefault(call.flow, []).append(call)
    return used


def _free_key(name: str, taken: set[str]) -> str:
    return next(key for number in itertools.count(1) if (key := f"{name}@{number}") not in taken)


def of(ground: Ground, call: Call) -> Flow:
    """The flow that a call is in."""
    return ground.plan.flows[call.flow]
