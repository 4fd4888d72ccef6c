"""Load profiles: read from files with every mistake named, and the calls that come of them."""

from __future__ import annotations

import random
import statistics
from pathlib import Path

import pytest

from agent_desktop.cti.simulator.callers import read_library
from agent_desktop.cti.simulator.profile import (
    PROFILES,
    Distribution,
    Lasting,
    Point,
    Profile,
    Share,
    find_profile,
    read_profile,
)
from agent_desktop.cti.simulator.traffic import Traffic
from agent_desktop.errors import FileMistake
from tests.fakes.simulated import caller

HOUR = 3600.0
PEOPLE = (caller(id="anna", number="1"), caller(id="bert", number="2"))


def arrivals(profile: Profile, hours: float = 1.0) -> list[tuple[float, str, float, float]]:
    """When each call comes, from whom, and how long they wait and talk."""
    traffic = Traffic(profile.mix(PEOPLE), profile=profile)
    traffic.begin(0.0)
    calls = []
    while (at := traffic.next_deadline()) is not None and at < hours * HOUR:
        one = traffic.due(at, ())
        if one:
            calls.append((at, one.id, one.patience_s, one.talk_s))
    return calls


@pytest.mark.parametrize("path", sorted(PROFILES.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_profiles_that_come_with_the_program_are_whole(path: Path) -> None:
    profile = read_profile(path, read_library())
    assert profile.calls_per_hour > 0
    assert profile.mix(read_library())
    assert find_profile(path.stem) == path


@pytest.mark.parametrize(
    ("text", "line", "complaint"),
    [
        ("seed: 1", 1, "calls_per_hour"),
        ("calls_per_hour: many", 1, "float"),
        ("calls_per_hour: 1\nrate: 2", 0, "rate"),
        (
            "calls_per_hour: 1\ncallers:\n  - {id: anna}\n  - {id: nobody}",
            4,
            "there is no caller `nobody`; there are anna, bert",
        ),
        ("calls_per_hour: 1\npatience: {mean_s: 0}", 2, "> 0"),
        ("calls_per_hour: 1\ntalk: {mean_s: 1, distribution: pareto}", 2, "pareto"),
        ("calls_per_hour: 1\ncurve:\n  - {hour: 9, factor: 1}\n  - {hour: 9, factor: 2}", 4, "go up"),
        ("calls_per_hour: 1\ncurve:\n  - {hour: 24, factor: 1}", 3, "< 24"),
    ],
)
def test_a_mistake_is_named_by_its_line(tmp_path: Path, text: str, line: int, complaint: str) -> None:
    path = tmp_path / "load.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileMistake) as wrong:
        read_profile(path, PEOPLE)
    (mistake,) = wrong.value.mistakes
    assert complaint in mistake.message
    assert mistake.line == line or not line


def test_the_same_seed_gives_the_same_calls_with_the_same_times() -> None:
    profile = Profile(600, patience=Lasting(60), talk=Lasting(90, Distribution.LOGNORMAL))
    assert arrivals(profile) == arrivals(profile)
    assert arrivals(profile) != arrivals(Profile(600, seed=2, patience=profile.patience, talk=profile.talk))


def test_the_curve_makes_hours_busier_and_quieter() -> None:
    profile = Profile(600, starts_at=8, curve=(Point(8, 0.5), Point(9, 2.0), Point(10, 0.0)))
    times = [at / HOUR for at, *_ in arrivals(profile, hours=4)]
    counts = [sum(hour <= at < hour + 1 for at in times) for hour in range(4)]
    assert counts[0] == pytest.approx(300, rel=0.2)
    assert counts[1] == pytest.approx(1200, rel=0.1)
    assert counts[2:] == [0, 0]


def test_a_curve_goes_round_the_clock() -> None:
    profile = Profile(1, starts_at=23, curve=(Point(8, 1.0), Point(20, 0.2)))
    assert [profile.factor(hours * HOUR) for hours in (0, 2, 8.9, 9, 21)] == [0.2, 0.2, 0.2, 1.0, 0.2]


def test_only_the_callers_of_the_profile_call_as_often_as_it_says() -> None:
    names = [
        name.partition("-")[0] for _, name, *_ in arrivals(Profile(3000, callers=(Share("bert", 3), Share("anna"))))
    ]
    assert names.count("bert") / names.count("anna") == pytest.approx(3, rel=0.15)
    assert {name for _, name, *_ in arrivals(Profile(600, callers=(Share("anna"),)))} == {"anna"}


@pytest.mark.parametrize(
    ("lasting", "deviation"),
    [
        (Lasting(120, Distribution.FIXED), 0.0),
        (Lasting(120, Distribution.EXPONENTIAL), 1.0),
        (Lasting(120, Distribution.LOGNORMAL, spread=0.6), 0.6),
    ],
)
def test_times_vary_about_their_mean_as_their_distribution_says(lasting: Lasting, deviation: float) -> None:
    source = random.Random(1)
    drawn = [lasting.draw(source) for _ in range(20_000)]
    assert statistics.mean(drawn) == pytest.approx(120, rel=0.03)
    assert statistics.pstdev(drawn) / 120 == pytest.approx(deviation, rel=0.08)
