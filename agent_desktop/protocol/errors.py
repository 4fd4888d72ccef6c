"""Every refusal and notice of the seat protocol by its stable id: what has happened in the world, and the arguments that
the window's text is filled with.

An id is part of the protocol: it is never renamed and never reused. `docs/errors.md` is this table for readers; a test
keeps the two in step. Must never carry prose for a user: the window says it in the user's language.
"""

from __future__ import annotations

import enum
from typing import Self


class ErrorId(enum.StrEnum):
    """Why something was refused. `arguments` are the names that come with it, always all of them."""

    arguments: tuple[str, ...]

    def __new__(cls, value: str, *arguments: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.arguments = arguments
        return member

    # --- getting in -------------------------------------------------------------------------------------------------

    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - an id
    """No such user, a wrong password, or a user who is switched off: never told apart."""
    LOGIN_THROTTLED = "login_throttled", "seconds"
    """Too many wrong passwords for this user or from this address; try again after so many seconds."""
    SEAT_TOO_OLD = "seat_too_old", "seat", "oldest"
    """The seat speaks a version that this centre no longer understands: install the newer seat."""
    CENTRE_TOO_OLD = "centre_too_old", "seat", "centre"
    """The seat is newer than the centre: update the centre, or use the seat that came with it."""
    NOT_LOGGED_IN = "not_logged_in"
    """Something else came before the hello, or the agent is not logged on."""
    ALREADY_LOGGED_IN = "already_logged_in"
    """A second hello on one connection."""
    LOGIN_TIMEOUT = "login_timeout", "seconds"
    """The connection was opened and no hello came in time."""
    SESSION_EXPIRED = "session_expired"
    """The session to be resumed is gone, or its token is not the last one given: log in with the password."""
    STATION_MISSING = "station_missing"
    """The agent has no telephone on file and gave none."""

    STATION_DOWN = "station_down", "station"
    """The agent's telephone cannot be reached at the moment."""

    # --- the message itself -----------------------------------------------------------------------------------------

    MALFORMED = "malformed", "detail"
    """The message is no JSON, or a field is missing or of the wrong type; the detail names it."""
    TOO_LARGE = "too_large", "limit"
    """The message is longer than so many bytes."""
    UNKNOWN_TYPE = "unknown_type", "type"
    """A message whose `type` the protocol does not have."""
    UNKNOWN_REQUEST = "unknown_request", "type"
    """A request whose body's `type` the protocol does not have."""
    TOO_MANY_REQUESTS = "too_many_requests", "limit"
    """More requests unanswered at once than a seat can need."""

    # --- rights and state -------------------------------------------------------------------------------------------

    NOT_ALLOWED = "not_allowed", "right"
    """The user's role does not have this right."""
    NO_SUCH_CALL = "no_such_call", "call"
    """The call does not exist, or its record is complete."""
    NOT_YOUR_CALL = "not_your_call", "call"
    """Somebody else has the call."""
    NOT_OFFERED = "not_offered", "call"
    """The offer is over: it was taken back, rang out, or the caller hung up."""
    WRONG_STATE = "wrong_state", "state"
    """It cannot be done in the state the agent or the call is in."""
    AGENT_BUSY = "agent_busy"
    """The agent has a call: finish it, and its log, first."""
    AGENT_HAS_CALL = "agent_has_call", "agent"
    """An agent cannot be logged off while they have a call or its log."""
    UNKNOWN_REASON = "unknown_reason", "reason"
    """No such reason code for being not ready, or for declining."""
    UNKNOWN_TARGET = "unknown_target", "kind", "target"
    """No such queue, skill or agent, or no number that can be dialled."""
    TARGET_UNAVAILABLE = "target_unavailable", "kind", "target"
    """The queue or agent exists but cannot take the call now."""
    BAD_DIGITS = "bad_digits", "digits"
    """Only 0–9, *, # and A–D can be sent as tones."""
    LINE_CANNOT = "line_cannot", "capability"
    """This kind of line is not able to do that."""
    SWITCH_DOWN = "switch_down"
    """The centre has no link to the switch at the moment."""
    SWITCH_UNUSABLE = "switch_unusable"
    """The switch is set up so that the centre cannot work with it, is too old, or serves somebody else: waiting does not help."""
    MODEM_MISSING = "modem_missing", "port", "ports"
    """The computer has no such port; those that it has are named, or none are."""
    MODEM_TAKEN = "modem_taken", "port"
    """Another program uses the modem's port."""
    MODEM_FORBIDDEN = "modem_forbidden", "port", "group"
    """The user of the centre may not open the port; on Linux those who may are a group, elsewhere it is empty."""
    MODEM_NO_PORT = "modem_no_port", "port", "detail"
    """What has this name is no serial port."""
    MODEM_SILENT = "modem_silent", "port"
    """What is connected does not answer: no modem, or one without power."""
    MODEM_REFUSES = "modem_refuses", "port", "answer"
    """The modem answers every command with the same refusal."""
    MODEM_LOST = "modem_lost", "port"
    """The modem was unplugged, or has stopped working."""
    WRAP_UP_LIMIT = "wrap_up_limit", "seconds"
    """Wrap-up cannot be extended past so many seconds in all."""

    # --- the log and the customer -----------------------------------------------------------------------------------

    DISPOSITION_UNKNOWN = "disposition_unknown", "disposition"
    """No such disposition, or none was given."""
    FOLLOW_UP_MISSING = "follow_up_missing", "disposition"
    """This disposition promises a follow-up: its due time has to be given."""
    NO_SUCH_CUSTOMER = "no_such_customer", "customer"
    """The customer does not exist any more."""
    BAD_FIELD = "bad_field", "field", "detail"
    """A field holds something that cannot be kept: empty where it must not be, too long, no such number."""
    FIGURES_FAILED = "figures_failed"
    """The figures of a day could not be worked out; the centre's log says why."""
    STORE_UNAVAILABLE = "store_unavailable"
    """The database does not answer; nothing has been written. The seat keeps what was typed and tries again."""

    DAY_TO_COME = "day_to_come", "day"
    """There are no figures of a day that has not begun."""

    # --- a class ----------------------------------------------------------------------------------------------------

    NO_CLASS = "no_class"
    """This centre takes real calls: there is nobody to train."""
    NO_SUCH_SCENARIO = "no_such_scenario", "scenario"
    """The class has no scenario of that name."""
    NO_SUCH_ATTEMPT = "no_such_attempt", "attempt"
    """No attempt of that name is kept, or its file cannot be read."""
    NO_LESSON = "no_lesson", "agent"
    """That trainee has no simulated caller just now."""

    NO_SOUND = "no_sound", "detail"
    """Of a seat alone: this computer cannot speak the simulated callers' words; the captions show them."""

    # --- notices ----------------------------------------------------------------------------------------------------

    REPLACED = "replaced"
    """The same user logged in at another seat; this one is closed."""
    SEAT_LOST = "seat_lost"
    """The seat was out of reach for so long that its agent was set not ready."""
    SET_READY_BY = "set_ready_by", "name", "note"
    """A supervisor set the agent ready, and said why."""
    SET_NOT_READY_BY = "set_not_ready_by", "name", "note"
    """A supervisor set the agent not ready, and said why."""
    LOGGED_OFF_BY = "logged_off_by", "name", "note"
    """A supervisor logged the user off, and said why."""
    ASSIGNED_BY = "assigned_by", "name"
    """A supervisor moved the agent to other queues or skills."""
    CONSULTATION_DECLINED = "consultation_declined", "target"
    """The colleague who was to be consulted declined; the caller is where they were."""
    CONSULTATION_NOT_ANSWERED = "consultation_not_answered", "target"
    """Whoever was to be consulted did not answer; the caller is where they were."""
    CONSULTATION_NOT_REACHED = "consultation_not_reached", "target"
    """Whoever was to be consulted is busy or out of reach; the caller is where they were."""
    CONSULTATION_LEFT = "consultation_left", "target"
    """Whoever was consulted has left; the caller is where they were."""
    RECORDING_FAILED = "recording_failed"
    """The switch could not record the conversation to its end; what there is of it is kept."""
    COMMAND_FAILED = "command_failed", "command", "detail"
    """Something asked of the switch did not work."""
    INTERNAL = "internal"
    """A mistake in the centre itself: it is in the log, the request has not been done, the session goes on."""
