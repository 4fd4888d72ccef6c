"""The record's rows as a Qt list model. Rows that stay are not touched, rows that differ are told by `dataChanged`: never a
reset, which would throw away scroll position and selection. Must never format a value itself.
"""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from agent_desktop.ui.agent.record_rows import Heading, Row
from agent_desktop.ui.agent.record_texts import RecordTexts

ROW = int(Qt.ItemDataRole.UserRole)
"""The row itself."""
COPIED = ROW + 1
"""What the clipboard gets."""

_Index = QModelIndex | QPersistentModelIndex


class RowModel(QAbstractListModel):
    """Rows, top to bottom."""

    def __init__(self, texts: RecordTexts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._rows: list[Row] = []

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._texts.plain(row)
        return self._texts.copied(row) if role == COPIED else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        if isinstance(self._rows[index.row()], Heading):
            return plain
        return plain | Qt.ItemFlag.ItemIsSelectable

    def show(self, rows: tuple[Row, ...]) -> None:
        """Become these rows."""
        kept = min(len(rows), len(self._rows))
        changed = [at for at in range(kept) if rows[at] != self._rows[at]]
        if changed:
            self._rows[:kept] = rows[:kept]
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
        if len(rows) > kept:
            self.beginInsertRows(QModelIndex(), kept, len(rows) - 1)
            self._rows += rows[kept:]
            self.endInsertRows()
        elif len(self._rows) > kept:
            self.beginRemoveRows(QModelIndex(), kept, len(self._rows) - 1)
            del self._rows[kept:]
            self.endRemoveRows()

    def reword(self) -> None:
        """The same rows in other words: the language changed, or time went on."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))
