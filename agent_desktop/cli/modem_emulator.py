"""`agent-desktop modem-emulator`: a modem that is none, on a pseudo-terminal, with callers, until Ctrl-C."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from agent_desktop.cli import app
from agent_desktop.cti.modem_emulator.faults import Fault
from agent_desktop.errors import UserError

if TYPE_CHECKING:
    from rich.console import Console

    from agent_desktop.cli.modem_board import Board
    from agent_desktop.cti.modem_emulator.shell import Emulator

_LINE_S, _TABLE_S = 5.0, 0.25


@app.command("modem-emulator")
def modem_emulator(
    *,
    modem: Annotated[
        str, typer.Option(help="Which modem: hayes, usr5637, conexant, lucent, v253, or a .yaml file.")
    ] = "conexant",
    exchange: Annotated[
        str,
        typer.Option(help="Which line: china, china-dtmf, north-america, britain, pbx, or a .yaml file."),
    ] = "china",
    link: Annotated[
        Path | None, typer.Option(help="A name for the port that stays the same; without it one is made up.")
    ] = None,
    callers: Annotated[Path | None, typer.Option(help="YAML list of callers; the shipped library without it.")] = None,
    calls_per_hour: Annotated[
        float, typer.Option(min=0, help="How many call; who finds the line busy does not call again.")
    ] = 12,
    fault: Annotated[
        list[str] | None,
        typer.Option(
            help="Mishaps by chance: garbage, partial, late, mute, ring, overrun, error. May stand several times."
        ),
    ] = None,
    fault_rate: Annotated[float, typer.Option(min=0, max=1, help="The share of answers that they strike.")] = 0.1,
    seed: Annotated[int, typer.Option(help="The same seed gives the same calls and mishaps.")] = 1,
) -> None:
    """Run an emulated modem on one telephone line, with callers who behave like people. While it runs, type help."""
    import asyncio

    from agent_desktop.cti.modem_emulator import exchange as exchanges
    from agent_desktop.cti.modem_emulator import persona as personas
    from agent_desktop.cti.modem_emulator.faults import Faults
    from agent_desktop.cti.simulator.callers import read_callers, read_library
    from agent_desktop.cti.simulator.traffic import Traffic

    try:
        from agent_desktop.cti.modem_emulator.shell import Emulator
    except ImportError:
        raise UserError("the modem emulator wants pseudo-terminals: Linux, macOS or another Unix") from None
    people = read_callers(callers) if callers else read_library()
    emulator = Emulator(
        personas.named(modem),
        exchanges.named(exchange),
        link=link,
        traffic=Traffic(people, calls_per_hour, seed),
        faults=Faults(tuple(map(_fault, fault or ())), fault_rate, seed),
    )
    try:
        asyncio.run(_run(emulator))
    except KeyboardInterrupt:
        print("Stopped.")


def _fault(name: str) -> Fault:
    try:
        return Fault(name)
    except ValueError:
        raise UserError(f"there is no fault {name!r}; there are {', '.join(Fault)}") from None


async def _run(emulator: Emulator) -> None:
    import logging

    import structlog
    from rich.console import Console

    from agent_desktop.cli.modem_board import Board

    board = Board(emulator)
    emulator.on_news = board.hear
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    async with emulator:
        print(f"{emulator.name} at {emulator.path}; Ctrl-C stops it.", flush=True)
        _listen(board)
        await _show(board, Console())


def _listen(board: Board) -> None:
    """Obey what is typed, where there is somebody who types."""
    import asyncio
    import contextlib
    import sys

    loop = asyncio.get_running_loop()
    tasks: set[asyncio.Task[None]] = set()

    def read() -> None:
        typed = sys.stdin.readline()
        if not typed:
            loop.remove_reader(sys.stdin)
            return
        task = loop.create_task(board.obey(typed))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    with contextlib.suppress(OSError):  # a file or nothing at all: nobody types there
        loop.add_reader(sys.stdin, read)


async def _show(board: Board, console: Console) -> NoReturn:
    """A table that lives, or a line now and then where there is no terminal."""
    import asyncio

    from rich.live import Live

    if not console.is_terminal:
        while True:
            await asyncio.sleep(_LINE_S)
            print(board.line(), flush=True)
    with Live(board.table(), console=console, auto_refresh=False) as live:
        while True:
            await asyncio.sleep(_TABLE_S)
            live.update(board.table(), refresh=True)
