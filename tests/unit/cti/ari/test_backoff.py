"""Delays between attempts."""

from __future__ import annotations

from agent_desktop.cti.ari.backoff import Backoff


def test_delays_double_up_to_the_longest_and_start_again() -> None:
    backoff = Backoff(lambda: 0.0)
    assert [backoff.delay_s() for _ in range(8)] == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]
    backoff.reset()
    assert backoff.delay_s() == 0.1


def test_chance_cuts_a_delay_by_at_most_half() -> None:
    assert Backoff(lambda: 1.0).delay_s() == 0.05
    assert Backoff(lambda: 0.5).longest_delay_s() == 3.75


def test_after_a_lasting_cause_the_delays_stay_long() -> None:
    backoff = Backoff(lambda: 0.0)
    assert [backoff.longest_delay_s(), backoff.delay_s()] == [5.0, 5.0]
