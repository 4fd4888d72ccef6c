"""Numbers and names of callers."""

from __future__ import annotations

import msgspec
import pytest

from agent_desktop.cti import cleaning
from agent_desktop.cti.ari import caller, wire
from agent_desktop.cti.switch import CallArrived
from tests.fakes.ari import channel


def arrived(*args: str, number: str = "", name: str = "", exten: str = "800") -> CallArrived:
    return caller.arrived(msgspec.convert(channel("c", number=number, name=name, exten=exten), wire.Channel), args)


def test_number_and_name_come_as_the_line_gave_them() -> None:
    call = arrived(number="+447700900123", name="张三")
    assert (call.ani, call.ani_name, call.withheld) == ("+447700900123", "张三", False)


@pytest.mark.parametrize(("name", "shown"), [(r"say \"hi\"", 'say "hi"'), (r"a\\b", r"a\b"), ("end\\", "end\\")])
def test_what_sip_escaped_in_a_name_is_read(name: str, shown: str) -> None:
    assert arrived(number="+447700900123", name=name).ani_name == shown


@pytest.mark.parametrize("number", ["", "anonymous", "Anonymous", "RESTRICTED", "unknown", "\u200b", "  "])
def test_a_number_that_says_nothing_is_withheld(number: str) -> None:
    call = arrived(number=number, name="Anonymous")
    assert (call.ani, call.ani_name, call.withheld) == ("", "", True)


def test_a_forbidden_number_is_withheld_though_ari_shows_it() -> None:
    call = arrived("+442079460000", "prohib_not_screened", number="+447700900123", name="Bob")
    assert (call.ani, call.ani_name, call.withheld) == ("", "", True)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ann\x00\x07 Lee", "Ann Lee"),
        ("Bank\r\nCaller: 999", "Bank Caller: 999"),
        ("\u202e321 eciloP", "321 eciloP"),
        ("a\u200b\ufeffb", "ab"),
        ("  two   spaces ", "two spaces"),
        ("x" * 500, "x" * 80),
        ("\ud800", ""),
    ],
)
def test_a_name_cannot_break_out_of_its_line(name: str, shown: str) -> None:
    assert cleaning.clean(name, 80) == shown


@pytest.mark.parametrize(
    ("exten", "args", "dnis"),
    [
        ("+442079460000", (), "+442079460000"),
        ("800", ("in", "900"), "800"),
        ("s", ("800", "allowed"), "800"),
        ("s", (), ""),
        ("", ("",), ""),
    ],
)
def test_the_dialled_number_is_the_extension_or_else_the_first_argument(
    exten: str, args: tuple[str, ...], dnis: str
) -> None:
    assert arrived(*args, exten=exten, number="1").dnis == dnis


@pytest.mark.parametrize(
    ("number", "name", "shown"),
    [
        ("100", "Ann", '"Ann" <100>'),
        ("100", "", "<100>"),
        ("", "Ann", '"Ann"'),
        ("", "", ""),
        ("100", 'A" <911>', '"A 911" <100>'),
        ("1<2>", "\n", "<12>"),
    ],
)
def test_what_we_show_cannot_start_a_second_field(number: str, name: str, shown: str) -> None:
    assert caller.shown_as(number, name) == shown
