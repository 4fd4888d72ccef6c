"""The talk with a modem, without I/O: bytes in, notices out; commands queued, one in the air at a time, each with a time limit
(ITU-T V.250 for commands and result codes, V.253 for what is shielded by DLE).

A modem speaks when it likes: it rings while it owes an answer, echoes or does not, stops in the middle of a line, and in a
thunderstorm says anything at all. So nothing here is an error: what makes no sense is passed over, and after `reset` the
next `ATZ` is answered whatever came before it.

Result codes come as words (`V1`) or numbers (`V0`). A bare number may as well be a line of text (a product code, the `8` of
`+FCLASS?`), so numbers count until the modem has been heard to use words.
"""

from __future__ import annotations

import enum
import itertools
import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace

from agent_desktop.cti.modem import callerid

DLE = b"\x10"
ETX = b"\x03"
CAN = b"\x18"
SUB = b"\x1a"
"""Within a stream: two DLE in one."""
_IN_STREAM = {DLE: DLE, SUB: DLE + DLE}

_INTERRUPTED_S = 2.0
_LONGEST_LINE = 1024
_MOST_TEXT = 64
"""Lines of one answer that are kept."""
_PRINTABLE = frozenset(range(0x20, 0x7F))
_CONTROLS = bytes(code for code in range(0x20) if code != ord("\t"))
_STRAY = 3
"""A line with as many control characters in it is noise."""
_NOISE = bytes(code for code in range(256) if code not in _PRINTABLE)
_EVENT = re.compile(rb"\x10([0-9A-Za-z*#!/~\x03])")
_PAIR = re.compile(rb"\x10.", re.DOTALL)


class Code(enum.StrEnum):
    """What a modem says to a command, or about the line."""

    OK = "OK"
    CONNECT = "CONNECT"
    """A stream of samples is open, or a data carrier was found."""
    RING = "RING"
    NO_CARRIER = "NO CARRIER"
    """The far end is gone, or was never there."""
    ERROR = "ERROR"
    NO_DIALTONE = "NO DIALTONE"
    BUSY = "BUSY"
    NO_ANSWER = "NO ANSWER"
    RINGING = "RINGING"
    """The far end rings; more is to come."""
    VCON = "VCON"
    """A voice connection stands (Rockwell's word, taken up by V.253)."""
    DELAYED = "DELAYED"
    """The country's rules forbid to dial this number again so soon."""
    SILENCE = "silence"
    """No answer within the time limit: no modem says this."""


_WORDS: Mapping[bytes, Code] = {code.value.encode(): code for code in Code if code is not Code.SILENCE} | {
    b"NO DIAL TONE": Code.NO_DIALTONE,
    b"VOICE": Code.VCON,
    b"BLACKLISTED": Code.DELAYED,
    b"COMMAND ERROR": Code.ERROR,
    b"RING BACK": Code.RINGING,
}
_NUMBERS = {
    b"0": Code.OK,
    b"1": Code.CONNECT,
    b"2": Code.RING,
    b"3": Code.NO_CARRIER,
    b"4": Code.ERROR,
    b"6": Code.NO_DIALTONE,
    b"7": Code.BUSY,
    b"8": Code.NO_ANSWER,
    b"11": Code.RINGING,
    b"12": Code.VCON,
}
_LONGER = (
    (
        re.compile(rb"RING[ -]?[A-E1-9]?"),
        Code.RING,
    ),  # with a letter or number where the exchange rings differently for several numbers
    (re.compile(rb"CONNECT .*"), Code.CONNECT),
    (re.compile(rb"\+(CME ERROR|FCERROR)\b.*"), Code.ERROR),
)
_LONGER_BEGIN = frozenset({b"R", b"C", b"+"})


@dataclass(frozen=True, slots=True)
class Ask:
    """One command: what goes out, and how long its answer may take."""

    sends: bytes
    within_s: float
    settle_s: float = 0.0
    """Quiet after its answer, before the next command: a modem that has just reset itself is deaf for a while."""
    listens: bool = False
    """After CONNECT samples come, up to DLE ETX."""

    @property
    def echo(self) -> bytes:
        return self.sends.strip(b"\r")


