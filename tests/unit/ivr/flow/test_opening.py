"""Opening hours by the clock on the wall."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from ivr.flow import opening
from ivr.flow.model import HoursNode

OFFICE = ("09:00-12:00", "13:30-18:00")


def at(zone: str, text: str, *, fold: int = 0) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp()


def shanghai(text: str) -> bool:
    hours = HoursNode(
        "Asia/Shanghai",
        dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), OFFICE) | {"sat": ("00:00-24:00",)},
        "open",
        "closed",
        {"2027-02-05": (), "2027-02-07": ("10:00-11:00",)},
    )
    return opening.is_open(hours, at("Asia/Shanghai", text))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2027-02-01T08:59:59", False),
        ("2027-02-01T09:00:00", True),
        ("2027-02-01T11:59:59", True),
        ("2027-02-01T12:00:00", False),
        ("2027-02-01T13:30:00", True),
        ("2027-02-01T18:00:00", False),
        ("2027-02-05T10:00:00", False),  # a Friday that is a holiday
        ("2027-02-06T00:00:00", True),  # Saturday, round the clock
        ("2027-02-06T23:59:59", True),
        ("2027-02-07T10:30:00", True),  # a Sunday that is worked
        ("2027-02-14T10:30:00", False),  # any other
    ],
)
def test_open_and_closed(moment: str, expected: bool) -> None:
    assert shanghai(moment) is expected


def test_days_on_which_clocks_change() -> None:
    hours = HoursNode("Europe/Berlin", {"sun": ("02:00-03:00",)}, "open", "closed")
    spring = at("Europe/Berlin", "2026-03-29T01:59:59")  # a second later it is 03:00: the hour does not exist
    assert not opening.is_open(hours, spring)
    assert not opening.is_open(hours, spring + 1)
    autumn = "2026-10-25T02:30:00"  # comes twice
    assert opening.is_open(hours, at("Europe/Berlin", autumn))
    assert opening.is_open(hours, at("Europe/Berlin", autumn, fold=1))


@pytest.mark.parametrize(
    "span", ["", "9:00-18:00", "09:00", "09:00-25:00", "09:60-10:00", "18:00-09:00", "10:00-10:00"]
)
def test_what_is_no_span(span: str) -> None:
    with pytest.raises(ValueError, match="`"):
        opening.minutes(span)


def test_ranges_of_days_and_dates() -> None:
    assert opening.weekdays("sat-mon") == ("sat", "sun", "mon")
    assert opening.weekdays("wed") == ("wed",)
    assert opening.dates("2028-02-28..2028-03-01") == ("2028-02-28", "2028-02-29", "2028-03-01")
    for wrong in ("monday", "mon-", "-mon", "mon-xyz", ""):
        with pytest.raises(ValueError, match="names no days"):
            opening.weekdays(wrong)
    for wrong in ("2027-02-30", "2027-02-06..", "2027-02-06..2027-02-01", "2027-01-01..2029-01-01", "tomorrow"):
        with pytest.raises(ValueError, match=r"is no date|lasts more"):
            opening.dates(wrong)
