"""The demonstration's two ways: a window on a live centre, or the tour by itself. Returns the process's exit code."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QSettings, QTimer, QtMsgType, qInstallMessageHandler
from rich.console import Console
from rich.table import Table

from agent_desktop import logs
from agent_desktop.cti.vocabulary import AgentId, Language
from agent_desktop.demo import messages
from agent_desktop.demo.backstage import AGENT, PASSWORD, Scene, isolate
from agent_desktop.demo.pipe import OPENING_S, Backstage
from agent_desktop.demo.tour import Programs, Report, Tour
from agent_desktop.protocol.messages import AgentState, SetAgentState
from agent_desktop.protocol.seat_session import Credentials
from agent_desktop.ui.app import SeatProgram, new_application
from agent_desktop.ui.crash import CrashHook
from agent_desktop.ui.login_presenter import Login
from agent_desktop.ui.preferences import Preferences

CUSTOMERS = 3_000
FIRST_CALLER = "wang-li"
HEAR_MS = 200
_console = Console(highlight=False)


def window(folder: Path, calls_per_hour: float) -> int:
    """An agent's window on a centre where calls keep arriving, until the user closes it."""
    isolate(folder)
    logs.configure(level=logs.WARNING)
    scene = Scene(folder / "centre", calls_per_hour, CUSTOMERS)
    with Backstage(scene, on_caller=lambda _: None) as stage:
        _console.print("Opening a call centre with simulated callers …")
        url = stage.wait_for(messages.Opened, OPENING_S).url
        application = new_application()
        CrashHook(application).install()
        program = SeatProgram(application, Preferences(_settings(folder)))
        program.opened.connect(lambda: _begin(program, stage))
        program.show_login(url, AGENT)
        program.log_in(Login(url, Credentials(AgentId(AGENT), PASSWORD)))
        hearing = QTimer(application, interval=HEAR_MS)
        hearing.timeout.connect(stage.take)
        hearing.start()
        _console.print(f"You are {AGENT}. The next call is on its way; F2 answers. Closing the window ends it all.")
        _console.print(f"More seats: agent-desktop seat --server {url} --user emma   (password: {PASSWORD})")
        _console.print(
            f"The supervisor's board: agent-desktop seat --server {url} --user supervisor   (the same password)"
        )
        _console.print("A class with a trainer and simulated callers: agent-desktop classroom --seats 4")
        return application.exec()


def tour(folder: Path, out: Path) -> int:
    """One call from ring to file, the supervisor's page and the trainer's, offscreen, with pictures and a timeline."""
    isolate(folder)
    logs.configure(level=logs.WARNING)
    with Backstage(Scene(folder / "centre", customers=CUSTOMERS), on_caller=_tell_caller) as stage:
        _console.print("Opening a call centre with simulated callers …")
        url = stage.wait_for(messages.Opened, OPENING_S).url
        stage.wait_for(messages.PromptsReady, OPENING_S)
        qInstallMessageHandler(_mind)
        application = new_application()
        preferences = Preferences(_settings(folder))
        programs = Programs(*(SeatProgram(application, preferences) for _ in range(3)))
        programs.agent.set_language(Language.ZH_CN)
        walk = Tour(application, programs, url, stage, out)
        hearing = QTimer(application, interval=HEAR_MS)
        hearing.timeout.connect(stage.take)
        hearing.start()
        walk.start()
        application.exec()
        hearing.stop()
        return _tell(walk.report, stage, out)


def _tell(report: Report, stage: Backstage, out: Path) -> int:
    if report.trouble:
        _console.print(f"[bold red]The tour did not reach its end:[/] {report.trouble}")
        return 1
    stage.tell(messages.TellStory(report.call))
    story = stage.wait_for(messages.Story)
    _console.print(_timeline(report, story))
    _console.print(
        f"Ring → painted: {report.first_paint_ms:.1f} ms to the first useful paint, "
        f"{report.complete_paint_ms:.1f} ms to the complete record."
    )
    _console.print(f"{len(report.pictures)} pictures in {out.resolve()}")
    complete = bool(story.facts) and story.facts[-1][1] == "CallLogged"
    return 0 if complete else 1


def _timeline(report: Report, story: messages.Story) -> Table:
    table = Table(title=f"Call {report.call}, from ring to file", box=None, pad_edge=False)
    for heading in ("time", "s", "what happened", ""):
        table.add_column(heading, justify="right" if heading == "s" else "left")
    began = story.facts[0][0] if story.facts else 0.0
    for at, kind, body in story.facts:
        clock = time.strftime("%H:%M:%S", time.localtime(at))
        told = ((name, value) for name, value in body.items() if name in _TOLD and value not in ("", None))
        details = ", ".join(f"{name} {round(value, 1) if isinstance(value, float) else value}" for name, value in told)
        table.add_row(clock, f"{at - began:.2f}", kind, details)
    return table


_TOLD = ("agent", "queue", "keys", "language", "leg", "talk_s", "hold_s", "cause", "outcome", "disposition")


def _tell_caller(moved: messages.CallerMoved) -> None:
    _console.print(f"  caller {moved.caller}: {moved.stage}")


def _mind(_kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
    """Qt's complaints, but for one that every window without a display makes of itself."""
    if "propagateSizeHints" not in words:
        print(words, file=sys.stderr)  # noqa: T201 - where Qt itself would write it


def _settings(folder: Path) -> QSettings:
    """Preferences of the demonstration's own: a guest moves no furniture."""
    return QSettings(str(folder / "preferences.ini"), QSettings.Format.IniFormat)


def _begin(program: SeatProgram, stage: Backstage) -> None:
    """The user is ready before their colleagues, and so the first call is theirs."""
    if program.desk is not None:
        program.desk.ask(SetAgentState(AgentState.READY), lambda _: stage.tell(messages.Begin(FIRST_CALLER)))
