"""A large site against one centre: what a thousand seats and twenty supervisors cost it, and how they come back when every link is cut.

python -m bench.thousand_seats [--agents N] [--supervisors N] [--seconds S] [--calls-per-s C]

Five processes on this machine: a simulated switch whose callers go through the voice menu, the centre, the agents' seats, the
supervisors' boards, and this one, which only asks. The agents answer, type, hold, hand on, log and take breaks. Each event that leaves the
centre has a check sum, and so has what each seat has heard in all; after the cut the two are compared, and what a seat makes of it
(its agent's state and calls) with what the centre has for it.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from bench import customers
from bench.figures import show, spread, used_s
from bench.ringing.processes import process, receive
from bench.site import boards, centre, seats, switch, words
from db.engine import open_database
from db.seed import seed

CUSTOMERS = 20_000
TALK_S = 90.0
BUSY = 0.8
"""Share of the agents who are to be in calls once it is in full swing."""
FILLING_S = 45.0
SETTLING_S = 90.0
"""After that as many calls end as begin."""
ON_ITS_WAY_S = 2.0
"""Within so long everything that the centre has told is at the seats."""
COMES_BACK_S = 20.0
"""So long after the cut everybody is counted; who is not back then, is not back."""
_PAGE = os.sysconf("SC_PAGE_SIZE")
_OPENING_S = 300.0


@dataclass(frozen=True, slots=True)
class Site:
    """All its processes."""

    switch: Connection
    centre: Connection
    seats: Connection
    boards: Connection
    pids: dict[str, int]
    before: int
    """Bytes of the centre before the first log-in …"""
    after: int
    """… and after the last."""
    log_in_s: float


@contextmanager
def site(folder: Path, agents: int, supervisors: int) -> Iterator[Site]:
    """Everybody has logged in, nobody works yet."""
    database = folder / "customers.sqlite3"
    engine = open_database(f"sqlite:///{database}")
    seed(engine, CUSTOMERS, lambda _: None, at=time.time())
    engine.dispose()
    numbers = customers.callers(database, CUSTOMERS)
    home = folder / "centre"
    home.mkdir()
    with ExitStack() as stack:
        at_switch = stack.enter_context(process(switch.run, home / "prompts", numbers, agents, TALK_S))
        at_centre_switch = receive(at_switch, words.Here)
        settings = centre.settings_for(home, database, at_centre_switch.url, agents)
        at_centre = stack.enter_context(process(centre.run, settings, agents, supervisors))
        here = receive(at_centre, words.Here, _OPENING_S)
        before = _resident(here.pid)
        began = time.monotonic()
        at_seats = stack.enter_context(process(seats.run, here.url, agents))
        seated = receive(at_seats, words.Here, _OPENING_S)
        log_in_s = time.monotonic() - began
        at_boards = stack.enter_context(process(boards.run, here.url, supervisors))
        looking = receive(at_boards, words.Here, _OPENING_S)
        pids = {"switch": at_centre_switch.pid, "centre": here.pid, "seats": seated.pid, "boards": looking.pid}
        yield Site(at_switch, at_centre, at_seats, at_boards, pids, before, _resident(here.pid), log_in_s)


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE


def run(agents: int = 1_000, supervisors: int = 20, seconds: float = 60.0, calls_per_s: float | None = None) -> None:
    with (
        tempfile.TemporaryDirectory(prefix="agent-desktop-bench-") as name,
        site(Path(name), agents, supervisors) as all_,
    ):
        per_s = calls_per_s or agents * BUSY / (TALK_S + 15)
        print(f"{agents:,} seats and {supervisors} supervisors, {per_s:.1f} calls a second; {_load()}")
        everybody = agents + supervisors
        print(f"all logged in after {all_.log_in_s:.1f} s, which takes {_per_seat(all_, all_.after, everybody)}")
        _fill(all_, agents, per_s)
        _measure(all_, seconds)
        now = _resident(all_.pids["centre"])
        print(f"memory of the centre after the work {now / 1e6:.0f} MB: {_per_seat(all_, now, everybody)}")
        _cut(all_, everybody)
        print(_load())


def _load() -> str:
    return f"load of this machine {os.getloadavg()[0]:.1f}, on {os.cpu_count()} processors"


def _per_seat(all_: Site, now: int, everybody: int) -> str:
    return f"{(now - all_.before) / everybody / 1024:.0f} kB of the centre's memory for each seat"


def _fill(all_: Site, agents: int, per_s: float) -> None:
    """More calls than ever after, until most are busy; then as many as end."""
    all_.seats.send(words.Work(FILLING_S / 2))
    all_.switch.send(words.Calls(agents * BUSY / FILLING_S))
    time.sleep(FILLING_S)
    all_.switch.send(words.Calls(per_s))
    time.sleep(SETTLING_S)


def _measure(all_: Site, seconds: float) -> None:
    for pipe in (all_.centre, all_.boards):
        pipe.send(words.Forget())
    used = {name: used_s(pid) for name, pid in all_.pids.items()}
    began = time.monotonic()
    time.sleep(seconds)
    passed = time.monotonic() - began
    shares = {name: 100 * (used_s(pid) - used[name]) / passed for name, pid in all_.pids.items()}
    all_.boards.send(words.Tell())
    shown = receive(all_.boards, words.BoardFigures)
    all_.centre.send(words.Tell())
    facts = receive(all_.centre, words.CentreFigures).facts
    told = ", ".join(f"{facts.get(kind, 0) / passed:.1f} {name}" for kind, name in _TOLD.items())
    print(f"{sum(facts.values()) / passed:.0f} facts a second, of these {told}")
    print("share of a core: " + ", ".join(f"{name} {share:.0f} %" for name, share in shares.items()))
    show("fact at the centre → on every board", shown.late_ms, "ms", f"{shown.updates / passed:.0f} updates/s")


_TOLD = {
    "CallArrived": "calls",
    "Delivered": "offers",
    "Established": "conversations",
    "Held": "holds",
    "Transferred": "transfers",
    "LegLogged": "logs",
}


def _cut(all_: Site, everybody: int) -> None:
    """Every link at once, and then: who is back when, and what has nobody heard of."""
    all_.centre.send(words.Cut())
    cut = receive(all_.centre, words.WereCut)
    time.sleep(COMES_BACK_S)
    all_.centre.send(words.Tell())
    centre = receive(all_.centre, words.CentreFigures)
    time.sleep(ON_ITS_WAY_S)
    all_.seats.send(words.Compare(centre.told))
    seated = receive(all_.seats, words.SeatsCompared)
    all_.boards.send(words.Compare())
    shown = receive(all_.boards, words.BoardsCompared)
    back = [at - cut.at for at in (*seated.back_at, *shown.back_at)]
    print(
        f"{cut.links} links cut at once: {len(back)} of {everybody} back, half of them after {spread(back).p50:.2f} s, ",
        end="",
    )
    print(f"the last after {max(back):.2f} s; drawn anew: {seated.drawn_anew} seats, {shown.drawn_anew} boards")
    last = centre.welcomed_at - cut.at
    print(
        f"the centre let the last one in after {last:.2f} s, with {centre.welcomed_s:.2f} s of processor time for all that happened since"
    )
    missed = seated.missed
    print(
        f"of {missed.events:,} events for the seats {centre.again:,} were told again, {missed.lacking} are missing; ",
        end="",
    )
    print(
        f"{missed.wrong} seats heard something else, {missed.unlike} show another state or other calls than the centre has"
    )
    print(f"boards unlike the centre's: {shown.unlike}; in the agents' way: {seated.troubles or 'nothing'}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.thousand_seats", description=__doc__)
    parser.add_argument("--agents", type=int, default=1_000)
    parser.add_argument("--supervisors", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--calls-per-s", type=float, help="left out: as many as keep four agents in five busy")
    asked = parser.parse_args()
    run(asked.agents, asked.supervisors, asked.seconds, asked.calls_per_s)


if __name__ == "__main__":
    main()
