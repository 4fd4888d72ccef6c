"""A caller's part in a call, as a state machine driven by what they hear.

    CALLING ── picked up ──► LISTENING ── hold music ──► WAITING
                                 │                          │
                                 └───── somebody there ─────┴──► TALKING

    TALKING ── hold music ──► HELD        TALKING, HELD ── silence ──► ALONE ── hold music ──► HELD
    HELD, ALONE ── somebody there ──► TALKING
    any stage ── the line is dead ──► GONE

In each stage one fear runs: nobody answers, the menu leads nowhere, the queue takes too long, forgotten on hold, nobody there any
more. In LISTENING and WAITING the acts of the script are done, in TALKING its lines are said; the clocks of a conversation stand
still on hold. Pure: what is heard and when goes in, what the caller does comes out.
"""

from __future__ import annotations

import enum
import itertools
from dataclasses import dataclass

from msgspec.structs import replace

from agent_desktop.cti.simulator.callers import Act, Caller, When
from agent_desktop.cti.simulator.model import Heard
from agent_desktop.cti.vocabulary import Language

_VOICE_BEGAN = frozenset({Heard.PROMPT_BEGAN, Heard.PROMPTS_BEGAN})
_GOODBYE_S = 3.0
_WAITS_FOR_AGENT_S = 120.0
_BETWEEN_KEYS_S = 0.3


class Stage(enum.StrEnum):
    """Where a caller stands."""

    CALLING = "calling"
    """Hears it ring."""
    LISTENING = "listening"
    """Listens to the menu."""
    WAITING = "waiting"
    """Hears music and waits for a person."""
    TALKING = "talking"
    """Talks to a person."""
    HELD = "held"
    """Was asked to hold, hears music."""
    ALONE = "alone"
    """The person is gone and nothing is heard."""
    GONE = "gone"
    """The call is over."""


_NEXT = {
    (Stage.CALLING, Heard.ANSWERED): Stage.LISTENING,
    (Stage.LISTENING, Heard.MUSIC): Stage.WAITING,
    (Stage.LISTENING, Heard.PEOPLE): Stage.TALKING,
    (Stage.WAITING, Heard.PEOPLE): Stage.TALKING,
    (Stage.TALKING, Heard.MUSIC): Stage.HELD,
    (Stage.TALKING, Heard.SILENCE): Stage.ALONE,
    (Stage.HELD, Heard.PEOPLE): Stage.TALKING,
    (Stage.HELD, Heard.SILENCE): Stage.ALONE,
    (Stage.ALONE, Heard.MUSIC): Stage.HELD,
    (Stage.ALONE, Heard.PEOPLE): Stage.TALKING,
} | {(stage, Heard.GONE): Stage.GONE for stage in Stage}
"""What is not here leaves a caller where they are."""


@dataclass(frozen=True, slots=True)
class Press:
    """Presses a key."""

    digit: str


@dataclass(frozen=True, slots=True)
class Say:
    """Says something."""

    text: str
    language: Language


@dataclass(frozen=True, slots=True)
class HangUp:
    """Puts the receiver down."""


Deed = Press | Say | HangUp


class _Clock(enum.Enum):
    """What a caller waits for."""

    FEAR = enum.auto()
    """The worst of the current stage; then they hang up."""
    ACT = enum.auto()
    """The next act."""
    LINE = enum.auto()
    """The next line."""
    GOODBYE = enum.auto()
    """The end of a conversation in which all has been said."""


