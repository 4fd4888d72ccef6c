from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from agent_desktop.scripts.loader import library_path, load_scripts
from agent_desktop.scripts.model import Scripts, StartRule, Starts

CLOSING = """\
id: closing
version: 7
title: { en: Ours, zh_CN: 本中心 }
steps:
  - id: bye
    kind: say
    title: { en: Bye, zh_CN: 再见 }
    points: [{ en: Bye, zh_CN: 再见 }]
    next: finish
"""


def test_the_shipped_scripts() -> None:
    assert set(load_scripts().scripts) == {
        "closing",
        "complaint",
        "enquiry",
        "greeting",
        "hold",
        "transfer",
    }


def test_a_folder_named_twice_is_read_once() -> None:
    assert load_scripts(library_path(), library_path()) == load_scripts()


def test_a_centres_own_script_replaces_the_shipped_one(folder: Callable[..., Path]) -> None:
    path = folder(any_name=CLOSING.replace("bye", "promised").replace("next: finish", "next: log"))
    (path / "any_name.yaml").write_text(CLOSING, encoding="utf-8")
    scripts = load_scripts(path)
    assert (scripts.scripts["closing"].version, len(scripts.scripts["closing"].steps)) == (7, 1)
    assert scripts.scripts["greeting"] == load_scripts().scripts["greeting"]


def test_a_centres_own_rules_come_first(folder: Callable[..., Path]) -> None:
    rules = "default: [closing]\nrules:\n  - { queue: complaints, scripts: [complaint] }\n"
    scripts = load_scripts(folder(starts=rules))
    assert scripts.starts_for("complaints") == ("complaint",)
    assert scripts.starts_for("orders") == ("greeting", "enquiry")
    assert scripts.starts_for("elsewhere") == ("closing",)


def test_rules_alone_keep_the_shipped_default(folder: Callable[..., Path]) -> None:
    assert load_scripts(folder(starts="rules: []\n")).starts_for("elsewhere") == ("greeting",)


RULES = Starts(
    default=("d",),
    rules=(
        StartRule(("a",), queue="q", path="1/2"),
        StartRule(("b",), path="2"),
        StartRule(("c",), queue="q", dnis="95001"),
    ),
)


@pytest.mark.parametrize(
    ("queue", "path", "dnis", "scripts"),
    [
        ("q", ("1", "2"), "", ("a",)),
        ("q", ("9", "1", "2"), "", ("a",)),
        ("q", ("2",), "95001", ("b",)),
        ("x", ("1", "2"), "", ("b",)),
        ("q", ("2", "1"), "95001", ("c",)),
        ("q", (), "", ("d",)),
        ("q", ("12",), "", ("d",)),
        ("", (), "", ("d",)),
    ],
)
def test_the_first_rule_that_matches(queue: str, path: tuple[str, ...], dnis: str, scripts: tuple[str, ...]) -> None:
    assert Scripts({}, RULES).starts_for(queue, path, dnis) == scripts
