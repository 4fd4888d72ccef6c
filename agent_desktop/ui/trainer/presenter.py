"""The class as the trainer's window shows it: seats, scenarios and attempts, kept up to date by what the centre tells. Pure: must never
import Qt or read a clock.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from agent_desktop.cti.vocabulary import AgentId, Language
from agent_desktop.protocol.messages import AgentState, ClassView
from agent_desktop.protocol.training import AttemptCard, ClassSeat, ScenarioCard
from agent_desktop.training.score import WEIGHTS, Part
from agent_desktop.ui.saving import harmless


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody does, over all their attempts; without a name: the whole class."""

    name: str
    attempts: int
    average: float
    best: int
    last: int
    shares: dict[Part, float]
    """Of what each part could have earned, 0–1; only of parts that there was something to judge by."""


@dataclass(slots=True)
class ClassState:
    """What is known of the class."""

    seats: dict[AgentId, ClassSeat] = field(default_factory=dict)
    scenarios: tuple[ScenarioCard, ...] = ()
    attempts: list[AttemptCard] = field(default_factory=list)

    def drawn(self, view: ClassView) -> None:
        """All of it anew."""
        self.seats = {seat.agent: seat for seat in view.seats}
        self.scenarios, self.attempts = view.scenarios, list(view.attempts)

    def seat_changed(self, seat: ClassSeat) -> None:
        self.seats[seat.agent] = seat

    def kept(self, card: AttemptCard) -> None:
        """An attempt more; one that is there already is told again after a lost link."""
        if all(card.id != other.id for other in self.attempts):
            self.attempts.append(card)

    @property
    def here(self) -> int:
        """Trainees who are logged in."""
        return sum(seat.state != AgentState.LOGGED_OFF for seat in self.seats.values())

    @property
    def ready(self) -> int:
        """Trainees who wait for a call."""
        return sum(seat.state == AgentState.READY for seat in self.seats.values())

    def average(self) -> float | None:
        """Points of all attempts; None before the first."""
        points = [card.points for card in self.attempts]
        return sum(points) / len(points) if points else None

    def standings(self) -> list[Standing]:
        """Everybody who has an attempt, the weakest first; at the end the whole class."""
        by_trainee: dict[tuple[AgentId, str], list[AttemptCard]] = {}
        for card in self.attempts:
            by_trainee.setdefault((card.trainee, card.name), []).append(card)
        found = [_standing(name, cards) for (_, name), cards in by_trainee.items()]
        found.sort(key=lambda standing: standing.average)
        return [*found, _standing("", self.attempts)] if found else []


def _standing(name: str, cards: Sequence[AttemptCard]) -> Standing:
    points = [card.points for card in cards]
    last = max(cards, key=lambda card: card.began_ms)
    shares = {part: [share for card in cards if (share := _share(card, part)) is not None] for part in Part}
    means = {part: sum(each) / len(each) for part, each in shares.items() if each}
    return Standing(name, len(points), sum(points) / len(points), max(points), last.points, means)


def _share(card: AttemptCard, part: Part) -> float | None:
    """What the others count for more where a part gives nothing to judge by (`agent_desktop.training.score`) is taken back."""
    whole = sum(WEIGHTS[each] for each in Part if each in card.parts)
    return card.parts[part] * whole / (WEIGHTS[part] * 100) if part in card.parts else None


@dataclass(frozen=True, slots=True)
class Timer:
    """What a seat's clock counts: since when, and whether the caller is on hold."""

    since_ms: int
    held: bool = False


def timer(seat: ClassSeat) -> Timer:
    """Of the hold, else of the call, else of the state."""
    if seat.held_ms is not None:
        return Timer(seat.held_ms, held=True)
    return Timer(seat.since_ms if seat.answered_ms is None else seat.answered_ms)


def step_of(seat: ClassSeat, language: Language) -> str:
    """The script step that was taken last."""
    titles = (turn.title for turn in reversed(seat.turns) if turn.title is not None)
    title = next(titles, None)
    return "" if title is None else title.of(language)


def said_last(seat: ClassSeat) -> str:
    """What the caller said last."""
    return next((turn.text for turn in reversed(seat.turns) if turn.who == "caller"), "")


def as_csv(attempts: Sequence[AttemptCard], language: Language, heads: Sequence[str], parts: Sequence[str]) -> str:
    """The attempts as a table for a spreadsheet: `heads` are the first five columns, `parts` the names of `Part`, in its order."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow([*heads, *parts])
    for card in attempts:
        began = datetime.fromtimestamp(card.began_ms / 1000).strftime("%Y-%m-%d %H:%M:%S")  # noqa: DTZ006 - local
        points = [card.parts.get(part.value, "") for part in Part]
        fields = (began, card.trainee, card.name, card.title.of(language), card.points, *points)
        table.writerow([harmless(field) if isinstance(field, str) else field for field in fields])
    return out.getvalue()
