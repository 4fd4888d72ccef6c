"""A layout that goes on in the next row where one is full: chips and buttons at any width and font size."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from agent_desktop.ui import theme


@dataclass(frozen=True, slots=True)
class _Part:
    """An item that is shown, with what Qt says of it: asked once until something changes."""

    item: QLayoutItem
    width: int
    height: int
    grows: bool


Row = list[_Part]


class FlowLayout(QLayout):
    """Items from left to right, then the next row; each centred in its row's height.

    What is left of a row goes to its items that may expand. With `right`, rows without one are pushed to the right.
    """

    def __init__(self, parent: QWidget | None = None, gap: int = theme.GAP, *, right: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._parts: Row | None = None
        self._right = right
        self.setSpacing(gap)
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self._parts = None

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        self._parts = None
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def invalidate(self) -> None:
        self._parts = None
        super().invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = self._rows(width - self._margin_width())
        margins = self.contentsMargins()
        gaps = self.spacing() * max(0, len(rows) - 1)
        return sum(_height(row) for row in rows) + gaps + margins.top() + margins.bottom()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        inner = rect.marginsRemoved(self.contentsMargins())
        top = inner.top()
        for row in self._rows(inner.width()):
            height = _height(row)
            self._place(row, QRect(inner.left(), top, inner.width(), height))
            top += height + self.spacing()

    def sizeHint(self) -> QSize:
        """All in one row."""
        parts = self._shown()
        margins = self.contentsMargins()
        height = _height(parts) + margins.top() + margins.bottom()
        return QSize(self._width(parts) + self._margin_width(), height)

    def minimumSize(self) -> QSize:
        """The widest item alone."""
        least = QSize()
        for part in self._shown():
            least = least.expandedTo(part.item.minimumSize())
        return least.grownBy(self.contentsMargins())

    def _shown(self) -> Row:
        if self._parts is None:
            self._parts = [_part(item) for item in self._items if not item.isEmpty()]
        return self._parts

    def _rows(self, width: int) -> list[Row]:
        rows: list[Row] = []
        left = 0
        for part in self._shown():
            if rows and part.width + self.spacing() <= left:
                rows[-1].append(part)
                left -= part.width + self.spacing()
            else:
                rows.append([part])
                left = width - part.width
        return rows

    def _place(self, row: Row, rect: QRect) -> None:
        growing = sum(part.grows for part in row)
        left_over = max(0, rect.width() - self._width(row))
        share = left_over // growing if growing else 0
        at = rect.left() + (left_over if self._right and not growing else 0)
        for part in row:
            width = min(part.width + (share if part.grows else 0), rect.width())
            top = rect.top() + (rect.height() - part.height) // 2
            part.item.setGeometry(QRect(at, top, width, part.height))
            at += width + self.spacing()

    def _width(self, parts: Row) -> int:
        return sum(part.width for part in parts) + self.spacing() * max(0, len(parts) - 1)

    def _margin_width(self) -> int:
        return self.contentsMargins().left() + self.contentsMargins().right()


def _part(item: QLayoutItem) -> _Part:
    hint = item.sizeHint()
    return _Part(item, hint.width(), hint.height(), bool(item.expandingDirections() & Qt.Orientation.Horizontal))


def _height(row: Row) -> int:
    return max((part.height for part in row), default=0)
