"""Sound for telephones: WAV files brought to 8 kHz, one channel, 16 bits, which every switch plays; and beside each the same in
the codecs that callers speak, which costs a switch no arithmetic however many of them wait.

Plain Python on purpose: the standard library's `audioop` is gone from Python 3.13, and prompts are made once. Must never
know what a sound says.
"""

from __future__ import annotations

import contextlib
import functools
import math
import operator
import os
import sys
import wave
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

from agent_desktop.cti import g711

TELEPHONE_HZ = 8000
_SAMPLE_BYTES = 2
_ZERO_CROSSINGS = 8
"""Of the low-pass filter, on either side: 8 keep what would fold back below hearing."""
_LOUDEST = 32767
_CODECS = {".ulaw": g711.ulaw, ".alaw": g711.alaw}
"""By the endings that Asterisk knows them by. Not G.722: it is for voices of 16 kHz, and no call from the network has one."""


class UnusableSound(Exception):
    """A file that is no sound we can take; says why."""


def to_telephone(source: Path, target: Path) -> None:
    """Convert a WAV file; `target` appears whole or not at all, and those in codecs beside it.

    Raises:
        UnusableSound: it is not a WAV file with 16-bit samples.

    """
    rate, samples = _read(source)
    keep(resampled(samples, rate), target)


def examine(source: Path) -> None:
    """Whether `to_telephone` could take it.

    Raises:
        UnusableSound: it could not.

    """
    _read(source)


def keep(samples: array[int], target: Path) -> None:
    """Write samples of 8 kHz to `target`, a WAV file, and beside it in each codec. The WAV file comes last: where it is, all are."""
    target.unlink(missing_ok=True)
    for path, encode in _in_codecs(target):
        with _whole(path) as partial:
            partial.write_bytes(encode(samples))
    with _whole(target) as partial, wave.open(str(partial), "wb") as file:
        file.setparams((1, _SAMPLE_BYTES, TELEPHONE_HZ, 0, "NONE", ""))
        file.writeframes(_little_endian(samples[:]).tobytes())


def is_kept(target: Path) -> bool:
    """Whether all of it is there: an older version wrote the WAV file alone."""
    return target.exists() and all(path.exists() for path, _ in _in_codecs(target))


def remove(target: Path) -> None:
    """Take away what `keep` wrote."""
    for path in (target, *(path for path, _ in _in_codecs(target))):
        path.unlink(missing_ok=True)


def _in_codecs(target: Path) -> list[tuple[Path, Callable[[array[int]], bytes]]]:
    return [(target.with_suffix(ending), encode) for ending, encode in _CODECS.items()]


@contextlib.contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """A path to write to, which takes the target's place when all is written."""
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    yield partial
    partial.replace(target)


def _read(path: Path) -> tuple[int, array[int]]:
    try:
        with wave.open(str(path), "rb") as file:
            rate, channels, width = file.getframerate(), file.getnchannels(), file.getsampwidth()
            content = file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise UnusableSound(f"cannot be read as a WAV file: {str(error) or 'it ends too early'}") from None
    if width != _SAMPLE_BYTES or not rate:
        raise UnusableSound(f"has {8 * width}-bit samples; save it with 16 bits")
    frame = _SAMPLE_BYTES * channels
    samples = _little_endian(array("h", content[: len(content) // frame * frame]))
    if channels == 1:
        return rate, samples
    each = [samples[channel::channels] for channel in range(channels)]
    return rate, array("h", (sum(parts) // channels for parts in zip(*each, strict=True)))


def resampled(samples: array[int], rate: int) -> array[int]:
    """Samples at 8 kHz, by a windowed sinc at each of the phases that occur."""
    if rate == TELEPHONE_HZ:
        return samples
    shared = math.gcd(rate, TELEPHONE_HZ)
    step, phases = rate // shared, TELEPHONE_HZ // shared
    filters = _filters(rate)
    reach = len(filters[0]) // 2
    silence = array("h", bytes(_SAMPLE_BYTES * reach))
    padded = silence + samples + silence
    taps = 2 * reach
    out = array("h")
    for position in range(len(samples) * phases // step):
        index, phase = divmod(position * step, phases)
        # Tap k weighs sample index + k - reach + 1; the padding moves it by `reach`.
        total = sum(map(operator.mul, filters[phase], padded[index + 1 : index + 1 + taps]))
        out.append(max(-_LOUDEST, min(_LOUDEST, round(total))))
    return out


@functools.lru_cache(maxsize=4)
def _filters(rate: int) -> tuple[tuple[float, ...], ...]:
    phases = TELEPHONE_HZ // math.gcd(rate, TELEPHONE_HZ)
    cutoff = min(1.0, TELEPHONE_HZ / rate)
    reach = math.ceil(_ZERO_CROSSINGS / cutoff)
    return tuple(_filter(phase / phases, cutoff, reach) for phase in range(phases))


def _filter(offset: float, cutoff: float, reach: int) -> tuple[float, ...]:
    """Weights of the samples around a point that lies `offset` after one of them; they add up to 1."""
    distances = [tap - reach + 1 - offset for tap in range(2 * reach)]
    raw = [_sinc(cutoff * distance) * (0.5 + 0.5 * math.cos(math.pi * distance / reach)) for distance in distances]
    total = sum(raw)
    return tuple(weight / total for weight in raw)


def _sinc(x: float) -> float:
    return math.sin(math.pi * x) / (math.pi * x) if x else 1.0


def _little_endian(samples: array[int]) -> array[int]:
    if sys.byteorder == "big":
        samples.byteswap()
    return samples
