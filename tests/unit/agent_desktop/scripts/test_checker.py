"""Broken files: each mistake is named, all of them at once, each at its own line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from agent_desktop.errors import FileMistake
from agent_desktop.scripts.loader import check_directory, library_path, load_scripts

Folder = Callable[..., Path]

HEAD = """\
id: small
title: { en: Small, zh_CN: 小 }
steps:
"""
SAY = """\
  - id: {id}
    kind: say
    title: {{ en: Title, zh_CN: 标题 }}
    points: [{{ en: Say, zh_CN: 说 }}]
"""


def say(step_id: str, *lines: str) -> str:
    """A step of four lines and these."""
    return SAY.format(id=step_id) + "".join(f"    {line}\n" for line in lines)


def ask(*lines: str) -> str:
    """A step of four lines and these."""
    return say("q", *lines).replace("kind: say", "kind: ask")


def found(path: Path) -> list[str]:
    """`file:line: message` for each mistake."""
    return [f"{mistake.path.name}:{mistake.line}: {mistake.message}" for mistake in check_directory(path)]


def small(folder: Folder, *steps: str, head: str = HEAD) -> list[str]:
    return found(folder(small=head + "".join(steps)))


CHOICES = """choices:
      - {{ value: {0}, label: {{ en: {1}, zh_CN: {2} }} }}
      - {{ value: {3}, label: {{ en: {4}, zh_CN: {5} }} }}"""


@pytest.mark.parametrize(
    ("steps", "mistakes"),
    [
        # where steps lead
        ([say("a")], ["small.yaml:4: this leads nowhere: `next` is missing"]),
        ([say("a", "next: bb"), say("b", "next: end")], ["small.yaml:8: there is no step `bb`; did you mean `b`?"]),
        ([say("a", "next: script:closng")], ["small.yaml:8: there is no script `closng`; did you mean `closing`?"]),
        ([say("a", "visit: hodl", "next: end")], ["small.yaml:8: there is no script `hodl`; did you mean `hold`?"]),
        ([say("a", "next: end"), say("b", "next: end")], ["small.yaml:9: nothing leads to the step `b`"]),
        (
            [say("a", "next: b"), say("b", "next: a")],
            ["small.yaml:4: no way leads out of the script from: a, b"],
        ),
        (
            [
                say("a", "next: b", "when: caller.known"),
                say("b", "next: c", "when: caller.known"),
                say("c", "next: end"),
            ],
            [],
        ),
        (
            [say("z", "next: a"), say("a", "when: caller.known", "next: b"), say("b", "when: caller.name", "next: a")],
            [
                "small.yaml:4: no way leads out of the script from: z, a, b",
                "small.yaml:9: when no condition holds, the script goes round without the agent: small/a → small/b → small/a",
            ],
        ),
        (
            [say("a", "when: caller.known", "next: script:small")],
            ["small.yaml:4: when no condition holds, the script goes round without the agent: small/a → small/a"],
        ),
        (
            [say("a", "when: caller.known")],
            [
                "small.yaml:4: this leads nowhere: `next` is missing",
                "small.yaml:8: a step with `when` needs `next`: where to go when it is passed over",
            ],
        ),
        # ids
        ([say("a", "next: end"), say("a", "next: end")], ["small.yaml:9: the step `a` stands twice"]),
        ([say("end", "next: end")], ["small.yaml:4: `end` has a meaning of its own and can be no step's id"]),
        (
            [say("A1", "next: end")],
            ["small.yaml:4: `id`: a name is made of small letters, digits and `_`, and begins with a letter"],
        ),
        # answers
        (
            [ask("input: text", "next: end")],
            ["small.yaml:4: the answer goes nowhere: `field` is missing"],
        ),
        (
            [ask("field: f", "next: end")],
            ["small.yaml:4: `ask` needs an answer: `choices`, or `input` text, number, date or yes_no"],
        ),
        (
            [ask("field: f", "input: choice", "next: end")],
            ["small.yaml:9: there is nothing to choose from: `choices` is missing"],
        ),
        (
            [ask("field: f", "next: end", "input: text", CHOICES.format("a", "A", "甲", "b", "B", "乙"))],
            ["small.yaml:11: `choices` does not go with `input: text`"],
        ),
        (
            [ask("field: f", "next: end", CHOICES.format("a", "A", "甲", "a", "B", "乙"))],
            ["small.yaml:12: two choices have the same value: a"],
        ),
        (
            [ask("field: f", "next: end", CHOICES.format("a", "A", "甲", "b", "A", "甲"))],
            [
                "small.yaml:12: two choices have the same label: en A",
                "small.yaml:12: two choices have the same label: zh_CN 甲",
            ],
        ),
        (
            [ask("field: f", CHOICES.format("a", "A", "甲", "b", "B", "乙"))],
            [
                "small.yaml:10: this leads nowhere: `next` is missing",
                "small.yaml:11: this leads nowhere: `next` is missing",
            ],
        ),
        (
            [ask("field: f", "next: end", "input: text", "if_yes: end")],
            ["small.yaml:11: `if_yes` goes with `input: yes_no` only"],
        ),
        (
            [ask("field: f", "input: yes_no", "if_yes: end")],
            ["small.yaml:4: this leads nowhere: `next` is missing"],
        ),
        (
            [say("a", "next: end", "field: f", "if_no: end")],
            [
                "small.yaml:9: `field` needs an answer, and `say` takes none: use ask or record",
                "small.yaml:10: `if_no` needs an answer, and `say` takes none: use ask or record",
            ],
        ),
        (
            [say("a", "next: end").replace("points: [{ en: Say, zh_CN: 说 }]", "points: []")],
            ["small.yaml:4: there is nothing to say: `points` is empty"],
        ),
        # words
        (
            [say("a", "next: end").replace("en: Say", "en: '{{ caller.nmae }}'")],
            ["small.yaml:7: `caller.nmae` is not known; did you mean `caller.name`?"],
        ),
        (
            [say("a", "next: end", "hint:", "  en: '{{ answers.zzz }}'", "  zh_CN: 好")],
            ["small.yaml:10: `answers.zzz` is not known"],
        ),
        (
            [say("a", "next: end", "hint:", "  en: ok", "  zh_CN: '{{ call.'")],
            ["small.yaml:11: cannot be understood as a template: expected name or number"],
        ),
        (
            [say("a", "next: end", "when: caler.known")],
            ["small.yaml:9: `caler.known` is not known; did you mean `caller.known`?"],
        ),
        (
            [say("a", "next: end").replace("en: Say", "when: 'caller.known ==', en: Say")],
            ["small.yaml:7: `when` cannot be understood: unexpected 'end of print statement'"],
        ),
        (
            [say("a", "next: end").replace("zh_CN: 说", "zh_CN: ' '")],
            ["small.yaml:7: the text in `zh_CN` is empty"],
        ),
        # shape
        (
            [say("a", "next: end").replace(", zh_CN: 说", "")],
            ["small.yaml:7: the text in `zh_CN` is missing"],
        ),
        (
            [say("a", "next: end").replace(", zh_CN: 标题", ", zh: 标题")],
            [
                "small.yaml:6: `zh` is not known here; there are en, zh_CN",
                "small.yaml:6: the text in `zh_CN` is missing",
            ],
        ),
        (
            [say("a", "nxt: end")],
            ["small.yaml:8: `nxt` is not known here; did you mean `next`?"],
        ),
        (
            [say("a", "next: end", "required: maybe")],
            ["small.yaml:9: `required`: Expected `bool`, got `str`"],
        ),
        (
            [say("a", "next: end").replace("kind: say", "kind: shout")],
            ["small.yaml:5: `kind`: Invalid enum value 'shout'"],
        ),
        (
            [say("a", "next: end").replace("en: Say", "en: yes")],
            ["small.yaml:7: `en`: Expected `str`, got `bool`: put it in quotes"],
        ),
        (["  - just words\n"], ["small.yaml:4: here a step is expected: names, each with a value"]),
        (
            [say("a", "next: end").replace("points: [{ en: Say, zh_CN: 说 }]", "points: words")],
            ["small.yaml:7: `points`: Expected `array`, got `str`"],
        ),
        (["  []\n"], ["small.yaml:3: a script needs a step"]),
    ],
)
def test_each_mistake_at_its_line(folder: Folder, steps: list[str], mistakes: list[str]) -> None:
    assert small(folder, *steps) == mistakes


def test_more_choices_than_number_keys(folder: Folder) -> None:
    choices = "".join(f"\n      - {{ value: v{n}, label: {{ en: L{n}, zh_CN: 第{n} }} }}" for n in range(10))
    assert small(folder, ask("field: f", "next: end", "choices:" + choices)) == [
        "small.yaml:20: more than 9 choices: each has a number key"
    ]


def test_all_mistakes_of_all_files_at_once(folder: Folder) -> None:
    path = folder(
        small=HEAD
        + say("a", "next: nowhere", "required: maybe")
        + say("b", "next: gone")
        + say("c", "nxt: end").replace("en: Title, ", ""),
        other="id: other\nsteps: []\n",
        broken="id: [\n",
    )
    first, *others = found(path)
    assert first.startswith("broken.yaml:2: ")  # in the words of whichever YAML parser is there
    assert others == [
        "other.yaml:1: `title` is missing",
        "other.yaml:2: a script needs a step",
        "small.yaml:9: `required`: Expected `bool`, got `str`",
        "small.yaml:14: there is no step `gone`",
        "small.yaml:17: the text in `en` is missing",
        "small.yaml:19: `nxt` is not known here; did you mean `next`?",
    ]


def test_a_step_that_cannot_be_read_is_still_there_for_the_others(folder: Folder) -> None:
    broken = say("b", "next: end", "required: maybe")
    assert small(folder, say("a", "next: b"), broken) == ["small.yaml:14: `required`: Expected `bool`, got `str`"]


def test_what_is_in_an_unreadable_file_is_not_called_missing(folder: Folder) -> None:
    path = folder(
        small=HEAD + say("a", "next: script:broken").replace("en: Say", "en: '{{ answers.of_broken }}'"),
        broken="{",
    )
    assert [line.split(":")[0] for line in found(path)] == ["broken.yaml"]


@pytest.mark.parametrize("text", ["", "just words\n", "- a list\n", "3\n"])
def test_a_file_that_is_no_script(folder: Folder, text: str) -> None:
    (mistake,) = found(folder(small=text))
    assert mistake.endswith("here a script is expected: names, each with a value")


def test_files_that_cannot_be_read(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes(b"id: \xe9\n")
    assert found(folder()) == ["latin.yaml:0: is not UTF-8 text (byte 4): save it as UTF-8"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (mistake,) = check_directory(tmp_path / "gone")
    assert str(mistake) == f"{tmp_path / 'gone'}: there is no such folder of scripts"


def test_one_id_in_two_files(folder: Folder) -> None:
    text = HEAD + say("a", "next: end")
    assert found(folder(first=text, second=text)) == ["second.yaml:1: `small` is also the id of first.yaml"]


OPENING = """\
id: small
title: {{ en: Small, zh_CN: 小 }}
openings:
  - id: {0}
    label: {{ en: Open, zh_CN: 开场 }}
    next: {1}
