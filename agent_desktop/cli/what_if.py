"""`agent-desktop replay JOURNAL --strategy … --agents …`: a recorded day under other rules, and what would have been different."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from agent_desktop.cti.vocabulary import QueueId, Strategy
from agent_desktop.protocol.figures import AGENT_FIGURES, QUEUE_FIGURES
from ivr.centre.journal import Recording
from ivr.centre.what_if import Day, day_of, queues_of
from ivr.statistics import Statistics

_FIGURES = [
    next(figure for figure in QUEUE_FIGURES if figure.id == name) for name in ("asa", "all_offered", "abandoned")
]
_OCCUPANCY = next(figure for figure in AGENT_FIGURES if figure.id == "occupancy")


def show(recordings: Sequence[Recording], strategy: Strategy | None, agents: int | None) -> None:
    """Run the day twice, under its own rules and under the others, and print both."""
    day = day_of(recordings)
    same = day.run(day.plan, day.people)
    other = day.run(*day.under(strategy, agents))
    console = Console()
    console.print(_table(day, same, other))
    for line in _notes(day):
        console.print(line)


def _table(day: Day, same: Statistics, other: Statistics) -> Table:
    table = Table("", "", "as recorded", "same rules", "other rules", "difference", box=None, pad_edge=False)
    for column in table.columns[2:]:
        column.no_wrap, column.justify = True, "right"
    queues: list[QueueId | None] = [None, *queues_of(day)]
    for queue in queues:
        tallies = [each.queue(queue) for each in (day.recorded, same, other)]
        table.add_row(queue or "all queues", "calls", *(f"{tally.offered:,}" for tally in tallies), "")
        for figure in _FIGURES:
            values = [figure.of(tally) for tally in tallies]
            table.add_row("", figure.label.en, *_cells(figure.unit, values))
    values = [_OCCUPANCY.of(each.agent()) for each in (day.recorded, same, other)]
    table.add_row("all agents", _OCCUPANCY.label.en, *_cells(_OCCUPANCY.unit, values))
    return table


def _cells(unit: str, values: list[float | None]) -> list[str]:
    """Three values and the difference of the last two; a dash where there is nothing to divide by."""
    _, same, other = values
    cells = ["–" if value is None else f"{value:.1f} {unit}" for value in values]
    points = "points" if unit == "%" else unit
    return [*cells, "–" if same is None or other is None else f"{other - same:+.1f} {points}"]


def _notes(day: Day) -> list[str]:
    rules = (
        "Same rules: the recorded callers and shifts in the model; the difference is between the two models. In it agents answer "
        "at once, who was answered would have waited on, who gave up would have given up after the same wait, or else have talked "
        "as long as others did on average. Nobody presses keys while they wait."
    )
    notes = [rules]
    if day.left_out:
        notes.append(f"Not over when the journal ended, and left out: {day.left_out}.")
    return notes
