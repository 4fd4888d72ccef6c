"""`agent-desktop demo`: the main job on a simulated call centre, with a window where there is a display and by itself where not."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from agent_desktop.cli import app
from agent_desktop.cli.display import has_display
from agent_desktop.errors import UserError


@app.command()
def demo(
    *,
    out: Annotated[Path, typer.Option(help="Folder for the pictures of the tour.")] = Path("demo-out"),
    tour: Annotated[
        bool | None,
        typer.Option("--tour/--window", help="The tour or the window; by default, whichever the display allows."),
    ] = None,
    calls_per_hour: Annotated[float, typer.Option(min=0, help="How many calls arrive, with the window.")] = 120,
) -> None:
    """Show the main job: a call rings, the record pops, the script guides, the log is kept."""
    touring = not has_display() if tour is None else tour
    if touring:
        _require_writable(out)
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # What Qt finds missing of video codecs is nothing that a guest has to know.
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")
    try:
        from agent_desktop.demo import show
    except ImportError as error:
        raise UserError(
            f"the demo needs Qt ({error}); install it with: pip install 'agent-desktop[desktop]'"
        ) from error
    with tempfile.TemporaryDirectory(prefix="agent-desktop-demo-") as folder:
        code = show.tour(Path(folder), out) if touring else show.window(Path(folder), calls_per_hour)
    raise typer.Exit(code)


def _require_writable(out: Path) -> None:
    """The pictures are wanted: a folder that cannot take them is said before a call centre is opened, not after."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise UserError(
            f"{out}: the pictures can't be written there ({error.strerror}); give another folder with --out"
        ) from None
