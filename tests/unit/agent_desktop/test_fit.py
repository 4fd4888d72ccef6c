"""Every misfit of a file, at once."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import msgspec
import pytest
from msgspec import Meta

from agent_desktop.errors import FileMistake
from agent_desktop.files import read_yaml
from agent_desktop.fit import fit, hint


class Colour(enum.StrEnum):
    RED = "red"
    GREEN = "green"


class Dot(msgspec.Struct, frozen=True, tag_field="type", tag="dot"):
    size: Annotated[int, Meta(ge=1)]


class Line(msgspec.Struct, frozen=True, tag_field="type", tag="line"):
    colour: Colour = Colour.RED


class Page(msgspec.Struct, frozen=True):
    title: str
    shapes: dict[str, Dot | Line] = {}
    margins: tuple[float, ...] = ()
    note: str | None = None
    cover: Dot | None = None


def mistakes(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    path = tmp_path / "page.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        fit(read_yaml(path), Page)
    except FileMistake as error:
        return [(mistake.line, mistake.message) for mistake in error.mistakes]
    return []


def test_what_fits_is_given(tmp_path: Path) -> None:
    path = tmp_path / "page.yaml"
    path.write_text("title: t\nshapes: {a: {type: dot, size: 2}, b: {type: line, colour: green}}\nmargins: [1, 2.5]\n")
    assert fit(read_yaml(path), Page) == Page("t", {"a": Dot(2), "b": Line(Colour.GREEN)}, (1.0, 2.5))


def test_all_misfits_are_named(tmp_path: Path) -> None:
    text = """\
titel: t
shapes:
  a: {type: dto, size: 2}
  b:
    type: line
    colour: gren
  c:
    type: dot
    size: 0
  d: 7
  e: {size: 1}
margins:
  - 1
  - wide
note: 5
cover: {type: line}
"""
    assert mistakes(tmp_path, text) == [
        (1, "unknown key `titel`; did you mean `title`?"),
        (3, "unknown type `dto`; did you mean `dot`?"),
        (6, "`shapes.b.colour`: unknown `gren`; did you mean `green`?"),
        (9, "`shapes.c.size`: expected a whole number >= 1"),
        (10, "`shapes.d` must have named values, got `7`"),
        (11, "`shapes.e` lacks `type`: one of dot, line"),
        (14, "`margins.1`: expected a number, got text"),
        (15, "`note`: must be text: put 5 in quotes"),
        (16, "unknown type `line`; known: dot"),
        (1, "the file lacks `title`"),
    ]


@pytest.mark.parametrize(
    ("text", "said"), [("7", "got `7`"), ("", "expected named values"), ("[a]", "must have named values")]
)
def test_a_file_of_another_shape(tmp_path: Path, text: str, said: str) -> None:
    assert [said in message for _, message in mistakes(tmp_path, text)] == [True]


def test_nothing_may_stand_where_nothing_is_allowed(tmp_path: Path) -> None:
    assert mistakes(tmp_path, "title: t\nnote: ~\ncover: ~\n") == []


def test_a_hint_names_the_near_miss_or_a_short_choice() -> None:
    assert hint("complaint", ["complaints", "orders"]) == "; did you mean `complaints`?"
    assert hint("zzz", ["b", "a"]) == "; known: a, b"
    assert hint("zzz", [str(number) for number in range(50)]) == ""
    assert hint("zzz", []) == ""
