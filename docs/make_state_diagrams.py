# ruff: noqa: INP001 - a script, in no package
"""Writes docs/state-machines.md from the state machines of the routing core and of the modem line: their essays, tables and enums.

    python docs/make_state_diagrams.py

Run it after a change of a table; a test fails until it has been run. Must never say anything that is not in the code.
"""

from __future__ import annotations

import ast
import enum
import inspect
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any, Generic, TypeVar

from agent_desktop.cti.modem import line_machine
from agent_desktop.protocol.messages import AgentState, ConsultStage
from ivr.core import agent_machine, call_machine, consult_machine

DOCUMENT = Path(__file__).with_name("state-machines.md")
HEAD = """\
# State machines

Written by `docs/make_state_diagrams.py` from the tables in the code; a test keeps this page and the tables in step. The
names of states and events are those of the code, with spaces.
"""

S = TypeVar("S", bound=enum.StrEnum)
E = TypeVar("E", bound=enum.StrEnum)


@dataclass(frozen=True, slots=True)
class Machine(Generic[S, E]):
    """One state machine: where its table is, and where each begins."""

    title: str
    module: ModuleType
    table: Mapping[tuple[S, E], S]
    start: S
    events: type[E]


MACHINES: tuple[Machine[Any, Any], ...] = (
    Machine("An agent", agent_machine, agent_machine.TRANSITIONS, AgentState.LOGGED_OFF, agent_machine.AgentEvent),
    Machine("A call", call_machine, call_machine.TRANSITIONS, call_machine.Place.MENU, call_machine.CallEvent),
    Machine(
        *("A consultation", consult_machine, consult_machine.TRANSITIONS, ConsultStage.RINGING),
        consult_machine.ConsultEvent,
    ),
    Machine(
        *("An analogue line", line_machine, line_machine.TRANSITIONS, line_machine.Hook.ON_HOOK), line_machine.LineEvent
    ),
)


def page() -> str:
    """The whole document."""
    return "\n".join([HEAD, *(section(machine) for machine in MACHINES)])


def section(machine: Machine[S, E]) -> str:
    """One machine: its essay, its diagram, what its events mean."""
    essay = inspect.getdoc(machine.module) or ""
    source = f"{machine.module.__name__.replace('.', '/')}.py"
    return f"## {machine.title}\n\nThe table is `TRANSITIONS` in [`{source}`](../{source}).\n\n" + "\n\n".join(
        [essay, f"```mermaid\n{diagram(machine.table, machine.start)}\n```", events(machine.events) + "\n"]
    )


def diagram(table: Mapping[tuple[S, E], S], start: S) -> str:
    """A table as a Mermaid state diagram; events that lead the same way share an arrow."""
    arrows: dict[tuple[S, S], list[str]] = {}
    for (state, event), following in table.items():
        arrows.setdefault((state, following), []).append(spoken(event))
    states = dict.fromkeys([start, *(state for state, _ in table), *table.values()])
    ends = [state for state in states if state not in {before for before, _ in table}]
    lines = [f'state "{spoken(state)}" as {state.value}' for state in states]
    lines += [f"[*] --> {start.value}"]
    lines += [f"{before.value} --> {after.value}: {', '.join(names)}" for (before, after), names in arrows.items()]
    lines += [f"{state.value} --> [*]" for state in ends]
    return "stateDiagram-v2\n" + textwrap.indent("\n".join(lines), "    ")


def events(kind: type[enum.StrEnum]) -> str:
    """What each event means, from the text under the enum's member; one without a text says all by its name."""
    told = meanings(kind)
    rows = [f"| {spoken(event)} | {told.get(event.name, '')} |" for event in kind]
    return "\n".join(["| event | what happens |", "| --- | --- |", *rows])


def meanings(kind: type[enum.StrEnum]) -> dict[str, str]:
    """Each member's text, which Python itself does not keep."""
    found: dict[str, str] = {}
    body = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
    assert isinstance(body, ast.ClassDef)
    for statement, after in pairwise(body.body):
        match statement, after:
            case ast.Assign(targets=[ast.Name(id=name)]), ast.Expr(value=ast.Constant(value=str(text))):
                found[name] = " ".join(text.split())
    return found


def spoken(name: enum.StrEnum) -> str:
    return name.value.replace("_", " ")


if __name__ == "__main__":
    DOCUMENT.write_text(page(), encoding="utf-8")
