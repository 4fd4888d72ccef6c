"""A small office in one program: an agent's window, and behind it a centre of its own in a thread.

    run(settings)

The seat talks to its centre as any seat does, by a WebSocket on this machine; further seats may join when the settings let them. Its user
has an account with a password that nobody types: it lies beside the database, for the owner's eyes only. An account that
somebody gave a password of their own is asked for it. A composition root: it may wire anything; nothing imports it but the command
line.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import threading
import time
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QSettings

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.errors import UserError
from agent_desktop.files import make_folder
from agent_desktop.protocol.messages import Role
from agent_desktop.protocol.seat_session import Credentials
from agent_desktop.settings import Settings
from agent_desktop.ui.app import SeatProgram, new_application
from agent_desktop.ui.crash import CrashHook
from agent_desktop.ui.login_presenter import Login
from agent_desktop.ui.preferences import Preferences
from db.engine import open_database
from db.users import Account, Users
from ivr.centre.auth import hash_password
from ivr.centre.process import Centre

PASSWORD_FILE = "solo-password"  # noqa: S105 - a file's name
LEAVING_S = 10.0


def run(settings: Settings) -> int:
    """Open the office until its window is closed; gives the process's exit code.

    Raises:
        UserError: the centre cannot be opened; the sentence says why.

    """
    user = next(iter(settings.agents))
    password = let_in(settings, user)
    with CentreThread(settings) as url:
        application = new_application()
        CrashHook(application).install()
        program = SeatProgram(application, Preferences(QSettings()))
        program.show_login(url, user)
        if password:
            program.log_in(Login(url, Credentials(AgentId(user), password)))
        return application.exec()


def let_in(settings: Settings, user: str) -> str:
    """The password of the office's own user, who gets an account at the first start; empty for one that has another password.

    Raises:
        UserError: the files of the office cannot be written, or its database cannot be opened.

    """
    make_folder(settings.data_directory)
    engine = open_database(settings.database_url)
    try:
        users = Users(engine)
        file = settings.data_directory / PASSWORD_FILE
        if users.find(user) is not None:
            return _read(file)
        password = secrets.token_urlsafe(24)
        _write(file, password)
        agent = settings.agents[user]
        account = Account(AgentId(user), agent.name, Role.AGENT, hash_password(password), agent.station)
        users.create([account], time.time())
        return password
    finally:
        engine.dispose()


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror}") from None


def _write(file: Path, password: str) -> None:
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as made:
            made.write(password)
    except OSError as error:
        raise UserError(f"{file} cannot be written: {error.strerror}") from None


class CentreThread:
    """A centre with an event loop of its own, while the `with` block runs; the block gets the address for seats."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._thread = threading.Thread(target=self._run, name="centre")
        self._opened = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._serving: asyncio.Task[None] | None = None
        self._url = ""
        self._error: Exception | None = None

    def __enter__(self) -> str:
        self._thread.start()
        self._opened.wait()
        if self._error is not None:
            self._thread.join()
            raise self._error
        return self._url

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._loop is not None and self._serving is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._serving.cancel)
        self._thread.join(LEAVING_S)

    def _run(self) -> None:
        try:
            asyncio.run(self._open())
        except Exception as error:  # noqa: BLE001 - it is raised where the thread was started
            self._error = error
        finally:
            self._opened.set()

    async def _open(self) -> None:
        async with Centre(self._settings) as centre:
            self._loop = asyncio.get_running_loop()
            self._serving = asyncio.create_task(centre.serve())
            self._url = centre.url
            self._opened.set()
            try:
                await self._serving
            except asyncio.CancelledError:
                return
