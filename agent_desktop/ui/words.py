"""The words for enum members that several widgets show. Read anew after each change of language."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from agent_desktop.protocol.messages import AgentState, Reason
from agent_desktop.protocol.record import Text
from agent_desktop.ui import i18n
from agent_desktop.ui.roles import Icon, Tone

_AGENT_STATES = {
    AgentState.LOGGED_OFF: QT_TRANSLATE_NOOP("Words", "Logged off"),
    AgentState.NOT_READY: QT_TRANSLATE_NOOP("Words", "Not ready"),
    AgentState.READY: QT_TRANSLATE_NOOP("Words", "Ready"),
    AgentState.RESERVED: QT_TRANSLATE_NOOP("Words", "Call offered"),
    AgentState.BUSY: QT_TRANSLATE_NOOP("Words", "In a call"),
    AgentState.WRAP_UP: QT_TRANSLATE_NOOP("Words", "Wrap-up"),
}
AGENT_STATE_FACES = {
    AgentState.LOGGED_OFF: (Icon.LOGGED_OFF, Tone.NEUTRAL),
    AgentState.NOT_READY: (Icon.NOT_READY, Tone.NOT_READY),
    AgentState.READY: (Icon.READY, Tone.READY),
    AgentState.RESERVED: (Icon.BELL, Tone.OFFER),
    AgentState.BUSY: (Icon.BUSY, Tone.BUSY),
    AgentState.WRAP_UP: (Icon.WRAP_UP, Tone.WRAP_UP),
}

_OWN_REASONS = {
    "no_answer": QT_TRANSLATE_NOOP("Words", "Offer not answered"),
    "station_failed": QT_TRANSLATE_NOOP("Words", "Telephone out of reach"),
    "seat_lost": QT_TRANSLATE_NOOP("Words", "Seat was out of reach"),
}
"""Why the centre itself sets an agent not ready (`ivr.core.agents`)."""


def agent_state(state: AgentState) -> str:
    return QCoreApplication.translate("Words", str(_AGENT_STATES[state]))


def content(text: Text) -> str:
    """A text of the content, in the language of the window."""
    return text.of(i18n.language())


def own_reason(code: str) -> str:
    """One of the centre's own reasons."""
    return QCoreApplication.translate("Words", str(_OWN_REASONS[code]))


def reason(code: str, reasons: Iterable[Reason]) -> str:
    """The label of a reason code; the code itself should the centre not have explained it."""
    if code in _OWN_REASONS:
        return own_reason(code)
    for one in reasons:
        if one.code == code:
            return content(one.label)
    return code
