"""The page for a caller whom nobody knows yet: search for them, or file them as new with what the line already told.

Holds what is typed and says when it is asked for something; the panel asks the centre. Must never send anything itself.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.record import Candidate, CustomerFields
from agent_desktop.ui import theme
from agent_desktop.ui.agent.record_candidates import CandidateList
from agent_desktop.ui.agent.record_presenter import FieldProblem
from agent_desktop.ui.agent.record_room import SCROLL_BAR, beside_bar
from agent_desktop.ui.agent.record_words import RecordWords
from agent_desktop.ui.roles import Icon, TextStyle, Tone
from agent_desktop.ui.widgets.buttons import Button
from agent_desktop.ui.widgets.card import IconView, SectionHeader
from agent_desktop.ui.widgets.combo import Combo
from agent_desktop.ui.widgets.label import Label

SEARCH_PAUSE_MS = 250
"""A search starts when typing rests this long."""


class FindPage(QWidget):
    """Signals: `search_asked` with the text, `chosen` with a customer's id, `create_asked`, `left`."""

    search_asked = Signal(str)
    chosen = Signal(int)
    create_asked = Signal(object)
    left = Signal()

    def __init__(self, words: RecordWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._shown_problem: FieldProblem | None = None
        self._build()
        self._connect()
        self.retranslate()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        self.search = QLineEdit(clearButtonEnabled=True)
        self.back = Button(Icon.CHEVRON_LEFT, "quiet")
        self.results = CandidateList()
        self.results.hide()
        self.nothing = Label(style=TextStyle.CAPTION, muted=True, wrap=True)
        self.nothing.hide()
        self.error = Label(style=TextStyle.CAPTION, tone=Tone.ALERT, wrap=True)
        self.error.hide()
        self.heading = SectionHeader()
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self._search_row(), self.error, self.results, self.nothing, self.heading):
            column.addLayout(beside_bar(part))
        column.addWidget(self._form(), 1)
        self.problem = Label(style=TextStyle.CAPTION, tone=Tone.ALERT, wrap=True)
        self.problem.hide()
        self.submit = Button(Icon.PLUS, "primary")
        column.addLayout(beside_bar(self.problem))
        column.addLayout(beside_bar(self.submit))
        self._pause = QTimer(self, singleShot=True, interval=SEARCH_PAUSE_MS)

    def _search_row(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(IconView(Icon.SEARCH, 18))
        layout.addWidget(self.search, 1)
        return row

    def _form(self) -> QScrollArea:
        """The fields; they scroll where the panel is low, the button under them never does."""
        self.name, self.company, self.phone = QLineEdit(), QLineEdit(), QLineEdit()
        self.email, self.address, self.remark = QLineEdit(), QLineEdit(), QLineEdit()
        self.salutation = Combo(editable=True)
        self.language = Combo()
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, SCROLL_BAR, 0)
        grid.setHorizontalSpacing(theme.INSET)
        grid.setVerticalSpacing(theme.scaled(6))
        grid.setColumnStretch(1, 1)
        self._labels: dict[QWidget, Label] = {}
        for row, field in enumerate(self._fields()):
            self._labels[field] = Label(style=TextStyle.CAPTION, muted=True)
            self._labels[field].setBuddy(field)
            grid.addWidget(self._labels[field], row, 0)
            grid.addWidget(field, row, 1)
        grid.setRowStretch(len(self._labels), 1)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area

    def _fields(self) -> tuple[QWidget, ...]:
        return (
            self.name,
            self.salutation,
            self.company,
            self.phone,
            self.email,
            self.address,
            self.language,
            self.remark,
        )

    def _connect(self) -> None:
        self.search.textEdited.connect(self._pause.start)
        self.search.returnPressed.connect(self._ask_search)
        self._pause.timeout.connect(self._ask_search)
        self.results.chosen.connect(self.chosen)
        self.back.clicked.connect(self.left)
        self.submit.clicked.connect(self._ask_create)
        for field in (self.name, self.company, self.phone, self.email, self.address, self.remark):
            field.returnPressed.connect(self._ask_create)
            field.textEdited.connect(self.problem.hide)

    # --- words -------------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        names = {
            self.name: self.tr("Name"),
            self.salutation: self.tr("Salutation"),
            self.company: self.tr("Company"),
            self.phone: self.tr("Phone"),
            self.email: self.tr("E-mail"),
            self.address: self.tr("Address"),
            self.language: self.tr("Language"),
            self.remark: self.tr("Remark"),
        }
        for field, name in names.items():
            self._labels[field].setText(name)
            field.setAccessibleName(name)
        self.search.setPlaceholderText(self.tr("Name, number or customer code"))
        self.search.setAccessibleName(self.tr("Search for a customer"))
        self.results.setAccessibleName(self.tr("Customers found"))
        self.nothing.setText(self.tr("Nobody found. Try another spelling, or file the caller as new."))
        self.heading.set_text(self.tr("New customer"))
        self.submit.setText(self.tr("Create customer"))
        self.back.setText(self.tr("Back to the record"))
        self._refill(self.salutation, (self.tr("Mr"), self.tr("Ms"), self.tr("Dr"), self.tr("Professor")))
        self._refill_languages()
        if self._shown_problem is not None:
            self.problem.setText(self._words.problem[self._shown_problem])

    def _refill(self, box: QComboBox, texts: tuple[str, ...]) -> None:
        typed = box.currentText()
        box.clear()
        box.addItems(["", *texts])
        box.setCurrentText(typed)

    def _refill_languages(self) -> None:
        chosen = self.language.currentData()
        self.language.clear()
        for tongue, name in self._words.tongue.items():
            self.language.addItem(name, tongue)
        self.language.setCurrentIndex(max(0, self.language.findData(chosen)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    # --- content -----------------------------------------------------------------------------------------------------

    def prefill(self, fields: CustomerFields) -> None:
        """Another caller: an empty form but for what the line told."""
        self.search.clear()
        self._pause.stop()
        self.name.setText(fields.name)
        self.phone.setText(fields.phone)
        self.salutation.setCurrentText(fields.salutation)
        for field in (self.company, self.email, self.address, self.remark):
            field.clear()
        self.language.setCurrentIndex(max(0, self.language.findData(fields.language)))
        self.problem.hide()

    def fields(self) -> CustomerFields:
        """What is typed."""
        return CustomerFields(
            name=self.name.text().strip(),
            company=self.company.text().strip(),
            salutation=self.salutation.currentText().strip(),
            phone=self.phone.text().strip(),
            email=self.email.text().strip(),
            address=self.address.text().strip(),
            language=Language(self.language.currentData()),
            remark=self.remark.text().strip(),
        )

    def show_results(self, results: tuple[Candidate, ...] | None) -> None:
        """What the search found; None: there was no search."""
        self.results.show_candidates(results or ())
        self.nothing.setVisible(results == ())

    def show_error(self, text: str) -> None:
        self.error.setText(text)
        self.error.setVisible(bool(text))

    def show_problem(self, problem: FieldProblem) -> None:
        """What is wrong with the form, with the keyboard in the field to mend."""
        self._shown_problem = problem
        self.problem.setText(self._words.problem[problem])
        self.problem.show()
        field = self.name if problem is FieldProblem.NAME_MISSING else self.email
        field.setFocus()

    def _ask_search(self) -> None:
        self._pause.stop()
        self.search_asked.emit(self.search.text())

    def _ask_create(self) -> None:
        self.create_asked.emit(self.fields())
