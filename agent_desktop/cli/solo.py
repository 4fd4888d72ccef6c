"""`agent-desktop solo`: a small office on one analogue line, window and centre in one program."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent_desktop.cli import app
from agent_desktop.cli.display import has_display
from agent_desktop.cli.options import SettingsFile
from agent_desktop.cti.modem.profile import Flash
from agent_desktop.errors import UserError

if TYPE_CHECKING:
    from agent_desktop.settings import Settings

USER = "me"
STATION = "1"


@app.command()
def solo(
    modem: Annotated[
        str, typer.Option("--modem", metavar="PORT", help="The modem's port, such as /dev/ttyACM0 or COM3.")
    ] = "",
    *,
    profile: Annotated[
        str, typer.Option(help="The kind of modem, or a YAML file; without it, what the modem says of itself.")
    ] = "",
    flash: Annotated[Flash | None, typer.Option(help="What a short press of the hook does on this line.")] = None,
    settings: SettingsFile = None,
) -> None:
    """Take the calls of one analogue line, with a voice modem and without a server."""
    from agent_desktop import logs

    logs.configure()
    made = settings_for(settings, modem, profile, flash)
    if not (has_display() or os.environ.get("QT_QPA_PLATFORM")):
        raise UserError("a seat is a window, and there is no display here: neither DISPLAY nor WAYLAND_DISPLAY is set")
    try:
        from agent_desktop.solo import run
    except ImportError as error:
        raise UserError(f"a seat needs Qt ({error}); install it with: pip install 'agent-desktop[desktop]'") from error
    raise typer.Exit(run(made))


def settings_for(file: Path | None, port: str, profile: str, flash: Flash | None) -> Settings:
    """Those of the file with this line; without a file there is one agent, who takes every call.

    Raises:
        FileMistake: all that is wrong with it.
        UserError: nobody says where the modem is, or what kind it is.

    """
    from msgspec.structs import replace

    from agent_desktop.cti.modem.port import listed
    from agent_desktop.cti.modem.profile import named
    from agent_desktop.settings import load_settings
    from agent_desktop.settings.model import SwitchKind

    stated = load_settings(file)
    given = {"port": port, "profile": profile, "flash": flash}
    line = replace(stated.modem, **{name: value for name, value in given.items() if value})
    if not line.port:
        raise UserError(f"Say where the modem is: --modem PORT. Ports here: {listed()}.")
    if line.profile:
        named(line.profile)
    made = replace(
        stated,
        modem=line,
        switch=replace(stated.switch, kind=SwitchKind.MODEM),
        simulator=replace(stated.simulator, embedded=False),
    )
    return made if file else _for_one(made)


def _for_one(settings: Settings) -> Settings:
    """The sample's queues and menus, and one who has all skills; a port that is free, and files of its own."""
    from msgspec.structs import replace

    from agent_desktop.settings.model import AgentSettings

    skills = frozenset[str]().union(*(queue.skills for queue in settings.queues.values()))
    agent = AgentSettings(_own_name(), tuple(settings.queues), skills, STATION)
    folder = str(settings.data_directory.with_name("agent-desktop-solo"))
    return replace(settings, agents={USER: agent}, centre=replace(settings.centre, port=0, data_directory=folder))


def _own_name() -> str:
    """Whoever is logged in at this computer."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # nobody has a name here
        return USER
