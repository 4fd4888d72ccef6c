"""One run of a scenario: what the caller says and how they feel, driven by what the agent does and by time.

    RINGING ── answered ──► TALKING ◄── retrieved / held ──► HELD        any ── left ──► OVER ── logged ──► DONE

Lines are said one after another, each after a moment to think and as long as it takes to say it. While the trainer speaks for the caller
(`taken_over`) the mood moves and facts come out as before, but nothing is said by itself. Pure: what happens and when goes in, what the
caller does comes out; the same happenings at the same times give the same run.
"""

from __future__ import annotations

import enum
import heapq
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from agent_desktop.cti.vocabulary import Language
from agent_desktop.scripts.state import How
from agent_desktop.training.inputs import (
    Answered,
    AnyHappening,
    Held,
    Hinted,
    Left,
    Logged,
    Prompted,
    Retrieved,
    Said,
    StepTaken,
    TakenOver,
)
from agent_desktop.training.matching import meant
from agent_desktop.training.model import Beat, Scenario
from agent_desktop.training.story import Hold, Moved, Story, Turn, Who

_THINKS_S = 1.2
_GOODBYE_S = 1.5
_SECONDS_A_LETTER = {Language.EN: 0.06, Language.ZH_CN: 0.22}
_BEST = 100


class Stage(enum.StrEnum):
    """Where a run stands."""

    RINGING = "ringing"
    """Nobody has answered."""
    TALKING = "talking"
    """Agent and caller hear each other."""
    HELD = "held"
    """The caller hears music."""
    OVER = "over"
    """The conversation is over, its log is not complete."""
    DONE = "done"
    """The log is complete, and the run can be scored."""


@dataclass(frozen=True, slots=True)
class Says:
    """The caller says something."""

    text: str
    language: Language


@dataclass(frozen=True, slots=True)
class HangsUp:
    """The caller puts the receiver down."""


Deed = Says | HangsUp


