"""The attempts of the class, newest first: who, which scenario, how many points in all and by part. Enter plays one again; the table can be
saved for a spreadsheet.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from agent_desktop.protocol.training import AttemptCard
from agent_desktop.training.score import Part
from agent_desktop.ui import i18n, theme
from agent_desktop.ui.roles import Icon, TextStyle
from agent_desktop.ui.trainer.presenter import ClassState, as_csv
from agent_desktop.ui.training.words import TrainingWords, points_tone
from agent_desktop.ui.widgets.buttons import ActionButton
from agent_desktop.ui.widgets.label import Label

REPLAY_KEY, EXPORT_KEY = "F7", "F9"
_FIXED = 4
_WIDTHS = (84, 152, 0, 76)
"""Of the first columns; the third one has the rest."""
_PART_WIDTH = 88
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Results(QWidget):
    """Signals: `replay`, with an attempt's id; `export`, the table is wanted as a file."""

    replay = Signal(str)
    export = Signal()

    def __init__(self, state: ClassState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._words = TrainingWords(self)
        self._summary = Label(style=TextStyle.STRONG)
        self.table = QTableWidget(0, _FIXED + len(Part))
        self.play = ActionButton(Icon.REPEAT, REPLAY_KEY)
        self.save = ActionButton(Icon.LOG, EXPORT_KEY)
        self._build()
        self.table.activated.connect(self._activated)
        self.table.itemSelectionChanged.connect(self._allow)
        self.play.clicked.connect(self._replay)
        self.save.clicked.connect(self.export)
        self.retranslate()

    def _build(self) -> None:
        table = self.table
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setDefaultAlignment(_LEFT | Qt.TextFlag.TextWordWrap)
        table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self._dress()
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(self._summary, 1)
        row.addWidget(self.play)
        row.addWidget(self.save)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.INSET, theme.INSET, theme.INSET, theme.INSET)
        whole.setSpacing(theme.INSET)
        whole.addLayout(row)
        whole.addWidget(table, 1)

    def refresh(self) -> None:
        chosen = self._chosen()
        self.table.setRowCount(0)
        for card in reversed(self._state.attempts):
            self._add(card)
            if card.id == chosen:
                self.table.selectRow(self.table.rowCount() - 1)
        self._summary.setText(self._total())
        self._allow()

    def _total(self) -> str:
        average, attempts = self._state.average(), len(self._state.attempts)
        if average is None:
            return self.tr("No attempt yet.")
        if attempts == 1:
            return self.tr("One attempt, {points} points").format(points=round(average))
        return self.tr("{attempts} attempts, {average} points on average").format(
            attempts=attempts, average=round(average)
        )

    def csv(self) -> str:
        heads = (self.tr("Time"), self.tr("User"), self.tr("Trainee"), self.tr("Scenario"), self.tr("Points"))
        return as_csv(self._state.attempts, i18n.language(), heads, [self._words.parts[part] for part in Part])

    def retranslate(self) -> None:
        self._words.retranslate()
        heads = [self.tr("Time"), self.tr("Trainee"), self.tr("Scenario"), self.tr("Points")]
        self.table.setHorizontalHeaderLabels([*heads, *(self._words.parts[part] for part in Part)])
        for column in range(_FIXED - 1, self.table.columnCount()):
            head = self.table.horizontalHeaderItem(column)
            assert head is not None, "the labels have just been set"
            head.setTextAlignment(_RIGHT | Qt.TextFlag.TextWordWrap)
        self.table.setAccessibleName(self.tr("Attempts"))
        self.play.set_face(self.tr("Play again"), Icon.REPEAT)
        self.save.set_face(self.tr("Export CSV"), Icon.LOG)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() is QEvent.Type.StyleChange:
            self._dress()
            self.refresh()

    def _add(self, card: AttemptCard) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        began = datetime.fromtimestamp(card.began_ms / 1000).strftime("%H:%M:%S")  # noqa: DTZ006 - local on purpose
        texts = [began, card.name, card.title.of(i18n.language()), str(card.points)]
        texts += [f"{card.parts[part]:.0f}" if part in card.parts else "–" for part in Part]
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            if column >= _FIXED - 1:
                item.setTextAlignment(_RIGHT)
            if column == _FIXED - 1:
                item.setForeground(QColor(theme.shade(points_tone(card.points)).ink))
            item.setData(Qt.ItemDataRole.UserRole, card.id)
            self.table.setItem(row, column, item)

    def _dress(self) -> None:
        for column in range(self.table.columnCount()):
            width = _WIDTHS[column] if column < _FIXED else _PART_WIDTH
            self.table.setColumnWidth(column, theme.scaled(width))
        self.table.horizontalHeader().setFixedHeight(theme.scaled(48))

    def _chosen(self) -> str:
        item = self.table.item(self.table.currentRow(), 0)
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def _allow(self) -> None:
        self.play.allow(bool(self._chosen()), self.tr("Choose an attempt first."))
        self.save.allow(bool(self._state.attempts), self.tr("There is no attempt to save yet."))

    def _activated(self, _index: QModelIndex) -> None:
        self._replay()

    def _replay(self) -> None:
        if chosen := self._chosen():
            self.replay.emit(chosen)
