"""Paints the rows of the record. Each kind of row has a measure and a drawing; every text is clipped to its box, so that no
record, however long its words, pushes the panel apart. Must never read anything but the row and its texts.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from agent_desktop.ui import theme
from agent_desktop.ui.agent.record_looks import CHANNEL, MATTER, URGENCY
from agent_desktop.ui.agent.record_model import ROW
from agent_desktop.ui.agent.record_paint import (
    LEFT,
    RIGHT,
    ChipFace,
    draw_box,
    draw_chips,
    draw_disc,
    draw_icon,
    draw_rule,
    draw_text,
    draw_wrapped,
    line,
    place_chips,
    text_width,
    wrapped_height,
)
from agent_desktop.ui.agent.record_room import SCROLL_BAR
from agent_desktop.ui.agent.record_rows import (
    ContactRow,
    FactKind,
    FactRow,
    FiguresRow,
    Heading,
    MatterRow,
    RemarkRow,
    Row,
    TagsRow,
    Urgency,
)
from agent_desktop.ui.agent.record_texts import RecordTexts
from agent_desktop.ui.roles import Icon, TextStyle, Tone

_WRAPPED = frozenset({FactKind.ADDRESS, FactKind.EMAIL, FactKind.COMPANY})
_Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Measures and paints."""

    def __init__(self, texts: RecordTexts, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._texts = texts
        self._view = view
        self.measure()

    def measure(self) -> None:
        """One column for all names of facts: to be measured anew when the language or the look changes."""
        words = self._texts.words
        names = (*words.fact.values(), *words.phone_label.values())
        self._name_width = max(text_width(name, TextStyle.CAPTION) for name in names) + theme.scaled(theme.INSET)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        width = self._width()
        row: Row | None = index.data(ROW)
        return QSize(width, self._height(row, width) if row is not None else 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: Row | None = index.data(ROW)
        if row is None:
            return
        box = option.rect
        box.setWidth(self._width())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(box)
        self._paint_ground(painter, option)
        self._paint_row(painter, box, row)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """The row that the keyboard is on has a ring; nothing else is marked."""
        if not option.state & QStyle.StateFlag.State_Selected:
            return
        box = option.rect.adjusted(1, 1, -1, -1)
        draw_box(painter, box, theme.tokens().hover)
        if self._view.hasFocus():
            painter.setPen(QPen(QColor(theme.tokens().focus), 2))
            painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)

    def _width(self) -> int:
        """Of a row: less the scroll bar's place, whether it is there or not, so that nothing moves when it comes."""
        return self._view.width() - SCROLL_BAR

    def _height(self, row: Row, width: int) -> int:
        gap = theme.scaled(theme.GAP)
        match row:
            case Heading():
                return line(TextStyle.CAPTION) + theme.scaled(18)
            case RemarkRow(text=text):
                return wrapped_height(text, TextStyle.BODY, _remark_width(width)) + 2 * gap + theme.scaled(4)
            case TagsRow():
                return place_chips(_tags(row), width)[1] + theme.scaled(6)
            case MatterRow() | ContactRow():
                return line(TextStyle.BODY) + line(TextStyle.CAPTION) + theme.scaled(12)
            case FiguresRow():
                return line(TextStyle.CAPTION) + line(TextStyle.STRONG) + theme.scaled(18)
            case FactRow():
                return self._fact_height(row, width)

    def _fact_height(self, row: FactRow, width: int) -> int:
        if row.kind not in _WRAPPED:
            return line(TextStyle.BODY) + theme.scaled(8)
        room = width - self._name_width - 2 * theme.scaled(theme.GRID)
        return wrapped_height(self._texts.row(row).main, TextStyle.BODY, room) + theme.scaled(8)

    def _paint_row(self, painter: QPainter, box: QRect, row: Row) -> None:
        match row:
            case Heading():
                self._paint_heading(painter, box, row)
            case RemarkRow(text=text):
                _paint_remark(painter, box, text)
            case TagsRow():
                draw_chips(painter, box, _tags(row))
            case MatterRow():
                self._paint_matter(painter, box, row)
            case FiguresRow():
                self._paint_figures(painter, box, row)
            case ContactRow():
                self._paint_contact(painter, box, row)
            case FactRow():
                self._paint_fact(painter, box, row)

    def _paint_heading(self, painter: QPainter, box: QRect, row: Heading) -> None:
        text = self._texts.row(row)
        inner = box.adjusted(0, theme.scaled(10), 0, -theme.scaled(4))
        muted = theme.tokens().muted
        draw_text(painter, inner, text.main, TextStyle.CAPTION, muted)
        left = inner.left() + text_width(text.main, TextStyle.CAPTION) + theme.GAP
        if text.right:
            count = QRect(left, inner.top(), inner.width(), inner.height())
            draw_text(painter, count, text.right, TextStyle.CAPTION, theme.tokens().text)
            left += text_width(text.right, TextStyle.CAPTION) + theme.GAP
        draw_rule(painter, left, inner.right(), inner.center().y() + 1)

    def _paint_matter(self, painter: QPainter, box: QRect, row: MatterRow) -> None:
        tone = URGENCY[row.urgency]
        left = self._paint_disc(painter, box, MATTER[row.matter.kind], tone)
        late = row.urgency in {Urgency.OVERDUE, Urgency.SOON}
        ink = theme.shade(tone).ink if late else theme.tokens().muted
        icon = Icon.ALERT if row.urgency is Urgency.OVERDUE else Icon.CLOCK
        self._paint_two_lines(painter, box, left, row, (icon if row.matter.due_at_ms is not None else None, ink))

    def _paint_two_lines(
        self, painter: QPainter, box: QRect, left: int, row: Row, mark: tuple[Icon | None, str]
    ) -> None:
        """A subject; under it what it is, and at the right when."""
        text = self._texts.row(row)
        top = box.top() + theme.scaled(6)
        first = QRect(left, top, box.right() - left, line(TextStyle.BODY))
        draw_text(painter, first, text.main, TextStyle.BODY, theme.tokens().text)
        second = QRect(left, first.bottom() + 1, first.width(), line(TextStyle.CAPTION))
        icon, ink = mark
        right = text_width(text.right, TextStyle.CAPTION)
        draw_text(painter, second, text.right, TextStyle.CAPTION, ink, align=RIGHT)
        if icon is not None:
            size = theme.scaled(14)
            right += size + theme.GRID
            draw_icon(painter, QPoint(second.right() + 1 - right, second.center().y() + 1), icon, ink, size)
        under = second.adjusted(0, 0, -right - theme.GAP, 0)
        draw_text(painter, under, text.under, TextStyle.CAPTION, theme.tokens().muted, align=LEFT)

    def _paint_disc(self, painter: QPainter, box: QRect, icon: Icon, tone: Tone) -> int:
        """The icon at the left of a row; where the text begins."""
        disc = theme.scaled(28)
        middle = QPointF(box.left() + disc / 2, box.center().y() + 0.5)
        draw_disc(painter, middle, disc, icon, tone)
        return box.left() + disc + theme.scaled(10)

    def _paint_contact(self, painter: QPainter, box: QRect, row: ContactRow) -> None:
        x, middle = box.left() + theme.scaled(28) // 2, box.center().y()
        painter.setPen(QPen(QColor(theme.tokens().border), 2))
        painter.drawLine(x, middle if row.first else box.top(), x, middle if row.last else box.bottom() + 1)
        left = self._paint_disc(painter, box, CHANNEL[row.contact.channel], Tone.NEUTRAL)
        self._paint_two_lines(painter, box, left, row, (None, theme.tokens().muted))

    def _paint_figures(self, painter: QPainter, box: QRect, row: FiguresRow) -> None:
        gap = theme.scaled(6)
        count = len(row.figures)
        wide = (box.width() - gap * (count - 1)) // count
        for at, figure in enumerate(row.figures):
            tile = QRect(box.left() + at * (wide + gap), box.top(), wide, box.height() - gap)
            draw_box(painter, tile, theme.tokens().sunken)
            inner = tile.adjusted(theme.scaled(10), theme.scaled(6), -theme.scaled(10), -theme.scaled(6))
            name = QRect(inner.topLeft(), QSize(inner.width(), line(TextStyle.CAPTION)))
            draw_text(painter, name, self._texts.figure_name(figure), TextStyle.CAPTION, theme.tokens().muted)
            value = QRect(inner.left(), name.bottom() + 1, inner.width(), line(TextStyle.STRONG))
            draw_text(painter, value, self._texts.figure(figure), TextStyle.STRONG, theme.tokens().text)

    def _paint_fact(self, painter: QPainter, box: QRect, row: FactRow) -> None:
        text = self._texts.row(row)
        inner = box.adjusted(theme.scaled(theme.GRID), theme.scaled(4), -theme.scaled(theme.GRID), -theme.scaled(4))
        name = QRect(inner.left(), inner.top(), self._name_width, line(TextStyle.BODY))
        draw_text(painter, name, text.under, TextStyle.CAPTION, theme.tokens().muted)
        value = inner.adjusted(name.width(), 0, 0, 0)
        if row.urgency in {Urgency.OVERDUE, Urgency.SOON}:
            _paint_warning(painter, value, text.main, URGENCY[row.urgency])
        elif row.kind in _WRAPPED:
            draw_wrapped(painter, value, text.main, TextStyle.BODY, theme.tokens().text)
        else:
            draw_text(painter, value, text.main, TextStyle.BODY, theme.tokens().text)


def _tags(row: TagsRow) -> tuple[ChipFace, ...]:
    return tuple(ChipFace(tag, Icon.TAG) for tag in row.tags)


def _remark_width(width: int) -> int:
    return width - theme.scaled(16) - theme.GAP - 2 * theme.scaled(10)


def _paint_remark(painter: QPainter, box: QRect, text: str) -> None:
    shade = theme.shade(Tone.NEUTRAL)
    ground = box.adjusted(0, 0, 0, -theme.scaled(6))
    draw_box(painter, ground, shade.soft)
    top = ground.top() + theme.scaled(7)
    size = theme.scaled(16)
    left = ground.left() + theme.scaled(10)
    draw_icon(painter, QPoint(left, top + line(TextStyle.BODY) // 2), Icon.INFO, shade.ink, size)
    room = QRect(left + size + theme.GAP, top, _remark_width(box.width()), ground.bottom() - top)
    draw_wrapped(painter, room, text, TextStyle.BODY, shade.ink)


def _paint_warning(painter: QPainter, box: QRect, text: str, tone: Tone) -> None:
    size = theme.scaled(14)
    draw_icon(painter, QPoint(box.left(), box.center().y() + 1), Icon.ALERT, theme.shade(tone).ink, size)
    draw_text(painter, box.adjusted(size + theme.GRID, 0, 0, 0), text, TextStyle.BODY, theme.shade(tone).ink)