class ScenarioRun:
    """One caller in one trainee's call."""

    def __init__(self, scenario: Scenario, language: Language) -> None:
        self.scenario, self.language = scenario, language
        self.stage = Stage.RINGING
        self.mood: int = scenario.temper.start
        self.taken_over = False
        self.story = Story()
        self._acts = self._table()
        self._lines: list[tuple[float, int, Deed]] = []
        """What will be said, when, in what order."""
        self._count = itertools.count()
        self._busy_until = 0.0
        """Until then somebody is speaking."""
        self._quiet: list[tuple[float, str]] = []
        """What silence or music leads to, and when; a bare cue of no seconds is the temper's own."""

    def handle(self, what: AnyHappening, now: float) -> list[Deed]:
        """Something happens; gives what the caller does by now."""
        deeds = self.tick(now)
        stages, act = self._acts[type(what)]
        if self.stage in stages:  # too late, or out of turn: a person would not notice either
            act(what, now)
        return deeds + self.tick(now)

    def tick(self, now: float) -> list[Deed]:
        """What is due by now, in order; each at its own time."""
        deeds: list[Deed] = []
        while (at := self.next_deadline()) is not None and at <= now:
            if self._lines and self._lines[0][0] <= at:
                deeds.append(deed := heapq.heappop(self._lines)[2])
                if isinstance(deed, Says):
                    self._turn(Turn(at, Who.CALLER, deed.text))
            else:
                self._bear(at)
        return deeds

    def next_deadline(self) -> float | None:
        """When `tick` is wanted."""
        ends = [queue[0][0] for queue in (self._lines, self._quiet) if queue]
        return min(ends, default=None)

    # --- what counts when -----------------------------------------------------------------------------------------------

    def _table(self) -> dict[type[AnyHappening], tuple[frozenset[Stage], Callable[[Any, float], None]]]:
        """In which stages a happening counts, and what it does. Steps count in wrap-up too, where nobody hears them."""
        return {
            Answered: (frozenset({Stage.RINGING}), self._answered),
            StepTaken: (_ON_THE_LINE | {Stage.OVER}, self._step),
            Said: (frozenset({Stage.TALKING}), self._said),
            Held: (frozenset({Stage.TALKING}), self._hold),
            Retrieved: (frozenset({Stage.HELD}), self._retrieve),
            TakenOver: (frozenset(Stage), self._take_over),
            Prompted: (frozenset({Stage.TALKING}), self._prompt),
            Hinted: (frozenset(Stage), self._hint),
            Left: (_ON_THE_LINE, self._leave),
            Logged: (frozenset({Stage.OVER}), self._log),
        }

    # --- what the agent does ------------------------------------------------------------------------------------------

    def _answered(self, _: Answered, now: float) -> None:
        self.stage, self.story.answered = Stage.TALKING, now
        self._cue("answered", now)
        self._listen(now)

    def _step(self, taken: StepTaken, now: float) -> None:
        if taken.how is not How.SKIPPED:
            self._turn(Turn(now, Who.AGENT, "", taken.script, taken.step, taken.value))
        if taken.how is How.JUMPED:
            cues = [f"opening:{taken.value}"]
        elif taken.how in {How.DONE, How.ANSWERED}:
            cues = [f"{taken.script}/{taken.step}"]
            if taken.value and taken.value.replace("_", "").isalnum() and taken.value.isascii():
                cues.insert(0, f"{cues[0]}={taken.value.lower()}")
        else:
            cues = []  # skipped or switched: nothing was said
        self._cues(cues, now)

    def _said(self, said: Said, now: float) -> None:
        chosen = self.scenario.saying(said.saying)
        self._turn(Turn(now, Who.AGENT, chosen.text.of(self.language) if chosen else said.text))
        sayings = [said.saying] if said.saying else meant(self.scenario, said.text)
        known = [f"say:{saying}" for saying in sayings if self.scenario.saying(saying) is not None]
        if known:
            self._cues(known, now)
        elif self.scenario.puzzled is not None:
            self._listen(now)
            self._speak(self.scenario.puzzled.of(self.language), now)

    def _cues(self, cues: list[str], now: float) -> None:
        """All are noted; the first that leads to something is answered."""
        self.story.cues += ((now, cue) for cue in cues)
        if not cues or self.stage is not Stage.TALKING:
            return
        self._listen(now)
        for cue in cues:
            if (beat := self._beat(cue)) is not None:
                self._happen(beat, now)
                break

    def _cue(self, cue: str, now: float) -> None:
        self.story.cues.append((now, cue))
        if (beat := self._beat(cue)) is not None:
            self._happen(beat, now)

    def _hold(self, _: Held, now: float) -> None:
        self.stage = Stage.HELD
        self.story.holds.append(Hold(now))
        self._turn(Turn(now, Who.LINE, "hold"))
        self._lines = [line for line in self._lines if isinstance(line[2], HangsUp)]
        self._cue("hold", now)
        temper = self.scenario.temper
        self._quiet = self._waits("holding", now, temper.hold_s)

    def _retrieve(self, _: Retrieved, now: float) -> None:
        self.stage = Stage.TALKING
        self.story.holds[-1].ended = now
        self._turn(Turn(now, Who.LINE, "retrieve"))
        self._cue("retrieve", now)
        self._listen(now)

    def _take_over(self, what: TakenOver, _now: float) -> None:
        self.taken_over = what.on
        if what.on:
            self._lines.clear()

    def _prompt(self, what: Prompted, now: float) -> None:
        self._speak(what.text, now, at_once=True)

    def _hint(self, what: Hinted, now: float) -> None:
        self._turn(Turn(now, Who.TRAINER, what.text))

    def _log(self, what: Logged, now: float) -> None:
        self.stage, self.story.logged, self.story.logged_at = Stage.DONE, what, now

    def _leave(self, what: Left, now: float) -> None:
        if self.stage is Stage.HELD:
            self.story.holds[-1].ended = now
        self.stage, self.story.left, self.story.left_by = Stage.OVER, now, what.by
        self._lines.clear()
        self._quiet.clear()
        self._turn(Turn(now, Who.LINE, what.by.value))

    def _turn(self, turn: Turn) -> None:
        self.story.turns.append(replace(turn, mood=self.mood))

    # --- what the caller does -----------------------------------------------------------------------------------------

    def _beat(self, cue: str) -> Beat | None:
        return next((beat for beat in self.scenario.beats if cue in beat.on and self._may(beat)), None)

    def _may(self, beat: Beat) -> bool:
        done = self.story.beats
        return (
            (beat.again or beat.id not in done)
            and all(other in done for other in beat.needs)
            and not any(other in done for other in beat.unless)
            and self.mood >= beat.mood_from
        )

    def _happen(self, beat: Beat, now: float) -> None:
        self.story.beats.setdefault(beat.id, now)
        for fact in beat.tells:
            self.story.told.setdefault(fact, now)
        if beat.fault is not None:
            self.story.faults.append((now, beat.id))
        if not self.taken_over:
            for text in beat.say:
                self._speak(text.of(self.language), now)
        self._feel(beat.mood, now, beat.id)
        if beat.ends and not self.taken_over:
            self._go(now)

    def _feel(self, by: int, now: float, why: str = "") -> None:
        before = self.mood
        self.mood = max(0, min(_BEST, before + by))
        if self.mood != before:
            self.story.moods.append(Moved(now, self.mood, self.mood - before, why))
        temper = self.scenario.temper
        if by < 0 and self.mood <= temper.leaves_at and not self.taken_over:
            if temper.parting is not None and self.stage is Stage.TALKING:
                self._speak(temper.parting.of(self.language), now)
            self._go(now)

    def _speak(self, text: str, now: float, *, at_once: bool = False) -> None:
        begins = now if at_once else max(now + _THINKS_S, self._busy_until)
        self._say_at(begins, Says(text, self.language))
        self._busy_until = begins + speaking_s(text, self.language)
        if self.stage is Stage.TALKING:
            self._listen(self._busy_until)

    def _go(self, now: float) -> None:
        self._say_at(max(now, self._busy_until) + _GOODBYE_S, HangsUp())
        self._quiet.clear()

    def _say_at(self, at: float, deed: Deed) -> None:
        heapq.heappush(self._lines, (at, next(self._count), deed))

    # --- time ---------------------------------------------------------------------------------------------------------

    def _listen(self, since: float) -> None:
        """From now on silence counts anew; one who is about to hang up waits for nothing."""
        if any(isinstance(deed, HangsUp) for _, _, deed in self._lines):
            return
        self._quiet = self._waits("silence", max(since, self._busy_until), self.scenario.temper.silence_s)

    def _waits(self, kind: str, since: float, borne_s: float) -> list[tuple[float, str]]:
        waits = [(since + borne_s, "")]
        waits += ((since + seconds, f"{kind}:{seconds}") for seconds in self._seconds(kind))
        heapq.heapify(waits)
        return waits

    def _seconds(self, kind: str) -> Iterator[int]:
        cues = {cue for beat in self.scenario.beats for cue in beat.on}
        return (int(cue.partition(":")[2]) for cue in sorted(cues) if cue.startswith(f"{kind}:"))

    def _bear(self, at: float) -> None:
        """A silence or a hold has lasted for so long."""
        _, cue = heapq.heappop(self._quiet)
        if cue:
            left = list(self._quiet)
            self._cue(cue, at)
            if self._quiet and self.stage is Stage.TALKING:
                self._quiet = left  # what they say into a silence does not end it
            return
        temper = self.scenario.temper
        borne_s = temper.hold_s if self.stage is Stage.HELD else temper.silence_s
        heapq.heappush(self._quiet, (at + borne_s, ""))
        self._feel(-temper.step, at)


_ON_THE_LINE = frozenset({Stage.TALKING, Stage.HELD})


def speaking_s(text: str, language: Language) -> float:
    """About how long it takes to say."""
    return max(1.0, len(text) * _SECONDS_A_LETTER[language])
