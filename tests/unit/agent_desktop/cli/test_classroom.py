"""`agent-desktop classroom`, as a trainer at a terminal meets it."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from agent_desktop import classroom
from agent_desktop.cli import app
from db.engine import open_database
from db.users import Users


def test_a_scenario_that_is_wrong_opens_no_class(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "late.yaml").write_text("id: late\n", encoding="utf-8")
    folder = tmp_path / "class"
    result = CliRunner().invoke(app, ["classroom", "--scenarios", str(own), "--folder", str(folder), "--no-window"])
    assert result.exit_code != 0
    assert "late.yaml" in str(result.exception)
    assert not folder.exists()


def test_a_class_prepared_again_keeps_its_people_and_has_another_password(tmp_path: Path) -> None:
    first = classroom.prepare(classroom.Plan(tmp_path, seats=2))
    again = classroom.prepare(classroom.Plan(tmp_path, seats=3))
    assert again.trainees == ("trainee1", "trainee2", "trainee3")
    assert again.password != first.password
    engine = open_database(again.settings.database_url)
    assert {account.id for account in Users(engine).all()} == {*again.trainees, classroom.TRAINER}
    engine.dispose()
