"""Missed calls: asked for when somebody gives up, shown while there is no call, called back by one click or Enter."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from agent_desktop.cti.vocabulary import Language, QueueId
from agent_desktop.protocol.messages import (
    AgentState,
    AgentView,
    FetchMissedCalls,
    MakeCall,
    MissedCall,
    MissedCalls,
    QueuesChanged,
    QueueView,
)
from agent_desktop.ui import i18n
from agent_desktop.ui.agent import missed
from agent_desktop.ui.agent.missed import MissedCover
from agent_desktop.ui.agent.record import MISSED_KEY, RecordPanel
from agent_desktop.ui.agent.record_rows import SEPARATOR
from agent_desktop.ui.desk import Desk
from tests.fakes.desks import LINE
from tests.unit.ui.agent.conftest import Centre, put
from tests.unit.ui.agent.sample import NOW
from tests.unit.ui.agent.sample import desk as a_call

SERVICE = QueueId("service")
CHEN = MissedCall("+862155550101", "021 5555 0101", "陈洁", NOW - 60_000, 1, SERVICE)
SOMEBODY = MissedCall("+861088880202", "010 8888 0202", "", NOW - 90_000, 3, SERVICE)


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> RecordPanel:
    monkeypatch.setattr(missed, "REST_MS", 0)
    assert desk.state.who is not None
    who = replace(desk.state.who, rights=frozenset({"make_calls"}))
    desk.state = replace(desk.state, who=who, agent=AgentView(AgentState.READY, NOW), switch_up=True, line=LINE)
    made = RecordPanel(desk)
    qtbot.addWidget(made)
    made.resize(400, 560)
    made.show()
    return made


def cover(panel: RecordPanel) -> MissedCover:
    return panel.findChild(MissedCover)  # type: ignore[return-value]


def gives_up(desk: Desk, times: int = 1) -> None:
    desk.apply(QueuesChanged((QueueView(SERVICE, 0, None, times),)))
    QTest.qWait(5)


def told(panel: RecordPanel) -> list[str]:
    model = cover(panel).model
    return [str(model.data(model.index(row))) for row in range(model.rowCount())]


def test_somebody_gives_up_and_is_called_back_by_one_click(panel: RecordPanel, desk: Desk, centre: Centre) -> None:
    assert not cover(panel).isVisible()
    gives_up(desk)
    assert centre.answer(MissedCalls((CHEN, SOMEBODY))) == FetchMissedCalls()
    assert cover(panel).isVisible()
    assert [line.split(SEPARATOR)[0] for line in told(panel)] == ["陈洁", "010 8888 0202"]
    assert "tried 3 times" in told(panel)[1]
    rows = cover(panel).list
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(rows.model().index(1, 0)).center())
    assert centre.asked[-1] == MakeCall("+861088880202", "service")


def test_by_keyboard(panel: RecordPanel, desk: Desk, centre: Centre) -> None:
    gives_up(desk)
    centre.answer(MissedCalls((CHEN, SOMEBODY)))
    QTest.keySequence(panel, MISSED_KEY)
    assert cover(panel).list.hasFocus()
    QTest.keyClick(cover(panel).list, Qt.Key.Key_Return)
    assert centre.asked[-1] == MakeCall("+862155550101", "service")


def test_figures_that_say_nothing_of_it_ask_nothing(panel: RecordPanel, desk: Desk, centre: Centre) -> None:
    gives_up(desk)
    gives_up(desk)
    assert centre.asked == [FetchMissedCalls()]
    gives_up(desk, 2)
    assert len(centre.asked) == 2


def test_a_call_covers_the_list_and_its_end_asks_anew(panel: RecordPanel, desk: Desk, centre: Centre) -> None:
    gives_up(desk)
    centre.answer(MissedCalls((CHEN,)))
    put(desk, a_call())
    assert not cover(panel).isVisible()
    put(desk)
    QTest.qWait(5)
    assert centre.asked[-1] == FetchMissedCalls()
    assert cover(panel).isVisible()
    centre.answer(MissedCalls(()))
    assert not cover(panel).isVisible()


def test_who_may_not_call_does_not_ask_and_who_cannot_now_does_not_call(
    panel: RecordPanel, desk: Desk, centre: Centre
) -> None:
    gives_up(desk)
    centre.answer(MissedCalls((CHEN,)))
    put(desk, switch_up=False)
    assert not cover(panel).list.isEnabled()
    assert desk.state.who is not None
    put(desk, who=replace(desk.state.who, rights=frozenset()))
    gives_up(desk, 5)
    assert centre.asked == [FetchMissedCalls()]


def test_a_list_that_cannot_be_had_stays_as_it_was(panel: RecordPanel, desk: Desk, centre: Centre) -> None:
    gives_up(desk)
    centre.answer(MissedCalls((CHEN,)))
    gives_up(desk, 2)
    centre.refuse("store_unavailable")
    assert len(told(panel)) == 1


def test_in_chinese(panel: RecordPanel, desk: Desk, centre: Centre, qapp: QApplication) -> None:
    gives_up(desk)
    centre.answer(MissedCalls((SOMEBODY,)))
    i18n.set_language(qapp, Language.ZH_CN)
    assert "拨打过 3 次" in told(panel)[0]


def test_the_rows_are_a_sound_model(qtmodeltester: ModelTester, panel: RecordPanel, desk: Desk, centre: Centre) -> None:
    model = cover(panel).model
    qtmodeltester.check(model)
    gives_up(desk)
    centre.answer(MissedCalls((CHEN, SOMEBODY)))
    assert model.data(QModelIndex()) is None
