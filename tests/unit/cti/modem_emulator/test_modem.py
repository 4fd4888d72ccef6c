"""Command lines, result codes and registers: ITU-T V.250."""

from __future__ import annotations

import pytest

from tests.fakes.emulated import WANG, Host, lines


def test_echo_until_it_is_switched_off() -> None:
    host = Host()
    host.sends(b"at e0\r")
    assert host.wait(1) == b"at e0\r\r\nOK\r\n"
    host.sends(b"AT\r")
    assert host.wait(1) == b"\r\nOK\r\n"


def test_words_numbers_and_silence() -> None:
    host = Host().quietly()
    host.sends(b"ATV0\r")
    assert host.wait(1) == b"0\r"
    host.sends(b"ATI0\r")
    assert host.wait(1) == b"V.253 voice modem\r\n0\r"
    host.sends(b"ATXYZ\r")
    assert host.wait(1) == b"4\r"
    host.sends(b"ATQ1\r")
    host.sends(b"ATI0\r")
    assert host.wait(1) == b"V.253 voice modem\r\n", "Q1 silences results, not information"
    host.sends(b"ATQ0V1\r")
    assert host.wait(1) == b"\r\nOK\r\n"


def test_an_answer_takes_its_time() -> None:
    host = Host("hayes").quietly()
    host.sends(b"AT\r")
    assert host.wait(0.04) == b""
    assert host.wait(0.02) == b"\r\nOK\r\n"


def test_a_line_of_several_commands_stops_at_the_first_that_fails() -> None:
    host = Host("conexant").quietly()
    assert host.types("ATS8=5%Z9S10=7") == ["ERROR"]
    assert host.types("ATS8?;S10?") == ["005", "002", "OK"]
    assert host.types("AT +VCID=1 ; +VCID?") == ["1", "OK"]
    assert host.types("ATX9") == ["ERROR"]
    assert host.types("ATS0=300") == ["ERROR"]
    assert host.types("ATE2") == ["ERROR"]


def test_backspace_repetition_and_noise_before_the_attention() -> None:
    host = Host().quietly()
    host.sends(b"\x00\xffAxaATI1\x080\r")
    assert lines(host.wait(1)) == ["V.253 voice modem", "OK"]
    host.sends(b"A/")
    assert lines(host.wait(1)) == ["V.253 voice modem", "OK"]
    host.sends(b"hello\r\r\n")
    assert host.wait(1) == b""


def test_a_line_that_is_too_long_is_an_error() -> None:
    host = Host("hayes").quietly()
    assert host.types("AT" + "S0=0" * 10) == ["OK"]
    assert host.types("AT" + "S0=0" * 10 + "S") == ["ERROR"]
    assert host.types("AT") == ["OK"]


def test_characters_of_its_own_choice() -> None:
    host = Host().quietly()
    host.types("ATS3=33S4=63")
    host.sends(b"ATI0!")
    assert host.wait(1) == b"!?V.253 voice modem!?!?OK!?"


def test_a_reset_is_deaf_for_a_while_and_forgets_everything() -> None:
    host = Host().quietly("AT+VCID=1", "AT+FCLASS=8", "ATS0=3", "AT+VIT=9")
    host.sends(b"ATZ\r")
    host.sends(b"ATI0\r")
    assert lines(host.wait(1)) == ["OK"]
    said = [host.types(asked)[-2] for asked in ("ATE0+VCID?", "AT+FCLASS?", "ATS0?", "AT+VIT?")]
    assert said == ["0", "0", "000", "0"]


def test_the_bell_counts_in_s1_and_stops_at_once_when_the_caller_gives_up() -> None:
    host = Host().quietly()
    caller = host.rings()
    assert lines(host.wait(6)) == ["RING", "RING"]
    assert host.types("ATS1?", 0.1) == ["002", "OK"]
    host.line.gone(caller, host.now)
    assert host.wait(20) == b""
    assert host.types("ATS1?") == ["000", "OK"]


def test_a_ring_while_an_answer_is_due() -> None:
    host = Host("hayes").quietly()
    host.rings()
    host.wait(0.53)
    host.sends(b"ATI0\r")
    assert lines(host.wait(0.2)) == ["RING", "2400", "OK"]


def test_it_answers_by_itself_after_so_many_rings() -> None:
    host = Host("hayes").quietly("ATS0=2")
    host.rings(modem=True)
    assert lines(host.wait(11)) == ["RING", "RING", "CONNECT 33600"]


def test_the_host_closes_the_port() -> None:
    for setting, off in (("AT&D0", True), ("AT&D2", False), ("AT&D3", False)):
        host = Host("conexant").quietly("AT+FCLASS=8", "AT+VCID=1", setting, "AT+VLS=1")
        host.modem.closed(host.now)
        assert host.modem.off is off
        assert host.modem.settings.caller_id == (0 if setting == "AT&D3" else 1)


def test_without_power_it_forgets_and_the_call_is_gone() -> None:
    host = Host().quietly("AT+FCLASS=8", "AT+VCID=1")
    host.rings()
    host.wait(1)
    host.types("AT+VLS=1")
    host.modem.power_off(host.now)
    assert (host.line.state, host.modem.settings.caller_id, host.wait(1)) == ("idle", 0, b"")


@pytest.mark.parametrize(
    ("commands", "said"),
    [
        (("AT+VDR=1,0",), ["DRON=4", "DROF=4", "DRON=4", "DROF=38", "DRON=4"]),
        (("AT+VDR=1,10",), ["DRON=4", "DROF=4", "DRON=4", "RING", "DROF=38", "DRON=4"]),
        ((), ["RING", "RING"]),
    ],
)
def test_distinctive_ring(commands: tuple[str, ...], said: list[str]) -> None:
    host = Host().quietly(*commands)
    host.rings(WANG, pattern=1)
    assert lines(host.wait(5.6)) == said


def test_a_second_number_by_a_letter() -> None:
    host = Host("usr5637", "north-america").quietly()
    host.rings(WANG, pattern=2)
    assert lines(host.wait(2)) == ["RING C"]


def test_inactivity_ends_voice_mode() -> None:
    host = Host().quietly("AT+FCLASS=8;+VIT=10", "AT+VLS=1")
    seen = []
    for seconds in (8.9, 0.2):
        host.wait(seconds)
        seen.append(host.modem.off)
    assert seen == [True, False]
    assert host.types("AT+FCLASS?") == ["0", "OK"]
