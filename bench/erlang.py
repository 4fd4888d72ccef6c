"""A million calls a load through the whole routing core under a virtual clock, beside Erlang C and Erlang A, with the tolerances that follow
from the sampling error of a million calls; and how long a million take on one core.

python -m bench.erlang [--calls N]
"""

from __future__ import annotations

import argparse
import gc

from agent_desktop.cli.virtual import Experiment, Outcome, run

AGENTS, TALK_S, PATIENCE_S = 10, 180.0, 120.0
PATIENT = (0.5, 0.7, 0.8, 0.9, 0.98)
IMPATIENT = (0.7, 0.8, 0.9, 1.0, 1.1)
AIM_S = 120.0


def off(outcome: Outcome) -> tuple[float, float]:
    """How far the chance to wait and the mean wait are from theory, relative to it."""
    seen, expected = outcome.seen, outcome.expected
    return abs(seen.waits / expected.waits - 1), abs(seen.mean_wait_s / expected.mean_wait_s - 1)


def measure(experiment: Experiment, waits: float, mean: float) -> float:
    """Print one line; `waits` and `mean` are the tolerances."""
    outcome = run(experiment)
    gc.collect()
    off_waits, off_mean = off(outcome)
    theory = "Erlang C" if experiment.patience_s is None else "Erlang A"
    verdict = "within" if off_waits <= waits and off_mean <= mean else "OUTSIDE"
    print(
        f"{theory} {experiment.share:5.0%}  waits {outcome.seen.waits:7.4f} ({off_waits:5.1%} off)   mean wait "
        f"{outcome.seen.mean_wait_s:8.2f} s ({off_mean:5.1%} off)   {verdict} {waits:.0%} and {mean:.0%}   "
        f"{outcome.seconds * 1e6 / outcome.calls:6.1f} s a million"
    )
    return outcome.seconds * 1e6 / outcome.calls


def main(calls: int = 1_000_000) -> None:
    print(f"virtual clock: {calls:,} calls a load, {AGENTS} agents, talk {TALK_S:g} s, patience {PATIENCE_S:g} s")
    times = [measure(Experiment(AGENTS, share, TALK_S, None, calls), 0.15, 0.30) for share in PATIENT]
    times += [measure(Experiment(AGENTS, share, TALK_S, PATIENCE_S, calls), 0.05, 0.05) for share in IMPATIENT]
    print(f"a million calls in {min(times):.0f} to {max(times):.0f} s of one core (aim: under {AIM_S:g})")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1_000_000)
    main(parser.parse_args().calls)
