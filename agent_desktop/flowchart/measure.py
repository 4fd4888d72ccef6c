"""How long a line of text is, and where it breaks, for whatever font the reader has.

An SVG names fonts, it brings none. So each character counts as wide as in the widest of the usual ones (DejaVu Sans; all others
are narrower), and what fits here fits everywhere. Must never ask a screen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

ELLIPSIS = "…"
_WIDTHS = {
    0.37: " ',.Iijl",
    0.45: "!()-/:;[\\]frt|",
    0.55: '"*sz',
    0.62: "?FJLT_`acekovxy",
    0.72: "$0123456789ABCEKPRSVXYZbdghnpqu{}",
    0.83: "&DGHNOQUw",
    0.90: "#+<=>M^~",
    1.05: "%@Wm",
}
"""Characters by their advance, in ems."""
_ADVANCE = {character: width for width, characters in _WIDTHS.items() for character in characters}
_OTHER = 0.75
_WIDE = 1.0
_BOLDER = 1.15
_PIECE = re.compile(r"\s+|[\u2e80-\ua4cf\uf900-\ufaff][\u3001-\u301b\uff00-\uff60”’]*|[^\s\u2e80-\ua4cf\uf900-\ufaff]+")
"""What a line may break around: spaces, one character of Chinese with the punctuation that follows it, one word."""


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The most that a line of text needs in pixels; `size` is the font's."""
    ems = sum(_ADVANCE.get(character) or _advance(character) for character in text)
    return ems * size * (_BOLDER if bold else 1.0)


def _advance(character: str) -> float:
    return _WIDE if unicodedata.east_asian_width(character) in "WFA" else _OTHER


def shortened(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """As much of a line as there is room for."""
    if width(text, size, bold=bold) <= room:
        return text
    while text and width(text + ELLIPSIS, size, bold=bold) > room:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


def wrapped(text: str, room: float, size: float, most: int) -> list[str]:
    """A text in lines, `most` of them; what is left out is told by an ellipsis."""
    lines = [""]
    for piece in _pieces(text, room, size):
        if width((lines[-1] + piece).rstrip(), size) <= room:
            lines[-1] += piece if lines[-1] else piece.lstrip()
        elif piece.strip():
            lines.append(piece)
    lines = [line.rstrip() for line in lines]
    if len(lines) > most:
        lines[most - 1 :] = [shortened(lines[most - 1] + ELLIPSIS, room, size)]
    return lines


def _pieces(text: str, room: float, size: float) -> Iterator[str]:
    for piece in _PIECE.findall(" ".join(text.split())):
        if width(piece, size) <= room:
            yield piece
        else:
            yield from piece
