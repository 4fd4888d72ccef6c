"""A trainee's real seat in a process of its own, offscreen: logs in, answers what is offered, takes the steps that it is told.

    python -m tests.fakes.traineeseat URL USER PASSWORD

Each line on standard input is a step to take, `SCRIPT/STEP`; each line on standard output is an event: `ready`, `talking`, `caption TEXT`,
`notice ID`, `over` (the call is). Its ring makes no sound: whatever is heard is the caller.
"""

import sys

from PySide6.QtCore import QObject, QSettings, QSocketNotifier

from agent_desktop.cti.vocabulary import AgentId
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.seat_session import Credentials
from agent_desktop.ui.app import SeatProgram, new_application
from agent_desktop.ui.desk import Change
from agent_desktop.ui.login_presenter import Login
from agent_desktop.ui.preferences import Preferences
from agent_desktop.ui.ring import Ring


def say(*words):
    print(*words, flush=True)  # noqa: T201 - to the test


class Hands(QObject):
    """What a trainee does at the window."""

    def __init__(self, program):
        super().__init__(program)
        self.program = program
        self.phase = None
        self.captions = 0
        program.opened.connect(self.opened)
        self.orders = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self.orders.activated.connect(self.take_step)

    @property
    def desk(self):
        return self.program.desk

    def opened(self):
        self.desk.subscribe(self.look, Change.CALL)
        self.desk.subscribe(self.listen, Change.CAPTIONS)
        self.desk.subscribe_notices(lambda notice: say("notice", notice.error))
        self.desk.ask(m.SetAgentState(m.AgentState.READY), lambda _: say("ready"))

    def look(self):
        call = self.desk.state.call
        phase = call.view.phase if call is not None else None
        if phase is self.phase:
            return
        self.phase = phase
        match phase:
            case m.CallPhase.OFFERED:
                self.desk.ask(m.AnswerCall(call.view.call))
            case m.CallPhase.CONNECTED:
                say("talking")
            case m.CallPhase.WRAP_UP:
                say("over")

    def listen(self):
        captions = self.desk.state.captions
        for caption in captions[self.captions :]:
            say("caption", caption.text)
        self.captions = len(captions)

    def take_step(self):
        script, step = sys.stdin.readline().strip().split("/")
        self.desk.ask(m.TakeStep(self.desk.state.call.view.call, script, step, "done"))


def main(url, user, password):
    application = new_application()
    program = SeatProgram(application, Preferences(QSettings()), ring=lambda: Ring(lambda _: None))
    hands = Hands(program)
    program.log_in(Login(url, Credentials(AgentId(user), password)))
    code = application.exec()
    del hands
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
