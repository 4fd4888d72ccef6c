"""`agent-desktop users`: who may log in. Passwords are asked for without echo, and never come from the command line, where others could
read them.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent_desktop.cli import app
from agent_desktop.cli.database import opened, print_list
from agent_desktop.cli.options import SettingsFile
from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.errors import UserError
from agent_desktop.protocol.messages import Role

if TYPE_CHECKING:
    from agent_desktop.settings import Settings
    from db.users import Account, Users

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 1000
"""What a seat's hello may carry."""
LONGEST_NAME = 100

users = typer.Typer(help="Who may log in.", no_args_is_help=True)
app.add_typer(users, name="users")

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name they log in with.")]


def _role(text: str) -> Role:
    """As an enumeration alone, the library's sentence would begin with its own "Value error,"."""
    try:
        return Role(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not one of {', '.join(map(repr, map(str, Role)))}.") from error


@users.command()
def add(
    name: Name,
    role: Annotated[Role, typer.Option(parser=_role, metavar=f"<{'|'.join(Role)}>", help="What they may do.")],
    *,
    shown: Annotated[str, typer.Option("--name", metavar="TEXT", help="As others see them.")] = "",
    station: Annotated[str, typer.Option(help="Their telephone; without it, the one in the settings.")] = "",
    settings: SettingsFile = None,
) -> None:
    """Let somebody in: their password is asked for twice, or read from standard input when that is no terminal."""
    from db.users import Account

    _check_name(name)
    with _store(settings) as (stated, kept):
        if kept.find(name) is not None:
            raise UserError(
                f"there is a user {name} already; `agent-desktop users password {name}` gives a new password"
            )
        table = stated.agents.get(name)
        account = Account(
            AgentId(name), shown or (table.name if table else name), role, _hashed(_new_password()), station
        )
        kept.create([account], time.time())
        typer.echo(f"{name} may log in as {role.value}.")
        _warn_without_queues(name, stated)


@users.command("list")
def list_(settings: SettingsFile = None) -> None:
    """Show everybody."""
    from rich.table import Table

    with _store(settings) as (stated, kept):
        accounts = kept.all()
    if not accounts:
        typer.echo("There are no users yet; `agent-desktop users add NAME --role ROLE` makes one.")
        return
    table = Table("User", "Name", "Role", "Station", "Queues", "", box=None, pad_edge=False)
    for account in accounts:
        table.add_row(*_row(account, stated))
    print_list(table)


@users.command()
def password(name: Name, settings: SettingsFile = None) -> None:
    """Give somebody a new password; who is logged in stays so."""
    with _store(settings) as (_, kept):
        account = _found(kept, name)
        _change(kept, account, password_hash=_hashed(_new_password()))
    typer.echo(f"{name} has a new password.")


@users.command()
def disable(name: Name, settings: SettingsFile = None) -> None:
    """Let somebody in no more, and keep all that bears their name; who is logged in stays so until they leave."""
    _set_disabled(name, settings, disabled=True)


@users.command()
def enable(name: Name, settings: SettingsFile = None) -> None:
    """Let somebody in again."""
    _set_disabled(name, settings, disabled=False)


def _set_disabled(name: str, settings: Path | None, *, disabled: bool) -> None:
    with _store(settings) as (stated, kept):
        _change(kept, _found(kept, name), disabled=disabled)
        typer.echo(f"{name} may {'no longer ' if disabled else ''}log in.")
        if not disabled:
            _warn_without_queues(name, stated)


@contextmanager
def _store(path: Path | None) -> Iterator[tuple[Settings, Users]]:
    from db.users import Users

    with opened(path) as (stated, engine):
        yield stated, Users(engine)


def _found(kept: Users, name: str) -> Account:
    account = kept.find(name)
    if account is None:
        raise UserError(f"there is no user {name}; `agent-desktop users list` shows who there is")
    return account


def _change(kept: Users, account: Account, **changes: object) -> None:
    from dataclasses import replace

    kept.change(replace(account, **changes))  # type: ignore[arg-type]


def _row(account: Account, stated: Settings) -> tuple[str, ...]:
    table = stated.agents.get(account.id)
    station = account.station or (table.station if table else "")
    queues = ", ".join(table.queues) if table else ""
    return account.id, account.name, account.role.value, station, queues, "disabled" if account.disabled else ""


def _warn_without_queues(name: str, stated: Settings) -> None:
    if name not in stated.agents:
        typer.echo(f"{name} serves no queue: the settings have no table [agents.{name}].", err=True)


def _check_name(name: str) -> None:
    if not name or len(name) > LONGEST_NAME or any(letter.isspace() or not letter.isprintable() for letter in name):
        raise UserError(f"a user's name is 1 to {LONGEST_NAME} visible characters without spaces")


def _new_password() -> str:
    new = _asked_for() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if not SHORTEST_PASSWORD <= len(new) <= LONGEST_PASSWORD:
        raise UserError(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters; nothing was changed")
    return new


def _asked_for() -> str:
    from getpass import getpass

    try:
        first, again = getpass("Password: "), getpass("Once more: ")
    except (EOFError, KeyboardInterrupt):
        raise UserError("no password was given; nothing was changed") from None
    if first != again:
        raise UserError("the two passwords differ; nothing was changed")
    return first


def _hashed(new: str) -> str:
    from ivr.centre.auth import hash_password

    return hash_password(new)
