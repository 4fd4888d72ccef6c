"""`agent-desktop audit`: who used a power over others, on whom, why, and with what outcome."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from agent_desktop.cli import app

WIDE = 200
"""Columns of a list that goes to a file or a program."""


@app.command()
def audit(
    *,
    user: Annotated[str, typer.Option("--user", metavar="NAME", help="Of one user only.")] = "",
    days: Annotated[float, typer.Option("--days", min=0.0, help="How far back.")] = 1.0,
    most: Annotated[int, typer.Option("--most", min=1, help="So many lines at most, the newest.")] = 200,
    settings: Annotated[
        Path | None, typer.Option("--settings", metavar="FILE", help="The settings; without it, the shipped sample.")
    ] = None,
) -> None:
    """Show what supervisors did, and what was refused to others for want of a right."""
    from rich.console import Console
    from rich.table import Table

    from agent_desktop.settings import load_settings
    from db.audit import entries
    from db.engine import open_database

    engine = open_database(load_settings(settings).database_url)
    try:
        found = entries(engine, since_ms=round((time.time() - days * 86_400) * 1000), user=user, most=most)
    finally:
        engine.dispose()
    if not found:
        typer.echo("There is nothing in the audit trail for that time.")
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("time", "who", "what", "whom", "outcome", ""):
        table.add_column(heading)
    for entry in reversed(found):
        when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(entry.at_ms / 1000))
        table.add_row(when, entry.user, entry.action, entry.target, entry.outcome, entry.detail)
    Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else WIDE).print(table)
