"""The pages for people say what is so: links lead somewhere, commands exist, examples load, diagrams are those of the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
import typer
from typer.testing import CliRunner

from agent_desktop.cli import app
from agent_desktop.ui.agent import callbuttons, helpbutton, log, record, script, script_step, statebutton
from agent_desktop.ui.agent.callservices import Service
from agent_desktop.ui.supervisor import actions, agents, calls, figures, topbar
from docs import make_state_diagrams
from ivr.core.call_machine import Place
from ivr.flow import model, names, spoken
from ivr.flow.loader import load_flow
from ivr.flow.model import Flow
from ivr.flow.speech import sounds_of

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
READMES = ("README.md", "README.zh_CN.md")
LINK = re.compile(r"\]\(([^)\s]+)\)|<img[^>]+src=\"([^\"]+)\"")
HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
NODES = {
    node.__struct_config__.tag: {field.name: field.required for field in msgspec.structs.fields(node)}
    for node in get_args(model.Node)
}


def pages() -> list[Path]:
    return [*ROOT.glob("*.md"), *DOCS.glob("**/*.md")]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def links(page: Path) -> Iterator[str]:
    """Those that stay in the repository."""
    for found in LINK.finditer(FENCED.sub("", page.read_text(encoding="utf-8"))):
        target = found[1] or found[2]
        if not re.match(r"[a-z]+:", target):
            yield target


def anchors(page: Path) -> set[str]:
    """The names by which a page's headings can be linked, as code hosts make them."""
    heads = HEADING.findall(FENCED.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def options_by_command() -> dict[str, set[str]]:
    """Every command, such as `users add`, with its options."""
    found: dict[str, set[str]] = {}

    def walk(name: str, command: Any) -> None:
        found[name] = {option for parameter in command.params for option in parameter.opts}
        for word, below in getattr(command, "commands", {}).items():
            walk(f"{name} {word}".strip(), below)

    walk("", typer.main.get_command(app))
    return found


def used_commands(page: str) -> Iterator[tuple[str, set[str]]]:
    """Each use of the program on a page: the longest command that its words make, and the options that follow."""
    known = options_by_command()
    for words in re.findall(r"agent-desktop((?: [a-z]+)+[^`\n]*)", text(page)):
        first, *rest = words.split()
        longer = " ".join([first, *rest[:1]])
        yield longer if longer in known else first, {word for word in rest if word.startswith("--")}


# --- every page -------------------------------------------------------------------------------------------------------


def test_every_relative_link_leads_somewhere() -> None:
    found = [(page, link) for page in pages() for link in links(page)]
    assert len(found) > 10
    lost = []
    for page, link in found:
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(f"{page.relative_to(ROOT)}: {link}")
    assert lost == []


def test_every_page_of_docs_is_linked_from_the_readme() -> None:
    linked = set(links(ROOT / "README.md"))
    assert {f"docs/{page.name}" for page in DOCS.glob("*.md")} <= linked


# --- the readme -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("readme", READMES)
def test_its_commands_exist_with_their_options(readme: str) -> None:
    known = options_by_command()
    used = list(used_commands(readme))
    assert {"demo", "centre", "seat", "users add"} <= {command for command, _ in used}
    assert [(command, options) for command, options in used if not options <= known.get(command, set())] == []
    assert {command for command, _ in used} <= set(known)


def test_help_lists_every_command() -> None:
    said = CliRunner().invoke(app, ["--help"], terminal_width=200)
    assert said.exit_code == 0
    assert all(command in said.output for command in options_by_command() if " " not in command)


@pytest.mark.parametrize("readme", READMES)
def test_its_make_targets_exist(readme: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    assert {"demo", "test"} <= set(re.findall(r"`make ([a-z]+)`", text(readme))) <= targets


def test_the_supervisors_table_of_keys_is_the_windows() -> None:
    section = text("docs/supervisor.md").partition("## Keys")[2].partition("## ")[0]
    told = set(re.findall(r"`(F\d+|Ctrl\+\w)`", section))
    acts = {actions.LOOK_KEY, actions.HELP_DONE_KEY, actions.RAISE_KEY, actions.LEAVE_KEY, *actions.KEYS.values()}
    filters = {agents.FILTER_KEY, calls.FILTER_KEY}
    assert told == acts | filters | {topbar.WALL_KEY, topbar.CALLS_KEY, topbar.FIGURES_KEY}


def test_the_table_of_keys_for_figures_is_the_windows() -> None:
    section = text("docs/supervisor.md").partition("### The figures of any day")[2].partition("### ")[0]
    told = set(re.findall(r"`(F\d+|Ctrl\+\w|Alt\+\w+)`", section.partition("| key |")[2]))
    keys = {figures.FORMULAS_KEY, figures.REFRESH_KEY, figures.CSV_KEY, figures.WORKBOOK_KEY}
    assert told == keys | {figures.BEFORE_KEY, figures.AFTER_KEY, *figures.KIND_KEYS.values()}


@pytest.mark.parametrize("readme", READMES)
def test_its_table_of_keys_is_the_windows(readme: str) -> None:
    told = set(re.findall(r"`((?:Ctrl|Alt|Shift|F\d)[^`]*)`", text(readme)))
    buttons = {key for _, key in callbuttons._KEYS.values()}
    own = {statebutton.READY_KEY, statebutton.MENU_KEY, script.DONE_KEY, script.SKIP_KEY, script.BACK_KEY}
    rest = {
        script_step.ANSWER_KEY,
        *log.COMPLETE_KEYS,
        record.FIND_KEY,
        record.CHOOSE_KEY,
        record.MISSED_KEY,
        helpbutton.HELP_KEY,
    }
    said = {key.replace("Return", "Enter").replace("Left", "←") for key in buttons | own | rest}
    assert told == said | {"Alt+1", "Alt+9"}
    assert callbuttons._KEYS[Service.ANSWER][1] == "F2"


# --- state machines ---------------------------------------------------------------------------------------------------


def test_the_diagrams_are_those_of_the_tables() -> None:
    assert text("docs/state-machines.md") == make_state_diagrams.page(), "run: python docs/make_state_diagrams.py"


def test_a_changed_table_is_a_changed_diagram() -> None:
    machine = make_state_diagrams.MACHINES[1]
    table = dict(machine.table)
    before = make_state_diagrams.diagram(table, Place.MENU)
    del table[Place.MENU, machine.events("queue")]
    assert before != make_state_diagrams.diagram(table, Place.MENU)
    assert "menu --> queued: queue" in before


# --- flows ------------------------------------------------------------------------------------------------------------


def example(tmp_path: Path) -> Flow:
    (yaml,) = re.findall(r"```yaml\n(.*?)```", text("docs/flows.md"), re.DOTALL)
    path = tmp_path / "main.yaml"
    path.write_text(yaml, encoding="utf-8")
    return load_flow(path, {"repairs"})


def test_the_example_of_a_flow_loads_and_has_every_kind_of_node(tmp_path: Path) -> None:
    waiting = load_flow(ROOT / "ivr" / "flows" / "waiting.yaml")
    nodes = [*example(tmp_path).nodes.values(), *waiting.nodes.values()]
    assert {type(node).__struct_config__.tag for node in nodes} == set(NODES) - {"return"}


def test_every_kind_of_node_is_told_with_its_keys() -> None:
    for kind, fields in NODES.items():
        (row,) = re.findall(rf"^\| `{kind}` \| [^|]* \| (.*) \|$", text("docs/flows.md"), re.MULTILINE)
        told = dict(re.findall(r"`(\w+)`(\\\*)?", row))
        assert {name: bool(star) for name, star in told.items()} == fields


def test_the_recordings_it_names_are_places_of_the_example(tmp_path: Path) -> None:
    told = set(re.findall(r"^\| `(main\.[^`]*)\.wav` ", text("docs/flows.md"), re.MULTILINE))
    assert told
    assert told <= {sound.name for sound in sounds_of(example(tmp_path))}


def test_every_name_that_a_flow_can_look_at_is_told() -> None:
    figures = [f"{figure.value}.QUEUE" for figure in names.Figure]
    for name in (*names.CALL, *names.CUSTOMER, *names.CallFigure, *figures, "hours.NODE"):
        assert re.search(rf"^\| `{name}` \| ", text("docs/flows.md"), re.MULTILINE), name


def test_every_way_to_say_a_value_and_every_check_digit_is_told() -> None:
    for word in (*spoken.FORMATS, *model.CheckDigit, *model.About, *model.CustomerKey):
        assert re.search(rf"^\| `{word}` \| ", text("docs/flows.md"), re.MULTILINE), word
