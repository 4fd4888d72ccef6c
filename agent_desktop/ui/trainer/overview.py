"""The class at a glance, whoever needs help most at the top: attempts, points, and how much of each part was earned."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from agent_desktop.training.score import Part
from agent_desktop.ui import theme
from agent_desktop.ui.trainer.presenter import ClassState, Standing
from agent_desktop.ui.training.words import TrainingWords, points_tone

_FIGURES = 4
"""Columns between the name and the parts."""
_WIDTH, _PART_WIDTH = 92, 88
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Overview(QTableWidget):
    """A row for everybody who has an attempt, and one for all of them."""

    def __init__(self, state: ClassState, parent: QWidget | None = None) -> None:
        super().__init__(0, 1 + _FIGURES + len(Part), parent)
        self._state = state
        self._words = TrainingWords(self)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._dress()
        self.retranslate()

    def refresh(self) -> None:
        standings = self._state.standings()
        self.setRowCount(len(standings))
        for row, standing in enumerate(standings):
            self._fill(row, standing)

    def retranslate(self) -> None:
        self._words.retranslate()
        figures = (self.tr("Attempts"), self.tr("Average"), self.tr("Best"), self.tr("Last"))
        self.setHorizontalHeaderLabels([self.tr("Trainee"), *figures, *(self._words.parts[part] for part in Part)])
        for column in range(self.columnCount()):
            head = self.horizontalHeaderItem(column)
            assert head is not None, "the labels have just been set"
            head.setTextAlignment((_RIGHT if column else _LEFT) | Qt.TextFlag.TextWordWrap)
        self.setAccessibleName(self.tr("Overview of the class"))
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() is QEvent.Type.StyleChange:
            self._dress()
            self.refresh()

    def _fill(self, row: int, standing: Standing) -> None:
        name = standing.name or self.tr("Whole class")
        self.setItem(row, 0, QTableWidgetItem(name))
        self._figure(row, 1, str(standing.attempts))
        average = round(standing.average)
        self._figure(row, 2, str(average), average)
        for column, points in enumerate((standing.best, standing.last), 3):
            self._figure(row, column, str(points))
        for column, part in enumerate(Part, 1 + _FIGURES):
            share = standing.shares.get(part)
            if share is None:
                self._figure(row, column, "–")
            else:
                self._figure(row, column, f"{round(share * 100)} %", round(share * 100))

    def _figure(self, row: int, column: int, text: str, worth: int | None = None) -> None:
        item = QTableWidgetItem(text)
        item.setTextAlignment(_RIGHT)
        if worth is not None:
            item.setForeground(QColor(theme.shade(points_tone(worth)).ink))
        self.setItem(row, column, item)

    def _dress(self) -> None:
        for column in range(1, self.columnCount()):
            self.setColumnWidth(column, theme.scaled(_WIDTH if column <= _FIGURES else _PART_WIDTH))
        self.horizontalHeader().setFixedHeight(theme.scaled(48))
