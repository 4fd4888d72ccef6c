"""`agent-desktop classroom`: a class on one machine, with simulated callers; the trainer's window is a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import locale
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent_desktop.cli import app
from agent_desktop.cli.centre import end_at_signal
from agent_desktop.cli.display import has_display
from agent_desktop.cti.vocabulary import Language
from agent_desktop.errors import UserError

if TYPE_CHECKING:
    from agent_desktop.classroom import Class

_SEATS, _MOST_SEATS = 4, 60
_LONGEST_NAME = 40


@app.command()
def classroom(
    *,
    seats: Annotated[
        int | None,
        typer.Option(
            min=1, max=_MOST_SEATS, help=f"How many trainees; by default as many as have names, else {_SEATS}."
        ),
    ] = None,
    names: Annotated[
        str, typer.Option(metavar="A,B,…", help="What the trainees are called, seat by seat, with commas between.")
    ] = "",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port that seats connect to; 0 takes any free one.")
    ] = 8766,
    host: Annotated[
        str, typer.Option(help="Address to listen on. Others than this machine's own need a certificate.")
    ] = "127.0.0.1",
    certificate: Annotated[str, typer.Option(metavar="FILE", help="TLS certificate (PEM); seats connect by wss.")] = "",
    key: Annotated[str, typer.Option(metavar="FILE", help="The certificate's key (PEM).")] = "",
    scenarios: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Scenarios of your own, besides those that are shipped.")
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Where the class keeps its data; by default beside a centre's."),
    ] = None,
    window: Annotated[
        bool | None,
        typer.Option("--window/--no-window", help="Open the trainer's window; by default where there is a display."),
    ] = None,
) -> None:
    """Teach a class: trainees answer simulated callers, the trainer watches, helps and scores."""
    from agent_desktop import logs
    from agent_desktop.classroom import Plan, default_folder, prepare

    logs.configure(level=logs.WARNING)
    shown = (has_display() or bool(os.environ.get("QT_QPA_PLATFORM"))) if window is None else window
    place = (folder or default_folder()).absolute()
    own = None if scenarios is None else scenarios.absolute()
    chain, secret = (str(Path(name).absolute()) if name else "" for name in (certificate, key))
    people = _people(names)
    plan = Plan(place, _count(seats, people), port, host, chain, secret, own, people, _language())
    asyncio.run(_run(prepare(plan), window=shown))


def _people(names: str) -> tuple[str, ...]:
    people = tuple(name for part in re.split(r"[,，、;；\n]", names) if (name := " ".join(part.split())))
    for name in people:
        if len(name) > _LONGEST_NAME:
            raise UserError(f"--names: {name[:_LONGEST_NAME]}… is too long for a name; put commas between the names")
    return people


def _count(seats: int | None, people: tuple[str, ...]) -> int:
    if seats is not None and len(people) > seats:
        raise UserError(f"--names: {len(people)} names for {seats} seats; name fewer, or leave --seats out")
    if len(people) > _MOST_SEATS:
        raise UserError(f"--names: {len(people)} names, but a class has {_MOST_SEATS} seats at most; name fewer")
    return seats or len(people) or _SEATS


def _language() -> Language:
    """The terminal's: seats without a name are called by it."""
    return Language.ZH_CN if (locale.getlocale()[0] or "").startswith(("zh", "Chinese")) else Language.EN


async def _run(plan: Class, *, window: bool) -> None:
    async with plan.centre() as running:
        _tell(plan, running.url)
        serving = asyncio.create_task(running.serve())
        end_at_signal(serving)
        beside = asyncio.create_task(_window(plan, running.url)) if window else None
        try:
            await serving
        except asyncio.CancelledError:
            typer.echo("The class is over.")
        finally:
            if beside is not None:
                beside.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await beside


def _tell(plan: Class, url: str) -> None:
    first, last = plan.trainees[0], plan.trainees[-1]
    typer.echo(f"The class is open, with {len(plan.teaching.scenarios)} scenarios. Nothing in it is real.")
    typer.echo(f"Trainees join, one seat each ({first} … {last}):")
    typer.echo(f"    agent-desktop seat --server {url} --user {first}")
    for user in plan.trainees:
        typer.echo(f"        {user:10} {plan.settings.agents[user].name}")
    typer.echo("The trainer:")
    typer.echo(f"    agent-desktop seat --server {url} --user trainer")
    typer.echo(f"Password for everybody, until the class is over: {plan.password}")
    typer.echo("Ctrl+C ends the class; closing the trainer's window does not.")


async def _window(plan: Class, url: str) -> None:
    """The trainer's window. When it closes the class goes on."""
    import sys

    from agent_desktop.classroom import TRAINER
    from agent_desktop.cli.seat import PASSWORD

    command = (sys.executable, "-m", "agent_desktop", "seat", "--server", url, "--user", TRAINER)
    environment = os.environ | {PASSWORD: plan.password}
    process = await asyncio.create_subprocess_exec(*command, env=environment)
    try:
        code = await process.wait()
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
    how = "is closed" if code == 0 else f"has failed (code {code})"
    typer.echo(f"The trainer's window {how}; the class goes on. Open it again as said above.")
