"""What a line says of a caller, made fit to be shown.

A display name is free text of the caller's making. Control characters, direction overrides and invisible ones go, so that a
name can neither break a line nor read backwards; the length is cut. What remains is still only a claim.
"""

from __future__ import annotations

import unicodedata


def clean(text: str, limit: int) -> str:
    """Printable characters only, inner white space single, at most `limit` characters."""
    shown = "".join(" " if char.isspace() else char for char in text if char.isspace() or _visible(char))
    return " ".join(shown.split())[:limit].rstrip()


def _visible(char: str) -> bool:
    return unicodedata.category(char)[0] != "C" and unicodedata.category(char) not in {"Zl", "Zp"}
