"""Opening the store: SQLite by default, PostgreSQL by URL, always at the newest schema.

Whatever keeps it from opening is a `UserError` that says what to do. A password never gets into an error or a log.
Writers use `engine.begin()`; on SQLite that takes the write lock at once, so that two writers wait for each other instead of
failing half-way. Readers use `reading(engine)`: no transaction, so no lock and no snapshot that grows old.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import sqlalchemy as sa
from sqlalchemy import exc

from agent_desktop.errors import Refusal, UserError
from agent_desktop.protocol.errors import ErrorId
from agent_desktop.protocol.record import Text
from db.migrate import Condition, condition_of, migrate

CONNECT_TIMEOUT_S = 5
STATEMENT_TIMEOUT_S = 30
AUTOCOMMIT = {"isolation_level": "AUTOCOMMIT"}

_POSTGRESQL = {"postgres", "postgresql", "postgresql+psycopg"}
_SQLITE = {"sqlite", "sqlite+pysqlite"}
_SERVER_SETTINGS = (
    f"-c statement_timeout={STATEMENT_TIMEOUT_S}s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"
)

_ADVICE = (
    (
        "password authentication failed",
        Text("user name or password is wrong; correct the database URL", "用户名或密码不对，请改正数据库地址"),
    ),
    (
        "no password supplied",
        Text("the server asks for a password; put one into the database URL", "服务器要求密码，请写进数据库地址"),
    ),
    (
        "no pg_hba.conf entry",
        Text(
            "the server does not let this user in from here; see its pg_hba.conf",
            "服务器不让这个用户从这里连接，请查看它的 pg_hba.conf",
        ),
    ),
    (
        "role ",
        Text(
            "the server does not know this user; create it or correct the database URL",
            "服务器上没有这个用户，请先创建，或改正数据库地址",
        ),
    ),
    (
        "database ",
        Text(
            "the server has no database of this name; create it or correct the database URL",
            "服务器上没有这个名称的数据库，请先创建，或改正数据库地址",
        ),
    ),
    ("resolve host", Text("there is no such host; correct the database URL", "没有这台主机，请改正数据库地址")),
    ("translate host name", Text("there is no such host; correct the database URL", "没有这台主机，请改正数据库地址")),
    (
        "connection refused",
        Text(
            "nothing listens there; start PostgreSQL or correct host and port",
            "那里没有程序在监听，请启动 PostgreSQL，或改正主机和端口",
        ),
    ),
    (
        "timeout",
        Text(
            f"the server did not answer within {CONNECT_TIMEOUT_S} s; see whether it runs and can be reached",
            f"服务器在 {CONNECT_TIMEOUT_S} 秒内没有应答，请查看它是否在运行、能否连通",
        ),
    ),
    (
        "no such file or directory",
        Text(
            "nothing listens there; start PostgreSQL or correct the path of its socket",
            "那里没有程序在监听，请启动 PostgreSQL，或改正套接字路径",
        ),
    ),
    (
        "file is not a database",
        Text(
            "the file is no SQLite database; name another, or move it away",
            "这个文件不是 SQLite 数据库，请换一个文件名，或把它移走",
        ),
    ),
    ("malformed", Text("the file is damaged; put a back-up in its place", "文件已损坏，请用备份替换")),
    (
        "readonly database",
        Text(
            "the file or its directory cannot be written; give this user the right to",
            "文件或所在目录不可写，请给当前用户写权限",
        ),
    ),
    (
        "unable to open database file",
        Text(
            "the file cannot be opened; see whether this user may read and write it",
            "文件打不开，请查看当前用户能否读写它",
        ),
    ),
    (
        "locked",
        Text(
            "another program holds the file; end that program or wait for it",
            "文件被另一个程序占用，请结束那个程序，或稍后再试",
        ),
    ),
    ("disk is full", Text("the disk is full; make room", "磁盘已满，请腾出空间")),
    (
        "permission denied",
        Text(
            "this user may not; grant it the right on the database and its schema",
            "当前用户没有权限，请授予它数据库和模式上的权限",
        ),
    ),
)


class Unusable(UserError):
    """The database cannot be opened; `said` is the sentence in each language."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.en)
        self.said = said


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
        raise Unusable(_sentence(parsed, str(error.orig))) from None
    except UserError:
        engine.dispose()
        raise
    return engine


