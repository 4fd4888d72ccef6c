"""How an offer makes itself noticed: ring tone, a notification in the tray, the window's button on the task bar. Never by
taking the keyboard: what is being typed goes on.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from agent_desktop.cti.vocabulary import CallId
from agent_desktop.protocol.messages import CallPhase
from agent_desktop.ui import icons, theme
from agent_desktop.ui.agent import callwords
from agent_desktop.ui.agent.callstatus import Status
from agent_desktop.ui.agent.callstrip_presenter import CallFace, present
from agent_desktop.ui.desk import Change, Desk, DeskState
from agent_desktop.ui.ring import Ring
from agent_desktop.ui.roles import Icon, Tone

TRAY_MS = 10_000


def offered_call(state: DeskState) -> CallId | None:
    """The call that rings here, if one does."""
    call = state.call
    return call.view.call if call is not None and call.view.phase is CallPhase.OFFERED else None


def program_icon() -> QIcon:
    shade = theme.shade(Tone.ACCENT)
    return icons.icon(Icon.BUSY, shade.solid, shade.solid, 32)


class OfferAlert(QObject):
    """Watches the desk for one window."""

    def __init__(self, desk: Desk, window: QWidget, ring: Ring) -> None:
        super().__init__(window)
        self._desk, self._window, self._ring = desk, window, ring
        self._noticed: CallId | None = None
        self._tray = QSystemTrayIcon(program_icon(), self)
        self._tray.activated.connect(self._raise)
        self._tray.messageClicked.connect(self._raise)
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._tray.show()
        desk.subscribe(self._watch, Change.CALL)
        QTimer.singleShot(0, ring.open)

    def _watch(self) -> None:
        call = offered_call(self._desk.state)
        if call is None:
            self._ring.stop()
        elif call != self._noticed:
            QTimer.singleShot(0, self._make_noticed)
        self._noticed = call

    def _make_noticed(self) -> None:
        """Sound and notification come after the paint: the record is what the agent waits for."""
        if self._noticed is not None:
            self._ring.start()
            QApplication.alert(self._window)
            self._notify()

    def _notify(self) -> None:
        face = present(self._desk.state, self._desk.now_ms()).face
        if face is not None and self._tray.isVisible():
            self._tray.showMessage(self._title(face), self._caller(face), program_icon(), TRAY_MS)

    def _title(self, face: CallFace) -> str:
        """What rings; an ordinary call is called what it is."""
        if face.status is Status.OFFERED:
            return self.tr("Incoming call")
        return callwords.status(face.status, face.other)

    def _caller(self, face: CallFace) -> str:
        number = self.tr("Number withheld") if face.withheld else face.number
        return " · ".join(text for text in (face.name, face.company, number) if text)

    def _raise(self) -> None:
        """The user clicked: this is the one case in which the window comes forward."""
        self._window.setWindowState(self._window.windowState() & ~self._window.windowState().WindowMinimized)
        self._window.raise_()
        self._window.activateWindow()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.DeferredDelete:
            self._ring.stop()
        return super().event(event)
