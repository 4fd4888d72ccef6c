"""Call somebody: type a number or a customer's name, Enter calls, Escape goes back. Blocks nothing, and gives way to a call that comes."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from agent_desktop.protocol.messages import Candidates, MakeCall, SearchCustomers
from agent_desktop.protocol.seat_session import Answered, RequestRefused
from agent_desktop.ui import icons, messages, theme
from agent_desktop.ui.agent.callservices import Service, refusals
from agent_desktop.ui.agent.dial_presenter import DialPresenter, DialRow
from agent_desktop.ui.agent.record_rows import SEPARATOR
from agent_desktop.ui.agent.record_words import RecordWords
from agent_desktop.ui.desk import Change, Desk, Outcome
from agent_desktop.ui.roles import Icon, TextStyle
from agent_desktop.ui.widgets.banner import Banner
from agent_desktop.ui.widgets.buttons import Button
from agent_desktop.ui.widgets.label import Label

SEARCH_PAUSE_MS = 250
"""A search starts when typing rests this long."""
_SEE_CUSTOMERS = "see_customers"
_LIST_KEYS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
Index = QModelIndex | QPersistentModelIndex


class DialModel(QAbstractListModel):
    """The rows of the presenter."""

    def __init__(self, words: RecordWords, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._rows: tuple[DialRow, ...] = ()

    def set_rows(self, rows: tuple[DialRow, ...]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, index: Index) -> DialRow | None:
        return self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default, never changed
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index)
        if row is None:
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            parts = (row.name, self._words.phone_label.get(row.label, row.label), row.shown)
            return SEPARATOR.join(part for part in parts if part)
        if role == Qt.ItemDataRole.DecorationRole:
            tokens = theme.tokens()
            return icons.icon(row.icon, tokens.muted, tokens.disabled, theme.scaled(16))
        return None


class DialDialog(QDialog):
    """Open while the agent is free to call."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._presenter = DialPresenter()
        self._words = RecordWords(self)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.setModal(False)
        self._title = Label(style=TextStyle.HEADING)
        self.number = QLineEdit(clearButtonEnabled=True)
        self.model = DialModel(self._words, self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self._hint = Label(style=TextStyle.BODY, muted=True, wrap=True)
        self._refusal = Banner(parent=self)
        self._refusal.hide()
        self._cancel = Button()
        self.call_button = Button(Icon.CALL_OUT, "primary")
        self._pause = QTimer(self, singleShot=True, interval=SEARCH_PAUSE_MS)
        whole = QVBoxLayout(self)
        margin = theme.INSET + theme.GRID
        whole.setContentsMargins(margin, margin, margin, margin)
        whole.setSpacing(theme.INSET)
        for part in (self._title, self.number, self._hint):
            whole.addWidget(part)
        whole.addWidget(self.list, 1)
        whole.addWidget(self._refusal)
        whole.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GAP)
        buttons.addStretch()
        buttons.addWidget(self._cancel)
        buttons.addWidget(self.call_button)
        return buttons

    def _connect(self) -> None:
        self._desk.subscribe(self._remember, Change.POP)
        self._desk.subscribe(self._desk_changed, Change.CALL, Change.AGENT, Change.ASKING, Change.LINK)
        self.number.textChanged.connect(self._typed)
        self.number.returnPressed.connect(self.call)
        self.number.installEventFilter(self)
        self.list.activated.connect(self.call)
        self.list.clicked.connect(self.call)
        self._pause.timeout.connect(self._search)
        self._cancel.clicked.connect(self.reject)
        self.call_button.clicked.connect(self.call)

    def retranslate(self) -> None:
        self._words.retranslate()
        title = self.tr("Call a number")
        self.setWindowTitle(title)
        self._title.setText(title)
        self.number.setPlaceholderText(self.tr("Number, or a customer's name or code"))
        self.number.setAccessibleName(self.tr("Number, or a customer's name or code"))
        self.list.setAccessibleName(self.tr("Numbers to call"))
        for button, text in ((self._cancel, self.tr("Cancel")), (self.call_button, self.tr("Call"))):
            button.setText(text)
            button.setAccessibleName(text)
        self._show()

    def open_panel(self) -> None:
        self._refusal.hide()
        self.number.clear()
        who = self._desk.state.who
        self._presenter.may_search = who is not None and _SEE_CUSTOMERS in who.rights
        self._show()
        self.resize(theme.scaled(440), theme.scaled(380))
        self.show()
        self.raise_()
        self.activateWindow()
        self.number.setFocus()

    def call(self) -> None:
        row = self.model.row(self.list.currentIndex())
        if row is not None and self.call_button.isEnabled():
            self._refusal.hide()
            self._desk.ask(MakeCall(row.number), self._answered)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While typing, the arrow keys walk the list."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in _LIST_KEYS:
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    # --- what is asked ------------------------------------------------------------------------------------------------

    def _typed(self) -> None:
        self._presenter.type(self.number.text())
        self._pause.start()
        self._show()

    def _search(self) -> None:
        request = self._presenter.ask_search()
        if request is not None:
            self._desk.ask(request, self._searched)

    def _searched(self, outcome: Outcome) -> None:
        request = outcome.body
        assert isinstance(request, SearchCustomers)
        if isinstance(outcome, Answered) and isinstance(outcome.result, Candidates):
            self._presenter.found(request.text, outcome.result.candidates)
            self._show()
        elif isinstance(outcome, RequestRefused):
            self._refusal.say(partial(messages.text, outcome.error, outcome.arguments))

    def _answered(self, outcome: Outcome) -> None:
        if isinstance(outcome, Answered):
            self.accept()
        elif isinstance(outcome, RequestRefused):
            self._refusal.say(partial(messages.text, outcome.error, outcome.arguments))

    # --- what is shown ------------------------------------------------------------------------------------------------

    def _remember(self) -> None:
        call = self._desk.state.call
        if call is not None and call.pop.record is not None:
            self._presenter.last = call.pop.record

    def _show(self) -> None:
        rows = self._presenter.rows()
        self.model.set_rows(rows)
        self.list.setCurrentIndex(self.model.index(0))
        advice = self._advice(found=bool(rows))
        self._hint.setText(advice)
        self._hint.setVisible(bool(advice))
        self._allow()

    def _advice(self, *, found: bool) -> str:
        if self._presenter.typed:
            return "" if found else self.tr("No number yet: type on, or try another spelling.")
        return self.tr("The last caller's numbers:") if found else self.tr("Enter calls the chosen line.")

    def _desk_changed(self) -> None:
        """A call that comes, or a state in which nothing can be called, closes the panel."""
        if not self.isVisible():
            return
        if self._desk.state.call is not None:
            self.reject()
        else:
            self._allow()

    def _allow(self) -> None:
        chosen = self.list.currentIndex().isValid()
        self.call_button.setEnabled(chosen and Service.DIAL not in refusals(self._desk.state))
