"""YAML and TOML files read into typed values, with every mistake named by file and line.

One road for settings, flows, scripts and callers: `read_yaml` or `read_toml` gives a `Source`, `Source.to(type)` checks it
against a msgspec type. Must never import anything of the project but the errors.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from agent_desktop.errors import FileMistake, Mistake

T = TypeVar("T")
Key = tuple[str | int, ...]
"""The way to a value: keys and list positions from the root."""

_STEP = re.compile(r"\.([^.\[\]`]+)|\[(\d+)\]")
_TOML_TABLE = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_TOML_KEY = re.compile(r"^\s*([A-Za-z0-9_.\-\"']+)\s*=")


@dataclass(frozen=True)
class Source:
    """A file's content with the line of each of its values."""

    path: Path
    data: Any
    lines: dict[Key, int] = field(default_factory=dict)

    def line(self, *key: str | int) -> int:
        """The line of a value, or of the nearest thing around it that has one."""
        for length in range(len(key), 0, -1):
            if key[:length] in self.lines:
                return self.lines[key[:length]]
        return self.lines.get((), 0)

    def mistake(self, message: str, *key: str | int) -> Mistake:
        """A mistake at the place of a value."""
        return Mistake(self.path, self.line(*key), message)

    def to(self, type_: type[T], *key: str | int) -> T:
        """The content, or the part of it at `key`, as a typed value.

        msgspec does not say which value of a mapping was wrong; convert those one by one, each by its key.

        Raises:
            FileMistake: it does not fit; the first misfit is named at its line.

        """
        part = self.data
        for step in key:
            part = part[step]
        try:
            return msgspec.convert(part, type_, strict=True)
        except msgspec.ValidationError as error:
            message, _, place = str(error).partition(" - at `$")
            inner = tuple(int(index) if index else name for name, index in _STEP.findall(place.split("[...]")[0]))
            raise FileMistake([self.mistake(message, *key, *inner)]) from None


def read_yaml(path: Path) -> Source:
    """Read a YAML file (safe subset, no duplicate keys).

    Raises:
        FileMistake: it cannot be read or is no YAML.

    """
    try:
        root = yaml.compose(_text(path), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise FileMistake([Mistake(path, line, error.problem or "not valid YAML")]) from None
    except yaml.YAMLError as error:
        raise FileMistake([Mistake(path, 0, str(error))]) from None
    lines: dict[Key, int] = {}
    data = None if root is None else _plain(root, (), path, lines)
    return Source(path, data, lines)


def read_toml(path: Path) -> Source:
    """Read a TOML file.

    Raises:
        FileMistake: it cannot be read or is no TOML.

    """
    text = _text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        raise FileMistake([Mistake(path, int(place[1]) if place else 0, str(error))]) from None
    return Source(path, data, _toml_lines(text))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise FileMistake([Mistake(path, 0, f"cannot be read: {error.strerror}")]) from None
    except UnicodeDecodeError as error:
        raise FileMistake([Mistake(path, 0, f"is not UTF-8 text (byte {error.start})")]) from None


def _plain(node: yaml.Node, key: Key, path: Path, lines: dict[Key, int]) -> Any:
    lines.setdefault(key, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*key, index), path, lines) for index, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _plain_mapping(node, key, path, lines)
    return _scalar(node, path)


def _plain_mapping(node: yaml.MappingNode, key: Key, path: Path, lines: dict[Key, int]) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for name_node, child in node.value:
        line = name_node.start_mark.line + 1
        if not isinstance(name_node, yaml.ScalarNode):
            raise FileMistake([Mistake(path, line, "a key must be a plain word")])
        name = str(name_node.value)
        if name in mapping:
            raise FileMistake([Mistake(path, line, f"`{name}` stands twice")])
        lines[(*key, name)] = line
        mapping[name] = _plain(child, (*key, name), path, lines)
    return mapping


def _scalar(node: yaml.Node, path: Path) -> Any:
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError) as error:
        raise FileMistake([Mistake(path, node.start_mark.line + 1, f"not understood: {error}")]) from None


def _toml_lines(text: str) -> dict[Key, int]:
    """Lines of tables and keys; good for the flat tables that settings are made of."""
    lines: dict[Key, int] = {(): 1}
    table: Key = ()
    counts: dict[Key, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _TOML_TABLE.match(line):
            table = _dotted(header[2])
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            lines.setdefault(table, number)
        elif entry := _TOML_KEY.match(line):
            lines.setdefault((*table, *_dotted(entry[1])), number)
    return lines


def _dotted(name: str) -> Key:
    return tuple(part.strip().strip("\"'") for part in name.split("."))
