"""Every spelling of a number comes to one form, and no input raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.numbers import normalise


@pytest.mark.parametrize(
    ("raw", "region", "e164", "extension"),
    [
        ("(0)20/7946-0000 ext 12", "GB", "+442079460000", "12"),
        ("+44 (0)20 7946 0000", "CN", "+442079460000", ""),
        ("0044 20 7946 0000", "CN", "+442079460000", ""),
        ("0044 20 7946 0000", "US", "+442079460000", ""),
        ("011 44 20 7946 0000", "US", "+442079460000", ""),
        ("0011 44 20 7946 0000", "AU", "+442079460000", ""),
        ("442079460103", "CN", "+442079460103", ""),
        ("862155550101", "CN", "+862155550101", ""),
        ("０２１－５５５５０１０１", "CN", "+862155550101", ""),
        ("＋８６ 138 0055 0102", "GB", "+8613800550102", ""),
        ("138-0055-0102", "CN", "+8613800550102", ""),
        ("٠٢١٥٥٥٥٠١٠١", "CN", "+862155550101", ""),
        ("021-5555 0105#12", "CN", "+862155550105", "12"),
        ("021 5555 0105 转 12", "CN", "+862155550105", "12"),
        ("021 5555 0105 分机：31", "CN", "+862155550105", "31"),
        ("021-55550105-12", "CN", "+862155550105", "12"),
        ("sip:+862155550101@10.0.0.1", "CN", "+862155550101", ""),
        ("tel:+862155550101", "CN", "+862155550101", ""),
        ("+8615400000001", "CN", "+8615400000001", ""),
        ("1-800-FLOWERS", "US", "+18003569377", ""),
        ("+1 202 555 0107", "CN", "+12025550107", ""),
    ],
)
def test_spellings_come_to_one_form(raw: str, region: str, e164: str, extension: str) -> None:
    number = normalise(raw, region)
    assert (number.e164, number.extension, number.last8) == (e164, extension, e164[-8:])


@pytest.mark.parametrize(
    ("raw", "region", "last8"),
    [
        ("5555 0101", "CN", "55550101"),
        ("7946 0103", "GB", "79460103"),
        ("555-0107", "US", "5550107"),
        ("1001", "CN", "1001"),
        ("10086", "CN", "10086"),
        ("garbage!", "CN", ""),
        ("", "CN", ""),
        ("+", "CN", ""),
        ("２１", "ZZ", "21"),
    ],
)
def test_what_has_no_e164_keeps_its_last_digits(raw: str, region: str, last8: str) -> None:
    number = normalise(raw, region)
    assert (number.e164, number.last8) == (None, last8)


def test_the_country_is_known_only_when_it_was_written() -> None:
    assert normalise("+862155550101", "CN").international
    assert normalise("0044 20 7946 0000", "CN").international
    assert not normalise("021 5555 0101", "CN").international
    assert not normalise("021-55550105-12", "CN").international


def test_display_is_as_a_person_writes_it() -> None:
    assert normalise("02155550105 x12", "CN").display == "+86 21 5555 0105 ext. 12"
    assert normalise("5555  0101", "CN").display == "5555 0101"


@given(st.text(max_size=300), st.sampled_from(["CN", "GB", "US", "XX", ""]))
def test_nothing_raises(raw: str, region: str) -> None:
    number = normalise(raw, region)
    assert number.raw == raw
    assert len(number.last8) <= 8
    assert number.last8 == "" or number.last8.isdecimal()
    if number.e164:
        assert number.e164.endswith(number.last8)


@given(st.text("0123456789 +-()/#x转分机ext.０１９", max_size=120))
def test_a_form_once_reached_is_kept(raw: str) -> None:
    first = normalise(raw, "CN")
    if first.e164:
        again = normalise(first.e164, "CN")
        assert (again.e164, again.last8) == (first.e164, first.last8)
