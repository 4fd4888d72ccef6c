"""Whether a file's content fits a type: all misfits at once, each at its line, with the near miss named.

`agent_desktop.files.Source.to` stops at the first misfit; a person mending a settings file wants them all. Must never
import anything of the project but `errors` and `files`.
"""

from __future__ import annotations

import difflib
import enum
import functools
import re
import types
from collections.abc import Collection, Iterator
from typing import Annotated, Any, NamedTuple, TypeVar, Union, get_args, get_origin

import msgspec

from agent_desktop.errors import FileMistake
from agent_desktop.files import Key, Source

T = TypeVar("T")

_TYPE = re.compile(r"`(\w+)`")
_PLAIN = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "named values",
    "null": "nothing",
}
"""msgspec's words in the reader's."""
_LISTED = (tuple, list, set, frozenset)


class Misfit(NamedTuple):
    """One thing that does not fit. `key` is the way to it from the root of the file."""

    key: Key
    message: str


def fit(source: Source, type_: type[T], *key: str | int) -> T:
    """The content, or the part of it at `key`, as a typed value.

    Raises:
        FileMistake: it does not fit; every misfit is in it.

    """
    if found := misfits(source, type_, *key):
        raise FileMistake([source.mistake(misfit.message, *misfit.key) for misfit in found])
    return msgspec.convert(_part(source, key), type_, strict=True)


def misfits(source: Source, type_: Any, *key: str | int) -> list[Misfit]:
    """All that keeps the content, or the part of it at `key`, from being of this type."""
    return list(_misfits(_part(source, key), type_, key))


def hint(word: str, known: Collection[str]) -> str:
    """What may have been meant by an unknown word: `; did you mean ...?`, or the whole choice when it is short."""
    near = difflib.get_close_matches(word, list(known), n=1)
    if near:
        return f"; did you mean `{near[0]}`?"
    return f"; known: {', '.join(sorted(known))}" if 0 < len(known) <= 20 else ""  # noqa: PLR2004 - one line's worth


def _misfits(data: Any, type_: Any, key: Key) -> Iterator[Misfit]:
    """Mistakes of the parts; when the parts are sound, that of the whole, if any."""
    inner = list(_inner(data, _bare(type_), key))
    yield from inner or _whole(data, type_, key)


def _inner(data: Any, type_: Any, key: Key) -> Iterator[Misfit]:
    origin, arguments = get_origin(type_), get_args(type_)
    structs = [member for member in (arguments if _is_union(type_) else (type_,)) if _is_struct(member)]
    if structs and data is not None:
        yield from _in_struct(data, structs, key)
    elif origin is dict and isinstance(data, dict):
        for name, value in data.items():
            yield from _whole(name, arguments[0], (*key, name))
            yield from _misfits(value, arguments[1], (*key, name))
    elif origin in _LISTED and isinstance(data, list):
        for index, value in enumerate(data):
            yield from _misfits(value, arguments[0], (*key, index))


def _in_struct(data: Any, structs: list[Any], key: Key) -> Iterator[Misfit]:
    if not isinstance(data, dict):
        yield Misfit(key, f"{_name(key)} must have named values, got {_shown(data)}")
        return
    struct, mistake = _chosen(data, structs, key)
    if mistake is not None:
        yield mistake
        return
    fields = _fields(struct)
    known = [*fields, *([struct.__struct_config__.tag_field] if struct.__struct_config__.tag is not None else [])]
    for name, value in data.items():
        if name in fields:
            yield from _misfits(value, fields[name].type, (*key, name))
        elif name not in known:
            yield Misfit((*key, name), f"unknown key `{name}`{hint(name, known)}")
    for name, field in fields.items():
        if field.required and name not in data:
            yield Misfit(key, f"{_name(key)} lacks `{name}`")


@functools.cache
def _fields(struct: Any) -> dict[str, msgspec.structs.FieldInfo]:
    return {field.encode_name: field for field in msgspec.structs.fields(struct)}


def _chosen(data: dict[str, Any], structs: list[Any], key: Key) -> tuple[Any, Misfit | None]:
    """The member of a tagged union that the data says it is."""
    field = structs[0].__struct_config__.tag_field
    if len(structs) == 1 and field is None:
        return structs[0], None
    tags = {str(struct.__struct_config__.tag): struct for struct in structs}
    if field not in data:
        return None, Misfit(key, f"{_name(key)} lacks `{field}`: one of {', '.join(tags)}")
    said = str(data[field])
    if said not in tags:
        return None, Misfit((*key, field), f"unknown {field} `{said}`{hint(said, tags)}")
    return tags[said], None


def _whole(data: Any, type_: Any, key: Key) -> Iterator[Misfit]:
    try:
        msgspec.convert(data, type_, strict=True)
    except msgspec.ValidationError as error:
        said, _, _ = str(error).partition(" - at `")
        yield Misfit(key, f"{_name(key)}: {_explained(said, data, _bare(type_))}")


def _explained(said: str, data: Any, type_: Any) -> str:
    members = get_args(type_) if _is_union(type_) else (type_,)
    words = [str(word.value) for member in members if _is_enum(member) for word in member]
    if words and isinstance(data, str):
        return f"unknown `{data}`{hint(data, words)}"
    if str in members and isinstance(data, (int, float)) and not isinstance(data, bool):
        return f"must be text: put {data} in quotes"
    plain = _TYPE.sub(lambda match: _PLAIN.get(match[1], match[0]), said)
    return plain[:1].lower() + plain[1:]


def _part(source: Source, key: Key) -> Any:
    part = source.data
    for step in key:
        part = part[step]
    return part


def _name(key: Key) -> str:
    named = [str(step) for step in key]
    return f"`{'.'.join(named)}`" if named else "the file"


def _shown(data: Any) -> str:
    return "nothing" if data is None else f"`{data}`"


def _bare(type_: Any) -> Any:
    return get_args(type_)[0] if get_origin(type_) is Annotated else type_


def _is_union(type_: Any) -> bool:
    return get_origin(type_) in (Union, types.UnionType)


def _is_struct(type_: Any) -> bool:
    return isinstance(type_, type) and issubclass(type_, msgspec.Struct)


def _is_enum(type_: Any) -> bool:
    return isinstance(type_, type) and issubclass(type_, enum.Enum)
