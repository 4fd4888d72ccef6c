"""docs/scripts.md says what is so."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from agent_desktop.scripts.context import WORDS
from agent_desktop.scripts.loader import check_directory, load_scripts
from agent_desktop.scripts.wording import FILTERS

DOCS = Path(__file__).parents[4] / "docs" / "scripts.md"
TEXT = DOCS.read_text(encoding="utf-8")


def test_the_examples_are_sound(folder: Callable[..., Path]) -> None:
    script, starts = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    path = folder(warranty=script, starts=starts)
    assert check_directory(path, frozenset({"repair_arranged"})) == []
    assert load_scripts(path).starts_for("repairs") == ("greeting", "warranty")


def test_every_name_is_told() -> None:
    for word in WORDS:
        group, _, name = word.partition(".")
        (row,) = re.findall(rf"^\| `{group}` \| (.*) \|$", TEXT, re.MULTILINE)
        assert f"`{name}`" in row


def test_every_filter_is_told() -> None:
    assert all(f"`{name}`" in TEXT for name in FILTERS - {"d"})
