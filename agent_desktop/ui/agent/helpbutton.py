"""A supervisor is wanted: one button, one key. Pressed again, it is no longer needed."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from agent_desktop.protocol.messages import RequestHelp
from agent_desktop.ui.desk import Change, Desk, LinkState
from agent_desktop.ui.durations import stopwatch
from agent_desktop.ui.roles import Icon
from agent_desktop.ui.widgets.buttons import Button

HELP_KEY = "F1"


class HelpButton(Button):
    """Shows whether help has been asked for, and for how long."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(Icon.BELL, parent=parent)
        self._desk = desk
        self.clicked.connect(self._ask)
        self._key = QShortcut(QKeySequence(HELP_KEY), self)
        self._key.activated.connect(self.click)
        desk.subscribe(self.refresh, Change.AGENT, Change.LINK, Change.ASKING)
        self.refresh()

    def refresh(self) -> None:
        state = self._desk.state
        self.setVisible(state.agent is not None and state.agent.takes_calls)
        self.setEnabled(state.link.state is LinkState.UP and "RequestHelp" not in state.asking)
        self.tick(self._desk.now_ms())

    def tick(self, now_ms: int) -> None:
        since_ms = self._since_ms()
        if since_ms is None:
            text = self.tr("Help")
            hint = self.tr("Ask a supervisor for help ({key})").format(key=HELP_KEY)
        else:
            text = self.tr("Help asked for {time}").format(time=stopwatch(now_ms - since_ms))
            hint = self.tr("A supervisor has been told. Press to take it back ({key})").format(key=HELP_KEY)
        if text != self.text():
            self.setText(text)
            self.setToolTip(hint)
            self.setAccessibleName(hint)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.refresh()

    def _since_ms(self) -> int | None:
        return self._desk.state.agent.help_since_ms if self._desk.state.agent is not None else None

    def _ask(self) -> None:
        self._desk.ask(RequestHelp(wanted=self._since_ms() is None))
