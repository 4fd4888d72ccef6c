"""The upper line of the call strip: who calls, and the times that matter; or, without a call, what to expect."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from agent_desktop.cti.vocabulary import Direction
from agent_desktop.ui import theme
from agent_desktop.ui.agent import callwords
from agent_desktop.ui.agent.callstrip_presenter import CallFace, Idle, StripView, Timer, TimerKind
from agent_desktop.ui.durations import stopwatch
from agent_desktop.ui.roles import Icon, TextStyle, Tone
from agent_desktop.ui.widgets.chip import Chip
from agent_desktop.ui.widgets.flow import FlowLayout
from agent_desktop.ui.widgets.label import ElidedLabel, Label
from agent_desktop.ui.widgets.timer import TimerLabel

_IDLE_FACES = {
    Idle.OFFLINE: (Icon.LINK_LOST, Tone.NEUTRAL),
    Idle.READY: (Icon.READY, Tone.READY),
    Idle.NOT_READY: (Icon.NOT_READY, Tone.NOT_READY),
    Idle.LOGGED_OFF: (Icon.LOGGED_OFF, Tone.NEUTRAL),
    Idle.NO_AGENT: (Icon.INFO, Tone.NEUTRAL),
}


CALLER_WIDTH = 400
"""Who calls needs so much; what is more goes to long names."""


class TimerBlock(QWidget):
    """A time with the word for it."""

    def __init__(self, style: TextStyle, *, muted: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word = Label(style=TextStyle.CAPTION, muted=True)
        self._time = TimerLabel(style, muted=muted)
        self._muted = muted
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(self._word, 0, Qt.AlignmentFlag.AlignBaseline)
        row.addWidget(self._time, 0, Qt.AlignmentFlag.AlignBaseline)

    def show_timer(self, timer: Timer | None, now_ms: int) -> None:
        """None: an empty place. Hiding it would lay out the whole strip anew, while a call comes in."""
        if timer is None:
            self._time.stop()
            self._word.setText("")
            self.setAccessibleName("")
            return
        self._word.setText(self._named(timer.kind))
        self._time.set_tone(timer.tone)
        if timer.since_ms is not None:
            self._time.count_up(timer.since_ms, now_ms)
        elif timer.until_ms is not None:
            self._time.count_down(timer.until_ms, now_ms)
        else:
            self._time.stop()
            self._time.setText(stopwatch(timer.span_ms or 0))
        self.setAccessibleName(f"{self._word.text()} {self._time.text()}")

    def _named(self, kind: TimerKind) -> str:
        return {
            TimerKind.RING_LEFT: self.tr("Rings for another"),
            TimerKind.WAITED: self.tr("Waited"),
            TimerKind.CONNECTING: self.tr("Since the offer"),
            TimerKind.DIALLING: self.tr("Calling"),
            TimerKind.TALK: self.tr("Talk"),
            TimerKind.HOLD: self.tr("On hold"),
            TimerKind.CALLING_THIRD: self.tr("Calling"),
            TimerKind.CONSULTING: self.tr("Consultation"),
            TimerKind.ASIDE: self.tr("They wait"),
            TimerKind.CONFERENCE: self.tr("Conference"),
            TimerKind.WORK: self.tr("At it for"),
            TimerKind.WRAP_UP_LEFT: self.tr("Wrap-up left"),
            TimerKind.WRAP_UP: self.tr("Wrap-up"),
        }[kind]


class _Caller(QWidget):
    """The left half: as wide as there is room, and content with little."""

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(CALLER_WIDTH), super().sizeHint().height())


class CallFaceRow(QWidget):
    """Phase, name, company and number at the left; the times at the right, or under them where there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: StripView | None = None
        self._build()

    def _build(self) -> None:
        self._phase = Chip(style=TextStyle.STRONG)
        self._name = ElidedLabel(style=TextStyle.TITLE)
        self._name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._number = Label(style=TextStyle.HEADING)
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._company = ElidedLabel(style=TextStyle.BODY, muted=True)
        self._beside = TimerBlock(TextStyle.HEADING, muted=True)
        self._main = TimerBlock(TextStyle.DISPLAY)
        caller = _Caller()
        caller.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(caller)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.INSET)
        row.addWidget(self._phase)
        row.addWidget(self._name, 2)
        row.addWidget(self._number)
        row.addWidget(self._company, 1)
        self._flow = FlowLayout(self, 2 * theme.INSET, right=True)
        for part in (caller, self._beside, self._main):
            self._flow.addWidget(part)

    def add_beside_times(self, button: QWidget) -> None:
        """A button that belongs to the main time."""
        self._flow.addWidget(button)

    def show_view(self, view: StripView, now_ms: int) -> None:
        self._view = view
        if view.face is not None:
            self._show_face(view.face, now_ms)
        elif view.idle is not None:
            self._show_idle(view.idle)

    def show_times(self, face: CallFace, now_ms: int) -> None:
        self._main.show_timer(face.main, now_ms)
        self._beside.show_timer(face.beside, now_ms)

    def caller(self) -> str:
        """Who calls, as a notification says it."""
        return " · ".join(text for text in (self._name.text(), self._number.text(), self._company.text()) if text)

    def _show_face(self, face: CallFace, now_ms: int) -> None:
        drawing, tone = callwords.STATUS_FACES[face.status]
        self._phase.set(callwords.status(face.status, face.other, automatic=face.automatic), drawing, tone, loud=True)
        self._name.setText(face.name or self._nobody(face))
        self._number.setText(self._written(face))
        self._company.setText(face.company)
        self.show_times(face, now_ms)

    def _nobody(self, face: CallFace) -> str:
        return self.tr("Not on file") if face.direction is Direction.OUT else self.tr("Unknown caller")

    def _written(self, face: CallFace) -> str:
        if face.withheld:
            return self.tr("Number withheld")
        return face.number or self.tr("No number")

    def _show_idle(self, idle: Idle) -> None:
        drawing, tone = _IDLE_FACES[idle]
        self._phase.set(self.tr("No call"), drawing, tone)
        self._name.setText(self._expectation(idle))
        self._number.setText("")
        self._company.setText("")
        for block in (self._main, self._beside):
            block.show_timer(None, 0)

    def _expectation(self, idle: Idle) -> str:
        return {
            Idle.OFFLINE: self.tr("Waiting for the centre"),
            Idle.READY: self.tr("The next call comes to you by itself"),
            Idle.NOT_READY: self.tr("You get no calls until you go ready"),
            Idle.LOGGED_OFF: self.tr("You are logged off"),
            Idle.NO_AGENT: self.tr("You take no calls in this centre"),
        }[idle]
