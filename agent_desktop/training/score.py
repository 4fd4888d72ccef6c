"""What a run was worth: a hundred points in parts, each with its findings, each finding with its moment.

A part that this scenario or this run gives nothing to judge by (nobody was on hold) is left out, and the others count for more. Findings
are codes with labels; the words are the window's. Pure.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from itertools import pairwise

import msgspec

from agent_desktop.protocol.record import Text
from agent_desktop.training.matching import plain
from agent_desktop.training.model import Scenario
from agent_desktop.training.run import ScenarioRun
from agent_desktop.training.story import Hold, Story

MOVES_SHOWN = 5
"""A mood that moved by less is no finding."""


class Part(enum.StrEnum):
    """What is judged."""

    GREETING = "greeting"
    """Greeted in time."""
    STEPS = "steps"
    """What has to be said and done."""
    FACTS = "facts"
    """What has to be found out."""
    ORDER = "order"
    """One after another."""
    HOLD = "hold"
    """Asked first, back in time, thanked."""
    SOLVED = "solved"
    """The caller has what they called for."""
    LOG = "log"
    """Disposition, follow-up and notes."""
    MOOD = "mood"
    """How the caller feels at the end."""


WEIGHTS = {
    Part.GREETING: 10,
    Part.STEPS: 20,
    Part.FACTS: 15,
    Part.ORDER: 10,
    Part.HOLD: 10,
    Part.SOLVED: 10,
    Part.LOG: 15,
    Part.MOOD: 10,
}
"""Points of a hundred."""


class Code(enum.StrEnum):
    """What was found. Stable: a window's words hang on it."""

    GREETED = "greeted"
    GREETED_LATE = "greeted_late"
    NOT_GREETED = "not_greeted"
    STEP_TAKEN = "step_taken"
    STEP_MISSING = "step_missing"
    FACT_FOUND = "fact_found"
    FACT_MISSING = "fact_missing"
    IN_ORDER = "in_order"
    OUT_OF_ORDER = "out_of_order"
    HOLD_ASKED = "hold_asked"
    HOLD_NOT_ASKED = "hold_not_asked"
    HOLD_IN_TIME = "hold_in_time"
    HOLD_TOO_LONG = "hold_too_long"
    HOLD_THANKED = "hold_thanked"
    HOLD_NOT_THANKED = "hold_not_thanked"
    SOLVED = "solved"
    NOT_SOLVED = "not_solved"
    DISPOSITION_RIGHT = "disposition_right"
    DISPOSITION_WRONG = "disposition_wrong"
    FOLLOW_UP_SET = "follow_up_set"
    FOLLOW_UP_MISSING = "follow_up_missing"
    NOTED = "noted"
    NOT_NOTED = "not_noted"
    MOOD_AT_END = "mood_at_end"
    MOOD_ROSE = "mood_rose"
    MOOD_FELL = "mood_fell"
    FAULT = "fault"


class Finding(msgspec.Struct, frozen=True):
    """One thing that was right or wrong."""

    code: Code
    good: bool
    at: float | None = None
    """The moment, in seconds after the call was answered; None: it never came, or has none."""
    label: Text | None = None
    """What it was about, where the scenario names it."""
    value: float = 0
    """Seconds, or points of mood."""


class PartScore(msgspec.Struct, frozen=True):
    """One part."""

    part: Part
    points: float
    of: float
    findings: tuple[Finding, ...]


class Score(msgspec.Struct, frozen=True):
    """The whole."""

    points: int
    """0 to 100."""
    parts: tuple[PartScore, ...]


def score(run: ScenarioRun) -> Score:
    """The score of a run that is done."""
    judged = [(part, *judge(run.scenario, run)) for part, judge in _JUDGES.items()]
    kept = [(part, share, findings) for part, share, findings in judged if share is not None]
    whole = sum(WEIGHTS[part] for part, _, _ in kept) or 1
    parts = tuple(
        PartScore(part, round(share * WEIGHTS[part] * 100 / whole, 1), round(WEIGHTS[part] * 100 / whole, 1), findings)
        for part, share, findings in kept
    )
    return Score(round(sum(share * WEIGHTS[part] for part, share, _ in kept) * 100 / whole), parts)


Judged = tuple[float | None, tuple[Finding, ...]]
"""The share of the part's points, None where there is nothing to judge; and why."""


def _greeting(scenario: Scenario, run: ScenarioRun) -> Judged:
    steps, story = scenario.marks.steps, run.story
    if not steps:
        return None, ()
    at = _since(story, story.first(steps[0].by))
    if at is None:
        return 0.0, (Finding(Code.NOT_GREETED, good=False),)
    late = at > scenario.marks.greet_s
    return float(not late), (Finding(Code.GREETED_LATE if late else Code.GREETED, not late, at, value=at),)


def _steps(scenario: Scenario, run: ScenarioRun) -> Judged:
    found = []
    for wanted in scenario.marks.steps:
        at = _since(run.story, run.story.first(wanted.by))
        found.append(Finding(Code.STEP_MISSING if at is None else Code.STEP_TAKEN, at is not None, at, wanted.label))
    return _share(found)


