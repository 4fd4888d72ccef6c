"""`agent-desktop users`, as an administrator at a terminal meets it."""

import os
import re
import subprocess
import sys

import argon2
import pytest
from typer.testing import CliRunner

from agent_desktop.cli import app
from agent_desktop.errors import UserError
from agent_desktop.protocol.messages import Role
from agent_desktop.settings import SAMPLE
from db.engine import open_database
from db.users import Users

GOOD = "correct horse"


@pytest.fixture
def settings(tmp_path):
    text = SAMPLE.read_text(encoding="utf-8").replace('data_directory = ""', f'data_directory = "{tmp_path / "data"}"')
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def run(settings):
    def run(*arguments, typed=f"{GOOD}\n"):
        result = CliRunner().invoke(app, ["users", *arguments, "--settings", str(settings)], input=typed)
        if isinstance(result.exception, UserError):
            raise result.exception
        return result.exit_code, result.output

    return run


def kept(tmp_path, name):
    engine = open_database(f"sqlite:///{tmp_path / 'data' / 'agent-desktop.sqlite3'}")
    account = Users(engine).find(name)
    engine.dispose()
    return account


def knows(tmp_path, name, password):
    try:
        return argon2.PasswordHasher().verify(kept(tmp_path, name).password_hash, password)
    except argon2.exceptions.VerifyMismatchError:
        return False


def test_somebody_is_let_in(run, tmp_path):
    assert run("add", "lin", "--role", "supervisor") == (0, "lin may log in as supervisor.\n")
    account = kept(tmp_path, "lin")
    assert (account.name, account.role, account.station, account.disabled) == ("林晓", Role.SUPERVISOR, "", False)
    assert knows(tmp_path, "lin", GOOD)
    assert not knows(tmp_path, "lin", GOOD + "\n")


def test_a_name_and_a_station_of_their_own(run, tmp_path):
    run("add", "lin", "--role", "agent", "--name", "Lin X.", "--station", "1999")
    assert (kept(tmp_path, "lin").name, kept(tmp_path, "lin").station) == ("Lin X.", "1999")


def test_who_has_no_table_in_the_settings_is_told_of_it(run):
    code, said = run("add", "ghost", "--role", "agent")
    assert code == 0
    assert "ghost serves no queue: the settings have no table [agents.ghost]." in said


def test_the_list(run):
    assert "no users yet" in run("list")[1]
    run("add", "lin", "--role", "agent")
    run("add", "boss", "--role", "administrator")
    run("disable", "boss")
    rows = [re.split(r"\s{2,}", line.strip()) for line in run("list")[1].splitlines()]
    assert rows[1:] == [
        ["boss", "boss", "administrator", "disabled"],
        ["lin", "林晓", "agent", "1001", "general, orders, complaints, repairs"],
    ]


def test_a_new_password(run, tmp_path):
    run("add", "lin", "--role", "agent")
    assert run("password", "lin", typed="another one\n") == (0, "lin has a new password.\n")
    assert knows(tmp_path, "lin", "another one")
    assert not knows(tmp_path, "lin", GOOD)


def test_somebody_is_shut_out_and_let_in_again(run, tmp_path):
    run("add", "lin", "--role", "agent")
    assert run("disable", "lin") == (0, "lin may no longer log in.\n")
    assert kept(tmp_path, "lin").disabled
    assert run("enable", "lin") == (0, "lin may log in.\n")
    assert not kept(tmp_path, "lin").disabled
    assert knows(tmp_path, "lin", GOOD)


@pytest.mark.parametrize(
    ("arguments", "typed", "words"),
    [
        (("add", "lin", "--role", "agent"), "short\n", "8 to 1000 characters"),
        (("add", "lin", "--role", "agent"), "", "8 to 1000 characters"),
        (("add", "lin", "--role", "agent"), "x" * 1001, "8 to 1000 characters"),
        (("add", "lin wu", "--role", "agent"), GOOD, "without spaces"),
        (("add", "", "--role", "agent"), GOOD, "1 to 100 visible"),
        (("add", "x" * 101, "--role", "agent"), GOOD, "1 to 100 visible"),
        (("password", "lin"), GOOD, "there is no user lin"),
        (("disable", "lin"), "", "there is no user lin"),
        (("enable", "lin"), "", "there is no user lin"),
    ],
)
def test_mistakes(run, tmp_path, arguments, typed, words):
    with pytest.raises(UserError, match=words):
        run(*arguments, typed=typed)
    assert "no users yet" in run("list")[1]


def test_a_name_that_is_taken(run, tmp_path):
    run("add", "lin", "--role", "agent")
    with pytest.raises(UserError, match="users password lin"):
        run("add", "lin", "--role", "trainer", typed="another one\n")
    assert kept(tmp_path, "lin").role is Role.AGENT
    assert knows(tmp_path, "lin", GOOD)


def test_a_role_that_there_is_not(run):
    code, said = run("add", "lin", "--role", "boss")
    assert code == 2
    assert "supervisor" in said


def test_a_directory_that_cannot_be_made(settings, run, tmp_path):
    (tmp_path / "data").write_text("a file")
    with pytest.raises(UserError, match="cannot be made"):
        run("list")


def test_a_database_that_does_not_answer(settings, run):
    settings.write_text(
        settings.read_text(encoding="utf-8").replace('url = ""', 'url = "postgresql://x@127.0.0.1:1/x"'),
        encoding="utf-8",
    )
    with pytest.raises(UserError, match="nothing listens there"):
        run("list")


def typed_at(prompt, screen, keyboard, words):
    """Wait for the prompt as a person does: what was typed before it is thrown away."""
    shown = b""
    while not shown.endswith(prompt):
        more = screen.read(1)
        assert more, shown
        shown += more
    keyboard.write(f"{words}\n".encode())
    return shown


@pytest.mark.parametrize(
    ("again", "said", "code"), [(GOOD, "lin may log in", 0), ("correct house", "the two passwords differ", 2)]
)
def test_at_a_terminal_it_is_asked_for_twice_without_echo(settings, again, said, code):
    ours, theirs = os.openpty()
    arguments = ("users", "add", "lin", "--role", "agent", "--settings", str(settings))
    with (
        os.fdopen(ours, "wb", buffering=0) as keyboard,
        subprocess.Popen(
            [sys.executable, "-m", "agent_desktop", *arguments],
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process,
    ):
        os.close(theirs)
        shown = typed_at(b"Password: ", process.stdout, keyboard, GOOD)
        shown += typed_at(b"Once more: ", process.stdout, keyboard, again)
        shown += process.communicate(timeout=30)[0]
        shown = shown.decode()
    assert process.returncode == code, shown
    assert said in shown
    assert GOOD not in shown


def test_a_role_that_does_not_exist_is_told_in_plain_words(run):
    code, said = run("add", "lin", "--role", "boss")
    assert code == 2
    assert "'boss' is not one of 'agent'" in said
    assert "Value error" not in said
