"""From the ring at the switch to the caller's record on an agent's screen, with a million customers on file.

python -m bench.ring [--customers N] [--rings N] [--database FILE]

Four processes on this machine: a simulated switch, the centre, the agent's window (offscreen), and this one, which only asks for
the next call. The same run measures the floor: bare sockets over the same two hops, one index probe, and the same panel painted with
nothing around it.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from bench import customers
from bench.figures import show, spread
from bench.ringing import centre, floor, marks, seat, switch
from bench.ringing.processes import process, receive

WARM_UP = 20


@dataclass(frozen=True, slots=True)
class Ring:
    """One call's marks, from all processes."""

    begin: marks.Moment
    routed: marks.Routed
    popped: marks.Popped


def measure(database: Path, numbers: list[str], folder: Path) -> list[Ring]:
    """Let each number call once; the first few are not counted."""
    chance = random.Random(2)
    with ExitStack() as stack:
        switch_pipe = stack.enter_context(process(switch.run))
        switch_url = receive(switch_pipe, str)
        centre_pipe = stack.enter_context(process(centre.run, folder, database, switch_url))
        centre_url = receive(centre_pipe, str)
        seat_pipe = stack.enter_context(process(seat.run, folder, centre_url))
        rings = []
        for number in numbers:
            receive(seat_pipe, marks.Free)
            time.sleep(chance.uniform(0.05, 0.2))
            rings.append(_ring(number, switch_pipe, centre_pipe, seat_pipe))
    return rings[WARM_UP:]


def _ring(number: str, switch_pipe: Connection, centre_pipe: Connection, seat_pipe: Connection) -> Ring:
    switch_pipe.send(marks.Place(number))
    placed = receive(switch_pipe, marks.Placed)
    popped = receive(seat_pipe, marks.Popped)
    centre_pipe.send(marks.Report())
    routed = receive(centre_pipe, marks.Routed)
    switch_pipe.send(marks.HangUp(placed.channel))
    if number not in popped.numbers or not popped.headline:
        raise AssertionError("somebody else was painted than rang")
    return Ring(placed.begin, routed, popped)


def _ms(begin: marks.Moment, end: marks.Moment) -> float:
    return (end.at_ns - begin.at_ns) / 1e6


def _used_ms(begin: marks.Moment, end: marks.Moment) -> float:
    return (end.used_ns - begin.used_ns) / 1e6


def show_road(rings: list[Ring]) -> None:
    """Where the time goes."""
    stages: dict[str, Callable[[Ring], float]] = {
        "switch → centre": lambda ring: _ms(ring.begin, ring.routed.arrived),
        "look-up": lambda ring: _ms(*ring.routed.looked_up),
        "core, journal, desks, encoding": lambda ring: (
            _ms(ring.routed.arrived, ring.routed.offered) - _ms(*ring.routed.looked_up)
        ),
        "centre → seat": lambda ring: _ms(ring.routed.offered, ring.popped.received),
        "read and checked": lambda ring: _ms(ring.popped.received, ring.popped.applied),
        "desk → first paint": lambda ring: _ms(ring.popped.applied, ring.popped.first),
        "first paint → complete": lambda ring: _ms(ring.popped.first, ring.popped.complete),
        "processor: centre, arrival → offer": lambda ring: _used_ms(ring.routed.arrived, ring.routed.offered),
        "processor: seat, arrival → first paint": lambda ring: _used_ms(ring.popped.received, ring.popped.first),
        "processor: seat, arrival → complete": lambda ring: _used_ms(ring.popped.received, ring.popped.complete),
        "processor: seat, the whole window": lambda ring: _used_ms(ring.popped.received, ring.popped.settled),
    }
    for name, stage in stages.items():
        show(f"  {name}", [stage(ring) for ring in rings], "ms")
    passes = spread([float(ring.popped.passes) for ring in rings])
    message = spread([float(ring.popped.message) for ring in rings])
    print(
        f"  the panel is painted {passes.p50:.0f} times (p99 {passes.p99:.0f}); the offer has {message.p50:,.0f} characters"
    )


def run(count: int, rings: int, kept: Path | None = None) -> None:
    """Measure and print."""
    database = customers.kept(count, kept)
    numbers = customers.callers(database, rings + WARM_UP)
    with tempfile.TemporaryDirectory(prefix="agent-desktop-bench-") as folder:
        rung = measure(database, numbers, Path(folder))
        message = round(spread([float(ring.popped.message) for ring in rung]).p50)
        bare = floor.measure(database, numbers, message, Path(folder))[WARM_UP:]
    print(f"ring → painted, {count:,} customers, {len(rung)} rings; load of the machine {os.getloadavg()[0]:.1f}")
    first_ms = [_ms(ring.begin, ring.popped.first) for ring in rung]
    first = show("first paint: name, number, standing, reason", first_ms, "ms", "aim 5 / 10")
    complete = show("complete record", [_ms(ring.begin, ring.popped.complete) for ring in rung], "ms", "aim 10 / 20")
    show_road(rung)
    least_first = show("floor: two hops, one probe, headline alone", [one.first_ms for one in bare], "ms")
    least_complete = show("floor: … and the whole record alone", [one.complete_ms for one in bare], "ms")
    print(
        f"ratio to the floor: first paint {first.p50 / least_first.p50:.1f} × (p99 {first.p99 / least_first.p99:.1f}), "
        f"complete {complete.p50 / least_complete.p50:.1f} × (p99 {complete.p99 / least_complete.p99:.1f})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.ring", description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000, help="how many are on file")
    parser.add_argument("--rings", type=int, default=200, help="how many of them call")
    parser.add_argument("--database", type=Path, help="an SQLite file to keep them in; made if it is not there")
    asked = parser.parse_args()
    run(asked.customers, asked.rings, asked.database)


if __name__ == "__main__":
    main()
