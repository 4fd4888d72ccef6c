"""A table that paints itself: rows are keys, their cells are made only for what is in sight and when it is painted.

For lists that change many times a second: there are no items, only rows that say something else are painted anew, and the picture of a
cell is kept for the next one that says the same.
Worked by keyboard like any list: arrows, Home, End, Page Up and Down move, Enter and the menu key ask for what can be done.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from agent_desktop.ui import theme
from agent_desktop.ui.agent.record_paint import LEFT, RIGHT, draw_icon, draw_text, line, text_width
from agent_desktop.ui.roles import Icon, TextStyle, Tone

PAD = 4
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True, slots=True)
class Column:
    """One column, `least` wide, in pixels at the ordinary size of text; what is left is shared by `weight`. Where there is not enough room
    all give way. `hint` is what the pointer over the title is told.
    """

    title: str
    least: int
    weight: int = 0
    right: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place."""

    text: str = ""
    tone: Tone | None = None
    icon: Icon | None = None
    strong: bool = False
    muted: bool = False
    note: str = ""
    """A word for what the colour and the icon say, for the pointer and for screen readers."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it is painted. `heading`: it is no row but says what the next ones are."""

    cells: tuple[Cell, ...]
    tone: Tone | None = None
    """A quiet fill over the whole row."""
    heading: bool = False


