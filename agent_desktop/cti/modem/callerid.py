"""Who calls, in the forms in which modems say it. Must never guess: a number that came damaged is no number.

- Formatted: `NMBR = 5551234`, with or without blanks, several on one line, in any order; `DDN_NMBR` from the north of America,
  `FM:` from Switzerland, `CALLER NUMBER:` from ZyXEL.
- Raw: the packet of the exchange as hexadecimal digits, alone or after `MESG =`, over one line or several. SDMF and MDMF by
  Bellcore GR-30-CORE, and ETSI EN 300 659-3, which has the same form.
- DTMF, as in China, the Netherlands or Scandinavia: `D13812345678C`, `A4521234567#`, `B10C` (ETSI EN 300 659-3 annex B), as a
  line or as single keys.

`P` is a caller who withholds their number, `O` one whose number did not get here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent_desktop.cti.cleaning import clean

_LABELS = r"DATE|TIME|DDN_NMBR|DDN|NMBR|NBR|NAME|MESG|CALLER NUMBER|CALLER NAME|REASON FOR NO CALLER (?:NUMBER|NAME)"
_FIELD = re.compile(rf"({_LABELS})\s*[=:]\s*")
_STARTS = re.compile(rf"(?:{_LABELS})\s*[=:]")
_SWISS = re.compile(r"FM:\s*(\S+)(?:\s+TO:\s*\S*)?")
_HEX = re.compile(r"[0-9A-Fa-f]{2,}")
_PACKET = re.compile(r"(?:55){0,40}(?:04|80)[0-9A-Fa-f]{6,}")
_DTMF = re.compile(r"(?:A(?P<a>[0-9]+)|D(?P<d>[0-9]+)|B(?P<b>[0-9]{1,2}))+[C#]")
_RHYTHM = re.compile(r"DRO(?:N|F)\s*=\s*\d+")
"""How the bell rings, where somebody has switched that on. No caller's."""

_NUMBERS = frozenset({"NMBR", "NBR", "DDN", "DDN_NMBR", "CALLER NUMBER"})
_NAMES = frozenset({"NAME", "CALLER NAME"})
_WITHHELD = frozenset({"P", "PRIVATE", "ANONYMOUS", "WITHHELD", "RESTRICTED", "BLOCKED"})
_UNAVAILABLE = frozenset({"", "O", "OUT OF AREA", "OUT-OF-AREA", "UNAVAILABLE", "UNKNOWN", "UNKNOWN NAME", "-"})

_SDMF, _MDMF = 0x04, 0x80
_NUMBER, _DIALABLE, _WHY_NO_NUMBER, _NAME = 0x02, 0x03, 0x04, 0x07
_NO_NUMBER_BECAUSE = bytes([_WHY_NO_NUMBER, 1])
_DATE_LENGTH = 8
_MOST_KEYS = 40
_MAX_NUMBER, _MAX_NAME = 64, 80
_ONE_DIGIT = {"1": "P", "2": "O", "3": "O"}
_TWO_DIGITS = {"10": "P", "00": "O", "0": "O"}
"""Information codes in place of a number."""


