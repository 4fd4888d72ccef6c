"""`agent-desktop asterisk-config`: what an Asterisk needs to be the switch of these settings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent_desktop.cli import app
from agent_desktop.errors import UserError

if TYPE_CHECKING:
    from agent_desktop.cti.ari.config import Layout
    from agent_desktop.settings import Settings

_DEFAULT_PORT = 8088


@app.command("asterisk-config")
def asterisk_config(
    settings: Annotated[Path | None, typer.Option(help="A settings file; without it, the shipped sample.")] = None,
    *,
    provider: Annotated[str, typer.Option(help="The SIP provider's HOST:PORT.")] = "sip.example.net:5060",
    sip: Annotated[str, typer.Option(help="ADDRESS:PORT that telephones reach Asterisk by.")] = "0.0.0.0:5060",
    into: Annotated[
        Path | None,
        typer.Option(
            help="Write the files into this folder; telephones whose passwords stand there already keep them."
        ),
    ] = None,
) -> None:
    """Print http.conf, ari.conf, pjsip.conf, musiconhold.conf and extensions.conf for the telephones of a settings file."""
    from agent_desktop.cti.ari import config
    from agent_desktop.settings import load_settings

    known = config.passwords(_text(into / "pjsip.conf")) if into else {}
    written = config.files(layout(load_settings(settings), provider, sip, known))
    for name, text in written.items():
        if into is None:
            print(f"; ---- {name}\n{text}")
        else:
            _write(into / name, text)
            print(into / name)


def layout(settings: Settings, provider: str, sip: str, known: dict[str, str]) -> Layout:
    """What the settings say about their switch; a telephone that is not `known` gets a new password.

    Raises:
        UserError: something is missing that has no sensible default.

    """
    import secrets

    from agent_desktop.cti.ari.config import Layout, Station
    from agent_desktop.settings import switch_password

    password = switch_password(settings)
    if not password:
        raise UserError("Give the switch a password first: `password` or `password_file` under [switch].")
    stations = tuple(
        Station(agent.station, agent.name, known.get(agent.station) or secrets.token_urlsafe(12))
        for agent in settings.agents.values()
        if agent.station
    )
    switch = settings.switch
    return Layout(
        app=switch.app,
        user=switch.user,
        password=password,
        http_address=_http(switch.url),
        sip_address=_address(sip),
        provider=_address(provider),
        music=(settings.prompts_directory / "music").absolute().as_posix(),
        stations=stations,
    )


def _http(url: str) -> str:
    """A switch on another machine listens on all of its addresses."""
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    local = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    return f"{'127.0.0.1' if local else '0.0.0.0'}:{parts.port or _DEFAULT_PORT}"  # noqa: S104 - printed, not bound


def _address(text: str) -> str:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal():
        raise UserError(f"{text!r} is no HOST:PORT, such as sip.example.net:5060.")
    return text


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _write(path: Path, text: str) -> None:
    """Passwords are in these files: nobody else may read a new one."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}") from None
