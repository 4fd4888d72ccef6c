"""A real seat in a process of its own, offscreen: logs in, answers what is offered, types what it is told, and says what it shows.

    python -m tests.fakes.seatprocess URL USER PASSWORD

Each line on standard input is typed into the notes; each line on standard output is an event: `opened`, `call ID NOTES` (a call is on
the desk and can be talked to; NOTES as JSON), `typed`, `banner TEXT` (what stands above everything has changed).
"""

import json
import sys

from PySide6.QtCore import QObject, QSettings, QSocketNotifier, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.protocol.messages import AnswerCall, CallPhase
from agent_desktop.protocol.seat_session import Credentials
from agent_desktop.ui.agent.log import LogPanel
from agent_desktop.ui.app import SeatProgram, new_application
from agent_desktop.ui.desk import Change
from agent_desktop.ui.login_presenter import Login
from agent_desktop.ui.preferences import Preferences


def say(*words):
    print(*words, flush=True)  # noqa: T201 - to the test


class Hands(QObject):
    """What an agent does at the window."""

    def __init__(self, program):
        super().__init__(program)
        self.program = program
        self.said = None
        program.opened.connect(self.opened)
        self.keyboard = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self.keyboard.activated.connect(self.type_line)

    def opened(self):
        say("opened")
        self.program.desk.subscribe(self.look, Change.CALL)
        self.program.desk.subscribe(self.read_banner, Change.LINK)
        QTimer.singleShot(0, self, self.look)

    def look(self):
        call = self.program.desk.state.call
        if call is None or call.view.call == self.said:
            return
        if call.view.phase is CallPhase.OFFERED:
            self.program.desk.ask(AnswerCall(call.view.call))
        elif call.view.phase is CallPhase.CONNECTED:
            self.said = call.view.call
            QTimer.singleShot(0, self, self.say_call)

    def read_banner(self):
        """After the window has heard of it too."""
        QTimer.singleShot(0, self, lambda: say("banner", self.program.window.banner.text()))

    def say_call(self):
        say("call", self.said, json.dumps(self.notes.toPlainText()))

    @property
    def notes(self):
        return self.program.window.findChild(LogPanel).findChild(QPlainTextEdit)

    def type_line(self):
        words = sys.stdin.readline().rstrip("\n")
        QTest.keyClicks(self.notes, words)
        say("typed")


def main(url, user, password):
    application = new_application()
    program = SeatProgram(application, Preferences(QSettings()))
    hands = Hands(program)
    program.log_in(Login(url, Credentials(AgentId(user), password)))
    code = application.exec()
    del hands
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
