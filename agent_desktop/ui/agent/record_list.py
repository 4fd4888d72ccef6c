"""The record below its headline: one list, kept visible and refilled row by row. Arrows walk it, Ctrl+C copies a row's value."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QScrollBar, QWidget

from agent_desktop.ui.agent.record_delegate import RowDelegate
from agent_desktop.ui.agent.record_model import COPIED, RowModel
from agent_desktop.ui.agent.record_rows import Row
from agent_desktop.ui.agent.record_texts import RecordTexts


class _Bar(QScrollBar):
    """Always has its place, so that rows need not be laid out twice when it is wanted; shows itself only then."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.maximum() > self.minimum():
            super().paintEvent(event)


class RecordList(QListView):
    """The list of rows."""

    def __init__(self, texts: RecordTexts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = RowModel(texts, self)
        self._painter = RowDelegate(texts, self)
        self.setModel(self._rows)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QListView { border: none; background: transparent; }")
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBar(_Bar())
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def show_rows(self, rows: tuple[Row, ...], *, from_top: bool) -> None:
        """Refill; `from_top` for another customer."""
        self._rows.show(rows)
        if from_top:
            self.clearSelection()
            self.scrollToTop()
        self.doItemsLayout()

    def reword(self) -> None:
        """The language, the look or the hour changed."""
        self._painter.measure()
        self._rows.reword()
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and self.selectedIndexes():
            QGuiApplication.clipboard().setText(str(self.currentIndex().data(COPIED)))
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.reword()
