"""What goes out and what comes in: result codes, echoes, rings in between, streams, time."""

from __future__ import annotations

import pytest

from agent_desktop.cti.modem.dialogue import (
    Answered,
    Code,
    Dialogue,
    Heard,
    Notice,
    Said,
    Signal,
    Told,
    at,
    shield,
)


def asked(command: str = "AT", *, listens: bool = False) -> Dialogue:
    dialogue = Dialogue()
    dialogue.ask(at(command, listens=listens))
    assert dialogue.outgoing(0.0) == command.encode() + b"\r"
    return dialogue


@pytest.mark.parametrize(
    ("reply", "code", "text"),
    [
        (b"\r\nOK\r\n", Code.OK, ()),
        (b"AT\r\r\nOK\r\n", Code.OK, ()),
        (b"at\r\r\nOK\r\n", Code.OK, ()),
        (b"AT\r0\r", Code.OK, ()),
        (b"4\r", Code.ERROR, ()),
        (b"\r\nERROR\r\n", Code.ERROR, ()),
        (b"\r\n56000\r\n\r\nOK\r\n", Code.OK, ("56000",)),
        (b'\r\n0,"",B0\r\n1,"T",B0\r\n\r\nOK\r\n', Code.OK, ('0,"",B0', '1,"T",B0')),
        (b"\r\nCONNECT 33600/V42BIS\r\n", Code.CONNECT, ()),
        (b"\r\nNO DIAL TONE\r\n", Code.NO_DIALTONE, ()),
        (b"\r\nNO ANSWER\r\n", Code.NO_ANSWER, ()),
        (b"\r\nVCON\r\n", Code.VCON, ()),
        (b"\r\n+CME ERROR: 4\r\n", Code.ERROR, ()),
        (b"\xff\x00\r\n\x00OK\xfe\r\n", Code.OK, ()),
    ],
)
def test_an_answer(reply: bytes, code: Code, text: tuple[str, ...]) -> None:
    assert asked().receive(reply, 0.0) == [Answered(1, code, text)]
    dialogue = asked()
    assert [n for byte in reply for n in dialogue.receive(bytes([byte]), 0.0)] == [Answered(1, code, text)], (
        "byte by byte"
    )


def test_it_rings_while_an_answer_is_expected() -> None:
    notices = asked("AT+GMI").receive(b"AT+GMI\r\r\nRING\r\n\r\nNMBR = 5551234\r\n\r\nCONEXANT\r\n\r\nOK\r\n", 0.0)
    assert notices == [Told(Code.RING), Said("NMBR = 5551234"), Answered(1, Code.OK, ("CONEXANT",))]


@pytest.mark.parametrize("ring", [b"\r\nRING\r\n", b"2\r", b"RING 1\r\n", b"RING-A\r\n", b"RING C\r"])
def test_rings_of_every_kind(ring: bytes) -> None:
    assert Dialogue().receive(ring, 0.0) == [Told(Code.RING)]


def test_numbers_count_until_words_are_heard() -> None:
    dialogue = asked()
    dialogue.receive(b"\r\nOK\r\n", 0.0)
    dialogue.ask(at("AT+FCLASS?"))
    dialogue.outgoing(0.0)
    assert dialogue.receive(b"\r\n8\r\n\r\nOK\r\n", 0.0) == [Answered(2, Code.OK, ("8",))]


@pytest.mark.parametrize("left", [b"1", b"OK", b"4", b"xyz"])
def test_what_had_begun_before_a_command_does_not_answer_it(left: bytes) -> None:
    dialogue = Dialogue()
    dialogue.receive(left, 0.0)
    dialogue.ask(at("ATZ"))
    dialogue.outgoing(0.0)
    answers = [each for each in dialogue.receive(b"\r\nERROR\r\n", 0.0) if isinstance(each, Answered)]
    assert [answer.code for answer in answers] == [Code.ERROR]


