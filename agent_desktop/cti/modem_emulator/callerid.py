"""Who calls, as an exchange sends it and a modem passes it on. Pure.

Messages are those of Bellcore GR-30-CORE (SDMF, MDMF) and ETSI EN 300 659-3: type, length, content, and a checksum that brings the
sum of all bytes to zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from agent_desktop.cti.modem_emulator.exchange import Form
from agent_desktop.cti.modem_emulator.persona import CallerIdTalk

_SDMF, _MDMF = 0x04, 0x80
_DATE, _NUMBER, _WHY_NO_NUMBER, _NAME, _WHY_NO_NAME, _KIND_OF_CALL = 0x01, 0x02, 0x04, 0x07, 0x08, 0x11
_LONGEST_NAME = 50
_VOICE_CALL = b"\x01"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the network shows of a caller."""

    at: datetime
    number: str = ""
    name: str = ""
    withheld: bool = False
    """By the caller's wish. Without a number and not withheld, it is not available."""

    @property
    def reason(self) -> str:
        """Why there is no number; empty where there is one."""
        return "P" if self.withheld else "" if self.number else "O"


def message(shown: Shown, form: Form) -> bytes:
    """The packet, checksum and all; empty where the exchange sends none."""
    if form in {Form.NONE, Form.DTMF}:
        return b""
    date = shown.at.strftime("%m%d%H%M").encode()
    if form is Form.SDMF:
        return _sealed(_SDMF, date + (shown.reason or shown.number).encode())
    kind = _parameter(_KIND_OF_CALL, _VOICE_CALL) if form is Form.ETSI else b""
    return _sealed(_MDMF, kind + _parameter(_DATE, date) + _who(shown))


def keys(shown: Shown) -> str:
    """As keys (ETSI EN 300 659-3 annex B; China: YD/T 1277)."""
    if shown.reason:
        return {"P": "B10C", "O": "B00C"}[shown.reason]
    return f"D{shown.number}C"


def lines(shown: Shown, form: Form, talk: CallerIdTalk, *, raw: bool) -> Iterator[str]:
    """What a modem says that has read it."""
    if raw and (packet := message(shown, form)):
        yield talk.raw_label + packet.hex().upper()
        return
    if form is not Form.DTMF:
        yield f"DATE{talk.equals}{shown.at:%m%d}"
        yield f"TIME{talk.equals}{shown.at:%H%M}"
    reasons = {"P": talk.withheld, "O": talk.unavailable}
    yield f"NMBR{talk.equals}{reasons.get(shown.reason, shown.number)}"
    if form in {Form.MDMF, Form.ETSI} and (shown.name or shown.reason):
        yield f"NAME{talk.equals}{reasons.get(shown.reason, _latin(shown.name).decode('latin-1'))}"


def _who(shown: Shown) -> bytes:
    if shown.reason:
        reason = shown.reason.encode()
        return _parameter(_WHY_NO_NUMBER, reason) + _parameter(_WHY_NO_NAME, reason)
    name = _parameter(_NAME, _latin(shown.name)) if shown.name else b""
    return _parameter(_NUMBER, shown.number.encode()) + name


def _parameter(tag: int, value: bytes) -> bytes:
    return bytes([tag, len(value)]) + value


def _sealed(kind: int, content: bytes) -> bytes:
    packet = bytes([kind, len(content)]) + content
    return packet + bytes([-sum(packet) % 256])


def _latin(name: str) -> bytes:
    """The letters that the standard has."""
    return name.encode("latin-1", "replace")[:_LONGEST_NAME]
