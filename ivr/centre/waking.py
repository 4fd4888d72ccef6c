"""Starting again: from the journal that the last run left behind, or fresh.

A killed centre loses nothing: the journal is replayed into the same state, its facts go to the projections that have not had
them, and when the switch has told what still stands, calls go on. While calls stand, the settings under which they began hold;
where none stands and the settings are other ones, the centre begins a new journal with those of today, and with what supervisors have decided
(`ivr.centre.carrying`).

A journal that could not be written on (a full disk) lies under another name. It is gone on with only if the database has had
nothing since: what came after its end is in neither. Nor is one gone on with that an earlier version of this program wrote: replayed by this one
it would not lead to what happened. It is kept, and calls that stand at the switch are taken up as new ones.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import msgspec
import structlog

from agent_desktop.errors import UserError
from ivr.centre import journal as journals
from ivr.centre.carrying import Carried, carry
from ivr.centre.journal import Header, Journal, OlderJournal, Recording
from ivr.centre.memory import Memory
from ivr.core.core import Core
from ivr.core.state import State
from ivr.facts import NumberedFact
from ivr.plan import Plan

log = structlog.get_logger(__name__)

CURRENT = "current.jsonl"
BROKEN = "broken.jsonl"
KEPT = 50
"""Older journals that are kept: a bug report is a journal."""


class Database(Protocol):
    """Where the facts are kept."""

    def last_fact(self) -> int:
        """The number of the last one that it has."""

    def last_call(self) -> int:
        """The highest call id that it has."""

    def catch_up(self, missed: Sequence[NumberedFact]) -> None:
        """Take facts that it has not had. Raises UserError."""


@dataclass(frozen=True)
class Awake:
    """A core that is ready to go on, and what its surroundings have to catch up with."""

    core: Core
    plan: Plan
    journal: Journal
    memory: Memory
    standing: tuple[NumberedFact, ...]
    """Facts for projections that start empty."""


def wake(directory: Path, plan: Plan, database: Database) -> Awake:
    """Go on where the last run stopped, or begin; either way the database has every fact when this returns.

    Raises:
        UserError: the journal cannot be read or written, or does not belong to this database, or that does not answer.

    """
    path = directory / CURRENT
    _make(directory)
    _leave_older(directory)
    _take_up_broken(directory, database)
    state = State("", last_call=database.last_call(), last_fact=database.last_fact())
    if not path.exists():
        return _begin(path, plan, state)
    recording = journals.read(path)
    core, decided = recording.replay()
    facts = [effect for effects in decided for effect in effects if isinstance(effect, NumberedFact)]
    _require_kinship(path, core, facts, state.last_fact)
    journals.force(path)
    database.catch_up([fact for fact in facts if fact.number > state.last_fact])
    if core.state.calls or _same_rules(core.plan, plan):
        if not _same_rules(core.plan, plan):
            log.info(
                "the settings have changed, and calls stand: those under which they began hold until a start without calls"
            )
        return _go_on(path, recording, core, facts)
    set_aside(path)
    carried = carry(recording.header.plan, plan, _memory_of((*recording.header.facts, *facts)).recall())
    return _begin(path, plan, _state_with(carried, plan, core.state, state.last_call), carried)


def begin_anew(directory: Path, core: Core, plan: Plan, memory: Memory) -> Journal:
    """A new journal for a running core, from its snapshot; the old one is set aside.

    Raises:
        UserError: it cannot be written.

    """
    header = Header(journals.VERSION, plan, msgspec.Raw(core.snapshot()), None, memory.recall())
    path, broken = directory / CURRENT, directory / BROKEN
    for old in (path, broken):
        if old.exists():
            set_aside(old)
    journal = Journal.begin(path, header)
    _remove(broken)
    return journal


def mark_broken(directory: Path) -> None:
    """The journal could not be written on: from here on it must not be taken for whole."""
    try:
        (directory / CURRENT).replace(directory / BROKEN)
    except OSError as error:
        log.error("the journal cannot be marked as broken", error=error.strerror)  # noqa: TRY400 - the reason is all there is


def set_aside(path: Path) -> None:
    """Keep a journal under the time of its last change too, and delete the oldest beyond `KEPT`.

    It stays where it is until a new one takes its place: at no moment is there none.

    Raises:
        UserError: the directory cannot be written.

    """
    try:
        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(path.stat().st_mtime))
        with contextlib.suppress(FileExistsError):  # set aside by an attempt before this one
            path.with_name(f"{stamp}-{path.stat().st_ino:x}.jsonl").hardlink_to(path)
        for old in sorted(path.parent.glob("*Z-*.jsonl"))[:-KEPT]:
            old.unlink()
    except OSError as error:
        raise UserError(f"the journal {path} cannot be set aside: {error.strerror}") from error


def _leave_older(directory: Path) -> None:
    for path in (directory / CURRENT, directory / BROKEN):
        try:
            if path.exists():
                journals.read_header(path)
        except OlderJournal:
            log.warning(
                "the journal of the last run is an earlier version's: calls that stood when it stopped are taken up as new ones; "
                "callbacks and messages that waited are in it alone"
            )
            set_aside(path)
            _remove(path)


def _take_up_broken(directory: Path, database: Database) -> None:
    broken, path = directory / BROKEN, directory / CURRENT
    if path.exists() or not broken.exists():
        return
    core, _ = journals.read(broken).replay()
    if database.last_fact() <= core.state.last_fact:
        broken.replace(path)
        return
    log.warning("the journal of the last run is not whole: calls that stood when it stopped are taken up as new ones")
    set_aside(broken)
    _remove(broken)


def _go_on(path: Path, recording: Recording, core: Core, facts: list[NumberedFact]) -> Awake:
    if recording.torn:
        log.warning("the last line of the journal was torn; it is left out")
    log.info("going on where the last run stopped", calls=len(core.state.calls), inputs=len(recording.entries))
    memory = _memory_of((*recording.header.facts, *facts))
    return Awake(core, recording.header.plan, journals.resume(path, recording), memory, tuple(memory.recall()))


def _same_rules(plan: Plan, todays: Plan) -> bool:
    """But for the flows: a running centre takes those up by itself."""
    return msgspec.structs.replace(plan, flows=todays.flows) == todays


def _state_with(carried: Carried, plan: Plan, before: State, last_call: int) -> State:
    return State(
        "",
        agents=carried.agents(plan),
        last_call=max(before.last_call, last_call),
        last_fact=before.last_fact,
        closed_queues=carried.closed_queues,
    )


def _begin(path: Path, plan: Plan, state: State, carried: Carried = Carried()) -> Awake:  # noqa: B008 - frozen
    state.mark = f"{time.time_ns() // 1_000_000:x}"
    header = Header(journals.VERSION, plan, msgspec.Raw(b"null"), state, list(carried.facts))
    journal = Journal.begin(path, header)
    return Awake(journals.start(header), plan, journal, _memory_of(carried.facts), carried.facts)


def _memory_of(facts: Iterable[NumberedFact]) -> Memory:
    memory = Memory()
    for fact in facts:
        memory.take(fact)
    return memory


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(f"the journal {path} cannot be set aside: {error.strerror}") from error


def _require_kinship(path: Path, core: Core, facts: list[NumberedFact], last_fact: int) -> None:
    first = facts[0].number if facts else core.state.last_fact + 1
    if first <= last_fact + 1 <= core.state.last_fact + 1:
        return
    raise UserError(
        f"the journal {path} holds facts {first} to {core.state.last_fact}, the database stands at {last_fact}: "
        "they do not belong together. Give the database that goes with it, or move the journal away to begin anew"
    )


def _make(directory: Path) -> None:
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"the directory {directory} cannot be made: {error.strerror}") from error
