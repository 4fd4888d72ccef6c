"""Hand the caller on: type to narrow the list or to dial a number. Enter asks a colleague or a number first and only goes to the
button for a queue; Shift+Enter hands over at once, Escape goes back. With nothing typed nothing is chosen. Blocks nothing.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from agent_desktop.cti.vocabulary import CallId, Capability
from agent_desktop.protocol.messages import CallPhase, ConsultationCall, SingleStepTransferCall, WatchColleagues
from agent_desktop.protocol.seat_session import Answered, RequestRefused
from agent_desktop.ui import i18n, messages, theme
from agent_desktop.ui.agent.transfer_list import TargetDelegate, TargetModel
from agent_desktop.ui.agent.transfer_presenter import TargetRow, present
from agent_desktop.ui.desk import Change, Desk, LinkState, Outcome
from agent_desktop.ui.roles import Icon, TextStyle
from agent_desktop.ui.widgets.banner import Banner
from agent_desktop.ui.widgets.buttons import Button
from agent_desktop.ui.widgets.label import Label

_LIST_KEYS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
_REQUESTS = frozenset({"SingleStepTransferCall", "ConsultationCall"})
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class TransferDialog(QDialog):
    """Open while the call can be handed on; goes away with it. While it is open, the centre tells how colleagues stand."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._call: CallId | None = None
        self._heard = False
        """The centre has told how colleagues stand since the list was opened."""
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.setModal(False)
        self._title = Label(style=TextStyle.HEADING)
        self.filter = QLineEdit(clearButtonEnabled=True)
        self.model = TargetModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(TargetDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self._nothing = Label(style=TextStyle.BODY, muted=True, wrap=True)
        self._refusal = Banner(parent=self)
        self._refusal.hide()
        self._cancel = Button()
        self.transfer_button = Button(Icon.TRANSFER)
        self.consult_button = Button(Icon.QUESTION, "primary")
        self._keys = Label(style=TextStyle.CAPTION, muted=True, wrap=True)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GAP)
        buttons.addWidget(self._cancel)
        buttons.addStretch()
        buttons.addWidget(self.transfer_button)
        buttons.addWidget(self.consult_button)
        whole = QVBoxLayout(self)
        margin = theme.INSET + theme.GRID
        whole.setContentsMargins(margin, margin, margin, margin)
        whole.setSpacing(theme.INSET)
        for part, stretch in (
            (self._title, 0),
            (self.filter, 0),
            (self.list, 1),
            (self._nothing, 0),
            (self._keys, 0),
            (self._refusal, 0),
        ):
            whole.addWidget(part, stretch)
        whole.addLayout(buttons)

    def _connect(self) -> None:
        self._desk.subscribe(self._desk_changed, Change.CALL, Change.CHOICES, Change.ASKING, Change.LINK)
        self._desk.subscribe(self._watch_anew, Change.CHOICES)
        self._desk.subscribe(self._colleagues_changed, Change.COLLEAGUES)
        self.filter.textChanged.connect(self._narrow)
        self.filter.returnPressed.connect(self.go)
        self.filter.installEventFilter(self)
        self.list.activated.connect(self.go)
        self.list.installEventFilter(self)
        self.list.selectionModel().currentChanged.connect(self._allow)
        self._cancel.clicked.connect(self.reject)
        self.transfer_button.clicked.connect(self.transfer)
        self.transfer_button.installEventFilter(self)
        self.consult_button.clicked.connect(self.consult)

    def retranslate(self) -> None:
        title = self.tr("Transfer the call")
        self.setWindowTitle(title)
        self._title.setText(title)
        self.filter.setPlaceholderText(self.tr("Queue, colleague or number"))
        self.filter.setAccessibleName(self.tr("Queue, colleague or number"))
        self.list.setAccessibleName(self.tr("Where to transfer"))
        self._nothing.setText(self.tr("Nothing fits. Type another name, or a number to dial."))
        for button, text in (
            (self._cancel, self.tr("Cancel")),
            (self.transfer_button, self.tr("Hand over")),
            (self.consult_button, self.tr("Ask first")),
        ):
            button.setText(text)
            button.setAccessibleName(text)
        self._narrow()

    def open_for(self, call: CallId) -> None:
        self._call = call
        self._refusal.hide()
        self.filter.clear()
        self._watch()
        self.resize(theme.scaled(440), theme.scaled(460))
        self.show()
        self.raise_()
        self.activateWindow()
        self.filter.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._desk.ask(WatchColleagues(watch=False))

    def go(self) -> None:
        """What Enter does: whoever can be asked is asked first, for it can be taken back. It never hands over by itself."""
        row = self.model.row(self.list.currentIndex())
        if row is not None and row.can_be_asked and self._can_consult():
            self.consult()
        elif row is not None:
            self.transfer_button.setFocus()

    def transfer(self) -> None:
        """Hand over at once."""
        row = self.model.row(self.list.currentIndex())
        if row is not None and self._call is not None and self.transfer_button.isEnabled():
            self._refusal.hide()
            self._desk.ask(SingleStepTransferCall(self._call, row.kind.value, row.target), self._answered)

    def consult(self) -> None:
        """Ask first."""
        row = self.model.row(self.list.currentIndex())
        if row is not None and self._call is not None and self.consult_button.isEnabled():
            self._refusal.hide()
            self._desk.ask(ConsultationCall(self._call, row.kind.value, row.target), self._answered)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While typing, the arrow keys walk the list; Enter with Shift means the other of the two ways."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        deliberate = watched is self.transfer_button or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in _ENTER and deliberate and not event.isAutoRepeat():
            self.transfer()
            return True
        if watched is self.filter and event.key() in _LIST_KEYS:
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _answered(self, outcome: Outcome) -> None:
        if isinstance(outcome, Answered):
            self.accept()
        elif isinstance(outcome, RequestRefused):
            self._refusal.say(partial(messages.text, outcome.error, outcome.arguments))

    def _watch(self) -> None:
        self._heard = False
        self._narrow()
        self._desk.ask(WatchColleagues(watch=True))

    def _watch_anew(self) -> None:
        """The centre drew this seat from nothing, and knows of no open list."""
        if self.isVisible():
            self._watch()

    def _colleagues_changed(self) -> None:
        self._heard = True
        if self.isVisible():
            self._show_rows(self.model.row(self.list.currentIndex()))

    def _narrow(self) -> None:
        self._show_rows(None)

    def _show_rows(self, chosen: TargetRow | None) -> None:
        """What fits, with the same place chosen wherever it stands now."""
        state = self._desk.state
        colleagues = state.colleagues if self._heard and state.link.state is LinkState.UP else {}
        rows = present(state.transfer_targets, self.filter.text(), i18n.language(), colleagues)
        self.model.set_rows(rows)
        at = self.model.place_of(chosen)
        if at < 0 and self.filter.text().strip():
            at = 0
        self.list.setCurrentIndex(self.model.index(at) if at >= 0 else QModelIndex())
        self._nothing.setVisible(not rows)
        self._allow()

    def _can_consult(self) -> bool:
        return Capability.CONSULT in self._desk.state.line

    def _allow(self) -> None:
        row = self.model.row(self.list.currentIndex())
        idle = not self._desk.state.asking & _REQUESTS
        asks = row is not None and row.can_be_asked and self._can_consult()
        self.transfer_button.setEnabled(row is not None and idle)
        self.consult_button.setEnabled(asks and idle)
        self.consult_button.setToolTip(self._why_not_ask(row))
        self._keys.setText(
            self.tr("Enter: ask first, the caller stays yours. Shift+Enter: hand over at once.")
            if asks
            else self.tr("Shift+Enter: hand over at once.")
            if row is not None
            else self.tr("Type a name or a number, or choose with the arrow keys.")
        )

    def _why_not_ask(self, row: TargetRow | None) -> str:
        if not self._can_consult():
            return self.tr("This kind of line can't do that")
        return self.tr("A queue can't be asked, only handed to") if row is not None and not row.can_be_asked else ""

    def _desk_changed(self) -> None:
        if not self.isVisible():
            return
        call = self._desk.state.call
        gone = call is None or call.view.call != self._call or call.view.phase is CallPhase.WRAP_UP or call.view.consult
        if gone:
            self.reject()
        else:
            self._allow()
