"""Who calls, as real modems and exchanges say it: from their manuals, and from what their users have written down."""

from __future__ import annotations

import pytest

from agent_desktop.cti.modem.callerid import Caller, Report, is_report


def packet(kind: int, content: bytes) -> str:
    """A packet with its checksum, as hexadecimal digits."""
    whole = bytes([kind, len(content)]) + content
    return (whole + bytes([-sum(whole) % 256])).hex().upper()


def mdmf(*parameters: tuple[int, bytes]) -> str:
    return packet(0x80, b"".join(bytes([tag, len(value)]) + value for tag, value in parameters))


DATE = (0x01, b"03211405")

FORMS = {
    "Rockwell and Conexant": (
        ["DATE = 0321", "TIME = 1405", "NMBR = 5045551234", "NAME = CALLER"],
        Caller("5045551234", "CALLER"),
    ),
    "Conexant in North America": (
        ["DATE = 1124", "TIME = 1806", "NAME = O", "DDN_NMBR= 9196278340"],
        Caller("9196278340"),
    ),
    "without blanks (ELSA, Zoom 2949)": (["DATE=0119", "TIME=2215", "NMBR=5071234567", "NAME=ARCHER L"], Caller("5071234567", "ARCHER L")),
    "several on a line": (["DATE=0119", "TIME=2215", "NAME=ARCHER L       NMBR=5071234567"], Caller("5071234567", "ARCHER L")),
    "all on a line without a blank": (["DATE=0224 NAME=ONMBR=5072884388"], Caller("5072884388")),
    "name before number": (["NAME = HOYT,TIM", "NMBR = 5553662"], Caller("5553662", "HOYT,TIM")),
    "a message beside them": (["MESG = 110101", "DATE = 0511", "NMBR = 4075550000", "NAME = JOHN DOE"], Caller("4075550000", "JOHN DOE")),
    "Lucent, private": (["DATE = 0321", "TIME = 1405", "NMBR = PRIVATE", "NAME = PRIVATE"], Caller(withheld=True)),
    "Rockwell, private": (["NMBR = P", "NAME = P"], Caller(withheld=True)),
    "out of area": (["NMBR = OUT OF AREA", "NAME = UNAVAILABLE"], Caller()),
    "O": (["NMBR = O", "NAME = O"], Caller()),
    "a number that O follows": (["NMBR = 5551234", "NMBR = O", "NAME = BOB"], Caller("5551234", "BOB")),
    "a number whose caller withholds it": (["NMBR = 5551234", "NMBR = P", "NAME = BOB"], Caller(withheld=True)),
    "reason as a message": (["DATE = 0321", "MESG = 04015049"], Caller(withheld=True)),
    "ZyXEL": (["CALLER NAME: BOB", "CALLER NUMBER: 5551234"], Caller("5551234", "BOB")),
    "ZyXEL, private": (["REASON FOR NO CALLER NUMBER: PRIVATE"], Caller(withheld=True)),
    "Switzerland": (["FM:0765628300 TO:8673300"], Caller("0765628300")),
    "raw SDMF": ([packet(0x04, b"03211405" + b"5045551234")], Caller("5045551234")),
    "raw SDMF, private": ([packet(0x04, b"03211405" + b"P")], Caller(withheld=True)),
    "raw SDMF, out of area": ([packet(0x04, b"03211405" + b"O")], Caller()),
    "raw MDMF": ([mdmf(DATE, (0x02, b"5045551234"), (0x07, b"BOB SMITH"))], Caller("5045551234", "BOB SMITH")),
    "raw MDMF, name first": ([mdmf((0x07, b"BOB"), DATE, (0x03, b"5045551234"))], Caller("5045551234", "BOB")),
    "raw MDMF, private": ([mdmf(DATE, (0x04, b"P"), (0x08, b"P"))], Caller(withheld=True)),
    "raw MDMF, out of area": ([mdmf(DATE, (0x04, b"O"), (0x08, b"O"))], Caller()),
    "raw ETSI with a call type": ([mdmf((0x11, b"\x01"), DATE, (0x02, b"06912345678"))], Caller("06912345678")),
    "raw, leading Us, after MESG": (["MESG = 555555" + mdmf(DATE, (0x02, b"5551234"))], Caller("5551234")),
    "raw over two lines": ([mdmf(DATE, (0x02, b"5045551234"))[:20], mdmf(DATE, (0x02, b"5045551234"))[20:]], Caller("5045551234")),
    "raw, damaged": ([mdmf(DATE, (0x02, b"5045551234")).replace("35", "36", 1)], Caller(trusted=False)),
    "raw, cut off": ([mdmf(DATE, (0x02, b"5045551234"))[:-6]], Caller(trusted=False)),
    "a name in UTF-8": ([mdmf((0x02, b"13812345678"), (0x07, "王伟".encode()))], Caller("13812345678", "王伟")),
    "a name in Latin letters": ([mdmf((0x02, b"030123456"), (0x07, "Müller".encode("latin-1")))], Caller("030123456", "Müller")),
    "China, DTMF": (["D13812345678C"], Caller("13812345678")),
    "Finland, DTMF": (["A0401234567#"], Caller("0401234567")),
    "Denmark, DTMF, withheld": (["D1#"], Caller(withheld=True)),
    "Denmark, DTMF, not available": (["D2#"], Caller()),
    "ETSI DTMF, withheld": (["B10C"], Caller(withheld=True)),
    "ETSI DTMF, not available": (["B00C"], Caller()),
    "ETSI DTMF, diverted": (["A0401234567D0409999999C"], Caller("0401234567")),
    "nothing": ([], Caller()),
    "a name that would break out of its line": (["NMBR = 1", "NAME = \x07B\x1bOB\u202e\xa0"], Caller("1", "BOB")),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_caller(form: str) -> None:
    lines, expected = FORMS[form]
    report = Report()
    for line in lines:
        assert report.take(line), line
    assert report.caller() == expected


@pytest.mark.parametrize("form", FORMS)
def test_its_lines_are_known_from_an_answer(form: str) -> None:
    lines, _ = FORMS[form]
    first = lines[:1]
    assert all(is_report(line) for line in first)


@pytest.mark.parametrize(
    "line",
    [
        "OK",
        "56000",
        "U.S. Robotics 56K FAX USB V1.2.23",
        "0,1,2,8",
        "CONEXANT",
        '128,"8-BIT LINEAR",(7200,8000)',
        "80",
        "V90",
    ],
)
def test_an_answer_is_no_caller(line: str) -> None:
    assert not is_report(line)
    assert not Report().take(line)


@pytest.mark.parametrize("keys", ["D13812345678C", "12D13812345678C", "A13812345678#"])
def test_tones_one_by_one(keys: str) -> None:
    report = Report()
    for key in keys:
        report.key(key)
    assert report.caller() == Caller("13812345678")
    assert report.complete


def test_keys_without_end_are_no_number() -> None:
    report = Report()
    for key in "D1234567890" * 20:
        report.key(key)
    assert not report.has_number


def test_it_is_complete_with_number_and_name() -> None:
    report = Report()
    report.take("NMBR = 5551234")
    assert report.has_number
    assert not report.complete
    report.take("NAME = BOB")
    assert report.complete
