"""What has happened in a run: who said and did what, how the mood moved, what came out. All that a score goes by. Values only."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from agent_desktop.training.inputs import LeftBy, Logged


@dataclass(frozen=True, slots=True)
class Moved:
    """The mood is another since then; `beat` says why, empty: by time alone."""

    at: float
    mood: int
    by: int
    beat: str = ""


@dataclass(slots=True)
class Hold:
    """One time on hold."""

    began: float
    ended: float | None = None


class Who(enum.StrEnum):
    """Whose turn it was."""

    CALLER = "caller"
    """Said something."""
    AGENT = "agent"
    """Said something, or took a step of the script."""
    TRAINER = "trainer"
    """Spoke for the caller, or gave a hint."""
    LINE = "line"
    """Hold, retrieve, the end."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One line of what was said and done."""

    at: float
    who: Who
    text: str = ""
    """What was said; of the line: the happening's name."""
    script: str = ""
    step: str = ""
    value: str = ""
    """The answer to the step, or the opening."""
    mood: int = 0
    """As it was then."""


@dataclass(slots=True)
class Story:
    """What has happened so far: all that a score goes by."""

    answered: float | None = None
    turns: list[Turn] = field(default_factory=list)
    cues: list[tuple[float, str]] = field(default_factory=list)
    beats: dict[str, float] = field(default_factory=dict)
    """When each happened first."""
    told: dict[str, float] = field(default_factory=dict)
    faults: list[tuple[float, str]] = field(default_factory=list)
    """Beats with a fault, each time."""
    moods: list[Moved] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    left: float | None = None
    left_by: LeftBy | None = None
    logged: Logged | None = None
    logged_at: float | None = None

    def first(self, cues: tuple[str, ...]) -> float | None:
        """When the first of these came."""
        return next((at for at, cue in self.cues if cue in cues), None)
