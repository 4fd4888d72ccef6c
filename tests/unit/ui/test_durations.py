"""Spans of time as figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_desktop.ui.durations import remaining, stopwatch


@pytest.mark.parametrize(
    ("span_ms", "shown"),
    [
        (-5, "0:00"),
        (0, "0:00"),
        (999, "0:00"),
        (1000, "0:01"),
        (59_999, "0:59"),
        (754_000, "12:34"),
        (3_723_000, "1:02:03"),
    ],
)
def test_stopwatch(span_ms: int, shown: str) -> None:
    assert stopwatch(span_ms) == shown


@pytest.mark.parametrize(("span_ms", "shown"), [(-1, "0:00"), (0, "0:00"), (1, "0:01"), (1000, "0:01"), (1001, "0:02")])
def test_what_is_left_reaches_nothing_only_at_the_end(span_ms: int, shown: str) -> None:
    assert remaining(span_ms) == shown


@given(st.integers(1, 10**9))
def test_what_is_left_is_never_shown_as_nothing(span_ms: int) -> None:
    assert remaining(span_ms) != "0:00"
