"""A centre's database, for commands that work on it beside the centre or before its first start, and lists of what is in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from agent_desktop.errors import Refusal, UserError

if TYPE_CHECKING:
    import sqlalchemy as sa
    from rich.table import Table

    from agent_desktop.settings import Settings

WIDE = 200
"""Columns of a list that goes to a file or a program."""


@contextmanager
def opened(path: Path | None, url: str = "") -> Iterator[tuple[Settings, sa.Engine]]:
    """The settings and their database, or the one of this URL; made where there is none yet.

    Raises:
        UserError: the settings are wrong, or the database does not answer.

    """
    from agent_desktop.files import make_folder
    from agent_desktop.settings import load_settings
    from db.engine import open_database

    stated = load_settings(path)
    if not url and not stated.database.url:
        make_folder(stated.data_directory)
    engine = open_database(url or stated.database_url)
    try:
        yield stated, engine
    except Refusal as refusal:
        raise UserError("the database does not answer; see whether it runs, and try again") from refusal
    finally:
        engine.dispose()


def print_list(table: Table) -> None:
    """As wide as the terminal; what is in it is taken as it stands."""
    from rich.console import Console

    Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else WIDE).print(table)