def is_report(line: str) -> bool:
    """Whether a line is about a caller, whatever was asked just now."""
    return bool(
        _STARTS.match(line)
        or _PACKET.fullmatch(line)
        or _SWISS.fullmatch(line)
        or _DTMF.fullmatch(line)
        or _RHYTHM.fullmatch(line)
    )


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls. Number and name are empty where they are not known."""

    number: str = ""
    name: str = ""
    withheld: bool = False
    trusted: bool = True
    """False: the report was damaged; what it said is not told."""


class Report:
    """What comes about one caller, before or after the first ring."""

    def __init__(self) -> None:
        self._number: str | None = None
        self._name: str | None = None
        self._private = False
        self._hex = ""
        self._keys = ""
        self._damaged = False

    def take(self, line: str) -> bool:
        """Whether the line was about the caller."""
        if self._hex and _HEX.fullmatch(line):
            self._packet(self._hex + line)
            return True
        if _PACKET.fullmatch(line):
            self._packet(line)
        elif _DTMF.fullmatch(line):
            self._tones(line)
        elif match := _SWISS.fullmatch(line):
            self._call(match[1])
        else:
            return self._fields(line)
        return True

    def key(self, key: str) -> None:
        """A tone before or between the rings."""
        self._keys = key if key in {"A", "B", "D"} and not _begun(self._keys) else self._keys + key
        if _DTMF.fullmatch(self._keys):
            self._tones(self._keys)
        if len(self._keys) > _MOST_KEYS:
            self._keys = ""

    @property
    def complete(self) -> bool:
        """Nothing more is to be expected: number and name are there, or the reason why not."""
        return self._private or self._damaged or (self._number is not None and self._name is not None)

    @property
    def has_number(self) -> bool:
        """The most important part is there: what is missing comes at once or not at all."""
        return self._number is not None or self.complete

    def caller(self) -> Caller:
        """What is known now."""
        if self._private:
            return Caller(withheld=True)
        if self._damaged or self._hex:
            return Caller(trusted=False)
        return Caller(clean(self._number or "", _MAX_NUMBER), clean(self._name or "", _MAX_NAME))

    # ---- what is said

    def _call(self, number: str) -> None:
        word = number.strip().upper()
        if word in _WITHHELD:
            self._private = True
        if word in _WITHHELD or word in _UNAVAILABLE:
            number = ""
        # Some exchanges send a number and then `O` in its place: the number stands. `P` is the caller's wish and wins.
        self._number = self._number or number.strip()

    def _calls_itself(self, name: str) -> None:
        word = name.strip().upper()
        self._name = self._name or ("" if word in _WITHHELD or word in _UNAVAILABLE else name.strip())

    # ---- the forms

    def _fields(self, line: str) -> bool:
        fields = list(_FIELD.finditer(line))
        if not fields or fields[0].start():
            return bool(_RHYTHM.fullmatch(line))
        ends = [field.start() for field in fields[1:]] + [len(line)]
        for field, end in zip(fields, ends, strict=True):
            self._field(field[1], line[field.end() : end])
        return True

    def _field(self, label: str, value: str) -> None:
        if label in _NUMBERS:
            self._call(value)
        elif label in _NAMES:
            self._calls_itself(_decoded(value.encode("latin-1", "ignore")))
        elif label.startswith("REASON FOR NO CALLER NUMBER"):
            self._call(value)
        elif label == "MESG":
            self._message(value.replace(" ", ""))

    def _message(self, digits: str) -> None:
        """A whole packet, or one parameter of one that the modem has no label for."""
        if not _HEX.fullmatch(digits):
            return
        content = _bytes(digits)
        if len(content) > 2 and content[:2] == _NO_NUMBER_BECAUSE:  # noqa: PLR2004 - tag, length, reason
            self._call(chr(content[2]))
        elif _PACKET.fullmatch(digits):
            self._packet(digits)

    def _packet(self, digits: str) -> None:
        """Kept until all of it is there."""
        self._hex = digits
        content = _bytes(digits).lstrip(b"\x55")
        if len(content) < 2 or len(content) < content[1] + 3:  # noqa: PLR2004 - type, length, …, checksum
            return
        whole = content[: content[1] + 3]
        self._hex = ""
        if sum(whole) % 256:
            self._damaged = True
        elif whole[0] == _SDMF:
            self._call(_ascii(whole[2 + _DATE_LENGTH : -1]))
            self._calls_itself("")
        else:
            self._parameters(whole[2:-1])

    def _parameters(self, content: bytes) -> None:
        self._number = self._number or ""
        self._name = self._name or ""
        while len(content) >= 2:  # noqa: PLR2004 - tag and length
            tag, length = content[:2]
            value, content = content[2 : 2 + length], content[2 + length :]
            if tag in {_NUMBER, _DIALABLE, _WHY_NO_NUMBER}:
                self._call(_ascii(value))
            elif tag == _NAME:
                self._calls_itself(_decoded(value))

    def _tones(self, keys: str) -> None:
        match = _DTMF.fullmatch(keys)
        if match is None:
            return
        number = match["a"] or match["d"] or ""
        if match["b"] and not number:
            number = _TWO_DIGITS.get(match["b"], "O")
        elif len(number) == 1:
            number = _ONE_DIGIT.get(number, "O")
        self._call(number)
        self._calls_itself("")
        self._keys = ""


def _begun(keys: str) -> bool:
    return keys[:1] in {"A", "B", "D"}


def _bytes(digits: str) -> bytes:
    return bytes.fromhex(digits[: len(digits) // 2 * 2])


def _ascii(value: bytes) -> str:
    return value.decode("latin-1")


def _decoded(value: bytes) -> str:
    """A name: UTF-8 where it is that, else the Latin letters of the standard."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