def test_a_ring_that_had_begun_before_a_command_is_a_ring() -> None:
    dialogue = Dialogue()
    dialogue.receive(b"\r\nRI", 0.0)
    dialogue.ask(at("ATZ"))
    dialogue.outgoing(0.0)
    assert dialogue.receive(b"NG\r\n\r\nOK\r\n", 0.0) == [Told(Code.RING), Answered(1, Code.OK)]


def test_dialling_rings_before_it_is_answered() -> None:
    notices = asked("ATDT1").receive(b"\r\nRINGING\r\n\r\nRINGING\r\n\r\nBUSY\r\n", 0.0)
    assert notices == [Told(Code.RINGING), Told(Code.RINGING), Answered(1, Code.BUSY)]


def test_one_command_at_a_time() -> None:
    dialogue = asked("ATZ")
    dialogue.ask(at("ATI"))
    assert dialogue.outgoing(0.0) == b""
    dialogue.receive(b"OK\r\n", 1.0)
    assert dialogue.outgoing(1.0) == b"ATI\r"


def test_quiet_after_a_reset() -> None:
    dialogue = Dialogue()
    dialogue.ask(at("ATZ", settle_s=0.3))
    dialogue.ask(at("ATI"))
    dialogue.outgoing(0.0)
    dialogue.receive(b"OK\r\n", 1.0)
    assert dialogue.outgoing(1.2) == b""
    assert dialogue.next_deadline() == 1.3
    assert dialogue.outgoing(1.3) == b"ATI\r"


def test_an_answer_that_does_not_come() -> None:
    dialogue = asked()
    assert dialogue.next_deadline() == 3.0
    assert dialogue.tick(2.9) == []
    assert dialogue.tick(3.0) == [Answered(1, Code.SILENCE)]
    assert dialogue.receive(b"OK\r\n", 4.0) == [Told(Code.OK)], "too late"


def test_an_interrupted_command_is_answered_soon() -> None:
    dialogue = Dialogue()
    dialogue.ask(at("ATDT1", 60.0))
    dialogue.outgoing(0.0)
    dialogue.interrupt(10.0)
    assert dialogue.outgoing(10.0) == b"\r"
    assert dialogue.next_deadline() == 12.0


def test_events_among_lines() -> None:
    dialogue = Dialogue()
    assert dialogue.receive(b"\x105\x10b\r\nRI\x10sNG\r\n\x10", 0.0) == [
        Signal("5"), Signal("b"), Signal("s"), Told(Code.RING),
    ]  # fmt: skip
    assert dialogue.receive(b"#", 0.0) == [Signal("#")]


def test_a_stream_of_samples() -> None:
    dialogue = asked("AT+VRX", listens=True)
    data = b"\r\nCONNECT\r\nab\x10\x10c\x105\x10\x1ad\r\n\x10\x03\r\nOK\r\n"
    notices = dialogue.receive(data, 0.0)
    expected: list[Notice] = [
        Answered(1, Code.CONNECT),
        Heard(b"ab\x10c"),
        Signal("5"),
        Heard(b"\x10\x10d\r\n"),
        Signal("\x03"),
        Told(Code.OK),
    ]
    assert notices == expected


def test_a_stream_cut_anywhere() -> None:
    dialogue = asked("AT+VRX", listens=True)
    data = b"\r\nCONNECT\r\n\nab\x10\x10c\x105d\r\n\x10\x03\r\nOK\r\n"
    notices = [notice for byte in data for notice in dialogue.receive(bytes([byte]), 0.0)]
    heard = b"".join(notice.samples for notice in notices if isinstance(notice, Heard))
    assert heard == b"\nab\x10cd\r\n"
    assert notices[-1] == Told(Code.OK)


def test_what_is_shielded() -> None:
    assert shield(b"a\x10b\x10\x10") == b"a\x10\x10b\x10\x10\x10\x10"


def test_noise_is_no_line() -> None:
    assert Dialogue().receive(b"\x01\x02abc\x03\x04\x05def\r\n", 0.0) == []
