"""`agent-desktop seat`: an agent's window on a centre."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from agent_desktop.cli import app
from agent_desktop.cli.display import has_display
from agent_desktop.errors import UserError

PASSWORD = "AGENT_DESKTOP_PASSWORD"  # noqa: S105 - a name
"""How `agent-desktop classroom` hands the password of its day to the trainer's window: an argument could be seen by others."""


@app.command()
def seat(
    server: Annotated[
        str, typer.Option("--server", metavar="URL", help="The centre, such as wss://centre.example.com.")
    ] = "",
    user: Annotated[str, typer.Option("--user", metavar="NAME", help="Who logs in; the password is asked for.")] = "",
    ca: Annotated[
        Path | None, typer.Option("--ca", metavar="FILE", help="Certificates to trust besides the system's (PEM).")
    ] = None,
) -> None:
    """Log in and take calls."""
    from agent_desktop import logs

    logs.configure()
    if not (has_display() or os.environ.get("QT_QPA_PLATFORM")):
        raise UserError("a seat is a window, and there is no display here: neither DISPLAY nor WAYLAND_DISPLAY is set")
    try:
        from agent_desktop.ui.app import run_seat
    except ImportError as error:
        raise UserError(f"a seat needs Qt ({error}); install it with: pip install 'agent-desktop[desktop]'") from error
    raise typer.Exit(run_seat(server, user, ca, os.environ.pop(PASSWORD, "")))
