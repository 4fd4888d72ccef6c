"""The call in hand, from the first ring to the end of wrap-up: who, from where, how long, and everything that can be done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from agent_desktop.protocol.messages import GenerateDigits
from agent_desktop.ui import theme
from agent_desktop.ui.agent import callwords
from agent_desktop.ui.agent.callbuttons import CallButtons
from agent_desktop.ui.agent.callface import CallFaceRow
from agent_desktop.ui.agent.callpath import CallPathRow
from agent_desktop.ui.agent.callservices import Service
from agent_desktop.ui.agent.callstrip_presenter import Idle, StripView, present
from agent_desktop.ui.agent.dial import DialDialog
from agent_desktop.ui.agent.keypad import Keypad
from agent_desktop.ui.agent.transfer import TransferDialog
from agent_desktop.ui.desk import Change, Desk
from agent_desktop.ui.widgets.buttons import ActionButton

LEAST_PATH = 200
"""With less room than this beside the buttons the path is not shown."""


class CallStrip(QFrame):
    """Always there, with a call or without; nothing in it ever takes the keyboard by itself."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: StripView | None = None
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.setProperty("panel", "card")
        self.face = CallFaceRow()
        self.path = CallPathRow()
        self.buttons = CallButtons(self._desk)
        self.buttons.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.face.add_beside_times(self.button(Service.EXTEND))
        self.transfer = TransferDialog(self._desk, self)
        self.dial = DialDialog(self._desk, self)
        self.keypad = Keypad(self)
        lower = QHBoxLayout()
        lower.setSpacing(theme.INSET)
        lower.addWidget(self.path, 1)
        lower.addWidget(self.buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.INSET + 2 * theme.GRID, theme.GAP, theme.INSET, theme.INSET)
        whole.setSpacing(theme.GAP)
        whole.addWidget(self.face)
        whole.addLayout(lower)

    def _connect(self) -> None:
        self._desk.subscribe(
            self.refresh, Change.CALL, Change.POP, Change.AGENT, Change.LINK, Change.CHOICES, Change.ASKING
        )
        self.buttons.dial_wanted.connect(self.dial.open_panel)
        self.buttons.transfer_wanted.connect(self.open_transfer)
        self.buttons.keypad_wanted.connect(self.open_keypad)
        self.keypad.pressed.connect(self._send_digit)

    def button(self, service: Service) -> ActionButton:
        return self.buttons.buttons[service]

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Call"))
        self.refresh()

    def refresh(self) -> None:
        now_ms = self._desk.now_ms()
        view = present(self._desk.state, now_ms)
        self._view = view
        self.face.show_view(view, now_ms)
        if view.face is not None:
            self.path.show_face(view.face)
        elif view.idle is not None:
            self.path.show_hint(self._hint(view.idle))
        self.buttons.show_view(view)
        if Service.KEYPAD in view.refused:
            self.keypad.hide()
        self.update()

    def tick(self, now_ms: int) -> None:
        """Time alone has passed."""
        view = present(self._desk.state, now_ms)
        if view.face is not None:
            self.face.show_times(view.face, now_ms)

    def open_transfer(self) -> None:
        if (call := self._desk.state.call) is not None:
            self.transfer.open_for(call.view.call)

    def open_keypad(self) -> None:
        self.keypad.open_under(self.button(Service.KEYPAD))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons come first; the record tells as well what was pressed."""
        super().resizeEvent(event)
        room = self.width() - self.buttons.sizeHint().width()
        self.path.setVisible(room >= theme.scaled(LEAST_PATH))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card, with a stripe in the phase's colour at its left edge."""
        super().paintEvent(event)
        if self._view is None or self._view.face is None:
            return
        _, tone = callwords.STATUS_FACES[self._view.face.status]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(QRectF(0, 0, theme.GRID + 1, self.height()))
        painter.setPen(QColor(theme.shade(tone).solid))
        painter.setBrush(QColor(theme.shade(tone).solid))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 2 * theme.GRID, 2 * theme.GRID)

    def _send_digit(self, digit: str) -> None:
        if (call := self._desk.state.call) is not None:
            self._desk.ask(GenerateDigits(call.view.call, digit))

    def _hint(self, idle: Idle) -> str:
        return {
            Idle.OFFLINE: self.tr("The program connects by itself as soon as the centre answers."),
            Idle.READY: self.tr("The caller's record is on the screen before you answer."),
            Idle.NOT_READY: self.tr("Finish what you are at, then go ready."),
            Idle.LOGGED_OFF: self.tr("Log in again to take calls."),
            Idle.NO_AGENT: self.tr("Calls go to its agents. To take some yourself, log in as one of them."),
        }[idle]
