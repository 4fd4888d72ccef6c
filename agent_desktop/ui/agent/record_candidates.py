"""People whom a number, or a search, may mean: a list to choose from with arrows and Enter, or one click."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from agent_desktop.protocol.record import Candidate
from agent_desktop.ui import theme
from agent_desktop.ui.agent.record_paint import RIGHT, draw_box, draw_disc, draw_text, line, text_width
from agent_desktop.ui.roles import Icon, TextStyle, Tone

CANDIDATE = int(Qt.ItemDataRole.UserRole)
MOST_ROWS = 4
"""More are scrolled to."""

_Index = QModelIndex | QPersistentModelIndex


class CandidateModel(QAbstractListModel):
    """Candidates, best first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._candidates: tuple[Candidate, ...] = ()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._candidates)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._candidates):
            return None
        candidate = self._candidates[index.row()]
        if role == CANDIDATE:
            return candidate
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            parts = (candidate.name, candidate.company, candidate.code, candidate.number)
            return ", ".join(part for part in parts if part)
        return None

    def show(self, candidates: tuple[Candidate, ...]) -> None:
        """Become these: another question, so nothing of the list before it is worth keeping."""
        if candidates == self._candidates:
            return
        self.beginResetModel()
        self._candidates = candidates
        self.endResetModel()


class CandidateDelegate(QStyledItemDelegate):
    """Two lines: the name and the code; the company and the number."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(theme.scaled(160), candidate_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        candidate: Candidate | None = index.data(CANDIDATE)
        if candidate is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(option.rect)
        paint_ground(painter, option)
        _paint_candidate(painter, option.rect.adjusted(theme.GAP, 0, -theme.GAP, 0), candidate)
        painter.restore()


def candidate_height() -> int:
    return line(TextStyle.BODY) + line(TextStyle.CAPTION) + theme.scaled(10)


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    box = option.rect.adjusted(1, 1, -1, -1)
    if option.state & QStyle.StateFlag.State_MouseOver:
        draw_box(painter, box, theme.tokens().hover)
    if option.state & QStyle.StateFlag.State_Selected and option.state & QStyle.StateFlag.State_HasFocus:
        draw_box(painter, box, theme.shade(Tone.ACCENT).soft)
        painter.setPen(QPen(QColor(theme.tokens().focus), 2))
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)


def _paint_candidate(painter: QPainter, box: QRect, candidate: Candidate) -> None:
    disc = theme.scaled(26)
    icon = Icon.BUILDING if candidate.company and candidate.company == candidate.name else Icon.USER
    draw_disc(painter, QPointF(box.left() + disc / 2, box.center().y()), disc, icon, Tone.ACCENT)
    left = box.left() + disc + theme.GAP
    first = QRect(left, box.top() + theme.scaled(5), box.right() - left, line(TextStyle.BODY))
    second = QRect(left, first.bottom() + 1, first.width(), line(TextStyle.CAPTION))
    paint_line(painter, first, candidate.name, candidate.code, TextStyle.STRONG)
    paint_line(painter, second, candidate.company, candidate.number, TextStyle.CAPTION)


def paint_line(painter: QPainter, box: QRect, text: str, right: str, style: TextStyle) -> None:
    tokens = theme.tokens()
    room = text_width(right, TextStyle.CAPTION) + theme.GAP if right else 0
    draw_text(painter, box, right, TextStyle.CAPTION, tokens.muted, align=RIGHT)
    ink = tokens.text if style is TextStyle.STRONG else tokens.muted
    draw_text(painter, box.adjusted(0, 0, -room, 0), text, style, ink)


class CandidateList(QListView):
    """The list. Signals: `chosen`, with the customer's id."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = CandidateModel(self)
        self.setModel(self._model)
        self.setItemDelegate(CandidateDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._choose)

    def show_candidates(self, candidates: tuple[Candidate, ...]) -> None:
        """Show these, or be hidden when there are none."""
        self._model.show(candidates)
        if candidates and not self.currentIndex().isValid():
            self.setCurrentIndex(self._model.index(0))
        self._fit()
        self.setVisible(bool(candidates))

    def _fit(self) -> None:
        rows = min(self._model.rowCount(), MOST_ROWS)
        self.setFixedHeight(rows * candidate_height() + 2 * self.frameWidth() + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._fit()

    def _choose(self, index: QModelIndex) -> None:
        candidate: Candidate | None = index.data(CANDIDATE)
        if candidate is not None:
            self.chosen.emit(candidate.customer_id)
