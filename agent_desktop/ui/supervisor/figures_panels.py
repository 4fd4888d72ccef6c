"""What stands in the window of the figures: the table of a day, the table of its intervals, the chart of these, and all formulas.

Panels show a sheet; they ask nobody for one.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import QDateTime, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from agent_desktop.protocol.figures import Figure
from agent_desktop.protocol.report import Kind
from agent_desktop.protocol.service_level import Formula
from agent_desktop.ui import i18n, theme, words
from agent_desktop.ui.agent.record_paint import text_width
from agent_desktop.ui.desk import Desk
from agent_desktop.ui.roles import Icon, TextStyle
from agent_desktop.ui.supervisor import figure_words
from agent_desktop.ui.supervisor.chart import DayChart, Legend
from agent_desktop.ui.supervisor.chart_presenter import Bar
from agent_desktop.ui.supervisor.export import TITLES, name_of
from agent_desktop.ui.supervisor.figures_presenter import (
    ALL,
    STEPS_MS,
    AnyTally,
    Sheet,
    Span,
    Which,
    bar_parts,
    columns,
    line_of,
    values,
)
from agent_desktop.ui.supervisor.formulabutton import FormulaButton
from agent_desktop.ui.supervisor.lens import Lens
from agent_desktop.ui.widgets.card import Card
from agent_desktop.ui.widgets.combo import Combo
from agent_desktop.ui.widgets.label import Label
from agent_desktop.ui.widgets.table import Cell, Column, Line, PaintedTable

_LEAST, _LEAST_SUM = 40, 54
"""Of a column; of one with a sum of hours."""
_NAME, _TIME = 150, 96


def figure_columns(figures: tuple[Figure[Any], ...]) -> tuple[Column, ...]:
    """As wide as their heads want, with the formula for the pointer."""
    return tuple(
        Column(head, max(_least(figure), _unscaled(head)), 1, right=True, hint=figure_words.hint(figure))
        for figure, head in ((figure, figure_words.head(figure)) for figure in figures)
    )


def _least(figure: Figure[Any]) -> int:
    return _LEAST_SUM if figure.below is None and figure.unit == "s" else _LEAST


def _unscaled(head: str) -> int:
    return round(text_width(head, TextStyle.CAPTION) / theme.look().scale) + 1


def _cells(figures: tuple[Figure[Any], ...], tally: AnyTally, *, strong: bool = False) -> tuple[Cell, ...]:
    found = zip(figures, values(figures, tally), strict=True)
    return tuple(
        Cell(figure_words.value(figure, amount), muted=not amount, strong=strong and bool(amount))
        for figure, amount in found
    )


class SubjectsPanel(Card):
    """A day: all together, then each queue, agent or disposition. Signals: `chosen` with the row that the cursor is on."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, lens: Lens, parent: QWidget | None = None) -> None:
        super().__init__(Icon.LOG, parent)
        self._figures: tuple[Figure[Any], ...] = ()
        self._sheet: Sheet | None = None
        self._totals: dict[Which, AnyTally] = {}
        self.formula_button = FormulaButton(desk, lens)
        self.header.addWidget(self.formula_button)
        self.table = PaintedTable(self._line)
        self.body.addWidget(self.table)
        self.table.chosen.connect(self.chosen)

    def show_sheet(self, sheet: Sheet | None, formula: Formula, which: Which, empty: str) -> None:
        """A sheet with the cursor on this row, if there is such a one; or none, and why."""
        self._sheet = sheet
        self.formula_button.setVisible(sheet is None or sheet.kind is Kind.QUEUE)
        self._totals = sheet.totals() if sheet and sheet.quarters else {}
        self._figures = columns(sheet, formula) if sheet else ()
        heads = (Column(_one(sheet.kind), _NAME, 3), *figure_columns(self._figures)) if sheet else ()
        self.table.set_table(heads, list(self._totals), empty)
        self.table.choose(which if which in self._totals else ALL)

    def which(self) -> Which:
        """The row that the cursor is on."""
        row = self.table.cursor_row
        return row if isinstance(row, tuple) else ALL

    def _line(self, key: Hashable) -> Line:
        assert self._sheet is not None, "there are rows"
        assert isinstance(key, tuple), "the table's keys are ours"
        everything = key == ALL
        name = Cell(words.content(name_of(self._sheet, key)), strong=everything)
        return Line((name, *_cells(self._figures, self._totals[key], strong=everything)))


