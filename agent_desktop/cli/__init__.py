"""The command line: one module per command, each loading only what it needs."""

from __future__ import annotations

import typer

app = typer.Typer(
    name="agent-desktop",
    help="A call-centre agent desktop with CTI.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def _root() -> None:
    """Say nothing by itself: every use is a command."""


from agent_desktop.cli import asterisk_config as asterisk_config  # noqa: E402 - registers itself
from agent_desktop.cli import audit as audit  # noqa: E402 - registers itself
from agent_desktop.cli import callers as callers  # noqa: E402 - registers itself
from agent_desktop.cli import centre as centre  # noqa: E402 - registers itself
from agent_desktop.cli import check as check  # noqa: E402 - registers itself
from agent_desktop.cli import classroom as classroom  # noqa: E402 - registers itself
from agent_desktop.cli import demo as demo  # noqa: E402 - registers itself
from agent_desktop.cli import doctor as doctor  # noqa: E402 - registers itself
from agent_desktop.cli import flow as flow  # noqa: E402 - registers itself
from agent_desktop.cli import modem_emulator as modem_emulator  # noqa: E402 - registers itself
from agent_desktop.cli import replay as replay  # noqa: E402 - registers itself
from agent_desktop.cli import seat as seat  # noqa: E402 - registers itself
from agent_desktop.cli import seed as seed  # noqa: E402 - registers itself
from agent_desktop.cli import simulate as simulate  # noqa: E402 - registers itself
from agent_desktop.cli import solo as solo  # noqa: E402 - registers itself
from agent_desktop.cli import users as users  # noqa: E402 - registers itself
