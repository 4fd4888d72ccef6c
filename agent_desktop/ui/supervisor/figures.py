"""The window of the figures: a day as a table by queue, agent or disposition; the row under the cursor by interval, as table and chart; and
all of it as a file. It stays beside the board, which goes on.

Figures are the centre's sums; they are divided here, by the formulas that the columns name. Today is fetched again by the minute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QDate, QEvent, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from agent_desktop.protocol.report import Kind
from agent_desktop.protocol.seat_session import RequestRefused
from agent_desktop.ui import i18n, messages, theme, words
from agent_desktop.ui.desk import Desk, LinkState, Outcome
from agent_desktop.ui.roles import Icon, TextStyle
from agent_desktop.ui.supervisor import export, figure_words
from agent_desktop.ui.supervisor.day_fetch import DayFetch, Sheets
from agent_desktop.ui.supervisor.figures_files import FigureFiles
from agent_desktop.ui.supervisor.figures_panels import FormulasDialog, SpansChart, SpansPanel, SubjectsPanel, clock
from agent_desktop.ui.supervisor.figures_presenter import ALL, STEPS_MS, Sheet, Which, columns
from agent_desktop.ui.supervisor.lens import Lens
from agent_desktop.ui.widgets.banner import Banner, Toast
from agent_desktop.ui.widgets.buttons import ActionButton, Button, IconButton
from agent_desktop.ui.widgets.card import IconView
from agent_desktop.ui.widgets.combo import Combo
from agent_desktop.ui.widgets.flow import FlowLayout
from agent_desktop.ui.widgets.label import Label

FORMULAS_KEY, REFRESH_KEY, CSV_KEY, WORKBOOK_KEY = "F1", "F5", "F7", "F9"
BEFORE_KEY, AFTER_KEY = "Alt+Left", "Alt+Right"
KIND_KEYS = {Kind.QUEUE: "Ctrl+1", Kind.AGENT: "Ctrl+2", Kind.DISPOSITION: "Ctrl+3"}
AGAIN_MS = 60_000


class FiguresWindow(QWidget):
    """A window of its own."""

    def __init__(self, desk: Desk, lens: Lens, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._desk, self._lens, self._key = desk, lens, key
        self._sheets: Sheets = {}
        self._kind, self._which, self._step_ms = Kind.QUEUE, ALL, STEPS_MS[1]
        self._fetch: DayFetch | None = None
        self._trouble: Callable[[], str] | None = None
        self._build()
        self._connect()
        self.retranslate()

    # --- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.banner = Banner(inset=False)
        self.banner.hide()
        self.subjects = SubjectsPanel(self._desk, self._lens)
        self.spans = SpansPanel()
        self.chart = SpansChart()
        below = _split(Qt.Orientation.Horizontal, self.chart, self.spans, (30, 70))
        inner = QHBoxLayout()
        inner.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        inner.addWidget(_split(Qt.Orientation.Vertical, self.subjects, below, (50, 50)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self._bar(), self.banner):
            whole.addWidget(part)
        whole.addLayout(inner, 1)
        self.toast = Toast(self)
        self.files = FigureFiles(self, self.toast, self.sheet, self._whole_day, self._manner)
        self._again = QTimer(self, interval=AGAIN_MS)

    def _bar(self) -> QFrame:
        self.before, self.after = IconButton(Icon.CHEVRON_LEFT), IconButton(Icon.CHEVRON_RIGHT)
        self.day = QDateEdit(QDate.currentDate())
        self.day.setCalendarPopup(True)
        self.day.setKeyboardTracking(False)
        self.today = Button()
        self.kind = Combo(whole=True)
        self.state = Label(style=TextStyle.CAPTION, muted=True)
        self.formulas_button = ActionButton(Icon.INFO, FORMULAS_KEY)
        self.refresh_button = ActionButton(Icon.REPEAT, REFRESH_KEY)
        self.csv_button = ActionButton(Icon.LOG, CSV_KEY)
        self.workbook_button = ActionButton(Icon.LOG, WORKBOOK_KEY)
        choices = (IconView(Icon.CALENDAR, 24), self.before, self.day, self.after, self.today, self.kind, self.state)
        buttons = (self.formulas_button, self.refresh_button, self.csv_button, self.workbook_button)
        bar = QFrame()
        bar.setProperty("panel", "bar")
        flow = FlowLayout(bar, theme.INSET, right=True)
        flow.setContentsMargins(theme.INSET + theme.GRID, theme.GAP, theme.INSET, theme.GAP)
        spring = QWidget()
        spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for part in (_in_a_row(*choices), spring, _in_a_row(*buttons)):
            flow.addWidget(part)
        return bar

    def _connect(self) -> None:
        self.before.clicked.connect(partial(self._turn, -1))
        self.after.clicked.connect(partial(self._turn, 1))
        self.today.clicked.connect(partial(self.fetch, ""))
        self.day.dateChanged.connect(self._choose_day)
        self.kind.activated.connect(self._choose_kind)
        self.subjects.chosen.connect(self._choose_row)
        self.spans.step_chosen.connect(self._choose_step)
        self.formulas_button.clicked.connect(self.show_formulas)
        self.refresh_button.clicked.connect(self.refresh)
        self.csv_button.clicked.connect(self.files.ask_for_csv)
        self.workbook_button.clicked.connect(self.files.ask_for_workbook)
        self.files.busy_changed.connect(self._show_files)
        self._lens.changed.connect(self._show)
        self._again.timeout.connect(self._fetch_again)
        self._again.start()
        keys = {
            self._key: self.hide,
            "Escape": self.hide,
            BEFORE_KEY: partial(self._turn, -1),
            AFTER_KEY: partial(self._turn, 1),
            **{key: partial(self.show_kind, kind) for kind, key in KIND_KEYS.items()},
        }
        for key, do in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(do)

    # --- fetching -----------------------------------------------------------------------------------------------------

    def open_figures(self, kind: Kind | None = None, subject: str = "") -> None:
        """Come to the front, with this row under the cursor if one is named; what is shown of a past day stays."""
        if kind is not None:
            self.show_kind(kind)
            self._which = (subject,)
            self._show()
        if not self._sheets or self._is_today():
            self.refresh()
        self.show()
        self.raise_()
        self.activateWindow()
        self.subjects.table.setFocus()

    def refresh(self, *_: object) -> None:
        """The same day again."""
        self.fetch(self._fetch.day if self._fetch is not None else "")

    def fetch(self, day: str, *_: object) -> None:
        """A day (ISO 8601); empty: today."""
        if self._fetch is not None:
            self._fetch.drop()
        self._fetch = DayFetch(self._desk, day, self._fetched, self._failed)
        if not self._shows(day):
            self._sheets, self._trouble = {}, None
            self._show()
        self._say_state(self.tr("Working out the figures …"))
        self._fetch.start()

    def _fetched(self, sheets: Sheets) -> None:
        self._sheets, self._trouble = dict(sheets), None
        self._show_day(sheets[Kind.QUEUE].day)
        self._show()

    def _failed(self, outcome: Outcome) -> None:
        """Figures of another day than the one that is named would be wrong: nothing is shown but why."""
        self._sheets = {}
        if isinstance(outcome, RequestRefused):
            self._trouble = partial(messages.text, outcome.error, outcome.arguments)
        else:
            self._trouble = self._lost
        self._show()

    def _lost(self) -> str:
        return self.tr("The link to the centre broke off. Press {key} to try again.").format(key=REFRESH_KEY)

    def _fetch_again(self) -> None:
        linked = self._desk.state.link.state is LinkState.UP
        if self.isVisible() and self._is_today() and linked and self._fetch is not None and self._fetch.over:
            self.refresh()

    def _shows(self, day: str) -> bool:
        sheet = self.sheet()
        return sheet is not None and (sheet.day == day or (not day and self._is_today()))

    def _is_today(self) -> bool:
        return bool(self._sheets) and not self._sheets[Kind.QUEUE].is_over

    # --- choosing -----------------------------------------------------------------------------------------------------

    def show_kind(self, kind: Kind) -> None:
        if kind is not self._kind:
            self._kind, self._which = kind, ALL
            self.kind.setCurrentIndex(self.kind.findData(kind.value))
            self._show()

    def _choose_kind(self, _number: int) -> None:
        self.show_kind(Kind(self.kind.currentData()))

    def _choose_day(self, day: QDate) -> None:
        self.fetch(day.toString(Qt.DateFormat.ISODate))

    def _turn(self, days: int, *_: object) -> None:
        self.day.setDate(self.day.date().addDays(days))

    def _choose_row(self, which: Which) -> None:
        self._which = which
        self._show_spans()

    def _choose_step(self, step_ms: int) -> None:
        self._step_ms = step_ms
        self._show_spans()

    # --- showing ------------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Daily figures"))
        self.day.setLocale(i18n.locale())
        self.day.setDisplayFormat(self.tr("d MMM yyyy", "QDateEdit format"))
        self.day.setAccessibleName(self.tr("Day"))
        self.before.set_name(self.tr("The day before ({key})").format(key=BEFORE_KEY))
        self.after.set_name(self.tr("The day after ({key})").format(key=AFTER_KEY))
        self.today.setText(self.tr("Today"))
        self.kind.clear()
        for kind in Kind:
            self.kind.addItem(figure_words.kind(kind), kind.value)
        self.kind.setCurrentIndex(self.kind.findData(self._kind.value))
        self.kind.setAccessibleName(self.tr("What the rows are about ({keys})").format(keys="Ctrl+1 – 3"))
        self.kind.setToolTip(self.kind.accessibleName())
        self.formulas_button.set_face(self.tr("Formulas"), Icon.INFO)
        self.refresh_button.set_face(self.tr("Refresh"), Icon.REPEAT)
        self.csv_button.set_face("CSV", Icon.LOG)
        self.workbook_button.set_face("Excel", Icon.LOG)
        self.spans.retranslate(self._step_ms)
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() is QEvent.Type.StyleChange:
            self._show()

    def sheet(self) -> Sheet | None:
        """What is shown."""
        return self._sheets.get(self._kind)

    def _show_day(self, day: str) -> None:
        self.day.blockSignals(True)
        self.day.setDate(QDate.fromString(day, Qt.DateFormat.ISODate))
        self.day.blockSignals(False)

    def _show(self) -> None:
        sheet = self.sheet()
        self.subjects.set_title(figure_words.kind(self._kind))
        self.subjects.show_sheet(sheet, self._lens.formula, self._which, self._why_empty())
        self.subjects.table.setAccessibleName(self.subjects.title.text())
        if sheet is not None and sheet.quarters:
            self._which = self.subjects.which()
        self._show_spans()
        self._show_state()
        self._show_files()
        self.formulas_button.allow(sheet is not None, self.tr("There are no figures."))
        self.refresh_button.allow(True)

    def _show_files(self) -> None:
        sheet = self.sheet()
        anything = sheet is not None and bool(sheet.quarters)
        why_not = self.tr("A file is being written.") if self.files.busy else self.tr("There are no figures to export.")
        for button in (self.csv_button, self.workbook_button):
            button.allow(anything and not self.files.busy, why_not)

    def _why_empty(self) -> str:
        if self._trouble is not None:
            return ""
        return self.tr("Nothing happened on this day.") if self._sheets else self.tr("Working out the figures …")

    def _show_spans(self) -> None:
        sheet = self.sheet()
        spans = sheet.spans(self._which, self._step_ms) if sheet and sheet.quarters else []
        name = words.content(export.name_of(sheet, self._which)) if sheet and sheet.quarters else ""
        for panel in (self.spans, self.chart):
            panel.set_title(name)
            panel.show_spans(sheet, spans, self._lens.formula)
        self.spans.table.setAccessibleName(self.tr("{name} by interval").format(name=name))
        self.chart.chart.setAccessibleName(self.tr("{name} as a chart").format(name=name))

    def _show_state(self) -> None:
        if self._trouble is not None:
            self.banner.show_text(self._trouble())
            self._say_state("")
            return
        self.banner.hide()
        sheet = self.sheet()
        if sheet is not None:
            made = (
                self.tr("The whole day") if sheet.is_over else self.tr("As of {time}").format(time=clock(sheet.made_ms))
            )
            weekday = i18n.locale().dayName(self.day.date().dayOfWeek())
            self._say_state(self.tr("{weekday} · {as_of}").format(weekday=weekday, as_of=made))

    def _say_state(self, text: str) -> None:
        self.state.setText(text)
        self.state.setAccessibleName(text)

    def show_formulas(self, *_: object) -> None:
        """Of the figures that are shown."""
        sheet = self.sheet()
        if sheet is not None:
            figures = columns(sheet, self._lens.formula)
            dialog = FormulasDialog(figures, self.tr("Formulas"), self._note(sheet.kind), self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def _note(self, kind: Kind) -> str:
        if kind is not Kind.QUEUE:
            return ""
        note = self.tr(
            "T is the time within which a queue's calls should be answered. Abandoned within s ({short} seconds) is a short abandon."
        )
        return note.format(short=f"{self._desk.state.board.short_abandon_s:g}")

    def _whole_day(self) -> Iterable[Sheet]:
        return self._sheets.values()

    def _manner(self) -> export.Manner:
        return export.Manner(i18n.language(), self._lens.formula, self._step_ms)


def _in_a_row(*parts: QWidget) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.GAP)
    for part in parts:
        row.addWidget(part)
    return whole


def _split(way: Qt.Orientation, one: QWidget, other: QWidget, shares: tuple[int, int]) -> QSplitter:
    splitter = QSplitter(way, childrenCollapsible=False)
    splitter.setHandleWidth(theme.GAP)
    for part, share in zip((one, other), shares, strict=True):
        splitter.addWidget(part)
        splitter.setStretchFactor(splitter.count() - 1, share)
    splitter.setSizes([share * 14 for share in shares])
    return splitter