steps:
"""


@pytest.mark.parametrize(
    ("opening", "target", "steps", "mistakes"),
    [
        ("aside", "b", [say("a", "next: end"), say("b", "next: end")], []),
        ("aside", "c", [say("a", "next: end")], ["small.yaml:6: there is no step `c`"]),
        ("aside", "end", [say("a", "next: end")], ["small.yaml:6: an opening begins with a step of its own script"]),
        (
            "silent",
            "b",
            [say("a", "next: end"), say("b", "next: end")],
            ["small.yaml:4: the opening `silent` stands twice, also in the script `greeting`"],
        ),
        (
            "aside",
            "b",
            [say("a", "next: end"), say("b", "next: a")],
            [
                "small.yaml:8: `a` belongs to the script's main way and to the opening `aside`, which should `end` before it"
            ],
        ),
    ],
)
def test_openings(folder: Folder, opening: str, target: str, steps: list[str], mistakes: list[str]) -> None:
    assert small(folder, *steps, head=OPENING.format(opening, target)) == mistakes


SHADOWED = """\
rules:
  - { queue: a, scripts: [hold] }
  - { queue: a, path: "2", scripts: [hold] }
  - { path: "2", scripts: [hold] }
  - { path: "1/2", scripts: [hold] }
  - { path: "1", scripts: [hold] }
