"""Who calls, in all forms and at all times."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from agent_desktop.cti.modem_emulator.callerid import Shown, keys, message
from agent_desktop.cti.modem_emulator.exchange import CallerIdPlan, Form, named
from tests.fakes.emulated import WANG, Host, lines

AT = datetime(2026, 11, 27, 8, 8, tzinfo=UTC)
MDMF = "802001083131323730383038020B30323135353535303130310707" + b"WANG LI".hex().upper()


def sealed(packet: bytes) -> bool:
    return sum(packet) % 256 == 0 and packet[1] == len(packet) - 3


@pytest.mark.parametrize("form", [Form.SDMF, Form.MDMF, Form.ETSI])
def test_every_packet_adds_up_to_zero(form: Form) -> None:
    assert sealed(message(Shown(AT, "02155550101", "WANG LI"), form))
    assert sealed(message(Shown(AT, withheld=True), form))


def test_the_packets_of_bellcore_and_etsi_byte_by_byte() -> None:
    shown = Shown(AT, "02155550101", "WANG LI")
    assert message(shown, Form.MDMF).hex().upper() == MDMF + "96"
    assert message(Shown(AT, "5551234"), Form.SDMF)[:-1] == b"\x04\x0f112708085551234"
    assert message(shown, Form.ETSI)[2:5] == b"\x11\x01\x01"
    assert message(Shown(AT, withheld=True), Form.MDMF)[12:-1] == b"\x04\x01P\x08\x01P"
    assert message(Shown(AT), Form.MDMF)[12:-1] == b"\x04\x01O\x08\x01O"
    assert message(Shown(AT, "1", "王丽"), Form.MDMF)[15:-1] == b"\x07\x02??", "the standard has Latin letters"
    assert message(shown, Form.NONE) == b""


def test_keys() -> None:
    assert [keys(Shown(AT, "02155550101")), keys(Shown(AT)), keys(Shown(AT, withheld=True))] == [
        "D02155550101C",
        "B00C",
        "B10C",
    ]


FORMATTED = ["DATE = 1127", "TIME = 0808", "NMBR = 02155550101", "NAME = WANG LI"]


def heard(host: Host, seconds: float = 4.0, **how: object) -> list[str]:
    host.rings(WANG, "WANG LI", **how)
    return lines(host.wait(seconds))


def test_only_after_it_was_asked_for_and_not_after_a_reset_or_without_power() -> None:
    assert heard(Host().quietly()) == ["RING"]
    assert heard(Host().quietly("AT+VCID=1")) == ["RING", *FORMATTED]
    assert heard(Host().quietly("AT+VCID=1", "ATZ", "ATE0")) == ["RING"]
    host = Host().quietly("AT+VCID=1")
    host.modem.power_off(host.now)
    assert heard(host) == ["RING"]


def test_as_it_came() -> None:
    assert heard(Host().quietly("AT+VCID=2")) == ["RING", MDMF + "96"]
    assert heard(Host("conexant").quietly("AT#CID=2")) == ["RING", "MESG = " + MDMF + "96"]
    assert Host("hayes").quietly().types("AT#CID=2") == ["ERROR"]


def test_before_the_first_ring() -> None:
    assert heard(Host("v253", "britain").quietly("AT+VCID=1"), 2.5) == [
        "DATE = 1127",
        "TIME = 0808",
        "NMBR = 00862155550101",
        "NAME = WANG LI",
        "RING",
    ]


def test_withheld_and_not_available_in_each_modem_s_words() -> None:
    assert heard(Host("hayes").quietly("AT#CID=1"), withheld=True)[3:] == ["NMBR=PRIVATE", "NAME=PRIVATE"]
    assert heard(Host("usr5637").quietly("AT+VCID=1"), withheld=True)[3:] == ["NMBR = P", "NAME = P"]
    host = Host("hayes").quietly("AT#CID=1")
    host.rings("")
    assert lines(host.wait(4))[3:] == ["NMBR=OUT OF AREA", "NAME=OUT OF AREA"]


def test_number_only() -> None:
    line = msgspec.structs.replace(named("china"), caller_id=CallerIdPlan(Form.SDMF))
    assert heard(Host("v253", line).quietly("AT+VCID=1"))[1:] == FORMATTED[:3]
    line = msgspec.structs.replace(line, caller_id=CallerIdPlan(Form.NONE))
    assert heard(Host("v253", line).quietly("AT+VCID=1")) == ["RING"]


def test_by_keys_as_in_china() -> None:
    assert heard(Host("conexant", "china-dtmf").quietly("AT+VCID=1"), 2.2) == ["NMBR = 02155550101", "RING"]
    assert heard(Host("hayes", "china-dtmf").quietly("AT#CID=1"), 2.2) == ["D02155550101C", "RING"]
    deaf = Host("lucent", "china-dtmf").quietly("AT+VCID=1")
    assert heard(deaf, 2.2) == ["RING"]
    host = Host("lucent", "china-dtmf").quietly("AT+VCID=1", "AT+FCLASS=8")
    host.rings()
    assert host.wait(2.2) == b"".join(b"\x10%c" % key for key in b"D02155550101C") + b"\x10R"


def test_nothing_is_said_on_a_line_in_use() -> None:
    host = Host().quietly("AT+VCID=1", "AT+FCLASS=8")
    host.rings()
    host.wait(0.6)
    host.types("AT+VLS=1")
    assert host.wait(9) == b""
