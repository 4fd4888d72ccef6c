"""Our routing beside Asterisk's own: a whole centre with its seats against `app_queue`, on the same real Asterisk, in one run.

python -m bench.app_queue [--agents 500] [--talk 20] [--load 1.1] [--seconds 30]

Callers and telephones are Local channels without sound that answer in the dialplan, the same ones for both sides, with the same
arrivals and the same talk times; nobody hears music. An observer beside both measures by the channels' own events, as Asterisk dates them
(to a millisecond): a caller waits from the queue's door until they are in a bridge; a telephone is free when its channel is gone, and rings
when the next one is made. Only telephones that became free while callers waited count.

`app_queue` is set up as well as we know how: least recent first as we do, autofill, no wrap-up, no announcements, no queue log, retry after
one second (the least it takes: 0 means 5), telephones that tell their state by `Custom:` device states, which cost it less than those that
Asterisk works out for Local channels. Our side is the shipped centre, journal, look-up and database included, with all its seats logged in
over WebSockets and a wrap-up of a millisecond; the telephones ring by themselves (`on_demand`).

All of it shares the processors of one machine, ours with the agents' seats too. `--load` is arrivals over what the agents could take at best;
above 1 somebody always waits. Where the machine is full, the figures are those of the machine.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from bench.figures import show, spread, used_s
from bench.queueing import dialplan, ours, people
from bench.queueing.sightings import Outcome, outcome
from bench.ringing import marks
from bench.ringing.processes import process, receive
from tests.fakes.asterisk import Asterisk, why_not

_WARM_UP = 1.25
"""Talks long: then every agent has been on the telephone."""
_START_S = 180.0
_DRAIN_S = 300.0


@dataclass(frozen=True, slots=True)
class Load:
    """What comes, and for how long."""

    agents: int
    talk_s: float
    per_s: float
    seconds: float

    @property
    def warm_up_s(self) -> float:
        return self.talk_s * _WARM_UP

    def arrivals(self, context: str) -> people.Arrivals:
        return people.Arrivals(context, round(self.per_s * (self.warm_up_s + self.seconds)), self.per_s)


@dataclass(frozen=True, slots=True)
class Result:
    """One side's."""

    outcome: Outcome
    used_s: float
    """Processor time of Asterisk and, on our side, of the centre and the seats."""
    calls: int


class Stand:
    """One Asterisk, with callers and an observer."""

    def __init__(self, home: Path, load: Load, stack: ExitStack) -> None:
        self._load = load
        self.asterisk = stack.enter_context(Asterisk(home, dialplan.files(load.agents, load.talk_s)))
        self._watch = stack.enter_context(process(people.run_watch, self.asterisk.url))
        self._callers = stack.enter_context(process(people.run_callers, self.asterisk.url))
        receive(self._watch, marks.Free)
        receive(self._callers, marks.Free)

    def measure(self, context: str, other_s: Callable[[], float]) -> Result:
        """Let callers call; what came of it, after the warm-up. `other_s`: processor time of what works beside Asterisk."""
        begin, used = time.time(), other_s() + used_s(self.asterisk.process.pid)
        arrivals = self._load.arrivals(context)
        self._callers.send(arrivals)
        arrived = receive(self._callers, people.Arrived, 2 * (self._load.warm_up_s + self._load.seconds) + 60)
        end, used = time.time(), other_s() + used_s(self.asterisk.process.pid) - used
        self._watch.send(marks.Report())
        seen = receive(self._watch, list)
        if arrived.refused or arrived.latest_s > 1:
            print(f"!! {arrived.refused} callers were refused; the latest came {arrived.latest_s:.1f} s late")
        self._drain()
        return Result(outcome(seen, begin + self._load.warm_up_s, end), used, arrivals.calls)

    def _drain(self) -> None:
        """Agents take everybody who still waits, and nothing of it is counted later."""
        deadline = time.monotonic() + _DRAIN_S
        while self.asterisk.ask("GET", "channels"):
            if time.monotonic() > deadline:
                raise TimeoutError(f"callers are still there after {_DRAIN_S:.0f} s")
            time.sleep(1)
        self._watch.send(marks.Report())
        receive(self._watch, list)


