"""`agent-desktop simulate`: the simulated switch by itself, with callers, until Ctrl-C."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from agent_desktop.cli import app
from agent_desktop.cti.vocabulary import Strategy
from agent_desktop.errors import UserError

if TYPE_CHECKING:
    from rich.console import Console

    from agent_desktop.cli.load import Load
    from agent_desktop.cti.simulator.server import SimulatorServer

_LINE_S, _TABLE_S = 5.0, 0.25
_MOST_STATIONS = 20_000
_VIRTUAL = "Virtual clock"


@app.command()
def simulate(
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes any free one.")] = 8088,
    profile: Annotated[
        str | None,
        typer.Option(
            help="Load profile: a YAML file, or working-day. Takes the place of the next option and the seed."
        ),
    ] = None,
    callers: Annotated[Path | None, typer.Option(help="YAML list of callers; the shipped library without it.")] = None,
    calls_per_hour: Annotated[
        float, typer.Option(min=0, help="How many calls arrive; callers with `at_s` come besides.")
    ] = 60,
    stations: Annotated[str, typer.Option(help="Agents' telephones, such as 1001-1010,1020.")] = "1001-1010,1020",
    sounds: Annotated[Path | None, typer.Option(help="Folder of prompts; without it each lasts two seconds.")] = None,
    recordings: Annotated[
        Path | None, typer.Option(help="Folder for recordings; without it they are gone when the switch stops.")
    ] = None,
    user: Annotated[str, typer.Option(help="NAME:PASSWORD that programs connect with.")] = "desk:desk",
    application: Annotated[str, typer.Option(help="The ARI application that calls go to.")] = "desk",
    seed: Annotated[int, typer.Option(help="The same seed gives the same calls.")] = 1,
    virtual: Annotated[
        bool,
        typer.Option(
            "--virtual",
            help="No switch: calls at random through the routing core, as fast as it can, beside Erlang's theory.",
            rich_help_panel=_VIRTUAL,
        ),
    ] = False,
    calls: Annotated[int, typer.Option(min=1, help="Calls for each load.", rich_help_panel=_VIRTUAL)] = 100_000,
    agents: Annotated[int, typer.Option(min=1, max=10_000, help="Agents.", rich_help_panel=_VIRTUAL)] = 10,
    loads: Annotated[
        str, typer.Option(help="Percentages of the agents' time, such as 70,90.", rich_help_panel=_VIRTUAL)
    ] = "50,70,80,90,95",
    talk: Annotated[float, typer.Option(min=1, help="Mean talk, in seconds.", rich_help_panel=_VIRTUAL)] = 180,
    patience: Annotated[
        float | None,
        typer.Option(
            min=1, help="Mean patience, in seconds; without it callers wait for ever.", rich_help_panel=_VIRTUAL
        ),
    ] = None,
    strategy: Annotated[
        Strategy, typer.Option(help="Whose turn it is among the idle.", rich_help_panel=_VIRTUAL)
    ] = Strategy.LONGEST_IDLE,
) -> None:
    """Run a simulated telephone switch that speaks ARI, with callers who behave like people."""
    if virtual:
        from agent_desktop.cli.virtual import Experiment, shares, show

        show([Experiment(agents, share, talk, patience, calls, strategy, seed) for share in shares(loads)])
        return
    import asyncio

    from agent_desktop.cti.simulator.callers import read_callers, read_library
    from agent_desktop.cti.simulator.front import User
    from agent_desktop.cti.simulator.model import Telephone
    from agent_desktop.cti.simulator.profile import Profile, find_profile, read_profile
    from agent_desktop.cti.simulator.server import SimulatorServer
    from agent_desktop.cti.simulator.traffic import Traffic

    if sounds is not None and not sounds.is_dir():
        raise UserError(f"there is no folder {sounds} to take prompts from")
    if recordings is not None and not recordings.is_dir():
        raise UserError(f"there is no folder {recordings} to put recordings into")
    people = read_callers(callers) if callers else read_library()
    load = read_profile(find_profile(profile), people) if profile else Profile(calls_per_hour, seed)
    server = SimulatorServer(
        host,
        port,
        users=[User(*_name_and_password(user))],
        sounds=sounds,
        recordings=recordings,
        stations=[Telephone(number, f"Agent {number}") for number in station_numbers(stations)],
        traffic=Traffic(load.mix(people), profile=load),
        app=application,
    )
    try:
        asyncio.run(_run(server))
    except KeyboardInterrupt:
        print("Stopped.")


def station_numbers(text: str) -> list[str]:
    """`1001-1003,1010` as single numbers.

    Raises:
        UserError: it is something else, or far too many.

    """
    numbers: list[str] = []
    for part in text.split(","):
        span = re.fullmatch(r"\s*(\d{1,9})(?:\s*-\s*(\d{1,9}))?\s*", part)
        if not span or (span[2] and int(span[2]) < int(span[1])):
            raise UserError(
                f"{part.strip()!r} is no station and no range of stations; write for example 1001-1010,1020"
            )
        first, last = int(span[1]), int(span[2] or span[1])
        if last - first >= _MOST_STATIONS:
            raise UserError(f"{part.strip()} are more than {_MOST_STATIONS} stations")
        numbers += [str(number).zfill(len(span[1])) for number in range(first, last + 1)]
    return numbers


def _name_and_password(user: str) -> tuple[str, str]:
    name, colon, password = user.partition(":")
    if not (name and colon and password):
        raise UserError("--user wants a name and a password with a colon between them, such as desk:secret")
    return name, password


async def _run(server: SimulatorServer) -> None:
    import logging

    import structlog
    from rich.console import Console

    from agent_desktop.cli.load import Load

    load = Load(server.simulation.machine.board)
    server.on_news = load.hear
    async with server:
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
        print(f"Simulated switch at {server.url}; Ctrl-C stops it.", flush=True)
        await _show(load, Console())


async def _show(load: Load, console: Console) -> NoReturn:
    """A table that lives, or a line now and then where there is no terminal."""
    import asyncio

    from rich.live import Live

    if not console.is_terminal:
        while True:
            await asyncio.sleep(_LINE_S)
            print(load.line(), flush=True)
    with Live(load.table(), console=console, auto_refresh=False) as live:
        while True:
            await asyncio.sleep(_TABLE_S)
            live.update(load.table(), refresh=True)
