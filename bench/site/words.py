"""What the processes of the large site tell one another."""

from __future__ import annotations

from dataclasses import dataclass, field

from agent_desktop.cti.vocabulary import AgentId
from bench.site.ledger import Missed, Told

PASSWORD = "bench"


def agents(count: int) -> list[AgentId]:
    return [AgentId(f"a{number:04}") for number in range(count)]


def supervisors(count: int) -> list[AgentId]:
    return [AgentId(f"s{number:02}") for number in range(count)]


def station(user: AgentId) -> str:
    """The telephone of an agent."""
    return f"2{user[1:]}"


@dataclass(frozen=True, slots=True)
class Here:
    """A process is ready; `url` is where it listens, if it does."""

    pid: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Calls:
    """So many callers a second from now on."""

    per_s: float


@dataclass(frozen=True, slots=True)
class Work:
    """Begin to work, all of you within so many seconds."""

    within_s: float


@dataclass(frozen=True, slots=True)
class Forget:
    """What was measured until now counts for nothing."""


@dataclass(frozen=True, slots=True)
class Tell:
    """Say your figures since the last `Forget`."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Every link at once."""


@dataclass(frozen=True, slots=True)
class WereCut:
    """They are; the moment is Unix seconds."""

    at: float
    links: int


@dataclass(frozen=True, slots=True)
class CentreFigures:
    """What a centre has done since the last `Forget`, and all that it has told."""

    facts: dict[str, int]
    """By kind."""
    told: dict[str, Told]
    """By session."""
    again: int
    """Events that were told once more to seats that came back."""
    welcomed_at: float
    """When the last seat was let in, Unix seconds; `welcomed_s`: with so much processor time of this process since the cut."""
    welcomed_s: float


@dataclass(frozen=True, slots=True)
class Compare:
    """Is this what you have heard and what you show? Boards ask the centre themselves."""

    told: dict[str, Told] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SeatsCompared:
    """How the seats came back, and what they have missed."""

    back_at: list[float]
    """Of each that was welcomed again, Unix seconds."""
    drawn_anew: int
    """Welcomed again with all that they show, because not everything that they had missed was kept."""
    missed: Missed
    troubles: dict[str, int]
    """What went wrong, by its name."""


@dataclass(frozen=True, slots=True)
class BoardFigures:
    """What the supervisors' boards have shown since the last `Forget`."""

    late_ms: list[float]
    """From a change of an agent at the centre to every board that has taken it in."""
    updates: int


@dataclass(frozen=True, slots=True)
class BoardsCompared:
    """How the boards came back, and whether they are what the centre now tells of the whole."""

    back_at: list[float]
    drawn_anew: int
    unlike: int
