"""A command line taken apart (ITU-T V.250 5.3 and 5.4). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_EXTENDED = re.compile(r"([+#][A-Z][A-Z0-9!%\-./:_]*)(=\?|\?|=)?")
_REGISTER = re.compile(r"S(\d{1,3})(?:(\?)|=(\d{1,3})?)?")
_BASIC = re.compile(r"([A-Z]|[&\\%*\-][A-Z])(\d{0,3})")


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a line."""

    name: str
    """`E`, `&K`, `S`, `D`, `+VCID`, `#CID`; `?` for what is none."""
    how: str = ""
    """`=` sets, `?` asks, `=?` asks what there is; empty does."""
    value: str = ""
    register: int = 0


def parse(line: str) -> Iterator[Command]:
    """The commands after `AT`, up to the first that makes no sense. Case and blanks do not matter, but within quotes."""
    rest = _plain(line)
    while rest:
        command, rest = _next(rest)
        yield command
        if command.name == "?":
            return


def _next(text: str) -> tuple[Command, str]:
    if text[0] == ";":
        return _next(text[1:]) if len(text) > 1 else (Command(""), "")
    if text[0] == "D":
        return Command("D", value=text[1:]), ""
    if match := _EXTENDED.match(text):
        return _extended(match, text[match.end() :])
    if match := _REGISTER.match(text):
        how = match[2] or ("=" if "=" in match[0] else "")
        return Command("S", how, match[3] or "0", int(match[1])), text[match.end() :]
    if match := _BASIC.match(text):
        return Command(match[1], value=match[2] or "0"), text[match.end() :]
    return Command("?"), ""


def _extended(match: re.Match[str], rest: str) -> tuple[Command, str]:
    how = match[2] or ""
    if how != "=":
        if rest and not rest.startswith(";"):
            # Rockwell's are followed by others without a semicolon: `#VLS=0A`, `E0#VTX`.
            return Command(match[1], how), rest
        return Command(match[1], how), rest[1:]
    value = re.match(r'(?:"[^"]*"|[^";])*', rest)
    assert value is not None, "matches anything"
    return _ended(match[1], value[0], rest[value.end() :])


def _ended(name: str, value: str, rest: str) -> tuple[Command, str]:
    """Rockwell's words end with their number: the letters after it are the next command."""
    if name.startswith("#") and (tail := re.match(r"([0-9A-F,\[\]?]*?\d?)([A-Z#+&].*)", value)) and "VTS" not in name:
        return Command(name, "=", tail[1]), tail[2] + rest
    return Command(name, "=", value), rest[1:]


def _plain(line: str) -> str:
    parts = line.split('"')
    parts[::2] = ["".join(part.split()).upper() for part in parts[::2]]
    return '"'.join(parts)
