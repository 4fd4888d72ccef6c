"""The words, drawings and tones for where a call stands, and for what its keys mean there. Read anew after each change of language."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from agent_desktop.protocol.record import Text
from agent_desktop.ui import words
from agent_desktop.ui.agent.callservices import Service
from agent_desktop.ui.agent.callstatus import Status
from agent_desktop.ui.roles import Icon, Tone

MOST_LETTERS = 18
"""Of a name or number inside a sentence; the whole one is in the record or in the tooltip."""

_STATUSES = {
    Status.OFFERED: QT_TRANSLATE_NOOP("CallStatus", "Ringing"),
    Status.ASKED: QT_TRANSLATE_NOOP("CallStatus", "{name} asks you about this call"),
    Status.CALLBACK: QT_TRANSLATE_NOOP("CallStatus", "Wants to be called back"),
    Status.VOICEMAIL: QT_TRANSLATE_NOOP("CallStatus", "A message to deal with"),
    Status.FOLLOW_UP: QT_TRANSLATE_NOOP("CallStatus", "A follow-up is due"),
    Status.ON_VOICEMAIL: QT_TRANSLATE_NOOP("CallStatus", "Dealing with a message"),
    Status.ON_FOLLOW_UP: QT_TRANSLATE_NOOP("CallStatus", "Following up"),
    Status.CONNECTING: QT_TRANSLATE_NOOP("CallStatus", "Connecting"),
    Status.DIALLING: QT_TRANSLATE_NOOP("CallStatus", "Calling …"),
    Status.CONNECTED: QT_TRANSLATE_NOOP("CallStatus", "Talking"),
    Status.HELD: QT_TRANSLATE_NOOP("CallStatus", "On hold"),
    Status.CALLING_THIRD: QT_TRANSLATE_NOOP("CallStatus", "Caller on hold, calling {name}"),
    Status.CONSULTING: QT_TRANSLATE_NOOP("CallStatus", "Caller on hold, talking to {name}"),
    Status.ASIDE: QT_TRANSLATE_NOOP("CallStatus", "Talking to the caller, {name} on hold"),
    Status.CONFERENCE: QT_TRANSLATE_NOOP("CallStatus", "Conference: caller, {name} and you"),
    Status.CONSULTED: QT_TRANSLATE_NOOP("CallStatus", "Talking to {name}, whose caller is on hold"),
    Status.CONSULTED_ASIDE: QT_TRANSLATE_NOOP("CallStatus", "You are on hold, {name} talks to the caller"),
    Status.CONSULTED_CONFERENCE: QT_TRANSLATE_NOOP("CallStatus", "Conference: {name}, the caller and you"),
    Status.WRAP_UP: QT_TRANSLATE_NOOP("CallStatus", "Wrap-up"),
    Status.GIVEN_UP: QT_TRANSLATE_NOOP("CallStatus", "Wrap-up: nobody reached"),
    Status.BUSY: QT_TRANSLATE_NOOP("CallStatus", "Wrap-up: line busy"),
    Status.NO_ANSWER: QT_TRANSLATE_NOOP("CallStatus", "Wrap-up: no answer"),
    Status.REJECTED: QT_TRANSLATE_NOOP("CallStatus", "Wrap-up: call rejected"),
    Status.UNREACHABLE: QT_TRANSLATE_NOOP("CallStatus", "Wrap-up: number not reachable"),
}
_AUTOMATIC = {
    Status.OFFERED: QT_TRANSLATE_NOOP("CallStatus", "Connects by itself after the tone"),
    Status.CONNECTED: QT_TRANSLATE_NOOP("CallStatus", "Talking, answered by itself"),
}
"""Where the centre answers for the agent."""
STATUS_FACES = {
    Status.OFFERED: (Icon.BELL, Tone.OFFER),
    Status.ASKED: (Icon.QUESTION, Tone.OFFER),
    Status.CALLBACK: (Icon.CALL_OUT, Tone.OFFER),
    Status.VOICEMAIL: (Icon.MESSAGE, Tone.OFFER),
    Status.FOLLOW_UP: (Icon.CLOCK, Tone.OFFER),
    Status.ON_VOICEMAIL: (Icon.MESSAGE, Tone.BUSY),
    Status.ON_FOLLOW_UP: (Icon.CLOCK, Tone.BUSY),
    Status.CONNECTING: (Icon.PHONE, Tone.BUSY),
    Status.DIALLING: (Icon.CALL_OUT, Tone.BUSY),
    Status.CONNECTED: (Icon.BUSY, Tone.BUSY),
    Status.HELD: (Icon.HOLD, Tone.HOLD),
    Status.CALLING_THIRD: (Icon.CALL_OUT, Tone.HOLD),
    Status.CONSULTING: (Icon.QUESTION, Tone.HOLD),
    Status.ASIDE: (Icon.BUSY, Tone.BUSY),
    Status.CONFERENCE: (Icon.USERS, Tone.BUSY),
    Status.CONSULTED: (Icon.QUESTION, Tone.BUSY),
    Status.CONSULTED_ASIDE: (Icon.HOLD, Tone.HOLD),
    Status.CONSULTED_CONFERENCE: (Icon.USERS, Tone.BUSY),
    Status.WRAP_UP: (Icon.WRAP_UP, Tone.WRAP_UP),
    Status.GIVEN_UP: (Icon.WRAP_UP, Tone.WRAP_UP),
    Status.BUSY: (Icon.WRAP_UP, Tone.WRAP_UP),
    Status.NO_ANSWER: (Icon.WRAP_UP, Tone.WRAP_UP),
    Status.REJECTED: (Icon.WRAP_UP, Tone.WRAP_UP),
    Status.UNREACHABLE: (Icon.WRAP_UP, Tone.WRAP_UP),
}
"""While the caller waits for the agent the tone is that of a hold, whoever the agent talks to."""

_SERVICES = {
    Service.ANSWER: QT_TRANSLATE_NOOP("CallStatus", "Answer"),
    Service.DECLINE: QT_TRANSLATE_NOOP("CallStatus", "Decline"),
    Service.HOLD: QT_TRANSLATE_NOOP("CallStatus", "Hold"),
    Service.RETRIEVE: QT_TRANSLATE_NOOP("CallStatus", "Retrieve"),
    Service.MUTE: QT_TRANSLATE_NOOP("CallStatus", "Mute"),
    Service.UNMUTE: QT_TRANSLATE_NOOP("CallStatus", "Muted, speak"),
    Service.TRANSFER: QT_TRANSLATE_NOOP("CallStatus", "Transfer"),
    Service.KEYPAD: QT_TRANSLATE_NOOP("CallStatus", "Keypad"),
    Service.HANG_UP: QT_TRANSLATE_NOOP("CallStatus", "Hang up"),
    Service.EXTEND: QT_TRANSLATE_NOOP("CallStatus", "{seconds} s more"),
    Service.DIAL: QT_TRANSLATE_NOOP("CallStatus", "Call"),
    Service.ALTERNATE: QT_TRANSLATE_NOOP("CallStatus", "Switch"),
    Service.RECONNECT: QT_TRANSLATE_NOOP("CallStatus", "Back to caller"),
    Service.CONFERENCE: QT_TRANSLATE_NOOP("CallStatus", "Conference"),
    Service.COMPLETE: QT_TRANSLATE_NOOP("CallStatus", "Hand over"),
    Service.RECORD: QT_TRANSLATE_NOOP("CallStatus", "Record"),
    Service.PAUSE: QT_TRANSLATE_NOOP("CallStatus", "Recording, pause"),
    Service.RESUME: QT_TRANSLATE_NOOP("CallStatus", "Paused, resume"),
    Service.TAKE: QT_TRANSLATE_NOOP("CallStatus", "Take it"),
    Service.CALL_BACK: QT_TRANSLATE_NOOP("CallStatus", "Call back"),
    Service.LISTEN: QT_TRANSLATE_NOOP("CallStatus", "Listen"),
    Service.QUIET: QT_TRANSLATE_NOOP("CallStatus", "Stop listening"),
    Service.FINISH: QT_TRANSLATE_NOOP("CallStatus", "Done"),
}
_AT_THIS_STAGE = {
    (Service.ANSWER, Status.CALLBACK): QT_TRANSLATE_NOOP("CallStatus", "Call back"),
    (Service.RECONNECT, Status.ASIDE): QT_TRANSLATE_NOOP("CallStatus", "Let {name} go"),
    (Service.RECONNECT, Status.CONFERENCE): QT_TRANSLATE_NOOP("CallStatus", "Let {name} go"),
    (Service.HANG_UP, Status.DIALLING): QT_TRANSLATE_NOOP("CallStatus", "Give up"),
    (Service.HANG_UP, Status.CALLING_THIRD): QT_TRANSLATE_NOOP("CallStatus", "Stop calling"),
    (Service.HANG_UP, Status.CONSULTING): QT_TRANSLATE_NOOP("CallStatus", "Hang up on {name}"),
    (Service.HANG_UP, Status.ASIDE): QT_TRANSLATE_NOOP("CallStatus", "Hang up on caller"),
    (Service.HANG_UP, Status.CONFERENCE): QT_TRANSLATE_NOOP("CallStatus", "Leave"),
    (Service.HANG_UP, Status.CONSULTED): QT_TRANSLATE_NOOP("CallStatus", "Leave"),
    (Service.HANG_UP, Status.CONSULTED_ASIDE): QT_TRANSLATE_NOOP("CallStatus", "Leave"),
    (Service.HANG_UP, Status.CONSULTED_CONFERENCE): QT_TRANSLATE_NOOP("CallStatus", "Leave"),
}
"""Where a service says more exactly what it does now."""


def status(status: Status, other: Text | None, *, automatic: bool = False) -> str:
    """What is going on. `other` is who else is in the call; `automatic`: the agent need not answer it."""
    words = _AUTOMATIC.get(status) if automatic else None
    return _with_name(words or _STATUSES[status], other)


def service(service: Service, status: Status | None, other: Text | None) -> str:
    """What a key does at this stage."""
    exact = _AT_THIS_STAGE.get((service, status)) if status is not None else None
    return _with_name(exact or _SERVICES[service], other)


def _with_name(template: object, other: Text | None) -> str:
    text = QCoreApplication.translate("CallStatus", str(template))
    return text.replace("{name}", _shortened(words.content(other)) if other is not None else "…")


def _shortened(name: str) -> str:
    return name if len(name) <= MOST_LETTERS else name[: MOST_LETTERS - 1].rstrip() + "…"
