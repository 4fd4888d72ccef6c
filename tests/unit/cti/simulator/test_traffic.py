"""Calls that keep arriving."""

from __future__ import annotations

from agent_desktop.cti.simulator.traffic import Traffic
from tests.fakes.simulated import Bench, caller

HOUR = 3600.0


def numbers(seed: int, *, people: int = 3, per_hour: float = 300.0) -> list[str]:
    everybody = [caller(id=f"c{index}", number=str(index)) for index in range(people)]
    bench = Bench(traffic=Traffic(everybody, per_hour, seed))
    bench.wait(HOUR)
    return [event["channel"]["caller"]["number"] for event in bench.of("StasisStart")]


def test_the_same_seed_gives_the_same_calls() -> None:
    assert numbers(7) == numbers(7)
    assert numbers(7) != numbers(8)


def test_calls_come_at_about_the_rate() -> None:
    assert 230 < len(numbers(1)) < 370


def test_nobody_calls_twice_at_once() -> None:
    everybody = [caller(rings_s=1e9)]
    bench = Bench(traffic=Traffic(everybody, 60.0))
    bench.wait(HOUR / 4)
    shown = [channel.view.caller.number for channel in bench.board.channels.values()]
    assert len(shown) > 5
    assert len(set(shown)) == len(shown)


def test_callers_with_a_time_call_then_and_once() -> None:
    timed = [caller(id="late", number="2", at_s=20.0), caller(id="soon", number="1", at_s=5.0)]
    bench = Bench(traffic=Traffic(timed, 1000.0))
    bench.wait(HOUR)
    assert [event["channel"]["caller"]["number"] for event in bench.of("StasisStart")] == ["1", "2"]


def test_without_a_rate_nobody_calls_by_themselves() -> None:
    bench = Bench(traffic=Traffic([caller()], 0.0))
    bench.wait(HOUR)
    assert bench.events == []
    assert bench.simulation.next_deadline() is None