class PaintedTable(QAbstractScrollArea):
    """Signals: `chosen` with the key that the cursor has come to; `asked` with the key and a point: Enter, double click or menu."""

    chosen = Signal(object)
    asked = Signal(object, QPoint)

    def __init__(self, line_of: Callable[[Hashable], Line], parent: QWidget | None = None) -> None:
        """`line_of` makes a row's line at the moment it is painted."""
        super().__init__(parent)
        self._line_of = line_of
        self._columns: tuple[Column, ...] = ()
        self._rows: Sequence[Hashable] = ()
        self._cursor: Hashable | None = None
        self._lines: list[tuple[Hashable, Line]] = []
        """What stands in sight, from the top."""
        self._empty = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.verticalScrollBar().setSingleStep(1)

    # --- what its owner says ------------------------------------------------------------------------------------------

    def set_columns(self, columns: tuple[Column, ...], empty: str = "") -> None:
        """The columns, and what stands there when there are no rows."""
        self._columns, self._empty = columns, empty
        self._changed()

    def set_table(self, columns: tuple[Column, ...], rows: Sequence[Hashable], empty: str = "") -> None:
        """Other columns and other rows at once, where the one make no sense without the other."""
        self._columns, self._empty = columns, empty
        self.set_rows(rows)
        self.viewport().update()

    def set_rows(self, rows: Sequence[Hashable]) -> None:
        """The rows from top to bottom. The cursor stays on its row, wherever that goes."""
        self._rows = rows
        if self._cursor is not None and self._cursor not in rows:
            self._cursor = None
        self._measure()
        self.repaint_rows()
        self._tell_reader()

    def rows(self) -> Sequence[Hashable]:
        return self._rows

    def repaint_rows(self) -> None:
        """What rows say may have changed, or time has passed."""
        before, self._lines = self._lines, self._in_sight()
        if len(before) != len(self._lines):
            self.viewport().update()
            return
        for place, (old, new) in enumerate(zip(before, self._lines, strict=True)):
            if old != new:
                self.viewport().update(self._box(place))

    @property
    def cursor_row(self) -> Hashable | None:
        return self._cursor

    def choose(self, row: Hashable) -> None:
        """Put the cursor on a row and bring it into sight."""
        if row not in self._rows:
            return
        if row != self._cursor:
            self._cursor = row
            self.chosen.emit(row)
        at, bar = self._rows.index(row), self.verticalScrollBar()
        if at < bar.value():
            bar.setValue(at)
        elif at >= bar.value() + self._fitting():
            bar.setValue(at - self._fitting() + 1)
        self._tell_reader()
        self.viewport().update()

    def row_height(self) -> int:
        return line(TextStyle.BODY) + theme.scaled(8)

    def viewportEvent(self, event: QEvent) -> bool:
        """The pointer rests on the title of a column, or on a cell with a note."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._hint(event.pos()), self.viewport())
            return True
        return super().viewportEvent(event)

    def _hint(self, at: QPoint) -> str:
        lanes = enumerate(self._lanes())
        column = next((number for number, lane in lanes if lane.left() <= at.x() <= lane.right() + theme.GAP), None)
        if column is None:
            return ""
        if at.y() < self._header_height():
            return self._columns[column].hint
        row = self._row_at(at)
        return "" if row is None else self._told(self._line_of(row).cells[column], self._lanes()[column].width())

    @staticmethod
    def _told(cell: Cell, room: int) -> str:
        """A text that ends in … is told in full."""
        icon = theme.scaled(16) + theme.GRID if cell.icon is not None else 0
        style = TextStyle.STRONG if cell.strong else TextStyle.BODY
        return " · ".join(filter(None, (cell.text if text_width(cell.text, style) + icon > room else "", cell.note)))

    # --- painting -----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), QColor(theme.tokens().surface))
        lanes = self._lanes()
        if event.region().intersects(QRect(0, 0, self.viewport().width(), self._header_height())):
            self._paint_header(painter, lanes)
        for place, (row, shown) in enumerate(self._lines):
            box = self._box(place)
            if event.region().intersects(box):
                self._paint_row(painter, box, row, shown, lanes)
        if not self._rows:
            box = self.viewport().rect().adjusted(theme.INSET, self._header_height(), -theme.INSET, 0)
            box.setHeight(3 * self.row_height())
            draw_text(painter, box, self._empty, TextStyle.BODY, theme.tokens().muted, align=1)

    def _in_sight(self) -> list[tuple[Hashable, Line]]:
        first = self.verticalScrollBar().value()
        return [(row, self._line_of(row)) for row in self._rows[first : first + self._fitting() + 1]]

    def _box(self, place: int) -> QRect:
        """Of the row at this place in sight."""
        height = self.row_height()
        return QRect(0, self._header_height() + place * height, self.viewport().width(), height)

    def _paint_header(self, painter: QPainter, lanes: list[QRect]) -> None:
        for column, lane in zip(self._columns, lanes, strict=True):
            box = QRect(lane.left(), 0, lane.width(), self._header_height())
            align = RIGHT if column.right else LEFT
            draw_text(painter, box, column.title, TextStyle.CAPTION, theme.tokens().muted, align=align)
        painter.setPen(QPen(QColor(theme.tokens().border), 1))
        y = self._header_height() - 1
        painter.drawLine(0, y, self.viewport().width(), y)

    def _paint_row(self, painter: QPainter, box: QRect, row: Hashable, shown: Line, lanes: list[QRect]) -> None:
        if shown.tone is not None:
            painter.fillRect(box, QColor(theme.shade(shown.tone).soft))
        if row == self._cursor:
            self._paint_cursor(painter, box)
        if shown.heading:
            inner = box.adjusted(theme.scaled(PAD), 0, -theme.scaled(PAD), 0)
            draw_text(painter, inner, shown.cells[0].text, TextStyle.STRONG, theme.tokens().muted)
            return
        for column, lane, cell in zip(self._columns, lanes, shown.cells, strict=True):
            if cell.text or cell.icon:
                size, ratio = (lane.width(), box.height()), self.devicePixelRatioF()
                painter.drawPixmap(lane.left(), box.top(), _picture(cell, size, column.right, theme.look(), ratio))

    def _paint_cursor(self, painter: QPainter, box: QRect) -> None:
        painter.fillRect(box, QColor(theme.shade(Tone.ACCENT).soft))
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.tokens().focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -1, -1))

    def _lanes(self) -> list[QRect]:
        pad = theme.scaled(PAD)
        room = self.viewport().width() - 2 * pad * len(self._columns)
        least = [theme.scaled(column.least) for column in self._columns]
        if sum(least) > room:
            least = [wide * room // sum(least) for wide in least]
        spare, weights = room - sum(least), sum(column.weight for column in self._columns) or 1
        lanes, x = [], 0
        for column, wide in zip(self._columns, least, strict=True):
            width = wide + spare * column.weight // weights
            lanes.append(QRect(x + pad, 0, width, 1))
            x += width + 2 * pad
        return lanes

    def _header_height(self) -> int:
        return line(TextStyle.CAPTION) + theme.scaled(10)

    # --- size and scrolling -------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(480), self._header_height() + 6 * self.row_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(240), self._header_height() + 3 * self.row_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
        self._all_anew()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Rows are counted, not pixels: everything is painted anew."""
        self._all_anew()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._measure()
            self._changed()

    def _fitting(self) -> int:
        return max((self.viewport().height() - self._header_height()) // self.row_height(), 1)

    def _measure(self) -> None:
        bar = self.verticalScrollBar()
        bar.setPageStep(self._fitting())
        bar.setRange(0, max(len(self._rows) - self._fitting(), 0))

    def _changed(self) -> None:
        self._all_anew()
        self._tell_reader()

    def _all_anew(self) -> None:
        self._lines = self._in_sight()
        self.viewport().update()

    def _tell_reader(self) -> None:
        """The row under the cursor is what a screen reader says."""
        if self._cursor is not None and self.hasFocus():
            shown = self._line_of(self._cursor)
            said = ", ".join(f"{cell.text} {cell.note}".strip() for cell in shown.cells if cell.text)
            if said != self.accessibleDescription():
                self.setAccessibleDescription(said)

    # --- keys and mouse -----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        page = self._fitting()
        steps = {**_STEPS, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}
        steps |= {Qt.Key.Key_Home: -len(self._rows), Qt.Key.Key_End: len(self._rows)}
        if key in steps and self._rows:
            self._move(steps[Qt.Key(key)])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._cursor is not None:
            self.asked.emit(self._cursor, self._below(self._cursor))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position().toPoint())
        if row is not None:
            self.choose(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position().toPoint())
        if row is not None:
            self.asked.emit(row, event.globalPosition().toPoint())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        row = self._row_at(event.pos()) if by_mouse else self._cursor
        if row is not None:
            self.choose(row)
            self.asked.emit(row, event.globalPos() if by_mouse else self._below(row))

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]  # Qt's own type, of no interest here
        if self._cursor is None and self._rows:
            self._move(0)
        self._changed()

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]  # as above
        self.viewport().update()

    def _move(self, steps: int) -> None:
        at = self._rows.index(self._cursor) + steps if self._cursor in self._rows else self.verticalScrollBar().value()
        at = min(max(at, 0), len(self._rows) - 1)
        way = -1 if steps < 0 else 1
        for place in (
            *range(at, len(self._rows) if way > 0 else -1, way),
            *range(at, -1 if way > 0 else len(self._rows), -way),
        ):
            if not self._line_of(self._rows[place]).heading:
                self.choose(self._rows[place])
                return

    def _row_at(self, at: QPoint) -> Hashable | None:
        place = self.verticalScrollBar().value() + (at.y() - self._header_height()) // self.row_height()
        if at.y() < self._header_height() or not 0 <= place < len(self._rows):
            return None
        return None if self._line_of(self._rows[place]).heading else self._rows[place]

    def _below(self, row: Hashable) -> QPoint:
        place = list(self._rows).index(row) - self.verticalScrollBar().value() + 1
        y = self._header_height() + place * self.row_height()
        return self.viewport().mapToGlobal(QPoint(theme.scaled(40), min(y, self.viewport().height())))


