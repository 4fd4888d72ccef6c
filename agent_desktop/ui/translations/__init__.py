"""Bring the translations up to date: `python -m agent_desktop.ui.translations [--check]`.

Takes the texts out of the sources (`pyside6-lupdate`, over files: a directory finds nothing), keeps what is translated, and
compiles the result (`pyside6-lrelease`). With `--check` nothing is written: it fails when something would change or is not
translated. A tool of the developer; must never be imported by the program.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

HERE = Path(__file__).parent
CATALOGUE = HERE / "agent_desktop_zh_CN.ts"
COMPILED = CATALOGUE.with_suffix(".qm")


def sources() -> list[Path]:
    """Every file that may hold a text, in a fixed order."""
    return sorted(path for path in HERE.parent.rglob("*.py") if path.parent != HERE)


def extract(catalogue: Path) -> None:
    """Bring a catalogue in step with the sources; runs in the ui folder, so that no path of this machine gets into it."""
    names = [str(path.relative_to(HERE.parent)) for path in sources()]
    options = ["-no-obsolete", "-locations", "none", "-silent"]
    _run("lupdate", *options, *names, "-ts", str(catalogue))


def compile_to(catalogue: Path, compiled: Path) -> None:
    _run("lrelease", "-fail-on-unfinished", "-silent", str(catalogue), "-qm", str(compiled))


def unfinished(catalogue: Path) -> Iterator[str]:
    """The texts that have no translation yet, as `context: text`."""
    for context in ET.parse(catalogue).getroot().iter("context"):  # noqa: S314 - our own file
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") == "unfinished":
                yield f"{context.findtext('name')}: {message.findtext('source')}"


def outdated() -> list[str]:
    """What is not in step: texts to translate, a catalogue or a compiled file to renew. Empty: all is well."""
    with TemporaryDirectory() as folder:
        fresh = Path(folder) / CATALOGUE.name
        shutil.copy(CATALOGUE, fresh)
        extract(fresh)
        found = [f"not translated: {text}" for text in unfinished(fresh)]
        if fresh.read_bytes() != CATALOGUE.read_bytes():
            found.append(f"{CATALOGUE.name} is not in step with the sources")
        if not found and _compiled(fresh) != COMPILED.read_bytes():
            found.append(f"{COMPILED.name} is not in step with {CATALOGUE.name}")
    return found


def _compiled(catalogue: Path) -> bytes:
    compiled = catalogue.with_suffix(".qm")
    compile_to(catalogue, compiled)
    return compiled.read_bytes()


def _run(tool: str, *arguments: str) -> None:
    beside = Path(sys.executable).with_name(f"pyside6-{tool}")
    program = str(beside) if beside.exists() else f"pyside6-{tool}"
    subprocess.run([program, *arguments], cwd=HERE.parent, check=True, capture_output=True, text=True)  # noqa: S603 - fixed
