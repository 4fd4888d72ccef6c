"""Files that another program reads back: the numbers are those of the screen, and every formula goes along."""

from __future__ import annotations

import csv
import io
import resource
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.report import Kind
from agent_desktop.protocol.service_level import Formula
from agent_desktop.ui.saving import save
from agent_desktop.ui.supervisor.export import Manner, as_csv, as_workbook
from agent_desktop.ui.supervisor.figures_presenter import STEPS_MS, begun
from tests.unit.ui.supervisor.days import BEGINS_MS, empty_page, sheet

EN = Manner(Language.EN, Formula.ALL_OFFERED, STEPS_MS[1])
ZH = Manner(Language.ZH_CN, Formula.ALL_OFFERED, STEPS_MS[1])
EIGHT = datetime.fromtimestamp(BEGINS_MS / 1000) + timedelta(hours=8)  # noqa: DTZ006 - on the clock of this computer


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def book(*kinds: Kind, manner: Manner = EN) -> Any:
    return openpyxl.load_workbook(io.BytesIO(as_workbook([sheet(kind) for kind in kinds], manner)))


def cells(page: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in page.iter_rows()]


# --- text ---------------------------------------------------------------------------------------------------------------


def test_text_opens_in_a_chinese_spreadsheet() -> None:
    data = as_csv(sheet(Kind.QUEUE), ZH)
    assert data.startswith(b"\xef\xbb\xbf")
    assert rows(data)[0][:6] == ["日期", "开始", "结束", "队列", "呼入", "接听"]
    assert rows(data)[1][3] == "客服"


def test_text_has_a_row_for_each_subject_and_interval() -> None:
    head, *found = rows(as_csv(sheet(Kind.QUEUE), EN))
    asa = head.index("Average speed of answer (s)")
    level = head.index("Service level, all calls (%)")
    table = [(*row[:5], row[asa], row[level]) for row in found[: found.index([])]]
    assert table == [
        ("2026-03-01", f"{EIGHT:%H:%M}", f"{EIGHT + timedelta(minutes=30):%H:%M}", "Help", "3", "20", "33.33"),
        ("2026-03-01", f"{EIGHT + timedelta(minutes=30):%H:%M}", f"{EIGHT + timedelta(hours=1):%H:%M}", "Help", "0", "", ""),
        ("2026-03-01", f"{EIGHT + timedelta(hours=1):%H:%M}", f"{EIGHT + timedelta(minutes=90):%H:%M}", "Help", "1", "3", "100"),
        ("2026-03-01", f"{EIGHT:%H:%M}", f"{EIGHT + timedelta(minutes=30):%H:%M}", "'=Sales", "1", "5", "100"),
    ]  # fmt: skip


def test_text_ends_with_the_formulas_of_its_columns() -> None:
    found = rows(as_csv(sheet(Kind.AGENT), EN))
    formulas = found[found.index([]) + 1 :]
    assert formulas[0] == ["Figure", "Formula"]
    assert len(formulas) - 1 == len(found[0]) - 4
    assert ["Average handling time", "(talk + hold + wrap-up) ÷ conversations"] in formulas


def test_a_log_without_a_disposition_is_told_as_such() -> None:
    assert "None chosen" in {row[3] for row in rows(as_csv(sheet(Kind.DISPOSITION), EN)) if len(row) > 3}


# --- workbook -----------------------------------------------------------------------------------------------------------


def test_a_workbook_has_the_day_and_its_intervals_of_every_kind_and_the_formulas() -> None:
    names = ["Queues", "Agents", "Dispositions"]
    assert book(*Kind).sheetnames == [*names, *(f"{name} by interval" for name in names), "Formulas"]
    assert book(*Kind, manner=ZH).sheetnames[:2] == ["队列", "坐席"]


def test_numbers_stay_numbers_and_times_stay_times() -> None:
    page = book(Kind.QUEUE)["Queues"]
    head, everything, helped, *_ = cells(page)
    columns = {name: number for number, name in enumerate(head)}
    assert (everything[0], everything[columns["Offered"]]) == ("All together", 5)
    level, asa = columns["Service level, all calls"], columns["Average speed of answer"]
    assert helped[level] == 0.5
    assert page.cell(3, level + 1).number_format == "0.0%"
    assert page.cell(3, asa + 1).number_format == "[h]:mm:ss"
    assert helped[asa] == pytest.approx(timedelta(seconds=43 / 3), abs=timedelta(milliseconds=1))


def test_a_name_is_never_a_formula() -> None:
    page = book(Kind.QUEUE)["Queues"]
    assert (page["A4"].value, page["A4"].data_type) == ("=Sales", "s")


def test_every_column_carries_its_formula_and_a_figure_without_a_divisor_is_empty() -> None:
    page = book(Kind.QUEUE)["Queues by interval"]
    columns = {cell.value: cell for cell in page[1]}
    assert columns["Average speed of answer"].comment.text == "wait of answered calls ÷ answered"
    quiet = next(row for row in page.iter_rows(min_row=2) if row[4].value == 0)
    assert quiet[columns["Average speed of answer"].column - 1].value is None


def test_the_intervals_of_all_together_come_first_with_a_chart() -> None:
    page = book(Kind.QUEUE)["Queues by interval"]
    names = [row[0].value for row in page.iter_rows(min_row=2)]
    assert names == ["All together"] * 3 + ["Help"] * 3 + ["=Sales"]
    assert page["C2"].value == EIGHT.time()
    assert len(page._charts) == 1


def test_a_day_without_calls_is_a_workbook_all_the_same() -> None:
    data = as_workbook([begun(empty_page(kind)) for kind in Kind], EN)
    assert [cell.value for cell in openpyxl.load_workbook(io.BytesIO(data))["Queues by interval"]["A"]] == ["Queue"]


# --- the disk -----------------------------------------------------------------------------------------------------------


def test_a_disk_that_is_full_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    save(path, b"before")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))
    try:
        with pytest.raises(OSError, match="large"):
            save(path, b"x" * 2_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path.read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir()] == ["figures.csv"]
