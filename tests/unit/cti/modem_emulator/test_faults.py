"""Mishaps on command and by chance."""

from __future__ import annotations

import pytest

from agent_desktop.cti.modem_emulator.faults import Fault, Faults
from tests.fakes.emulated import Host

ANSWER = b"\r\nOK\r\n"


def struck(fault: Fault) -> tuple[Host, bytes]:
    host = Host().quietly()
    host.emulation.fail(fault)
    host.sends(b"AT\r")
    return host, host.wait(0.5)


def test_noise_before_the_answer() -> None:
    _, said = struck(Fault.GARBAGE)
    assert said.endswith(ANSWER)
    assert len(said) == 24 + len(ANSWER)


def test_in_two_halves() -> None:
    host, said = struck(Fault.PARTIAL)
    assert said == ANSWER[:3]
    assert host.wait(0.5) == ANSWER[3:]


def test_late_and_never() -> None:
    host, said = struck(Fault.LATE)
    assert (said, host.wait(4)) == (b"", ANSWER)
    host, said = struck(Fault.MUTE)
    assert (said, host.wait(60)) == (b"", b"")


def test_a_ring_in_front_an_error_instead_and_bytes_lost() -> None:
    assert struck(Fault.RING)[1] == b"\r\nRING\r\n" + ANSWER
    assert struck(Fault.ERROR)[1] == b"\r\nERROR\r\n"
    assert len(struck(Fault.OVERRUN)[1]) < len(ANSWER)


@pytest.mark.parametrize("fault", Fault)
def test_it_strikes_once(fault: Fault) -> None:
    host, _ = struck(fault)
    host.wait(10)
    assert host.types("AT") == ["OK"]


def test_samples_are_lost_on_command() -> None:
    host = Host().quietly("AT+FCLASS=8")
    host.types("AT+VRX", 0.1)
    host.emulation.fail(Fault.OVERRUN)
    assert b"\x10o" in host.wait(0.1)


def test_by_chance_the_same_seed_the_same_mishaps() -> None:
    def day(seed: int) -> list[list[str]]:
        host = Host(faults=Faults((Fault.ERROR,), 0.3, seed))
        return [host.types("AT")[-1:] for _ in range(50)]

    assert day(1) == day(1) != day(2)
    assert 5 < day(1).count(["ERROR"]) < 25
