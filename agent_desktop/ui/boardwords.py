"""The words for what the board is made of. Read anew after each change of language."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from agent_desktop.cti.vocabulary import MonitorMode
from agent_desktop.protocol.board import CallStage
from agent_desktop.protocol.service_level import Formula
from agent_desktop.protocol.thresholds import Level, Watched
from agent_desktop.ui.durations import stopwatch
from agent_desktop.ui.roles import Icon, Tone
from agent_desktop.ui.supervisor.agents_presenter import GroupBy, SortBy
from agent_desktop.ui.supervisor.calls_presenter import Show

_STAGES = {
    CallStage.MENU: QT_TRANSLATE_NOOP("Board", "In the menu"),
    CallStage.PROMISED: QT_TRANSLATE_NOOP("Board", "To be called back"),
    CallStage.WAITING: QT_TRANSLATE_NOOP("Board", "Waiting"),
    CallStage.OFFERED: QT_TRANSLATE_NOOP("Board", "Ringing"),
    CallStage.WORKING: QT_TRANSLATE_NOOP("Board", "In hand"),
    CallStage.DIALLING: QT_TRANSLATE_NOOP("Board", "Dialling"),
    CallStage.TALKING: QT_TRANSLATE_NOOP("Board", "Talking"),
    CallStage.HELD: QT_TRANSLATE_NOOP("Board", "On hold"),
    CallStage.OUTSIDE: QT_TRANSLATE_NOOP("Board", "Outside"),
}
STAGE_FACES = {
    CallStage.MENU: (Icon.KEYPAD, Tone.NEUTRAL),
    CallStage.PROMISED: (Icon.CALENDAR, Tone.NEUTRAL),
    CallStage.WAITING: (Icon.QUEUE, Tone.OFFER),
    CallStage.OFFERED: (Icon.BELL, Tone.OFFER),
    CallStage.WORKING: (Icon.EDIT, Tone.BUSY),
    CallStage.DIALLING: (Icon.CALL_OUT, Tone.BUSY),
    CallStage.TALKING: (Icon.BUSY, Tone.BUSY),
    CallStage.HELD: (Icon.HOLD, Tone.HOLD),
    CallStage.OUTSIDE: (Icon.TRANSFER, Tone.NEUTRAL),
}
_FORMULAS = {
    Formula.ANSWERED_ONLY: QT_TRANSLATE_NOOP("Board", "Answered calls only"),
    Formula.ALL_OFFERED: QT_TRANSLATE_NOOP("Board", "All calls; who hung up was not served"),
    Formula.ABANDONS_MET: QT_TRANSLATE_NOOP("Board", "Who hung up in time counts as served"),
    Formula.ABANDONS_LEFT_OUT: QT_TRANSLATE_NOOP("Board", "Who hung up in time is left out"),
    Formula.SHORT_ABANDONS_MET: QT_TRANSLATE_NOOP("Board", "Who hung up at once counts as served"),
}
FORMULA_SIGNS = {
    Formula.ANSWERED_ONLY: "An(≤T) / An",
    Formula.ALL_OFFERED: "An(≤T) / (An + Ab)",
    Formula.ABANDONS_MET: "(An(≤T) + Ab(≤T)) / (An + Ab)",
    Formula.ABANDONS_LEFT_OUT: "An(≤T) / (An + Ab(>T))",
    Formula.SHORT_ABANDONS_MET: "(An(≤T) + Ab(≤s)) / (An + Ab)",
}
_MODES = {
    MonitorMode.MONITOR: QT_TRANSLATE_NOOP("Board", "{name} listens"),
    MonitorMode.WHISPER: QT_TRANSLATE_NOOP("Board", "{name} whispers to you"),
    MonitorMode.BARGE_IN: QT_TRANSLATE_NOOP("Board", "{name} is in the call"),
}
_SORTS = {
    SortBy.STATE: QT_TRANSLATE_NOOP("Board", "By state"),
    SortBy.NAME: QT_TRANSLATE_NOOP("Board", "By name"),
    SortBy.TIME: QT_TRANSLATE_NOOP("Board", "Longest in their state"),
    SortBy.HANDLED: QT_TRANSLATE_NOOP("Board", "Most calls"),
    SortBy.AHT: QT_TRANSLATE_NOOP("Board", "Longest handling time"),
    SortBy.OCCUPANCY: QT_TRANSLATE_NOOP("Board", "Highest occupancy"),
}
_GROUPS = {
    GroupBy.NOTHING: QT_TRANSLATE_NOOP("Board", "No groups"),
    GroupBy.STATE: QT_TRANSLATE_NOOP("Board", "Group by state"),
    GroupBy.QUEUE: QT_TRANSLATE_NOOP("Board", "Group by queue"),
}


_SHOWN = {
    Show.ALL: QT_TRANSLATE_NOOP("Board", "All calls"),
    Show.WAITING: QT_TRANSLATE_NOOP("Board", "Waiting"),
    Show.IN_PROGRESS: QT_TRANSLATE_NOOP("Board", "In progress"),
    Show.MENU: QT_TRANSLATE_NOOP("Board", "In the menu"),
}
_LEVELS = {
    Level.WATCH: QT_TRANSLATE_NOOP("Board", "Watch"),
    Level.ACT: QT_TRANSLATE_NOOP("Board", "Act now"),
}
_WATCHED = {
    Watched.LONGEST_WAIT: QT_TRANSLATE_NOOP("Board", "longest wait"),
    Watched.WAITING: QT_TRANSLATE_NOOP("Board", "waiting"),
    Watched.SERVICE_LEVEL: QT_TRANSLATE_NOOP("Board", "service level"),
    Watched.NOT_READY: QT_TRANSLATE_NOOP("Board", "not ready for"),
    Watched.CALL: QT_TRANSLATE_NOOP("Board", "in the call for"),
    Watched.WRAP_UP: QT_TRANSLATE_NOOP("Board", "in wrap-up for"),
    Watched.HOLD: QT_TRANSLATE_NOOP("Board", "on hold for"),
}


def _said(text: object) -> str:
    return QCoreApplication.translate("Board", str(text))


def stage(one: CallStage) -> str:
    return _said(_STAGES[one])


def formula(one: Formula) -> str:
    return _said(_FORMULAS[one])


def listener(mode: MonitorMode, name: str) -> str:
    """What the agent reads of a supervisor who is with their call."""
    return _said(_MODES[mode]).format(name=name)


def sort(by: SortBy) -> str:
    return _said(_SORTS[by])


def group(by: GroupBy) -> str:
    return _said(_GROUPS[by])


def show(one: Show) -> str:
    return _said(_SHOWN[one])


def level(one: Level) -> str:
    """The word of a level; none for one that is fine."""
    return "" if one is Level.FINE else _said(_LEVELS[one])


def watched(one: Watched) -> str:
    return _said(_WATCHED[one])


def watched_value(one: Watched, value: float) -> str:
    """In the unit of its threshold, as a person writes it."""
    if one is Watched.SERVICE_LEVEL:
        return percent(value / 100)
    return str(round(value)) if one is Watched.WAITING else stopwatch(round(1000 * value))


def percent(share: float | None) -> str:
    """A share as a person writes it; a dash while there is none."""
    return "–" if share is None else f"{100 * share:.0f} %"