def _facts(scenario: Scenario, run: ScenarioRun) -> Judged:
    found = []
    for fact in scenario.facts:
        at = _since(run.story, run.story.told.get(fact.id))
        found.append(Finding(Code.FACT_MISSING if at is None else Code.FACT_FOUND, at is not None, at, fact.label))
    return _share(found)


def _order(scenario: Scenario, run: ScenarioRun) -> Judged:
    """Each neighbouring pair counts; a step that never came is after nothing."""
    steps = {wanted.id: wanted for wanted in scenario.marks.steps}
    found = []
    for before, after in pairwise(scenario.marks.order):
        first, then = (run.story.first(steps[one].by) for one in (before, after))
        good = first is not None and then is not None and first <= then
        code = Code.IN_ORDER if good else Code.OUT_OF_ORDER
        found.append(Finding(code, good, _since(run.story, then), steps[after].label))
    return _share(found)


def _hold(scenario: Scenario, run: ScenarioRun) -> Judged:
    found: list[Finding] = []
    after = run.story.answered or 0.0
    for hold in run.story.holds:
        found += _one_hold(scenario, run.story, hold, after)
        after = hold.ended if hold.ended is not None else hold.began
    return _share(found)


_ASKS = frozenset({"hold/ask=yes", "say:hold_ask"})
_THANKS = frozenset({"hold/thanks", "say:hold_thanks"})


def _one_hold(scenario: Scenario, story: Story, hold: Hold, after: float) -> list[Finding]:
    asked = any(cue in _ASKS and after <= at <= hold.began for at, cue in story.cues)
    lasted_s = (hold.ended if hold.ended is not None else hold.began) - hold.began
    in_time = lasted_s <= scenario.marks.hold_s
    began, ended = _since(story, hold.began), _since(story, hold.ended)
    thanked = hold.ended is not None and any(cue in _THANKS and at >= hold.ended for at, cue in story.cues)
    return [
        Finding(Code.HOLD_ASKED if asked else Code.HOLD_NOT_ASKED, asked, began),
        Finding(Code.HOLD_IN_TIME if in_time else Code.HOLD_TOO_LONG, in_time, ended, value=lasted_s),
        Finding(Code.HOLD_THANKED if thanked else Code.HOLD_NOT_THANKED, thanked, ended),
    ]


def _solved(scenario: Scenario, run: ScenarioRun) -> Judged:
    if not scenario.solved:
        return None, ()
    times = [run.story.beats.get(beat) for beat in scenario.solved]
    done = [at for at in times if at is not None]
    good = len(done) == len(times)
    at = _since(run.story, max(done)) if good else None
    return len(done) / len(times), (Finding(Code.SOLVED if good else Code.NOT_SOLVED, good, at, scenario.aim),)


def _log(scenario: Scenario, run: ScenarioRun) -> Judged:
    marks, story = scenario.marks, run.story
    logged = story.logged
    if not marks.dispositions:
        return None, ()
    at = _since(story, story.logged_at)
    right = logged is not None and logged.disposition in marks.dispositions
    found = [Finding(Code.DISPOSITION_RIGHT if right else Code.DISPOSITION_WRONG, right, at)]
    if marks.follow_up:
        there = logged is not None and logged.follow_up
        found.append(Finding(Code.FOLLOW_UP_SET if there else Code.FOLLOW_UP_MISSING, there, at))
    written = plain(" ".join((logged.notes, *logged.answers.values()))) if logged else ""
    for note in marks.notes:
        there = any(word in written for word in note.words)
        found.append(Finding(Code.NOTED if there else Code.NOT_NOTED, there, at, note.label))
    return _share(found)


def _mood(scenario: Scenario, run: ScenarioRun) -> Judged:
    story, wanted = run.story, scenario.marks.mood
    if not wanted:
        return None, ()
    found = [Finding(Code.MOOD_AT_END, run.mood >= wanted, _since(story, story.left), value=run.mood)]
    faults = {(at, beat) for at, beat in story.faults}
    found += (
        Finding(Code.MOOD_ROSE if move.by > 0 else Code.MOOD_FELL, move.by > 0, _since(story, move.at), value=move.by)
        for move in story.moods
        if abs(move.by) >= MOVES_SHOWN and (move.at, move.beat) not in faults
    )
    found += (
        Finding(Code.FAULT, good=False, at=_since(story, at), label=scenario.beat(beat).fault)
        for at, beat in story.faults
    )
    return min(1.0, run.mood / wanted), tuple(sorted(found, key=lambda one: one.at or 0.0))


_JUDGES: dict[Part, Callable[[Scenario, ScenarioRun], Judged]] = {
    Part.GREETING: _greeting,
    Part.STEPS: _steps,
    Part.FACTS: _facts,
    Part.ORDER: _order,
    Part.HOLD: _hold,
    Part.SOLVED: _solved,
    Part.LOG: _log,
    Part.MOOD: _mood,
}


def _share(found: list[Finding]) -> Judged:
    if not found:
        return None, ()
    return sum(one.good for one in found) / len(found), tuple(found)


def _since(story: Story, at: float | None) -> float | None:
    """Seconds after the call was answered."""
    return None if at is None or story.answered is None else round(max(0.0, at - story.answered), 1)
