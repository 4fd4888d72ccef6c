"""`agent-desktop doctor`: what keeps a centre from working, and what to do about it."""

from __future__ import annotations

import locale
import os
import sys
from typing import Annotated

import typer

from agent_desktop.cli import app
from agent_desktop.cli.options import SettingsFile
from agent_desktop.cti.vocabulary import Language

WIDE = 110
"""Columns of a listing that goes to a file or a program."""


def _language(text: str) -> Language:
    """As an enumeration alone, the library's sentence would begin with its own "Value error,"."""
    try:
        return Language(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not one of {', '.join(map(repr, map(str, Language)))}.") from error


@app.command()
def doctor(
    settings: SettingsFile = None,
    *,
    language: Annotated[
        Language | None,
        typer.Option(parser=_language, metavar=f"<{'|'.join(Language)}>", help="Without it, the system's."),
    ] = None,
) -> None:
    """Look at settings, centre and switch, and say what is missing. Changes nothing; ends with 1 when something is."""
    from rich.console import Console

    from agent_desktop.doctor.examination import examine
    from agent_desktop.doctor.report import show

    sections = examine(settings)
    show(Console(width=None if sys.stdout.isatty() else WIDE), sections, language or system_language())
    if any(section.broken for section in sections):
        raise typer.Exit(1)


def system_language() -> Language:
    """Chinese where the system speaks it, by the variables that gettext goes by, or else by Windows' own."""
    names = (os.environ.get(name) for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    named = next((name for name in names if name), None) or locale.getlocale()[0] or ""
    return Language.ZH_CN if named.casefold().startswith(("zh", "chinese")) else Language.EN
