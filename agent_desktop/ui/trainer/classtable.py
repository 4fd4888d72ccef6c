"""Every seat of the class, a row each: who, how they stand, which caller, in what mood, at which step, for how long, the last words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.protocol.messages import AgentState
from agent_desktop.protocol.training import ClassSeat
from agent_desktop.ui import i18n, icons, theme
from agent_desktop.ui.durations import stopwatch
from agent_desktop.ui.roles import Icon, Tone
from agent_desktop.ui.trainer.presenter import ClassState, said_last, step_of, timer
from agent_desktop.ui.training.words import TrainingWords, mood_tone

_STATES = {
    AgentState.LOGGED_OFF: (Icon.LOGGED_OFF, Tone.NOT_READY),
    AgentState.NOT_READY: (Icon.NOT_READY, Tone.NOT_READY),
    AgentState.READY: (Icon.READY, Tone.READY),
    AgentState.RESERVED: (Icon.BELL, Tone.OFFER),
    AgentState.BUSY: (Icon.BUSY, Tone.BUSY),
    AgentState.WRAP_UP: (Icon.WRAP_UP, Tone.WRAP_UP),
}
NAME, STATE, TIME, MOOD, CALLER, STEP = range(6)
COLUMNS = 6
_WIDTHS = {NAME: 188, STATE: 106, TIME: 80, MOOD: 134, STEP: 120}
_RIGHT = frozenset({TIME})


class ClassModel(QAbstractTableModel):
    """Rows in the order of the seats."""

    def __init__(self, state: ClassState, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = state
        self._words = TrainingWords(self)
        self._rows: list[AgentId] = []
        self._now_ms = 0
        self.retranslate()

    def drawn(self) -> None:
        """The class was told anew."""
        self.beginResetModel()
        self._rows = list(self._state.seats)
        self.endResetModel()

    def changed(self, agent: AgentId) -> None:
        if agent in self._rows:
            row = self._rows.index(agent)
            self.dataChanged.emit(self.index(row, 0), self.index(row, COLUMNS - 1))

    def tick(self, now_ms: int) -> None:
        self._now_ms = now_ms
        if self._rows:
            self.dataChanged.emit(self.index(0, TIME), self.index(len(self._rows) - 1, TIME))

    def agent(self, row: int) -> AgentId | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row(self, agent: AgentId | None) -> int:
        return self._rows.index(agent) if agent in self._rows else -1

    def retranslate(self) -> None:
        self._words.retranslate()
        self._heads = {
            NAME: self.tr("Seat and scenario"),
            STATE: self.tr("State"),
            TIME: self.tr("Time"),
            MOOD: self.tr("Mood"),
            CALLER: self.tr("The caller said"),
            STEP: self.tr("Last step"),
        }
        self._states = {
            AgentState.LOGGED_OFF: self.tr("Not here"),
            AgentState.NOT_READY: self.tr("Not ready"),
            AgentState.READY: self.tr("Ready"),
            AgentState.RESERVED: self.tr("Ringing"),
            AgentState.BUSY: self.tr("In a call"),
            AgentState.WRAP_UP: self.tr("Log"),
        }
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, COLUMNS - 1)
        self.drawn()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < COLUMNS:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return self._heads[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        agent = self.agent(index.row()) if index.isValid() else None
        if agent is None:
            return None
        seat, column = self._state.seats[agent], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._text(seat, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.ForegroundRole if (tone := _tone(seat, column)) is not None:
                return QColor(theme.shade(tone).ink)
            case Qt.ItemDataRole.DecorationRole if (face := _face(seat, column)) is not None:
                ink = theme.shade(face[1]).ink
                return icons.icon(face[0], ink, theme.tokens().disabled, theme.scaled(16))
            case _:
                return None

    def _text(self, seat: ClassSeat, column: int) -> str:
        called, language = seat.title is not None, i18n.language()
        texts: dict[int, Callable[[], str]] = {
            NAME: lambda: self._name(seat),
            STATE: lambda: self._states[AgentState(seat.state)],
            CALLER: lambda: said_last(seat),
            MOOD: lambda: f"{self._words.mood(seat.mood)} {seat.mood}" if called else "",
            STEP: lambda: step_of(seat, language),
            TIME: lambda: self._time(seat),
        }
        return texts[column]()

    def _name(self, seat: ClassSeat) -> str:
        """Under it the scenario; between two calls the average so far."""
        if seat.title is not None:
            return f"{seat.name}\n{seat.title.of(i18n.language())}"
        if not seat.attempts:
            return seat.name
        average = self.tr("Average {points} ({attempts} ×)").format(points=round(seat.average), attempts=seat.attempts)
        return f"{seat.name}\n{average}"

    def _time(self, seat: ClassSeat) -> str:
        if seat.state == AgentState.LOGGED_OFF:
            return ""
        return stopwatch(max(0, self._now_ms - timer(seat).since_ms))


def _tone(seat: ClassSeat, column: int) -> Tone | None:
    if column == STATE:
        return _STATES[AgentState(seat.state)][1]
    if column == MOOD and seat.title is not None:
        return mood_tone(seat.mood)
    return Tone.HOLD if column == TIME and timer(seat).held else None


def _face(seat: ClassSeat, column: int) -> tuple[Icon, Tone] | None:
    if column == STATE:
        return _STATES[AgentState(seat.state)]
    if column == MOOD and seat.title is not None:
        return (Icon.STAR if seat.taken_over else Icon.USER), mood_tone(seat.mood)
    return (Icon.HOLD, Tone.HOLD) if column == TIME and timer(seat).held else None


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


class ClassTable(QTableView):
    """Signals: `chosen`, with the agent whose row is current."""

    chosen = Signal(object)

    def __init__(self, state: ClassState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = ClassModel(state, self)
        self.setModel(self.rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(CALLER, QHeaderView.ResizeMode.Stretch)
        self._dress()
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.retranslate()

    def choose(self, agent: AgentId | None) -> None:
        """Make its row the current one; the first where there is none."""
        row = max(0, self.rows.row(agent))
        if self.rows.rowCount():
            self.selectRow(row)

    def retranslate(self) -> None:
        kept = self.rows.agent(self.currentIndex().row())
        self.rows.retranslate()
        self.setAccessibleName(self.tr("The class"))
        if kept is not None:
            self.choose(kept)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() is QEvent.Type.StyleChange:
            self._dress()

    def _dress(self) -> None:
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, theme.scaled(width))
        self.verticalHeader().setDefaultSectionSize(theme.scaled(64))

    def _tell(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.rows.agent(current.row()))
