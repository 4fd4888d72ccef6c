"""The two codecs of the telephone network, µ-law and A-law (ITU-T G.711): 16-bit samples to one byte each, and back.

A sound that lies ready in its listener's codec costs a switch nothing but reading it. Tables on purpose: the standard library's
`audioop` is gone from Python 3.13, and there is a million samples in two minutes of music.
"""

from __future__ import annotations

import functools
from array import array

_MU_BITS, _MU_BIAS, _MU_LOUDEST = 14, 33, 8191
_A_BITS = 13


def ulaw(samples: array[int]) -> bytes:
    """µ-law, as spoken in North America and Japan."""
    table = _mu_table()
    return bytes([table[sample >> 2] for sample in samples])


def alaw(samples: array[int]) -> bytes:
    """A-law, as spoken everywhere else."""
    table = _a_table()
    return bytes([table[sample >> 3] for sample in samples])


def from_ulaw(codes: bytes) -> array[int]:
    """What µ-law meant: 16-bit samples."""
    table = _from_mu_table()
    return array("h", [table[code] for code in codes])


def from_alaw(codes: bytes) -> array[int]:
    """What A-law meant: 16-bit samples."""
    table = _from_a_table()
    return array("h", [table[code] for code in codes])


@functools.cache
def _mu_table() -> bytes:
    return bytes(map(_mu, _indexed(_MU_BITS)))


@functools.cache
def _a_table() -> bytes:
    return bytes(map(_a, _indexed(_A_BITS)))


def _indexed(bits: int) -> tuple[int, ...]:
    """Every sample of so many bits, where a negative one finds its place from the end, as Python counts."""
    half = 1 << (bits - 1)
    return (*range(half), *range(-half, 0))


def _mu(sample: int) -> int:
    magnitude = min(abs(sample) + _MU_BIAS, _MU_LOUDEST)
    segment = magnitude.bit_length() - 6
    code = segment << 4 | magnitude >> segment + 1 & 0x0F
    return code ^ (0x7F if sample < 0 else 0xFF)


def _a(sample: int) -> int:
    magnitude = ~sample if sample < 0 else sample
    segment = max(0, magnitude.bit_length() - 5)
    code = segment << 4 | magnitude >> max(1, segment) & 0x0F
    return code ^ (0x55 if sample < 0 else 0xD5)


@functools.cache
def _from_mu_table() -> tuple[int, ...]:
    return tuple(map(_from_mu, range(256)))


@functools.cache
def _from_a_table() -> tuple[int, ...]:
    return tuple(map(_from_a, range(256)))


def _from_mu(code: int) -> int:
    """The middle of the interval that the code stands for, as Table 2a of the recommendation has it."""
    plain = ~code & 0xFF
    magnitude = ((plain & 0x0F) << 1 | 0x21) << (plain >> 4 & 7)
    value = magnitude - _MU_BIAS << 2
    return -value if plain & 0x80 else value


def _from_a(code: int) -> int:
    """The middle of the interval, Table 1a."""
    plain = code ^ 0x55
    segment, step = plain >> 4 & 7, plain & 0x0F
    magnitude = step << 1 | 1 if segment == 0 else (step << 1 | 0x21) << segment - 1
    value = magnitude << 3
    return value if plain & 0x80 else -value
