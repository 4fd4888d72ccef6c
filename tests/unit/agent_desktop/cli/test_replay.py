"""`agent-desktop replay`: what a journal says once more, on a terminal."""

import hashlib

import msgspec
import pytest
from typer.testing import CliRunner

from agent_desktop.cli import app
from agent_desktop.errors import UserError
from agent_desktop.protocol.messages import AgentState
from ivr import facts
from ivr.facts import NumberedFact
from tests.fakes.journals import a_day, recorded, who_has_it


@pytest.fixture
def day(tmp_path):
    return recorded(a_day(), tmp_path / "day.jsonl")


def run(*arguments):
    result = CliRunner().invoke(app, ["replay", *map(str, arguments)])
    if isinstance(result.exception, UserError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result


def test_it_ends_where_the_day_ended(day):
    world, path = day
    said = run(path).stdout.splitlines()
    assert said == [
        f"Inputs          {len(world.inputs)}, from 1970-01-12T13:46:40Z to 1970-01-12T13:48:55Z",
        f"Facts           {len(world.facts)}, numbers 1 to {len(world.facts)}",
        "Calls standing  1",
        f"Snapshot        SHA-256 {hashlib.sha256(world.core.snapshot()).hexdigest()}",
    ]


def test_the_facts_as_lines(day):
    world, path = day
    result = run(path, "--facts")
    assert [msgspec.json.decode(line, type=NumberedFact) for line in result.stdout.splitlines()] == world.facts
    assert "Snapshot" in result.stderr


def test_a_torn_tail_is_told(day):
    _, path = day
    whole = run(path).stdout.splitlines()
    with path.open("ab") as file:
        file.write(b'[1000200.0,{"type":"Log')
    assert run(path).stdout.splitlines() == [*whole, "The last line was torn in the middle and is left out."]


def test_a_journal_without_inputs(tmp_path):
    _, path = recorded(a_day(), tmp_path / "empty.jsonl", first=0)
    assert run(path).stdout.splitlines()[:3] == ["Inputs          0", "Facts           0", "Calls standing  0"]


def test_what_is_no_journal(tmp_path, day):
    with pytest.raises(UserError, match="cannot be read"):
        run(tmp_path / "gone.jsonl")
    with pytest.raises(UserError, match="cannot be read"):
        run(tmp_path)


def test_the_day_was_worth_replaying(day):
    """Refusals, ticks, an offer that nobody answered, a transfer and a log are in it."""
    world, _ = day
    kinds = {type(fact.fact) for fact in world.facts}
    assert {facts.OfferEnded, facts.Transferred, facts.LegLogged, facts.CallLogged} <= kinds
    assert any(item is None for _, item in world.inputs)
    assert world.refused
    assert world.agent(who_has_it(world)).state is AgentState.BUSY
