"""The short words for figures, as they stand over columns, and how their values are written. Read anew after each change of language."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from agent_desktop.protocol.figures import SERVICE_LEVELS, Figure
from agent_desktop.protocol.record import Text
from agent_desktop.protocol.report import Kind
from agent_desktop.ui import i18n, words
from agent_desktop.ui.durations import stopwatch
from agent_desktop.ui.roles import Tone
from agent_desktop.ui.supervisor.chart import Key, Series

_HEADS = {
    "offered": QT_TRANSLATE_NOOP("Figures", "Offered"),
    "answered": QT_TRANSLATE_NOOP("Figures", "Answered"),
    "lost": QT_TRANSLATE_NOOP("Figures", "Lost"),
    "moved": QT_TRANSLATE_NOOP("Figures", "Moved on"),
    **{level.id: QT_TRANSLATE_NOOP("Figures", "Level") for level in SERVICE_LEVELS},
    "abandoned": QT_TRANSLATE_NOOP("Figures", "Lost %"),
    "asa": QT_TRANSLATE_NOOP("Figures", "ASA"),
    "aht": QT_TRANSLATE_NOOP("Figures", "AHT"),
    "att": QT_TRANSLATE_NOOP("Figures", "Talk"),
    "acw": QT_TRANSLATE_NOOP("Figures", "Wrap-up"),
    "transfers": QT_TRANSLATE_NOOP("Figures", "Transfers"),
    "conversations": QT_TRANSLATE_NOOP("Figures", "Handled"),
    "logged_on": QT_TRANSLATE_NOOP("Figures", "Logged on"),
    "ready": QT_TRANSLATE_NOOP("Figures", "Ready"),
    "not_ready": QT_TRANSLATE_NOOP("Figures", "Not ready"),
    "taken": QT_TRANSLATE_NOOP("Figures", "Taken"),
    "declined": QT_TRANSLATE_NOOP("Figures", "Declined"),
    "not_answered": QT_TRANSLATE_NOOP("Figures", "Missed"),
    "agent_conversations": QT_TRANSLATE_NOOP("Figures", "Handled"),
    "agent_aht": QT_TRANSLATE_NOOP("Figures", "AHT"),
    "agent_att": QT_TRANSLATE_NOOP("Figures", "Talk"),
    "agent_hold": QT_TRANSLATE_NOOP("Figures", "Hold"),
    "agent_acw": QT_TRANSLATE_NOOP("Figures", "Wrap-up"),
    "occupancy": QT_TRANSLATE_NOOP("Figures", "Occupied"),
    "utilisation": QT_TRANSLATE_NOOP("Figures", "Utilised"),
    "logs": QT_TRANSLATE_NOOP("Figures", "Logs"),
    "share": QT_TRANSLATE_NOOP("Figures", "Share"),
    "disposition_conversations": QT_TRANSLATE_NOOP("Figures", "Handled"),
    "disposition_aht": QT_TRANSLATE_NOOP("Figures", "AHT"),
    "disposition_att": QT_TRANSLATE_NOOP("Figures", "Talk"),
    "disposition_acw": QT_TRANSLATE_NOOP("Figures", "Wrap-up"),
}
_KEYS: dict[Kind, tuple[tuple[Tone, object], ...]] = {
    Kind.QUEUE: (
        (Tone.BUSY, QT_TRANSLATE_NOOP("Figures", "answered")),
        (Tone.ALERT, QT_TRANSLATE_NOOP("Figures", "lost")),
    ),
    Kind.AGENT: (
        (Tone.BUSY, QT_TRANSLATE_NOOP("Figures", "minutes in calls")),
        (Tone.WRAP_UP, QT_TRANSLATE_NOOP("Figures", "in wrap-up")),
        (Tone.READY, QT_TRANSLATE_NOOP("Figures", "ready")),
        (Tone.NOT_READY, QT_TRANSLATE_NOOP("Figures", "not ready")),
    ),
    Kind.DISPOSITION: ((Tone.ACCENT, QT_TRANSLATE_NOOP("Figures", "logs")),),
}
_LINES: dict[Kind, tuple[Tone, object]] = {
    Kind.QUEUE: (Tone.READY, QT_TRANSLATE_NOOP("Figures", "service level")),
    Kind.AGENT: (Tone.OFFER, QT_TRANSLATE_NOOP("Figures", "occupancy")),
}
_STEPS = {
    15: QT_TRANSLATE_NOOP("Figures", "Every 15 minutes"),
    30: QT_TRANSLATE_NOOP("Figures", "Every 30 minutes"),
    60: QT_TRANSLATE_NOOP("Figures", "Every hour"),
    0: QT_TRANSLATE_NOOP("Figures", "Whole day"),
}
_KINDS = {
    Kind.QUEUE: QT_TRANSLATE_NOOP("Figures", "Queues"),
    Kind.AGENT: QT_TRANSLATE_NOOP("Figures", "Agents"),
    Kind.DISPOSITION: QT_TRANSLATE_NOOP("Figures", "Dispositions"),
}
_HINT = Text("{figure}: {formula}", "{figure}：{formula}")


def _said(text: object) -> str:
    return QCoreApplication.translate("Figures", str(text))


def head(figure: Figure[Any]) -> str:
    """What stands over its column."""
    return _said(_HEADS[figure.id])


def hint(figure: Figure[Any]) -> str:
    """Its whole name, and its formula."""
    return words.content(_HINT).format(figure=words.content(figure.label), formula=words.content(figure.formula))


def kind(one: Kind) -> str:
    return _said(_KINDS[one])


def step(step_ms: int) -> str:
    return _said(_STEPS[step_ms // 60_000])


def key(of: Kind) -> Key:
    """How the chart of this kind is read."""
    parts = tuple(Series(tone, _said(word)) for tone, word in _KEYS[of])
    line = _LINES.get(of)
    return Key(parts, Series(line[0], _said(line[1])) if line else None)


def value(figure: Figure[Any], amount: float | None) -> str:
    """A value as a person writes it; a dash where there is nothing to divide by."""
    if amount is None:
        return "–"
    match figure.unit:
        case "%":
            return f"{amount:.1f} %"
        case "s":
            return stopwatch(round(amount * 1000))
        case _:
            return i18n.locale().toString(int(amount)) if figure.below is None else f"{amount:.2f}"
