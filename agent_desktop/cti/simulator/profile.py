"""A load profile: how many calls arrive and when, who makes them, how long they wait and talk. Read from a YAML file.

`profiles/` holds those that come with the program. Every mistake in a file is named by its line.
"""

from __future__ import annotations

import enum
import math
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from agent_desktop.cti.simulator.callers import Caller, Seconds
from agent_desktop.errors import FileMistake, Mistake
from agent_desktop.files import Source, read_yaml

PROFILES = Path(__file__).parent / "profiles"

_SECONDS_PER_HOUR = 3600.0
_HOURS = 24.0
Hour = Annotated[float, Meta(ge=0, lt=24)]


class Distribution(enum.StrEnum):
    """How a time varies from one caller to another."""

    FIXED = "fixed"
    """Everybody the same."""
    EXPONENTIAL = "exponential"
    """Many short ones, few long ones; the Erlang A of the text books."""
    LOGNORMAL = "lognormal"
    """Around the mean, with a long tail; as talk times are measured."""


class Lasting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A time that varies."""

    mean_s: Annotated[float, Meta(gt=0)]
    distribution: Distribution = Distribution.EXPONENTIAL
    spread: Annotated[float, Meta(gt=0)] = 0.5
    """Standard deviation as a share of the mean; for lognormal times."""

    def draw(self, source: random.Random) -> float:
        """One of them, in seconds."""
        match self.distribution:
            case Distribution.FIXED:
                return self.mean_s
            case Distribution.EXPONENTIAL:
                return source.expovariate(1 / self.mean_s)
            case Distribution.LOGNORMAL:
                variance = math.log(1 + self.spread**2)
                return source.lognormvariate(math.log(self.mean_s) - variance / 2, math.sqrt(variance))


class Share(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How often somebody calls, against the others."""

    id: str
    weight: Seconds = 1.0


class Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From this hour of the day on, so many times the calls."""

    hour: Hour
    factor: Annotated[float, Meta(ge=0)]


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The load of a switch."""

    calls_per_hour: Annotated[float, Meta(ge=0)]
    seed: int = 1
    callers: tuple[Share, ...] = ()
    patience: Lasting | None = None
    talk: Lasting | None = None
    starts_at: Hour = 8.0
    curve: tuple[Point, ...] = ()

    @property
    def busiest(self) -> float:
        """The highest factor of the day."""
        return max((point.factor for point in self.curve), default=1.0)

    def factor(self, elapsed_s: float) -> float:
        """How many times the calls arrive so long after the beginning; before the first point, as after the last one."""
        if not self.curve:
            return 1.0
        hour = (self.starts_at + elapsed_s / _SECONDS_PER_HOUR) % _HOURS
        passed = [point.factor for point in self.curve if point.hour <= hour]
        return passed[-1] if passed else self.curve[-1].factor

    def mix(self, callers: Sequence[Caller]) -> tuple[Caller, ...]:
        """Of these callers those who call, each as often as is said here."""
        if not self.callers:
            return tuple(callers)
        known = {caller.id: caller for caller in callers}
        return tuple(msgspec.structs.replace(known[share.id], weight=share.weight, at_s=None) for share in self.callers)


def read_profile(path: Path, callers: Sequence[Caller]) -> Profile:
    """The profile of one file, about these callers.

    Raises:
        FileMistake: with everything that does not fit.

    """
    source = read_yaml(path)
    profile = source.to(Profile)
    known = [caller.id for caller in callers]
    mistakes = [
        source.mistake(f"there is no caller `{share.id}`; there are {', '.join(known)}", "callers", index, "id")
        for index, share in enumerate(profile.callers)
        if share.id not in known
    ]
    mistakes += _disorder(source, profile)
    if mistakes:
        raise FileMistake(mistakes)
    return profile


def find_profile(name: str) -> Path:
    """A shipped profile by its name, else a file."""
    shipped = PROFILES / f"{name}.yaml"
    return shipped if shipped.is_file() else Path(name)


def _disorder(source: Source, profile: Profile) -> list[Mistake]:
    hours = [point.hour for point in profile.curve]
    return [
        source.mistake("the hours of a curve go up", "curve", index, "hour")
        for index in range(1, len(hours))
        if hours[index] <= hours[index - 1]
    ]
