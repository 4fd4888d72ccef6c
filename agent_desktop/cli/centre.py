"""`agent-desktop centre`: run a call centre for seats to connect to."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import Annotated

import typer

from agent_desktop.cli import app

SettingsFile = Annotated[
    Path | None, typer.Option("--settings", metavar="FILE", help="The settings; without it, the shipped sample.")
]


@app.command()
def centre(
    settings: SettingsFile = None,
    *,
    json_log: Annotated[bool, typer.Option("--json-log", help="Log events as JSON lines.")] = False,
) -> None:
    """Run a centre: switch, routing, database, and the place where seats connect."""
    from agent_desktop import logs
    from agent_desktop.settings import load_settings

    logs.configure(json=json_log)
    asyncio.run(_run(load_settings(settings)))


async def _run(settings: object) -> None:
    from agent_desktop.settings import Settings
    from ivr.centre.process import Centre

    assert isinstance(settings, Settings)
    async with Centre(settings) as running:
        typer.echo(f"The centre is open. Seats connect to {running.url}")
        typer.echo("Ctrl+C closes it; calls that stand are taken up again at the next start.")
        serving = asyncio.create_task(running.serve())
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, serving.cancel)
        try:
            await serving
        except asyncio.CancelledError:
            typer.echo("Closing …")
