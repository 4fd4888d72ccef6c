"""`agent-desktop simulate --virtual`: calls at random through the real routing core, as fast as this machine can, beside theory.

Must never draw chance anywhere but in `ivr.virtual`: the same seed gives the same table.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from agent_desktop.cti.vocabulary import Strategy
from agent_desktop.errors import UserError
from agent_desktop.protocol.figures import AGENT_FIGURES
from ivr import erlang, virtual
from ivr.statistics import Statistics

WITHIN_S = 20.0
_OCCUPANCY = next(figure for figure in AGENT_FIGURES if figure.id == "occupancy")


@dataclass(frozen=True, slots=True)
class Experiment:
    """One queue with agents who are all alike. Times are means of exponential distributions, in seconds."""

    agents: int
    share: float
    """Of all agents' time that callers would need if all of them were answered; 1 is full."""
    talk_s: float
    patience_s: float | None
    calls: int
    strategy: Strategy = Strategy.LONGEST_IDLE
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it, beside what theory expects."""

    seen: erlang.Expectation
    expected: erlang.Expectation
    occupancy: float
    """In percent."""
    calls: int
    inputs: int
    seconds: float
    """Processor time."""


def run(experiment: Experiment) -> Outcome:
    """Run the calls of one experiment to the last one's end."""
    plan = virtual.one_queue(experiment.agents, experiment.strategy, WITHIN_S)
    statistics = Statistics({virtual.QUEUE: WITHIN_S})
    day = virtual.VirtualDay(plan, statistics.apply)
    load = experiment.share * experiment.agents
    callers = virtual.poisson(load, experiment.talk_s, experiment.calls, experiment.seed, experiment.patience_s)
    begin = time.process_time()
    day.run(callers, virtual.all_ready(plan))
    seconds = time.process_time() - begin
    tally = statistics.queue()
    seen = erlang.Expectation(
        tally.waited / tally.offered,
        (tally.answered_wait_s + tally.abandoned_wait_s) / tally.offered,
        tally.answered_in_time / tally.offered,
        tally.abandoned / tally.offered,
    )
    occupancy = _OCCUPANCY.of(statistics.agent()) or 0.0
    return Outcome(seen, expectation(experiment), occupancy, tally.offered, day.inputs, seconds)


def expectation(experiment: Experiment) -> erlang.Expectation:
    """What theory says.

    Raises:
        UserError: the queue would grow without end.

    """
    load = experiment.share * experiment.agents
    if experiment.patience_s is not None:
        return erlang.erlang_a(load, experiment.agents, experiment.talk_s, experiment.patience_s, WITHIN_S)
    try:
        return erlang.erlang_c(load, experiment.agents, experiment.talk_s, WITHIN_S)
    except ValueError:
        raise UserError(
            f"at a load of {experiment.share:.0%} callers who wait for ever would never all be answered: "
            "take a load below 100 %, or give them a --patience"
        ) from None


def shares(text: str) -> list[float]:
    """`50,70,98` as shares of one.

    Raises:
        UserError: it is something else.

    """
    try:
        found = [float(part) / 100 for part in text.split(",")]
    except ValueError:
        raise UserError(f"{text!r} are no loads; write percentages such as 50,70,90") from None
    if not all(0 < share <= 2 for share in found):  # noqa: PLR2004 - twice what agents can do is plenty
        raise UserError("a load is more than 0 and at most 200 percent")
    return found


def show(experiments: list[Experiment]) -> None:
    """Run them one after another and print a table: what was seen, and what theory expects."""
    for experiment in experiments:
        expectation(experiment)
    console = Console()
    table = Table(
        "load",
        "",
        "waits",
        "mean wait",
        f"in {WITHIN_S:g} s",
        "gives up",
        "occupancy",
        "calls/s",
        box=None,
        pad_edge=False,
    )
    for column in table.columns[2:]:
        column.no_wrap, column.justify = True, "right"
    outcomes = []
    for experiment in experiments:
        outcome = run(experiment)
        outcomes.append(outcome)
        for row in _rows(experiment, outcome):
            table.add_row(*row)
    console.print(table)
    calls, seconds = sum(each.calls for each in outcomes), sum(each.seconds for each in outcomes)
    inputs = sum(each.inputs for each in outcomes)
    console.print(
        f"{calls:,} calls, {inputs:,} inputs of the core in {seconds:.1f} s of processor time: {calls / seconds:,.0f} calls/s"
    )


def _rows(experiment: Experiment, outcome: Outcome) -> Iterator[tuple[str, ...]]:
    theory = "Erlang C" if experiment.patience_s is None else "Erlang A"
    answered = experiment.share * (1 - outcome.expected.abandons)
    yield (
        f"{experiment.share:.0%}",
        "core",
        *_figures(outcome.seen),
        f"{outcome.occupancy:.1f} %",
        f"{outcome.calls / outcome.seconds:,.0f}",
    )
    yield ("", theory, *_figures(outcome.expected), f"{answered:.1%}".replace("%", " %"), "")


def _figures(found: erlang.Expectation) -> tuple[str, str, str, str]:
    return (
        f"{100 * found.waits:.2f} %",
        f"{found.mean_wait_s:.2f} s",
        f"{100 * found.in_time:.2f} %",
        f"{100 * found.abandons:.2f} %",
    )
