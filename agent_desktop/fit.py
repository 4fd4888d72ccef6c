"""Whether a file's content fits a type: all misfits at once, each at its line, with the near miss named.

`agent_desktop.files.Source.to` stops at the first misfit; a person mending a settings file wants them all. Must never
import anything of the project but `errors` and `files`.
"""

from __future__ import annotations

import difflib
import enum
import types
from collections.abc import Collection, Iterator
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import msgspec

from agent_desktop.errors import FileMistake, Mistake
from agent_desktop.files import Key, Source

T = TypeVar("T")

_LISTED = (tuple, list, set, frozenset)


def fit(source: Source, type_: type[T], *key: str | int) -> T:
    """The content, or the part of it at `key`, as a typed value.

    Raises:
        FileMistake: it does not fit; every misfit is in it.

    """
    part = source.data
    for step in key:
        part = part[step]
    mistakes = list(_misfits(source, part, type_, key))
    if mistakes:
        raise FileMistake(mistakes)
    return msgspec.convert(part, type_, strict=True)


def hint(word: str, known: Collection[str]) -> str:
    """What may have been meant by an unknown word: `; did you mean ...?`, or the whole choice when it is short."""
    near = difflib.get_close_matches(word, list(known), n=1)
    if near:
        return f"; did you mean `{near[0]}`?"
    return f"; known: {', '.join(sorted(known))}" if 0 < len(known) <= 20 else ""  # noqa: PLR2004 - one line's worth


def _misfits(source: Source, data: Any, type_: Any, key: Key) -> Iterator[Mistake]:
    """Mistakes of the parts; when the parts are sound, that of the whole, if any."""
    inner = list(_inner(source, data, _bare(type_), key))
    yield from inner or _whole(source, data, type_, key)


def _inner(source: Source, data: Any, type_: Any, key: Key) -> Iterator[Mistake]:
    origin, arguments = get_origin(type_), get_args(type_)
    structs = [member for member in (arguments if _is_union(type_) else (type_,)) if _is_struct(member)]
    if structs and data is not None:
        yield from _in_struct(source, data, structs, key)
    elif origin is dict and isinstance(data, dict):
        for name, value in data.items():
            yield from _whole(source, name, arguments[0], (*key, name))
            yield from _misfits(source, value, arguments[1], (*key, name))
    elif origin in _LISTED and isinstance(data, list):
        for index, value in enumerate(data):
            yield from _misfits(source, value, arguments[0], (*key, index))


def _in_struct(source: Source, data: Any, structs: list[Any], key: Key) -> Iterator[Mistake]:
    if not isinstance(data, dict):
        yield source.mistake(f"{_name(key)} must have named values, got {_shown(data)}", *key)
        return
    struct, mistake = _chosen(source, data, structs, key)
    if mistake is not None:
        yield mistake
        return
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    known = [*fields, *([struct.__struct_config__.tag_field] if struct.__struct_config__.tag is not None else [])]
    for name, value in data.items():
        if name in fields:
            yield from _misfits(source, value, fields[name].type, (*key, name))
        elif name not in known:
            yield source.mistake(f"unknown key `{name}`{hint(name, known)}", *key, name)
    for name, field in fields.items():
        if field.required and name not in data:
            yield source.mistake(f"{_name(key)} lacks `{name}`", *key)


def _chosen(source: Source, data: dict[str, Any], structs: list[Any], key: Key) -> tuple[Any, Mistake | None]:
    """The member of a tagged union that the data says it is."""
    field = structs[0].__struct_config__.tag_field
    if len(structs) == 1 and field is None:
        return structs[0], None
    tags = {str(struct.__struct_config__.tag): struct for struct in structs}
    if field not in data:
        return None, source.mistake(f"{_name(key)} lacks `{field}`: one of {', '.join(tags)}", *key)
    said = str(data[field])
    if said not in tags:
        return None, source.mistake(f"unknown {field} `{said}`{hint(said, tags)}", *key, field)
    return tags[said], None


def _whole(source: Source, data: Any, type_: Any, key: Key) -> Iterator[Mistake]:
    try:
        msgspec.convert(data, type_, strict=True)
    except msgspec.ValidationError as error:
        said, _, _ = str(error).partition(" - at `")
        yield source.mistake(f"{_name(key)}: {_explained(said, data, _bare(type_))}", *key)


def _explained(said: str, data: Any, type_: Any) -> str:
    members = get_args(type_) if _is_union(type_) else (type_,)
    words = [str(word.value) for member in members if _is_enum(member) for word in member]
    if words and isinstance(data, str):
        return f"unknown `{data}`{hint(data, words)}"
    if str in members and isinstance(data, (int, float)) and not isinstance(data, bool):
        return f"must be text: put {data} in quotes"
    return said[:1].lower() + said[1:]


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
