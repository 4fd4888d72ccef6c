"""What the user reads for each error id of the seat protocol: what has happened, and what to do.

One entry per id and language (`test_messages.py` holds it to that). `{names}` are the arguments that the id carries.
"""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from agent_desktop.protocol.errors import ErrorId

TEXTS: dict[str, object] = {
    ErrorId.WRONG_PASSWORD: QT_TRANSLATE_NOOP(
        "Errors", "User name or password is not right. Check both; after several tries ask your supervisor to reset it."
    ),
    ErrorId.LOGIN_THROTTLED: QT_TRANSLATE_NOOP("Errors", "Too many wrong passwords. Try again in {seconds} seconds."),
    ErrorId.SEAT_TOO_OLD: QT_TRANSLATE_NOOP(
        "Errors",
        "This program is too old for the centre (version {seat}, at least {oldest} is needed). Install the newer one.",
    ),
    ErrorId.CENTRE_TOO_OLD: QT_TRANSLATE_NOOP(
        "Errors",
        "This program is newer than the centre (version {seat} against {centre}). Ask the administrator to update the centre.",
    ),
    ErrorId.NOT_LOGGED_IN: QT_TRANSLATE_NOOP("Errors", "You are not logged in. Log in again."),
    ErrorId.ALREADY_LOGGED_IN: QT_TRANSLATE_NOOP(
        "Errors", "This connection is logged in already. Close the program and start it again."
    ),
    ErrorId.LOGIN_TIMEOUT: QT_TRANSLATE_NOOP(
        "Errors", "The centre waited {seconds} seconds for the login and gave up. Try again."
    ),
    ErrorId.SESSION_EXPIRED: QT_TRANSLATE_NOOP("Errors", "Your session has expired. Log in with your password."),
    ErrorId.STATION_MISSING: QT_TRANSLATE_NOOP(
        "Errors", "No telephone is on file for you. Enter the number of your station and log in again."
    ),
    ErrorId.STATION_DOWN: QT_TRANSLATE_NOOP(
        "Errors", "Your telephone {station} can't be reached. Check that it is switched on and connected."
    ),
    ErrorId.MALFORMED: QT_TRANSLATE_NOOP(
        "Errors", "The centre did not understand this request ({detail}). Nothing was changed; tell the administrator."
    ),
    ErrorId.TOO_LARGE: QT_TRANSLATE_NOOP(
        "Errors", "This is too long to be sent (at most {limit} bytes). Shorten the notes and try again."
    ),
    ErrorId.UNKNOWN_TYPE: QT_TRANSLATE_NOOP(
        "Errors", "The centre does not know this message ({type}). Tell the administrator: the versions don't match."
    ),
    ErrorId.UNKNOWN_REQUEST: QT_TRANSLATE_NOOP(
        "Errors", "The centre does not know this request ({type}). Tell the administrator: the versions don't match."
    ),
    ErrorId.TOO_MANY_REQUESTS: QT_TRANSLATE_NOOP(
        "Errors", "More than {limit} requests wait for an answer. Wait a moment, then try again."
    ),
    ErrorId.NOT_ALLOWED: QT_TRANSLATE_NOOP(
        "Errors", "You do not have the right to do this ({right}). Ask your supervisor."
    ),
    ErrorId.NO_SUCH_CALL: QT_TRANSLATE_NOOP("Errors", "Call {call} is over and its log is complete."),
    ErrorId.NOT_YOUR_CALL: QT_TRANSLATE_NOOP("Errors", "Somebody else has call {call} now."),
    ErrorId.NOT_OFFERED: QT_TRANSLATE_NOOP(
        "Errors", "The call is no longer offered: the caller hung up, or it rang too long."
    ),
    ErrorId.WRONG_STATE: QT_TRANSLATE_NOOP(
        "Errors",
        "This can't be done at this point of the call, or in your present state. Look at both, then try again.",
    ),
    ErrorId.AGENT_BUSY: QT_TRANSLATE_NOOP("Errors", "You have a call. Finish it and its log first."),
    ErrorId.AGENT_HAS_CALL: QT_TRANSLATE_NOOP(
        "Errors",
        "{agent} has a call or its log open and can't be logged off now. Set them to not ready: it takes effect afterwards.",
    ),
    ErrorId.SET_READY_BY: QT_TRANSLATE_NOOP("Errors", "{name} has set you to ready: {note}"),
    ErrorId.SET_NOT_READY_BY: QT_TRANSLATE_NOOP("Errors", "{name} has set you to not ready: {note}"),
    ErrorId.LOGGED_OFF_BY: QT_TRANSLATE_NOOP("Errors", "{name} has logged you off: {note}"),
    ErrorId.ASSIGNED_BY: QT_TRANSLATE_NOOP(
        "Errors", "{name} has changed which queues you serve. The top bar shows those that you have now."
    ),
    ErrorId.UNKNOWN_REASON: QT_TRANSLATE_NOOP("Errors", "There is no reason {reason} any more. Choose another one."),
    ErrorId.UNKNOWN_TARGET: QT_TRANSLATE_NOOP(
        "Errors", "{target} can't be found. Check the number, or choose from the list."
    ),
    ErrorId.TARGET_UNAVAILABLE: QT_TRANSLATE_NOOP(
        "Errors", "{target} can't take the call now. The caller is still with you; choose somebody else."
    ),
    ErrorId.BAD_DIGITS: QT_TRANSLATE_NOOP("Errors", "“{digits}” can't be sent as tones: only 0–9, *, # and A–D."),
    ErrorId.LINE_CANNOT: QT_TRANSLATE_NOOP("Errors", "This kind of line can't do that ({capability})."),
    ErrorId.SWITCH_DOWN: QT_TRANSLATE_NOOP(
        "Errors", "The centre has no link to the telephone switch. It keeps trying; new calls can't arrive meanwhile."
    ),
    ErrorId.SWITCH_UNUSABLE: QT_TRANSLATE_NOOP(
        "Errors",
        "The centre can't work with the telephone switch. New calls can't arrive until an administrator has put it right: "
        "“agent-desktop doctor” says what is wrong.",
    ),
    ErrorId.MODEM_MISSING: QT_TRANSLATE_NOOP(
        "Errors", "There is no port {port}. Plug the modem in, it is found by itself. Ports here: {ports}."
    ),
    ErrorId.MODEM_TAKEN: QT_TRANSLATE_NOOP(
        "Errors", "Another program uses the modem at {port}. Close that program; the line comes back by itself."
    ),
    ErrorId.MODEM_FORBIDDEN: QT_TRANSLATE_NOOP(
        "Errors",
        "You may not use the modem at {port}. Have your user added to the group “{group}”, then log in to the computer again.",
    ),
    ErrorId.MODEM_NO_PORT: QT_TRANSLATE_NOOP(
        "Errors", "{port} is no serial port ({detail}). Give the port that the modem is connected to."
    ),
    ErrorId.MODEM_SILENT: QT_TRANSLATE_NOOP(
        "Errors",
        "What is connected to {port} does not answer. Check the modem's power and cable, and that this is its port.",
    ),
    ErrorId.MODEM_REFUSES: QT_TRANSLATE_NOOP(
        "Errors",
        "The modem at {port} answers every command with {answer}. Unplug it for ten seconds and plug it in again.",
    ),
    ErrorId.MODEM_LOST: QT_TRANSLATE_NOOP(
        "Errors", "The modem at {port} is gone. Plug it in again; the line comes back by itself."
    ),
    ErrorId.WRAP_UP_LIMIT: QT_TRANSLATE_NOOP(
        "Errors", "Wrap-up can't be longer than {seconds} seconds in all. Complete the log now."
    ),
    ErrorId.DISPOSITION_UNKNOWN: QT_TRANSLATE_NOOP("Errors", "Choose how the call ended before you complete the log."),
    ErrorId.FOLLOW_UP_MISSING: QT_TRANSLATE_NOOP("Errors", "This result promises a follow-up. Enter when it is due."),
    ErrorId.NO_SUCH_CUSTOMER: QT_TRANSLATE_NOOP("Errors", "This customer is no longer on file. Search again."),
    ErrorId.BAD_FIELD: QT_TRANSLATE_NOOP("Errors", "“{field}” can't be saved like this: {detail}."),
    ErrorId.FIGURES_FAILED: QT_TRANSLATE_NOOP(
        "Errors", "The figures of this day could not be worked out. Press F5 to try again; the centre's log says why."
    ),
    ErrorId.STORE_UNAVAILABLE: QT_TRANSLATE_NOOP(
        "Errors", "The database does not answer. Nothing is lost: what you typed is kept here and sent again."
    ),
    ErrorId.DAY_TO_COME: QT_TRANSLATE_NOOP(
        "Errors", "{day} has not begun yet, so there are no figures. Choose today or an earlier day."
    ),
    ErrorId.NO_CLASS: QT_TRANSLATE_NOOP(
        "Errors", "This centre takes real calls. To train, start a class: agent-desktop classroom."
    ),
    ErrorId.NO_SUCH_SCENARIO: QT_TRANSLATE_NOOP(
        "Errors", "The class has no scenario “{scenario}”. Choose another one."
    ),
    ErrorId.NO_SUCH_ATTEMPT: QT_TRANSLATE_NOOP("Errors", "This attempt is no longer kept, or its file can't be read."),
    ErrorId.NO_LESSON: QT_TRANSLATE_NOOP("Errors", "There is no simulated caller at that seat just now."),
    ErrorId.NO_SOUND: QT_TRANSLATE_NOOP(
        "Errors", "Callers can't be heard on this computer ({detail}). Read what they say in the script panel."
    ),
    ErrorId.REPLACED: QT_TRANSLATE_NOOP(
        "Errors", "You have logged in at another seat, so this one was closed. Was it not you? Tell your supervisor."
    ),
    ErrorId.SEAT_LOST: QT_TRANSLATE_NOOP(
        "Errors", "The centre could not reach your seat for a while and set you to not ready."
    ),
    ErrorId.CONSULTATION_DECLINED: QT_TRANSLATE_NOOP(
        "Errors", "{target} can't help right now and has declined. The caller is still with you."
    ),
    ErrorId.CONSULTATION_NOT_ANSWERED: QT_TRANSLATE_NOOP(
        "Errors", "{target} does not answer. The caller is still with you."
    ),
    ErrorId.CONSULTATION_NOT_REACHED: QT_TRANSLATE_NOOP(
        "Errors", "{target} can't be reached. The caller is still with you."
    ),
    ErrorId.CONSULTATION_LEFT: QT_TRANSLATE_NOOP("Errors", "{target} has hung up. The caller is still with you."),
    ErrorId.RECORDING_FAILED: QT_TRANSLATE_NOOP(
        "Errors", "This conversation is no longer being recorded. Go on talking, and tell the administrator."
    ),
    ErrorId.COMMAND_FAILED: QT_TRANSLATE_NOOP(
        "Errors", "The telephone switch did not carry out “{command}”: {detail}. Try again, or tell the administrator."
    ),
    ErrorId.INTERNAL: QT_TRANSLATE_NOOP(
        "Errors", "The centre made a mistake and has noted it. Nothing was changed; try again."
    ),
}

_UNKNOWN = QT_TRANSLATE_NOOP("Errors", "The centre refused this ({error}). Tell the administrator.")


class _Arguments(dict[str, str]):
    """The arguments of a refusal; one that a newer centre left out reads as a dash."""

    def __missing__(self, name: str) -> str:
        return "–"


def text(error: str, arguments: dict[str, str]) -> str:
    """The sentence for an error id, in the language of the window. An id of a newer centre is named as it is."""
    template = TEXTS.get(error, _UNKNOWN)
    return QCoreApplication.translate("Errors", str(template)).format_map(_Arguments(arguments, error=error))
