"""The store opens at the newest schema, or says why not and what to do."""

import os
import socket
import sqlite3
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from agent_desktop.errors import UserError
from db import models
from db.engine import Unusable, look_at, open_database
from db.lookup import CallerLookup
from db.migrate import Condition, _config, differences, revisions
from db.models import Base
from db.sample import install_sample_people
from tests.fakes.postgres import PostgresServer


@pytest.fixture
def database_url(fresh_database_url: str) -> str:
    """Tests here change the schema."""
    return fresh_database_url


def sentence(url: str) -> str:
    with pytest.raises(UserError) as caught:
        open_database(url)
    return str(caught.value)


def test_models_and_migrations_agree(engine: sa.Engine) -> None:
    assert differences(engine) == []
    assert set(sa.inspect(engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_migrations_are_named_in_their_order() -> None:
    """How a database stands is told without Alembic, by the names of the files."""
    script = ScriptDirectory.from_config(_config())
    assert revisions() == [known.revision for known in script.walk_revisions()][::-1]


def test_differences_are_seen(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP INDEX ix_numbers_e164")
    assert differences(engine)


def test_opening_twice_changes_nothing(engine: sa.Engine, database_url: str) -> None:
    again = open_database(database_url)
    assert differences(again) == []
    again.dispose()


@pytest.mark.skipif(os.name == "nt", reason="rights are not kept in modes there")
def test_a_new_file_is_for_its_owner_only(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE something (it)")
        assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}
    engine.dispose()


def test_migrations_can_be_taken_back(engine: sa.Engine) -> None:
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert sa.inspect(engine).get_table_names() == ["alembic_version"]


def test_names_on_file_are_found_in_pinyin_after_the_migration(engine: sa.Engine) -> None:
    config = _config()
    install_sample_people(engine, 1_790_000_000.0)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0003")
        command.upgrade(config, "head")
    assert differences(engine) == []
    lookup = CallerLookup(engine, "CN")
    assert [one.name for one in lookup.search("chenjianguo")] == ["陈建国"]
    lookup.close()
    with engine.connect() as connection:
        customer = models.Customer
        spelled = sa.select(customer.pinyin_key, customer.initials_key)
        assert connection.execute(spelled.where(customer.name == "王丽")).all() == [("wangli", "wl")]
        assert connection.execute(spelled.where(customer.name == "Emma Clarke")).all() == [(None, None)]


def test_a_newer_schema_is_refused(engine: sa.Engine, database_url: str) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert "newer version of this program (schema 9999); update the program" in sentence(database_url)


def test_another_programs_tables_are_left_alone(engine: sa.Engine, database_url: str) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    assert "tables of another program" in sentence(database_url)


def condition_after(engine: sa.Engine, database_url: str, statement: str) -> Condition:
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    return look_at(database_url)


def test_looking_tells_how_a_database_stands(engine: sa.Engine, database_url: str) -> None:
    assert look_at(database_url) is Condition.CURRENT
    version = "UPDATE alembic_version SET version_num = '%s'"
    assert condition_after(engine, database_url, version % "9999") is Condition.NEWER
    assert condition_after(engine, database_url, version % "0002") is Condition.OLDER
    assert condition_after(engine, database_url, "DROP TABLE alembic_version") is Condition.FOREIGN


def test_looking_migrates_nothing(postgres: PostgresServer) -> None:
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE looked_at")
    url = postgres.url("looked_at")
    assert (look_at(url), look_at(url)) == (Condition.EMPTY, Condition.EMPTY)


@pytest.mark.parametrize("open_elsewhere", [False, True])
def test_looking_leaves_the_files_as_they_are(tmp_path: Path, open_elsewhere: bool) -> None:
    path = tmp_path / "a.db"
    url = f"sqlite:///{path}"
    assert look_at(url) is Condition.ABSENT
    assert list(tmp_path.iterdir()) == []
    engine = open_database(url)
    if not open_elsewhere:
        engine.dispose()
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir() if not file.name.endswith("-shm")}
    names = sorted(file.name for file in tmp_path.iterdir())
    assert look_at(url) is Condition.CURRENT
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir() if not file.name.endswith("-shm")} == before
    assert sorted(file.name for file in tmp_path.iterdir()) == names
    engine.dispose()


def test_looking_at_what_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear customer, " * 1000)
    with pytest.raises(Unusable, match="no SQLite database") as caught:
        look_at(f"sqlite:///{path}")
    assert "不是 SQLite 数据库" in caught.value.said.zh_CN
    monkeypatch.setattr("db.engine.os.access", lambda *_: False)
    with pytest.raises(Unusable, match="cannot be written"):
        look_at(f"sqlite:///{path}")


def test_sqlite_is_durable_and_keeps_foreign_keys(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    engine.dispose()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_directory_missing(tmp_path: Path) -> None:
    assert "does not exist; create it" in sentence(f"sqlite:///{tmp_path / 'nowhere' / 'a.db'}")


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    assert "is a directory" in sentence(f"sqlite:///{tmp_path}")


def test_not_a_database_file(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear customer, " * 1000)
    assert "no SQLite database" in sentence(f"sqlite:///{path}")


def test_read_only_file(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    sqlite3.connect(path).close()
    assert "cannot be written" in sentence(f"sqlite:///file:{path}?mode=ro&uri=true")


def test_in_memory_is_refused() -> None:
    assert "lost with the program" in sentence("sqlite://")


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://root:secret@localhost/x"])
def test_urls_that_mean_nothing(url: str) -> None:
    text = sentence(url)
    assert "postgresql://USER@HOST/NAME" in text
    assert "secret" not in text


def test_no_such_host() -> None:
    text = sentence("postgresql://me:secret@no-such-host.invalid/centre")
    assert "no such host" in text
    assert "secret" not in text


def test_nothing_listens() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    text = sentence(f"postgresql://me:secret@127.0.0.1:{port}/centre")
    assert f"postgresql+psycopg://me:***@127.0.0.1:{port}/centre cannot be opened: nothing listens there" in text


def test_no_such_database(postgres: PostgresServer) -> None:
    assert "no database of this name" in sentence(postgres.url("nowhere"))


def test_no_such_user(postgres: PostgresServer) -> None:
    assert "does not know this user" in sentence(postgres.url().replace("postgres@", "nobody_here@"))


def test_wrong_password(postgres: PostgresServer) -> None:
    hba = postgres.directory / "data" / "pg_hba.conf"
    kept = hba.read_text()
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute("CREATE ROLE careful LOGIN PASSWORD 'right'")
        hba.write_text("host all careful 127.0.0.1/32 scram-sha-256\n" + kept)
        connection.execute("SELECT pg_reload_conf()")
        text = sentence(f"postgresql://careful:secret@127.0.0.1:{postgres.port}/postgres")
        hba.write_text(kept)
        connection.execute("SELECT pg_reload_conf()")
    assert "user name or password is wrong" in text
    assert "secret" not in text
