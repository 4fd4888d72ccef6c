"""How an event moves a run on: the table, one function per kind of event, and the way from a target to the next step.

Where the agent stands decides what an event does: a step is told (say, do) or asked (ask, record), or the scripts are over. A
pair that is not in the table is refused by name and changes nothing. Steps whose condition does not hold are passed over.
`Back` takes back exactly the last move, whatever it was. Must never look at a clock, a window or a file.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from agent_desktop.scripts import wording
from agent_desktop.scripts.answer import accepted
from agent_desktop.scripts.ground import Ground
from agent_desktop.scripts.model import END, FINISH, NO, YES, Step, script_named
from agent_desktop.scripts.state import (
    Answer,
    Back,
    Done,
    Event,
    EventRefused,
    Frame,
    How,
    Jump,
    Position,
    RunState,
    Skip,
    Switch,
    Taken,
    Why,
)


class Stand(enum.Enum):
    """What the agent has before them."""

    TOLD = enum.auto()
    """Something to say or do."""
    ASKED = enum.auto()
    """Something that ends with an answer."""
    OVER = enum.auto()
    """Nothing any more."""


def begin(ground: Ground, planned: tuple[str, ...]) -> RunState:
    """The state at the beginning of the first of some scripts."""
    for script in planned:
        ground.script(script)
    return _settle(ground, RunState(planned=planned), "", END)


def advance(ground: Ground, state: RunState, event: Event) -> RunState:
    """The state after an event.

    Raises:
        EventRefused: it cannot be done here; `why` says why not.

    """
    pair = (stand(ground, state), type(event))
    if pair not in _TABLE:
        raise EventRefused(_REFUSALS[pair])
    return _TABLE[pair](ground, state, event)


def stand(ground: Ground, state: RunState) -> Stand:
    """What the agent has before them."""
    if state.at is None:
        return Stand.OVER
    return Stand.ASKED if ground.step(state).kind.takes_answer else Stand.TOLD


def _done(ground: Ground, state: RunState, _event: Done) -> RunState:
    step = ground.step(state)
    return _leave(ground, state, _taken(state, How.DONE, disposition=step.disposition), step.next, step.visit)


def _answered(ground: Ground, state: RunState, event: Answer) -> RunState:
    step = ground.step(state)
    value = accepted(step, event.value)
    target, visit, disposition = _branch(step, value)
    taken = _taken(state, How.ANSWERED, field=step.field, value=value, disposition=disposition)
    return _leave(ground, state, taken, target, visit)


def _branch(step: Step, value: str) -> tuple[str, str, str]:
    """Target, script to visit, and disposition that an answer leads to; the step's own where the answer has none."""
    if choice := step.choice(value):
        return choice.next or step.next, choice.visit or step.visit, choice.disposition or step.disposition
    by_answer = {YES: step.if_yes, NO: step.if_no}.get(value, "")
    return by_answer or step.next, step.visit, step.disposition


def _skipped(ground: Ground, state: RunState, _event: Skip) -> RunState:
    step = ground.step(state)
    if step.required:
        raise EventRefused(Why.REQUIRED, step.id)
    if not step.next:
        raise EventRefused(Why.BRANCHES, step.id)
    return _leave(ground, state, _taken(state, How.SKIPPED), step.next, "")


def _back(_ground: Ground, state: RunState, _event: Back) -> RunState:
    if not state.trail:
        raise EventRefused(Why.AT_THE_BEGINNING)
    last = state.trail[-1]
    undone = state.undone
    if last.how is How.ANSWERED and last.at:
        undone = undone | {f"{last.at.script}/{last.at.step}": last.value}
    return RunState(last.at, last.frames, last.planned, state.trail[:-1], undone)


