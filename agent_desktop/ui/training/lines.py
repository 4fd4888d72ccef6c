"""A list whose lines break where they have to. Qt's own forgets the icon and the frame, and cuts the last line off."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from agent_desktop.ui import theme

_TALL = 10_000


class LineList(QListWidget):
    """Each line may have an icon, or a box to tick."""

    follows = False
    """Whether who is at the end stays there, whatever room the lines want."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measured_for = 0
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def add(self, item: QListWidgetItem) -> None:
        self.addItem(item)
        self._measure(item)

    @property
    def at_end(self) -> bool:
        """Whether the last line is in sight."""
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - theme.GRID

    def updateGeometries(self) -> None:
        """Here, because no event tells of a scroll bar that comes while the list is laid out."""
        stays = self.follows and self.at_end
        super().updateGeometries()
        if self.viewport().width() == self._measured_for:
            return
        self._measured_for = self.viewport().width()
        self._measure_all()
        if stays:
            self.scrollToBottom()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.FontChange}:
            self._measure_all()

    def _measure_all(self) -> None:
        for row in range(self.count()):
            self._measure(self.item(row))

    def _measure(self, item: QListWidgetItem) -> None:
        broken = Qt.TextFlag.TextWordWrap
        box = self.fontMetrics().boundingRect(0, 0, self._room(item), _TALL, broken, item.text())
        item.setSizeHint(QSize(0, box.height() + theme.scaled(12)))

    def _room(self, item: QListWidgetItem) -> int:
        """How wide a line's words may be."""
        option, style, delegate = QStyleOptionViewItem(), self.style(), self.itemDelegate()
        assert isinstance(delegate, QStyledItemDelegate)
        self.initViewItemOption(option)
        delegate.initStyleOption(option, self.indexFromItem(item))
        option.rect = QRect(0, 0, self.viewport().width() - 2 * self.spacing(), _TALL)
        words = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, self)
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, option, self) + 1
        return words.width() - 2 * margin