def _measure_ours(stand: Stand, folder: Path, load: Load) -> Result:
    with ExitStack() as stack:
        centre = stack.enter_context(process(ours.run_centre, folder, stand.asterisk.url, load.agents))
        url = receive(centre, str, _START_S)
        seats = stack.enter_context(process(ours.run_seats, url, load.agents))
        receive(seats, marks.Free, _START_S)
        return stand.measure(dialplan.OURS, lambda: _told_s(centre) + _told_s(seats))


def _told_s(pipe: Connection) -> float:
    pipe.send(marks.Report())
    return receive(pipe, marks.Moment).used_ns / 1e9


def _tell(name: str, result: Result) -> None:
    found = result.outcome
    print(
        f"{name}: {found.answered_per_s:.1f} calls answered a second, {found.arrived / found.seconds:.1f} came; {found.waiting} wait at"
        f" the end; {result.used_s / result.calls * 1000:.1f} ms of processor time for a call"
    )
    show("  wait of those who were answered", _ms(found.waits_s), "ms", f"p95 {_p95_ms(found.waits_s):8.0f} ms")
    show(
        "  free telephone → next ring",
        _ms(found.idle_s),
        "ms",
        f"p95 {_p95_ms(found.idle_s):8.0f} ms, {len(found.idle_s)} times",
    )


def _ms(seconds: list[float]) -> list[float]:
    """In milliseconds; a stretch in which nothing of the kind happened shows as NaN."""
    return [1000 * value for value in seconds] or [float("nan")]


def _p95_ms(seconds: list[float]) -> float:
    return spread(_ms(seconds)).p95


def _compare(theirs: Outcome, own: Outcome) -> None:
    waits = _p50(theirs.waits_s) / _p50(own.waits_s)
    idle = _p50(theirs.idle_s) / max(_p50(own.idle_s), 0.001)
    print(
        f"ours to app_queue: {own.answered_per_s / theirs.answered_per_s:.2f} × the calls answered (aim 1.5 at 500 agents), waits"
        f" {waits:.1f} × shorter, telephones idle {idle:.0f} × shorter (aim p50 below 10 ms)"
    )


def _p50(seconds: list[float]) -> float:
    return spread(seconds or [float("nan")]).p50


def run(agents: int = 500, talk_s: float = 20.0, load: float = 1.1, seconds: float = 30.0) -> None:
    """Measure and print."""
    if reason := why_not():
        print(f"!! NOT RUN, our routing beside app_queue: {reason}")
        return
    came = Load(agents, talk_s, agents / talk_s * load, seconds)
    print(
        f"Our routing beside app_queue: {agents} agents, {talk_s:g} s of talk, {came.per_s:.1f} calls a second ({load:.0%})"
    )
    with tempfile.TemporaryDirectory(prefix="agent-desktop-bench-") as folder, ExitStack() as stack:
        stand = Stand(Path(folder) / "asterisk", came, stack)
        theirs = stand.measure(dialplan.QUEUE, lambda: 0.0)
        _tell("app_queue", theirs)
        own = _measure_ours(stand, Path(folder) / "centre", came)
        _tell("ours", own)
    _compare(theirs.outcome, own.outcome)
    print(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.app_queue", description=__doc__)
    parser.add_argument("--agents", type=int, default=500, help="how many telephones")
    parser.add_argument("--talk", type=float, default=20.0, help="seconds that people talk, on average")
    parser.add_argument("--load", type=float, default=1.1, help="arrivals, as a share of what the agents could take")
    parser.add_argument("--seconds", type=float, default=30.0, help="how long is measured, after the warm-up")
    asked = parser.parse_args()
    run(asked.agents, asked.talk, asked.load, asked.seconds)


if __name__ == "__main__":
    main()
