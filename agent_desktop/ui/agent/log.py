"""The call's log: the right of the agent's window. How the call ended, notes that are saved as they are typed, the follow-up, and the
wrap-up timer. The button for "complete" goes grey only when the centre has the log on disk. Must never take the keyboard by itself.

Signals: `draft_opened`, a call's log was opened (the `LogDraft` that stands, of this PC's and the centre's); `said`, something that
the agent ought to know (`Words`, a tone and an icon).
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import platformdirs
from PySide6.QtCore import QCoreApplication, QEvent, QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.errors import Refusal
from agent_desktop.protocol.messages import CallPhase, CallView, LogDraft, SaveDraft
from agent_desktop.protocol.seat_session import Answered, RequestRefused
from agent_desktop.ui import messages, theme, words
from agent_desktop.ui.agent.extension import Extension
from agent_desktop.ui.agent.log_buttons import KeyButton
from agent_desktop.ui.agent.log_drafts import CallKey, DraftShelf
from agent_desktop.ui.agent.log_fields import DispositionPicker, FollowUpFields
from agent_desktop.ui.agent.log_late import Late, LateDrafts
from agent_desktop.ui.agent.log_presenter import (
    Completion,
    LogPresenter,
    LogProblem,
    Saving,
    WrapUpTone,
    wrap_up,
)
from agent_desktop.ui.agent.log_words import LogWords
from agent_desktop.ui.agent.record_advice import AdviceBox
from agent_desktop.ui.agent.record_empty import EmptyPlace
from agent_desktop.ui.agent.record_presenter import joined_customer
from agent_desktop.ui.agent.record_room import HEADER
from agent_desktop.ui.agent.script_presenter import Moved
from agent_desktop.ui.desk import Change, Desk, LinkState, Outcome, Who, same_part
from agent_desktop.ui.durations import stopwatch
from agent_desktop.ui.roles import Icon, TextStyle, Tone
from agent_desktop.ui.widgets.buttons import Button
from agent_desktop.ui.widgets.card import Card, IconView, Rule
from agent_desktop.ui.widgets.chip import Chip
from agent_desktop.ui.widgets.label import Label

COMPLETE_KEYS = ("Ctrl+S", "Ctrl+Shift+Return")
EXTEND_KEY = "F9"
"""The call strip has it; the button here says so."""
MOST_NOTES = 20_000
"""Characters; a message to the centre has its limit too."""

_TIMER_TONES = {WrapUpTone.RUNNING: Tone.WRAP_UP, WrapUpTone.ENDING: Tone.HOLD, WrapUpTone.OVER: Tone.ALERT}
_SAVING_FACES = {
    Saving.NOTHING: (Icon.CHECK, None),
    Saving.TYPING: (Icon.EDIT, None),
    Saving.SENDING: (Icon.REPEAT, None),
    Saving.SAVED: (Icon.CHECK, Tone.READY),
    Saving.LOCAL: (Icon.LINK_LOST, Tone.HOLD),
    Saving.NOWHERE: (Icon.ALERT, Tone.ALERT),
}


def drafts_folder() -> Path:
    """Where this user's drafts are kept on this PC."""
    return platformdirs.user_data_path("agent-desktop", appauthor=False) / "drafts"


def _key(who: Who | None, view: CallView) -> CallKey:
    return CallKey(who.user if who else AgentId(""), view.call, view.arrived_ms, view.offered_ms)


