"""Fields of the log: the choice of a disposition, the follow-up."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QDateTime, QEvent, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDateTimeEdit,
    QGridLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from agent_desktop.protocol.messages import Reason
from agent_desktop.ui import theme
from agent_desktop.ui.agent.log_buttons import CheckBox
from agent_desktop.ui.agent.log_presenter import groups_of
from agent_desktop.ui.agent.log_words import LogWords
from agent_desktop.ui.icons import pixmap
from agent_desktop.ui.roles import Icon, TextStyle
from agent_desktop.ui.widgets.combo import Combo
from agent_desktop.ui.widgets.label import Label

TOMORROW_AT = 10
"""A follow-up that is new is proposed for the next day at this hour."""


class MomentEdit(QDateTimeEdit):
    """A day and a time, with a calendar to drop down."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCalendarPopup(True)
        self.setStyleSheet("::drop-down { border: none; width: 28px; } ::down-arrow { image: none; }")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = theme.scaled(16)
        left = self.width() - size - theme.scaled(8)
        picture = pixmap(Icon.CALENDAR, theme.tokens().muted, size, self.devicePixelRatioF())
        QPainter(self).drawPixmap(left, (self.height() - size) // 2, picture)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class DispositionPicker(QWidget):
    """Type of call, then how it ended; or straight the latter by typing a part of it. Signals: `picked`, with the code."""

    picked = Signal(str)

    def __init__(self, words: LogWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._reasons: tuple[Reason, ...] = ()
        self._code = ""
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.type = Combo()
        self.disposition = _SearchCombo()
        self._type_label = Label(style=TextStyle.CAPTION, muted=True)
        self._disposition_label = Label(style=TextStyle.CAPTION, muted=True)
        self._type_label.setBuddy(self.type)
        self._disposition_label.setBuddy(self.disposition)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(theme.GRID)
        for column, (label, field) in enumerate(
            ((self._type_label, self.type), (self._disposition_label, self.disposition))
        ):
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)

    def _connect(self) -> None:
        self.type.activated.connect(self._type_chosen)
        self.disposition.activated.connect(self._disposition_chosen)
        self.disposition.left.connect(self._restore)

    def retranslate(self) -> None:
        self._type_label.setText(self.tr("Type of call"))
        self._disposition_label.setText(self.tr("How it ended"))
        self.type.setAccessibleName(self._type_label.text())
        self.disposition.setAccessibleName(self._disposition_label.text())
        self.disposition.ask_for(self.tr("Choose or type"))
        self._refill_types()
        self._refill_dispositions()

    def offer(self, reasons: tuple[Reason, ...]) -> None:
        """The dispositions of the centre."""
        if reasons != self._reasons:
            self._reasons = reasons
            self._refill_types()
            self._refill_dispositions()

    def show_code(self, code: str) -> None:
        """The disposition that is chosen; its type with it."""
        if code == self._code and self.disposition.currentData() == (code or None):
            return
        self._code = code
        reason = next((one for one in self._reasons if one.code == code), None)
        self.type.setCurrentIndex(max(0, self.type.findData(reason.group if reason else "")))
        self._refill_dispositions()

    def _refill_types(self) -> None:
        with QSignalBlocker(self.type):
            chosen = self.type.currentData()
            self.type.clear()
            self.type.addItem(self._words.all_types, "")
            for group in groups_of(self._reasons):
                self.type.addItem(self._words.group_name(group), group)
            self.type.setCurrentIndex(max(0, self.type.findData(chosen)))

    def _refill_dispositions(self) -> None:
        group = self.type.currentData()
        with QSignalBlocker(self.disposition):
            self.disposition.clear()
            for reason in self._reasons:
                if group in ("", reason.group):
                    self.disposition.addItem(reason.label.of(self._words.language), reason.code)
            self._restore()

    def _restore(self) -> None:
        """What stands in the field is what is chosen, not what somebody began to type."""
        at = self.disposition.findData(self._code) if self._code else -1
        self.disposition.setCurrentIndex(at)
        whole = "" if at < 0 else self.disposition.itemText(at)
        self.disposition.begin_at_left(whole)
        self.disposition.setToolTip(whole)  # where the panel is narrow its end is not to be seen

    def _type_chosen(self) -> None:
        chosen = next((one for one in self._reasons if one.code == self._code), None)
        if chosen is not None and self.type.currentData() not in ("", chosen.group):
            self._code = ""
            self.picked.emit("")
        self._refill_dispositions()

    def _disposition_chosen(self, at: int) -> None:
        self._code = self.disposition.itemData(at) or ""
        self.picked.emit(self._code)


class _SearchCombo(Combo):
    """Editable; typing any part of a label offers what contains it. Signals: `left`, the keyboard went elsewhere."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, editable=True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = self.completer()
        assert completer is not None, "an editable combo box has one"
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._wanted = ""
        completer.activated[str].connect(self._want)  # type: ignore[index]  # the stubs know no overloads of signals
        self._line.editingFinished.connect(self._finish_soon)

    def _want(self, text: str) -> None:
        self._wanted = text
        QTimer.singleShot(0, self._finish)

    def _finish_soon(self) -> None:
        """Return or Tab takes what was typed for the first entry that it fits; an entry of the list comes before that."""
        if not self._wanted:
            self._want(self._line.text().strip())

    def _finish(self) -> None:
        text, self._wanted = self._wanted, ""
        at = self.findText(text, Qt.MatchFlag.MatchFixedString) if text else -1
        if text and at < 0:
            at = self.findText(text, Qt.MatchFlag.MatchContains)
        if at >= 0:
            self.setCurrentIndex(at)
            self.activated.emit(at)
        self.left.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._line.selectAll()

    @property
    def _line(self) -> QLineEdit:
        line = self.lineEdit()
        assert line is not None, "an editable combo box has one"
        return line

    def begin_at_left(self, text: str) -> None:
        """This text, and its beginning where there is no room for all of it."""
        self.setEditText(text)
        self._line.setCursorPosition(0)

    def ask_for(self, placeholder: str) -> None:
        self._line.setPlaceholderText(placeholder)


class FollowUpFields(QWidget):
    """Whether, when and what. Signals: `changed`, with the moment in Unix milliseconds or None, and the note."""

    changed = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now_ms = 0
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.wanted = CheckBox()
        self.at = MomentEdit()
        self.note = QLineEdit()
        self._fields = QWidget()
        row = QGridLayout(self._fields)
        row.setContentsMargins(0, 0, 0, 0)
        row.setHorizontalSpacing(theme.GAP)
        row.addWidget(self.at, 0, 0)
        row.addWidget(self.note, 0, 1)
        row.setColumnStretch(0, 2)
        row.setColumnStretch(1, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self.wanted)
        column.addWidget(self._fields)
        self._fields.hide()

    def _connect(self) -> None:
        self.wanted.toggled.connect(self._toggled)
        self.at.dateTimeChanged.connect(self._tell)
        self.note.textEdited.connect(self._tell)

    def retranslate(self) -> None:
        self.wanted.setText(self.tr("Follow-up promised"))
        self.at.setDisplayFormat(self.tr("d MMM yyyy HH:mm", "QDateTimeEdit format"))
        self.at.setAccessibleName(self.tr("Follow-up on"))
        self.note.setPlaceholderText(self.tr("What was promised"))
        self.note.setAccessibleName(self.note.placeholderText())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def show_follow_up(self, at_ms: int | None, note: str, now_ms: int) -> None:
        """As the draft has it; says nothing back."""
        self._now_ms = now_ms
        with QSignalBlocker(self.wanted), QSignalBlocker(self.at), QSignalBlocker(self.note):
            self.wanted.setChecked(at_ms is not None)
            if at_ms is not None and at_ms != self._at_ms():
                self.at.setDateTime(QDateTime.fromMSecsSinceEpoch(at_ms))
            if note != self.note.text():
                self.note.setText(note)
        self._fields.setVisible(at_ms is not None)

    def _at_ms(self) -> int:
        return int(self.at.dateTime().toMSecsSinceEpoch())

    def _toggled(self, wanted: bool) -> None:
        if wanted:
            with QSignalBlocker(self.at):
                self.at.setDateTime(QDateTime.fromMSecsSinceEpoch(tomorrow_ms(self._now_ms)))
        self._fields.setVisible(wanted)
        self._tell()

    def _tell(self) -> None:
        wanted = self.wanted.isChecked()
        self.changed.emit(self._at_ms() if wanted else None, self.note.text() if wanted else "")


def tomorrow_ms(now_ms: int) -> int:
    """The next day at a civil hour, local time."""
    today = datetime.fromtimestamp(now_ms / 1000)  # noqa: DTZ006 - local on purpose
    at = (today + timedelta(days=1)).replace(hour=TOMORROW_AT, minute=0, second=0, microsecond=0)
    return round(at.timestamp() * 1000)
