"""Every test that asks for `engine` or `database_url` runs on both databases, and finds them migrated and empty.

SQLite gets a copy of a migrated file. PostgreSQL has one database that is emptied for each test; a test that changes tables
or indexes asks for `fresh_database_url` instead, a copy of its own.
"""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from db.engine import open_database
from db.models import Base
from tests.fakes.postgres import PostgresServer, find_programs, running_postgres

_names = itertools.count(1)
TEMPLATE = "template_migrated"


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    programs = find_programs()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed: apt-get install postgresql")
        pytest.skip("HALF OF THE DATABASE TESTS DID NOT RUN: PostgreSQL is not installed (apt-get install postgresql)")
    with running_postgres(programs) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer) -> PostgresServer:
    """The server, with a migrated database that others are copied from."""
    _execute(postgres, f"CREATE DATABASE {TEMPLATE}")
    open_database(postgres.url(TEMPLATE)).dispose()
    return postgres


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = open_database(f"sqlite:///{path}")
    engine.dispose()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def postgres_shared(postgres_template: PostgresServer) -> str:
    _execute(postgres_template, f"CREATE DATABASE shared TEMPLATE {TEMPLATE}")
    return postgres_template.url("shared")


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if backend == "sqlite":
        return _copied(request, tmp_path)
    url: str = request.getfixturevalue("postgres_shared")
    tables = ", ".join(Base.metadata.tables)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"TRUNCATE {tables} RESTART IDENTITY")
        connection.execute("INSERT INTO projection (id, last_number) VALUES (1, 0)")
    return url


@pytest.fixture
def fresh_database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if backend == "sqlite":
        yield _copied(request, tmp_path)
        return
    server: PostgresServer = request.getfixturevalue("postgres_template")
    name = f"test_{next(_names)}"
    _execute(server, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    yield server.url(name)
    _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    opened = open_database(database_url)
    yield opened
    opened.dispose()


def _copied(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    path = tmp_path / "centre.db"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    return f"sqlite:///{path}"


def _execute(server: PostgresServer, statement: str) -> None:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(statement)
