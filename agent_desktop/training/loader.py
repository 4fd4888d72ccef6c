"""Scenarios read from folders of YAML files: those that come with the program, then a centre's own, which add to them or replace them
by id. `common.yaml` holds what every scenario has besides its own.

Every mistake of every file is named by its line; either all scenarios are sound or none is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from msgspec.structs import replace

from agent_desktop.errors import FileMistake, Mistake
from agent_desktop.files import Source, read_yaml
from agent_desktop.fit import fit
from agent_desktop.scripts.model import Scripts
from agent_desktop.training.checker import mistakes_in
from agent_desktop.training.model import Common, Scenario

COMMON_FILE = "common.yaml"


def library_path() -> Path:
    """The folder of the scenarios that come with the program."""
    return Path(str(resources.files("agent_desktop.training").joinpath("library")))


def load_scenarios(
    *directories: Path, scripts: Scripts, dispositions: frozenset[str] | None = None
) -> dict[str, Scenario]:
    """The program's own scenarios, with a centre's over them, by id; those that come with the program first.

    `scripts` are those that the agents have, `dispositions` the codes that their logs know (None: not looked at; those
    that come with the program may name what a centre has dropped).

    Raises:
        FileMistake: some file has mistakes; all are named, nothing is taken.

    """
    mistakes: list[Mistake] = []
    scenarios: dict[str, Scenario] = {}
    common = _common(mistakes)
    for directory in dict.fromkeys(path.resolve() for path in (library_path(), *directories)):
        own: dict[str, Source] = {}
        for source, scenario in _directory(directory, mistakes):
            whole = _with(scenario, common)
            shipped = source.path.parent == library_path().resolve()
            mistakes += mistakes_in(source, whole, scripts, None if shipped else dispositions)
            if (other := own.setdefault(whole.id, source)) is not source:
                mistakes.append(source.mistake(f"`{whole.id}` is also the id of {other.path.name}", "id"))
            scenarios[whole.id] = whole
    if mistakes:
        raise FileMistake(sorted(set(mistakes)))
    return scenarios


def _common(mistakes: list[Mistake]) -> Common:
    try:
        return fit(read_yaml(library_path() / COMMON_FILE), Common)
    except FileMistake as error:
        mistakes += error.mistakes
        return Common()


def _directory(directory: Path, mistakes: list[Mistake]) -> Iterator[tuple[Source, Scenario]]:
    if not directory.is_dir():
        mistakes.append(Mistake(directory, 0, "there is no such folder of scenarios"))
        return
    for path in sorted(directory.glob("*.y*ml")):
        if path.name == COMMON_FILE:
            continue
        try:
            source = read_yaml(path)
            yield source, fit(source, Scenario)
        except FileMistake as error:
            mistakes += error.mistakes


def _with(scenario: Scenario, common: Common) -> Scenario:
    """Its own parts come first: of the beats that a cue fits, the first one happens."""
    sayings = {saying.id for saying in scenario.sayings}
    beats = {beat.id for beat in scenario.beats}
    return replace(
        scenario,
        sayings=(*scenario.sayings, *(saying for saying in common.sayings if saying.id not in sayings)),
        beats=(*scenario.beats, *(beat for beat in common.beats if beat.id not in beats)),
        puzzled=scenario.puzzled or common.puzzled,
    )
