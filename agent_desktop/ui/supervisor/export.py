"""The figures of a day as files for other programs: a workbook with everything, or one table as text. Pure: bytes come out.

Numbers stay numbers and times stay times, so that a spreadsheet can go on reckoning; every figure's formula goes along. What people typed is
never taken for a formula of the spreadsheet.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.figures import Figure
from agent_desktop.protocol.record import Text
from agent_desktop.protocol.report import Kind
from agent_desktop.protocol.service_level import Formula
from agent_desktop.ui.saving import harmless
from agent_desktop.ui.supervisor.figures_presenter import ALL, AnyTally, Sheet, Which, columns, line_of, values

_DAY_S = 86_400
_NAME_WIDTH, _FIGURE_WIDTH = 28, 13

_UNITS = {"%": Text(" (%)", "（%）"), "s": Text(" (s)", "（秒）"), "": Text("", "")}
TITLES = {
    Kind.QUEUE: (Text("Queue", "队列"), Text("Queues", "队列"), Text("Queues by interval", "队列（按时段）")),
    Kind.AGENT: (Text("Agent", "坐席"), Text("Agents", "坐席"), Text("Agents by interval", "坐席（按时段）")),
    Kind.DISPOSITION: (
        Text("Disposition", "通话结果"),
        Text("Dispositions", "通话结果"),
        Text("Dispositions by interval", "通话结果（按时段）"),
    ),
}
"""Of one, of the sheet of the day, of the sheet of its intervals."""
EVERYTHING = Text("All together", "合计")
NONE_CHOSEN = Text("None chosen", "未选择")
"""A log whose wrap-up ran out."""
_DATE, _FROM, _TO = Text("Date", "日期"), Text("From", "开始"), Text("To", "结束")
_FIGURE, _FORMULA, _FORMULAS = Text("Figure", "指标"), Text("Formula", "计算公式"), Text("Formulas", "计算公式")
_AS_OF = Text("As of", "截至")


@dataclass(frozen=True, slots=True)
class Manner:
    """How it is exported: the language, the service level, the length of an interval (ms; 0: the whole day)."""

    language: Language
    formula: Formula
    step_ms: int


def name_of(sheet: Sheet, which: Which) -> Text:
    """Of a row."""
    if which == ALL:
        return EVERYTHING
    return sheet.names[which[0]] if which[0] else NONE_CHOSEN


def heading(figure: Figure[Any], language: Language) -> str:
    """Of a column: the name of the figure, with its unit."""
    return figure.label.of(language) + _UNITS[figure.unit].of(language)


# --- text ---------------------------------------------------------------------------------------------------------------


def as_csv(sheet: Sheet, manner: Manner) -> bytes:
    """One row for each subject and interval: times in seconds, shares in percent; then the formulas. UTF-8 with the mark that spreadsheets
    know it by.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    figures, language = columns(sheet, manner.formula), manner.language
    first = [each.of(language) for each in (_DATE, _FROM, _TO, TITLES[sheet.kind][0])]
    writer.writerow([*first, *(heading(figure, language) for figure in figures)])
    for which, start, end, tally in _intervals(sheet, manner):
        when = [sheet.day, f"{start:%H:%M}", f"{end:%H:%M}", harmless(name_of(sheet, which).of(language))]
        writer.writerow([*when, *(_plain(value) for value in values(figures, tally))])
    writer.writerow([])
    writer.writerow([_FIGURE.of(language), _FORMULA.of(language)])
    writer.writerows([figure.label.of(language), figure.formula.of(language)] for figure in figures)
    return out.getvalue().encode("utf-8-sig")


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


def _intervals(sheet: Sheet, manner: Manner) -> Iterator[tuple[Which, datetime, datetime, Any]]:
    for which in sheet.totals():
        if which == ALL:
            continue
        for span in sheet.spans(which, manner.step_ms):
            yield which, _local(span.start_ms), _local(span.end_ms), span.tally


def _local(at_ms: int) -> datetime:
    """On the clock of this computer, as on the screen; a workbook knows no zones."""
    return datetime.fromtimestamp(at_ms / 1000)  # noqa: DTZ006 - local on purpose


# --- workbook -----------------------------------------------------------------------------------------------------------