"""


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        ("rules: []\n", []),
        ("default: [greetin]\n", ["starts.yaml:1: there is no script `greetin`; did you mean `greeting`?"]),
        (
            "rules:\n  - queue: a\n    scripts: [greeting, nix]\n  - queue: b\n    scripts: []\n",
            ["starts.yaml:3: there is no script `nix`", "starts.yaml:5: `scripts` is empty"],
        ),
        ("rules:\n  - queue: a\n", ["starts.yaml:2: `scripts` is missing"]),
        (
            "rules:\n  - queu: a\n    scripts: [hold]\n",
            ["starts.yaml:2: `queu` is not known here; did you mean `queue`?"],
        ),
        (
            "rules:\n  - { path: 2, scripts: [hold] }\n",
            ["starts.yaml:2: `path`: Expected `str`, got `int`: put it in quotes"],
        ),
        (
            SHADOWED,
            [
                "starts.yaml:3: an earlier rule takes every call that this one would",
                "starts.yaml:5: an earlier rule takes every call that this one would",
            ],
        ),
    ],
)
def test_starts(folder: Folder, text: str, mistakes: list[str]) -> None:
    assert found(folder(starts=text)) == mistakes


def test_dispositions_that_the_centre_does_not_know(folder: Folder) -> None:
    path = folder(
        small=HEAD
        + say("a", "disposition: slved", "next: q")
        + ask(
            "field: f",
            "next: end",
            CHOICES.format("a", "A", "甲", "b", "B", "乙").replace("value: b", "disposition: odd, value: b"),
        )
    )
    mistakes = [f"{mistake.line}: {mistake.message}" for mistake in check_directory(path, frozenset({"solved"}))]
    assert mistakes == [
        "8: no log has the disposition `slved`; did you mean `solved`?",
        "18: no log has the disposition `odd`",
    ]
    assert check_directory(path) == []


def test_the_shipped_scripts_may_suggest_what_a_centre_has_dropped() -> None:
    assert check_directory(library_path(), frozenset({"solved"})) == []


def test_scripts_with_mistakes_are_not_taken(folder: Folder) -> None:
    with pytest.raises(FileMistake) as caught:
        load_scripts(folder(small=HEAD + say("a")))
    assert str(caught.value).endswith("small.yaml:4: this leads nowhere: `next` is missing")