@lru_cache(maxsize=1024)
def _picture(cell: Cell, size: tuple[int, int], right: bool, look: theme.Look, ratio: float) -> QPixmap:  # noqa: ARG001 - colours and fonts depend on it
    """A cell as it is painted, of this size: most texts of a board stand in many rows, and come again."""
    picture = QPixmap(round(size[0] * ratio), round(size[1] * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_cell(painter, QRect(0, 0, *size), right, cell)
    painter.end()
    return picture


def _paint_cell(painter: QPainter, box: QRect, right: bool, cell: Cell) -> None:
    tokens = theme.tokens()
    ink = theme.shade(cell.tone).ink if cell.tone is not None else tokens.muted if cell.muted else tokens.text
    style = TextStyle.STRONG if cell.strong else TextStyle.BODY
    if cell.icon is None:
        draw_text(painter, box, cell.text, style, ink, align=RIGHT if right else LEFT)
        return
    size = theme.scaled(16)
    if right:
        draw_text(painter, box, cell.text, style, ink, align=RIGHT)
        draw_icon(painter, QPoint(box.left(), box.center().y() + 1), cell.icon, ink, size)
    else:
        draw_icon(painter, QPoint(box.left(), box.center().y() + 1), cell.icon, ink, size)
        draw_text(painter, box.adjusted(size + theme.GRID, 0, 0, 0), cell.text, style, ink)
