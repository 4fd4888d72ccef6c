"""`agent-desktop check`: every mistake in settings, flows, scripts and training scenarios, by file and line, before anything starts.

Must never start, create or connect to anything.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from agent_desktop.cli import app
from agent_desktop.errors import FileMistake, Mistake

if TYPE_CHECKING:
    from agent_desktop.settings import Settings
    from ivr.flow.subflows import Entries


class Checked(NamedTuple):
    """One kind of file: where it was looked for, what is in it, what is wrong with it."""

    what: str
    place: Path
    content: str
    mistakes: list[Mistake]


@app.command()
def check(
    settings: Annotated[Path | None, typer.Option(help="A settings file; without it, the shipped sample.")] = None,
    *,
    scenarios: Annotated[
        Path | None, typer.Option(help="A folder of training scenarios, besides those that are shipped.")
    ] = None,
) -> None:
    """Name every mistake in settings, voice menus, scripts and training scenarios, by file and line."""
    parts = examine(settings, scenarios)
    mistakes = sorted({mistake for part in parts for mistake in part.mistakes})
    for mistake in mistakes:
        print(Mistake(_short(mistake.path), mistake.line, mistake.message))
    if mistakes:
        files = len({mistake.path for mistake in mistakes})
        print(f"\n{_count(len(mistakes), 'mistake')} in {_count(files, 'file')}.")
        raise typer.Exit(1)
    for part in parts:
        print(f"{part.what:<9} {_short(part.place)}\n{'':<9} {part.content}")
    print("All is well.")


def examine(path: Path | None, scenarios: Path | None = None) -> list[Checked]:
    """Read all that a centre with this settings file would read, and a class with these scenarios."""
    from agent_desktop.settings import SAMPLE, load_settings
    from ivr.centre.plan import entries

    place = path or SAMPLE
    try:
        settings = load_settings(place)
    except FileMistake as error:
        flows, scripts = _stated_directories(place)
        return [Checked("Settings", place, "", error.mistakes), _flows(flows, None), _scripts(scripts, None)]
    content = ", ".join(
        [
            _count(len(settings.queues), "queue"),
            _count(len(settings.agents), "agent"),
            _count(len(settings.dispositions), "disposition"),
            _count(len(settings.flows.entries), "dialled number"),
        ]
    )
    return [
        Checked("Settings", place, content, []),
        _flows(settings.flows_directory, frozenset(settings.queues), entries(settings), settings.prompts_directory),
        *_together(place, settings),
        _scripts(settings.scripts_directory, frozenset(settings.dispositions)),
        *_scenarios(scenarios, settings),
    ]


def _stated_directories(path: Path) -> tuple[Path, Path]:
    """Where flows and scripts are, as far as settings that are wrong elsewhere can tell."""
    from agent_desktop.files import read_toml
    from agent_desktop.settings.model import SHIPPED_FLOWS, SHIPPED_SCRIPTS

    try:
        data = read_toml(path).data
    except FileMistake:
        data = {}

    def stated(section: str, shipped: Path) -> Path:
        table = data.get(section)
        directory = table.get("directory") if isinstance(table, dict) else None
        return path.absolute().parent / directory if directory and isinstance(directory, str) else shipped

    return stated("flows", SHIPPED_FLOWS), stated("scripts", SHIPPED_SCRIPTS)


def _flows(
    directory: Path,
    queues: frozenset[str] | None,
    entries: Entries | None = None,
    prompts: Path | None = None,
) -> Checked:
    from ivr import recordings
    from ivr.flow.loader import load_flows
    from ivr.flow.subflows import NO_ENTRIES
    from ivr.prompts import RECORDINGS

    try:
        flows = load_flows(directory, queues, entries or NO_ENTRIES)
    except FileMistake as error:
        return Checked("Flows", directory, "", error.mistakes)
    content = ", ".join(f"{name} ({_count(len(flow.nodes), 'node')})" for name, flow in flows.items())
    missing = recordings.missing(directory, flows, prompts / RECORDINGS) if prompts else []
    return Checked("Flows", directory, content, missing)


def _together(place: Path, settings: Settings) -> list[Checked]:
    """What is wrong with flows alone is said already."""
    from ivr.centre.agreement import unserved, unset
    from ivr.centre.plan import entries
    from ivr.flow.loader import load_flows

    try:
        flows = load_flows(settings.flows_directory, frozenset(settings.queues), entries(settings))
    except FileMistake:
        return []
    found = [*unserved(settings, flows), *unset(place, settings, flows)]
    return [Checked("Together", place, "", found)] if found else []


def _scripts(directory: Path, dispositions: frozenset[str] | None) -> Checked:
    from agent_desktop.scripts.loader import check_directory

    content = ", ".join(path.stem for path in sorted(directory.glob("*.yaml")))
    return Checked("Scripts", directory, content or "none", check_directory(directory, dispositions))


def _scenarios(directory: Path | None, settings: Settings) -> list[Checked]:
    """What is wrong with scripts is said already, and then no scenario can be judged."""
    from agent_desktop.scripts.loader import check_directory, load_scripts
    from agent_desktop.training.loader import library_path, load_scenarios

    if check_directory(settings.scripts_directory):
        return []
    scripts = load_scripts(settings.scripts_directory)
    place, own = directory or library_path(), (directory,) if directory else ()
    try:
        found = load_scenarios(*own, scripts=scripts, dispositions=frozenset(settings.dispositions))
    except FileMistake as error:
        return [Checked("Scenarios", place, "", error.mistakes)]
    return [Checked("Scenarios", place, ", ".join(found), [])]


def _short(path: Path) -> Path:
    """As a person at this prompt would write it."""
    relative = Path(os.path.relpath(path))
    return path if relative.parts[:1] == ("..",) else relative


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
