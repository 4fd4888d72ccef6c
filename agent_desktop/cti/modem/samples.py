"""Samples as modems want them: 8,000 a second, one channel, in the form that `+VSM` chooses. Pure; shielding is the dialogue's."""

from __future__ import annotations

import enum
import re
import sys
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from agent_desktop.cti import g711

RATE = 8000


class Format(enum.StrEnum):
    """How a sample is written."""

    UNSIGNED = "unsigned"
    """One byte, silence is 128: as in an 8-bit WAV file."""
    SIGNED = "signed"
    """One byte, two's complement."""
    LINEAR = "linear"
    """Two bytes, the low one first."""
    ULAW = "ulaw"
    ALAW = "alaw"

    @property
    def sample_bytes(self) -> int:
        return 2 if self is Format.LINEAR else 1

    def pack(self, samples: array[int]) -> bytes:
        """16-bit samples in this form."""
        match self:
            case Format.UNSIGNED:
                return bytes([(sample >> 8) + 128 for sample in samples])
            case Format.SIGNED:
                return bytes([sample >> 8 & 0xFF for sample in samples])
            case Format.ULAW:
                return g711.ulaw(samples)
            case Format.ALAW:
                return g711.alaw(samples)
        return _little_endian(samples).tobytes()

    def unpack(self, content: bytes) -> array[int]:
        """16-bit samples of this form; half a sample at the end is left out."""
        match self:
            case Format.UNSIGNED:
                return array("h", [(code - 128) << 8 for code in content])
            case Format.SIGNED:
                return array("h", [((code ^ 0x80) - 128) << 8 for code in content])
            case Format.ULAW:
                return g711.from_ulaw(content)
            case Format.ALAW:
                return g711.from_alaw(content)
        return _little_endian(array("h", content[: len(content) // 2 * 2]))


def _little_endian(samples: array[int]) -> array[int]:
    if sys.byteorder == "big":
        samples = samples[:]
        samples.byteswap()
    return samples


@dataclass(frozen=True, slots=True)
class Coding:
    """A form together with the number by which this modem knows it."""

    format: Format
    method: int

    @property
    def command(self) -> str:
        return f"AT+VSM={self.method},{RATE}"


_OFFER = re.compile(r'\s*(\d+)\s*,\s*"([^"]*)"\s*(.*)')
_FORMATS = (
    (re.compile(r"(?i)(g\.?711)?[ -]*(8[ -]?bit)?[ -]*(u|mu|µ)[ -]?law|g\.?711u"), Format.ULAW),
    (re.compile(r"(?i)(g\.?711)?[ -]*(8[ -]?bit)?[ -]*a[ -]?law|g\.?711a"), Format.ALAW),
    (re.compile(r"(?i)unsigned pcm|8[ -]?bit linear|8[ -]?bit (unsigned )?pcm"), Format.UNSIGNED),
    (re.compile(r"(?i)signed pcm"), Format.SIGNED),
)
"""By preference. Two bytes a sample are more than a serial line of 115,200 baud carries, so 16 bits are only taken where a profile
says so."""


def choose(offers: Iterable[str]) -> Coding | None:
    """The best of what `AT+VSM=?` lists: `128,"8-BIT LINEAR",(7200,8000,11025)`; None where nothing is of use."""
    known = [match for offer in offers if (match := _OFFER.fullmatch(offer)) and _at_rate(match[3])]
    for pattern, form in _FORMATS:
        for match in known:
            if pattern.fullmatch(match[2].strip()):
                return Coding(form, int(match[1]))
    return None


def _at_rate(rest: str) -> bool:
    return str(RATE) in re.findall(r"\d+", rest) or _in_range(rest)


def _in_range(rest: str) -> bool:
    return any(int(low) <= RATE <= int(high) for low, high in re.findall(r"(\d{4,})-(\d{4,})", rest))
