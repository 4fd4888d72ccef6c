"""The trainer's real window in a process of its own, offscreen, worked by its keyboard.

    python -m tests.fakes.trainerseat URL USER PASSWORD

Each line on standard input is an order: `tick SCENARIO` (in the list of the wave), `seat USER` (look at it), `press KEY`, `type WORDS`,
`export FILE`. Each line on standard output is an event: `opened`, `exported`, and, as it stands in the window now, `seat USER STATE; MOOD; NAME`, `face
WORDS` (of the button that takes the caller over), `kept NAME POINTS`.
"""

import os
import sys

from PySide6.QtCore import QObject, QSettings, QSocketNotifier, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from agent_desktop.cti.vocabulary import AgentId, Language
from agent_desktop.protocol.seat_session import Credentials
from agent_desktop.ui.app import SeatProgram, new_application
from agent_desktop.ui.login_presenter import Login
from agent_desktop.ui.preferences import Preferences
from agent_desktop.ui.trainer.classtable import MOOD, NAME, STATE
from tests.fakes.traineeseat import say

LOOK_MS = 20


class Hands(QObject):
    """What a trainer does at the window."""

    def __init__(self, program):
        super().__init__(program)
        self.program = program
        self.seen = set()
        self.unfinished = ""
        program.opened.connect(self.opened)
        self.orders = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self.orders.activated.connect(self.listen)
        self.looking = QTimer(self, interval=LOOK_MS)
        self.looking.timeout.connect(self.look)

    @property
    def window(self):
        return self.program.window

    def opened(self):
        self.window.activateWindow()
        self.looking.start()
        say("opened")

    def look(self):
        rows = self.window.table.rows
        for row in range(rows.rowCount()):
            state, mood, name = (rows.index(row, column).data().replace("\n", " / ") for column in (STATE, MOOD, NAME))
            self.tell(f"seat {rows.agent(row)} {state}; {mood}; {name}")
        self.tell(f"face {self.window.seat.take.text()}")
        results = self.window.results.table
        for row in range(results.rowCount()):
            self.tell(f"kept {results.item(row, 1).text()} {results.item(row, 3).text()}")

    def tell(self, line):
        if line not in self.seen:
            self.seen.add(line)
            say(line)

    def listen(self):
        """Several lines may have come at once."""
        *lines, self.unfinished = (self.unfinished + os.read(sys.stdin.fileno(), 4096).decode()).split("\n")
        for line in lines:
            self.obey(*line.partition(" ")[::2])

    def obey(self, order, words):
        match order:
            case "tick":
                scenarios = self.window.wave.scenarios
                scenarios.setCurrentRow([card.id for card in self.window.state.scenarios].index(words))
                QTest.keyClick(scenarios, Qt.Key.Key_Space)
            case "seat":
                self.window.table.choose(AgentId(words))
            case "press":
                QTest.keyClick(QApplication.focusWidget() or self.window, Qt.Key[f"Key_{words}"])
            case "type":
                QTest.keyClicks(QApplication.focusWidget() or self.window, words)
            case "export":
                self.window.export_to(words)
                say("exported")


def main(url, user, password):
    application = new_application()
    program = SeatProgram(application, Preferences(QSettings()))
    program.set_language(Language.EN)
    hands = Hands(program)
    program.log_in(Login(url, Credentials(AgentId(user), password)))
    code = application.exec()
    del hands
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
