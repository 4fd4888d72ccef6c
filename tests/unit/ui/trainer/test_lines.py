"""Lines that break: each is as high as its words need, also where a scroll bar takes room away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListWidgetItem

from agent_desktop.ui import theme
from agent_desktop.ui.training.lines import LineList

WORDS = "0:28  来电人: 国际漫游，一百二十八块五，14 号。我逐条对过明细，请您今天之内给我一个答复。"


@pytest.mark.parametrize("lines", [3, 40])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_no_line_is_cut_off_and_none_has_room_to_spare(dressed: QApplication, qtbot, lines: int, scale: float) -> None:
    theme.apply(dressed, theme.Look(scale=scale))
    shown = LineList()
    qtbot.addWidget(shown)
    shown.resize(300, 600)
    for number in range(lines):
        item = QListWidgetItem(WORDS[: 10 + number])
        item.setCheckState(Qt.CheckState.Unchecked)
        shown.add(item)
    shown.show()
    qtbot.waitUntil(lambda: shown.visualItemRect(shown.item(0)).height() > 0)
    assert shown.verticalScrollBar().isVisible() is (lines == 40)
    for row in range(lines):
        item = shown.item(row)
        room, flags = shown._room(item), Qt.TextFlag.TextWordWrap
        words = shown.fontMetrics().boundingRect(0, 0, room, 10_000, flags, item.text())
        assert shown.visualItemRect(item).height() == words.height() + theme.scaled(12)


@pytest.mark.parametrize("follows", [True, False])
def test_the_end_stays_in_sight_where_it_is_followed_and_the_beginning_elsewhere(
    dressed: QApplication, qtbot, follows: bool
) -> None:
    shown = LineList()
    shown.follows = follows
    qtbot.addWidget(shown)
    shown.resize(300, 200)
    for number in range(30):
        shown.add(QListWidgetItem(WORDS[: 10 + number]))
    if follows:
        shown.scrollToBottom()
    shown.show()
    bar = shown.verticalScrollBar()
    qtbot.waitUntil(bar.isVisible)
    for width in (200, 400):
        shown.resize(width, 200)
        qtbot.waitUntil(lambda: (bar.value() == bar.maximum(), bar.value() == 0) == (follows, not follows))
