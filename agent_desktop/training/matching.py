"""What an agent means by something they typed: which of a scenario's sayings it is. Pure."""

from __future__ import annotations

import unicodedata

from agent_desktop.training.model import Saying, Scenario


def meant(scenario: Scenario, typed: str) -> list[str]:
    """The ids of the sayings that are in it, the one with the longest word first; those of equal length as the file has them."""
    text = plain(typed)
    found = [(longest, saying.id) for saying in scenario.sayings if (longest := _longest(saying, text))]
    return [saying for _, saying in sorted(found, key=lambda one: -one[0])]


def plain(text: str) -> str:
    """Text to be compared: one width, one case, single spaces, plain apostrophes."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(folded.split())


def _longest(saying: Saying, text: str) -> int:
    words = (*saying.words.en, *saying.words.zh_CN, plain(saying.text.en), plain(saying.text.zh_CN))
    return max((len(word) for word in words if word in text), default=0)