class Life:
    """One caller in one call."""

    def __init__(self, caller: Caller, now: float) -> None:
        self.caller = caller
        self.stage = Stage.CALLING
        self._clocks: dict[_Clock, float] = {_Clock.FEAR: now + caller.rings_s}
        self._frozen: dict[_Clock, float] = {}
        self._acts = _keystrokes(caller.acts)
        self._lines = list(caller.lines)
        self._prompts = 0
        self._several = False
        self._talked_s = 0.0
        self._talking_since = 0.0

    def next_deadline(self) -> float | None:
        """When the caller does something if nothing is heard until then."""
        return min(self._clocks.values(), default=None)

    def hear(self, heard: Heard, now: float) -> None:
        """Something is heard; what it leads to is done at its time, never at once."""
        before = self.stage
        self.stage = _NEXT.get((before, heard), before)
        if heard in _VOICE_BEGAN:
            self._prompts += 1
            self._several = heard is Heard.PROMPTS_BEGAN
        if self.stage is not before:
            self._leave(before, now)
            self._enter(now)
        elif self.stage in {Stage.LISTENING, Stage.WAITING}:
            self._consider(heard, now)

    def tick(self, now: float) -> list[Deed]:
        """What is done by now, in order."""
        deeds: list[Deed] = []
        while self._clocks:
            clock, at = min(self._clocks.items(), key=lambda entry: entry[1])
            if at > now:
                break
            del self._clocks[clock]
            deeds += self._ring(clock, at)
        return deeds

    def _enter(self, now: float) -> None:
        caller = self.caller
        fears = {
            Stage.LISTENING: caller.menu_s,
            Stage.WAITING: caller.patience_s,
            Stage.HELD: caller.hold_s,
            Stage.ALONE: caller.silence_s,
        }
        self._clocks.pop(_Clock.FEAR, None)
        if self.stage in fears:
            self._clocks[_Clock.FEAR] = now + fears[self.stage]
        if self.stage is Stage.TALKING:
            self._talk(now)
        elif self.stage is Stage.LISTENING:
            self._arm(When.ANSWERED, now)
        elif self.stage is Stage.WAITING:
            self._clocks.pop(_Clock.ACT, None)
            self._acts = [act for act in self._acts if act.when is When.WAITING]
            self._arm(When.WAITING, now)
        elif self.stage is Stage.GONE:
            self._clocks.clear()

    def _leave(self, stage: Stage, now: float) -> None:
        if stage is Stage.TALKING:
            self._talked_s += now - self._talking_since
            for clock in (_Clock.LINE, _Clock.GOODBYE):
                if clock in self._clocks:
                    self._frozen[clock] = self._clocks.pop(clock) - now

    def _talk(self, now: float) -> None:
        self._talking_since = now
        self._clocks.pop(_Clock.ACT, None)
        for clock, left_s in self._frozen.items():
            self._clocks[clock] = now + left_s
        if not self._frozen:
            self._next_line(now)
        self._frozen = {}

    def _next_line(self, now: float) -> None:
        if self._lines:
            self._clocks[_Clock.LINE] = now + self._lines[0].after_s
            return
        talked_s = self._talked_s + now - self._talking_since
        wait_s = max(_GOODBYE_S, self.caller.talk_s - talked_s)
        self._clocks[_Clock.GOODBYE] = now + wait_s + (0.0 if self.caller.hangs_up_first else _WAITS_FOR_AGENT_S)

    def _consider(self, heard: Heard, now: float) -> None:
        """Whether what is heard in the menu is what the next act waits for, or a reason to wait on."""
        if heard in _VOICE_BEGAN:
            if self._acts and self._acts[0].when in {When.PAUSE, When.LANGUAGE}:
                self._clocks.pop(_Clock.ACT, None)
            if heard is Heard.PROMPT_BEGAN:
                self._acts = list(itertools.dropwhile(lambda act: act.when is When.LANGUAGE, self._acts))
            self._arm(When.PROMPT, now)
        elif heard is Heard.PROMPT_ENDED and self.stage is Stage.LISTENING:
            self._arm(When.PAUSE, now)
            if self._several:
                self._arm(When.LANGUAGE, now)

    def _arm(self, when: When, now: float) -> None:
        if self._acts and self._acts[0].when is when and self._prompts >= self._acts[0].prompt:
            self._clocks.setdefault(_Clock.ACT, now + self._acts[0].after_s)

    def _ring(self, clock: _Clock, now: float) -> list[Deed]:
        if clock in {_Clock.FEAR, _Clock.GOODBYE}:
            return [HangUp()]
        if clock is _Clock.ACT:
            return [self._act(now)]
        line = self._lines.pop(0)
        self._next_line(now)
        return [Say(line.text, line.language or self.caller.language)]

    def _act(self, now: float) -> Deed:
        act = self._acts.pop(0)
        if self._acts and self._acts[0].when in {When.ANSWERED, When.WAITING}:
            self._arm(self._acts[0].when, now)
        return HangUp() if act.hang_up else Press(act.press)


def _keystrokes(acts: tuple[Act, ...]) -> list[Act]:
    """Acts of one key each: the keys after the first follow at a finger's pace."""
    strokes = []
    for act in acts:
        if act.hang_up:
            strokes.append(act)
            continue
        strokes.append(replace(act, press=act.press[0]))
        following = When.WAITING if act.when is When.WAITING else When.ANSWERED
        strokes += [Act(press=key, when=following, after_s=_BETWEEN_KEYS_S) for key in act.press[1:]]
    return strokes
