"""The tour: the real window, worked by its keyboard through one call from ring to file, then the supervisor's and the trainer's, with
pictures of each stage in both languages, of each role's page in both palettes.

Runs without a display. Each stop waits for something to be true on the screen or in the centre, never for time alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QPlainTextEdit, QWidget

from agent_desktop.classroom import TRAINER
from agent_desktop.cti.vocabulary import AgentId, Language
from agent_desktop.demo import messages
from agent_desktop.demo.backstage import AGENT, PASSWORD
from agent_desktop.demo.paints import PaintWatch
from agent_desktop.demo.pipe import OPENING_S, Backstage
from agent_desktop.demo.trainee import MANNERS
from agent_desktop.errors import UserError
from agent_desktop.protocol.board import CallStage
from agent_desktop.protocol.messages import AgentState, CallPhase, ConsultStage
from agent_desktop.protocol.report import Kind
from agent_desktop.protocol.seat_session import Credentials
from agent_desktop.scripts.model import InputKind
from agent_desktop.scripts.view import StepView
from agent_desktop.ui import render, theme
from agent_desktop.ui.agent.log import LogPanel
from agent_desktop.ui.agent.script import ScriptPanel
from agent_desktop.ui.agent.transfer import TransferDialog
from agent_desktop.ui.agent.window import AgentWindow
from agent_desktop.ui.app import SeatProgram
from agent_desktop.ui.board_state import BoardState
from agent_desktop.ui.login_presenter import Login
from agent_desktop.ui.roles import Scheme
from agent_desktop.ui.supervisor.agents_presenter import asking_for_help
from agent_desktop.ui.supervisor.window import SupervisorWindow
from agent_desktop.ui.trainer.presenter import ClassState
from agent_desktop.ui.trainer.window import TrainerWindow
from agent_desktop.ui.training.scorecard import ScoreDialog

CALLER = "wang-li"
SUPERVISOR = AgentId("supervisor")
MORE_CALLERS = ("chen-jianguo", "zhou-min", "emma-clarke", "james-wright", "olivia-brown", "unknown-newcomer")
LOOK_AGAIN_MS = 15
PATIENCE_S = 90.0
STEP_S = 1.2
"""An agent says something at each step."""
HOLD_S = 3.0
SETTLE_S = 0.15
"""A new language reaches the widgets by the event loop."""
MOST_STEPS = 40
PICTURED = ("motive", "calm", "options_compensation")
ASKED = "sara"
"""The colleague who is consulted."""
HOLD_BEFORE = "options_compensation"
"""The agent asks what may be offered."""
ANSWERS = {
    "identity_confirmed": "yes",
    "about_open_matter": "yes",
    "need": "complaint",
    "motive": "compensation",
    "temperament": "perfectionist",
    "solution": "refund",
    "follow_up_wanted": "yes",
}
"""What the agent of the tour chooses where a step has a choice; the first answer elsewhere."""
TYPED = {
    "complaint_facts": "账单多收国际漫游费 128.50 元，客户本月未出境",
}
NAME = "王丽"
DUE_IN = timedelta(days=3)
NOTES = (
    "客户王丽：本月账单有一笔国际漫游费 128.50 元，未出境。已致歉并核对，同意退回原账户，三个工作日内到账，邮件确认。"
)
DISPOSITION = "complaint_settled"
WAVE = (1, 2, 3)
"""Rows of the trainer's list: three complaints."""
TALKED_ABOUT = 5
"""So many lines of a conversation are worth a picture."""
HINT = "先核对金额，再道歉。"

Stops = Generator[Callable[[], bool], None, None]


@dataclass(frozen=True, slots=True)
class Programs:
    """Whose windows are shown."""

    agent: SeatProgram
    supervisor: SeatProgram
    trainer: SeatProgram


@dataclass
class Report:
    """What the tour has to tell."""

    pictures: list[Path] = field(default_factory=list)
    call: int = 0
    offered_ms: int = 0
    first_paint_ms: float = 0.0
    complete_paint_ms: float = 0.0
    trouble: str = ""


