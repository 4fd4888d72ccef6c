"""How the names in the lists of colleagues and queues are spelled, kept in the data directory: the tables take long to load, and a centre that
starts again is in a hurry.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
import structlog

from agent_desktop import pinyin
from agent_desktop.pinyin import Spelling

log = structlog.get_logger(__name__)


def recall(path: Path) -> None:
    """Take up what `keep` has written. A file that is missing or damaged is none."""
    try:
        pinyin.recalled.update(msgspec.json.decode(path.read_bytes(), type=dict[str, Spelling | None]))
    except (OSError, msgspec.MsgspecError):
        return


def keep(path: Path, names: Iterable[str]) -> None:
    """Spell these names anew, and write down how they are spelled."""
    data = msgspec.json.encode({name: pinyin.spell(name) for name in names})
    try:
        if not path.exists() or path.read_bytes() != data:
            new = path.with_suffix(".new")
            new.write_bytes(data)
            new.replace(path)
    except OSError as error:
        log.warning("how names are spelled cannot be kept; a restart takes a moment longer", reason=error.strerror)
