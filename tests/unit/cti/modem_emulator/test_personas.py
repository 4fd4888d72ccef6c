"""What each kind of modem says, as its manual and its owners have it: transcripts, typed by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from agent_desktop.cti.modem_emulator import exchange, persona
from agent_desktop.errors import FileMistake, UserError
from tests.fakes.emulated import Host

TRANSCRIPTS = {
    "hayes": """
        > ATI
        < 2400
        < OK
        > ATI9
        < ERROR
        > AT+GMI
        < ERROR
        > AT+FCLASS=?
        < ERROR
        > AT+VCID=1
        < ERROR
        > AT#CID=1
        < OK
        > AT#CID?
        < 1
        < OK
        > AT&C1&D2S0=0
        < OK
        > ATS7?
        < 050
        < OK
    """,
    "usr5637": """
        > ATI
        < 5601
        < OK
        > ATI3
        < U.S. Robotics 56K FAX USB V1.2.23
        < OK
        > AT+FCLASS=?
        < 0,1,8
        < OK
        > ATS7?
        < 060
        < OK
        > AT+VSM=128,8000
        < ERROR
        > AT+FCLASS=8
        < OK
        > AT+VSM=?
        < 128,"8-BIT LINEAR",(7200,8000,11025)
        < 129,"16-BIT LINEAR",(7200,8000,11025)
        < 130,"8-BIT ALAW",(8000)
        < 131,"8-BIT ULAW",(8000)
        < 132,"IMA ADPCM",(7200,8000,11025)
        < OK
        > AT+VSM=128,8000
        < OK
        > AT+VSM?
        < 128,8000,0,0
        < OK
        > AT+VSM=131,11025
        < ERROR
        > AT+VLS=3
        < ERROR
    """,
    "conexant": """
        > ATI0
        < 56000
        < OK
        > ATI3
        < CX93001-EIS_V0.2013-V92
        < OK
        > AT+GMI
        < CONEXANT
        < OK
        > AT+FCLASS=?
        < 0,1,1.0,2,8
        < OK
        > AT+IFC?
        < +IFC: 2,2
        < OK
        > AT#CLS=8
        < OK
        > AT+FCLASS?
        < 8
        < OK
        > AT#VBS=4
        < OK
        > AT+FCLASS=8;+VSM=?
        < 0,"SIGNED PCM",8,0,8000,0,0
        < 1,"UNSIGNED PCM",8,0,8000,0,0
        < 129,"IMA ADPCM",4,0,8000,0,0
        < 130,"UNSIGNED PCM",8,0,8000,0,0
        < 131,"Mu-Law",8,0,8000,0,0
        < 132,"A-Law",8,0,8000,0,0
        < 133,"14 bit PCM",14,0,8000,0,0
        < OK
        > AT+VSM=130
        < OK
        > AT+VCID=?
        < (0-2)
        < OK
    """,
    "lucent": """
        > ATI9
        < North America
        < OK
        > AT+GMM
        < Venus V.92
        < OK
        > AT+FCLASS=8
        < OK
        > AT+VLS=?
        < (0,1,5,7)
        < OK
        > AT#CLS=8
        < ERROR
        > AT+VRA=60;+VRN=100
        < OK
        > AT+VRN?
        < 100
        < OK
    """,
    "v253": """
        > AT&K3
        < ERROR
        > AT+FCLASS=1
        < ERROR
        > AT+FCLASS=8
        < OK
        > AT+VGR=?
        < (0-255)
        < OK
        > AT+VLS=9
        < ERROR
        > AT+VTS=[933,,20],{5,10},7
        < OK
    """,
}


@pytest.mark.parametrize("kind", sorted(TRANSCRIPTS))
def test_transcript(kind: str) -> None:
    host = Host(kind).quietly()
    talk = re.findall(r"([<>]) (.*)", TRANSCRIPTS[kind])
    heard: list[str] = []
    for who, text in talk:
        if who == ">":
            assert heard == [], f"before {text}"
            heard = host.types(text)
        else:
            assert heard[:1] == [text]
            heard = heard[1:]
    assert heard == []


def test_every_kind_has_a_transcript() -> None:
    assert set(persona.shipped()) == set(TRANSCRIPTS)


@pytest.mark.parametrize("kind", sorted(TRANSCRIPTS))
def test_every_device_has_a_way_back_on_hook(kind: str) -> None:
    voice = persona.named(kind).voice
    assert voice is None or (voice.labels["0"] == () and ("line",) in voice.labels.values())


def test_one_of_your_own(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    shipped = persona.SHIPPED / "hayes.yaml"
    mine.write_text(shipped.read_text(encoding="utf-8").replace('["2400"]', '["1200"]'), encoding="utf-8")
    assert Host(persona.named(str(mine))).quietly().types("ATI0") == ["1200", "OK"]
    mine.write_text("name: [1]\n", encoding="utf-8")
    with pytest.raises(FileMistake, match=r"mine\.yaml"):
        persona.named(str(mine))


def test_a_kind_that_there_is_not() -> None:
    with pytest.raises(UserError, match="there is no modem 'courier'; there are conexant, hayes"):
        persona.named("courier")
    with pytest.raises(UserError, match="there is no exchange 'mars'; there are britain, china"):
        exchange.named("mars")


@pytest.mark.parametrize(
    ("line", "number", "shown"),
    [
        ("china", "+862155550101", "02155550101"),
        ("china", "+8613800550102", "13800550102"),
        ("china", "+442079460103", "00442079460103"),
        ("north-america", "+12125550147", "2125550147"),
        ("britain", "+442079460103", "02079460103"),
        ("china", "4000", "4000"),
        ("china", "+999", "999"),
    ],
)
def test_numbers_as_an_exchange_shows_them(line: str, number: str, shown: str) -> None:
    assert exchange.named(line).shown(number) == shown