def as_workbook(sheets: Iterable[Sheet], manner: Manner) -> bytes:
    """A day, of each kind as a whole and by interval, with a chart of the queues, and all formulas."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    paper = _Paper(book, manner)
    known = list(sheets)
    for sheet in known:
        paper.add_day(sheet)
    for sheet in known:
        paper.add_intervals(sheet)
    paper.add_formulas(known)
    book.close()
    return out.getvalue()


class _Paper:
    """The pages of one workbook, in one language."""

    def __init__(self, book: Workbook, manner: Manner) -> None:
        self._book, self._manner = book, manner
        self._head = self._format(bold=True, text_wrap=True, valign="top", bottom=1)
        self._date = self._format(num_format="yyyy-mm-dd")
        self._clock = self._format(num_format="hh:mm")
        self._strong = self._format(bold=True)
        self._wrapped = self._format(text_wrap=True, valign="top")
        self._of_unit = {
            "%": self._format(num_format="0.0%"),
            "s": self._format(num_format="[h]:mm:ss"),
            "": self._format(num_format="0.00"),
        }
        self._counts = self._format(num_format="#,##0")

    def add_day(self, sheet: Sheet) -> None:
        one, title, _ = TITLES[sheet.kind]
        figures = columns(sheet, self._manner.formula)
        page = self._page(title, [one], figures)
        row = 0
        for row, (which, tally) in enumerate(sheet.totals().items(), 1):
            page.write_string(row, 0, self._said(name_of(sheet, which)), self._strong if which == ALL else None)
            self._write_figures(page, row, 1, figures, tally)
        made = _local(min(sheet.made_ms, sheet.ends_ms))
        page.write_string(row + 2, 0, f"{sheet.day} · {self._said(_AS_OF)} {made:%Y-%m-%d %H:%M}")

    def add_intervals(self, sheet: Sheet) -> None:
        one, _, title = TITLES[sheet.kind]
        figures = columns(sheet, self._manner.formula)
        page = self._page(title, [one, _DATE, _FROM, _TO], figures)
        row = 0
        for which in sheet.totals():
            for span in sheet.spans(which, self._manner.step_ms):
                row += 1
                page.write_string(row, 0, self._said(name_of(sheet, which)))
                page.write_datetime(row, 1, _local(span.start_ms), self._date)
                page.write_datetime(row, 2, _local(span.start_ms).time(), self._clock)
                page.write_datetime(row, 3, _local(span.end_ms).time(), self._clock)
                self._write_figures(page, row, 4, figures, span.tally)
        page.autofilter(0, 0, row, 3 + len(figures))
        if sheet.kind is Kind.QUEUE and row:
            self._add_chart(page, figures, len(sheet.spans(ALL, self._manner.step_ms)))

    def add_formulas(self, sheets: Iterable[Sheet]) -> None:
        page = self._book.add_worksheet(self._said(_FORMULAS))
        page.set_column(0, 0, 12)
        page.set_column(1, 2, 60, self._wrapped)
        row = 0
        for sheet in sheets:
            for figure in columns(sheet, self._manner.formula):
                told = (TITLES[sheet.kind][0], figure.label, figure.formula)
                for column, text in enumerate(told):
                    page.write_string(row, column, self._said(text))
                row += 1

    def _page(self, title: Text, first: Sequence[Text], figures: Sequence[Figure[Any]]) -> Worksheet:
        page = self._book.add_worksheet(self._said(title))
        heads = [*(self._said(each) for each in first), *(self._said(figure.label) for figure in figures)]
        for column, head in enumerate(heads):
            page.write_string(0, column, head, self._head)
        page.set_row(0, 48)
        page.set_column(0, 0, _NAME_WIDTH)
        page.set_column(1, len(heads) - 1, _FIGURE_WIDTH)
        page.freeze_panes(1, 1)
        for number, figure in enumerate(figures, len(first)):
            page.write_comment(0, number, self._said(figure.formula))
        return page

    def _write_figures(
        self, page: Worksheet, row: int, column: int, figures: Sequence[Figure[Any]], tally: AnyTally
    ) -> None:
        for number, (figure, value) in enumerate(zip(figures, values(figures, tally), strict=True), column):
            if value is not None:
                whole = figure.below is None and not figure.unit
                page.write_number(row, number, _in_cell(figure, value), self._counts if whole else self._of(figure))

    def _add_chart(self, page: Worksheet, figures: Sequence[Figure[Any]], rows: int) -> None:
        """Of all queues together, which come first: answered and lost as columns, the service level as a line over them."""
        bars = self._book.add_chart({"type": "column", "subtype": "stacked"})
        line = self._book.add_chart({"type": "line"})
        level = line_of(Kind.QUEUE, self._manner.formula)
        for number, figure in enumerate(figures, 4):
            series = {
                "name": [page.get_name(), 0, number],
                "categories": [page.get_name(), 1, 2, rows, 2],
                "values": [page.get_name(), 1, number, rows, number],
            }
            if figure.id in {"answered", "lost"}:
                bars.add_series(series)
            elif level is not None and figure.id == level.id:
                line.add_series({**series, "y2_axis": True})
        line.set_y2_axis({"min": 0, "max": 1, "num_format": "0%"})
        bars.combine(line)
        bars.set_legend({"position": "bottom"})
        page.insert_chart(1, 5 + len(figures), bars, {"x_scale": 1.6, "y_scale": 1.3})

    def _of(self, figure: Figure[Any]) -> Format:
        return self._of_unit[figure.unit]

    def _format(self, **properties: object) -> Format:
        return self._book.add_format(properties)

    def _said(self, text: Text) -> str:
        return text.of(self._manner.language)


def _in_cell(figure: Figure[Any], value: float) -> float:
    """Shares and times as spreadsheets keep them: of one, of a day."""
    match figure.unit:
        case "%":
            return value / 100
        case "s":
            return value / _DAY_S
        case _:
            return value
