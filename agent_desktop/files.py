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

from agent_desktop.errors import FileMistake, Mistake, UserError

T = TypeVar("T")
Key = tuple[str | int, ...]
"""The way to a value: keys and list positions from the root."""

MOST_NESTED = 50
"""Levels of a YAML file. Ours have five or six."""
MOST_VALUES = 200_000
"""Values of a YAML file, each repetition by an alias counted."""

_YAML_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's, ten times as fast, where PyYAML was built with it."""
_STEP = re.compile(r"\.([^.\[\]`]+)|\[(\d+)\]")
_TOML_TABLE = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_TOML_TWICE = re.compile(r"Cannot declare \((.*?),?\) twice")
_TOML_PART = r"'([^']*)'"
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
        reader = _YamlReader(path, _text(path))
        data = reader.document()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise FileMistake([Mistake(path, line, error.problem or "not valid YAML")]) from None
    except yaml.YAMLError as error:
        raise FileMistake([Mistake(path, 0, str(error))]) from None
    return Source(path, data, reader.lines)


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
        raise FileMistake([Mistake(path, int(place[1]) if place else 0, _in_words(error))]) from None
    except RecursionError:
        raise FileMistake([Mistake(path, 0, "nested too deeply")]) from None
    return Source(path, data, _toml_lines(text))


def _in_words(error: tomllib.TOMLDecodeError) -> str:
    """The standard library writes a table's name as a Python tuple."""
    twice = _TOML_TWICE.match(str(error))
    return f"`{'.'.join(re.findall(_TOML_PART, twice[1]))}` is there twice" if twice else str(error)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")  # with or without the mark that Windows begins a file with
    except OSError as error:
        raise FileMistake([Mistake(path, 0, f"cannot be read: {error.strerror}")]) from None
    except UnicodeDecodeError as error:
        raise FileMistake([Mistake(path, 0, f"is not UTF-8 text (byte {error.start}): save it as UTF-8")]) from None


class _YamlReader:
    """One document, event by event: its values, and the line of each."""

    def __init__(self, path: Path, text: str) -> None:
        self.lines: dict[Key, int] = {}
        self._path = path
        self._loader: Any = _YAML_LOADER(text)
        self._anchors: dict[str, tuple[Any, int]] = {}
        """What stands behind each anchor, and how many values it is made of."""
        self._count = 0

    def document(self) -> Any:
        self._loader.get_event()  # the stream begins
        if self._loader.check_event(yaml.StreamEndEvent):
            return None
        self._loader.get_event()  # the document begins
        data = self._value(self._loader.get_event(), ())
        self._loader.get_event()  # the document ends
        if not self._loader.check_event(yaml.StreamEndEvent):
            raise self._mistake(self._loader.get_event(), "a second document begins here; a file holds one")
        return data

    def _value(self, event: yaml.Event, key: Key) -> Any:
        self.lines.setdefault(key, _line(event))
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        before = self._count
        self._add(event, 1)
        if len(key) > MOST_NESTED:
            raise self._mistake(event, f"nested too deeply: more than {MOST_NESTED} levels")
        if isinstance(event, yaml.SequenceStartEvent):
            value: Any = self._sequence(key)
        elif isinstance(event, yaml.MappingStartEvent):
            value = self._mapping(key)
        else:
            value = self._scalar(event)
        if anchor := getattr(event, "anchor", None):
            self._anchors[anchor] = value, self._count - before
        return value

    def _sequence(self, key: Key) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := self._loader.get_event(), yaml.SequenceEndEvent):
            items.append(self._value(event, (*key, len(items))))
        return items

    def _mapping(self, key: Key) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(event := self._loader.get_event(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self._mistake(event, "a key must be a plain word")
            name = str(event.value)
            if name in mapping:
                raise self._mistake(event, f"`{name}` stands twice")
            self.lines[(*key, name)] = _line(event)
            mapping[name] = self._value(self._loader.get_event(), (*key, name))
        return mapping

    def _alias(self, event: yaml.AliasEvent) -> Any:
        """An anchor is known once what it stands on is complete: so nothing can contain itself."""
        if event.anchor not in self._anchors:
            raise self._mistake(
                event, f"`*{event.anchor}` refers to nothing before it, or to what it is itself part of"
            )
        value, count = self._anchors[event.anchor]
        self._add(event, count)
        return value

    def _scalar(self, event: Any) -> Any:
        tag = event.tag
        if tag is None or tag == "!":
            tag = self._loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        node = yaml.ScalarNode(tag, event.value, event.start_mark, event.end_mark)
        try:
            return self._loader.construct_object(node, deep=True)
        except (yaml.YAMLError, ValueError) as error:
            raise self._mistake(event, f"not understood: {error}") from None

    def _add(self, event: yaml.Event, count: int) -> None:
        self._count += count
        if self._count > MOST_VALUES:
            raise self._mistake(event, f"too much for one file: more than {MOST_VALUES} values")

    def _mistake(self, event: yaml.Event, message: str) -> FileMistake:
        return FileMistake([Mistake(self._path, _line(event), message)])


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


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


def make_folder(directory: Path) -> None:
    """Make a folder and those above it, where they are missing.

    Raises:
        UserError: it cannot be made.

    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"the directory {directory} cannot be made: {error.strerror}") from error
