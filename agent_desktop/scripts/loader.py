"""Scripts read from folders of YAML files: those that come with the program, then a centre's own, which add to them or replace
them by id. `starts.yaml` says which scripts a call is planned to go through.

Every mistake of every file is found before anything is refused, each with its file and line. Nothing is half taken: either all
scripts are sound and fit together, or none is used.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from agent_desktop.errors import FileMistake, Mistake
from agent_desktop.files import Key, Source, read_yaml
from agent_desktop.protocol.record import Text
from agent_desktop.scripts.checker import mistakes_between
from agent_desktop.scripts.loaded import Loaded, LoadedStarts
from agent_desktop.scripts.model import Choice, Opening, Point, Script, Scripts, StartRule, Starts, Step

STARTS_FILE = "starts.yaml"
S = TypeVar("S", bound=msgspec.Struct)

_TEXTS = frozenset({"title", "hint", "label"})
_LISTS: Mapping[str, type[msgspec.Struct]] = {
    "steps": Step,
    "points": Point,
    "choices": Choice,
    "openings": Opening,
    "rules": StartRule,
}


def library_path() -> Path:
    """The folder of the scripts that come with the program."""
    return Path(str(resources.files("agent_desktop.scripts").joinpath("library")))


def load_scripts(*directories: Path) -> Scripts:
    """The program's own scripts, with a centre's over them.

    Raises:
        FileMistake: some file has mistakes; all are named, nothing is taken.

    """
    scripts, mistakes = _read(directories, None)
    if mistakes:
        raise FileMistake(mistakes)
    return scripts


def check_directory(path: Path, dispositions: frozenset[str] | None = None) -> list[Mistake]:
    """All that is wrong with a centre's scripts, together with the program's own, in order of file and line.

    `dispositions` are the codes that the centre's logs know; None: not looked at.
    """
    return _read((path,), dispositions)[1]


def _read(directories: tuple[Path, ...], dispositions: frozenset[str] | None) -> tuple[Scripts, list[Mistake]]:
    mistakes: list[Mistake] = []
    loaded: dict[str, Loaded] = {}
    starts: list[LoadedStarts] = []
    for directory in dict.fromkeys(path.resolve() for path in (library_path(), *directories)):
        own, wrong = _shipped() if directory == library_path().resolve() else _directory(directory)
        mistakes += wrong
        starts[:0] = [file for file in own if isinstance(file, LoadedStarts)]
        loaded |= _by_id([file for file in own if isinstance(file, Loaded)], mistakes)
    read = {file.source.path.name for file in loaded.values()} | {STARTS_FILE}
    complete = all(mistake.path.name in read for mistake in mistakes)
    mistakes += mistakes_between(loaded, starts, complete=complete, dispositions=dispositions)
    joined = Starts(
        default=next((file.starts.default for file in starts if file.starts.default), ()),
        rules=tuple(rule for file in starts for rule in file.starts.rules),
    )
    return Scripts({name: file.script for name, file in loaded.items()}, joined), sorted(set(mistakes))


def _directory(directory: Path) -> tuple[list[Loaded | LoadedStarts], list[Mistake]]:
    mistakes: list[Mistake] = []
    return list(_files(directory, mistakes)), mistakes


@cache
def _shipped() -> tuple[list[Loaded | LoadedStarts], list[Mistake]]:
    """What comes with the program does not change while it runs."""
    return _directory(library_path().resolve())


def _by_id(files: list[Loaded], mistakes: list[Mistake]) -> dict[str, Loaded]:
    found: dict[str, Loaded] = {}
    for file in files:
        other = found.setdefault(file.script.id, file)
        if other is not file:
            message = f"`{file.script.id}` is also the id of {other.source.path.name}"
            mistakes.append(file.source.mistake(message, "id"))
    return found


def _files(directory: Path, mistakes: list[Mistake]) -> Iterator[Loaded | LoadedStarts]:
    if not directory.is_dir():
        mistakes.append(Mistake(directory, 0, "there is no such folder of scripts"))
        return
    for path in sorted(directory.glob("*.y*ml")):
        try:
            source = read_yaml(path)
        except FileMistake as error:
            mistakes.extend(error.mistakes)
            continue
        yield from (_starts if path.name == STARTS_FILE else _script)(source, mistakes)


def _starts(source: Source, mistakes: list[Mistake]) -> Iterator[LoadedStarts]:
    found = list(_misfits(source, Starts))
    mistakes.extend(found)
    if not found:
        yield LoadedStarts(source, source.to(Starts))


def _script(source: Source, mistakes: list[Mistake]) -> Iterator[Loaded]:
    """A script with those of its steps that are sound, so that the others do not hide what is wrong between them."""
    found = list(_misfits(source, Script))
    mistakes.extend(found)
    data = source.data
    if not found:
        yield Loaded(source, source.to(Script), tuple(range(len(data["steps"]))), _is_own(source))
    elif isinstance(data, dict) and isinstance(data.get("id"), str) and isinstance(data.get("steps"), list):
        sound = tuple(index for index in range(len(data["steps"])) if not list(_misfits(source, Step, "steps", index)))
        steps = tuple(source.to(Step, "steps", index) for index in sound)
        if steps:
            yield Loaded(source, Script(data["id"], _NO_TITLE, steps), sound, _is_own(source), whole=False)


def _is_own(source: Source) -> bool:
    return source.path.parent != library_path().resolve()


_NO_TITLE = Text(en="", zh_CN="")


# --- shape -----------------------------------------------------------------------------------------------------------


def _misfits(source: Source, type_: type[msgspec.Struct], *key: str | int) -> Iterator[Mistake]:
    """Every way in which a part of a file is not of its type: each field is looked at by itself."""
    value = _at(source.data, key)
    if not isinstance(value, dict):
        yield source.mistake(f"here a {type_.__name__.lower()} is expected: names, each with a value", *key)
        return
    fields = _fields(type_)
    for name in value.keys() - fields.keys():
        yield source.mistake(f"`{name}` is not known here{_near(name, fields)}", *key, name)
    for name, field in fields.items():
        if name in value:
            yield from _value_misfits(source, field.type, *key, name)
        elif field.required:
            yield source.mistake(_missing(name), *key)


@cache
def _fields(type_: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    return {field.encode_name: field for field in msgspec.structs.fields(type_)}


def _value_misfits(source: Source, type_: Any, *key: str | int) -> Iterator[Mistake]:
    name, value = key[-1], _at(source.data, key)
    if name in _TEXTS:
        yield from _misfits(source, Text, *key)
    elif name in _LISTS and isinstance(value, list):
        for index in range(len(value)):
            yield from _misfits(source, _LISTS[str(name)], *key, index)
        if name == "steps" and not value:
            yield source.mistake("a script needs a step", *key)
    else:
        yield from _plain_misfits(source, type_, *key)


def _plain_misfits(source: Source, type_: Any, *key: str | int) -> Iterator[Mistake]:
    try:
        source.to(type_, *key)
    except FileMistake as error:
        for mistake in error.mistakes:
            yield Mistake(mistake.path, mistake.line, f"`{key[-1]}`: {_plainer(mistake.message)}")


def _plainer(message: str) -> str:
    if "matching regex" in message:
        return "a name is made of small letters, digits and `_`, and begins with a letter"
    if message.startswith("Expected `str`, got "):
        return f"{message}: put it in quotes"
    return message


def _missing(name: str) -> str:
    return f"the text in `{name}` is missing" if name in {"en", "zh_CN"} else f"`{name}` is missing"


def _near(name: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean `{near[0]}`?" if near else f"; there are {', '.join(known)}"


def _at(data: Any, key: Key) -> Any:
    for step in key:
        data = data[step]
    return data
