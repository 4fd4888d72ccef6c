"""`agent-desktop audit`: who used a power over others, on whom, why, and with what outcome."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from agent_desktop.cli import app
from agent_desktop.cli.database import opened, print_list
from agent_desktop.cli.options import SettingsFile


@app.command()
def audit(
    *,
    user: Annotated[str, typer.Option("--user", metavar="NAME", help="Of one user only.")] = "",
    days: Annotated[float, typer.Option("--days", min=0.0, help="How far back.")] = 1.0,
    most: Annotated[int, typer.Option("--most", min=1, help="So many lines at most, the newest.")] = 200,
    settings: SettingsFile = None,
) -> None:
    """Show what supervisors did, and what was refused to others for want of a right."""
    from rich.table import Table

    from db.audit import entries

    with opened(settings) as (_, engine):
        found = entries(engine, since_ms=round((time.time() - days * 86_400) * 1000), user=user, most=most)
    if not found:
        typer.echo("There is nothing in the audit trail for that time.")
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("time", "who", "what", "whom", "outcome", ""):
        table.add_column(heading)
    for entry in reversed(found):
        when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(entry.at_ms / 1000))
        table.add_row(when, entry.user, entry.action, entry.target, entry.outcome, entry.detail)
    print_list(table)
