"""What the demonstration and its backstage process say to each other, over a pipe."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Opened:
    """The centre is open; seats connect to `url`."""

    url: str


@dataclass(frozen=True, slots=True)
class PromptsReady:
    """Callers hear the menu from now on."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The centre could not be opened, or stopped; a sentence for the user."""

    words: str


@dataclass(frozen=True, slots=True)
class CallerMoved:
    """A simulated caller is at another stage of their call (`agent_desktop.cti.simulator.life.Stage`)."""

    caller: str
    stage: str


@dataclass(frozen=True, slots=True)
class PlaceCall:
    """Let somebody of the caller library call now."""

    caller: str


@dataclass(frozen=True, slots=True)
class StartWork:
    """Colleagues come to work."""


@dataclass(frozen=True, slots=True)
class Begin:
    """The user is ready: colleagues come to work, and the first caller calls."""

    first_caller: str


@dataclass(frozen=True, slots=True)
class OpenClass:
    """Open a class beside the centre; its trainees come to their seats."""


@dataclass(frozen=True, slots=True)
class ClassOpened:
    """The class is open; its trainer connects to `url`."""

    url: str
    password: str


@dataclass(frozen=True, slots=True)
class TellStory:
    """Give the facts of a call."""

    call: int


@dataclass(frozen=True, slots=True)
class Story:
    """The facts of a call in order: (Unix seconds, name, details)."""

    facts: list[tuple[float, str, dict[str, object]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stop:
    """Close the centre."""


FromBackstage = Opened | PromptsReady | Failed | CallerMoved | ClassOpened | Story
ToBackstage = PlaceCall | StartWork | Begin | OpenClass | TellStory | Stop
