"""The trainer's window: the class live, one seat of it close up, a wave of calls, how everybody does, and the attempts with their scores.

Nothing of the class hangs on this window: closed, or cut off, callers and trainees go on.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QTabWidget, QVBoxLayout, QWidget

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.protocol.messages import (
    ClassSeatChanged,
    ClassView,
    FetchAttempt,
    Notice,
    Replayed,
    StartWave,
    WatchClass,
)
from agent_desktop.protocol.seat_session import Answered, RequestRefused
from agent_desktop.ui import messages, theme
from agent_desktop.ui.agent.lookmenu import LookButton
from agent_desktop.ui.desk import Change, ClassNews, Desk, LinkState, Outcome
from agent_desktop.ui.roles import Icon, TextStyle, Tone
from agent_desktop.ui.saving import save, why_not
from agent_desktop.ui.trainer.classtable import ClassTable
from agent_desktop.ui.trainer.overview import Overview
from agent_desktop.ui.trainer.presenter import ClassState
from agent_desktop.ui.trainer.results import Results
from agent_desktop.ui.trainer.seatpanel import SeatPanel
from agent_desktop.ui.trainer.wave import WavePanel
from agent_desktop.ui.training.scorecard import ScoreDialog
from agent_desktop.ui.widgets.banner import Banner, Toast
from agent_desktop.ui.widgets.chip import Chip
from agent_desktop.ui.widgets.label import Label

TICK_MS = 1000


class TrainerWindow(QWidget):
    """Signals: `language_chosen` with a `Language`, `look_chosen` with a `Look`, `closing` when the user closes it."""

    language_chosen = Signal(object)
    look_chosen = Signal(object)
    closing = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.state = ClassState()
        self._build()
        self._connect()
        self.retranslate()
        self._watch()

    def _build(self) -> None:
        self.table = ClassTable(self.state)
        self.results, self.overview = Results(self.state), Overview(self.state)
        self.wave = WavePanel()
        self.seat = SeatPanel(self._desk)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.table, "")
        self.tabs.addTab(self.overview, "")
        self.tabs.addTab(self.results, "")
        self.splitter = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        for part in (self.wave, self.tabs, self.seat):
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(self.splitter.count() - 1, int(part is self.tabs))
        self.splitter.setSizes([256, 774, 310])
        self.banner = Banner(inset=False)
        self.toast = Toast(self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head())
        whole.addWidget(self.banner)
        inner = QVBoxLayout()
        inner.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        inner.addWidget(self.splitter)
        whole.addLayout(inner, 1)
        self._ticker = QTimer(self, interval=TICK_MS)
        self.table.setFocus()

    def _head(self) -> QWidget:
        head = QWidget()
        self._mark = Chip()
        self._title = Label(style=TextStyle.HEADING)
        self._figures = Label(style=TextStyle.BODY, muted=True)
        self.look_button = LookButton()
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.INSET + theme.GRID, theme.GAP, theme.INSET, theme.GAP)
        row.setSpacing(theme.INSET)
        for part in (self._title, self._mark, self._figures):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.look_button)
        return head

    def _connect(self) -> None:
        self._desk.subscribe(self._watch, Change.CHOICES)
        self._desk.subscribe(self._warn, Change.LINK)
        self._desk.subscribe_class(self._news)
        self._desk.subscribe_notices(self.notify)
        self.table.chosen.connect(self._look_at)
        self.tabs.currentChanged.connect(self._turn_page)
        self.wave.wanted.connect(self._start)
        self.results.replay.connect(self._replay)
        self.results.export.connect(self._ask_where)
        self.look_button.language_chosen.connect(self.language_chosen)
        self.look_button.look_chosen.connect(self.look_chosen)
        self._ticker.timeout.connect(self.tick)
        self._ticker.start()

    def retranslate(self) -> None:
        who = self._desk.state.who
        program = self.tr("Training – Agent Desktop")
        self.setWindowTitle(f"{who.name} – {program}" if who else program)
        self._title.setText(self.tr("Class"))
        self._mark.set(self.tr("Training – nothing here is real"), Icon.STAR, Tone.TRAINING, loud=True)
        self.tabs.setTabText(0, self.tr("Seats"))
        self.tabs.setTabText(1, self.tr("Overview"))
        self.tabs.setTabText(2, self.tr("Results"))
        self._show_figures()
        self._warn()

    def tick(self) -> None:
        """Time has passed."""
        self.table.rows.tick(self._desk.now_ms())

    def notify(self, notice: Notice) -> None:
        self.toast.say(partial(messages.text, notice.error, notice.arguments), Tone.ALERT, Icon.ALERT)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    # --- the class ----------------------------------------------------------------------------------------------------

    def _watch(self) -> None:
        """After each snapshot: what was missed meanwhile is in the answer."""
        self._desk.ask(WatchClass(watch=True), self._came)

    def _came(self, outcome: Outcome) -> None:
        if not isinstance(outcome, Answered) or not isinstance(outcome.result, ClassView):
            return
        chosen = self._chosen()
        self.state.drawn(outcome.result)
        self.table.rows.drawn()
        self.tick()
        self.table.choose(chosen)
        self.wave.show_scenarios(self.state.scenarios)
        self._show_attempts()
        self._show_figures()

    def _news(self, news: ClassNews) -> None:
        if isinstance(news, ClassSeatChanged):
            self.state.seat_changed(news.seat)
            self.table.rows.changed(news.seat.agent)
            if news.seat.agent == self._chosen():
                self.seat.show_seat(news.seat)
        else:
            self.state.kept(news.card)
            self._show_attempts()
        self._show_figures()

    def _show_attempts(self) -> None:
        self.results.refresh()
        self.overview.refresh()

    def _chosen(self) -> AgentId | None:
        return self.table.rows.agent(self.table.currentIndex().row())

    def _look_at(self, agent: AgentId | None) -> None:
        self.seat.show_seat(self.state.seats.get(agent) if agent is not None else None)

    def _turn_page(self, _page: int) -> None:
        """What has been earned has many columns, and belongs to no seat and no wave."""
        for part in (self.wave, self.seat):
            part.setVisible(self.tabs.currentWidget() is self.table)

    def _show_figures(self) -> None:
        here, ready, seats = self.state.here, self.state.ready, len(self.state.seats)
        self._figures.setText(
            self.tr("{here} of {seats} here, {ready} ready").format(here=here, seats=seats, ready=ready)
        )
        self.wave.suggest_calls(here)

    def _warn(self) -> None:
        link = self._desk.state.link.state
        if link is LinkState.UP:
            self.banner.hide()
        else:
            self.banner.show_text(
                self.tr("No link to the class. It goes on without you; the program reconnects by itself.")
            )

    # --- what the trainer does ----------------------------------------------------------------------------------------

    def _start(self, wave: StartWave) -> None:
        self._desk.ask(wave)

    def _replay(self, attempt: str) -> None:
        self._desk.ask(FetchAttempt(attempt), self._show_attempt)

    def _show_attempt(self, outcome: Outcome) -> None:
        if isinstance(outcome, Answered) and isinstance(outcome.result, Replayed):
            ScoreDialog(outcome.result.attempt, self).open()
        elif isinstance(outcome, RequestRefused):
            self.notify(Notice(outcome.error, outcome.arguments))

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, self.tr("Export the results"), "results.csv", "CSV (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.export_to)
        dialog.open()

    def export_to(self, name: str) -> None:
        """Write the results; with a mark that spreadsheets know UTF-8 by."""
        try:
            save(Path(name), self.results.csv().encode("utf-8-sig"))
        except OSError as error:
            reason = why_not(error)
            self.toast.say(
                lambda: self.tr("{file} can't be written: {reason}").format(file=name, reason=reason), Tone.ALERT
            )
            return
        self.toast.say(lambda: self.tr("Saved: {file}").format(file=name), Tone.READY, Icon.CHECK)
