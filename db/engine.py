"""Opening the store: SQLite by default, PostgreSQL by URL, always at the newest schema.

Whatever keeps it from opening is a `UserError` that says what to do. A password never gets into an error or a log.
Writers use `engine.begin()`; on SQLite that takes the write lock at once, so that two writers wait for each other instead of
failing half-way. Readers use `reading(engine)`: no transaction, so no lock and no snapshot that grows old.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import exc

from agent_desktop.errors import Refusal, UserError
from agent_desktop.protocol.errors import ErrorId
from db.migrate import migrate

CONNECT_TIMEOUT_S = 5
STATEMENT_TIMEOUT_S = 30
AUTOCOMMIT = {"isolation_level": "AUTOCOMMIT"}

_POSTGRESQL = {"postgres", "postgresql", "postgresql+psycopg"}
_SQLITE = {"sqlite", "sqlite+pysqlite"}
_SERVER_SETTINGS = (
    f"-c statement_timeout={STATEMENT_TIMEOUT_S}s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"
)

_ADVICE = (
    ("password authentication failed", "user name or password is wrong; correct the database URL"),
    ("no password supplied", "the server asks for a password; put one into the database URL"),
    ("no pg_hba.conf entry", "the server does not let this user in from here; see its pg_hba.conf"),
    ("role ", "the server does not know this user; create it or correct the database URL"),
    ("database ", "the server has no database of this name; create it or correct the database URL"),
    ("resolve host", "there is no such host; correct the database URL"),
    ("translate host name", "there is no such host; correct the database URL"),
    ("connection refused", "nothing listens there; start PostgreSQL or correct host and port"),
    ("timeout", f"the server did not answer within {CONNECT_TIMEOUT_S} s; see whether it runs and can be reached"),
    ("no such file or directory", "nothing listens there; start PostgreSQL or correct the path of its socket"),
    ("file is not a database", "the file is no SQLite database; name another, or move it away"),
    ("malformed", "the file is damaged; put a back-up in its place"),
    ("readonly database", "the file or its directory cannot be written; give this user the right to"),
    ("unable to open database file", "the file cannot be opened; see whether this user may read and write it"),
    ("locked", "another program holds the file; end that program or wait for it"),
    ("disk is full", "the disk is full; make room"),
    ("permission denied", "this user may not; grant it the right on the database and its schema"),
)


def open_database(url: str) -> sa.Engine:
    """Open the store and bring its tables to this program's schema.

    Raises:
        UserError: it cannot be opened; the sentence says why and what to do.

    """
    parsed = _parse(url)
    engine = _engine(parsed)
    try:
        migrate(engine, shown(parsed))
    except exc.DBAPIError as error:
        engine.dispose()
        raise UserError(_sentence(parsed, error)) from None
    except UserError:
        engine.dispose()
        raise
    return engine


def shown(url: sa.URL) -> str:
    """The URL as it may be printed."""
    return url.set(query={}).render_as_string(hide_password=True)


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection to read with: no transaction, so that it waits for no writer and keeps no snapshot."""
    with engine.connect().execution_options(**AUTOCOMMIT) as connection:
        yield connection


@contextmanager
def refusing() -> Iterator[None]:
    """Turn a database that does not answer into the refusal `store_unavailable`.

    Raises:
        Refusal: the connection or the statement failed for a reason outside this program; nothing has changed.

    """
    try:
        yield
    except (exc.OperationalError, exc.InterfaceError, exc.TimeoutError) as error:
        raise Refusal(ErrorId.STORE_UNAVAILABLE) from error


def _parse(url: str) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except exc.ArgumentError:
        raise UserError(
            "the database URL is not understood; write sqlite:///FILE or postgresql://USER@HOST/NAME"
        ) from None
    if parsed.drivername in _POSTGRESQL:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername in _SQLITE:
        return _sqlite_url(parsed)
    raise UserError(
        f"a {parsed.drivername} database is not supported; use sqlite:///FILE or postgresql://USER@HOST/NAME"
    )


def _sqlite_url(url: sa.URL) -> sa.URL:
    if not url.database or url.database == ":memory:":
        raise UserError("a database in memory would be lost with the program; write sqlite:///FILE")
    path = Path(url.database.removeprefix("file:"))
    if not path.parent.is_dir():
        raise UserError(f"the directory {path.parent} of the database does not exist; create it or name another")
    if path.is_dir():
        raise UserError(f"{path} is a directory; name a file in it")
    return url


def _engine(url: sa.URL) -> sa.Engine:
    options: dict[str, Any] = {"json_serializer": _to_json, "json_deserializer": msgspec.json.decode}
    options["hide_parameters"] = True  # errors and logs carry no numbers and names of callers
    if url.get_backend_name() == "sqlite":
        _keep_private(url.database or "")
        engine = sa.create_engine(url, connect_args=_unless_given(url, timeout=CONNECT_TIMEOUT_S), **options)
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
        return engine
    arguments = _unless_given(url, connect_timeout=CONNECT_TIMEOUT_S, tcp_user_timeout=10_000, options=_SERVER_SETTINGS)
    return sa.create_engine(url, connect_args=arguments, pool_pre_ping=True, **options)


def _keep_private(file: str) -> None:
    """A new file is for its owner's eyes only, as customers will be in it; SQLite gives its companions the same rights."""
    if not file.startswith("file:") and not Path(file).exists():
        with suppress(OSError):  # why it cannot be made is told when it is opened
            Path(file).touch(mode=0o600)


def _unless_given(url: sa.URL, **arguments: object) -> dict[str, object]:
    return {name: value for name, value in arguments.items() if name not in url.query}


def _to_json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """Readers beside one writer, foreign keys, and a commit that is on disk when it returns."""
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "mmap_size=268435456",
        "cache_size=-32768",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: sa.Connection) -> None:
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _sentence(url: sa.URL, error: exc.DBAPIError) -> str:
    """What happened and what to do. The driver's own words go along when we do not know them, without the password."""
    said = " ".join(str(error.orig).split())
    if url.password:
        said = said.replace(str(url.password), "***")
    advice = next((advice for words, advice in _ADVICE if words in said.lower()), f"it says: {said}")
    return f"the database {shown(url)} cannot be opened: {advice}"
