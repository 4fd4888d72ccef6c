"""Dialling, answering, being online."""

from __future__ import annotations

import pytest

from agent_desktop.cti.modem_emulator.exchange import named
from agent_desktop.cti.simulator.model import Heard, Manner, Telephone
from tests.fakes.emulated import WANG, Host, lines


def reached(host: Host, manner: Manner, after_s: float = 3.0) -> Host:
    host.line.outside["123"] = Telephone("123", manner=manner, after_s=after_s)
    return host


def test_the_rest_of_a_line_is_dialled_and_commands_go_on() -> None:
    host = reached(Host("hayes").quietly(), Manner.ANSWERS)
    assert host.types("ATDT1-2 3;", 1.3) == ["OK"]
    host.wait(6)
    assert host.line.state == "talking"
    assert host.types("ATDT45;") == ["OK"]
    assert host.emulation.digits("123") == "45"
    assert host.types("ATH") == ["OK"]
    assert host.line.state == "idle"


@pytest.mark.parametrize(
    ("setup", "manner", "code"),
    [
        ("ATX4", Manner.BUSY, "BUSY"),
        ("ATX2", Manner.BUSY, "NO CARRIER"),
        ("ATX4S7=20", Manner.RINGS_OUT, "NO ANSWER"),
        ("ATX4S7=20", Manner.ANSWERS, "NO CARRIER"),
        ("ATX4", Manner.UNALLOCATED, "BUSY"),
        ("ATX0V1", Manner.BUSY, "NO CARRIER"),
    ],
)
def test_how_a_data_call_ends(setup: str, manner: Manner, code: str) -> None:
    host = reached(Host("hayes").quietly(setup), manner)
    assert host.types("ATDT123", 90) == [code]
    assert not host.modem.off


def test_no_dial_tone_where_the_telephone_is_in_use() -> None:
    host = Host("hayes").quietly("ATX4")
    host.rings()
    host.emulation.lift(host.now)
    host.emulation.hang_up("caller", host.now)
    assert host.types("ATDT123", 3) == ["NO DIALTONE"]
    assert host.types("ATX3DT123", 9)[-1:] != ["NO DIALTONE"], "X3 dials blind"


def test_any_character_ends_dialling_but_what_belongs_to_the_line() -> None:
    host = reached(Host("hayes").quietly(), Manner.RINGS_OUT)
    host.sends(b"ATDT123\r\n")
    assert host.wait(2) == b""
    host.sends(b" ")
    assert host.wait(1) == b"\r\nNO CARRIER\r\n"
    assert host.types("AT") == ["OK"]


def test_the_last_number_again() -> None:
    host = reached(Host("hayes").quietly(), Manner.BUSY)
    assert host.types("ATDT123", 9) == ["BUSY"]
    assert host.types("ATDL", 9) == ["BUSY"]


def test_a_comma_is_a_pause() -> None:
    host = reached(Host("hayes").quietly("ATS8=4"), Manner.ANSWERS)
    assert host.types("ATDT1,;", 4.6) == []
    assert lines(host.wait(0.5)) == ["OK"]


def test_in_voice_mode_ring_back_is_told_and_its_absence_taken_for_an_answer() -> None:
    host = reached(Host().quietly("AT+FCLASS=8;+VRA=50"), Manner.ANSWERS, after_s=6.0)
    host.sends(b"ATDT123\r")
    assert host.wait(14) == b"\x10r\x10r\r\nOK\r\n"
    assert host.line.state == "talking"


def test_in_voice_mode_nothing_heard_counts_as_answered_too() -> None:
    host = reached(Host().quietly("AT+FCLASS=8;+VRN=3"), Manner.ANSWERS)
    host.sends(b"ATDT\r")
    assert host.wait(4) == b"\r\nOK\r\n"


