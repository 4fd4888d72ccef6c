"""Callers as files."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_desktop.cti.simulator.callers import pick, read_callers, read_library
from agent_desktop.cti.vocabulary import Language
from agent_desktop.errors import FileMistake


def test_the_library_has_people_in_both_languages_who_have_something_to_say() -> None:
    people = read_library()
    assert len(people) >= 15
    assert {person.language for person in people} == set(Language)
    talkers = [person for person in people if person.lines]
    assert len(talkers) >= 12
    assert all(len(person.lines) >= 4 for person in talkers)


def test_the_library_has_the_awkward_ones() -> None:
    people = read_library()
    assert pick(people, "withheld-worried").withheld
    assert pick(people, "garbage-number").number == "(0)20/7946-0000 ext 12"
    assert pick(people, "silent").lines == ()
    assert pick(people, "gives-up-in-menu").acts[0].hang_up


def mistakes(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    path = tmp_path / "callers.yaml"
    path.write_text(text)
    with pytest.raises(FileMistake) as caught:
        read_callers(path)
    return [(mistake.line, mistake.message) for mistake in sorted(caught.value.mistakes)]


GOOD = "- {id: a, name: A, number: '1', language: en}\n"


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("callers: 1\n", 1, "list of callers"),
        (GOOD + "- {id: b, name: B, number: '1', language: fr}\n", 2, "fr"),
        (GOOD + "- id: b\n  name: B\n  number: '1'\n  language: en\n  acts:\n    - {press: 'x'}\n", 7, "regex"),
        (GOOD + "- id: b\n  name: B\n  number: '1'\n  language: en\n  acts:\n    - {after_s: 1}\n", 7, "press"),
        (
            GOOD + "- id: b\n  name: B\n  number: '1'\n  language: en\n  acts:\n    - {press: '1', prompt: 2}\n",
            7,
            "prompt",
        ),
        (GOOD + "- id: b\n  name: B\n  number: '1'\n  language: en\n  patience_s: -1\n", 6, ">= 0"),
        (GOOD + GOOD, 2, "already"),
        (GOOD + "- {id: b, name: B, number: '', language: en, withheld: true, shown_name: B}\n", 2, "shows no name"),
        (GOOD + "- {id: b, name: B, number: '1', language: en, mood: bad}\n", 2, "mood"),
    ],
)
def test_a_mistake_is_named_by_its_line(tmp_path: Path, text: str, line: int, word: str) -> None:
    found = mistakes(tmp_path, text)
    assert len(found) == 1
    assert found[0][0] == line
    assert word in found[0][1]


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    text = "- {id: A, name: A, number: '1', language: en}\n- {id: b, name: B, language: en}\n"
    assert [line for line, _ in mistakes(tmp_path, text)] == [1, 2]
