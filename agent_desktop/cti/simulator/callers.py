"""Callers as data: who calls, what they press, how long they wait, what they say. Read from YAML lists.

`library/` holds those that come with the program. Every mistake in a file is named by its line.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from agent_desktop.cti.vocabulary import Language
from agent_desktop.errors import FileMistake, Mistake
from agent_desktop.files import Source, read_yaml

LIBRARY = Path(__file__).parent / "library"

Seconds = Annotated[float, Meta(ge=0)]


class When(enum.StrEnum):
    """What somebody waits for before they act."""

    PAUSE = "pause"
    """The voice has finished and nothing follows: the menu waits."""
    LANGUAGE = "language"
    """The voice has said several things in one go, as a menu in several languages does, and now waits. Left out once the voice
    has said a single thing: the caller's language is known already."""
    PROMPT = "prompt"
    """The voice has begun for the `prompt`th time: they interrupt."""
    ANSWERED = "answered"
    """The line was picked up; for a later act: the one before it is done."""
    WAITING = "waiting"
    """Hold music has begun. What was meant for the menu is forgotten then."""


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that a caller does in the menu. Acts are done in order, each once."""

    press: Annotated[str, Meta(pattern=r"^[0-9*#]*$")] = ""
    """Keys, pressed one after another."""
    hang_up: bool = False
    when: When = When.PAUSE
    prompt: Annotated[int, Meta(ge=0)] = 0
    """Which prompt of the call, counted from 1; for `when: prompt`."""
    after_s: Seconds = 1.0
    """How long after that."""


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that a caller says to an agent."""

    text: Annotated[str, Meta(min_length=1)]
    after_s: Seconds = 4.0
    """After the line before it, or after they have been joined; time on hold does not count."""
    language: Language | None = None
    """Another than the caller's own."""


class Caller(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One simulated caller."""

    id: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    name: str
    number: str
    """As the network shows it; empty when it shows none."""
    language: Language
    dials: Annotated[str, Meta(min_length=1)] = "4000"
    shown_name: str = ""
    """The name that the network shows beside the number."""
    withheld: bool = False
    at_s: Seconds | None = None
    """Calls this long after the simulation has begun; without it, when traffic chooses them."""
    weight: Seconds = 1.0
    """How often traffic chooses them, against the others."""
    acts: tuple[Act, ...] = ()
    rings_s: Seconds = 60.0
    """Hangs up when nobody has answered for so long."""
    menu_s: Seconds = 90.0
    """Hangs up when the menu leads nowhere for so long."""
    patience_s: Seconds = 180.0
    """Hangs up after so long in the queue."""
    lines: tuple[Line, ...] = ()
    talk_s: Seconds = 0.0
    """Talks at least so long, hold not counted, even with nothing left to say."""
    hangs_up_first: bool = True
    """False: leaves it to the agent, and hangs up only after another two minutes."""
    hold_s: Seconds = 120.0
    """Hangs up after so long on hold."""
    silence_s: Seconds = 20.0
    """Hangs up when nobody is there for so long in the middle of a call."""


def read_callers(path: Path) -> tuple[Caller, ...]:
    """The callers of one file.

    Raises:
        FileMistake: with every caller that does not fit.

    """
    source = read_yaml(path)
    if not isinstance(source.data, list):
        raise FileMistake([source.mistake("expected a list of callers, each beginning with `- id:`")])
    callers, mistakes = [], []
    for index in range(len(source.data)):
        try:
            caller = source.to(Caller, index)
        except FileMistake as wrong:
            mistakes += wrong.mistakes
            continue
        callers.append(caller)
        mistakes += _inconsistencies(source, index, caller, {other.id for other in callers[:-1]})
    if mistakes:
        raise FileMistake(mistakes)
    return tuple(callers)


def read_library(folder: Path = LIBRARY) -> tuple[Caller, ...]:
    """The callers of all files in a folder, in the order of the files' names."""
    callers: dict[str, Caller] = {}
    for path in sorted(folder.glob("*.yaml")):
        for caller in read_callers(path):
            if caller.id in callers:
                raise FileMistake([Mistake(path, 0, f"another file has a caller `{caller.id}` already")])
            callers[caller.id] = caller
    return tuple(callers.values())


def pick(callers: Iterable[Caller], caller_id: str) -> Caller:
    """One caller by id; there must be one."""
    return next(caller for caller in callers if caller.id == caller_id)


def _inconsistencies(source: Source, index: int, caller: Caller, others: set[str]) -> list[Mistake]:
    mistakes = []
    if caller.id in others:
        mistakes.append(source.mistake(f"another caller has the id `{caller.id}` already", index, "id"))
    if caller.withheld and caller.shown_name:
        mistakes.append(source.mistake("a withheld number shows no name", index, "shown_name"))
    for position, act in enumerate(caller.acts):
        place = (index, "acts", position)
        if bool(act.press) is act.hang_up:
            mistakes.append(source.mistake("an act is either `press` or `hang_up: true`", *place))
        if (act.when is When.PROMPT) is (act.prompt == 0):
            mistakes.append(source.mistake("`when: prompt` and `prompt` (from 1) belong together", *place))
    return mistakes
