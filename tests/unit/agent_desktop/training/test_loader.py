from __future__ import annotations

from pathlib import Path

import pytest

from agent_desktop.errors import FileMistake
from agent_desktop.scripts.loader import load_scripts
from agent_desktop.settings import load_settings
from agent_desktop.training.loader import load_scenarios
from agent_desktop.training.model import Kind, Scenario

OWN = """\
id: own
kind: enquiry
title: { en: Own, zh_CN: 自有 }
about: { en: About, zh_CN: 说明 }
aim: { en: Aim, zh_CN: 目的 }
cast: { en: { name: Ann }, zh_CN: { name: 安 } }
keys: "0"
facts: [{ id: age, label: { en: Age, zh_CN: 年龄 } }]
sayings: [{ id: how_old, text: { en: "How old?", zh_CN: 多大？ }, words: { en: [how old] } }]
beats:
  - { id: tells, on: ["say:how_old", enquiry/open], tells: [age] }
solved: [tells]
marks:
  steps: [{ id: ask, label: { en: Asked, zh_CN: 问 }, by: ["say:how_old"] }]
  order: [ask]
  dispositions: [enquiry_answered]
"""


def load(folder: Path | None = None) -> dict[str, Scenario]:
    folders = () if folder is None else (folder,)
    dispositions = frozenset(load_settings().dispositions)
    return load_scenarios(*folders, scripts=load_scripts(), dispositions=dispositions)


def test_a_dozen_come_with_the_program_and_each_special_greeting_is_among_them() -> None:
    scenarios = load()
    assert len(scenarios) >= 12
    kinds = [scenario.kind for scenario in scenarios.values()]
    assert set(kinds) == set(Kind)
    assert kinds.count(Kind.COMPLAINT) == 3


def test_the_dispositions_of_those_that_come_with_the_program_are_in_the_sample() -> None:
    known = set(load_settings().dispositions)
    assert {code for one in load().values() for code in one.marks.dispositions} <= known


def test_complaints_differ_in_temperament_and_number() -> None:
    scenarios = load()
    complaints = [one for one in scenarios.values() if one.kind is Kind.COMPLAINT]
    assert len({one.temperament for one in complaints}) == 3
    numbers = [person.number for one in scenarios.values() for person in (one.cast.en, one.cast.zh_CN)]
    assert len(numbers) == len(set(numbers))


def test_own_scenarios_come_besides_and_have_the_common_parts(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    scenarios = load(tmp_path)
    assert scenarios["own"].saying("sorry") is not None
    assert set(scenarios) == {*load(), "own"}


def test_an_own_scenario_of_the_same_id_takes_the_place(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(OWN.replace("id: own", "id: renewal"), encoding="utf-8")
    assert load(tmp_path)["renewal"].title.en == "Own"


@pytest.mark.parametrize(
    ("right", "wrong", "line", "message"),
    [
        ("enquiry/open", "enquiry/opne", 11, "no step `enquiry/opne`; did you mean `open`?"),
        ("enquiry/open", "inquiry/open", 11, "no step `inquiry/open`; did you mean `enquiry`?"),
        ("enquiry/open", "enquiry/source=guess", 11, "`enquiry/source` has no answer `guess`"),
        ("enquiry/open", '"opening:quiet"', 11, "no script has an opening `quiet`"),
        ('"say:how_old", enq', '"say:how", enq', 11, "no saying `how`"),
        ("tells: [age]", "tells: [agee]", 11, "no fact `agee`; did you mean `age`?"),
        ("tells: [age]", "mood: 1", 8, "no beat tells the fact `age`"),
        (", tells: [age]", "", 11, "nothing comes of `tells`"),
        ("enquiry/open", "hold], say: [{ en: A, zh_CN: 啊 }", 11, "nobody hears"),
        ("[how old]", "[How old]", 9, "is never found: write `how old`"),
        ("solved: [tells]", "solved: [told]", 12, "no beat `told`"),
        ("order: [ask]", "order: [asked]", 15, "no step of the marks `asked`; did you mean `ask`?"),
        ("enquiry_answered", "enquiry_done", 16, "no log has the disposition `enquiry_done`"),
        ("enquiry/open", "whatever", 11, "on"),
        ("keys:", "key:", 7, "unknown key `key`"),
    ],
)
def test_each_mistake_is_named_at_its_line(tmp_path: Path, right: str, wrong: str, line: int, message: str) -> None:
    assert right in OWN
    (tmp_path / "own.yaml").write_text(OWN.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(FileMistake) as caught:
        load(tmp_path)
    named = [(mistake.line, mistake.message) for mistake in caught.value.mistakes]
    assert any(at == line and message in said for at, said in named), named


def test_two_files_with_one_id_and_a_folder_that_is_not_there(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(OWN, encoding="utf-8")
    with pytest.raises(FileMistake, match="also the id of"):
        load(tmp_path)
    with pytest.raises(FileMistake, match="no such folder"):
        load(tmp_path / "nowhere")