def _jumped(ground: Ground, state: RunState, event: Jump) -> RunState:
    found = ground.scripts.opening(event.opening)
    if found is None or found[1] not in ground.openings(state):
        raise EventRefused(Why.NO_SUCH_OPENING, event.opening)
    script, opening = found
    here = (Frame(state.at.script, state.at.step),) if state.at else ()
    moved = replace(
        state, frames=state.frames + here, trail=(*state.trail, _taken(state, How.JUMPED, value=opening.id))
    )
    return _settle(ground, moved, script.id, opening.next)


def _switched(ground: Ground, state: RunState, event: Switch) -> RunState:
    script = ground.script(event.script)
    trail = (*state.trail, _taken(state, How.SWITCHED, value=script.id))
    return _settle(ground, replace(state, frames=(), planned=(), trail=trail), script.id, script.first.id)


def _taken(state: RunState, how: How, *, field: str = "", value: str = "", disposition: str = "") -> Taken:
    return Taken(state.at, how, field, value, disposition, state.frames, state.planned)


def _leave(ground: Ground, state: RunState, taken: Taken, target: str, visit: str) -> RunState:
    assert state.at is not None
    moved = replace(state, trail=(*state.trail, taken))
    if not visit:
        return _settle(ground, moved, state.at.script, target)
    script = ground.script(visit)
    frames = (*moved.frames, Frame(state.at.script, target))
    return _settle(ground, replace(moved, frames=frames), script.id, script.first.id)


def _settle(ground: Ground, state: RunState, script: str, target: str) -> RunState:
    """Follow targets until something stands before the agent, or the scripts are over."""
    seen: set[tuple[object, ...]] = set()
    while not _over(state, target):
        here = (script, target, state.frames, state.planned)
        if here in seen:
            raise EventRefused(Why.STUCK, f"{script}/{target}")
        seen.add(here)
        step = ground.scripts.step(script, target)
        if step is None:
            state, script, target = _follow(ground, state, script, target)
        elif wording.holds(step.when, ground.names(state)):
            return replace(state, at=Position(script, step.id))
        else:
            target = step.next
    return replace(state, at=None, frames=(), planned=())


def _over(state: RunState, target: str) -> bool:
    return target == FINISH or (target == END and not state.frames and not state.planned)


def _follow(ground: Ground, state: RunState, script: str, target: str) -> tuple[RunState, str, str]:
    """A target that is no step, resolved one stage further: what it leaves behind, and where it leads."""
    if target == END and state.frames:
        frame = state.frames[-1]
        return replace(state, frames=state.frames[:-1]), frame.script, frame.target
    if target == END:
        following = ground.script(state.planned[0])
        return replace(state, planned=state.planned[1:]), following.id, following.first.id
    if named := script_named(target):
        following = ground.script(named)
        return replace(state, frames=(), planned=()), following.id, following.first.id
    raise EventRefused(Why.STUCK, f"{script}/{target}")


Handler = Callable[[Ground, RunState, Any], RunState]

_TABLE: dict[tuple[Stand, type[Event]], Handler] = {
    (Stand.TOLD, Done): _done,
    (Stand.TOLD, Skip): _skipped,
    (Stand.TOLD, Back): _back,
    (Stand.TOLD, Jump): _jumped,
    (Stand.TOLD, Switch): _switched,
    (Stand.ASKED, Answer): _answered,
    (Stand.ASKED, Skip): _skipped,
    (Stand.ASKED, Back): _back,
    (Stand.ASKED, Jump): _jumped,
    (Stand.ASKED, Switch): _switched,
    (Stand.OVER, Back): _back,
    (Stand.OVER, Jump): _jumped,
    (Stand.OVER, Switch): _switched,
}
_REFUSALS: dict[tuple[Stand, type[Event]], Why] = {
    (Stand.TOLD, Answer): Why.NO_ANSWER_HERE,
    (Stand.ASKED, Done): Why.ANSWER_NEEDED,
    (Stand.OVER, Done): Why.OVER,
    (Stand.OVER, Answer): Why.OVER,
    (Stand.OVER, Skip): Why.OVER,
}