def at(command: str, within_s: float = 3.0, *, settle_s: float = 0.0, listens: bool = False) -> Ask:
    """An AT command, without its carriage return."""
    return Ask(command.encode("ascii") + b"\r", within_s, settle_s, listens)


class Notice:
    """Something that the modem has said."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Answered(Notice):
    """The final answer to a command; exactly one for each, unless `reset` comes first."""

    number: int
    """What `ask` gave."""
    code: Code
    text: tuple[str, ...] = ()
    """The lines before the result code."""

    @property
    def ok(self) -> bool:
        return self.code in {Code.OK, Code.VCON, Code.CONNECT}


@dataclass(frozen=True, slots=True)
class Told(Notice):
    """A result code that answers no command, or only the first part of one: RING, RINGING, NO CARRIER in mid-call."""

    code: Code


@dataclass(frozen=True, slots=True)
class Said(Notice):
    """A line that belongs to no command: caller ID, for one."""

    text: str


@dataclass(frozen=True, slots=True)
class Signal(Notice):
    """A shielded event: `5` is a key, `b` a busy tone (`agent_desktop.cti.modem.signals`)."""

    code: str


@dataclass(frozen=True, slots=True)
class Heard(Notice):
    """Samples from the line, in the format that `+VSM` chose."""

    samples: bytes


@dataclass(frozen=True, slots=True)
class _Flight:
    """The command in the air."""

    number: int
    ask: Ask
    until: float


class Dialogue:
    """One modem. `now` is any clock in seconds that never goes back."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._queue: deque[tuple[int, Ask]] = deque()
        self._flight: _Flight | None = None
        self._text: list[str] = []
        self._out = bytearray()
        self._rest = b""
        self._begun = False
        """What has been read of a line is older than the command in the air."""
        self._numeric = True
        self._listening = False
        self._line_feed_due = False
        """The rest of the line end after CONNECT; the first sample comes behind it."""
        self._not_before = 0.0

    # ---- what goes out

    def ask(self, command: Ask) -> int:
        """Queue a command; the number tells its `Answered`."""
        number = next(self._numbers)
        self._queue.append((number, command))
        return number

    def write(self, raw: bytes) -> None:
        """Send samples or shielded codes at once, past the queue."""
        self._out += raw

    def interrupt(self, now: float) -> None:
        """Any byte ends a command such as `ATD` before its time (V.250 5.6.1); its answer is due soon then."""
        if self._flight is not None:
            self._out += b"\r"
            self._flight = replace(self._flight, until=min(self._flight.until, now + _INTERRUPTED_S))

    def reset(self) -> None:
        """Forget everything: whoever was owed an answer gets none."""
        self._queue.clear()
        self._text.clear()
        self._out.clear()
        self._flight = None
        self._rest, self._numeric, self._listening, self._not_before = b"", True, False, 0.0
        self._begun = False

    def outgoing(self, now: float) -> bytes:
        """What is to be written now; asking takes it."""
        if self._flight is None and self._queue and now >= self._not_before:
            number, ask = self._queue.popleft()
            self._flight = _Flight(number, ask, now + ask.within_s)
            self._begun = bool(self._rest.strip(_NOISE + DLE))
            self._text.clear()
            self._out += ask.sends
        out = bytes(self._out)
        self._out.clear()
        return out

    @property
    def idle(self) -> bool:
        """Nothing is asked."""
        return self._flight is None and not self._queue

    # ---- time

    def next_deadline(self) -> float | None:
        """When `tick`, and `outgoing` after it, are wanted."""
        if self._flight is not None:
            return self._flight.until
        return self._not_before if self._queue else None

    def tick(self, now: float) -> list[Notice]:
        """Give up on an answer that is late, and on what was begun of it: it would answer the next command."""
        if self._flight is None or now < self._flight.until:
            return []
        self._listening, self._rest = False, b""
        return [self._land(Code.SILENCE, now)]

    # ---- what comes in

    def receive(self, data: bytes, now: float) -> list[Notice]:
        """Take some bytes, however they were cut."""
        notices: list[Notice] = []
        data = self._rest + data
        self._rest = b""
        while data:
            data = self._hear(data, notices) if self._listening else self._read(data, now, notices)
        return notices

    def _read(self, data: bytes, now: float, notices: list[Notice]) -> bytes:
        """Lines and events; gives what follows the beginning of a stream."""
        lines = data.replace(b"\r", b"\n").split(b"\n")
        self._rest = self._unshielded(lines.pop(), notices)
        end = 0
        for line in lines:
            end += len(line) + 1
            begun, self._begun = self._begun, False
            if line:
                self._line(self._unshielded(line, notices), now, notices, begun=begun)
                if self._listening:
                    self._rest = b""
                    return data[end:]
        if len(self._rest) > _LONGEST_LINE:
            self._rest = b""
        return b""

    def _unshielded(self, line: bytes, notices: list[Notice]) -> bytes:
        """A line without the events in its midst; a DLE at its end may be half of one."""
        if DLE not in line:
            return line
        notices.extend(Signal(code.decode("ascii")) for code in _EVENT.findall(line))
        return _PAIR.sub(b"", line)

    def _hear(self, data: bytes, notices: list[Notice]) -> bytes:
        """Samples and events; gives what follows the end of the stream."""
        samples = bytearray()
        start = 1 if self._line_feed_due and data.startswith(b"\n") else 0
        self._line_feed_due = False
        while (at := data.find(DLE, start)) >= 0 and self._listening:
            samples += data[start:at]
            code, start = data[at + 1 : at + 2], at + 2
            if code in _IN_STREAM:
                samples += _IN_STREAM[code]
            elif not code:
                self._rest = DLE
            elif code == ETX or code[0] in _PRINTABLE:
                _flush(samples, notices)
                notices.append(Signal(code.decode("ascii")))
                self._listening = code != ETX
        if self._listening:
            samples += data[start:]
        _flush(samples, notices)
        return b"" if self._listening else data[start:]

    def _line(self, line: bytes, now: float, notices: list[Notice], *, begun: bool) -> None:
        """One line; one that had begun before the present command was sent is no answer to it."""
        word = line.strip(_NOISE).rstrip(b" ")
        code = self._code(word)
        if code is not None:
            notices.append(Told(code) if begun else self._result(code, now))
        elif word and not self._is_echo(word) and len(line.translate(None, _CONTROLS)) > len(line) - _STRAY:
            self._text_line(line.lstrip(_NOISE).rstrip(b" \t\x00").decode("latin-1").strip(), notices)

    def _text_line(self, text: str, notices: list[Notice]) -> None:
        if self._flight is None or callerid.is_report(text):
            notices.append(Said(text))
        elif len(self._text) < _MOST_TEXT:
            self._text.append(text)

    def _code(self, word: bytes) -> Code | None:
        code: Code | None = _WORDS.get(word)
        if code is None and word[:1] in _LONGER_BEGIN:
            code = next((code for pattern, code in _LONGER if pattern.fullmatch(word)), None)
        if code is not None:
            self._numeric = False
        elif self._numeric:
            code = _NUMBERS.get(word)
        return code

    def _is_echo(self, word: bytes) -> bool:
        return self._flight is not None and word.upper() == self._flight.ask.echo.upper()

    def _result(self, code: Code, now: float) -> Notice:
        if self._flight is None or code in {Code.RING, Code.RINGING}:
            return Told(code)
        if code is Code.CONNECT and self._flight.ask.listens:
            self._listening, self._line_feed_due = True, not self._numeric
        return self._land(code, now)

    def _land(self, code: Code, now: float) -> Answered:
        assert self._flight is not None, "asked for where a command is in the air"
        flight, self._flight = self._flight, None
        self._not_before = now + flight.ask.settle_s
        text = tuple(self._text)
        self._text.clear()
        return Answered(flight.number, code, text)


def shield(samples: bytes) -> bytes:
    """Samples as they go to the modem: each DLE doubled."""
    return samples.replace(DLE, DLE + DLE)


def _flush(samples: bytearray, notices: list[Notice]) -> None:
    if samples:
        notices.append(Heard(bytes(samples)))
        samples.clear()
