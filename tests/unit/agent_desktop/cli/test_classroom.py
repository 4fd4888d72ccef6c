"""`agent-desktop classroom`, as a trainer at a terminal meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from agent_desktop import classroom
from agent_desktop.cli import app
from agent_desktop.cti.vocabulary import Language
from agent_desktop.errors import UserError
from db.engine import open_database
from db.users import Users
from ivr.centre.lock import only_one


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


def passwords(prepared: classroom.Class) -> list[str]:
    engine = open_database(prepared.settings.database_url)
    kept = [account.password_hash for account in Users(engine).all()]
    engine.dispose()
    return kept


def test_a_class_that_is_open_keeps_its_passwords_when_another_wants_its_folder(tmp_path: Path) -> None:
    prepared = classroom.prepare(classroom.Plan(tmp_path, seats=1))
    before = passwords(prepared)
    with only_one(tmp_path), pytest.raises(UserError, match=r"another class runs in .*--folder"):
        classroom.prepare(classroom.Plan(tmp_path, seats=1))
    assert passwords(prepared) == before


def names_in(plan: classroom.Plan) -> list[str]:
    prepared = classroom.prepare(plan)
    engine = open_database(prepared.settings.database_url)
    people = {account.id: account.name for account in Users(engine).all()}
    engine.dispose()
    return [people[trainee] for trainee in prepared.trainees]


def test_trainees_have_their_names_and_the_others_a_number_in_the_trainers_language(tmp_path: Path) -> None:
    some = classroom.Plan(tmp_path, seats=3, names=("李娜", "Amy Chen"), language=Language.ZH_CN)
    assert names_in(some) == ["李娜", "Amy Chen", "学员 3"]
    assert names_in(classroom.Plan(tmp_path, seats=2)) == ["Trainee 1", "Trainee 2"]


@pytest.mark.parametrize(
    ("words", "seats", "names"),
    [
        ((), 4, ()),
        (("--seats", "6"), 6, ()),
        (("--names", "李娜，王强、 Amy  Chen ,"), 3, ("李娜", "王强", "Amy Chen")),
        (("--names", "李娜", "--seats", "2"), 2, ("李娜",)),
    ],
)
def test_there_are_as_many_seats_as_names_unless_it_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: tuple[str, ...], seats: int, names: tuple[str, ...]
) -> None:
    asked: list[classroom.Plan] = []

    def stop(plan: classroom.Plan) -> None:
        asked.append(plan)
        raise UserError("enough")

    monkeypatch.setattr(classroom, "prepare", stop)
    CliRunner().invoke(app, ["classroom", "--folder", str(tmp_path), "--no-window", *words])
    assert [(plan.seats, plan.names) for plan in asked] == [(seats, names)]


@pytest.mark.parametrize(
    ("names", "said"), [("A,B,C", "3 names for 2 seats"), ("x" * 50, "put commas between the names")]
)
def test_names_that_do_not_fit_open_no_class(tmp_path: Path, names: str, said: str) -> None:
    words = ["classroom", "--folder", str(tmp_path / "class"), "--no-window", "--seats", "2", "--names", names]
    result = CliRunner().invoke(app, words)
    assert said in str(result.exception)
    assert not (tmp_path / "class").exists()


def test_a_class_never_moves_into_the_data_of_a_centre(tmp_path):
    (tmp_path / "agent-desktop.sqlite3").write_bytes(b"")
    with pytest.raises(UserError, match="holds the data of a centre"):
        classroom.prepare(classroom.Plan(tmp_path, seats=1))
