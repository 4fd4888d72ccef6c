"""The ring tone: two soft notes, made here, played while a call is offered. A seat without sound rings silently, and says so
once in the log.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable
from typing import Protocol

import structlog
from PySide6.QtCore import QBuffer, QIODevice, QObject

log = structlog.get_logger()

RATE_HZ = 24_000
NOTES_HZ = (659.26, 880.0)
"""E5 and A5: a rising fourth, heard in a busy room and kind to ears under a headset."""
CADENCE_S = ((0.35, True), (0.15, False), (0.35, True), (1.65, False))
"""Two short tones, then a pause."""
LOUDNESS = 0.22
FADE_S = 0.02
LONGEST_S = 120.0
"""No offer rings longer."""


class Sink(Protocol):
    """The part of QAudioSink that rings."""

    def start(self, device: QIODevice, /) -> None: ...

    def stop(self) -> None: ...


def cadence() -> bytes:
    """One period of the ring: 16-bit mono samples."""
    parts = [_tone(span_s) if sounds else _silence(span_s) for span_s, sounds in CADENCE_S]
    return b"".join(part.tobytes() for part in parts)


def _tone(span_s: float) -> array[int]:
    count = round(span_s * RATE_HZ)
    return array("h", (_sample(number, count) for number in range(count)))


def _sample(number: int, count: int) -> int:
    at_s = number / RATE_HZ
    fade = min(1.0, at_s / FADE_S, (count - number) / RATE_HZ / FADE_S)
    wave = sum(math.sin(2 * math.pi * pitch * at_s) for pitch in NOTES_HZ) / len(NOTES_HZ)
    return round(32_767 * LOUDNESS * fade * wave)


def _silence(span_s: float) -> array[int]:
    return array("h", bytes(2 * round(span_s * RATE_HZ)))


def open_sink(parent: QObject) -> Sink | None:
    """The default loudspeaker; None, and a line in the log, where there is none."""
    try:
        from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices  # noqa: PLC0415 - not on every machine
    except ImportError as error:
        log.warning("ring_is_silent", reason=str(error))
        return None
    device = QMediaDevices.defaultAudioOutput()
    shape = QAudioFormat()
    shape.setSampleRate(RATE_HZ)
    shape.setChannelCount(1)
    shape.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    if device.isNull() or not device.isFormatSupported(shape):
        log.warning("ring_is_silent", reason="no sound device that plays 16-bit sound")
        return None
    return QAudioSink(device, shape, parent)


class Ring(QObject):
    """Rings from `start` to `stop`. The device is opened once and kept; `open` it early, it may take a quarter of a second."""

    def __init__(self, opener: Callable[[QObject], Sink | None] = open_sink, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opener = opener
        self._opened = False
        self._sink: Sink | None = None
        self._sound = QBuffer(self)
        self.ringing = False

    def start(self) -> None:
        if self.ringing:
            return
        self.ringing = True
        self.open()
        if self._sink is not None:
            self._sound.seek(0)
            self._sink.start(self._sound)

    def stop(self) -> None:
        if not self.ringing:
            return
        self.ringing = False
        if self._sink is not None:
            self._sink.stop()

    def open(self) -> None:
        """Find the loudspeaker and make the sound, unless that has been done."""
        if self._opened:
            return
        self._opened = True
        self._sink = self._opener(self)
        period = cadence()
        self._sound.setData(period * math.ceil(LONGEST_S * RATE_HZ * 2 / len(period)))
        self._sound.open(QIODevice.OpenModeFlag.ReadOnly)
