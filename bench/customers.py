"""A database with very many sample customers, made once and kept for the next run."""

from __future__ import annotations

import itertools
import random
import sqlite3
import tempfile
import time
from pathlib import Path

from db.engine import open_database
from db.seed import seed

CALLERS = """
SELECT min(numbers.e164) FROM matters JOIN numbers ON numbers.customer_id = matters.customer_id
WHERE matters.closed_ms IS NULL AND numbers.e164 IS NOT NULL GROUP BY matters.customer_id
"""
_CHUNK = 1 << 24
_OWNERS = "SELECT count(DISTINCT customer_id) FROM numbers WHERE e164 = ?"


def kept(customers: int, given: Path | None = None) -> Path:
    """The file with so many customers: the one that is given, else one among the temporary files; filled if it is not there.
    All of it is read once, so that it is in memory as it is where a centre has run for a while.
    """
    path = given or Path(tempfile.gettempdir()) / "agent-desktop-bench" / f"customers-{customers}.sqlite3"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _fill(path, customers)
    with path.open("rb") as file:
        while file.read(_CHUNK):
            pass
    return path


def callers(path: Path, count: int) -> list[str]:
    """Numbers of so many distinct customers who have something open and a line of their own, the same in every run."""
    connection = sqlite3.connect(path)
    try:
        numbers = [number for (number,) in connection.execute(CALLERS)]
        random.Random(1).shuffle(numbers)
        own = (number for number in numbers if connection.execute(_OWNERS, (number,)).fetchone() == (1,))
        return list(itertools.islice(own, count))
    finally:
        connection.close()


def _fill(path: Path, customers: int) -> None:
    """Under another name until it is whole, so that a run that was broken off leaves nothing that looks finished."""
    print(f"making {customers:,} sample customers in {path} (once; a million takes some minutes) …", flush=True)
    part = path.with_suffix(".part")
    for left in (part, Path(f"{part}-wal"), Path(f"{part}-shm")):
        left.unlink(missing_ok=True)
    begin = time.perf_counter()
    engine = open_database(f"sqlite:///{part}")
    seed(engine, customers, lambda _: None, at=time.time())
    engine.dispose()
    part.rename(path)
    print(f"made in {time.perf_counter() - begin:.0f} s, {path.stat().st_size / 1e6:,.0f} MB")
