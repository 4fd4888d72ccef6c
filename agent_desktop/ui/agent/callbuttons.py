"""The buttons of the call strip, each with its key: they ask the desk for a service and change nothing themselves."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from agent_desktop.cti.vocabulary import CallId
from agent_desktop.protocol.messages import (
    AnswerCall,
    ClearConnection,
    DeclineCall,
    ExtendWrapUp,
    HoldCall,
    Reason,
    RetrieveCall,
)
from agent_desktop.ui import theme, words
from agent_desktop.ui.agent.callstrip_presenter import EXTENSION_S, Service, StripView, Why
from agent_desktop.ui.desk import Desk
from agent_desktop.ui.roles import Icon, Tone
from agent_desktop.ui.widgets.buttons import ActionButton
from agent_desktop.ui.widgets.flow import FlowLayout

_KEYS = {
    Service.ANSWER: (Icon.ANSWER, "F2"),
    Service.DECLINE: (Icon.DECLINE, "F3"),
    Service.HOLD: (Icon.HOLD, "F4"),
    Service.TRANSFER: (Icon.TRANSFER, "F6"),
    Service.KEYPAD: (Icon.KEYPAD, "F7"),
    Service.HANG_UP: (Icon.HANG_UP, "F8"),
    Service.EXTEND: (Icon.PLUS, "F9"),
}
_LOUD = {Service.ANSWER: Tone.READY, Service.HANG_UP: Tone.ALERT}
"""Filled with their colour, but only while they can be used."""


class CallButtons(QWidget):
    """All of `buttons` but the one for `EXTEND`, which stands beside the timer that it moves.

    Signals: `transfer_wanted`, `keypad_wanted`: the strip opens its small windows.
    """

    transfer_wanted = Signal()
    keypad_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: StripView | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        flow = FlowLayout(self, right=True)
        self.buttons = {service: ActionButton(icon, key) for service, (icon, key) in _KEYS.items()}
        for service, button in self.buttons.items():
            if service is not Service.EXTEND:
                flow.addWidget(button)
        self._reasons_menu = QMenu(self)

    def _connect(self) -> None:
        slots = {
            Service.ANSWER: self._answer,
            Service.DECLINE: self._decline,
            Service.HOLD: self._hold_or_retrieve,
            Service.TRANSFER: self.transfer_wanted,
            Service.KEYPAD: self.keypad_wanted,
            Service.HANG_UP: self._hang_up,
            Service.EXTEND: self._extend,
        }
        for service, slot in slots.items():
            self.buttons[service].clicked.connect(slot)
        self._reasons_menu.triggered.connect(self._decline_for)

    def reasons_menu(self) -> QMenu:
        return self._reasons_menu

    def show_view(self, view: StripView) -> None:
        self._view = view
        names, hints = self._names(view), self._hints()
        for service, button in self.buttons.items():
            asked = Service.RETRIEVE if service is Service.HOLD and view.hold_is_retrieve else service
            why = view.refused.get(asked)
            icon = Icon.RETRIEVE if asked is Service.RETRIEVE else _KEYS[service][0]
            tone = Tone.HOLD if asked is Service.RETRIEVE else _LOUD.get(service)
            button.set_face(names[service], icon, tone)
            button.allow(why is None, hints[why] if why else "")
        self.buttons[Service.EXTEND].setVisible(view.can_extend)
        if view.refused.get(Service.DECLINE) is not None:
            self._reasons_menu.hide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and self._view is not None:
            self.show_view(self._view)

    # --- what is asked -----------------------------------------------------------------------------------------------

    def _call(self) -> CallId | None:
        return self._view.face.call if self._view is not None and self._view.face is not None else None

    def _answer(self) -> None:
        if (call := self._call()) is not None:
            self._desk.ask(AnswerCall(call))

    def _decline(self) -> None:
        """Ask for the reason; a centre that wants none gets none."""
        reasons = self._desk.state.decline_reasons
        if not reasons:
            self._ask_decline("")
            return
        self._fill_reasons(reasons)
        button = self.buttons[Service.DECLINE]
        self._reasons_menu.popup(button.mapToGlobal(QPoint(0, button.height() + theme.GRID)))

    def _fill_reasons(self, reasons: tuple[Reason, ...]) -> None:
        self._reasons_menu.clear()
        for number, reason in enumerate(reasons, start=1):
            action = self._reasons_menu.addAction(f"&{number}  {words.content(reason.label)}")
            action.setData(reason.code)
        self._reasons_menu.setActiveAction(self._reasons_menu.actions()[0])

    def _decline_for(self, action: QAction) -> None:
        self._ask_decline(str(action.data()))

    def _ask_decline(self, reason: str) -> None:
        if (call := self._call()) is not None:
            self._desk.ask(DeclineCall(call, reason))

    def _hold_or_retrieve(self) -> None:
        call = self._call()
        if call is not None and self._view is not None:
            self._desk.ask(RetrieveCall(call) if self._view.hold_is_retrieve else HoldCall(call))

    def _hang_up(self) -> None:
        if (call := self._call()) is not None:
            self._desk.ask(ClearConnection(call))

    def _extend(self) -> None:
        self._desk.ask(ExtendWrapUp(EXTENSION_S))

    # --- words -------------------------------------------------------------------------------------------------------

    def _names(self, view: StripView) -> Mapping[Service, str]:
        return {
            Service.ANSWER: self.tr("Answer"),
            Service.DECLINE: self.tr("Decline"),
            Service.HOLD: self.tr("Retrieve") if view.hold_is_retrieve else self.tr("Hold"),
            Service.TRANSFER: self.tr("Transfer"),
            Service.KEYPAD: self.tr("Keypad"),
            Service.HANG_UP: self.tr("Hang up"),
            Service.EXTEND: self.tr("{seconds} s more").format(seconds=EXTENSION_S),
        }

    def _hints(self) -> Mapping[Why, str]:
        return {
            Why.LINK: self.tr("Not without a link to the centre"),
            Why.SWITCH: self.tr("Not without a link to the telephone switch"),
            Why.LINE: self.tr("This kind of line can't do that"),
            Why.PICK_UP: self.tr("This line is answered at the telephone itself: pick it up"),
            Why.NO_CALL: self.tr("There is no call"),
            Why.NOT_RINGING: self.tr("Only while a call rings"),
            Why.NOT_TALKING: self.tr("Only while the caller is on the line"),
            Why.NOT_IN_WRAP_UP: self.tr("Only during wrap-up"),
            Why.OVER: self.tr("The call is over"),
            Why.ASKING: self.tr("Asked for already, one moment"),
        }
