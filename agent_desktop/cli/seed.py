"""`agent-desktop seed`: fill a database with believable sample customers.

Must never touch a database that has customers already, unless told to add.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from agent_desktop.cli import app


@app.command()
def seed(
    customers: Annotated[int, typer.Option(help="How many; a million takes minutes.", min=1, max=20_000_000)] = 10_000,
    database: Annotated[str, typer.Option(help="SQLAlchemy URL; without it, the one in the settings.")] = "",
    region: Annotated[
        str, typer.Option(help="Country the centre stands in; without it, the one in the settings.")
    ] = "",
    settings: Annotated[Path | None, typer.Option(help="A settings file; without it, the shipped sample.")] = None,
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

    from agent_desktop.files import make_folder
    from agent_desktop.settings import load_settings
    from db.engine import open_database
    from db.seed import seed as make

    stated = load_settings(settings)
    if not database and not stated.database.url:
        make_folder(stated.data_directory)
    engine = open_database(database or stated.database_url)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns) as bar:
        task = bar.add_task("Throwing purchases", total=customers)

        def show(done: int) -> None:
            bar.update(
                task, completed=done, description="Building indexes" if done == customers else "Writing customers"
            )

        make(engine, customers, show, at=time.time(), region=region.upper() or stated.centre.region, add=add)
        bar.update(task, description="Done")
    engine.dispose()
