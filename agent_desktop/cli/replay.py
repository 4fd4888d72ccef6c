"""`agent-desktop replay`: run a journal through the routing core again. The same journal gives the same facts and the same snapshot,
on any machine: a bug report is a journal.

Must never write anything but what it found out.
"""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent_desktop.cli import app
from agent_desktop.cti.vocabulary import Strategy
from agent_desktop.errors import UserError

if TYPE_CHECKING:
    from ivr.centre.journal import Recording
    from ivr.core.core import Core
    from ivr.facts import NumberedFact


_WHAT_IF = "What if"


@app.command()
def replay(
    journal: Annotated[
        list[Path],
        typer.Argument(
            metavar="JOURNAL…", help="A journal, such as journal/current.jsonl; for What if, those of a day."
        ),
    ],
    *,
    facts: Annotated[bool, typer.Option("--facts", help="Print the facts as JSON lines, and the rest aside.")] = False,
    strategy: Annotated[
        Strategy | None, typer.Option(help="What if all queues chose agents like this?", rich_help_panel=_WHAT_IF)
    ] = None,
    agents: Annotated[
        int | None,
        typer.Option(min=1, max=10_000, help="What if there were so many agents?", rich_help_panel=_WHAT_IF),
    ] = None,
) -> None:
    """Run a journal through the routing core again, and tell where it ends; or what its day would have been under other rules."""
    import msgspec

    from ivr.centre import journal as journals
    from ivr.facts import NumberedFact

    if strategy is not None or agents is not None:
        from agent_desktop.cli.what_if import show

        show([journals.read(path) for path in journal], strategy, agents)
        return
    if len(journal) > 1:
        raise UserError("one journal at a time, unless it is asked what if: --strategy, --agents")
    recording = journals.read(journal[0])
    core, decided = recording.replay()
    found = [effect for effects in decided for effect in effects if isinstance(effect, NumberedFact)]
    for fact in found if facts else ():
        typer.echo(msgspec.json.encode(fact))
    for line in _summary(recording, core, found):
        typer.echo(line, err=facts)


def _summary(recording: Recording, core: Core, found: list[NumberedFact]) -> list[str]:
    entries = recording.entries
    times = f", from {_utc(entries[0].at)} to {_utc(entries[-1].at)}" if entries else ""
    numbers = f", numbers {found[0].number} to {found[-1].number}" if found else ""
    lines = [
        f"Inputs          {len(entries)}{times}",
        f"Facts           {len(found)}{numbers}",
        f"Calls standing  {len(core.state.calls)}",
        f"Snapshot        SHA-256 {hashlib.sha256(core.snapshot()).hexdigest()}",
    ]
    if recording.torn:
        lines.append("The last line was torn in the middle and is left out.")
    return lines


def _utc(at: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
