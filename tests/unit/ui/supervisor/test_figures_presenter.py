"""Quarters add up to halves, hours and days; rows have an order; every column has its formula."""

from __future__ import annotations

import pytest

from agent_desktop.protocol.board import INTERVAL_MS
from agent_desktop.protocol.report import Kind
from agent_desktop.protocol.service_level import Formula
from agent_desktop.protocol.tallies import QueueTally
from agent_desktop.ui.supervisor.figures_presenter import (
    ALL,
    STEPS_MS,
    bar_parts,
    begun,
    columns,
    joined,
    values,
)
from tests.unit.ui.supervisor.days import BEGINS_MS, ENDS_MS, QUEUES, empty_page, page, sheet


def test_queues_stand_by_their_calls_and_agents_by_name_after_all_together() -> None:
    assert list(sheet(Kind.QUEUE).totals()) == [ALL, ("help",), ("sales",)]
    assert list(sheet(Kind.AGENT).totals()) == [ALL, ("ann",), ("bob",), ("gone",)]
    assert list(sheet(Kind.DISPOSITION).totals()) == [ALL, ("solved",), ("",)]


def test_the_figure_of_a_day_is_that_of_its_sums() -> None:
    day = sheet(Kind.QUEUE)
    asa = next(each for each in columns(day, Formula.ALL_OFFERED) if each.id == "asa")
    assert [asa.of(tally) for tally in day.totals().values()] == [48 / 4, 43 / 3, 5.0]


@pytest.mark.parametrize(("step", "offered"), [(0, [3, 1, 0, 0, 0, 1]), (1, [4, 0, 1]), (2, [4, 1])])
def test_intervals_have_no_gaps_from_the_first_to_the_last(step: int, offered: list[int]) -> None:
    spans = sheet(Kind.QUEUE).spans(ALL, STEPS_MS[step])
    assert [span.tally.offered for span in spans if isinstance(span.tally, QueueTally)] == offered
    assert spans[0].start_ms == BEGINS_MS + 32 * INTERVAL_MS
    assert {span.end_ms - span.start_ms for span in spans} == {STEPS_MS[step]}


def test_an_interval_of_one_row_is_its_own() -> None:
    spans = sheet(Kind.QUEUE).spans(("sales",), STEPS_MS[0])
    assert [(span.start_ms, span.tally) for span in spans] == [(QUEUES[1].start_ms, QUEUES[1].tally)]


def test_a_whole_day_is_one_interval() -> None:
    (span,) = sheet(Kind.QUEUE).spans(ALL, STEPS_MS[3])
    assert (span.start_ms, span.end_ms) == (BEGINS_MS, ENDS_MS)
    assert span.tally == sheet(Kind.QUEUE).totals()[ALL]


def test_a_day_without_anything_has_no_intervals() -> None:
    for step_ms in STEPS_MS:
        assert begun(empty_page(Kind.QUEUE)).spans(ALL, step_ms) == []


def test_pages_are_joined() -> None:
    whole = joined(begun(page(Kind.QUEUE, only=1)), page(Kind.QUEUE, skip=1))
    assert whole == sheet(Kind.QUEUE)


@pytest.mark.parametrize("kind", Kind)
def test_every_column_says_what_it_is_in_both_languages(kind: Kind) -> None:
    shown = columns(sheet(kind), Formula.ALL_OFFERED)
    assert len({figure.id for figure in shown}) == len(shown)
    assert all(text.en and text.zh_CN for figure in shown for text in (figure.label, figure.formula))
    assert all(figure.below is None or "÷" in figure.formula.en for figure in shown)


@pytest.mark.parametrize(("formula", "level"), [(Formula.ANSWERED_ONLY, 75.0), (Formula.ALL_OFFERED, 60.0)])
def test_the_service_level_is_that_of_the_chosen_formula(formula: Formula, level: float) -> None:
    day = sheet(Kind.QUEUE)
    shown = columns(day, formula)
    row = dict(zip((figure.id for figure in shown), values(shown, day.totals()[ALL]), strict=True))
    assert row[formula.value] == level
    assert {each.value for each in Formula} & set(row) == {formula.value}


def test_shares_of_dispositions_are_of_all_logs() -> None:
    day = sheet(Kind.DISPOSITION)
    (share,) = (each for each in columns(day, Formula.ALL_OFFERED) if each.id == "share")
    assert [share.of(tally) for tally in day.totals().values()] == [100.0, 75.0, 25.0]


def test_bars_are_calls_minutes_or_logs() -> None:
    parts = [bar_parts(sheet(kind).totals()[ALL]) for kind in Kind]
    assert parts == [(4, 1), (10.0, 0.0, 20.0, pytest.approx(4_000 / 60)), (4,)]
