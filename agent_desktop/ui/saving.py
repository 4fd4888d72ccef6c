"""A file that is written whole or not at all: a disk that is full leaves neither half of it nor nothing of what was there before."""

from __future__ import annotations

import contextlib
from pathlib import Path

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def save(path: Path, data: bytes) -> None:
    """Write it.

    Raises:
        OSError: it cannot be written; what was there before still is.

    """
    half = path.with_name(f".{path.name}.part")
    try:
        half.write_bytes(data)
        half.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
        raise


def harmless(field: str) -> str:
    """A field of a table, for a spreadsheet that would take some beginnings for a formula."""
    return f"'{field}" if field.startswith(_DANGEROUS) else field


def why_not(error: OSError) -> str:
    """The system's own words."""
    return error.strerror or str(error)
