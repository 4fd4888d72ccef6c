"""The record panel: painted in two stages, the keyboard left alone, people chosen, found and filed."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from agent_desktop.cti.vocabulary import CallId, Language
from agent_desktop.protocol.messages import Candidates, ChooseCustomer, CreateCustomer, SearchCustomers
from agent_desktop.protocol.record import Candidate, CustomerFields, MatchKind, ScreenPop
from agent_desktop.ui import i18n, theme
from agent_desktop.ui.agent.record import RecordPanel
from agent_desktop.ui.agent.record_candidates import CandidateModel
from agent_desktop.ui.agent.record_model import COPIED, RowModel
from agent_desktop.ui.agent.record_rows import rows_of
from agent_desktop.ui.agent.record_texts import RecordTexts
from agent_desktop.ui.agent.record_words import RecordWords
from agent_desktop.ui.desk import Desk
from agent_desktop.ui.roles import Scheme
from tests.unit.ui.agent import sample
from tests.unit.ui.agent.conftest import Centre, put
from tests.unit.ui.agent.sample import NOW, li, pop, shared_line, smith

UNKNOWN = ScreenPop(MatchKind.UNKNOWN)


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> RecordPanel:
    made = RecordPanel(desk)
    qtbot.addWidget(made)
    made.resize(400, 560)
    made.show()
    return made


def settle() -> None:
    QTest.qWait(1)


def painted(widget: QWidget) -> QImage:
    return widget.grab().toImage()


class Paints(QObject):
    """Which of these widgets were painted, in order, each once."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.seen: list[QObject] = []
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Paint and watched not in self.seen:
            self.seen.append(watched)
        return False


def test_a_pop_is_painted_on_the_spot_the_headline_before_the_rest(panel: RecordPanel, desk: Desk) -> None:
    put(desk)
    settle()
    paints = Paints(panel._headline, panel._list.viewport())
    put(desk, sample.desk())
    assert "李秀英" in panel._headline.summary()
    assert panel._list.model().rowCount() == len(rows_of(li(), NOW))
    assert paints.seen == [panel._headline, panel._list.viewport()]


def test_the_same_widgets_are_filled_again(panel: RecordPanel, desk: Desk) -> None:
    put(desk, sample.desk())
    settle()
    before = panel.findChildren(QWidget)
    put(desk, sample.desk(pop(record=smith()), call=8))
    settle()
    assert "Margaret" in panel._headline.summary()
    assert panel.findChildren(QWidget) == before


def test_no_call_is_calm(panel: RecordPanel, desk: Desk) -> None:
    put(desk, sample.desk())
    settle()
    put(desk)
    settle()
    assert panel._empty.isVisible()
    assert panel._headline.summary() == ""
    assert panel._list.model().rowCount() == 0


def test_a_pop_never_takes_the_keyboard(qtbot: QtBot, desk: Desk) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field, panel = QLineEdit(), RecordPanel(desk)
    layout = QVBoxLayout(window)
    layout.addWidget(field)
    layout.addWidget(panel)
    window.show()
    field.setFocus()
    for screen in (pop(), shared_line(), UNKNOWN, ScreenPop(MatchKind.WITHHELD)):
        put(desk)
        put(desk, sample.desk(screen))
        settle()
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_A)
    assert window.focusWidget() is field
    assert field.text() == "aaaa"


def test_one_of_several_is_chosen_by_keyboard(panel: RecordPanel, desk: Desk, centre: Centre) -> None:
    put(desk, sample.desk(shared_line()))
    settle()
    assert panel._candidates.isVisible()
    panel._choose_key.activated.emit()
    QTest.keyClick(panel._candidates, Qt.Key.Key_Down)
    QTest.keyClick(panel._candidates, Qt.Key.Key_Return)
    assert centre.asked == [ChooseCustomer(CallId(7), 1043)]


def test_a_likely_record_is_confirmed_by_the_banner(panel: RecordPanel, desk: Desk, centre: Centre) -> None:
    put(desk, sample.desk(pop(MatchKind.LOCAL)))
    settle()
    assert "name" in panel._banner.text()
    panel._banner.acted.emit()
    assert centre.answer() == ChooseCustomer(CallId(7), 1042)


def test_a_refused_choice_says_why_in_place(panel: RecordPanel, desk: Desk, centre: Centre) -> None:
    put(desk, sample.desk(shared_line()))
    settle()
    panel._candidates.chosen.emit(1043)
    centre.refuse("no_such_customer", customer="1043")
    assert "customer" in panel._banner.text().lower()


def test_an_unknown_caller_is_filed(panel: RecordPanel, desk: Desk, centre: Centre, qapp: QApplication) -> None:
    put(desk, sample.desk(UNKNOWN))
    settle()
    assert panel._find.phone.text() == "138 1234 5678"
    panel._find.submit.click()
    assert panel._find.problem.isVisible()
    english = panel._find.problem.text()
    i18n.set_language(qapp, Language.ZH_CN)
    QApplication.sendPostedEvents()
    assert panel._find.problem.text() not in {"", english}
    assert centre.asked == []
    QTest.keyClicks(panel._find.name, "Zhao Min")
    panel._find.submit.click()
    fields = CustomerFields(name="Zhao Min", phone="138 1234 5678", language=Language.ZH_CN)
    assert centre.asked == [CreateCustomer(CallId(7), fields)]


