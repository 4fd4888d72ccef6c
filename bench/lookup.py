"""Who is calling: the whole look-up with a million customers on file, beside one bare index probe on the same database.

python -m bench.lookup [--customers N] [--looks N] [--database FILE] [--postgresql N]
"""

from __future__ import annotations

import argparse
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa

from agent_desktop.protocol.record import MatchKind
from bench import customers
from bench.figures import Spread, show
from db.engine import open_database
from db.lookup import CallerLookup
from db.numbers import normalise
from db.seed import seed
from tests.fakes.postgres import find_programs, running_postgres

PROBE = "SELECT customer_id FROM numbers WHERE e164 = {}"
WHOLE = (
    "SELECT * FROM customers WHERE id = {}",
    "SELECT label, display, e164 FROM numbers WHERE customer_id = {}",
    "SELECT at_ms, channel, subject, agent, disposition FROM timeline WHERE customer_id = {} ORDER BY at_ms DESC LIMIT 20",
    "SELECT id, kind, subject, opened_ms, due_ms FROM matters WHERE customer_id = {} AND closed_ms IS NULL",
)
"""The same record, raw."""
SCANS = 5


def timed(numbers: list[str], ask: Callable[[str], object]) -> list[float]:
    """Microseconds for each number; all of them are asked once before, so that both sides find the same pages in memory."""
    for number in numbers:
        ask(number)
    normalise.cache_clear()
    times = []
    for number in numbers:
        begin = time.perf_counter_ns()
        ask(number)
        times.append((time.perf_counter_ns() - begin) / 1e3)
    return times


def look_up(engine: sa.Engine, numbers: list[str]) -> Spread:
    """What the centre does: read the number, find its owners, read the whole record."""
    lookup = CallerLookup(engine, "CN")
    assert lookup.look_up(numbers[0], withheld=False).kind is MatchKind.EXACT
    found = show(
        "look-up of the whole record", timed(numbers, lambda number: lookup.look_up(number, withheld=False)), "µs"
    )
    lookup.close()
    return found


def floors(connection: sqlite3.Connection | psycopg.Connection, mark: str, numbers: list[str]) -> tuple[Spread, Spread]:
    """One bare probe; and the whole record in bare statements, nothing made of what they give."""
    probe, whole = PROBE.format(mark), [statement.format(mark) for statement in WHOLE]
    ask: Callable[[str, tuple[object, ...]], Any] = connection.execute

    def read(number: str) -> None:
        (customer,) = ask(probe, (number,)).fetchone()
        for statement in whole:
            ask(statement, (customer,)).fetchall()

    one = show("floor: one bare probe", timed(numbers, lambda number: ask(probe, (number,)).fetchone()), "µs")
    return one, show("floor: the whole record in bare statements", timed(numbers, read), "µs")


def on_sqlite(path: Path, looks: int) -> None:
    numbers = customers.callers(path, looks)
    engine = open_database(f"sqlite:///{path}")
    found = look_up(engine, numbers)
    engine.dispose()
    connection = sqlite3.connect(path)
    _ratios(found, *floors(connection, "?", numbers))
    scan = "SELECT customer_id FROM numbers WHERE display LIKE ?"
    scans = timed(numbers[:SCANS], lambda number: connection.execute(scan, (f"%{number[-6:]}%",)).fetchall())
    show("for contrast: LIKE over every number", scans, "µs")
    connection.close()


def on_postgresql(count: int, looks: int) -> None:
    programs = find_programs()
    if programs is None:
        print("look-up, PostgreSQL: not installed here, so not measured")
        return
    with running_postgres(programs) as server:
        engine = open_database(server.url())
        seed(engine, count, lambda _: None, at=time.time())
        with engine.connect() as connection:
            numbers = [str(number) for (number,) in connection.execute(sa.text(f"{customers.CALLERS} LIMIT {looks}"))]
        print(f"look-up, PostgreSQL, {count:,} customers")
        found = look_up(engine, numbers)
        engine.dispose()
        with psycopg.connect(server.url(), autocommit=True) as bare:
            _ratios(found, *floors(bare, "%s", numbers))


def _ratios(found: Spread, probe: Spread, whole: Spread) -> None:
    print(
        f"  ratio to one probe {found.p50 / probe.p50:.1f} × (p99 {found.p99 / probe.p99:.1f}), "
        f"to the bare record {found.p50 / whole.p50:.1f} × (p99 {found.p99 / whole.p99:.1f})"
    )


def run(count: int, looks: int, kept: Path | None = None, postgresql: int = 0) -> None:
    """Measure and print; `postgresql` customers are made there, if any."""
    path = customers.kept(count, kept)
    print(f"look-up, SQLite, {count:,} customers, {looks:,} look-ups")
    on_sqlite(path, looks)
    if postgresql:
        on_postgresql(postgresql, looks)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.lookup", description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000, help="how many are on file")
    parser.add_argument("--looks", type=int, default=2_000, help="how many of them are looked up")
    parser.add_argument("--database", type=Path, help="an SQLite file to keep them in; made if it is not there")
    parser.add_argument("--postgresql", type=int, default=50_000, help="customers there, made anew; 0: leave it out")
    asked = parser.parse_args()
    run(asked.customers, asked.looks, asked.database, asked.postgresql)


if __name__ == "__main__":
    main()
