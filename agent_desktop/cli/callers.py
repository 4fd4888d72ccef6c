"""`agent-desktop blocks` and `agent-desktop pins`: whose calls are not taken for the time being, and what customers prove by that it is
they who call. A PIN is asked for without echo, and never comes from the command line, where others could read it.
"""

from __future__ import annotations

import getpass
import re
import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

from agent_desktop.cli import app
from agent_desktop.cli.database import opened, print_list
from agent_desktop.cli.options import SettingsFile
from agent_desktop.errors import UserError

if TYPE_CHECKING:
    from db.selfservice import SelfService

DAY_S = 86_400
LONGEST_DAYS = 366
_PIN = re.compile(r"[0-9]{4,12}")

blocks = typer.Typer(help="Numbers whose calls are not taken for the time being.", no_args_is_help=True)
pins = typer.Typer(help="What customers prove by that it is they who call.", no_args_is_help=True)
app.add_typer(blocks, name="blocks")
app.add_typer(pins, name="pins")

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="A telephone number, in any spelling.")]
Code = Annotated[str, typer.Argument(metavar="CUSTOMER", help="The customer's code.")]


@blocks.command()
def add(
    number: Number,
    days: Annotated[int, typer.Option(min=1, max=LONGEST_DAYS, help="For how long; no block is for ever.")] = 7,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; only you and your colleagues see it.")] = "",
    settings: SettingsFile = None,
) -> None:
    """Take no calls from a number any more, or change until when."""
    from db.blocks import Blocks

    now = time.time()
    with opened(settings) as (stated, engine):
        kept = Blocks(engine, stated.centre.region).add(number, now + days * DAY_S, reason, getpass.getuser(), now)
    typer.echo(f"{kept} is blocked until {_shown(now + days * DAY_S)}.")


@blocks.command()
def remove(number: Number, settings: SettingsFile = None) -> None:
    """Take calls from a number again."""
    from db.blocks import Blocks

    with opened(settings) as (stated, engine):
        if not Blocks(engine, stated.centre.region).remove(number):
            raise UserError(f"{number} is not blocked; `agent-desktop blocks list` shows those that are")
    typer.echo(f"{number} is blocked no longer.")


@blocks.command("list")
def list_(settings: SettingsFile = None) -> None:
    """Show the numbers that are blocked, and until when."""
    from rich.table import Table

    from db.blocks import Blocks

    with opened(settings) as (stated, engine):
        found = Blocks(engine, stated.centre.region).all(time.time())
    if not found:
        typer.echo("No number is blocked.")
        return
    table = Table("Number", "Until", "Reason", "By", box=None, pad_edge=False)
    for one in found:
        table.add_row(one.number, _shown(one.until_ms / 1000), one.reason, one.added_by)
    print_list(table)


@pins.command("set")
def set_(customer: Code, settings: SettingsFile = None) -> None:
    """Give a customer a new PIN: it is asked for twice, or read from standard input when that is no terminal."""
    from db.selfservice import SelfService
    from ivr.centre.auth import hash_password

    with opened(settings) as (stated, engine):
        service = SelfService(engine, stated.centre.region, stated.centre.timezone)
        service.set_pin(_found(service, customer), hash_password(_new_pin()))
    typer.echo(f"{customer} has a new PIN.")


@pins.command("remove")
def remove_pin(customer: Code, settings: SettingsFile = None) -> None:
    """Take a customer's PIN away."""
    from db.selfservice import SelfService

    with opened(settings) as (stated, engine):
        service = SelfService(engine, stated.centre.region, stated.centre.timezone)
        service.set_pin(_found(service, customer), None)
    typer.echo(f"{customer} has no PIN any more.")


def _found(service: SelfService, code: str) -> int:
    customer = service.by_code(code.strip().upper())
    if customer is None:
        raise UserError(f"there is no customer {code}")
    return customer


def _new_pin() -> str:
    new = _asked_for() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if not _PIN.fullmatch(new):
        raise UserError("a PIN has 4 to 12 digits; nothing was changed")
    return new


def _asked_for() -> str:
    try:
        first, again = getpass.getpass("PIN: "), getpass.getpass("Once more: ")
    except (EOFError, KeyboardInterrupt):
        raise UserError("no PIN was given; nothing was changed") from None
    if first != again:
        raise UserError("the two PINs differ; nothing was changed")
    return first


def _shown(at: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at))
