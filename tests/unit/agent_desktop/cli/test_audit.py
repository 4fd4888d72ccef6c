"""`agent-desktop audit`, as an administrator at a terminal meets it."""

import time

import pytest
from typer.testing import CliRunner

from agent_desktop.cli import app
from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.settings import SAMPLE
from db.engine import open_database
from db.projection import Projection
from ivr import facts
from ivr.facts import NumberedFact


@pytest.fixture
def run(tmp_path):
    text = SAMPLE.read_text(encoding="utf-8").replace('data_directory = ""', f'data_directory = "{tmp_path}"')
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    engine = open_database(f"sqlite:///{tmp_path / 'agent-desktop.sqlite3'}")
    deeds = [
        facts.Audited(AgentId("lin"), "WatchBoard", "", "not_allowed", ""),
        facts.Audited(AgentId("supervisor"), "RaiseCall", "call 7", "done", "[general]"),
    ]
    Projection(engine).apply([NumberedFact(number, time.time(), deed) for number, deed in enumerate(deeds, 1)])
    engine.dispose()
    return lambda *arguments: CliRunner().invoke(app, ["audit", *arguments, "--settings", str(path)]).output


def test_the_trail_in_its_order(run):
    heading, first, second = run().splitlines()
    assert heading.split() == ["time", "who", "what", "whom", "outcome"]
    assert first.split()[2:] == ["lin", "WatchBoard", "not_allowed"]
    assert second.split()[2:] == ["supervisor", "RaiseCall", "call", "7", "done", "[general]"]


def test_of_one_user(run):
    assert "WatchBoard" not in run("--user", "supervisor")
    assert run("--user", "nobody") == "There is nothing in the audit trail for that time.\n"


def test_before_the_first_start_there_is_nothing_in_it(tmp_path):
    text = SAMPLE.read_text(encoding="utf-8").replace('data_directory = ""', f'data_directory = "{tmp_path / "new"}"')
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(app, ["audit", "--settings", str(path)])
    assert result.output == "There is nothing in the audit trail for that time.\n", result.exception
