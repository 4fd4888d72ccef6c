"""What a class is shown: to a trainee, what may be said, a hint, the score; to a trainer, every seat with its caller's mood and words.

Values that travel inside messages (`agent_desktop.protocol.messages`). Times are Unix milliseconds.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from agent_desktop.cti.vocabulary import AgentId, CallId
from agent_desktop.protocol.record import Text
from agent_desktop.training.score import Score

Points = Annotated[int, msgspec.Meta(ge=0, le=100)]


class SayingView(msgspec.Struct, frozen=True, gc=False):
    """Something that the trainee may say."""

    id: str
    text: Text


class AttemptCard(msgspec.Struct, frozen=True):
    """One attempt in a list."""

    id: str
    trainee: AgentId
    name: str
    scenario: str
    title: Text
    began_ms: int
    points: Points
    parts: dict[str, float]
    """Points by part (`agent_desktop.training.score.Part`)."""


class TurnView(msgspec.Struct, frozen=True, gc=False):
    """One line of what was said and done (`agent_desktop.training.story.Turn`)."""

    at_ms: int
    who: str
    text: str = ""
    title: Text | None = None
    """Of the step that was taken."""
    answer: Text | None = None
    mood: Points = 0


class AttemptView(msgspec.Struct, frozen=True):
    """One attempt, played again."""

    card: AttemptCard
    score: Score
    turns: tuple[TurnView, ...]


class TrainingView(msgspec.Struct, frozen=True):
    """What a trainee's seat shows of the class."""

    call: CallId | None = None
    """The call that `sayings` are for."""
    sayings: tuple[SayingView, ...] = ()
    hint: str = ""
    """The trainer's last word in this call."""
    last: AttemptView | None = None
    """The attempt before this call."""


class ScenarioCard(msgspec.Struct, frozen=True):
    """One scenario in the trainer's list."""

    id: str
    kind: str
    title: Text
    about: Text
    aim: Text
    temperament: str = ""


class ClassSeat(msgspec.Struct, frozen=True):
    """One trainee's seat, as the trainer sees it."""

    agent: AgentId
    name: str
    state: str
    """An `AgentState`."""
    since_ms: int
    title: Text | None = None
    """Of the scenario, while there is a call of the class."""
    stage: str = ""
    """Of the run (`agent_desktop.training.run.Stage`)."""
    mood: Points = 0
    taken_over: bool = False
    answered_ms: int | None = None
    held_ms: int | None = None
    turns: tuple[TurnView, ...] = ()
    """Of this call, oldest first."""
    attempts: int = 0
    average: float = 0.0
    """Of their points."""
