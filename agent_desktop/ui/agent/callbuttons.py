"""The buttons of the call strip, each with its key: they ask the desk for a service and change nothing themselves."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from agent_desktop.cti.vocabulary import CallId
from agent_desktop.protocol.messages import (
    AlternateCall,
    AnswerCall,
    CallBack,
    ClearConnection,
    ConferenceCall,
    DeclineCall,
    HoldCall,
    MuteCall,
    PauseRecording,
    PlayMessage,
    ReconnectCall,
    ResumeRecording,
    RetrieveCall,
    StartRecording,
    TransferCall,
)
from agent_desktop.ui.agent import callwords
from agent_desktop.ui.agent.callservices import Service, Why
from agent_desktop.ui.agent.callstatus import MUSIC
from agent_desktop.ui.agent.callstrip_presenter import StripView
from agent_desktop.ui.agent.extension import EXTENSION_S, Extension
from agent_desktop.ui.agent.reasonsmenu import ReasonsMenu
from agent_desktop.ui.desk import Desk
from agent_desktop.ui.roles import Icon, Tone
from agent_desktop.ui.widgets.buttons import ActionButton
from agent_desktop.ui.widgets.flow import FlowLayout

_KEYS = {
    Service.DIAL: (Icon.CALL_OUT, "Ctrl+D"),
    Service.ANSWER: (Icon.ANSWER, "F2"),
    Service.DECLINE: (Icon.DECLINE, "F3"),
    Service.HOLD: (Icon.HOLD, "F4"),
    Service.MUTE: (Icon.MICROPHONE_OFF, "F12"),
    Service.CONFERENCE: (Icon.USERS, "F5"),
    Service.TRANSFER: (Icon.TRANSFER, "F6"),
    Service.KEYPAD: (Icon.KEYPAD, "F7"),
    Service.RECORD: (Icon.RECORD, "F11"),
    Service.HANG_UP: (Icon.HANG_UP, "F8"),
    Service.EXTEND: (Icon.PLUS, "F9"),
}
"""A button by the first meaning of its key."""
_ICONS = {
    Service.RETRIEVE: Icon.RETRIEVE,
    Service.UNMUTE: Icon.MICROPHONE_OFF,
    Service.ALTERNATE: Icon.REPEAT,
    Service.RECONNECT: Icon.CHEVRON_LEFT,
    Service.COMPLETE: Icon.TRANSFER,
    Service.RESUME: Icon.HOLD,
    Service.TAKE: Icon.CHECK,
    Service.CALL_BACK: Icon.CALL_OUT,
    Service.LISTEN: Icon.RETRIEVE,
    Service.QUIET: Icon.HOLD,
    Service.FINISH: Icon.CHECK,
}
"""Of the further meanings."""
_LOUD = {
    Service.ANSWER: Tone.READY,
    Service.HANG_UP: Tone.ALERT,
    Service.RETRIEVE: Tone.HOLD,
    Service.UNMUTE: Tone.HOLD,
    Service.RESUME: Tone.HOLD,
    Service.TAKE: Tone.READY,
    Service.CALL_BACK: Tone.READY,
}
"""Filled with their colour, but only while they can be used."""


class CallButtons(QWidget):
    """All of `buttons` but the one for `EXTEND`, which stands beside the timer that it moves.

    Signals: `dial_wanted`, `transfer_wanted`, `keypad_wanted`: the strip opens its small windows.
    """

    dial_wanted = Signal()
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
        self._reasons_menu = ReasonsMenu(self)
        self.extension = Extension(self._desk, self)

    def _connect(self) -> None:
        slots = {
            Service.DIAL: self.dial_wanted,
            Service.ANSWER: self._answer_or_call_back,
            Service.DECLINE: self._decline_or_reconnect,
            Service.HOLD: self._hold_or_other,
            Service.MUTE: self._mute,
            Service.CONFERENCE: self._conference,
            Service.TRANSFER: self._transfer_or_complete,
            Service.KEYPAD: self.keypad_wanted,
            Service.RECORD: self._record,
            Service.HANG_UP: self._hang_up,
            Service.EXTEND: self._extend,
        }
        for service, slot in slots.items():
            self.buttons[service].clicked.connect(slot)
        self._reasons_menu.chosen.connect(self._ask_decline)

    def reasons_menu(self) -> ReasonsMenu:
        return self._reasons_menu

    def show_view(self, view: StripView) -> None:
        self._view = view
        hints = self._hints()
        for place, button in self.buttons.items():
            service = self._meaning(place)
            why = view.refused.get(service)
            icon = _ICONS.get(service, _KEYS[place][0])
            button.set_face(self._name(service, view), icon, _tone(service, view))
            button.allow(why is None, hints[why] if why else "")
            if place is not Service.EXTEND:
                button.setVisible(place not in view.hidden)
        self.buttons[Service.EXTEND].setVisible(view.can_extend)
        if view.refused.get(Service.DECLINE) is not None:
            self._reasons_menu.hide()
        if view.refused.get(Service.EXTEND) is not None:
            self.extension.menu.hide()

    def _meaning(self, place: Service) -> Service:
        return self._view.meanings.get(place, place) if self._view is not None else place

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and self._view is not None:
            self.show_view(self._view)

    # --- what is asked -----------------------------------------------------------------------------------------------

    def _call(self) -> CallId | None:
        return self._view.face.call if self._view is not None and self._view.face is not None else None

    def _answer_or_call_back(self) -> None:
        if (call := self._call()) is not None:
            calls_back = self._meaning(Service.ANSWER) is Service.CALL_BACK
            self._desk.ask(CallBack(call) if calls_back else AnswerCall(call))

    def _decline_or_reconnect(self) -> None:
        call = self._call()
        if call is not None and self._meaning(Service.DECLINE) is Service.RECONNECT:
            self._desk.ask(ReconnectCall(call))
        else:
            self._decline()

    def _decline(self) -> None:
        self._reasons_menu.ask(self.buttons[Service.DECLINE], self._desk.state.decline_reasons)

    def _ask_decline(self, reason: str) -> None:
        if (call := self._call()) is not None:
            self._desk.ask(DeclineCall(call, reason))

    def _hold_or_other(self) -> None:
        if (call := self._call()) is None:
            return
        match self._meaning(Service.HOLD):
            case Service.RETRIEVE:
                self._desk.ask(RetrieveCall(call))
            case Service.ALTERNATE:
                self._desk.ask(AlternateCall(call))
            case Service.LISTEN | Service.QUIET as service:
                self._desk.ask(PlayMessage(call, on=service is Service.LISTEN))
            case _:
                self._desk.ask(HoldCall(call))

    def _mute(self) -> None:
        if (call := self._call()) is not None:
            self._desk.ask(MuteCall(call, on=self._meaning(Service.MUTE) is Service.MUTE))

    def _conference(self) -> None:
        if (call := self._call()) is not None:
            self._desk.ask(ConferenceCall(call))

    def _transfer_or_complete(self) -> None:
        call = self._call()
        if call is not None and self._meaning(Service.TRANSFER) is Service.COMPLETE:
            self._desk.ask(TransferCall(call))
        else:
            self.transfer_wanted.emit()

    def _record(self) -> None:
        if (call := self._call()) is None:
            return
        match self._meaning(Service.RECORD):
            case Service.PAUSE:
                self._desk.ask(PauseRecording(call))
            case Service.RESUME:
                self._desk.ask(ResumeRecording(call))
            case _:
                self._desk.ask(StartRecording(call))

    def _hang_up(self) -> None:
        if (call := self._call()) is not None:
            self._desk.ask(ClearConnection(call))

    def _extend(self) -> None:
        self.extension.ask(self.buttons[Service.EXTEND])

    # --- words -------------------------------------------------------------------------------------------------------

    def _name(self, service: Service, view: StripView) -> str:
        face = view.face
        name = callwords.service(service, face.status if face else None, face.other if face else None)
        return name.replace("{seconds}", str(EXTENSION_S))

    def _hints(self) -> Mapping[Why, str]:
        return {
            Why.LINK: self.tr("Not without a link to the centre"),
            Why.SWITCH: self.tr("Not without a link to the telephone switch"),
            Why.LINE: self.tr("This kind of line can't do that"),
            Why.PICK_UP: self.tr("This line is answered at the telephone itself: pick it up"),
            Why.STATION: self.tr("Not while your telephone can't be reached"),
            Why.RIGHT: self.tr("You do not have the right to do this"),
            Why.NO_CALL: self.tr("There is no call"),
            Why.NOT_RINGING: self.tr("Only while a call rings"),
            Why.NOT_TALKING: self.tr("Only while the caller is on the line"),
            Why.NOT_IN_WRAP_UP: self.tr("Only during wrap-up"),
            Why.NO_NUMBER: self.tr("Nobody knows their number"),
            Why.NOT_ANSWERED: self.tr("Only once they have answered"),
            Why.ALL_TOGETHER: self.tr("All of you hear one another already"),
            Why.CONSULTING: self.tr("Only while you consult somebody"),
            Why.NOT_YOURS: self.tr("Your colleague has the caller"),
            Why.IN_CALL: self.tr("Finish this call and its log first"),
            Why.LOGGED_OFF: self.tr("You are logged off"),
            Why.OVER: self.tr("The call is over"),
            Why.ASKING: self.tr("Asked for already, one moment"),
        }


def _tone(service: Service, view: StripView) -> Tone | None:
    """The way back to a caller who hears music stands out, by whatever service it goes."""
    if service is Service.RECONNECT and view.face is not None and view.face.status in MUSIC:
        return Tone.HOLD
    return _LOUD.get(service)