class Tour(QObject):
    """Walks through the stops; quits the application at the end. `report` says how it went."""

    def __init__(self, application: QApplication, programs: Programs, url: str, stage: Backstage, out: Path) -> None:
        super().__init__(application)
        self._application, self._url, self._stage, self._out = application, url, stage, out
        self._program, self._board, self._class = programs.agent, programs.supervisor, programs.trainer
        self.report = Report()
        self._stops = self._walk()
        self._reached: Callable[[], bool] = lambda: True
        self._until = time.monotonic() + PATIENCE_S
        self._timer = QTimer(self, interval=LOOK_AGAIN_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Set off."""
        self._timer.start()

    def _look(self) -> None:
        try:
            while self._reached():
                self._reached = next(self._stops)
                self._until = time.monotonic() + PATIENCE_S
        except StopIteration:
            self._leave("")
        except UserError as error:
            self._leave(str(error))
        else:
            if time.monotonic() > self._until:
                self._leave("the tour waited too long for what should have come next")

    def _leave(self, trouble: str) -> None:
        self._timer.stop()
        self.report.trouble = trouble
        self._application.quit()

    # --- the way ------------------------------------------------------------------------------------------------------

    def _walk(self) -> Stops:
        yield from self._log_in()
        yield from self._be_ready()
        yield from self._take_the_call()
        yield from self._follow_scripts()
        yield from self._end_and_log()
        yield from self._supervise()
        yield from self._teach()

    def _log_in(self) -> Stops:
        login = self._program.show_login(self._url, AGENT)
        yield _a_moment(0.3)
        yield from self._picture("log-in", login)
        QTest.keyClicks(login.password, PASSWORD)
        QTest.keyClick(login.password, Qt.Key.Key_Return)
        yield lambda: self._program.window is not None

    def _be_ready(self) -> Stops:
        yield lambda: self._agent_is(AgentState.NOT_READY) and self._window.isActiveWindow()
        self._press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        yield lambda: self._agent_is(AgentState.READY)
        yield _a_moment(0.2)
        yield from self._page("ready", self._window)

    def _take_the_call(self) -> Stops:
        watch = PaintWatch(self._window)
        self._stage.tell(messages.PlaceCall(CALLER))
        yield lambda: self._phase_is(CallPhase.OFFERED)
        yield _a_moment(0.5)
        self._measure(watch)
        yield from self._picture("offered")
        self._press(Qt.Key.Key_F2)
        yield lambda: self._phase_is(CallPhase.CONNECTED)
        yield _a_moment(STEP_S)
        yield from self._picture("greeting")
        self._stage.tell(messages.StartWork())

    def _follow_scripts(self) -> Stops:
        for _ in range(MOST_STEPS):
            step = self._script.step
            if step is None or step.finished:
                break
            if step.step == HOLD_BEFORE:
                yield from self._hold()
                yield from self._consult()
            if step.step in PICTURED:
                yield from self._picture(f"complaint-{step.step}".replace("_", "-"))
            yield from self._do(step)
        yield from self._picture("script-over")

    def _do(self, step: StepView) -> Stops:
        before = (step.script, step.step)
        yield _a_moment(STEP_S)
        if step.choices:
            wanted = ANSWERS.get(step.field, "")
            at = next((number for number, one in enumerate(step.choices) if one.value == wanted), 0)
            self._press(Qt.Key(Qt.Key.Key_1 + at), Qt.KeyboardModifier.AltModifier)
        else:
            if step.input in {InputKind.TEXT, InputKind.NUMBER, InputKind.DATE}:
                self._script.answer.insert(_typed(step))
            self._press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        yield lambda: self._moved_on(before)

    def _hold(self) -> Stops:
        self._press(Qt.Key.Key_F4)
        yield lambda: self._phase_is(CallPhase.HELD)
        yield _a_moment(HOLD_S)
        yield from self._picture("on-hold")
        self._press(Qt.Key.Key_F4)
        yield lambda: self._phase_is(CallPhase.CONNECTED)

    def _consult(self) -> Stops:
        """Ask a colleague, and go back to the caller."""
        self._press(Qt.Key.Key_F6)
        panel = _only(self._window, TransferDialog)
        panel.filter.setText(ASKED)
        yield lambda: self._is_ready(AgentId(ASKED))
        QTest.keyClick(panel.filter, Qt.Key.Key_Return)
        yield lambda: self._stage_is(ConsultStage.CONSULTING)
        self._window.activateWindow()  # where there is no display nobody else brings it back
        yield self._window.isActiveWindow
        yield _a_moment(STEP_S)
        yield from self._picture("consulting")
        self._press(Qt.Key.Key_F3)
        yield lambda: self._stage_is(None) and self._phase_is(CallPhase.CONNECTED)

    def _end_and_log(self) -> Stops:
        notes = self._log.findChild(QPlainTextEdit)
        assert notes is not None
        notes.setFocus()
        notes.insertPlainText(NOTES)
        yield _a_moment(1.0)
        self._press(Qt.Key.Key_F8)
        yield lambda: self._phase_is(CallPhase.WRAP_UP)
        self._log.choose_disposition(DISPOSITION)
        yield _a_moment(1.0)
        yield from self._picture("wrap-up")
        self._press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        yield lambda: self._agent_is(AgentState.READY) and self._desk_is_clear()
        yield _a_moment(0.3)
        yield from self._picture("logged")

    def _supervise(self) -> Stops:
        """The supervisor's page: the board, an agent who asks for help and is looked at, the wall display, the figures of the day."""
        self._board.log_in(Login(self._url, Credentials(SUPERVISOR, PASSWORD)))
        yield lambda: self._board.window is not None and bool(self._on_board.agents)
        for caller in MORE_CALLERS:
            self._stage.tell(messages.PlaceCall(caller))
        yield lambda: self._phase_is(CallPhase.OFFERED)
        self._window.activateWindow()
        yield self._window.isActiveWindow
        self._press(Qt.Key.Key_F2)
        yield lambda: self._phase_is(CallPhase.CONNECTED)
        yield lambda: sum(call.stage is CallStage.TALKING for call in self._on_board.calls.values()) > 1
        yield _a_moment(STEP_S)
        yield from self._page("supervisor-board", self._board_window)
        self._press(Qt.Key.Key_F1)
        yield lambda: bool(asking_for_help(self._on_board))
        self._board_window.activateWindow()
        yield self._board_window.isActiveWindow
        QTest.keyClick(self._board_window, Qt.Key.Key_F2)
        yield self._sees_a_desk
        yield _a_moment(STEP_S)
        yield from self._picture("supervisor-help", self._board_window)
        self._board_window.toggle_wall()
        yield from self._picture("supervisor-wall", self._board_window.wall)
        self._board_window.toggle_wall()
        yield from self._look_at_figures()

    def _look_at_figures(self) -> Stops:
        self._board_window.activateWindow()
        yield self._board_window.isActiveWindow
        QTest.keyClick(self._board_window, Qt.Key.Key_F3)
        figures = self._board_window.figures
        figures.resize(self._board_window.size())
        for kind in Kind:
            figures.show_kind(kind)
            yield lambda: figures.sheet() is not None
            yield from self._picture(f"supervisor-figures-{kind.value}", figures)
        figures.hide()

    def _teach(self) -> Stops:
        """The trainer's page: a wave of calls, one of the class close up and helped, what came of it."""
        self._stage.tell(messages.OpenClass())
        opened = self._stage.wait_for(messages.ClassOpened, OPENING_S)
        self._class.log_in(Login(opened.url, Credentials(TRAINER, opened.password)))
        yield lambda: self._class.window is not None and self._class_window.state.ready == len(MANNERS)
        window = self._class_window
        window.activateWindow()
        yield window.isActiveWindow
        self._tick(window.wave.scenarios, WAVE)
        self._press(Qt.Key.Key_F5)
        yield lambda: _in_full_swing(window.state)
        window.table.setFocus()
        self._press(Qt.Key.Key_F2)
        window.seat.hint.insert(HINT)
        self._press(Qt.Key.Key_Return)
        yield lambda: bool(window.state.attempts) and _is_helped(window.state)
        yield from self._page("trainer-class", window)
        window.tabs.setCurrentWidget(window.results)
        window.results.table.setFocus()
        window.results.table.selectRow(0)
        yield from self._picture("trainer-results", window)
        self._press(Qt.Key.Key_F7)
        yield lambda: window.findChild(ScoreDialog) is not None
        yield from self._picture("trainer-score", _only(window, ScoreDialog))

    # --- looking ------------------------------------------------------------------------------------------------------

    @property
    def _window(self) -> AgentWindow:
        window = self._program.window
        if not isinstance(window, AgentWindow):
            raise UserError("the agent's window has closed: the centre ended the session")
        return window

    @property
    def _board_window(self) -> SupervisorWindow:
        window = self._board.window
        if not isinstance(window, SupervisorWindow):
            raise UserError("the supervisor's window has closed: the centre ended the session")
        return window

    @property
    def _class_window(self) -> TrainerWindow:
        window = self._class.window
        if not isinstance(window, TrainerWindow):
            raise UserError("the trainer's window has closed: the class's centre ended the session")
        return window

    @property
    def _on_board(self) -> BoardState:
        return self._board.desk.state.board if self._board.desk is not None else BoardState()

    def _sees_a_desk(self) -> bool:
        shown = self._board.desk.state.shown if self._board.desk is not None else None
        return shown is not None and shown.desk is not None

    @property
    def _script(self) -> ScriptPanel:
        return _only(self._window, ScriptPanel)

    @property
    def _log(self) -> LogPanel:
        return _only(self._window, LogPanel)

    def _agent_is(self, state: AgentState) -> bool:
        desk = self._program.desk
        return desk is not None and desk.state.agent is not None and desk.state.agent.state is state

    def _phase_is(self, phase: CallPhase) -> bool:
        desk = self._program.desk
        return desk is not None and desk.state.call is not None and desk.state.call.view.phase is phase

    def _stage_is(self, stage: ConsultStage | None) -> bool:
        desk = self._program.desk
        consult = desk.state.call.view.consult if desk is not None and desk.state.call is not None else None
        return (consult.stage if consult is not None else None) is stage

    def _is_ready(self, colleague: AgentId) -> bool:
        desk = self._program.desk
        stands = desk.state.colleagues.get(colleague) if desk is not None else None
        return stands is not None and stands.available

    def _desk_is_clear(self) -> bool:
        return self._program.desk is not None and self._program.desk.state.call is None

    def _moved_on(self, before: tuple[str, str]) -> bool:
        step = self._script.step
        return step is None or step.finished or (step.script, step.step) != before

    def _measure(self, watch: PaintWatch) -> None:
        desk = self._program.desk
        assert desk is not None
        assert desk.state.call is not None
        view = desk.state.call.view
        self.report.call, self.report.offered_ms = view.call, view.offered_ms
        self.report.first_paint_ms, self.report.complete_paint_ms = watch.since(view.offered_ms)

    # --- doing --------------------------------------------------------------------------------------------------------

    def _press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self._window, key, modifier)

    def _tick(self, scenarios: QListWidget, rows: tuple[int, ...]) -> None:
        scenarios.setFocus()
        for row in rows:
            scenarios.setCurrentRow(row)
            self._press(Qt.Key.Key_Space)

    def _picture(self, name: str, window: QWidget | None = None) -> Stops:
        """The window as it is now, in each language; the present one last, so that the tour goes on in it."""
        number = len(self.report.pictures) // len(Language) + 1
        for language in (Language.EN, Language.ZH_CN):
            self._program.set_language(language)
            yield _a_moment(SETTLE_S)
            path = self._out / f"{number:02}-{name}-{language.value}.png"
            self.report.pictures.append(render.save(window or self._window, path))

    def _page(self, name: str, window: QWidget) -> Stops:
        """A picture, and the same in the dark."""
        yield from self._picture(name, window)
        self._program.set_look(theme.Look(Scheme.DARK))
        yield from self._picture(f"{name}-dark", window)
        self._program.set_look(theme.Look(Scheme.LIGHT))


W = TypeVar("W", bound=QWidget)


def _only(window: QWidget, kind: type[W]) -> W:
    found = window.findChild(kind)
    assert found is not None
    return found


def _in_full_swing(state: ClassState) -> bool:
    """Somebody is deep in a conversation, and another caller waits on hold."""
    seats = state.seats.values()
    return any(seat.held_ms for seat in seats) and any(len(seat.turns) >= TALKED_ABOUT for seat in seats)


def _is_helped(state: ClassState) -> bool:
    return any(turn.who == "trainer" for seat in state.seats.values() for turn in seat.turns)


def _typed(step: StepView) -> str:
    if step.input is InputKind.DATE:
        return (date.today() + DUE_IN).isoformat()  # noqa: DTZ011 - the agent's own calendar
    return TYPED.get(step.field, NAME)


def _a_moment(seconds: float) -> Callable[[], bool]:
    """What a person takes to read or say something."""
    until = time.monotonic() + seconds
    return lambda: time.monotonic() >= until
