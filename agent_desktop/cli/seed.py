"""`agent-desktop seed`: fill a database with believable sample customers.

Must never touch a database that has customers already, unless told to add.
"""

from __future__ import annotations

import time
from typing import Annotated

import typer

from agent_desktop.cli import app
from agent_desktop.cli.database import opened
from agent_desktop.cli.options import SettingsFile


@app.command()
def seed(
    customers: Annotated[int, typer.Option(help="How many; a million takes minutes.", min=1, max=20_000_000)] = 10_000,
    database: Annotated[str, typer.Option(help="SQLAlchemy URL; without it, the one in the settings.")] = "",
    region: Annotated[
        str, typer.Option(help="Country the centre stands in; without it, the one in the settings.")
    ] = "",
    settings: SettingsFile = None,
    add: Annotated[bool, typer.Option("--add", help="Put them beside the customers that are there.")] = False,
) -> None:
    """Make sample customers, with their numbers, purchases, past contacts and open matters."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    from db.seed import seed as make

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with opened(settings, database) as (stated, engine), Progress(*columns) as bar:
        task = bar.add_task("Throwing purchases", total=customers)

        def show(done: int) -> None:
            bar.update(
                task, completed=done, description="Building indexes" if done == customers else "Writing customers"
            )

        make(engine, customers, show, at=time.time(), region=region.upper() or stated.centre.region, add=add)
        bar.update(task, description="Done")