def test_a_search_starts_when_typing_rests_and_finds(
    panel: RecordPanel, desk: Desk, centre: Centre, qtbot: QtBot
) -> None:
    put(desk, sample.desk(UNKNOWN))
    settle()
    QTest.keyClicks(panel._find.search, "zhao")
    qtbot.waitUntil(lambda: centre.asked == [SearchCustomers("zhao")])
    hit = Candidate(5, "Zhao Min", "", "C-5", MatchKind.CHOSEN, "139")
    centre.answer(Candidates((hit,)))
    assert panel._find.results.isVisible()
    panel._find.results.chosen.emit(5)
    assert centre.answer() == ChooseCustomer(CallId(7), 5)


def test_nobody_found_is_said(panel: RecordPanel, desk: Desk, centre: Centre) -> None:
    put(desk, sample.desk(UNKNOWN))
    settle()
    panel._find.search_asked.emit("nobody")
    centre.answer(Candidates(()))
    assert panel._find.nothing.isVisible()


def test_a_search_that_is_refused_is_said(panel: RecordPanel, desk: Desk, centre: Centre) -> None:
    put(desk, sample.desk(ScreenPop(MatchKind.UNAVAILABLE)))
    settle()
    panel._find.search_asked.emit("somebody")
    centre.refuse("store_unavailable")
    assert panel._find.error.isVisible()


def test_what_is_typed_into_the_form_survives_news_of_the_call(panel: RecordPanel, desk: Desk) -> None:
    put(desk, sample.desk(UNKNOWN))
    settle()
    QTest.keyClicks(panel._find.name, "Zhao")
    held = sample.desk(UNKNOWN)
    put(desk, msgspec.structs.replace(held, view=msgspec.structs.replace(held.view, held_ms=NOW)))
    settle()
    assert panel._find.name.text() == "Zhao"


def test_another_stranger_gets_an_empty_form(panel: RecordPanel, desk: Desk) -> None:
    put(desk, sample.desk(UNKNOWN))
    settle()
    QTest.keyClicks(panel._find.name, "Zhao")
    put(desk, sample.desk(UNKNOWN, call=8))
    settle()
    assert panel._find.name.text() == ""


def test_another_customer_is_found_over_a_record_and_back(panel: RecordPanel, desk: Desk) -> None:
    put(desk, sample.desk())
    settle()
    panel._find_key.activated.emit()
    assert panel._find.isVisible()
    panel._find.back.click()
    assert panel._list.isVisible()


def test_a_row_is_copied(panel: RecordPanel, desk: Desk) -> None:
    put(desk, sample.desk())
    settle()
    model = panel._list.model()
    phone = next(at for at in range(model.rowCount()) if model.index(at, 0).data(COPIED) == "138 1234 5678")
    panel._list.setCurrentIndex(model.index(phone, 0))
    QTest.keyClick(panel._list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "138 1234 5678"


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_face_is_painted_in_every_look(
    panel: RecordPanel, desk: Desk, qapp: QApplication, scheme: Scheme, scale: float
) -> None:
    theme.apply(qapp, theme.Look(scheme, scale))
    put(desk)
    empty = painted(panel)
    for screen in (pop(), shared_line(), pop(MatchKind.LOCAL, smith()), UNKNOWN):
        put(desk, sample.desk(screen))
        settle()
        assert painted(panel) != empty


def test_the_language_switches_while_it_is_shown(panel: RecordPanel, desk: Desk, qapp: QApplication) -> None:
    put(desk, sample.desk())
    settle()
    english = panel._list.model().index(2, 0).data()
    assert english.startswith("Open matters")
    i18n.set_language(qapp, Language.ZH_CN)
    settle()
    chinese = panel._list.model().index(2, 0).data()
    assert chinese != english
    assert "投诉与建议" in panel._headline.summary()


def test_every_control_has_a_name(panel: RecordPanel, desk: Desk) -> None:
    put(desk, sample.desk(UNKNOWN))
    settle()
    nameless = [
        widget
        for widget in panel.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not (widget.accessibleName() or getattr(widget, "text", str)())
        and not isinstance(widget.parent(), type(panel._find.salutation))
    ]
    assert nameless == []


def test_the_rows_are_a_sound_model(qtmodeltester: ModelTester, qapp: QApplication) -> None:
    model = RowModel(RecordTexts(RecordWords(), NOW))
    qtmodeltester.check(model)
    model.show(rows_of(li(), NOW))
    qtmodeltester.check(model)
    model.show(rows_of(smith(), NOW))
    model.show(())
    model.show(rows_of(li(), NOW))
    qtmodeltester.check(model)
    assert model.rowCount() == len(rows_of(li(), NOW))


def test_rows_that_stay_are_not_told_of(qtbot: QtBot, qapp: QApplication) -> None:
    model = RowModel(RecordTexts(RecordWords(), NOW))
    model.show(rows_of(li(), NOW))
    with qtbot.assertNotEmitted(model.dataChanged), qtbot.assertNotEmitted(model.modelReset):
        model.show(rows_of(li(), NOW))


def test_candidates_are_a_sound_model(qtmodeltester: ModelTester, qapp: QApplication) -> None:
    model = CandidateModel()
    model.show(shared_line().candidates)
    qtmodeltester.check(model)
