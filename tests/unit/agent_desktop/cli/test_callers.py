"""`agent-desktop blocks` and `agent-desktop pins`, as an administrator meets them."""

import argon2
import pytest
from typer.testing import CliRunner

from agent_desktop.cli import app
from agent_desktop.errors import UserError
from agent_desktop.settings import SAMPLE
from db import sample
from db.engine import open_database
from db.selfservice import SelfService


@pytest.fixture
def settings(tmp_path):
    text = SAMPLE.read_text(encoding="utf-8").replace('data_directory = ""', f'data_directory = "{tmp_path}"')
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def run(settings):
    def run(*arguments, typed=""):
        result = CliRunner().invoke(app, [*arguments, "--settings", str(settings)], input=typed)
        if isinstance(result.exception, UserError):
            raise result.exception
        return result.output

    return run


def test_a_number_is_blocked_shown_and_taken_again(run):
    assert run("blocks", "list") == "No number is blocked.\n"
    assert run("blocks", "add", "138 0013 8000", "--days", "30", "--reason", "骚扰").startswith(
        "+8613800138000 is blocked"
    )
    shown = run("blocks", "list")
    assert "+8613800138000" in shown
    assert "骚扰" in shown
    run("blocks", "remove", "+86 138-0013-8000")
    assert run("blocks", "list") == "No number is blocked.\n"
    with pytest.raises(UserError, match="is not blocked"):
        run("blocks", "remove", "13800138000")
    with pytest.raises(UserError, match="no telephone number"):
        run("blocks", "add", "nobody")


def test_a_pin_is_given_and_taken_away(run, tmp_path):
    engine = open_database(f"sqlite:///{tmp_path / 'agent-desktop.sqlite3'}")
    sample.install_sample_people(engine, 1_790_000_000.0)
    service = SelfService(engine, "CN", "Asia/Shanghai")
    customer = service.by_number(sample.WANG_LI)
    assert customer is not None
    code = service.attributes(customer)["customer_code"]
    assert run("pins", "set", code.lower(), typed="246810\n") == f"{code.lower()} has a new PIN.\n"
    kept = service.pin(customer, 0)
    assert kept is not None
    assert argon2.PasswordHasher().verify(kept.pin_hash, "246810")
    with pytest.raises(UserError, match="4 to 12 digits"):
        run("pins", "set", code, typed="12a4\n")
    with pytest.raises(UserError, match="no customer"):
        run("pins", "set", "X1", typed="1234\n")
    run("pins", "remove", code)
    assert service.pin(customer, 0) is None
    engine.dispose()