class SpansPanel(Card):
    """The intervals of one row. Signals: `step_chosen`, the day is to be divided otherwise."""

    step_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Icon.CLOCK, parent)
        self._figures: tuple[Figure[Any], ...] = ()
        self._spans: dict[int, Span] = {}
        self.step = Combo(whole=True)
        self.step.activated.connect(self._choose)
        self.header.addWidget(self.step)
        self.table = PaintedTable(self._line)
        self.body.addWidget(self.table)

    def retranslate(self, step_ms: int) -> None:
        self.step.clear()
        for each in STEPS_MS:
            self.step.addItem(figure_words.step(each), each)
        self.step.setCurrentIndex(self.step.findData(step_ms))
        self.step.setAccessibleName(self.tr("How the day is divided"))

    def show_spans(self, sheet: Sheet | None, spans: list[Span], formula: Formula) -> None:
        self._spans = {span.start_ms: span for span in spans}
        self._figures = columns(sheet, formula) if sheet else ()
        heads = (Column(self.tr("Time"), _TIME), *figure_columns(self._figures)) if sheet else ()
        nothing = self.tr("Nothing happened.") if sheet and sheet.quarters else ""
        self.table.set_table(heads, list(self._spans), nothing)

    def _choose(self, _number: int) -> None:
        self.step_chosen.emit(self.step.currentData())

    def _line(self, key: Hashable) -> Line:
        assert isinstance(key, int), "the table's keys are ours"
        span = self._spans[key]
        return Line((Cell(f"{clock(span.start_ms)} – {clock(span.end_ms)}"), *_cells(self._figures, span.tally)))


class SpansChart(Card):
    """The same intervals as bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Icon.CALENDAR, parent)
        self.chart = DayChart()
        self.legend = Legend()
        self.body.addWidget(self.chart, 1)
        self.body.addWidget(self.legend)

    def show_spans(self, sheet: Sheet | None, spans: list[Span], formula: Formula) -> None:
        self.legend.setVisible(bool(spans))
        if sheet is None:
            self.chart.show_bars((), figure_words.key(Kind.QUEUE))
            return
        line = line_of(sheet.kind, formula)
        key = figure_words.key(sheet.kind)
        self.chart.show_bars(
            tuple(Bar(span.start_ms, bar_parts(span.tally), _share(line, span)) for span in spans), key
        )
        self.legend.show_key(key)


class FormulasDialog(QDialog):
    """Every figure of a table with its formula, for the keyboard and to read in peace."""

    def __init__(self, figures: tuple[Figure[Any], ...], title: str, note: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures = {figure.id: figure for figure in figures}
        self.setWindowTitle(title)
        self.setMinimumSize(theme.scaled(760), theme.scaled(400))
        self.table = PaintedTable(self._line)
        self.table.setAccessibleName(title)
        self.table.set_columns((Column(self.tr("Figure"), 260, 2), Column(self.tr("Formula"), 400, 3)))
        self.table.set_rows(list(self._figures))
        whole = QVBoxLayout(self)
        margin = theme.INSET + theme.GRID
        whole.setContentsMargins(margin, margin, margin, margin)
        whole.setSpacing(theme.GAP)
        whole.addWidget(self.table)
        if note:
            whole.addWidget(Label(note, TextStyle.CAPTION, muted=True, wrap=True))

    def _line(self, key: Hashable) -> Line:
        figure = self._figures[str(key)]
        return Line((Cell(words.content(figure.label), strong=True), Cell(words.content(figure.formula))))


def _one(kind: Kind) -> str:
    return words.content(TITLES[kind][0])


def clock(at_ms: int) -> str:
    """On the clock of this computer."""
    return i18n.locale().toString(QDateTime.fromMSecsSinceEpoch(at_ms).time(), "HH:mm")


def _share(line: Figure[Any] | None, span: Span) -> float | None:
    amount = line.of(span.tally) if line is not None else None
    return None if amount is None else amount / 100