def look_at(url: str) -> Condition:
    """What state a database is in, found out without making, migrating or locking anything.

    Raises:
        Unusable: it cannot be opened; the sentence says why and what to do.

    """
    parsed = _parse(url)
    engine = _looking(parsed)
    if engine is None:
        return Condition.ABSENT
    try:
        with reading(engine) as connection:
            return condition_of(connection)
    except exc.DBAPIError as error:
        raise Unusable(_sentence(parsed, str(error.orig))) from None
    finally:
        engine.dispose()


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
        raise Unusable(
            Text(
                "the database URL is not understood; write sqlite:///FILE or postgresql://USER@HOST/NAME",
                "看不懂数据库地址，请写成 sqlite:///文件 或 postgresql://用户@主机/名称",
            )
        ) from None
    if parsed.drivername in _POSTGRESQL:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername in _SQLITE:
        return _sqlite_url(parsed)
    raise Unusable(
        Text(
            f"a {parsed.drivername} database is not supported; use sqlite:///FILE or postgresql://USER@HOST/NAME",
            f"不支持 {parsed.drivername} 数据库，请使用 sqlite:///文件 或 postgresql://用户@主机/名称",
        )
    )


def _sqlite_url(url: sa.URL) -> sa.URL:
    if not url.database or url.database == ":memory:":
        raise Unusable(
            Text(
                "a database in memory would be lost with the program; write sqlite:///FILE",
                "内存中的数据库会随程序消失，请写成 sqlite:///文件",
            )
        )
    path = Path(url.database.removeprefix("file:"))
    if not path.parent.is_dir():
        raise Unusable(
            Text(
                f"the directory {path.parent} of the database does not exist; create it or name another",
                f"数据库所在目录 {path.parent} 不存在，请创建它，或换一个目录",
            )
        )
    if path.is_dir():
        raise Unusable(Text(f"{path} is a directory; name a file in it", f"{path} 是一个目录，请写明其中的文件"))
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


def _looking(url: sa.URL) -> sa.Engine | None:
    """An engine that can only read; None where there is no file yet. SQLite would leave files beside one that nobody has open:
    `immutable` keeps it from that.
    """
    if url.get_backend_name() != "sqlite":
        return _engine(url.update_query_dict({"options": f"{_SERVER_SETTINGS} -c default_transaction_read_only=on"}))
    path = Path((url.database or "").removeprefix("file:"))
    if not path.exists():
        return None
    for needed in (path, path.parent):
        if not os.access(needed, os.W_OK):
            raise Unusable(_sentence(url, "readonly database"))
    still = "" if path.with_name(f"{path.name}-wal").exists() else "&immutable=1"
    uri = f"file:{quote(str(path.absolute()))}?mode=ro{still}"
    return sa.create_engine("sqlite://", creator=lambda: sqlite3.connect(uri, uri=True, timeout=CONNECT_TIMEOUT_S))


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


def _sentence(url: sa.URL, driver: str) -> Text:
    """What happened and what to do. The driver's own words go along when we do not know them, without the password."""
    said = " ".join(driver.split())
    if url.password:
        said = said.replace(str(url.password), "***")
    unknown = Text(f"it says: {said}", f"它说：{said}")
    advice = next((advice for words, advice in _ADVICE if words in said.lower()), unknown)
    return Text(
        f"the database {shown(url)} cannot be opened: {advice.en}", f"数据库 {shown(url)} 打不开：{advice.zh_CN}"
    )
