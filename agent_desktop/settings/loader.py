"""Settings from a TOML file: either all of it fits, or every mistake in it is named by its line and nothing is taken.

Relative paths in it count from the file. Must never create or change anything.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from agent_desktop.errors import FileMistake, Mistake
from agent_desktop.files import Key, Source, read_toml
from agent_desktop.fit import misfits
from agent_desktop.settings.checker import check
from agent_desktop.settings.model import Section, Settings

SAMPLE = Path(__file__).parents[1] / "data" / "settings.toml"


def load_settings(path: Path | None = None) -> Settings:
    """Read and check a settings file; without one, the shipped sample.

    Raises:
        FileMistake: all that is wrong with it.

    """
    source = read_toml(path or SAMPLE)
    found: list[tuple[Key, str]] = list(misfits(source, Settings))
    broken = _broken(source, [key for key, _ in found])
    settings = _with_absolute_paths(_whole(source, broken), source.path.absolute().parent)
    found += check(settings, broken)
    if found:
        raise FileMistake(sorted({source.mistake(message, *key) for key, message in found}))
    return settings


def _broken(source: Source, keys: list[Key]) -> frozenset[str]:
    """Tables that do not fit or are missing."""
    required = {field.encode_name for field in msgspec.structs.fields(Settings) if field.required}
    return frozenset({str(key[0]) for key in keys if key} | (required - source.data.keys()))


def _whole(source: Source, broken: frozenset[str]) -> Settings:
    """The settings, with the sample in place of broken tables, so that the sound ones can be judged all the same."""
    sound = {name: table for name, table in source.data.items() if name not in broken}
    return msgspec.convert((read_toml(SAMPLE).data if broken else {}) | sound, Settings)


def switch_password(settings: Settings) -> str:
    """The password of the switch, from the settings or from the file that they name.

    Raises:
        FileMistake: the file cannot be read.

    """
    if not settings.switch.password_file:
        return settings.switch.password
    path = Path(settings.switch.password_file)
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise FileMistake([Mistake(path, 0, f"the switch's password cannot be read: {error}")]) from None


def _with_absolute_paths(settings: Settings, base: Path) -> Settings:
    def absolute(section: Section, *names: str) -> dict[str, str]:
        given = {name: getattr(section, name) for name in names}
        return {name: str(base / Path(value).expanduser()) for name, value in given.items() if value}

    replace = msgspec.structs.replace
    centre, switch = settings.centre, settings.switch
    return replace(
        settings,
        centre=replace(centre, **absolute(centre, "tls_certificate", "tls_key", "data_directory")),
        switch=replace(switch, **absolute(switch, "password_file")),
        simulator=replace(settings.simulator, **absolute(settings.simulator, "callers")),
        flows=replace(settings.flows, **absolute(settings.flows, "directory")),
        scripts=replace(settings.scripts, **absolute(settings.scripts, "directory")),
    )
