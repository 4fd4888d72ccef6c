"""Scripts as read from their files, with what their checks go by. Values only."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from agent_desktop.files import Key, Source
from agent_desktop.scripts.context import Names
from agent_desktop.scripts.model import Script, Starts, Step


@dataclass(frozen=True, slots=True)
class Loaded:
    """One script as read."""

    source: Source
    script: Script
    """Of a file with mistakes: only its sound steps."""
    places: tuple[int, ...]
    """Where each of the steps stands in the file's list."""
    own: bool = True
    """The centre's own, rather than one that comes with the program: then its dispositions have to be the centre's."""
    whole: bool = True
    """False: some steps are missing, so what hangs together cannot be judged."""

    def step_ids(self) -> set[str]:
        """The ids of all steps, also of those that could not be read."""
        return {str(step["id"]) for step in self._raw_steps() if "id" in step}

    def fields(self) -> set[str]:
        """The log's fields that the script fills."""
        return {str(step["field"]) for step in self._raw_steps() if step.get("field")}

    def steps(self) -> Iterator[tuple[Key, Step]]:
        """The sound steps with their places."""
        for place, step in zip(self.places, self.script.steps, strict=True):
            yield ("steps", place), step

    def _raw_steps(self) -> list[dict[str, object]]:
        return [step for step in self.source.data["steps"] if isinstance(step, dict)]


@dataclass(frozen=True, slots=True)
class LoadedStarts:
    """One `starts.yaml` as read."""

    source: Source
    starts: Starts


@dataclass(frozen=True, slots=True)
class Library:
    """What the parts are judged by."""

    loaded: Mapping[str, Loaded]
    complete: bool
    """False: some file could not be read at all, so a name that is not there may be in it."""
    dispositions: frozenset[str] | None
    fields: frozenset[str] | None
    """The answers that scripts record; None: not all are known."""
    samples: tuple[Names, ...]

    def lacks(self, script: str) -> bool:
        """Whether there is surely no such script."""
        return self.complete and script not in self.loaded


def near(name: str, known: Iterable[str]) -> str:
    """A hint at what may have been meant."""
    found = difflib.get_close_matches(name, sorted(known), n=1)
    return f"; did you mean `{found[0]}`?" if found else ""
