"""A layout that goes on in the next row where one is full: chips and buttons at any width and font size."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from agent_desktop.ui import theme


class FlowLayout(QLayout):
    """Items from left to right, then the next row; each centred in its row's height.

    What an item that may expand leaves no room for goes on in the next row; what is left of a row goes to its expanding
    items. With `right`, rows without one are pushed to the right.
    """

    def __init__(self, parent: QWidget | None = None, gap: int = theme.GAP, *, right: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._right = right
        self.setSpacing(gap)
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

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
            self._place(row, QRect(inner.left(), top, inner.width(), _height(row)))
            top += _height(row) + self.spacing()

    def sizeHint(self) -> QSize:
        """All in one row."""
        items = self._shown()
        margins = self.contentsMargins()
        height = _height(items) + margins.top() + margins.bottom()
        return QSize(self._width(items) + self._margin_width(), height)

    def minimumSize(self) -> QSize:
        """The widest item alone."""
        least = QSize()
        for item in self._shown():
            least = least.expandedTo(item.minimumSize())
        return least.grownBy(self.contentsMargins())

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        rows: list[list[QLayoutItem]] = []
        for item in self._shown():
            if rows and self._width([*rows[-1], item]) <= width:
                rows[-1].append(item)
            else:
                rows.append([item])
        return rows

    def _place(self, row: list[QLayoutItem], rect: QRect) -> None:
        growing = [item for item in row if item.expandingDirections() & Qt.Orientation.Horizontal]
        left_over = max(0, rect.width() - self._width(row))
        share = left_over // len(growing) if growing else 0
        at = rect.left() + (left_over if self._right and not growing else 0)
        for item in row:
            hint = item.sizeHint()
            width = min(hint.width() + (share if item in growing else 0), rect.width())
            item.setGeometry(QRect(at, rect.top() + (rect.height() - hint.height()) // 2, width, hint.height()))
            at += width + self.spacing()

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _width(self, items: list[QLayoutItem]) -> int:
        return sum(item.sizeHint().width() for item in items) + self.spacing() * max(0, len(items) - 1)

    def _margin_width(self) -> int:
        return self.contentsMargins().left() + self.contentsMargins().right()


def _height(row: list[QLayoutItem]) -> int:
    return max((item.sizeHint().height() for item in row), default=0)
