"""A million calls a load through the whole routing core under a virtual clock, beside Erlang C and Erlang A: the chance to wait, the mean wait, the
service level and who gives up, with the tolerances that follow from the sampling error of a million calls; and how long a million take
on one core.

python -m bench.erlang [--calls N]
"""

from __future__ import annotations

import argparse
import gc
from typing import NamedTuple

from agent_desktop.cli.virtual import Experiment, Outcome, run

AGENTS, TALK_S, PATIENCE_S = 10, 180.0, 120.0
PATIENT = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98)
IMPATIENT = (0.7, 0.8, 0.9, 1.0, 1.1)
AIM_S = 120.0


class Tolerance(NamedTuple):
    """How far from theory, relative to it: twice the sampling error of a million calls, or more."""

    waits: float
    mean_wait_s: float
    in_time: float
    abandons: float


OF_C = Tolerance(0.15, 0.30, 0.15, 0.0)
OF_A = Tolerance(0.05, 0.05, 0.05, 0.05)


def off(outcome: Outcome) -> Tolerance:
    """How far it is from theory."""

    def far(name: str) -> float:
        seen, expected = getattr(outcome.seen, name), getattr(outcome.expected, name)
        return float(abs(seen / expected - 1) if expected else abs(seen))

    return Tolerance(*(far(name) for name in Tolerance._fields))


def measure(experiment: Experiment, tolerance: Tolerance) -> float:
    """Print one line; gives the seconds that a million calls take."""
    outcome = run(experiment)
    gc.collect()
    seen, away = outcome.seen, off(outcome)
    theory = "Erlang C" if experiment.patience_s is None else "Erlang A"
    inside = all(one <= most for one, most in zip(away, tolerance, strict=True))
    seconds = outcome.seconds * 1e6 / outcome.calls
    print(
        f"{theory} {experiment.share:5.0%}  waits {seen.waits:6.4f} ({away.waits:5.2%} off)   mean wait {seen.mean_wait_s:7.2f} s "
        f"({away.mean_wait_s:5.2%})   in 20 s {seen.in_time:6.4f} ({away.in_time:5.2%})   gives up {seen.abandons:6.4f} "
        f"({away.abandons:5.2%})   {'within' if inside else 'OUTSIDE'}   {seconds:5.1f} s a million"
    )
    return seconds


def main(calls: int = 1_000_000) -> None:
    print(f"virtual clock: {calls:,} calls a load, {AGENTS} agents, talk {TALK_S:g} s, patience {PATIENCE_S:g} s")
    for name, tolerance in (("Erlang C", OF_C), ("Erlang A", OF_A)):
        print(f"{name}: may be off by {', '.join(f'{most:.0%}' for most in tolerance)}")
    times = [measure(Experiment(AGENTS, share, TALK_S, None, calls), OF_C) for share in PATIENT]
    times += [measure(Experiment(AGENTS, share, TALK_S, PATIENCE_S, calls), OF_A) for share in IMPATIENT]
    print(f"a million calls in {min(times):.0f} to {max(times):.0f} s of one core (aim: under {AIM_S:g})")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1_000_000)
    main(parser.parse_args().calls)
