"""The window of the figures as its user meets it: days, kinds, rows, steps, files, trouble."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDateEdit, QFileDialog, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from agent_desktop.cti.vocabulary import Language, QueueId
from agent_desktop.protocol.board import INTERVAL_MS
from agent_desktop.protocol.messages import DayFigures, FetchFigures, Role
from agent_desktop.protocol.report import Kind
from agent_desktop.protocol.seat_session import Answered, RequestLost
from agent_desktop.protocol.service_level import Formula
from agent_desktop.ui import i18n, theme
from agent_desktop.ui.ring import Ring
from agent_desktop.ui.roles import Scheme
from agent_desktop.ui.supervisor.figures import AGAIN_MS, FiguresWindow
from agent_desktop.ui.supervisor.figures_panels import FormulasDialog
from agent_desktop.ui.supervisor.figures_presenter import ALL, STEPS_MS
from agent_desktop.ui.supervisor.lens import Lens
from agent_desktop.ui.supervisor.window import SupervisorWindow
from tests.fakes.desks import Seat
from tests.unit.ui.supervisor.boards import board
from tests.unit.ui.supervisor.days import BEGINS_MS, DAY, empty_page, page

YESTERDAY = "2026-02-28"


@pytest.fixture
def window(dressed: QApplication, seat: Seat, qtbot: QtBot) -> FiguresWindow:
    seat.welcome()
    made = FiguresWindow(seat.desk, Lens(seat.desk), "F3")
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.open_figures()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def fetches(seat: Seat) -> list[FetchFigures]:
    return [body for body, _ in seat.asked if isinstance(body, FetchFigures)]


def answer(seat: Seat, made: DayFigures | None = None) -> FetchFigures:
    """The centre answers the oldest request for figures; by default with the day that was asked for."""
    place = next(number for number, (body, _) in enumerate(seat.asked) if isinstance(body, FetchFigures))
    body, reply = seat.asked.pop(place)
    assert isinstance(body, FetchFigures)
    reply(Answered("1", body, made or page(body.kind, day=body.day or DAY)))
    return body


def filled(window: FiguresWindow, seat: Seat) -> FiguresWindow:
    while fetches(seat):
        answer(seat)
    return window


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)


def texts(window: FiguresWindow, row: object) -> list[str]:
    return [cell.text for cell in window.subjects.table._line_of(row).cells]


# --- fetching -----------------------------------------------------------------------------------------------------------


def test_it_opens_with_today_and_asks_for_every_kind(window: FiguresWindow, seat: Seat) -> None:
    assert fetches(seat) == [FetchFigures(Kind.QUEUE)]
    asked = [answer(seat) for _ in Kind]
    assert asked == [FetchFigures(Kind.QUEUE), FetchFigures(Kind.AGENT, DAY), FetchFigures(Kind.DISPOSITION, DAY)]
    assert not fetches(seat)
    assert window.day.date() == QDate(2026, 3, 1)
    assert texts(window, ALL)[:4] == ["All together", "5", "4", "1"]


def test_pages_are_asked_for_until_there_are_no_more(window: FiguresWindow, seat: Seat) -> None:
    answer(seat, page(Kind.QUEUE, only=2))
    assert fetches(seat) == [FetchFigures(Kind.QUEUE, DAY, 2)]
    answer(seat, page(Kind.QUEUE, skip=2))
    assert texts(filled(window, seat), ALL)[1] == "5"


def test_pages_of_two_reckonings_are_never_mixed(window: FiguresWindow, seat: Seat) -> None:
    answer(seat, page(Kind.QUEUE, only=2))
    answer(seat, page(Kind.QUEUE, skip=2, made_ms=BEGINS_MS))
    assert fetches(seat) == [FetchFigures(Kind.QUEUE, DAY, 0)]
    assert texts(filled(window, seat), ALL)[1] == "5"


def test_only_the_day_that_was_asked_for_last_is_shown(window: FiguresWindow, seat: Seat) -> None:
    press(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    filled(window, seat)
    sheet = window.sheet()
    assert sheet is not None
    assert sheet.day == window.day.date().toString(Qt.DateFormat.ISODate)


def test_figures_of_another_day_vanish_while_the_centre_reckons(window: FiguresWindow, seat: Seat) -> None:
    filled(window, seat)
    press(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert fetches(seat) == [FetchFigures(Kind.QUEUE, YESTERDAY)]
    assert window.sheet() is None
    assert not window.subjects.table.rows()
    assert window.state.text() == "Working out the figures …"
    filled(window, seat)
    assert window.subjects.table.rows()


def test_today_goes_on_by_itself_and_a_past_day_does_not(window: FiguresWindow, seat: Seat) -> None:
    while fetches(seat):
        answer(seat, page(fetches(seat)[0].kind, made_ms=BEGINS_MS + 40 * INTERVAL_MS))
    window.subjects.table.choose(("sales",))
    assert window._again.interval() == AGAIN_MS
    window._again.timeout.emit()
    window._again.timeout.emit()
    assert len(fetches(seat)) == 1, "not twice at once"
    assert window.subjects.table.rows(), "it stays while it is fetched again"
    filled(window, seat)
    assert window.subjects.table.cursor_row == ("sales",)
    window._again.timeout.emit()
    assert not fetches(seat)


def test_a_day_that_has_not_begun_is_refused_in_plain_words(
    window: FiguresWindow, seat: Seat, dressed: QApplication
) -> None:
    filled(window, seat)
    window.day.setDate(QDate(2026, 3, 2))
    seat.refuse("day_to_come", day="2026-03-02")
    assert "2026-03-02 has not begun yet" in window.banner.text()
    assert window.sheet() is None
    assert not window.csv_button.isEnabled()
    i18n.set_language(dressed, Language.ZH_CN)
    dressed.processEvents()
    assert "还没有开始" in window.banner.text()
    press(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    filled(window, seat)
    assert window.banner.isHidden()


def test_a_link_that_breaks_off_says_what_to_do(window: FiguresWindow, seat: Seat) -> None:
    body, reply = seat.asked.pop()
    reply(RequestLost("1", body))
    assert "Press F5" in window.banner.text()
    press(window, Qt.Key.Key_F5)
    filled(window, seat)
    assert window.banner.isHidden()


def test_a_day_without_calls_says_so(window: FiguresWindow, seat: Seat) -> None:
    while fetches(seat):
        answer(seat, empty_page(fetches(seat)[0].kind))
    assert window.subjects.table._empty == "Nothing happened on this day."
    assert not window.workbook_button.isEnabled()
    assert not window.grab().isNull()


# --- looking ------------------------------------------------------------------------------------------------------------


def test_kinds_are_turned_to_by_key_and_by_list(window: FiguresWindow, seat: Seat) -> None:
    filled(window, seat)
    press(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert list(window.subjects.table.rows()) == [ALL, ("ann",), ("bob",), ("gone",)]
    assert not window.subjects.formula_button.isVisible()
    window.kind.setCurrentIndex(window.kind.findData(Kind.DISPOSITION.value))
    window.kind.activated.emit(2)
    assert texts(window, ("",))[:3] == ["None chosen", "1", "25.0 %"]


def test_the_row_under_the_cursor_is_shown_by_interval(window: FiguresWindow, seat: Seat) -> None:
    filled(window, seat)
    press(window.subjects.table, Qt.Key.Key_Down)
    assert window.spans.title.text() == window.chart.title.text() == "Help"
    assert [len(rows) for rows in (window.spans.table.rows(), window.chart.chart._bars)] == [3, 3]
    window.spans.step.setCurrentIndex(0)
    window.spans.step.activated.emit(0)
    assert [len(rows) for rows in (window.spans.table.rows(), window.chart.chart._bars)] == [6, 6]
    assert window.chart.chart._bars[0].parts == (2, 1)


def test_another_formula_is_another_service_level(window: FiguresWindow, seat: Seat) -> None:
    filled(window, seat)
    before = texts(window, ALL)[5]
    window._lens.reckon_by(Formula.ANSWERED_ONLY)
    assert (before, texts(window, ALL)[5]) == ("60.0 %", "75.0 %")


def test_every_column_tells_its_formula_to_the_pointer_and_to_the_keyboard(
    window: FiguresWindow, seat: Seat, qtbot: QtBot
) -> None:
    filled(window, seat)
    table = window.subjects.table
    place = QPoint(table._lanes()[6].center().x(), 4)
    event = QHelpEvent(QHelpEvent.Type.ToolTip, place, table.viewport().mapToGlobal(place))
    QApplication.sendEvent(table.viewport(), event)
    assert QToolTip.text().startswith("Abandoned: (abandoned − abandoned within s) ÷")
    press(window, Qt.Key.Key_F1)
    dialog = window.findChild(FormulasDialog)
    assert dialog is not None
    assert len(dialog.table.rows()) == len(table._columns) - 1


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("look", [theme.Look(), theme.Look(Scheme.DARK), theme.Look(scale=2.0)])
def test_it_fits_in_every_language_and_look(
    window: FiguresWindow, seat: Seat, dressed: QApplication, language: Language, look: theme.Look
) -> None:
    i18n.set_language(dressed, language)
    theme.apply(dressed, look)
    dressed.processEvents()
    filled(window, seat)
    for kind in Kind:
        window.show_kind(kind)
        if look.scale == 1.0:
            assert window.minimumSizeHint().width() <= 1366
            assert window.minimumSizeHint().height() <= 768
        assert not window.grab().isNull()


def test_every_control_has_a_name(window: FiguresWindow, seat: Seat) -> None:
    filled(window, seat)
    for control in window.findChildren(QWidget):
        if isinstance(control, QAbstractButton | QComboBox | QDateEdit) and control.isVisible():
            inner = isinstance(control.parentWidget(), QDateEdit | QComboBox)
            assert inner or control.accessibleName() or getattr(control, "text", str)(), control


# --- files --------------------------------------------------------------------------------------------------------------


def test_tables_are_saved_where_the_user_says(window: FiguresWindow, seat: Seat, tmp_path: Path, qtbot: QtBot) -> None:
    filled(window, seat)
    press(window, Qt.Key.Key_F7)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    assert Path(dialog.selectedFiles()[0]).name == f"figures-{DAY}.csv"
    dialog.fileSelected.emit(str(tmp_path / "day.csv"))
    dialog.close()
    assert "Writing" in window.toast.text()
    assert not window.workbook_button.isEnabled()
    qtbot.waitUntil(lambda: not window.files.busy)
    assert "Saved" in window.toast.text()
    assert window.workbook_button.isEnabled()
    window.files.write_workbook(str(tmp_path / "day.xlsx"))
    window.files.write_csv(str(tmp_path / "while it is busy"))
    qtbot.waitUntil(lambda: not window.files.busy)
    assert not (tmp_path / "while it is busy").exists()
    assert (tmp_path / "day.csv").read_text(encoding="utf-8-sig").startswith("Date,From,To,Queue,Offered")
    assert (tmp_path / "day.xlsx").read_bytes().startswith(b"PK")
    assert "day.xlsx" in window.toast.text()


def test_a_folder_that_cannot_be_written_to_is_told(
    window: FiguresWindow, seat: Seat, tmp_path: Path, qtbot: QtBot
) -> None:
    filled(window, seat)
    (tmp_path / "file").write_text("", encoding="utf-8")
    for write in (window.files.write_csv, window.files.write_workbook):
        write(str(tmp_path / "file" / "day"))
        qtbot.waitUntil(lambda: not window.files.busy)
        assert "can't be written: Not a directory. Choose another folder, or make room." in window.toast.text()


# --- the way in ---------------------------------------------------------------------------------------------------------


def test_the_board_leads_to_it_by_key_button_and_menu(dressed: QApplication, seat: Seat, qtbot: QtBot) -> None:
    seat.welcome()
    who = seat.desk.state.who
    assert who is not None
    seat.desk.state = replace(seat.desk.state, who=replace(who, role=Role.SUPERVISOR))
    made = SupervisorWindow(seat.desk, Ring(lambda _: None))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    seat.desk.apply(board(seat.now, 12))
    press(made, Qt.Key.Key_F3)
    qtbot.waitUntil(made.figures.isActiveWindow)
    press(made.figures, Qt.Key.Key_Escape)
    assert made.figures.isHidden()
    made.topbar.figures_button.click()
    assert made.figures.isVisible()
    filled(made.figures, seat)
    made.deeds.ask_queue(QueueId("complaints"), QPoint())
    (action,) = (each for each in made.deeds.menu.actions() if each.text() == "Figures of the day")
    action.trigger()
    made.deeds.menu.hide()
    assert made.figures._which == ALL, "nothing happened in that queue"
    made.figures.open_figures(Kind.AGENT, "bob")
    filled(made.figures, seat)
    assert made.figures.spans.title.text() == "Bob"
    made.close()
    assert made.figures.isHidden()


def test_steps_are_quarters_halves_hours_and_the_day() -> None:
    assert [step // 60_000 for step in STEPS_MS] == [15, 30, 60, 0]
