"""Text as the store takes it. Pure; must never import I/O."""

from __future__ import annotations

import unicodedata

from agent_desktop.pinyin import spelling


def clean(text: str) -> str:
    """What a person typed, without what no database keeps: NUL and other control characters but line ends and tabs."""
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"}).strip()


def without_nul(text: str) -> str:
    """Text that is kept as it came, but for the one character that PostgreSQL cannot hold."""
    return text.replace("\0", "")


def name_key(name: str) -> str:
    """A name as it is compared: width and case don't matter, nor how many spaces there are."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def spelled(name: str) -> dict[str, str | None]:
    """The columns by which a Chinese name is found in pinyin; None for any other name."""
    found = spelling(name)
    if found is None:
        return {"pinyin_key": None, "initials_key": None}
    return {"pinyin_key": found.full, "initials_key": found.initials}


def surname_key(name: str) -> str:
    """A name as it is compared by its last word, the family name of most names written with spaces."""
    words = name_key(name).split()
    return " ".join(words[-1:] + words[:-1])
