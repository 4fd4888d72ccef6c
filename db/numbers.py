"""Any spelling of a telephone number, brought to the one form that look-up compares. Pure; bad input never raises.

E.164 is given only when there is no doubt: the number is valid in the home region, or was written internationally and has
a possible length (numbering plans grow faster than libraries). Everything else is still found by its last eight digits.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import CountryCodeSource, NumberParseException, PhoneNumber, PhoneNumberFormat, ValidationResult

MAX_LENGTH = 100
"""Longer than any number with all its decoration."""

_EXTENSION_WORDS = re.compile(r"\s*(?:分机号?|内线|转)\s*[::]?\s*(?=\d)")
_DASHED_EXTENSION = re.compile(r"^(.{7,})-(\d{1,5})$")
_SIP = re.compile(r"^sips?:([^@;]*)(?:@.*)?$", re.IGNORECASE)
_DOUBLE_ZERO = re.compile(r"^[\s(]*00(?=[1-9])")

_WRITTEN = {CountryCodeSource.FROM_NUMBER_WITH_PLUS_SIGN, CountryCodeSource.FROM_NUMBER_WITH_IDD}


@dataclass(frozen=True, slots=True)
class Number:
    """One telephone number."""

    raw: str
    """As it came."""
    e164: str | None
    """The main line, such as `+442079460000`; None when the number cannot be brought into E.164."""
    extension: str
    """Empty when there is none."""
    last8: str
    """The last eight digits of the main line; fewer when the number is shorter; empty when there are no digits."""
    display: str
    """As a person writes it."""
    international: bool
    """It came with its country: E.164 is sure, and another country's number with the same ending is another number."""


@lru_cache(maxsize=65_536)
def normalise(raw: str, region: str) -> Number:
    """Read a number as somebody in `region` (ISO 3166 alpha-2) writes it."""
    text = _plain(raw)
    for spelling in _spellings(text):
        parsed = _parse(spelling, region)
        if parsed and _certain(parsed):
            return _known(raw, parsed)
    return _unknown(raw, text, region)


def _plain(raw: str) -> str:
    text = unicodedata.normalize("NFKC", raw[:MAX_LENGTH]).strip()
    if sip := _SIP.match(text):
        text = sip[1]
    return _EXTENSION_WORDS.sub(" ext ", text)


def _spellings(text: str) -> list[str]:
    """What may have been meant, most likely first."""
    spellings = [text]
    if dashed := _DASHED_EXTENSION.match(text):
        spellings.append(f"{dashed[1]} ext {dashed[2]}")
    if _DOUBLE_ZERO.match(text):
        spellings.append(_DOUBLE_ZERO.sub("+", text))
    elif text[:1].isdigit() and not text.startswith("0"):
        spellings.append(f"+{text}")
    return spellings


def _parse(text: str, region: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region, keep_raw_input=True)
    except NumberParseException:
        return None


def _certain(parsed: PhoneNumber) -> bool:
    if phonenumbers.is_valid_number(parsed):
        return True
    possible = phonenumbers.is_possible_number_with_reason(parsed) == ValidationResult.IS_POSSIBLE
    return possible and parsed.country_code_source in _WRITTEN


def _known(raw: str, parsed: PhoneNumber) -> Number:
    main = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
    return Number(
        raw=raw,
        e164=main,
        extension=parsed.extension or "",
        last8=main[1:][-8:],
        display=phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL),
        international=parsed.country_code_source in _WRITTEN,
    )


def _unknown(raw: str, text: str, region: str) -> Number:
    """Only its digits count. An extension is still told apart where the writing shows it."""
    parsed = _parse(text, region)
    extension = (parsed.extension or "") if parsed else ""
    digits = phonenumbers.normalize_digits_only(text)
    main = digits.removesuffix(extension) if extension else digits
    return Number(raw, None, extension, main[-8:], " ".join(text.split()), international=False)
