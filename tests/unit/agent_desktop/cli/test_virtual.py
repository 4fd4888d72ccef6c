"""`agent-desktop simulate --virtual`: what it prints, and what it refuses before it begins."""

import re

from typer.testing import CliRunner

from agent_desktop.cli import app
from agent_desktop.errors import UserError

COMMAND = ["simulate", "--virtual", "--calls", "300"]


def invoke(*options):
    return CliRunner().invoke(app, [*COMMAND, *options], env={"COLUMNS": "80"})


def test_core_and_theory_stand_one_above_the_other():
    result = invoke("--loads", "50,90", "--agents", "5")
    assert result.exit_code == 0, result.output
    assert result.output.count("   core  ") == result.output.count("Erlang C") == 2
    assert "mean wait  in 20 s  gives up  occupancy  calls/s" in result.output, "it fits a narrow terminal"
    assert re.search(r"600 calls, [\d,]+ inputs of the core", result.output)


def test_impatient_callers_are_measured_by_erlang_a():
    result = invoke("--loads", "110", "--patience", "60", "--strategy", "ring_all")
    assert result.exit_code == 0, result.output
    assert "Erlang A" in result.output


def test_the_same_seed_gives_the_same_table():
    def figures(seed):
        return (
            invoke("--loads", "90", "--seed", seed).output.splitlines()[1].split()[:-1]
        )  # the last is how fast it ran

    assert figures("1") == figures("1") != figures("2")


def test_a_load_that_never_ends_is_refused_before_anything_runs():
    result = invoke("--loads", "50,100")
    assert isinstance(result.exception, UserError)
    assert not result.output
