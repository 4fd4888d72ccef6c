"""The list of places to hand a call to: a row for each, with its kind, its name, and at the right how a colleague stands."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from agent_desktop.ui import theme, words
from agent_desktop.ui.agent.record_paint import RIGHT, draw_icon, draw_text, line, text_width
from agent_desktop.ui.agent.transfer_presenter import TargetKind, TargetRow
from agent_desktop.ui.roles import Icon, TextStyle, Tone

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
"""Gives the `TargetRow` itself."""


class TargetModel(QAbstractListModel):
    """The rows of the presenter."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[TargetRow, ...] = ()

    def set_rows(self, rows: tuple[TargetRow, ...]) -> None:
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def row(self, index: Index) -> TargetRow | None:
        return self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None

    def place_of(self, wanted: TargetRow | None) -> int:
        """Where this place stands now, whatever is said of it; -1 when it is listed no more."""
        places = ((row.kind, row.target) for row in self._rows)
        return next((at for at, place in enumerate(places) if wanted and place == (wanted.kind, wanted.target)), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default, never changed
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            face = face_of(row)
            return f"{self._text(row)}, {face[0]}" if face else self._text(row)
        return row if role == ROW else None

    def _text(self, row: TargetRow) -> str:
        return self.tr("Dial {number}").format(number=row.label) if row.kind is TargetKind.NUMBER else row.label


def face_of(row: TargetRow) -> tuple[str, Icon, Tone] | None:
    """How a colleague stands: word, icon and tone; None where nothing is known."""
    one = row.colleague
    if one is None:
        return None
    if not one.station_up:
        return words.own_reason("station_failed"), Icon.ALERT, Tone.HOLD
    return words.agent_state(one.state), *words.AGENT_STATE_FACES[one.state]


class TargetDelegate(QStyledItemDelegate):
    """Paints a row over the style's own ground, which shows what is chosen."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.scaled(200), line(TextStyle.BODY) + theme.scaled(14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        if not isinstance(row, TargetRow):
            return
        self._paint_ground(painter, option, index)
        tokens, gap, size = theme.tokens(), theme.scaled(theme.GAP), theme.scaled(16)
        rect: QRect = option.rect.adjusted(gap, 0, -gap, 0)
        draw_icon(painter, QPoint(rect.left(), rect.center().y() + 1), row.icon, tokens.muted, size)
        rect.setLeft(rect.left() + size + gap)
        if (face := face_of(row)) is not None:
            rect.setRight(self._paint_face(painter, rect, *face) - gap)
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        draw_text(painter, rect, text, TextStyle.BODY, tokens.text)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        ground = QStyleOptionViewItem(option)
        self.initStyleOption(ground, index)
        ground.text = ""
        widget = option.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, ground, painter, widget)

    def _paint_face(self, painter: QPainter, rect: QRect, word: str, icon: Icon, tone: Tone) -> int:
        """Right-aligned; gives where it begins."""
        ink, size = theme.shade(tone).ink, theme.scaled(14)
        draw_text(painter, rect, word, TextStyle.CAPTION, ink, align=RIGHT)
        left = rect.right() - text_width(word, TextStyle.CAPTION) - theme.GRID - size
        draw_icon(painter, QPoint(left, rect.center().y() + 1), icon, ink, size)
        return left
