"""A PostgreSQL server of our own for tests: a private cluster in a temporary directory, on a free loopback port.

Runs as the `postgres` user when the tests run as root (the server refuses root). Nothing survives it: the server is ended by
its process id, the directory is removed.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

DEBIAN = Path("/usr/lib/postgresql")
STOP_TIMEOUT_S = 20
START_TIMEOUT_S = 60


@dataclass(slots=True)
class PostgresServer:
    """A server of its own, running from the start. It trusts everybody on loopback."""

    programs: Path
    port: int
    directory: Path
    process: subprocess.Popen[str] | None = None

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start it, or start it again; it can be used when this returns."""
        self.process = _start(self.programs, self.directory, self.port, _user())

    def stop(self) -> None:
        """End it, and every connection to it."""
        if self.process is not None:
            _stop(self.process)
            self.process = None


def find_programs() -> Path | None:
    """The directory of initdb and postgres: Debian's newest, else that of the search path; None when there is none."""
    versions = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def running_postgres(programs: Path) -> Iterator[PostgresServer]:
    """Make a cluster, start it, and end it with the block."""
    directory = Path(tempfile.mkdtemp(prefix="agent-desktop-pg-"))
    user = _user()
    if user:
        shutil.chown(directory, user, user)
    try:
        _initdb(programs, directory / "data", user)
        server = PostgresServer(programs, _free_port(), directory)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(directory)


def _user() -> str | None:
    """Whom to become; None when we may stay who we are."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _as(user: str | None) -> dict[str, Any]:
    if user is None:
        return {}
    entry = pwd.getpwnam(user)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _environment() -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC"}


def _initdb(programs: Path, data: Path, user: str | None) -> None:
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"],
        check=True,
        capture_output=True,
        text=True,
        cwd="/",
        env=_environment(),
        **_as(user),
    )


def _start(programs: Path, directory: Path, port: int, user: str | None) -> subprocess.Popen[str]:
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": str(directory),
        "fsync": "off",
        "full_page_writes": "off",
        "logging_collector": "off",
        "log_destination": "stderr",
        "max_connections": "50",
    }
    arguments = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    process = subprocess.Popen(
        [programs / "postgres", "-D", directory / "data", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
        env=_environment(),
        **_as(user),
    )
    assert process.stderr is not None
    _wait_until_ready(process, process.stderr)
    return process


def _wait_until_ready(process: subprocess.Popen[str], log: IO[str]) -> None:
    """The server says so itself; after that somebody must go on reading, or it blocks on a full pipe."""
    ready = threading.Event()
    lines: list[str] = []

    def read() -> None:
        for line in log:
            if not ready.is_set():
                lines.append(line)
            if "ready to accept connections" in line:
                ready.set()
        log.close()

    reader = threading.Thread(target=read, name="postgres log", daemon=True)
    reader.start()
    if not ready.wait(START_TIMEOUT_S):
        process.kill()
        raise RuntimeError(f"PostgreSQL did not start:\n{''.join(lines)}")


def _stop(process: subprocess.Popen[str]) -> None:
    process.send_signal(2)  # SIGINT: fast shutdown
    try:
        process.wait(STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