def test_a_data_call_and_the_way_out_of_it() -> None:
    host = Host("hayes").quietly()
    caller = host.rings(WANG, modem=True)
    host.wait(1)
    host.sends(b"ATA\r")
    assert lines(host.wait(5)) == ["CONNECT 33600"]
    host.sends(b"hello")
    host.sends(b"+++")
    assert host.wait(3) == b"hello+++", "without a pause before it is data"
    host.sends(b"++")
    host.sends(b"+")
    assert host.wait(0.9) == b"+++"
    assert host.wait(0.2) == b"\r\nOK\r\n"
    assert host.types("ATO") == ["CONNECT 33600"]
    host.wait(2)
    host.sends(b"+++")
    host.wait(0.5)
    host.sends(b"x")
    assert host.wait(3) == b"x", "without a pause after it is data too"
    host.line.gone(caller, host.now)
    assert lines(host.wait(9)) == ["NO CARRIER"]


def test_x0_says_no_speed() -> None:
    host = Host("hayes").quietly("ATX0")
    host.rings(WANG, modem=True)
    host.wait(1)
    assert host.types("ATA", 6) == ["CONNECT"]


def test_a_person_is_no_modem() -> None:
    host = Host("hayes").quietly("ATS7=10")
    host.rings()
    host.wait(1)
    assert host.types("ATA", 11) == ["NO CARRIER"]
    assert host.line.state == "idle"


def test_answering_is_ended_by_a_character_and_by_the_caller() -> None:
    host = Host("hayes").quietly()
    host.rings()
    host.wait(1)
    host.sends(b"ATA\r")
    host.wait(1)
    host.sends(b"x")
    assert lines(host.wait(1)) == ["NO CARRIER"]
    caller = host.rings()
    host.wait(1)
    host.sends(b"ATA\r")
    host.wait(1)
    host.line.gone(caller, host.now)
    assert lines(host.wait(5)) == ["NO CARRIER"]


def test_the_hook_on_a_pbx() -> None:
    host = Host("conexant", "pbx").quietly("AT+FCLASS=8")
    host.rings()
    host.wait(1)
    host.types("AT+VLS=1")
    host.emulation.lift(host.now)
    host.types("AT+VLS=3")
    assert host.emulation.hears("caller", host.now) == "people"
    assert host.types("AT+VTS=!") == ["OK"]
    assert (host.line.state, host.emulation.hears("caller", host.now)) == ("dial tone", "music")
    assert host.types("AT+VTS=1,2,3") == ["OK"]
    host.wait(6)
    assert host.emulation.hears_whom("telephone", host.now) == {"outside"}
    host.types("AT+VTS=!")
    assert host.emulation.hears_whom("telephone", host.now) == {"caller"}
    assert host.emulation.hears("123", host.now) == "music"
    host.types("AT+VTS=!")
    host.emulation.hang_up("telephone", host.now)
    heard: list[Heard] = []
    for party in (host.line.far, host.line.held):
        assert party is not None
        party.on_heard = lambda what, _: heard.append(what)
    host.types("ATH")
    assert (host.line.state, host.line.held) == ("idle", None), "the two talk without us"
    assert heard[-2:] == [Heard.PEOPLE, Heard.PEOPLE]


def test_three_together() -> None:
    host = Host("conexant", "north-america").quietly("AT+FCLASS=8")
    host.rings()
    host.wait(1)
    host.emulation.lift(host.now)
    host.types("AT+VLS=3")
    host.types("AT+VTS=!,1,2,3", 2)
    host.wait(6)
    host.types("AT+VTS=!")
    assert host.emulation.hears_whom("telephone", host.now) == {"caller", "outside"}
    assert host.emulation.hears_whom("caller", host.now) == {"telephone", "outside"}
    host.types("AT+VTS=!")
    assert host.emulation.hears_whom("telephone", host.now) == {"caller"}


def test_somebody_held_rings_back_when_the_line_is_left() -> None:
    host = Host("conexant", "pbx").quietly("AT+FCLASS=8", "AT+VLS=0")
    host.rings()
    host.wait(1)
    host.types("AT+VLS=1")
    host.types("AT+VTS=!")
    host.types("ATH", 0.2)
    assert host.line.state == "ringing"


def test_a_plain_line_knows_no_flash() -> None:
    assert named("china").flash == "none"
    host = Host("conexant").quietly("AT+FCLASS=8")
    host.rings()
    host.wait(1)
    host.types("AT+VLS=1")
    host.types("AT+VTS=!")
    assert host.line.state == "talking"