class LogPanel(Card):
    """The panel. Reads the desk, asks the centre through it."""

    draft_opened = Signal(object)
    said = Signal(object, object, object)

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, shelf: DraftShelf | None = None) -> None:
        super().__init__(Icon.LOG, parent)
        self._desk = desk
        self._shelf = shelf or DraftShelf(drafts_folder())
        self._presenter = LogPresenter(link_up=desk.state.link.state is LinkState.UP)
        self._words = LogWords(self)
        self._late = LateDrafts(desk, self._shelf, self._say_late)
        self._build()
        self._connect()
        self.retranslate()
        self._shelf.sweep(desk.now_ms())
        self.refresh()
        self._late.hand_in()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.header.addStrut(HEADER)
        self._timer_chip = Chip()
        self._extend = Button(Icon.PLUS)
        self._extension = Extension(self._desk, self)
        self.header.addWidget(self._timer_chip)
        self.header.addWidget(self._extend)
        self._empty = EmptyPlace(Icon.LOG)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._form())
        self.body.addWidget(self._pages, 1)
        self._pause = QTimer(self, singleShot=True)
        self._complete_keys = tuple(QShortcut(QKeySequence(key), self) for key in COMPLETE_KEYS[1:])

    def _form(self) -> QWidget:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        self._picker = DispositionPicker(self._words)
        self._suggestion = AdviceBox(Tone.ACCENT, Icon.SCRIPT)
        self._notes_label = Label(style=TextStyle.CAPTION, muted=True)
        self._notes = QPlainTextEdit(tabChangesFocus=True)
        self._notes_label.setBuddy(self._notes)
        self._follow_up = FollowUpFields()
        self._trouble = AdviceBox()
        column.addWidget(self._picker)
        column.addWidget(self._suggestion)
        column.addWidget(self._notes_label)
        column.addWidget(self._notes, 1)
        column.addWidget(self._follow_up)
        column.addWidget(self._trouble)
        column.addWidget(Rule())
        column.addLayout(self._foot())
        return form

    def _foot(self) -> QHBoxLayout:
        self._saving_icon = IconView(Icon.CHECK, 14)
        self._saving = Label(style=TextStyle.CAPTION, muted=True, wrap=True)
        self._complete = KeyButton(Icon.CHECK, COMPLETE_KEYS[0], Tone.ACCENT)
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        row.addWidget(self._saving_icon)
        row.addWidget(self._saving, 1)
        row.addWidget(self._complete)
        return row

    def _connect(self) -> None:
        self._desk.subscribe(self.refresh, Change.CALL, Change.POP, Change.CHOICES)
        self._desk.subscribe(self._redrawn, Change.CHOICES)
        self._desk.subscribe(self._link_changed, Change.LINK)
        application = QCoreApplication.instance()
        assert application is not None, "widgets have an application"
        application.aboutToQuit.connect(self.keep_last)
        self._desk.subscribe(self._show_timer, Change.AGENT)
        self._pause.timeout.connect(self._save)
        self._picker.picked.connect(self._pick)
        self._suggestion.acted.connect(self._take_suggestion)
        self._notes.textChanged.connect(self._notes_typed)
        self._follow_up.changed.connect(self._follow_up_changed)
        self._complete.clicked.connect(self._ask_complete)
        self._extend.clicked.connect(self._ask_extend)
        for key in self._complete_keys:
            key.activated.connect(self._complete.click)

    def retranslate(self) -> None:
        self._words.retranslate()
        self._picker.retranslate()
        self.set_title(self.tr("Call log"))
        self._notes_label.setText(self.tr("Notes"))
        self._notes.setAccessibleName(self.tr("Notes on the call"))
        self._notes.setPlaceholderText(self.tr("What the caller wanted, what was found, what was agreed"))
        self._extend.setText(self.tr("1 min"))
        self._extend.setToolTip(self.tr("One minute more for the log (%1)").replace("%1", _native(EXTEND_KEY)))
        self._extend.setAccessibleName(self._extend.toolTip())
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    # --- the call ----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """The desk changed."""
        call, now = self._desk.state.own_call, self._desk.now_ms()
        self._presenter.dispositions = self._desk.state.dispositions
        if call is not None and same_part(self._presenter.desk, call):
            self._presenter.move(call)
        elif call is not None or self._presenter.call is not None:
            self._leave()
            key = self._key_of_desk()
            self._presenter.open(call, self._shelf.find(key) if key else None, now)
            self.draft_opened.emit(self._presenter.draft)
        if call is not None:
            self._presenter.join_customer(joined_customer(call.pop))
        self._schedule()
        self._show()

    def _redrawn(self) -> None:
        """A snapshot came, perhaps from a centre that lost what it had: it gets what it lacks."""
        if self._presenter.desk is not None:
            self._presenter.redrawn(self._presenter.desk)
            self._send()
        self._late.hand_in()

    def keep_last(self) -> None:
        """The program ends: the words of the last half second are kept on this PC."""
        key = self._key()
        if key is not None and self._presenter.deadline_ms is not None:
            self._shelf.keep(key, self._presenter.draft)

    def _leave(self) -> None:
        """The call before goes. What the centre lacks of its log is kept and handed in; while it completes the log, it has its last
        word to say first.
        """
        key = self._key()
        if key is None:
            return
        if self._presenter.completion is Completion.DONE or self._presenter.safe:
            self._shelf.drop(key)
        else:
            self._shelf.keep(key, self._presenter.draft)
        if self._presenter.completion is not Completion.ASKED:
            self._late.hand_in()

    def _say_late(self, late: Late) -> None:
        tone, icon = (Tone.READY, Icon.CHECK) if late.refusal is None else (Tone.HOLD, Icon.INFO)
        self.said.emit(partial(self._words.late, late), tone, icon)

    def _key(self) -> CallKey | None:
        desk, who = self._presenter.desk, self._desk.state.who
        return _key(who, desk.view) if desk and who else None

    def _key_of_desk(self) -> CallKey | None:
        call, who = self._desk.state.own_call, self._desk.state.who
        return _key(who, call.view) if call else None

    @property
    def draft(self) -> LogDraft:
        """The log as it stands."""
        return self._presenter.draft

    def take_script(self, moved: Moved) -> None:
        """The script moved on: its place and answers belong to the log; what it suggests is offered."""
        if moved.call != self._presenter.call:
            return
        self._presenter.take_script(moved.script, moved.state, moved.answers, self._desk.now_ms())
        self._presenter.suggest(moved.disposition)
        self._edited()

    # --- typing ------------------------------------------------------------------------------------------------------

    def choose_disposition(self, code: str) -> None:
        """Choose how the call ended, as if picked from the list."""
        self._pick(code)

    def _pick(self, code: str) -> None:
        self._presenter.choose_disposition(code, self._desk.now_ms())
        self._edited()

    def _take_suggestion(self) -> None:
        self._pick(self._presenter.suggestion)

    def _notes_typed(self) -> None:
        typed = self._notes.toPlainText()
        if len(typed) > MOST_NOTES:
            self._cut_notes(typed[:MOST_NOTES])
        self._presenter.type_notes(self._notes.toPlainText(), self._desk.now_ms())
        self._jot()
        self._schedule()
        self._show_state()

    def _cut_notes(self, fitting: str) -> None:
        """More than a log holds was typed or pasted: what is not kept is not shown either."""
        with QSignalBlocker(self._notes):
            self._notes.setPlainText(fitting)
        self._notes.moveCursor(QTextCursor.MoveOperation.End)

    def _follow_up_changed(self, at_ms: int | None, note: str) -> None:
        self._presenter.set_follow_up(at_ms, note, self._desk.now_ms())
        self._edited()

    def _edited(self) -> None:
        self._jot()
        self._schedule()
        self._show()

    # --- saving ------------------------------------------------------------------------------------------------------

    def _jot(self) -> None:
        """Nothing typed is only in this process, not even until the next pause."""
        key = self._key()
        if key is not None:
            self._shelf.jot(key, self._presenter.draft)

    def _schedule(self) -> None:
        deadline = self._presenter.deadline_ms
        if deadline is None:
            self._pause.stop()
        else:
            self._pause.start(max(0, deadline - self._desk.now_ms()))

    def _save(self) -> None:
        """The pause in typing has come: to this PC's disk first, then to the centre."""
        draft, key = self._presenter.due(self._desk.now_ms()), self._key()
        if draft is not None and key is not None:
            self._presenter.kept(draft, self._shelf.keep(key, draft))
        self._send()
        self._schedule()

    def _send(self) -> None:
        request = self._presenter.to_send()
        if request is not None:
            self._desk.ask(request, self._draft_answered)
        self._show_state()

    def _draft_answered(self, outcome: Outcome) -> None:
        body = outcome.body
        if not isinstance(body, SaveDraft) or body.call != self._presenter.call:
            return
        if isinstance(outcome, Answered):
            self._presenter.saved(body.draft, self._desk.now_ms())
        else:
            self._presenter.not_saved()
        if not isinstance(outcome, RequestRefused):
            self._send()
        self._show_state()

    def _link_changed(self) -> None:
        self._presenter.link(up=self._desk.state.link.state is LinkState.UP)
        self._send()
        self._late.hand_in()

    # --- completing --------------------------------------------------------------------------------------------------

    def _ask_complete(self) -> None:
        request, key = self._presenter.ask_complete(self._desk.now_ms()), self._key()
        if request is not None and key is not None:
            self._save_now()
            self._desk.ask(request, partial(self._complete_answered, key))
        self._show()
        self._go_to_problem()

    def _save_now(self) -> None:
        """On this PC before the centre is asked: its answer may never come."""
        key = self._key()
        if key is not None:
            self._presenter.kept(self._presenter.draft, self._shelf.keep(key, self._presenter.draft))

    def _complete_answered(self, key: CallKey, outcome: Outcome) -> None:
        if isinstance(outcome, Answered):
            self._shelf.drop(key)
        if key != self._key():
            self._late.hand_in()
            return
        if isinstance(outcome, Answered):
            self._presenter.completed(self._desk.now_ms())
        elif isinstance(outcome, RequestRefused):
            self._presenter.refused(Refusal(outcome.error, **outcome.arguments))
        else:
            self._presenter.unanswered()
        self._show()

    def _go_to_problem(self) -> None:
        """The keyboard goes to what is missing: the agent has just asked for completion."""
        problems = self._presenter.problems
        if LogProblem.DISPOSITION_MISSING in problems:
            self._picker.disposition.setFocus()
        elif LogProblem.FOLLOW_UP_MISSING in problems:
            self._follow_up.wanted.setFocus()
        elif LogProblem.FOLLOW_UP_PAST in problems:
            self._follow_up.at.setFocus()

    def _ask_extend(self) -> None:
        self._extension.ask(self._extend)

    # --- showing -----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        presenter = self._presenter
        self._pages.setCurrentIndex(0 if presenter.desk is None else 1)
        self._show_empty()
        self._picker.offer(presenter.dispositions)
        self._picker.show_code(presenter.draft.disposition)
        draft = presenter.draft
        if draft.notes != self._notes.toPlainText().replace("\0", ""):
            with QSignalBlocker(self._notes):
                self._notes.setPlainText(draft.notes)
        self._follow_up.show_follow_up(draft.follow_up_at_ms, draft.follow_up_note, self._desk.now_ms())
        self._show_suggestion()
        self._show_state()
        self._show_timer()

    def _show_empty(self) -> None:
        if self._desk.state.call is None:
            self._empty.set_texts(
                self.tr("No call"), self.tr("The log opens with the next call. What you type is saved by itself.")
            )
        else:
            self._empty.set_texts(
                self.tr("A colleague's call"), self.tr("The log opens when they hand it over to you.")
            )

    def _show_suggestion(self) -> None:
        code = self._presenter.suggestion
        if not code:
            self._suggestion.hide()
            return
        label = words.reason(code, self._presenter.dispositions)
        text = self.tr("The script suggests: %1").replace("%1", label)
        self._suggestion.show_text(text, Tone.ACCENT, Icon.SCRIPT, self.tr("Take it"))

    def _show_state(self) -> None:
        """What changes with each key: where it is safe, what is missing, what the button does."""
        presenter = self._presenter
        icon, tone = _SAVING_FACES[presenter.saving]
        self._saving_icon.set(icon, tone)
        self._saving_icon.setVisible(presenter.saving is not Saving.NOTHING)
        self._saving.set_tone(tone)
        self._saving.setText(self._words.saving(presenter))
        self._show_trouble()
        done = presenter.completion is Completion.DONE
        for field in (self._picker, self._notes, self._follow_up, self._complete):
            field.setEnabled(not done)
        self._show_button()

    def _show_button(self) -> None:
        text = {
            Completion.OPEN: self.tr("Complete log"),
            Completion.ASKED: self.tr("Completing…"),
            Completion.DONE: self.tr("Log complete"),
        }[self._presenter.completion]
        self._complete.set_words(text)

    def _show_trouble(self) -> None:
        error, problems = self._presenter.error, self._presenter.problems
        lines = [messages.text(error.error_id, error.arguments)] if error else []
        lines += [self._words.problem[problem] for problem in LogProblem if problem in problems]
        if lines:
            self._trouble.show_text(" ".join(lines))
        else:
            self._trouble.hide()

    def tick(self, now_ms: int) -> None:
        """Time has passed."""
        if self._timer_chip.isVisibleTo(self):
            self._show_timer()

    def _show_timer(self) -> None:
        agent, call = self._desk.state.agent, self._presenter.desk
        phase: CallPhase | None = call.view.phase if call else None
        timer = wrap_up(phase, agent.wrap_up_ends_ms if agent else None, self._desk.now_ms())
        running = timer.tone is not WrapUpTone.NONE
        self._timer_chip.setVisible(running)
        self._extend.setVisible(running)
        if running:
            over = timer.tone is WrapUpTone.OVER
            name = self.tr("Time is up") if over else self.tr("Wrap-up")
            figures = stopwatch(timer.seconds * 1000)
            text = f"{name} +{figures}" if over else f"{name} {figures}"
            self._timer_chip.set(text, Icon.ALERT if over else Icon.CLOCK, _TIMER_TONES[timer.tone])


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
