"""The caller's record: the left of the agent's window. One panel, kept and refilled; a pop paints the headline first, and both
at once. Must never take the keyboard by itself.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from agent_desktop.errors import Refusal
from agent_desktop.protocol.messages import AnyRequestBody, Candidates, SearchCustomers
from agent_desktop.protocol.record import CustomerFields
from agent_desktop.protocol.seat_session import Answered, RequestRefused
from agent_desktop.ui import messages, theme
from agent_desktop.ui.agent.missed import MissedCover
from agent_desktop.ui.agent.record_advice import AdviceBox
from agent_desktop.ui.agent.record_candidates import CandidateList
from agent_desktop.ui.agent.record_empty import Cover
from agent_desktop.ui.agent.record_find import FindPage
from agent_desktop.ui.agent.record_headline import HeadlineView
from agent_desktop.ui.agent.record_list import RecordList
from agent_desktop.ui.agent.record_looks import BANNER, MATCH
from agent_desktop.ui.agent.record_presenter import FieldProblem, Page, RecordPresenter
from agent_desktop.ui.agent.record_room import beside_bar, make_room
from agent_desktop.ui.agent.record_texts import RecordTexts
from agent_desktop.ui.agent.record_words import RecordWords
from agent_desktop.ui.desk import Change, Desk, Outcome
from agent_desktop.ui.roles import Icon
from agent_desktop.ui.widgets.buttons import IconButton
from agent_desktop.ui.widgets.card import Card
from agent_desktop.ui.widgets.chip import Chip

FIND_KEY = "Ctrl+F"
CHOOSE_KEY = "Ctrl+Shift+F"
MISSED_KEY = "Ctrl+M"


class RecordPanel(Card):
    """The panel. Reads the desk, asks the centre through it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(Icon.USER, parent)
        self._desk = desk
        self._presenter = RecordPresenter()
        self._words = RecordWords(self)
        self._texts = RecordTexts(self._words)
        self._fresh = True
        self._build()
        self._connect()
        self.retranslate()
        self.refresh()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        make_room(self)
        self._match = Chip()
        self._find_button = IconButton(Icon.SEARCH)
        self.header.addWidget(self._match)
        self.header.addWidget(self._find_button)
        self._banner = AdviceBox()
        self._headline = HeadlineView(self._texts)
        self._candidates = CandidateList()
        self._list = RecordList(self._texts)
        self._find = FindPage(self._words)
        self._pages = QStackedWidget()
        for page in (self._record_page(), self._find):
            self._pages.addWidget(page)
        for part in (self._headline, self._banner):
            self.body.addLayout(beside_bar(part))
        self.body.addWidget(self._pages, 1)
        self._empty = Cover(Icon.PHONE, self)
        self._missed = MissedCover(self._desk, self._words, self)
        self._find_key = QShortcut(QKeySequence(FIND_KEY), self)
        self._choose_key = QShortcut(QKeySequence(CHOOSE_KEY), self)
        self._missed_key = QShortcut(QKeySequence(MISSED_KEY), self)

    def _record_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(beside_bar(self._candidates))
        column.addWidget(self._list, 1)
        return page

    def _connect(self) -> None:
        self._desk.subscribe(self.refresh, Change.POP, Change.CALL)
        self._desk.subscribe(self._learn_choices, Change.CHOICES)
        self._find_button.clicked.connect(self._open_find)
        self._find_key.activated.connect(self._open_find)
        self._choose_key.activated.connect(self._candidates.setFocus)
        self._candidates.chosen.connect(self._choose)
        self._missed_key.activated.connect(self._missed.take_keyboard)
        self._banner.acted.connect(self._confirm)
        self._find.search_asked.connect(self._search)
        self._find.chosen.connect(self._choose)
        self._find.create_asked.connect(self._create)
        self._find.left.connect(self._close_find)

    def retranslate(self) -> None:
        self._words.retranslate()
        self._learn_choices()
        self.set_title(self.tr("Caller"))
        self._find_button.set_name(self.tr("Find or create another customer (%1)").replace("%1", FIND_KEY))
        self._candidates.setAccessibleName(self.tr("People on this line: choose who is calling"))
        self._list.setAccessibleName(self.tr("Record of the caller"))
        self._empty.set_texts(
            self.tr("No call"), self.tr("Who is calling, and why, appears here as soon as a call is offered.")
        )
        self._missed.retranslate(MISSED_KEY)
        self._list.reword()
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    # --- showing -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """The desk changed. Another caller is painted on the spot, first who it is and then the whole record: before the rest of the
        window, which lays much out anew, has even heard of the call.
        """
        call = self._desk.state.call
        before = self._presenter.desk
        if call is not None and before is not None and (call.view.call, call.pop) == (before.view.call, before.pop):
            self._presenter.show(call)
            return
        self._fresh = True
        self._presenter.show(call)
        self._texts.now_ms = self._desk.now_ms()
        self._show_headline()
        self._paint_now(self._headline)
        self._find.prefill(self._presenter.prefilled())
        self._show()
        self._paint_now(self._list.viewport())

    def _paint_now(self, part: QWidget) -> None:
        layout = self.layout()
        assert layout is not None, "a card lays itself out"
        layout.activate()
        part.repaint()

    def _show_headline(self) -> None:
        record = self._presenter.record
        headline = self._presenter.headline(self._texts.now_ms)
        self._headline.show_headline(headline, record.stage if record else None)
        self._empty.setVisible(headline is None)

    def _show(self) -> None:
        """Everything but the headline."""
        presenter = self._presenter
        self._list.show_rows(presenter.rows(self._texts.now_ms), from_top=self._fresh)
        self._fresh = False
        self._candidates.show_candidates(presenter.candidates)
        self._show_match()
        self._find.show_results(presenter.results)
        self._find.show_error(self._error_text() if presenter.page is Page.FIND else "")
        self._find.back.setVisible(presenter.can_go_back)
        self._pages.setCurrentIndex(1 if presenter.page is Page.FIND else 0)
        self._find_button.setVisible(presenter.page is not Page.FIND)
        self._find_button.setEnabled(presenter.page is Page.RECORD)

    def _show_match(self) -> None:
        banner = self._presenter.banner()
        if banner is None:
            self._match.set("")
            self._banner.hide()
            return
        tone = BANNER[banner.tone]
        self._match.set(self._words.match[banner.kind], MATCH[banner.kind], tone)
        advice = self._words.match_advice.get(banner.kind, "")
        error = self._error_text() if self._presenter.page is Page.RECORD else ""
        if not (advice or error):
            self._banner.hide()
            return
        action = self.tr("This is the caller") if banner.confirm else ""
        self._banner.show_text(error or advice, tone, Icon.ALERT if error else Icon.INFO, action)

    def _error_text(self) -> str:
        error = self._presenter.error
        return messages.text(error.error_id, error.arguments) if error else ""

    def _learn_choices(self) -> None:
        self._texts.know(self._desk.state.dispositions)

    # --- asking ------------------------------------------------------------------------------------------------------

    def _open_find(self) -> None:
        self._presenter.open_find()
        self._show()
        if self._presenter.page is Page.FIND:
            self._find.search.setFocus()

    def _close_find(self) -> None:
        self._presenter.close_find()
        self._show()

    def _search(self, text: str) -> None:
        request = self._presenter.ask_search(text)
        if request is not None:
            self._desk.ask(request, self._searched)
        self._show()

    def _choose(self, customer_id: int) -> None:
        self._ask(self._presenter.ask_choose(customer_id))

    def _confirm(self) -> None:
        self._ask(self._presenter.ask_confirm())

    def _create(self, fields: CustomerFields) -> None:
        asked = self._presenter.ask_create(fields)
        if isinstance(asked, FieldProblem):
            self._find.show_problem(asked)
        else:
            self._ask(asked)

    def _ask(self, request: AnyRequestBody | None) -> None:
        if request is not None:
            self._desk.ask(request, self._answered)

    def _answered(self, outcome: Outcome) -> None:
        """Lost is as good as done: whether the customer was joined is what the new snapshot shows."""
        if isinstance(outcome, RequestRefused):
            self._presenter.refused(Refusal(outcome.error, **outcome.arguments))
        else:
            self._presenter.done()
        self._show()

    def _searched(self, outcome: Outcome) -> None:
        request = outcome.body
        assert isinstance(request, SearchCustomers)
        if isinstance(outcome, RequestRefused):
            self._presenter.refused(Refusal(outcome.error, **outcome.arguments), request.text)
        elif isinstance(outcome, Answered) and isinstance(outcome.result, Candidates):
            self._presenter.found(request.text, outcome.result.candidates)
        self._show()
