"""Missed calls: who gave up waiting, to be called back by one click, or Enter. Seen in the caller's place while there is no call.

The centre knows who is missing; the list is asked for when a queue tells that somebody gave up, or a call of one's own is over.
Blocks nothing, and never takes the keyboard by itself.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from agent_desktop.protocol.messages import FetchMissedCalls, MakeCall, MissedCall, MissedCalls
from agent_desktop.protocol.seat_session import Answered
from agent_desktop.ui import theme, words
from agent_desktop.ui.agent.callservices import Service, refusals
from agent_desktop.ui.agent.record_candidates import candidate_height, paint_ground, paint_line
from agent_desktop.ui.agent.record_empty import Overlay
from agent_desktop.ui.agent.record_paint import draw_disc, line
from agent_desktop.ui.agent.record_room import SCROLL_BAR
from agent_desktop.ui.agent.record_rows import SEPARATOR
from agent_desktop.ui.agent.record_words import RecordWords
from agent_desktop.ui.desk import Change, Desk, Outcome
from agent_desktop.ui.roles import Icon, TextStyle, Tone
from agent_desktop.ui.widgets.label import Label

REST_MS = 1000
"""The list is asked for when things have rested this long: the database is a little behind the telephone."""
MISSED = int(Qt.ItemDataRole.UserRole)
LINES = MISSED + 1
_MAKE_CALLS = "make_calls"
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})

_Index = QModelIndex | QPersistentModelIndex


class MissedModel(QAbstractListModel):
    """Missed calls, the latest first."""

    def __init__(self, desk: Desk, record_words: RecordWords, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._words = desk, record_words
        self.missed: tuple[MissedCall, ...] = ()

    def show(self, missed: tuple[MissedCall, ...]) -> None:
        self.beginResetModel()
        self.missed = missed
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.missed)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.missed):
            return None
        missed = self.missed[index.row()]
        if role == MISSED:
            return missed
        if role == LINES:
            return self._lines(missed)
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return SEPARATOR.join(part for part in self._lines(missed) if part)
        return None

    def _lines(self, missed: MissedCall) -> tuple[str, str, str, str]:
        """Name and time; number and how often, or for whom."""
        when = self._words.moment(missed.at_ms, self._desk.now_ms())
        label = self._desk.state.queue_labels.get(missed.queue)
        times = self._tries(missed.times) if missed.times > 1 else (words.content(label) if label else "")
        if not missed.name:
            return missed.shown, when, times, ""
        return missed.name, when, missed.shown, times

    def _tries(self, times: int) -> str:
        return self.tr("tried %n times", "", times)


class MissedDelegate(QStyledItemDelegate):
    """Two lines: who and when; the number, and how often they tried."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(theme.scaled(160), candidate_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        name, when, number, tries = index.data(LINES)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(option.rect)
        paint_ground(painter, option)
        box = option.rect.adjusted(theme.GAP, 0, -theme.GAP, 0)
        disc = theme.scaled(26)
        draw_disc(painter, QPointF(box.left() + disc / 2, box.center().y()), disc, Icon.CALL_OUT, Tone.ALERT)
        left = box.left() + disc + theme.GAP
        first = QRect(left, box.top() + theme.scaled(5), box.right() - left, line(TextStyle.BODY))
        paint_line(painter, first, name, when, TextStyle.STRONG)
        second = QRect(left, first.bottom() + 1, first.width(), line(TextStyle.CAPTION))
        paint_line(painter, second, number, tries, TextStyle.CAPTION)
        painter.restore()


class MissedList(QListView):
    """The rows; Enter chooses like a click."""

    def __init__(self, model: MissedModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(MissedDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.currentIndex().isValid():
            self.clicked.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class MissedCover(Overlay):
    """The list, laid over the caller's panel; hidden while there is a call, or nobody to call back."""

    def __init__(self, desk: Desk, record_words: RecordWords, panel: QWidget) -> None:
        super().__init__(panel)
        self._desk = desk
        self.model = MissedModel(desk, record_words, self)
        self._title = Label(style=TextStyle.HEADING)
        self._hint = Label(style=TextStyle.BODY, muted=True, wrap=True)
        self.list = MissedList(self.model)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._given_up = 0
        self._build()
        self._connect()
        self.hide()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        margin = theme.INSET + theme.GRID
        column.setContentsMargins(margin, 0, margin - SCROLL_BAR, theme.INSET)
        column.setSpacing(theme.GAP)
        for part in (self._title, self._hint):
            column.addWidget(part)
        column.addWidget(self.list, 1)

    def _connect(self) -> None:
        self._desk.subscribe(self._rest.start, Change.CHOICES)
        self._desk.subscribe(self._queues_moved, Change.QUEUES)
        self._desk.subscribe(self._call_changed, Change.CALL)
        self._desk.subscribe(self._allow, Change.AGENT, Change.LINK, Change.ASKING)
        self._rest.timeout.connect(self.fetch)
        self.list.clicked.connect(self._call_back)

    def retranslate(self, key: str) -> None:
        self._title.setText(self.tr("Missed calls"))
        self._hint.setText(self.tr("A click calls back; %1 and Enter by keyboard.").replace("%1", key))
        self.list.setAccessibleName(self.tr("Missed calls"))
        self.model.show(self.model.missed)
        self._show()

    def fetch(self) -> None:
        """Ask who is to be called back; who may not call needs not know."""
        who = self._desk.state.who
        if who is not None and _MAKE_CALLS in who.rights:
            self._desk.ask(FetchMissedCalls(), self._fetched)

    def take_keyboard(self) -> None:
        """Walk the list by its keys."""
        if self.isVisible():
            self.list.setFocus()
            self.list.setCurrentIndex(self.model.index(max(self.list.currentIndex().row(), 0)))

    def _fetched(self, outcome: Outcome) -> None:
        """A list that cannot be had is left as it was: the next one who gives up asks again."""
        if isinstance(outcome, Answered) and isinstance(outcome.result, MissedCalls):
            if outcome.result.missed != self.model.missed:
                self.model.show(outcome.result.missed)
            self._show()

    def _queues_moved(self) -> None:
        given_up = sum(queue.given_up for queue in self._desk.state.queues)
        if given_up != self._given_up:
            self._given_up = given_up
            self._rest.start()

    def _call_changed(self) -> None:
        if self._desk.state.call is None:
            self._rest.start()
        self._show()

    def _call_back(self, index: QModelIndex) -> None:
        missed: MissedCall | None = index.data(MISSED)
        if missed is not None and self.list.isEnabled():
            self._desk.ask(MakeCall(missed.number, missed.queue))

    def _show(self) -> None:
        self.setVisible(self._desk.state.call is None and bool(self.model.missed))
        self._allow()

    def _allow(self) -> None:
        self.list.setEnabled(Service.DIAL not in refusals(self._desk.state))
