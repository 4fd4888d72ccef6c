"""`agent-desktop flow`: a voice menu as a picture."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from agent_desktop.cli import app
from agent_desktop.cti.vocabulary import Language
from agent_desktop.errors import UserError


@app.command()
def flow(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A voice menu, such as ivr/flows/main.yaml.")],
    *,
    lang: Annotated[Language, typer.Option("--lang", help="The language of the picture.")] = Language.EN,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where to; without it, standard output.")
    ] = None,
) -> None:
    """Draw a voice menu as SVG. One with mistakes is not drawn; they are named by line."""
    from agent_desktop.flowchart import chart
    from ivr.flow.loader import load_flow

    picture = chart(load_flow(file), lang).encode()
    if output is None:
        sys.stdout.buffer.write(picture)
        return
    try:
        output.write_bytes(picture)
    except OSError as error:
        raise UserError(f"{output} cannot be written: {error.strerror}") from error
