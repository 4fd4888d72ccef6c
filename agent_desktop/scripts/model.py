"""A guided script as data: what the agent is shown, step by step, while talking. Read from YAML by `loader`, checked by
`checker`, walked by `runner`.

A step is one thing at a time: a few talking points, never a paragraph to read aloud. Where it leads is a *target*:

    need             the step of that id in the same script
    script:closing   the beginning of another script; nothing to come back to
    end              this script is over: back to where it was entered from, else on to the next planned script, else finish
    finish           the guidance of this call is over altogether

A step or a choice with `visit: hold` walks through the script `hold` first, and then goes to its target. Must never import
anything but msgspec and the texts' type; holds no wording of its own but Yes and No.
"""

from __future__ import annotations

import enum
from typing import Annotated

import msgspec

from agent_desktop.protocol.record import Text

END = "end"
FINISH = "finish"
SCRIPT_PREFIX = "script:"
YES = "yes"
NO = "no"

YES_LABEL = Text(en="Yes", zh_CN="是")
NO_LABEL = Text(en="No", zh_CN="否")

Id = Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9_]*$", max_length=64)]
OptionalId = Annotated[str, msgspec.Meta(pattern="^([a-z][a-z0-9_]*)?$", max_length=64)]


class StepKind(enum.StrEnum):
    """What the agent has to do at a step."""

    SAY = "say"
    """Tell the caller something, in the agent's own words unless a point is exact."""
    ASK = "ask"
    """Ask the caller one question and put the answer in."""
    DO = "do"
    """Do something at the desk: create a ticket, tell the supervisor."""
    RECORD = "record"
    """Put in what the agent has seen or judged, without asking the caller."""

    @property
    def takes_answer(self) -> bool:
        """Whether the step ends with an answer."""
        return self in {StepKind.ASK, StepKind.RECORD}


class InputKind(enum.StrEnum):
    """How an answer is put in."""

    CHOICE = "choice"
    """One of the step's choices."""
    YES_NO = "yes_no"
    """`yes` or `no`."""
    TEXT = "text"
    """Anything in a few words."""
    NUMBER = "number"
    """A decimal number."""
    DATE = "date"
    """A day, ISO 8601 (`2026-03-31`)."""


class Point(msgspec.Struct, frozen=True, gc=False):
    """One talking point, in each language: a Jinja2 template that becomes plain text."""

    en: str
    zh_CN: str  # noqa: N815 - the language's own code
    exact: bool = False
    """To be said word by word: a legal notice, a formal warning."""
    when: str = ""
    """A condition; the point is left out where it does not hold."""

    @property
    def text(self) -> Text:
        """The templates as a text."""
        return Text(en=self.en, zh_CN=self.zh_CN)


class Choice(msgspec.Struct, frozen=True, gc=False):
    """One answer that a question allows. `value` is kept in the log, `label` is shown."""

    value: Id
    label: Text
    next: str = ""
    """A target; empty: the step's own."""
    visit: OptionalId = ""
    disposition: str = ""


class Step(msgspec.Struct, frozen=True):
    """One thing to say, ask, do or record."""

    id: Id
    kind: StepKind
    title: Text
    points: tuple[Point, ...] = ()
    hint: Text | None = None
    """For the agent's eyes: why this step is here, and how it is done well."""
    input: InputKind | None = None
    choices: tuple[Choice, ...] = ()
    if_yes: str = ""
    """`yes_no` only: the target after Yes; empty: `next`."""
    if_no: str = ""
    field: OptionalId = ""
    """Where the answer goes in the call's log."""
    required: bool = False
    """Cannot be skipped as already said."""
    when: str = ""
    """A condition; where it does not hold the step is passed over, to `next`."""
    next: str = ""
    visit: OptionalId = ""
    disposition: str = ""
    """The code to suggest for the call's log once this step is done."""

    @property
    def answer_kind(self) -> InputKind | None:
        """How the answer is put in; None where the step takes none."""
        if self.input is None and self.choices:
            return InputKind.CHOICE
        return self.input

    def choice(self, value: str) -> Choice | None:
        """The choice of that value."""
        return next((choice for choice in self.choices if choice.value == value), None)

    def label(self, value: str) -> Text:
        """An answer as it is shown."""
        if choice := self.choice(value):
            return choice.label
        if self.answer_kind is InputKind.YES_NO:
            return YES_LABEL if value == YES else NO_LABEL
        return Text(en=value, zh_CN=value)


class Opening(msgspec.Struct, frozen=True):
    """A turn that a call may take at any moment, such as nobody speaking; the agent picks it from a list.

    Its last step's `end` leads back to where the agent was.
    """

    id: Id
    label: Text
    next: str
    """The first step, in the same script."""
    anywhere: bool = False
    """Offered in every script, not only in its own."""


class Script(msgspec.Struct, frozen=True):
    """One script; it begins with its first step."""

    id: Id
    title: Text
    steps: tuple[Step, ...]
    version: int = 1
    openings: tuple[Opening, ...] = ()

    def step(self, step_id: str) -> Step | None:
        """The step of that id."""
        return next((step for step in self.steps if step.id == step_id), None)

    @property
    def first(self) -> Step:
        """Where the script begins."""
        return self.steps[0]


def script_named(target: str) -> str | None:
    """The script that a target like `script:closing` leads to; None for any other target."""
    return target.removeprefix(SCRIPT_PREFIX) if target.startswith(SCRIPT_PREFIX) else None


def leaves(target: str) -> bool:
    """Whether a target leads out of its script."""
    return target in {END, FINISH} or target.startswith(SCRIPT_PREFIX)


class StartRule(msgspec.Struct, frozen=True, gc=False):
    """Which scripts a call is planned to go through. Whatever is left empty matches every call."""

    scripts: tuple[Id, ...]
    queue: str = ""
    path: str = ""
    """The caller's last choices in the menu, joined by `/`: `2`, or `1/2`."""
    dnis: str = ""

    def matches(self, queue: str, path: tuple[str, ...], dnis: str) -> bool:
        """Whether a call with these marks goes by this rule."""
        wanted = tuple(self.path.split("/")) if self.path else ()
        return (
            self.queue in {"", queue} and self.dnis in {"", dnis} and wanted == (path[-len(wanted) :] if wanted else ())
        )


class Starts(msgspec.Struct, frozen=True):
    """How a call's scripts are chosen: the first rule that matches, else the default."""

    default: tuple[Id, ...] = ()
    rules: tuple[StartRule, ...] = ()

    def starts_for(self, queue: str, path: tuple[str, ...] = (), dnis: str = "") -> tuple[str, ...]:
        """The scripts for a call, in order; `path` is the keys of each of the caller's choices in the menu."""
        for rule in self.rules:
            if rule.matches(queue, path, dnis):
                return rule.scripts
        return self.default


class Scripts(msgspec.Struct, frozen=True):
    """All the scripts of a centre, checked against one another."""

    scripts: dict[str, Script]
    starts: Starts = Starts()

    def step(self, script: str, step: str) -> Step | None:
        """A step by the ids of its script and its own."""
        return found.step(step) if (found := self.scripts.get(script)) else None

    def opening(self, opening_id: str) -> tuple[Script, Opening] | None:
        """An opening with its script; ids of openings are unique among all scripts."""
        for script in self.scripts.values():
            for opening in script.openings:
                if opening.id == opening_id:
                    return script, opening
        return None

    def starts_for(self, queue: str, path: tuple[str, ...] = (), dnis: str = "") -> tuple[str, ...]:
        """The scripts for a call, in order (`Starts.starts_for`)."""
        return self.starts.starts_for(queue, path, dnis)
