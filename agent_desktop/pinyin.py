"""Chinese names as they are typed on a Latin keyboard: in pinyin without tones, or by the first letters of their syllables.

`ü` is a `v`, as every input method has it. Family names are read as family names (曾 is Zeng, 单 is Shan); a character that is read in
several ways is otherwise read as the words around it say. Must never be imported by a seat: the tables weigh 40 MB.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
_UNTYPED = re.compile(r"[^a-z0-9]+")
_TYPED = re.compile(r"[a-z0-9]*[a-z][a-z0-9]*")
_LONGEST_PERSON = 4
"""Characters of a person's name; a longer one is a company's, and begins with no family name."""
_FEWEST = 2
"""Letters; one alone is the beginning of half the names there are."""
_SURNAMES = {
    "单": "shan",
    "曾": "zeng",
    "仇": "qiu",
    "解": "xie",
    "区": "ou",
    "查": "zha",
    "朴": "piao",
    "盖": "ge",
    "乐": "yue",
    "缪": "miao",
    "翟": "zhai",
    "召": "shao",
    "覃": "qin",
    "卜": "bu",
    "薄": "bo",
    "阚": "kan",
}
"""Family names that are read otherwise than the same character elsewhere."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name in pinyin."""

    full: str
    """`wangwei`."""
    initials: str
    """`ww`."""


recalled: dict[str, Spelling | None] = {}
"""Names that an earlier run has spelled: they need no tables (`ivr.centre.spellings`)."""


@lru_cache(maxsize=65_536)
def spelling(name: str) -> Spelling | None:
    """How a name is spelled; None when there is nothing Chinese about it."""
    return recalled[name] if name in recalled else spell(name)


def spell(name: str) -> Spelling | None:
    """As `spelling`, anew."""
    name = unicodedata.normalize("NFKC", name).strip()
    if not _HAN.search(name):
        return None
    said = [_UNTYPED.sub("", part.casefold()) for part in _syllables(name)]
    signs = [part for part in said if part]
    return Spelling("".join(signs), "".join(sign if _is_latin(sign, name) else sign[0] for sign in signs))


def typed(text: str) -> str:
    """What somebody typed, as spellings are compared; empty when it can be none."""
    key = unicodedata.normalize("NFKC", text).casefold().replace("ü", "v")
    key = re.sub(r"[\s'’\-]+", "", key)  # xi'an, Wang Wei
    return key if len(key) >= _FEWEST and _TYPED.fullmatch(key) else ""


def _syllables(name: str) -> list[str]:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its tables take long to load, and a centre that starts is in a hurry

    read: list[str] = lazy_pinyin(name)
    if name[0] in _SURNAMES and len(name) <= _LONGEST_PERSON:
        alone: list[str] = lazy_pinyin(name[1:])
        compound = read[0] not in lazy_pinyin(name[0])
        read = read if compound else [_SURNAMES[name[0]], *alone]
    return read


def _is_latin(sign: str, name: str) -> bool:
    """Written so in the name itself: the ABC of ABC公司 is no syllable."""
    return sign in name.casefold()
