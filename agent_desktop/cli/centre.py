"""`agent-desktop centre`: run a call centre for seats to connect to."""

from __future__ import annotations

import asyncio
import gc
import signal
from typing import TYPE_CHECKING, Annotated

import typer

from agent_desktop.cli import app
from agent_desktop.cli.options import SettingsFile

if TYPE_CHECKING:
    from agent_desktop.settings import Settings


@app.command()
def centre(
    settings: SettingsFile = None,
    *,
    json_log: Annotated[bool, typer.Option("--json-log", help="Log events as JSON lines.")] = False,
) -> None:
    """Run a centre: switch, routing, database, and the place where seats connect."""
    gc.disable()  # until all is loaded that stays
    from agent_desktop import logs
    from agent_desktop.settings import load_settings

    logs.configure(json=json_log)
    asyncio.run(_run(load_settings(settings)))


async def _run(settings: Settings) -> None:
    from ivr.centre.process import Centre

    async with Centre(settings) as running:
        keep_what_is_here()
        serving = asyncio.create_task(running.serve())
        end_at_signal(serving)  # before it says that it is open: who waits for that may end it at once
        typer.echo(f"The centre is open. Seats connect to {running.url}")
        typer.echo("Ctrl+C closes it; calls that stand are taken up again at the next start.")
        try:
            await serving
        except asyncio.CancelledError:
            typer.echo("Closing …")


def keep_what_is_here() -> None:
    """Spare the collector of garbage what a centre has loaded by now and keeps anyhow: looking through it stops every call, for 160 ms
    with 500 seats.
    """
    gc.freeze()
    gc.enable()


def end_at_signal(task: asyncio.Task[None]) -> None:
    """By way of `signal` itself: Windows has no signal handlers on the loop."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(task.cancel))
