"""What a check is: a title, a look, and the checks that must have passed before. Must never know what is looked at."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from agent_desktop.errors import PeerError
from agent_desktop.protocol.record import Text

Subject = TypeVar("Subject")


class Level(enum.Enum):
    """How bad it is."""

    OK = enum.auto()
    NOTE = enum.auto()
    """It could not be looked at, or there is nothing to look at."""
    WARNING = enum.auto()
    """The centre runs, but somebody will miss something."""
    FAULT = enum.auto()
    """The centre cannot do its work."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing that was found: a sentence, with what to do where something is wrong."""

    level: Level
    said: Text


class CannotLook(PeerError):
    """A check got no answer that it could judge by; nothing is known to be wrong."""

    def __init__(self, en: str, zh_cn: str) -> None:
        super().__init__(en)
        self.verdict = note(en, zh_cn)


def ok(en: str, zh_cn: str) -> Verdict:
    return Verdict(Level.OK, Text(en, zh_cn))


def note(en: str, zh_cn: str) -> Verdict:
    return Verdict(Level.NOTE, Text(en, zh_cn))


def warning(en: str, zh_cn: str) -> Verdict:
    return Verdict(Level.WARNING, Text(en, zh_cn))


def fault(en: str, zh_cn: str) -> Verdict:
    return Verdict(Level.FAULT, Text(en, zh_cn))


@dataclass(frozen=True, slots=True, eq=False)
class Check(Generic[Subject]):
    """One thing to look at."""

    title: Text
    look: Callable[[Subject], Iterator[Verdict]]
    needs: tuple[Check[Subject], ...] = ()
    """Where one of these has a fault, this one would only repeat it."""


@dataclass(frozen=True, slots=True)
class Section:
    """What was found in one place, in order."""

    title: Text
    found: tuple[tuple[Text, Verdict], ...]
    """The check's title, and a verdict of it."""
    passed_over: tuple[Text, ...] = ()
    """Titles of the checks that would only have repeated a fault."""

    @property
    def broken(self) -> bool:
        return any(verdict.level is Level.FAULT for _, verdict in self.found)


def run(title: Text, checks: Sequence[Check[Subject]], subject: Subject) -> Section:
    """Look at everything that can be looked at."""
    found: list[tuple[Text, Verdict]] = []
    broken: set[Check[Subject]] = set()
    passed_over: list[Text] = []
    for check in checks:
        if broken.intersection(check.needs):
            broken.add(check)
            passed_over.append(check.title)
            continue
        verdicts = _look(check, subject)
        found += ((check.title, verdict) for verdict in verdicts)
        if any(verdict.level is Level.FAULT for verdict in verdicts):
            broken.add(check)
    return Section(title, tuple(found), tuple(passed_over))


def _look(check: Check[Subject], subject: Subject) -> tuple[Verdict, ...]:
    try:
        return tuple(check.look(subject))
    except CannotLook as reason:
        return (reason.verdict,)
