"""The agent's window: top bar, call strip, and under them the caller's record, the script and the log side by side.

It arranges and keeps time; what the parts show is theirs. It never takes the keyboard from a field because a call came.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QMessageBox, QScrollArea, QSplitter, QVBoxLayout, QWidget

from agent_desktop.protocol.messages import Notice
from agent_desktop.ui import messages, theme
from agent_desktop.ui.agent.callstrip import CallStrip
from agent_desktop.ui.agent.topbar import TopBar
from agent_desktop.ui.agent.topbar_presenter import Trouble, present
from agent_desktop.ui.agent.training import TrainingBar
from agent_desktop.ui.desk import Change, Desk, Parted
from agent_desktop.ui.durations import stopwatch
from agent_desktop.ui.roles import Icon, Tone
from agent_desktop.ui.widgets.banner import Banner, Toast

TICK_MS = 250
"""Timers show seconds; four looks a second keep them even."""
LEAST_PANELS = 120
"""So much of the panels is always in sight."""
_SHARES = (30, 40, 30)
"""How the panels share the width at first."""
_PARTED_FACES = {
    "logged": (Tone.READY, Icon.READY),
    "wrap_up_over": (Tone.HOLD, Icon.CLOCK),
    "transferred": (Tone.READY, Icon.TRANSFER),
    "abandoned": (Tone.NEUTRAL, Icon.INFO),
    "no_answer": (Tone.HOLD, Icon.ALERT),
    "taken": (Tone.NEUTRAL, Icon.INFO),
    "withdrawn": (Tone.NEUTRAL, Icon.INFO),
    "consulted": (Tone.NEUTRAL, Icon.INFO),
}
"""Why a call left the desk, where the agent is to be told."""


@runtime_checkable
class Ticking(Protocol):
    """A panel that shows time."""

    def tick(self, now_ms: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Panels:
    """The three panels of the lower half."""

    record: QWidget
    script: QWidget
    log: QWidget

    def all(self) -> tuple[QWidget, QWidget, QWidget]:
        return self.record, self.script, self.log


class AgentWindow(QWidget):
    """Signals: `language_chosen` with a `Language`, `look_chosen` with a `Look`, `closing` when the user closes it."""

    language_chosen = Signal(object)
    look_chosen = Signal(object)
    closing = Signal()

    def __init__(self, desk: Desk, panels: Panels, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._panels = desk, panels
        self._parted: Parted | None = desk.state.parted
        self._question: QMessageBox | None = None
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        # The window itself holds the keyboard until the user chooses a field; Tab goes on from here.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()
        self.topbar = TopBar(self._desk)
        self.training = TrainingBar(self._desk)
        self.banner = Banner(inset=False)
        self.strip = CallStrip(self._desk)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        self.splitter.setHandleWidth(theme.GAP)
        for panel, share in zip(self._panels.all(), _SHARES, strict=True):
            self.splitter.addWidget(panel)
            self.splitter.setStretchFactor(self.splitter.count() - 1, share)
        self.splitter.setSizes([share * 40 for share in _SHARES])
        inner = QVBoxLayout()
        inner.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        inner.setSpacing(theme.GAP)
        inner.addWidget(self.strip)
        inner.addWidget(self._scrolling(self.splitter), 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.training)
        whole.addWidget(self.topbar)
        whole.addWidget(self.banner)
        whole.addLayout(inner, 1)
        self.toast = Toast(self)
        self._ticker = QTimer(self, interval=TICK_MS)

    def _scrolling(self, panels: QWidget) -> QScrollArea:
        """Nothing to scroll as a rule; with large letters on a small screen the panels keep their size and scroll."""
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setMinimumHeight(LEAST_PANELS)
        area.setWidget(panels)
        return area

    def _connect(self) -> None:
        self._desk.subscribe(self._call_changed, Change.CALL)
        self._desk.subscribe(self._title, Change.AGENT, Change.CHOICES)
        self._desk.subscribe(self._warn, Change.LINK, Change.AGENT)
        self._desk.subscribe_notices(self.notify)
        self.topbar.language_chosen.connect(self.language_chosen)
        self.topbar.look_chosen.connect(self.look_chosen)
        self._ticker.timeout.connect(self.tick)
        self._ticker.start()

    def retranslate(self) -> None:
        self._title()
        self._warn()

    def tick(self) -> None:
        """Time has passed: move every timer."""
        now_ms = self._desk.now_ms()
        self.topbar.tick(now_ms)
        self.strip.tick(now_ms)
        self._warn()
        for panel in self._panels.all():
            if isinstance(panel, Ticking):
                panel.tick(now_ms)

    def notify(self, notice: Notice) -> None:
        self.toast.say(partial(messages.text, notice.error, notice.arguments), Tone.ALERT, Icon.ALERT)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def closeEvent(self, event: QCloseEvent) -> None:
        """A user who closes it with a call in hand is asked first: the caller would be on the line with nobody at the screen."""
        if event.spontaneous() and self._desk.state.call is not None:
            event.ignore()
            self._ask_whether_to_close()
            return
        self.closing.emit()
        super().closeEvent(event)

    def _ask_whether_to_close(self) -> None:
        if self._question is not None:
            self._question.raise_()
            return
        question = self._question = QMessageBox(QMessageBox.Icon.Question, self.windowTitle(), "", parent=self)
        question.setText(self.tr("You have a call."))
        question.setInformativeText(
            self.tr("Closing the window does not end it, and its log stays open. Log in again to go on.")
        )
        stay = question.addButton(self.tr("Stay"), QMessageBox.ButtonRole.RejectRole)
        self._close_button = question.addButton(self.tr("Close all the same"), QMessageBox.ButtonRole.AcceptRole)
        question.setDefaultButton(stay)
        question.setEscapeButton(stay)
        question.finished.connect(self._answered_whether_to_close)
        question.open()

    def _answered_whether_to_close(self, _result: int) -> None:
        question, self._question = self._question, None
        if question is None:
            return
        question.deleteLater()
        if question.clickedButton() is self._close_button:
            self.close()

    def _title(self) -> None:
        who = self._desk.state.who
        program = self.tr("Agent Desktop")
        if self._desk.state.training is not None:
            program = self.tr("Training – Agent Desktop")
        self.setWindowTitle(f"{who.name} – {program}" if who else program)

    def _call_changed(self) -> None:
        """Say why a call went, where the agent did not send it away themselves."""
        parted = self._desk.state.parted
        if parted is None or parted == self._parted:
            return
        self._parted = parted
        if (face := _PARTED_FACES.get(parted.why)) is not None:
            self.toast.say(partial(self._why_it_went, parted.why), *face)

    def _why_it_went(self, why: str) -> str:
        return {
            "logged": self.tr("Log saved."),
            "wrap_up_over": self.tr(
                "Wrap-up time is over. What you typed is kept, but the log was not completed with how the call ended."
            ),
            "transferred": self.tr("The call was handed on."),
            "abandoned": self.tr("The caller hung up before you answered."),
            "no_answer": self.tr("The call rang too long. It waits for the next agent who is free."),
            "taken": self.tr("A colleague has taken the call."),
            "withdrawn": self.tr("The call was taken back."),
            "consulted": self.tr("The consultation is over; the caller stays with your colleague."),
        }[why]

    def _warn(self) -> None:
        now_ms = self._desk.now_ms()
        view = present(self._desk.state, now_ms)
        if view.trouble is None:
            self.banner.hide()
        elif view.trouble is Trouble.SWITCH and (known := self._desk.state.line_trouble) is not None:
            self.banner.show_text(messages.text(known.error, known.arguments))
        else:
            text = self._trouble(view.trouble).format(age=stopwatch(now_ms - view.heard_ms), station=view.station)
            self.banner.show_text(text)

    def _trouble(self, trouble: Trouble) -> str:
        return {
            Trouble.LINK: self.tr(
                "No link to the centre: what you see is {age} old. A call in progress goes on; "
                "the program reconnects by itself and keeps what you type."
            ),
            Trouble.SWITCH: self.tr(
                "The centre has no link to the telephone switch. New calls can't arrive until it is back."
            ),
            Trouble.STATION: self.tr(
                "Your telephone ({station}) can't be reached, so no calls come to you. Check that it is plugged in and registered."
            ),
        }[trouble]
