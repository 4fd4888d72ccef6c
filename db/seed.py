"""Believable sample data, by the million: who customers are, how to reach them, what they bought, said and were promised.

The same seed, day and number of customers give the same data. Purchases are thrown first; ABC, RFM and CLV, standing, stage and
value type are then worked out of them (`db.value`), as they would be in real life. All of it is one transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import sqlalchemy as sa

from agent_desktop.errors import UserError
from db import models
from db.bulk import Bulk
from db.engine import reading
from db.personas import kind_of
from db.purchases import throw_purchases
from db.sample import install_sample_people, sample_people
from db.seed_rows import TABLES, RowMaker

CHUNK = 2_000
RNG_SEED = 20_260_101


def seed(
    engine: sa.Engine,
    customers: int,
    progress: Callable[[int], None],
    *,
    at: float,
    region: str = "CN",
    rng_seed: int = RNG_SEED,
    add: bool = False,
) -> None:
    """Add so many customers, besides the well-known dozen. `progress` is told how many are done. `at` is Unix seconds.

    Raises:
        UserError: there are customers already, and they were not to be added to.

    """
    empty = not has_customers(engine)
    if not empty and not add:
        raise UserError("there are customers in this database already; give --add to put more beside them")
    install_sample_people(engine, at)
    with engine.begin() as connection:
        bulk = Bulk(connection, TABLES, empty=empty)
        ids = bulk.next_ids()
        first = ids[models.Customer]
        purchases = throw_purchases(Random(rng_seed ^ first), (kind_of(first + i, region) for i in range(customers)))  # noqa: S311 - sample data
        rows = RowMaker(Random(rng_seed + first), region, purchases, ids, round(at * 1000))  # noqa: S311 - sample data
        bulk.begin()
        for start in range(0, customers, CHUNK):
            end = min(start + CHUNK, customers)
            for model, made in rows.make(range(start, end)).items():
                bulk.write(model, made)
            progress(end)
        bulk.finish()
    _tidy(engine)


def has_customers(engine: sa.Engine) -> bool:
    """Whether anybody is on file besides the well-known dozen."""
    known = [person.code for person in sample_people()]
    others = sa.select(models.Customer.id).where(models.Customer.code.not_in(known)).limit(1)
    with reading(engine) as connection:
        return connection.execute(others).first() is not None


def _tidy(engine: sa.Engine) -> None:
    """Give the disk space of the write-ahead log back."""
    if engine.dialect.name == "sqlite":
        with reading(engine) as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
