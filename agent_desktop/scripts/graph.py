"""A script as a graph: where each step leads, what can be reached, how far it is to the end. Shared by checker and runner."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import msgspec

from agent_desktop.files import Key
from agent_desktop.scripts.model import InputKind, Script, Step, leaves


class Exit(msgspec.Struct, frozen=True, gc=False):
    """One way out of a step. `place` is where it stands in the step, empty where the step has none and needs one."""

    target: str
    place: Key


def exits(step: Step) -> tuple[Exit, ...]:
    """Every way out of a step; an empty target is a way that leads nowhere."""
    match step.answer_kind:
        case InputKind.CHOICE:
            ways = [_choice_exit(step, index) for index in range(len(step.choices))]
        case InputKind.YES_NO:
            ways = [_exit(step, step.if_yes, "if_yes"), _exit(step, step.if_no, "if_no")]
        case _:
            ways = [_exit(step, "", "next")]
    if step.next:
        ways.append(_exit(step, "", "next"))
    return tuple(dict.fromkeys(ways))


def _exit(step: Step, own: str, name: str) -> Exit:
    if own:
        return Exit(own, (name,))
    return Exit(step.next, ("next",) if step.next else ())


def _choice_exit(step: Step, index: int) -> Exit:
    choice = step.choices[index]
    place: Key = ("choices", index)
    if choice.next:
        return Exit(choice.next, (*place, "next"))
    return Exit(step.next, ("next",) if step.next else place)


def reached(script: Script, starts: Iterable[str]) -> set[str]:
    """The steps that can be reached from some steps, these among them."""
    found: set[str] = set()
    to_do = deque(starts)
    while to_do:
        step = script.step(to_do.popleft())
        if step is not None and step.id not in found:
            found.add(step.id)
            to_do.extend(way.target for way in exits(step))
    return found


@lru_cache(maxsize=256)
def distances(script: Script) -> Mapping[str, int]:
    """The fewest steps to walk from each step, itself counted, until the script is left. Without a way out: not there."""
    sources: dict[str, list[str]] = {}
    for step in script.steps:
        for way in exits(step):
            sources.setdefault("" if leaves(way.target) else way.target, []).append(step.id)
    found: dict[str, int] = {}
    to_do = deque((source, 1) for source in sources.get("", ()))
    while to_do:
        step_id, distance = to_do.popleft()
        if step_id not in found:
            found[step_id] = distance
            to_do.extend((source, distance + 1) for source in sources.get(step_id, ()))
    return found


def passing(scripts: Mapping[str, Script]) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """The ways that are taken without the agent: from a step whose condition fails straight on to another."""
    for script in scripts.values():
        for step in script.steps:
            if step.when and (on := following(scripts, script, step.next)):
                yield (script.id, step.id), on


def following(scripts: Mapping[str, Script], script: Script, target: str) -> tuple[str, str] | None:
    """The script and step that a target means; None where it is an end, or nothing."""
    if target.startswith("script:"):
        other = scripts.get(target.removeprefix("script:"))
        return (other.id, other.first.id) if other else None
    return (script.id, target) if script.step(target) else None
