"""The guided script: the centre of the agent's window. One step at a time, by keyboard alone if one likes: Ctrl+Enter done, Alt+1 … 9 the
answers, Alt+A the typed answer (Enter goes on), Alt+S already said, Alt+Left back. Where a step wants a typed answer the agent's own
move brings the keyboard there; never from a field that is being typed in, and never by itself.

Signals: `moved`, the log has to know where the script stands (`Moved`).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from agent_desktop.cti.vocabulary import Language
from agent_desktop.protocol.messages import CallDesk, FetchScripts, LogDraft, ScriptLibrary
from agent_desktop.protocol.record import Text
from agent_desktop.protocol.seat_session import Answered
from agent_desktop.scripts.context import Context, context_for
from agent_desktop.scripts.loader import load_scripts
from agent_desktop.scripts.model import InputKind, Scripts
from agent_desktop.scripts.view import StepView
from agent_desktop.ui import i18n, theme
from agent_desktop.ui.agent.log_buttons import KeyButton
from agent_desktop.ui.agent.record_advice import AdviceBox
from agent_desktop.ui.agent.record_empty import EmptyPlace
from agent_desktop.ui.agent.record_room import beside_bar, make_room
from agent_desktop.ui.agent.script_captions import CaptionStrip
from agent_desktop.ui.agent.script_header import PickButton, ProgressLine
from agent_desktop.ui.agent.script_presenter import Moved, Page, ScriptPresenter
from agent_desktop.ui.agent.script_step import StepPage
from agent_desktop.ui.agent.script_turns import TurnRow
from agent_desktop.ui.agent.script_words import ScriptWords
from agent_desktop.ui.agent.training import SayBar
from agent_desktop.ui.desk import Change, Desk, Outcome, same_part
from agent_desktop.ui.roles import Icon, TextStyle, Tone
from agent_desktop.ui.widgets.card import Card, Rule
from agent_desktop.ui.widgets.label import Label

if TYPE_CHECKING:
    from agent_desktop.ui.agent.log import LogPanel

DONE_KEY = "Ctrl+Return"
SKIP_KEY = "Alt+S"
BACK_KEY = "Alt+Left"
LATER_MS = 10
"""After a call came: the time that the record needs to be painted."""


class ScriptPanel(Card):
    """The panel. Reads the desk; tells the log by `moved`."""

    moved = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, scripts: Scripts | None = None) -> None:
        super().__init__(Icon.SCRIPT, parent)
        self._desk = desk
        self._library = ""
        self._presenter = ScriptPresenter(scripts or load_scripts(), i18n.language())
        self._words = ScriptWords(self)
        self._draft: LogDraft | None = None
        self._build()
        self._connect()
        self._come()
        self.retranslate()
        self._learn_scripts()

    def attach(self, log: LogPanel) -> None:
        """Script and log of one call: the script's answers go into the log, the log's draft says where the script stood."""
        self.moved.connect(log.take_script)
        log.draft_opened.connect(self.resume)
        self.resume(log.draft)

    @property
    def step(self) -> StepView | None:
        """The step that is shown; None without a call or a script."""
        self.catch_up()
        return self._presenter.view()

    @property
    def answer(self) -> QLineEdit:
        """Where a typed answer goes."""
        return self._step.answer

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        make_room(self)
        self._tongue = PickButton(Icon.GLOBE)
        self._switch = PickButton(Icon.TRANSFER)
        self.header.addWidget(self._tongue)
        self.header.addWidget(self._switch)
        self._step = StepPage(self._words)
        self._pages = QStackedWidget()
        self._empty, self._none, self._finished = (EmptyPlace(icon) for icon in (Icon.SCRIPT, Icon.SCRIPT, Icon.CHECK))
        for page in (self._empty, self._none, self._step, self._finished):
            self._pages.addWidget(page)
        self._turns = TurnRow()
        self._captions = CaptionStrip()
        self.say = SayBar(self._desk)
        self._refusal = AdviceBox()
        self._later = QTimer(self, singleShot=True, interval=LATER_MS)
        self.body.addLayout(beside_bar(self._progress_row()))
        self.body.addWidget(self._pages, 1)
        self.body.addLayout(beside_bar(self._refusal))
        self.body.addLayout(beside_bar(self._captions))
        self.body.addLayout(beside_bar(self.say))
        self.body.addLayout(beside_bar(self._turns))
        self.body.addLayout(beside_bar(self._foot()))

    def _progress_row(self) -> QWidget:
        self._progress = ProgressLine()
        self._progress_text = Label(style=TextStyle.CAPTION, muted=True)
        self._progress_box = QWidget()
        row = QHBoxLayout(self._progress_box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.INSET)
        row.addWidget(self._progress, 1)
        row.addWidget(self._progress_text)
        return self._progress_box

    def _foot(self) -> QWidget:
        self._back = KeyButton(Icon.CHEVRON_LEFT, BACK_KEY)
        self._skip = KeyButton(Icon.CHEVRON_RIGHT, SKIP_KEY)
        self._done = KeyButton(Icon.CHECK, DONE_KEY, Tone.ACCENT)
        self._foot_box = QWidget()
        column = QVBoxLayout(self._foot_box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(Rule())
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(self._back)
        row.addStretch(1)
        row.addWidget(self._skip)
        row.addWidget(self._done)
        column.addLayout(row)
        return self._foot_box

    def _learn_scripts(self) -> None:
        """The centre may have scripts of its own: fetch them once."""
        wanted = self._desk.state.scripts
        if wanted and wanted != self._library:
            self._library = wanted
            self._desk.ask(FetchScripts(), self._scripts_came)

    def _scripts_came(self, outcome: Outcome) -> None:
        if isinstance(outcome, Answered) and isinstance(outcome.result, ScriptLibrary):
            self._presenter.scripts = outcome.result.scripts
            self._presenter.open(None, Context())
            self.refresh()
        else:
            self._library = ""

    def _connect(self) -> None:
        self._desk.subscribe(self._learn_scripts, Change.CHOICES)
        self._desk.subscribe(self.refresh, Change.CALL, Change.POP, Change.CHOICES)
        self._desk.subscribe(self._show_captions, Change.CAPTIONS)
        self._later.timeout.connect(self._come)
        self._tongue.picked.connect(self._speak)
        self._switch.picked.connect(self._switch_to)
        self._turns.picked.connect(self._jump)
        self._step.chosen.connect(self._choose)
        self._step.entered.connect(self._go_on)
        self._done.clicked.connect(self._go_on)
        self._skip.clicked.connect(self._leave_out)
        self._back.clicked.connect(self._go_back)

    def retranslate(self) -> None:
        self._words.retranslate()
        self._presenter.language = i18n.language()
        self._done.set_words(self.tr("Done"))
        self._skip.set_words(self.tr("Already said"))
        self._back.set_words(self.tr("Back"))
        self._turns.retitle(self.tr("The call takes a turn"), self.tr("More"))
        self._tongue.setToolTip(self.tr("The language in which it is said"))
        self._switch.setText(self.tr("Change"))
        self._switch.setToolTip(self.tr("Go on with another script"))
        for pick in (self._tongue, self._switch):
            pick.setAccessibleName(pick.toolTip())
        self._none.set_texts(self.tr("No script for this call"), self.tr("Choose one with the button above."))
        self._finished.set_texts(self.tr("The script is over"), self.tr("Complete the log when you have said goodbye."))
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    # --- showing -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """The desk changed. The record is painted first: who is calling is wanted before what to say."""
        self._later.start()

    def catch_up(self) -> None:
        """Come to the call on the desk now, if that is still to be done."""
        if self._later.isActive():
            self._later.stop()
            self._come()

    def _come(self) -> None:
        call = self._desk.state.own_call
        if call is not None and same_part(self._presenter.desk, call):
            self._presenter.learn(call, self._context(call))
        elif call is not None or self._presenter.call is not None:
            self._presenter.open(call, self._context(call) if call else Context())
            self._step.forget()
        if self._draft is not None:
            self._presenter.resume(self._draft)
            self._draft = None
        self._show()
        self._show_captions()

    def resume(self, draft: LogDraft) -> None:
        """The log of the call in hand was opened; it may stand further on than the centre's. Whichever of the two panels heard of
        the call first, the script comes to the call before it comes to the log.
        """
        self._draft = draft
        self.refresh()

    def _context(self, call: CallDesk) -> Context:
        state = self._desk.state
        now = datetime.fromtimestamp(self._desk.now_ms() / 1000)  # noqa: DTZ006 - local on purpose
        queue = state.queue_labels.get(call.view.queue, Text(en=call.view.queue, zh_CN=call.view.queue))
        agent = state.who.name if state.who else ""
        return context_for(
            call,
            agent_name=agent,
            company_name=state.company,
            queue=queue,
            hour=now.hour,
            notice_due=state.recording_notice,
        )

    def _show(self) -> None:
        presenter = self._presenter
        page, view = presenter.page, presenter.view()
        self._pages.setCurrentIndex(list(Page).index(page))
        self._show_empty()
        if view is not None and page is Page.STEP:
            self._step.show_step(view, presenter.points())
        self._show_header(page, view)
        self._show_foot(page, view)
        self._show_refusal()

    def _show_empty(self) -> None:
        if self._desk.state.call is None:
            self._empty.set_texts(self.tr("No call"), self.tr("The script for the call opens here by itself."))
        else:
            self._empty.set_texts(
                self.tr("A colleague's call"), self.tr("The script opens when they hand it over to you.")
            )

    def _show_refusal(self) -> None:
        refused = self._presenter.refused
        if refused is None:
            self._refusal.hide()
        else:
            self._refusal.show_text(self._words.refusal[refused])

    def _show_header(self, page: Page, view: StepView | None) -> None:
        self.set_title(view.script_title if view and view.script_title else self.tr("Script"))
        self._progress_box.setVisible(page is Page.STEP)
        for button in (self._tongue, self._switch):
            button.setVisible(page is not Page.EMPTY)
        if view is not None and page is Page.STEP:
            self._progress.show_progress(view.progress)
            text = self.tr("Step %1 of about %2").replace("%1", str(view.progress.at))
            self._progress_text.setText(text.replace("%2", str(view.progress.about)))
        spoken = self._presenter.spoken
        tongues = tuple((language.value, self._words.tongue[language]) for language in Language)
        self._tongue.setText(self._words.tongue[spoken])
        self._tongue.show_choices(tongues, spoken.value)
        self._switch.show_choices(self._presenter.choices_of_script(), view.script if view else "")

    def _show_foot(self, page: Page, view: StepView | None) -> None:
        self._foot_box.setVisible(view is not None)
        self._turns.show_turns(view.openings if view and page is Page.STEP else ())
        if view is None:
            return
        chosen = view.input in {InputKind.CHOICE, InputKind.YES_NO}
        self._done.setVisible(page is Page.STEP and not chosen)
        self._skip.setVisible(page is Page.STEP)
        self._skip.setEnabled(view.can_skip)
        self._back.setEnabled(view.can_go_back)

    def _show_captions(self) -> None:
        self._captions.show_captions(self._desk.state.captions)

    # --- moving ------------------------------------------------------------------------------------------------------

    def _meant(self) -> bool:
        """Whether a key was meant for the call on the desk: not, if that has come since the last paint."""
        seen = self._presenter.call
        self.catch_up()
        return seen == self._presenter.call

    def _go_on(self) -> None:
        self._after(self._meant() and self._presenter.done(self._step.answer.text()))

    def _choose(self, number: int) -> None:
        self._after(self._meant() and self._presenter.choose(number))

    def _leave_out(self) -> None:
        self._after(self._meant() and self._presenter.skip())

    def _go_back(self) -> None:
        self._after(self._meant() and self._presenter.back())

    def _jump(self, opening: str) -> None:
        self._after(self._meant() and self._presenter.jump(opening))

    def _switch_to(self, script: str) -> None:
        self._after(self._meant() and self._presenter.switch(script))

    def _after(self, went: bool) -> None:
        if went:
            self._tell()
        self._show()
        if went:
            self._step.invite()

    def _speak(self, language: str) -> None:
        self._presenter.speak(Language(language))
        self._show()

    def _tell(self) -> None:
        training, call = self._desk.state.training, self._presenter.call
        if training is not None and call is not None and training.call == call:
            for taken in self._presenter.newly_taken():
                self._desk.ask(taken)
        moved: Moved | None = self._presenter.moved()
        if moved is not None:
            self.moved.emit(moved)
